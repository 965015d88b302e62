# SPDX-License-Identifier: Apache-2.0
"""Workbooks and documents, which are zip archives of XML: looked into before a library for them sees the bytes."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from studio.importing.guards import LARGEST_RATIO, SMALL_CONTENT
from studio.importing.readers import ImportRefused

LARGEST_CONTENT = 600_000_000
"""Bytes of all parts of a workbook together, unpacked."""

LARGEST_AREA = 40_000_000
"""Cells of all sheets of a workbook, counted from the first row and column to the last ones that have something."""

_MOST_PARTS = 10_000
_PIECE = 1 << 20
_TAIL = 400  # more than any tag that is looked for
_LONGEST_CELL = 200_000  # bytes that are carried over to the next piece

_PLAIN_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<[A-Za-z_]")
"""The start of a part whose root element comes at once; behind it there is no document type (XML 1.0, 2.8)."""

_CLOSE_LOOK = re.compile(
    rb"<c(?! r=\"[A-Z]\d{1,6}\"(?: s=\"\d+\")?(?: t=\"(?:s|n|b|d|str|inlineStr)\")?(?:/>|>(?:<v>|<is>)))(?!ol)"
)
"""A cell that is not as most are: beyond column Z or row 999,999, with a formula or an error, or written unusually.
One search for all of it: large sheets have millions of cells."""


def check_workbook(data: bytes, name: str, watch: Callable[[bytes], None] | None = None) -> int:
    """Look into a zipped workbook without trusting it, and return how many bytes its sheets unpack to.

    Refuses: not a workbook, truncated, encrypted, far too large when unpacked, XML with a document type (and so with
    entities, external or multiplying). Parts are unpacked in pieces, never as a whole.
    ``watch`` sees those pieces of the sheets that may have formulas or cells with errors.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _refuse_locked(entries, name, "Excel")
            _refuse_other_archive(archive, names, name)
            _refuse_bomb(entries, data, name, "workbook")
            area = 0
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    area += _look_into(archive, entry, name, watch)
            if area > LARGEST_AREA:
                raise ImportRefused(
                    f'"{name}" has cells far away from the table: its sheets are {area:,} cells large. Copy the table '
                    "into a new workbook and import that."
                )
            return sum(entry.file_size for entry in entries if entry.filename.startswith("xl/worksheets/"))
    except (zipfile.BadZipFile, EOFError, RuntimeError, OSError, ValueError, zlib.error, lzma.LZMAError):
        raise ImportRefused(
            f'"{name}" is damaged: the end of the workbook is missing or changed. Save or download it again.'
        ) from None


