# SPDX-License-Identifier: Apache-2.0
"""What a Word document says, in its order: paragraphs as lines of an outline, tables as rows of cells."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from studio.importing.lists.lines import HEADING, ITEM, TEXT, Line, line_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ASIDE = re.compile(r"/word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
_NAMES = {
    "header": "headers",
    "footer": "footers",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}
_LIST_STYLE = re.compile(r"^(list|aufz|liste|lista)", re.IGNORECASE)
_NO_NUMBERING = "0"
"""Takes the number or bullet of its style away from a paragraph (ISO/IEC 29500-1, 17.9.18)."""
_WIDEST = 1_000


@dataclass(slots=True)
class Document:
    """``lines``: a paragraph in the style Title is a heading of level 0."""

    lines: list[Line] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    aside: dict[str, list[str]] = field(default_factory=dict)
    """Headers, footers, notes and comments."""


@dataclass(slots=True)
class _Style:
    outline: int | None = None
    level: int | None = None
    listed: bool = False
    title: bool = False


def open_document(data: bytes) -> Document:
    """Read a document that has been checked. Raises whatever the library raises for a damaged one."""
    import docx

    opened = docx.Document(io.BytesIO(data))
    styles = _styles(opened)
    made = Document()
    number = 0
    for element in _blocks(opened.element.body):
        if element.tag == f"{_W}tbl":
            made.tables.append(_rows(element))
            continue
        text = _text(element)
        if not text:
            continue
        number += 1
        style = styles.get(_value(element, "pPr/pStyle"), _Style())
        made.lines.append(_line(number, element, text, style))
    for part in opened.part.package.iter_parts():
        match = _ASIDE.fullmatch(str(part.partname))
        if match:
            texts = [text for element in _paragraphs(_root(part)) if (text := _text(element))]
            if texts:
                made.aside.setdefault(_NAMES[match[1]], []).extend(texts)
    return made


def _root(part: Any) -> Any:
    element = getattr(part, "element", None)
    if element is not None:
        return element
    from docx.oxml import parse_xml

    return parse_xml(part.blob)


def _line(number: int, element: Any, text: str, style: _Style) -> Line:
    """A paragraph as a line: by its style, else by its numbering, else by what it begins with."""
    own = _value(element, "pPr/outlineLvl")
    outline = int(own) if own.isdigit() else style.outline
    if outline is not None and outline < 9:
        return Line(number, HEADING, outline + 1, "#", "", text)
    if style.title:
        return Line(number, HEADING, 0, "#", "", text)
    level, numbering = _value(element, "pPr/numPr/ilvl"), _value(element, "pPr/numPr/numId")
    listed = numbering != _NO_NUMBERING and (style.listed or element.find(f"{_W}pPr/{_W}numPr") is not None)
    if listed:
        depth = int(level) if level.isdigit() else style.level or 0
        return Line(number, ITEM, depth, "list", "", text)
    made = line_of(number, text, _indent(element))
    return made if made.kind == ITEM else Line(number, TEXT, made.depth, "", "", text)


def _indent(element: Any) -> int:
    """The indentation in twips, as a depth."""
    found = element.find(f"{_W}pPr/{_W}ind")
    if found is None:
        return 0
    left = found.get(f"{_W}left") or found.get(f"{_W}start") or "0"
    return int(left) // 100 if left.isdigit() and len(left) < 7 else 0


def _styles(opened: Any) -> dict[str, _Style]:
    """What each style of paragraphs says about structure, its own word or that of the style it is based on."""
    elements = {str(style.get(f"{_W}styleId")): style for style in opened.styles.element.iter(f"{_W}style")}
    found: dict[str, _Style] = {}
    for name, element in elements.items():
        made = found[name] = _Style()
        at: Any = element
        seen: set[str] = set()
        while at is not None and len(seen) < 20:
            outline, level = _value(at, "pPr/outlineLvl"), _value(at, "pPr/numPr/ilvl")
            if made.outline is None and outline.isdigit():
                made.outline = int(outline)
            if made.level is None and level.isdigit():
                made.level = int(level)
            called = _value(at, "name")
            heading = re.fullmatch(r"heading (\d)", called, re.IGNORECASE)
            if heading and made.outline is None:
                made.outline = int(heading[1]) - 1
            made.title = made.title or called.casefold() == "title"
            if at.find(f"{_W}pPr/{_W}numPr") is not None or _LIST_STYLE.match(called):
                made.listed = True
                digit = re.search(r"(\d)$", called)
                if made.level is None and digit:
                    made.level = int(digit[1]) - 1
            based = _value(at, "basedOn")
            at = elements.get(based) if based not in seen else None
            seen.add(based)
    return found


def _value(element: Any, path: str) -> str:
    found = element.find("/".join(f"{_W}{step}" for step in path.split("/")))
    return str(found.get(f"{_W}val") or "") if found is not None else ""


# -- walking, without recursion: a document may nest as deep as it likes


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in reading order, also those inside content controls and text boxes."""
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}tbl":
            yield element
        elif element.tag == f"{_W}p":
            yield element
            stack += reversed([inner for inner in element.iter(f"{_W}txbxContent") if _is_shown(inner, element)])
        elif element.tag != _FALLBACK:
            stack += reversed(element)


def _is_shown(inner: Any, top: Any) -> bool:
    """Text boxes are written twice, once for old programs; and a box inside a box comes with its own paragraph."""
    at = inner.getparent()
    while at is not None and at is not top:
        if at.tag in (_FALLBACK, f"{_W}txbxContent"):
            return False
        at = at.getparent()
    return True


def _is_fallback(paragraph: Any, cell: Any) -> bool:
    at = paragraph.getparent()
    while at is not None and at is not cell:
        if at.tag == _FALLBACK:
            return True
        at = at.getparent()
    return False


def _paragraphs(root: Any) -> Iterator[Any]:
    return iter(root.iter(f"{_W}p"))


def _text(paragraph: Any) -> str:
    """The text of a paragraph: runs, links, insertions; no deletions, and no text boxes."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append("\n" if element.tag != f"{_W}tab" else "\t")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif element.tag not in (f"{_W}pPr", f"{_W}txbxContent", f"{_W}del", _FALLBACK, f"{_W}p"):
            stack += reversed(element)
    return "".join(parts).strip()


def _rows(table: Any) -> list[list[str]]:
    """The cells of a table; a merged cell has its text once. A table inside a cell is part of its text."""
    rows: list[list[str]] = []
    for row in _children(table, "tr"):
        cells: list[str] = []
        for cell in _children(row, "tc"):
            span = _value(cell, "tcPr/gridSpan")
            shown = (each for each in cell.iter(f"{_W}p") if not _is_fallback(each, cell))
            texts = [text for paragraph in shown if (text := _text(paragraph))]
            cells.append("\n".join(texts))
            cells += [""] * (min(int(span), _WIDEST) - 1 if span.isdigit() and len(span) < 6 else 0)
        rows.append(cells[:_WIDEST] + ["\n".join(filter(None, cells[_WIDEST:]))] * (len(cells) > _WIDEST))
    return rows


def _children(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also inside content controls."""
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            stack += reversed(child)
