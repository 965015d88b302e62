# SPDX-License-Identifier: Apache-2.0
"""The texts that search looks in, kept in step with every change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import column, delete, func, insert, literal, select, table
from sqlalchemy.engine import Connection

from studio.model.bulk import insert_columns
from studio.model.journal import Image, Images, Row
from studio.model.schema import search_text

SEARCHED: dict[str, tuple[str, ...]] = {
    "organization": ("code", "name", "description"),
    "framework": ("code", "name", "description"),
    "competency": ("code", "statement", "label", "comment", "keywords"),
    "concept_scheme": ("code", "name", "description"),
    "concept": ("notation", "label", "definition"),
    "progression_model": ("code", "name", "description"),
    "progression_level": ("notation", "label", "definition"),
    "badge": ("code", "name", "description", "criteria", "tags"),
    "rubric": ("name", "description"),
    "rubric_criterion": ("name", "description"),
    "resource": ("code", "name", "description"),
}
"""Which columns of which tables are searched; language maps with all their languages."""

_INDEX = table("search_index", column("search_index"), column("rowid"), column("body"))
_CHUNK = 500
_DECODE = json.JSONDecoder().raw_decode
_MANY = 200
"""Texts from which the index is brought in step once for all: SQLite's triggers cost five times as much a row."""
_LATER = 5_000
"""New texts from which an index that is mostly about them waits for the next search: an import need not."""

TRIGGERS = (
    "CREATE TRIGGER search_text_insert AFTER INSERT ON search_text BEGIN"
    " INSERT INTO search_index(rowid, body) VALUES (new.number, new.body); END",
    "CREATE TRIGGER search_text_delete AFTER DELETE ON search_text BEGIN"
    " INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.number, old.body); END",
)
"""What keeps SQLite's index in step row by row. While the index waits for the next search, they are not there."""
_MASTER = table("sqlite_master", column("type"), column("tbl_name"), column("name"), column("sql"))


def index_waits(connection: Connection) -> bool:
    """Whether the index is not in step with the texts, so that it has to be made anew before it is searched."""
    if connection.dialect.name != "sqlite":
        return False
    found = select(_MASTER.c.name).where(_MASTER.c.type == "trigger", _MASTER.c.tbl_name == "search_text").limit(1)
    return connection.execute(found).first() is None


def index_anew(connection: Connection) -> None:
    """Make an index that waits anew out of all texts, and keep it in step from now on."""
    if index_waits(connection):
        connection.execute(insert(_INDEX).values(search_index="rebuild"))
        for statement in TRIGGERS:
            connection.exec_driver_sql(statement)


def refresh(connection: Connection, images: Images, known: Mapping[str, str]) -> None:
    """Bring the search texts in step with a change that is about to be committed. ``known``: new rows' texts by id."""
    touched = sum(len(images.tables.get(name, ())) for name in SEARCHED)
    at_once = connection.dialect.name == "sqlite" and touched > _MANY
    triggers = _take_triggers(connection) if at_once else []
    stale: list[str] = []
    fresh = _Fresh()
    for name, columns in SEARCHED.items():
        rows = images.tables.get(name)
        if rows:
            _sort(connection, name, columns, rows, known, stale, fresh)
    waits = at_once and (not triggers or _mostly_new(connection, len(fresh.bodies)))
    triggers = [] if waits else triggers
    at_once = at_once and not waits
    anew = at_once and _gives_way(connection, len(stale), len(fresh.bodies))
    for start in range(0, len(stale), _CHUNK):
        batch = stale[start : start + _CHUNK]
        if at_once and not anew:
            gone = select(literal("delete"), search_text.c.number, search_text.c.body)
            gone = gone.where(search_text.c.item_id.in_(batch))
            connection.execute(insert(_INDEX).from_select(["search_index", "rowid", "body"], gone))
        connection.execute(delete(search_text).where(search_text.c.item_id.in_(batch)))
    last = (connection.scalar(select(func.max(search_text.c.number))) or 0) if at_once else 0
    insert_columns(connection, search_text, {"item_id": fresh.ids, "kind": fresh.kinds, "body": fresh.bodies})
    if anew:
        connection.execute(insert(_INDEX).values(search_index="rebuild"))
    elif at_once:
        new = select(search_text.c.number, search_text.c.body).where(search_text.c.number > last)
        connection.execute(insert(_INDEX).from_select(["rowid", "body"], new))
    for statement in triggers:
        connection.exec_driver_sql(statement)


