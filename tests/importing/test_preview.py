# SPDX-License-Identifier: Apache-2.0
"""What the import wizard is told before anything is written, and cells from the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from studio.importing import service
from studio.importing.readers import ImportRefused
from studio.importing.tables.clipboard import grid_from_clipboard, grid_of_html, grid_of_text
from studio.model import schema
from studio.model.project import Project

c = schema.competency.c


def test_preview_shows_the_rows_with_marks(project: Project, shared: Path) -> None:
    preview = service.preview(project, shared / "sample/raw_import/college_outcomes_raw.csv")
    assert (preview.format, preview.encoding, preview.delimiter) == ("csv", "windows-1252", ",")
    (sheet,) = preview.sheets
    assert [column.field for column in sheet.columns] == ["group_code", "group_label", "order", "statement", "extra"]
    assert [row.mark for row in sheet.rows[:5]] == ["title", "title", "skipped", "header", "item"]
    inherited = sheet.rows[5].cells[0]
    assert (inherited.text, inherited.mark, inherited.original) == ("MECH 110", "inherited", "")
    repaired = sheet.rows[6].cells[3]
    assert (repaired.text, repaired.mark) == ("Use precision measuring instruments", "repaired")
    assert "Capital letter added" in repaired.note
    assert (sheet.rows[10].mark, sheet.rows[10].note) == ("skipped", "Blank line")
    assert sheet.rows[4].cells[4].mark == "extra"
    assert sheet.rows[-1].note == "A total, not an item"
    (framework,) = preview.tree
    assert [node.code for node in framework.children[:2]] == ["MECH 110", "MECH 115"]
    assert framework.children[0].children[0].text.startswith("Apply OSHA-style")


def test_preview_counts_come_true(project: Project, shared: Path) -> None:
    path = shared / "sample/raw_import/high_school_outcomes_raw.csv"
    preview = service.preview(project, path)
    assert project.history() == []
    report = service.import_files(project, [path])
    assert preview.report.to_json()["files"] == report.to_json()["files"]
    assert preview.report.created == report.created
    assert service.preview(project, path).report.unchanged == report.created


def test_a_new_domain_ends_what_is_inherited(project: Project, write_csv: Callable[..., Path]) -> None:
    rows = [["Domain", "Area", "Competency"], ["Safety", "Hazards", "Name a hazard"], ["Quality", "", "Read a chart"]]
    sheet = service.preview(project, write_csv(rows)).sheets[0]
    assert [cell.text for cell in sheet.rows[2].cells] == ["Quality", "", "Read a chart"]


def test_rejected_cells_are_marked(project: Project, write_csv: Callable[..., Path]) -> None:
    path = write_csv([["Code", "Statement", "Room"], ["A", "Work safely", "B12"]])
    sheet = service.preview(project, path, {"Room": "skip"}).sheets[0]
    assert sheet.rows[1].cells[2].mark == "rejected"


@pytest.mark.parametrize("content", [b"<html><body>Please log in</body></html>", b"%PDF-1.7 \n", b"PK\x03\x04 torn"])
def test_detect_refuses_what_only_looks_like_a_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "outcomes.xlsx"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"outcomes\.xlsx"):
        service.detect(path)


def test_detect_says_what_a_file_is(
    tmp_path: Path, write_csv: Callable[..., Path], write_workbook: Callable[..., Path]
) -> None:
    assert service.detect(write_csv([["Statement"], ["Work safely"]])).spreadsheet
    assert service.detect(write_workbook({"S": [["Statement"], ["Work safely"]]})).spreadsheet
    graph = tmp_path / "graph.json"
    graph.write_text('{"@graph": [{"@type": "ceasn:CompetencyFramework", "ceterms:ctid": "ce-1"}]}')
    found = service.detect(graph)
    assert (found.formats[0], found.spreadsheet) == ("ctdl", False)


def test_preview_of_a_graph_has_a_tree_and_counts(project: Project, shared: Path) -> None:
    path = sorted((shared / "standards/ctdl/samples/frameworks").glob("*.json*"))[0]
    preview = service.preview(project, path)
    assert preview.sheets == []
    assert preview.tree
    assert preview.report.created > 0
    assert project.history() == []


TEXT = 'Code\tStatement\r\nA.1\t"Work safely\nin the ""shop"""\r\nA.1.1\tMeasure parts\r\n'


def test_text_from_excel(project: Project) -> None:
    assert service.preview_clipboard(project, TEXT).report.created == 2
    service.import_clipboard(project, TEXT)
    rows = project.rows(select(c.code, c.statement, c.parent_id).order_by(c.code))
    assert rows[0].statement == {"en": 'Work safely\nin the "shop"'}
    assert rows[1].parent_id is not None
    assert project.can_undo() == "Paste a table"


def test_rows_go_below_an_item(project: Project) -> None:
    service.import_clipboard(project, TEXT)
    above = project.scalar(select(c.id).where(c.code == "A.1.1"))
    pasted = "Code\tStatement\nZ\tZero the instrument\nZ.1\tRead the scale\nA.1\tWork safely everywhere\n"
    report = service.import_clipboard(project, pasted, into=above)
    assert (report.created, report.updated) == (2, 1)
    below = {row.code: row.parent_id for row in project.rows(select(c.code, c.parent_id))}
    assert below["Z"] == above
    assert below["Z.1"] == project.scalar(select(c.id).where(c.code == "Z"))
    assert below["A.1"] is None
    assert service.import_clipboard(project, pasted, into=above).unchanged == 3


def test_a_quotation_mark_that_opens_nothing_is_a_sign() -> None:
    assert grid_of_text('Size\tText\n5"\tA 5" pipe\n').sheets[0].rows == [["Size", "Text"], ['5"', 'A 5" pipe']]
    assert grid_of_text('"open\tA\nB\tC').sheets[0].rows == [['"open', "A"], ["B", "C"]]


HTML = (
    "<html><head><style>td {x: y}</style></head><body><table><tr><th>Code</th><th>Statement</th></tr>"
    "<tr><td rowspan=2>A</td><td>Work &amp; safety<br>first</td></tr><tr><td style='padding-left:12px'>Below</td></tr>"
    "</table><table><tr><td>Other</td></tr></table></body></html>"
)


def test_html_tables_with_merged_cells_and_indentation() -> None:
    grid = grid_of_html(HTML)
    assert grid is not None
    assert grid.sheets[0].rows == [["Code", "Statement"], ["A", "Work & safety\nfirst"], ["", "Below"]]
    assert grid.sheets[0].indents == {(2, 1): 12}
    assert grid_of_html("<p>no table</p>") is None


def test_html_is_used_where_it_says_more() -> None:
    assert grid_from_clipboard("x\ty", HTML).sheets[0].indents
    assert grid_from_clipboard("x\ty", "<table><tr><td>z</td></tr></table>").sheets[0].rows == [["x", "y"]]
    with pytest.raises(ImportRefused, match="no cells"):
        grid_from_clipboard(" \n", None)
