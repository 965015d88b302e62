# SPDX-License-Identifier: Apache-2.0
"""Plain RDF nodes as records, for every standard that a :class:`Vocabulary` describes.

What a column can hold goes there; the rest of a node stays with its item as extra, in the form of the node, together
with how the document said things (``rdf_shape``), so that the same statements come out again. A value is one statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from studio.importing.rdf.tree import build
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.standards import ctdl
from studio.standards.fields import Field
from studio.standards.rdf_nodes import Document, Node, count, references
from studio.standards.rdf_shape import GRAPHS, INFERRED_LANGUAGE, LABELS, MADE_UP, PLACE, SAID, Vocabulary
from studio.standards.rdf_values import READ

Choose = Callable[[str, Node], tuple[Field, ...]]


class Reading:
    """All records of a document. ``kind_of``: the table of a node, ``None`` for one that no table holds."""

    def __init__(
        self,
        document: Document,
        vocabulary: Vocabulary,
        report: FileReport,
        language: str,
        kind_of: Callable[[Node], str | None],
        fields_of: Choose | None = None,
        classes_are_said: bool = True,
    ) -> None:
        self.vocabulary = vocabulary
        self.report = report
        self.language = language
        self.classes_are_said = classes_are_said
        self.fields_of = fields_of or (lambda table, _node: vocabulary.fields[table])
        self.records = Records(report, extra_name=vocabulary.name)
        self.links: list[Record] = []
        self.made_up: dict[str, Record] = {}
        shape = vocabulary.shape
        owners: dict[str, Node] = {}
        parts: dict[str, Node] = {}
        self.others: dict[str, Node] = {}
        for key, node in document.nodes.items():
            kind = kind_of(node)
            (owners if kind == shape.owner else parts if kind == shape.part else self.others)[key] = node
        report.values = document.statements + sum(map(bool, document.graphs))
        self.tree = build(shape, owners, parts, self.others, self._missing)
        self.main = {key: self._main_language(key) for key in [*owners, *self.made_up]}
        for key, record in self.made_up.items():
            self._name_made_up(key, record)
        for key, node in owners.items():
            self._owner(key, node)
        self.records.items += self.made_up.values()
        for owner in [*owners, *self.made_up]:
            for key in self.tree.in_order(owner):
                self._part(owner, key)
        self._resources()
        self.records.items += self.links
        if document.graphs:
            self._graphs(document.graphs)
        report.records = sum(not record.inferred for record in self.records.items) - len(self.links)

    # -- owners that the document does not describe

    def _missing(self, key: str | None) -> str:
        key = key or "#document"
        if key not in self.made_up:
            columns = {} if key.startswith(("#", "_:")) else {"uri": key}
            self.made_up[key] = Record(self.vocabulary.shape.owner, key, columns, where=key, inferred=True)
        return key

    def _name_made_up(self, key: str, record: Record) -> None:
        """Named after the file; what the document does not say is not written again."""
        name = self.report.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        main = self.main[key]
        record.columns |= {"name": {main: name}, "language": main}
        if record.kind == "framework":
            record.columns["status"] = None  # new frameworks are drafts, but no file says so of this one
        record.extra = {MADE_UP: name, "@type": [], INFERRED_LANGUAGE: main}
        what = "what its items belong to" if record.columns.get("uri") is None else key
        self.report.repair("", "", name, f"The file does not describe {what}; it is named after the file", record.key)

    def _main_language(self, owner: str) -> str:
        """The language that most names in a tree are in."""
        shape, fields = self.vocabulary.shape, self.vocabulary.fields
        counted: Counter[str] = Counter()
        for table, keys in ((shape.owner, (owner,)), (shape.part, self.tree.in_order(owner))):
            names = [field.property for field in fields[table] if field.kind == "map"]
            names += [each for name in names for each in self.vocabulary.also.get(name, ())]
            nodes = self.tree.owners if table == shape.owner else self.tree.parts
            for key in keys:
                node = nodes.get(key, {})
                texts = [value for name in names for value in (*node.get(name, ()), *self._labels(node, name))]
                counted.update(text["@language"] for text in texts if type(text) is dict and "@language" in text)
        return counted.most_common(1)[0][0] if counted else self.language

    def _labels(self, node: Node, name: str) -> list[Any]:
        """The texts that stand for a property in nodes of their own, in the document or inside this one."""
        through, text = self.vocabulary.labels.get(name, ("", ""))
        nodes = [value for value in node.get(through, ()) if type(value) is dict]
        return [each for value in nodes for each in self.others.get(value.get("@id", ""), value).get(text, ())]

    # -- records

    def _record(self, table: str, key: str, node: Node, main: str) -> Record:
        record = Record(table, key, where=key)
        if not key.startswith("_:"):
            record.columns["uri"] = key
            ctid = ctdl.ctid_of(key)
            if ctid:
                record.columns["ctid"] = ctid
        rest = {name: values for name, values in node.items() if name != "@id"}
        self._forget_tree(key, rest)
        said: dict[str, Any] = {}
        for field in self.fields_of(table, node):
            self._field(record, field, rest, main, said)
        record.extra = rest
        self._take_labels(record, node, main)
        own_class = self._own_class(table)
        types = rest.setdefault("@type", [])
        if own_class in types:
            if self.classes_are_said:
                self.report.keep("rdf:type", table)
            if len(types) == 1 and table == self.vocabulary.shape.part:
                del rest["@type"]
        if key.startswith("_:"):
            rest["@id"] = key
        if said:
            rest[SAID] = said
        return record

    def _take_labels(self, record: Record, node: Node, main: str) -> None:
        """Let columns that nothing else fills show the texts of nodes; what says them stays as it is."""
        for field in self.fields_of(record.kind, node):
            texts = self._labels(node, field.property) if field.column not in record.columns else []
            found = READ[field.kind](texts, main)[0] if texts else None
            if found is not None:
                record.columns[field.column] = found
                record.extra.setdefault(LABELS, {})[field.column] = found

    def _own_class(self, table: str) -> str:
        shape = self.vocabulary.shape
        return shape.part_class if table == shape.part else shape.owner_class

    def _forget_tree(self, key: str, rest: Node) -> None:
        """Take out the links that the tree says again."""
        for name, taken in self.tree.taken.get(key, {}).items():
            left = [value for value in rest[name] if not (type(value) is dict and value.get("@id") in taken)]
            self.report.keep(name, self._target(name), len(rest[name]) - len(left))
            _set(rest, name, left)

    def _target(self, name: str) -> str:
        shape = self.vocabulary.shape
        return "parent_id" if name in (shape.up, shape.down) else shape.column

    def _field(self, record: Record, field: Field, rest: Node, main: str, said: dict[str, Any]) -> None:
        for name in (field.property, *self.vocabulary.also.get(field.property, ())):
            values = rest.get(name)
            if not values:
                continue
            found, left, how = READ[field.kind](values, main)
            if found is None:
                continue
            record.columns[field.column] = found
            self.report.keep(name, field.column, count(values) - count(left))
            _set(rest, name, left)
            if name != field.property:
                how["by"] = name
            if how:
                said[field.column] = how
            return

    def _finish(self, record: Record) -> None:
        for name, values in record.extra.items():
            if name == "@type":
                own_class = self._own_class(record.kind)
                self.report.keep_extra("rdf:type", sum(each != own_class for each in values))
            elif name[0] != "@":
                self.report.keep_extra(name, count(values))
        self.records.items.append(record)

    def _owner(self, key: str, node: Node) -> None:
        main = self.main[key]
        record = self._record(self.vocabulary.shape.owner, key, node, main)
        record.columns["language"] = main
        record.extra[INFERRED_LANGUAGE] = main
        if record.kind == "framework":
            record.columns.setdefault("status", None)  # new frameworks are drafts, but this file does not say so
        self._links(record, None)
        self._finish(record)

    def _part(self, owner: str, key: str) -> None:
        shape = self.vocabulary.shape
        record = self._record(shape.part, key, self.tree.parts[key], self.main[owner])
        record.references[shape.column] = owner
        above = self.tree.parent[key]
        if above is not None:
            record.references["parent_id"] = above
        record.extra[PLACE] = self.tree.said[key]
        self._links(record, owner)
        self._finish(record)

    # -- links across

    def _links(self, record: Record, framework: str | None) -> None:
        by_end: dict[tuple[str, str], list[str]] = {}
        for name, kind in self.vocabulary.links.items():
            if name not in record.extra:
                continue
            left = []
            for value in record.extra[name]:
                target = value.get("@id", "_:") if type(value) is dict and len(value) == 1 else "_:"
                if target.startswith("_:") or target == record.key:
                    left.append(value)
                else:
                    by_end.setdefault((kind, target), []).append(name)
            self.report.keep(name, "association", len(record.extra[name]) - len(left))
            _set(record.extra, name, left)
        for (kind, target), names in by_end.items():
            references: dict[str, str | tuple[str, ...]] = {"origin_id": record.key, "destination_id": target}
            if framework is not None and self.vocabulary.shape.owner == "framework":
                references["framework_id"] = framework
            extra = {} if names == [self.vocabulary.usual_link(kind)] else {"@by": names}
            key = f"{record.key} {kind} {target}"
            self.links.append(Record("association", key, {"kind": kind}, references, extra, where=record.key))

    # -- what no table holds

    def _resources(self) -> None:
        """Collections and whatever else the document describes, whole; each with the owner it is about."""
        owners = [*self.tree.owners, *self.made_up]
        heads = self._documents(owners)
        first = next(iter(self.others), "")
        for key, node in self.others.items():
            types = node.get("@type", [])
            columns: dict[str, Any] = {
                "uri": key,
                "standard": self.vocabulary.name,
                "type": types[0] if types else "rdf:Description",
                "content": node,
            }
            name = _name(node, self.language)
            if name:
                columns["name"] = name
            head = heads.get(key) or (owners[0] if owners else None)
            if head is None and key != first:  # without owners the first one heads the document
                head = first
            record = Record("resource", key, columns, {"document_id": head} if head else {}, where=key)
            self.records.items.append(record)
            for property_name, values in node.items():
                if property_name != "@id":
                    source = "rdf:type" if property_name == "@type" else property_name
                    self.report.keep(source, "resource", count(values))

    def _documents(self, owners: Iterable[str]) -> dict[str, str]:
        """The owner whose tree a node names, or whose nodes name it."""
        of = dict(self.tree.owner_of) | {key: key for key in owners}
        heads: dict[str, str] = {}
        for key, node in self.others.items():
            for named in _named(node):
                if named in of:
                    heads.setdefault(key, of[named])
                    break
        for key, node in [*self.tree.owners.items(), *self.tree.parts.items()]:
            for named in _named(node):
                if named in self.others:
                    heads.setdefault(named, of[key])
        return heads

    def _graphs(self, names: list[str]) -> None:
        """The names of the document's graphs stay with its first item."""
        head = next((record for record in self.records.items if record.kind != "association"), None)
        if head is not None:
            head.extra[GRAPHS] = names
        self.report.keep_extra("@graph", sum(map(bool, names)))


def _set(node: Node, name: str, left: list[Any]) -> None:
    if left:
        node[name] = left
    else:
        del node[name]


def _named(node: Node) -> Iterable[str]:
    """Every address that a node names, also inside lists."""
    for name, values in node.items():
        if name[0] == "@":
            continue
        yield from references(node, name)
        for value in values:
            if type(value) is dict and "@list" in value:
                yield from (each["@id"] for each in value["@list"] if type(each) is dict and "@id" in each)


_NAMES = ("skos:prefLabel", "dcterms:title", "dc:title", "rdfs:label", "foaf:name", "skosxl:literalForm")


def _name(node: Node, language: str) -> dict[str, str] | None:
    for name in _NAMES:
        if name in node:
            found: dict[str, str] | None = READ["map"](node[name], language)[0]
            if found:
                return found
    return None
