# SPDX-License-Identifier: Apache-2.0
"""Read Rich Skill Descriptors as CSV: the upload in OSMT's window, its library export, its batch import."""

from __future__ import annotations

from typing import Any

from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.importing.rsd.records import SkillRecords, Taken
from studio.importing.tables.grid import column_letter
from studio.importing.tables.headed import Headed, Row, find_header, first_cells
from studio.importing.tables.spreadsheet import READER as ANY_TABLE
from studio.importing.tables.spreadsheet import grid_of
from studio.standards import rsd


class RsdCsvReader:
    """Skills, one a row; also from a workbook when the format is named."""

    formats: tuple[str, ...] = ("rsd",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the interface of readers)
        """By the header."""
        return 0.95 if any(rsd.is_header(row) for row in first_cells(data, 3)) else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every skill and every cell. Raises ImportRefused for another table, or one without rows."""
        if options.mapping:
            return ANY_TABLE.read(data, name, options)
        grid = grid_of(data, name)
        for sheet in grid.sheets:
            header = find_header(sheet, lambda row: rsd.is_header(list(row)))
            if header is not None:
                report = FileReport(name, "rsd", grid.encoding)
                report.values += sum(other.filled() for other in grid.sheets if other is not sheet)
                records = _Reading(Headed(sheet, header, report), options)
                for other in grid.sheets:
                    if other is not sheet and other.filled():
                        records.keep_sheet(other.name, other.rows)
                return records.finish()
        raise ImportRefused(
            f'"{name}" has no columns of Rich Skill Descriptors. They are called "RSD Name" and "Skill Statement".'
        )


class _Reading:
    def __init__(self, table: Headed, options: Options) -> None:
        self.report = table.report
        self.made = SkillRecords(table.report, options)
        self.framework = self.made.made_up("table")
        above = table.above()
        if above:
            self.framework.extra["@@above"] = above
            self.report.keep_extra("lines above the header", len(above))
        self.headers = table.headers
        count = 0
        for row in table.rows():
            self._row(row)
            count += 1
        if not count:
            raise ImportRefused(
                f'"{self.report.file}" has the columns of Rich Skill Descriptors but no rows below them. '
                "Fill in the rows and import it again."
            )

    def keep_sheet(self, name: str, rows: list[list[str]]) -> None:
        """Another sheet of the workbook stays with the framework, cell by cell."""
        cells = [[cell.strip() for cell in row] for row in rows]
        self.framework.extra.setdefault("@@other sheets", {})[name] = [row for row in cells if any(row)]
        self.report.keep_extra(f'sheet "{name}"', sum(1 for row in cells for cell in row if cell))

    def finish(self) -> Records:
        return self.made.finish()

    def _row(self, row: Row) -> None:
        skill: dict[str, Any] = {}
        aligned: dict[int, dict[str, str]] = {}
        elsewhere: dict[str, str] = {}
        unknown: dict[int, str] = {}
        filled: set[object] = set()
        for index, text in row.cells.items():
            header = self.headers[index]
            column, part = rsd.column_named(header), rsd.alignment_part(header)
            meant = part or (column.name if column is not None else header)
            if part is not None and part not in filled:
                aligned.setdefault(part[0], {})[part[1]] = text
            elif column is None or not _add(skill, column, text, elsewhere):
                # A second column that means the same may not take the place of the first.
                unknown[index] = f"{header} ({column_letter(index)})" if meant in filled else header
            filled.add(meant)
        if aligned:
            skill["alignments"] = [_alignment(parts) for _, parts in sorted(aligned.items())]
        taken = self.made.skill(skill, row.where)
        if elsewhere:
            taken.record.extra["@@occupationColumns"] = elsewhere
        if unknown:
            taken.record.extra["@@columns"] = {name: row.cells[index] for index, name in unknown.items()}
        _forget_names(taken)
        self._count(row, taken, set(unknown), sorted(aligned))

    def _count(self, row: Row, taken: Taken, unknown: set[int], numbers: list[int]) -> None:
        for index in row.cells:
            header = self.headers[index]
            column, part = rsd.column_named(header), rsd.alignment_part(header)
            if index in unknown:
                self.report.keep_extra(header)
            elif part is not None and numbers.index(part[0]) in taken.linked and part[1] != "Framework":
                self.report.keep(header, "link")
            elif column is not None and column.term in taken.columns:
                self.report.keep(header, taken.columns[column.term])
            else:
                self.report.keep_extra(header)


def _add(skill: dict[str, Any], column: rsd.Column, text: str, elsewhere: dict[str, str]) -> bool:
    """Put a cell into the skill; ``False`` when there is nothing in it, or the skill has the value already."""
    if column.kind == "text":
        return skill.setdefault(column.term, text) is text
    entries = [part.strip() for part in text.split(";") if part.strip()]
    if not entries or (column.kind != "occupations" and column.term in skill):
        return False
    if column.kind == "texts":
        skill[column.term] = entries
    elif column.kind == "occupations":
        known = skill.setdefault(column.term, [])
        there = {entry["code"] for entry in known}
        if there & set(entries) or len(set(entries)) < len(entries):
            return False
        for code in entries:
            known.append({"code": code})
            if rsd.occupation_column(None, code) != column.name:
                elsewhere[code] = column.name
    else:
        skill[column.term] = [{column.kind: entry} for entry in entries]
    return True


def _alignment(parts: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {rsd.ALIGNMENT_PARTS[part]: text for part, text in parts.items()}
    if "isPartOf" in made:
        made["isPartOf"] = {"name": made["isPartOf"]}
    return made


def _forget_names(taken: Taken) -> None:
    """A CSV has no names of occupations: that none was said needs no keeping."""
    taken.record.extra.pop("@@occupations", None)


READER = RsdCsvReader()
