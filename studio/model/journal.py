# SPDX-License-Identifier: Apache-2.0
"""Row images: what each change did, addressed by table and id, from which undo, redo, history and versions follow.

An image is ``{table: {id: [before, after]}}``. ``before`` is ``None`` for a new row, ``after`` for a deleted one;
an update holds the changed columns only. Values are as the database stores them (JSON columns as text).

A project file keeps a new row by its id alone (``after`` is empty): the row itself stands in the table, or, deleted
since, in the entry that deleted it. Before an undo takes it away, the entry is completed.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

Row = dict[str, Any]
Image = list[Row | None]
_PIECE = 1_000
_NEW: Image = [None, {}]
"""A new row that is known by its id; one for all."""


@dataclass(frozen=True)
class Changes:
    """What one commit did, for the views: ids by table. ``initiator`` is whoever made the change, to skip itself."""

    seq: int
    kind: str
    label: str
    initiator: object | None
    inserted: dict[str, tuple[str, ...]]
    updated: dict[str, dict[str, frozenset[str]]]
    deleted: dict[str, tuple[str, ...]]
    author: str = ""
    """Who made it, when it came from another window or person of a shared workspace."""

    def ids(self, table: str) -> set[str]:
        """Every row of the table that was touched."""
        return {*self.inserted.get(table, ()), *self.updated.get(table, ()), *self.deleted.get(table, ())}

    def touches(self, *tables: str) -> bool:
        """Whether any row of these tables changed."""
        return any(t in self.inserted or t in self.updated or t in self.deleted for t in tables)


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the history: an edit, an undo or a redo."""

    seq: int
    kind: str
    label: str
    at: str
    author: str
    state: str | None
    tables: dict[str, int]
    selection_before: list[str] | None
    selection_after: list[str] | None


@dataclass
class Images:
    """The images of one change while it grows. Several edits of a row in one change become one image."""

    tables: dict[str, dict[str, Image]] = field(default_factory=dict)

    def inserted(self, table: str, row_id: str, after: Row) -> None:
        """A new row. A row deleted earlier in the same change and made again counts as an update of the whole row."""
        rows = self.tables.setdefault(table, {})
        earlier = rows.get(row_id)
        if earlier is None:
            rows[row_id] = [None, after]
        else:
            first = earlier[0] or {}
            columns = {*first, *after}
            rows[row_id] = [{c: first.get(c) for c in columns}, {c: after.get(c) for c in columns}]

    def insert_all(self, table: str, ids: Sequence[str], row_of: Callable[[int], Row], whole: bool) -> None:
        """Many new rows, of which ``row_of`` gives the one at a place; unless ``whole``, they are kept by their ids."""
        images = self.tables.setdefault(table, {})
        for at, row_id in enumerate(ids):
            if row_id in images:
                self.inserted(table, row_id, row_of(at))
            else:
                images[row_id] = [None, row_of(at)] if whole else _NEW

    def updated(self, table: str, row_id: str, before: Row, after: Row) -> None:
        """Changed columns of a row; ``before`` and ``after`` have the same keys."""
        rows = self.tables.setdefault(table, {})
        earlier = rows.get(row_id)
        if earlier is None:
            rows[row_id] = [before, after]
            return
        first, last = earlier
        if first is None and not last:
            return  # new, known by its id
        if first is not None:
            for column, value in before.items():
                first.setdefault(column, value)
        assert last is not None, "a deleted row cannot be updated"  # noqa: S101 (the caller has just read the row)
        last.update(after)

    def deleted(self, table: str, row_id: str, before: Row) -> None:
        """A row is gone; ``before`` is the whole row."""
        rows = self.tables.setdefault(table, {})
        earlier = rows.get(row_id)
        if earlier is not None and earlier[0] is None:
            del rows[row_id]
        else:
            rows[row_id] = [{**before, **(earlier[0] or {} if earlier else {})}, None]

    def extend(self, later: Images) -> None:
        """Grow by a later change of the same kind (typing in one field)."""
        for table, row_id, before, after in later.items():
            if before is None and after is not None:
                self.inserted(table, row_id, after)
            elif after is None and before is not None:
                self.deleted(table, row_id, before)
            elif before is not None and after is not None:
                self.updated(table, row_id, before, after)

    def items(self) -> Iterator[tuple[str, str, Row | None, Row | None]]:
        """Every image as ``(table, id, before, after)``."""
        for table, rows in self.tables.items():
            for row_id, (before, after) in rows.items():
                yield table, row_id, before, after

    def drop_unchanged(self) -> None:
        """Forget rows whose columns ended as they began."""
        for table in list(self.tables):
            rows = self.tables[table]
            for row_id in [i for i, (before, after) in rows.items() if before == after]:
                del rows[row_id]
            if not rows:
                del self.tables[table]

    def reversed(self) -> Images:
        """The images of the opposite change."""
        return Images(
            {table: {i: [after, before] for i, (before, after) in rows.items()} for table, rows in self.tables.items()}
        )

    def counts(self) -> dict[str, int]:
        """How many rows of each table changed."""
        return {table: len(rows) for table, rows in self.tables.items()}

    def by_id(self, table: str) -> list[str]:
        """The new rows of which only the id is known."""
        return [
            row_id for row_id, (before, after) in self.tables.get(table, {}).items() if before is None and not after
        ]

    def encode(self) -> bytes:
        """Compressed JSON for the journal. Level 1: a big import is written while somebody waits."""
        packer = zlib.compressobj(1)
        packed = [packer.compress(b"{")]
        for number, (table, rows) in enumerate(self.tables.items()):
            packed.append(packer.compress(f"{',' if number else ''}{_ENCODE(table)}:{{".encode()))
            images = iter(rows.items())
            comma = ""
            # Piece by piece: as a whole, the text of a large import takes more memory than all its rows.
            while piece := dict(islice(images, _PIECE)):
                packed.append(packer.compress(f"{comma}{_ENCODE(piece)[1:-1]}".encode()))
                comma = ","
            packed.append(packer.compress(b"}"))
        return b"".join([*packed, packer.compress(b"}"), packer.flush()])

    @classmethod
    def decode(cls, data: bytes) -> Images:
        """The inverse of :meth:`encode`."""
        tables = json.loads(zlib.decompress(data))
        for row_image in tables.get("asset", {}).values():
            for row in row_image:
                if row and isinstance(row.get("data"), dict):
                    row["data"] = base64.b64decode(row["data"]["base64"])
        return cls(tables)

    def changes(self, seq: int, kind: str, label: str, initiator: object | None, author: str = "") -> Changes:
        """The summary that views get."""
        inserted: dict[str, tuple[str, ...]] = {}
        updated: dict[str, dict[str, frozenset[str]]] = {}
        deleted: dict[str, tuple[str, ...]] = {}
        for table, rows in self.tables.items():
            new = tuple(i for i, (before, _) in rows.items() if before is None)
            gone = tuple(i for i, (_, after) in rows.items() if after is None)
            touched = {i: frozenset(a) for i, (b, a) in rows.items() if b is not None and a is not None}
            if new:
                inserted[table] = new
            if gone:
                deleted[table] = gone
            if touched:
                updated[table] = touched
        return Changes(seq, kind, label, initiator, inserted, updated, deleted, author)


def _bytes_to_json(value: Any) -> dict[str, str]:
    return {"base64": base64.b64encode(bytes(value)).decode()}


_ENCODE = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_bytes_to_json
).encode
"""Row images hold rows and no more, so nothing in them is in a circle."""
