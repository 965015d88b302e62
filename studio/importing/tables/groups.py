# SPDX-License-Identifier: Apache-2.0
"""Groups told in columns of their items: course code and title, or one column per level (Domain, Area, ...).

Such cells are often filled in the first row of a group only; the rows below inherit them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio.importing.records import Record
from studio.importing.tables.codes import code_from_text, course_number, looks_like_code
from studio.importing.tables.columns import Column, is_code_of
from studio.importing.tables.context import Context, SheetReading
from studio.importing.tables.hierarchy import COURSE

_LEVEL_WORDS = re.compile(r"\s+(?:name|title|statement)$", re.IGNORECASE)
GROUP_FIELDS = frozenset({"level_name", "level_code", "group_code", "group_label"})


@dataclass(slots=True)
class Level:
    """One level of groups: the column with its name, the column with its code, or both."""

    name: Column | None
    code: Column | None


def group_levels(columns: Sequence[Column]) -> list[Level]:
    """The levels, the highest first: columns with names of levels in their order, then the course."""
    codes = [column for column in columns if column.field == "level_code"]
    levels = []
    for column in (column for column in columns if column.field == "level_name"):
        own = next((code for code in codes if is_code_of(code.header, column.header)), None)
        # A code that a person chose without such a header belongs to the name right beside it.
        own = own or next((code for code in codes if code.index in (column.index - 1, column.index + 1)), None)
        levels.append(Level(column, own))
        codes = [code for code in codes if code is not own]
    code = next((column for column in columns if column.field == "group_code"), None)
    label = next((column for column in columns if column.field == "group_label"), None)
    if code is not None or label is not None:
        levels.append(Level(label, code))
    return levels


class Groups:
    """Follows the rows of a sheet and answers with the group that each belongs to."""

    def __init__(
        self, context: Context, reading: SheetReading, framework: Record, catalog_numbers: bool, language: str
    ) -> None:
        self._context = context
        self._reading = reading
        self._framework = framework
        self._levels = group_levels(reading.columns)
        self._catalog_numbers = catalog_numbers
        self._language = language
        self._current: list[Record | None] = [None] * len(self._levels)
        self._made: dict[tuple[str, ...], Record] = {}
        self._heading: Record | None = None
        for level in self._levels:
            for column in (level.name, level.code):
                if column is not None:
                    reading.inherited.add(column.index)

    def follow(self, row_index: int, row: Sequence[str]) -> tuple[Record | None, bool]:
        """The innermost group of a row, and whether the row itself names a group. Counts the group's values."""
        named = False
        for depth, level in enumerate(self._levels):
            code = _cell(row, level.code)
            name = _cell(row, level.name)
            if not code and not name:
                continue
            named = True
            for deeper in range(depth + 1, len(self._levels)):
                self._current[deeper] = None
            self._current[depth] = self._group(depth, level, code, name, row_index)
        innermost = next((record for record in reversed(self._current) if record is not None), self._heading)
        return innermost, named

    def heading(self, row_index: int, text: str, column: Column) -> Record:
        """A line that is a heading: what follows belongs under it, until the next one."""
        self._current = [None] * len(self._levels)
        columns: dict[str, object] = {}
        parts = code_from_text(text)
        if parts:
            columns["code"], text = parts
        columns["statement"] = {self._language: text}
        self._heading = self._record(f"heading:{row_index}", columns, None, row_index)
        self._context.report.keep(column.name, "statement")
        return self._heading

    def _group(self, depth: int, level: Level, code: str, name: str, row_index: int) -> Record:
        report = self._context.report
        sheet = self._reading.sheet
        parent = next((record for record in reversed(self._current[:depth]) if record is not None), self._heading)
        if code and not name and level.name is None and not looks_like_code(code):
            parts = code_from_text(code)
            code, name = parts if parts else ("", code)
            self._keep(level.code, "statement")
        else:
            self._keep(level.code if code else None, "code")
            self._keep(level.name if name else None, "statement")
        if code and self._catalog_numbers and (number := course_number(code)) is not None and level.code is not None:
            reason = "Course numbers are written with a space, as in the catalog"
            report.repair(self._context.where(sheet, row_index, level.code), code, number, reason)
            self._reading.changed[(row_index, level.code.index)] = (number, reason)
            code = number
        key = (parent.key if parent else "", str(depth), code or name)
        known = self._made.get(key)
        if known is not None:
            if name and not known.columns.get("statement"):
                known.columns["statement"] = {self._language: name}
            elif name and code and name not in known.columns["statement"].values():
                source = level.name or level.code
                report.set_aside(source.name if source is not None else "", "statement")
                names = known.extra.setdefault("other names", [])
                names.append(name)
            return known
        columns: dict[str, object] = {}
        if code:
            columns["code"] = code
        if name:
            columns["statement"] = {self._language: name}
        if level.name is None or level.name.field == "group_label":
            columns["item_type"] = COURSE
        else:
            columns["item_type"] = _LEVEL_WORDS.sub("", level.name.name) or level.name.name
        record = self._record(f"group:{sheet.name}:{'/'.join(key)}", columns, parent, row_index)
        self._made[key] = record
        if code:
            self._context.call(code, record)
        return record

    def _keep(self, column: Column | None, target: str) -> None:
        if column is not None:
            self._context.report.keep(column.name, target)

    def _record(self, key: str, columns: dict[str, object], parent: Record | None, row_index: int) -> Record:
        references = {"framework_id": self._framework.key}
        if parent is not None:
            references["parent_id"] = parent.key
        where = self._context.where(self._reading.sheet, row_index)
        return self._context.records.add("competency", key, columns, references=references, where=where)


def _cell(row: Sequence[str], column: Column | None) -> str:
    if column is None or column.index >= len(row):
        return ""
    return row[column.index].strip()
