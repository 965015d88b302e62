# SPDX-License-Identifier: Apache-2.0
"""The search index after large changes, and how stored values become searched texts."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from studio.model import schema
from studio.model.project import Project
from studio.model.schema import to_json
from studio.model.search import search
from studio.model.search_texts import SEARCHED, _body, _spoken, index_waits, texts_of

texts = st.text(max_size=12)
values = st.one_of(
    st.dictionaries(texts, texts, max_size=5),
    st.lists(texts, max_size=4),
    st.dictionaries(texts, st.lists(texts, max_size=3), max_size=3),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=8,
    ),
)


def words_of(value: Any) -> list[str]:
    """The texts of a value, by plain recursion."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [word for part in value for word in words_of(part)]
    return [str(value)]


@given(values)
def test_stored_values_are_compact_json_with_sorted_keys(value: Any) -> None:
    assert to_json(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@given(values)
def test_the_searched_text_is_every_text_without_the_names(value: Any) -> None:
    assert _spoken(to_json(value)) == " ".join(words_of(json.loads(to_json(value))))


@given(st.dictionaries(st.sampled_from(["statement", "keywords", "code", "label"]), values))
def test_the_text_of_a_new_row_is_the_same_before_and_after_it_is_stored(row: dict[str, Any]) -> None:
    if not isinstance(row.get("code", ""), str):
        row["code"] = "[A]"
    stored = {key: value if key == "code" else to_json(value) for key, value in row.items() if value}
    assert texts_of("competency", [{}, row]) in (None, ["", _body(stored, SEARCHED["competency"])])


def add(project: Project, count: int, word: str) -> list[str]:
    """Many items whose statements hold a word and their number."""
    with project.change("Add") as change:
        return change.insert(
            schema.competency,
            [
                {"framework_id": "f", "position": f"a{number}", "statement": {"en": f"{word} part{number}"}}
                for number in range(count)
            ],
        )


def found(project: Project, word: str) -> int:
    return len(search(project, word, limit=10_000))


def in_step(project: Project) -> None:
    """SQLite's own check of the index against the texts; it raises when one does not fit the other."""
    if project.engine.dialect.name == "sqlite":
        with project.change("Check") as change:
            change.connection.execute(
                text("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)")
            )


def test_the_index_follows_large_changes_there_and_back(project: Project) -> None:
    add(project, 3, "rivet")
    many = add(project, 600, "weld")
    assert (found(project, "weld"), found(project, "rivet"), found(project, "part599")) == (600, 3, 1)
    with project.change("Reword") as change:
        change.update(schema.competency, {row_id: {"statement": {"en": "solder it"}} for row_id in many[:300]})
    assert (found(project, "weld"), found(project, "solder")) == (300, 300)
    in_step(project)
    with project.change("Delete") as change:
        change.delete(schema.competency, many[250:])
    assert (found(project, "weld"), found(project, "solder")) == (0, 250)
    in_step(project)
    for expected in ((300, 300), (600, 0), (0, 0)):
        project.undo()
        assert (found(project, "weld"), found(project, "solder")) == expected
        in_step(project)
    project.redo()
    assert (found(project, "weld"), found(project, "rivet")) == (600, 3)
    in_step(project)


def test_taking_few_of_many_texts_out_keeps_the_others(project: Project) -> None:
    many = add(project, 2_000, "weld")
    with project.change("Delete") as change:
        change.delete(schema.competency, many[:300])
    assert found(project, "weld") == 1_700
    in_step(project)


def test_small_changes_after_a_large_one_still_reach_the_index(project: Project) -> None:
    add(project, 600, "weld")
    (one,) = add(project, 1, "braze")
    assert found(project, "braze") == 1
    with project.change("Delete") as change:
        change.delete(schema.competency, [one])
    assert found(project, "braze") == 0
    in_step(project)


def waits(project: Project) -> bool:
    with project.read() as connection:
        return index_waits(connection)


def test_an_index_that_is_mostly_new_is_made_at_the_next_search(project: Project) -> None:
    add(project, 3, "rivet")
    many = add(project, 6_000, "weld")
    assert waits(project) == (project.engine.dialect.name == "sqlite")
    (one,) = add(project, 1, "braze")  # small changes go on while it waits
    with project.change("Delete") as change:
        change.delete(schema.competency, [*many[:10], one])
    add(project, 300, "glue")
    assert (found(project, "weld"), found(project, "rivet"), found(project, "braze")) == (5_990, 3, 0)
    assert found(project, "glue") == 300
    assert not waits(project)
    in_step(project)


def test_undo_and_redo_of_a_large_change_before_and_after_a_search(project: Project) -> None:
    add(project, 3, "rivet")
    add(project, 6_000, "weld")
    project.undo()
    assert (found(project, "weld"), found(project, "rivet")) == (0, 3)
    in_step(project)
    project.redo()
    assert (found(project, "weld"), found(project, "rivet")) == (6_000, 3)
    in_step(project)
    project.undo()
    assert (found(project, "weld"), found(project, "rivet")) == (0, 3)
    in_step(project)


def test_making_the_index_is_no_step_of_the_history(project: Project) -> None:
    add(project, 6_000, "weld")
    before = project.history()
    assert found(project, "weld") == 6_000
    assert project.history() == before
    assert project.can_undo() == "Add"


def test_a_search_within_a_change_that_fails_leaves_the_index_to_the_next_one(project: Project) -> None:
    add(project, 6_000, "weld")

    def fail() -> None:
        with project.change("Fail"):
            assert found(project, "weld") == 6_000
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert found(project, "weld") == 6_000
    in_step(project)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_saved_project_whose_index_waits_is_searched(tmp_path: Path, read_only: bool) -> None:
    place = tmp_path / "large.cstudio"
    with closing(Project.create(place, name="Large")) as project:
        add(project, 6_000, "weld")
        project.save()
    before = place.read_bytes()
    with closing(Project.open(place, read_only=read_only)) as project:
        assert found(project, "weld") == 6_000
        assert not project.dirty
    assert place.read_bytes() == before
