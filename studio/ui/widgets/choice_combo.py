# SPDX-License-Identifier: Apache-2.0
"""One of several values in a closed list; the wheel scrolls the page instead of choosing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from studio.ui.theme import set_font


class ChoiceCombo(QComboBox):
    """``chosen`` is sent with the value when the person chooses, never when the program does."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[Any, str]] = (), current: Any = None) -> None:
        """``choices``: value and words; ``name`` is the accessible name."""
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        set_font(self, "body")
        self.activated.connect(lambda number: self.chosen.emit(self.itemData(number)))
        self.set_choices(choices, current)

    def set_choices(self, choices: Sequence[tuple[Any, str]], current: Any = None) -> None:
        """Offer other values; the list stays as it is when they are the same."""
        if [(self.itemData(at), self.itemText(at)) for at in range(self.count())] != list(choices):
            self.clear()
            for value, words in choices:
                self.addItem(words, value)
        self.set_value(current)

    def set_value(self, value: Any) -> None:
        """Show a value."""
        place = self.findData(value)
        if place >= 0:
            self.setCurrentIndex(place)

    def value(self) -> str:
        """The value on show."""
        return str(self.currentData() or "")

    def choose(self, value: Any) -> None:
        """Choose as a person does."""
        place = self.findData(value)
        if place < 0:
            raise ValueError(f"{value} is not offered")
        self.setCurrentIndex(place)
        self.chosen.emit(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is around."""
        event.ignore()
