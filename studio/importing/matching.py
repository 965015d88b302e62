# SPDX-License-Identifier: Apache-2.0
"""Which row of the project each record of an import is, or which new item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from studio.importing.existing import Existing, Row, load, load_where
from studio.importing.identifiers import Identifiers
from studio.importing.incoming import IDENTIFIERS, MEMBERS, OWNERS, Incoming
from studio.importing.memberships import Memberships
from studio.importing.records import Record
from studio.model.errors import NotFound
from studio.model.lookup import find
from studio.model.project import Project
from studio.model.schema import ITEMS


@dataclass(frozen=True, slots=True)
class Target:
    """Where the person wants the items: in a ``framework``, new ones without a parent ``below`` an item of it."""

    framework: str | None = None
    below: str | None = None


def target_of(project: Project, into: str | None) -> Target:
    """The framework, or the item, that is meant. Raises NotFound."""
    if not into:
        return Target()
    try:
        return Target(find(project, into, ("framework",)).id)
    except NotFound:
        item = find(project, into, ("framework", "competency")).id
    table = ITEMS["competency"]
    return Target(project.scalar(select(table.c.framework_id).where(table.c.id == item)), item)


class Matching:
    """Settles every record: ``identifiers`` has its id, ``rows`` its row by id where the project has one.

    ``existing`` holds the rows of each kind that were looked at, also those that no record is. ``quiet`` are the ids
    of what no file describes (a framework named after its file): they count as no item.
    """

    def __init__(self, project: Project, files: Sequence[Incoming], target: Target) -> None:
        self.identifiers = Identifiers(project, files)
        self.rows: dict[str, Row] = {}
        self.existing: dict[str, Existing] = {}
        self.quiet: set[str] = set()
        self._project = project
        self._files = files
        self._into = target.framework
        self._know_publishers()
        self._know_targets()
        for kind in OWNERS:
            self._match_owners(kind)
        for kind, owner in MEMBERS.items():
            self._match_members(kind, owner)

    def _meet(self, row: Row | None) -> str | None:
        """Keep the row that a record is; its id."""
        if row is None:
            return None
        row_id: str = row["id"]
        self.rows[row_id] = row
        return row_id

    # -- what belongs to nothing else

    def _match_owners(self, kind: str) -> None:
        if not any(file.of(kind) for file in self._files):
            return
        existing = self.existing[kind] = load(self._project, ITEMS[kind])
        memberships = Memberships(self._project, self._files)
        for file in self._files:
            file.part_keys(kind)
            for record in file.of(kind):
                chosen = self._framework(file, record, existing, memberships) if kind == "framework" else None
                row_id = self.identifiers.settle(file, record, chosen or self._meet(existing.take(record)))
                if kind == "framework":
                    memberships.settle(file, record, row_id)
                if record.inferred:
                    self.quiet.add(row_id)

    def _framework(self, file: Incoming, record: Record, existing: Existing, memberships: Memberships) -> str | None:
        """The framework that the person chose, or for one without an identifier that of its items."""
        if self._into is not None:
            return self._meet(existing.rows[self._into])
        if any(record.columns.get(column) for column in IDENTIFIERS):
            return None
        known = memberships.in_project(file, record)
        if known in existing.rows:
            return self._meet(existing.rows[known])
        return memberships.in_files(file, record)

    # -- what belongs to them

    def _match_members(self, kind: str, owner: str) -> None:
        existing = self.existing[kind] = Existing((), owner)
        for file in self._files:
            file.part_keys(kind)
        # What heads a document goes first, so that what is in it finds it.
        heads = [(file, [each for each in file.of(kind) if owner not in each.references]) for file in self._files]
        if any(records for _, records in heads):
            self._match_part(kind, owner, heads, existing)
            rest = [(file, [each for each in file.of(kind) if owner in each.references]) for file in self._files]
            self._match_part(kind, owner, rest, existing)
        else:
            self._match_part(kind, owner, [(file, file.of(kind)) for file in self._files], existing)

    def _match_part(
        self, kind: str, owner: str, part: Sequence[tuple[Incoming, Sequence[Record]]], existing: Existing
    ) -> None:
        if not any(records for _, records in part):
            return
        self._load(kind, owner, part, existing)
        settle = self.identifiers.settle
        for file, records in part:
            for record in records:
                settle(file, record, self._match_member(file, record, owner, existing) if existing.rows else None)

    def _load(
        self, kind: str, owner: str, part: Sequence[tuple[Incoming, Sequence[Record]]], existing: Existing
    ) -> None:
        """Read the rows that the records may be: those of the same owners, and those with the same identifiers."""
        if self.rows:
            reference = self.identifiers.reference
            owners = {reference(file, record.references.get(owner)) for file, records in part for record in records}
            load_where(self._project, ITEMS[kind], owner, owners & self.rows.keys(), existing)
        for column in IDENTIFIERS:
            if column in ITEMS[kind].c:
                load_where(self._project, ITEMS[kind], column, _values(part, column), existing)

    def _match_member(self, file: Incoming, record: Record, owner: str, existing: Existing) -> str | None:
        owner_id = self.identifiers.reference(file, record.references.get(owner))
        row = existing.take(record, owner_id, self._into is not None and record.kind == "competency")
        if row is None:
            return None
        known = [name for name in IDENTIFIERS if record.columns.get(name) and row.get(name)]
        if not any(record.columns[name] == row[name] for name in known):
            reason = "The item is in the project already and keeps its own identifier"
            _take_identifiers(file, record, reason, record.key)
        if row[owner] != owner_id and owner == "framework_id":
            _take_identifiers(file, record, "An item of another framework has this identifier; the copy gets its own")
            return None
        return self._meet(row)

    # -- what only the project has

    def _know_publishers(self) -> None:
        """Let a framework's publisher be an organization that the project has already."""
        owners = (record for file in self._files for kind in OWNERS for record in file.of(kind))
        if any("publisher_id" in record.references for record in owners):
            o = ITEMS["organization"].c
            for row in self._project.rows(select(o.id, o.ctid, o.uri)):
                for name in (row.ctid, row.uri):
                    if name:
                        self.identifiers.know(name, row.id, publisher=True)

    def _know_targets(self) -> None:
        """Let a rubric's criteria name competencies that the project has already."""
        named = (
            record.references.get("competency_id") for file in self._files for record in file.of("rubric_criterion")
        )
        wanted = {name for name in named if isinstance(name, str)}
        existing = Existing(())
        for column in IDENTIFIERS:
            load_where(self._project, ITEMS["competency"], column, wanted, existing)
        for row in existing.rows.values():
            for column in IDENTIFIERS:
                if row[column] in wanted:
                    self.identifiers.know(row[column], row["id"])


def _values(part: Sequence[tuple[Incoming, Sequence[Record]]], column: str) -> Iterable[str]:
    return (value for _, records in part for record in records if (value := record.columns.get(column)))


def _take_identifiers(file: Incoming, record: Record, reason: str, key: str = "") -> None:
    """Leave an item without the identifiers that its file gives, and say why."""
    for column in ("id", "ctid"):
        before = record.columns.pop(column, None)
        if before is not None:
            file.report.repair(record.where, before, "", reason, key)
