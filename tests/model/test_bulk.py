# SPDX-License-Identifier: Apache-2.0
"""Many rows at once: indexes and positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from studio.model import schema
from studio.model.bulk import insert_rows
from studio.model.positions import between
from studio.model.project import Project
from studio.model.stored import RAW

MANY = 6_000


def indexes(project: Project) -> set[str]:
    with project.read() as connection:
        return set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")))


def rows(count: int) -> list[dict[str, object]]:
    return [{"id": f"c{number}", "framework_id": "f", "position": f"a{number}"} for number in range(count)]


@pytest.fixture
def local() -> Project:
    return Project.create(None, "Test project", author="tester")


def test_a_table_that_is_mostly_new_has_its_indexes_again(local: Project) -> None:
    before = indexes(local)
    with local.change("Import") as change:
        with change.in_bulk(schema.competency, MANY):
            assert indexes(local) < before
            change.insert(schema.competency, rows(MANY))
        assert indexes(local) == before
    local.undo()
    assert indexes(local) == before
    local.redo()
    assert indexes(local) == before
    with local.read() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        plan = str(connection.execute(text("EXPLAIN QUERY PLAN SELECT * FROM competency WHERE ctid = 'x'")).all())
    assert "competency_ctid" in plan
    local.close()


def test_an_error_inside_leaves_the_indexes(local: Project) -> None:
    before = indexes(local)
    with local.change("Outer") as outer:
        with pytest.raises(ZeroDivisionError), outer.in_bulk(schema.competency, MANY):
            raise ZeroDivisionError
        outer.insert(schema.competency, rows(1))
    assert indexes(local) == before
    with pytest.raises(ZeroDivisionError), local.change("Import") as change, change.in_bulk(schema.competency, MANY):
        raise ZeroDivisionError
    assert indexes(local) == before
    local.close()


def test_few_rows_for_a_large_table_leave_its_indexes_alone(local: Project) -> None:
    with local.change("Fill") as change:
        insert_rows(change.connection, RAW["competency"], rows(2 * MANY + 1))
        before = indexes(local)
        with change.in_bulk(schema.competency, MANY):
            assert indexes(local) == before
    local.close()


@given(
    st.one_of(st.none(), st.integers(0, 300).map(lambda count: between(None, None, count + 1)[-1])), st.integers(2, 400)
)
def test_many_positions_ascend_and_go_on(before: str | None, count: int) -> None:
    keys = between(before, None, count)
    assert len(keys) == count
    assert sorted(set(keys)) == keys
    assert before is None or before < keys[0]
    assert between(keys[-2], keys[-1])[0] > keys[-2]
    assert keys[-1] < between(keys[-1], None)[0]
