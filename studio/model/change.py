# SPDX-License-Identifier: Apache-2.0
"""One change in progress: the only hands that write item rows. Made by ``Project.change``."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.engine import Connection

from studio.model import search_texts
from studio.model.bulk import indexes_later, insert_columns, insert_rows
from studio.model.errors import EditConflict, NotFound, NotInChange
from studio.model.journal import Images, Row
from studio.model.schema import ITEMS
from studio.model.stored import RAW, row_of, stored, stored_columns

CHUNK = 500
"""Ids in one IN list; SQLite and PostgreSQL both plan it well."""


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in lists short enough for one query."""
    iterator = iter(ids)
    while batch := list(islice(iterator, CHUNK)):
        yield batch


def _rows(connection: Connection, name: str, ids: Iterable[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    source = RAW[name]
    for batch in chunks(ids):
        result = connection.execute(select(source).where(source.c.id.in_(batch)))
        names = list(result.keys())
        # Row by row as mappings it takes twice as long, and an undo may read all that an import has brought.
        found.update((row[0], dict(zip(names, row, strict=True))) for row in result.all())
    return found


def complete(connection: Connection, images: Images, ids: Mapping[str, Container[str]] | None = None) -> bool:
    """Fill in the new rows that the journal keeps by their id alone, as they stand in their tables now; ``ids`` says
    which, by table. Returns whether there were any."""
    some = False
    for name, rows in images.tables.items():
        wanted = [row_id for row_id in images.by_id(name) if ids is None or row_id in ids.get(name, ())]
        for row_id, row in _rows(connection, name, wanted).items():
            rows[row_id] = [None, {key: value for key, value in row.items() if value is not None}]
            some = True
    return some


class Change:
    """Writes rows and keeps their images. Valid until its ``with`` block ends."""

    def __init__(self, connection: Connection, label: str) -> None:
        self.label = label
        self.connection = connection
        self.images = Images()
        self._texts: dict[str, str] = {}  # what search looks in, of new rows by id
        self._open = True

    def finish(self) -> None:
        """Bring the search texts in step and refuse further writes."""
        self.images.drop_unchanged()
        search_texts.refresh(self.connection, self.images, self._texts)
        self._open = False

    def insert(self, target: Table, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Add rows; a missing ``id`` is made, missing columns are empty. Returns the ids in order."""
        name = self._check(target)
        rows = list(rows)
        columns = stored_columns(name, rows)
        ids: list[str] = columns["id"]
        if name in search_texts.SEARCHED:
            texts = search_texts.texts_of(name, rows)
            if texts is not None:
                self._texts.update(zip(ids, texts, strict=True))
            else:
                for row_id in ids:
                    self._texts.pop(row_id, None)
        insert_columns(self.connection, RAW[name], columns)
        # In a shared workspace somebody else may change a new row, which an undo has to find out.
        whole = self.connection.dialect.name != "sqlite"
        self.images.insert_all(name, ids, partial(row_of, columns), whole)
        return ids

    def in_bulk(self, target: Table, rows: int) -> AbstractContextManager[None]:
        """Say that about so many rows are going to be added: a table that is mostly new is indexed once, at the end."""
        return indexes_later(self.connection, RAW[self._check(target)], rows)

    def update(
        self, target: Table, values: Mapping[str, Mapping[str, Any]], expected: Mapping[str, Any] | None = None
    ) -> None:
        """Set columns of rows, ``{id: {column: value}}``. Only real differences are written.

        ``expected`` (for one row): the values the person saw; EditConflict when somebody has changed them since.
        """
        name = self._check(target)
        wanted = {row_id: stored(name, row) for row_id, row in values.items()}
        current = _rows(self.connection, name, wanted)
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for row_id, row in wanted.items():
            before = current.get(row_id)
            if before is None:
                raise NotFound(f"The item {row_id} is not there any more; somebody deleted it.")
            if expected is not None:
                _compare(name, before, stored(name, expected))
            after = {key: value for key, value in row.items() if before[key] != value}
            if after:
                self._texts.pop(row_id, None)
                self.images.updated(name, row_id, {key: before[key] for key in after}, after)
                by_columns.setdefault(tuple(sorted(after)), []).append({"row_id": row_id, **after})
        self._write_updates(name, by_columns)

    def delete(self, target: Table, ids: Iterable[str]) -> None:
        """Remove rows. Ids that are not there are passed over."""
        name = self._check(target)
        for row_id, row in _rows(self.connection, name, ids).items():
            self.images.deleted(name, row_id, {key: value for key, value in row.items() if value is not None})
        self._delete(name, ids)

    def apply(self, images: Images, check: bool) -> None:
        """Write every ``after`` of the images (undo hands in the reversed ones).

        ``check`` compares each row with its ``before`` first: in a shared workspace somebody may have changed it.
        """
        for name, rows in images.tables.items():
            if check:
                self._check_unchanged(name, rows)
            new = [after for before, after in rows.values() if before is None and after is not None]
            gone = [row_id for row_id, (_, after) in rows.items() if after is None]
            with indexes_later(self.connection, RAW[name], len(new) + len(gone)):
                insert_rows(self.connection, RAW[name], new)
                self._delete(name, gone)
            by_columns: dict[tuple[str, ...], list[Row]] = {}
            for row_id, (before, after) in rows.items():
                if before is not None and after is not None:
                    by_columns.setdefault(tuple(sorted(after)), []).append({"row_id": row_id, **after})
            self._write_updates(name, by_columns)
        self.images = images

    def _check(self, target: Table) -> str:
        if not self._open:
            raise NotInChange("A write came after its change had ended.")
        if target.name not in ITEMS:
            raise NotInChange(f"The table {target.name} is not edited through changes.")
        return target.name

    def _delete(self, name: str, ids: Iterable[str]) -> None:
        for batch in chunks(ids):
            self.connection.execute(delete(RAW[name]).where(RAW[name].c.id.in_(batch)))

    def _write_updates(self, name: str, by_columns: Mapping[tuple[str, ...], Sequence[Row]]) -> None:
        target = RAW[name]
        for columns, rows in by_columns.items():
            self.connection.execute(
                update(target)
                .where(target.c.id == bindparam("row_id"))
                .values({key: bindparam(key) for key in columns}),
                list(rows),
            )

    def _check_unchanged(self, name: str, rows: Mapping[str, Sequence[Row | None]]) -> None:
        current = _rows(self.connection, name, rows)
        for row_id, (before, _) in rows.items():
            row = current.get(row_id)
            if (before is None) != (row is None):
                raise EditConflict("Somebody else has changed these items since; nothing was undone.")
            if before is not None and row is not None:
                _compare(name, row, before)


def _compare(name: str, current: Row, expected: Row) -> None:
    for key, value in expected.items():
        if current[key] != value:
            raise EditConflict(
                f'Somebody else changed the field "{key}" of this {name.replace("_", " ")} since you opened it.'
            )
