# SPDX-License-Identifier: Apache-2.0
"""The reader for tables: CSV and other delimited text, Excel workbooks, cells from the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.importing.guards import refuse_other_content, what_it_is
from studio.importing.lists.outline import unfold_outline
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.importing.stable import stable_id
from studio.importing.tables import casedoc, columns, crosstab, layout, links
from studio.importing.tables.columns import EXTRA, Column
from studio.importing.tables.context import Context, SheetReading
from studio.importing.tables.delimited import read_delimited
from studio.importing.tables.grid import Grid, Sheet, column_letter
from studio.importing.tables.lost_zeros import restore_zeros
from studio.importing.tables.not_a_table import refuse_no_table
from studio.importing.tables.refining import refine
from studio.importing.tables.table import TableReader
from studio.importing.tables.twice_encoded import mend_letters
from studio.importing.tables.workbook import read_workbook

_NAMES = ("id", "ctid", "uri", "code", "statement", "label", "description")
_ENDINGS = {".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xls", ".ods"}


class SpreadsheetReader:
    """Reads any table whose columns can be recognized, or that a mapping explains."""

    formats: tuple[str, ...] = ("csv", "tsv", "xlsx", "opensalt", "ctdl-csv")

    def sniff(self, data: bytes, name: str) -> float:
        """Sure of workbooks and of text under a table's name; a text of another name is a guess."""
        kind = what_it_is(data)
        if kind in ("zip", "ole"):
            return 0.9
        if Path(name).suffix.lower() in _ENDINGS:
            return 0.8 if kind == "text" else 0.4
        return 0.3 if kind == "text" and b"\n" in data[:100_000] else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Records of all sheets. Raises ImportRefused for what is no table, or has nothing to import."""
        if not options.mapping and what_it_is(data) == "text":
            refuse_no_table(data, name)
        return read_grid(grid_of(data, name), name, options).records


READER = SpreadsheetReader()


def grid_of(data: bytes, name: str) -> Grid:
    """The cells of a file, whatever its ending says. Raises ImportRefused."""
    refuse_other_content(data, name)
    grid = read_workbook(data, name) if what_it_is(data) == "zip" else read_delimited(data, name)
    for sheet in grid.sheets:
        mend_letters(sheet)
    return grid


def read_grid(grid: Grid, name: str, options: Options) -> Context:
    """Understand every sheet and turn it into records; every filled cell is accounted for."""
    report = FileReport(name, grid.format, grid.encoding)
    context = Context(name, report, options)
    filled = [sheet for sheet in grid.sheets if not sheet.blank()]
    context.many_sheets = len(filled) > 1
    unused: list[SheetReading] = []
    late: list[tuple[SheetReading, layout.Lines]] = []
    understood = [_understand(sheet, options) for sheet in sorted(filled, key=_documents_first)]
    with_header = any(_is_table_by_name(reading) for reading, _ in understood)
    for reading, lines in understood:
        sheet = reading.sheet
        report.values += sheet.filled()
        for place, (before, reason) in sheet.notes.items():
            report.repair(
                context.where(sheet, place[0]), before, sheet.rows[place[0]][place[1]] if before else "", reason
            )
        context.readings.append(reading)
        _count_lines(context, reading, lines)
        head = sheet.rows[lines.header] if lines.header is not None else []
        if casedoc.is_document_sheet(head):
            casedoc.read_document(context, reading, lines.body)
            report.format = "opensalt"
        elif links.is_link_sheet(reading.columns):
            reading.columns = links.link_columns(reading.columns)
            late.append((reading, lines))
            continue
        elif reading.layout == "one course per column":
            crosstab.read_crosstab(context, reading, lines.header or 0, lines.body)
        elif _has_items(reading) and (reading.header is not None or not with_header):
            TableReader(context, reading, lines.body).read()
            if grid.format in ("csv", "tsv") and any(column.field == "row_type" for column in reading.columns):
                report.format = "ctdl-csv"
        else:
            unused.append(reading)
            continue
        _keep_skipped(context, reading, lines)
        _keep_titles(context, reading)
    for reading, lines in late:
        links.read_links(context, reading, lines.body)
        _keep_skipped(context, reading, lines)
        _keep_titles(context, reading)
    if all(record.inferred for record in context.records.items):
        raise ImportRefused(_nothing_found(name, context))
    for reading in unused:
        _keep_unused(context, reading)
    _keep_attached(context, grid)
    _name_the_nameless(context)
    order = [sheet.name for sheet in grid.sheets]
    context.readings.sort(key=lambda reading: order.index(reading.sheet.name))
    report.records = sum(1 for record in context.records.items if not record.inferred)
    report.check()
    return context


def _name_the_nameless(context: Context) -> None:
    """An item without a code, a text or an identifier could not be found again; it gets an id by its line."""
    for record in context.records.of("competency"):
        if record.columns.keys().isdisjoint(_NAMES):
            record.columns["id"] = stable_id(context.name, record.kind, record.key)


def _has_items(reading: SheetReading) -> bool:
    return any(column.field in ("statement", "label", "framework_name", columns.NUMBERED) for column in reading.columns)


def _is_table_by_name(reading: SheetReading) -> bool:
    """Whether a header names the statements; beside such a sheet, one without any header holds notes."""
    return reading.header is not None and any(
        column.field == "statement" and column.source != "content" for column in reading.columns
    )


def _documents_first(sheet: Sheet) -> bool:
    """Sheets that describe a framework come before those with its items; otherwise the order of the workbook."""
    return not any(casedoc.is_document_sheet(row) for row in sheet.rows[:5])


def _understand(sheet: Sheet, options: Options) -> tuple[SheetReading, layout.Lines]:
    """Find the table in a sheet and what its columns are."""
    header = layout.find_header(sheet.rows)
    if header is not None:
        layout.join_upper_header(sheet, header)
    across = crosstab.find_crosstab(sheet)
    if across is not None and (header is None or header == across or not _has_statement(sheet, header)):
        lines = layout.read_lines(sheet, across)
        found = [Column(index, cell, EXTRA) for index, cell in enumerate(sheet.rows[across])]
        return SheetReading(sheet, found, across, "one course per column", lines.titles, lines.skipped), lines
    unfolded = unfold_outline(sheet, header) if not options.mapping else None
    if unfolded is not None:
        sheet, found = unfolded
        lines = layout.read_lines(sheet, header)
        return SheetReading(sheet, found, header, "", lines.titles, lines.skipped), lines
    lines = layout.read_lines(sheet, header)
    width = max((len(sheet.rows[index]) for index in lines.body), default=0)
    heads = list(sheet.rows[header]) if header is not None else []
    while heads and not heads[-1].strip():
        heads.pop()
    heads += [""] * (width - len(heads))
    remembered = options.known_headers.get(columns.fingerprint(heads))
    empty = {index for index in range(len(heads)) if _is_empty(sheet, lines.body, index)}
    found = columns.propose(heads, remembered, empty)
    found = refine(found, sheet, lines.body)
    if header is None:
        found = _code_column(found, sheet, lines)
    if options.mapping:
        found = columns.apply_mapping(found, options.mapping)
    _by_columns(sheet, lines, found)
    return SheetReading(sheet, found, header, "", lines.titles, lines.skipped), lines


def _is_empty(sheet: Sheet, body: Sequence[int], index: int) -> bool:
    rows = sheet.rows
    return not any(index < len(rows[at]) and rows[at][index] and not rows[at][index].isspace() for at in body)


def _by_columns(sheet: Sheet, lines: layout.Lines, found: list[Column]) -> None:
    """What only the columns tell: which lines below the table are notes, and which codes have lost a zero."""
    statement = next((column for column in found if column.field in ("statement", "label")), None)
    if statement is not None:
        layout.set_notes_aside(sheet, lines, statement.index)
    for column in found:
        if column.field in ("code", "outline"):
            restore_zeros(sheet, column.index, lines.body)


def _has_statement(sheet: Sheet, header: int) -> bool:
    return any(known is not None and known[0] == "statement" for known in map(columns.recognize, sheet.rows[header]))


def _code_column(found: list[Column], sheet: Sheet, lines: layout.Lines) -> list[Column]:
    """Without a header, a first column of codes is the code."""
    from studio.importing.tables.codes import looks_like_code

    statement = next((column for column in found if column.field == "statement"), None)
    for column in found:
        if statement is None or column.index >= statement.index:
            break
        texts = [
            text
            for at in lines.body
            if column.index < len(sheet.rows[at]) and (text := sheet.rows[at][column.index].strip())
        ]
        if texts and sum(looks_like_code(text) for text in texts) * 10 >= len(texts) * 8:
            found[column.index] = Column(column.index, column.header, "code", None, 0.6, "content")
            break
    return found


def _count_lines(context: Context, reading: SheetReading, lines: layout.Lines) -> None:
    """Column names are no values, and neither is a repeated header; courses in a header are."""
    sheet, report = reading.sheet, context.report
    if lines.header is not None and reading.layout != "one course per column":
        report.values -= sum(1 for cell in sheet.rows[lines.header] if cell.strip())
    for row_index, reason in lines.skipped.items():
        if reason == "The header again":
            cells = [cell.strip() for cell in sheet.rows[row_index] if cell.strip()]
            report.values -= len(cells)
            report.repair(context.where(sheet, row_index), " | ".join(cells), "", "The header again; skipped")


def _keep_skipped(context: Context, reading: SheetReading, lines: layout.Lines) -> None:
    """Totals and notes are no items; they stay with the framework as extra, and the report names them."""
    for row_index, reason in sorted(lines.skipped.items()):
        if not reason.endswith(", not an item"):
            continue
        kind = "totals" if reason.startswith("A total") else "notes"
        cells = [cell.strip() for cell in reading.sheet.rows[row_index] if cell.strip()]
        place = context.where(reading.sheet, row_index)
        text = " | ".join(cells)
        context.framework_of_sheet(reading).extra.setdefault(kind, {})[place] = text
        context.report.keep_extra(kind, len(cells))
        context.report.repair(place, text, "", f"{reason}; kept with the framework as extra")


def _keep_titles(context: Context, reading: SheetReading) -> None:
    """Lines above the column names are the framework's name and description, unless rows describe all frameworks (or
    there is none): then they are kept with the first item as extra."""
    lines = [cell.strip() for row in reading.titles for cell in reading.sheet.rows[row] if cell.strip()]
    if lines and not context.has_framework(reading) and context.records.items:
        context.records.items[0].extra.setdefault("title lines", []).extend(lines)
        context.report.keep_extra("title lines", len(lines))


def _keep_unused(context: Context, reading: SheetReading) -> None:
    """A sheet without a table of items is kept, cell by cell, with the first framework."""
    reading.unused = "No column of this sheet holds statements; its cells are kept with the framework as extra"
    framework = next((record for record in context.records.items if record.kind == "framework"), None)
    rows = [[cell.strip() for cell in row] for row in reading.sheet.rows]
    head = reading.header
    cells = sum(1 for index, row in enumerate(rows) for cell in row if cell and index != head)
    cells -= sum(
        1 for index, reason in reading.skipped.items() if reason == "The header again" for cell in rows[index] if cell
    )
    if framework is None:
        framework = context.framework(context.title_for(reading.sheet))
    framework.extra.setdefault("other sheets", {})[reading.sheet.name] = [row for row in rows if any(row)]
    context.report.keep_extra(f'sheet "{reading.sheet.name}"', cells)


def _keep_attached(context: Context, grid: Grid) -> None:
    """Comments and links on cells that are no item's (titles, column names, other sheets) go to the first framework."""
    if not any(sheet.attached for sheet in grid.sheets):
        return
    framework = next((record for record in context.records.items if record.kind == "framework"), None)
    framework = framework or context.framework(context.title_for(grid.sheets[0]))
    for sheet in grid.sheets:
        for (row, column), found in sheet.attached.items():
            context.report.values += len(found)
            if (sheet.name, row, column) in context.attached_kept:
                continue
            for kind, text in found.items():
                place = f"{sheet.name}!{column_letter(column)}{row + 1}"
                framework.extra.setdefault(f"cell {kind}s", {})[place] = text
                context.report.keep_extra(f"cell {kind}s")


def _nothing_found(name: str, context: Context) -> str:
    if any(
        column.field in ("statement", "association_type") for reading in context.readings for column in reading.columns
    ):
        return f'"{name}" has column names but no rows below them. Fill in the rows and import it again.'
    heads = [column.name for reading in context.readings for column in reading.columns if column.header.strip()][:6]
    seen = f" Its columns are: {', '.join(heads)}." if heads else ""
    return (
        f'"{name}" has no column that holds statements.{seen} '
        'Name one "Statement", or say which one it is with a column mapping.'
    )
