# SPDX-License-Identifier: Apache-2.0
"""CTDL-ASN, the vocabulary of the Credential Registry: terms and shapes, addresses, and which column is which property.

The terms come from ``resources/ctdl/terms.json``, made by ``tools/make_ctdl_terms.py`` out of the published schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from studio.model import schema
from studio.model.associations import KINDS
from studio.paths import resource
from studio.standards.fields import Field
from studio.standards.fields import fields as _fields

CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"
CTDL_CONTEXT = "https://credreg.net/ctdl/schema/context/json"
STATUSES = {
    status: f"http://credreg.net/ctdlasn/vocabs/publicationStatus/{status}"
    for status in ("Draft", "Published", "Deprecated")
}
"""Publication status: a bare address, unlike the statuses of credentials, which are alignment objects."""

CLASSES = {
    "framework": "ceasn:CompetencyFramework",
    "competency": "ceasn:Competency",
    "concept_scheme": "skos:ConceptScheme",
    "concept": "skos:Concept",
    "progression_model": "asn:ProgressionModel",
    "progression_level": "asn:ProgressionLevel",
    "rubric": "ceasn:Rubric",
    "rubric_criterion": "ceasn:RubricCriterion",
    "rubric_level": "ceasn:RubricLevel",
    "criterion_level": "ceasn:CriterionLevel",
    "organization": "ceterms:CredentialOrganization",
}
"""The class of each table's rows."""

ORGANIZATION_CLASSES = ("ceterms:CredentialOrganization", "ceterms:QACredentialOrganization", "ceterms:Organization")


_OWNER = (
    ("name", "ceasn:name", "map"),
    ("description", "ceasn:description", "map"),
    ("language", "ceasn:inLanguage", "language"),
    ("status", "ceasn:publicationStatusType", "status"),
)
_PART = (
    ("notation", "skos:notation", "text"),
    ("label", "skos:prefLabel", "map"),
    ("definition", "skos:definition", "map"),
    ("note", "skos:note", "map"),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    "framework": _fields(
        ("code", "ceasn:codedNotation", "text"),
        ("name", "ceasn:name", "map"),
        ("description", "ceasn:description", "map"),
        ("languages", "ceasn:inLanguage", "languages"),
        ("version", "ceterms:versionCode", "text"),
        ("publisher_name", "ceasn:publisherName", "words in main language"),
        ("status", "ceasn:publicationStatusType", "status"),
        ("valid_from", "ceasn:dateValidFrom", "text"),
        ("valid_until", "ceasn:dateValidUntil", "text"),
        ("license", "ceasn:license", "address"),
        ("rights", "ceasn:rights", "map"),
        ("source", "ceasn:source", "addresses"),
        ("subjects", "ceasn:localSubject", "maps"),
        ("education_levels", "ceasn:educationLevelType", "addresses"),
        ("occupations", "ceterms:occupationType", "occupations"),
    ),
    "competency": _fields(
        ("code", "ceasn:codedNotation", "text"),
        ("label", "ceasn:competencyLabel", "map"),
        ("statement", "ceasn:competencyText", "map"),
        ("comment", "ceasn:comment", "map"),
        ("category", "ceasn:competencyCategory", "word in main language"),
        ("keywords", "ceasn:conceptKeyword", "lists"),
        ("education_levels", "ceasn:educationLevelType", "addresses"),
        ("occupations", "ceterms:occupationType", "occupations"),
        ("list_id", "ceasn:listID", "text"),
        ("weight", "ceasn:weight", "number"),
        ("language", "ceasn:inLanguage", "language"),
        ("status", "ceasn:publicationStatusType", "status"),
    ),
    "concept_scheme": _fields(*_OWNER),
    "concept": _fields(*_PART),
    "progression_model": _fields(*_OWNER),
    "progression_level": _fields(*_PART),
    "rubric": _fields(
        ("name", "ceasn:name", "map"),
        ("description", "ceasn:description", "map"),
        ("language", "ceasn:inLanguage", "language"),
    ),
    "rubric_criterion": _fields(
        ("name", "ceasn:name", "map"),
        ("description", "ceasn:description", "map"),
        ("weight", "ceasn:weight", "number"),
    ),
    "rubric_level": _fields(("name", "ceasn:name", "map")),
    "criterion_level": _fields(("description", "ceasn:benchmarkText", "map")),
    "organization": _fields(
        ("name", "ceterms:name", "map"),
        ("description", "ceterms:description", "map"),
        ("url", "ceterms:subjectWebpage", "address"),
        ("email", "ceterms:email", "text list"),
    ),
}
"""The columns that are a property of their own, in the order they are written."""

