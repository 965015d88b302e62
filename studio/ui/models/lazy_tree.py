# SPDX-License-Identifier: Apache-2.0
"""A tree for a view, whose siblings are read in pages: nodes by number and by id, rows that come, go and move.

Indexes carry integer ids, never objects, so an index that outlives its row finds nothing instead of crashing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

from studio.ui.models.competency_cells import HEADERS
from studio.ui.models.competency_rows import PAGE, Page, RowData

Index = QModelIndex | QPersistentModelIndex


class Node:
    """One known row. ``children`` is ``None`` until they were asked for."""

    __slots__ = ("children", "complete", "data", "number", "parent", "row")

    def __init__(self, number: int, parent: Node | None, data: RowData) -> None:
        self.number = number
        self.parent = parent
        self.data = data
        self.row = 0
        self.children: list[Node] | None = None
        self.complete = False


class LazyTree(QAbstractItemModel):
    """Structure only; what the rows say is up to the class that builds on it. ``page(above, limit)`` reads the next
    siblings below a node."""

    def __init__(self, page: Callable[[Node, int], Page], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read_page = page
        self._numbers = count(1)
        self._by_number: dict[int, Node] = {}
        self._by_id: dict[str, Node] = {}
        self._changing = False
        self._root = self._new_root()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 (Qt's way)
        """The index of a cell."""
        children = self._node(parent).children
        if children is None or not 0 <= row < len(children) or not 0 <= column < len(HEADERS):
            return QModelIndex()
        return self.createIndex(row, column, children[row].number)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The index of the row above, from kept numbers."""
        if not index.isValid():
            return QModelIndex()
        node = self._by_number.get(index.internalId())
        above = node.parent if node else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above.number)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The rows that were read so far."""
        if parent.isValid() and parent.column() > 0:
            return 0
        children = self._node(parent).children
        return len(children) if children else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Always the same columns; views hide those that nobody wants to see."""
        return len(HEADERS)

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Known with the row, before its children are read."""
        if parent.isValid() and parent.column() > 0:
            return False
        node = self._node(parent)
        if node is self._root:
            return bool(node.children) or not node.complete
        return node.data.children > 0 or bool(node.children)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether siblings are left to read. Never in the middle of another change of the rows."""
        node = self._node(parent)
        return not self._changing and not node.complete and (node is self._root or node.data.children > 0)

    def fetchMore(self, parent: Index) -> None:
        """Read the next page of siblings."""
        node = self._node(parent)
        if not node.complete and not self._changing:
            self._fetch(node, self._index_of(node))

    def item_id(self, index: Index) -> str:
        """The id of a row, ``""`` for none."""
        node = self._by_number.get(index.internalId()) if index.isValid() else None
        return node.data.id if node else ""

    def row_data(self, item_id: str) -> RowData | None:
        """What is known of an item; ``None`` when it was not read yet."""
        node = self._by_id.get(item_id)
        return node.data if node else None

    def index_for(self, item_id: str, column: int = 0) -> QModelIndex:
        """The index of a row that was read already."""
        node = self._by_id.get(item_id)
        return self.createIndex(node.row, column, node.number) if node else QModelIndex()

    def known(self) -> int:
        """How many rows were read."""
        return len(self._by_id)

    def _move_node(self, node: Node, above: Node, previous: str | None) -> set[Node]:
        source = node.parent
        if source is None or source.children is None or above.children is None:
            return set()
        place = self._by_id[previous].row + 1 if previous in self._by_id else 0
        if source is above and place in (node.row, node.row + 1):
            return set()
        at = node.row
        self._changing = True
        if not self.beginMoveRows(self._index_of(source), at, at, self._index_of(above), place):
            self._changing = False
            return {source}
        del source.children[at]
        if source is above and place > at:
            place -= 1
        above.children.insert(place, node)
        node.parent = above
        number_rows(source, 0 if source is above else at)
        if source is not above:
            number_rows(above, place)
        self.endMoveRows()
        self._changing = False
        self._set_levels(node)
        return {source} if source is not above else set()

    def _remove_nodes(self, nodes: Iterable[Node]) -> set[Node]:
        """Take rows away in runs of neighbours, the last run of a parent first."""
        doomed = {node for node in nodes if node.parent is not None}
        tops = [node for node in doomed if not _lies_in(node, doomed)]
        by_parent: dict[Node, list[int]] = {}
        for node in tops:
            if node.parent is not None:
                by_parent.setdefault(node.parent, []).append(node.row)
        for above, places in by_parent.items():
            places.sort()
            while places:
                last = first = places.pop()
                while places and places[-1] == first - 1:
                    first = places.pop()
                self._remove_run(above, first, last)
        return {above for above in by_parent if above is not self._root and above.data.id in self._by_id}

    def _remove_run(self, above: Node, first: int, last: int) -> None:
        if above.children is None:
            return
        with self._removing(self._index_of(above), first, last):
            removed = above.children[first : last + 1]
            del above.children[first : last + 1]
            number_rows(above, first)
            while removed:
                node = removed.pop()
                node.parent = None
                self._by_number.pop(node.number, None)
                self._by_id.pop(node.data.id, None)
                removed += node.children or ()

    @contextmanager
    def _inserting(self, above: QModelIndex, first: int, last: int) -> Iterator[None]:
        self._changing = True
        self.beginInsertRows(above, first, last)
        yield
        self.endInsertRows()
        self._changing = False

    @contextmanager
    def _removing(self, above: QModelIndex, first: int, last: int) -> Iterator[None]:
        self._changing = True
        self.beginRemoveRows(above, first, last)
        yield
        self.endRemoveRows()
        self._changing = False

    def _fetch(self, above: Node, index: QModelIndex, least: int = 0) -> None:
        """Read the next page of siblings, or at least so many."""
        found = self._read_page(above, max(least, PAGE))
        above.complete = found.complete
        if above.children is None:
            above.children = []
        # A loop of parents would bring a row that is shown already.
        new = [data for data in found.rows if data.id not in self._by_id]
        if not new:
            return
        first = len(above.children)
        with self._inserting(index, first, first + len(new) - 1):
            above.children += [self._make(above, data) for data in new]
            number_rows(above, first)

    def _dress(self, node: Node, data: RowData) -> None:
        """Complete a row with what its place in the tree says."""
        data.level = node.parent.data.level + 1 if node.parent else 1
        node.data = data

    def _forget(self) -> None:
        self._by_number.clear()
        self._by_id.clear()
        self._root = self._new_root()

    def _new_root(self) -> Node:
        return Node(0, None, RowData("", None, "", "", "", "", "", "", "", "", (), children=1, level=0))

    def _node(self, index: Index) -> Node:
        if not index.isValid():
            return self._root
        return self._by_number.get(index.internalId(), self._root)

    def _index_of(self, node: Node) -> QModelIndex:
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node.number)

    def _make(self, above: Node, data: RowData) -> Node:
        node = Node(next(self._numbers), above, data)
        self._by_number[node.number] = node
        if data.id:
            self._by_id[data.id] = node
        self._dress(node, data)
        return node

    def _set_levels(self, node: Node) -> None:
        todo = [node]
        while todo:
            current = todo.pop()
            current.data.level = current.parent.data.level + 1 if current.parent else 1
            todo += current.children or ()

    def _tell(self, node: Node) -> None:
        first = self.createIndex(node.row, 0, node.number)
        self.dataChanged.emit(first, self.createIndex(node.row, len(HEADERS) - 1, node.number))


def above_id(node: Node, root: Node) -> str | None:
    """The id to ask children for; ``None`` at the top."""
    return None if node is root else node.data.id


def number_rows(above: Node, start: int) -> None:
    if above.children is not None:
        for row in range(start, len(above.children)):
            above.children[row].row = row


def _lies_in(node: Node, others: set[Node]) -> bool:
    above = node.parent
    while above is not None:
        if above in others:
            return True
        above = above.parent
    return False
