# SPDX-License-Identifier: Apache-2.0
"""A table with one item per row, read into records, every cell accounted for."""

from __future__ import annotations

from collections.abc import Sequence

from studio.importing.records import Record
from studio.importing.tables.cell_values import ColumnReader, Rows
from studio.importing.tables.codes import code_from_text, looks_like_code
from studio.importing.tables.columns import EXTRA, NUMBERED, Column, header_language, headers_language
from studio.importing.tables.context import Context, SheetReading
from studio.importing.tables.fields import (
    FRAMEWORK_COLUMNS,
    Keeper,
    framework_keeper,
    keep_extra,
    keep_one,
    keeper_for,
    text_keeper,
)
from studio.importing.tables.groups import GROUP_FIELDS, Groups, group_levels
from studio.importing.tables.hierarchy import COURSE, OUTCOME, Item
from studio.importing.tables.placing import place_table
from studio.importing.tables.repairs import Habits, habits
from studio.importing.tables.row_types import OWNERS, kind_of_row

_PROGRESS_EVERY = 2000


class TableReader:
    """Reads one sheet. Use :func:`read_table`."""

    def __init__(self, context: Context, reading: SheetReading, body: Sequence[int]) -> None:
        self.context = context
        self.reading = reading
        self.sheet = reading.sheet
        self.body = body
        self.report = context.report
        self.language = self._language()
        self.items: list[Item] = []
        self.rows = Rows()
        self.children: list[tuple[Item, str, Column]] = []
        self.tops: list[tuple[Item, str, Column]] = []
        self.links: list[tuple[Item, str, str, Column]] = []
        self.numbered: list[tuple[Record, Record, str | None]] = []
        self.owner_above: Record | None = None
        self.owners: dict[str, Record] = {}
        columns = reading.columns
        self.by_field: dict[str, Column] = {}
        for column in columns:
            self.by_field.setdefault(column.field, column)
        self.typed = "row_type" in self.by_field
        self.by_hand = context.options.repair and not self.typed and not self._has_identifiers()
        self.repairs = self._habits() if self.by_hand else None
        self.codes_in_text = self.by_hand and "code" not in self.by_field and self._codes_stand_in_text()
        self.framework = None if self.typed or "framework" in self.by_field else context.framework_of_sheet(reading)
        owner = self.framework or Record("framework", "")
        catalog = self.by_hand and "code" not in self.by_field
        self.groups = (
            Groups(context, reading, owner, catalog, self.language) if group_levels(columns) or self.by_hand else None
        )
        told_once = self._framework_columns()
        self.plan = [
            (column, self._keeper(column))
            for column in columns
            if column.field not in GROUP_FIELDS and column.index not in told_once
        ]
        """The columns that are read, each with the function that keeps it."""
        self.group_extras = self._columns_of_the_group()
        self.outcomes = "group_code" in self.by_field and "item_type" not in self.by_field

    # -- what the columns mean in this sheet

    def _language(self) -> str:
        """The language of texts that do not say theirs: a sheet with a Spanish header is in Spanish."""
        usual = self.context.options.language
        statement = next((c for c in self.reading.columns if c.field == "statement" and c.language is None), None)
        of_header = header_language(statement.header) if statement is not None else None
        if statement is not None and of_header is None:
            of_header = headers_language(column.header for column in self.reading.columns)
        return of_header if of_header not in (None, "en", usual.split("-")[0]) and of_header is not None else usual

    def _column_cells(self, column: Column) -> list[str]:
        index = column.index
        rows = self.sheet.rows
        return [row[index] if index < len(row := rows[at]) else "" for at in self.body]

    def _has_identifiers(self) -> bool:
        columns = [column for column in self.reading.columns if column.field == "identifier"]
        return any(cell.strip() for column in columns for cell in self._column_cells(column))

    def _habits(self) -> Habits | None:
        columns = [column for column in self.reading.columns if column.field in ("statement", NUMBERED)]
        return habits(cell for column in columns for cell in self._column_cells(column)) if columns else None

    def _codes_stand_in_text(self) -> bool:
        statement = self.by_field.get("statement")
        texts = [cell.strip() for cell in self._column_cells(statement)] if statement else []
        texts = [text for text in texts if text]
        codes = [parts[0] for text in texts if (parts := code_from_text(text)) is not None]
        return len(texts) > 1 and len(codes) * 10 >= len(texts) * 6 and len(set(codes)) * 10 >= len(codes) * 8

    def _keeper(self, column: Column) -> Keeper | None:
        if self.typed and column.field in ("framework_name", "framework_description"):
            # In the row of a competency the general name and description are its own.
            return text_keeper("label" if column.field == "framework_name" else "comment", column.language)
        return keeper_for(column.field, column.language)

    def _framework_columns(self) -> frozenset[int]:
        """Columns that say the same about the framework in every row; their value goes to the framework."""
        found = set()
        for column in self.reading.columns:
            if self.framework is None or not column.field.startswith("framework_"):
                continue
            texts = [text for cell in self._column_cells(column) if (text := cell.strip())]
            keeper = framework_keeper(column.field, column.language)
            if keeper is not None and len(set(texts)) == 1 and len(texts) == len(self.body):
                if column.field == "framework_name":
                    self.framework.columns.pop("name", None)
                keep_one(keeper, self.framework, texts[0], self.language)
                self.report.keep(column.name, FRAMEWORK_COLUMNS.get(column.field, column.field), len(texts))
                found.add(column.index)
        return frozenset(found)

    def _columns_of_the_group(self) -> frozenset[int]:
        """Columns that are filled only where a group begins (credits beside the course code): they are the group's."""
        leading = self.by_field.get("group_code") or self.by_field.get("group_label")
        if leading is None:
            return frozenset()
        starts = self._column_cells(leading)
        if sum(1 for cell in starts if cell.strip()) * 10 > len(starts) * 7:
            return frozenset()
        found = set()
        for column in self.reading.columns:
            if column.field not in (EXTRA, "education_levels", "category", "stages"):
                continue
            cells = self._column_cells(column)
            if any(cell.strip() for cell in cells) and all(
                start.strip() for start, cell in zip(starts, cells, strict=True) if cell.strip()
            ):
                found.add(column.index)
        return frozenset(found)

    # -- rows

    def read(self) -> None:
        """Find the item of every row, read the columns into the items, then find each item's place."""
        total = len(self.body)
        progress = self.context.options.progress
        for count, row_index in enumerate(self.body):
            if progress is not None and count % _PROGRESS_EVERY == 0:
                progress(count, total, f"Reading {self.context.name}")
            self._read_row(row_index, self.sheet.rows[row_index])
        ColumnReader(self).read()
        self.reading.layout = place_table(self)
        if self.reading.layout in ("by code", "one list"):
            self.context.records.places_by_code = True

    def _read_row(self, row_index: int, row: list[str]) -> None:
        kind = kind_of_row(row, self.by_field["row_type"]) if self.typed else "competency"
        if kind in OWNERS:
            self._read_owner_row(row_index, row, kind)
            return
        group: Record | None = None
        named = False
        if self.groups is not None:
            heading = self._heading(row) if self.by_hand else None
            if heading is not None:
                self.groups.heading(row_index, *heading)
                return
            group, named = self.groups.follow(row_index, row)
        if named and group is not None and not self._has_own_text(row):
            self.rows.add(row_index, group, None, group)
            return
        record = Record(kind, f"{self.sheet.name}#{row_index + 1}", where=self.context.where(self.sheet, row_index))
        self.context.records.items.append(record)
        if self.outcomes and group is not None and group.columns.get("item_type") == COURSE:
            record.columns["item_type"] = OUTCOME
        item = Item(record, row_index, group)
        if self.by_hand:
            item.indent = self._indent(row_index, row)
        if self.owner_above is not None:
            item.owner = self.owner_above
        self.items.append(item)
        self.rows.add(row_index, record, item, group)

    def _indent(self, row_index: int, row: Sequence[str]) -> int:
        """How far the first filled cell is moved in: leading spaces, Excel's indentation, or its outline level."""
        for index, cell in enumerate(row):
            text = cell.lstrip()
            if text:
                spaces = len(cell) - len(text)
                shown = self.sheet.indents.get((row_index, index), 0)
                # A single space is a slip, not an indentation.
                return self.sheet.outline.get(row_index, 0) or shown or (spaces if spaces > 1 or cell[0] == "\t" else 0)
        return 0

    def _has_own_text(self, row: Sequence[str]) -> bool:
        for field in ("statement", "label", "code", "identifier"):
            column = self.by_field.get(field)
            if column is not None and column.index < len(row) and row[column.index].strip():
                return True
        return False

    def _heading(self, row: Sequence[str]) -> tuple[str, Column] | None:
        """The text of a line that has nothing but one text outside the statement column, and its column."""
        found = -1
        for index, cell in enumerate(row):
            if cell and not cell.isspace():
                if found >= 0:
                    return None
                found = index
        if found < 0 or found >= len(self.reading.columns):
            return None
        column = self.reading.columns[found]
        text = row[found].strip()
        if (
            column.field in ("code", "order", EXTRA, "item_type", "list_id")
            and len(text) > 3
            and "statement" in self.by_field
        ):
            return None if looks_like_code(text) or text.isdigit() else (text, column)
        return None

    def _read_owner_row(self, row_index: int, row: Sequence[str], kind: str) -> None:
        """A row that describes a framework, a concept scheme or a progression model."""
        where = self.context.where(self.sheet, row_index)
        record = self.context.records.add(kind, f"{self.sheet.name}#{row_index + 1}", where=where)
        for column in self.reading.columns:
            text = row[column.index].strip() if column.index < len(row) else ""
            if not text:
                continue
            keeper = framework_keeper(column.field, column.language)
            if column.field == "identifier":
                self.context.call(text, record)
            if column.field == "row_type" or (keeper is not None and keep_one(keeper, record, text, self.language)):
                self.report.keep(column.name, FRAMEWORK_COLUMNS.get(column.field, column.field))
            else:
                keep_extra(record, column, text)
                self.report.keep_extra(column.name)
        for index in range(len(self.reading.columns), len(row)):
            text = row[index].strip()
            if text:
                keep_extra(record, beyond(index), text)
                self.report.keep_extra(beyond(index).name)
        self.owners[record.key] = record
        self.owner_above = record
        if kind == "framework":
            self.context.adopt_framework(record)


def beyond(index: int) -> Column:
    """A column to the right of the last one of the header."""
    return Column(index, "", EXTRA)
