# SPDX-License-Identifier: Apache-2.0
"""Which item every key, identifier and code of an import means."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from studio.importing.incoming import NAMED_BY, Incoming, Values
from studio.importing.records import KINDS, Record
from studio.model.change import chunks
from studio.model.project import Project
from studio.model.schema import search_text
from studio.model.values import new_id

_SHARED = ("ctid", "uri")
"""Identifiers by which one file knows an item of another."""


class Identifiers:
    """Gives every record the id of its item, and finds items by what files call them."""

    def __init__(self, project: Project, files: Sequence[Incoming]) -> None:
        self._names: dict[str, str] = {}  # ids by what any file may call an item
        self._unread: list[tuple[Values, str]] = []  # items whose names nobody has asked for: mostly keys say enough
        self._publishers: set[str] = set()
        self._kinds = _kinds_in_project(project, files)  # of identifiers that are in use; new ones cannot meet any
        self._several = len(files) > 1
        self._shared: dict[tuple[str, str], tuple[Incoming, str]] = {}  # file and id, by kind and identifier

    def know(self, name: str, row_id: str, publisher: bool = False) -> None:
        """Let references find an item of the project; the first item that has a name keeps it."""
        if self._named(name) is None:
            self._names[name] = row_id
        if publisher:
            self._publishers.add(row_id)

    def settle(self, file: Incoming, record: Record, known: str | None = None) -> str:
        """Give a record its id, that of the ``known`` item which it means or one of its own, and let others find it."""
        columns, kind = record.columns, record.kind
        row_id: str | None = known or columns.get("id")
        if not row_id and self._shared:
            row_id = self._in_other_file(file, record)
        if not row_id:
            row_id = new_id()
        elif self._kinds.setdefault(row_id, kind) != kind and known is None:
            reason = "An item of another kind has this identifier; this one gets its own"
            file.report.repair(record.where, row_id, "", reason, record.key)
            given, row_id = row_id, new_id()
            self.know(given, row_id)
        file.ids[record.key] = row_id
        self._unread.append((columns, row_id))
        if kind == "organization":
            self._publishers.add(row_id)
        if self._several:
            for column in _SHARED:
                name = columns.get(column)
                if name and not _is_blank(name):
                    self._shared.setdefault((kind, name), (file, row_id))
        return row_id

    def claim(self, row_id: str, kind: str) -> bool:
        """Take an identifier for a new item; ``False`` when another item has it."""
        if row_id in self._kinds:
            return False
        self._kinds[row_id] = kind
        return True

    def reference(self, file: Incoming, keys: str | tuple[str, ...] | None, column: str = "") -> str:
        """The id that a reference means; an unknown one stays as it is written."""
        if isinstance(keys, str):
            found = self.find(file, keys) or keys
            # No item is a publisher because of the code that it happens to have.
            return keys if column == "publisher_id" and found not in self._publishers else found
        known = (self.find(file, key) for key in keys or ())
        return next((row_id for row_id in known if row_id), keys[0] if keys else "")

    def find(self, file: Incoming, name: str) -> str | None:
        """The id of the item that a file calls so, or ``None``."""
        return file.ids.get(name) or self._named(name)

    def _named(self, name: str) -> str | None:
        for columns, row_id in self._unread:
            for column in NAMED_BY:
                own = columns.get(column)
                if own and not _is_blank(own):
                    self._names.setdefault(own, row_id)
        self._unread.clear()
        return self._names.get(name)

    def _in_other_file(self, file: Incoming, record: Record) -> str | None:
        """The item of the same kind that another file gives this CTID or address. Within one file two items that
        share an identifier stay two: that is a mistake to show, not to repair."""
        for column in _SHARED:
            found = self._shared.get((record.kind, record.columns.get(column) or ""))
            if found is not None and found[0] is not file:
                return found[1]
        return None


def _is_blank(name: str) -> bool:
    """Whether this is the name of a blank node: it means something within its document only."""
    return name[:2] == "_:"


def _kinds_in_project(project: Project, files: Sequence[Incoming]) -> dict[str, str]:
    """What the project has already under the identifiers that the files give."""
    s = search_text.c
    found: dict[str, str] = {}
    if project.scalar(select(s.number).limit(1)) is None:
        return found
    wanted = {
        name for file in files for kind in KINDS for record in file.of(kind) if (name := record.columns.get("id"))
    }
    for batch in chunks(wanted):
        rows = project.rows(select(s.item_id, s.kind).where(s.item_id.in_(batch)))
        found.update((row.item_id, row.kind) for row in rows)
    return found
