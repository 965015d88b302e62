# SPDX-License-Identifier: Apache-2.0
"""One node as one record: what a column can hold goes there, the rest stays with it as extra and comes out again on
export; every value is accounted for once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from studio.importing.ctdl_nodes import Node, Nodes
from studio.importing.ctdl_tree import key_of
from studio.importing.readers import Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.importing.stable import stable_id
from studio.model.values import is_uuid
from studio.standards import ctdl
from studio.standards.ctdl_values import READ, as_list, leaves

_FOUND_BY = ("id", "ctid", "code", "notation", "statement", "name", "label")
_HEADS = ("organization", "framework", "concept_scheme", "progression_model", "rubric")
"""What heads a document: the name of a blank node, which means something within a document only, does not find it."""
_UPPER = re.compile(r"CE-[0-9A-F-]{36}", re.IGNORECASE)
_TEXTS = ("ceasn:name", "ceasn:competencyText", "skos:prefLabel", "ceasn:description", "ceterms:name")


class Maker:
    """Makes the records of one file."""

    def __init__(self, source: Nodes, report: FileReport, options: Options) -> None:
        self.source = source
        self.report = report
        self.options = options
        self.records = Records(report, extra_name="ctdl")

    def record(self, kind: str, key: str, node: Node, fallback: str) -> tuple[Record, str]:
        """A record with its identifiers and plain columns, and its main language. What is left of the node is extra
        until :meth:`finish` counts it."""
        record = Record(kind, key, where=str(node.get("@id") or node.get("ceterms:ctid") or key))
        record.extra = dict(node)
        self._identify(record)
        main = language_of(node) or fallback
        for field in ctdl.FIELDS[kind]:
            value = record.extra.get(field.property)
            if value is None:
                continue
            found, left = READ[field.kind](value, main)
            if found is not None:
                self.take(record, field.property, self._set(record, field.column, found, value, main), left)
        return record, main

    def take(self, record: Record, name: str, target: str, left: Any = None) -> None:
        """Count what the field ``target`` took of a property; the leftover stays."""
        rest = record.extra
        value = rest[name]
        self.report.keep(name, target, 1 if left is None and type(value) is str else leaves(value) - leaves(left))
        if left is None or left in ([], {}):
            del rest[name]
        else:
            rest[name] = left

    def take_known(self, record: Record, name: str, target: str, is_known: Callable[[str], bool] | None = None) -> None:
        """Count the references that the place in the tree says again (those whose key ``is_known``, else all); keep the
        others."""
        if name in record.extra:
            known = is_known or bool
            entries = as_list(record.extra[name])
            left = [each for each in entries if not (isinstance(each, str) and known(key_of(each)))]
            self.take(record, name, target, left or None)

    def finish(self, record: Record) -> None:
        """Count what no column took, and hand the record over. What has nothing by which it is found again gets an id
        that is the same each time the file is read."""
        columns = record.columns
        address = columns.get("uri") or "_:"
        blank = address == "_:" or (record.kind in _HEADS and address.startswith("_:"))
        if blank and not any(columns.get(name) for name in _FOUND_BY):
            columns["id"] = stable_id(self.report.file, record.kind, record.key)
        for name, value in record.extra.items():
            self.report.keep_extra(name, leaves(value))
        self.records.items.append(record)

    def _set(self, record: Record, column: str, found: Any, value: Any, main: str) -> str:
        if column == "languages":
            record.columns["language"] = found[0]
            if len(found) > 1:
                record.columns["languages"] = found
            return column
        if column == "category" and record.kind == "competency" and found.lower() not in ctdl.CATEGORIES:
            column = "item_type"
        if isinstance(found, dict) and isinstance(value, str):
            self.source.repaired("", main, "A text without language gets the main language")
        record.columns[column] = found
        return column

    def _identify(self, record: Record) -> None:
        rest = record.extra
        if rest.get("@type") == ctdl.CLASSES[record.kind]:
            self.take(record, "@type", "type")
        columns = ctdl.IDENTIFIED[record.kind]
        ctid = self._ctid(record) if "ctid" in columns else None
        address = rest.get("@id")
        if not isinstance(address, str) or not columns:
            return
        from_address = ctdl.ctid_of(address)
        if from_address and ctid is None:
            ctid = record.columns["ctid"] = from_address
        elif ctdl.is_bare_ctid(address) and ctid is None:
            ctid = record.columns["ctid"] = address.lower()
        if ctid is None or not (address.lower() == ctid or ctdl.is_usual_address(address, ctid)):
            record.columns["uri"] = address
        self.take(record, "@id", "uri" if "uri" in record.columns else "ctid")

    def _ctid(self, record: Record) -> str | None:
        value = record.extra.get("ceterms:ctid")
        if not isinstance(value, str):
            return None
        repaired = ctid_in(value)
        if not repaired:
            return None
        if repaired != value:
            reason = 'A CTID is "ce-" and a lower-case UUID'
            self.report.repair(record.where, value, repaired, reason, record.key)
        self.take(record, "ceterms:ctid", "ctid")
        record.columns["ctid"] = repaired
        return repaired


def ctid_in(value: str) -> str:
    """A CTID in its usual spelling, where that is all that is the matter; else the text without blanks around it."""
    text = value.strip()
    repaired = text.lower() if _UPPER.fullmatch(text) else text
    return f"ce-{repaired.lower()}" if is_uuid(repaired.lower()) else repaired


def language_of(node: Node) -> str | None:
    """The first language that a node says it is in."""
    first = next(iter(as_list(node.get("ceasn:inLanguage"))), None)
    return first if isinstance(first, str) and first else None


def common_language(nodes: Iterable[Node]) -> str | None:
    """The language most texts are in."""
    counted = Counter(
        language
        for node in nodes
        for name in _TEXTS
        if isinstance(node.get(name), dict)
        for language in node[name]
        if not language.startswith("@")
    )
    return counted.most_common(1)[0][0] if counted else None