def check_document(data: bytes, name: str) -> None:
    """Look into a Word document as :func:`check_workbook` looks into a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_locked(entries, name, "Word")
            if "word/document.xml" not in {entry.filename for entry in entries}:
                raise ImportRefused(f'"{name}" is no Word document (.docx). Open it in Word, save it, and try again.')
            _refuse_bomb(entries, data, name, "document")
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _look_into(archive, entry, name)
    except (zipfile.BadZipFile, EOFError, RuntimeError, OSError, ValueError, zlib.error, lzma.LZMAError):
        raise ImportRefused(
            f'"{name}" is damaged: the end of the document is missing or changed. Save or download it again.'
        ) from None


def _refuse_locked(entries: list[zipfile.ZipInfo], name: str, program: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused(
            f'"{name}" is protected with a password. Open it in {program}, remove the password, and import it again.'
        )


def _refuse_bomb(entries: list[zipfile.ZipInfo], data: bytes, name: str, kind: str) -> None:
    total = sum(entry.file_size for entry in entries)
    if (
        total > LARGEST_CONTENT
        or (total > SMALL_CONTENT and total > LARGEST_RATIO * len(data))
        or len(entries) > 10_000
    ):
        raise ImportRefused(
            f'"{name}" unpacks to {total / 1e6:,.0f} MB from {len(data) / 1e6:,.1f} MB, which no real {kind} '
            f"does. Copy what it shows into a new {kind} and import that."
        )


def _refuse_other_archive(archive: zipfile.ZipFile, names: set[str], name: str) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise ImportRefused(f'"{name}" is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx).')
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.open("mimetype").read(200):
        raise ImportRefused(
            f'"{name}" is an OpenDocument spreadsheet (.ods). Save it as an Excel workbook (.xlsx) and import that.'
        )
    if "word/document.xml" in names:
        raise ImportRefused(f'"{name}" is a Word document. Copy its table into a workbook and import that.')
    # Not unpacked for the person: what is in an archive, and which of its files is meant, is theirs to see.
    inside = [Path(entry).name for entry in sorted(names) if not entry.endswith("/") and "__MACOSX" not in entry]
    only = "".join(sign if sign.isprintable() else "?" for sign in inside[0][:80]) if len(inside) == 1 else ""
    holds = f'holds "{only}"' if only else f"holds {len(inside):,} files"
    raise ImportRefused(
        f'"{name}" is an archive without a workbook in it; it {holds}. Unpack it and import what it holds.'
    )


_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{0,300}?\sr\s*=\s*[\"'](\d+)")
_FEW_COLUMNS = 26  # A to Z: with these even all rows of Excel are no trouble
_FAR_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{2,})\d")
_FAR_PERHAPS = re.compile(rb"=\s*[\"'](?:[A-Za-z]{2,}\d|[A-Za-z]?\d{7})")
_CELL = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]+(\d+)")
_MERGED = re.compile(rb"mergeCell\b[^>]{0,200}?\sref\s*=\s*[\"']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)")
_MERGED_COSTS = 20  # as much as so many empty cells


def _look_into(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, watch: Callable[[bytes], None] | None = None
) -> int:
    """Read one part of XML, refuse a document type, and return how large the area of a sheet is (0 for other parts).

    Libraries make room for every cell of that area, so one cell in the last corner would fill the memory. It is
    counted here, not taken from the part's own word for it.
    """
    plain, cells, far = False, False, False
    last_column, merged = _FEW_COLUMNS, 0
    for number, seen in enumerate(_pieces(archive, entry)):
        plain = plain or (number == 0 and _PLAIN_START.match(seen) is not None)
        if not plain and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
            raise ImportRefused(
                f'"{name}" carries XML definitions in "{entry.filename}", which no document needs and which can do '
                "harm. Copy what it shows into a new document and import that."
            )
        cells = cells or b"sheetData" in seen
        if not cells:
            continue
        if _CLOSE_LOOK.search(seen) or b":c" in seen:
            if _FAR_PERHAPS.search(seen):
                far = True
                last_column = max([last_column, *map(_column, set(_FAR_COLUMN.findall(seen)))])
            if watch is not None:
                watch(seen)
        if b"mergeCell" in seen:
            merged += sum(map(_area, _MERGED.findall(seen)))
    last_row = _last_row(archive, entry) if far else 0
    return last_row * last_column + merged * _MERGED_COSTS


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part piece by piece, each ending before a cell, with the end of the one before it: no cut hides anything.

    Without NUL bytes, so that UTF-16 hides nothing either.
    """
    tail = b""
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            seen = tail + (piece.replace(b"\x00", b"") if b"\x00" in piece else piece)
            cut = seen.rfind(b"<c")
            if len(seen) - cut > _LONGEST_CELL:
                cut = len(seen)
            yield seen[:cut]
            tail = seen[max(cut - _TAIL, 0) :]
    yield tail


def _last_row(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """The last row by what rows say, by what cells say, and by counting: one reader goes by this, another by that."""
    rows, last = 0, 0
    for seen in _pieces(archive, entry):
        found = _ROW.findall(seen)
        rows += len(found)
        last = max([last, *(int(digits[:12]) for digits in {*found, *_CELL.findall(seen)})])
    return max(rows, last)


def _area(merged: tuple[bytes, bytes, bytes, bytes]) -> int:
    left, top, right, bottom = merged
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom[:12]) - int(top[:12])) + 1)


def _column(letters: bytes) -> int:
    """The number of a column: 27 for ``AA``."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number
