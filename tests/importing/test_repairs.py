# SPDX-License-Identifier: Apache-2.0
"""Small repairs of statements, each with its reason, and what must not be touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.importing.tables.codes import (
    code_from_text,
    code_key,
    code_parents,
    course_number,
    looks_like_code,
    order_number,
)
from studio.importing.tables.repairs import Habits, habits, repair_statement

USUAL = Habits(capital=True, full_stop=False)


@pytest.mark.parametrize(
    ("text", "repaired", "reasons"),
    [
        ("SWBAT wire a relay  ", "Wire a relay", ["Spaces", '"SWBAT" removed', "Capital"]),
        ("• Lock out the trainer", "Lock out the trainer", ["Bullet"]),
        ("– size a cylinder.", "Size a cylinder", ["Bullet", "Capital", "Full stop"]),
        ("Students will be able to: read drawings", "Read drawings", ["Students will be able to", "Capital"]),
        ("The learner is able to sort parts", "Sort parts", ["The learner is able to", "Capital"]),
        ("Los estudiantes podrán medir piezas", "Medir piezas", ["Los estudiantes podrán", "Capital"]),
        ("measure parts", "Measure parts", ["Capital"]),
    ],
)
def test_repairs_and_reasons(text: str, repaired: str, reasons: list[str]) -> None:
    after, why = repair_statement(text, USUAL)
    assert after == repaired
    assert all(reason in why for reason in reasons)
    assert len(why.split("; ")) == len(reasons)


@pytest.mark.parametrize(
    "text",
    [
        "Wire a relay",
        "pH of a solution is measured",
        "x-ray a weld",
        "Use oil, grease, etc.",
        "Say A. Say B.",
        "Swbatting",
    ],
)
def test_what_stays(text: str) -> None:
    assert repair_statement(text, USUAL) == (text, "")


def test_the_majority_decides_what_is_odd() -> None:
    assert habits(["Work.", "Measure.", "read"]) == Habits(capital=True, full_stop=True)
    assert habits(["work", "measure", "Read."]) == Habits(capital=False, full_stop=False)
    assert repair_statement("measure parts.", habits(["work.", "measure."])) == ("measure parts.", "")


@given(st.text(max_size=60))
def test_a_text_is_never_lost(text: str) -> None:
    repaired, reasons = repair_statement(text, USUAL)
    assert bool(repaired.strip()) == bool(text.strip())
    assert reasons or repaired == text


def test_codes() -> None:
    assert code_key("A-1-a") == code_key("a.1.A")
    assert code_parents([code_key(code) for code in ("MT", "MT.1", "MT.1.2.a", "X.1", "MT.2")]) == [None, 0, 1, None, 0]
    assert code_parents([code_key(code) for code in ("1.0", "1.1", "2.0", "2.1")]) == [None, 0, None, 2]
    assert [looks_like_code(text) for text in ("MT.SAF.1", "1.2", "B1", "MECH 110")] == [True] * 4
    assert [looks_like_code(text) for text in ("Safety", "Work safely", "SAFETY AREA", "I can")] == [False] * 4
    assert course_number("MECH-110") == "MECH 110"
    assert course_number("MT.SAF-1") is None
    assert [order_number(text) for text in ("1.", "(2)", "SLO 3", "c)", "Unit 10", "first")] == [
        "1",
        "2",
        "3",
        "c",
        "10",
        None,
    ]
    assert code_from_text("1.2.a – Apply the rule") == ("1.2.a", "Apply the rule")
    assert code_from_text("3 safety rules") is None
    assert code_from_text("A plan is made") is None
