# SPDX-License-Identifier: Apache-2.0
"""The sample project: complete, the same every time, linked inside."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from studio.importing.sample import create_sample
from studio.model import schema
from studio.model.associations import KINDS
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.model.values import is_ctid
from studio.paths import resource


@pytest.fixture(scope="module")
def sample():
    project = create_sample(None)
    yield project
    project.close()


def everything(project):
    with project.read() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]
            for name, table in schema.ITEMS.items()
            if name != "project"
        }


def test_counts_are_those_of_the_manifest(sample):
    counts = json.loads(resource("sample", "project.json").read_text())["counts"]

    def count(table, *where):
        return sample.scalar(select(func.count()).select_from(table).where(*where))

    assert count(schema.organization) == counts["organizations"]
    assert count(schema.competency) == counts["framework_items"]
    assert count(schema.competency, schema.competency.c.item_type == "Competency") == counts["competencies"]
    assert count(schema.association) == counts["associations"]
    assert count(schema.badge) == count(schema.rubric) == count(schema.asset) == counts["badges"]
    assert count(schema.rubric_criterion) == counts["rubric_criteria"]
    assert count(schema.criterion_level) == counts["rubric_criteria"] * 4
    assert count(schema.progression_level) == 3


def test_it_is_the_same_every_time(sample):
    again = create_sample(None)
    assert everything(again) == everything(sample)
    again.close()


def test_every_reference_inside_resolves(sample):
    rows = everything(sample)
    ids = {row["id"] for table in rows.values() for row in table}
    referring = [
        (name, key, value)
        for name, table in rows.items()
        for row in table
        for key, value in row.items()
        if key.endswith("_id") and value is not None
    ]
    assert len(referring) > 500
    assert [reference for reference in referring if reference[2] not in ids] == []
    endorsers = {each for badge in rows["badge"] for each in badge["endorser_ids"]}
    assert endorsers < ids
    assert {row["kind"] for row in rows["association"]} <= set(KINDS)


def test_every_published_thing_has_a_ctid_of_its_own(sample):
    rows = everything(sample)
    ctids = [row["ctid"] for table in rows.values() for row in table if "ctid" in row]
    assert len(ctids) == len(set(ctids)) == 9 + 1 + 132 + 6 + 6 + 1 + 4 + 1 + 3
    assert all(is_ctid(ctid) for ctid in ctids)


def test_every_value_of_the_files_is_in_the_project(sample):
    held = json.dumps(everything(sample), ensure_ascii=False, default=repr)
    lost = []
    for name in ("organizations", "framework", "badges", "scales"):
        stack = [json.loads(resource("sample", f"{name}.json").read_text(encoding="utf-8"))]
        while stack:
            value = stack.pop()
            if isinstance(value, dict):
                stack += value.values()
            elif isinstance(value, list):
                stack += value
            elif isinstance(value, str):
                parts = value.split("|") if len(value) < 60 else [value]
                lost += [part for part in parts if json.dumps(part, ensure_ascii=False)[1:-1] not in held]
    # The paths of the pictures became the pictures; the note on translations became the list of languages.
    assert {text for text in lost if not text.startswith("images/")} == {"es (titles of domains and areas)"}


def test_a_saved_sample_opens_again_and_begins_with_all_of_it(tmp_path):
    create_sample(tmp_path / "a.studio").close()
    project = Project.open(tmp_path / "a.studio")
    assert not project.dirty
    assert [entry.label for entry in project.history()] == ["Add the sample project"]
    assert project.undo() is None
    assert project.scalar(select(func.count()).select_from(schema.competency)) == 132
    project.close()
    with pytest.raises(StudioError, match="exists already"):
        create_sample(tmp_path / "a.studio")
