# SPDX-License-Identifier: Apache-2.0
"""Names of standards and columns in plain words: what a person reads where a program reads ``ceterms:Course``."""

from __future__ import annotations

import re

KINDS: dict[str, str] = {
    "organization": "Organization",
    "framework": "Framework",
    "competency": "Competency",
    "concept_scheme": "Vocabulary",
    "concept": "Term",
    "progression_model": "Progression model",
    "progression_level": "Level",
    "rubric": "Rubric",
    "rubric_level": "Level of a rubric",
    "rubric_criterion": "Criterion",
    "criterion_level": "Cell of a rubric",
    "resource": "Record",
    "association": "Link",
    "badge": "Badge",
}
"""What one row of a table is called."""

_COLUMNS: dict[str, str] = {
    "id": "Identifier",
    "ctid": "CTID",
    "uri": "Address",
    "url": "Web address",
    "code": "Code",
    "notation": "Code",
    "label": "Short title",
    "parent_id": "Place in the tree",
    "parent": "Place in the tree",
    "level": "Place in the tree",
    "outline": "Place in the tree",
    "position": "Order",
    "order": "Order",
    "framework_id": "Framework",
    "scheme_id": "Vocabulary",
    "model_id": "Progression model",
    "rubric_id": "Rubric",
    "criterion_id": "Criterion",
    "level_id": "Level",
    "document_id": "Document it came in",
    "publisher_id": "Publisher",
    "publisher_name": "Publisher",
    "origin_id": "Start of a link",
    "destination_id": "End of a link",
    "destination_uri": "End of a link",
    "destination_name": "Name of the end of a link",
    "item_type": "Type of item",
    "complexity": "Bloom level",
    "list_id": "List number",
    "education_levels": "Education levels",
    "text_times": "Time of the last edit",
    "content": "The record itself",
    "association": "Link",
    "link": "Link",
    "kind of item": "Kind of item",
    "extra": "Kept as extra",
}
_COLUMNS_OF: dict[tuple[str, str], str] = {
    ("concept_scheme", "label"): "Label",
    ("concept", "label"): "Label",
    ("progression_level", "label"): "Label",
    ("rubric_level", "label"): "Label",
}
"""Columns that are called otherwise in one table than in the others."""
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_CAPITALS = {
    "ctid": "CTID",
    "uri": "URI",
    "url": "URL",
    "id": "ID",
    "qa": "QA",
    "ap": "AP",
    "ged": "GED",
    "isbn": "ISBN",
    "cf": "CF",
}
_TERMS: dict[str, str] = {"prefLabel": "Preferred label", "altLabel": "Other label", "hiddenLabel": "Hidden label"}
_CLASSES: dict[str, str] = {
    "ceterms:LearningOpportunityProfile": "Learning opportunity",
    "ceterms:AssessmentProfile": "Assessment",
    "ceterms:TransferValueProfile": "Transfer value",
    "ceterms:QACredentialOrganization": "Quality assurance organization",
    "ceasn:CompetencyFramework": "Competency framework",
    "asn:StandardDocument": "Standards document",
}
"""Classes whose own names say it clumsily."""


def kind_words(kind: str) -> str:
    """ "Vocabulary" for ``concept_scheme``."""
    return KINDS.get(kind) or column_words(kind)


def column_words(column: str, kind: str = "") -> str:
    """ "Place in the tree" for ``parent_id``; of a column with its table, ``competency.parent_id``, both.

    ``kind`` is the table of a column that stands without it, where the caller knows: a term has a label, a competency
    a short title.
    """
    table, dot, name = column.rpartition(".")
    words = _COLUMNS_OF.get((table or kind, name)) or _COLUMNS.get(name)
    words = words or KINDS.get(name) or _sentence(name.removesuffix("_id").replace("_", " "))
    return f"{kind_words(table)}: {words[:1].lower() + words[1:] if words[1:2].islower() else words}" if dot else words


def term_words(name: str) -> str:
    """ "Estimated duration" for ``ceterms:estimatedDuration``; an address by its last part."""
    local = re.split(r"[/#:]", name.rstrip("/#"))[-1] or name
    return _TERMS.get(local) or _sentence(" ".join(_WORD.findall(local))) or name


def class_words(name: str) -> str:
    """ "Course" for ``ceterms:Course``, "Item type" for ``CFItemTypes``; "Record" where nothing is said."""
    if not name:
        return KINDS["resource"]
    if name in _CLASSES:
        return _CLASSES[name]
    if re.match(r"CF[A-Z]", name):
        words = term_words(name[2:])
        return words if words.endswith("ss") else words.removesuffix("s")
    return term_words(name)


def _sentence(words: str) -> str:
    """The first word with a capital, the others without, abbreviations as they are."""
    parts = [_CAPITALS.get(word.lower()) or word.lower() for word in words.split()]
    return " ".join([parts[0][:1].upper() + parts[0][1:], *parts[1:]]) if parts else ""
