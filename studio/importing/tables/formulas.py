# SPDX-License-Identifier: Apache-2.0
"""Formulas and errors in the cells of a workbook, found in its XML where they stand. Nothing is computed.

Most sheets have none or a few, and a library that makes an object of every cell takes long to say so."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK = "xl/workbook.xml"
_FORMULA = re.compile(rb"<f[ >/]")
_PREFIXED = re.compile(rb"<\w+:[cf][ />]")
_PLACE = re.compile(rb"\sr=\"([A-Z]{1,3})(\d{1,7})\"")
_SHARED = re.compile(rb"\ssi=\"(\d+)\"")
_ERROR = b' t="e"'
_ROW_END = b"</row>"
_PIECE = 1 << 20


class OtherSpelling(Exception):
    """The sheet is written in a way that only a full reader of XML understands."""


@dataclass(frozen=True, slots=True)
class Told:
    """A cell with a formula, or one that shows an ``error``: its place counted from 0, and its text."""

    row: int
    column: int
    text: str
    error: bool


def sheets_of(data: bytes) -> dict[str, str]:
    """The part of each sheet by the sheet's name. The workbook has been checked for document types before."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 (checked before)
        targets = {entry.get("Id"): entry.get("Target") or "" for entry in relations}
        book = ElementTree.fromstring(archive.read(_WORKBOOK))  # noqa: S314 (checked before)
        found = {entry.get("name") or "": targets.get(entry.get(_RELATION), "") for entry in book.iter(f"{_MAIN}sheet")}
        return {name: posixpath.normpath(posixpath.join("/xl", target))[1:] for name, target in found.items()}


def cells_of(data: bytes, part: str) -> Iterator[Told]:
    """The cells of a sheet with a formula or an error. Raises OtherSpelling, perhaps after some."""
    shared: dict[bytes, tuple[str, str]] = {}
    for rows in _pieces(data, part):
        if _FORMULA.search(rows) is None and _ERROR not in rows:
            continue
        # By splitting, not by an expression: what a hostile file leaves open is not looked for again and again.
        for cell in rows.split(b"</c>"):
            start = max(cell.rfind(b"<c "), cell.rfind(b"<c>"))
            attributes, _, inside = cell[start:].partition(b">") if start >= 0 else (b"/", b"", b"")
            error = _ERROR in attributes
            formula = _FORMULA.search(inside)
            if attributes.endswith(b"/") or not (error or formula):
                continue
            place = _PLACE.search(attributes)
            if place is None:
                raise OtherSpelling
            if formula is not None:
                text = _formula(inside[formula.start() :], (place[1] + place[2]).decode(), shared)
            else:
                text = _text(inside.partition(b"<v>")[2].partition(b"</v>")[0])
            yield Told(int(place[2]) - 1, _column(place[1]), text, formula is None)


def _pieces(data: bytes, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end with a row."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part) as sheet:
        waiting: list[bytes] = []
        while piece := sheet.read(_PIECE):
            end = piece.rfind(_ROW_END) + len(_ROW_END) if _ROW_END in piece else 0
            waiting.append(piece[:end] if end else piece)
            if end:
                yield _usual(b"".join(waiting))
                waiting = [piece[end:]]
        yield _usual(b"".join(waiting))


def _usual(rows: bytes) -> bytes:
    """The same rows. Raises OtherSpelling for UTF-16, CDATA, other quotation marks and prefixes."""
    prefixed = (b":c" in rows or b":f" in rows) and _PREFIXED.search(rows) is not None
    if prefixed or b"\x00" in rows or b"<!" in rows or b"t='" in rows:
        raise OtherSpelling
    return rows


def _formula(element: bytes, place: str, shared: dict[bytes, tuple[str, str]]) -> str:
    """The text of a formula. One that is shared is written once; for other cells it is moved to their place."""
    attributes, _, rest = element.partition(b">")
    text = "=" if attributes.endswith(b"/") else f"={_text(rest.partition(b'</f>')[0])}"
    number = _SHARED.search(attributes)
    if number is None:
        return text
    if text != "=":
        shared[number[1]] = (text, place)
    if text != "=" or number[1] not in shared:
        return text
    from openpyxl.formula.translate import Translator, TranslatorError

    usual, origin = shared[number[1]]
    try:
        return str(Translator(usual, origin).translate_formula(place))
    except TranslatorError:  # it would name a cell above or left of the first one
        return usual


def _text(inside: bytes) -> str:
    if b"&" not in inside and b"<" not in inside and b"\r" not in inside:
        return inside.decode("utf-8")
    return ElementTree.fromstring(b"<f>" + inside + b"</f>").text or ""  # noqa: S314 (no document type in it)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
