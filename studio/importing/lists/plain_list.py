# SPDX-License-Identifier: Apache-2.0
"""Read plain lists: text or Markdown with bullets, numbers, letters or indentation, or one statement a line."""

from __future__ import annotations

from pathlib import Path

from studio.importing.guards import refuse_other_content, what_it_is
from studio.importing.json_files import as_utf8
from studio.importing.lists.lines import ITEM, TEXT, Line, is_list, lines_of
from studio.importing.lists.outlines import Outline
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.importing.tables.columns import recognize
from studio.importing.tables.delimited import decode
from studio.importing.tables.spreadsheet import READER as ANY_TABLE

_TABLES = {".csv", ".tsv", ".tab"}
_PROSE = 300  # signs in a line; a statement is shorter
_LOOK_AT = 200_000


class PlainListReader:
    """One item a line."""

    formats: tuple[str, ...] = ("list",)

    def sniff(self, data: bytes, name: str) -> float:
        """Sure when most lines begin with a bullet or a number; a guess when a text has no columns at all."""
        ending = Path(name).suffix.lower()
        if ending in _TABLES or what_it_is(data) != "text":
            return 0.0
        text = as_utf8(data[:_LOOK_AT]).decode("utf-8", errors="replace")
        if "\x00" in text:
            return 0.0
        lines = lines_of(text)
        if is_list(lines) and not _has_columns(lines):
            return 0.85
        return 0.82 if ending in ("", ".txt", ".text") and _is_one_column(lines) else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every line. Raises ImportRefused for what is no text."""
        if options.mapping:
            return ANY_TABLE.read(data, name, options)
        refuse_other_content(data, name)
        text, encoding, notes = decode(data, name)
        report = FileReport(name, "list", encoding)
        if notes:
            report.repair("", "", "", notes)
        return read_list(text, report, options)


def read_list(text: str, report: FileReport, options: Options) -> Records:
    """Every line of a text. Raises ImportRefused when there is none."""
    lines = lines_of(text)
    if not lines:
        raise ImportRefused(f'"{report.file}" has no filled line. Choose the file with the list.')
    return Outline(report, options).read(lines)


def _has_columns(lines: list[Line]) -> bool:
    """Whether tabs or bars stand between cells, so that the text is a table after all."""
    wide = sum(1 for line in lines if "|" in line.text or line.text.count("    ") > 1)
    return wide * 2 > len(lines)


def _is_one_column(lines: list[Line]) -> bool:
    """Whether a text is statements one below the other: no header, no cells, no paragraphs of prose."""
    texts = [line.text for line in lines if line.kind in (TEXT, ITEM)]
    if len(texts) < 2 or any(len(text) > _PROSE for text in texts) or recognize(texts[0].split(",")[0]) is not None:
        return False
    for sign in ("\t", ";", "|"):
        if sum(sign in text for text in texts) * 2 > len(texts):
            return False
    commas = {text.count(",") for text in texts}
    return commas == {0} or len(commas) > 1


READER = PlainListReader()
