# SPDX-License-Identifier: Apache-2.0
"""Values of the model as values of CASE and back, one pair of functions a kind of field; and which values a property
of CASE may have.

Texts of CASE have no language: they are in the main language of their item. A column that says more than its property
can hold (other languages, a second source) goes beside it, see :func:`beside`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from studio.model.values import in_language
from studio.standards import case
from studio.standards.case import is_type, kind_of, made_uuid, plain_uuid, type_of, uuid_in
from studio.standards.ctdl_values import as_list

SHORT = 60
"""Characters of the title of a link."""

_STATUSES = {
    "draft": "Draft",
    "private draft": "Draft",
    "adopted": "Published",
    "published": "Published",
    "implementation": "Published",
    "deprecated": "Deprecated",
    "retired": "Deprecated",
}
_WORDS = {"Published": "Adopted"}


# -- reading: the column, or None when the value does not fit it


def _read_text(value: Any, _main: str) -> str | None:
    if isinstance(value, str) and value:
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _read_map(value: Any, main: str) -> dict[str, str] | None:
    text = _read_text(value, main)
    return {main: text} if text else None


def _read_texts(value: Any, main: str) -> list[str] | None:
    texts = [_read_text(entry, main) for entry in as_list(value)]
    return [text for text in texts if text] if texts and all(texts) else None


def _read_words(value: Any, main: str) -> dict[str, list[str]] | None:
    texts = _read_texts(value, main)
    return {main: texts} if texts else None


def _read_maps(value: Any, main: str) -> list[dict[str, str]] | None:
    return [{main: text} for text in _read_texts(value, main) or []] or None


def _read_first(value: Any, main: str) -> list[str] | None:
    text = _read_text(value, main)
    return [text] if text else None


def _read_number(value: Any, _main: str) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if number == number and abs(number) != float("inf") else None


def _read_status(value: Any, _main: str) -> str | None:
    """A word that CASE does not name counts as a draft, and stays with the item as it is."""
    return _STATUSES.get(value.strip().lower(), "Draft") if isinstance(value, str) and value.strip() else None


def _read_license(value: Any, _main: str) -> str | None:
    """The address of the license; of one without an address its title."""
    if isinstance(value, str):
        return value or None
    if not isinstance(value, dict):
        return None
    uri, title = value.get("uri"), value.get("title")
    if isinstance(uri, str) and uri and not uri.startswith("urn:uuid:"):
        return uri
    return title if isinstance(title, str) and title else None


# -- writing


def _write_plain(value: Any, _main: str) -> Any:
    return value if value not in ("", None) else None


def _write_map(value: Mapping[str, str] | None, main: str) -> str | None:
    return in_language(value, main) or None


def _write_texts(value: list[Any] | None, _main: str) -> list[str] | None:
    return [str(entry) for entry in value or [] if entry not in ("", None)] or None


def _write_words(value: Mapping[str, list[str]] | None, main: str) -> list[str] | None:
    if not value:
        return None
    return list(value.get(main) or next(iter(value.values()))) or None


def _write_maps(value: list[Mapping[str, str]] | None, main: str) -> list[str] | None:
    return [text for text in (in_language(entry, main) for entry in value or []) if text] or None


def _write_first(value: list[Any] | None, _main: str) -> str | None:
    return str(value[0]) if value else None


def _write_number(value: float | None, _main: str) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _write_status(value: str | None, _main: str) -> str | None:
    return _WORDS.get(value, value) if value else None


def _write_license(value: str | None, _main: str) -> dict[str, str] | None:
    if not value:
        return None
    identifier = made_uuid("license", value)
    return link(value, identifier, value if is_address(value) else f"urn:uuid:{identifier}")


READ: dict[str, Callable[[Any, str], Any]] = {
    "text": _read_text,
    "map": _read_map,
    "texts": _read_texts,
    "words": _read_words,
    "maps": _read_maps,
    "first of texts": _read_first,
    "number": _read_number,
    "status": _read_status,
    "license": _read_license,
}
WRITE: dict[str, Callable[[Any, str], Any]] = {
    "text": _write_plain,
    "map": _write_map,
    "texts": _write_texts,
    "words": _write_words,
    "maps": _write_maps,
    "first of texts": _write_first,
    "number": _write_number,
    "status": _write_status,
    "license": _write_license,
}


def same(one: Any, other: Any) -> bool:
    """Whether two values of JSON are equal, and a number is not taken for a truth value."""
    return type(one) is type(other) and one == other


# -- what a column says beyond its property


def beside(kind: str, column: Any, written: Any, main: str) -> Any:
    """What of a column its property does not say, to be kept beside it; ``None`` when it says everything."""
    if column in (None, "", [], {}) or READ[kind](written, main) == column:
        return None
    return column


def together(kind: str, kept: Any, value: Any, main: str) -> Any:
    """The column out of a property and what is kept beside it. Another program may have changed the property: then its
    text counts, and what is kept adds other languages only."""
    if same(WRITE[kind](kept, main), value):
        return kept
    read = READ[kind](value, main)
    if kind in ("map", "words") and read is not None:
        return {**kept, **read}
    return kept if value is None and kind in ("map", "words") else read


def is_column(kind: str, value: Any) -> bool:
    """Whether a value from an extension is one that a column of this kind can hold."""
    test = _COLUMNS[kind]
    return test(value)


def _texts_by_language(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(text, str) for text in value.values())


def _list_of(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(test(entry) for entry in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_record(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(map(_is_plain, value.values()))


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float) or _texts_by_language(value)


def _is_stage(value: Any) -> bool:
    """The code of a stage (of an item), or a stage with code and names (of a framework)."""
    return _is_text(value) or (_is_record(value) and _is_text(value.get("code")))


_COLUMNS: dict[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "status": _is_text,
    "license": _is_text,
    "number": lambda value: _read_number(value, "") is not None and not isinstance(value, str),
    "map": _texts_by_language,
    "words": lambda value: isinstance(value, dict) and bool(value) and all(map(_list_of(_is_text), value.values())),
    "texts": _list_of(_is_text),
    "first of texts": _list_of(_is_text),
    "maps": _list_of(_texts_by_language),
    "records": _list_of(_is_record),
    "stages": _list_of(_is_stage),
}


# -- links


def link(title: str, identifier: str, uri: str) -> dict[str, str]:
    """A link as CASE writes it."""
    return {"title": title, "identifier": identifier, "uri": uri}


def plain_link(value: Any) -> Any:
    """A link whose identifier, if it is a UUID, is written as CASE wants it; any other value as it is."""
    if isinstance(value, dict) and isinstance(value.get("identifier"), str):
        found = plain_uuid(value["identifier"])
        if found is not None and found != value["identifier"]:
            return {**value, "identifier": found}
    return value


def whole_link(given: Mapping[str, Any]) -> dict[str, str]:
    """A link with all its three parts, out of those that there are."""
    texts = {name: value for name, value in given.items() if isinstance(value, str)}
    uri, identifier = texts.get("uri") or "", texts.get("identifier") or ""
    if not uri:
        found = plain_uuid(identifier)
        uri = f"urn:uuid:{found}" if found else identifier
    made = link(texts.get("title", uri), identifier or uuid_in(uri) or uri, uri)
    target = texts.get("targetType")
    return {**made, "targetType": target} if target is not None and _is_target(target) else made


def _near_link(value: Any) -> dict[str, str] | None:
    """The link in an object with more or other properties; ``None`` when it has no UUID."""
    found = whole_link(value) if isinstance(value, dict) else {}
    identifier = plain_uuid(found.get("identifier", ""))
    return link(found["title"], identifier, found["uri"]) if identifier else None


def title_of(*texts: str | None) -> str:
    """The title of a link: the first text there is (code, short statement, statement), in its first characters."""
    return next((text for text in texts if text), "")[:SHORT]


def is_address(text: str) -> bool:
    """Whether a text is an address that means something everywhere."""
    return " " not in text and ("://" in text or text.startswith(("urn:", "did:")))


# -- what a property may hold


def _is_date(text: Any) -> bool:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def moment(text: Any) -> datetime | None:
    """The moment that a text names; without a time zone it is taken for UTC. ``None``: it names none."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_time(text: Any) -> bool:
    return isinstance(text, str) and _TIME.fullmatch(text) is not None and moment(text) is not None


