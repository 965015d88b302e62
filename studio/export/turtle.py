# SPDX-License-Identifier: Apache-2.0
"""The same graphs as Turtle: the triples that the JSON-LD documents say by the published context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from studio.export.ctdl_graph import Graph, documents
from studio.export.service import Exported, Finding, Options
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list, is_language_map

if TYPE_CHECKING:
    from rdflib import Graph as RdfGraph
    from rdflib.term import Node as Term

    from studio.model.project import Project

_NOT_IN_ADDRESSES = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One document for each item that heads one (see ``ctdl_documents``); frameworks first."""
    findings: list[Finding | str] = []
    files: dict[str, bytes | Iterable[bytes]] = {
        f"{document.name}.ttl": _encode(Graph(project, document, options, findings), findings)
        for document in documents(project, ids)
    }
    return Exported(files, findings, main=next(iter(files)))


def _encode(graph: Graph, findings: list[Finding | str]) -> Iterator[bytes]:
    made = _Triples()
    for node in graph.nodes():
        made.add(node)
    for words in made.left_out:
        text = f"Turtle has no place for: {words}. It stays in the project."
        findings.append(Finding(text, "note", graph.document.id))
    yield made.graph.serialize(format="turtle").encode("utf-8")


class _Triples:
    """Turns nodes into triples. Objects without an address get blank nodes numbered in their order."""

    def __init__(self) -> None:
        from rdflib import Graph as RdfGraph

        self.graph: RdfGraph = RdfGraph(bind_namespaces="none")
        for prefix in ("asn", "ceasn", "ceterms", "qdata", "rdf", "schema", "skos", "xsd"):
            self.graph.bind(prefix, ctdl.terms()["prefixes"][prefix])
        self._blank = 0
        self.left_out: dict[str, None] = {}
        """What is no statement, in words: names that stand for no address, and keywords of JSON-LD."""

    def add(self, node: dict[str, Any]) -> Term:
        """All triples of a node; returns what stands for it."""
        from rdflib import RDF, BNode, URIRef

        if "@value" in node:
            self.left_out["a value without a subject"] = None
        subject = self._reference(str(node["@id"])) if "@id" in node else None
        if subject is None:
            self._blank += 1
            subject = BNode(f"n{self._blank:07}")
        for name, value in node.items():
            if name == "@type":
                for kind in as_list(value):
                    self._say(subject, RDF.type, self._reference(str(kind)))
            elif not _SCHEME.match(ctdl.expand(name)):
                if name not in ("@id", "@value"):
                    self.left_out[f'the property "{name}", which is no address'] = None
            else:
                predicate = URIRef(_address(ctdl.expand(name)))
                for term in self._terms(value, ctdl.coercion(name)):
                    self._say(subject, predicate, term)
        return subject

    def _say(self, subject: Term, predicate: Term, value: Term | None) -> None:
        if value is not None:
            self.graph.add((subject, predicate, value))

    def _terms(self, value: Any, how: str | None) -> Iterator[Term | None]:
        if how == "@language" and is_language_map(value):
            for language, texts in value.items():
                yield from (_text(text, language) for text in as_list(texts) if isinstance(text, str))
            return
        for entry in as_list(value):
            if isinstance(entry, dict):
                yield self._object(entry, how)
            elif how == "@id" and isinstance(entry, str):
                yield self._reference(entry)
            elif entry is not None:
                yield _literal(entry, how)

    def _list(self, entries: Any, how: str | None) -> Term:
        from rdflib import RDF, BNode

        rest: Term = RDF.nil
        for term in reversed([term for term in self._terms(entries, how) if term is not None]):
            self._blank += 1
            cell = BNode(f"n{self._blank:07}")
            self._say(cell, RDF.first, term)
            self._say(cell, RDF.rest, rest)
            rest = cell
        return rest

    def _object(self, entry: dict[str, Any], how: str | None) -> Term | None:
        if "@value" in entry:
            if "@language" in entry:
                return _text(str(entry["@value"]), entry["@language"])
            return _literal(entry["@value"], entry.get("@type"))
        if set(entry) == {"@id"}:
            return self._reference(str(entry["@id"]))
        if set(entry) == {"@list"}:
            return self._list(entry["@list"], how)
        return self.add(entry)

    def _reference(self, text: str) -> Term | None:
        """What an address stands for; nothing for a text that is no absolute address, as in JSON-LD."""
        from rdflib import BNode, URIRef

        if text.startswith("_:"):
            return BNode(re.sub(r"[^A-Za-z0-9_-]", "-", text[2:]) or "n")
        full = _address(ctdl.expand(text))
        return URIRef(full) if _SCHEME.match(full) else None


def _address(text: str) -> str:
    """An address with the characters that Turtle cannot hold in it written as %XX."""
    return _NOT_IN_ADDRESSES.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)


def _text(text: str, language: str) -> Term:
    from rdflib import Literal

    return Literal(text, lang=language if _LANGUAGE.fullmatch(language) else None)


def _literal(value: Any, how: str | None) -> Term:
    from rdflib import XSD, Literal, URIRef

    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=XSD.boolean)
    text = str(value)
    if how in (None, "@id", "@language", "xsd:string"):
        if isinstance(value, int | float):
            return Literal(text, datatype=XSD.integer if isinstance(value, int) else XSD.double, normalize=False)
        return Literal(text)
    return Literal(text, datatype=URIRef(ctdl.expand(how)), normalize=False)
