# SPDX-License-Identifier: Apache-2.0
"""Files that must not be opened trustingly: too large, not what they say, protected, damaged, or built to do harm.

Everything here runs before a library for spreadsheets, RDF or JSON sees the bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport

LARGEST_FILE = 250_000_000
"""Bytes. A framework of 100,000 competencies with all its texts is some 60 MB as CSV."""

LARGEST_CELL = 1_000_000
"""Characters. Excel itself stops at 32,767."""

MOST_COLUMNS = 1_000

LARGEST_RATIO = 150
"""Of a file unpacked to packed: real workbooks pack at most some 40 to 1."""

SMALL_CONTENT = 20_000_000
"""Bytes unpacked, below which the ratio does not matter."""

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
            if size > LARGEST_FILE or (size > SMALL_CONTENT and size > LARGEST_RATIO * len(data)):
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
