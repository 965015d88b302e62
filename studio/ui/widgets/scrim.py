# SPDX-License-Identifier: Apache-2.0
"""The veil over the window while a dialog or the command palette is open, and shadows painted by hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import theme


class Scrim(QWidget):
    """Covers its parent, follows its size, and sends ``clicked``. ``share`` is how dark it is."""

    clicked = Signal()

    def __init__(self, parent: QWidget, share: float = 0.46) -> None:
        super().__init__(parent)
        self._share = share
        self._covered = parent
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the parent."""
        if event.type() == QEvent.Type.Resize and watched is self._covered:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the veil."""
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken what lies below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().alpha("shadow", self._share))
        painter.end()


def paint_shadow(painter: QPainter, rect: QRectF, radius: float, depth: int) -> None:
    """A soft shadow round ``rect``: stacked round rectangles, without a graphics effect."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().alpha("shadow", 0.035))
    for step in range(depth, 0, -1):
        painter.drawRoundedRect(rect.adjusted(-step, -step + 2, step, step + 2), radius + step, radius + step)
    painter.restore()
