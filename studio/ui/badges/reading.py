# SPDX-License-Identifier: Apache-2.0
"""One badge as its screens need it: read once for each change, handed to every part as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.model import items, rubrics, schema
from studio.model.badges import alignments
from studio.model.errors import NotFound
from studio.model.organizations import organizations
from studio.model.project import Project
from studio.model.values import in_language
from studio.ui.badges.pictures import picture_data

TEXTS = (
    "name",
    "description",
    "criteria",
    "image_alt",
    "assessment_method",
    "assessor",
    "supervision",
    "level",
    "credit",
    "validity_note",
    "renewal",
    "quality_assurance",
    "participation",
    "appeal",
    "contact",
)
"""The texts of a badge by language."""


@dataclass(frozen=True, slots=True)
class BadgeData:
    """A badge with what belongs to it. ``row`` has the columns of ``schema.badge``."""

    row: Any
    language: str
    languages: tuple[str, ...]
    organizations: Sequence[Any]
    alignments: Sequence[Any]
    grid: rubrics.Grid | None
    picture: tuple[str, bytes] | None

    @property
    def id(self) -> str:
        """The badge's id."""
        return str(self.row.id)

    def text(self, column: str, language: str = "") -> str:
        """A text of the badge in a language (the main one when none is named), else in any."""
        return in_language(getattr(self.row, column), language or self.language)

    def organization(self, organization_id: str | None, language: str = "") -> str:
        """The name of an organization, ``""`` for none."""
        found = next((row for row in self.organizations if row.id == organization_id), None)
        return in_language(found.name, language or self.language) if found else ""

    def missing(self, language: str) -> list[str]:
        """The texts that are written in another language but not in this one."""
        return [name for name in TEXTS if (texts := getattr(self.row, name)) and not texts.get(language)]

    def missing_rubric(self, language: str) -> int:
        """How many texts of the rubric are written in another language but not in this one."""
        if self.grid is None:
            return 0
        texts: list[Mapping[str, str] | None] = [row.name for row in self.grid.criteria]
        texts += [row.name for row in self.grid.levels]
        texts += [cell.description for cells in self.grid.cells.values() for cell in cells.values()]
        return sum(1 for text in texts if text and not text.get(language))


def project_languages(project: Project) -> tuple[str, ...]:
    """Every language the project writes in, the main one first."""
    main = items.project_language(project)
    row = project_row(project)
    return tuple(dict.fromkeys([main, *(row.languages or [])]))


def project_row(project: Project) -> Any:
    """Name, description, languages and settings of the project."""
    from sqlalchemy import select

    p = schema.project.c
    return project.row(select(p.id, p.name, p.description, p.language, p.languages, p.settings))


def read_badge(project: Project, badge_id: str) -> BadgeData | None:
    """The badge as it is now; ``None`` when it is not there any more."""
    try:
        row = items.get(project, schema.badge, badge_id)
    except NotFound:
        return None
    try:
        grid = rubrics.grid(project, row.rubric_id) if row.rubric_id else None
    except NotFound:
        grid = None
    return BadgeData(
        row,
        row.language or items.project_language(project),
        project_languages(project),
        organizations(project),
        alignments(project, badge_id),
        grid,
        picture_data(project, row.image_id),
    )
