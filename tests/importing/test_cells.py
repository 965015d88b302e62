# SPDX-License-Identifier: Apache-2.0
"""From bytes to cells: encodings and delimiters of text, and what a workbook's cells say."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.importing.readers import Options
from studio.importing.tables import workbook
from studio.importing.tables.delimited import read_delimited
from studio.importing.tables.spreadsheet import grid_of, read_grid

WORDS = [["Code", "Statement"], ["1", "Señal – «niño»"], ["2", "Plain words"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "windows-1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_encodings_and_delimiters(csv_bytes: Callable[..., bytes], delimiter: str, encoding: str, name: str) -> None:
    grid = read_delimited(csv_bytes(WORDS, delimiter, encoding), "words.csv")
    assert grid.sheets[0].rows == WORDS
    assert (grid.encoding, grid.delimiter) == (name, delimiter)


def test_commas_inside_the_text_do_not_fool_the_delimiter() -> None:
    data = b"Code;Statement\nA;Plan, do, check\nB;Read, write, count, and more, and more\n"
    assert read_delimited(data, "x.csv").delimiter == ";"


def test_one_column_with_commas_stays_whole_lines() -> None:
    grid = read_delimited(b'Statement\n"Plan, do"\nWork safely\n', "x.csv")
    assert grid.sheets[0].rows == [["Statement"], ["Plan, do"], ["Work safely"]]


def test_line_ends_of_all_systems() -> None:
    for end in (b"\n", b"\r\n", b"\r"):
        data = end.join([b"Code,Statement", b"A,Work safely", b""])
        assert read_delimited(data, "x.csv").sheets[0].rows == [["Code", "Statement"], ["A", "Work safely"]]


def test_nul_signs_are_removed_and_reported() -> None:
    context = read_grid(grid_of(b"Code,Statement\nA,Work\x00 safely in the shop\n", "x.csv"), "x.csv", Options())
    (record,) = context.records.of("competency")
    assert record.columns["statement"] == {"en": "Work safely in the shop"}
    assert context.report.repaired[0].reason == "1 NUL characters removed from the file"


def test_formula_in_a_text_file_is_text() -> None:
    context = read_grid(grid_of(b'Code,Statement\nA,=HYPERLINK("http://x.example")\n', "x.csv"), "x.csv", Options())
    (record,) = context.records.of("competency")
    assert record.columns["statement"] == {"en": '=HYPERLINK("http://x.example")'}


def rows_of(path: Path) -> list[list[str]]:
    return workbook.read_workbook(path.read_bytes(), path.name).sheets[0].rows


def test_workbook_cells_say_what_a_person_sees(write_workbook: Callable[..., Path]) -> None:
    def finish(book: Any) -> None:
        book.active["A3"].number_format = "0.00"

    values = [
        ["Code", "Statement", "When"],
        [1, "Work safely", datetime.date(2026, 11, 2)],
        [1.1, True, datetime.datetime(2026, 11, 2, 9, 30)],
        [2.5, 0.1 + 0.2, None],
    ]
    assert rows_of(write_workbook({"S": values}, finish=finish)) == [
        ["Code", "Statement", "When"],
        ["1", "Work safely", "2026-11-02"],
        ["1.10", "true", "2026-11-02T09:30:00"],
        ["2.5", "0.3"],
    ]


def test_formula_without_a_stored_value_is_kept_as_its_text(write_workbook: Callable[..., Path]) -> None:
    path = write_workbook({"S": [["Code", "Statement"], ["A", "=CONCATENATE(1,2)"]]})
    context = read_grid(grid_of(path.read_bytes(), path.name), path.name, Options())
    (record,) = context.records.of("competency")
    assert record.columns["statement"] == {"en": "=CONCATENATE(1,2)"}
    assert "formula" in context.report.repaired[0].reason


def test_error_values_are_rejected_by_name(write_workbook: Callable[..., Path]) -> None:
    path = write_workbook({"S": [["Code", "Statement", "Notes"], ["A", "Work safely", "#REF!"]]})
    context = read_grid(grid_of(path.read_bytes(), path.name), path.name, Options())
    (rejection,) = context.report.rejected
    assert (rejection.where, rejection.value) == ("row 2, Notes", "#REF!")


def test_indentation_and_outline_of_excel(write_workbook: Callable[..., Path], tree: Any) -> None:
    from openpyxl.styles import Alignment

    rows = [["Competency"], ["Safety at work"], ["Identify hazards"], ["Name the sources"], ["Measurement"]]

    def indent(book: Any) -> None:
        book.active["A3"].alignment = Alignment(indent=1)
        book.active["A4"].alignment = Alignment(indent=2)

    def outline(book: Any) -> None:
        book.active.row_dimensions[3].outlineLevel = 1
        book.active.row_dimensions[4].outlineLevel = 2

    for finish in (indent, outline):
        path = write_workbook({"S": rows}, finish=finish)
        context = read_grid(grid_of(path.read_bytes(), path.name), path.name, Options())
        assert [parent for parent, _, _ in tree(context)] == ["", "Safety at work", "Identify hazards", ""]


def test_merged_titles_and_merged_course_cells(write_workbook: Callable[..., Path], tree: Any) -> None:
    rows = [
        ["Welding outcomes 2026", None, None],
        ["Course No.", "Title", "Students will be able to"],
        ["WLD 101", "Welding basics", "Set up a welder"],
        [None, None, "Run a bead"],
    ]

    def merge(book: Any) -> None:
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("A3:A4")
        book.active.merge_cells("B3:B4")

    path = write_workbook({"Sheet1": rows}, finish=merge)
    context = read_grid(grid_of(path.read_bytes(), path.name), path.name, Options())
    assert [parent for parent, _, _ in tree(context)] == ["", "WLD 101", "WLD 101"]
    (framework,) = context.records.of("framework")
    assert framework.columns["name"] == {"en": "Welding outcomes 2026"}


def test_every_sheet_is_a_framework_and_notes_are_kept(write_workbook: Callable[..., Path]) -> None:
    head = ["Code", "Statement"]
    path = write_workbook(
        {
            "Fall": [head, ["A", "Work safely"]],
            "Spring": [head, ["A", "Measure parts"]],
            "Read me": [["Made in August"], ["Ask the office"]],
        }
    )
    context = read_grid(grid_of(path.read_bytes(), path.name), path.name, Options())
    frameworks = list(context.records.of("framework"))
    assert [record.columns["name"]["en"] for record in frameworks] == ["Outcomes: Fall", "Outcomes: Spring"]
    assert frameworks[0].extra["other sheets"] == {"Read me": [["Made in August"], ["Ask the office"]]}
    report = context.report
    assert (report.values, report.kept, report.kept_as_extra) == (6, 4, 2)


def test_large_workbooks_read_the_same(write_workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ["Code", "Statement", "Weight"],
        ["1", "Work safely", 0.5],
        ["2", "=CONCATENATE(1,2)", "#REF!"],
        [],
        [None, "Last", True],
    ]
    path = write_workbook({"S": rows, "Second": [[None], [None, None, "x"]]})
    closely = workbook.read_workbook(path.read_bytes(), path.name).sheets
    monkeypatch.setattr(workbook, "_LARGE", 0)
    fast = workbook.read_workbook(path.read_bytes(), path.name).sheets
    for one, other in zip(fast, closely, strict=True):
        assert (one.name, one.rows, one.notes, one.problems) == (other.name, other.rows, other.notes, other.problems)
