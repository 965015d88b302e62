# SPDX-License-Identifier: Apache-2.0
"""Values of the model as values of CTDL-ASN and back, one pair of functions a kind of field.

Reading hands back what fits the column and what is left over (kept under ``extra["ctdl"]``); :func:`merge` puts the
left-over values beside the written ones again, so that nothing of a file is lost on its way through a project.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from studio.standards import ctdl

Read = Callable[[Any, str], tuple[Any, Any]]
Write = Callable[[Any, str], Any]

ONET = "O*NET-SOC"
ONET_FRAMEWORK = "https://www.onetcenter.org/taxonomy.html"
ONET_SUMMARY = "https://www.onetonline.org/link/summary/"


def as_list(value: Any) -> list[Any]:
    """A single value as a list of one; nothing as an empty list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def is_language_map(value: Any) -> bool:
    """Whether the value is text by language (and not an object)."""
    return isinstance(value, dict) and bool(value) and all(":" not in key and key[:1] != "@" for key in value)


def merge(written: Any, left_over: Any) -> Any:
    """Both values as one: languages beside languages, entries beside entries, each once."""
    if left_over is None:
        return written
    if written is None:
        return left_over
    if is_language_map(written) and is_language_map(left_over):
        merged = dict(written)
        for language, texts in left_over.items():
            merged[language] = _joined(as_list(merged.get(language)), as_list(texts))
        return merged
    return _joined(as_list(written), as_list(left_over))


def shaped(class_name: Any, name: str, value: Any) -> Any:
    """A value in the shape that the registry wants for the class: a list where several may stand, else none."""
    wanted = ctdl.shape(class_name, name) if isinstance(class_name, str) else ""
    if wanted.endswith("*"):
        return as_list(value)
    if wanted == "LL" and is_language_map(value):
        return {language: as_list(texts) for language, texts in value.items()}
    if wanted in ("U", "S", "N", "D", "B") and isinstance(value, list) and len(value) == 1:
        return value[0]
    return value


def _joined(first: list[Any], second: list[Any]) -> Any:
    entries = [*first, *(entry for entry in second if entry not in first)]
    return entries[0] if len(entries) == 1 else entries


def apart(value: Any, how: str | None = None) -> Any:
    """A node with its texts by language as texts of their own where others stand beside them: in JSON-LD (1.1, 4.6.2) a
    list that holds a map of languages is read as a list of nodes. ``how``: as the context reads the value."""
    if isinstance(value, dict):
        return {name: apart(entry, ctdl.coercion(name)) for name, entry in value.items()}
    if not isinstance(value, list):
        return value
    made: list[Any] = []
    for entry in value:
        if how == "@language" and is_language_map(entry):
            made += [{"@value": text, "@language": tag} for tag, texts in entry.items() for text in as_list(texts)]
        else:
            made.append(apart(entry))
    return made


_CONTAINERS = (dict, list)  # a tuple: a union would be made anew for every value


def leaves(value: Any) -> int:
    """How many texts, numbers and references a value holds."""
    if isinstance(value, dict):
        entries: Any = value.values()
    elif isinstance(value, list):
        entries = value
    else:
        return 0 if value is None else 1
    # Most entries are plain: no call for those.
    return sum([leaves(entry) if isinstance(entry, _CONTAINERS) else entry is not None for entry in entries])


# -- one pair a kind. ``main`` is the main language of the item.


def _write_plain(value: Any, _main: str) -> Any:
    return value if value not in ("", None) else None


def _read_text(value: Any, _main: str) -> tuple[Any, Any]:
    first, *rest = as_list(value) or [None]
    if isinstance(first, str) and first:
        return first, rest or None
    return None, value


def _write_list(value: Any, _main: str) -> Any:
    return [value] if value else None


def _write_map(value: Mapping[str, str] | None, _main: str) -> Any:
    return dict(value) if value else None


