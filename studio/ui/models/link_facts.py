# SPDX-License-Identifier: Apache-2.0
"""The links of a competency as an inspector shows them: what kind, to what, in words. Columns only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from studio.model import associations, schema
from studio.model.change import chunks
from studio.model.project import Project
from studio.model.values import in_language

_NAMES: dict[str, tuple[str, str]] = {
    "competency": ("code", "label"),
    "concept": ("notation", "label"),
    "progression_level": ("notation", "label"),
    "framework": ("code", "name"),
    "badge": ("code", "name"),
    "concept_scheme": ("code", "name"),
    "progression_model": ("code", "name"),
    "resource": ("code", "name"),
    "organization": ("code", "name"),
}


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link. ``link_id`` names an association that can be removed here; ``other_id`` where a click goes."""

    link_id: str
    icon: str
    kind: str
    code: str
    text: str
    other_id: str
    outgoing: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """What an item is called."""

    kind: str
    code: str
    text: str


def lines_of(project: Project, item_id: str, language: str) -> list[LinkLine]:
    """Every link of an item: associations from both ends, badges and rubric criteria that name it."""
    found = associations.links(project, item_id)
    names = names_of(project, [link.other_id for link in found if link.other_id], language)
    lines = [_association(link, names) for link in found]
    return lines + _badges(project, item_id, language) + _rubrics(project, item_id, language)


def names_of(project: Project, ids: Iterable[str], language: str) -> dict[str, Name]:
    """Kind, code and name of items by id."""
    found: dict[str, Name] = {}
    wanted = list(ids)
    for kind, (code, name) in _NAMES.items():
        table = schema.ITEMS[kind]
        more = [table.c.statement] if kind == "competency" else []
        for batch in chunks(item_id for item_id in wanted if item_id not in found):
            for row in project.rows(
                select(table.c.id, table.c[code], table.c[name], *more).where(table.c.id.in_(batch))
            ):
                text = in_language(row[2], language) or (in_language(row[3], language) if more else "")
                found[row[0]] = Name(kind, row[1] or "", text)
    return found


def _association(link: associations.Link, names: dict[str, Name]) -> LinkLine:
    kind = associations.KINDS.get(link.kind or "")
    if kind is not None:
        words = kind.label
    else:
        stated = associations.KINDS.get(link.stated)
        words = f"← {stated.label if stated else link.stated}"
    name = names.get(link.other_id or "")
    icon = {"concept": "bus", "progression_level": "gauge", "badge": "award"}.get(name.kind if name else "", "target")
    if link.kind in ("precedes", "prerequisiteAlignment"):
        icon = "arrow-right"
    if name is None:
        return LinkLine(link.id, "link-2", words, "", link.other_name or link.other_uri or "", "", link.outgoing)
    return LinkLine(link.id, icon, words, name.code, name.text, link.other_id or "", link.outgoing)


def _badges(project: Project, item_id: str, language: str) -> list[LinkLine]:
    a, b = schema.alignment.c, schema.badge.c
    rows = project.rows(
        select(b.id, b.code, b.name).join(schema.alignment, a.badge_id == b.id).where(a.competency_id == item_id)
    )
    return [LinkLine("", "award", "Badge", row.code or "", in_language(row.name, language), row.id) for row in rows]


def _rubrics(project: Project, item_id: str, language: str) -> list[LinkLine]:
    r, b = schema.rubric_criterion.c, schema.badge.c
    rows: Any = project.rows(
        select(r.name, b.id, b.code)
        .outerjoin(schema.badge, b.rubric_id == r.rubric_id)
        .where(r.competency_id == item_id)
    )
    return [
        LinkLine("", "clipboard-check", "Rubric", row.code or "", in_language(row.name, language), row.id or "")
        for row in rows
    ]
