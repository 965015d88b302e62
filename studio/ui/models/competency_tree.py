# SPDX-License-Identifier: Apache-2.0
"""The tree of a framework for a view, in step with the project.

A change touches only the rows it names: rows move, appear and go one by one, so that what is open and chosen in a view
stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal

from studio.model import frameworks
from studio.model.journal import Changes
from studio.model.project import Project
from studio.ui.actions import translate
from studio.ui.models import competency_rows as queries
from studio.ui.models import dragged
from studio.ui.models.competency_cells import HEADERS, STATEMENT, accessible_text, cell_text, tooltip
from studio.ui.models.competency_rows import Branch, Mark, RowData
from studio.ui.models.lazy_tree import Index, LazyTree, Node, above_id, number_rows

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
ROW = int(Qt.ItemDataRole.UserRole)
"""The whole row as a ``RowData``: one call for each cell that is painted."""
ITEM_ID = ROW + 1

# Reading an attribute of an enumeration costs more than the comparison it is for.
_PLACE = ("framework_id", "parent_id", "position")
_HORIZONTAL = Qt.Orientation.Horizontal
_ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
)
_TEXT_FLAGS = _ROW_FLAGS | Qt.ItemFlag.ItemIsEditable
_ROOT_FLAGS = Qt.ItemFlag.ItemIsDropEnabled


class CompetencyTreeModel(LazyTree):
    """The items of one framework.

    ``edited`` asks the owner to keep a new text (id, text, text before): the model itself never writes.
    """

    edited = Signal(str, str, str)
    structure_changed = Signal()
    """Rows came, went or moved because of a change of the project."""

    def __init__(
        self, project: Project, framework_id: str, language: str = "en", parent: QObject | None = None
    ) -> None:
        super().__init__(self._page, parent)
        self.project = project
        self.framework_id = framework_id
        self.language = language
        self._branches: Mapping[str, Branch] = {}
        self._marks: Mapping[str, Mark] = {}
        self._mark_branches: Mapping[str, int] = {}
        self._draft: Node | None = None
        self.mime: Callable[[list[str]], QMimeData] | None = None
        self.drop: Callable[[QMimeData, Qt.DropAction, str | None, str | None], bool] | None = None

    # -- what Qt asks

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The same for every row."""
        if not index.isValid():
            return _ROOT_FLAGS
        return _TEXT_FLAGS if index.column() == STATEMENT else _ROW_FLAGS

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """``ROW`` for the delegate; texts for screen readers, tooltips and the editor."""
        node = self._by_number.get(index.internalId()) if index.isValid() else None
        if node is None:
            return None
        if role == ROW:
            return node.data
        if role == ITEM_ID:
            return node.data.id
        if role in (DISPLAY, EDIT):
            return cell_text(node.data, index.column())
        if role == TOOLTIP:
            return tooltip(node.data, index.column())
        if role == ACCESSIBLE:
            return accessible_text(node.data, index.column())
        return None

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        """Ask for a new text of the statement column."""
        return role == EDIT and self.keep_text(index, str(value), str(self.data(index, EDIT) or ""))

    def keep_text(self, index: Index, text: str, seen: str) -> bool:
        """Ask for a new text of the statement column, typed over the text that the person ``seen``."""
        node = self._by_number.get(index.internalId()) if index.isValid() else None
        if index.column() != STATEMENT or node is None or node is self._draft:
            return False
        text = text.strip()
        if text and text not in (seen, node.data.text):
            self.edited.emit(node.data.id, text, seen)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """The names of the columns."""
        if orientation == _HORIZONTAL and role == DISPLAY and 0 <= section < len(HEADERS):
            return translate(HEADERS[section])
        return None

    # -- drag and drop

    def mimeTypes(self) -> list[str]:
        """What may be dropped here."""
        return [dragged.MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The chosen items, for a drag."""
        ids = list(dict.fromkeys(self.item_id(index) for index in indexes))
        return self.mime(ids) if self.mime else QMimeData()

    def supportedDropActions(self) -> Qt.DropAction:
        """A drag moves; with Ctrl it copies."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Anywhere but into the dragged branch itself."""
        found = dragged.take(data)
        if found is None:
            return False
        if action == Qt.DropAction.CopyAction:
            return True
        moving = set(found.ids)
        node: Node | None = self._node(parent)
        while node is not None and node is not self._root:
            if node.data.id in moving:
                return False
            node = node.parent
        return True

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Hand the drop to the owner; never ask the view to remove rows, the change of the project does."""
        if self.drop is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        above = self._node(parent)
        parent_id = None if above is self._root else above.data.id
        while above.children is None or (row < 0 and not above.complete):
            self._fetch(above, self._index_of(above))
        place = len(above.children) if row < 0 else row
        after = above.children[place - 1].data.id if place > 0 else None
        self.drop(data, action, parent_id, after)
        return False

    # -- what owners ask

    def reveal(self, item_id: str) -> QModelIndex:
        """Read as far as needed to reach an item; an invalid index when it is not in this tree."""
        above = self._ancestry(item_id)
        if above is None:
            return QModelIndex()
        node = self._root
        for step in [*above, item_id]:
            while step not in self._by_id and not node.complete:
                # In one go as far as the row: a view lays out again after every page.
                ahead = queries.place_of(self.project, step) - len(node.children or ())
                self._fetch(node, self._index_of(node), ahead + queries.PAGE // 2)
            if step not in self._by_id:
                return QModelIndex()
            node = self._by_id[step]
        return self._index_of(node)

    def set_branches(self, totals: Mapping[str, Branch]) -> None:
        """Totals below the upper items."""
        changed = {i for i in {*totals, *self._branches} if totals.get(i) != self._branches.get(i)}
        self._branches = totals
        self._redress(changed)

    def set_marks(self, marks: Mapping[str, Mark], branches: Mapping[str, int]) -> None:
        """Problems of items, and how many lie in the branch of each item."""
        # Only rows that were read are drawn: a project may have a hundred thousand marks.
        changed = {
            i
            for i in self._by_id
            if marks.get(i) != self._marks.get(i) or branches.get(i) != self._mark_branches.get(i)
        }
        self._marks, self._mark_branches = marks, branches
        self._redress(changed)

    def set_language(self, language: str) -> None:
        """Show another language."""
        if language != self.language:
            self.language = language
            self._reload(list(self._by_id))

    def reset(self) -> None:
        """Forget everything that was read."""
        self._changing = True
        self.beginResetModel()
        self._forget()
        self.endResetModel()
        self._changing = False

    # -- a row that is being typed and is not in the project yet

    def draft_index(self) -> QModelIndex:
        """The row being typed, in the statement column."""
        node = self._draft
        return self.createIndex(node.row, STATEMENT, node.number) if node else QModelIndex()

    def add_draft(self, parent_id: str | None, after_id: str | None, text: str = "") -> QModelIndex:
        """Show an empty row after a sibling (``None``: at the end). There is at most one."""
        self.remove_draft()
        above = self._by_id[parent_id] if parent_id else self._root
        while above.children is None or (after_id is None and not above.complete):
            if above.complete or (above is not self._root and above.data.children == 0):
                above.children, above.complete = above.children or [], True
                break
            self._fetch(above, self._index_of(above))
        place = self._by_id[after_id].row + 1 if after_id in self._by_id else len(above.children)
        data = RowData("", parent_id, "", "", "", text, "", "", "", "", ())
        node = self._make(above, data)
        self._draft = node
        with self._inserting(self._index_of(above), place, place):
            above.children.insert(place, node)
            number_rows(above, place)
        return self.draft_index()

    def draft_place(self) -> tuple[str | None, str | None] | None:
        """Parent and sibling above of the row being typed."""
        node = self._draft
        if node is None or node.parent is None or node.parent.children is None:
            return None
        after = node.parent.children[node.row - 1].data.id if node.row > 0 else None
        return (None if node.parent is self._root else node.parent.data.id), after

    def remove_draft(self) -> None:
        """Take the row away again."""
        node = self._draft
        if node is None or node.parent is None or node.parent.children is None:
            return
        with self._removing(self._index_of(node.parent), node.row, node.row):
            del node.parent.children[node.row]
            number_rows(node.parent, node.row)
            del self._by_number[node.number]
            self._draft = None

    # -- following the project

    def apply(self, changes: Changes) -> None:
        """Bring the rows in step with a commit."""
        if not changes.touches("competency", "association", "alignment", "rubric_criterion"):
            return
        if changes.touches("competency"):
            if self._moves_draft(changes):
                self.remove_draft()
            self._follow_structure(changes)
            self._reload([item_id for item_id in changes.updated.get("competency", ()) if item_id in self._by_id])
        if changes.touches("association", "alignment", "rubric_criterion"):
            self._recount_links()

    def _moves_draft(self, changes: Changes) -> bool:
        """Whether rows beside or above the row being typed come, go or move. Others may work elsewhere meanwhile."""
        above = self._draft.parent if self._draft is not None else None
        if above is None:
            return False
        updated = changes.updated.get("competency", {})
        arriving = [*changes.inserted.get("competency", ()), *(i for i in updated if not updated[i].isdisjoint(_PLACE))]
        restless = {*arriving, *changes.deleted.get("competency", ())}
        parent_id = above_id(above, self._root)
        if any(node.data.id in restless for node in above.children or ()):
            return True
        if any(place == (self.framework_id, parent_id) for place in queries.parents(self.project, arriving).values()):
            return True
        node: Node | None = above
        while node is not None and node.data.id not in restless:
            node = node.parent
        return node is not None

    def _follow_structure(self, changes: Changes) -> None:
        updated = changes.updated.get("competency", {})
        moved = [i for i, columns in updated.items() if not columns.isdisjoint(_PLACE)]
        touched: set[Node] = set()
        gone = [self._by_id[i] for i in changes.deleted.get("competency", ()) if i in self._by_id]
        where = queries.parents(self.project, [*changes.inserted.get("competency", ()), *moved])
        arriving: dict[str | None, list[str]] = {}
        for item_id, (framework_id, parent_id) in where.items():
            target = self._root if parent_id is None else self._by_id.get(parent_id)
            mine = framework_id == self.framework_id and target is not None
            if mine and target is not None and target is not self._root:
                touched.add(target)
            if mine and target is not None and target.children is not None:
                arriving.setdefault(parent_id, []).append(item_id)
            elif item_id in self._by_id:
                gone.append(self._by_id[item_id])
        touched |= self._remove_nodes(gone)
        for parent_id, ids in arriving.items():
            target = self._root if parent_id is None else self._by_id.get(parent_id)
            if target is not None:
                touched |= self._arrange(target, set(ids))
        self._recount(touched)
        if moved or gone or arriving:
            self.structure_changed.emit()

    def _arrange(self, above: Node, ids: set[str]) -> set[Node]:
        """Put new and moved rows of one parent into their places. Returns the parents that they left."""
        children = above.children
        if children is None:
            return set()
        until = None
        if not above.complete and children:
            # The end of what was read may itself have moved; the furthest row that stayed says how far to look.
            stayed = [node for node in children if node.data.id not in ids]
            until = (stayed[-1].data.position, stayed[-1].data.id) if stayed else ("", "")
        order = queries.sibling_ids(self.project, self.framework_id, above_id(above, self._root), until)
        inside = set(order)
        left = self._remove_nodes([self._by_id[i] for i in ids if i not in inside and i in self._by_id])
        before: dict[str, str | None] = {}
        previous: str | None = None
        for item_id in order:
            before[item_id] = previous
            previous = item_id
        known = self._by_id
        wanted = [i for i in order if i in ids]
        fresh = queries.rows(self.project, [i for i in wanted if i not in known], self.language)
        run: list[str] = []
        for item_id in wanted:
            if item_id in fresh and (not run or before[item_id] == run[-1]):
                run.append(item_id)
                continue
            self._insert_run(above, run, before, fresh)
            run = [item_id] if item_id in fresh else []
            if item_id in known:
                left |= self._move_node(known[item_id], above, before[item_id])
        self._insert_run(above, run, before, fresh)
        if [node.data.id for node in children] != order:
            self._replace_children(above)
        return left

    def _insert_run(
        self, above: Node, run: Sequence[str], before: Mapping[str, str | None], fresh: Mapping[str, RowData]
    ) -> None:
        if not run or above.children is None:
            return
        previous = before[run[0]]
        place = self._by_id[previous].row + 1 if previous in self._by_id else 0
        nodes = [self._make(above, fresh[item_id]) for item_id in run]
        with self._inserting(self._index_of(above), place, place + len(nodes) - 1):
            above.children[place:place] = nodes
            number_rows(above, place)

    def _replace_children(self, above: Node) -> None:
        """When the order is not what the changes said (two people at once): read these siblings again."""
        if above.children:
            self._remove_run(above, 0, len(above.children) - 1)
        above.children, above.complete = None, False
        self._fetch(above, self._index_of(above))

    def _recount(self, touched: Iterable[Node]) -> None:
        """Ask again how many children the parents have that rows came to or left."""
        self._reload([node.data.id for node in touched if node is not self._root])

    def _recount_links(self) -> None:
        """A deleted link does not say which rows it touched, so all that were read are asked."""
        counts = frameworks.link_counts(self.project, list(self._by_id))
        for item_id, node in self._by_id.items():
            if node.data.links != counts.get(item_id, 0):
                node.data.links = counts.get(item_id, 0)
                self._tell(node)

    def _reload(self, ids: Sequence[str]) -> None:
        for item_id, data in queries.rows(self.project, ids, self.language).items():
            node = self._by_id[item_id]
            self._dress(node, data)
            if data.children == 0 and node.children is None:
                node.complete = False
            self._tell(node)

    # -- inside

    def _forget(self) -> None:
        super()._forget()
        self._draft = None

    def _dress(self, node: Node, data: RowData) -> None:
        super()._dress(node, data)
        data.branch = self._branches.get(data.id)
        data.mark = self._marks.get(data.id)
        data.branch_problems = self._mark_branches.get(data.id, 0)

    def _redress(self, ids: Iterable[str]) -> None:
        for item_id in ids:
            node = self._by_id.get(item_id)
            if node is not None:
                self._dress(node, node.data)
                self._tell(node)

    def _page(self, above: Node, limit: int) -> queries.Page:
        """The next siblings below a node; a filtered tree answers from what it found."""
        last = above.children[-1].data if above.children else None
        after = (last.position, last.id) if last else None
        return queries.page(self.project, self.framework_id, above_id(above, self._root), self.language, after, limit)

    def _ancestry(self, item_id: str) -> list[str] | None:
        """The ids above an item, the top first; ``None`` when it belongs to another framework."""
        place = queries.parents(self.project, [item_id]).get(item_id)
        if place is None or place[0] != self.framework_id:
            return None
        above = queries.chain(self.project, [item_id])
        found: list[str] = []
        parent = above.get(item_id)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = above.get(parent)
        return found[::-1]
