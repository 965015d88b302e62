# SPDX-License-Identifier: Apache-2.0
"""Rich Skill Descriptors, as the Open Skills Management Tool (OSMT) writes them: terms of the JSON, columns of the CSV.

One skill is one competency. A collection is a framework; a file of skills without a collection gets one that is named
after the file. The terms are those of OSMT's API, version 3; version 2 says ``author`` and ``category`` where version 3
has lists. The CSV exists in three dialects (upload in the browser, library export, batch on the command line).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.standards.fields import Field
from studio.standards.fields import fields as _fields

CONTEXT = "https://rsd.openskillsnetwork.org/context-v1.json"
SKILL = "RichSkillDescriptor"
COLLECTION = "RichSkillCollection"

ALIGNMENT = "isRelatedTo"
"""An alignment of a skill says that it has to do with a skill elsewhere, not how much the two overlap. CTDL says that
with ``ceasn:alignTo``."""

FIELDS: dict[str, tuple[Field, ...]] = {
    "framework": _fields(
        ("name", "name", "text"),
        ("description", "description", "text"),
        ("status", "status", "status"),
    ),
    "competency": _fields(
        ("label", "skillName", "text"),
        ("statement", "skillStatement", "text"),
        ("category", "categories", "first of list"),
        ("keywords", "keywords", "list"),
        ("occupations", "occupations", "occupations"),
        ("status", "status", "status"),
    ),
}
"""The columns that are a term of their own. ``id`` and ``uuid`` are the address and the CTID; alignments are links."""

UNWRITTEN: dict[str, dict[str, str]] = {
    "framework": {
        "code": "the framework's code",
        "version": "version",
        "publisher_id": "publisher",
        "publisher_name": "publisher",
        "date_issued": "date of issue",
        "valid_from": "valid from",
        "valid_until": "valid until",
        "next_review": "next review",
        "license": "license",
        "rights": "rights",
        "source": "source",
        "subjects": "subjects",
        "education_levels": "education levels",
        "occupations": "occupations of the framework",
        "levels": "names of the levels",
        "stages": "stages",
        "language": "language",
    },
    "competency": {
        "parent_id": "place below another item",
        "code": "code",
        "comment": "comment",
        "item_type": "type of item",
        "complexity": "complexity",
        "stages": "stages",
        "education_levels": "education levels",
        "list_id": "list number",
        "weight": "weight",
        "language": "language",
    },
}
"""Columns that a skill has no term for, in words."""

STATUSES = {"draft": "Draft", "published": "Published"}
"""OSMT's publication status in the project's words; archived and deleted skills keep their own word."""

SOC = "SOC"
ONET = "O*NET-SOC"
FRAMEWORKS = {"bls": SOC, "o*net": ONET}
"""``frameworkName`` of an occupation, and the scheme it means."""

_SOC_CODE = re.compile(r"\d\d-\d{4}")
_ONET_CODE = re.compile(r"\d\d-\d{4}\.\d\d")
_MINOR_GROUPS = frozenset({"15-1200", "31-1100", "51-5100"})
"""Minor groups of SOC 2018 that do not end in three zeros."""

OCCUPATION_COLUMNS = (
    "Occupation Major Groups",
    "Occupation Minor Groups",
    "Broad Occupations",
    "Detailed Occupations",
    "O*Net Job Codes",
)


def scheme_of(code: str) -> str | None:
    """The classification that a code belongs to by its form: SOC or O*NET-SOC."""
    if _ONET_CODE.fullmatch(code):
        return ONET
    return SOC if _SOC_CODE.fullmatch(code) else None


def occupation_column(scheme: str | None, code: str) -> str | None:
    """The column of a code: SOC says by its zeros how wide a group is. ``None`` for a code of another scheme."""
    if scheme not in (None, SOC, ONET) or scheme_of(code) is None:
        return None
    if scheme == ONET or _ONET_CODE.fullmatch(code):
        return OCCUPATION_COLUMNS[4]
    if code.endswith("0000"):
        return OCCUPATION_COLUMNS[0]
    if code.endswith("000") or code in _MINOR_GROUPS:
        return OCCUPATION_COLUMNS[1]
    return OCCUPATION_COLUMNS[2] if code.endswith("0") else OCCUPATION_COLUMNS[3]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the CSV: its name in a library export, its term, how its text is a value, and its other names."""

    name: str
    term: str
    kind: str
    others: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column("Canonical URL", "id", "text"),
    Column("RSD Name", "skillName", "text", ("Skill Name",)),
    Column("Authors", "authors", "texts", ("Author",)),
    Column("Skill Statement", "skillStatement", "text", ("Contextualized Skill Statement",)),
    Column("Categories", "categories", "texts", ("Category", "Skill Category")),
    Column("Keywords", "keywords", "texts"),
    Column("Standards", "standards", "skillName", ("Professional Standards",)),
    Column("Certifications", "certifications", "name"),
    Column("Occupation Major Groups", "occupations", "occupations", ("BLS Major Group", "BLS Major Groups")),
    Column("Occupation Minor Groups", "occupations", "occupations", ("BLS Minor Group", "BLS Minor Groups")),
    Column("Broad Occupations", "occupations", "occupations", ("BLS Broad Occupation", "BLS Broad Occupations")),
    Column(
        "Detailed Occupations", "occupations", "occupations", ("BLS Detailed Occupation", "BLS Detailed Occupations")
    ),
    Column("O*Net Job Codes", "occupations", "occupations", ("O*NET Job Role", "O*NET Job Roles", "O*NET Job Code")),
    Column("Employers", "employers", "name"),
    Column("Collections", "collections", "name", ("Collection",)),
)
"""The columns of the three dialects in the order of a library export, where each entry of a list ends with ``;``.
``Collections`` is written only when a skill has one."""

ALIGNMENT_PARTS = {"Name": "skillName", "URL": "id", "Framework": "isPartOf"}
_ALIGNMENT = re.compile(r"alignment(?: (\d{1,2}))?(?: (name|title|url|framework))?")
_PART_OF_NAME = {"name": "Name", "title": "Name", "url": "URL", None: "URL", "framework": "Framework"}


def plain(header: str) -> str:
    """A header without regard to case and spaces."""
    return " ".join(header.split()).casefold()


_BY_NAME = {plain(name): column for column in COLUMNS for name in (column.name, *column.others)}


def column_named(header: str) -> Column | None:
    """The column of a header in any dialect."""
    return _BY_NAME.get(plain(header))


def alignment_part(header: str) -> tuple[int, str] | None:
    """``(2, "URL")`` for ``Alignment 2 URL``; the batch dialect has ``Alignment Title`` and ``Alignment``."""
    match = _ALIGNMENT.fullmatch(plain(header))
    return (int(match[1] or 1), _PART_OF_NAME[match[2]]) if match else None


def is_header(cells: list[str]) -> bool:
    """Whether a row of cells is the header of skills: a name and a statement, one of them as only OSMT calls it."""
    known = {column.term for cell in cells if (column := column_named(cell)) is not None}
    marks = {"rsd name", "contextualized skill statement", "canonical url"}
    return {"skillName", "skillStatement"} <= known and bool(marks & {plain(cell) for cell in cells})
