# SPDX-License-Identifier: Apache-2.0
"""The file's own rows: what is inherited in grey italics, what is repaired in green with its reason, lines that are
skipped hatched."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.importing.preview import PreviewCell, PreviewRow, PreviewSheet
from studio.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
HORIZONTAL = Qt.Orientation.Horizontal
FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class CellsModel(QAbstractTableModel):
    """The rows of one sheet; after its columns one more that says what is done to the row."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: PreviewSheet | None = None
        self._rows: list[PreviewRow] = []
        self.heads: set[int] = set()
        """Columns whose values head a group of rows."""

    def show_sheet(self, sheet: PreviewSheet | None) -> None:
        """Show another sheet, or the same one read anew."""
        same = self._sheet is not None and sheet is not None and len(self._sheet.columns) == len(sheet.columns)
        rows = _below_header(sheet.rows) if sheet is not None else []
        self.heads = {at for row in rows for at, cell in enumerate(row.cells) if cell.mark == "inherited"}
        if same and len(rows) == len(self._rows):
            self._sheet, self._rows = sheet, rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._sheet, self._rows = sheet, rows
        self.endResetModel()

    def row(self, number: int) -> PreviewRow:
        """A row of the file."""
        return self._rows[number]

    def cell(self, index: Index) -> PreviewCell | None:
        """A cell of the file, ``None`` where the line has none."""
        cells = self._rows[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """The rows below the header."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """The columns of the file, and what is done."""
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """To look at and to walk through."""
        return FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """Headers of the file; the numbers of its lines."""
        if role not in (DISPLAY, TOOLTIP) or self._sheet is None:
            return None
        if orientation != HORIZONTAL:
            return str(self._rows[section].number) if section < len(self._rows) else None
        if section >= len(self._sheet.columns):
            return self.tr("What is done")
        header = " ".join(self._sheet.columns[section].header.split())
        return header or self.tr("Column {0}").format(section + 1)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The row for the delegate; the text, and what was there before, for everybody else."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role not in (DISPLAY, TOOLTIP, ACCESSIBLE):
            return None
        if index.column() == self.columnCount() - 1:
            return what_is_done(row)
        cell = self.cell(index)
        if cell is None:
            return None
        if role == TOOLTIP:
            return f"{cell.text}\n{cell.note}: {cell.original}" if cell.note else cell.text
        if role == ACCESSIBLE and cell.mark in ("inherited", "repaired", "rejected"):
            return f"{cell.text}, {self.tr(_SPOKEN[cell.mark])}"
        return cell.text


_SPOKEN = {"inherited": "from the row above", "repaired": "repaired", "rejected": "rejected"}


def what_is_done(row: PreviewRow) -> str:
    """What happens to a row beside being read: why it is skipped, or the reasons of its repairs."""
    if row.mark == "skipped":
        return f"{row.note} skipped" if row.note == "Blank line" else row.note
    return "; ".join(dict.fromkeys(cell.note for cell in row.cells if cell.note))


def title_lines(sheet: PreviewSheet) -> int:
    """How many lines stand above the header."""
    return len(sheet.rows) - len(_below_header(sheet.rows)) - sum(1 for row in sheet.rows if row.mark == "header")


def _below_header(rows: list[PreviewRow]) -> list[PreviewRow]:
    header = next((at for at, row in enumerate(rows) if row.mark == "header"), -1)
    return [row for row in rows[header + 1 :] if row.mark != "header"]


class CellsView(QTableView):
    """The rows, to look at and to walk through; ``resized`` when there is another width for the columns."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(CellsDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerWidget(QWidget())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._width = 0

    def sizeHint(self) -> QSize:
        """Small: it takes the room that is left."""
        return QSize(round(20 * theme().lh), round(10 * theme().lh))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another share for the columns."""
        super().resizeEvent(event)
        if self.viewport().width() != self._width:
            self._width = self.viewport().width()
            self.resized.emit()


class CellsDelegate(QStyledItemDelegate):
    """Draws one cell by the mark of its row and its own."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, text, grid, and the ring of the cell with the keyboard."""
        row = index.data(ROW)
        if not isinstance(row, PreviewRow):
            return
        look, u = theme(), theme().u
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        text, token, role = str(index.data(DISPLAY) or ""), "text", "body"
        italic = False
        cell = row.cells[index.column()] if index.column() < len(row.cells) else None
        done = index.column() == index.model().columnCount() - 1
        if row.mark == "skipped":
            painter.fillRect(rect, QBrush(look.colour("border"), Qt.BrushStyle.BDiagPattern))
            token, role = "text2", "small"
            if done:
                self._plain_ground(painter, rect, text)
        elif done:
            marks = {each.mark for each in row.cells}
            token, role = ("error" if "rejected" in marks else "success"), "small"
        elif cell is not None and cell.mark == "inherited":
            token, italic = "text2", True
        elif cell is not None and cell.mark == "repaired":
            self._tint(painter, rect, look.colour("success_bg"))
        elif cell is not None and cell.mark == "rejected":
            self._tint(painter, rect, look.colour("error_bg"))
            token = "error"
        elif cell is not None and cell.mark == "extra":
            token = "text2"
        model = index.model()
        heads = isinstance(model, CellsModel) and index.column() == min(model.heads, default=-1)
        font = look.font("strong" if heads and cell and cell.mark in ("", "repaired") else role)
        font.setItalic(italic)
        painter.setFont(font)
        painter.setPen(look.colour(token))
        inside = rect.adjusted(round(2.5 * u), 0, -2 * u, 0)
        shown = " ".join(text.split())
        painter.drawText(inside, _LEFT, painter.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight,
                                                                         inside.width()))  # fmt: skip
        painter.setPen(QPen(look.colour("divider"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -2, -2), 4, 4)
        painter.restore()

    def _tint(self, painter: QPainter, rect: QRect, ground: QColor) -> None:
        u = theme().u
        painter.setPen(QPen(theme().colour("border"), 1) if theme().is_high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(rect).adjusted(u, u / 2 + 0.5, -u, -u / 2 - 1.5), 4, 4)

    def _plain_ground(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Words stay readable on the hatching."""
        look, u = theme(), theme().u
        width = min(look.metrics("small").horizontalAdvance(text) + 3 * u, rect.width() - 2 * u)
        painter.fillRect(QRect(rect.left() + u, rect.top() + u, width, rect.height() - 2 * u), look.colour("base"))
