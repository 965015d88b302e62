# SPDX-License-Identifier: Apache-2.0
"""Each framework rule on the smallest framework that shows it: what fires, and what must not."""

from __future__ import annotations

from typing import Any

import pytest

from studio.checks.engine import run
from studio.checks.rules import Finding
from studio.model import associations, schema
from studio.model.project import Project

GOOD = "Measure parts with calipers to the stated tolerance."


def fired(project: Project, *rules: str) -> list[Finding]:
    return run(project, only=rules)


def at(project: Project, *rules: str) -> list[str]:
    return [finding.item_id for finding in fired(project, *rules)]


def leaf(item_id: str, statement: Any = GOOD, **fields: Any) -> dict[str, Any]:
    return {"id": item_id, "statement": statement, "item_type": "Competency", **fields}


def test_a_good_statement_gives_nothing(build) -> None:
    assert run(build(leaf("a", code="F.1"))) == []


@pytest.mark.parametrize(
    ("field", "word"),
    [("name", "name"), ("description", "description"), ("language", "language"), ("version", "version")],
)
def test_fw01_names_what_is_missing(build, field: str, word: str) -> None:
    (finding,) = fired(build(framework={field: None}), "FW01")
    assert (finding.kind, finding.item_id, finding.field) == ("framework", "f", word)
    assert finding.message == f"The framework has no {word}."


def test_fw01_takes_any_kind_of_publisher(build) -> None:
    assert fired(build(framework={"publisher_name": None, "publisher_id": "org"}), "FW01") == []
    assert "publisher" in fired(build(framework={"publisher_name": None}), "FW01")[0].message


def test_fw02(build) -> None:
    project = build(leaf("a", None), leaf("b", "Weld."), leaf("c"), leaf("d", "Safety", item_type="Area"))
    assert at(project, "FW02") == ["a", "b"]
    # One defect, one note: nothing more about verbs or length.
    assert at(project, "FW08", "FW11") == []


def test_fw03_same_and_malformed_identifiers(build) -> None:
    ctid = "ce-0d1b6a3e-0000-4000-8000-000000000001"
    project = build(leaf("a", ctid=ctid), leaf("b", ctid=ctid), leaf("c", ctid="CE-1"), leaf("d", uri="urn:x"))
    findings = fired(project, "FW03")
    assert [finding.item_id for finding in findings] == ["b", "c"]
    assert findings[0].related == ("a",)


def test_fw03_identifier_changed_since_the_last_version(build) -> None:
    first, second = (f"ce-0d1b6a3e-0000-4000-8000-00000000000{n}" for n in (1, 2))
    project = build(leaf("a", ctid=first))
    assert at(project, "FW03") == []
    project.add_version("1.0")
    with project.change("Edit") as change:
        change.update(schema.competency, {"a": {"ctid": second}})
    (finding,) = fired(project, "FW03")
    assert first in finding.message
    assert '"1.0"' in finding.message
    project.undo()
    assert at(project, "FW03") == []


def test_fw04_one_by_one_or_once(build) -> None:
    area = {"id": "top", "code": "F.1", "statement": GOOD, "item_type": "Area"}
    some = build(area, leaf("a", code="F.1.1", parent_id="top"), leaf("b", parent_id="top"))
    assert [(f.item_id, f.fix_id) for f in fired(some, "FW04")] == [("b", "number")]
    none = build(*(leaf(f"c{n}") for n in range(5)))
    assert [(f.kind, f.fix_id) for f in fired(none, "FW04")] == [("framework", None)]


def test_fw05_ignores_case_and_names_the_first(build) -> None:
    (finding,) = fired(build(leaf("a", code="F.1"), leaf("b", code="f.1 ")), "FW05")
    assert finding.item_id == "b"
    assert finding.related == ("a",)


def test_fw06_only_where_codes_follow_the_tree(build) -> None:
    children = [leaf(f"c{n}", code=f"F.1.{n}", parent_id="top") for n in range(3)]
    top = {"id": "top", "code": "F.1", "statement": GOOD, "item_type": "Area"}
    assert at(build(top, *children, leaf("x", code="G-9", parent_id="top")), "FW06") == ["x"]
    free = [leaf(f"c{n}", code=f"K{n}", parent_id="top") for n in range(3)]
    assert at(build(top, *free), "FW06") == []


