# SPDX-License-Identifier: Apache-2.0
"""What delegates of lists and trees draw alike: the chevron of a row, and its texts one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from studio.ui.icons import icon
from studio.ui.theme import theme

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def paint_chevron(painter: QPainter, rect: QRect, is_open: bool) -> None:
    """The chevron at the right end of a row's branch, as large as the text."""
    side = round(0.9 * theme().lh)
    place = QRect(0, 0, side, side)
    place.moveCenter(rect.center())
    place.moveRight(rect.right() - theme().u // 2)
    icon("chevron-down" if is_open else "chevron-right", "text2", 16).paint(painter, place)


def paint_texts(painter: QPainter, room: QRect, parts: Iterable[tuple[str, str, str]]) -> None:
    """Texts from the left, each ``(text, font role, colour token)`` on one line; what does not fit is elided."""
    left, right = room.left(), room.right()
    for text, role, token in parts:
        if not text or left >= right:
            continue
        painter.setPen(theme().colour(token))
        painter.setFont(theme().font(role))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(left, room.top(), right - left, room.height()), _LEFT, shown)
        left += metrics.horizontalAdvance(shown) + 2 * theme().u
