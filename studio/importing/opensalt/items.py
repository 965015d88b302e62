# SPDX-License-Identifier: Apache-2.0
"""The sheets CF Doc and CF Item of an OpenSALT workbook: a framework and its tree."""

from __future__ import annotations

import re
from collections.abc import Callable

from studio.importing.readers import Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.importing.tables.columns import language_tag
from studio.importing.tables.grid import Sheet
from studio.importing.tables.headed import Headed, Row
from studio.importing.tables.links import one_key
from studio.model.values import is_uuid, natural_key
from studio.standards import opensalt

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_CANONICAL = {opensalt.plain(name): name for names in opensalt.COLUMNS.values() for name in names}
_COLUMN_OF = {
    table: {opensalt.plain(field.property): field for field in fields} for table, fields in opensalt.FIELDS.items()
}


class Items:
    """The framework and the items of one workbook, and the names by which association rows call them."""

    def __init__(self, report: FileReport, options: Options) -> None:
        self.report = report
        self.records = Records(report, extra_name="opensalt")
        self.language = options.language
        self.framework = Record("framework", "framework", inferred=True)
        self.items: list[Record] = []
        self.links: list[Record] = []
        self.names: dict[str, Record] = {}
        self.seen: dict[tuple[str, str | tuple[str, ...], str | tuple[str, ...]], Record] = {}
        """The links by kind and ends."""
        self.levels: dict[str, str] = {}
        self.described = False
        self._ids: set[str] = set()

    # -- the framework

    def document(self, table: Headed | None) -> None:
        """The row of CF Doc. Further rows are kept with it, cell by cell."""
        rows = list(table.rows()) if table is not None else []
        if table is not None:
            self._above(table)
        if table is not None and rows:
            self.framework = Record("framework", "framework", where=rows[0].where)
            self.described = True
            languages = [text for index, text in rows[0].cells.items() if _is(table, index, "language")]
            self.language = _language(languages[0]) or self.language if languages else self.language
            self._cells(self.framework, table, rows[0])
            for row in rows[1:]:
                cells = {table.headers[index]: text for index, text in row.cells.items()}
                self.framework.extra.setdefault("other rows", {})[row.where] = cells
                self.report.keep_extra(f"{opensalt.DOCUMENT}: further rows", len(cells))
        self.framework.columns.setdefault("name", {self.language: self.report.title()})
        self.records.items.append(self.framework)

    def keep_sheet(self, sheet: Sheet) -> None:
        """Another sheet stays with the framework, cell by cell."""
        rows = [[cell.strip() for cell in row] for row in sheet.rows]
        cells = sum(1 for row in rows for cell in row if cell)
        if cells:
            self.framework.extra.setdefault("other sheets", {})[sheet.name] = [row for row in rows if any(row)]
            self.report.values += cells
            self.report.keep_extra(f'sheet "{sheet.name}"', cells)

    def _above(self, table: Headed) -> None:
        above = table.above()
        if above:
            self.framework.extra.setdefault("above", {})[table.sheet.name] = above
            self.report.keep_extra(f"{table.sheet.name}: lines above the header", len(above))

    # -- items

    def read(self, table: Headed) -> None:
        """Every row of CF Item, in the order of their smart levels."""
        self._above(table)
        own_level: dict[str, str] = {}
        for row in table.rows():
            record = Record("competency", f"item {row.number + 1}", where=row.where)
            record.references["framework_id"] = self.framework.key
            self._cells(record, table, row, own_level)
            self.items.append(record)
            self.described = True
        if own_level and len(own_level) == len(self.items):
            self.items.sort(key=lambda record: natural_key(own_level[record.key]))
        self._place(own_level)

    def _cells(self, record: Record, table: Headed, row: Row, own_level: dict[str, str] | None = None) -> None:
        known = _COLUMN_OF[record.kind]
        language = self.language
        for index, text in row.cells.items():
            if record.kind == "competency" and _is(table, index, "language"):
                language = _language(text) or language
        sheet = opensalt.ITEM if own_level is not None else opensalt.DOCUMENT
        for index, text in row.cells.items():
            header = table.headers[index]
            name = opensalt.plain(header)
            field = known.get(name)
            source = f"{sheet}: {header}"
            if name == "identifier":
                self.names.setdefault(text.lower(), record)
            if name == "identifier" and self.identify(record, text):
                self.report.keep(source, "id")
            elif name == "smartlevel" and own_level is not None and record.key not in own_level:
                own_level[record.key] = text
                self.report.keep(source, "parent_id")
            elif field is not None and _KEEP[field.kind](record, field.column, text, language):
                self.report.keep(source, field.column)
            else:
                record.extra.setdefault(_CANONICAL.get(name, header), text)
                self.report.keep_extra(source)

    def identify(self, record: Record, text: str) -> bool:
        """An identifier that is a UUID of its own becomes the id and, of an item, the CTID."""
        uuid = text.lower()
        if not is_uuid(uuid) or uuid in self._ids or "id" in record.columns:
            return False
        self._ids.add(uuid)
        record.columns["id"] = uuid
        if record.kind != "association":
            record.columns["ctid"] = f"ce-{uuid}"
        if text != uuid:
            self.report.repair(record.where, text, uuid, "A UUID is written in lower case", record.key)
        return True

    # -- the tree

    def _place(self, own_level: dict[str, str]) -> None:
        """Each item below the one whose smart level is the beginning of its own. Where the level in the file is not
        the one that the place gives, it is remembered."""
        at: dict[str, str] = {}
        for record in self.items:
            level = own_level.get(record.key, "")
            if level and at.setdefault(level, record.key) != record.key:
                reason = "Another item has the same smart level; both are kept, one after the other"
                self.report.repair(record.where, level, "", reason, record.key)
        for record in self.items:
            code = record.columns.get("code")
            if code:
                self.names.setdefault(code.lower(), record)
            level = opensalt.level_above(own_level.get(record.key, ""))
            while level and at.get(level) in (None, record.key):
                level = opensalt.level_above(level)
            if level:
                record.references["parent_id"] = at[level]
        self.levels = own_level

    def finish(self) -> Records:
        """All records, parents before their children."""
        by_key = {record.key: record for record in self.items}
        parents = {key: one_key(record, "parent_id") for key, record in by_key.items()}
        order = self._order(parents)
        computed = opensalt.smart_levels(order, parents)
        for key, level in self.levels.items():
            if computed.get(key) != level:
                by_key[key].extra["smartLevel"] = level
        self.records.items += [by_key[key] for key in order]
        self.records.items += self.links
        self.report.records = sum(not record.inferred and record.kind != "association" for record in self.records.items)
        return self.records

    def _order(self, parents: dict[str, str | None]) -> list[str]:
        """Each item before those below it. An item that the file puts below itself comes to the top."""
        children: dict[str | None, list[str]] = {}
        for key, parent in parents.items():
            children.setdefault(parent, []).append(key)
        order: dict[str, None] = {}
        for start in [None, *self.items]:
            stack = list(reversed(children.get(None, [])))
            if start is not None:
                if start.key in order:
                    continue
                start.references.pop("parent_id", None)
                parents[start.key] = None
                self.report.repair(start.where, "", "", "The item stood below itself; it is at the top now", start.key)
                stack = [start.key]
            while stack:
                key = stack.pop()
                if key not in order:
                    order[key] = None
                    stack += reversed(children.get(key, []))
        return list(order)


