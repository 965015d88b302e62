# SPDX-License-Identifier: Apache-2.0
"""Values as the database stores them: JSON columns as sorted text, an empty map or list as nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import column, table
from sqlalchemy.sql.expression import TableClause
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from studio.model.journal import Row
from studio.model.schema import ITEMS, Json, to_json
from studio.model.values import new_id

Columns = dict[str, list[Any]]
"""Rows column by column: lists of the same length, ``None`` where a row has nothing."""

# Tables without column types: values go to the driver as they are stored, so a row image is the row itself.
RAW: dict[str, TableClause] = {name: table(name, *(column(c.name) for c in t.columns)) for name, t in ITEMS.items()}
_JSON: dict[str, frozenset[str]] = {
    name: frozenset(c.name for c in t.columns if isinstance(c.type, Json)) for name, t in ITEMS.items()
}
_DEFAULTS: dict[str, Row] = {
    name: {c.name: c.default.arg for c in t.columns if isinstance(c.default, ScalarElementColumnDefault)}
    for name, t in ITEMS.items()
}


def stored(name: str, values: Mapping[str, Any]) -> Row:
    """Some columns of a row."""
    json_columns = _JSON[name]
    return {key: _text(value) if key in json_columns else value for key, value in values.items()}


def stored_columns(name: str, rows: Sequence[Mapping[str, Any]]) -> Columns:
    """New rows with their defaults, without the columns that all leave empty; a missing ``id`` is made.

    Column by column, because a large import has a hundred thousand rows and some fifteen columns.
    """
    json_columns, defaults = _JSON[name], _DEFAULTS[name]
    columns: Columns = {"id": [row.get("id") or new_id() for row in rows]}
    for key in sorted({*defaults, *set().union(*rows)} - {"id"}):
        default = defaults.get(key)
        values = [row.get(key, default) for row in rows]
        if key in json_columns:
            values = [_text(value) for value in values]
        if values.count(None) < len(values):
            columns[key] = values
    return columns


def row_of(columns: Columns, at: int) -> Row:
    """One of the rows, without its empty columns."""
    return {key: values[at] for key, values in columns.items() if values[at] is not None}


def _text(value: Any) -> str | None:
    return to_json(value) if value or value == 0 else None
