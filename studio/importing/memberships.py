# SPDX-License-Identifier: Apache-2.0
"""Which framework a record without an identifier means: the one that its items are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from sqlalchemy import select

from studio.importing.incoming import IDENTIFIERS, Incoming
from studio.importing.records import Record
from studio.model.change import chunks
from studio.model.project import Project
from studio.model.schema import ITEMS


class Memberships:
    """The items of each framework of the files, looked at only where something can be found by them."""

    def __init__(self, project: Project, files: Sequence[Incoming]) -> None:
        self._project = project
        self._files = files
        self._several = sum(len(file.of("framework")) for file in files) > 1
        self._frameworks: dict[str, str] = {}  # ids of the frameworks that were settled, by identifiers of their items

    def in_project(self, file: Incoming, framework: Record) -> str | None:
        """The framework of the project that most of the items with a known identifier are in, or ``None``."""
        return _framework_of_items(self._project, self._items(file, framework))

    def in_files(self, file: Incoming, framework: Record) -> str | None:
        """The framework of this import that has one of these items already, or ``None``."""
        if not self._frameworks:
            return None
        names = (name for item in self._items(file, framework) for name in _names(item))
        return next((self._frameworks[name] for name in names if name in self._frameworks), None)

    def settle(self, file: Incoming, framework: Record, row_id: str) -> None:
        """Let the next frameworks be found by the items of this one."""
        if self._several:
            for item in self._items(file, framework):
                self._frameworks.update((name, row_id) for name in _names(item))

    def _items(self, file: Incoming, framework: Record) -> Iterator[Record]:
        yield from self._by_framework.get((file, framework.key), ())

    @cached_property
    def _by_framework(self) -> dict[tuple[Incoming, str], list[Record]]:
        found: dict[tuple[Incoming, str], list[Record]] = {}
        for file in self._files:
            for record in file.of("competency"):
                key = record.references.get("framework_id")
                if isinstance(key, str):
                    found.setdefault((file, key), []).append(record)
        return found


def _names(record: Record) -> list[str]:
    return [record.columns[column] for column in IDENTIFIERS if record.columns.get(column)]


def _framework_of_items(project: Project, records: Iterable[Record]) -> str | None:
    c = ITEMS["competency"].c
    votes: dict[str, int] = {}
    with project.read() as connection:
        if connection.execute(select(c.id).limit(1)).first() is None:
            return None
        items = list(records)
        for column in IDENTIFIERS:
            values = [record.columns[column] for record in items if record.columns.get(column)]
            for batch in chunks(values):
                for row in connection.execute(select(c.framework_id).where(c[column].in_(batch))):
                    votes[row.framework_id] = votes.get(row.framework_id, 0) + 1
    return max(votes, key=lambda framework: votes[framework]) if votes else None