def _is(table: Headed, index: int, name: str) -> bool:
    return opensalt.plain(table.headers[index]) == name


def _language(text: str) -> str | None:
    return language_tag(text) or (text if _TAG.fullmatch(text) else None)


def _text(record: Record, column: str, text: str, language: str) -> bool:
    if column in record.columns:
        return False
    record.columns[column] = {language: text}
    return True


def _plain(record: Record, column: str, text: str, _language: str) -> bool:
    if column in record.columns:
        return False
    record.columns[column] = text
    return True


def _address(record: Record, column: str, text: str, _language: str) -> bool:
    if column in record.columns:
        return False
    record.columns[column] = [text]
    return True


def _texts(record: Record, column: str, text: str, language: str) -> bool:
    parts = [part.strip() for part in text.split("|") if part.strip()]
    if parts and column not in record.columns:
        record.columns[column] = [{language: part} for part in parts]
        return True
    return False


def _words(record: Record, column: str, text: str, language: str) -> bool:
    parts = opensalt.split_keywords(text)
    if parts and column not in record.columns:
        record.columns[column] = {language: parts}
        return True
    return False


def _levels(record: Record, column: str, text: str, _language: str) -> bool:
    parts = [part.strip() for part in re.split(r"[,|;]", text) if part.strip()]
    if parts and column not in record.columns:
        record.columns[column] = parts
        return True
    return False


def _keep_language(record: Record, column: str, text: str, _tag: str) -> bool:
    tag = _language(text)
    if tag is None or column in record.columns:
        return False
    record.columns[column] = tag
    if tag != text:
        record.extra["language"] = {tag: text}  # "English" is written again while the language is en
    return True


def _status(record: Record, column: str, text: str, _language: str) -> bool:
    """The project's status; a word that is not the usual one for it is remembered."""
    status = opensalt.status_of(text)
    if column in record.columns or "adoptionStatus" in record.extra:
        return False
    if status is None:
        record.extra["adoptionStatus"] = {"Draft": text}
        return False
    record.columns[column] = status
    if opensalt.adoption_status(status) != text:
        record.extra["adoptionStatus"] = {status: text}
    return True


_KEEP: dict[str, Callable[[Record, str, str, str], bool]] = {
    "text": _text,
    "plain": _plain,
    "address": _address,
    "texts": _texts,
    "words": _words,
    "levels": _levels,
    "language": _keep_language,
    "status": _status,
}
