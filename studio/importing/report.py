# SPDX-License-Identifier: Apache-2.0
"""What became of every value of an imported file.

A *value* is one filled cell, or one text, number or reference of a structured file. Each one is kept in a field,
kept as extra (under ``extra`` of its item, for the format it came from), or rejected with a reason. A value that was
changed on the way in is kept, and listed as repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EXTRA = "extra"
"""The target of values that have no field of their own."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A value that could not be kept: where it stood, what it was, and why. ``key``: of the record it is about."""

    where: str
    value: str
    reason: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A value that was changed on the way in, or a line that is not an item, and why. ``key``: of its record."""

    where: str
    before: str
    after: str
    reason: str
    key: str = ""


@dataclass(slots=True)
class FileReport:
    """The account of one file. ``values`` is counted by the reader on its own, so that ``check`` can find a loss."""

    file: str
    format: str
    encoding: str | None = None
    records: int = 0
    values: int = 0
    kept: int = 0
    kept_as_extra: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    repaired: list[Repair] = field(default_factory=list)
    went: dict[tuple[str, str], int] = field(default_factory=dict)
    """Where values went: how many, by (name in the file, field of the project; ``extra`` for those kept as extra)."""
    items: dict[str, str] = field(default_factory=dict)
    """The project's ids of the records that rejections and repairs name by key; filled when the import is planned."""

    def title(self) -> str:
        """The file's name as the name of what is in it: ``my_skills.csv`` is "My skills"."""
        stem = re.sub(r"[_\s]+", " ", Path(self.file).stem).strip() or "Imported framework"
        return stem[:1].upper() + stem[1:]

    def keep(self, source: str, target: str, count: int = 1) -> None:
        """Count values of the file's ``source`` (a property, a column) that went to the field ``target``."""
        if count:
            self.kept += count
            self.went[source, target] = self.went.get((source, target), 0) + count

    def keep_extra(self, source: str, count: int = 1) -> None:
        """Count values of ``source`` that are kept with their item, for this format alone."""
        if count:
            self.kept_as_extra += count
            self.went[source, EXTRA] = self.went.get((source, EXTRA), 0) + count

    def set_aside(self, source: str, target: str, count: int = 1) -> None:
        """Values that were counted as kept in ``target`` turned out to have no place there; they are extra."""
        self.kept -= count
        there = self.went.get((source, target), 0) - count
        if there > 0:
            self.went[source, target] = there
        else:
            self.went.pop((source, target), None)
        self.keep_extra(source, count)

    def reject(self, where: str, value: str, reason: str, key: str = "") -> None:
        """Say that a value was not kept, and why."""
        self.rejected.append(Rejection(where, value, reason, key))

    def repair(self, where: str, before: str, after: str, reason: str, key: str = "") -> None:
        """Say that a value was changed, and why."""
        self.repaired.append(Repair(where, before, after, reason, key))

    def check(self) -> None:
        """Raise when the sums do not meet: a value was lost or counted twice. A mistake in the reader."""
        accounted = self.kept + self.kept_as_extra + len(self.rejected)
        if self.values != accounted:
            raise AssertionError(f"{self.file}: {self.values} values read but {accounted} accounted for")

    def to_json(self) -> dict[str, Any]:
        """One entry of ``files`` in the import report of the command line."""
        self.check()
        return {
            "file": self.file,
            "format": self.format,
            "encoding": self.encoding,
            "records": self.records,
            "values": self.values,
            "kept": self.kept,
            "kept_as_extra": self.kept_as_extra,
            "rejected": [{"where": item.where, "value": item.value, "reason": item.reason} for item in self.rejected],
            "repaired": [
                {"where": item.where, "from": item.before, "to": item.after, "reason": item.reason}
                for item in self.repaired
            ],
            "went": [{"from": source, "to": target, "count": count} for (source, target), count in self.went.items()],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one item. ``what``: ``created``, ``updated``, ``not mentioned``; ``differences`` of an updated
    one: (column, value before, value after)."""

    kind: str
    id: str
    what: str
    code: str
    text: dict[str, str]
    differences: tuple[tuple[str, Any, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """One entry of ``outcomes`` in the report of a dry run."""
        return {
            "kind": self.kind,
            "id": self.id,
            "what": self.what,
            "code": self.code,
            "text": self.text,
            "differences": [
                {"field": column, "before": before, "after": after} for column, before, after in self.differences
            ],
        }


@dataclass(slots=True)
class ImportReport:
    """The account of one import: its files, and how many items it made, changed, left alone and removed.

    ``not_mentioned`` counts the items of the frameworks that were imported into which no file mentions: what
    "also remove" would remove.
    """

    files: list[FileReport] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    not_mentioned: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    """What becomes of each item: those that change with their differences, those that are made, those that no file
    mentions. Items that stay as they are, are only counted."""
    frameworks: list[str] = field(default_factory=list)
    """Identifiers of the frameworks that were made or changed, in the order of the files."""

    def check(self) -> None:
        """Raise when a value of any file is not accounted for."""
        for file in self.files:
            file.check()

    def rejections(self) -> Iterator[tuple[FileReport, Rejection]]:
        """Every rejected value with its file."""
        for file in self.files:
            for rejection in file.rejected:
                yield file, rejection

    def to_json(self, outcomes: bool = False) -> dict[str, Any]:
        """The report document of ``studio import --report``; ``outcomes``: also what becomes of each item."""
        document = {
            "files": [file.to_json() for file in self.files],
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "not_mentioned": self.not_mentioned,
            "frameworks": list(self.frameworks),
        }
        if outcomes:
            document["outcomes"] = [outcome.to_json() for outcome in self.outcomes]
        return document
