# SPDX-License-Identifier: Apache-2.0
"""Tables of a standard: the header names the columns once and for all, every cell below it is a value.

Unlike the reader for anybody's tables (``table.py``) nothing is guessed here, and no text is changed but for spaces
around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from studio.importing.report import FileReport
from studio.importing.tables.grid import Sheet, column_letter

_LOOK_AT = 12


@dataclass(slots=True)
class Row:
    """One filled line below the header: its place, and its filled cells by the number of their column."""

    where: str
    number: int
    cells: dict[int, str] = field(default_factory=dict)


class Headed:
    """One sheet with its header. Counts its values when its rows are read, once."""

    def __init__(self, sheet: Sheet, header: int, report: FileReport, named: bool = False) -> None:
        self.sheet = sheet
        self.header = header
        self.report = report
        self.named = named
        self.headers: list[str] = []
        seen: set[str] = set()
        width = max((len(row) for row in sheet.rows), default=0)
        names = sheet.rows[header]
        for index in range(width):
            name = " ".join(names[index].split()) if index < len(names) else ""
            name = name or f"column {column_letter(index)}"
            if name in seen:
                name = f"{name} ({column_letter(index)})"
            seen.add(name)
            self.headers.append(name)

    def where(self, row: int) -> str:
        """``row 7`` or ``sheet "CF Item", row 7``."""
        return f'sheet "{self.sheet.name}", row {row + 1}' if self.named else f"row {row + 1}"

    def above(self) -> list[str]:
        """The texts above the header. They count as values; the caller keeps them."""
        cells = [cell.strip() for row in self.sheet.rows[: self.header] for cell in row if cell.strip()]
        self.report.values += len(cells)
        return cells

    def rows(self) -> Iterator[Row]:
        """The filled rows below the header. Cells that show an error are rejected; comments on cells and links behind
        them are cells of columns of their own."""
        sheet, report = self.sheet, self.report
        for number in range(self.header + 1, len(sheet.rows)):
            cells = sheet.rows[number]
            texts = list(map(str.strip, cells))
            filled = {index: text for index, text in enumerate(texts) if text}
            if not filled and not sheet.attached:
                continue
            report.values += len(filled)
            row = Row(self.where(number), number, filled)
            if texts != cells or sheet.problems or sheet.notes:
                self._look_closer(row, cells)
            if sheet.attached:
                self._attached(row)
            if row.cells:
                yield row

    def _look_closer(self, row: Row, cells: Sequence[str]) -> None:
        """Reject the cells that show an error, and say what was changed in others."""
        sheet, report = self.sheet, self.report
        for index, text in list(row.cells.items()):
            place, where = (row.number, index), f"{row.where}, {self.headers[index]}"
            if place in sheet.problems:
                report.reject(where, text, sheet.problems[place])
                del row.cells[index]
                continue
            if text != cells[index]:
                report.repair(where, cells[index], text, "Spaces around the text removed")
            if place in sheet.notes:
                before, reason = sheet.notes[place]
                report.repair(where, before, text, reason)

    def _attached(self, row: Row) -> None:
        for index, name in enumerate(list(self.headers)):
            for kind, text in self.sheet.attached.get((row.number, index), {}).items():
                title = f"{name} ({kind})"
                if title not in self.headers:
                    self.headers.append(title)
                row.cells[self.headers.index(title)] = text
                self.report.values += 1


def find_header(sheet: Sheet, is_header: Callable[[Sequence[str]], bool]) -> int | None:
    """The first of the first rows that is a header."""
    looked = 0
    for index, row in enumerate(sheet.rows):
        if not any(cell.strip() for cell in row):
            continue
        if is_header([cell.strip() for cell in row]):
            return index
        looked += 1
        if looked == _LOOK_AT:
            return None
    return None


def first_cells(data: bytes, lines: int = 8) -> list[list[str]]:
    """The cells of the first lines of a text, for looking whether a reader knows the header; empty when it is none."""
    import csv

    from studio.importing.guards import what_it_is
    from studio.importing.tables.delimited import find_delimiter

    if what_it_is(data) != "text":
        return []
    head = data[:60_000]
    try:
        text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
        rows: list[list[str]] = []
        for row in csv.reader(text.splitlines(keepends=True), delimiter=find_delimiter(text)):
            if any(cell.strip() for cell in row):
                rows.append([cell.strip() for cell in row])
            if len(rows) == lines:
                break
    except (csv.Error, ValueError):
        return []
    return rows
