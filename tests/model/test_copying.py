# SPDX-License-Identifier: Apache-2.0
"""Branches as records, and back: in one framework, in another, in another project; the history of one item."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from studio.model import copying, frameworks, items, schema
from studio.model.item_history import changes_of
from studio.model.project import Project

c = schema.competency.c


@pytest.fixture
def branch(project: Project) -> tuple[str, dict[str, str]]:
    """A framework with A (A.1, A.2 (A.2.a)) and B; ids by code."""
    framework = frameworks.create_framework(project, {"en": "Test"})
    ids: dict[str, str] = {}
    for code, above in (("A", None), ("A.1", "A"), ("A.2", "A"), ("A.2.a", "A.2"), ("B", None)):
        parent = ids[above] if above else None
        ids[code] = frameworks.add_competency(
            project, framework, parent, code=code, statement={"en": f"Do {code}."}, keywords={"en": ["x"]}
        )
    return framework, ids


def outline(project: Project, framework: str, parent: str | None = None) -> list[object]:
    return [[row.code, outline(project, framework, row.id)] for row in frameworks.children(project, framework, parent)]


def test_records_stand_in_document_order_without_what_is_inside(project, branch):
    _, ids = branch
    records = copying.branches(project, [ids["B"], ids["A.2"], ids["A"]])
    assert [record["code"] for record in records] == ["A", "A.1", "A.2", "A.2.a", "B"]


def test_copies_go_after_a_sibling_first_or_to_the_end(project, branch):
    framework, ids = branch
    records = copying.branches(project, [ids["A.2"]])
    copying.paste(project, records, framework, None, ids["A"])
    copying.paste(project, records, framework, None, first=True)
    copying.paste(project, records, framework, ids["B"])
    shape = ["A.2", [["A.2.a", []]]]
    assert outline(project, framework) == [
        shape,
        ["A", [["A.1", []], shape]],
        shape,
        ["B", [shape]],
    ]
    project.undo()
    project.undo()
    project.undo()
    assert outline(project, framework) == [["A", [["A.1", []], shape]], ["B", []]]


def test_each_copy_has_identifiers_of_its_own_and_keeps_the_rest(project, branch):
    framework, ids = branch
    (new,) = copying.paste(project, copying.branches(project, [ids["A.1"]]), framework, None)
    old_row = items.get(project, schema.competency, ids["A.1"])
    new_row = items.get(project, schema.competency, new)
    assert new_row.id != old_row.id
    assert new_row.ctid != old_row.ctid
    assert (new_row.statement, new_row.keywords) == (old_row.statement, old_row.keywords)
    ctids = [row.ctid for row in project.rows(select(c.ctid))]
    assert len(set(ctids)) == len(ctids)


def test_records_of_another_project_are_taken_in(project, branch):
    _, ids = branch
    records = [{**record, "unknown": "column"} for record in copying.branches(project, [ids["A"]])]
    other = Project.create(None, "Other", author="tester")
    framework = frameworks.create_framework(other, {"en": "Other"})
    copying.paste(other, records, framework, None, label="Paste from elsewhere")
    assert outline(other, framework) == [["A", [["A.1", []], ["A.2", [["A.2.a", []]]]]]]
    assert other.can_undo() == "Paste from elsewhere"
    other.close()


def test_nothing_is_pasted_from_nothing(project, branch):
    framework, _ = branch
    before = project.history(1)[0].seq
    assert copying.paste(project, [], framework, None) == []
    assert project.history(1)[0].seq == before


def test_what_happened_to_one_item(project, branch):
    _, ids = branch
    items.set_text(project, schema.competency, ids["A"], "statement", "en", "Do it well.")
    items.set_text(project, schema.competency, ids["B"], "statement", "en", "Not this one.")
    project.undo()
    frameworks.delete(project, [ids["A"]])
    project.undo()
    looked: list[bool] = []
    found = changes_of(project, "competency", ids["A"], check=lambda: looked.append(True))
    assert [(change.kind, change.added, change.removed) for change in found] == [
        ("undo", True, False),
        ("edit", False, True),
        ("edit", False, False),
        ("edit", True, False),
    ]
    assert found[2].columns == ("statement", "text_times")
    assert looked
    assert changes_of(project, "competency", ids["A"], scan=1) == found[:1]
    assert changes_of(project, "badge", ids["A"]) == []
