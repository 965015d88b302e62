# SPDX-License-Identifier: Apache-2.0
"""Rows of a bulk upload as CTDL nodes, and those as records; the account of their cells.

A value of these files is a filled cell. Where it went is seen in the records that came out: a property that is still
among the extras of its item is kept as extra, anything else went to a field.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from studio.importing.ctdl.nodes import Nodes, Part
from studio.importing.ctdl.records import made_of
from studio.importing.ctdl.tree import key_of
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.importing.tables.columns import language_tag
from studio.importing.tables.grid import Sheet
from studio.importing.tables.headed import Headed, Row
from studio.standards import bulk_upload as bulk
from studio.standards import ctdl
from studio.standards.assistant_fields import class_name
from studio.standards.bulk_rows import full_address, node_of

_CATEGORY = "ceasn:competencyCategory"
_STATUS = "ceasn:publicationStatusType"
_NAMELESS = "_:row-"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_OWNERS = ("ceasn:CompetencyFramework", "skos:ConceptScheme", "asn:ProgressionModel")


_Cells = tuple[tuple[str, str | None], ...]
"""Of each cell of a row its header, and the property it became (``None``: kept beside them)."""


@dataclass(slots=True)
class _Item:
    """One row that became a node."""

    key: str
    where: str
    node: dict[str, Any]
    cells: _Cells
    texts: Sequence[str]
    beside: dict[str, str]


class _Form:
    """What rows with the same filled columns and the same class have in common, worked out once for all of them."""

    def __init__(self, headers: Sequence[str], class_name: str) -> None:
        named: list[str | None] = []
        for name in map(bulk.property_of, headers):
            named.append(None if name in named and name != "@type" else name)
        self.class_name = class_name
        self.cells: _Cells = tuple(zip(headers, named, strict=True))
        self.beside = [(at, header) for at, (header, name) in enumerate(self.cells) if name is None]
        self.status = named.index(_STATUS) if _STATUS in named else None
        self.values = [
            (at, name, *_form(class_name, name)) for at, name in enumerate(named) if name not in (None, "@type")
        ]

    def node(self, texts: Sequence[str], language: str) -> dict[str, Any]:
        """The node of a row: cells cut at ``|`` where there may be several; texts in the framework's language."""
        node: dict[str, Any] = {"@type": self.class_name}
        for at, name, in_language, several in self.values:
            value: Any = texts[at]
            if several and "|" in value:
                parts = [part.strip() for part in value.split("|") if part.strip()]
                value = (parts[0] if len(parts) == 1 else parts) if parts else value
            node[name] = {language: value} if in_language else value
        return node


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
        self._forms: dict[tuple[Any, ...], _Form] = {}
        self._places: dict[tuple[int, ...], dict[str | None, int]] = {}
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
        kind = self._class(table, row)
        for index in [index for index, text in row.cells.items() if text[0] == "#"]:
            if self._is_delete(row, table.headers[index], row.cells[index]):
                del row.cells[index]
        columns = (kind, *row.cells)
        form = self._forms.get(columns)
        if form is None:
            form = self._forms[columns] = _Form([table.headers[index] for index in row.cells], kind)
        texts = list(row.cells.values())
        if form.status is not None:
            texts[form.status] = self._status(row, form.cells[form.status][0], texts[form.status])
        beside = {header: texts[at] for at, header in form.beside}
        self._add(_Item("", row.where, form.node(texts, self._language), form.cells, texts, beside), row)

    def _status(self, row: Row, header: str, text: str) -> str:
        """The address of a status; a bare word ("Published") becomes one."""
        address = ctdl.STATUSES.get(text.capitalize())
        if address is None:
            return text
        reason = "A status is the address of its concept; the word alone becomes the address"
        self.report.repair(f"{row.where}, {header}", text, address, reason)
        return address

    def _class(self, table: Headed, row: Row) -> str:
        """What a row is. A framework, scheme or model says the language of the rows below it."""
        columns = tuple(row.cells)
        named = self._places.get(columns)
        if named is None:
            named = self._places[columns] = {bulk.property_of(table.headers[index]): index for index in columns}
        kind = self._known_class(table, row, named["@type"]) if "@type" in named else _kind_of(named)
        if kind in _OWNERS:
            tag = row.cells.get(named.get("ceasn:inLanguage", -1), "").split("|")[0].strip()
            known = language_tag(tag) or (tag if _TAG.fullmatch(tag) else None)
            self._language = known or self.options.language
        return kind

    def _known_class(self, table: Headed, row: Row, index: int) -> str:
        """The class that a cell names, also in other letters or without its prefix ("Competency")."""
        said = row.cells[index]
        kind = ctdl.compact(said)
        found = class_name(kind) if kind not in ctdl.terms()["classes"] else None
        if found is None:
            return kind
        reason = "A class is written with its prefix, in its own letters"
        self.report.repair(f"{row.where}, {table.headers[index]}", said, found, reason)
        return found

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
        became: _Cells = tuple((header, None if header in beside else "content") for header in kept)
        self._add(_Item("", row.where, node, became, list(kept.values()), beside), row)

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
        link.extra = {ctdl.COLUMNS: beside} if beside else {}
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
        self._account({record.key: record for record in records.items if record.kind != "association"}, went)
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
        account = FileReport(self.report.file, "ctdl-csv")
        records = made_of(Nodes(parts), account, self.options)
        records.report = self.report
        for entry in account.repaired:
            self.report.repair(entry.where, entry.before, entry.after, entry.reason, entry.key)
        went: dict[str, str] = {}
        for name, target in account.went:
            if target != "extra":
                went.setdefault(name, target)
        return records, went

    def _account(self, records: dict[str, Record], went: dict[str, str]) -> None:
        """Say where the cells of all rows went; rows alike are counted first."""
        alike: dict[tuple[Any, ...], int] = {}
        for item in self.items:
            record = records.get(item.key)
            if record is None:
                reason = "No item was made of this row; another row has its identifier"
                for (header, _), text in zip(item.cells, item.texts, strict=True):
                    self.report.reject(f"{item.where}, {header}", text, reason)
                continue
            if item.beside:
                record.extra[ctdl.COLUMNS] = {**record.extra.get(ctdl.COLUMNS, {}), **item.beside}
            columns = record.columns
            row = (item.cells, record.kind, "uri" in columns, "item_type" in columns, *record.extra)
            alike[row] = alike.get(row, 0) + 1
        for (cells, kind, by_address, typed, *extra), count in alike.items():
            told = {"@id": "uri" if by_address else "ctid", _CATEGORY: "item_type" if typed else "category"}
            for header, name in cells:
                if name is None or (kind != "resource" and name in extra):
                    self.report.keep_extra(header, count)
                else:
                    target = told.get(name) if name in went else None
                    target = target or went.get(name) or _target(kind, name)
                    target = "content" if kind == "resource" else target
                    self.report.keep(header, target, count)

    def _keep_aside(self, records: Records, others: list[Sheet]) -> None:
        """Lines above the rows and other sheets stay with the first item."""
        for sheet in others:
            cells = [cell.strip() for row in sheet.rows for cell in row if cell.strip()]
            if cells:
                self.report.values += len(cells)
                self.aside[f'sheet "{sheet.name}"'] = cells
        if self.aside:
            first = records.items[0]
            first.extra[ctdl.ASIDE] = self.aside
            for name, cells in self.aside.items():
                self.report.keep_extra(name, len(cells))


def _names_an_item(row: Row) -> bool:
    """Whether a row has a CTID or an address, as credentials and courses do, and explanations do not."""
    return any(ctdl.is_bare_ctid(text) or text.startswith(("http://", "https://")) for text in row.cells.values())


def _kind_of(named: Container[str | None]) -> str:
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


def _form(class_name: str, name: str) -> tuple[bool, bool]:
    """Whether the values of a property are texts in a language, and whether there may be several."""
    return ctdl.coercion(name) == "@language", bulk.takes_several(class_name, name)
