# SPDX-License-Identifier: Apache-2.0
"""What lists and inspectors ask about frameworks: names, sizes, shares by Bloom level and stage. Columns only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from studio.model import schema
from studio.model.project import Project
from studio.model.values import in_language

c = schema.competency.c
f = schema.framework.c
BLOOM = ("Remember", "Understand", "Apply", "Analyze", "Evaluate", "Create")


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """One framework of the project, for a list."""

    id: str
    code: str
    name: str
    version: str
    status: str
    issued: str
    items: int


def frameworks_of(project: Project, language: str) -> list[FrameworkLine]:
    """Every framework, in the order of the project."""
    sizes = project.rows(select(c.framework_id, func.count()).group_by(c.framework_id))
    counts = {framework_id: int(number) for framework_id, number in sizes}
    rows = project.rows(select(f.id, f.code, f.name, f.version, f.status, f.date_issued).order_by(f.position, f.id))
    return [
        FrameworkLine(
            row.id,
            row.code or "",
            in_language(row.name, language),
            row.version or "",
            row.status or "",
            row.date_issued or "",
            counts.get(row.id, 0),
        )
        for row in rows
    ]


def stages_of(
    project: Project, framework_id: str, also: Iterable[str] = (), *, short: bool = False
) -> list[tuple[str, str]]:
    """Codes and names of the stages that a framework declares (else those its items use), and of ``also``.

    ``short`` takes the short name where a stage has one.
    """
    declared = [
        (
            str(stage.get("code", "")),
            str((short and stage.get("short")) or stage.get("name") or stage.get("code", "")),
        )
        for stage in project.scalar(select(f.stages).where(f.id == framework_id)) or []
    ]
    known = {code for code, _ in declared}
    used = set(also) if declared else {*also, *_used_stages(project, framework_id)}
    return declared + [(code, code) for code in sorted(used) if code not in known]


def shares(project: Project, framework_id: str, column: str) -> list[tuple[str, int]]:
    """How many items have each value of ``complexity`` or ``stages``; an item with two stages counts for both."""
    statement = select(c[column], func.count()).where(c.framework_id == framework_id, c[column].is_not(None))
    counts: dict[str, int] = {}
    for value, number in project.rows(statement.group_by(c[column])):
        for part in value if isinstance(value, list) else [value]:
            counts[part] = counts.get(part, 0) + number
    if column == "complexity":
        order = {level.lower(): place for place, level in enumerate(BLOOM)}
        return sorted(counts.items(), key=lambda pair: (order.get(pair[0].lower(), len(order)), pair[0]))
    names = dict(stages_of(project, framework_id, counts, short=True))
    places = {code: place for place, code in enumerate(names)}
    return [(names.get(code, code), number) for code, number in sorted(counts.items(), key=lambda p: places[p[0]])]


def row_of(project: Project, kind: str, item_id: str) -> dict[str, Any] | None:
    """All columns of one item, for its inspector."""
    with project.read() as connection:
        table = schema.ITEMS[kind]
        found = connection.execute(select(table).where(table.c.id == item_id)).mappings().first()
    return dict(found) if found is not None else None


def rows_of(project: Project, kind: str, ids: list[str]) -> list[dict[str, Any]]:
    """All columns of several items, for an inspector of many (at most 500 are read)."""
    with project.read() as connection:
        table = schema.ITEMS[kind]
        found = connection.execute(select(table).where(table.c.id.in_(ids[:500]))).mappings().all()
    return [dict(row) for row in found]


def languages_of(project: Project, framework_id: str) -> list[str]:
    """The languages to write in: those of the framework, then those of the project, the main one first."""
    row = project.row(select(f.language, f.languages).where(f.id == framework_id))
    main = project.row(select(schema.project.c.language, schema.project.c.languages))
    found: list[str] = []
    if row is not None:
        found += [row.language, *(row.languages or [])]
    if main is not None:
        found += [main.language, *(main.languages or [])]
    return [language for language in dict.fromkeys(found) if language] or ["en"]


def _used_stages(project: Project, framework_id: str) -> set[str]:
    statement = select(c.stages).where(c.framework_id == framework_id, c.stages.is_not(None)).distinct()
    return {stage for (stages,) in project.rows(statement) for stage in stages or ()}
