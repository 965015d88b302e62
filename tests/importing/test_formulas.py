# SPDX-License-Identifier: Apache-2.0
"""Formulas and errors are found in the XML as the spreadsheet library finds them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.importing.tables import workbook
from studio.importing.tables.formulas import OtherSpelling, cells_of, sheets_of
from studio.importing.tables.grid import Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELLS = (
    "",
    '<c r="{}" s="0"/>',
    '<c r="{}"><v>1</v></c>',
    '<c r="{}" t="str"><f>A1&amp;"x &lt; y"</f></c>',
    '<c r="{}" t="str"><f>CONCATENATE(1,2)</f><v>12</v></c>',
    '<c r="{}"><f t="shared" si="0"/></c>',
    '<c r="{}"><f t="shared" si="0"/><v></v></c>',
    '<c r="{}"><f t="array" ref="A1:A2">SUM(A1:A2)</f></c>',
    '<c r="{}"><f/></c>',
    '<c r="{}" t="e"><v>#REF!</v></c>',
    '<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="{}" t="inlineStr"><is><t>&lt;f&gt; t="e"</t></is></c>',
)


def with_sheet(data: bytes, xml: str, encoding: str = "utf-8") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            own = entry == "xl/worksheets/sheet1.xml"
            target.writestr(entry, xml.encode(encoding) if own else source.read(entry))
    return made.getvalue()


def sheet_xml(rows: list[list[str]]) -> str:
    lines = ""
    for number, row in enumerate(rows, start=1):
        cells = (cell.format(f"{letter}{number}") for letter, cell in zip("ABC", row, strict=True))
        lines += f'<row r="{number}">{"".join(cells)}</row>'
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


@pytest.fixture(scope="module")
def plain() -> bytes:
    from openpyxl import Workbook

    made = io.BytesIO()
    Workbook().save(made)
    return made.getvalue()


@given(rows=st.lists(st.lists(st.sampled_from(CELLS), min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_library_finds_the_same(plain: bytes, rows: list[list[str]]) -> None:
    rows[0][0] = '<c r="{}"><f t="shared" ref="A1:C3" si="0">B1+$A1</f></c>'
    data = with_sheet(plain, sheet_xml(rows))
    quick, closely = [Sheet("Sheet", [])], [Sheet("Sheet", [])]
    workbook._keep_formulas_closely(data, closely)
    (part,) = sheets_of(data).values()
    for told in cells_of(data, part):
        workbook._keep_cell(quick[0], told.row, told.column, told.text, told.error)
    assert quick == closely


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='A1' t='e'><v>#REF!</v></c>",
        "<c><f>1+1</f></c>",
        '<c r="A1"><f><![CDATA[1+1]]></f></c>',
        f'<x:c xmlns:x="{MAIN}" r="A1"><x:f>1+1</x:f></x:c>',
    ],
)
def test_other_spellings_are_left_to_the_library(plain: bytes, cell: str) -> None:
    data = with_sheet(plain, f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>')
    with pytest.raises(OtherSpelling):
        list(cells_of(data, "xl/worksheets/sheet1.xml"))
    sheets = [Sheet("Sheet", [])]
    workbook._keep_formulas_and_errors(data, sheets)
    assert sheets[0].rows == [["#REF!" if "#REF!" in cell else "=1+1"]]


def test_one_formula_does_not_open_a_large_workbook_again(
    write_workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_LARGE", 0)
    monkeypatch.setattr(workbook, "_keep_formulas_closely", None)
    path = write_workbook({"S": [["Code", "Statement"], ["A", "=CONCATENATE(1,2)"], ["B", "Weld"]], "T": [["x"]]})
    grid = workbook.read_workbook(path.read_bytes(), path.name)
    assert grid.sheets[0].rows[1:] == [["A", "=CONCATENATE(1,2)"], ["B", "Weld"]]
    assert (1, 1) in grid.sheets[0].notes


def test_cells_that_are_left_open_take_no_longer(plain: bytes) -> None:
    open_cells = '<row r="1">' + '<c r="A1" t="e"><f>' * 200_000 + "</row>"
    data = with_sheet(plain, f'<worksheet xmlns="{MAIN}"><sheetData>{open_cells}</sheetData></worksheet>')
    with pytest.raises(SyntaxError):
        list(cells_of(data, "xl/worksheets/sheet1.xml"))
