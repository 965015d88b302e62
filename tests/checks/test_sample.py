# SPDX-License-Identifier: Apache-2.0
"""The drafts give each planted finding; the clean sample gives what is expected, and little else."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from studio.checks.engine import check, run
from studio.checks.loading import load
from studio.checks.rules import RULES, table
from studio.model import schema
from studio.model.project import Project


def test_every_rule_of_the_table_has_a_function() -> None:
    assert sorted(RULES) == sorted(table())
    assert len(RULES) == 69
    for rule in RULES.values():
        assert rule.why
        assert rule.source in rule.help


def test_the_table_is_the_one_of_the_evidence(shared: Path) -> None:
    with (shared / "sample" / "quality_rules.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["rule_id"]: row for row in csv.DictReader(file) if row["area"] in ("framework", "badge")}
    own = {key: row for key, row in table().items() if row["area"] != "resource"}
    assert {key: {k: v for k, v in row.items() if k != "why"} for key, row in own.items()} == rows


def test_planted_errors_are_found(drafted: Project, drafts: dict[str, Any]) -> None:
    fired: dict[str, set[str]] = defaultdict(set)
    for finding in run(drafted):
        fired[finding.item_id].add(finding.rule)
    for number, draft in enumerate(drafts["competencies"]):
        assert set(draft["expected"]) <= fired[f"draft-{number}"], draft["statement"]
        if "FW09" in draft["expected"]:
            assert "FW08" not in fired[f"draft-{number}"]
    for draft in drafts["badges"]:
        assert set(draft["expected"]) <= fired[f"badge-{draft['code']}"], draft["code"]


def test_planted_errors_give_little_else(drafted: Project, drafts: dict[str, Any], root: Path) -> None:
    """What else fires on the drafts, with the reason why it is right."""
    golden = json.loads((root / "tests" / "checks" / "draft_findings.json").read_text(encoding="utf-8"))
    found = run(drafted)
    for number, draft in enumerate(drafts["competencies"]):
        more = {f.rule for f in found if f.item_id == f"draft-{number}"} - set(draft["expected"])
        assert more == set(golden["competencies"].get(draft["statement"].strip(), {})), draft["statement"]
    for draft in drafts["badges"]:
        more = {f.rule for f in found if f.item_id == f"badge-{draft['code']}"} - set(draft["expected"])
        assert more == set(golden["badges"].get(draft["code"], {})), draft["code"]


def test_the_clean_sample_gives_the_golden_list(sample: Project, root: Path) -> None:
    golden = json.loads((root / "tests" / "checks" / "sample_findings.json").read_text(encoding="utf-8"))
    found = [{"rule": f.rule, "code": f.code, "message": f.message} for f in run(sample)]
    assert found == [{key: entry[key] for key in ("rule", "code", "message")} for entry in golden["findings"]]
    assert all(entry["reason"] for entry in golden["findings"])


def test_the_clean_sample_gives_what_is_expected(sample: Project, shared: Path) -> None:
    expected = json.loads((shared / "sample" / "expected_findings.json").read_text(encoding="utf-8"))
    found = run(sample)
    assert [f.code for f in found if f.rule == "FW10"] == expected["FW10_two_verbs"]
    assert [f.code for f in found if f.rule == "BG18"] == expected["BG18_no_expiry"]
    claims = [(f.code, f.message.split()[0]) for f in found if f.rule == "BG06"]
    assert claims == [(entry["badge"], entry["code"]) for entry in expected["BG06_alignment_without_criterion"]]


def test_competencies_that_nothing_takes_up_are_named(sample: Project, shared: Path) -> None:
    """FW21 sees badges only. With what partners teach, the one that nobody takes up is left."""
    expected = json.loads((shared / "sample" / "expected_findings.json").read_text(encoding="utf-8"))
    with (shared / "sample" / "crosswalk.csv").open(encoding="utf-8", newline="") as file:
        taught = {row["framework_code"] for row in csv.DictReader(file)}
    found = run(sample, only=["FW21"])
    assert {f.kind for f in found} == {"competency"}
    assert {f.code for f in found} >= set(expected["FW21_not_taught_by_any_partner"])
    snapshot = load(sample)
    ids = {item.id for item in snapshot.items.values() if item.code in taught}
    found = check(replace(snapshot, connected=snapshot.connected | ids), {"FW21": "info"})
    assert [f.code for f in found] == expected["FW21_not_taught_by_any_partner"]


@pytest.mark.parametrize("profile", ["registry", "trusted", "eu", "district"])
def test_no_profile_makes_a_dean_read_long(sample: Project, profile: str) -> None:
    """FW21 counts as one: its findings are short, and a list grouped by rule folds them."""
    found = run(sample, [profile])
    assert len([f for f in found if f.rule != "FW21"]) + any(f.rule == "FW21" for f in found) <= 12


def test_spanish_statements_raise_no_alarm(sample: Project) -> None:
    """The whole framework in Spanish: rules about verbs keep still."""
    c = schema.competency.c
    spanish = "Mide piezas con calibrador y registra el resultado en la hoja de control de la celda número"
    with sample.change("Translate") as change:
        rows = sample.rows(select(c.id, c.code))
        change.update(
            schema.competency,
            {row.id: {"statement": {"es": f"{spanish} {row.code}."}, "language": "es"} for row in rows},
        )
    assert {f.rule for f in run(sample)}.isdisjoint({"FW08", "FW09", "FW10", "FW17", "FW22"})
