# SPDX-License-Identifier: Apache-2.0
"""Read Word documents: their tables like any table, else their headings and lists as a tree."""

from __future__ import annotations

from typing import Any

from studio.importing.archives import check_document
from studio.importing.lists.lines import HEADING, TEXT, is_list, only_top_heading
from studio.importing.lists.outlines import Outline
from studio.importing.lists.word_parts import Document, open_document
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.importing.tables.grid import Grid, Sheet
from studio.importing.tables.spreadsheet import read_grid

_MARK = b"word/document.xml"


class WordReader:
    """A document with tables of competencies, or with an outline of them."""

    formats: tuple[str, ...] = ("docx",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the interface of readers)
        """By the part that every Word document has."""
        return 0.95 if data.startswith(b"PK\x03\x04") and _MARK in data and b"xl/workbook.xml" not in data else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every paragraph and every cell. Raises ImportRefused for another file, or one without statements."""
        check_document(data, name)
        try:
            document = open_document(data)
        except Exception as error:  # noqa: BLE001 (whatever a damaged file makes the library raise)
            raise ImportRefused(
                f'"{name}" cannot be read as a Word document ({type(error).__name__}). Open it in Word, save it, '
                "and try again."
            ) from None
        if document.tables:
            try:
                return _from_tables(document, name, options)
            except ImportRefused:
                if not is_list(document.lines):
                    raise
        return _from_outline(document, name, options)


def _from_tables(document: Document, name: str, options: Options) -> Records:
    sheets = [Sheet(f"Table {number}", rows) for number, rows in enumerate(document.tables, start=1)]
    context = read_grid(Grid("docx", sheets), name, options)
    records, report = context.records, context.report
    lines = [line.text for line in document.lines]
    framework = next((record for record in records.items if record.kind == "framework"), None)
    if framework is None:
        framework = Record("framework", "document", {"name": {options.language: report.title()}}, inferred=True)
        records.items.insert(0, framework)
    title = next((line.text for line in document.lines if line.kind == HEADING and line.depth == 0), None)
    title = title or only_top_heading(document.lines)
    if framework.inferred and title is not None:
        framework.columns["name"] = {options.language: title}
        lines.remove(title)
        report.values += 1
        report.keep("title", "name")
    _keep_rest(framework, report, {"paragraphs": lines, **document.aside})
    return records


def _from_outline(document: Document, name: str, options: Options) -> Records:
    if not any(line.kind != TEXT for line in document.lines):
        raise ImportRefused(
            f'"{name}" has no table, no heading and no list. '
            "Make its statements a list or a table, and import it again."
        )
    report = FileReport(name, "docx")
    outline = Outline(report, options, "paragraph")
    records = outline.read(document.lines)
    tables = {
        f"table {number}": [cell for row in rows for cell in row if cell]
        for number, rows in enumerate(document.tables, start=1)
    }
    _keep_rest(outline.framework, report, {**tables, **document.aside})
    return records


def _keep_rest(framework: Record, report: FileReport, rest: dict[str, list[str]]) -> None:
    """What is no item stays with the framework."""
    for name, texts in rest.items():
        if texts:
            framework.extra[name] = texts
            report.values += len(texts)
            report.keep_extra(name, len(texts))


READER: Any = WordReader()
