# SPDX-License-Identifier: Apache-2.0
"""The whole project as an Excel workbook: a sheet a table, every column, readable first; importing it gives it back.

Texts get a column a language (``Statement [es]``), anything else that is no text or number is JSON. Nothing is a
formula: every text is stored as text and marked as such.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from studio.export.order import competencies_in_order
from studio.export.service import Exported, Options
from studio.model import schema
from studio.model.errors import StudioError
from studio.standards import project_tables as whole
from studio.standards.cells import escape, pieces

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from studio.model.project import DataRow, Project

_WIDE = ("name", "description", "statement", "criteria", "definition")
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")
_FIXED_DATE = b"2000-01-01T00:00:00Z"


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """Everything but the history. Raises StudioError when single items are asked for."""
    if ids:
        raise StudioError("The workbook always holds the whole project. Export it without naming items.")
    return Exported({"project.xlsx": _encode(project, options)})


def _encode(project: Project, options: Options) -> Iterator[bytes]:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    about = workbook.create_sheet(whole.ABOUT)
    about.append(["Project", project.title])
    about.append(["Format", whole.FORMAT])
    about.append(["Version", whole.VERSION])
    tables = [name for name, table in whole.TABLES.items() if project.scalar(select(table.c.id).limit(1))]
    for number, name in enumerate(tables):
        options.step(number, len(tables), whole.sheet_of(name))
        _Sheet(project, workbook, name).write()
    data = io.BytesIO()
    workbook.save(data)
    yield same_every_time(data.getvalue())


class _Sheet:
    def __init__(self, project: Project, workbook: Workbook, name: str) -> None:
        self.project = project
        self.table: Table = whole.TABLES[name]
        self.sheet: WriteOnlyWorksheet = workbook.create_sheet(whole.sheet_of(name))
        self.indents: dict[str, int] = {}

    def write(self) -> None:
        """The header and all rows. Two passes: which columns there are, then the rows."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        order = self._order()
        columns = self._columns()
        first = whole.readable_first(self.table)
        headers = [header for name in first for header in sorted(columns.get(name, ()), key=whole.header_order)]
        for number, header in enumerate(headers, start=1):
            wide = whole.column_of(header)[0] in _WIDE
            self.sheet.column_dimensions[get_column_letter(number)].width = 50 if wide else 16
        self.sheet.freeze_panes = "B2"
        bold = Font(bold=True)
        cells = []
        for header in headers:
            cell = WriteOnlyCell(self.sheet, value=header)
            cell.font = bold
            cells.append(cell)
        self.sheet.append(cells)
        indented = {depth: Alignment(indent=min(depth, 15)) for depth in {0, *self.indents.values()}}
        for row in self._rows(order):
            values = self._cells(row)
            line = [self._cell(WriteOnlyCell, values.get(header)) for header in headers]
            depth = self.indents.get(row.id, 0)
            if depth and line[0] is not None:
                line[0].alignment = indented[depth]
            self.sheet.append(line)

    def _order(self) -> list[str] | None:
        """Competencies stand in reading order, indented; other tables in their own order."""
        if self.table is not schema.competency:
            return None
        f = schema.framework.c
        order: dict[str, None] = {}
        for row in self.project.rows(select(f.id).order_by(f.position, f.id)):
            ids, depths = competencies_in_order(self.project, row.id)
            order.update(dict.fromkeys(ids))
            self.indents.update(depths)
        return list(order)

    def _rows(self, order: list[str] | None) -> Iterator[DataRow]:
        columns = self.table.c
        sort = [columns.position] if "position" in columns else []
        rows = self.project.rows(select(self.table).order_by(*sort, columns.id))
        if order is None:
            yield from rows
            return
        by_id = {row.id: row for row in rows}
        for item_id in order:
            if item_id in by_id:
                yield by_id.pop(item_id)
        yield from by_id.values()

    def _columns(self) -> dict[str, set[str]]:
        """Every header that any row fills, by column."""
        found: dict[str, set[str]] = {"id": {whole.header("id")}}
        for row in self.project.rows(select(self.table)):
            for header in self._cells(row):
                found.setdefault(whole.column_of(header)[0], set()).add(header)
        return found

    def _cells(self, row: DataRow) -> dict[str, Any]:
        """A row by header: texts in pieces that fit a cell."""
        made: dict[str, Any] = {}
        for name, value in whole.plain(self.table, row._asdict()).items():
            if isinstance(value, dict) and whole.is_texts(value):
                for language, text in value.items():
                    _put(made, name, language, text)
            elif isinstance(value, str) and not isinstance(self.table.c[name].type, schema.Json):
                _put(made, name, None, value)
            elif isinstance(self.table.c[name].type, schema.Json):
                _put(made, name, None, whole.json_text(value))
            else:
                # A cell holds 16 digits; the few numbers that need 17 are written as text.
                exact = not isinstance(value, float) or float(f"{value:.16g}") == value
                made[whole.header(name)] = value if exact else repr(value)
        return made

    def _cell(self, kind: Any, value: Any) -> Any:
        if value is None:
            return None
        cell = kind(self.sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"  # "=1+1" is a text here, and stays one
            cell.quotePrefix = value[:1] in "=+-@"
        return cell


def _put(made: dict[str, Any], name: str, language: str | None, text: str) -> None:
    for number, piece in enumerate(pieces(escape(text)), start=1):
        made[whole.header(name, language, number)] = piece


def same_every_time(data: bytes) -> bytes:
    """The same workbook without the moment it was made."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _DATES.sub(rb"\g<1>" + _FIXED_DATE + rb"\g<3>", content)
            fixed = zipfile.ZipInfo(entry.filename, date_time=(2000, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, content)
    return result.getvalue()
