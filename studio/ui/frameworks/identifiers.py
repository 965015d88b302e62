# SPDX-License-Identifier: Apache-2.0
"""Identifiers of an item, each with a button that copies it; and the history of an item, read when it is opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QWidget

from studio.model.item_history import ItemChange
from studio.ui.docks.times import when
from studio.ui.sizing import fix
from studio.ui.widgets.basics import ElidedLabel, clear, column, icon_button, label, row
from studio.ui.widgets.sections import LABEL_LINES


class Identifiers(QWidget):
    """Name, value, copy."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(gap=1)
        self.setLayout(self._lines)

    def show_values(self, values: Sequence[tuple[str, str]]) -> None:
        """Show those that are there."""
        clear(self._lines)
        for name, value in values:
            if not value:
                continue
            caption = label(name, "small", "text2")
            fix(caption, width=LABEL_LINES)
            copy = icon_button("copy", self.tr("Copy {0}").format(name), lambda value=value: _copy(value))
            line = row(caption, ElidedLabel(value, "small"), copy, gap=1)
            line.setStretch(1, 1)
            whole = QWidget()
            whole.setLayout(line)
            self._lines.addWidget(whole)


class ItemHistory(QWidget):
    """What, who, when."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(gap=1.5)
        self.setLayout(self._lines)

    def show_changes(self, changes: Sequence[ItemChange] | None) -> None:
        """``None`` while they are read."""
        clear(self._lines)
        if changes is None:
            self._lines.addWidget(label(self.tr("Reading…"), "small", "text2"))
            return
        if not changes:
            self._lines.addWidget(label(self.tr("No changes in the last 500 steps."), "small", "text2"))
        for change in changes[:30]:
            self._lines.addWidget(ElidedLabel(change.label, "small"))
            self._lines.addWidget(label(f"{change.author}  ·  {when(change.at)}", "caption", "text3"))


def _copy(value: str) -> None:
    QApplication.clipboard().setText(value)
