# SPDX-License-Identifier: Apache-2.0
"""How the texts of one column become values of the model: one small function a field.

Each takes the records of the column's cells, the texts (without spaces around them, ``""`` where a cell is empty) and
the language of each row, and answers with the places of the texts that it could not keep. Those go to the extras of
their items. A whole column at a time, because a large file has millions of cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from studio.importing.records import Record
from studio.importing.tables.columns import Column, language_tag
from studio.importing.tables.grid import column_letter
from studio.model.values import is_ctid, is_uuid

Keeper = Callable[[Sequence[Record], Sequence[str], Sequence[str]], list[int]]

_CTID_AT_END = re.compile(r"ce-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_SIMPLE_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


def keep_extra(record: Record, column: Column, text: str) -> None:
    """Keep what no field takes under the name of its column. A second column of that name, or a second row about the
    same group, never pushes out the first: its name gets the column's letter, or a number."""
    name, number = column.name, 1
    while record.extra.get(name, text) != text:
        name = f"{column.name} ({column_letter(column.index) if number == 1 else number})"
        number += 1
    record.extra[name] = text


def keep_one(keeper: Keeper, record: Record, text: str, language: str) -> bool:
    """Keep the text of a single cell. Whether it was kept."""
    return not keeper((record,), (text,), (language,))


def text_keeper(column: str, language: str | None) -> Keeper:
    """Keeps a text in the language of its column, or of its row."""

    def keep(records: Sequence[Record], texts: Sequence[str], languages: Sequence[str]) -> list[int]:
        rest = []
        for at, text in enumerate(texts):
            if text:
                columns = records[at].columns
                tag = language or languages[at]
                there = columns.get(column)
                if there is None:
                    columns[column] = {tag: text}
                elif tag in there:
                    rest.append(at)
                else:
                    there[tag] = text
        return rest

    return keep


def plain_keeper(column: str) -> Keeper:
    """Keeps a text as it is, once."""

    def keep(records: Sequence[Record], texts: Sequence[str], _languages: Sequence[str]) -> list[int]:
        rest = []
        for at, text in enumerate(texts):
            if text:
                columns = records[at].columns
                if column in columns:
                    rest.append(at)
                else:
                    columns[column] = text
        return rest

    return keep


def value_keeper(column: str, value_of: Callable[[str], Any]) -> Keeper:
    """Keeps what ``value_of`` makes of a text, once; what it makes nothing of (``None``, no member) is not kept."""

    def keep(records: Sequence[Record], texts: Sequence[str], _languages: Sequence[str]) -> list[int]:
        rest = []
        known: dict[str, Any] = {}  # a column of terms says the same few things again and again
        for at, text in enumerate(texts):
            if text:
                columns = records[at].columns
                value = known.get(text)
                if value is None:
                    known[text] = value = value_of(text)
                if value is None or value == [] or column in columns:
                    rest.append(at)
                else:
                    columns[column] = value if type(value) is not list else value.copy()  # each record's own
        return rest

    return keep


def _term(text: str) -> str:
    """The last part of a term's address: ``http://…/publicationStatus/Published`` is ``Published``."""
    short = re.split(r"[/#:]", text)[-1] if "/" in text or text.count(":") == 1 else text
    return short or text


def cut_list(text: str, with_comma: bool) -> list[str]:
    """The members of a list in one cell: cut at ``|``, else at ``;`` or line ends, else (where allowed) at commas."""
    if "|" in text:
        parts = text.split("|")
    elif ";" in text or "\n" in text:
        parts = re.split(r"[;\n]", text)
    elif with_comma and "," in text:
        parts = text.split(",")
    else:
        parts = [text]
    return [stripped for part in parts if (stripped := part.strip())]


def keywords_keeper(language: str | None) -> Keeper:
    """Keeps keywords by language."""

    def keep(records: Sequence[Record], texts: Sequence[str], languages: Sequence[str]) -> list[int]:
        rest = []
        for at, text in enumerate(texts):
            if text:
                words = records[at].columns.get("keywords", {})
                tag = language or languages[at]
                members = _members(text) if tag not in words else []
                if members:
                    records[at].columns["keywords"] = {**words, tag: members}
                else:
                    rest.append(at)
        return rest

    return keep