def test_fw07_missing_parent_and_loops(build) -> None:
    project = build(
        leaf("lost", parent_id="nowhere"),
        leaf("under-lost", parent_id="lost"),
        leaf("one", parent_id="two"),
        leaf("two", parent_id="one"),
        leaf("below", parent_id="two"),
        leaf("self", parent_id="self"),
    )
    found = at(project, "FW07")
    assert found.count("lost") == 1
    assert "under-lost" not in found
    assert "below" not in found
    assert "self" in found
    assert len(found) == 3


@pytest.mark.parametrize(
    ("statement", "fields", "fires"),
    [
        ("Measures a part to the tolerance.", {}, False),
        ("Re-align the shaft.", {}, False),
        ("Good skills with people.", {}, True),
        ("Knowledge of the shop floor.", {"category": "Knowledge"}, False),
        ("Good skills with people.", {"item_type": "Performance indicator"}, False),
        ("Good skills with people.", {"item_type": "Domain"}, False),
        ("Understand the shop floor.", {}, False),
        ("Buenas destrezas con las personas.", {"language": "es"}, False),
        ("Gute Kenntnisse im Umgang mit Kunden.", {"language": "de"}, False),
    ],
)
def test_fw08(build, statement: str, fields: dict[str, Any], fires: bool) -> None:
    language = fields.get("language", "en")
    assert bool(at(build(leaf("a", {language: statement}, **fields)), "FW08")) is fires


def test_fw09_points_at_the_words(build) -> None:
    (finding,) = fired(build(leaf("a", "Be aware of the hazards of stored energy.")), "FW09")
    assert finding.span == (0, 11)
    assert at(build(leaf("a", "Knows the hazards of stored energy.")), "FW09") == ["a"]
    assert at(build(leaf("a", "Studying is measured by a knowledge test.")), "FW09") == []


def test_fw10_says_both_verbs_and_offers_the_split(build) -> None:
    (finding,) = fired(build(leaf("a", "Model a bracket in CAD and release a drawing.")), "FW10")
    assert finding.message == (
        'Two outcomes in one statement: "model" and "release". A learner could do one and not the other.'
    )
    assert finding.fix_id == "split"
    assert fired(build(leaf("a", "Plan, install and verify a network.")), "FW10")[0].fix_id is None
    assert fired(build(leaf("a", "Read the log. Write a note.")), "FW10")[0].message.startswith("Two sentences")
    assert at(build(leaf("a", "Model a bracket and release a drawing.", item_type="Area")), "FW10") == []


def test_fw11(build) -> None:
    project = build(
        leaf("short", "Wire motors now"),
        leaf("long", "Measure " + "parts " * 40),
        leaf("zh", {"zh": "测量电路中的电流和电压并记录"}, language="zh"),
    )
    assert at(project, "FW11") == ["short", "long"]


@pytest.mark.parametrize(
    ("statement", "fires"),
    [
        ("Set up the HMI, the PLC and the VFD.", True),
        ("Set up the human-machine interface (HMI) and the PLC.", False),
        ("SET UP THE HMI AND THE PLC.", False),
        ("Parts II and IV of the plan are drawn", True),
        ("Safety rules are followed in the shop.", True),
        ("Explain how rules are followed in the shop.", False),
        ("Determining how money will be spent.", False),
        ("The ability to work without being distracted.", False),
        ("The way a part looks after it is moved.", False),
        ("All tools must be cleaned before the shift ends.", True),
        ("Set up the AB and the CD.", False),
    ],
)
def test_fw12(build, statement: str, fires: bool) -> None:
    assert bool(at(build(leaf("a", statement), glossary=["AB", "CD"]), "FW12")) is fires


def test_fw13_later_item_until_linked(build) -> None:
    project = build(
        leaf("a", "Isolate a fault with a systematic method and evidence from tests."),
        leaf("b", "Isolate faults by a systematic method and evidence from a test."),
        leaf("c", "Isolate a fault without a systematic method and evidence from tests."),
        leaf("d", "Isolate a fault with a systematic method and evidence from tests.", language="fr"),
    )
    (finding,) = fired(project, "FW13")
    assert (finding.item_id, finding.related) == ("b", ("a",))
    associations.add(project, "a", "exactAlignment", "b")
    assert fired(project, "FW13") == []


