# SPDX-License-Identifier: Apache-2.0
"""JSON as people save it: with comments, trailing commas, several documents in one file, or in an old encoding.

Strict JSON goes the quick way. What could hurt (endless nesting, numbers of a million digits, a property twice in one
object) is refused with one sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

DEEPEST = 60
"""Levels of nesting. Published graphs have fewer than ten."""

LONGEST_NUMBER = 40
"""Digits of a number."""

# Texts first, so that nothing inside them is taken for a comment. What has no end goes to the end of the file: looking
# for an end again and again would take for ever.
_COMMENTS = re.compile(r'"(?:[^"\\\n]+|\\.)*"?|//[^\n]*|/\*(?:.*?\*/|.*)', re.DOTALL)
_COMMAS = re.compile(r'"(?:[^"\\\n]+|\\.)*"?|,(?=\s*[}\]])', re.DOTALL)
_HALF = re.compile(r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})")
"""A backslash, a character written as two halves, or (group 1) one half alone."""


class NotJson(ValueError):
    """The text is no JSON this program can use; the message says where and why, without the file's name."""


@dataclass(slots=True)
class Parsed:
    """The documents of a file, and what had to be overlooked to read them."""

    documents: list[Any]
    encoding: str
    notes: list[str] = field(default_factory=list)


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8, UTF-16 with its mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def parse(data: bytes) -> Parsed:
    """All documents of a file. Raises NotJson."""
    text, encoding = decode(data)
    result = Parsed([], encoding)
    if encoding == "cp1252":
        result.notes.append("The text is Windows-1252, not UTF-8")
    if encoding != "utf-8" and (unknown := text.count("\ufffd")):
        result.notes.append(f"{unknown} characters cannot be read in this encoding; each is kept as \ufffd")
    if "\\ud" in text or "\\uD" in text:
        text, halves = _without_halves(text)
        if halves:
            result.notes.append(f"{halves} halves of characters, which no text can hold; each is kept as \ufffd")
    try:
        result.documents = [_load(text)]
    except json.JSONDecodeError:
        cleaned = _without_comments(text)
        if cleaned != text:
            result.notes.append("Comments or trailing commas were passed over")
        result.documents = list(_documents(cleaned))
        if len(result.documents) > 1:
            result.notes.append(f"The file holds {len(result.documents)} documents")
    for document in result.documents:
        _check_depth(document)
    if not result.documents:
        raise NotJson("it is empty")
    return result


def _without_comments(text: str) -> str:
    """Comments and trailing commas as blanks, so that lines and columns in messages stay right."""

    def blank(match: re.Match[str]) -> str:
        found = match[0]
        return found if found.startswith('"') else re.sub(r"[^\n]", " ", found)

    return _COMMAS.sub(blank, _COMMENTS.sub(blank, text))


def _without_halves(text: str) -> tuple[str, int]:
    halves = 0

    def whole(match: re.Match[str]) -> str:
        nonlocal halves
        halves += bool(match[1])
        return "\\ufffd" if match[1] else match[0]

    return _HALF.sub(whole, text), halves


def _documents(text: str) -> Iterator[Any]:
    decoder = _decoder()
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,;\x1e":
            at += 1
        if at >= len(text):
            return
        try:
            document, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise NotJson(f"line {error.lineno}, column {error.colno}: {error.msg.lower()}") from None
        except RecursionError:
            raise NotJson(_TOO_DEEP) from None
        yield document


_TOO_DEEP = f"its objects are nested more than {DEEPEST} levels deep"


def _load(text: str) -> Any:
    try:
        return _decoder().decode(text)
    except RecursionError:
        raise NotJson(_TOO_DEEP) from None


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_object, parse_int=_whole, parse_float=_number, parse_constant=_constant, strict=False
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        for name, value in pairs:
            if value is not made[name] and value != made[name]:
                raise NotJson(f'one object has the property "{name[:80]}" twice, with different values')
    return made


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise NotJson(f"the number {digits[:20]}… has {len(digits)} digits")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits) if len(digits) <= 400 else float("inf")
    if number in (float("inf"), float("-inf")):
        raise NotJson(f"the number {digits[:20]} is too large")
    return number


def _constant(name: str) -> Any:
    raise NotJson(f"{name} is not a number of JSON")


def _check_depth(document: Any) -> None:
    level = [document] if isinstance(document, dict | list) else []
    for _ in range(DEEPEST):
        children = (child for entry in level for child in (entry.values() if isinstance(entry, dict) else entry))
        level = [child for child in children if isinstance(child, dict | list)]
        if not level:
            return
    raise NotJson(_TOO_DEEP)