def _mostly_new(connection: Connection, fresh: int) -> bool:
    return fresh >= _LATER and (connection.scalar(select(func.count()).select_from(search_text)) or 0) < fresh


def _gives_way(connection: Connection, stale: int, fresh: int) -> bool:
    """Whether making the index anew is less work than taking texts out of it, which costs four times as much a text."""
    if not stale:
        return False
    present: int = connection.scalar(select(func.count()).select_from(search_text)) or 0
    return present - stale + fresh < 4 * stale + fresh


def _take_triggers(connection: Connection) -> list[str]:
    """Take away the triggers that keep the index in step row by row, and return how they are made again."""
    found = connection.execute(
        select(_MASTER.c.name, _MASTER.c.sql).where(_MASTER.c.type == "trigger", _MASTER.c.tbl_name == "search_text")
    ).all()
    for row in found:
        connection.exec_driver_sql(f'DROP TRIGGER "{row.name}"')
    return [row.sql for row in found]


class _Fresh:
    """Texts that come: parallel lists."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.kinds: list[str] = []
        self.bodies: list[str] = []

    def add(self, item_id: str, kind: str, body: str) -> None:
        """One more text."""
        self.ids.append(item_id)
        self.kinds.append(kind)
        self.bodies.append(body)


def _sort(
    connection: Connection,
    name: str,
    columns: tuple[str, ...],
    rows: Mapping[str, Image],
    known: Mapping[str, str],
    stale: list[str],
    fresh: _Fresh,
) -> None:
    """Add the texts of one table that go to ``stale`` (ids) and those that come to ``fresh``."""
    read: list[str] = []
    for row_id, (before, after) in rows.items():
        if after is None:
            stale.append(row_id)
        elif before is not None:
            if not after.keys().isdisjoint(columns):
                stale.append(row_id)
                read.append(row_id)
        elif row_id in known or after:
            body = known[row_id] if row_id in known else _body(after, columns)
            fresh.add(row_id, name, body)
        else:
            read.append(row_id)
    source = table(name, column("id"), *(column(c) for c in columns))
    for start in range(0, len(read), _CHUNK):
        result = connection.execute(select(source).where(source.c.id.in_(read[start : start + _CHUNK])))
        for row in result.mappings():
            fresh.add(row["id"], name, _body(dict(row), columns))


_PLAIN = frozenset({"code", "notation"})
"""Columns that hold plain text; a code may look like JSON: ``[A]``."""


def _body(row: Row, columns: tuple[str, ...]) -> str:
    lines = []
    for name in columns:
        value = row.get(name)
        if not value:
            continue
        text = value if name in _PLAIN else _spoken(value)
        if text:
            lines.append(text)
    return "\n".join(lines)


def texts_of(name: str, rows: Sequence[Mapping[str, Any]]) -> list[str] | None:
    """The searched texts of new rows from their values, before they become JSON: reading them back takes four times as
    long. ``None`` when a value is no text, so that they take a closer look."""
    try:
        columns = [
            [row.get(key) for row in rows] if key in _PLAIN else [_said(row.get(key)) for row in rows]
            for key in SEARCHED[name]
        ]
        return ["\n".join(filter(None, parts)) for parts in zip(*columns, strict=True)]
    except TypeError:
        return None


def _said(value: Any) -> str:
    if not value:
        return ""
    if type(value) is not dict:
        raise TypeError
    parts = value.values() if len(value) == 1 else [value[key] for key in sorted(value)]
    return " ".join([part if type(part) is str else _words(part) for part in parts])


def _words(words: Any) -> str:
    if type(words) is not list or not words:
        raise TypeError
    return " ".join(words)


def _spoken(stored: Any) -> str:
    """The texts of a stored value, without the names of their languages."""
    if not isinstance(stored, str):
        return str(stored)
    if "\\" not in stored:
        # Without an escape every second part between quotation marks is a text or a name; a name has a colon behind it.
        parts = stored.split('"')
        if not "".join(parts[::2]).strip("{}[]:,"):
            return " ".join([part for part, behind in zip(parts[1::2], parts[2::2], strict=True) if behind[:1] != ":"])
    return " ".join(_texts(_DECODE(stored)[0]))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [item for part in value.values() for item in _texts(part)]
    if isinstance(value, list):
        return [item for part in value for item in _texts(part)]
    return [str(value)]
