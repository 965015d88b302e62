# SPDX-License-Identifier: Apache-2.0
"""Competencies to choose from: found by words or by the beginning of a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from studio.model import schema
from studio.model.items import project_language
from studio.model.project import Project
from studio.model.search import search
from studio.model.values import in_language, natural_key

MOST = 200
c = schema.competency.c


@dataclass(frozen=True, slots=True)
class CompetencyChoice:
    """One competency: its code, its words, the framework it stands in."""

    id: str
    code: str
    words: str
    framework: str


def find_competencies(project: Project, text: str, most: int = MOST) -> list[CompetencyChoice]:
    """Competencies whose code begins with the text, then those that hold its words; all in code order without text."""
    text = text.strip()
    columns = (c.id, c.code, c.statement, c.label, c.framework_id)
    if not text:
        rows = list(project.rows(select(*columns).order_by(c.framework_id, c.code, c.position).limit(most)))
        rows.sort(key=lambda row: natural_key(row.code or ""))
        return _choices(project, rows)
    # A range instead of LIKE, so that the index on codes is used and signs in the text mean nothing.
    by_code = select(*columns).where(c.code >= text.upper(), c.code < text.upper() + "\U0010ffff")
    rows = list(project.rows(by_code.order_by(c.code).limit(most)))
    known = {row.id for row in rows}
    hits = [hit.id for hit in search(project, text, most, ("competency",)) if hit.id not in known]
    found = {row.id: row for row in project.rows(select(*columns).where(c.id.in_(hits[:most])))} if hits else {}
    rows += [found[item_id] for item_id in hits if item_id in found]
    return _choices(project, rows[:most])


def _choices(project: Project, rows: Iterable[Any]) -> list[CompetencyChoice]:
    language = project_language(project)
    f = schema.framework.c
    names = {row.id: in_language(row.name, language) for row in project.rows(select(f.id, f.name))}
    return [
        CompetencyChoice(
            row.id,
            row.code or "",
            in_language(row.statement, language) or in_language(row.label, language),
            names.get(row.framework_id, ""),
        )
        for row in rows
    ]
