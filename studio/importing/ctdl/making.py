# SPDX-License-Identifier: Apache-2.0
"""One node as one record: what a column can hold goes there, the rest stays with it as extra and comes out again on
export; every value is accounted for once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from studio.importing.ctdl.nodes import Node, Nodes
from studio.importing.ctdl.tree import key_of
from studio.importing.readers import Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.importing.stable import stable_id
from studio.model.values import is_uuid
from studio.standards import ctdl
from studio.standards.ctdl_values import READ, as_list, leaves, shaped

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
        value = record.extra.get(name)
        if value is not None or name in record.extra:
            known = is_known or bool
            if type(value) is str and known(key_of(value)):
                self.take(record, name, target)
                return
            entries = as_list(value)
            left = [each for each in entries if not (isinstance(each, str) and known(key_of(each)))]
            self.take(record, name, target, left or None)

    def finish(self, record: Record) -> None:
        """Count what no column took, and hand the record over. What has nothing by which it is found again gets an id
        that is the same each time the file is read."""
        columns = record.columns
        address = columns.get("uri") or "_:"
        blank = address == "_:" or (record.kind in _HEADS and address.startswith("_:"))
        if blank and "ctid" not in columns and not any(columns.get(name) for name in _FOUND_BY):
            columns["id"] = stable_id(self.report.file, record.kind, record.key)
        class_name = record.extra.get("@type") or ctdl.CLASSES[record.kind]
        for name, value in record.extra.items():
            self.report.keep_extra(name, leaves(value))
            # As it is written: else an own export would differ from what is in the project.
            record.extra[name] = shaped(class_name, name, value)
        self.records.items.append(record)

    def _set(self, record: Record, column: str, found: Any, value: Any, main: str) -> str:
        if column == "languages":
            record.columns["language"] = found[0]
            if len(found) > 1:
                record.columns["languages"] = found
            return column
        if isinstance(found, dict) and not any(isinstance(entry, dict) for entry in as_list(value)):
            self.source.repaired("", main, "A text without language gets the main language")
        record.columns[column] = found
        if column == "category" and record.kind == "competency" and sort_category(record):
            return "item_type"
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
        record.columns |= identity(address, ctid)
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


def sort_category(record: Record) -> bool:
    """Whether the category of a competency says where it stands in the tree instead; then it becomes its type."""
    if record.columns["category"].lower() in ctdl.CATEGORIES:
        return False
    record.columns["item_type"] = record.columns.pop("category")
    return True


def identity(address: str, ctid: str | None) -> dict[str, str]:
    """The columns that an address and a CTID (``None``: none is given) say; the registry's own address of a CTID says
    no more than the CTID."""
    ctid = ctid or ctdl.ctid_of(address) or (address.lower() if ctdl.is_bare_ctid(address) else None)
    if ctid is None:
        return {"uri": address}
    if ctdl.is_usual_address(address, ctid) or address.lower() == ctid:
        return {"ctid": ctid}
    return {"ctid": ctid, "uri": address}


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
    texts = (found for node in nodes for name in _TEXTS for found in as_list(node.get(name)) if isinstance(found, dict))
    counted = Counter(language for found in texts for language in found if not language.startswith("@"))
    return counted.most_common(1)[0][0] if counted else None
