# SPDX-License-Identifier: Apache-2.0
"""Copies of branches as records, and pasting them."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from studio.model import copying, schema
from studio.model.project import Project

c = schema.competency.c


@pytest.fixture
def tree(project: Project) -> Project:
    """``a`` with ``a1`` (with ``a1x``) and ``a2``; ``b``; and an empty second framework ``g``."""
    places = {"a": None, "b": None, "a1": "a", "a2": "a", "a1x": "a1"}
    with project.change("Fill") as change:
        change.insert(schema.framework, [{"id": "f", "name": {"en": "F"}}, {"id": "g", "name": {"en": "G"}}])
        change.insert(
            schema.competency,
            [
                {
                    "id": item,
                    "ctid": f"ce-{item}",
                    "framework_id": "f",
                    "parent_id": above,
                    "position": f"a{number}",
                    "code": item.upper(),
                    "statement": {"en": f"Do {item}", "es": f"Haz {item}"},
                }
                for number, (item, above) in enumerate(places.items())
            ],
        )
    return project


def shape(project: Project, framework: str, parent: str | None = None) -> list:
    """The tree as nested ``[code, below]`` in order."""
    above = c.parent_id.is_(None) if parent is None else c.parent_id == parent
    found = project.rows(select(c.id, c.code).where(c.framework_id == framework, above).order_by(c.position))
    return [[row.code, shape(project, framework, row.id)] for row in found]


A = ["A", [["A1", [["A1X", []]]], ["A2", []]]]


def test_branches_are_in_document_order_and_fit_into_json(tree: Project) -> None:
    records = copying.branches(tree, ["b", "a", "a1x"])
    assert [record["id"] for record in records] == ["a", "a1", "a1x", "a2", "b"] or [
        record["id"] for record in records
    ] == ["b", "a", "a1", "a1x", "a2"]
    assert json.loads(json.dumps(records)) == records


@pytest.mark.parametrize(
    ("after", "first", "expected"),
    [
        (None, False, [A, ["B", []], A]),
        (None, True, [A, A, ["B", []]]),
        ("a", False, [A, A, ["B", []]]),
        ("b", False, [A, ["B", []], A]),
    ],
)
def test_paste_keeps_the_shape_and_mints_identifiers(tree: Project, after: str, first: bool, expected: list) -> None:
    records = copying.branches(tree, ["a"])
    (top,) = copying.paste(tree, records, "f", None, after, first=first)
    assert shape(tree, "f") == expected
    assert tree.can_undo() == "Paste 4 items"
    copy = tree.row(select(c.ctid, c.statement).where(c.id == top))
    assert copy.ctid.startswith("ce-")
    assert copy.ctid != "ce-a"
    assert copy.statement == {"en": "Do a", "es": "Haz a"}
    assert len(set(tree.rows(select(c.ctid)))) == 9
    tree.undo()
    assert shape(tree, "f") == [A, ["B", []]]


def test_into_another_framework_below_an_item(tree: Project) -> None:
    (parent,) = copying.paste(tree, copying.branches(tree, ["b"]), "g", None)
    copying.paste(tree, copying.branches(tree, ["a1", "a2"]), "g", parent, label="Copy two")
    assert shape(tree, "g") == [["B", [["A1", [["A1X", []]]], ["A2", []]]]]
    assert tree.can_undo() == "Copy two"


def test_records_of_others_lose_what_is_unknown_and_nothing_makes_no_step(tree: Project) -> None:
    label = tree.can_undo()
    assert copying.paste(tree, [], "g", None) == []
    assert tree.can_undo() == label
    copying.paste(tree, [{"id": "x", "code": "X", "colour": "red", "ctid": "ce-a"}], "g", None)
    assert shape(tree, "g") == [["X", []]]
    assert tree.can_undo() == "Paste item"
