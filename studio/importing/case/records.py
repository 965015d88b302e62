# SPDX-License-Identifier: Apache-2.0
"""CASE objects as records. What a column can hold goes there; the rest of each object stays with its record as extra,
and comes out again on export."""

from __future__ import annotations

from typing import Any

from studio.importing.case.links import Links
from studio.importing.case.nodes import Node, Nodes, own_columns
from studio.importing.case.package import Package
from studio.importing.case.rubrics import definition, rubric
from studio.importing.case.tree import Tree
from studio.importing.readers import Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.standards.case import OWN, made_uuid, plain_uuid, uuid_in
from studio.standards.case_values import READ, SHORT, WRITE, link, plain_link, title_of
from studio.standards.ctdl_values import leaves


def records_of(packages: list[Package], report: FileReport, options: Options) -> Records:
    """All objects of all packages as records, with the account of their values."""
    records = Records(report, extra_name="case")
    nodes = Nodes(report)
    links = Links(nodes)
    for package in packages:
        _PackageReading(package, records, nodes, links, options).read()
    nodes.finish()
    report.records = sum(record.kind != "association" and not record.inferred for record in records.items)
    return records


class _PackageReading:
    def __init__(self, package: Package, records: Records, nodes: Nodes, links: Links, options: Options) -> None:
        self.package = package
        self.records = records
        self.nodes = nodes
        self.links = links
        self.options = options
        self.frameworks: dict[str, Record] = {}
        self.trees: dict[str, Tree] = {}
        self.types: dict[str, dict[str, str]] = {}
        self.main = options.language

    def read(self) -> None:
        """Documents, definitions, items, associations, rubrics."""
        for node in self.package.documents:
            self._document(node)
        self._definition_links()
        items = [self._item(node) for node in self.package.items]
        by_key = {record.key: record for record in items if record is not None}
        links = self.links.read(self.package.associations, self._framework_of, self.trees, by_key)
        first = self._framework(None)
        self._package_rest(first)
        self.records.items += self.frameworks.values()
        for name, nodes in self.package.definitions.items():
            self.records.items += [definition(self.nodes, name, node, first, self.main) for node in nodes]
        for tree in self.trees.values():
            self.records.items += [by_key[key] for key in tree.in_order()]
        for node in self.package.rubrics:
            self.records.items += rubric(self.nodes, self.links, node, first, self.main)
        self.records.items += links

    # -- documents

    def _document(self, node: Node) -> None:
        rest = dict(node)
        kept = self.nodes.own(rest, "framework", "CFDocument")
        key, row_id, extra = self.nodes.identify(rest, "", "CFDocument")
        twin = self.frameworks.get(key.split("#")[0])
        if row_id is None and twin is not None:
            self._again(twin, extra, rest, "CFDocument")
            return
        main = self._main(rest, self.options.language)
        self.main = main
        record = Record("framework", key, extra=extra, where=f"CFDocument {key}")
        record.columns = own_columns(row_id, extra)
        self.nodes.address(rest, "CFDocument", key, record.columns)
        if not record.columns and self.frameworks:  # its name may be that of the one before
            record.columns["id"] = made_uuid("document", self.records.report.file, key)
        self.nodes.columns(record, "framework", rest, main, kept)
        self.nodes.rest(record, rest, "CFDocument")
        self._unsaid(record, main)
        self._add_framework(record)

    def _add_framework(self, record: Record) -> None:
        self.frameworks[record.key] = record
        self.trees[record.key] = Tree({})
        self.links.languages[record.key] = record.columns.get("language") or self.main
        name = record.columns["name"]
        title = WRITE["map"](name, self.main) or ""
        uri = record.columns.get("uri") or f"urn:uuid:{record.key}"
        self.links.know(record.key, record.key, link(title[:SHORT], record.key, uri), record.extra)

    def _unsaid(self, record: Record, main: str) -> None:
        """What the project fills in although the document does not say it, so that it is not written back."""
        columns, extra = record.columns, record.extra
        unsaid: Node = {}
        if not columns.get("name"):
            name = self.records.report.title()
            columns["name"] = {main: name}
            self.nodes.repairs["", name, "The document has no title; it is named after the file"] += 1
        if "language" not in columns:
            columns["language"] = unsaid["language"] = main
        if "status" not in columns:
            columns["status"] = unsaid["adoptionStatus"] = "Draft"
        links = extra.get("subjectURI")
        if "subjects" not in columns and isinstance(links, list):
            titles = [entry.get("title") for entry in links if isinstance(entry, dict)]
            subjects = READ["maps"](titles, main) if titles else None
            if subjects:
                columns["subjects"], unsaid["subject"] = subjects, titles
        if unsaid:
            extra["unsaid"] = unsaid

    def _main(self, node: Node, fallback: str) -> str:
        language = node.get("language")
        return language if isinstance(language, str) and language else fallback

    def _framework(self, named: Any) -> str:
        """The key of the document that a ``CFDocumentURI`` names; else of the first one; else of one made up."""
        given = named if isinstance(named, dict) else {"uri": named} if isinstance(named, str) else {}
        key = self.links.end(given) if given else None
        if key in self.frameworks:
            return key or ""
        identifier = given.get("identifier")
        found = plain_uuid(identifier) if isinstance(identifier, str) else None
        uri = given.get("uri")
        found = found or (uuid_in(uri) if isinstance(uri, str) else None)
        if self.package.documents or (found is None and self.frameworks):
            return next(iter(self.frameworks))
        return self._make_up(found, given)

    def _make_up(self, found: str | None, given: Node) -> str:
        """The document that objects name although the file does not describe it."""
        key = found or made_uuid("document", self.records.report.file)
        if key in self.frameworks:
            return key
        record = Record("framework", key, inferred=True, where=f"CFDocument {found or ''}".strip())
        record.columns = {"id": found, "ctid": f"ce-{found}"} if found else {}
        record.extra = {} if found else {"document": key}
        title, uri = given.get("title"), given.get("uri")
        if isinstance(uri, str) and "://" in uri:
            record.columns["uri"] = uri
        if isinstance(title, str) and title:
            record.columns["name"] = {self.main: title}
        self._unsaid(record, self.main)
        self._add_framework(record)
        return key

    def _framework_of(self, node: Node, where: str) -> str:
        """The document that an object belongs to; takes the link that says so when it says nothing else."""
        named = node.get("CFDocumentURI")
        key = self._framework(named)
        if named is not None and (self.links.says(named, key) or self.frameworks[key].inferred):
            del node["CFDocumentURI"]
            count = 1 if isinstance(named, str) else leaves(named)
            self.nodes.keep(f"{where}.CFDocumentURI", "framework_id", count)
        return key

    def _package_rest(self, first: str) -> None:
        """What the package says beside its parts stays with its document."""
        rest = {name: value for name, value in self.package.rest.items() if value is not None}
        extensions = rest.get("extensions")
        mine = extensions.get(OWN) if isinstance(extensions, dict) else None
        if isinstance(extensions, dict) and isinstance(mine, dict) and isinstance(mine.get("source"), dict):
            others = {key: value for key, value in extensions.items() if key != OWN}
            left = {key: value for key, value in mine.items() if key != "source"}
            rest["extensions"] = {**others, **({OWN: left} if left else {})}
            for key, value in mine["source"].items():
                here = rest.get(key)
                rest[key] = {**value, **here} if isinstance(value, dict) and isinstance(here, dict) else value
            rest = {key: value for key, value in rest.items() if value != {}}
        if rest:
            self.frameworks[first].extra["package"] = rest
            self.nodes.keep_extra("CFPackage", leaves(rest))

    # -- items

    def _definition_links(self) -> None:
        for node in map(plain_link, self.package.definitions.get("CFItemTypes", [])):
            title, identifier, uri = (node.get(name) for name in ("title", "identifier", "uri"))
            if isinstance(title, str) and isinstance(identifier, str) and isinstance(uri, str):
                self.types.setdefault(title, link(title, identifier, uri))

    def _item(self, node: Node) -> Record | None:
        rest = dict(node)
        kept = self.nodes.own(rest, "competency", "CFItem")
        owner = self._framework_of(rest, "CFItem")
        key, row_id, extra = self.nodes.identify(rest, owner, "CFItem")
        if row_id is None and "identifier" in extra:
            twin = self.links.records.get(key.split("#")[0])
            if twin is not None:
                self._again(twin, extra, rest, "CFItem")
                return None
        main = self._main(rest, self.frameworks[owner].columns.get("language") or self.options.language)
        record = Record("competency", key, references={"framework_id": owner}, extra=extra, where=f"CFItem {key}")
        record.columns = own_columns(row_id, extra)
        self.nodes.address(rest, "CFItem", key, record.columns)
        self.nodes.columns(record, "competency", rest, main, kept)
        self._item_type(record, rest)
        if not record.columns:  # nothing to find it by when the file is imported again
            record.columns["id"] = made_uuid(owner, key)
        self.nodes.rest(record, rest, "CFItem")
        columns = record.columns
        texts = (columns.get("code"), *(WRITE["map"](columns.get(name), main) for name in ("label", "statement")))
        uri = columns.get("uri") or f"urn:uuid:{key}"
        self.links.know(key, owner, link(title_of(*texts), key, uri), extra, record)
        self.trees[owner].items[key] = None
        return record

    def _item_type(self, record: Record, rest: Node) -> None:
        """The type of an item and the link to its definition say the same in most files; only a difference is kept."""
        given = plain_link(rest.get("CFItemTypeURI"))
        columns, extra = record.columns, record.extra
        unsaid: Node = {}
        title = READ["text"](given.get("title"), "") if isinstance(given, dict) else None
        if title and "item_type" not in columns:
            columns["item_type"] = unsaid["CFItemType"] = title
        known = self.types.get(columns.get("item_type", ""))
        if known is not None and given is None:
            unsaid["CFItemTypeURI"] = known
        elif known is not None and given == known:
            del rest["CFItemTypeURI"]
            self.nodes.keep("CFItem.CFItemTypeURI", "competency.item_type", len(known))
        if unsaid:
            extra["unsaid"] = unsaid

    def _again(self, twin: Record, named: Node, rest: Node, where: str) -> None:
        """An object that the file has a second time stays with the first one and is written after it."""
        twin.extra.setdefault("again", []).append({**named, **rest})
        self.nodes.keep_extra(where, leaves(rest))
        reason = f"The file has this {where} twice; the second stays with the first"
        self.nodes.repairs[str(named.get("identifier")), "", reason] += 1
