# SPDX-License-Identifier: Apache-2.0
"""The bulk upload of Credential Engine's publisher: CSV with one item a row.

Frameworks and concept schemes have CTDL's own names as columns (``ceasn:competencyText``) and say in ``@type`` what a
row is. Credentials and courses have columns for people ("Learning Opportunity Name"); parts of a column's name before a
colon belong to a profile ("ConditionProfile: Description"). Several values in a cell are separated by ``|``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from studio.standards import ctdl
from studio.standards.ctdl_classes import is_one_of

DELETE = "#DELETE"
"""A cell that asks to clear a field of what was published before."""

SAME_AS_OWNER = "sameasowner"
"""The plain name of a cell that stands for the organizations of ``OWNER``."""
OWNER = "ceterms:ownedBy"

FRAMEWORK_COLUMNS = (
    "@id", "@type", "ceasn:description", "ceasn:inLanguage", "ceasn:name", "ceasn:publicationStatusType",
    "ceasn:source", "ceasn:codedNotation", "ceasn:competencyCategory", "ceasn:competencyText", "ceasn:isPartOf",
    "ceasn:listID", "ceasn:publisher",
)  # fmt: skip
"""The columns of 2025 and 2026; always written."""

MORE_COLUMNS = (
    "ceasn:license", "ceasn:publisherName", "ceasn:competencyLabel", "ceasn:comment", "ceasn:isTopChildOf",
    "ceasn:isChildOf",
)  # fmt: skip
"""Columns of the benchmark of 2021; written where an item fills them, and then any other property that does."""

SCHEME_COLUMNS = (
    "@id", "@type", "ceasn:name", "skos:prefLabel", "skos:hasTopConcept", "skos:topConceptOf", "skos:narrower",
    "skos:broader",
)  # fmt: skip

RELATIONS = {
    "isequivalentto": "exactAlignment",
    "narrows": "broadAlignment",
    "broadens": "narrowAlignment",
    "isrelatedto": "isRelatedTo",
    "requires": "prerequisiteAlignment",
    "ispartof": "isPartOf",
    "ischildof": "isChildOf",
    "majorrelated": "majorAlignment",
    "minorrelated": "minorAlignment",
    "issimilarto": "majorAlignment",
}
"""Relation types of CaSS. ``narrows`` says that the source is narrower, so that the target is the broader one."""
RELATION_COLUMNS = ("relationType", "source", "target")


@dataclass(frozen=True, slots=True)
class Column:
    """A column for people: its name, the property, how a cell is a value of it, and its other names."""

    name: str
    property: str
    kind: str
    others: tuple[str, ...] = ()
    within: str = ""
    """The property of the profile that the value belongs to."""


_REQUIRES = "ceterms:requires"
_CREDIT = "ceterms:creditValue"
_SHARED = (
    Column("Description", "ceterms:description", "text", ("Credential Description",)),
    Column("Subject Webpage", "ceterms:subjectWebpage", "address", ("Webpage",)),
    Column("Language", "ceterms:inLanguage", "languages", ("In Language",)),
    Column("Keywords", "ceterms:keyword", "texts", ("Keyword",)),
    Column("Owned By", OWNER, "addresses"),
    Column("Offered By", "ceterms:offeredBy", "addresses", ("Offered By List",)),
    Column("Accredited By", "ceterms:accreditedBy", "addresses", ("Accredited By List",)),
    Column("Approved By", "ceterms:approvedBy", "addresses", ("Approved By List",)),
    Column("Recognized By", "ceterms:recognizedBy", "addresses", ("Recognized By List",)),
    Column("Regulated By", "ceterms:regulatedBy", "addresses", ("Regulated By List",)),
    Column("Version Identifier", "ceterms:versionIdentifier", "version"),
    Column("Date Effective", "ceterms:dateEffective", "plain"),
    Column("Subjects", "ceterms:subject", "names", ("Subject",)),
    Column("In Catalog", "ceterms:inCatalog", "address"),
    Column("Available Online At", "ceterms:availableOnlineAt", "addresses"),
    Column("Availability Listing", "ceterms:availabilityListing", "addresses"),
    Column("Occupation Type", "ceterms:occupationType", "codes", ("Occupations", "Occupation")),
    Column("Industry Type", "ceterms:industryType", "codes", ("Industries",)),
    Column("CIP List", "ceterms:instructionalProgramType", "codes", ("CIP", "Instructional Program Type", "Programs")),
    Column("Estimated Duration", "ceterms:estimatedDuration", "duration", ("Duration",)),
    Column("Cost", "ceterms:estimatedCost", "cost"),
    Column("Common Costs", "ceterms:commonCosts", "addresses"),
    Column("Common Conditions", "ceterms:commonConditions", "addresses"),
    Column("Condition Profile: Required Competency Framework", "ceterms:targetCompetency", "frameworks", (), _REQUIRES),
    Column("ConditionProfile: Condition Type", "", "condition", ("ConditionProfile: Type",), _REQUIRES),
    Column("ConditionProfile: Credit Unit Value", _CREDIT, "credit", (), _REQUIRES),
    Column("ConditionProfile: Name", "ceterms:name", "text", (), _REQUIRES),
    Column("ConditionProfile: Description", "ceterms:description", "text", ("Condition Description",), _REQUIRES),
    Column("ConditionProfile: Subject Webpage", "ceterms:subjectWebpage", "address", (), _REQUIRES),
    Column("ConditionProfile: Target Credential", "ceterms:targetCredential", "addresses",
           ("ConditionProfile: Credential List",), _REQUIRES),
    Column("ConditionProfile: Target Assessment", "ceterms:targetAssessment", "addresses",
           ("ConditionProfile: Assessment List",), _REQUIRES),
    Column("ConditionProfile: Target Learning Opportunity", "ceterms:targetLearningOpportunity", "addresses",
           ("ConditionProfile: Learning Opportunity List",), _REQUIRES),
    Column("ConditionProfile: Experience", "ceterms:experience", "text", (), _REQUIRES),
    Column("ConditionProfile: Years Of Experience", "ceterms:yearsOfExperience", "number", (), _REQUIRES),
    Column("ConditionProfile: Submissions", "ceterms:submissionOf", "addresses", (), _REQUIRES),
    Column("ConditionProfile: Conditions", "ceterms:condition", "texts",
           ("ConditionProfile: Condition Items",), _REQUIRES),
)  # fmt: skip

CREDENTIAL = (
    Column("CTID", "ceterms:ctid", "plain"),
    Column("Credential Name", "ceterms:name", "text", ("Name",)),
    Column("Credential Type", "@type", "credential type", ("Credential Type Schema",)),
    *_SHARED[:2],
    Column("Credential Status", "ceterms:credentialStatusType", "credentialStat", ("Status", "Credential Status Type")),
    *_SHARED[2:],
    Column("Alternate Name", "ceterms:alternateName", "texts"),
    Column("Coded Notation", "ceterms:codedNotation", "plain"),
    Column("Credential ID", "ceterms:credentialId", "plain"),
    Column("Image URL", "ceterms:image", "address", ("Credential Image",)),
    Column("Latest Version", "ceterms:latestVersion", "address"),
    Column("Previous Version", "ceterms:previousVersion", "address"),
)
COURSE = (
    Column("CTID", "ceterms:ctid", "plain"),
    Column("Learning Type", "@type", "learning type"),
    Column("Learning Opportunity Name", "ceterms:name", "text", ("Name", "Course Name")),
    *_SHARED[:2],
    Column("Life Cycle Status Type", "ceterms:lifeCycleStatusType", "lifeCycle"),
    Column("Coded Notation", "ceterms:codedNotation", "plain"),
    Column("Credit Unit Type", "ceterms:creditUnitType", "creditUnit", ("Credit Hour Type",), _CREDIT),
    Column("Credit Unit Value", "schema:value", "number", ("Credit Hour Value",), _CREDIT),
    Column("Credit Unit Max Value", "schema:maxValue", "number", (), _CREDIT),
    Column("Credit Unit Type Description", "schema:description", "text", (), _CREDIT),
    Column("Is Non-Credit", "ceterms:isNonCredit", "boolean"),
    Column("Prerequisite", "ceterms:prerequisite", "addresses", ("Prerequisites",)),
    *_SHARED[2:],
)
TEMPLATES = {"credential": CREDENTIAL, "course": COURSE}
CONDITIONS = {
    plain_name.rpartition(":")[2].casefold(): plain_name
    for plain_name in (
        _REQUIRES, "ceterms:recommends", "ceterms:corequisite", "ceterms:entryCondition", "ceterms:renewal",
    )
}  # fmt: skip
"""The property of a condition profile by its "Condition Type"."""
PROFILES = {_REQUIRES: "ceterms:ConditionProfile", _CREDIT: "ceterms:ValueProfile"}
"""The class of the profiles that columns are part of."""

LEARNING_TYPES = {
    "course": "ceterms:Course",
    "learningopportunity": "ceterms:LearningOpportunityProfile",
    "learningprogram": "ceterms:LearningProgram",
}


def plain(header: str) -> str:
    """A header without regard to case, spaces and signs."""
    return "".join(sign for sign in header.casefold() if sign.isalnum())


@lru_cache(maxsize=4)
def columns(template: str) -> dict[str, Column]:
    """The columns of a template by plain name."""
    found: dict[str, Column] = {}
    for column in TEMPLATES[template]:
        for name in (column.name, *column.others):
            found.setdefault(plain(name), column)
    return found


def template_of(header: Iterable[str]) -> str | None:
    """Which template a header for people is of."""
    names = {plain(name) for name in header}
    if "learningtype" in names or "learningopportunityname" in names:
        return "course" if len(names & set(columns("course"))) > 3 else None
    if "credentialtype" in names and names & {"credentialname", "name"}:
        return "credential" if len(names & set(columns("credential"))) > 3 else None
    return None


@lru_cache(maxsize=1)
def _properties() -> dict[str, str]:
    return {name.casefold(): name for name in (*ctdl.terms()["properties"], "@id", "@type")}


@lru_cache(maxsize=4096)
def property_of(header: str) -> str | None:
    """CTDL's own name of a column, in whatever case it is written."""
    return _properties().get("".join(header.split()).casefold())


