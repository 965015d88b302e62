# SPDX-License-Identifier: Apache-2.0
"""CASE 1.0 and 1.1 (1EdTech, Competencies and Academic Standards Exchange): classes and their properties, which column
is which property, association types, and what an identifier is.

One table serves reading and writing. What the standard has no place for travels under ``extensions`` (CASE 1.1) with
the key :data:`OWN`: ``fields`` holds columns of the project, ``source`` what the file an item came from said in a way
that the standard does not allow.
"""

from __future__ import annotations

import re
import uuid

from studio.model.associations import KINDS
from studio.model.values import is_uuid
from studio.standards.fields import Field
from studio.standards.fields import fields as _fields

OWN = "competencyStudio"
"""The key of our own values inside ``extensions``."""

MARKS = frozenset({"identifier", "unsaid", "isChildOf", "again", "document", "package", "fields", "properties"})
"""Names in ``extra["case"]`` of a row that are no properties of its object but what the reader keeps for the writer."""

PROPERTIES = "properties"
"""The mark under which a file's own properties stand that are called like a mark."""

PLACE_MARKS = frozenset({"fields", "parent", "again", PROPERTIES})
"""The same for what is remembered of the association that says an item's place."""

PASSING_LEVEL = "passing_level"
"""In the extension of a rubric: which of its levels passes, counted from 1. Levels have no identifier in CASE."""

_DATED = {"lastChangeDateTime": "datetime"}
_NAMED = {"identifier": "uuid", "uri": "uri"}