def _number(text: str) -> float | None:
    """A number, also with a decimal comma or a percent sign."""
    try:
        if text.endswith("%"):
            return float(text[:-1].replace(",", ".")) / 100
        return float(text.replace(",", "."))
    except ValueError:
        return None


def keep_identifiers(records: Sequence[Record], texts: Sequence[str], _languages: Sequence[str]) -> list[int]:
    """Keeps a UUID as the id, a CTID as the CTID, an address as the address; anything else is the file's own name."""
    return [at for at, text in enumerate(texts) if text and not keep_identifier(records[at], text)]


def keep_identifier(record: Record, text: str) -> str:
    """Keep one identifier. The column that took it, ``""`` for none."""
    lower = text.lower()
    if is_uuid(lower):
        return _once(record, "id", lower)
    if is_ctid(lower):
        return _once(record, "ctid", lower)
    if "://" in text or lower.startswith("urn:"):
        if lower.startswith("urn:uuid:") and is_uuid(lower[9:]):
            return _once(record, "id", lower[9:])
        match = _CTID_AT_END.search(lower)
        if match:
            record.columns.setdefault("ctid", match[0])
        return _once(record, "uri", text)
    return ""


def _once(record: Record, column: str, value: str) -> str:
    return column if record.columns.setdefault(column, value) == value else ""


def _language(text: str) -> str | None:
    """A language tag; the name of a known language becomes its tag."""
    return language_tag(text) or (text if _SIMPLE_TAG.match(text) and len(text.split("-", 1)[0]) <= 3 else None)


def _members(text: str) -> list[str]:
    return cut_list(text, with_comma=True)


def keeper_for(field: str, language: str | None) -> Keeper | None:
    """The function that keeps a field of a competency, ``None`` for what tells the place in the tree."""
    if field in ("statement", "label", "comment", "definition"):
        return text_keeper(field, language)
    if field == "keywords":
        return keywords_keeper(language)
    return _KEEPERS.get(field)


keep_language = value_keeper("language", _language)

_KEEPERS: dict[str, Keeper] = {
    "code": plain_keeper("code"),
    "item_type": value_keeper("item_type", _term),
    "category": value_keeper("category", _term),
    "complexity": plain_keeper("complexity"),
    "list_id": plain_keeper("list_id"),
    "status": value_keeper("status", _term),
    "stages": value_keeper("stages", _members),
    "education_levels": value_keeper("education_levels", _members),
    "weight": value_keeper("weight", _number),
    "identifier": keep_identifiers,
    "language": keep_language,
}


def framework_keeper(field: str, language: str | None) -> Keeper | None:
    """The function that keeps a field of a framework row, or of a framework told in columns of its items."""
    if field in ("framework_name", "label"):
        return text_keeper("name", language)
    if field in ("framework_description", "statement", "comment"):
        return text_keeper("description", language)
    return _FRAMEWORK_KEEPERS.get(field)


_FRAMEWORK_KEEPERS: dict[str, Keeper] = {
    "identifier": keep_identifiers,
    "code": plain_keeper("code"),
    "language": keep_language,
    "status": value_keeper("status", _term),
    "framework_publisher": plain_keeper("publisher_name"),
    "framework_license": plain_keeper("license"),
    "framework_version": plain_keeper("version"),
    "framework_source": value_keeper("source", lambda text: cut_list(text, with_comma=False)),
    "education_levels": value_keeper("education_levels", _members),
}

FRAMEWORK_COLUMNS = {
    "framework_name": "name",
    "label": "name",
    "framework_description": "description",
    "statement": "description",
    "comment": "description",
    "identifier": "uri",
    "framework_publisher": "publisher_name",
    "framework_license": "license",
    "framework_version": "version",
    "framework_source": "source",
}
"""Which column of a framework takes a field, where the names differ."""
