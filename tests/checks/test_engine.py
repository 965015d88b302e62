# SPDX-License-Identifier: Apache-2.0
"""The engine: order, profiles, accepted findings, checks after an edit, and how the work grows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from studio.checks import accepting, engine, likeness, profiles
from studio.checks.engine import RULES, run, run_for
from studio.checks.loading import load
from studio.checks.profiles import severities
from studio.checks.rules import Finding
from studio.checks.words import content
from studio.model import schema
from studio.model.errors import NotAllowed, NotFound, StudioError
from studio.model.positions import between
from studio.model.project import Project


def test_findings_come_in_reading_order(drafted: Project) -> None:
    snapshot = load(drafted)
    places = [snapshot.items[f.item_id].order for f in run(drafted) if f.kind == "competency"]
    attached, lost = places[:-1], places[-1:]
    assert attached == sorted(attached)
    assert lost == [0]  # The item without a parent comes last.
    assert [f.kind for f in run(drafted)][-1] == "badge"


def test_profiles_choose_rules_and_severities(drafted: Project) -> None:
    for profile in profiles.profiles().values():
        assert set(profile.rules) <= set(RULES)
        assert {f.rule for f in run(drafted, [profile.id])} <= set(profile.rules)
    everything = {f.rule: f.severity for f in run(drafted)}
    trusted = {f.rule: f.severity for f in run(drafted, ["trusted"])}
    assert (everything["BG07"], trusted["BG07"]) == ("warning", "error")
    both = profiles.severities(["registry", "district"])
    assert both["FW04"] == "warning"  # The heavier of info and warning.
    with pytest.raises(StudioError, match='no profile "state"'):
        run(drafted, ["state"])
    assert {f.rule for f in run(drafted, only=["FW04"])} == {"FW04"}


def test_accepting_until_the_text_changes(sample: Project) -> None:
    (finding,) = [f for f in run(sample, only=["FW10"]) if f.code == "MT.MCH.1.3"]
    with pytest.raises(NotAllowed):
        accepting.accept(sample, finding, "  ")
    accepted_id = accepting.accept(sample, finding, "One task in the shop")
    assert sample.can_undo() == "Accept FW10 at MT.MCH.1.3"
    assert finding not in run(sample)
    assert finding in run(sample, accepted=True)
    assert accepting.accept(sample, finding, "One task on the shop floor") == accepted_id
    (kept,) = accepting.accepted(sample)
    assert (kept.rule, kept.item_id, kept.reason) == ("FW10", finding.item_id, "One task on the shop floor")
    assert kept.author == sample.author
    with sample.change("Edit") as change:
        text = {"en": "Model a new bracket in CAD and release a dimensioned drawing."}
        change.update(schema.competency, {finding.item_id: {"statement": text}})
    assert [f.code for f in run(sample, only=["FW10"])].count("MT.MCH.1.3") == 1
    sample.undo()
    assert finding not in run(sample)
    accepting.withdraw(sample, accepted_id)
    assert finding in run(sample)
    with pytest.raises(NotFound):
        accepting.withdraw(sample, accepted_id)


def test_an_accepted_sum_stays_accepted(build) -> None:
    wordings = (
        {"id": f"c{n}", "statement": f"Good practice number {n}.", "item_type": "Competency"} for n in range(40)
    )
    project = build(*wordings)
    (finding,) = run(project, only=["FW08"])
    accepting.accept(project, finding, "Adopted wording")
    with project.change("Edit") as change:
        change.delete(schema.competency, ["c7"])
    assert run(project, only=["FW08"]) == []


def test_progress_is_told_and_may_stop_the_run(sample: Project) -> None:
    told: list[tuple[int, int, str]] = []
    run(sample, progress=lambda *step: told.append(step))
    assert told[0] == (0, 0, "Reading the project")
    assert told[-1] == (138, 138, "Checking")

    class Stop(Exception):
        pass

    def stop(*_step: object) -> None:
        raise Stop

    with pytest.raises(Stop):
        run(sample, progress=stop)


def test_many_of_a_kind_are_summed_up(build) -> None:
    rows = [
        {
            "id": f"c{n}",
            "code": f"F.{n}",
            "statement": f"Good practice number {n} in the shop.",
            "item_type": "Competency",
        }
        for n in range(30)
    ]
    project = build(*rows)
    (once,) = run(project, only=["FW08"])
    assert (once.kind, once.item_id, len(once.related)) == ("framework", "f", 30)
    assert once.message.startswith("30 of 30 items: start with an observable verb. For example F.0: Starts with")
    assert len(run(project, only=["FW08"], accepted=True)) == 30
    accepting.accept(project, once, "Adopted wording")
    assert run(project, only=["FW08"]) == []


@pytest.fixture
def edits(sample: Project) -> list[Any]:
    """Every change of the sample from now on."""
    changes: list[Any] = []
    sample.subscribe(changes.append)
    return changes


def test_after_an_edit_a_small_project_is_checked_whole(sample: Project, edits: list[Any]) -> None:
    findings = run(sample)
    with sample.change("Edit") as change:
        ids = [row.id for row in sample.rows(schema.competency.select()) if row.code == "MT.CTL.1.1"]
        change.update(schema.competency, {ids[0]: {"statement": {"en": "Understand PLCs."}}})
    recheck = run_for(sample, edits[-1])
    assert recheck.complete
    assert recheck.update(findings) == run(sample)
    with sample.change("Scheme") as change:
        change.insert(schema.concept_scheme, [{"name": {"en": "Kinds"}}])
    assert run_for(sample, edits[-1]).update(findings) == findings


def test_after_an_edit_a_large_project_is_checked_around_it(
    sample: Project, edits: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LIVE_LIMIT", 100)
    findings = run(sample)
    codes = {row.code: row.id for row in sample.rows(schema.competency.select())}
    with sample.change("Edit") as change:
        change.update(schema.competency, {codes["MT.MCH.1.3"]: {"statement": {"en": "Understand CAD."}}})
    recheck = run_for(sample, edits[-1])
    assert not recheck.complete
    assert {f.rule for f in recheck.findings} == {"FW09", "FW11"}
    assert "FW13" in recheck.waiting
    assert len(recheck.ids) < 12
    assert _sorted(recheck.update(findings)) == _sorted(run(sample))
    with sample.change("Remove") as change:
        change.delete(schema.competency, [codes["MT.PRO.2.2"]])
    after = run_for(sample, edits[-1]).update(run(sample))
    assert codes["MT.PRO.2.2"] not in {f.item_id for f in after}


def test_after_an_edit_of_a_badge_all_badges_are_checked(
    sample: Project, edits: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LIVE_LIMIT", 100)
    findings = run(sample)
    badge = sample.row(schema.badge.select().where(schema.badge.c.code == "B2"))
    assert badge is not None
    with sample.change("Edit") as change:
        change.update(schema.badge, {badge.id: {"appeal": None}})
    recheck = run_for(sample, edits[-1])
    assert {f.rule for f in recheck.findings if f.kind == "badge"} == {"BG06", "BG18", "BG23"}
    assert _sorted(recheck.update(findings)) == _sorted(run(sample))
    with sample.change("Paste") as change:
        f = sample.row(schema.framework.select())
        assert f is not None
        rows = [{"framework_id": f.id, "position": f"zz{n:03}", "statement": {"en": "x"}} for n in range(101)]
        change.insert(schema.competency, rows)
    assert run_for(sample, edits[-1]).waiting == frozenset(severities(()))


def test_a_check_around_an_edit_does_not_take_groups_for_leaves(build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is typed, so only leaves are outcomes; the children of what was read last are not known."""
    monkeypatch.setattr(engine, "LIVE_LIMIT", 3)
    chain = [{"id": f"c{n}", "parent_id": f"c{n - 1}" if n else None, "statement": "Good things."} for n in range(5)]
    project = build(*chain, framework={"levels": None})
    changes: list[Any] = []
    project.subscribe(changes.append)
    with project.change("Edit") as change:
        change.update(schema.competency, {"c0": {"statement": {"en": "Better things."}}})
    recheck = run_for(project, changes[-1])
    assert [f for f in recheck.findings if f.rule == "FW08"] == []
    assert recheck.ids == {"f", "c0", "c1"}


