# SPDX-License-Identifier: Apache-2.0
"""Read our own workbook: a sheet a table, a column a language, back into the project it was made of."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Boolean, Float, Integer, Table

from studio.importing.archives import check_workbook
from studio.importing.report import FileReport
from studio.importing.tables.workbook import damaged
from studio.importing.whole.whole import Whole, WholeReader, check_version, short
from studio.model import schema
from studio.standards import project_tables as tables
from studio.standards.cells import unescape

_MARK = f'name="{tables.ABOUT}"'.encode()
_TABLE_OF = {tables.sheet_of(name): name for name in tables.TABLES}


class ProjectWorkbookReader(WholeReader):
    """``studio export --format workbook``, also after somebody edited it in Excel."""

    formats = ("workbook",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the content says it)
        """By the sheet that says what the workbook is."""
        if not data.startswith(b"PK"):
            return 0.0
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("xl/workbook.xml") as part:
                return 1.0 if _MARK in part.read(100_000) else 0.0
        except Exception:  # noqa: BLE001 (whatever a damaged archive makes the library raise)
            return 0.0

    def whole(self, data: bytes, name: str) -> Whole:
        """Every row of every sheet. Raises ImportRefused."""
        check_workbook(data, name)
        whole = Whole(FileReport(name, "workbook"))
        for title, rows in _sheets(data, name):
            if title == tables.ABOUT:
                _check_version(rows, name)
            elif title in _TABLE_OF:
                _read_sheet(whole, _TABLE_OF[title], title, rows)
            else:
                _reject_sheet(whole, title, rows)
        return whole


def _sheets(data: bytes, name: str) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    import openpyxl

    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        for sheet in workbook.worksheets:
            yield sheet.title, _rows(sheet, name)
        workbook.close()
    except Exception as error:  # noqa: BLE001 (whatever a damaged file makes a spreadsheet library raise)
        raise damaged(name, error) from None


def _rows(sheet: Any, name: str) -> Iterator[Sequence[Any]]:
    """The rows of a sheet, which is read while they are asked for."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong, and the rest would be left out
    try:
        yield from sheet.iter_rows(values_only=True)
    except Exception as error:  # noqa: BLE001 (as above)
        raise damaged(name, error) from None


def _check_version(rows: Iterator[Sequence[Any]], name: str) -> None:
    facts = {row[0]: row[1] for row in rows if len(row) > 1}
    check_version(facts.get("Format"), facts.get("Version"), name)


def _read_sheet(whole: Whole, table_name: str, title: str, rows: Iterator[Sequence[Any]]) -> None:
    table = tables.TABLES[table_name]
    header = next(rows, ())
    columns = [tables.column_of(str(cell)) if cell is not None else ("", None, 1) for cell in header]
    for number, cells in enumerate(rows, start=2):
        filled = {index: value for index, value in enumerate(cells) if value is not None}
        if filled:
            where = f"{title}, row {number}"
            whole.add(table_name, _row(table, columns, filled, whole.report, where), where)


def _row(
    table: Table,
    columns: Sequence[tuple[str, str | None, int]],
    cells: dict[int, Any],
    report: FileReport,
    where: str,
) -> dict[str, Any]:
    """One row: pieces joined, languages gathered, JSON read; what fits no column keeps its header's name."""
    texts: dict[tuple[str, str | None], dict[int, str]] = {}
    row: dict[str, Any] = {}
    for index, value in cells.items():
        name, language, piece = columns[index] if index < len(columns) else ("", None, 1)
        if name not in table.c:
            row[name or f"column {index + 1}"] = value
        elif _is_text(table, name):
            texts.setdefault((name, language), {})[piece] = _as_text(value)
        else:
            row[name] = _as_number(value) if isinstance(value, str) else value
    for (name, language), parts in texts.items():
        text = unescape("".join(parts[piece] for piece in sorted(parts)))
        if language is not None:
            row.setdefault(name, {})[language] = text
        elif isinstance(table.c[name].type, schema.Json):
            row[name] = value = _json(text)
            if tables.shape(name) == "list" and not isinstance(value, list | dict):
                row[name] = [text]
                report.repair(
                    f"{where}, {name}", text, tables.json_text([text]), "A list stands here; this is its entry"
                )
        else:
            row[name] = text
    return row


def _is_text(table: Table, name: str) -> bool:
    kind = table.c[name].type
    return not isinstance(kind, Float | Integer | Boolean)


def _as_number(text: str) -> Any:
    """A number that was written as text; anything else stays a text, for the report to name."""
    try:
        return float(text)
    except ValueError:
        return text


def _as_text(value: Any) -> str:
    """What a person may have made of a text cell in Excel: a number, a date, a truth value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _json(text: str) -> Any:
    """A JSON cell; a text that a person typed there instead is that text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _reject_sheet(whole: Whole, title: str, rows: Iterator[Sequence[Any]]) -> None:
    for number, cells in enumerate(rows, start=1):
        for index, value in enumerate(cells):
            if value is not None:
                whole.report.values += 1
                place = f"{title}, row {number}, column {index + 1}"
                whole.report.reject(place, short(value), "This sheet is none of the project's tables")


READER = ProjectWorkbookReader()