IDENTIFIED = {
    table: frozenset(column for column in ("ctid", "uri") if column in schema.ITEMS[table].c) for table in CLASSES
}
"""Which of the columns CTID and address a table has."""

UNWRITTEN = {
    "framework": {
        "date_issued": "date of issue",
        "next_review": "next review",
        "levels": "names of the levels of the tree",
    },
    "competency": {"complexity": "complexity"},
    "concept_scheme": {"code": "code"},
    "progression_model": {"code": "code"},
    "rubric": {"passing_level_id": "level that passes", "passing_rule": "rule for passing"},
    "organization": {
        "code": "code",
        "kind": "kind of organization",
        "role": "role",
        "address": "postal address",
        "image_id": "picture",
    },
    "association": {"note": "note on a link", "destination_name": "name of what a link points at"},
}
"""Columns that CTDL-ASN has no property for, in words."""

ADDRESSES = {
    "license": "license that is no address",
    "source": "source that is no address",
    "education_levels": "education level that is no address",
    "url": "web page that is no address",
}
"""Columns of which CTDL-ASN takes addresses only, in words for what it does not take."""

COLUMNS = "@columns"
ASIDE = "@aside"
ENVELOPE = "@envelope"
REQUEST = "@request"
BESIDE = {
    COLUMNS: "cells of columns that CTDL does not have",
    ASIDE: "lines and sheets beside the table",
    ENVELOPE: "what the registry says around a document",
    REQUEST: "what a publishing request says besides what it publishes",
}
"""What a bulk upload, the registry or a request says besides its items and an item keeps among its CTDL extras, in
words."""

MARKS = frozenset(
    {
        *("@id", "@type", "@graph", "@graph-id", "@context", "@document", "@made-up", "@unsaid"),
        *BESIDE,
    }
)
"""Names among an item's CTDL extras that are about its document and no properties of its node."""

STRUCTURE = frozenset(
    {
        *("ceasn:hasTopChild", "ceasn:isTopChildOf", "ceasn:hasChild", "ceasn:isChildOf", "ceasn:isPartOf"),
        *("skos:hasTopConcept", "skos:topConceptOf", "skos:narrower", "skos:broader", "skos:inScheme"),
        *("asn:hasProgressionLevel", "ceasn:inProgressionModel", "ceasn:publisher"),
        *("ceasn:hasRubricCriterion", "ceasn:hasRubricLevel", "ceasn:hasCriterionLevel"),
    }
)
"""Properties by which the parts of one document hang together."""

CATEGORIES = frozenset({"skill", "skills", "knowledge", "ability", "abilities", "attitude", "task", "disposition"})
"""Values of ``competencyCategory`` that say what a competency is; any other says where it stands in the tree."""

LINKS: dict[str, str] = {}
for _kind in KINDS.values():
    if _kind.ctdl and not _kind.ctdl.startswith("asn:"):
        LINKS.setdefault(_kind.ctdl, _kind.name)
"""The kind of association that each alignment property becomes. Of two kinds with one property, the first one."""


# -- terms


@lru_cache(maxsize=1)
def terms() -> dict[str, Any]:
    """``prefixes``, ``classes`` and ``properties`` of the vocabulary, as ``tools/make_ctdl_terms.py`` wrote them."""
    table: dict[str, Any] = json.loads(resource("ctdl", "terms.json").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=4096)
