# SPDX-License-Identifier: Apache-2.0
"""Each badge rule: a badge that has everything, and what fires when one thing is taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from studio.checks.engine import run
from studio.model import rubrics, schema
from studio.model.assets import add_image
from studio.model.project import Project

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
CRITERIA = " ".join(
    [
        "Complete three tasks on a trainer that is new to you: list every source of energy, choose and check the",
        "equipment, and lock the machine out from a written procedure. Meets or higher on each criterion passes; a",
        "missed safety step ends the attempt, and one retry is part of it.",
    ]
)
COMPLETE: dict[str, Any] = {
    "id": "b",
    "code": "B1",
    "language": "en",
    "name": {"en": "Energy ready"},
    "description": {"en": "The earner brings a machine to a proven zero-energy state."},
    "criteria": {"en": CRITERIA},
    "achievement_type": "MicroCredential",
    "trusted_type": "Application",
    "issuer_id": "us",
    "rubric_id": "r",
    "assessment_method": {"en": "Observed performance task"},
    "assessor": {"en": "Two trained assessors"},
    "supervision": {"en": "On site"},
    "evidence": [{"en": "Checklist"}],
    "workload_hours": 24,
    "level": {"en": "Grade 10"},
    "validity_months": 24,
    "stack": [{"en": "Counts toward the certificate"}],
    "quality_assurance": {"en": "Scores are compared each term"},
    "endorser_ids": ["partner"],
    "participation": {"en": "In person; lab stations adjust in height"},
    "cost": 0,
    "appeal": {"en": "Ask for a second assessor"},
    "image_alt": {"en": "A padlock"},
    "image_id": "picture",
}
LEVELS = ("Omits a step.", "Completes the steps with prompts.", "Completes every step alone.")
Make = Callable[..., Project]


@pytest.fixture
def make(build) -> Make:
    """A project with one competency and one complete badge; columns given replace the badge's own."""

    def make_badge(levels: tuple[str, ...] = LEVELS, passing: bool = True, **columns: Any) -> Project:
        project = build({"id": "c", "code": "F.1", "statement": "Lock out a machine by a written procedure."})
        with project.change("Badge") as change:
            add_image(project, "b.png", PNG, "picture")
            rubrics.create_rubric(project, levels=[{"id": f"l{n}"} for n in range(len(levels))], id="r")
            change.update(schema.rubric, {"r": {"passing_level_id": "l1" if passing else None}})
            rubrics.add_criteria(project, "r", [{"id": "k", "name": {"en": "Lockout"}, "competency_id": "c"}])
            for number, text in enumerate(levels):
                rubrics.set_cell(project, "k", f"l{number}", "en", text)
            change.insert(schema.badge, [{**COMPLETE, **columns}])
            change.insert(schema.alignment, [{"id": "a", "badge_id": "b", "position": "a0", "competency_id": "c"}])
        return project

    return make_badge


def rules(project: Project) -> set[str]:
    return {finding.rule for finding in run(project) if finding.kind == "badge"}


