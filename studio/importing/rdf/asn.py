# SPDX-License-Identifier: Apache-2.0
"""Read ASN: documents of standards as RDF (RDF/XML, Turtle, JSON-LD, RDF/JSON) or as a JSON manifest.

A value of the account is one statement of the RDF; of a manifest one text or address, one label of an address, one
identifier, or one statement's place below another.
"""

from __future__ import annotations

import re

from studio.importing.json_files import as_utf8, read_json, tell
from studio.importing.rdf.files import load_document
from studio.importing.rdf.records import Reading
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.standards import asn, asn_json
from studio.standards.rdf import notation_of
from studio.standards.rdf_nodes import Document, Node
from studio.standards.rdf_shape import PLACE

_RDF = re.compile(rb"(asn:|purl\.org/ASN/schema/core/)(StandardDocument|Statement)\b", re.IGNORECASE)
_MANIFEST = re.compile(rb'"(asn_\w+|dcterms_description)"\s*:')


class AsnReader:
    """Documents of standards as frameworks, their statements as competencies."""

    formats: tuple[str, ...] = ("asn",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the content tells)
        """RDF with ASN's own classes, or JSON with its property names."""
        data = as_utf8(data)
        notation = notation_of(data)
        if notation is None:
            return 0.0
        if notation == "jsonld" and _MANIFEST.search(data) and b'"@context"' not in data:
            return 0.9
        small = data.lower()
        named = b"asn:statement" in small or b"asn:standard" in small or b"asn/schema/core/" in small
        return 0.96 if named and _RDF.search(data) and b"ceasn:" not in data else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every node of the file. Raises ImportRefused when it cannot be read or holds no standards."""
        report = FileReport(name, "asn")
        looked_at = as_utf8(data)
        if notation_of(looked_at) == "jsonld" and b'"@context"' not in looked_at:
            parsed = read_json(data, name)
            manifest = asn_json.read(parsed.documents[0] if len(parsed.documents) == 1 else parsed.documents)
            if manifest is not None:
                tell(parsed, report)
                return _of_manifest(manifest, report, options)
        document = load_document(data, name, report, lambda node: _kind(node) is not None)
        if not any(_kind(node) for node in document.nodes.values()):
            raise ImportRefused(f'"{name}" holds no ASN document or statement. Choose the file with the standards.')
        return Reading(document, asn.VOCABULARY, report, options.language, _kind).records


def _kind(node: Node) -> str | None:
    types = node.get("@type", ())
    if asn.SHAPE.owner_class in types:
        return asn.SHAPE.owner
    if asn.SHAPE.part_class in types or (not types and asn.SHAPE.up in node):
        return asn.SHAPE.part
    return None


def _of_manifest(manifest: asn_json.Manifest, report: FileReport, options: Options) -> Records:
    document = Document(manifest.nodes, manifest.values)
    records = Reading(document, asn.VOCABULARY, report, options.language, _kind, classes_are_said=False).records
    for record in records.of(asn.SHAPE.part):
        del record.extra[PLACE]  # the nesting says it from both sides
    report.keep("id", "uri", manifest.identifiers)
    report.keep("text, cls, leaf", "statement", manifest.usual)
    report.keep_extra("prefLabel", manifest.labels)
    return records


READER = AsnReader()
