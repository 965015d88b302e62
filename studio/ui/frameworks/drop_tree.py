# SPDX-License-Identifier: Apache-2.0
"""Drag and drop in a tree: where a drop goes, and the mark that says so. With Ctrl it copies."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from studio.ui.theme import theme


class DropTree(QTreeView):
    """The model does the drop; no row is taken away here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragEnabled(True)
        self.setDropIndicatorShown(False)  # ours is drawn in paintEvent
        self.setAutoExpandDelay(700)
        self._drop_at: QPoint | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, then the mark of where a drop goes: a line between rows or a ring around the new parent."""
        super().paintEvent(event)
        if self._drop_at is None:
            return
        parent, row = self.drop_place(self._drop_at)
        look = theme()
        width = self.viewport().width()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent"), 2))
        if row < 0 and parent.isValid():
            box = self.visualRect(parent)
            painter.drawRoundedRect(QRectF(1.5 * look.u, box.top() + 1, width - 3 * look.u, box.height() - 2), 6, 6)
        else:
            left, y = self._line_at(parent, row)
            painter.drawLine(QPoint(left, y), QPoint(width - 2 * look.u, y))
            painter.drawEllipse(QPoint(left, y), look.u - 1, look.u - 1)
        painter.end()

    def _line_at(self, parent: QModelIndex, row: int) -> tuple[int, int]:
        """Left end and height of the line that marks a place among the children of ``parent``."""
        model, shift = self.model(), 2 * theme().u
        below = model.index(row, 0, parent) if row >= 0 else QModelIndex()
        if below.isValid():
            box = self.visualRect(below)
            return box.left() + shift, box.top()
        last = model.index(model.rowCount(parent) - 1, 0, parent)
        left = self.visualRect(last).left() + shift
        while model.rowCount(last) and self.isExpanded(last):
            last = model.index(model.rowCount(last) - 1, 0, last)
        return left, self.visualRect(last).bottom() + 1

    def drop_place(self, at: QPoint) -> tuple[QModelIndex, int]:
        """Parent and row of a drop: between two rows near their edges, else into the row (-1), or at the end."""
        index = self.indexAt(at)
        index = index.siblingAtColumn(0)
        if not index.isValid():
            return QModelIndex(), -1
        row = self.visualRect(index)
        edge = row.height() // 4
        if at.y() < row.top() + edge:
            return index.parent(), index.row()
        if at.y() > row.bottom() - edge:
            if self.isExpanded(index) and self.model().hasChildren(index):
                return index, 0
            return index.parent(), index.row() + 1
        return index, -1

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say whether it can go there, and remember where, for the mark. Qt scrolls and opens branches."""
        super().dragMoveEvent(event)
        at = event.position().toPoint()
        parent, row = self.drop_place(at)
        if self.model().canDropMimeData(event.mimeData(), event.dropAction(), row, 0, parent):
            event.accept()
            self._drop_at = at
        else:
            event.ignore()
            self._drop_at = None
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        super().dragLeaveEvent(event)
        self._drop_at = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Drop; with Ctrl a copy. The model does it, and no row is taken away here."""
        parent, row = self.drop_place(event.position().toPoint())
        self._drop_at = None
        self.setState(QAbstractItemView.State.NoState)
        self.stopAutoScroll()
        self.viewport().update()
        self.model().dropMimeData(event.mimeData(), event.dropAction(), row, 0, parent)
        event.accept()

    def stopAutoScroll(self) -> None:
        """A drop ends scrolling at the edges."""
        self.setAutoScroll(False)
        self.setAutoScroll(True)
