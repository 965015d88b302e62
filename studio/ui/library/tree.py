# SPDX-License-Identifier: Apache-2.0
"""The items of a group for a view: the terms of a vocabulary as a tree, records as a list, in pages."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject, Qt

from studio.ui.library.queries import Source
from studio.ui.models.competency_rows import PAGE, Page
from studio.ui.models.lazy_tree import Index, LazyTree, Node, above_id

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
ROW = int(Qt.ItemDataRole.UserRole)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class LibraryTree(LazyTree):
    """To look at and to choose from; nothing is edited here."""

    def __init__(self, parent: QObject | None = None) -> None:
        self.source: Source | None = None
        super().__init__(self._page, parent)

    def show_source(self, source: Source | None) -> None:
        """Show another group, or the same one read anew."""
        self._changing = True
        self.beginResetModel()
        self.source = source
        self._forget()
        self.endResetModel()
        self._changing = False

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column: code and text."""
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The same for every row."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The row for the delegate, texts for everybody else."""
        node = self._by_number.get(index.internalId()) if index.isValid() else None
        if node is None:
            return None
        data = node.data
        if role == ROW:
            return data
        if role not in (DISPLAY, TOOLTIP, ACCESSIBLE):
            return None
        told = f"{data.code} {data.text}".strip()
        if role == ACCESSIBLE and data.children:
            told += ", " + (self.tr("1 below it") if data.children == 1 else self.tr("{0} below it"))
            return told.format(f"{data.children:,}") if data.children > 1 else told
        return told

    def reveal(self, item_id: str) -> QModelIndex | None:
        """Read as far as needed to reach an item; ``None`` when it is not here."""
        way = self.source.way_to(item_id) if self.source is not None else None
        if way is None:
            return None
        node = self._root
        for step, place in way:
            while step not in self._by_id and not node.complete:
                # In one go as far as the row: a view lays out again after every page.
                self._fetch(node, self._index_of(node), place - len(node.children or ()) + PAGE // 2)
            if step not in self._by_id:
                return None
            node = self._by_id[step]
        return self._index_of(node)

    def neighbour(self, item_ids: Iterable[str]) -> str:
        """What is chosen after these items are gone: the next sibling that stays, else the one before, else above."""
        gone = set(item_ids)
        node = next((self._by_id[each] for each in gone if each in self._by_id), None)
        if node is None or node.parent is None:
            return ""
        siblings = node.parent.children or []
        after = [each for each in siblings[node.row + 1 :] if each.data.id not in gone]
        before = [each for each in siblings[: node.row] if each.data.id not in gone]
        if after or before:
            return after[0].data.id if after else before[-1].data.id
        return node.parent.data.id

    def _page(self, above: Node, limit: int) -> Page:
        if self.source is None:
            return Page([], True)
        read = above.children or []
        return self.source.page(above_id(above, self._root), read[-1].data if read else None, len(read), limit)
