# SPDX-License-Identifier: Apache-2.0
"""Values of the model as values of plain RDF nodes and back, one pair of functions a kind of field.

Reading hands back what fits the column, what is left over, and how the text was said where that is not the usual way (a
text without language, a datatype); with that writing says it the same way again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from studio.standards.rdf_writing import address, is_language_tag

Said = dict[str, Any]
Read = Callable[[Sequence[Any], str], tuple[Any, list[Any], Said]]
Write = Callable[[Any, Mapping[str, Any]], list[Any]]


def text_in(text: str, language: str) -> Any:
    """A text with its language; without one where RDF has no such language."""
    return {"@value": text, "@language": language} if is_language_tag(language) else text


def _read_map(values: Sequence[Any], main: str) -> tuple[Any, list[Any], Said]:
    """One text a language. A text without language gets the main one, unless the main one has its own text."""
    texts: dict[str, str] = {}
    left: list[Any] = []
    plain: list[str] = []
    for value in values:
        if type(value) is str and value:
            plain.append(value)
        elif type(value) is dict and value.get("@value") and value.get("@language", main) not in texts:
            if "@language" in value:
                texts[value["@language"]] = value["@value"]
            else:
                left.append(value)
        else:
            left.append(value)
    if plain and main not in texts:
        texts[main] = plain[0]
        return texts, left + plain[1:], {"plain": main}
    return texts or None, left + plain, {}


def _write_map(value: Mapping[str, str] | None, said: Mapping[str, Any]) -> list[Any]:
    plain = said.get("plain")
    return [text if tag == plain else text_in(text, tag) for tag, text in (value or {}).items() if text]


def _read_text(values: Sequence[Any], _main: str) -> tuple[Any, list[Any], Said]:
    """The first text without language and datatype."""
    found = next((value for value in values if type(value) is str and value), None)
    return found, [value for value in values if value is not found], {}


def _write_text(value: str | None, _said: Mapping[str, Any]) -> list[Any]:
    return [value] if value else []


def _read_word(values: Sequence[Any], _main: str) -> tuple[Any, list[Any], Said]:
    """The first text, whatever its language or datatype."""
    for place, value in enumerate(values):
        left = [*values[:place], *values[place + 1 :]]
        if type(value) is str and value:
            return value, left, {}
        if type(value) is dict and value.get("@value"):
            return value["@value"], left, {name: value[name] for name in ("@language", "@type") if name in value}
    return None, list(values), {}


def _write_word(value: str | None, said: Mapping[str, Any]) -> list[Any]:
    how = {name: said[name] for name in ("@language", "@type") if name in said}
    return [{"@value": value, **how} if how else value] if value else []


def _is_address(value: Any) -> bool:
    return type(value) is dict and len(value) == 1 and not value.get("@id", "_:").startswith("_:")


def _read_address(values: Sequence[Any], _main: str) -> tuple[Any, list[Any], Said]:
    found = next((value for value in values if _is_address(value)), None)
    return found and found["@id"], [value for value in values if value is not found], {}


def _write_address(value: str | None, _said: Mapping[str, Any]) -> list[Any]:
    if not value:
        return []
    made = address(value)
    return [{"@id": made} if made else value]


def _read_addresses(values: Sequence[Any], _main: str) -> tuple[Any, list[Any], Said]:
    found = [value["@id"] for value in values if _is_address(value)]
    return found or None, [value for value in values if not _is_address(value)], {}


def _read_words(values: Sequence[Any], _main: str) -> tuple[Any, list[Any], Said]:
    """Addresses, and texts without language."""
    found = [value if type(value) is str else value["@id"] for value in values if _is_word(value)]
    return found or None, [value for value in values if not _is_word(value)], {}


def _is_word(value: Any) -> bool:
    """Whether it comes out as it came in: a text that looks like an address would become one."""
    return _is_address(value) or (type(value) is str and bool(value) and address(value) is None)


def _write_addresses(value: Sequence[Any] | None, said: Mapping[str, Any]) -> list[Any]:
    return [made for entry in value or () for made in _write_address(str(entry), said)]


def _read_maps(values: Sequence[Any], _main: str) -> tuple[Any, list[Any], Said]:
    """Each text with a language by itself."""
    taken = [value for value in values if _has_language(value)]
    found = [{value["@language"]: value["@value"]} for value in taken]
    return found or None, [value for value in values if not _has_language(value)], {}


def _write_maps(value: Sequence[Mapping[str, str]] | None, said: Mapping[str, Any]) -> list[Any]:
    return [made for entry in value or () for made in _write_map(entry, said)]


def _read_lists(values: Sequence[Any], _main: str) -> tuple[Any, list[Any], Said]:
    """All texts of each language."""
    found: dict[str, list[str]] = {}
    for value in values:
        if _has_language(value):
            found.setdefault(value["@language"], []).append(value["@value"])
    return found or None, [value for value in values if not _has_language(value)], {}


def _write_lists(value: Mapping[str, Sequence[str]] | None, _said: Mapping[str, Any]) -> list[Any]:
    return [text_in(word, tag) for tag, words in (value or {}).items() for word in words]


def _has_language(value: Any) -> bool:
    return type(value) is dict and bool(value.get("@value")) and "@language" in value


_STATUSES = ("Draft", "Published", "Deprecated")
_STATUS_BASE = "http://purl.org/ASN/scheme/ASNPublicationStatus/"


def _read_status(values: Sequence[Any], _main: str) -> tuple[Any, list[Any], Said]:
    """A status that the address ends with; the rest of the address is remembered."""
    for place, value in enumerate(values):
        base, slash, status = value["@id"].rpartition("/") if _is_address(value) else ("", "", "")
        if status in _STATUSES:
            left = [*values[:place], *values[place + 1 :]]
            return status, left, {} if base + slash == _STATUS_BASE else {"base": base + slash}
    return None, list(values), {}


def _write_status(value: str | None, said: Mapping[str, Any]) -> list[Any]:
    return [{"@id": f"{said.get('base', _STATUS_BASE)}{value}"}] if value in _STATUSES else []


READ: dict[str, Read] = {
    "map": _read_map,
    "text": _read_text,
    "word": _read_word,
    "address": _read_address,
    "addresses": _read_addresses,
    "words": _read_words,
    "maps": _read_maps,
    "lists": _read_lists,
    "status": _read_status,
}
WRITE: dict[str, Write] = {
    "map": _write_map,
    "text": _write_text,
    "word": _write_word,
    "address": _write_address,
    "addresses": _write_addresses,
    "words": _write_addresses,
    "maps": _write_maps,
    "lists": _write_lists,
    "status": _write_status,
}
