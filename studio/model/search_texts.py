# SPDX-License-Identifier: Apache-2.0
"""The texts that search looks in, kept in step with every change."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import column, delete, select, table
from sqlalchemy.engine import Connection

from studio.model.bulk import insert_rows
from studio.model.journal import Images, Row
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

_DECODE = json.JSONDecoder().raw_decode


def refresh(connection: Connection, images: Images) -> None:
    """Bring the search texts in step with a change that is about to be committed."""
    for name, columns in SEARCHED.items():
        rows = images.tables.get(name)
        if not rows:
            continue
        new: dict[str, Row] = {}
        stale: list[str] = []
        for row_id, (before, after) in rows.items():
            if before is None and after is not None:
                new[row_id] = after
            elif after is None or not after.keys().isdisjoint(columns):
                stale.append(row_id)
        changed = [row_id for row_id in stale if rows[row_id][1] is not None]
        source = table(name, column("id"), *(column(c) for c in columns))
        for start in range(0, len(changed), 500):
            batch = changed[start : start + 500]
            result = connection.execute(select(source).where(source.c.id.in_(batch)))
            new.update((row["id"], dict(row)) for row in result.mappings())
        for start in range(0, len(stale), 500):
            connection.execute(delete(search_text).where(search_text.c.item_id.in_(stale[start : start + 500])))
        insert_rows(
            connection,
            search_text,
            [{"item_id": row_id, "kind": name, "body": _body(row, columns)} for row_id, row in new.items()],
        )


_PLAIN = frozenset({"code", "notation"})
"""Columns that hold plain text; a code may look like JSON: ``[A]``."""


def _body(row: Row, columns: tuple[str, ...]) -> str:
    lines = []
    for name in columns:
        value = row.get(name)
        if isinstance(value, str) and value and name not in _PLAIN:
            stored, _ = _DECODE(value)
            value = " ".join(stored.values() if _is_texts(stored) else _texts(stored))
        if value:
            lines.append(str(value))
    return "\n".join(lines)


def _is_texts(value: Any) -> bool:
    """Whether a stored value is a plain language map, as nearly all are."""
    return type(value) is dict and all(type(text) is str for text in value.values())


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [item for part in value.values() for item in _texts(part)]
    if isinstance(value, list):
        return [item for part in value for item in _texts(part)]
    return [str(value)]
