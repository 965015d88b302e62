# SPDX-License-Identifier: Apache-2.0
"""Nodes of classes that have no table (courses, jobs, pathways, credentials): one record keeps each of them whole."""

from __future__ import annotations

import json
from typing import Any

from studio.importing.ctdl.making import ctid_in
from studio.importing.ctdl.nodes import Node
from studio.importing.records import Record
from studio.importing.report import FileReport
from studio.importing.stable import stable_id
from studio.standards import ctdl
from studio.standards.ctdl_values import READ, as_list, leaves

_COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "code": ("text", ("ceterms:codedNotation", "ceasn:codedNotation", "skos:notation")),
    "name": (
        "map",
        (
            *("ceterms:name", "ceasn:name", "skos:prefLabel", "schema:name", "ceasn:competencyLabel"),
            *("ceasn:competencyText", "rdfs:label", "dct:title", "sh:name"),
        ),
    ),
    "description": (
        "map",
        ("ceterms:description", "ceasn:description", "skos:definition", "schema:description", "rdfs:comment"),
    ),
}
"""What shows a resource in lists: the first of these properties that holds what the column can."""


def resource_record(key: str, node: Node, language: str, report: FileReport) -> Record:
    """The record of a node, its values counted: those that also fill a column for that column, the others as extra."""
    record = Record("resource", key, {"standard": "ctdl", "content": node}, where=str(node.get("@id") or key))
    columns, counted = record.columns, dict(node)
    types = [name for name in as_list(node.get("@type")) if isinstance(name, str)]
    if types:
        columns["type"] = types[0]
        _count(report, counted, "@type", "type")
    _identify(record, node, report, counted)
    for column, (kind, names) in _COLUMNS.items():
        for name in names:
            found, left = READ[kind](node.get(name), language)
            if found is not None:
                columns[column] = found
                report.keep(name, column, leaves(node[name]) - leaves(left))
                counted[name] = left
                break
    for name, value in counted.items():
        report.keep_extra(name, leaves(value))
    return record


def _count(report: FileReport, counted: Node, name: str, column: str) -> None:
    report.keep(name, column, leaves(counted.pop(name)))


def _identify(record: Record, node: Node, report: FileReport, counted: Node) -> None:
    columns, address, ctid = record.columns, node.get("@id"), node.get("ceterms:ctid")
    if isinstance(ctid, str) and ctid_in(ctid):
        columns["ctid"] = ctid_in(ctid)
        _count(report, counted, "ceterms:ctid", "ctid")
    if isinstance(address, str):
        from_address = ctdl.ctid_of(address)
        if from_address and "ctid" not in columns:
            columns["ctid"] = from_address
        usual = "ctid" in columns and ctdl.is_usual_address(address, columns["ctid"])
        if not usual:
            columns["uri"] = address
        _count(report, counted, "@id", "ctid" if usual else "uri")


def give_id(record: Record, head: Record | None, seen: dict[str, int]) -> None:
    """Give a record an id of its own when it has nothing else by which it is found again: made out of what it says and
    of the document it is in. ``seen``: how many equal ones there were before."""
    columns = record.columns
    address = columns.get("uri") or ""
    if columns.get("ctid") or (address and not address.startswith("_:")) or (address and head is not None):
        return
    where = _identity(head) if head is not None else ""
    made = stable_id("resource", where, _identity(record))
    seen[made] = seen.get(made, 0) + 1
    columns["id"] = made if seen[made] == 1 else stable_id(made, str(seen[made]))


def _identity(record: Record) -> str:
    known: Any = record.columns.get("ctid") or record.columns.get("uri") or ""
    if known and not known.startswith("_:"):
        return str(known)
    said = record.columns.get("id") or record.columns.get("content") or record.columns.get("name")
    return json.dumps(said, sort_keys=True, ensure_ascii=False)
