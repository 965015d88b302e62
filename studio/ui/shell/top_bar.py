# SPDX-License-Identifier: Apache-2.0
"""The menu bar, with the name of the file in the middle and "Every change kept" at the right."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QActionEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenuBar

from studio.ui.sizing import fix
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, label, row


class TopBar(QMenuBar):
    """Menus come from the command registry."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "small_strong", "text2")
        self._title.setParent(self)
        self._kept = QFrame(self)
        self._picture = IconLabel("check", "success_solid", 1.0)
        self._words = label("", "small", "text2")
        self._kept.setLayout(row(self._picture, self._words, gap=1.5))
        fix(self, min_height=1.9)
        # Menus come and go with the workspace; where they end is known after Qt has laid them out.
        self._menus_changed = QTimer(self, interval=0, singleShot=True)
        self._menus_changed.timeout.connect(self._place)
        theme().changed.connect(self._menus_changed.start)  # larger words, known as late

    def show_file(self, title: str, kept: str, explanation: str, fine: bool = True) -> None:
        """The name of the file, whether everything is kept, and the whole story as a tooltip."""
        self._title.setText(title)
        self._words.setText(kept)
        self._picture.set_icon("check" if fine else "info", "success_solid" if fine else "text2")
        self._kept.setVisible(bool(kept))
        self._kept.setToolTip(explanation)
        self._kept.setAccessibleName(f"{kept}. {explanation}" if kept else "")
        self._place()

    def kept_text(self) -> str:
        """What the indicator says."""
        return self._words.text()

    def actionEvent(self, event: QActionEvent) -> None:
        """Another menu may need the room of the title."""
        super().actionEvent(event)
        self._menus_changed.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words in their places."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        u = theme().u
        for part in (self._title, self._kept):
            part.adjustSize()
            part.move(0, (self.height() - part.height()) // 2)
        self._kept.move(self.width() - self._kept.width() - 4 * u, self._kept.y())
        self._title.move((self.width() - self._title.width()) // 2, self._title.y())
        menus_end = max((self.actionGeometry(action).right() for action in self.actions()), default=0)
        fits = menus_end + 3 * u < self._title.x() and self._title.geometry().right() < self._kept.x()
        self._title.setVisible(fits and bool(self._title.text()))
