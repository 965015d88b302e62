# SPDX-License-Identifier: Apache-2.0
"""The history of one item."""

from __future__ import annotations

import pytest

from studio.model import schema
from studio.model.item_history import changes_of
from studio.model.project import Project


def test_every_step_of_an_item_and_no_other(project: Project) -> None:
    with project.change("Add two") as change:
        change.insert(
            schema.competency,
            [{"id": i, "framework_id": "f", "position": f"a{i}", "statement": {"en": i}} for i in ("x", "y")],
        )
    with project.change("Reword x") as change:
        change.update(schema.competency, {"x": {"statement": {"en": "new"}, "code": "X"}})
    with project.change("Reword y") as change:
        change.update(schema.competency, {"y": {"code": "Y"}})
    with project.change("Add a framework") as change:
        change.insert(schema.framework, [{"id": "f", "name": {"en": "F"}}])
    with project.change("Delete x") as change:
        change.delete(schema.competency, ["x"])
    project.undo()

    found = changes_of(project, "competency", "x")
    assert [(step.kind, step.label) for step in found] == [
        ("undo", 'Undid "Delete x"'),
        ("edit", "Delete x"),
        ("edit", "Reword x"),
        ("edit", "Add two"),
    ]
    assert [(step.added, step.removed) for step in found] == [
        (True, False),
        (False, True),
        (False, False),
        (True, False),
    ]
    assert found[2].columns == ("code", "statement")
    assert changes_of(project, "competency", "x", scan=1) == found[:1]
    assert changes_of(project, "competency", "nobody") == []


def test_the_search_can_be_stopped(project: Project) -> None:
    with project.change("Add") as change:
        change.insert(schema.framework, [{"name": {"en": "F"}}])

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        changes_of(project, "framework", "f", check=stop)