def test_fw14_and_not_fw13_for_a_child_that_repeats(build) -> None:
    project = build(
        leaf("p", "Read the drawings of a part.", item_type="Area"), leaf("c", "Read drawings of a part", parent_id="p")
    )
    assert at(project, "FW14") == ["c"]
    assert at(project, "FW13") == []
    titled = build(
        leaf("p", "Say it otherwise.", label="Reading part drawings"),
        leaf("c", "Reading part drawings.", parent_id="p"),
    )
    assert at(titled, "FW14") == ["c"]


def test_an_item_that_is_its_own_parent_does_not_repeat_itself(build) -> None:
    project = build({"id": "a", "parent_id": "a", "statement": {"en": "Measure parts with a caliper"}})
    assert at(project, "FW07") == ["a"]
    assert at(project, "FW14") == []


def test_fw15_depth_and_size(build) -> None:
    rows = []
    for name in "abc":
        rows += [leaf(name, item_type="Domain"), leaf(f"{name}1", parent_id=name), leaf(f"{name}2", parent_id=name)]
    rows += [leaf("deep", item_type="Domain")]
    rows += [leaf("deep1", parent_id="deep", item_type="Area"), leaf("deep2", parent_id="deep1", item_type="Area")]
    rows += [leaf(f"many{n}", parent_id="deep2") for n in range(13)]
    findings = fired(build(*rows), "FW15")
    assert [(f.item_id, f.text) for f in findings] == [
        ("deep", "4 2.0"),
        ("deep", "one"),
        ("deep1", "one"),
        ("deep2", "many"),
    ]
    assert "13 items" in findings[-1].message


def test_fw15_one_indicator_alone_is_fine(build) -> None:
    assert at(build(leaf("a"), leaf("a1", parent_id="a", item_type="Performance indicator")), "FW15") == []


def test_fw16_by_stage(build) -> None:
    stages = [{"code": "HS", "name": "High school"}, {"code": "CC", "name": "College"}]
    low = [leaf(f"l{n}", complexity="Understand", stages=["HS"]) for n in range(4)]
    high = [leaf(f"h{n}", complexity="Apply", stages=["CC"]) for n in range(9)]
    project = build(*low, leaf("x", complexity="Apply", stages=["HS"]), *high, framework={"stages": stages})
    (finding,) = fired(project, "FW16")
    assert finding.message.startswith("4 of 5 competencies of the stage High school")
    assert fired(build(*low, framework={"stages": stages}), "FW16") == []


def test_fw17(build) -> None:
    english = "Explain how the current in a circuit is related to the voltage."
    project = build(
        leaf("wrong", {"es": english}),
        leaf("bad", {"english!": english}),
        leaf("none", {"und": english}),
        leaf("right", {"en": english}),
        leaf("both", {"en": english, "es": english}),
    )
    assert [(f.item_id, f.fix_id) for f in fired(project, "FW17")] == [
        ("wrong", "set_language:en"),
        ("bad", None),
        ("none", None),
        ("both", None),
    ]
    named = build(framework={"name": {"": "Frame"}})
    assert [f.kind for f in fired(named, "FW17")] == ["framework"]


def test_fw18_missing_and_older(build) -> None:
    both = {"en": GOOD, "es": "Mide piezas."}
    rows = [leaf(f"c{n}", both) for n in range(5)]
    times = {"statement": {"en": "2026-11-02T10:00:00Z", "es": "2026-10-02T10:00:00Z"}}
    project = build(*rows, leaf("missing"), leaf("old", both, text_times=times))
    findings = fired(project, "FW18")
    assert [(f.item_id, f.language) for f in findings] == [("missing", "es"), ("old", "es")]
    many = build(*rows, *(leaf(f"m{n}") for n in range(5)))
    arabic = build(*(leaf(f"a{n}", {"en": GOOD, "ar": "قياس"}) for n in range(3)), leaf("none"))
    assert [f.message for f in fired(arabic, "FW18")] == [
        "The statement has no Arabic text; the others of its level do."
    ]
    (once,) = fired(many, "FW18")
    assert once.kind == "framework"
    assert once.message.startswith("5 of 10 statements")


