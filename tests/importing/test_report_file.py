# SPDX-License-Identifier: Apache-2.0
"""The account of an import as a table: nothing in it runs as a formula, nothing is left out."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport, ImportReport
from studio.importing.report_file import HEADINGS, lines, save_table

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
