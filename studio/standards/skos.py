# SPDX-License-Identifier: Apache-2.0
"""SKOS (W3C Recommendation of 18 August 2009): which column is which property, to read and to write.

The title of a concept scheme has no property of SKOS's own; its primer (2.2) and the vocabularies of the field use
Dublin Core.
"""

from __future__ import annotations

from studio.model.associations import KINDS
from studio.standards.fields import fields
from studio.standards.rdf_shape import Shape, Vocabulary

SHAPE = Shape(
    "concept_scheme",
    "concept",
    "scheme_id",
    "skos:ConceptScheme",
    "skos:Concept",
    "skos:broader",
    "skos:narrower",
    "skos:topConceptOf",
    "skos:hasTopConcept",
    "skos:inScheme",
)

FRAMEWORK_SHAPE = Shape(
    "framework",
    "competency",
    "framework_id",
    SHAPE.owner_class,
    SHAPE.part_class,
    SHAPE.up,
    SHAPE.down,
    SHAPE.top_up,
    SHAPE.top_down,
    SHAPE.belongs,
)
"""The same document as a framework with competencies."""

_SCHEME = fields(
    ("name", "dcterms:title", "map"),
    ("description", "dcterms:description", "map"),
    ("code", "skos:notation", "text"),
)

FIELDS = {
    "concept_scheme": _SCHEME,
    "concept": fields(
        ("notation", "skos:notation", "text"),
        ("label", "skos:prefLabel", "map"),
        ("definition", "skos:definition", "map"),
        ("note", "skos:note", "map"),
    ),
    "framework": _SCHEME,
    "competency": fields(
        ("code", "skos:notation", "text"),
        ("label", "skos:prefLabel", "map"),
        ("statement", "skos:definition", "map"),
        ("comment", "skos:note", "map"),
    ),
}
"""A competency with a definition has its label and its statement there; without one the label is the statement
(:data:`STATEMENT_ALONE`)."""

STATEMENT_ALONE = fields(
    ("code", "skos:notation", "text"),
    ("statement", "skos:prefLabel", "map"),
    ("comment", "skos:note", "map"),
)

ALSO = {
    "dcterms:title": ("dc:title", "skos:prefLabel", "rdfs:label", "schema:name", "sdo:name"),
    "dcterms:description": ("dc:description", "skos:definition", "rdfs:comment"),
    "skos:prefLabel": ("rdfs:label",),
}

LINKS: dict[str, str] = {}
for _kind in KINDS.values():
    if _kind.skos:
        LINKS.setdefault(_kind.skos, _kind.name)
LINKS["skos:relatedMatch"] = "isRelatedTo"
"""The kind of association of each property that links concepts. Of two properties for one kind the first is usual."""

_XL = ("skosxl:prefLabel", "skosxl:literalForm")
LABELS = {
    "dcterms:title": _XL,
    "skos:prefLabel": _XL,
    "skos:definition": ("skos:definition", "rdf:value"),
    "skos:note": ("skos:note", "rdf:value"),
}
"""Texts that are nodes, about which more can be said: labels of SKOS-XL (Reference, appendix B), besides which many
documents have no others; notes as resources (Primer, 4.2)."""

VOCABULARY = Vocabulary("skos", "SKOS", SHAPE, FIELDS, ALSO, LINKS, LABELS)
AS_FRAMEWORK = Vocabulary("skos", "SKOS", FRAMEWORK_SHAPE, FIELDS, ALSO, LINKS, LABELS)

UNWRITTEN = {
    "concept_scheme": {"status": "publication status"},
}
"""Columns that SKOS has no property for, in words."""

COLLECTIONS = frozenset({"skos:Collection", "skos:OrderedCollection", "isothes:ConceptGroup", "skosxl:Label"})
"""Classes whose nodes are never concepts, whatever else is said about them."""

OF_CONCEPTS = frozenset({"skos:broader", "skos:narrower", "skos:topConceptOf", "skos:related"})
"""Properties that only concepts have: their domain is skos:Concept (Reference, S19 and S6)."""
