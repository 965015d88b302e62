# SPDX-License-Identifier: Apache-2.0
"""Text in spreadsheet cells: nothing that a spreadsheet program would run as a formula, nothing that XML cannot hold,
and every text comes back as it was."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")

LONGEST = 32_000
"""Characters in one cell; Excel stops at 32,767."""

# What XML 1.0 cannot hold, a carriage return (which it reads as a line feed), and what looks like our own escapes.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EMPTY = "_x2205_"


def neutralise(text: str) -> str:
    """A text for a CSV cell: an apostrophe ahead of what a spreadsheet program would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """The text that :func:`neutralise` was given."""
    return text[1:] if _MARKED.match(text) else text


def escape(text: str) -> str:
    """A text for a cell of our own workbook: every character survives, and an empty text is not an empty cell."""
    if not text:
        return _EMPTY
    return _UNSAFE.sub(lambda match: f"_x{ord(match[0][0]):04X}_{match[0][1:]}", text)


def unescape(text: str) -> str:
    """The text that :func:`escape` was given."""
    if text == _EMPTY:
        return ""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def pieces(text: str) -> list[str]:
    """A long text in parts that fit one cell each."""
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)] or [""]
