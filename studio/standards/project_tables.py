# SPDX-License-Identifier: Apache-2.0
"""A whole project as plain tables, for the workbook and the JSON file that hold all of it.

The history and its named versions stay in the project file: their numbers mean nothing elsewhere.
"""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Boolean, Float, Integer, LargeBinary, Table

from studio.model import schema

FORMAT = "competency-studio"
VERSION = 1

TABLES: dict[str, Table] = {name: table for name, table in schema.ITEMS.items() if name != "named_version"}
"""Every table that is written, in the order of the schema."""

_NUMBERS = (Float, Integer)


class WrongValue(ValueError):
    """The value does not fit its column; the message says what the column holds."""


def plain(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON values, without what is empty; pictures as Base64."""
    made: dict[str, Any] = {}
    for column in table.columns:
        value = row[column.name]
        if value is None:
            continue
        if isinstance(column.type, LargeBinary):
            value = base64.b64encode(value).decode("ascii")
        elif isinstance(column.type, Boolean):
            value = bool(value)
        made[column.name] = value
    return made


_LISTS = frozenset(
    {
        "languages",
        "source",
        "subjects",
        "education_levels",
        "occupations",
        "levels",
        "stages",
        "evidence",
        "stack",
        "endorser_ids",
    }
)
_WORDS = frozenset({"keywords", "tags"})
_OBJECTS = frozenset({"extra", "content", "text_times"})
_FREE = frozenset({"address", "glossary", "settings"})


def shape(name: str) -> str:
    """What a JSON column holds: ``list`` (texts or records), ``words`` (lists by language), ``object``, ``any``; every
    other one ``map`` (text by language)."""
    for names, found in ((_LISTS, "list"), (_WORDS, "words"), (_OBJECTS, "object"), (_FREE, "any")):
        if name in names:
            return found
    return "map"


def _is_text_by_language(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str | dict) for entry in value)


def _is_words_by_language(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(words, list) and all(isinstance(word, str) for word in words) for words in value.values()
    )


_SHAPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "map": (_is_text_by_language, 'Texts stand here by language: {"en": "a text"}'),
    "words": (_is_words_by_language, 'Lists of texts stand here by language: {"en": ["a text"]}'),
    "list": (_is_list, 'Only a list of texts or records can stand here: ["a text"]'),
    "object": (lambda value: isinstance(value, dict), "Only a JSON object can stand here"),
    "any": (lambda _: True, ""),
}
"""Which values a JSON column takes. Any other one would stop whatever reads the item."""


def typed(table: Table, name: str, value: Any) -> Any:
    """A JSON value as its column holds it. Raises WrongValue."""
    kind = table.c[name].type
    if isinstance(kind, schema.Json):
        fits, words = _SHAPES[shape(name)]
        if not fits(value):
            raise WrongValue(words)
        return value
    if isinstance(kind, LargeBinary):
        if isinstance(value, str):
            try:
                return base64.b64decode(value, validate=True)
            except ValueError:
                pass
        raise WrongValue("A picture is written as Base64")
    if isinstance(kind, Boolean):
        if isinstance(value, bool):
            return value
        raise WrongValue("Only true or false can stand here")
    if isinstance(kind, _NUMBERS):
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise WrongValue("Only a number can stand here")
        if isinstance(kind, Integer) and value != int(value):
            raise WrongValue("Only a whole number can stand here")
        return int(value) if isinstance(kind, Integer) else value
    if isinstance(value, str):
        return value
    raise WrongValue("Only a text can stand here")


def required(table: Table) -> list[str]:
    """The columns that a row cannot be without."""
    return [column.name for column in table.columns if not column.nullable and column.default is None]


def json_text(value: Any) -> str:
    """A JSON column's value as text, the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


# -- the sheets of the workbook

ABOUT = "About this workbook"
SHEETS = {
    "project": "Project",
    "organization": "Organizations",
    "framework": "Frameworks",
    "competency": "Competencies",
    "association": "Links",
    "concept_scheme": "Concept schemes",
    "concept": "Concepts",
    "progression_model": "Progression models",
    "progression_level": "Progression levels",
    "rubric": "Rubrics",
    "rubric_level": "Rubric levels",
    "rubric_criterion": "Rubric criteria",
    "criterion_level": "Rubric texts",
    "badge": "Badges",
    "alignment": "Alignments",
    "resource": "Other records",
    "asset": "Pictures",
    "accepted_finding": "Accepted findings",
}
"""What the sheet of each table is called."""


def sheet_of(table_name: str) -> str:
    """The name of a table's sheet."""
    return SHEETS.get(table_name) or table_name.replace("_", " ").capitalize()


_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9 _]*?)(?: \[([^\]]+)\])?(?: \((\d+)\))?")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_BACKSTAGE = ("id", "ctid", "uri", "position", "text_times", "extra", "data", "sha256")


def header(name: str, language: str | None = None, number: int = 1) -> str:
    """The header of a column: ``Statement [es]``; of the second piece of long texts ``Statement [es] (2)``."""
    words = name.replace("_", " ")
    return (
        words[0].upper() + words[1:] + (f" [{language}]" if language else "") + (f" ({number})" if number > 1 else "")
    )


def column_of(title: str) -> tuple[str, str | None, int]:
    """Column, language and piece of a header; the column is ``""`` for a header that is none of ours."""
    match = _HEADER.fullmatch(title.strip())
    if match is None:
        return "", None, 1
    return match[1].strip().lower().replace(" ", "_"), match[2], int(match[3] or 1)


def header_order(title: str) -> tuple[str, int]:
    """Sorts the headers of one column: by language, then by piece."""
    _, language, number = column_of(title)
    return language or "", number


def readable_first(table: Table) -> list[str]:
    """The columns of a table: what people read, then references, then what only the program reads."""
    names = [column.name for column in table.columns]

    def rank(name: str) -> int:
        if name in _BACKSTAGE:
            return 2
        return 1 if name.endswith(("_id", "_ids")) and name != "list_id" else 0

    return sorted(names, key=lambda name: (rank(name), names.index(name)))


def is_texts(value: Mapping[str, Any]) -> bool:
    """Whether a JSON value is text by language, so that each language gets a column of its own."""
    return all(isinstance(text, str) and _LANGUAGE_TAG.fullmatch(tag) is not None for tag, text in value.items())
