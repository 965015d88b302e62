# SPDX-License-Identifier: Apache-2.0
"""The workbook of OpenSALT: a framework as the sheets CF Doc, CF Item and CF Association, columns named as in CASE.

The tree is told by ``smartLevel`` (``3.1.2`` is the second item below ``3.1``); the rows "Is Child Of" of the
association sheet say it again. Columns are found by name: editions of the workbook differ in number and order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from studio.model.associations import KINDS
from studio.standards.fields import Field
from studio.standards.fields import fields as _fields

DOCUMENT = "CF Doc"
ITEM = "CF Item"
ASSOCIATION = "CF Association"

FIELDS: dict[str, tuple[Field, ...]] = {
    "framework": _fields(
        ("name", "title", "text"),
        ("source", "officialSourceURL", "address"),
        ("publisher_name", "publisher", "plain"),
        ("description", "description", "text"),
        ("subjects", "subject", "texts"),
        ("language", "language", "language"),
        ("version", "version", "plain"),
        ("status", "adoptionStatus", "status"),
        ("valid_from", "statusStartDate", "plain"),
        ("valid_until", "statusEndDate", "plain"),
        ("license", "licenseTitle", "plain"),
        ("rights", "licenseText", "text"),
    ),
    "competency": _fields(
        ("statement", "fullStatement", "text"),
        ("code", "humanCodingScheme", "plain"),
        ("list_id", "listEnumeration", "plain"),
        ("label", "abbreviatedStatement", "text"),
        ("keywords", "conceptKeywords", "words"),
        ("comment", "notes", "text"),
        ("language", "language", "language"),
        ("education_levels", "educationLevel", "levels"),
        ("item_type", "CFItemType", "plain"),
    ),
}
"""The columns of the model that have a column of their own. ``identifier`` is the CTID's UUID."""

COLUMNS: dict[str, tuple[str, ...]] = {
    DOCUMENT: (
        "identifier", "creator", "title", "lastChangeDate", "officialSourceURL", "publisher", "description", "subject",
        "language", "version", "adoptionStatus", "statusStartDate", "statusEndDate", "licenseTitle", "licenseText",
        "notes",
    ),
    ITEM: (
        "identifier", "fullStatement", "humanCodingScheme", "smartLevel", "listEnumeration", "abbreviatedStatement",
        "conceptKeywords", "notes", "language", "educationLevel", "CFItemType", "license",
    ),
    ASSOCIATION: (
        "identifier", "originNodeURI", "originNodeIdentifier", "originNodeHumanCodingScheme", "associationType",
        "destinationNodeURI", "destinationNodeIdentifier", "destinationNodeHumanCodingScheme",
        "associationGroupIdentifier", "associationGroupName",
    ),
}  # fmt: skip
"""The columns of each sheet in the order they are written; any others that came with a file follow."""

MARKS = frozenset(
    {
        "again",
        "other places",
        "isChildOf",
        "smartLevel",
        "other sheets",
        "other rows",
        "above",
        "unfinished links",
        "ends",
    }
)
"""Names in ``extra["opensalt"]`` of a row that are no columns of its sheet but what the reader keeps for the writer."""


def column_name(sheet: str, header: str) -> str:
    """The name of a column: its header, unless that is a mark of ours."""
    is_mark = header in MARKS and (sheet, header) != (ITEM, "smartLevel")
    return f"{header} (column)" if is_mark else header


UNWRITTEN: dict[str, dict[str, str]] = {
    "framework": {
        "code": "the framework's code",
        "date_issued": "date of issue",
        "next_review": "next review",
        "education_levels": "education levels of the framework",
        "occupations": "occupations",
        "levels": "names of the levels",
        "stages": "stages",
        "uri": "address",
    },
    "competency": {
        "category": "category",
        "complexity": "complexity",
        "stages": "stages",
        "occupations": "occupations",
        "weight": "weight",
        "status": "status of the item",
        "uri": "address",
    },
}
"""Columns that the workbook has no column for, in words."""

_ADOPTION = {"Draft": "Draft", "Private Draft": "Draft", "Adopted": "Published", "Deprecated": "Deprecated"}
"""``adoptionStatus`` of CASE, and the project's status. The first word for a status is the one that is written."""


def adoption_status(status: str | None) -> str | None:
    """The word that is written for a status."""
    return next((word for word, found in _ADOPTION.items() if found == status), None)


def status_of(adoption: str) -> str | None:
    """The project's status for a word of ``adoptionStatus``, also one in other case."""
    return next((found for word, found in _ADOPTION.items() if plain(word) == plain(adoption)), None)


def split_keywords(text: str) -> list[str]:
    """The keywords of a cell: OpenSALT has commas between them; ``|`` or ``;`` leave the commas to the keywords."""
    sign = next((sign for sign in "|;" if sign in text), ",")
    return [part.strip() for part in text.split(sign) if part.strip()]


def join_keywords(words: Sequence[str]) -> str:
    """The cell of keywords: commas between them, for OpenSALT takes nothing else apart; ``|`` where they have some."""
    if not any(sign in word for word in words for sign in ",;|"):
        return ",".join(words)
    return "|".join(words) + ("|" if len(words) == 1 else "")


def plain(header: str) -> str:
    """A header or a word without regard to case, spaces and signs."""
    return "".join(sign for sign in header.casefold() if sign.isalnum())


_KINDS = {plain(kind.case): kind.name for kind in reversed(list(KINDS.values())) if kind.case}
CHILD = "isChildOf"
OTHER = "isRelatedTo"
"""The kind of a link whose ``associationType`` is none of CASE's; its own word stays with it."""


def kind_of(association_type: str) -> str | None:
    """The kind of link that ``Exact Match Of`` or ``exactMatchOf`` means."""
    return _KINDS.get(plain(association_type))


def association_type(kind: str) -> str | None:
    """``Exact Match Of``, the way OpenSALT writes it; ``None`` for a kind that CASE does not know."""
    known = KINDS.get(kind)
    if known is None or known.case is None:
        return None
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", known.case[0].upper() + known.case[1:])


def smart_levels(order: Sequence[str], parents: Mapping[str, str | None]) -> dict[str, str]:
    """The smart level of each item; ``order`` has parents before their children, siblings in their order."""
    counts: dict[str | None, int] = {}
    made: dict[str, str] = {}
    for item in order:
        parent = parents[item] if parents[item] in made else None
        counts[parent] = counts.get(parent, 0) + 1
        made[item] = f"{made[parent]}.{counts[parent]}" if parent is not None else str(counts[parent])
    return made


def level_above(level: str) -> str:
    """``3.1`` for ``3.1.2``, empty for ``3``."""
    return level.rpartition(".")[0]
