# SPDX-License-Identifier: Apache-2.0
"""JSON as people save it: with comments, commas too many or too few, several documents in one file, or in an old
encoding.

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


_PIECES = re.compile(r'"(?:[^"\\\n]+|\\.)*"?|[{}\[\],:;]|[^\s{}\[\],:;"]+')


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
        result.documents = _mended(cleaned, result.notes)
        if len(result.documents) > 1:
            result.notes.append(f"The file holds {len(result.documents)} documents")
    for document in result.documents:
        _check_depth(document)
    if not result.documents:
        raise NotJson("it is empty")
    return result


def _mended(text: str, notes: list[str]) -> list[Any]:
    """The documents of a text, with commas put right where that is all that is the matter."""
    try:
        return list(_documents(text))
    except NotJson:
        mended, line = _with_commas(text)
        if not line:
            raise
        try:
            documents = list(_documents(mended))
        except NotJson:
            documents = []
        if not documents:
            raise
        notes.append(f"Commas were missing, or there were too many (first in line {line}); they were put right")
        return documents


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


def _with_commas(text: str) -> tuple[str, int]:
    """The text with one comma between any two members of an object or entries of a list, and the first line in which
    there was none, several, or a semicolon; 0: there was no such line."""
    made: list[str] = []
    wrong: list[int] = []
    at = depth = 0
    between = ""  # since the last value of this object or list; ":" behind a name, "{" at the beginning
    ended = 0  # where in ``made`` that value ended
    for match in _PIECES.finditer(text):
        piece = match[0]
        made.append(text[at : match.start()])
        at = match.end()
        if piece in ",;" and depth:
            between = between + piece if between not in ("{", ":") else between
            made.append(" ")
            continue
        if piece in "}]":
            if between.strip("{:,"):
                wrong.append(match.start())
            depth, between = max(depth - 1, 0), ""
        elif piece == ":":
            between = ":"
        else:
            if depth and between not in ("{", ":"):
                made[ended] += ","
                if between != ",":
                    wrong.append(match.start())
            between = "{" if piece in "{[" else ""
            depth += piece in "{["
        made.append(piece)
        ended = len(made) - 1
    return "".join([*made, text[at:]]), text.count("\n", 0, wrong[0]) + 1 if wrong else 0


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
            words = _WORDS.get(error.msg, error.msg.lower())
            raise NotJson(f"line {error.lineno}, column {error.colno}: {words}") from None
        except RecursionError:
            raise NotJson(_TOO_DEEP) from None
        yield document


_WORDS = {
    "Expecting ',' delimiter": "a comma or a closing bracket is missing here",
    "Expecting ':' delimiter": "a colon and a value are missing here",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing here",
    "Expecting value": "a value is missing here",
    "Illegal trailing comma before end of object": "a name in double quotes is missing here",
    "Illegal trailing comma before end of array": "a value is missing here",
    "Unterminated string starting at": "the text that begins here has no closing quote",
}
"""What Python's reader of JSON says, in words for everybody."""

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


_CONTAINERS = frozenset({dict, list})


def _check_depth(document: Any) -> None:
    level = [document] if type(document) in _CONTAINERS else []
    for _ in range(DEEPEST):
        level = [
            child
            for entry in level
            for child in (entry.values() if type(entry) is dict else entry)
            if type(child) in _CONTAINERS
        ]
        if not level:
            return
    raise NotJson(_TOO_DEEP)
