# SPDX-License-Identifier: Apache-2.0
"""Files that must not be opened trustingly: too large, not what they say, protected, damaged, or built to do harm.

Everything here runs before a library for spreadsheets, RDF or JSON sees the bytes.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport

LARGEST_FILE = 250_000_000
"""Bytes. A framework of 100,000 competencies with all its texts is some 60 MB as CSV."""

LARGEST_CONTENT = 600_000_000
"""Bytes of all parts of a workbook together, unpacked."""

LARGEST_CELL = 1_000_000
"""Characters. Excel itself stops at 32,767."""

MOST_COLUMNS = 1_000

LARGEST_AREA = 40_000_000
"""Cells of all sheets of a workbook, counted from the first row and column to the last ones that have something."""

_RATIO = 150  # real workbooks pack at most some 40 to 1
_SMALL = 20_000_000  # below this much unpacked, the ratio does not matter

_LONGEST_SENTENCE = 500

_GZIP = b"\x1f\x8b"
_PIECE = 1 << 16
_MOST_PARTS = 10_000  # of one gzip file

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (_GZIP, "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is to be read. ``file``: its name; ``name`` and ``data``: of what is in it, unpacked; ``packed``:
    how it was packed, empty when it was not."""

    file: str
    name: str
    data: bytes
    packed: str = ""

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Inside, a refusal calls the file by the name that the person knows, and quotes nothing from it that a
        screen would obey or nobody could read."""
        try:
            yield
        except ImportRefused as error:
            sentence = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(str(error).split()))
            if len(sentence) > _LONGEST_SENTENCE:
                sentence = f"{sentence[:_LONGEST_SENTENCE]}…"
            raise ImportRefused(sentence.replace(f'"{self.name}"', f'"{self.file}"')) from None

    def sign(self, report: FileReport) -> None:
        """The account is about the file, and says how it was packed."""
        report.file = self.file
        if self.packed:
            report.encoding = f"{report.encoding}, {self.packed}" if report.encoding else self.packed


def open_source(path: Path) -> Source:
    """Read a file and unpack it when it is packed with gzip. Raises :class:`ImportRefused` with the reason.

    A file called ``.gz`` that something on its way has unpacked already, is read as well.
    """
    data = read_file(path)
    name = path.name[:-3] if path.name.lower().endswith(".gz") and len(path.name) > 3 else path.name
    if not data.startswith(_GZIP):
        return Source(path.name, name, data)
    return Source(path.name, name, _unpacked(data, path.name), "gzip")


def _unpacked(data: bytes, name: str) -> bytes:
    """What a gzip file holds, unpacked in pieces, so that it never takes more memory than a file may have."""
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in _gzip_pieces(data):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_FILE or (size > _SMALL and size > _RATIO * len(data)):
                raise ImportRefused(
                    f'"{name}" unpacks to more than {size // 10**6:,} MB from {len(data) / 1e6:,.1f} MB, too much for '
                    "a file of competencies. Unpack it, look at what is in it, and import the part that you need."
                )
    except zlib.error:
        raise ImportRefused(
            f'"{name}" is damaged: what is packed in it cannot be unpacked to the end. Download it again.'
        ) from None
    unpacked = b"".join(pieces)
    _refuse_empty(unpacked, name)
    return unpacked


def _gzip_pieces(data: bytes) -> Iterator[bytes]:
    """The content piece by piece, of all parts that stand one behind the other. Raises ``zlib.error``."""
    at = 0
    for _ in range(_MOST_PARTS):
        unpacker = zlib.decompressobj(wbits=31)
        while not unpacker.eof:
            given = data[at : at + _PIECE]
            piece = unpacker.decompress(given, _PIECE)
            at += len(given) - len(unpacker.unused_data) - len(unpacker.unconsumed_tail)
            if not given and not piece:
                raise zlib.error("the end is missing")
            yield piece
        if not data[at : at + _PIECE].strip(b"\x00"):  # some programs fill the last block with zeros
            return
    raise zlib.error("too many parts")


def read_file(path: Path) -> bytes:
    """The bytes of a file, after looking at its size. Raises :class:`ImportRefused` with the reason."""
    try:
        if path.is_dir():
            raise ImportRefused(f'"{path}" is a folder. Name the files in it.')
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ImportRefused(
                f'"{path.name}" is {size / 1e6:,.0f} MB; files up to {LARGEST_FILE / 1e6:,.0f} MB are read. '
                "Split it and import the parts."
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise ImportRefused(f'There is no file "{path}". Check the name and the folder.') from None
    except PermissionError:
        raise ImportRefused(f'"{path}" cannot be read: you have no permission. Copy it to a folder of yours.') from None
    except OSError as error:
        raise ImportRefused(f'"{path}" cannot be read: {error.strerror}. Copy it to this computer.') from None
    _refuse_empty(data, path.name)
    return data


def _refuse_empty(data: bytes, name: str) -> None:
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ImportRefused(f'"{name}" is empty. Save it again in the program it comes from.')


def what_it_is(data: bytes) -> str:
    """``zip``, ``ole``, ``html``, ``json``, ``xml``, ``text``, or the words for something no importer reads."""
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            # "MZ" are also two letters that a text may begin with; a program has NUL bytes right after.
            if signature == b"MZ" and b"\x00" not in data[:64]:
                continue
            return words
    start = data[:2000].removeprefix(b"\xef\xbb\xbf").lstrip()
    lower = start.lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<script")):
        return "html"
    if start.startswith((b"{", b"[")) and start[1:].lstrip()[:1] in (b'"', b"{", b"[", b"}", b"]"):
        return "json"
    if lower.startswith((b"<?xml", b"<rdf:rdf", b"<svg", b"<!doctype", b"<!--")):
        if b"<svg" in lower:
            return "a picture (SVG)"
        return "html" if b"<html" in lower else "xml"
    return "text"


def refuse_other_content(data: bytes, name: str) -> None:
    """Raise when the content is neither a table of text nor a workbook, saying what it is instead."""
    kind = what_it_is(data)
    ending = Path(name).suffix.lower()
    says = f"ends in {ending} but " if ending else ""
    if kind == "ole":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ImportRefused(
                f'"{name}" is protected with a password. Open it in Excel, remove the password, and import it again.'
            )
        raise ImportRefused(
            f'"{name}" is in the old Excel format (.xls). Save it as an Excel workbook (.xlsx) and import that.'
        )
    if kind == "html":
        raise ImportRefused(
            f'"{name}" {says}holds a web page. Open it in Excel, save it as a workbook (.xlsx), and try again.'
        )
    if kind in ("json", "xml"):
        raise ImportRefused(f'"{name}" {says}holds {kind.upper()}, not a table. Choose its format when you import it.')
    if kind not in ("zip", "text"):
        raise ImportRefused(f'"{name}" {says}holds {kind}. Choose the spreadsheet itself.')


def refuse_unknown(data: bytes, name: str) -> NoReturn:
    """Say what a file is that no reader takes."""
    kind = what_it_is(data)
    if kind not in ("json", "xml", "text", "zip"):
        refuse_other_content(data, name)
    words = {
        "json": "holds JSON of no standard that this program reads",
        "xml": "holds XML that is no RDF (SKOS, ASN, CTDL)",
    }
    raise ImportRefused(
        f'"{name}" {words.get(kind, "is none of the files this program reads")}. Export it as CSV, XLSX or JSON-LD and '
        "import that, or say which format it is."
    )


def check_workbook(data: bytes, name: str, watch: Callable[[str, bytes], None] | None = None) -> int:
    """Look into a zipped workbook without trusting it, and return how many bytes its sheets unpack to.

    Refuses: not a workbook, truncated, encrypted, far too large when unpacked, XML with a document type (and so with
    entities, external or multiplying). Parts are unpacked in pieces, never as a whole.
    ``watch`` sees every piece, with the name of its part and with the end of the piece before it.
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
    if total > LARGEST_CONTENT or (total > _SMALL and total > _RATIO * len(data)) or len(entries) > 10_000:
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
_CELL = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]+(\d+)")
_MERGED = re.compile(rb"mergeCell\b[^>]{0,200}?\sref\s*=\s*[\"']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)")
_MERGED_COSTS = 20  # as much as so many empty cells


