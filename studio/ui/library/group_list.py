# SPDX-License-Identifier: Apache-2.0
"""The list at the left: vocabularies, progression models, rubrics, and the other records by what they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.icons import icon
from studio.ui.library.queries import Group
from studio.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
PICTURES = {"concept_scheme": "book-open", "progression_model": "gauge", "rubric": "grid-3x3", "resource": "file-text"}
CLASS_PICTURES = {
    "Course": "graduation-cap",
    "Learning opportunity": "graduation-cap",
    "Learning program": "graduation-cap",
    "Job": "briefcase",
    "Occupation": "briefcase",
    "Work role": "hard-hat",
    "Task": "clipboard-check",
    "Pathway": "route",
    "Credential": "award",
    "Assessment": "clipboard-check",
}
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def picture_of(group: Group) -> str:
    """The icon of a group."""
    if group.kind == "resource":
        return CLASS_PICTURES.get(group.title.partition(" (")[0], PICTURES["resource"])
    return PICTURES[group.kind]


class GroupModel(QAbstractListModel):
    """Groups under headings. A heading is a text, and cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Group | str] = []

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Replace the rows."""
        headings = {
            "concept_scheme": self.tr("Vocabularies"),
            "progression_model": self.tr("Progression models"),
            "rubric": self.tr("Rubrics"),
            "resource": self.tr("Other records"),
        }
        self.beginResetModel()
        self._rows = []
        kind = ""
        for group in groups:
            if group.kind != kind:
                kind = group.kind
                self._rows.append(headings[kind])
            self._rows.append(group)
        self.endResetModel()

    def groups(self) -> list[Group]:
        """All groups, from the top."""
        return [row for row in self._rows if isinstance(row, Group)]

    def row_of(self, group_id: str) -> int:
        """Where a group stands, -1 when it does not."""
        return next((at for at, row in enumerate(self._rows) if isinstance(row, Group) and row.id == group_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """Groups and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are not chosen."""
        if not index.isValid() or not isinstance(self._rows[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The group or heading for the delegate, words for everybody else."""
        row = self._rows[index.row()] if index.isValid() else None
        if row is None or role == ROW:
            return row
        if role not in (DISPLAY, TOOLTIP, ACCESSIBLE):
            return None
        if not isinstance(row, Group):
            return row
        name = row.title or row.code or self.tr("Without a name")
        return f"{name}, {row.count:,}" if role == ACCESSIBLE else name


class GroupList(QListView):
    """``chosen`` is sent with the group the keyboard or the pointer is at."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Vocabularies and records"))
        self.groups = GroupModel()
        self.setModel(self.groups)
        self.setItemDelegate(_GroupDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setProperty("ground", "window")
        theme().changed.connect(self._dress)
        self._dress()

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups; nothing is sent."""
        self.groups.show_groups(groups)

    def current(self) -> Group | None:
        """The chosen group."""
        found = self.currentIndex().data(ROW)
        return found if isinstance(found, Group) else None

    def choose(self, group_id: str) -> bool:
        """Choose a group; whether it is there."""
        at = self.groups.row_of(group_id)
        if at >= 0:
            self.setCurrentIndex(self.groups.index(at))
            self.scrollTo(self.currentIndex())
        return at >= 0

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell who is chosen."""
        super().currentChanged(current, previous)
        found = current.data(ROW) if current.isValid() else None
        if isinstance(found, Group):
            self.chosen.emit(found)

    def sizeHint(self) -> QSize:
        """As wide as a name or two."""
        return QSize(round(15 * theme().lh), round(10 * theme().lh))

    def _dress(self) -> None:
        # Qt would fill the whole row behind our rounded ground.
        self.setStyleSheet("QListView { selection-background-color: transparent; border: none }")
        self.scheduleDelayedItemsLayout()


class _GroupDelegate(QStyledItemDelegate):
    """Draws a heading, or icon, name and count."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A heading has room above it."""
        heading = not isinstance(index.data(ROW), Group)
        return QSize(0, round((2.3 if heading and index.row() else 1.9) * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        entry = index.data(ROW)
        look, u = theme(), theme().u
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not isinstance(entry, Group):
            painter.setFont(look.font("caption_strong"))
            painter.setPen(look.colour("text2"))
            line = QRect(rect.left() + 4 * u, rect.bottom() - round(1.7 * look.lh), rect.width() - 6 * u,
                         round(1.6 * look.lh))  # fmt: skip
            painter.drawText(line, _LEFT, str(entry))
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = self._view.hasFocus()
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            ground = "hover" if not chosen else "selection" if focused else "selection_inactive"
            painter.setBrush(look.colour(ground))
            ring = chosen and focused and self._view.property("kbd")
            painter.setPen(QPen(look.colour("focus"), 2) if ring else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5 * u, 1, -1.5 * u, -1), 6, 6)
        ink, quiet = ("selection_text", "selection_text") if chosen else ("text", "text2")
        side = round(1.05 * look.lh)
        left = rect.left() + 4 * u
        icon(picture_of(entry), quiet, 16).paint(painter, QRect(left, rect.center().y() - side // 2 + 1, side, side))
        left += side + 2 * u
        count = f"{entry.count:,}"
        painter.setFont(look.font("small", numbers=True))
        painter.setPen(look.colour(quiet))
        width = painter.fontMetrics().horizontalAdvance(count)
        right = rect.right() - 4 * u - width
        painter.drawText(QRect(right, rect.top(), width, rect.height()), _RIGHT, count)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour(ink))
        room = right - 2 * u - left
        text = str(index.data(DISPLAY))
        shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, max(room, 0))
        painter.drawText(QRect(left, rect.top(), max(room, 0), rect.height()), _LEFT, shown)
        painter.restore()
