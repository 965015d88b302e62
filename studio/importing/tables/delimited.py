# SPDX-License-Identifier: Apache-2.0
"""Text files with columns: finding the encoding and the delimiter, and cutting the text into cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from studio.importing.guards import LARGEST_CELL, MOST_COLUMNS
from studio.importing.readers import ImportRefused
from studio.importing.tables.grid import Grid, Sheet
from studio.standards.cells import restore

_NEUTRALISED = re.compile(r"'[=+\-@\t\r]")
_TOLD = re.compile(r"[\"']?sep=(?P<sign>[,;|\t])[\"']?(?P<end>\r\n|\n|\r)", re.IGNORECASE)
"""A first line by which Excel learns the sign between the cells."""
_STRAY = "new-line character"
_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_LINE_OF_DELIMITERS = 20_000


_RETURN = re.compile(r"\r(?!\n)")


class StrayReturn(Exception):
    """A carriage return stands alone inside a cell without quotation marks."""


def read_delimited(data: bytes, name: str) -> Grid:
    """Cut a text file into cells. Raises :class:`ImportRefused` for what is not a table of text."""
    text, encoding, notes = decode(data, name)
    told = _TOLD.match(text)
    if told is not None:
        text = text[told.start("end") :]  # the line stays, empty, so that the rows keep their numbers
    delimiter = told["sign"] if told is not None else find_delimiter(text)
    try:
        rows = cut(text, delimiter, name)
    except StrayReturn:
        stray = text.count("\r") - text.count("\r\n")
        lines = stray > text.count("\n")
        rows = cut(_RETURN.sub("\n" if lines else " ", text), delimiter, name)
        notes = notes if lines else "; ".join(filter(None, [notes, f"{stray} line ends inside cells read as blanks"]))
    sheet = Sheet("", rows)
    if _NEUTRALISED.search(text):
        _restore(sheet)
    if notes:
        sheet.notes[(0, 0)] = ("", notes)
    return Grid("tsv" if delimiter == "\t" else "csv", [sheet], encoding, delimiter)


def _restore(sheet: Sheet) -> None:
    """Take away the apostrophe that a careful program puts ahead of a text that looks like a formula."""
    for row_index, row in enumerate(sheet.rows):
        for index, cell in enumerate(row):
            if cell[:1] == "'" and (text := restore(cell)) != cell:
                row[index] = text
                sheet.notes[(row_index, index)] = (cell, "The apostrophe that kept it from being a formula is removed")


def decode(data: bytes, name: str) -> tuple[str, str, str]:
    """The text, the name of its encoding (as IANA writes it), and what had to be repaired, or ``""``.

    A byte-order mark decides; else UTF-16 shows by its NUL bytes; else it is UTF-8 when it is well-formed UTF-8, and
    Windows-1252 when it is not (what Excel on Windows writes for "CSV").
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_or_refuse(data, "utf-16", name), "utf-16", ""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    else:
        sample = data[:4000]
        if sample[1::2].count(0) > len(sample) * 0.3:
            return _decode_or_refuse(data, "utf-16-le", name), "utf-16", ""
        if sample[0::2].count(0) > len(sample) * 0.3:
            return _decode_or_refuse(data, "utf-16-be", name), "utf-16", ""
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        try:
            text, encoding = data.decode("cp1252"), "windows-1252"
        except UnicodeDecodeError:
            text, encoding = data.decode("latin-1"), "iso-8859-1"
    sample_text = text[:100_000]
    control = sum(1 for sign in sample_text if sign < " " and sign not in "\t\r\n\f\v\x00\x1a")
    zeros = sample_text.count("\x00")
    if control * 50 > len(sample_text) or zeros * 10 > len(sample_text):
        raise ImportRefused(f'"{name}" does not hold text. Save the table as CSV or as a workbook and import that.')
    if "\x00" in text:
        count = text.count("\x00")
        return text.replace("\x00", ""), encoding, f"{count} NUL characters removed from the file"
    return text, encoding, ""


def _decode_or_refuse(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise ImportRefused(f'"{name}" is damaged: its text cannot be read to the end. Save it again.') from None


def find_delimiter(text: str) -> str:
    """The sign between cells: the one that gives most lines the same number of cells, comma when none does."""
    sample = text[:64_000]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best = (0.0, 0)
    chosen = ","
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        counts: Counter[int] = Counter()
        try:
            for row in csv.reader(_lines(sample), delimiter=delimiter):
                if any(cell.strip() for cell in row):
                    counts[len(row)] += 1
        except csv.Error:
            continue
        wide = {width: lines for width, lines in counts.items() if width > 1}
        if not wide:
            continue
        width, lines = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
        score = (round(lines / counts.total(), 1), width)
        if score > best:
            best, chosen = score, delimiter
    return chosen


def cut(text: str, delimiter: str, name: str) -> list[list[str]]:
    """All rows. A quotation mark that is never closed would swallow the rest of the file, so it is refused. Raises
    StrayReturn for a line end that some programs write inside a cell."""
    csv.field_size_limit(LARGEST_CELL)
    try:
        return _rows(text, delimiter, name, strict=True)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise ImportRefused(
                f'"{name}" has a quotation mark that is never closed, near line {_open_quote(text, delimiter)}. '
                "Add the missing one or save the file again."
            ) from None
        if "field larger" in str(error):
            raise _too_long(name, text, delimiter) from None
        if _STRAY in str(error):
            raise StrayReturn from None
    try:
        return _rows(text, delimiter, name, strict=False)
    except csv.Error as error:
        if _STRAY in str(error):
            raise StrayReturn from None
        raise _too_long(name, text, delimiter) from None


def _rows(text: str, delimiter: str, name: str, strict: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in csv.reader(_guarded_lines(text, delimiter, name), delimiter=delimiter, strict=strict):
        if len(row) > MOST_COLUMNS:
            while row and not row[-1]:
                row.pop()
            if len(row) > MOST_COLUMNS:
                raise _too_wide(name, len(rows) + 1, len(row))
        rows.append(row)
    return rows


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, as the ``csv`` module wants them; only real line ends, not every Unicode separator."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]


def _guarded_lines(text: str, delimiter: str, name: str) -> Iterator[str]:
    if "\n" not in text and "\r" in text:  # line ends of old Macintosh programs
        text = text.replace("\r", "\n")
    for number, line in enumerate(_lines(text), start=1):
        if len(line) > _LONGEST_LINE_OF_DELIMITERS and line.count(delimiter) > _LONGEST_LINE_OF_DELIMITERS:
            raise _too_wide(name, number, line.count(delimiter))
        yield line


def _too_wide(name: str, number: int, width: int) -> ImportRefused:
    return ImportRefused(
        f'"{name}" has {width:,} columns in line {number}; up to {MOST_COLUMNS:,} are read. '
        "Remove the columns that do not belong to the table."
    )


def _too_long(name: str, text: str, delimiter: str) -> ImportRefused:
    number = sum(1 for _ in _until_error(text, delimiter)) + 1
    return ImportRefused(
        f'"{name}" has a cell of more than {LARGEST_CELL:,} characters in row {number}. Shorten it, or look for a '
        "quotation mark that is never closed."
    )


def _until_error(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(_lines(text), delimiter=delimiter)
    except csv.Error:
        return


def _open_quote(text: str, delimiter: str) -> int:
    """The line in which the last cell of the file begins."""
    reader = csv.reader(_lines(text), delimiter=delimiter)
    start = 1
    with suppress(csv.Error):
        for _ in reader:
            last, start = start, reader.line_num + 1
    return last if start > 1 else 1