def _read_map(value: Any, main: str) -> tuple[Any, Any]:
    """One text a language; further texts of a language are left over. A text without language gets the main one, unless
    there are others with a language."""
    if isinstance(value, str) and value:
        return {main: value}, None
    if isinstance(value, list):
        return _read_mixed(value, main)
    if not is_language_map(value):
        return None, value
    texts: dict[str, str] = {}
    rest: dict[str, Any] = {}
    for language, entry in value.items():
        first, *others = as_list(entry) or [None]
        if isinstance(first, str) and first:
            texts[language] = first
            if others:
                rest[language] = others
        else:
            rest[language] = entry
    return texts or None, rest or None


def _read_mixed(values: list[Any], main: str) -> tuple[Any, Any]:
    """Texts with and without language side by side, as RDF may have them."""
    first = next((entry for entry in values if is_language_map(entry)), None)
    if first is None:
        first = next((entry for entry in values if isinstance(entry, str) and entry), None)
    found, left = _read_map(first, main)
    if found is None:
        return None, values
    others = [entry for entry in values if entry is not first]
    return found, [*as_list(left), *others] or None


def _write_lists(value: Mapping[str, list[str]] | None, _main: str) -> Any:
    return {language: list(words) for language, words in (value or {}).items() if words} or None


def _read_lists(value: Any, main: str) -> tuple[Any, Any]:
    if isinstance(value, str | list) and all(isinstance(word, str) and word for word in as_list(value)):
        return ({main: as_list(value)} if value else None), None
    if not is_language_map(value):
        return None, value
    words = {language: as_list(entry) for language, entry in value.items()}
    whole = {
        key: entries
        for key, entries in words.items()
        if entries and all(isinstance(word, str) and word for word in entries)
    }
    return whole or None, {key: value[key] for key in words if key not in whole} or None


def _write_maps(value: list[Mapping[str, str]] | None, _main: str) -> Any:
    texts: dict[str, list[str]] = {}
    for entry in value or []:
        for language, text in entry.items():
            texts.setdefault(language, []).append(text)
    return texts or None


def _read_maps(value: Any, main: str) -> tuple[Any, Any]:
    words, rest = _read_lists(value, main)
    longest = max((len(entries) for entries in (words or {}).values()), default=0)
    columns = [
        {language: entries[number] for language, entries in (words or {}).items() if number < len(entries)}
        for number in range(longest)
    ]
    return columns or None, rest


def _write_word(value: str | None, main: str) -> Any:
    return {main: value} if value else None


def _write_words(value: str | None, main: str) -> Any:
    return {main: [value]} if value else None


def _read_word(value: Any, main: str) -> tuple[Any, Any]:
    """The text in the main language, when it is the only one; else everything is left over."""
    if is_language_map(value) and len(value) == 1:
        ((language, entry),) = value.items()
        texts = as_list(entry)
        if language.lower() == main.lower() and len(texts) == 1 and isinstance(texts[0], str) and texts[0]:
            return texts[0], None
    return None, value


def _write_languages(value: list[str] | None, main: str) -> Any:
    return list(value) if value else [main]


def _read_languages(value: Any, _main: str) -> tuple[Any, Any]:
    tags = as_list(value)
    if tags and all(isinstance(tag, str) and tag for tag in tags):
        return tags, None
    return None, value


def _read_language(value: Any, _main: str) -> tuple[Any, Any]:
    tags = as_list(value)
    if len(tags) == 1 and isinstance(tags[0], str) and tags[0]:
        return tags[0], None
    return None, value


def _write_status(value: str | None, _main: str) -> Any:
    return ctdl.STATUSES.get(value or "")


def _read_status(value: Any, _main: str) -> tuple[Any, Any]:
    """Any spelling of the status' address; another spelling than ours is remembered as left over."""
    addresses = as_list(value)
    if len(addresses) != 1 or not isinstance(addresses[0], str):
        return None, value
    status = status_of(addresses[0])
    return status, None if ctdl.STATUSES.get(status or "") == addresses[0] else value


def status_of(address: str) -> str | None:
    """``Draft``, ``Published`` or ``Deprecated`` out of any spelling of its address."""
    name = address.replace(":", "/").rsplit("/", 1)[-1]
    return name if name in ctdl.STATUSES else None


