# SPDX-License-Identifier: Apache-2.0
"""What of a project can be exported by itself: frameworks, scales, rubrics, badges, with their names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Table, select

from studio.model import schema
from studio.model.values import in_language

if TYPE_CHECKING:
    from studio.model.project import Project

KINDS: dict[str, Table] = {
    "framework": schema.framework,
    "concept_scheme": schema.concept_scheme,
    "progression_model": schema.progression_model,
    "rubric": schema.rubric,
    "badge": schema.badge,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that can be exported."""

    id: str
    kind: str
    code: str
    name: str


def parts(project: Project, kinds: Sequence[str], language: str) -> list[Part]:
    """Everything of these kinds, in the order of the project."""
    found = []
    for kind in kinds:
        c = KINDS[kind].c
        columns = [c.id, c.name, c.code if "code" in c else c.id]
        order = [c.position, c.id] if "position" in c else [c.id]
        for row in project.rows(select(*columns).order_by(*order)):
            code = row[2] if "code" in c and row[2] else ""
            found.append(Part(row[0], kind, code, in_language(row[1], language)))
    return found


def frameworks_of_items(project: Project, item_ids: Collection[str]) -> dict[str, str]:
    """The framework of each competency."""
    c = schema.competency.c
    found: dict[str, str] = {}
    ids = list(item_ids)
    for start in range(0, len(ids), 500):
        batch = select(c.id, c.framework_id).where(c.id.in_(ids[start : start + 500]))
        found |= {row[0]: row[1] for row in project.rows(batch)}
    return found


def codes_of_items(project: Project, item_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Kind and code of each of these items."""
    found: dict[str, tuple[str, str]] = {}
    for kind, table in {**KINDS, "competency": schema.competency}.items():
        columns = [table.c.id, table.c.code] if "code" in table.c else [table.c.id]
        for row in project.rows(select(*columns).where(table.c.id.in_(list(item_ids)))):
            found[row[0]] = (kind, (row[1] if len(row) > 1 else "") or "")
    return found
