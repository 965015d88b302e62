# SPDX-License-Identifier: Apache-2.0
"""What becomes of the items of one kind: new rows and changed ones, each with its parent and position."""

from __future__ import annotations

from collections.abc import Sequence

from studio.importing.existing import Row
from studio.importing.incoming import MEMBERS, Incoming, Values
from studio.importing.matching import Matching, Target
from studio.importing.merging import differences
from studio.importing.parents import find_parents
from studio.importing.siblings import place_behind, place_rows
from studio.importing.writes import Writes
from studio.model.schema import ITEMS
from studio.model.values import new_ctid


class ItemPlanner:
    """Puts settled records into ``writes``, a kind at a time.

    The columns of a record become its row: a large import would be kept twice otherwise.
    """

    def __init__(
        self, files: Sequence[Incoming], matches: Matching, target: Target, language: str, writes: Writes
    ) -> None:
        self._files = files
        self._matches = matches
        self._target = target
        self._language = language
        self._writes = writes

    def plan(self, kind: str) -> None:
        """Work out the rows of a kind."""
        items, again = self._describe(kind)
        if not items:
            return
        there, owner, columns = self._matches.existing[kind].rows, MEMBERS.get(kind), ITEMS[kind].c
        if owner is not None and "parent_id" in columns:
            self._find_parents(kind, owner, [*items.values(), *again] if there else [])
            self._put_below(kind, [*items.values(), *again])
        if owner is not None and "position" in columns:
            place_rows(there, owner, items.values())
        self._write(kind, items)
        if owner is None and "position" in columns:
            place_behind(there.values(), self._writes.inserts[kind].values())
        for values in again:
            self._add(kind, values)

    def _describe(self, kind: str) -> tuple[dict[str, Values], list[Values]]:
        """The columns of each item by id, as the first record that means it says, and what further records say."""
        rows, reference = self._matches.rows, self._matches.identifiers.reference
        kept = kind == "framework" and self._target.framework is not None  # the person chose it, no file describes it
        items: dict[str, Values] = {}
        again: list[Values] = []
        for file in self._files:
            ids, extra_name = file.ids, file.extra_name
            for record in file.of(kind):
                row_id = ids[record.key]
                if (record.inferred or kept) and row_id in rows:
                    extra = None if record.inferred else file.extra_of(record)
                    items.setdefault(row_id, {"id": row_id, "extra": extra})
                    continue
                values = record.columns
                values["id"] = row_id
                for column, keys in record.references.items():
                    found = ids.get(keys) if type(keys) is str else None
                    values[column] = found or reference(file, keys, column) or None
                if record.extra:
                    values["extra"] = {extra_name: record.extra}
                if items.setdefault(row_id, values) is not values and not record.inferred:
                    again.append(values)
        return items, again

    def _find_parents(self, kind: str, owner: str, described: Sequence[Values]) -> None:
        """Parents that only the project has."""
        if described:
            by_code = {file.ids[record.key] for file in self._files if file.places_by_code for record in file.of(kind)}
            there = self._matches.existing[kind].rows.values()
            find_parents(there, owner, described, by_code - self._matches.rows.keys())

    def _put_below(self, kind: str, described: Sequence[Values]) -> None:
        """New items without a parent go below the item that the person chose."""
        if kind != "competency" or self._target.below is None:
            return
        for values in described:
            if values["id"] not in self._matches.rows and values.get("parent_id") is None:
                values["parent_id"] = self._target.below

    def _write(self, kind: str, items: dict[str, Values]) -> None:
        """New rows, with what every item has besides what files say, and changes of those that the project has."""
        rows = self._matches.rows
        met = {row_id: items.pop(row_id) for row_id in [row_id for row_id in items if row_id in rows]}
        for row_id, values in met.items():
            if not self._merge(kind, rows[row_id], values) and row_id not in self._matches.quiet:
                self._writes.unchanged += 1
        if "ctid" in ITEMS[kind].c and kind != "resource":
            for values in items.values():
                if "ctid" not in values:
                    values["ctid"] = new_ctid()
        started = {"status": "Draft"} if kind == "framework" else {}
        if kind in ("framework", "concept_scheme", "progression_model"):
            started["language"] = self._language
        if started:
            items = {row_id: {**started, **values} for row_id, values in items.items()}
        self._writes.inserts[kind] = items

    def _add(self, kind: str, values: Values) -> None:
        """An item that another record of this import has already: what the later one says is added to it."""
        row_id = values["id"]
        row = self._matches.rows.get(row_id)
        if row is None:
            planned = self._writes.inserts[kind][row_id]
            planned.update(differences(planned, values, values.pop("extra", None)))
            return
        was_unchanged = row_id not in self._writes.updates[kind] and row_id not in self._matches.quiet
        if self._merge(kind, row, values) and was_unchanged:
            self._writes.unchanged -= 1

    def _merge(self, kind: str, row: Row, values: Values) -> bool:
        extra = values.pop("extra", None)
        return self._writes.merge(kind, row, values, extra)
