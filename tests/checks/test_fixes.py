# SPDX-License-Identifier: Apache-2.0
"""Fixes: each makes its finding go, is one undo step, and is refused when the item has changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from studio.checks import fixes
from studio.checks.engine import run
from studio.checks.rules import Finding
from studio.model import schema
from studio.model.errors import NotAllowed
from studio.model.project import Project

c = schema.competency.c


def finding_of(project: Project, rule: str, item_id: str) -> Finding:
    (finding,) = [f for f in run(project) if f.rule == rule and f.item_id == item_id]
    return finding


def state(project: Project) -> list[Any]:
    return [project.rows(select(table).order_by(table.c.id)) for table in (schema.competency, schema.association)]


@pytest.mark.parametrize(
    ("draft", "rule", "label"),
    [
        (1, "FW04", "Give it a free code"),
        (2, "FW05", "Give it a free code"),
        (4, "FW10", "Split in two"),
        (5, "FW13", "Link as the same"),
        (8, "FW23", "Clean up the text"),
        (9, "FW06", "Renumber to fit"),
    ],
)
def test_each_fix_is_one_step_and_its_finding_goes(drafted: Project, draft: int, rule: str, label: str) -> None:
    finding = finding_of(drafted, rule, f"draft-{draft}")
    (fix,) = fixes.available(drafted, finding)
    assert fix.label == label
    before, steps = state(drafted), len(drafted.history())
    fixes.apply(drafted, finding, fix.id)
    assert len(drafted.history()) == steps + 1
    assert drafted.can_undo() == label
    assert not [f for f in run(drafted) if f.rule == rule and f.item_id == finding.item_id]
    drafted.undo()
    assert state(drafted) == before
    assert finding_of(drafted, rule, finding.item_id) == finding


def test_what_the_fixes_write(drafted: Project) -> None:
    def one(item_id: str) -> Any:
        return drafted.row(select(c.code, c.statement).where(c.id == item_id))

    for draft, rule in ((1, "FW04"), (2, "FW05"), (8, "FW23"), (9, "FW06")):
        finding = finding_of(drafted, rule, f"draft-{draft}")
        fixes.apply(drafted, finding, finding.fix_id or "")
    assert one("draft-1").code == "MT.SAF.1.4"
    assert one("draft-2").code == "MT.ELE.1.4"
    assert one("draft-8").statement == {"en": "Hear the evacuation alarm and walk to the exit"}
    assert one("draft-9").code == "MT.CTL.3.4"


def test_split_makes_a_neighbour(drafted: Project) -> None:
    finding = finding_of(drafted, "FW10", "draft-4")
    fixes.apply(drafted, finding, "split")
    rows = drafted.rows(
        select(c.statement, c.item_type)
        .where(c.parent_id == drafted.scalar(select(c.parent_id).where(c.id == "draft-4")))
        .order_by(c.position, c.id)
    )
    assert [row.statement["en"] for row in rows][-2:] == [
        "Align shafts.",
        "Write a purchase order; then train the night shift.",
    ]
    assert {row.item_type for row in rows} == {"Competency"}


def test_a_renumbered_branch_follows(build) -> None:
    area = {"item_type": "Area", "statement": "Measure parts and read drawings."}
    leaf = {"item_type": "Competency", "statement": "Measure parts with calipers to tolerance."}
    project = build(
        {"id": "top", "code": "F", **area},
        {"id": "a", "code": "F.1", "parent_id": "top", **area},
        {"id": "b", "code": "X.7", "parent_id": "top", **area},
        {"id": "b1", "code": "X.7.1", "parent_id": "b", **leaf},
        {"id": "b2", "code": "X.7.2", "parent_id": "b", **leaf},
    )
    finding = finding_of(project, "FW06", "b")
    fixes.apply(project, finding, "renumber")
    codes = {row.id: row.code for row in project.rows(select(c.id, c.code))}
    assert codes == {"top": "F", "a": "F.1", "b": "F.2", "b1": "F.2.1", "b2": "F.2.2"}


def test_the_language_is_changed_where_it_is_free(build) -> None:
    english = "Explain how the current in a circuit is related to the voltage."
    project = build({"id": "a", "code": "F.1", "statement": {"es": english}, "item_type": "Competency"})
    finding = finding_of(project, "FW17", "a")
    fixes.apply(project, finding, "set_language:en")
    assert project.scalar(select(c.statement)) == {"en": english}
    project.undo()
    with project.change("Edit") as change:
        change.update(schema.competency, {"a": {"statement": {"es": english, "en": "Other."}}})
    with pytest.raises(NotAllowed, match="already"):
        fixes.apply(project, finding, "set_language:en")


def test_an_alignment_is_linked_by_its_code(build) -> None:
    project = build({"id": "a", "code": "F.1", "statement": "Measure parts with calipers."})
    with project.change("Badge") as change:
        change.insert(schema.badge, [{"id": "b", "code": "B"}])
        change.insert(schema.alignment, [{"id": "x", "badge_id": "b", "position": "a", "target_code": "f.1"}])
    finding = finding_of(project, "BG05", "b")
    fixes.apply(project, finding, "align_target")
    assert project.scalar(select(schema.alignment.c.competency_id)) == "a"


def test_stale_findings_offer_nothing(drafted: Project) -> None:
    finding = finding_of(drafted, "FW23", "draft-8")
    with drafted.change("Edit") as change:
        change.update(schema.competency, {"draft-8": {"statement": {"en": "Leave  by the exit."}}})
    assert fixes.available(drafted, finding) == []
    with pytest.raises(NotAllowed, match="has changed"):
        fixes.apply(drafted, finding, "clean")
    gone = finding_of(drafted, "FW04", "draft-1")
    with drafted.change("Remove") as change:
        change.delete(schema.competency, ["draft-1"])
    assert fixes.available(drafted, gone) == []
    assert fixes.available(drafted, finding_of(drafted, "FW07", "draft-3")) == []


def test_every_offered_fix_can_be_made(drafted: Project) -> None:
    for finding in run(drafted):
        for fix in fixes.available(drafted, finding):
            fixes.apply(drafted, finding, fix.id)
            drafted.undo()
