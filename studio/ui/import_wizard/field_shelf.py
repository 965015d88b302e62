# SPDX-License-Identifier: Apache-2.0
"""The fields as a list beside the rows: a field is dragged onto the column that it is. The lists above the columns do
the same from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QTableView

from studio.ui.icons import icon
from studio.ui.import_wizard.choice_header import ChoiceHeader
from studio.ui.sizing import size_icon
from studio.ui.theme import set_font, theme

MIME = "application/x-competency-studio-field"
_VALUE = int(Qt.ItemDataRole.UserRole)


class FieldShelf(QListWidget):
    """Every field; those that a column has already are ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Fields to drag onto a column"))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        size_icon(self, 0.9)
        set_font(self, "small")

    def offer(self, choices: Sequence[tuple[str, str]], taken: Sequence[str]) -> None:
        """Fields as value and words, and those that a column is."""
        self.clear()
        for value, words in choices:
            made = QListWidgetItem(icon("check" if value in taken else "grip-vertical", "text2", 16), words, self)
            made.setData(_VALUE, value)
            made.setSizeHint(QSize(0, round(1.6 * theme().lh)))
            made.setToolTip(self.tr("Drag this onto the column that holds it"))

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The field, for a drag."""
        data = QMimeData()
        if items:
            data.setData(MIME, str(items[0].data(_VALUE)).encode())
        return data

    def sizeHint(self) -> QSize:
        """As high as there is room."""
        return QSize(round(10 * theme().lh), round(10 * theme().lh))


class FieldDrop(QObject):
    """Takes fields that are dropped on a column, on its head or its rows. ``dropped``: number of the column, field."""

    dropped = Signal(int, str)

    def __init__(self, table: QTableView, header: ChoiceHeader) -> None:
        super().__init__(table)
        self._header = header
        for part in (table.viewport(), header.viewport()):
            part.setAcceptDrops(True)
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the column under the pointer, and take the field."""
        if event.type() == QEvent.Type.DragLeave:
            self._header.set_hot(-1)
            return True
        if not isinstance(event, (QDragMoveEvent, QDropEvent)) or not event.mimeData().hasFormat(MIME):
            return super().eventFilter(watched, event)
        column = self._column(event.position().toPoint())
        if isinstance(event, QDragMoveEvent):
            self._header.set_hot(column)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.setAccepted(column >= 0 or event.type() == QEvent.Type.DragEnter)
            return True
        self._header.set_hot(-1)
        if column >= 0:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(column, bytes(event.mimeData().data(MIME).data()).decode())
        return True

    def _column(self, at: QPoint) -> int:
        """The column of the file under a point, -1 beside them. Head and rows scroll together."""
        column = self._header.logicalIndexAt(at.x())
        return column if 0 <= column < len(self._header.choices()) else -1
