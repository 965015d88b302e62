# SPDX-License-Identifier: Apache-2.0
"""What differs between two snapshots."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model import schema
from studio.model.differences import Difference, differences, snapshot, to_json
from studio.model.errors import NotFound
from studio.model.positions import between
from studio.model.project import Project


@pytest.fixture
def filled(project: Project) -> Project:
    with project.change("Fill") as change:
        change.insert(schema.framework, [{"id": "f", "code": "F", "name": {"en": "Safety"}}])
        change.insert(
            schema.competency,
            [
                {
                    "id": f"c{n}",
                    "framework_id": "f",
                    "position": f"a{n}",
                    "code": f"F.{n}",
                    "statement": {"en": f"Do {n}"},
                }
                for n in range(4)
            ],
        )
        change.insert(
            schema.asset,
            [{"id": "a", "name": "x.svg", "media_type": "image/svg+xml", "sha256": "0", "data": b"<svg/>"}],
        )
        change.insert(schema.alignment, [{"id": "l", "badge_id": "b", "position": "a0", "target_name": "Elsewhere"}])
    project.add_version("1")
    return project


def found(project: Project) -> list[Difference]:
    return differences(snapshot(project, "1"), snapshot(project))


def test_nothing_changed(filled: Project) -> None:
    assert found(filled) == []
    assert to_json([]) == {"added": [], "removed": [], "moved": [], "reworded": [], "changed": []}


def test_every_kind_of_change(filled: Project) -> None:
    with filled.change("Edit") as change:
        change.update(schema.competency, {"c0": {"parent_id": "c3"}, "c1": {"statement": {"es": "Haz"}, "weight": 2.0}})
        change.update(schema.alignment, {"l": {"target_name": "Here"}})
        change.update(schema.asset, {"a": {"sha256": "1", "data": b"<svg></svg>"}})
        change.delete(schema.competency, ["c2"])
        change.insert(schema.concept, [{"id": "k", "scheme_id": "s", "position": "a0", "notation": "K1"}])
    seen = {(d.change, d.id): d for d in found(filled)}
    assert set(seen) == {
        ("moved", "c0"),
        ("reworded", "c1"),
        ("changed", "c1"),
        ("changed", "l"),
        ("changed", "a"),
        ("removed", "c2"),
        ("added", "k"),
    }
    assert seen["moved", "c0"].fields == {"parent_id": (None, "c3")}
    assert seen["reworded", "c1"].fields == {"statement.en": ("Do 1", None), "statement.es": (None, "Haz")}
    assert seen["changed", "c1"].fields == {"weight": (None, 2.0)}
    assert seen["changed", "a"].fields == {"sha256": ("0", "1")}
    assert (seen["removed", "c2"].code, seen["removed", "c2"].name) == ("F.2", "Do 2")
    assert (seen["added", "k"].code, seen["added", "k"].name) == ("K1", "K1")


def test_a_version_brings_deleted_and_undone_things_back(filled: Project) -> None:
    before = snapshot(filled)
    with filled.change("Delete") as change:
        change.delete(schema.competency, ["c1", "c3"])
    with filled.change("Reword") as change:
        change.update(schema.competency, {"c0": {"statement": {"en": "Other"}}})
    filled.undo()
    with filled.change("Add") as change:
        change.insert(schema.competency, [{"id": "c9", "framework_id": "f", "position": "b0"}])
    assert snapshot(filled, "1") == before


def test_an_unknown_version_lists_the_known(filled: Project) -> None:
    with pytest.raises(NotFound, match='"1"'):
        snapshot(filled, "2")


def test_an_abbreviation_that_is_no_language_map(filled: Project) -> None:
    with filled.change("Edit") as change:
        change.insert(schema.organization, [{"id": "o", "name": {"en": "School"}, "code": "S"}])
        change.update(schema.alignment, {"l": {"target_name": None, "target_code": "T1"}})
        change.update(schema.asset, {"a": {"name": "y.svg"}})
        change.update(schema.competency, {"c3": {"statement": {"en": "Do 3", "es": "Haz"}}})
    seen = {d.id: d for d in found(filled)}
    assert seen["a"].fields == {"name": ("x.svg", "y.svg")}
    assert seen["c3"].fields == {"statement.es": (None, "Haz")}
    assert (seen["o"].code, seen["o"].name) == ("S", "School")
    assert seen["l"].code == "T1"


@given(st.permutations(range(6)))
def test_as_few_items_as_possible_count_as_moved(order: list[int]) -> None:
    positions = between(None, None, 6)
    blank = dict.fromkeys(schema.competency.columns.keys())

    def rows(ranks: list[int]) -> dict:
        return {
            "competency": {
                f"c{n}": {**blank, "id": f"c{n}", "framework_id": "f", "position": positions[rank]}
                for n, rank in enumerate(ranks)
            }
        }

    moved = {d.id for d in differences(rows(list(range(6))), rows(order)) if d.change == "moved"}
    stayed = [rank for n, rank in enumerate(order) if f"c{n}" not in moved]
    assert stayed == sorted(stayed)
    longest = max(k for k in range(1, 7) for picked in combinations(order, k) if list(picked) == sorted(picked))
    assert len(stayed) == longest
