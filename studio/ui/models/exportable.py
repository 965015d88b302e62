# SPDX-License-Identifier: Apache-2.0
"""What of a project can be exported by itself: frameworks, scales, rubrics, badges, with their names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Table, select

from studio.model import schema
from studio.model.values import in_language
from studio.standards.wording import class_words

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
    """One thing that can be exported; or all records of a class, whose ids are in ``members``."""

    id: str
    kind: str
    code: str
    name: str
    members: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """What is exported."""
        return self.members or (self.id,)


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


def records(project: Project, standard: str) -> list[Part]:
    """The records of a standard that head documents of their own, one part for each class."""
    r = schema.resource.c
    statement = select(r.id, r.type).where(r.standard == standard, r.document_id.is_(None)).order_by(r.position, r.id)
    classes: dict[str, list[str]] = {}
    for row in project.rows(statement):
        classes.setdefault(row.type or "", []).append(row.id)
    return [
        Part(f"{standard} {name}", "resource", "", f"{class_words(name)} ({len(ids):,})", tuple(ids))
        for name, ids in classes.items()
    ]


def frameworks_of_items(project: Project, item_ids: Collection[str]) -> dict[str, str]:
    """The framework of each competency."""
    c = schema.competency.c
    found: dict[str, str] = {}
    ids = list(item_ids)
    for start in range(0, len(ids), 500):
        batch = select(c.id, c.framework_id).where(c.id.in_(ids[start : start + 500]))
        found |= {row[0]: row[1] for row in project.rows(batch)}
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """What an item is, and what people call it."""

    kind: str
    code: str
    text: str


_NAMES = ("statement", "name", "label", "notation", "description")
_NAMED: tuple[Table, ...] = tuple(
    schema.ITEMS[kind]
    for kind in (
        "competency", "framework", "concept", "concept_scheme", "badge", "resource", "progression_level",
        "progression_model", "organization", "rubric", "rubric_criterion", "rubric_level", "criterion_level",
    )
)  # fmt: skip


def names_of_items(project: Project, item_ids: Collection[str], language: str) -> dict[str, Named]:
    """Kind, code and text of these items, as far as they are there."""
    found: dict[str, Named] = {}
    left = list(item_ids)
    for table in _NAMED:
        texts = [table.c[name] for name in _NAMES if name in table.c]
        code = next((table.c[name] for name in ("code", "notation") if name in table.c), table.c.id)
        for start in range(0, len(left), 500):
            batch = select(table.c.id, code, *texts).where(table.c.id.in_(left[start : start + 500]))
            for row in project.rows(batch):
                text = next((value for value in row[2:] if value), "")
                shown = in_language(text, language) if isinstance(text, dict) else str(text)
                found[row[0]] = Named(table.name, "" if code is table.c.id else row[1] or "", shown)
        left = [item_id for item_id in left if item_id not in found]
        if not left:
            break
    return found
