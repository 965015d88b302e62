# SPDX-License-Identifier: Apache-2.0
"""CTDL nodes as records: rows of the tables there are, resources for everything else, each document with its head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.importing.ctdl import tree as tree_of
from studio.importing.ctdl.alike import make_alike
from studio.importing.ctdl.making import Maker, common_language
from studio.importing.ctdl.nodes import Node, Nodes, Part
from studio.importing.ctdl.resources import give_id, resource_record
from studio.importing.ctdl.rubrics import rubric_records
from studio.importing.ctdl.sorting import OWNERS, Place, sort
from studio.importing.ctdl.tree import FRAMEWORK, MODEL, SHAPES, Tree, key_of
from studio.importing.readers import Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.model.values import is_ctid
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list, leaves

_OWNER_COLUMN = {"competency": "framework_id", "concept": "scheme_id", "progression_level": "model_id"}


def records_of(nodes: Nodes, report: FileReport, options: Options) -> Records:
    """All nodes as records, with the account of their values."""
    for part in nodes.parts:
        report.values += sum(map(leaves, part.nodes)) + leaves(part.address) + leaves(part.envelope)
    return made_of(nodes, report, options)


def made_of(nodes: Nodes, report: FileReport, options: Options) -> Records:
    """The same, of nodes whose values somebody else has counted."""
    return _Reading(nodes, report, options).make.records


class _Reading:
    def __init__(self, nodes: Nodes, report: FileReport, options: Options) -> None:
        self.parts = nodes.parts
        self.report = report
        self.options = options
        self.make = Maker(nodes, report, options)
        self.made_up: dict[str, Record] = {}
        self.links: list[Record] = []
        self.main = options.language
        self.sorted = sort(nodes, self._made_up)
        self._organizations()
        for shape in SHAPES:
            self._tree(self.sorted.trees[shape.owner])
        for key, grid in self.sorted.grids.items():
            rubric_records(self.make, key, grid, self.sorted.by_kind)
        self._documents()
        items = self.make.records.items
        report.records += sum(not each.inferred for each in items)
        items += self.links
        for (before, after, reason), count in nodes.repairs.items():
            report.repair(f"{count} places" if count > 1 else "", before, after, reason)

    def _organizations(self) -> None:
        for key, node in self.sorted.of("organization").items():
            record, _ = self.make.record("organization", key, node, self.options.language)
            self.make.finish(record)
            if not str(record.columns.get("uri", "")).startswith("_:"):
                record.extra["@document"] = True

    # -- trees

    def _tree(self, tree: Tree) -> None:
        if tree.shape is FRAMEWORK:
            self.make.records.items += self.made_up.values()
        for key, node in tree.owners.items():
            self._owner(tree, key, node)
        for owner in [*tree.owners, *(self.made_up if tree.shape is FRAMEWORK else ())]:
            keys = list(tree.in_order(owner))
            alike = make_alike(self.make, tree.shape.part, keys, tree.parts, self.main)
            for key in keys:
                self._part(tree, owner, key, alike.pop(key, None))

    def _made_up(self, node: Node) -> str:
        """The key of a framework that competencies name although the file does not describe it: it gets the file's
        name, and a mark, so that it is not written as if the file had said so."""
        named = tree_of.keys_of(node, FRAMEWORK.belongs)
        key = named[0] if named else "#framework"
        if key in self.made_up:
            return key
        name = self.report.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        reason = "The file does not describe the framework; it is named after the file"
        self.make.source.repaired("", name, reason)
        # New frameworks are drafts, but no file says so of this one.
        columns: dict[str, Any] = {"name": {self.main: name}, "status": None}
        if is_ctid(key):
            columns["ctid"] = key
        elif not key.startswith("#"):
            columns["uri"] = key
        self.made_up[key] = Record("framework", key, columns, extra={"@made-up": True}, inferred=True)
        return key

    def _owner(self, tree: Tree, key: str, node: Node) -> None:
        make, shape = self.make, tree.shape
        members = (tree.parts[part] for part in tree.members.get(key, ()))
        record, self.main = make.record(
            shape.owner, key, node, common_language([node, *members]) or self.options.language
        )
        record.columns.setdefault("language", self.main)
        if shape is FRAMEWORK:
            record.columns.setdefault("status", None)  # new frameworks are drafts, but this file does not say so
        tops = set(tree.children.get(key, ()))
        make.take_known(record, shape.top_down[0], "parent_id", tops.__contains__)
        self._publisher(record)
        if shape is FRAMEWORK:
            self._links(record, key, tree)
        make.finish(record)

    def _part(self, tree: Tree, owner: str, key: str, record: Record | None) -> None:
        make, shape, node = self.make, tree.shape, tree.parts[key]
        if record is None:
            record, _ = make.record(shape.part, key, node, self.main)
        parent, column = tree.parent[key], _OWNER_COLUMN[shape.part]
        record.references[column] = owner
        if parent is not None:
            record.references["parent_id"] = parent
        if owner in tree.owners:
            make.take_known(record, shape.belongs, column, owner.__eq__)
            if shape.top_up in record.extra:
                make.take_known(record, shape.top_up, column, lambda each: each == owner and parent is None)
        if shape.up in record.extra:
            make.take_known(record, shape.up, "parent_id", lambda each: each == parent)
        if shape.down in record.extra:
            make.take_known(record, shape.down, "parent_id", set(tree.children.get(key, ())).__contains__)
        if shape is FRAMEWORK:
            self._links(record, owner, tree)
        elif shape is MODEL:
            before, behind = tree.neighbours(key)
            make.take_known(record, "ceterms:precededBy", "position", lambda each: each == before)
            make.take_known(record, "ceterms:precedes", "position", lambda each: each == behind)
        make.finish(record)

    # -- references

    def _publisher(self, record: Record) -> None:
        first, *others = as_list(record.extra.get("ceasn:publisher")) or [None]
        if isinstance(first, str) and first:
            record.references["publisher_id"] = key_of(first)
            self.make.take(record, "ceasn:publisher", "publisher_id", others or None)

    def _links(self, record: Record, framework: str, tree: Tree) -> None:
        for name, kind in ctdl.LINKS.items() if not ctdl.LINKS.keys().isdisjoint(record.extra) else ():
            if name not in record.extra:
                continue
            targets = as_list(record.extra[name])
            good = [each for each in targets if isinstance(each, str) and each.strip()]
            if not good:
                continue
            left = [each for each in targets if not (isinstance(each, str) and each.strip())]
            self.make.take(record, name, "association", left or None)
            for target in dict.fromkeys(good):
                self._link(record, framework, tree, kind, target)

    def _link(self, record: Record, framework: str, tree: Tree, kind: str, target: str) -> None:
        origin, destination = record.key, key_of(target)
        if kind == "prerequisiteAlignment" and tree.owner_of.get(destination) == tree.owner_of.get(origin, ""):
            # Within one framework it is said in the order of learning, as CASE and the tree of links do.
            kind, origin, destination = "precedes", destination, origin
        names = destination if destination == target or kind == "precedes" else (target, destination)
        references: dict[str, str | tuple[str, ...]] = {"origin_id": origin, "framework_id": framework}
        references["destination_id"] = names
        self.links.append(Record("association", f"{origin} {kind} {destination}", {"kind": kind}, references))

    # -- documents

    def _documents(self) -> None:
        """Whole nodes as resources of their document, and what belongs to a document itself with its head."""
        found = self.sorted
        places: list[list[Place]] = [[] for _ in self.parts]
        for place, at in sorted(found.document_of.items(), key=lambda entry: found.order[entry[0][1]]):
            places[at].append(place)
        by_key = {record.key: record for record in self.make.records.items}
        made = {
            key: resource_record(key, node, self.options.language, self.report) for key, node in found.whole.items()
        }
        seen: dict[str, int] = {}
        for part, here in zip(self.parts, places, strict=True):
            head = _head(part, here)
            head = found.inside.get(head, head) if head is not None else None
            heading = by_key.get(head) or made.get(head) if head is not None else None
            whole = [key for kind, key in here if kind == "resource"]
            for key in sorted(whole, key=lambda key: key != head):
                host = found.inside.get(key) or (head if key != head else None)
                record = made[key]
                if host is not None and host != key:
                    record.references["document_id"] = host
                give_id(record, (by_key.get(host) or made.get(host)) if host is not None else None, seen)
            self.make.records.items += [made[key] for key in whole]
            self._document(part, heading or self._first(here, by_key))

    def _first(self, places: list[Place], by_key: dict[str, Record]) -> Record | None:
        """The framework that the first item of a document without a head is in, else the item."""
        record = next((by_key[key] for _, key in places if key in by_key), None)
        owner = record.references.get("framework_id") if record is not None else None
        return by_key.get(owner, record) if isinstance(owner, str) else record

    def _document(self, part: Part, head: Record | None) -> None:
        """Keep the address of a document, its envelope and its contexts with the item that heads it."""
        report = self.report
        if head is None:
            if part.address is not None:
                report.reject("@id", part.address, "The graph at this address is empty; no item can keep it")
            for name, value in part.envelope.items():
                for leaf in _leaves(value):
                    report.reject(name, str(leaf)[:200], "The envelope holds no record that can keep it")
            return
        if part.address is not None:
            if head.columns.get("ctid") and part.address in ctdl.graph_addresses(head.columns["ctid"]):
                report.keep("@id", "ctid")
            elif not head.columns.get("ctid") and part.address == head.columns.get("uri"):
                report.keep("@id", "uri")
            else:
                head.extra["@graph-id"] = part.address
                report.keep_extra("@id")
        if part.envelope:
            head.extra[ctdl.ENVELOPE] = part.envelope
            for name, value in part.envelope.items():
                report.keep_extra(name, leaves(value))
        if part.contexts and head.kind == "resource":
            head.extra["@context"] = part.contexts


def _head(part: Part, places: list[Place]) -> str | None:
    """The node a document is about: the one its address names; else a framework; else the first node with an address
    of its own that has no table; else a scale or rubric; else an organization; else the first node."""
    able = {key: kind for kind, key in places if kind in (*OWNERS, "organization", "resource")}
    if part.address is not None:
        named = key_of(part.address)
        if named in able:
            return named
    return min(able, key=lambda key: _rank(able[key], key), default=None)


def _rank(kind: str, key: str) -> int:
    if kind == "resource":
        return 1 if not key.startswith(("_:", "#")) else 4
    return {"framework": 0, "organization": 3}.get(kind, 2)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _leaves(entry)
    elif value is not None:
        yield value
