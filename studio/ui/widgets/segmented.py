# SPDX-License-Identifier: Apache-2.0
"""A view switch: a few exclusive choices side by side, one tab stop, arrows inside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy

from studio.ui.icons import icon as make_icon
from studio.ui.sizing import size_icon, space
from studio.ui.theme import set_font
from studio.ui.widgets.basics import row


class Segmented(QFrame):
    """Choices as (id, text, icon or ``None``). ``chosen`` is sent with the id when the person chooses another."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str | None]] = (), current: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "sunken")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        self._choices: list[tuple[str, str, str | None]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = row(gap=0.5)
        space(self._row, 0.75, 0.5)
        self.setLayout(self._row)
        self.set_choices(choices, current)

    def set_choices(self, choices: Sequence[tuple[str, str, str | None]], current: str = "") -> None:
        """Show other choices; nothing is sent."""
        if list(choices) == self._choices:
            self.set_current(current or self.current())
            return
        self._choices = list(choices)
        for made in self._buttons.values():
            made.hide()
            self._group.removeButton(made)
            self._row.removeWidget(made)
            made.deleteLater()
        self._buttons = {}
        for choice, text, picture in choices:
            made = QPushButton(text)
            made.setCheckable(True)
            made.setProperty("kind", "segment")
            set_font(made, "medium")
            if picture:
                made.setIcon(make_icon(picture, "text2", 16, token_on="text"))
                size_icon(made, 1.0, words=True)
            made.installEventFilter(self)
            made.clicked.connect(lambda _checked=False, choice=choice: self._choose(choice))
            self._group.addButton(made)
            self._row.addWidget(made)
            made.show()  # a layout counts only what is shown
            self._buttons[choice] = made
        self._size_changed()
        if choices:
            self.set_current(current or choices[0][0])

    def _size_changed(self) -> None:
        """Tell whoever asks for the size now; Qt itself would say so an event later."""
        self._row.invalidate()
        self.updateGeometry()

    def current(self) -> str:
        """The id of the chosen one."""
        return next((choice for choice, made in self._buttons.items() if made.isChecked()), "")

    def set_current(self, choice: str) -> None:
        """Mark a choice; nothing is sent."""
        for other, made in self._buttons.items():
            made.setChecked(other == choice)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == choice else Qt.FocusPolicy.ClickFocus)

    def show_words(self, shown: bool) -> None:
        """Show words beside the pictures, or the pictures alone where there is no room; the words are tooltips then."""
        for choice, text, picture in self._choices:
            made = self._buttons[choice]
            if picture and bool(made.text()) != shown:
                made.setText(text if shown else "")
                made.setToolTip("" if shown else text)
                made.setAccessibleName(text)
                size_icon(made, 1.0, words=shown)
        self._size_changed()

    def button(self, choice: str) -> QPushButton:
        """The button of a choice, to set its tooltip or accessible name."""
        return self._buttons[choice]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and Right move to the neighbour and choose it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}.get(event.key(), 0)
            if step and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                choices = list(self._buttons)
                target = choices[(choices.index(self.current()) + step) % len(choices)]
                self._choose(target)
                self._buttons[target].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _choose(self, choice: str) -> None:
        self.set_current(choice)
        self.chosen.emit(choice)
