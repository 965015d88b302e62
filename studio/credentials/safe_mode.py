# SPDX-License-Identifier: Apache-2.0
"""JSON-LD safe mode: nothing in a signed document may fall outside the signature.

JSON-LD silently drops what its vocabulary does not define and what is not an absolute address. A dropped word could
be changed by anybody afterwards. So it is refused, with its place. No Python library has this; the rules are those
of Node's jsonld.js (``safe: true``), and stricter before signing, where text that travels badly is refused too.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from studio.credentials.errors import CredentialError, UnsafeDocument

BASE = "relative://document/"
"""Relative addresses are resolved against this, so that they can be told from absolute ones afterwards."""

MOST_DEPTH = 60
_LARGEST_EXACT = 2**53
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f]*")
_LOOKS_LIKE_KEYWORD = re.compile(r"@[A-Za-z]+")

Path = tuple[str | int, ...]


def place_of(path: Path) -> str:
    """``("credentialSubject", "result", 0)`` -> ``credentialSubject.result[0]``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "the top of the document"


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a JSON document with its path, outer ones first; ``@context`` is not looked into."""
    if len(path) > MOST_DEPTH:
        raise UnsafeDocument(place_of(path), f"The document is nested more than {MOST_DEPTH} levels deep.")
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "@context":
                yield from walk(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index))


def check_values(document: Any) -> None:
    """Refuse, before signing, what other programs would read differently or not at all.

    Control characters (often pasted from slides), halves of characters, nulls, empty lists (Open Badges 3.0
    serialization: both must be left out), numbers that JSON programs round differently.
    Raises ``UnsafeDocument`` naming the first place.
    """
    for path, value in walk(document):
        place = place_of(path)
        if isinstance(value, str):
            _check_text(value, place)
        elif isinstance(value, dict):
            for key in value:
                _check_text(key, place)
        elif value is None:
            raise UnsafeDocument(place, f"{place} has no value. Leave it out.")
        elif value == []:
            raise UnsafeDocument(place, f"{place} is an empty list. Leave it out.")
        elif isinstance(value, float) and not math.isfinite(value):
            raise UnsafeDocument(place, f"{place} is not a number that JSON can hold.")
        elif isinstance(value, int | float) and abs(value) > _LARGEST_EXACT:
            raise UnsafeDocument(place, f"{place} is a number too large to be read the same way by every program.")


def _check_text(text: str, place: str) -> None:
    found = _CONTROL.search(text)
    if found:
        raise UnsafeDocument(
            place,
            f"{place} holds the control character U+{ord(found.group()):04X}, often pasted from slides. "
            "Delete it and type the text again.",
        )


def check_names(document: Any) -> None:
    """Refuse a credential whose words do not mean what they say.

    A signature covers statements, not spelling. With ``validUntil`` written as its full address, renamed by a
    vocabulary of the document's own, or moved into ``@included``, the signature of an expired badge would still fit
    while every program that looks for ``validUntil`` finds none. So names are plain terms of known vocabularies.
    Raises ``UnsafeDocument`` with the place.
    """
    for path, value in walk(document):
        if not isinstance(value, dict):
            continue
        for key in value:
            place = place_of((*path, key))
            if key == "@context":
                entries = value[key] if isinstance(value[key], list) else [value[key]]
                if not all(isinstance(entry, str) for entry in entries):
                    raise UnsafeDocument(place, f"{place}: a credential may not bring a vocabulary of its own.")
            elif key.startswith("@") or ":" in key:
                raise UnsafeDocument(place, f"{place}: the name is not a plain word of a known vocabulary.")


def expand(document: dict[str, Any], options: dict[str, Any]) -> list[Any]:
    """The document in JSON-LD's expanded form, with nothing lost.

    ``options`` are pyld's (see ``Contexts.options``). Raises ``UnsafeDocument`` with the place of the first term,
    identifier, type or value that would be dropped, and ``ContextUnavailable`` for a vocabulary we do not have.
    """
    dropped: list[str | None] = []
    expanded = _expand(document, options, dropped.append)
    if dropped:
        _refuse_dropped(document, options, dropped)
    for node in expanded:
        _check_node(node, document)
    return expanded


def _expand(document: Any, options: dict[str, Any], on_dropped: Callable[[str | None], object]) -> list[Any]:
    from pyld.jsonld import JsonLdProcessor

    with pyld_errors():
        expanded: list[Any] = JsonLdProcessor(on_dropped).expand(document, {**options, "base": BASE})
    return expanded


@contextmanager
def pyld_errors() -> Iterator[None]:
    """Whatever pyld raises on a strange document, as one sentence."""
    from pyld.jsonld import JsonLdError

    try:
        yield
    except CredentialError:
        raise
    except JsonLdError as error:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, CredentialError):
                raise cause from error
            last, cause = cause, cause.__cause__
        reason = str(getattr(last, "args", ["it is not JSON-LD"])[0]).split("\n")[0].rstrip(".")
        raise CredentialError(f"The document cannot be read as JSON-LD: {reason}.") from error
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        # pyld meets a value of a kind that it did not expect.
        raise CredentialError("The document cannot be read as JSON-LD: a value is of the wrong kind.") from error
    except RecursionError as error:
        raise CredentialError("The document is nested too deeply to be read.") from error


def _refuse_dropped(document: dict[str, Any], options: dict[str, Any], dropped: list[str | None]) -> None:
    """Find where the first dropped name stands: the entry without which one name fewer is dropped."""
    name = dropped[0]
    for path, value in list(walk(document)):
        if not path or not isinstance(path[-1], str):
            continue
        key = path[-1]
        # A name that only looks like a keyword, or is mapped to nothing, is reported without its text.
        if key != name and name is not None:
            continue
        without: list[str | None] = []
        _expand(_copy_without(document, path), options, without.append)
        if name in dropped and without.count(name) < dropped.count(name) and not _holds_dropped(value, key, name):
            place = place_of(path)
            if _LOOKS_LIKE_KEYWORD.fullmatch(key):
                raise UnsafeDocument(place, f'{place}: "{key}" looks like a JSON-LD keyword and is not one.')
            raise UnsafeDocument(
                place,
                f'{place}: no vocabulary of this document defines "{key}", so it would not be signed. '
                "Remove it or add its vocabulary.",
            )
    raise UnsafeDocument("", f'The document holds "{name}", which no vocabulary defines, so it would not be signed.')


def _holds_dropped(value: Any, key: str, name: str | None) -> bool:
    """Whether the entry only holds the dropped one deeper inside (for names reported without text)."""
    if name is not None or _LOOKS_LIKE_KEYWORD.fullmatch(key):
        return False
    return any(isinstance(inner, dict) for _, inner in walk(value))


def _copy_without(document: dict[str, Any], path: Path) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    parent: Any = changed
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]
    return changed


def _check_node(node: Any, document: dict[str, Any]) -> None:
    if isinstance(node, list):
        for inner in node:
            _check_node(inner, document)
    elif isinstance(node, dict) and "@value" in node:
        _check_value(node, document)
    elif isinstance(node, dict):
        for key, value in node.items():
            _check_entry(key, value, document)


def _check_entry(key: str, value: Any, document: dict[str, Any]) -> None:
    if key == "@id":
        _check_iri(value, document, "identifier")
    elif key == "@type":
        for one in value:
            _check_iri(one, document, "type")
    elif key == "@index":
        raise _refusal(document, value, "is kept under an index that would not be signed")
    elif key == "@reverse":
        for predicate, inner in value.items():
            _check_entry(predicate, inner, document)
    else:
        if not key.startswith("@"):
            _check_iri(key, document, "property")
        _check_node(value, document)


def _check_value(node: dict[str, Any], document: dict[str, Any]) -> None:
    value = node["@value"]
    if "@direction" in node or "@index" in node:
        raise _refusal(document, value, "carries a text direction or index, which would not be signed")
    language = node.get("@language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise _refusal(document, value, f'has the language "{language}", which is not a language tag')
    datatype = node.get("@type")
    if datatype is not None and datatype != "@json":
        _check_iri(datatype, document, "type")


def _check_iri(iri: Any, document: dict[str, Any], what: str) -> None:
    if isinstance(iri, str):
        if iri.startswith("_:") and what != "property":
            return
        if not iri.startswith("relative:") and _ABSOLUTE.fullmatch(iri):
            return
    reason = f"is not a full web address or other absolute identifier, so this {what} would not be signed"
    raise _refusal(document, iri, reason)


def _refusal(document: dict[str, Any], value: Any, reason: str) -> UnsafeDocument:
    """The refusal with the first place in the source document that holds the value, or resolves to it."""
    from pyld.iri_resolver import resolve

    for path, found in walk(document):
        if found == value or (isinstance(found, str) and isinstance(value, str) and resolve(found, BASE) == value):
            place = place_of(path)
            return UnsafeDocument(place, f'{place}: "{found}" {reason}.')
    return UnsafeDocument("", f'The document holds "{value}", which {reason}.')
