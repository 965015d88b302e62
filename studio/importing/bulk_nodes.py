# SPDX-License-Identifier: Apache-2.0
"""Rows of a bulk upload as CTDL nodes, and those as records; the account of their cells.

A value of these files is a filled cell. Where it went is seen in the records that came out: a property that is still
among the extras of its item is kept as extra, anything else went to a field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from studio.importing.columns import language_tag
from studio.importing.ctdl_nodes import Nodes, Part
from studio.importing.ctdl_records import records_of
from studio.importing.ctdl_tree import key_of
from studio.importing.grid import Sheet
from studio.importing.headed import Headed, Row
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.standards import bulk_upload as bulk
from studio.standards import ctdl
from studio.standards.bulk_rows import full_address, node_of

COLUMNS = "@columns"
"""Under this name an item keeps the cells of columns that CTDL does not have."""
_NAMELESS = "_:row-"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_OWNERS = ("ceasn:CompetencyFramework", "skos:ConceptScheme", "asn:ProgressionModel")


@dataclass(slots=True)
class _Cell:
    """A cell: where it stood, its header, the property it became (``None``: kept beside them), its text."""

    where: str
    header: str
    property: str | None
    text: str


@dataclass(slots=True)
class _Item:
    """One row that became a node."""

    key: str
    where: str
    node: dict[str, Any]
    cells: list[_Cell] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)


class Upload:
    """All rows of one file."""

    def __init__(self, report: FileReport, options: Options) -> None:
        self.report = report
        self.options = options
        self.items: list[_Item] = []
        self.relations: list[Record] = []
        self.aside: dict[str, list[str]] = {}
        self.rows = 0
        self._language = options.language

    def read(self, table: Headed, workbook: bool) -> None:
        """Every row of one sheet."""
        above = table.above()
        template = bulk.template_of(table.headers)
        properties = bulk.has_properties(table.headers)
        for row in table.rows():
            if properties:
                self._property_row(table, row)
            elif template is not None:
                if workbook and row.number < 3 and not _names_an_item(row):
                    above += row.cells.values()  # data begins in the fourth row, explanations stand above
                    continue
                self._template_row(table, row, template)
            else:
                self._relation(table, row)
            self.rows += 1
        if above:
            self.aside[f"{table.where(0)}: above the rows"] = above

    # -- frameworks and schemes

    def _property_row(self, table: Headed, row: Row) -> None:
        cells = [(table.headers[index], text) for index, text in row.cells.items()]
        named = {bulk.property_of(header): text for header, text in cells}
        kind = named.get("@type") or _kind_of(named)
        node: dict[str, Any] = {"@type": ctdl.compact(kind)}
        if node["@type"] in _OWNERS:
            tag = (named.get("ceasn:inLanguage") or "").split("|")[0].strip()
            known = language_tag(tag) or (tag if _TAG.fullmatch(tag) else None)
            self._language = known or self.options.language
        item = _Item("", row.where, node)
        for header, text in cells:
            name = bulk.property_of(header)
            if text[0] == "#" and self._is_delete(row, header, text):
                continue
            if name is None or (name in node and name != "@type"):
                item.beside[header] = text
                item.cells.append(_Cell(row.where, header, None, text))
                continue
            item.cells.append(_Cell(row.where, header, name, text))
            if name != "@type":
                node[name] = _value(node["@type"], name, text, self._language)
        self._add(item, row)

    def _is_delete(self, row: Row, header: str, text: str) -> bool:
        if text.upper() != bulk.DELETE:
            return False
        reason = "The cell asks to clear a field. An import only adds and changes; clear it in the project"
        self.report.reject(f"{row.where}, {header}", text, reason)
        return True

    def _add(self, item: _Item, row: Row) -> None:
        """A row without an identifier gets a name for the time of the import."""
        node = item.node
        if not isinstance(node.get("@id"), str):
            ctid = node.get("ceterms:ctid")
            node["@id"] = ctid if isinstance(ctid, str) and ctdl.is_bare_ctid(ctid) else f"{_NAMELESS}{row.number}"
        item.key = key_of(node["@id"])
        self.items.append(item)

    # -- credentials and courses

    def _template_row(self, table: Headed, row: Row, template: str) -> None:
        cells = {table.headers[index]: text for index, text in row.cells.items()}
        kept = {header: text for header, text in cells.items() if not self._is_delete(row, header, text)}
        languages = [text for header, text in kept.items() if bulk.plain(header) in ("language", "inlanguage")]
        tag = language_tag(languages[0].split("|")[0].strip()) if languages else None
        node, beside = node_of(template, kept, tag or self.options.language)
        ctid = node.get("ceterms:ctid")
        if isinstance(ctid, str) and ctdl.is_bare_ctid(ctid):
            node["@id"] = full_address(ctid)
        item = _Item("", row.where, node, beside=beside)
        item.cells = [
            _Cell(row.where, header, None if header in beside else "content", text) for header, text in kept.items()
        ]
        self._add(item, row)

    # -- relations

    def _relation(self, table: Headed, row: Row) -> None:
        known = {bulk.plain(name): name for name in bulk.RELATION_COLUMNS}
        named: dict[str, str] = {}
        beside: dict[str, str] = {}
        for index, text in row.cells.items():
            name = known.get(bulk.plain(table.headers[index]))
            if name is None or name in named:
                beside[table.headers[index]] = text
            else:
                named[name] = text
        if not all(name in named for name in bulk.RELATION_COLUMNS):
            for index, text in row.cells.items():
                where = f"{row.where}, {table.headers[index]}"
                self.report.reject(where, text, "The row does not name a relation type and both ends")
            return
        kind = bulk.RELATIONS.get(bulk.plain(named["relationType"]))
        if kind is None:
            beside["relationType"] = named["relationType"]
        link = Record("association", f"relation {row.number + 1}", {"kind": kind or "isRelatedTo"}, where=row.where)
        link.references = {"origin_id": _names(named["source"]), "destination_id": _names(named["target"])}
        link.extra = {COLUMNS: beside} if beside else {}
        self.relations.append(link)
        for header in beside:
            self.report.keep_extra(header)
        for header in named:
            if header not in beside:
                self.report.keep(header, "link")

    # -- records

    def finish(self, others: list[Sheet]) -> Records:
        """The records of all rows."""
        if not self.rows:
            raise self._without_rows()
        records, went = self._records()
        by_key = {record.key: record for record in records.items if record.kind != "association"}
        for item in self.items:
            self._account(item, by_key.get(item.key), went)
        for record in records.items:
            if str(record.columns.get("uri", "")).startswith(_NAMELESS):
                del record.columns["uri"]
            content = record.columns.get("content")
            if isinstance(content, dict) and str(content.get("@id", "")).startswith(_NAMELESS):
                del content["@id"]
        records.items += self.relations
        if not records.items:
            raise self._without_rows()
        self._keep_aside(records, others)
        self.report.records = sum(not record.inferred for record in records.items if record.kind != "association")
        self.report.records += len(self.relations)
        return records

    def _without_rows(self) -> ImportRefused:
        return ImportRefused(
            f'"{self.report.file}" has the columns of a bulk upload but no rows below them. '
            "Fill in the rows and import it again."
        )

    def _records(self) -> tuple[Records, dict[str, str]]:
        """The records of the nodes, and the field that each property went to."""
        if not self.items:
            return Records(self.report, extra_name="ctdl"), {}
        graph = [item.node for item in self.items if bulk.template_for(item.node["@type"]) is None]
        parts = [Part(graph)] if graph else []
        parts += [Part([item.node]) for item in self.items if bulk.template_for(item.node["@type"]) is not None]
        nodes = Nodes([node for part in parts for node in part.nodes], parts=parts)
        account = FileReport(self.report.file, "ctdl-csv")
        records = records_of(nodes, account, self.options)
        records.report = self.report
        for entry in account.repaired:
            self.report.repair(entry.where, entry.before, entry.after, entry.reason, entry.key)
        went: dict[str, str] = {}
        for name, target in account.went:
            if target != "extra":
                went.setdefault(name, target)
        return records, went

    def _account(self, item: _Item, record: Record | None, went: dict[str, str]) -> None:
        if record is None:
            for cell in item.cells:
                where = f"{cell.where}, {cell.header}"
                self.report.reject(where, cell.text, "No item was made of this row; another row has its identifier")
            return
        if item.beside:
            record.extra[COLUMNS] = {**record.extra.get(COLUMNS, {}), **item.beside}
        whole = record.kind == "resource"
        for cell in item.cells:
            name = cell.property
            if name is None or (not whole and name in record.extra):
                self.report.keep_extra(cell.header)
            elif whole:
                self.report.keep(cell.header, "content")
            else:
                self.report.keep(cell.header, went.get(name) or _target(record.kind, name))

    def _keep_aside(self, records: Records, others: list[Sheet]) -> None:
        """Lines above the rows and other sheets stay with the first item."""
        for sheet in others:
            cells = [cell.strip() for row in sheet.rows for cell in row if cell.strip()]
            if cells:
                self.report.values += len(cells)
                self.aside[f'sheet "{sheet.name}"'] = cells
        if self.aside:
            first = records.items[0]
            first.extra["@aside"] = self.aside
            for name, cells in self.aside.items():
                self.report.keep_extra(name, len(cells))


def _names_an_item(row: Row) -> bool:
    """Whether a row has a CTID or an address, as credentials and courses do, and explanations do not."""
    return any(ctdl.is_bare_ctid(text) or text.startswith(("http://", "https://")) for text in row.cells.values())


def _kind_of(named: dict[str | None, str]) -> str:
    """What a row is that does not say so: by the text that only one kind has."""
    if "ceasn:competencyText" in named:
        return "ceasn:Competency"
    if "skos:prefLabel" in named:
        return "skos:Concept"
    return "ceasn:CompetencyFramework" if "ceasn:name" in named else "ceasn:Competency"


def _target(kind: str, name: str) -> str:
    """The field that a property goes to."""
    for known in ctdl.FIELDS.get(kind, ()):
        if known.property == name:
            return known.column
    places = {"@id": "ctid", "ceterms:ctid": "ctid", "@type": "kind of item", "ceasn:publisher": "publisher_id"}
    return places.get(name, "link" if name in ctdl.LINKS else "parent_id")


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((text, key_of(text))))


def _value(class_name: str, name: str, text: str, language: str) -> Any:
    """A cell as a value of a property: cut at ``|`` where there may be several; texts in the framework's language."""
    in_language, several = _form(class_name, name)
    value: Any = text
    if several and "|" in text:
        parts = [part.strip() for part in text.split("|") if part.strip()]
        value = (parts[0] if len(parts) == 1 else parts) if parts else text
    return {language: value} if in_language else value


@lru_cache(maxsize=4096)
def _form(class_name: str, name: str) -> tuple[bool, bool]:
    """Whether the values of a property are texts in a language, and whether there may be several."""
    how, shape = ctdl.coercion(name), ctdl.shape(class_name, name)
    several = how == "@id" or shape == "LL" or shape.endswith("*") or (not shape and how != "@language")
    return how == "@language", several and name[0] != "@"
