# SPDX-License-Identifier: Apache-2.0
"""ASN, the vocabulary of the Achievement Standards Network: which column is which property, to read and to write.

Documents of standards with their statements, as RDF; and the same as a manifest, JSON with statements inside statements
(:mod:`studio.standards.asn_json`).
"""

from __future__ import annotations

from studio.model.associations import KINDS
from studio.standards.fields import fields
from studio.standards.rdf_shape import Shape, Vocabulary

SHAPE = Shape(
    "framework",
    "competency",
    "framework_id",
    "asn:StandardDocument",
    "asn:Statement",
    "gemq:isChildOf",
    "gemq:hasChild",
    "gemq:isChildOf",
    "gemq:hasChild",
    "dcterms:isPartOf",
)

FIELDS = {
    "framework": fields(
        ("name", "dc:title", "map"),
        ("description", "dcterms:description", "map"),
        ("code", "dcterms:identifier", "text"),
        ("version", "owl:versionInfo", "word"),
        ("publisher_name", "dc:publisher", "word"),
        ("status", "asn:publicationStatus", "status"),
        ("date_issued", "dcterms:issued", "word"),
        ("valid_from", "dcterms:valid", "word"),
        ("license", "dcterms:license", "address"),
        ("rights", "dcterms:rights", "map"),
        ("source", "dcterms:source", "addresses"),
        ("subjects", "asn:localSubject", "maps"),
        ("education_levels", "dcterms:educationLevel", "words"),
    ),
    "competency": fields(
        ("code", "asn:statementNotation", "text"),
        ("statement", "dcterms:description", "map"),
        ("label", "dcterms:title", "map"),
        ("comment", "asn:comment", "map"),
        ("item_type", "asn:statementLabel", "word"),
        ("list_id", "asn:listID", "word"),
        ("education_levels", "dcterms:educationLevel", "words"),
        ("keywords", "asn:conceptKeyword", "lists"),
        ("language", "dcterms:language", "text"),
        ("status", "asn:publicationStatus", "status"),
    ),
}

ALSO = {
    "dc:title": ("dcterms:title",),
    "dc:publisher": ("dcterms:publisher",),
    "dcterms:license": ("cc:license",),
    "asn:localSubject": ("dcterms:subject", "dc:subject"),
}

LINKS: dict[str, str] = {"skos:exactMatch": "exactAlignment"}
for _kind in KINDS.values():
    if _kind.ctdl and _kind.ctdl.startswith("ceasn:"):
        LINKS.setdefault(f"asn:{_kind.ctdl.removeprefix('ceasn:')}", _kind.name)
for _kind in KINDS.values():
    if _kind.skos:
        LINKS.setdefault(_kind.skos, _kind.name)
"""The kind of association of each property that links statements: those of ASN, which CTDL-ASN took over, and SKOS."""

VOCABULARY = Vocabulary("asn", "ASN", SHAPE, FIELDS, ALSO, LINKS)

UNWRITTEN = {
    "framework": {
        "languages": "further languages",
        "valid_until": "end of validity",
        "next_review": "next review",
        "occupations": "occupations",
        "levels": "names of the levels",
        "stages": "stages",
    },
    "competency": {
        "category": "category",
        "complexity": "complexity",
        "stages": "stages",
        "occupations": "occupations",
        "weight": "weight",
    },
}
"""Columns that ASN has no property for, in words."""
