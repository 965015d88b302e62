# SPDX-License-Identifier: Apache-2.0
"""Every value that was rejected or changed, as a table: where, from, to, reason."""

from __future__ import annotations

from collections.abc import Sequence

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
from studio.importing.report_file import REJECTED, Line, lines
from studio.ui.icons import icon
from studio.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_WHERE, _FROM, _TO, _REASON = 1, 3, 4, 5


class ReportModel(QAbstractTableModel):
    """The lines of an import report. With one file the column of the file is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._columns: tuple[int, ...] = (_WHERE, _FROM, _TO, _REASON)

    def show_report(self, report: ImportReport) -> None:
        """Show another report."""
        self.beginResetModel()
        self._lines = list(lines(report))
        self._columns = ((0,) if len(report.files) > 1 else ()) + (_WHERE, _FROM, _TO, _REASON)
        self.endResetModel()

    def line(self, number: int) -> Line | None:
        """A line of the report."""
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def weights(self) -> Sequence[float]:
        """How wide the columns are against each other."""
        return [{0: 1.2, _WHERE: 1.7, _FROM: 2.2, _TO: 2.2, _REASON: 2.2}[column] for column in self._columns]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """Every value that is worth a line."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """File (when there are several), where, from, to, reason."""
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows to choose from."""
        return FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """The headings."""
        if role != DISPLAY or orientation != Qt.Orientation.Horizontal:
            return None
        names = (self.tr("File"), self.tr("Where"), "", self.tr("From"), self.tr("To"), self.tr("Reason"))
        return names[self._columns[section]]

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The line for the delegate, texts for everybody else."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        text = line[self._columns[index.column()]]
        if role == ROW:
            return line
        if role == ACCESSIBLE and index.column() == 0:
            return f"{line[2]}: {text}"
        return text if role in (DISPLAY, TOOLTIP, ACCESSIBLE) else None


class _LineDelegate(QStyledItemDelegate):
    """Draws a cell; the first one with the picture of what happened."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell on the ground of its row."""
        line = index.data(ROW)
        look, u = theme(), theme().u
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = self._view.hasFocus()
        if chosen:
            self._ground(painter, rect, index, focused)
        ink = "selection_text" if chosen and focused else "text"
        left = rect.left() + 3 * u
        if index.column() == 0:
            side = round(1.05 * look.lh)
            name, token = ("circle-x", "error") if line[2] == REJECTED else ("eraser", "warning")
            icon(name, ink if chosen and focused else token, 16).paint(
                painter, QRect(left, rect.center().y() - side // 2 + 1, side, side)
            )
            left += side + 2 * u
        painter.setFont(look.font("body"))
        painter.setPen(look.colour(ink))
        inside = QRect(left, rect.top(), rect.right() - left - 2 * u, rect.height())
        text = " ".join(str(index.data(DISPLAY) or "").split()) or "–"
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _LEFT, shown)
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

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.lines = ReportModel()
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
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
        return self.lines.line(self.currentIndex().row())

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
