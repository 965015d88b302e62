# SPDX-License-Identifier: Apache-2.0
"""The veil over the window while a dialog or the command palette is open, and shadows painted by hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import theme

SHADOW_DEPTH = 24


class Scrim(QWidget):
    """Covers its parent, follows its size, and sends ``clicked``. ``share`` is how dark it is."""

    clicked = Signal()

    def __init__(self, parent: QWidget, share: float = 0.46) -> None:
        super().__init__(parent)
        self._share = share
        self._covered = parent
        self._shadow: tuple[QRect, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())

    def set_shadow(self, place: QRect, radius: int) -> None:
        """Where something with round corners stands above the veil; its shadow is drawn here."""
        self._shadow = (place, radius)
        self.update()

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
        if self._shadow is not None:
            place, radius = self._shadow
            paint_shadow(painter, QRectF(place), radius, SHADOW_DEPTH)
        painter.end()


def paint_shadow(painter: QPainter, rect: QRectF, radius: float, depth: int) -> None:
    """A soft shadow round ``rect``: stacked round rectangles, without a graphics effect."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # Each ring lies over the one before: together they fade outward.
    painter.setBrush(theme().alpha("shadow", 0.5 / depth))
    for step in range(depth, 0, -2):
        painter.drawRoundedRect(rect.adjusted(-step, -step + 4, step, step + 4), radius + step, radius + step)
    painter.restore()
