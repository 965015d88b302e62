# SPDX-License-Identifier: Apache-2.0
"""Read SKOS vocabularies: Turtle, N-Triples, RDF/XML, and JSON-LD with its context inside.

A value of the account is one statement; a document that says one twice has said it once.
"""

from __future__ import annotations

from studio.importing.json_files import as_utf8
from studio.importing.rdf.files import load_document, needs_unknown_context
from studio.importing.rdf.records import Reading
from studio.importing.rdf.skos_both import has_ctdl, read_both, says_both
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.standards import skos
from studio.standards.fields import Field
from studio.standards.rdf import notation_of
from studio.standards.rdf_nodes import Document, Node, references

_SKOS = (b"http://www.w3.org/2004/02/skos/core#", b"skos:Concept")
_LINKED = (b'"@', b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#type"')
"""What JSON-LD and RDF/JSON are known by."""
_CTDL = (b"ceasn:", b"purl.org/ctdlasn", b"credreg.net/", b"ceterms:", b"purl.org/ctdl/", b"asn:Progression")


class SkosReader:
    """Concept schemes with their concepts; or, when a framework is to take them, competencies."""

    formats: tuple[str, ...] = ("skos",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the content tells)
        """RDF that speaks of SKOS and not of CTDL."""
        data = as_utf8(data)
        notation = notation_of(data)
        if notation is None or not any(mark in data for mark in _SKOS):
            return 0.0
        if notation == "jsonld" and not any(mark in data for mark in _LINKED):
            return 0.0  # a list of records that has the word somewhere
        if needs_unknown_context(data):
            return 0.3  # as a graph of CTDL it can be kept as it stands
        if not any(mark in data for mark in _CTDL):
            return 0.9
        return 0.97 if says_both(data) else 0.3

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every node of the file. Raises ImportRefused when it cannot be read or holds no vocabulary."""
        report = FileReport(name, "skos")
        document = load_document(data, name, report, _stands_apart)
        if has_ctdl(document):
            return read_both(document, report, options)
        if not any(_is_skos(node) for node in document.nodes.values()):
            raise ImportRefused(
                f'"{name}" describes no SKOS concept, scheme or collection. Choose the file with the vocabulary.'
            )
        kinds = _Kinds(document, as_framework=options.into_framework)
        vocabulary = skos.AS_FRAMEWORK if options.into_framework else skos.VOCABULARY
        return Reading(document, vocabulary, report, options.language, kinds.of, _fields).records


def _stands_apart(node: Node) -> bool:
    return _is_skos(node) or not skos.OF_CONCEPTS.isdisjoint(node)


def _is_skos(node: Node) -> bool:
    return any(
        each in (skos.SHAPE.owner_class, skos.SHAPE.part_class) or each in skos.COLLECTIONS
        for each in node.get("@type", ())
    ) or not skos.OF_CONCEPTS.isdisjoint(node)


class _Kinds:
    """The table of each node: by its class, else by what is said about it."""

    def __init__(self, document: Document, as_framework: bool) -> None:
        self.scheme, self.concept = ("framework", "competency") if as_framework else ("concept_scheme", "concept")
        shape = skos.SHAPE
        self.schemes: set[str] = set()
        self.concepts: set[str] = set()
        for node in document.nodes.values():
            self.schemes.update(references(node, shape.belongs), references(node, shape.top_up))
            for name in (shape.top_down, shape.up, shape.down):
                self.concepts.update(references(node, name))

    def of(self, node: Node) -> str | None:
        """The table, ``None`` for a collection and for what is not SKOS."""
        types = node.get("@type", ())
        if skos.SHAPE.owner_class in types:
            return self.scheme
        if skos.SHAPE.part_class in types:
            return self.concept
        if not skos.COLLECTIONS.isdisjoint(types):
            return None
        if skos.SHAPE.top_down in node or (node["@id"] in self.schemes and not types):
            return self.scheme
        if not skos.OF_CONCEPTS.isdisjoint(node) or (node["@id"] in self.concepts and not types):
            return self.concept
        return None


def _fields(table: str, node: Node) -> tuple[Field, ...]:
    """A competency without a definition has its label as statement."""
    if table == "competency" and not any(_texts(node)):
        return skos.STATEMENT_ALONE
    return skos.FIELDS[table]


def _texts(node: Node) -> list[str]:
    return [
        value if type(value) is str else value.get("@value", "")
        for value in node.get("skos:definition", ())
        if type(value) in (str, dict)
    ]


READER = SkosReader()
