# SPDX-License-Identifier: Apache-2.0
"""The account of an import as tables: every value that was rejected or changed, and where all values went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from studio.importing.report import ImportReport
from studio.importing.report_file import KEPT, NOT_KEPT, REJECTED, Line, Went, lines_with_items, went
from studio.ui.icons import icon
from studio.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
PICTURE = int(Qt.ItemDataRole.UserRole)
"""Icon and colour at the beginning of a row, ``None`` for no picture."""
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_WHERE, _FROM, _TO, _REASON = 1, 3, 4, 5


class AccountModel(QAbstractTableModel):
    """What the tables have in common: rows that are read out of a report, to choose from, and how wide columns are."""

    def __init__(self, read: Callable[[ImportReport], Iterable[Any]]) -> None:
        super().__init__()
        self._read = read
        self._rows: list[Any] = []
        self._several = False

    def show_report(self, report: ImportReport) -> None:
        """Show another report. The column of the file is there only when there are several."""
        self.beginResetModel()
        self._rows = list(self._read(report))
        self._several = len(report.files) > 1
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """What was read."""
        return 0 if parent.isValid() else len(self._rows)

    def row(self, number: int) -> Any:
        """What a row shows; ``None`` where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def weights(self) -> Sequence[float]:
        """How wide the columns are against each other."""
        return [1.0] * self.columnCount()

    def item(self, number: int) -> str:
        """The id of the item a row is about, ``""`` when it is about none or the import did not say."""
        return ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows to choose from."""
        return FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags


class ReportModel(AccountModel):
    """The lines of an import report: every value that is worth one."""

    def __init__(self) -> None:
        super().__init__(lines_with_items)

    @property
    def _columns(self) -> tuple[int, ...]:
        return ((0,) if self._several else ()) + (_WHERE, _FROM, _TO, _REASON)

    def line(self, number: int) -> Line | None:
        """A line of the report."""
        found = self.row(number)
        return found[0] if found is not None else None

    def item(self, number: int) -> str:
        """The id of the item a line is about."""
        found = self.row(number)
        return found[1] if found is not None else ""

    def weights(self) -> Sequence[float]:
        """How wide the columns are against each other."""
        return [{0: 1.2, _WHERE: 1.7, _FROM: 2.2, _TO: 2.2, _REASON: 2.2}[column] for column in self._columns]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """File (when there are several), where, from, to, reason."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """The headings."""
        if role != DISPLAY or orientation != Qt.Orientation.Horizontal:
            return None
        names = (self.tr("File"), self.tr("Where"), "", self.tr("From"), self.tr("To"), self.tr("Reason"))
        return names[self._columns[section]]

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Texts, and the picture of what happened."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        text = line[self._columns[index.column()]]
        if role == PICTURE:
            if index.column():
                return None
            return ("circle-x", "error") if line[2] == REJECTED else ("eraser", "warning")
        if role == ACCESSIBLE and index.column() == 0:
            return f"{line[2]}: {text}"
        return text if role in (DISPLAY, TOOLTIP, ACCESSIBLE) else None


class WentModel(AccountModel):
    """Where every value went: name in the file, field of the project, how many. The figures add up to all values."""

    def __init__(self) -> None:
        super().__init__(went)

    def weights(self) -> Sequence[float]:
        """How wide the columns are against each other."""
        return [*([2.0] if self._several else []), 3.0, 3.0, 1.0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """File (when there are several), name, field, count."""
        return 0 if parent.isValid() else 3 + self._several

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == ALIGNMENT:
            return int(_RIGHT if section == self.columnCount() - 1 else _LEFT)
        names = (self.tr("File"), self.tr("Name in the file"), self.tr("In the project"), self.tr("Values"))
        return names[section + (not self._several)] if role == DISPLAY else None

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Texts, and the picture of what happened."""
        found: Went | None = self.row(index.row()) if index.isValid() else None
        if found is None:
            return None
        at = index.column() + (not self._several)
        if role == PICTURE:
            pictures = {KEPT: ("check", "success"), NOT_KEPT: ("circle-x", "error")}
            return pictures.get(found.what, ("paperclip", "info")) if at == 2 else None
        if role == ALIGNMENT:
            return int(_RIGHT if at == 3 else _LEFT)
        if role not in (DISPLAY, TOOLTIP, ACCESSIBLE):
            return None
        return (found.file, found.source or self.tr("Other values"), found.field, f"{found.count:,}")[at]


class _LineDelegate(QStyledItemDelegate):
    """Draws a cell; the first one with the picture of what happened."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell on the ground of its row."""
        look, u = theme(), theme().u
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = self._view.hasFocus()
        if chosen:
            self._ground(painter, rect, index, focused)
        ink = "selection_text" if chosen and focused else "text"
        left = rect.left() + round(2.25 * u)
        picture = index.data(PICTURE)
        if picture:
            side = round(1.05 * look.lh)
            name, token = picture
            icon(name, ink if chosen and focused else token, 16).paint(
                painter, QRect(left, rect.center().y() - side // 2 + 1, side, side)
            )
            left += side + 2 * u
        aligned = index.data(ALIGNMENT)
        painter.setFont(look.font("body", numbers=aligned == int(_RIGHT)))
        painter.setPen(look.colour(ink))
        inside = QRect(left, rect.top(), rect.right() - left - 2 * u, rect.height())
        text = " ".join(str(index.data(DISPLAY) or "").split()) or "–"
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag(aligned) if aligned else _LEFT, shown)
        painter.setPen(QPen(look.colour("divider"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, index: Index, focused: bool) -> None:
        """The part of the whole row's rounded ground that lies in this cell."""
        look = theme()
        painter.save()
        painter.setClipRect(rect)
        whole = QRectF(0, rect.top(), self._view.viewport().width(), rect.height()).adjusted(2, 1, -2, -1)
        painter.setBrush(look.colour("selection" if focused else "selection_inactive"))
        ring = focused and self._view.property("kbd")
        painter.setPen(QPen(look.colour("focus"), 2) if ring else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(whole, 6, 6)
        painter.restore()


class ReportView(QTableView):
    """The table; Enter or a double click on a line is ``activated``."""

    def __init__(self, name: str, lines: AccountModel | None = None) -> None:
        """``lines``: what it shows; without, the lines of a report."""
        super().__init__()
        self.setAccessibleName(name)
        self.lines = lines or ReportModel()
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.horizontalHeader().setDefaultAlignment(_LEFT)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # Qt would fill the whole row behind our rounded ground.
        self.setStyleSheet("QTableView { selection-background-color: transparent }")

    def show_report(self, report: ImportReport) -> None:
        """Show the lines of a report."""
        self.lines.show_report(report)
        self.verticalHeader().setDefaultSectionSize(round(1.9 * theme().lh))
        self.horizontalHeader().setFont(theme().font("caption_strong"))
        self._share_width()
        if self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(0, 0))

    def chosen(self) -> Line | None:
        """The line with the keyboard."""
        return self.lines.line(self.currentIndex().row()) if isinstance(self.lines, ReportModel) else None

    def sizeHint(self) -> QSize:
        """Small: it takes the room that is left."""
        return QSize(round(20 * theme().lh), round(8 * theme().lh))

    def resizeEvent(self, event: object) -> None:
        """The columns share the width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._share_width()

    def _share_width(self) -> None:
        weights = self.lines.weights()
        room = self.viewport().width()
        for at, weight in enumerate(weights[:-1]):
            self.horizontalHeader().resizeSection(at, round(room * weight / sum(weights)))
