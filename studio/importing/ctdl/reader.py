# SPDX-License-Identifier: Apache-2.0
"""Read CTDL and CTDL-ASN: every document of the Credential Registry and of the tools around it, as JSON-LD, in the
registry's envelope, or in an RDF notation, also untidy ones."""

from __future__ import annotations

import re
from typing import Any

from studio.importing.ctdl.nodes import Nodes, from_json, results_in
from studio.importing.ctdl.rdf import from_rdf
from studio.importing.ctdl.records import records_of
from studio.importing.json_files import as_utf8, read_json
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.standards import ctdl
from studio.standards.rdf import NotRdf, in_utf8

# In JSON a name stands alone between its quotation marks: a text about CTDL is no CTDL.
_SURE = re.compile(
    rb"""["'](?:ceasn:\w*|ceterms:ctid|asn:Progression\w+|https?://[^"\s]*(?:purl\.org/ctdlasn|credreg\.net/ctdl)[^"\s]*)["']"""
)
_MARKS = (b"ceasn:", b"ceterms:", b"asn:Progression", b"skos:Concept", b"purl.org/ctdl", b"credreg.net/ctdl")
_LIKELY = re.compile(rb'"(?:ceterms:\w+|https?://[^"\s]*purl\.org/ctdl[^"\s]*)"')
_IN_RDF = (b"purl.org/ctdl", b"credreg.net")
_TURTLE = re.compile(rb"^\s*(@prefix|@base|PREFIX|BASE)\s", re.MULTILINE | re.IGNORECASE)
_TRIPLE = re.compile(rb"^\s*(<[^<>\s]+>|_:\S+)\s+<[^<>\s]+>\s+[<_\"]", re.MULTILINE)
_REQUESTS = ("GraphInput", "CompetencyFrameworkGraph")


class CtdlReader:
    """Every class of CTDL: frameworks, scales and rubrics become items of their own, all others resources."""

    formats: tuple[str, ...] = ("ctdl", "turtle")

    def sniff(self, data: bytes, name: str) -> float:
        """By the vocabulary's names inside a JSON or RDF text."""
        data = as_utf8(data)
        notation = _notation(data, name)
        if notation is None:
            return 0.0
        if notation != "json":
            return 0.95 if any(mark in data for mark in _IN_RDF) else 0.3
        marked = any(mark in data for mark in _MARKS)  # a hundred times quicker than the expressions
        if marked and _SURE.search(data):
            # A progression level is a concept of SKOS too; by the registry's context it is a level first.
            return 0.98 if b"asn:Progression" in data and b"/schema/context/json" in data else 0.95
        if marked and (_LIKELY.search(data) or (b'"skos:Concept' in data and b'"@' in data)):
            return 0.6
        return 0.2 if b'"@graph"' in data or name.lower().endswith(".jsonld") else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every node of the file. Raises ImportRefused when the text cannot be read, or is no CTDL at all."""
        notation = _notation(as_utf8(data), name) or "json"
        nodes, encoding = _json(data, name) if notation == "json" else _rdf(data, name, notation)
        report = FileReport(name, "ctdl" if notation == "json" else "turtle", encoding)
        return records_of(nodes, report, options)


def _notation(data: bytes, name: str) -> str | None:
    """``json``, or one of the RDF notations; ``None`` for something else. ``data``: in UTF-8."""
    head = data[:4000]
    if head.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE rdf:RDF", b"<!--")):
        return "rdfxml" if b"<rdf:" in head or b"rdf-syntax-ns#" in head else None
    if _TURTLE.search(head) is not None or name.lower().endswith(".ttl"):
        return "turtle"
    if head.startswith((b"{", b"[", b"//", b"/*")):
        return "json"
    if _TRIPLE.match(head) is not None or name.lower().endswith(".nt"):
        return "turtle"  # of which N-Triples are a part
    return None


def _rdf(data: bytes, name: str, notation: str) -> tuple[Nodes, str]:
    try:
        text, encoding = in_utf8(data, notation)
        return from_rdf(text, notation, name), encoding
    except NotRdf as error:
        words = "Turtle" if notation == "turtle" else "RDF/XML"
        raise ImportRefused(f'"{name}" is not {words} that can be read: {error}. Export it again.') from None


def _json(data: bytes, name: str) -> tuple[Nodes, str]:
    parsed = read_json(data, name)
    if not any(_is_linked(document) for document in parsed.documents):
        raise ImportRefused(f'"{name}" {_what_it_is(parsed.documents[0])}')
    nodes = from_json(parsed.documents)
    for note in parsed.notes:
        nodes.repaired("", "", note)
    return nodes, parsed.encoding


def _is_linked(document: Any) -> bool:
    """Whether a JSON value is a graph, a list of nodes or a node, and no schema, context or other JSON."""
    if isinstance(document, list):
        return any(_is_linked(entry) for entry in document if isinstance(entry, dict | list))
    if not isinstance(document, dict) or "$schema" in document:
        return False
    if "@graph" in document or "@type" in document or "@id" in document:
        return True
    if isinstance(document.get("decoded_resource"), dict | list) or results_in(document):
        return True
    if "@context" in document and len(document) > 1:
        return True
    known = ctdl.terms()["properties"]
    return any(name in known or ctdl.compact(name) in known for name in document)


def _what_it_is(document: Any) -> str:
    """The rest of a sentence about JSON that is no CTDL."""
    if isinstance(document, dict):
        if "$schema" in document or "$defs" in document:
            return "is a JSON Schema: it says how records look and holds none. Choose a file with records."
        if set(document) == {"@context"}:
            return "is a JSON-LD context: it explains names and holds no items. Choose a file with records."
        if any(isinstance(document.get(name), dict | list) for name in _REQUESTS):
            return "is a publishing request of the Registry Assistant. Choose that format when you import it."
    return (
        'is JSON but no CTDL document: nothing in it has an "@type", an "@id" or a CTDL property. '
        "Choose a file from the Credential Registry, or name the format it is in."
    )


READER = CtdlReader()
