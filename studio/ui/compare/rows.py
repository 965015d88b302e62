# SPDX-License-Identifier: Apache-2.0
"""What differs between two versions, as rows: kind, item, and the words that went and came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.icons import icon
from studio.ui.theme import theme

if TYPE_CHECKING:
    from studio.model.differences import Difference

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
TOLD = ROW + 1
"""Whether a row says what differs. Asked of every row for its height, so it must be quick."""
KINDS = {
    "added": ("Added", "circle-plus", "success"),
    "removed": ("Removed", "trash-2", "error"),
    "reworded": ("Reworded", "pencil-line", "warning"),
    "moved": ("Moved", "arrow-right", "info"),
    "changed": ("Other fields", "settings", "text2"),
}
"""Word, icon and colour of each kind of change."""
Words = tuple[tuple[str, bool], ...]
Kind = tuple[str, str, str]
MOST_COMPARED = 1_000_000
CONTEXT_WORDS = 5
"""How many words beside a difference are shown of a long text."""
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True)
class Row:
    """One item and what became of it. ``before`` and ``after``: words, and whether they differ."""

    change: str
    kind: str
    id: str
    code: str
    name: str
    field: str = ""
    before: Words = ()
    after: Words = ()


def rows_of(found: Iterable[Difference]) -> list[Row]:
    """One row for each text or field that differs, and for each item that came, went or moved."""
    rows = []
    for item in found:
        plain = item.change in ("added", "removed", "moved")
        for field, (old, new) in [("", (None, None))] if plain else item.fields.items():
            before, after = compare(_text(old), _text(new))
            name = field.replace("_", " ").partition(".")
            shown = f"{name[0].capitalize()} ({name[2].upper()})" if name[2] else name[0].capitalize()
            rows.append(Row(item.change, item.kind, item.id, item.code, item.name, shown, before, after))
    return rows


def compare(old: str, new: str) -> tuple[Words, Words]:
    """The words of both texts, those that the other has not marked."""
    first, second = old.split(), new.split()
    if len(first) * len(second) > MOST_COMPARED:  # a book: word by word would take minutes
        return ((" ".join(first), True),), ((" ".join(second), True),)
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for tag, start, end, from_, to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if end > start:
            before.append((" ".join(first[start:end]), tag != "equal"))
        if to > from_:
            after.append((" ".join(second[from_:to]), tag != "equal"))
    return tuple(before), tuple(after)


def around_differences(words: Words) -> Words:
    """The same with long stretches that do not differ cut down to the words beside a difference."""
    cut = []
    for at, (text, differs) in enumerate(words):
        parts = text.split()
        left, right = (CONTEXT_WORDS if at else 0), (CONTEXT_WORDS if at < len(words) - 1 else 0)
        if not differs and len(parts) > left + right + 2 and len(words) > 1:
            text = " ".join([*parts[:left], "…", *(parts[-right:] if right else ())])
        cut.append((text, differs))
    return tuple(cut)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)


class DifferenceModel(QAbstractListModel):
    """The rows of the kinds that are wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Row] = []
        self._rows: list[Row] = []
        self._wanted: frozenset[str] = frozenset(KINDS)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other differences."""
        self._all = list(rows)
        self.show_kinds(self._wanted)

    def show_kinds(self, wanted: Collection[str]) -> None:
        """Show only these kinds of change."""
        self.beginResetModel()
        self._wanted = frozenset(wanted)
        self._rows = [row for row in self._all if row.change in self._wanted]
        self.endResetModel()

    def counts(self) -> Counter[str]:
        """How many there are of each kind."""
        return Counter(row.change for row in self._all)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """The rows that are wanted."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The row for the delegate, a sentence for everybody else."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == TOLD:
            return bool(row.before or row.after)
        if role not in (DISPLAY, ACCESSIBLE, TOOLTIP):
            return None
        told = f"{self.tr(KINDS[row.change][0])}: {row.code} {row.name or _kind(row.kind)}"
        if row.before or row.after:
            old, new = (" ".join(text for text, _differs in words) for words in (row.before, row.after))
            told += f"\n{row.field}: {old or '–'}\n→ {new or '–'}"
        return told


