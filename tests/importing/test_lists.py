# SPDX-License-Identifier: Apache-2.0
"""Plain lists: bullets, numbers, letters, indentation, Markdown; every line is kept. Texts without data are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.importing.lists.plain_list import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.records import Records
from studio.importing.tables.clipboard import records_from_clipboard
from studio.importing.tables.json_table import READER as JSON_TABLE


def read(text: str, name: str = "list.txt") -> Records:
    data = text.encode()
    assert reader_for(data, name) is READER
    records = READER.read(data, name, Options())
    records.report.check()
    filled = sum(1 for line in text.split("\n") if line.strip())
    assert (records.report.values, records.report.kept) == (filled, filled)
    return records


def tree(records: Records) -> list[tuple[str, str]]:
    texts = {record.key: record.columns["statement"]["en"] for record in records.of("competency")}
    return [
        (texts.get(str(record.references.get("parent_id")), ""), texts[record.key])
        for record in records.of("competency")
    ]


def marks(records: Records) -> list[str]:
    return [record.columns.get("code") or record.columns.get("list_id", "") for record in records.of("competency")]


def test_bullets_below_a_title() -> None:
    records = read("Welding\n\n- Work safely\n  - Wear goggles\n  - Lock out, tag out\n* Weld\n* Cut\n")
    (framework,) = records.of("framework")
    assert framework.columns["name"] == {"en": "Welding"}
    assert tree(records) == [
        ("", "Work safely"),
        ("Work safely", "Wear goggles"),
        ("Work safely", "Lock out, tag out"),
        ("Work safely", "Weld"),
        ("Work safely", "Cut"),
    ]


def test_numbers_letters_and_roman_numbers() -> None:
    records = read("1. Work\n1.1 Wear\n1.1.1 Goggles\n2. Weld\na) Flat\ni) Thin\nii) Thick\nb) Overhead\n10. Cut")
    assert tree(records) == [
        ("", "Work"),
        ("Work", "Wear"),
        ("Wear", "Goggles"),
        ("", "Weld"),
        ("Weld", "Flat"),
        ("Flat", "Thin"),
        ("Flat", "Thick"),
        ("Weld", "Overhead"),
        ("", "Cut"),
    ]
    assert marks(records) == ["1", "1.1", "1.1.1", "2", "a", "i", "ii", "b", "10"]


def test_numbers_without_a_point_where_others_have_points() -> None:
    records = read("1 Numbers\n1.1 Add\n1.10 Divide\n2 Letters\n2.1 Read\n3 Colors\n")
    assert tree(records) == [
        ("", "Numbers"),
        ("Numbers", "Add"),
        ("Numbers", "Divide"),
        ("", "Letters"),
        ("Letters", "Read"),
        ("", "Colors"),
    ]
    assert marks(records) == ["1", "1.1", "1.10", "2", "2.1", "3"]
    assert marks(read("- Use\n  2 hammers\n- Cut\n")) == ["", ""]


def test_a_line_below_an_item_goes_on_with_it_also_ahead_of_the_next_item() -> None:
    records = read(
        "Skills\n\n1. Work safely\n   with all tools\n2. Cut\n3. Weld:\n   Flat seams\n   a) thin\n   b) thick\n"
    )
    assert tree(records) == [
        ("", "Work safely with all tools"),
        ("", "Cut"),
        ("", "Weld:"),
        ("", "Flat seams"),
        ("Flat seams", "thin"),
        ("Flat seams", "thick"),
    ]


def test_marks_of_other_programs() -> None:
    records = read("* One\n** Two\n*** Three\n* Four\n")
    assert tree(records) == [("", "One"), ("One", "Two"), ("Two", "Three"), ("", "Four")]
    for sign in "☐✔➢\uf0b7":
        assert tree(read(f"{sign} Use\n{sign}\tCut\n")) == [("", "Use"), ("", "Cut")]


def test_lines_may_end_as_on_an_old_mac() -> None:
    data = b"- Use\r- Cut\r  - Fine\r"
    assert reader_for(data, "list.txt") is READER
    assert tree(READER.read(data, "list.txt", Options())) == [("", "Use"), ("", "Cut"), ("Cut", "Fine")]


def test_a_list_in_utf_16_is_found() -> None:
    data = "• Één\r\n• Twee\r\n   ◦ Drie\r\n".encode("utf-16")
    assert reader_for(data, "list.txt") is READER
    assert tree(READER.read(data, "list.txt", Options())) == [("", "Één"), ("", "Twee"), ("Twee", "Drie")]


def test_the_ninth_letter_is_no_roman_number() -> None:
    records = read("\n".join(f"{letter}) Item {letter}" for letter in "abcdefghij"))
    assert {parent for parent, _ in tree(records)} == {""}


def test_markdown_headings_and_paragraphs() -> None:
    text = "# Welding\n\nFor all.\n\n## Safety\n\n* Wear goggles\nthat fit.\n\n  Always.\n* Lock out\n\n"
    text += "Joining:\n1. Weld\n2. Cut\n"
    records = read(text, "welding.md")
    (framework,) = records.of("framework")
    assert framework.columns == {"name": {"en": "Welding"}, "description": {"en": "For all."}}
    assert tree(records) == [
        ("", "Safety"),
        ("Safety", "Wear goggles that fit."),
        ("Safety", "Lock out"),
        ("Safety", "Joining:"),
        ("Joining:", "Weld"),
        ("Joining:", "Cut"),
    ]
    assert [record.columns.get("comment") for record in records.of("competency")][1] == {"en": "Always."}


def test_statements_one_below_the_other() -> None:
    records = read("Work safely\n\tWear goggles, gloves\nWeld\n")
    assert tree(records) == [("", "Work safely"), ("Work safely", "Wear goggles, gloves"), ("", "Weld")]


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["- ", "1. ", "a) ", "2.3 ", "# ", "", "iv. "]), st.text(
    "abc #-.1)", max_size=8)), min_size=1, max_size=30))  # fmt: skip
def test_no_line_is_lost(lines: list[tuple[int, str, str]]) -> None:
    text = "\n".join(f"{' ' * indent}{mark}{words} x{number}" for number, (indent, mark, words) in enumerate(lines))
    records = READER.read(text.encode(), "list.txt", Options())
    records.report.check()
    said = repr([record.columns for record in records.items])
    for number in range(len(lines)):
        assert f"x{number}" in said


def test_lists_from_the_clipboard() -> None:
    records = records_from_clipboard("• Weld\n   o   flat\n• Cut")
    assert tree(records) == [("", "Weld"), ("Weld", "flat"), ("", "Cut")]


def test_tables_are_left_to_others() -> None:
    for text in ("Code,Statement\n1,Work\n", "- a\tb\n- c\td\n", "1|2\n3|4\n"):
        assert READER.sniff(text.encode(), "table.csv") == 0
    assert READER.sniff(b"Code,Statement\n1. x,Work\n", "table.txt") == 0


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("openapi: 3.0.0\ninfo:\n  title: OSMT\n  version: 1\npaths:\n  /a:\n    get: {}\n", "api.yaml", "YAML"),
        ("version 1.1\n\n@totalColumns 11\n\nRSD Name: notEmpty\n", "schema.csvs", "CSV Schema"),
        ("# About\n\nThis folder, like others, has files.\n\n| a | b |\n|---|---|\n", "README.md", "Markdown"),
        ("- item: 1\n  name: a\n", "list.yml", "YAML"),
    ],
)  # fmt: skip
def test_texts_that_are_no_data(text: str, name: str, words: str) -> None:
    data = text.encode()
    with pytest.raises(ImportRefused, match=words) as refusal:
        reader_for(data, name, "csv" if name.endswith("yml") else None).read(data, name, Options())
    assert f'"{name}"' in str(refusal.value)


def test_a_json_list_of_records_is_a_table(project) -> None:
    data = b'[{"name": "Weld", "description": "Join metal", "rank": 1, "kit": ["a", "b"], "x": null, "on": true}]'
    assert reader_for(data, "skills.json") is JSON_TABLE
    records = JSON_TABLE.read(data, "skills.json", Options())
    records.report.check()
    (item,) = records.of("competency")
    assert "Weld" in repr(item.columns)
    assert item.extra["kit"] == "a|b"
    assert records.report.values == 5
    for bad in (b'{"name": 1}', b'[1, {"name": 2}]', b'[{"name": {"en": 1}}]', b'[{"name": '):
        with pytest.raises(ImportRefused):
            JSON_TABLE.read(bad, "bad.json", Options())


def test_headings_above_several_lists_are_items_and_a_single_one_is_the_title() -> None:
    records = read("Safety\n  - Wear goggles\nJoining\n  1. Weld\n    a) flat\n")
    assert tree(records) == [
        ("", "Safety"),
        ("Safety", "Wear goggles"),
        ("", "Joining"),
        ("Joining", "Weld"),
        ("Weld", "flat"),
    ]
    (framework,) = read("Welding\n- Work safely\n- Weld\n").of("framework")
    assert framework.columns["name"] == {"en": "Welding"}
    (framework,) = read("Welding\n\n- Plan\nSafety\n- Wear goggles\nJoining\n- Weld\n").of("framework")
    assert framework.columns["name"] == {"en": "Welding"}