def test_a_complete_badge_gives_nothing(make: Make) -> None:
    assert rules(make()) == set()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"name": None}, {"BG01"}),
        ({"description": None}, {"BG01"}),
        ({"achievement_type": None}, {"BG01"}),
        ({"criteria": None}, {"BG01", "BG02"}),
        ({"criteria": None, "criteria_url": "https://x.example"}, {"BG02"}),
        ({"criteria": {"en": "Do one task well."}}, {"BG02"}),
        (
            {"criteria": {"en": ("Attend each of the meetings of the course from its beginning to its end. " * 4)}},
            {"BG02"},
        ),
        ({"description": {"en": "This badge is for you."}}, {"BG03"}),
        ({"description": {"en": "x" * 501}}, {"BG03"}),
        ({"evidence": None}, {"BG07"}),
        ({"evidence": [{"en": " "}]}, {"BG07"}),
        ({"assessor": None}, {"BG08"}),
        ({"assessment_method": None, "trusted_type": None}, {"BG08"}),
        ({"rubric_id": None}, {"BG09"}),
        ({"workload_hours": 0}, {"BG12"}),
        ({"workload_hours": 401}, {"BG12"}),
        ({"workload_hours": 401, "achievement_type": "Degree"}, set()),
        ({"level": None}, {"BG13"}),
        ({"participation": None}, {"BG14", "BG22"}),
        ({"quality_assurance": None}, {"BG15"}),
        ({"supervision": None}, {"BG16"}),
        ({"stack": None}, {"BG17"}),
        ({"validity_months": None}, {"BG18"}),
        ({"validity_months": None, "never_expires": True}, set()),
        ({"endorser_ids": ["us"]}, {"BG19"}),
        ({"endorser_ids": None}, {"BG19"}),
        ({"image_id": None}, {"BG20"}),
        ({"image_alt": None}, {"BG20"}),
        ({"trusted_type": "Knowledge"}, {"BG21"}),
        ({"trusted_type": "Knowledge", "assessment_method": {"en": "Written test"}}, set()),
        ({"assessment_method": {"en": "Multiple-choice quiz"}}, {"BG21"}),
        ({"trusted_type": "Recognition"}, {"BG21"}),
        ({"assessment_method": {"en": "Work-based project"}}, set()),
        ({"cost": None}, {"BG22"}),
        ({"appeal": None}, {"BG23"}),
        ({"contact": {"en": "Ask the lab office at 555-0100"}}, {"BG24"}),
        ({"renewal": {"es": "Escriba a jo@wenlow.example"}}, {"BG24"}),
        ({"evidence": [{"en": "Note signed by Ms. Bell"}]}, {"BG24"}),
        ({"tags": {"en": ["safety", "555-0100"]}}, {"BG24"}),
    ],
)
def test_what_is_taken_away_is_found(make: Make, columns: dict[str, Any], expected: set[str]) -> None:
    assert rules(make(**columns)) == expected


def test_other_languages_get_no_rules_about_words(make: Make) -> None:
    spanish = {"language": "es", "assessment_method": {"es": "Examen escrito"}, "rubric_id": "r"}
    assert rules(make(**spanish)) == set()


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("Poor", "Good", "Very good"), {"BG10"}),
        (("Works.", "Works!", "Works alone."), {"BG10"}),
        (("Works slowly.", "Works.", "Repairs it."), {"BG10"}),
        (("Works.", "", "Repairs it."), {"BG10"}),
        (("Works with help.", "Works alone.", "Repairs it."), set()),
    ],
)
def test_bg10_levels_an_assessor_can_tell_apart(make: Make, levels: tuple[str, ...], expected: set[str]) -> None:
    assert rules(make(levels)) == expected


def test_bg11_passing_level(make: Make) -> None:
    assert rules(make(passing=False)) == {"BG11"}


def test_bg04_bg05_bg06(make: Make) -> None:
    project = make()
    with project.change("Edit") as change:
        change.insert(
            schema.alignment,
            [
                {"id": "x", "badge_id": "b", "position": "b", "target_code": " f.1 "},
                {"id": "y", "badge_id": "b", "position": "c", "target_code": "F.9"},
            ],
        )
    found = [(f.rule, f.fix_id, f.related) for f in run(project, only=["BG05", "BG06"])]
    assert ("BG05", "align_target", ("x", "c")) in found
    assert ("BG05", None, ("y",)) in found
    assert ("BG06", None, ("y",)) in found
    with project.change("Edit") as change:
        change.delete(schema.alignment, ["a", "x", "y"])
    assert rules(project) == {"BG04"}


def test_bg06_counts_a_criterion_by_its_code(make: Make) -> None:
    project = make()
    with project.change("Edit") as change:
        change.update(schema.rubric_criterion, {"k": {"competency_id": None, "competency_code": "F.1"}})
    assert rules(project) == set()
    with project.change("Edit") as change:
        change.update(schema.rubric_criterion, {"k": {"competency_code": None}})
    assert rules(project) == {"BG06"}


def test_bg06_evidence_stands_for_a_missing_rubric(make: Make) -> None:
    quiz = {"rubric_id": None, "assessment_method": {"en": "Written test"}, "trusted_type": "Knowledge"}
    assert rules(make(**quiz)) == set()
    assert rules(make(**quiz, evidence=None)) == {"BG06", "BG07"}


def test_bg20_wants_png_or_svg(make: Make) -> None:
    project = make()
    with project.change("Edit") as change:
        change.update(schema.asset, {"picture": {"media_type": "image/gif"}})
    assert rules(project) == {"BG20"}
