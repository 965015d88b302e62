# SPDX-License-Identifier: Apache-2.0
"""The account of an import as a table: nothing in it runs as a formula, nothing is left out."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport, ImportReport
from studio.importing.report_file import HEADINGS, WENT_HEADINGS, lines, lines_with_items, save_table, went

FORMULA = '=HYPERLINK("http://evil.example","Click")'


@pytest.fixture
def report() -> ImportReport:
    """Two files: a rejected formula, a repair with a control character."""
    one, two = FileReport("one.csv", "csv"), FileReport("two.csv", "csv")
    one.repair("row 2, Statement", "reads\x07 it", "Reads it", "Capital letter added")
    two.reject("row 3, Weight", FORMULA, "Not a number")
    return ImportReport(files=[one, two])


def test_rejected_values_come_first(report):
    assert [line[:3] for line in lines(report)] == [
        ("two.csv", "row 3, Weight", "Rejected"),
        ("one.csv", "row 2, Statement", "Changed"),
    ]


def test_csv_cells_cannot_run(report, tmp_path):
    save_table(report, tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == HEADINGS
    assert rows[1][3] == "'" + FORMULA
    assert len(rows) == 3


def test_workbook_cells_are_text(report, tmp_path):
    save_table(report, tmp_path / "report.xlsx")
    sheet = load_workbook(tmp_path / "report.xlsx").active
    assert sheet["D2"].data_type == "s"
    assert sheet["D2"].value == FORMULA
    assert sheet["E3"].value == "Reads it"
    assert "\x07" not in sheet["D3"].value


def test_a_place_that_is_not_there_is_said(report, tmp_path):
    for name in ("report.csv", "report.xlsx"):
        with pytest.raises(ImportRefused, match="could not be written"):
            save_table(report, tmp_path / "nowhere" / name)


def accounted() -> ImportReport:
    file = FileReport("one.csv", "csv", values=10)
    file.keep("Outcome", "statement", 3)
    file.keep("Unit", "competency.parent_id", 2)
    file.keep_extra("Room", 2)
    file.kept += 1
    file.kept_as_extra += 1
    file.reject("row 3, Weight", "heavy", "This is no number", key="r3")
    file.items["r3"] = "item-3"
    return ImportReport([file])


def test_where_values_went_adds_up_to_all_values():
    found = [(each.source, each.field, each.count) for each in went(accounted())]
    assert found == [
        ("Outcome", "Statement", 3),
        ("Unit", "Competency: place in the tree", 2),
        ("", "Kept", 1),
        ("Room", "Kept as extra", 2),
        ("", "Kept as extra", 1),
        ("", "Rejected", 1),
    ]
    assert sum(count for *_names, count in found) == 10


def test_a_line_knows_its_item():
    assert [item for _line, item in lines_with_items(accounted())] == ["item-3"]


def test_the_workbook_says_where_values_went(tmp_path):
    save_table(accounted(), tmp_path / "report.xlsx")
    book = load_workbook(tmp_path / "report.xlsx")
    rows = list(book["Where values went"].iter_rows(values_only=True))
    assert rows[0] == WENT_HEADINGS
    assert rows[1] == ("one.csv", "Outcome", "Statement", 3)
    assert sum(row[3] for row in rows[1:]) == 10
    assert book.sheetnames == ["Import report", "Where values went"]
