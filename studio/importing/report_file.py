# SPDX-License-Identifier: Apache-2.0
"""The account of an import as a table that a person can keep and sort: Excel or CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from studio.importing.readers import ImportRefused
from studio.importing.report import EXTRA, ImportReport
from studio.standards.cells import escape, neutralise
from studio.standards.wording import column_words

if TYPE_CHECKING:
    from openpyxl import Workbook

HEADINGS = ("File", "Where", "What happened", "From", "To", "Reason")
WENT_HEADINGS = ("File", "Name in the file", "Where it went", "Values")
REJECTED, CHANGED = "Rejected", "Changed"
KEPT_AS_EXTRA, NOT_KEPT, KEPT = "Kept as extra", "Rejected", "Kept"
Line = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Went:
    """Where values of one name in a file went. ``what``: :data:`KEPT`, :data:`KEPT_AS_EXTRA` or :data:`NOT_KEPT`;
    ``field`` in words. An empty ``source``: values of several names."""

    file: str
    source: str
    field: str
    what: str
    count: int


def lines(report: ImportReport) -> Iterator[Line]:
    """Rejected values first, then what was changed on the way in; in the order of the files."""
    return (line for line, _item in lines_with_items(report))


def lines_with_items(report: ImportReport) -> Iterator[tuple[Line, str]]:
    """The same, each with the id of the item it is about, or ``""``."""
    for file, rejection in report.rejections():
        line = (file.file, rejection.where, REJECTED, rejection.value, "", rejection.reason)
        yield line, file.items.get(rejection.key, "")
    for file in report.files:
        for repair in file.repaired:
            line = (file.file, repair.where, CHANGED, repair.before, repair.after, repair.reason)
            yield line, file.items.get(repair.key, "")


def went(report: ImportReport) -> Iterator[Went]:
    """Where every value went: fields, then extras, then what was rejected. The counts of a file make up its values."""
    for file in report.files:
        rest, rest_extra = file.kept, file.kept_as_extra
        extras: list[Went] = []
        for (source, target), count in file.went.items():
            if target == EXTRA:
                extras.append(Went(file.file, source, KEPT_AS_EXTRA, KEPT_AS_EXTRA, count))
                rest_extra -= count
            else:
                yield Went(file.file, source, column_words(target), KEPT, count)
                rest -= count
        if rest > 0:
            yield Went(file.file, "", KEPT, KEPT, rest)
        yield from extras
        if rest_extra > 0:
            yield Went(file.file, "", KEPT_AS_EXTRA, KEPT_AS_EXTRA, rest_extra)
        if file.rejected:
            yield Went(file.file, "", NOT_KEPT, NOT_KEPT, len(file.rejected))


def save_table(report: ImportReport, path: str | Path) -> None:
    """Write the lines to ``path``, as CSV when it ends so, else as a workbook with a second sheet that says where every
    value went. No cell can run as a formula.

    Raises ImportRefused when the place cannot be written.
    """
    target = Path(path)
    try:
        if target.suffix.lower() == ".csv":
            with target.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([HEADINGS, *(map(neutralise, line) for line in lines(report))])
        else:
            _save_workbook(report, target)
    except OSError as error:
        raise ImportRefused(f'"{target.name}" could not be written: {error.strerror}. Choose another place.') from None


def _save_workbook(report: ImportReport, target: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _sheet(book, "Import report", (28, 34, 16, 50, 50, 50), HEADINGS, lines(report))
    places = ((each.file, each.source or "Other values", each.field, each.count) for each in went(report))
    _sheet(book, "Where values went", (28, 40, 40, 12), WENT_HEADINGS, places)
    data = BytesIO()
    book.save(data)
    target.write_bytes(data.getvalue())


def _sheet(
    book: Workbook, title: str, widths: Sequence[int], headings: Sequence[str], rows: Iterable[Sequence[str | int]]
) -> None:
    from openpyxl.cell import WriteOnlyCell

    sheet = book.create_sheet(title)
    for letter, width in zip("ABCDEF", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"

    def cell(value: str | int) -> WriteOnlyCell:
        if isinstance(value, int):
            return WriteOnlyCell(sheet, value)
        made = WriteOnlyCell(sheet, escape(value)[:32_000] if value else None)
        if value:
            made.data_type = "s"  # text that begins with "=" stays text
        return made

    sheet.append([cell(text) for text in headings])
    for row in rows:
        sheet.append([cell(value) for value in row])