_FAR_PERHAPS = re.compile(rb"=\s*[\"'](?:[A-Za-z]{2,}\d|[A-Za-z]?\d{7})")
"""What only a cell beyond column Z or row 999,999 has, among other things. It is found in a fifth of the time that a
close look takes, and within these bounds no sheet is too large."""


def _look_into(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, watch: Callable[[str, bytes], None] | None = None
) -> int:
    """Read one part of XML, refuse a document type, and return how large the area of a sheet is (0 for other parts).

    Libraries make room for every cell of that area, so one cell in the last corner would fill the memory. It is
    counted here, not taken from the part's own word for it.
    """
    far, last_column, merged = False, _FEW_COLUMNS, 0
    tail = b""
    with archive.open(entry) as part:
        while piece := part.read(1 << 20):
            # Without NUL bytes, so that UTF-16 hides nothing; with the tail, so that no cut does.
            seen = tail + piece.replace(b"\x00", b"")
            if b"<!" in seen and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
                raise ImportRefused(
                    f'"{name}" carries XML definitions in "{entry.filename}", which no document needs and which can do '
                    "harm. Copy what it shows into a new document and import that."
                )
            if _FAR_PERHAPS.search(seen):
                far = True
                last_column = max([last_column, *map(_column, set(_FAR_COLUMN.findall(seen)))])
            if b"mergeCell" in seen:
                merged += sum(map(_area, _MERGED.findall(seen)))
            if watch is not None:
                watch(entry.filename, seen)
            tail = seen[-400:]
    last_row = _last_row(archive, entry) if far else 0
    return last_row * last_column + merged * _MERGED_COSTS


def _last_row(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """The last row by what rows say, by what cells say, and by counting: one reader goes by this, another by that."""
    rows, last, tail = 0, 0, b""
    with archive.open(entry) as part:
        while piece := part.read(1 << 20):
            seen = tail + piece.replace(b"\x00", b"")
            found = _ROW.findall(seen)
            rows += len(found)
            last = max([last, *(int(digits[:12]) for digits in {*found, *_CELL.findall(seen)})])
            tail = seen[-400:]
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
