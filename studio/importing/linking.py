# SPDX-License-Identifier: Apache-2.0
"""What becomes of the links of an import: new rows and changed ones, without those that only repeat the tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import Any

from studio.importing.existing import Existing, Row, load_where
from studio.importing.identifiers import Identifiers
from studio.importing.incoming import IDENTIFIERS, MEMBERS, NAMED_BY, OWNERS, Incoming, Values
from studio.importing.merging import differences
from studio.importing.places import Places
from studio.importing.records import Record
from studio.importing.siblings import place_behind
from studio.importing.writes import Writes
from studio.model.project import Project
from studio.model.schema import ITEMS
from studio.model.values import new_id

_KIND = "association"


def plan_links(
    project: Project,
    files: Sequence[Incoming],
    identifiers: Identifiers,
    writes: Writes,
    competencies: Mapping[str, Row],
    into: str | None,
) -> None:
    """Put the links of the files into ``writes``, once all items are planned. ``competencies``: the rows of the project
    that were looked at; ``into``: the framework that takes all items, where the person chose one."""
    found = [(file, record) for file in files for record in file.of(_KIND)]
    if not found:
        return
    named = _find_named(project, found, identifiers, into)
    known = {row_id for file in files for row_id in file.ids.values()} | named.keys()
    existing = Existing(())
    origins = [identifiers.reference(file, record.references.get("origin_id")) for file, record in found]
    load_where(project, ITEMS[_KIND], "origin_id", set(origins), existing)
    given = (record.columns.get("id") for _, record in found)
    load_where(project, ITEMS[_KIND], "id", (row_id for row_id in given if row_id), existing)
    links = _Links(identifiers, writes, Places(writes, {**named, **competencies}, known), known, existing.rows)
    for (file, record), origin in zip(found, origins, strict=True):
        links.add(file, record, origin)
    place_behind(existing.rows.values(), writes.inserts[_KIND].values())


def _find_named(
    project: Project, found: Sequence[tuple[Incoming, Record]], identifiers: Identifiers, into: str | None
) -> Mapping[str, Row]:
    """Look up in the project what the links name and the files do not have."""
    wanted: set[str] = set()
    for file, record in found:
        for keys in (record.references.get("origin_id"), record.references.get("destination_id")):
            names = (keys,) if isinstance(keys, str) else keys or ()
            if not any(identifiers.find(file, name) for name in names):
                wanted.update(names)
    existing = Existing(())
    for column in NAMED_BY:
        load_where(project, ITEMS["competency"], column, wanted, existing)
    for row in existing.rows.values():
        for column in NAMED_BY if into in (None, row["framework_id"]) else ():
            if row[column] in wanted:
                identifiers.know(row[column], row["id"])
    others = _others_named(project, identifiers, wanted)
    return {**others, **existing.rows}


def _others_named(project: Project, identifiers: Identifiers, wanted: Set[str]) -> Mapping[str, Row]:
    """Frameworks, terms and everything else but competencies that links name by an identifier."""
    existing = Existing(())
    wanted = {name for name in wanted if not name.startswith("_:")}  # those mean something in one file only
    for kind in (*OWNERS, *MEMBERS):
        if kind != "competency":
            for column in IDENTIFIERS:
                if column in ITEMS[kind].c:
                    load_where(project, ITEMS[kind], column, wanted, existing)
    for row in existing.rows.values():
        for column in IDENTIFIERS:
            if row.get(column) in wanted:
                identifiers.know(row[column], row["id"])
    return existing.rows


class _Links:
    """Links that are there (``rows``) or new, found again by their ends. ``known``: ids of all items with names.

    A file may say the same link twice: a row is met once, and what contradicts it (another note) is a row of its own.
    """

    def __init__(
        self, identifiers: Identifiers, writes: Writes, places: Places, known: Set[str], rows: Mapping[str, Row]
    ) -> None:
        self._identifiers = identifiers
        self._writes = writes
        self._places = places
        self._known = known
        self._rows = rows
        self._met: set[str] = set()
        self._newest: dict[tuple[Any, ...], Row] = {}  # by ends, what was met or made last
        self._free: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in sorted(rows.values(), key=lambda row: row.get("position") or "", reverse=True):
            self._free[_ends(row)].append(row)
            if row["destination_id"] and row["destination_uri"]:
                # One that came after the link, which keeps the address that it was known by.
                self._free[_ends({**row, "destination_uri": None})].append(row)

    def add(self, file: Incoming, record: Record, origin: str) -> None:
        """Take one link of a file, from the item ``origin``."""
        values = self._values(origin, file, record)
        # A link with more than its ends (an identifier, a date) is a row of its own.
        plain = "id" not in values and not record.extra
        if values["kind"] == "isChildOf" and plain and self._places.hold(file, values):
            self._writes.unchanged += 1
            return
        extra = file.extra_of(record)
        there = self._meet(values, extra)
        if there is None:
            self._make_new(file, record, values, extra)
            self._writes.inserts[_KIND][values["id"]] = there = values
        elif there["id"] in self._rows:
            self._writes.unchanged += not self._writes.merge(_KIND, there, values, extra)
        else:
            self._writes.inserts[_KIND][there["id"]].update(differences(there, values, extra))
            self._writes.unchanged += 1
        self._met.add(there["id"])
        self._newest[_ends(values)] = there

    def _meet(self, values: Values, extra: Mapping[str, Any] | None) -> Row | None:
        """The row with the link's id; else the last one with its ends, if that says all of it already; else one that no
        link has met; else the last one again, if this link does not contradict it."""
        found = self._rows.get(values.get("id", ""))
        if found is not None:
            return found
        ends = _ends(values)
        newest, free = self._newest.get(ends), self._free[ends]
        same_id = newest is not None and values.get("id") in (None, newest["id"])
        if newest is not None and same_id and not differences(newest, values, extra):
            return newest
        while free:
            row = free.pop()
            if row["id"] not in self._met:
                return row
        return None if newest is None or _contradicts(newest, {**values, "extra": extra or {}}) else newest

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


def _contradicts(present: Any, said: Any) -> bool:
    """Whether what is said of a link is something else than what is there, not only more (another language)."""
    if isinstance(present, Mapping) and isinstance(said, Mapping):
        return any(_contradicts(present.get(key), value) for key, value in said.items())
    return present is not None and present != said


def _ends(row: Row) -> tuple[Any, ...]:
    """What a link says. One whose destination came later keeps the address by which it was known."""
    return row.get("origin_id"), row.get("kind"), row.get("destination_id") or row.get("destination_uri")
