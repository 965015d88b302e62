# SPDX-License-Identifier: Apache-2.0
"""The list of the command palette: groups of rows, hits marked, keys drawn as caps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.icons import icon as make_icon
from studio.ui.theme import theme

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One line: a heading (no ``run``), an item or a command."""

    text: str
    icon: str = ""
    code: str = ""
    keys: str = ""
    run: Callable[[], object] | None = None


class PaletteModel(QAbstractListModel):
    """The rows on show. ``words`` are marked where they occur."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PaletteRow] = []
        self.words: list[str] = []

    def show_rows(self, rows: Sequence[PaletteRow], words: Sequence[str]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.words = [word.lower() for word in words if word]
        self.endResetModel()

    def row_at(self, number: int) -> PaletteRow:
        """The row with this number."""
        return self._rows[number]

    def first_runnable(self) -> int:
        """The number of the first row that does something, -1 when there is none."""
        return next((number for number, entry in enumerate(self._rows) if entry.run), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """The row for the delegate, its words for screen readers."""
        entry = self._rows[index.row()]
        if role == ROW_ROLE:
            return entry
        if role in (_DISPLAY, _ACCESSIBLE):
            return " ".join(part for part in (entry.code, entry.text, entry.keys) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if self._rows[index.row()].run is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PaletteDelegate(QStyledItemDelegate):
    """Draws one row of the palette."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line, or a little more for the first heading of a group."""
        return QSize(10, round((2.25 if index.data(ROW_ROLE).run else 2.0) * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, picture, code, marked text, keys."""
        look, u = theme(), theme().u
        entry: PaletteRow = index.data(ROW_ROLE)
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.run is None:
            painter.setFont(look.font("caption_strong"))
            painter.setPen(look.colour("text2"))
            painter.drawText(rect.adjusted(5 * u, u, -u, 0), Qt.AlignmentFlag.AlignVCenter, entry.text)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = QRectF(rect).adjusted(2 * u, 0.5, -2 * u, -0.5)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selection"))
            painter.drawRoundedRect(ground, 6, 6)
        ink = "selection_text" if chosen else "text"
        side = round(1.2 * look.lh)
        picture = QRect(rect.left() + 5 * u, rect.center().y() - side // 2, side, side)
        if entry.icon:
            make_icon(entry.icon, ink if chosen else "text2").paint(painter, picture)
        left = picture.right() + 3 * u
        if entry.code:
            painter.setFont(look.font("small_strong"))
            painter.setPen(look.colour(ink if chosen else "text2"))
            width = max(round(5.5 * look.lh), look.metrics("small_strong").horizontalAdvance(entry.code) + 2 * u)
            painter.drawText(QRect(left, rect.top(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter, entry.code)
            left += width
        right = rect.right() - 5 * u
        if entry.keys:
            right -= _draw_keys(painter, rect, right, entry.keys) + 2 * u
        elif chosen:
            hint = "Enter opens" if entry.code else "Enter runs"
            painter.setFont(look.font("small"))
            painter.setPen(look.colour(ink))
            width = look.metrics("small").horizontalAdvance(hint)
            painter.drawText(
                QRect(right - width, rect.top(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter, hint
            )
            right -= width + 2 * u
        model = index.model()
        words = model.words if isinstance(model, PaletteModel) else []
        room = QRect(left, rect.top(), right - left, rect.height())
        draw_marked(painter, room, entry.text, words, look.font("body"), look.colour(ink))
        painter.restore()


def draw_marked(painter: QPainter, rect: QRect, text: str, words: Sequence[str], font: QFont, ink: QColor) -> None:
    """Draw one line of text, elided, with the given lower-case words on the ground of found text."""
    look = theme()
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    lower = shown.lower()
    for word in words:
        start = lower.find(word)
        while start >= 0:
            left = rect.left() + metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[start : start + len(word)])
            box = QRectF(left - 1, rect.center().y() - metrics.height() / 2, width + 2, metrics.height() + 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("highlight"))
            painter.drawRoundedRect(box, 3, 3)
            start = lower.find(word, start + len(word))
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _draw_keys(painter: QPainter, rect: QRect, right: int, keys: str) -> int:
    """Key caps, right-aligned; the width they took."""
    look, u = theme(), theme().u
    font = look.font("caption")
    metrics = QFontMetrics(font)
    height = metrics.height() + u
    left = right
    painter.setFont(font)
    for key in reversed([part or "+" for part in keys.replace("++", "+\0").replace("\0", "").split("+")]):
        width = metrics.horizontalAdvance(key) + 2 * u
        left -= width
        cap = QRectF(left + 0.5, rect.center().y() - height / 2 + 0.5, width, height)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(look.colour("base"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(look.colour("text2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        left -= u
    return right - left
