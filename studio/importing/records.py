# SPDX-License-Identifier: Apache-2.0
"""What a reader hands over: plain records, no project, no database.

One record is one row of a table of ``studio.model.schema``. Records of a file point at each other by *key*, the
name the file itself uses (an IRI, a CTID, a UUID, a row number); ``studio.importing.apply`` turns keys into the
project's identifiers and finds the rows that are already there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from studio.importing.report import FileReport

KINDS = (
    "organization",
    "framework",
    "competency",
    "concept_scheme",
    "concept",
    "progression_model",
    "progression_level",
    "rubric",
    "rubric_level",
    "rubric_criterion",
    "criterion_level",
    "resource",
    "association",
)
"""The tables an import can fill, owners before what they own."""


@dataclass(slots=True)
class Record:
    """One item of a file.

    ``key`` is unique among the records of the file. ``columns`` holds model values by column name, language maps as
    maps; a column that the file does not mention is left out and stays as it is in the project. ``references`` holds
    keys by column name, for example ``{"framework_id": "#1", "parent_id": "https://example.org/c/2"}``: a key that no
    record of the file has is looked up in the project (id, CTID, address, code), else kept as it stands; of several
    keys (a tuple) the first that is found counts.
    ``extra`` is what the format has and the model does not, without the format's name around it.
    """

    kind: str
    key: str
    columns: dict[str, Any] = field(default_factory=dict)
    references: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    where: str = ""
    inferred: bool = False
    """The file does not describe this item (a framework named after its file): it is made when nothing in the project
    fits, it never changes what is there, and it does not count as a record."""


@dataclass(slots=True)
class Records:
    """All items of one file in the file's order (which is the order of siblings), and the account of its values."""

    report: FileReport
    items: list[Record] = field(default_factory=list)
    extra_name: str = "sheet"
    """The name under which ``extra`` is kept with each row: ``{"sheet": {...}}``, ``{"ctdl": {...}}``."""

    places_by_code: bool = False
    """Whether codes alone tell where an item belongs: a new one may go under an item that only the project has."""

    def add(self, kind: str, key: str, columns: dict[str, Any] | None = None, **more: Any) -> Record:
        """Append a record. ``more``: references, extra, where."""
        if kind not in KINDS:
            raise ValueError(f"no such kind of item: {kind}")
        record = Record(kind, key, columns or {}, **more)
        self.items.append(record)
        return record

    def of(self, kind: str) -> Iterable[Record]:
        """The records of one kind, in the file's order."""
        return (record for record in self.items if record.kind == kind)