def coercion(name: str) -> str | None:
    """How the context reads the values of a property: ``@id``, ``@language``, ``xsd:date`` ...; ``None``: unknown."""
    found: str | None = terms()["properties"].get(name, {}).get("coercion")
    return found


@lru_cache(maxsize=4096)
def shape(class_name: str, name: str) -> str:
    """The registry's shape of a property: L, LL, U, U*, C, C*, S, S*, N, D, B (see ``tools/make_ctdl_terms.py``)."""
    found: str = terms()["properties"].get(name, {}).get("shapes", {}).get(class_name, "")
    return found


@lru_cache(maxsize=1)
def context() -> dict[str, Any]:
    """A JSON-LD context with the same meaning as the published one, for reading and writing without a network."""
    made: dict[str, Any] = dict(terms()["prefixes"])
    for name, entry in terms()["properties"].items():
        how = entry.get("coercion")
        if how == "@language":
            made[name] = {"@container": "@language"}
        elif how:
            made[name] = {"@type": how}
    return made


_OLD_NAMESPACES = {
    "http://purl.org/ctdlasn/terms/": "ceasn",
    "http://purl.org/ctdl/terms/": "ceterms",
    "http://credreg.net/qdata/terms/": "qdata",
    "http://schema.org/": "schema",
}
"""Spellings with http that older files use for the same vocabularies."""


def compact(iri: str) -> str:
    """``ceasn:name`` for ``https://purl.org/ctdlasn/terms/name``; an address of no known vocabulary as it is."""
    if "://" not in iri:
        return iri
    for namespace, prefix in _namespaces():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """``https://purl.org/ctdlasn/terms/name`` for ``ceasn:name``; anything else as it is."""
    prefix, colon, rest = name.partition(":")
    namespace = terms()["prefixes"].get(prefix) if colon and not rest.startswith("//") else None
    return f"{namespace}{rest}" if namespace else name


@lru_cache(maxsize=1)
def _namespaces() -> list[tuple[str, str]]:
    known = {namespace: prefix for prefix, namespace in terms()["prefixes"].items()} | _OLD_NAMESPACES
    return sorted(known.items(), key=lambda pair: -len(pair[0]))


_ASN_ONLY = """
    asnPublicationStatus asnscheme evalCat gem loc locr publicationStatus
"""
_CTDL_ONLY = """
    accommodation actionStat agentSector agreementCat alignment array assessMethod assessUse audLevel audience
    ceds claimType collectionCategory compare costType credentialStat creditUnit deliveryType financialAid foaf
    inputType learnMethod lifeCycle logic lrEvidence lrMethod lrOutcome lrSource lrmi obi odrl2 orgType owl
    residency scheduleFrequency scheduleTiming score serviceType statementCat support
"""
UNKNOWN_PREFIXES = {CONTEXT: frozenset(_CTDL_ONLY.split()), CTDL_CONTEXT: frozenset(_ASN_ONLY.split())}
"""The prefixes that each published context does not know and the other one does."""


def in_full(value: Any, prefixes: frozenset[str], name: str = "@graph") -> Any:
    """A node, or the value of a property, with the addresses in full that these prefixes shorten."""
    if isinstance(value, dict):
        made = {}
        for key, entry in value.items():
            inside = in_full(entry, prefixes, key)
            if key.partition(":")[0] in prefixes:
                made[expand(key)] = _explicit(inside, coercion(key))
            else:
                made[key] = inside
        return made
    if isinstance(value, list):
        return [in_full(entry, prefixes, name) for entry in value]
    if isinstance(value, str) and value.partition(":")[0] in prefixes and " " not in value:
        return expand(value) if name in ("@id", "@type") or coercion(name) == "@id" else value
    return value


