# SPDX-License-Identifier: Apache-2.0
"""A button as a row: an icon, a name, and a quiet line below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix
from studio.ui.theme import theme


class RowButton(QAbstractButton):
    """Icon, a name and a quiet line below: a way to start, or a recent project."""

    def __init__(
        self, icon: str, title: str, text: str, *, tile: bool, quiet: bool = False, token: str = "text2"
    ) -> None:
        super().__init__()
        self._icon, self._title, self._words = icon, title, text
        self._tile, self._quiet, self._token = tile, quiet, token
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fix(self, height=3.4 if tile else 3.0)

    def sizeHint(self) -> QSize:
        """Two lines of words beside the icon."""
        look = theme()
        return QSize(round(16 * look.lh), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, words, ring."""
        look, u = theme(), theme().u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(u, 1, -u, -1)
        chosen = self.isChecked()
        if chosen or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selection" if chosen else "hover"))
            painter.drawRoundedRect(room, 6, 6)
        side = 2.1 * look.lh if self._tile else 1.1 * look.lh
        place = QRectF(room.left() + 2 * u, room.center().y() - side / 2, side, side)
        if self._tile:
            painter.setPen(QPen(look.colour("border"), 1) if look.is_high_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_subtle"))
            painter.drawRoundedRect(place, 6, 6)
            inset = 0.5 * look.lh
            make_icon(self._icon, "accent_text").paint(painter, place.adjusted(inset, inset, -inset, -inset).toRect())
        else:
            ink = "text3" if self._quiet else self._token
            if chosen and look.is_high_contrast:
                ink = "selection_text"
            make_icon(self._icon, ink).paint(painter, place.toRect())
        left = place.right() + 3.5 * u
        width = room.right() - left - 2 * u
        for font, token, text, top in (
            ("strong", "text2" if self._quiet else "text", self._title, 0),
            ("small", "text3" if self._quiet else "text2", self._words, look.metrics("strong").height()),
        ):
            metrics = look.metrics(font)
            total = look.metrics("strong").height() + look.metrics("small").height()
            line = QRectF(left, room.center().y() - total / 2 + top, width, metrics.height())
            painter.setFont(look.font(font))
            painter.setPen(look.colour("selection_text" if chosen else token))
            painter.drawText(
                line,
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(width)),
            )
        if self.hasFocus() and self.property("kbd"):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 3 if look.is_high_contrast else 2))
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)
        painter.end()
