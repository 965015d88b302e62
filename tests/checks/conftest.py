# SPDX-License-Identifier: Apache-2.0
"""The sample project, the drafts with planted errors placed in it, and a builder for small frameworks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from studio.importing.sample import create_sample
from studio.model import schema
from studio.model.positions import between
from studio.model.project import Project

Build = Callable[..., Project]


@pytest.fixture
def sample() -> Iterator[Project]:
    """The sample as a person gets it."""
    project = create_sample(None)
    yield project
    project.close()


@pytest.fixture(scope="session")
def drafts(shared: Path) -> dict[str, Any]:
    """Statements and badges with planted errors, each with the rules that must fire."""
    return json.loads((shared / "sample" / "draft_with_errors.json").read_text(encoding="utf-8"))


@pytest.fixture
def drafted(sample: Project, drafts: dict[str, Any]) -> Project:
    """The sample with the drafts in it: ``draft-N`` for the statements, ``badge-D1`` and ``badge-D2``."""
    place(sample, drafts)
    return sample


@pytest.fixture
def build() -> Iterator[Build]:
    """Make a project with one framework ``f`` of competencies: ``build({"id": ..., ...}, ..., framework={...})``."""
    made: list[Project] = []

    def build_project(*rows: dict[str, Any], framework: dict[str, Any] | None = None, **settings: Any) -> Project:
        project = Project.create(None, name="Plan", author="Ada")
        made.append(project)
        with project.change("Build") as change:
            row_id = project.scalar(select(schema.project.c.id))
            change.update(schema.project, {row_id: settings})
            change.insert(schema.framework, [{**HEADER, **(framework or {})}])
            add(change, rows)
        return project

    yield build_project
    for project in made:
        project.close()


HEADER = {
    "id": "f",
    "code": "F",
    "name": {"en": "Frame"},
    "description": {"en": "What a technician shows."},
    "language": "en",
    "version": "1.0",
    "publisher_name": "Us",
    "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    "levels": [
        {"level": 1, "name": "Domain"},
        {"level": 2, "name": "Area"},
        {"level": 3, "name": "Competency"},
        {"level": 4, "name": "Performance indicator"},
    ],
}


def add(change: Any, rows: Any) -> list[str]:
    """Insert competencies in order; a text instead of a language map is English."""
    rows = list(rows)
    prepared = []
    for row, position in zip(rows, between(None, None, len(rows)), strict=True):
        texts = {key: {"en": row[key]} for key in ("statement", "label", "comment") if isinstance(row.get(key), str)}
        prepared.append({"framework_id": "f", "position": position, **row, **texts})
    return change.insert(schema.competency, prepared)


def place(project: Project, drafts: dict[str, Any]) -> None:
    """Put the drafts where they say they belong; a parent that is not there stays an unknown id."""
    codes = {row.code: row for row in project.rows(select(schema.competency.c.code, schema.competency.c.id))}
    framework = project.row(select(schema.framework.c.id))
    assert framework is not None
    with project.change("Add drafts") as change:
        for number, draft in enumerate(drafts["competencies"]):
            parent = codes.get(draft["parent"])
            row = {
                "id": f"draft-{number}",
                "framework_id": framework.id,
                "parent_id": parent.id if parent else f"missing {draft['parent']}",
                "position": f"zz{number}",
                "code": draft["code"] or None,
                "statement": {"en": draft["statement"]},
                "item_type": "Competency",
            }
            change.insert(schema.competency, [row])
        for draft in drafts["badges"]:
            _badge(change, draft, codes)


def _badge(change: Any, draft: dict[str, Any], codes: dict[str, Any]) -> None:
    code = draft["code"]
    texts = ("name", "description", "criteria", "assessment_method", "quality_assurance", "image_alt", "contact")
    row: dict[str, Any] = {key: {"en": draft[key]} for key in texts if draft.get(key)}
    row |= {"id": f"badge-{code}", "code": code, "trusted_type": draft["trusted_type"], "language": "en"}
    row |= {"workload_hours": draft["workload_hours"], "evidence": [{"en": text} for text in draft["evidence"]]}
    if draft["rubric"]:
        row["rubric_id"] = f"rubric-{code}"
        (texts_of_levels,) = draft["rubric"]["levels"]
        change.insert(schema.rubric, [{"id": row["rubric_id"]}])
        levels = change.insert(
            schema.rubric_level,
            [{"rubric_id": row["rubric_id"], "position": f"a{n}"} for n in range(len(texts_of_levels))],
        )
        (criterion,) = change.insert(schema.rubric_criterion, [{"rubric_id": row["rubric_id"], "position": "a0"}])
        change.insert(
            schema.criterion_level,
            [
                {"criterion_id": criterion, "level_id": level, "description": {"en": text}}
                for level, text in zip(levels, texts_of_levels, strict=True)
            ],
        )
    change.insert(schema.badge, [row])
    for number, target in enumerate(draft["alignments"]):
        known = codes.get(target)
        alignment = {"badge_id": row["id"], "position": f"a{number}", "target_code": target}
        change.insert(schema.alignment, [{**alignment, "competency_id": known.id if known else None}])