@lru_cache(maxsize=4096)
def takes_several(class_name: str, name: str) -> bool:
    """Whether a cell of a property holds several values, with ``|`` between them."""
    how, shape = ctdl.coercion(name), ctdl.shape(class_name, name)
    several = how == "@id" or shape == "LL" or shape.endswith("*") or (not shape and how != "@language")
    return several and name[0] != "@"


def has_properties(header: Iterable[str]) -> bool:
    """Whether a header has CTDL's own names: an identifier, and a text or a kind."""
    names = {property_of(name) for name in header}
    texts = {"@type", "ceasn:competencyText", "ceasn:name", "skos:prefLabel"}
    return bool(names & {"@id", "ceterms:ctid"}) and bool(names & texts)


def is_relations(header: Iterable[str]) -> bool:
    """Whether a header is that of CaSS's file of relations."""
    return {plain(name) for name in header} >= {plain(name) for name in RELATION_COLUMNS}


def template_for(class_name: object) -> str | None:
    """The template whose rows have a class; ``None`` for a class that is neither credential nor course."""
    if not isinstance(class_name, str):
        return None
    if class_name in LEARNING_TYPES.values():
        return "course"
    return "credential" if class_name in credential_classes() else None


@lru_cache(maxsize=1)
def credential_classes() -> frozenset[str]:
    """``ceterms:Credential`` and the classes below it."""
    return frozenset(name for name in ctdl.terms()["classes"] if is_one_of(name, ("ceterms:Credential",)))
