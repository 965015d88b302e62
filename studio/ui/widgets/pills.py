# SPDX-License-Identifier: Apache-2.0
"""Chips (a word on a quiet ground) and status pills (a state: colour, icon and word together)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.icons import icon as make_icon
from studio.ui.theme import theme

STATES = {
    "success": ("success", "success_bg", "circle-check"),
    "warning": ("warning", "warning_bg", "triangle-alert"),
    "error": ("error", "error_bg", "circle-x"),
    "info": ("info", "info_bg", "info"),
    "note": ("info", "info_bg", "info"),
    "open": ("text2", "sunken", "circle-dashed"),
    "plain": ("text2", "sunken", ""),
}
"""Ink, ground and icon of a state."""

LANES = {"HS": "lane_hs", "CC": "lane_cc", "RA": "lane_ra", "EM": "lane_em"}
"""Colour token of a stage chip by stage code; other codes use ``lane_x``."""


def paint_pill(painter: QPainter, rect: QRectF, text: str, state: str, selected: bool = False) -> None:
    """Draw a status pill into ``rect``: for delegates, the same as the widget. The painter's font is set here."""
    ink, ground, picture = STATES[state]
    look = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _shape(painter, rect, look.colour(ground), rect.height() / 2)
    left = rect.left() + (2 if picture else 2.25) * look.u
    if picture:
        side = _picture_side()
        make_icon(picture, ink).paint(painter, QRectF(left, rect.center().y() - side / 2, side, side).toRect())
        left += side + look.u
    painter.setFont(look.font("caption_strong"))
    painter.setPen(look.colour("selection_text" if selected and not look.is_high_contrast else ink))
    inside = QRectF(left, rect.top(), rect.right() - left, rect.height())
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


def paint_chip(painter: QPainter, rect: QRectF, text: str, ink: str = "text2", ground: str = "sunken") -> None:
    """Draw a chip into ``rect``: a word on a quiet ground, radius 4."""
    look = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _shape(painter, rect, look.colour(ground), 4)
    painter.setFont(look.font("caption_strong"))
    painter.setPen(look.colour(ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def chip_size(text: str) -> QSize:
    """The room a chip takes."""
    look = theme()
    metrics = QFontMetrics(look.font("caption_strong"))
    return QSize(metrics.horizontalAdvance(text) + 3 * look.u, metrics.height() + look.u)


def pill_size(text: str, state: str) -> QSize:
    """The room a status pill takes."""
    look = theme()
    metrics = QFontMetrics(look.font("caption_strong"))
    picture = _picture_side() + look.u if STATES[state][2] else 0
    return QSize(
        metrics.horizontalAdvance(text) + picture + round(4.5 * look.u), metrics.height() + round(1.5 * look.u)
    )


def _picture_side() -> int:
    side: int = round(0.8 * theme().lh)
    return side


def stage_tokens(code: str) -> tuple[str, str]:
    """Ink and ground token of a stage chip."""
    token = LANES.get(code.upper(), "lane_x")
    return token, f"{token}_bg"


def _shape(painter: QPainter, rect: QRectF, ground: QColor, radius: float) -> None:
    """The ground; in high contrast tints vanish and a border carries the shape."""
    look = theme()
    painter.setPen(QPen(look.colour("border"), 1) if look.is_high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class StatusPill(QWidget):
    """A state in colour, icon and word; the tooltip may say since when and by whom."""

    def __init__(self, text: str, state: str = "plain", tip: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, state, tip)

    def set_state(self, text: str, state: str, tip: str = "") -> None:
        """Show another state: one of ``STATES``."""
        self._text, self._state = text, state
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word it shows."""
        return self._text

    def sizeHint(self) -> QSize:
        """The room the words and the icon need."""
        return pill_size(self._text, self._state)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self._text, self._state)
        painter.end()


class Chip(QWidget):
    """A word on a quiet ground; ``stage`` gives it the colours of a stage."""

    def __init__(self, text: str, stage: str = "", name: str = "") -> None:
        super().__init__()
        self._text = text
        self._tokens = stage_tokens(stage) if stage else ("text2", "sunken")
        self.setAccessibleName(name or text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The room the word needs."""
        return chip_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._text, *self._tokens)
        painter.end()
