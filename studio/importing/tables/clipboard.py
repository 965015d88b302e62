# SPDX-License-Identifier: Apache-2.0
"""Cells that were copied in Excel, LibreOffice or a web page: tab-separated text, or an HTML table."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser

from studio.importing.guards import LARGEST_CELL, MOST_COLUMNS
from studio.importing.lists.lines import is_list, lines_of
from studio.importing.lists.plain_list import read_list
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.importing.tables.grid import Grid, Sheet
from studio.importing.tables.spreadsheet import read_grid

NAME = "the clipboard"


def grid_of_text(text: str) -> Grid:
    """Tab-separated text, quoted as Excel does it (line breaks and quotes inside a cell). Lines without tabs are one
    column; a quotation mark that opens nothing is just a sign."""
    if len(text) > 50 * LARGEST_CELL:
        raise ImportRefused("The clipboard holds too much text. Save it as a file and import that.")
    csv.field_size_limit(LARGEST_CELL)
    lines = text.replace("\x00", "").splitlines(keepends=True)
    try:
        rows = list(csv.reader(lines, delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.rstrip("\r\n").split("\t") for line in lines]
    return _grid(rows)


def grid_of_html(html: str) -> Grid | None:
    """The first table of an HTML fragment, ``None`` when there is none. Merged cells: the text stands in the first."""
    parser = _Tables()
    parser.feed(html)
    parser.close()
    return _grid(parser.rows, parser.indents) if parser.rows else None


def grid_from_clipboard(text: str, html: str | None = None) -> Grid:
    """The cells of what was pasted. HTML is used where it says more than the text: indentation inside cells.

    Raises ImportRefused when there is nothing.
    """
    grid = grid_of_html(html) if html else None
    if grid is None or not grid.sheets[0].indents:
        plain = grid_of_text(text) if text.strip() else None
        grid = plain or grid
    if grid is None or not grid.sheets[0].filled():
        raise ImportRefused("The clipboard holds no cells. Copy the rows in Excel first.")
    return grid


def records_from_clipboard(text: str, html: str | None = None, options: Options | None = None) -> Records:
    """Records of what was pasted, read like a file: a table, or lines with bullets or numbers. Raises ImportRefused."""
    if "\t" not in text and is_list(lines_of(text)):
        return read_list(text, FileReport(NAME, "list"), options or Options())
    return read_grid(grid_from_clipboard(text, html), NAME, options or Options()).records


def _grid(rows: list[list[str]], indents: dict[tuple[int, int], int] | None = None) -> Grid:
    if any(len(row) > MOST_COLUMNS for row in rows):
        raise ImportRefused(f"The clipboard holds more than {MOST_COLUMNS:,} columns. Copy only the table.")
    return Grid("clipboard", [Sheet("", rows, indents=indents or {})])


class _Tables(HTMLParser):
    """Collects the cells of the first table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.indents: dict[tuple[int, int], int] = {}
        self._covered: dict[tuple[int, int], bool] = {}
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._tables = 0
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._tables += 1
        elif tag in ("style", "script"):
            self._hidden += 1
        elif self._tables != 1:
            return
        elif tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            if not self.rows:
                self.rows.append([])
            self._span = (_count(values.get("rowspan")), _count(values.get("colspan")))
            self._start_cell(values.get("style", ""))
        elif tag in ("br", "p", "li") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table") and self._tables == 1:
            self._end_cell()
        if tag == "table":
            # Only the first table counts: afterwards the number stays above one.
            self._tables = 2 if self._tables == 1 else self._tables
        elif tag in ("style", "script"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _start_cell(self, style: str) -> None:
        row_index, row = len(self.rows) - 1, self.rows[-1]
        while (row_index, len(row)) in self._covered:
            row.append("")
        self._cell = []
        match = re.search(r"(?:padding-left|text-indent|mso-char-indent-count)\s*:\s*(\d+)", style)
        if match and int(match[1]) > 0:
            self.indents[(row_index, len(row))] = int(match[1])

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row_index, row = len(self.rows) - 1, self.rows[-1]
        text = "\n".join(line.strip(" ") for line in "".join(self._cell).split("\n")).strip("\n")
        column = len(row)
        row.append(text)
        down, right = self._span
        for below in range(row_index, row_index + down):
            for beside in range(column, column + right):
                self._covered[(below, beside)] = True
        row.extend([""] * (right - 1))
        self._cell = None


def _count(text: str | None) -> int:
    return min(int(text), 1000) if text and text.isdigit() and int(text) > 0 else 1
