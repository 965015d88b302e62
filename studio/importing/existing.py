# SPDX-License-Identifier: Apache-2.0
"""The rows of the project that an import may meet again, found by identifier, code or text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, select

from studio.importing.records import Record
from studio.model.change import chunks
from studio.model.project import Project

Row = Mapping[str, Any]


class Existing:
    """Rows of one table, each handed out once. ``owner`` is the column that points at the framework or scheme."""

    def __init__(self, rows: Iterable[Row], owner: str = "framework_id") -> None:
        self._owner = owner
        self.rows: dict[str, Row] = {}
        self._by: dict[str, dict[str, list[str]]] = {"ctid": {}, "uri": {}, "code": {}, "notation": {}}
        self._by_text: dict[tuple[str, str], list[str]] = {}
        self._taken: set[str] = set()
        self._in_order: set[int] = set()
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Take a row into the indexes."""
        row_id = row["id"]
        if row_id in self.rows:
            return
        self.rows[row_id] = row
        for column, index in self._by.items():
            value = row.get(column)
            if value:
                index.setdefault(value, []).append(row_id)
        for text in _texts(row).values():
            self._by_text.setdefault((row.get(self._owner) or "", text), []).append(row_id)

    def take(self, record: Record, owner_id: str = "", same_place: bool = False) -> Row | None:
        """The row that a record means, or ``None``: by id, CTID, address; else by code, else by the exact text in any
        language. By code and text only a record without identifiers is found, or one with an address whose row has none
        yet, or, in the ``same_place`` that the person chose for the file, any. A row is given once, so two equal lines
        stay two items; of several rows with one code those with the record's text go first, then in reading order."""
        if not self.rows:
            return None
        columns = record.columns
        found = self._free([columns["id"]] if columns.get("id") in self.rows else [], None)
        for column in ("ctid", "uri"):
            if found is None and columns.get(column):
                # A blank node's name means something within its own document only; what heads one is found by its text.
                blank = columns[column].startswith("_:")
                if blank and not owner_id:
                    continue
                within = owner_id if blank else None
                found = self._free(self._by[column].get(columns[column], []), within)
        if found is None and (same_place or not (columns.get("id") or columns.get("ctid"))):
            found = self._by_code_or_text(columns, owner_id)
            address = self.rows[found].get("uri") if found is not None else None
            if columns.get("uri") and address not in (None, "", columns["uri"]) and not same_place:
                found = None
        if found is None:
            return None
        self._taken.add(found)
        return self.rows[found]

    def _by_code_or_text(self, columns: Row, owner_id: str) -> str | None:
        code = columns.get("code") or columns.get("notation")
        found: str | None = None
        if code:
            same = self._by["code" if columns.get("code") else "notation"].get(code, [])
            if len(same) > 1:
                wanted = _texts(columns)
                found = self._free(
                    [row_id for row_id in self._ordered(same) if _texts(self.rows[row_id]) == wanted], owner_id
                )
            return found or self._free(same, owner_id)
        for text in _texts(columns).values():
            found = found or self._free(self._ordered(self._by_text.get((owner_id, text), [])), owner_id)
        return found

    def _ordered(self, ids: list[str]) -> list[str]:
        """The same list, once put into reading order: rows come from the database in any."""
        if len(ids) > 1 and id(ids) not in self._in_order:
            ids.sort(key=self._path)
            self._in_order.add(id(ids))
        return ids

    def _path(self, row_id: str) -> list[str]:
        """The positions from the top of the tree down to a row."""
        path: list[str] = []
        seen: set[str] = set()
        at: str | None = row_id
        while at is not None and at in self.rows and at not in seen:
            seen.add(at)
            path.append(self.rows[at].get("position") or "")
            at = self.rows[at].get("parent_id")
        return path[::-1]

    def _free(self, ids: Iterable[str], owner_id: str | None) -> str | None:
        for row_id in ids:
            owner = self.rows[row_id].get(self._owner) or ""
            if row_id not in self._taken and (owner_id is None or owner == owner_id):
                return row_id
        return None

    def not_taken(self, framework_ids: set[str]) -> list[str]:
        """Rows of these frameworks that no record meant."""
        return [
            row_id
            for row_id, row in self.rows.items()
            if row_id not in self._taken and row.get(self._owner) in framework_ids
        ]


def _texts(row: Row) -> Mapping[str, str]:
    found: Mapping[str, str] = row.get("statement") or row.get("name") or row.get("label") or {}
    return found


def load(project: Project, table: Table) -> Existing:
    """All rows of a small table."""
    with project.read() as connection:
        return Existing(dict(row) for row in connection.execute(select(table)).mappings())


def load_where(project: Project, table: Table, column: str, values: Iterable[str], into: Existing) -> None:
    """Add the rows with one of these values in a column."""
    with project.read() as connection:
        if connection.execute(select(table.c.id).limit(1)).first() is None:
            return  # a new project: nothing to look for, however large the file
        for batch in chunks(values):
            for row in connection.execute(select(table).where(table.c[column].in_(batch))).mappings():
                into.add(dict(row))
