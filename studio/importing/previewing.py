# SPDX-License-Identifier: Apache-2.0
"""Building the preview of an import: the real reading and a dry run, shown with the file's own rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.importing import remembered
from studio.importing.apply import apply
from studio.importing.preview import Preview, PreviewCell, PreviewColumn, PreviewRow, PreviewSheet, TreeNode
from studio.importing.readers import Options, reader_for
from studio.importing.records import Record, Records
from studio.importing.report import FileReport, ImportReport
from studio.importing.tables.columns import EXTRA, FIELDS, fingerprint
from studio.importing.tables.context import SheetReading
from studio.importing.tables.grid import Grid
from studio.importing.tables.spreadsheet import READER as SPREADSHEETS
from studio.importing.tables.spreadsheet import grid_of, read_grid
from studio.importing.whole.whole import Whole, WholeReader, restore
from studio.model.items import project_language
from studio.model.project import Project
from studio.model.values import in_language

MOST_ROWS = 500
MOST_NODES = 2000
_NAMES = ("name", "statement", "label", "description")
_OWNERS = ("parent_id", "framework_id", "scheme_id", "model_id", "rubric_id", "criterion_id", "document_id")


def preview_file(
    project: Project,
    data: bytes,
    name: str,
    mapping: Mapping[str, Any] | None,
    into: str | None = None,
    format: str | None = None,
) -> Preview:
    """The preview of one file. The counts are those of the whole file; rows and tree stop at some hundreds.
    ``format``: what it is read as; found by content when missing."""
    reader = reader_for(data, name, format)
    if reader is SPREADSHEETS:
        return preview_grid(project, grid_of(data, name), name, mapping, into)
    if isinstance(reader, WholeReader):
        whole = reader.whole(data, name)
        return _without_columns(
            name, whole.report, restore(project, whole, dry_run=True), _tree_of_whole(whole, project)
        )
    language = project_language(project)
    records = reader.read(data, name, Options(language=language, into_framework=into is not None))
    report = apply(project, records, into, dry_run=True)
    return _without_columns(name, records.report, report, _tree(records, language))


def _without_columns(name: str, file: FileReport, report: ImportReport, tree: list[TreeNode]) -> Preview:
    return Preview(name, file.format, file.encoding, None, [], tree, report, "", False)


def _tree_of_whole(whole: Whole, project: Project) -> list[TreeNode]:
    """The frameworks of a whole project, and how it looks below them."""
    records = Records(whole.report)
    for kind in ("framework", "competency"):
        for row in whole.rows.get(kind, [])[:MOST_NODES]:
            references: dict[str, str | tuple[str, ...]] = {
                column: row[column] for column in ("parent_id", "framework_id") if row.get(column)
            }
            records.add(kind, row["id"], row, references=references)
    return _tree(records, project_language(project))


def preview_grid(
    project: Project, grid: Grid, name: str, mapping: Mapping[str, Any] | None, into: str | None = None
) -> Preview:
    """The same for cells that are read already, for example from the clipboard."""
    known = remembered.load() if mapping is None else {}
    language = project_language(project)
    options = Options(mapping=dict(mapping) if mapping else None, language=language, known_headers=known)
    context = read_grid(grid, name, options)
    report = apply(project, context.records, into, dry_run=True)
    marks = [fingerprint([column.header for column in reading.columns]) for reading in context.readings]
    return Preview(
        file=name,
        format=context.report.format,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheets=[_sheet(reading) for reading in context.readings],
        tree=_tree(context.records, language),
        report=report,
        fingerprint=marks[0] if marks else "",
        remembered=any(mark in known for mark in marks),
    )


def _sheet(reading: SheetReading) -> PreviewSheet:
    columns = [
        PreviewColumn(
            column.index,
            column.header,
            column.field,
            FIELDS[column.field],
            column.language,
            column.confidence,
            column.source,
        )
        for column in reading.columns
    ]
    above: dict[int, str] = {}
    rows = [_row(reading, index, above) for index in range(min(len(reading.sheet.rows), MOST_ROWS))]
    return PreviewSheet(reading.sheet.name, columns, rows, reading.layout, reading.unused)


def _row(reading: SheetReading, index: int, above: dict[int, str]) -> PreviewRow:
    row = reading.sheet.rows[index]
    if index == reading.header:
        return PreviewRow(index + 1, [PreviewCell(cell, cell) for cell in row], "header")
    if index in reading.titles:
        return PreviewRow(index + 1, [PreviewCell(cell, cell) for cell in row], "title")
    if index in reading.skipped:
        return PreviewRow(index + 1, [PreviewCell(cell, cell) for cell in row], "skipped", reading.skipped[index])
    cells = []
    for column in reading.columns:
        original = row[column.index] if column.index < len(row) else ""
        cells.append(_cell(reading, index, column.index, column.field, original, above))
    return PreviewRow(index + 1, cells)


def _cell(reading: SheetReading, row: int, index: int, field: str, original: str, above: dict[int, str]) -> PreviewCell:
    text = original.strip()
    if not text:
        inherited = above.get(index, "") if index in reading.inherited else ""
        return PreviewCell(inherited, original, "inherited" if inherited else "")
    cell = PreviewCell(text, original)
    if (row, index) in reading.changed:
        cell.text, cell.note = reading.changed[(row, index)]
        cell.mark = "repaired"
    elif (row, index) in reading.rejected:
        cell.mark, cell.note = "rejected", reading.rejected[(row, index)]
    elif field == EXTRA and reading.layout != "one course per column":
        cell.mark = "extra"
    if index in reading.inherited:
        above[index] = cell.text
        for right in [other for other in above if other > index]:
            del above[right]  # a new domain: nothing is inherited below it from the one before
    return cell


def _tree(records: Records, language: str) -> list[TreeNode]:
    nodes: dict[str, TreeNode] = {}
    roots: list[TreeNode] = []
    placed: list[tuple[Record, TreeNode]] = []
    for record in records.items:
        if record.kind == "association" or len(nodes) >= MOST_NODES:
            continue
        columns = record.columns
        texts = next((columns[name] for name in _NAMES if columns.get(name)), None)
        code = columns.get("code") or columns.get("notation") or ""
        node = TreeNode(code, in_language(texts, language), record.kind, type=columns.get("type") or "")
        nodes[record.key] = node
        placed.append((record, node))
    for record, node in placed:
        parent = None
        for column in _OWNERS:
            key = record.references.get(column)
            parent = nodes.get(key) if isinstance(key, str) else None
            if parent is not None and parent is not node:
                break
        (parent.children if parent is not None and parent is not node else roots).append(node)
    return roots