CLASSES: dict[str, dict[str, str]] = {
    "CFDocument": {
        **_NAMED,
        "frameworkType": "text",
        "caseVersion": "version",
        "creator": "text",
        "title": "text",
        **_DATED,
        "officialSourceURL": "text",
        "publisher": "text",
        "description": "text",
        "subject": "texts",
        "subjectURI": "links",
        "language": "text",
        "version": "text",
        "adoptionStatus": "text",
        "statusStartDate": "date",
        "statusEndDate": "date",
        "licenseURI": "link",
        "notes": "text",
        "extensions": "object",
    },
    "CFItem": {
        **_NAMED,
        "fullStatement": "text",
        "alternativeLabel": "text",
        "CFItemType": "text",
        "humanCodingScheme": "text",
        "listEnumeration": "text",
        "abbreviatedStatement": "text",
        "conceptKeywords": "texts",
        "conceptKeywordsURI": "link",
        "notes": "text",
        "subject": "texts",
        "subjectURI": "links",
        "language": "text",
        "educationLevel": "texts",
        "CFItemTypeURI": "link",
        "licenseURI": "link",
        "statusStartDate": "date",
        "statusEndDate": "date",
        **_DATED,
        "extensions": "object",
    },
    "CFAssociation": {
        "identifier": "uuid",
        "associationType": "association type",
        "sequenceNumber": "integer",
        "uri": "uri",
        "originNodeURI": "node",
        "destinationNodeURI": "node",
        "CFAssociationGroupingURI": "link",
        **_DATED,
        "notes": "text",
        "extensions": "object",
    },
    "CFRubric": {
        **_NAMED,
        "title": "text",
        "description": "text",
        **_DATED,
        "CFRubricCriteria": "parts",
        "extensions": "object",
    },
    "CFRubricCriterion": {
        **_NAMED,
        "category": "text",
        "description": "text",
        "CFItemURI": "link",
        "weight": "number",
        "position": "integer",
        "rubricId": "uuid",
        **_DATED,
        "CFRubricCriterionLevels": "parts",
        "extensions": "object",
    },
    "CFRubricCriterionLevel": {
        **_NAMED,
        "description": "text",
        "quality": "text",
        "score": "number",
        "feedback": "text",
        "position": "integer",
        "rubricCriterionId": "uuid",
        **_DATED,
        "extensions": "objects",  # a list, in this class alone
    },
    "CFConcepts": {
        **_NAMED,
        "title": "text",
        "keywords": "text",
        "hierarchyCode": "text",
        "description": "text",
        **_DATED,
        "extensions": "object",
    },
    "CFSubjects": {
        **_NAMED,
        "title": "text",
        "hierarchyCode": "text",
        "description": "text",
        **_DATED,
        "extensions": "object",
    },
    "CFLicenses": {
        **_NAMED,
        "title": "text",
        "description": "text",
        "licenseText": "text",
        **_DATED,
        "extensions": "object",
    },
    "CFItemTypes": {
        **_NAMED,
        "title": "text",
        "description": "text",
        "hierarchyCode": "text",
        "typeCode": "text",
        **_DATED,
        "extensions": "object",
    },
    "CFAssociationGroupings": {
        **_NAMED,
        "title": "text",
        "description": "text",
        **_DATED,
        "extensions": "object",
    },
}
"""The properties of each class inside a package, in the order of the specification, and what a value must be
(information model 1.1, section 5). Definitions go by the name of their list."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "CFDocument": ("identifier", "uri", "creator", "title", "lastChangeDateTime"),
    "CFItem": ("identifier", "fullStatement", "uri", "lastChangeDateTime"),
    "CFConcepts": ("identifier", "uri", "title", "hierarchyCode", "lastChangeDateTime"),
    "CFSubjects": ("identifier", "uri", "title", "hierarchyCode", "lastChangeDateTime"),
    "CFLicenses": ("identifier", "uri", "title", "licenseText", "lastChangeDateTime"),
    "CFItemTypes": ("identifier", "uri", "title", "description", "hierarchyCode", "lastChangeDateTime"),
    "CFAssociationGroupings": ("identifier", "uri", "title", "lastChangeDateTime"),
}
"""What an object must have; every other class needs identifier, uri and lastChangeDateTime."""

DEFINITIONS = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")
"""The lists of CFDefinitions."""

NEW_IN_1_1: dict[str, frozenset[str]] = {
    "CFDocument": frozenset({"frameworkType", "caseVersion"}),
    "CFItem": frozenset({"subject", "subjectURI"}),
    "CFAssociation": frozenset({"notes"}),
}
"""Properties that CASE 1.0 does not have, besides ``extensions``, which it has nowhere."""

OTHER_NAMES: dict[str, dict[str, str]] = {
    "CFItem": {"educationalLevel": "educationLevel"},
    "CFRubricCriterion": {"qualityLevels": "CFRubricCriterionLevels"},
    "CFRubricCriterionLevel": {"level": "quality"},
}
"""Spellings of older or other programs. Any property is also known in another case."""

FIELDS: dict[str, tuple[Field, ...]] = {
    "framework": _fields(
        ("name", "title", "map"),
        ("description", "description", "map"),
        ("language", "language", "text"),
        ("version", "version", "text"),
        ("status", "adoptionStatus", "status"),
        ("publisher_name", "publisher", "text"),
        ("valid_from", "statusStartDate", "text"),
        ("valid_until", "statusEndDate", "text"),
        ("license", "licenseURI", "license"),
        ("source", "officialSourceURL", "first of texts"),
        ("subjects", "subject", "maps"),
    ),
    "competency": _fields(
        ("statement", "fullStatement", "map"),
        ("label", "abbreviatedStatement", "map"),
        ("comment", "notes", "map"),
        ("code", "humanCodingScheme", "text"),
        ("list_id", "listEnumeration", "text"),
        ("keywords", "conceptKeywords", "words"),
        ("item_type", "CFItemType", "text"),
        ("education_levels", "educationLevel", "texts"),
        ("language", "language", "text"),
    ),
    "association": _fields(("note", "notes", "map")),
    "rubric": _fields(("name", "title", "map"), ("description", "description", "map")),
    "rubric_criterion": _fields(
        ("name", "category", "map"),
        ("description", "description", "map"),
        ("weight", "weight", "number"),
    ),
    "rubric_level": _fields(("name", "quality", "map"), ("value", "score", "number")),
    "criterion_level": _fields(("description", "description", "map")),
}
"""The columns that are a property of their own."""

CLASS_OF = {
    "framework": "CFDocument",
    "competency": "CFItem",
    "association": "CFAssociation",
    "rubric": "CFRubric",
    "rubric_criterion": "CFRubricCriterion",
    "rubric_level": "CFRubricCriterionLevel",
    "criterion_level": "CFRubricCriterionLevel",
}
"""The class of each table's rows."""

