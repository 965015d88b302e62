# SPDX-License-Identifier: Apache-2.0
"""How the text of one cell becomes a value of the model: one small function a field.

Each takes the record, the text (without spaces around it) and the language of the row, and answers whether the value
was kept. What it cannot keep goes to the extras of the item.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from studio.importing.columns import Column, language_tag
from studio.importing.grid import column_letter
from studio.importing.records import Record
from studio.model.values import is_ctid, is_uuid

Keeper = Callable[[Record, str, str], bool]

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


def text_keeper(column: str, language: str | None) -> Keeper:
    """Keeps a text in the language of its column, or of its row."""

    def keep(record: Record, text: str, row_language: str) -> bool:
        texts = record.columns.get(column)
        if texts is None:
            record.columns[column] = {language or row_language: text}
            return True
        tag = language or row_language
        if tag in texts:
            return False
        texts[tag] = text
        return True

    return keep


def plain_keeper(column: str) -> Keeper:
    """Keeps a text as it is, once."""

    def keep(record: Record, text: str, _language: str) -> bool:
        if column in record.columns:
            return False
        record.columns[column] = text
        return True

    return keep


def term_keeper(column: str) -> Keeper:
    """Keeps the last part of a term's address: ``http://…/publicationStatus/Published`` is ``Published``."""

    def keep(record: Record, text: str, _language: str) -> bool:
        if column in record.columns:
            return False
        short = re.split(r"[/#:]", text)[-1] if "/" in text or text.count(":") == 1 else text
        record.columns[column] = short or text
        return True

    return keep


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
    return [part.strip() for part in parts if part.strip()]


def list_keeper(column: str, with_comma: bool) -> Keeper:
    """Keeps a list of texts."""

    def keep(record: Record, text: str, _language: str) -> bool:
        record.columns[column] = cut_list(text, with_comma)
        return True

    return keep


def keywords_keeper(language: str | None) -> Keeper:
    """Keeps keywords by language."""

    def keep(record: Record, text: str, row_language: str) -> bool:
        words = record.columns.setdefault("keywords", {})
        words[language or row_language] = cut_list(text, with_comma=True)
        return True

    return keep


def keep_weight(record: Record, text: str, _language: str) -> bool:
    """Keeps a number, also with a decimal comma or a percent sign."""
    try:
        if text.endswith("%"):
            record.columns["weight"] = float(text[:-1].replace(",", ".")) / 100
        else:
            record.columns["weight"] = float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def keep_identifier(record: Record, text: str, _language: str) -> bool:
    """Keeps a UUID as the id, a CTID as the CTID, an address as the address; anything else is the file's own name."""
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
    return False


def _once(record: Record, column: str, value: str) -> bool:
    if column in record.columns:
        return bool(record.columns[column] == value)
    record.columns[column] = value
    return True


def keep_language(record: Record, text: str, _language: str) -> bool:
    """Keeps a language tag; the name of a known language becomes its tag."""
    tag = language_tag(text) or (text if _SIMPLE_TAG.match(text) and len(text.split("-", 1)[0]) <= 3 else None)
    if tag is None:
        return False
    record.columns["language"] = tag
    return True


def keeper_for(field: str, language: str | None) -> Keeper | None:
    """The function that keeps a field of a competency, ``None`` for what tells the place in the tree."""
    if field in ("statement", "label", "comment", "definition"):
        return text_keeper(field, language)
    if field == "keywords":
        return keywords_keeper(language)
    return _KEEPERS.get(field)


_KEEPERS: dict[str, Keeper] = {
    "code": plain_keeper("code"),
    "item_type": term_keeper("item_type"),
    "category": term_keeper("category"),
    "complexity": plain_keeper("complexity"),
    "list_id": plain_keeper("list_id"),
    "status": term_keeper("status"),
    "stages": list_keeper("stages", with_comma=True),
    "education_levels": list_keeper("education_levels", with_comma=True),
    "weight": keep_weight,
    "identifier": keep_identifier,
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
    "identifier": keep_identifier,
    "code": plain_keeper("code"),
    "language": keep_language,
    "status": term_keeper("status"),
    "framework_publisher": plain_keeper("publisher_name"),
    "framework_license": plain_keeper("license"),
    "framework_version": plain_keeper("version"),
    "framework_source": list_keeper("source", with_comma=False),
    "education_levels": list_keeper("education_levels", with_comma=True),
}
