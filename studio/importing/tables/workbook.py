# SPDX-License-Identifier: Apache-2.0
"""Excel workbooks (.xlsx) as text cells. Formulas are never computed, links never followed."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from studio.importing.archives import check_workbook
from studio.importing.guards import LARGEST_CELL, MOST_COLUMNS
from studio.importing.readers import ImportRefused
from studio.importing.tables.formulas import OtherSpelling, cells_of, sheets_of
from studio.importing.tables.grid import Grid, Sheet, column_letter

_LARGE = 12_000_000
"""Bytes of sheet XML from which the fast reader is used; it knows values, but no indentation and no number formats."""

_ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA")
_SHOWS_ERROR = "The cell shows an error instead of a value"
_FORMULA_OR_ERROR = re.compile(rb"<(?:\w+:)?f[ >/]|\bt=[\"']e[\"']")
_SIGNS = (b"<f", b":f", b't="e"', b"t='e'")
_FIXED = re.compile(r"^(0+)(?:\.(0+))?$")


def read_workbook(data: bytes, name: str) -> Grid:
    """All visible and hidden sheets of a workbook. Raises :class:`ImportRefused`."""
    watch = _Watch()
    size = check_workbook(data, name, watch)
    try:
        sheets = _read_fast(data) if size > _LARGE else _read_closely(data)
        if watch.found:
            _keep_formulas_and_errors(data, sheets)
    except ImportRefused:
        raise
    except Exception as error:  # noqa: BLE001 (whatever a damaged file makes a spreadsheet library raise)
        raise damaged(name, error) from None
    for sheet in sheets:
        _check_size(sheet, name)
    if all(sheet.blank() for sheet in sheets):
        raise ImportRefused(f'"{name}" has no filled cell. Choose the workbook with the table.')
    return Grid("xlsx", sheets)


def damaged(name: str, error: Exception) -> ImportRefused:
    """What to say when a spreadsheet library cannot read a file."""
    kind = type(error).__name__
    return ImportRefused(f'"{name}" cannot be read as a workbook ({kind}). Open it in Excel, save it, and try again.')


def _read_closely(data: bytes) -> list[Sheet]:
    """With openpyxl: values, formulas that have no value, indentation, outline levels, number formats."""
    import openpyxl

    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    sheets: list[Sheet] = []
    for worksheet in shown.worksheets:
        sheet = Sheet(worksheet.title, [])
        placed: dict[tuple[int, int], Any] = worksheet._cells  # noqa: SLF001 (what is public goes over the whole area)
        width = max((at for (_, at), cell in placed.items() if cell.value is not None), default=0)
        if width > MOST_COLUMNS:
            sheet.rows.append(["x"] * width)
            sheets.append(sheet)
            continue
        for row_index, cells in _lines(placed):
            sheet.rows.extend([] for _ in range(row_index - len(sheet.rows)))
            row: list[str] = []
            for column_index, cell in cells:
                value = cell.value
                place = (row_index, column_index)
                if cell.comment is not None or cell.hyperlink is not None:
                    _keep_attached(sheet, place, cell)
                if value is None:
                    continue
                row.extend([""] * (column_index - len(row)))
                text = _text(value, getattr(cell, "number_format", "General"))
                if cell.data_type == "e" or text in _ERRORS:
                    sheet.problems[place] = _SHOWS_ERROR
                row.append(text)
                alignment = cell.alignment
                if alignment is not None and alignment.indent:
                    sheet.indents[place] = int(alignment.indent)
            while row and not row[-1]:
                row.pop()
            sheet.rows.append(row)
            outline = worksheet.row_dimensions[row_index + 1].outlineLevel if row else 0
            if outline:
                sheet.outline[row_index] = int(outline)
        sheets.append(sheet)
    return sheets


def _keep_attached(sheet: Sheet, place: tuple[int, int], cell: Any) -> None:
    """The comment on a cell, and the address behind it unless the cell shows it."""
    found: dict[str, str] = {}
    if cell.comment is not None and (text := str(cell.comment.text or "").strip()):
        found["comment"] = text
    link = cell.hyperlink
    if link is not None and (address := str(link.target or link.location or "").strip()):
        shown = str(cell.value or "").strip()
        if address not in (shown, f"mailto:{shown}"):
            found["link"] = address
    if found:
        sheet.attached[place] = found


def _lines(placed: dict[tuple[int, int], Any]) -> Iterator[tuple[int, list[tuple[int, Any]]]]:
    """The rows that have cells, each with its cells, counted from 0: where one cell stands far away from the others,
    the area between them has millions."""
    for row, places in groupby(sorted(placed), key=itemgetter(0)):
        yield row - 1, [(place[1] - 1, placed[place]) for place in places]


class _Watch:
    """Finds out, while a workbook is checked, whether any sheet has a formula, or a cell that shows an error."""

    def __init__(self) -> None:
        self.found = False

    def __call__(self, seen: bytes) -> None:
        # The expression is looked for only where one of its signs is: it takes ten times as long.
        if not self.found and any(sign in seen for sign in _SIGNS):
            self.found = _FORMULA_OR_ERROR.search(seen) is not None


def _keep_formulas_and_errors(data: bytes, sheets: list[Sheet]) -> None:
    """A formula without a stored value is kept as its own text, nothing is computed; errors that the fast reader
    leaves out are named."""
    try:
        parts = sheets_of(data)
        for sheet in sheets:
            for told in cells_of(data, parts[sheet.name]):
                if told.column < MOST_COLUMNS:
                    _keep_cell(sheet, told.row, told.column, told.text, told.error)
    except (OtherSpelling, SyntaxError, KeyError, ValueError):  # the part or a text is not as usual
        _keep_formulas_closely(data, sheets)


def _keep_formulas_closely(data: bytes, sheets: list[Sheet]) -> None:
    """The same with openpyxl, which knows every way to write a sheet and takes many times as long."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        for sheet, worksheet in zip(sheets, workbook.worksheets, strict=True):
            worksheet.reset_dimensions()
            for row_index, cells in enumerate(worksheet.iter_rows(max_col=MOST_COLUMNS)):
                for index, cell in enumerate(cells):
                    if cell.data_type in ("f", "e"):
                        _keep_cell(sheet, row_index, index, cell.value, cell.data_type == "e")
    finally:
        workbook.close()