def _write_addresses(value: list[Any] | None, _main: str) -> Any:
    return [entry for entry in value or [] if isinstance(entry, str) and ctdl.is_address(entry)] or None


def _read_addresses(value: Any, _main: str) -> tuple[Any, Any]:
    entries = as_list(value)
    good = [entry for entry in entries if isinstance(entry, str) and ctdl.is_address(entry)]
    return good or None, [entry for entry in entries if entry not in good] or None


def _write_address(value: str | None, _main: str) -> Any:
    return value if value and ctdl.is_address(value) else None


def _read_address(value: Any, _main: str) -> tuple[Any, Any]:
    first, *rest = as_list(value) or [None]
    if isinstance(first, str) and ctdl.is_address(first):
        return first, rest or None
    return None, value


def _read_number(value: Any, _main: str) -> tuple[Any, Any]:
    entries = as_list(value)
    if len(entries) == 1 and isinstance(entries[0], int | float | str) and not isinstance(entries[0], bool):
        try:
            number = float(entries[0])
        except ValueError:
            return None, value
        if number == number and abs(number) != float("inf"):
            return number, None
    return None, value


def _write_occupations(value: list[Mapping[str, str]] | None, main: str) -> Any:
    return [_occupation(entry, main) for entry in value or []] or None


def _occupation(entry: Mapping[str, str], main: str) -> dict[str, Any]:
    """An occupation as a CredentialAlignmentObject, the way the registry publishes O*NET codes."""
    scheme, code, title = (entry.get(key) for key in ("scheme", "code", "title"))
    made: dict[str, Any] = {"@type": "ceterms:CredentialAlignmentObject"}
    if scheme == ONET:
        made["ceterms:framework"] = ONET_FRAMEWORK
    if scheme:
        made["ceterms:frameworkName"] = {main: scheme}
    if scheme == ONET and code:
        made["ceterms:targetNode"] = f"{ONET_SUMMARY}{code}"
    if code:
        made["ceterms:codedNotation"] = code
    if title:
        made["ceterms:targetNodeName"] = {main: title}
    return made


def _read_occupations(value: Any, main: str) -> tuple[Any, Any]:
    """Alignment objects that say no more than scheme, code and title; anything richer is left over whole."""
    found, rest = [], []
    for entry in as_list(value):
        plain = _plain_occupation(entry, main)
        if plain and _occupation(plain, main) == entry:
            found.append(plain)
        else:
            rest.append(entry)
    return found or None, rest or None


def _plain_occupation(entry: Any, main: str) -> dict[str, str] | None:
    if not isinstance(entry, dict):
        return None
    names = {
        "scheme": as_map(entry.get("ceterms:frameworkName")).get(main),
        "code": entry.get("ceterms:codedNotation"),
        "title": as_map(entry.get("ceterms:targetNodeName")).get(main),
    }
    return {key: text for key, text in names.items() if isinstance(text, str) and text} or None


def as_map(value: Any) -> dict[str, Any]:
    """A language map, or an empty one."""
    return value if is_language_map(value) else {}


WRITE: dict[str, Write] = {
    "text": _write_plain,
    "text list": _write_list,
    "map": _write_map,
    "maps": _write_maps,
    "lists": _write_lists,
    "word in main language": _write_word,
    "words in main language": _write_words,
    "languages": _write_languages,
    "language": _write_list,
    "status": _write_status,
    "address": _write_address,
    "addresses": _write_addresses,
    "number": _write_plain,
    "occupations": _write_occupations,
}
READ: dict[str, Read] = {
    "text": _read_text,
    "text list": _read_text,
    "map": _read_map,
    "maps": _read_maps,
    "lists": _read_lists,
    "word in main language": _read_word,
    "words in main language": _read_word,
    "languages": _read_languages,
    "language": _read_language,
    "status": _read_status,
    "address": _read_address,
    "addresses": _read_addresses,
    "number": _read_number,
    "occupations": _read_occupations,
}