UNWRITTEN: dict[str, dict[str, str]] = {
    "framework": {
        "code": "code",
        "languages": "languages",
        "date_issued": "date of issue",
        "next_review": "next review",
        "rights": "rights",
        "education_levels": "education levels",
        "occupations": "occupations",
        "levels": "names of levels",
        "stages": "stages",
    },
    "competency": {
        "category": "category",
        "complexity": "complexity",
        "stages": "stages",
        "occupations": "occupations",
        "weight": "weight",
        "status": "status",
    },
    "association": {},
    "rubric": {"language": "language", "passing_rule": "what passes"},
    "rubric_criterion": {"competency_code": "code of a competency that is not there"},
    "rubric_level": {},
    "criterion_level": {},
}
"""Columns that CASE has no property for, in words. CASE 1.1 carries them in an extension of ours."""

KINDS_OF_COLUMNS: dict[str, str] = {
    "languages": "texts",
    "education_levels": "texts",
    "stages": "stages",
    "occupations": "records",
    "levels": "records",
    "rights": "map",
    "passing_rule": "map",
    "weight": "number",
}
"""The kind of value of the columns in :data:`UNWRITTEN`; any other is a text."""


# -- association types

_TYPES = {kind.case: kind.name for kind in KINDS.values() if kind.case}
_ANY_CASE = {name.lower(): name for name in _TYPES}
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+")
TYPES_1_0 = frozenset(_TYPES) - {"isTranslationOf"}
"""The association types of CASE 1.0."""


def kind_of(association_type: str) -> str:
    """The kind of link of an association type, also of one like "Is Child Of": one of ours, else the type itself as it
    is written."""
    known = _TYPES.get(usual_type(association_type))
    if known is not None:
        return known
    name = association_type.removeprefix("ext:")
    return name if name in KINDS and KINDS[name].case is None else association_type


def usual_type(association_type: str) -> str:
    """The type in CASE's own spelling, if it is one of CASE's."""
    return _ANY_CASE.get(association_type.replace(" ", "").lower(), association_type)


def type_of(kind: str) -> str:
    """The association type of a kind of link: CASE's own, else an extension type (1.1, section 6)."""
    known = KINDS.get(kind)
    if known is not None and known.case:
        return known.case
    if _EXTENSION.fullmatch(kind):
        return kind
    return "ext:" + (re.sub(r"[^A-Za-z0-9._-]+", "-", kind.removeprefix("ext:")).strip("-") or "unnamed")


def is_type(text: str) -> bool:
    """Whether CASE 1.1 allows the text as an association type."""
    return text in _TYPES or _EXTENSION.fullmatch(text) is not None


# -- identifiers

_SPACE = uuid.UUID("6f2c3a52-3c3b-5d0e-9a6e-2f1f5a3d9c41")
_OLD_VERSIONS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def plain_uuid(text: str) -> str | None:
    """The UUID that a text spells (other case, braces, ``urn:uuid:``), as CASE wants it; ``None``: it is none."""
    if is_uuid(text):
        return text
    found = text.strip().lower().removeprefix("urn:uuid:").strip("{}")
    return found if is_uuid(found) else None


def made_uuid(*names: str) -> str:
    """The UUID of what has none, the same every time; ``names`` say what it is, the document first."""
    return str(uuid.uuid5(_SPACE, "\n".join(names).encode("utf-8", "replace").decode()))


def is_strict_uuid(text: str) -> bool:
    """Whether the UUID is of a version (1 to 5) and variant that the specification names."""
    return _OLD_VERSIONS.fullmatch(text) is not None


def uuid_in(address: str) -> str | None:
    """The last UUID in an address, in lower case."""
    found = _ANY_UUID.findall(address)
    return found[-1].lower() if found else None


_ANY_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