def _sorted(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return sorted((f.rule, f.item_id, f.message) for f in findings)


def test_a_check_reads_with_a_handful_of_queries(sample: Project) -> None:
    count = 0

    def counted(*_arguments: object) -> None:
        nonlocal count
        count += 1

    event.listen(sample.engine, "before_cursor_execute", counted)
    run(sample)
    assert count <= 16


def _calls(project: Project) -> int:
    """Python calls of one check: a measure that a loaded machine does not change."""
    snapshot = load(project)
    count = 0

    def counted(_frame: object, happened: str, _argument: object) -> None:
        nonlocal count
        count += happened in ("call", "c_call")

    sys.setprofile(counted)
    try:
        engine.check(snapshot, profiles.severities(()))
    finally:
        sys.setprofile(None)
    return count


def _statement(number: int) -> str:
    """Long, and like its neighbours but for two words: not near enough, and near enough to be looked at."""
    return (
        f"Measure the pump to {number} units of the production cell in the second hall by the plan that the team wrote "
        "down last autumn for every shift and week with calipers, gauges, scales, timers, lamps and mirrors, beyond "
        f"limit {number + 100_000}"
    )


@pytest.mark.parametrize("boilerplate", [False, True])
def test_the_work_grows_with_the_items_and_not_with_their_square(build, boilerplate: bool) -> None:
    nouns = ["pump", "valve", "gear", "shaft", "motor", "sensor", "relay", "panel"]

    def rows(count: int) -> list[dict[str, Any]]:
        return [
            {
                "id": f"c{n}",
                "code": f"F.{n}",
                "statement": _statement(n)
                if boilerplate
                else f"Measure the {nouns[n % 8]} {nouns[n % 7]} to {n} units",
                "position": position,
            }
            for n, position in enumerate(between(None, None, count))
        ]

    small, large = _calls(build(*rows(400))), _calls(build(*rows(1600)))
    assert large < 4 * small * 1.3


def test_likeness_is_exact_for_short_and_long_statements() -> None:
    words = [f"w{n}" for n in range(40)]
    sets = [
        frozenset(words[:20]),
        frozenset([*words[:19], "other"]),  # 19 / 21: alike
        frozenset([*words[:18], "some", "more"]),  # 18 / 22: not
        frozenset(words[30:40]),
        frozenset(words[31:40]),  # 9 / 10: alike
        frozenset(words[32:40]),  # 8 / 9: not
        frozenset(words),
        frozenset([*words[:38], "third", "fourth"]),  # 38 / 42: alike
    ]
    found = {frozenset((sets.index(one), sets.index(other))) for one, other in likeness.alike(sets)}
    assert found == {frozenset((0, 1)), frozenset((3, 4)), frozenset((6, 7))}
    assert content("Hang the sign", "en") == {"hang", "sign"}


FRAMEWORKS = (
    "bcsp-asp",
    "bcsp-cet",
    "connecting-credentials",
    "onet-abilities",
    "ace-principles-of-finance-learning-outcomes",
)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_frameworks_of_others_are_checked_without_a_hitch(shared: Path, build, name: str) -> None:
    """No crash on what others wrote, and a list that a person can read."""
    path = shared / "standards" / "ctdl" / "samples" / "frameworks" / f"{name}.json"
    nodes = json.loads(path.read_text(encoding="utf-8"))["@graph"]
    rows = []
    for node in nodes:
        if str(node["@type"]).endswith("Competency"):
            parent = node.get("ceasn:isChildOf")
            parent = parent[0] if isinstance(parent, list) and parent else parent
            rows.append(
                {
                    "id": node["@id"],
                    "uri": node["@id"],
                    "parent_id": parent if isinstance(parent, str) else None,
                    "statement": _map(node.get("ceasn:competencyText")),
                    "label": _map(node.get("ceasn:competencyLabel")),
                    "code": str(node.get("ceasn:codedNotation") or "") or None,
                    "ctid": node.get("ceterms:ctid"),
                }
            )
    findings = run(build(*rows, framework={"levels": None}))
    assert len(findings) <= 70


def _map(value: Any) -> dict[str, str] | None:
    if isinstance(value, str):
        return {"en": value}
    return {key: " ".join(text) if isinstance(text, list) else text for key, text in (value or {}).items()} or None
