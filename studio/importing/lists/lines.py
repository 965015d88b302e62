# SPDX-License-Identifier: Apache-2.0
"""Lines of a list as people type it: bullets, numbers, letters, indentation, Markdown headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADING = "heading"
ITEM = "item"
TEXT = "text"

_BULLET = re.compile(
    r"(?P<mark>\*{1,6}|[-+•◦▪‣–—●○■□·◆◇❖►▶➢➤☐☑☒✓✔\uf0a7\uf0b7\uf0d8\uf0fc]|o(?=\s{2}))\s+(?P<text>\S.*)", re.DOTALL
)
"""Also boxes to tick, what Word's bullets are when pasted as text, and ``**`` for the second level."""
_HEADING = re.compile(r"(?P<mark>#{1,6})\s+(?P<text>\S.*?)\s*#*$", re.DOTALL)
_NUMBER = re.compile(r"\(?(?P<mark>\d{1,4}(?:\.\d{1,4}){0,8})(?P<end>[.):]|(?<=\d))\)?\s+(?P<text>\S.*)", re.DOTALL)
_BARE_NUMBER = re.compile(r"(?P<mark>\d{1,4})\s+(?P<text>\S.*)", re.DOTALL)
_LETTER = re.compile(r"\(?(?P<mark>[A-Za-z]|[ivxlcIVXLC]{2,7})[.)]\s+(?P<text>\S.*)", re.DOTALL)
_LINE_END = re.compile(r"\r\n?|\n")
_TAB = 4


@dataclass(slots=True)
class Line:
    """One line: what it is, how deep it says it stands, its mark, its text.

    ``depth`` of a heading is its level, of anything else its indentation in spaces; ``style`` tells marks of one list
    from those of another: ``1.`` from ``a)`` and from ``1.1``.
    """

    number: int
    kind: str
    depth: int
    style: str
    mark: str
    text: str


def lines_of(text: str) -> list[Line]:
    """The filled lines of a text."""
    found: list[Line] = []
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        whole = raw.expandtabs(_TAB)
        stripped = whole.strip()
        if stripped:
            found.append(line_of(number, stripped, len(whole) - len(whole.lstrip())))
    _tell_bare_numbers(found)
    _tell_roman(found)
    return found


def line_of(number: int, text: str, indent: int) -> Line:
    """One line without the spaces around it."""
    match = _HEADING.fullmatch(text)
    if match:
        return Line(number, HEADING, len(match["mark"]), "#", "", match["text"])
    match = _BULLET.fullmatch(text)
    if match:
        return Line(number, ITEM, indent + len(match["mark"]) - 1, match["mark"][0], "", match["text"])
    match = _NUMBER.fullmatch(text)
    if match and (match["end"] or "." in match["mark"]):
        parts = match["mark"].count(".") + 1
        return Line(number, ITEM, indent, f"1/{parts}", match["mark"], match["text"])
    match = _LETTER.fullmatch(text)
    if match:
        mark = match["mark"]
        style = ("A" if mark.isupper() else "a") if len(mark) == 1 else ("I" if mark.isupper() else "i")
        return Line(number, ITEM, indent, style, mark, match["text"])
    return Line(number, TEXT, indent, "", "", text)


def _tell_bare_numbers(lines: Sequence[Line]) -> None:
    """``1 Numbers`` is an item where ``1.1`` is one, and so is ``2 Letters`` after it."""
    above = {line.mark.split(".")[0] for line in lines if line.kind == ITEM and line.style.startswith("1/")}
    last = ""
    for line in lines if above else ():
        match = _BARE_NUMBER.fullmatch(line.text) if line.kind == TEXT else None
        if match and (match["mark"] in above or (last and int(match["mark"]) == int(last) + 1)):
            line.kind, line.style, line.mark, line.text = ITEM, "1/1", match["mark"], match["text"]
        if line.style == "1/1":
            last = line.mark


def _tell_roman(lines: Sequence[Line]) -> None:
    """``i)`` is the ninth letter after ``h)``, and the first Roman number elsewhere."""
    before: dict[str, str] = {}
    for line in lines:
        if line.kind != ITEM or line.style not in ("a", "A"):
            continue
        letter, style = line.mark, line.style
        if letter.lower() in "ivx" and before.get(style, "").lower() != chr(ord(letter.lower()) - 1):
            line.style = "I" if style == "A" else "i"
        else:
            before[style] = letter


def only_top_heading(lines: Sequence[Line]) -> str | None:
    """The heading that stands first and alone on its level: the title of the whole."""
    if not lines or lines[0].kind != HEADING:
        return None
    top = lines[0].depth
    return lines[0].text if sum(1 for line in lines if line.kind == HEADING and line.depth <= top) == 1 else None


def is_list(lines: Sequence[Line]) -> bool:
    """Whether a text is a list: most lines are items or headings, and two at least are items."""
    items = sum(1 for line in lines if line.kind == ITEM)
    marked = items + sum(1 for line in lines if line.kind == HEADING)
    return items >= 2 and marked * 10 >= len(lines) * 6