def test_fw18_a_level_that_nobody_began_is_a_choice(build) -> None:
    project = build(leaf("d", {"en": GOOD, "es": "Mide."}, item_type="Domain"), leaf("c", parent_id="d"))
    assert fired(project, "FW18") == []


def test_fw19_and_fw20(build) -> None:
    stages = [{"code": "HS", "name": "High school"}, {"code": "CC", "name": "College"}]
    project = build(
        leaf("a", code="A", stages=["HS"]),
        leaf("b", code="B", stages=["CC"]),
        leaf("c", code="C"),
        framework={"stages": stages},
    )
    associations.add(project, "b", "precedes", "a")
    assert at(project, "FW19") == []
    (order,) = fired(project, "FW20")
    assert order.message == "B (College) comes before A (High school), which is learned at an earlier stage."
    associations.add(project, "c", "prerequisiteAlignment", "a")
    associations.add(project, "c", "precedes", "b")
    (loop,) = fired(project, "FW19")
    assert loop.item_id == "a"
    assert "A → C → B → A" in loop.message


def test_fw21_names_each_competency(build) -> None:
    project = build(*(leaf(f"c{n}", code=f"F.{n}") for n in range(40)))
    assert fired(project, "FW21") == []  # Nothing yet could take them up.
    with project.change("Badge") as change:
        change.insert(schema.badge, [{"id": "b"}])
        change.insert(
            schema.alignment, [{"badge_id": "b", "position": f"a{n}", "competency_id": f"c{n}"} for n in range(3)]
        )
    found = fired(project, "FW21")
    assert [(f.item_id, f.code, f.kind) for f in found] == [(f"c{n}", f"F.{n}", "competency") for n in range(3, 40)]


@pytest.mark.parametrize(
    ("statement", "fires"),
    [
        ("Hear the alarm.", True),
        ("Find the exit and walk to it.", True),
        ("Set up a test stand.", False),
        ("Do a hazard walk of the site.", False),
        ("Explain a problem to a listener.", False),
        ("Plan the manpower for a shift.", True),
        ("Oversee the work.", False),
    ],
)
def test_fw22(build, statement: str, fires: bool) -> None:
    assert bool(at(build(leaf("a", statement)), "FW22")) is fires


def test_fw23_in_every_field_and_language(build) -> None:
    project = build(
        leaf("a", {"en": GOOD, "es": "Mide  piezas."}, label="Title ", comment="One\n- two"),
        framework={"name": {"en": "Frame "}},
    )
    assert [(f.kind, f.field, f.language, f.fix_id) for f in fired(project, "FW23")] == [
        ("framework", "name", "en", "clean"),
        ("competency", "statement", "es", "clean"),
        ("competency", "label", "en", "clean"),
    ]


def test_fw24_licence_and_source(build) -> None:
    assert fired(build(framework={"license": None}), "FW24")[0].field == "license"
    adopted = build(
        leaf("a", uri="https://other.example/1"),
        leaf("b", uri="https://other.example/2"),
        framework={"uri": "https://ours.example/f"},
    )
    (finding,) = fired(adopted, "FW24")
    assert finding.message == "2 items come from other.example, and the framework does not name that source."
    one = fired(build(leaf("a", uri="https://other.example/1")), "FW24")
    assert [f.message for f in one if f.field == "source"] == [
        "1 item comes from other.example, and the framework does not name that source."
    ]
    named = build(leaf("a", uri="https://other.example/1"), framework={"source": ["https://www.other.example/all"]})
    assert fired(named, "FW24") == []


def test_levels_without_types_are_read_from_the_tree(build) -> None:
    """An import that types nothing and names no levels: leaves are what learners are held to."""
    project = build(
        {"id": "top", "statement": "Good things in general."},
        {"id": "leaf", "parent_id": "top", "statement": "Good things in detail."},
        framework={"levels": None},
    )
    assert at(project, "FW08") == ["leaf"]
