# SPDX-License-Identifier: Apache-2.0
"""The same tree, pruned to what a filter lets through: matches with the items above them, which are dimmed.

A model of its own, filled from the search index. A proxy over the whole tree would have to read all of it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.model.journal import Changes
from studio.model.project import Project
from studio.ui.models import competency_rows as queries
from studio.ui.models.competency_rows import Filter, Found, Page, RowData
from studio.ui.models.competency_tree import CompetencyTreeModel
from studio.ui.models.lazy_tree import Node, above_id


class FilteredTreeModel(CompetencyTreeModel):
    """Matches of a filter. After a change of the project the owner calls ``search`` again."""

    def __init__(self, project: Project, framework_id: str, language: str, parent: QObject | None = None) -> None:
        self._found = Found()
        super().__init__(project, framework_id, language, parent)

    def search(self, wanted: Filter) -> None:
        """Show what the filter lets through."""
        found = queries.find(self.project, self.framework_id, wanted)
        self._changing = True
        self.beginResetModel()
        self._forget()
        self._found = found
        self.endResetModel()
        self._changing = False

    @property
    def matches(self) -> int:
        """How many items match; the dimmed ones above them do not count."""
        return len(self._found.matches)

    def apply(self, changes: Changes) -> None:
        """Texts follow at once; what matches is found by the owner's next ``search``."""
        if changes.touches("competency"):
            self._reload([item_id for item_id in changes.updated.get("competency", ()) if item_id in self._by_id])

    def _page(self, above: Node, limit: int) -> Page:
        ids = self._found.children.get(above_id(above, self._root), [])
        start = len(above.children or ())
        wanted = ids[start : start + limit]
        rows = queries.rows(self.project, wanted, self.language)
        return Page([rows[i] for i in wanted if i in rows], start + len(wanted) >= len(ids))

    def _ancestry(self, item_id: str) -> list[str] | None:
        above = super()._ancestry(item_id)
        shown = {child for children in self._found.children.values() for child in children}
        return above if item_id in shown else None

    def _dress(self, node: Node, data: RowData) -> None:
        super()._dress(node, data)
        data.dimmed = data.id not in self._found.matches
        data.children = len(self._found.children.get(data.id, ()))
