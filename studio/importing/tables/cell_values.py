# SPDX-License-Identifier: Apache-2.0
"""The cells of a table, read into its items one column after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from studio.importing.records import Record
from studio.importing.tables.codes import code_from_text, order_number
from studio.importing.tables.columns import EXTRA, NUMBERED, SKIP, Column, language_tag
from studio.importing.tables.fields import Keeper, keep_extra, keep_identifier, keep_one, plain_keeper
from studio.importing.tables.hierarchy import COURSE, OUTCOME, Item
from studio.importing.tables.repairs import repair_statement

if TYPE_CHECKING:
    from studio.importing.tables.table import TableReader

T = TypeVar("T")
_LEVEL = re.compile(r"(?:[^\W\d]+\.?\s*)?(\d+(?:\.0)?)")
_SPACES = "Spaces around the text removed"
keep_item_type = plain_keeper("item_type")

PLACE = {
    "parent": "parent_id",
    "level": "parent_id",
    "order": "position",
    "outline": "parent_id",
    "children": "parent_id",
    "top_of": "framework_id",
    "row_type": "kind",
    "framework": "framework_id",
}
"""Fields that say where an item belongs, and the column of the project that holds it; a link is an item of its own."""


class Rows:
    """The rows that are items or say something about a group: parallel lists."""

    def __init__(self) -> None:
        self.index: list[int] = []
        self.records: list[Record] = []
        self.items: list[Item | None] = []
        """``None`` where a row only names its group."""
        self.groups: list[Record | None] = []

    def add(self, index: int, record: Record, item: Item | None, group: Record | None) -> None:
        """The next row."""
        self.index.append(index)
        self.records.append(record)
        self.items.append(item)
        self.groups.append(group)


class ColumnReader:
    """Reads every column of a table into the records of its rows, and accounts for every filled cell."""

    def __init__(self, table: TableReader) -> None:
        self._table = table
        self._context = table.context
        self._report = table.report
        self._reading = table.reading
        self._sheet = table.sheet
        self._rows = table.rows
        self._cells_of_rows = [table.sheet.rows[index] for index in table.rows.index]
        same_width = len(set(map(len, self._cells_of_rows))) == 1
        self._columns = list(zip(*self._cells_of_rows, strict=True)) if same_width else []
        self._languages = self._row_languages()
        self._level_words: dict[str, int] = {}
        self._numbered: dict[int, list[Record]] = {}  # by id of the record above
        self._changed: list[tuple[int, int, str, str, str, str]] = []  # row, column, before, after, reason, key

    def read(self) -> None:
        """Read all columns."""
        for column, keeper in self._table.plan:
            self._read(column, keeper)
        self._read_beyond()
        if self._sheet.attached:
            self._keep_attached()
        if self._numbered:
            records = self._context.records
            records.items = [item for record in records.items for item in (record, *self._numbered.get(id(record), ()))]
        by_index = {column.index: column for column in self._reading.columns}
        for row, index, before, after, reason, key in sorted(self._changed, key=lambda change: change[:2]):
            self._report.repair(self._context.where(self._sheet, row, by_index[index]), before, after, reason, key)

    def _row_languages(self) -> Sequence[str]:
        column = self._table.by_field.get("language")
        usual = self._table.language
        if column is None:
            return [usual] * len(self._cells_of_rows)
        known = {"": usual}
        languages = []
        for cell in self._column(column.index):
            text = cell.strip()
            if text not in known:
                known[text] = language_tag(text) or usual
            languages.append(known[text])
        return languages

    def _column(self, index: int) -> list[str]:
        if self._columns:
            return list(self._columns[index]) if index < len(self._columns) else [""] * len(self._cells_of_rows)
        return [row[index] if index < len(row) else "" for row in self._cells_of_rows]

    def _read(self, column: Column, keeper: Keeper | None) -> None:
        cells = self._column(column.index)
        texts = list(map(str.strip, cells))
        filled = len(texts) - texts.count("")
        if not filled:
            return
        if self._sheet.problems:
            filled -= self._reject_problems(column, texts)
        field = column.field
        if field == "statement":
            self._statements(column, cells, texts)
        elif keeper is not None and field != "label" and cells != texts:
            self._note_spaces(column, cells, texts)
        if field == NUMBERED:
            self._read_numbered(column, cells, texts, filled)
        elif field == "identifier":
            self._read_identifiers(column, texts)
        elif keeper is not None:
            rest = keeper(self._targets(column), texts, self._languages)
            self._report.keep(column.name, target_of(field), filled - len(rest))
            self._keep_rest(column, texts, rest)
            if field == "code":
                self._call(texts, rest)
        elif field == EXTRA:
            self._read_extra(column, texts, filled)
        else:
            self._read_place(column, texts, filled)

    def _targets(self, column: Column) -> Sequence[Record]:
        """The records that the cells belong to: those of the rows, or of their groups."""
        rows = self._rows
        if column.index not in self._table.group_extras:
            return rows.records
        return [record if group is None else group for record, group in zip(rows.records, rows.groups, strict=True)]

    def _keep_rest(self, column: Column, texts: Sequence[str], places: Sequence[int]) -> None:
        records = self._rows.records
        for at in places:
            keep_extra(records[at], column, texts[at])
        self._report.keep_extra(column.name, len(places))

    def _read_extra(self, column: Column, texts: Sequence[str], filled: int) -> None:
        name = column.name
        for record, text in zip(self._targets(column), texts, strict=True):
            if text:
                if name in record.extra:
                    keep_extra(record, column, text)
                else:
                    record.extra[name] = text
        self._report.keep_extra(name, filled)

    def _read_identifiers(self, column: Column, texts: Sequence[str]) -> None:
        kept: dict[str, int] = {}
        rest: list[int] = []
        call = self._context.call
        for at, (record, text) in enumerate(zip(self._rows.records, texts, strict=True)):
            if text:
                took = keep_identifier(record, text)
                call(text, record)
                if took:
                    kept[took] = kept.get(took, 0) + 1
                else:
                    rest.append(at)
        for took, count in kept.items():
            self._report.keep(column.name, took, count)
        self._keep_rest(column, texts, rest)

    def _call(self, texts: Sequence[str], rest: Sequence[int]) -> None:
        """Let other rows find the records by their codes."""
        not_kept = set(rest)
        call = self._context.names.setdefault
        for at, (record, text) in enumerate(zip(self._rows.records, texts, strict=True)):
            if text and (not rest or at not in not_kept):
                call(text, record)

    # -- what is not taken as it stands

    def _reject(self, at: int, column: Column, text: str, reason: str) -> None:
        row = self._rows.index[at]
        where = self._context.where(self._sheet, row, column)
        self._report.reject(where, text, reason, self._rows.records[at].key)
        self._reading.rejected[(row, column.index)] = reason

    def _reject_problems(self, column: Column, texts: list[str]) -> int:
        """Reject the cells that show an error, and leave them out of what is read. How many."""
        found = 0
        for at, row in enumerate(self._rows.index):
            if texts[at] and (row, column.index) in self._sheet.problems:
                self._reject(at, column, texts[at], self._sheet.problems[(row, column.index)])
                texts[at] = ""
                found += 1
        return found

    def _note_spaces(self, column: Column, cells: Sequence[str], texts: Sequence[str]) -> None:
        for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            if text and len(text) != len(cell):
                self._change(at, column, cell, text, _SPACES)

    def _change(self, at: int, column: Column, before: str, after: str, reason: str) -> None:
        key = self._rows.records[at].key
        self._changed.append((self._rows.index[at], column.index, before, after, reason, key))

    def _statements(self, column: Column, cells: Sequence[str], texts: list[str]) -> None:
        """Take codes out of the statements and repair them, in place."""
        if not self._table.codes_in_text and self._table.repairs is None:
            if cells != texts:
                self._note_spaces(column, cells, texts)
            return
        for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            if text:
                texts[at] = self._statement(at, column, cell, text, self._rows.items[at])

    def _statement(self, at: int, column: Column, cell: str, text: str, item: Item | None) -> str:
        reasons = ""
        usual = self._table.repairs
        if self._table.codes_in_text:
            record = self._rows.records[at]
            parts = code_from_text(text)
            if parts and "code" not in record.columns:
                record.columns["code"], text = parts
                self._context.call(parts[0], record)
                reasons = f'"{parts[0]}" read as the code'
        elif usual is not None:
            before = cell if item is None or not item.indent else cell.lstrip()
            text, reasons = repair_statement(before, usual)
        if reasons:
            if self._table.codes_in_text and usual is not None:
                text, more = repair_statement(text, usual)
                reasons += f"; {more}" if more else ""
            self._change(at, column, cell, text, reasons)
            self._reading.changed[(self._rows.index[at], column.index)] = (text, reasons)
        return text

    def _read_numbered(self, column: Column, cells: Sequence[str], texts: list[str], filled: int) -> None:
        """ "Outcome 1", "Outcome 2" ...: several items in one row, below what the row itself is."""
        number = order_number(column.header.strip().rsplit(None, 1)[-1])
        for at, text in enumerate(texts):
            if not text:
                continue
            parent, row = self._rows.records[at], self._rows.index[at]
            record = Record(
                "competency",
                f"{self._sheet.name}#{row + 1}/{column.index}",
                {
                    "statement": {
                        column.language or self._table.language: self._statement(at, column, cells[at], text, None)
                    }
                },
                {"parent_id": parent.key},
                where=self._context.where(self._sheet, row, column),
            )
            if parent.columns.get("item_type") == COURSE:
                record.columns["item_type"] = OUTCOME
            self._numbered.setdefault(id(parent), []).append(record)
            self._table.numbered.append((record, parent, number))
        self._report.keep(column.name, "statement", filled)

    # -- where an item belongs

    def _read_place(self, column: Column, texts: Sequence[str], filled: int) -> None:
        if column.field == SKIP:
            for at, text in enumerate(texts):
                if text:
                    self._reject(at, column, text, "The mapping leaves this column out")
            return
        if column.field == "parent":
            rest = self._keep_parents(texts)
        else:
            keep = self._place_keeper(column)
            rest = [
                at
                for at, (item, text) in enumerate(zip(self._rows.items, texts, strict=True))
                if text and (item is None or keep is None or not keep(item, text))
            ]
        self._report.keep(column.name, place_of(column), filled - len(rest))
        self._keep_rest(column, texts, rest)

    def _keep_parents(self, texts: Sequence[str]) -> list[int]:
        """Keep what the items call their parents; the places where there is no item."""
        rest = []
        for at, (item, text) in enumerate(zip(self._rows.items, texts, strict=True)):
            if text:
                if item is None:
                    rest.append(at)
                else:
                    item.parents.append(text)
        return rest

    def _place_keeper(self, column: Column) -> Callable[[Item, str], bool] | None:
        """The function that keeps what a cell says about the place of its item, and answers whether it could."""
        table = self._table
        if column.field.startswith("link:"):
            return lambda item, text: _keep(table.links, (item, column.field[5:], text, column))
        return {
            "level": self._keep_level,
            "order": self._keep_order,
            "outline": _keep_outline,
            "children": lambda item, text: _keep(table.children, (item, text, column)),
            "top_of": lambda item, text: _keep(table.tops, (item, text, column)),
            "row_type": lambda _item, _text: True,
            "framework": self._keep_framework,
        }.get(column.field)

    def _keep_framework(self, item: Item, text: str) -> bool:
        item.record.references["framework_id"] = self._context.framework(text, item.record.where).key
        return True

    def _keep_level(self, item: Item, text: str) -> bool:
        """A level is a number, or a word ("Domain", "Area"); words count in the order in which they first appear."""
        match = None if text.isdecimal() else _LEVEL.fullmatch(text)
        if match or text.isdecimal():
            item.level = float(match[1] if match else text)
            return True
        if len(text) > 40:
            return False
        item.level = self._level_words.setdefault(text.casefold(), len(self._level_words) + 1)
        return "item_type" in self._table.by_field or keep_one(keep_item_type, item.record, text, "")

    def _keep_order(self, item: Item, text: str) -> bool:
        number = text if text.isdecimal() else order_number(text)
        if number is None:
            return False
        item.order = float(number) if number.isdigit() else None
        # "MECH 110.1" for outcome 1 of MECH 110, where outcomes have no codes of their own.
        if item.group is not None and "code" not in self._table.by_field and item.group.columns.get("code"):
            code = f"{item.group.columns['code']}.{number}"
            item.record.columns["code"] = code
            self._context.call(code, item.record)
        return True

    # -- beside the table

    def _read_beyond(self) -> None:
        """Cells to the right of the last column of the header."""
        width = len(self._reading.columns)
        for record, row in zip(self._rows.records, self._cells_of_rows, strict=True):
            for index in range(width, len(row)):
                text = row[index].strip()
                if text:
                    column = Column(index, "", EXTRA)
                    keep_extra(record, column, text)
                    self._report.keep_extra(column.name)

    def _keep_attached(self) -> None:
        """Comments on the cells of an item and links behind them, under the names of their columns."""
        for record, row in zip(self._rows.records, self._rows.index, strict=True):
            for column in self._reading.columns:
                place = (self._sheet.name, row, column.index)
                if place in self._context.attached_kept:
                    continue
                for kind, text in self._sheet.attached.get(place[1:], {}).items():
                    name = f"{column.name} ({kind})"
                    keep_extra(record, Column(column.index, name, EXTRA), text)
                    self._context.attached_kept.add(place)
                    self._report.keep_extra(name)


def _keep(where: list[T], what: T) -> bool:
    where.append(what)
    return True


def _keep_outline(item: Item, text: str) -> bool:
    item.outline = text
    return True


def place_of(column: Column) -> str:
    """The column of the project that takes what a cell says about the place of its item."""
    return "link" if column.field.startswith("link:") else PLACE.get(column.field, column.field)


def target_of(field: str) -> str:
    """The column of the project that takes a field."""
    return {"framework_name": "label", "framework_description": "comment"}.get(field, field)
