# SPDX-License-Identifier: Apache-2.0
"""A dashed field that takes files."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame

from studio.ui.sizing import fix
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, column, label


class DropZone(QFrame):
    """``dropped`` is sent with the paths; Space, Enter or a click sends ``asked``."""

    dropped = Signal(list)
    asked = Signal()

    def __init__(self, title: str, kinds: str, name: str) -> None:
        """``title`` and ``kinds`` are what stands in the field, ``name`` is what a screen reader says."""
        super().__init__()
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self._over = False
        heading, below = label(title, "strong"), label(kinds, "small", "text2", wrap=True)
        for part in (heading, below):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box = column(None, gap=2, margins=4)
        box.addWidget(IconLabel("file-input", "accent_text", 1.75), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(heading)
        box.addWidget(below)
        box.addStretch(1)
        self.setLayout(box)
        fix(self, min_height=8)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            self._set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went away again."""
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        self._set_over(False)
        self.dropped.emit([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks for files."""
        self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter ask for files."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed edge; solid in the accent colour with files over it or the keyboard in it."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("accent_subtle" if self._over else "alt"))
        ring = self.hasFocus() and bool(self.property("kbd"))
        style = Qt.PenStyle.SolidLine if ring or self._over else Qt.PenStyle.DashLine
        painter.setPen(QPen(look.colour("focus" if ring or self._over else "border_control"), 2 if ring else 1, style))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()