def _is_link(value: Any, free: bool = False) -> bool:
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in _LINK):
        return False
    more = set(value) - set(_LINK)
    if free:
        return more <= {"targetType"} and _is_target(value.get("targetType", "CASE"))
    return not more and plain_uuid(value["identifier"]) == value["identifier"]


def _is_target(value: Any) -> bool:
    return value == "CASE" or (isinstance(value, str) and re.fullmatch(r"ext:[A-Za-z0-9._-]+", value) is not None)


_LINK = ("title", "identifier", "uri")

_FITS: dict[str, Callable[[Any], bool]] = {
    "uuid": lambda value: isinstance(value, str) and plain_uuid(value) == value,
    "uri": lambda value: isinstance(value, str) and bool(value),
    "text": lambda value: isinstance(value, str),
    "texts": lambda value: isinstance(value, list) and all(isinstance(entry, str) for entry in value),
    "link": _is_link,
    "links": lambda value: isinstance(value, list) and all(map(_is_link, value)),
    "node": lambda value: _is_link(value, free=True),
    "datetime": _is_time,
    "date": _is_date,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "parts": lambda value: isinstance(value, list) and all(isinstance(entry, dict) for entry in value),
    "objects": lambda value: isinstance(value, list) and all(isinstance(entry, dict) for entry in value),
    "association type": lambda value: isinstance(value, str) and is_type(value),
    "version": lambda value: value == "1.1",
}


