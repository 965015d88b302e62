# SPDX-License-Identifier: Apache-2.0
"""What is in a project, in numbers: for the cards of the home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from studio.model import schema
from studio.model.project import Project
from studio.model.values import in_language


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """Name, description and counts."""

    title: str
    description: str
    language: str
    languages: tuple[str, ...]
    frameworks: int
    competencies: int
    badges: int
    organizations: int
    concepts: int
    levels: int


def project_facts(project: Project) -> ProjectFacts:
    """Read them: one query for the project, one count a table."""
    p = schema.project.c
    row: Any = project.row(select(p.name, p.description, p.language, p.languages))

    def count(table: Any) -> int:
        return int(project.scalar(select(func.count()).select_from(table)) or 0)

    return ProjectFacts(
        title=in_language(row.name, row.language),
        description=in_language(row.description, row.language),
        language=row.language,
        languages=tuple(dict.fromkeys([row.language, *(row.languages or [])])),
        frameworks=count(schema.framework),
        competencies=count(schema.competency),
        badges=count(schema.badge),
        organizations=count(schema.organization),
        concepts=count(schema.concept),
        levels=count(schema.progression_level),
    )
