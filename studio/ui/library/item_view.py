# SPDX-License-Identifier: Apache-2.0
"""The tree of terms, or the list of records, in the middle."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from studio.ui.icons import icon
from studio.ui.library.tree import ROW, LibraryTree
from studio.ui.models.competency_rows import RowData
from studio.ui.theme import theme
from studio.ui.widgets.row_painting import paint_chevron, paint_texts

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ItemView(QTreeView):
    """``at_item`` is sent with the id of the item the keyboard is at, ``selected`` when the selection is another."""

    at_item = Signal(str)
    selected = Signal()

    def __init__(self, items: LibraryTree) -> None:
        super().__init__()
        self._items = items
        self.setAccessibleName(self.tr("Terms or records"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.delegate = _ItemDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setModel(items)
        self.selectionModel().currentChanged.connect(lambda new, _old: self.at_item.emit(items.item_id(new)))
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.selected.emit())
        theme().changed.connect(self._dress)
        self._dress()

    def set_picture(self, picture: str, *, tree: bool) -> None:
        """The icon of the rows, and whether there are rows below rows."""
        self.delegate.picture = picture
        self.setRootIsDecorated(tree)
        self.setItemsExpandable(tree)
        self._dress()

    def selected_ids(self) -> list[str]:
        """The selected items, from the top."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: self.visualRect(index).top())
        return [self._items.item_id(index) for index in indexes]

    def current_id(self) -> str:
        """The item the keyboard is at."""
        return self._items.item_id(self.currentIndex())

    def show_item(self, item_id: str) -> bool:
        """Open what is above an item and choose it; whether it is there."""
        index = self._items.reveal(item_id)
        if index is None or not index.isValid():
            return False
        above = index.parent()
        while above.isValid():
            self.expand(above)
            above = above.parent()
        # Not setCurrentIndex: with Ctrl held, as in Ctrl+V, Qt would add the item to what was chosen before.
        only = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(index, only.ClearAndSelect | only.Rows)
        self.scrollTo(index)
        return True

    def open_ids(self) -> list[str]:
        """Items that are open, those above first."""
        found: list[str] = []
        todo = [QModelIndex()]
        while todo:
            above = todo.pop(0)
            for row in range(self._items.rowCount(above)):
                index = self._items.index(row, 0, above)
                if self.isExpanded(index):
                    found.append(self._items.item_id(index))
                    todo.append(index)
        return found

    def open_again(self, item_ids: list[str]) -> None:
        """Open items that were open before, as far as they were read."""
        for item_id in item_ids:
            index = self._items.reveal(item_id)
            if index is not None and index.isValid():
                self.expand(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by keyboard chooses an item: Qt only goes to one, and Delete would mean the whole vocabulary."""
        super().focusInEvent(event)
        by_keyboard = event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if by_keyboard and not self.selectionModel().hasSelection() and self._items.rowCount():
            here = self.currentIndex()
            self.setCurrentIndex(here if here.isValid() else self._items.index(0, 0))

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The chevron, as large as the text."""
        if self.rootIsDecorated() and self._items.hasChildren(index):
            paint_chevron(painter, rect, self.isExpanded(index))

    def sizeHint(self) -> QSize:
        """It takes the room that is left."""
        return QSize(round(24 * theme().lh), round(14 * theme().lh))

    def _dress(self) -> None:
        self.setIndentation(round(1.4 * theme().lh))
        # Qt would fill the whole row behind our rounded ground.
        self.setStyleSheet("QTreeView { selection-background-color: transparent; border: none }")
        self.scheduleDelayedItemsLayout()


class _ItemDelegate(QStyledItemDelegate):
    """Draws icon, code, text, what it stands below when a filter shows it alone, and how many stand below it."""

    def __init__(self, view: ItemView) -> None:
        super().__init__(view)
        self._view = view
        self.picture = "circle-dot"

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        return QSize(0, round(1.9 * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        data = index.data(ROW)
        if not isinstance(data, RowData):
            return
        look, u = theme(), theme().u
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = self._view.hasFocus()
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            ground = "hover" if not chosen else "selection" if focused else "selection_inactive"
            painter.setBrush(look.colour(ground))
            current = index.internalId() == self._view.currentIndex().internalId()
            ring = chosen and focused and current and self._view.property("kbd")
            painter.setPen(QPen(look.colour("focus"), 2) if ring else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1.5 * u, -1), 6, 6)
        ink, quiet = ("selection_text", "selection_text") if chosen else ("text", "text2")
        side = round(1.0 * look.lh)
        left = rect.left() + 2 * u
        icon(self.picture, quiet, 16).paint(painter, QRect(left, rect.center().y() - side // 2 + 1, side, side))
        left += side + 2 * u
        right = self._right(painter, rect, data, quiet)
        texts = ((data.code, "small_strong", ink), (data.text, "strong" if data.children else "body", ink))
        paint_texts(painter, QRect(left, rect.top(), right - left + 1, rect.height()), texts)
        painter.restore()

    def _right(self, painter: QPainter, rect: QRect, data: RowData, ink: str) -> int:
        """What stands at the right end: a count, or what the row stands below. Returns where the text has to end."""
        look, u = theme(), theme().u
        told = f"{data.children:,}" if data.children else data.item_type
        right = rect.right() - 4 * u
        if not told:
            return right
        painter.setFont(look.font("small", numbers=bool(data.children)))
        painter.setPen(look.colour(ink))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(told, Qt.TextElideMode.ElideRight, rect.width() // 3)
        width = metrics.horizontalAdvance(shown)
        painter.drawText(QRect(right - width, rect.top(), width, rect.height()), _RIGHT, shown)
        return right - width - 3 * u
