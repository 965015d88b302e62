# SPDX-License-Identifier: Apache-2.0
"""One file of an import while it is planned: its records by kind, and the ids of its items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from studio.importing.records import Record, Records

OWNERS = ("organization", "framework", "concept_scheme", "progression_model", "rubric")
"""Kinds that belong to nothing else."""
MEMBERS = {
    "competency": "framework_id",
    "concept": "scheme_id",
    "progression_level": "model_id",
    "rubric_level": "rubric_id",
    "rubric_criterion": "rubric_id",
    "criterion_level": "criterion_id",
    "resource": "document_id",
}
"""The column of each kind that says what it belongs to; a resource without one heads a document of its own."""
IDENTIFIERS = ("id", "ctid", "uri")
NAMED_BY = (*IDENTIFIERS, "code")

Values = dict[str, Any]
"""A row, or some columns of one."""


class Incoming:
    """The records of one file, and ``ids``: the project's id of each item by the key that the file has for it."""

    def __init__(self, records: Records) -> None:
        self.report = records.report
        self.extra_name = records.extra_name
        self.places_by_code = records.places_by_code
        self.ids: dict[str, str] = {}
        self._by_kind: defaultdict[str, list[Record]] = defaultdict(list)
        for record in records.items:
            self._by_kind[record.kind].append(record)

    def of(self, kind: str) -> Sequence[Record]:
        """The records of one kind, in the file's order."""
        return self._by_kind.get(kind, ())

    def part_keys(self, kind: str) -> None:
        """Give the records of a kind other keys than those of the kinds before: a key that two items share stays with
        the one that had it first. To be called before any of this kind has its id."""
        for record in self.of(kind) if self.ids else ():
            if record.key in self.ids:
                record.key = f"{kind} {record.key}"

    def extra_of(self, record: Record) -> dict[str, Any] | None:
        """What a record has besides columns, as it is kept in its row."""
        return {self.extra_name: record.extra} if record.extra else None
