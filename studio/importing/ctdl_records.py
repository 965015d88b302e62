# SPDX-License-Identifier: Apache-2.0
"""CTDL nodes as records. What a column can hold goes there; the rest of each node stays with it as extra, and comes
out again on export; nodes that are no part of a framework stay with the file's main item."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from studio.importing import ctdl_tree as tree_of
from studio.importing.ctdl_nodes import Node, Nodes
from studio.importing.ctdl_tree import FRAMEWORK, MODEL, SHAPES, Tree, key_of
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.model.values import is_ctid, is_uuid
from studio.standards import ctdl
from studio.standards.ctdl_values import READ, as_list, leaves

_KINDS = {name: kind for kind, name in ctdl.CLASSES.items() if not kind.startswith(("rubric", "criterion"))}
_KINDS |= dict.fromkeys(ctdl.ORGANIZATION_CLASSES, "organization")
_UPPER = re.compile(r"CE-[0-9A-F-]{36}", re.IGNORECASE)


def records_of(nodes: Nodes, report: FileReport, options: Options) -> Records:
    """All nodes as records, with the account of their values. Raises ImportRefused when there is nothing to import."""
    return _Reading(nodes, report, options).records


class _Reading:
    def __init__(self, nodes: Nodes, report: FileReport, options: Options) -> None:
        self.source = nodes
        self.report = report
        self.options = options
        self.records = Records(report, extra_name="ctdl")
        self.by_kind: dict[str, dict[str, Node]] = {}
        self.others: list[Node] = []
        self.links: list[Record] = []
        self.main = options.language
        self._sort()
        report.values = sum(leaves(node) for node in nodes.nodes) + leaves(nodes.graph_address)
        owners = [kind for kind in ("framework", "concept_scheme", "progression_model") if self.by_kind.get(kind)]
        if not owners and not self.by_kind.get("competency"):
            raise ImportRefused(
                f'"{report.file}" holds no framework, concept scheme or progression model. '
                "Choose the file with the competencies."
            )
        self._organizations()
        for shape in SHAPES:
            self._tree(shape)
        self.records.items += self.links
        self._leftover_nodes()
        for (before, after, reason), count in nodes.repairs.items():
            report.repair(f"{count} places" if count > 1 else "", before, after, reason)
        report.records = sum(not each.inferred for each in self.records.items) - len(self.links)

    # -- sorting

    def _sort(self) -> None:
        for number, node in enumerate(self.source.nodes):
            kind = _KINDS.get(node["@type"]) if isinstance(node.get("@type"), str) else None
            address = node.get("@id")
            if kind is None or (address is not None and not isinstance(address, str)):
                self.others.append(node)
                continue
            ctid = node.get("ceterms:ctid")
            key = key_of(address or (ctid if isinstance(ctid, str) else "") or f"#{number}")
            group = self.by_kind.setdefault(kind, {})
            if key in group:
                self.others.append(node)
            else:
                group[key] = node

    # -- records

    def _record(self, kind: str, key: str, node: Node, fallback: str) -> tuple[Record, str]:
        """A record with its identifiers and plain columns, and its main language. What is left of the node is extra."""
        record = Record(kind, key, where=str(node.get("@id") or node.get("ceterms:ctid") or key))
        rest = dict(node)
        self._identify(record, rest)
        main = _language(node) or fallback
        for field in ctdl.FIELDS[kind]:
            value = rest.get(field.property)
            if value is None:
                continue
            found, left = READ[field.kind](value, main)
            if found is None:
                continue
            self._take(rest, field.property, left)
            self._set(record, field.column, found, value, main)
        record.extra = rest
        return record, main

    def _take(self, rest: Node, name: str, left: Any = None) -> None:
        """Count what a column took of a property; the leftover stays."""
        self.report.kept += leaves(rest[name]) - leaves(left)
        if left is None or left in ([], {}):
            del rest[name]
        else:
            rest[name] = left

    def _set(self, record: Record, column: str, found: Any, value: Any, main: str) -> None:
        if column == "languages":
            record.columns["language"] = found[0]
            if len(found) > 1:
                record.columns["languages"] = found
            return
        if column == "category" and record.kind == "competency" and found.lower() not in ctdl.CATEGORIES:
            column = "item_type"
        if isinstance(found, dict) and isinstance(value, str):
            self.source.repaired("", main, "A text without language gets the main language")
        record.columns[column] = found

    def _identify(self, record: Record, rest: Node) -> None:
        rest_type = rest.get("@type")
        if rest_type == ctdl.CLASSES[record.kind]:
            self._take(rest, "@type")
        address = rest.get("@id")
        ctid = self._ctid(record, rest)
        if not isinstance(address, str):
            return
        from_address = ctdl.ctid_of(address)
        if from_address and ctid is None:
            ctid = record.columns["ctid"] = from_address
        if not (address.startswith("_:") or ctdl.is_bare_ctid(address) or (from_address and from_address == ctid)):
            record.columns["uri"] = address
        elif ctdl.is_bare_ctid(address) and ctid is None:
            record.columns["ctid"] = address.lower()
        self._take(rest, "@id")

    def _ctid(self, record: Record, rest: Node) -> str | None:
        value = rest.get("ceterms:ctid")
        if not isinstance(value, str):
            return None
        text = value.strip()
        repaired = text.lower() if _UPPER.fullmatch(text) else text
        if is_uuid(repaired.lower()):
            repaired = f"ce-{repaired.lower()}"
        if not repaired:
            return None
        if repaired != value:
            self.report.repair(record.where, value, repaired, 'A CTID is "ce-" and a lower-case UUID')
        self._take(rest, "ceterms:ctid")
        record.columns["ctid"] = repaired
        return repaired

    def _organizations(self) -> None:
        for key, node in self.by_kind.get("organization", {}).items():
            record, _ = self._record("organization", key, node, self.options.language)
            self._finish(record)

    def _finish(self, record: Record) -> None:
        self.report.kept_as_extra += leaves(record.extra)
        self.records.items.append(record)

    # -- trees

    def _tree(self, shape: tree_of.Shape) -> None:
        owners, parts = self.by_kind.get(shape.owner, {}), self.by_kind.get(shape.part, {})
        if shape is not FRAMEWORK:
            # A term of a scheme that is not in the file stays with the file's other nodes.
            parts = {key: node for key, node in parts.items() if owners}
            self.others += [] if owners else self.by_kind.get(shape.part, {}).values()
        made_up: dict[str, Record] = {}

        def missing_owner(node: Node) -> str:
            named = tree_of.keys_of(node, shape.belongs)
            key = named[0] if named else f"#{shape.owner}"
            if key not in owners and key not in made_up:
                made_up[key] = self._made_up(shape, key)
            return key

        tree = tree_of.build(shape, owners, parts, missing_owner)
        self.records.items += made_up.values()
        for key, node in owners.items():
            self._owner(tree, key, node)
        for owner in [*owners, *made_up]:
            for key in tree.in_order(owner):
                self._part(tree, owner, key)

    def _made_up(self, shape: tree_of.Shape, key: str) -> Record:
        """The owner that parts name although the file does not describe it: it gets the file's name."""
        name = self.report.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        self.source.repaired("", name, "The file does not describe the framework; it is named after the file")
        columns: dict[str, Any] = {"name": {self.main: name}}
        if is_ctid(key):
            columns["ctid"] = key
        elif not key.startswith("#"):
            columns["uri"] = key
        return Record(shape.owner, key, columns, inferred=True)

    def _owner(self, tree: Tree, key: str, node: Node) -> None:
        shape = tree.shape
        members = [tree.parts[part] for part in tree.parts if tree.owner_of.get(part) == key]
        self.main = _common_language([node, *members]) or self.options.language
        record, main = self._record(shape.owner, key, node, self.main)
        self.main = main
        record.columns.setdefault("language", main)
        rest = record.extra
        tops = tree.children.get(key, [])
        for name in shape.top_down[:1]:
            self._structure(rest, name, lambda child: child in tops)
        self._publisher(record)
        if shape is FRAMEWORK:
            self._links(record, key, tree)
        if key == self._first_owner():
            self._graph_address(record)
        self._finish(record)

    def _part(self, tree: Tree, owner: str, key: str) -> None:
        shape, node = tree.shape, tree.parts[key]
        record, _ = self._record(shape.part, key, node, self.main)
        parent = tree.parent[key]
        column = {"competency": "framework_id", "concept": "scheme_id"}.get(shape.part, "model_id")
        record.references[column] = owner
        rest = record.extra
        if parent is not None:
            record.references["parent_id"] = parent
        self._structure(rest, shape.belongs, lambda each: each == owner)
        self._structure(rest, shape.top_up, lambda each: each == owner and parent is None)
        self._structure(rest, shape.up, lambda each: each == parent)
        below = tree.children.get(key, [])
        self._structure(rest, shape.down, lambda each: each in below)
        if shape is FRAMEWORK:
            self._links(record, owner, tree)
        elif shape is MODEL:
            siblings = tree.children.get(owner if parent is None else parent, [])
            place = siblings.index(key) if key in siblings else 0
            self._structure(rest, "ceterms:precededBy", lambda each: each in siblings[max(place - 1, 0) : place])
            self._structure(rest, "ceterms:precedes", lambda each: each in siblings[place + 1 : place + 2])
        self._finish(record)

    def _structure(self, rest: Node, name: str, is_known: Any) -> None:
        """Count the references that the tree says again; keep the others."""
        if name not in rest:
            return
        left = [each for each in as_list(rest[name]) if not (isinstance(each, str) and is_known(key_of(each)))]
        self._take(rest, name, left or None)

    # -- references

    def _publisher(self, record: Record) -> None:
        first, *others = as_list(record.extra.get("ceasn:publisher")) or [None]
        if isinstance(first, str) and first:
            record.references["publisher_id"] = key_of(first)
            self._take(record.extra, "ceasn:publisher", others or None)

    def _links(self, record: Record, framework: str, tree: Tree) -> None:
        for name, kind in ctdl.LINKS.items():
            if name not in record.extra:
                continue
            targets = as_list(record.extra[name])
            good = [each for each in targets if isinstance(each, str) and each]
            if not good:
                continue
            self._take(record.extra, name, [each for each in targets if each not in good] or None)
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

    # -- what belongs to no record

    def _first_owner(self) -> str | None:
        for kind in ("framework", "concept_scheme", "progression_model"):
            for key in self.by_kind.get(kind, {}):
                return key
        return None

    def _graph_address(self, record: Record) -> None:
        address = self.source.graph_address
        if address is None:
            return
        if record.columns.get("ctid") and ctdl.ctid_of(address) == record.columns["ctid"]:
            self.report.kept += 1
        else:
            record.extra["@graph-id"] = address
        self.source.graph_address = None

    def _leftover_nodes(self) -> None:
        if not self.others and self.source.graph_address is None:
            return
        main = next(
            (
                record
                for record in self.records.items
                if record.kind in ("framework", "concept_scheme", "progression_model")
            ),
        )
        if self.source.graph_address is not None:
            main.extra["@graph-id"] = self.source.graph_address
            self.report.kept_as_extra += 1
        if self.others:
            main.extra["@graph"] = self.others
            self.report.kept_as_extra += sum(leaves(node) for node in self.others)


def _language(node: Node) -> str | None:
    first = next(iter(as_list(node.get("ceasn:inLanguage"))), None)
    return first if isinstance(first, str) and first else None


def _common_language(nodes: list[Node]) -> str | None:
    """The language most texts are in."""
    counted = Counter(
        language
        for node in nodes
        for name in ("ceasn:name", "ceasn:competencyText", "skos:prefLabel", "ceasn:description")
        if isinstance(node.get(name), dict)
        for language in node[name]
        if not language.startswith("@")
    )
    return counted.most_common(1)[0][0] if counted else None
