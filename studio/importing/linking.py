# SPDX-License-Identifier: Apache-2.0
"""What becomes of the links of an import: new rows and changed ones, without those that only repeat the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studio.importing.existing import Existing, Row, load_where
from studio.importing.identifiers import Identifiers
from studio.importing.incoming import NAMED_BY, Incoming, Values
from studio.importing.places import Places
from studio.importing.records import Record
from studio.importing.siblings import place_behind
from studio.importing.writes import Writes
from studio.model.project import Project
from studio.model.schema import ITEMS
from studio.model.values import new_id

_KIND = "association"


class Linking:
    """Puts links into ``writes``. ``competencies``: the rows of the project that records are, or that are beside
    them; ``into``: the framework that takes all items, where the person chose one. To be made when all items are
    planned."""

    def __init__(
        self,
        project: Project,
        files: Sequence[Incoming],
        identifiers: Identifiers,
        writes: Writes,
        competencies: Mapping[str, Row],
        into: str | None,
    ) -> None:
        self._found = [(file, record) for file in files for record in file.of(_KIND)]
        if not self._found:
            return
        self._identifiers = identifiers
        self._writes = writes
        named = self._find_named(project, into)
        self._known = {row_id for file in files for row_id in file.ids.values()} | named.keys()
        self._places = Places(writes, {**named, **competencies}, self._known)
        self._plan(project)

    def _find_named(self, project: Project, into: str | None) -> Mapping[str, Row]:
        """Look up in the project what the links name and the files do not have."""
        wanted: set[str] = set()
        for file, record in self._found:
            for keys in (record.references.get("origin_id"), record.references.get("destination_id")):
                names = (keys,) if isinstance(keys, str) else keys or ()
                if not any(self._identifiers.find(file, name) for name in names):
                    wanted.update(names)
        existing = Existing(())
        for column in NAMED_BY:
            load_where(project, ITEMS["competency"], column, wanted, existing)
        for row in existing.rows.values():
            for column in NAMED_BY if into in (None, row["framework_id"]) else ():
                if row[column] in wanted:
                    self._identifiers.know(row[column], row["id"])
        return existing.rows

    def _plan(self, project: Project) -> None:
        table, existing = ITEMS[_KIND], Existing(())
        reference = self._identifiers.reference
        origins = [reference(file, record.references.get("origin_id")) for file, record in self._found]
        load_where(project, table, "origin_id", set(origins), existing)
        given = (record.columns.get("id") for _, record in self._found)
        load_where(project, table, "id", (row_id for row_id in given if row_id), existing)
        same: dict[tuple[Any, ...], Row] = {}  # by their ends
        for row in existing.rows.values():
            same.setdefault(_ends(row), row)
        inserts = self._writes.inserts[_KIND]
        for (file, record), origin in zip(self._found, origins, strict=True):
            values = self._values(origin, file, record)
            # A link with more than its ends (an identifier, a date) is a row of its own.
            if values["kind"] == "isChildOf" and not record.extra and self._places.hold(file, values):
                self._writes.unchanged += 1
                continue
            extra = file.extra_of(record)
            there = existing.rows.get(values.get("id", "")) or same.get(_ends(values))
            if there is None:
                self._make_new(file, record, values, extra)
                inserts[values["id"]] = same[_ends(values)] = values
            elif there["id"] not in existing.rows or not self._writes.merge(_KIND, there, values, extra):
                self._writes.unchanged += 1
        place_behind(existing.rows.values(), inserts.values())

    def _values(self, origin: str, file: Incoming, record: Record) -> Values:
        """The columns of a link: what it names is an item, an address, or a name that means nothing here yet."""
        reference = self._identifiers.reference
        values = {**record.columns, "origin_id": origin}
        destination = reference(file, record.references.get("destination_id"))
        known = destination in self._known
        if not known and "destination_uri" in values:
            pass  # the reader knows that it is elsewhere
        elif destination and not known and ("://" in destination or destination.startswith(("ce-", "urn:"))):
            values["destination_uri"] = destination
        elif destination:
            values["destination_id"] = destination
        framework = reference(file, record.references.get("framework_id"))
        values["framework_id"] = framework or self._places.framework_of(origin)
        return {column: value for column, value in values.items() if value is not None}

    def _make_new(self, file: Incoming, record: Record, values: Values, extra: dict[str, Any] | None) -> None:
        given = values.get("id")
        if given and not self._identifiers.claim(given, _KIND):
            reason = "Another item has this identifier; this link gets its own"
            file.report.repair(record.where, given, "", reason, record.key)
            given = None
        values["id"] = given or new_id()
        if extra:
            values["extra"] = extra


def _ends(row: Row) -> tuple[Any, ...]:
    return row.get("origin_id"), row.get("kind"), row.get("destination_id"), row.get("destination_uri")
