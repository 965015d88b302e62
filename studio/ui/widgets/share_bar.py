# SPDX-License-Identifier: Apache-2.0
"""A thin bar that shows a share of a whole. The figure always stands beside it in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.sizing import fix
from studio.ui.theme import theme


class ShareBar(QWidget):
    """A share from 0 to 1 in the accent colour, or in the solid colour of a state such as ``success``."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._share = 0.0
        self._token = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        fix(self, height=0.34)

    def set_share(self, share: float, state: str = "") -> None:
        """Show another share; ``state`` is ``success``, ``warning``, ``error`` or ``""``."""
        self._share = min(max(share, 0.0), 1.0)
        self._token = f"{state}_solid" if state else "accent"
        self.setAccessibleName(f"{self._name}, {self._share:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(8 * theme().lh, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and share."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = room.height() / 2
        painter.setPen(QPen(look.colour("border"), 1) if look.is_high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("pressed"))
        painter.drawRoundedRect(room, radius, radius)
        if self._share > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(self._token))
            width = max(room.width() * self._share, room.height())
            painter.drawRoundedRect(QRectF(room.left(), room.top(), width, room.height()), radius, radius)
        painter.end()