class _RowDelegate(QStyledItemDelegate):
    """Draws kind, code and name on a line; below it the words that went and the words that came, where some did."""

    def __init__(self, view: QListView, kinds: Mapping[str, Kind]) -> None:
        super().__init__(view)
        self._view = view
        self._kinds = kinds

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line, or three where words differ."""
        return QSize(0, round((4.6 if index.data(TOLD) else 1.9) * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row = index.data(ROW)
        look, u = theme(), theme().u
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        painter.setPen(QPen(look.colour("divider"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        if chosen:
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 6, 6)
        word, name, token = self._kinds[row.change]
        side = round(1.1 * look.lh)
        line = round(1.35 * look.lh)
        told = bool(index.data(TOLD))
        top = rect.top() + (round(0.2 * look.lh) if told else (rect.height() - line) // 2)
        icon(name, token, 16).paint(painter, QRect(rect.left() + 3 * u, top + (line - side) // 2, side, side))
        left, right = rect.left() + side + 6 * u, rect.right() - 3 * u
        field = row.field if told else self.tr(word)
        name = row.name or _kind(row.kind)
        if told and row.field.startswith(("Statement", "Name")):
            name = ""  # a text that differs is not said twice
        elif told:
            name = row.name
        at = left
        rest = look.metrics("small").horizontalAdvance(field) + 2 * u
        for text, role, ink in ((row.code, "small_strong", "text"), (name, "body", "text")):
            if text:
                at = _draw(painter, QRect(at, top, right - rest - at, line), text, role, ink) + 2 * u
        _draw(painter, QRect(at, top, right - at, line), field, "small", "text2")
        for words, ground in ((row.before, "diff_word_del"), (row.after, "diff_word_add")):
            top += line
            self._words(painter, QRect(left, top, right - left, line), around_differences(words), ground)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, words: Words, ground: str) -> None:
        look, u = theme(), theme().u
        at = rect.left()
        for text, differs in words:
            font = look.font("strong" if differs and ground == "diff_word_add" else "body")
            font.setStrikeOut(differs and ground == "diff_word_del")
            painter.setFont(font)
            room = rect.right() - at
            if room <= 4 * u:
                return
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - 2 * u)
            width = metrics.horizontalAdvance(shown)
            place = QRect(at, rect.top(), width + 2 * u, rect.height())
            if differs:
                painter.fillRect(place.adjusted(0, u // 2, 0, -u // 2), look.colour(ground))
            painter.setPen(look.colour("text"))
            painter.drawText(place.adjusted(u, 0, 0, 0), _LEFT, shown)
            at += width + 2 * u


def _kind(kind: str) -> str:
    """What an item without a name is called."""
    return {"association": "Link", "alignment": "Competency of a badge", "criterion_level": "Cell of a rubric"}.get(
        kind, kind.replace("_", " ").capitalize()
    )


def _draw(painter: QPainter, rect: QRect, text: str, role: str, ink: str) -> int:
    """Draw a text as far as it fits; where it ends."""
    painter.setFont(theme().font(role))
    painter.setPen(theme().colour(ink))
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, max(rect.width(), 0))
    painter.drawText(rect, _LEFT, shown)
    return rect.left() + painter.fontMetrics().horizontalAdvance(shown)


class DifferenceView(QListView):
    """The list; a click or Enter on a row sends ``go_wanted`` with its item."""

    go_wanted = Signal(str)

    def __init__(self, kinds: Mapping[str, Kind] = KINDS, *, go_on_click: bool = True) -> None:
        """``kinds``: word, icon and colour of each kind of change; ``go_on_click``: one click is enough, else two."""
        super().__init__()
        self.setAccessibleName(self.tr("Differences"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._rows = _RowDelegate(self, kinds)
        self.setItemDelegate(self._rows)
        # Qt would fill the whole row behind our ring.
        self.setStyleSheet("QListView { selection-background-color: transparent }")
        (self.clicked if go_on_click else self.doubleClicked).connect(self._go)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the item."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Small: it takes the room that is left."""
        return QSize(round(24 * theme().lh), round(12 * theme().lh))

    def _go(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.go_wanted.emit(row.id)