def _keep_cell(sheet: Sheet, row_index: int, index: int, value: Any, error: bool) -> None:
    while len(sheet.rows) <= row_index:
        sheet.rows.append([])
    row = sheet.rows[row_index]
    if index < len(row) and row[index]:
        return
    row.extend([""] * (index + 1 - len(row)))
    text = value if isinstance(value, str) else str(getattr(value, "text", "") or "")
    if error:
        row[index] = text
        sheet.problems[(row_index, index)] = _SHOWS_ERROR
        return
    row[index] = text if text.startswith("=") else f"={text}"
    sheet.notes[(row_index, index)] = (row[index], "A formula without a stored value; its text is kept")


def _read_fast(data: bytes) -> list[Sheet]:
    """With calamine: values only, some twenty times as fast."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets: list[Sheet] = []
    for title in workbook.sheet_names:
        rows: list[Any] = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
        for at, row in enumerate(rows):
            rows[at] = texts = [value if type(value) is str else _text(value, "General") for value in row]
            while texts and not texts[-1]:
                texts.pop()
        sheets.append(Sheet(title, rows))
    return sheets


def _text(value: Any, number_format: str) -> str:
    """What a person sees in the cell, as far as codes and dates depend on it: ``1.10`` stays ``1.10``."""
    if isinstance(value, str):
        return value
    if type(value) is float and number_format == "General" and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        fixed = _FIXED.match(number_format)
        if fixed:
            width, places = len(fixed.group(1)), len(fixed.group(2) or "")
            return f"{value:0{width + places + 1 if places else width}.{places}f}"
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return f"{value:.12g}" if isinstance(value, float) else str(value)
    if isinstance(value, datetime.datetime):
        moment = value.replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _check_size(sheet: Sheet, name: str) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        if len(row) > MOST_COLUMNS:
            raise ImportRefused(
                f'"{name}" has {len(row):,} columns in sheet "{sheet.name}", row {number}; up to {MOST_COLUMNS:,} are '
                "read. Remove the columns that do not belong to the table."
            )
        if len("".join(row)) <= LARGEST_CELL:  # quicker than cell by cell
            continue
        index = next((index for index, cell in enumerate(row) if len(cell) > LARGEST_CELL), None)
        if index is not None:
            raise ImportRefused(
                f'"{name}" has a cell of more than {LARGEST_CELL:,} characters in sheet "{sheet.name}", '
                f"{column_letter(index)}{number}. Shorten it and import again."
            )
