# SPDX-License-Identifier: Apache-2.0
"""The tree on screen: chevrons and guide lines, typing in place, quick entry, drag and drop, type-ahead by code."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHoverEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from studio.model import frameworks
from studio.ui.frameworks.delegate import CompetencyDelegate, EntryLine
from studio.ui.frameworks.drop_tree import DropTree
from studio.ui.icons import icon
from studio.ui.models import competency_rows as queries
from studio.ui.models.competency_cells import CHECKS, CODE, FIRST_SHOWN, HEADERS, LINKS, STAGE, STATEMENT
from studio.ui.models.competency_tree import ROW, CompetencyTreeModel
from studio.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
OPEN_AT_MOST = 5_000
WIDTHS = {CODE: 12.2, STAGE: 5.4, LINKS: 5.2, CHECKS: 4.4}
OTHER_WIDTH = 9.0
FULL_LINES = 46.0
"""Widths of the columns in lines; the statement takes the rest. A view narrower than ``FULL_LINES`` shrinks them."""


class CompetencyTree(DropTree):
    """Signals ask; the workspace does."""

    entry_done = Signal(str, object, str)
    """Text of a new row, its place (parent id, id of the sibling above), and where to go on: next, child, up, stop."""
    lines_pasted = Signal(str, object)
    """Several lines were pasted into a new row: text and place."""
    selection_changed = Signal()
    too_many = Signal(int)
    """The branch is too large to open as a whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Competencies"))
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setExpandsOnDoubleClick(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAnimated(False)
        self.rows = CompetencyDelegate(self)
        self.rows.entry_key.connect(self._entry_key)
        self.setItemDelegate(self.rows)
        self._hovered = QPersistentModelIndex()
        self._own_widths = False
        self._fitting = False
        self.header().sectionResized.connect(lambda column, _old, _new: self._section_resized(column))
        self._typed = ""
        self._typing = QElapsedTimer()
        self._shown_columns = set(FIRST_SHOWN)
        # Not at once: Qt is in the middle of laying out when it says that a row was opened.
        self._fetching = QTimer(self)
        self._fetching.setSingleShot(True)
        self._fetching.timeout.connect(self.fetch_visible)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._fetching.start(0))
        self.expanded.connect(lambda _index: self._fetching.start(0))
        theme().changed.connect(self._dress)
        self._dress()

    # -- the model

    def setModel(self, model: CompetencyTreeModel | None) -> None:  # type: ignore[override]
        """Show another tree."""
        super().setModel(model)
        if model is None:
            return
        if model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())
        self.selectionModel().selectionChanged.connect(lambda *_ranges: self.selection_changed.emit())
        self.selectionModel().currentChanged.connect(lambda *_indexes: self.viewport().update())
        self._size_columns()

    def tree_model(self) -> CompetencyTreeModel | None:
        """The model, by its own type."""
        model = self.model()
        return model if isinstance(model, CompetencyTreeModel) else None

    def selected_ids(self) -> list[str]:
        """The chosen items, from top to bottom of the screen."""
        model = self.tree_model()
        if model is None:
            return []
        found = [index for index in self.selectionModel().selectedRows() if model.item_id(index)]
        if len(found) > 1:
            found.sort(key=lambda index: self.visualRect(index).top())
        return [model.item_id(index) for index in found]

    def current_id(self) -> str:
        """The item the keyboard is at, ``""`` for none."""
        model = self.tree_model()
        return model.item_id(self.currentIndex()) if model else ""

    def show_item(self, item_id: str) -> bool:
        """Open the way to an item, scroll there, choose it."""
        model = self.tree_model()
        index = model.reveal(item_id) if model else QModelIndex()
        if not index.isValid():
            return False
        above = index.parent()
        while above.isValid():  # in the middle of a drop, scrolling alone opens nothing
            self.expand(above)
            above = above.parent()
        # Not setCurrentIndex: with Ctrl held, as in Ctrl+V, Qt would add the item to what was chosen before.
        only = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(index, only.ClearAndSelect | only.Rows)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def focus_first(self) -> None:
        """Down in the filter: the keyboard goes to the first row, or to the first match below its dimmed parents."""
        model = self.tree_model()
        if model is None:
            return
        index = model.index(0, 0)
        while index.isValid() and index.data(ROW).dimmed and self.indexBelow(index).isValid():
            index = self.indexBelow(index)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setCurrentIndex(index)

    def select_items(self, ids: list[str]) -> None:
        """Choose several items that were read; the first one becomes the current one."""
        model = self.tree_model()
        if model is None or not ids:
            return
        self.show_item(ids[0])
        flags = self.selectionModel().SelectionFlag
        for item_id in ids[1:]:
            index = model.reveal(item_id)
            if index.isValid():
                self.selectionModel().select(index, flags.Select | flags.Rows)

    def open_branch(self, index: QModelIndex) -> None:
        """Open everything below a row, when it is not too much."""
        model = self.tree_model()
        if model is None:
            return
        below = frameworks.descendants(model.project, [model.item_id(index)])
        if len(below) > OPEN_AT_MOST:
            self.too_many.emit(len(below))
            return
        todo = [index]
        while todo:
            above = todo.pop()
            while model.canFetchMore(above):
                model.fetchMore(above)
            todo += [model.index(row, 0, above) for row in range(model.rowCount(above))]
        self.expandRecursively(index)

    def fetch_visible(self) -> None:
        """Read more siblings where the last one that was read can be seen. Qt asks for the top level only."""
        model = self.tree_model()
        if model is None:
            return
        index = self.indexAt(QPoint(self.viewport().width() // 2, self.viewport().height() - 1))
        if not index.isValid() and model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())
            return
        while index.isValid():
            above = index.parent()
            if index.row() >= model.rowCount(above) - 1 and model.canFetchMore(above):
                model.fetchMore(above)
            index = above

    # -- columns

    def shown_columns(self) -> list[int]:
        """The columns on screen."""
        return sorted(self._shown_columns)

    def show_columns(self, columns: list[int]) -> None:
        """Choose columns; code and statement always stay."""
        known = {column for column in columns if 0 <= column < len(HEADERS)}
        self._shown_columns = known | {CODE, STATEMENT}
        for column in range(len(HEADERS)):
            self.setColumnHidden(column, column not in self._shown_columns)

    def _size_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(round(2.5 * theme().lh))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        for column in range(len(HEADERS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(STATEMENT, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()
        self.show_columns(sorted(self._shown_columns))

    def _fit_columns(self) -> None:
        """Narrower columns in a narrow view, until the person sets widths by hand."""
        if self._own_widths or not self.header().count():
            return
        share = min(1.0, max(self.viewport().width() / (FULL_LINES * theme().lh), 0.5))
        self._fitting = True
        for column in range(len(HEADERS)):
            if column != STATEMENT:
                width = WIDTHS.get(column, OTHER_WIDTH) * share
                self.header().resizeSection(column, round(width * theme().lh))
        self._fitting = False

    def _section_resized(self, column: int) -> None:
        if not self._fitting and column != STATEMENT and QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._own_widths = True

    def _dress(self) -> None:
        look = theme()
        # Qt would fill the whole row behind our rounded ground.
        self.setStyleSheet("QTreeView { selection-background-color: transparent }")
        self.setIndentation(round(1.12 * look.lh))
        self.header().setFont(look.font("caption"))
        self.header().setFixedHeight(round(1.75 * look.lh))
        # The first column starts where its chevrons do.
        self.header().setStyleSheet(f"QHeaderView::section:first {{ padding-left: {round(4.5 * look.u)}px }}")
        self._size_columns()
        self.scheduleDelayedItemsLayout()

    # -- drawing

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The left end of the row's ground, guide lines, and the chevron."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = rect
        selected = self.selectionModel().isRowSelected(index.row(), index.parent())
        if selected:
            option.state |= QStyle.StateFlag.State_Selected
        if self._hovered.isValid() and index.internalId() == self._hovered.internalId():
            option.state |= QStyle.StateFlag.State_MouseOver
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.rows.paint_ground(painter, option, index)
        step, shift, look = self.indentation(), 4 * theme().u, theme()
        level = rect.width() // step if step else 0
        if not selected:
            painter.setPen(QPen(look.colour("divider"), 1))
            for above in range(level - 1):
                x = above * step + step // 2 + shift + 0.5
                painter.drawLine(QPoint(round(x), rect.top()), QPoint(round(x), rect.bottom()))
        painter.restore()

    def chevron_rect(self, index: Index) -> QRect:
        """Where the chevron of a row is; empty when it has nothing below it."""
        first = index.sibling(index.row(), 0)
        if not index.isValid() or not self.model().hasChildren(first):
            return QRect()
        row = self.visualRect(first)
        step = self.indentation()
        return QRect(row.left() - step + 4 * theme().u, row.top(), step, row.height())

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row, and the chevron on top: it reaches into the first cell."""
        super().drawRow(painter, option, index)
        place = self.chevron_rect(index)
        if place.isEmpty():
            return
        chosen = self.selectionModel().isRowSelected(index.row(), index.parent())
        side = round(0.95 * theme().lh)
        box = QRect(place.center().x() - side // 2, place.center().y() - side // 2 + 1, side, side)
        name = "chevron-down" if self.isExpanded(index) else "chevron-right"
        icon(name, "selection_text" if chosen else "text2").paint(painter, box)

    def viewportEvent(self, event: QEvent) -> bool:
        """Know the row under the pointer as Qt does, so that both ends of its ground are drawn alike."""
        if isinstance(event, QHoverEvent) and event.type() != QEvent.Type.HoverLeave:
            under = self.indexAt(event.position().toPoint()).siblingAtColumn(0)
            self._hovered = QPersistentModelIndex(under)
        elif event.type() in (QEvent.Type.HoverLeave, QEvent.Type.Leave):
            self._hovered = QPersistentModelIndex()
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A higher window shows more rows."""
        super().resizeEvent(event)
        self._fit_columns()
        self._fetching.start(0)

    # -- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the chevron opens or closes."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.chevron_rect(index).contains(
            event.position().toPoint()
        ):
            first = index.siblingAtColumn(0)
            self.setExpanded(first, not self.isExpanded(first))
            return
        super().mousePressEvent(event)
        if not index.isValid():
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a row with nothing below it, a double click edits the statement."""
        index = self.indexAt(event.position().toPoint())
        if self.chevron_rect(index).contains(event.position().toPoint()):
            return
        if index.isValid() and not self.model().hasChildren(index.siblingAtColumn(0)):
            self.edit_text()
            return
        super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """``*`` opens a whole branch; Esc clears the choice."""
        if event.key() == Qt.Key.Key_Asterisk and self.currentIndex().isValid():
            self.open_branch(self.currentIndex().siblingAtColumn(0))
            return
        if event.key() == Qt.Key.Key_Escape and self.selectionModel() and self.selectionModel().hasSelection():
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing goes to the first code that starts so, asked of the project, not of every row."""
        model = self.tree_model()
        if model is None or not search.strip():
            return
        if not self._typing.isValid() or self._typing.elapsed() > QApplication.keyboardInputInterval() * 2:
            self._typed = ""
        self._typing.restart()
        self._typed += search
        found = queries.first_with_code(model.project, model.framework_id, self._typed)
        if found:
            self.show_item(found)

    # -- typing in place

    def edit_text(self) -> None:
        """F2: edit the statement of the current row."""
        index = self.currentIndex()
        if index.isValid():
            self.edit(index.siblingAtColumn(STATEMENT))

    def start_entry(self, parent_id: str | None, after_id: str | None, text: str = "") -> None:
        """Open an empty row and type into it."""
        model = self.tree_model()
        if model is None:
            return
        index = model.add_draft(parent_id, after_id, text)
        if index.parent().isValid():
            self.expand(index.parent())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)
        editor = self.indexWidget(index) or self.viewport().findChild(EntryLine)
        if isinstance(editor, EntryLine):
            editor.lines_pasted.connect(self._lines_pasted)
            editor.setFocus()

    def open_entry(self) -> tuple[tuple[str | None, str | None], str] | None:
        """Place and text of the row that is being typed."""
        model = self.tree_model()
        place = model.draft_place() if model else None
        editors = [each for each in self.viewport().findChildren(EntryLine) if _is_entry(each)]
        return (place, editors[0].text()) if place and editors else None

    def reopen_entry(self, place: tuple[str | None, str | None], text: str) -> None:
        """Rows beside the one being typed came or went: type on, as near to its place as there is one."""
        model = self.tree_model()
        parent_id, after_id = place
        if model is None or model.draft_place() is not None:
            return
        if parent_id is not None and not model.reveal(parent_id).isValid():
            parent_id = after_id = None
        after = model.row_data(after_id) if after_id else None
        self.start_entry(parent_id, after_id if after is not None and after.parent_id == parent_id else None, text)
        for editor in self.viewport().findChildren(EntryLine):
            if _is_entry(editor):
                editor.end(False)

    def end_entry(self) -> tuple[str | None, str | None] | None:
        """Take the empty row away; where it stood."""
        model = self.tree_model()
        if model is None:
            return None
        place = model.draft_place()
        model.remove_draft()
        return place

    def _entry_key(self, editor: EntryLine, step: str) -> None:
        model = self.tree_model()
        if model is None or editor.property("ended"):
            return
        editor.setProperty("ended", True)
        text = editor.text().strip()
        place = model.draft_place()
        self.closeEditor(editor, CompetencyDelegate.EndEditHint.NoHint)
        model.remove_draft()
        if place is None:
            return
        if text and step != "cancel":
            self.entry_done.emit(text, place, step)
        elif step in ("child", "up"):
            self._shift_entry(place, step)
        else:
            self._back_to(place)

    def _shift_entry(self, place: tuple[str | None, str | None], step: str) -> None:
        """Tab and Shift+Tab in an empty new row move it one level."""
        model = self.tree_model()
        if model is None:
            return
        parent_id, after_id = place
        if step == "child" and after_id:
            self.start_entry(after_id, None)
        elif step == "up" and parent_id:
            data = model.row_data(parent_id)
            self.start_entry(data.parent_id if data else None, parent_id)
        else:
            self.start_entry(parent_id, after_id)

    def _back_to(self, place: tuple[str | None, str | None]) -> None:
        self.setFocus()
        near = place[1] or place[0]
        if near:
            self.show_item(near)
        self.selection_changed.emit()

    def _lines_pasted(self, text: str) -> None:
        editor = self.sender()
        if isinstance(editor, EntryLine):
            editor.setProperty("ended", True)
            self.closeEditor(editor, CompetencyDelegate.EndEditHint.NoHint)
        place = self.end_entry()
        if place is not None:
            self.lines_pasted.emit(text, place)


def _is_entry(editor: EntryLine) -> bool:
    return bool(editor.property("draft")) and not editor.property("ended") and not editor.isHidden()