def fits(how: str, value: Any) -> bool:
    """Whether the schema of CASE 1.1 allows a value of this type (see :data:`studio.standards.case.CLASSES`)."""
    return _FITS[how](value)


def bent(how: str, value: Any) -> Any:
    """The nearest value that the schema allows, or ``None``: a number for its digits, a list for one text, a day for a
    moment. The caller keeps the value as it was beside it."""
    bend = _BENT.get(how)
    return bend(value) if bend is not None else None


def _near_text(value: Any) -> str | None:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _near_number(value: Any) -> float | int | None:
    return _write_number(_read_number(value, ""), "")


def _near_integer(value: Any) -> int | None:
    number = _near_number(value)
    return number if isinstance(number, int) else None


def _near_time(value: Any) -> str | None:
    found = moment(value)
    return found.isoformat(timespec="seconds").replace("+00:00", "Z") if found else None


def _near_date(value: Any) -> str | None:
    return value[:10] if isinstance(value, str) and _is_date(value[:10]) else None


_BENT: dict[str, Callable[[Any], Any]] = {
    "text": _near_text,
    "texts": lambda value: _read_texts(value, ""),
    "number": _near_number,
    "integer": _near_integer,
    "datetime": _near_time,
    "date": _near_date,
    "uuid": lambda value: plain_uuid(value) if isinstance(value, str) else None,
    "link": _near_link,
    "links": lambda value: [found for found in map(_near_link, as_list(value)) if found] or None,
    "node": lambda value: whole_link(value) if isinstance(value, dict) else None,
    "association type": lambda value: type_of(kind_of(value)) if isinstance(value, str) else None,
}


def number_of(value: Any) -> float | None:
    """A sequence number or position, also one that is written as text."""
    return _read_number(value, "")


def kept_kinds(table: str) -> dict[str, str]:
    """The kind of value of every column that may stand in our extension."""
    tables = ("rubric_level", table) if table == "criterion_level" else (table,)  # a cell speaks for its level too
    kinds = {field.column: field.kind for each in tables for field in case.FIELDS[each]}
    kinds.update({column: case.KINDS_OF_COLUMNS.get(column, "text") for column in case.UNWRITTEN[table]})
    if table == "rubric":
        kinds[case.PASSING_LEVEL] = "number"
    return kinds
