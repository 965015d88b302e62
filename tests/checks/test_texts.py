# SPDX-License-Identifier: Apache-2.0
"""Pure functions on text: cleaning, splitting, words, personal data."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.checks.cleaning import balanced, clean_text, trouble
from studio.checks.privacy import personal_data
from studio.checks.two_outcomes import find_pair, split_statement
from studio.checks.words import content, grade_level, lexicon, seems_to_be, sentences, syllables, words

ENGLISH = lexicon("en-US")
assert ENGLISH is not None

_PIECES = [*"ab C.1)(<>/\"'“”‘’&;-•*\t\n \u00a0\u200b", "<b>", "&amp;", "  ", ". 12", "1. "]
messy = st.lists(st.sampled_from(_PIECES), max_size=20).map("".join)


@pytest.mark.parametrize(
    ("text", "cleaned", "reason"),
    [
        ("•  Hear the alarm ", "Hear the alarm", "a leading bullet"),
        ("- Hear the alarm", "Hear the alarm", "a leading bullet"),
        ("a) Hear the alarm", "Hear the alarm", "a leading bullet"),
        ("12. Hear the alarm", "Hear the alarm", "a leading bullet"),
        ("Hear  the\talarm", "Hear the alarm", "extra spaces"),
        ("Hear the alarm.12", "Hear the alarm.", "a number at the end"),
        ("Hear <b>the</b> alarm", "Hear the alarm", "HTML tags"),
        ("Wire &amp; test", "Wire & test", "HTML tags"),
        ('Say “stop" twice', 'Say "stop" twice', "straight and curly quotes mixed"),
        ("Hear\u200b the alarm", "Hear the alarm", "invisible characters"),
    ],
)
def test_left_overs_are_named_and_removed(text: str, cleaned: str, reason: str) -> None:
    assert reason in trouble(text)
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Set the drive to version 2.0",
        "Calibrate a 4-20 mA loop.",
        "Hold it < 5 V and > 3 V",
        "Apply Ohm's law (V = IR).",
        "Dr. Bell's method",
        "اضبط المحرك على السرعة المطلوبة",
        "Wear 👩🏽‍🔧 gear",
        "No. 5 wire",
        "A motor runs at 60 Hz.",
        "Choose a) a fuse or b) a breaker.",
    ],
)
def test_clean_texts_are_left_alone(text: str) -> None:
    assert trouble(text) == []
    assert clean_text(text) == text


def test_brackets_are_reported_and_left_to_a_person() -> None:
    assert trouble("Apply the law (V = IR.") == ["brackets that do not match"]
    assert clean_text("Apply the law (V = IR.") == "Apply the law (V = IR."
    assert not balanced("a ] b")
    assert balanced("a) first b) second")


def test_several_lines_keep_their_bullets() -> None:
    assert trouble("One\n- two", lines=True) == []
    assert clean_text("• One\n• two ", lines=True) == "• One\n• two"
    assert clean_text("•") == "•"


@given(st.one_of(messy, st.text()), st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, lines: bool) -> None:
    once = clean_text(text, lines)
    assert clean_text(once, lines) == once
    if once != text or not trouble(text, lines):
        assert set(trouble(once, lines)) <= {"brackets that do not match"}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Model a bracket in CAD and release a drawing.", ("model", "release")),
        ("Align shafts and write a purchase order; then train the night shift.", ("align", "write")),
        ("Measures the part and records the result.", ("measures", "records")),
        ("Build and test a circuit.", ("build", "test")),
        ("Plan, install and verify a network.", ("plan", "install")),
        ("Skilled to interpret, summarize and judge data.", ("interpret", "summarize")),
        ("Analyse a log as well as propose a fix.", ("analyse", "propose")),
        ("Inspect the belt; replace it when worn.", ("inspect", "replace")),
    ],
)
def test_two_outcomes_are_seen(text: str, pair: tuple[str, str]) -> None:
    found = find_pair(text, ENGLISH)
    assert found is not None
    assert (found.first, found.second) == pair
    assert text[slice(*found.span)].lower() == pair[1]


@pytest.mark.parametrize(
    "text",
    [
        "Describe tests and reports.",
        "Explain design and test methods.",
        "Diagnose leaks and sticking valves.",
        "Set the pressure and flow.",
        "Jog a robot and teach points in reduced-speed mode.",
        "Record as-found and as-left values.",
        "Read a label and set screw sizes.",
        "Solve shop problems with ratios, unit conversion and right-triangle trigonometry.",
        "",
        "and",
    ],
)
def test_one_outcome_is_left_alone(text: str) -> None:
    assert find_pair(text, ENGLISH) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Model a bracket in CAD and release a drawing.",
            ("Model a bracket in CAD.", "Release a drawing."),
        ),
        ("Build and test a circuit", ("Build a circuit", "Test a circuit")),
        ("Inspect the belt; replace it when worn.", ("Inspect the belt.", "Replace it when worn.")),
        ("Read the log. Write a note.", ("Read the log.", "Write a note.")),
    ],
)
def test_splitting(text: str, parts: tuple[str, str]) -> None:
    assert split_statement(text, ENGLISH) == parts


@pytest.mark.parametrize(
    "text",
    ["Plan, install and verify a network.", "Read it. Do it. Say it.", "Wire a motor.", "Build it and record x" * 40],
)
def test_what_a_person_has_to_split(text: str) -> None:
    assert split_statement(text, ENGLISH) is None


@given(
    st.sampled_from(["Model", "Align", "Inspect", "Records"]),
    st.lists(st.sampled_from(["the", "shaft", "in", "CAD", "with", "two", "4-20", "parts"]), min_size=1, max_size=8),
    st.sampled_from([" and ", " or ", "; ", " as well as ", ", and "]),
    st.sampled_from(["verify", "propose", "explain", "verifies"]),
    st.lists(st.sampled_from(["the", "result", "of", "each", "test", "log"]), min_size=1, max_size=8),
    st.sampled_from(["", "."]),
)
def test_a_split_keeps_every_word(first, middle, marker, second, rest, end) -> None:
    text = f"{first} {' '.join(middle)}{marker}{second} {' '.join(rest)}{end}"
    parts = split_statement(text, ENGLISH)
    if parts is None:
        return
    kept = [word for part in parts for word in words(part)]
    assert kept == [*words(text[: text.index(marker)]), second, *rest]


def test_words_and_sentences() -> None:
    assert words("Lockout/tagout a 4-20 mA machine's loop.") == [
        "lockout/tagout",
        "a",
        "4-20",
        "ma",
        "machine's",
        "loop",
    ]
    assert len(sentences("Use e.g. a meter. Write it down.")) == 2
    assert content("Isolate a fault by tests", "en") == content("Isolate faults with a test", "en")
    assert content("Start with power", "en") != content("Start without power", "en")


def test_syllables_and_grades() -> None:
    assert [syllables(word, "en") for word in ("cat", "temperature", "calculate")] == [1, 4, 3]
    hard = "Demonstrate interdisciplinary organizational communication considering institutional accountability."
    easy = "Turn off the pump and hang a red tag on the main switch so that no one can start it by mistake."
    assert grade_level(hard, "en") > 20 > 8 > grade_level(easy, "en-US")
    assert grade_level(easy, "fr") is None
    assert grade_level("", "en") is None
    assert (
        grade_level("Apaga la bomba y cuelga una etiqueta roja en el interruptor para que nadie la encienda.", "es") < 9
    )


@pytest.mark.parametrize(
    ("text", "tag", "other"),
    [
        ("Explain how the current in a circuit is related to the voltage.", "es", "en"),
        ("Explica cómo la corriente en el circuito depende de la tensión.", "en", "es"),
        ("Explain how the current in a circuit is related to the voltage.", "en-US", None),
        ("Explica cómo la corriente en el circuito depende de la tensión.", "ca", None),
        ("Lockout de la máquina", "en", None),
        ("Measure voltage, current, resistance, continuity", "es", None),
        ("说明电路中的电流与电压的关系", "en", None),
    ],
)
def test_the_language_a_text_seems_to_be_in(text: str, tag: str, other: str | None) -> None:
    assert seems_to_be(text, tag) == other


@pytest.mark.parametrize(
    "text",
    [
        "Ask the lab office at 555-0100",
        "Call (555) 555-0100 or come by",
        "call +49 30 123456",
        "write to jo.bell@wenlow.example",
        "Student number 1234567",
        "SSN 123-45-6789",
        "Ask Ms. Bell",
        "Contact Jo Bell at the office",
    ],
)
def test_personal_data_are_seen(text: str) -> None:
    assert personal_data(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Embedded in MECH 120 and MECH 130 (6 college credits)",
        "O*NET-SOC 17-3024.00",
        "Calibrate a 4-20 mA loop by 2026-11-02 in 110-120 V",
        "Student work is scored twice; 1 in 10 decisions is re-scored",
        "College program faculty and Employer Technician",
        "ISBN 978-3-16-148410-0 and 1910.147",
        "Contact the lab office",
        "Score 3.5-4.0 on 10-2026",
    ],
)
def test_other_numbers_and_titles_are_not(text: str) -> None:
    assert personal_data(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "and " * 2_500,
        "Measure and " * 900,
        "interpret, " * 1_000,
        "(" * 10_000,
        "<" * 10_000,
        "<a " * 3_000,
        "&" * 10_000,
        " " * 10_000,
        "\t\u00a0" * 5_000 + "x",
        "A." * 5_000,
        "A. B" * 2_500,
        "1-" * 5_000,
        "+1 " * 3_000,
        "a@" * 5_000,
        "a." * 5_000 + "@",
        "Mr " * 3_000,
        "be been " * 1_200,
        "👩🏽‍🔧" * 2_000,
        "\u202e\u200fمحرك " * 1_500,
        "x'y-" * 2_500,
        '"“' * 5_000,
        "9" * 10_000,
    ],
)
def test_hostile_texts_stay_quick(text: str) -> None:
    started = time.process_time()
    trouble(text)
    clean_text(text)
    personal_data(text)
    find_pair(text, ENGLISH)
    split_statement(text, ENGLISH)
    seems_to_be(text, "en")
    grade_level(text[:4000], "en")
    for pattern in (
        ENGLISH.senses,
        ENGLISH.outdated,
        ENGLISH.passive,
        ENGLISH.degree,
        ENGLISH.attendance,
    ):
        pattern.search(text)
    ENGLISH.vague.match(text)
    # Generous for a loaded machine; a pattern that backtracks takes minutes.
    assert time.process_time() - started < 2