def _explicit(value: Any, how: str | None) -> Any:
    """A value of a property that the context does not know: what it is, is said with the value."""
    if isinstance(value, list):
        return [_explicit(entry, how) for entry in value]
    if how == "@language" and isinstance(value, dict):
        texts = [(language, text) for language, found in value.items() for text in _each(found)]
        return [{"@value": text, "@language": language} for language, text in texts]
    if how is None or isinstance(value, dict):
        return value
    return {"@id": value} if how == "@id" else {"@value": value, "@type": expand(how)}


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def contexts(classes: Iterable[str]) -> str | list[str]:
    """The published contexts for nodes of these classes: that of CTDL-ASN, of CTDL, or both; the first class counts
    first. They differ in a few prefixes only."""
    wanted = dict.fromkeys(
        CONTEXT if name.partition(":")[0] in ("ceasn", "asn", "skos") else CTDL_CONTEXT for name in classes
    )
    found = list(wanted) or [CONTEXT]
    return found[0] if len(found) == 1 else found


# -- addresses of the registry

BASES = {
    "production": "https://credentialengineregistry.org",
    "sandbox": "https://sandbox.credentialengineregistry.org",
}
_USUAL = tuple(f"{base}/resources/" for base in BASES.values())
_ADDRESS = re.compile(
    r"https?://(?:sandbox\.)?credentialengineregistry\.org(/(?:[\w-]+/)?)(resources?|graphs?)/", re.IGNORECASE
)
_CTID_AT_END = re.compile(r"ce-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Registry:
    """The addresses of one environment."""

    base: str

    def resource(self, ctid: str) -> str:
        """The address of a thing."""
        return f"{self.base}/resources/{ctid}"

    def graph(self, ctid: str) -> str:
        """The address of the document that a main thing is published in."""
        return f"{self.base}/graph/{ctid}"

    def rebase(self, value: Any) -> Any:
        """A value whose registry addresses are of this environment; addresses inside a text stay as they are."""
        if isinstance(value, str):
            match = _ADDRESS.match(value) if value.startswith(("http", "HTTP")) and " " not in value else None
            return f"{self.base}{match[1]}{match[2]}/{value[match.end() :]}" if match else value
        if isinstance(value, list):
            return [self.rebase(entry) for entry in value]
        if isinstance(value, dict):
            return {key: self.rebase(entry) for key, entry in value.items()}
        return value


def registry(environment: str) -> Registry:
    """The registry of ``production`` or ``sandbox``."""
    from studio.model.errors import StudioError

    if environment not in BASES:
        raise StudioError(f'There is no registry called "{environment}". Choose production or sandbox.')
    return Registry(BASES[environment])


@lru_cache(maxsize=4096)
def ctid_of(address: str) -> str | None:
    """The CTID at the end of a registry address, in lower case; ``None`` for any other address."""
    if not (address.startswith(_USUAL) or _ADDRESS.match(address)):
        return None
    found = _CTID_AT_END.search(address, len(address) - 40)
    return found[0].lower() if found else None


def graph_addresses(ctid: str) -> tuple[str, ...]:
    """The address of the document of a main thing, in each environment."""
    return tuple(Registry(base).graph(ctid) for base in BASES.values())


def is_usual_address(address: str, ctid: str) -> bool:
    """Whether the registry's address is the one that is made out of the CTID, in either environment."""
    if ctid.islower() and address in (_USUAL[0] + ctid, _USUAL[1] + ctid):
        return True
    match = _ADDRESS.match(address)
    return match is not None and (match[1], match[2]) == ("/", "resources") and address[match.end() :].lower() == ctid


def is_address(text: str) -> bool:
    """Whether a text is an absolute address or a known prefixed name, as the registry wants references."""
    head, colon, rest = text.partition(":")
    return bool(colon) and " " not in text and (rest.startswith("//") or head in ("urn", "did", *terms()["prefixes"]))


def is_bare_ctid(text: str) -> bool:
    """Whether a reference is a CTID instead of an address, in either case."""
    return len(text) == 39 and _CTID_AT_END.match(text) is not None
