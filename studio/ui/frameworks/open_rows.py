# SPDX-License-Identifier: Apache-2.0
"""Which rows of a tree are open: at first, before a filter, after a restart."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTreeView

from studio.ui.models.competency_tree import CompetencyTreeModel

TOPS_UP_TO = 12
ROWS_OF_A_SCREEN = 60


def open_tops(tree: QTreeView, model: CompetencyTreeModel) -> None:
    """Open the top items one by one until they fill a screen: what cannot be seen is not read."""
    shown = tops = model.rowCount()
    if tops > TOPS_UP_TO:
        return
    for row in range(tops):
        if shown > ROWS_OF_A_SCREEN:
            break
        index = model.index(row, 0)
        tree.expand(index)
        known = model.row_data(model.item_id(index))
        shown += known.children if known else 0


def open_ids(tree: QTreeView, model: CompetencyTreeModel, limit: int) -> list[str]:
    """The ids of the open rows that can be reached, from the top down, at most ``limit``."""
    found: list[str] = []
    todo = [QModelIndex()]
    while todo and len(found) < limit:
        above = todo.pop(0)
        for row in range(model.rowCount(above)):
            index = model.index(row, 0, above)
            if tree.isExpanded(index):
                found.append(model.item_id(index))
                todo.append(index)
    return found


def reopen(tree: QTreeView, model: CompetencyTreeModel, ids: Iterable[str]) -> None:
    """Close everything, then open these rows, which are named from the top down."""
    tree.collapseAll()
    for item_id in ids:
        index = model.index_for(item_id)
        if index.isValid():
            tree.expand(index)
