# SPDX-License-Identifier: Apache-2.0
"""What the parts of one spreadsheet import share: the account, the records, and names by which rows call each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from studio.importing.readers import Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.importing.tables.columns import Column
from studio.importing.tables.grid import Sheet

_INSTITUTION = re.compile(
    r"\b(?:college|school|schools|university|district|county|institute|academy|department|council|board of education"
    r"|community|consortium|partnership|escuela|colegio|universidad|distrito|instituto|academia)\b",
    re.IGNORECASE,
)
_DEFAULT_SHEET = re.compile(r"^(?:sheet|tabelle|hoja|feuil|blatt|table|data|import)?\s*\d*$", re.IGNORECASE)


@dataclass(slots=True)
class SheetReading:
    """How one sheet was understood, for the preview."""

    sheet: Sheet
    columns: list[Column]
    header: int | None
    layout: str
    titles: list[int] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    inherited: set[int] = field(default_factory=set)
    """Columns whose blank cells take the value above."""
    changed: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """Repaired cells: what is kept, and the reason."""
    rejected: dict[tuple[int, int], str] = field(default_factory=dict)
    unused: str = ""


class Context:
    """One file being read."""

    def __init__(self, name: str, report: FileReport, options: Options) -> None:
        self.name = name
        self.report = report
        self.options = options
        self.records = Records(report)
        self.names: dict[str, Record] = {}
        """Records by identifier and code; :meth:`find` also looks at texts."""
        self._texts: dict[str, Record] = {}
        self._by_text_later: list[Record] = []
        self.readings: list[SheetReading] = []
        self.many_sheets = False
        self.attached_kept: set[tuple[str, int, int]] = set()
        """Cells whose comments and links went to their item: sheet, row, column."""
        self._frameworks: dict[str, Record] = {}
        self._described: list[Record] = []
        self._reading_frameworks: dict[int, Record] = {}

    def where(self, sheet: Sheet, row: int, column: Column | None = None) -> str:
        """``row 7, Title`` or ``sheet "Spring", row 7``: a place as the person sees it."""
        place = f"row {row + 1}" + (f", {column.name}" if column else "")
        return f'sheet "{sheet.name}", {place}' if self.many_sheets else place

    def framework(self, title: str, where: str = "", inferred: bool = False) -> Record:
        """The framework of this title, made at the first mention."""
        known = self._frameworks.get(title)
        if known is None:
            columns: dict[str, object] = {"name": {self.options.language: title}}
            known = self.records.add("framework", f"framework:{title}", columns, where=where, inferred=inferred)
            self._frameworks[title] = known
        return known

    def adopt_framework(self, record: Record) -> None:
        """Remember a framework that a row of the file describes."""
        self._described.append(record)

    def only_framework(self) -> Record | None:
        """The framework of the file, when rows have described exactly one so far."""
        return self._described[0] if len(self._described) == 1 else None

    def has_framework(self, reading: SheetReading) -> bool:
        """Whether :meth:`framework_of_sheet` was asked for this sheet: its title lines are accounted for."""
        return id(reading) in self._reading_frameworks

    def framework_of_sheet(self, reading: SheetReading) -> Record:
        """The framework that a sheet is: told by its title lines, else by the names of sheet and file.

        A title line that names a school or college is the publisher when there is another line for the name.
        """
        known = self._reading_frameworks.get(id(reading))
        if known is not None:
            return known
        sheet = reading.sheet
        lines = [(row, cell.strip()) for row in reading.titles for cell in sheet.rows[row] if cell.strip()]
        publisher = next((text for _, text in lines if _INSTITUTION.search(text)), None) if len(lines) > 1 else None
        others = [(row, text) for row, text in lines if text is not publisher]
        if others:
            record = self.framework(others[0][1], self.where(sheet, others[0][0]))
        else:
            record = self.only_framework() or self.framework(self.title_for(sheet), inferred=True)
        if publisher:
            record.columns.setdefault("publisher_name", publisher)
        rest = [text for _, text in others[1:]]
        if rest:
            record.columns.setdefault("description", {self.options.language: "\n".join(rest)})
        for _, text in lines:
            target = "publisher_name" if text is publisher else "name" if text is others[0][1] else "description"
            self.report.keep("title lines", target)
        self._reading_frameworks[id(reading)] = record
        return record

    def title_for(self, sheet: Sheet) -> str:
        """The name of a framework that no line of the sheet names."""
        stem = re.sub(r"[_\s]+", " ", Path(self.name).stem).strip() or "Imported framework"
        stem = stem[:1].upper() + stem[1:]
        if sheet.name and not _DEFAULT_SHEET.match(sheet.name):
            return f"{stem}: {sheet.name}" if self.many_sheets else sheet.name
        return f"{stem}: {sheet.name}" if self.many_sheets else stem

    def call(self, name: str, record: Record) -> None:
        """Let other rows find a record by this name; the first one with a name keeps it."""
        self.names.setdefault(name, record)

    def call_by_text(self, records: Iterable[Record]) -> None:
        """Let other rows find these records by their exact texts, too; identifiers and codes go first."""
        self._by_text_later += records

    def find(self, name: str) -> Record | None:
        """The record that a row calls by this name."""
        found = self.names.get(name)
        if found is None and self._by_text_later:
            # Only a name that is no code needs the texts: in a large file that is rarely any.
            for record in self._by_text_later:
                for field in ("label", "statement"):
                    for text in record.columns.get(field, {}).values():
                        self._texts.setdefault(text, record)
                        self._texts.setdefault(text.casefold(), record)
            self._by_text_later = []
        return found or self._texts.get(name)

    def find_first(self, names: Iterable[str]) -> Record | None:
        """The first record that one of these names calls."""
        return next((record for name in names if (record := self.find(name)) is not None), None)
