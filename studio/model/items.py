# SPDX-License-Identifier: Apache-2.0
"""Operations that are the same for every kind of item: set a field, set a text in one language, order siblings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.engine import Connection

from studio.model import schema
from studio.model.change import chunks
from studio.model.errors import NotFound
from studio.model.positions import between
from studio.model.project import Project
from studio.model.values import now, with_language

KIND_NAMES = {
    "project": "project",
    "organization": "organization",
    "framework": "framework",
    "competency": "competency",
    "association": "link",
    "concept_scheme": "concept scheme",
    "concept": "concept",
    "progression_model": "progression model",
    "progression_level": "progression level",
    "rubric": "rubric",
    "rubric_level": "rubric level",
    "rubric_criterion": "rubric criterion",
    "criterion_level": "rubric text",
    "badge": "badge",
    "alignment": "alignment",
    "resource": "record",
    "asset": "picture",
    "accepted_finding": "accepted finding",
    "named_version": "version",
}
"""What each table's rows are called in labels and messages."""


def get(project: Project, table: Table, item_id: str, *columns: str) -> Any:
    """The named columns of one row (all when none is named). Raises NotFound."""
    wanted = [table.c[name] for name in columns] or list(table.c)
    row = project.row(select(*wanted).where(table.c.id == item_id))
    if row is None:
        raise NotFound(f"This {KIND_NAMES[table.name]} is not there any more; somebody deleted it.")
    return row


def set_field(
    project: Project,
    table: Table,
    ids: Iterable[str],
    values: Mapping[str, Any],
    label: str | None = None,
    *,
    expected: Mapping[str, Any] | None = None,
    initiator: object | None = None,
    merge: str | None = None,
) -> None:
    """Set the same columns on one or several rows, as one undo step.

    ``expected``: what the person saw before editing one row; EditConflict when somebody changed it since.
    """
    ids = list(ids)
    name = KIND_NAMES[table.name]
    label = label or (f"Edit {name}" if len(ids) == 1 else f"Edit {len(ids)} × {name}")
    with project.change(label, selection=ids, initiator=initiator, merge=merge) as change:
        change.update(table, {item_id: dict(values) for item_id in ids}, expected)


def set_text(
    project: Project,
    table: Table,
    item_id: str,
    column: str,
    language: str,
    text: str,
    label: str | None = None,
    *,
    expected: str | None = None,
    initiator: object | None = None,
    merge: str | None = None,
) -> None:
    """Set one language of a text. Where the table keeps times, the time of this language's edit is noted (FW18)."""
    kept = ("text_times",) if "text_times" in table.c else ()
    label = label or f"Edit {KIND_NAMES[table.name]} {column.replace('_', ' ')}"
    # Read and written in one change: between the two, somebody else might write another language.
    with project.change(label, selection=[item_id], initiator=initiator, merge=merge):
        row = get(project, table, item_id, column, *kept)
        texts = row[0]
        values: dict[str, Any] = {column: with_language(texts, language, text.strip())}
        if values[column] == texts:
            return
        if kept:
            times = dict(row[1] or {})
            times[column] = {**times.get(column, {}), language: now()}
            values["text_times"] = times
        seen = None if expected is None else {column: with_language(texts, language, expected)}
        set_field(project, table, [item_id], values, label, expected=seen)


def last_position(connection: Connection, table: Table, *where: Any) -> str | None:
    """The sort key of the last sibling that the conditions select."""
    position: str | None = connection.scalar(select(func.max(table.c.position)).where(*where))
    return position


def append_positions(connection: Connection, table: Table, count: int, *where: Any) -> list[str]:
    """Sort keys for new siblings at the end."""
    return between(last_position(connection, table, *where), None, count)


def ids_where(connection: Connection, table: Table, column: str, values: Iterable[str]) -> list[str]:
    """Ids of the rows whose column holds one of the values."""
    found: list[str] = []
    for batch in chunks(values):
        found += connection.scalars(select(table.c.id).where(table.c[column].in_(batch)))
    return found


def project_language(project: Project) -> str:
    """The main language of the project, a BCP 47 tag."""
    return project.scalar(select(schema.project.c.language)) or "en"
