# SPDX-License-Identifier: Apache-2.0
"""The account of an import as a table that a person can keep and sort: Excel or CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from studio.importing.readers import ImportRefused
from studio.importing.report import ImportReport
from studio.standards.cells import escape, neutralise

HEADINGS = ("File", "Where", "What happened", "From", "To", "Reason")
REJECTED, CHANGED = "Rejected", "Changed"
Line = tuple[str, str, str, str, str, str]


def lines(report: ImportReport) -> Iterator[Line]:
    """Rejected values first, then what was changed on the way in; in the order of the files."""
    for file, rejection in report.rejections():
        yield file.file, rejection.where, REJECTED, rejection.value, "", rejection.reason
    for file in report.files:
        for repair in file.repaired:
            yield file.file, repair.where, CHANGED, repair.before, repair.after, repair.reason


def save_table(report: ImportReport, path: str | Path) -> None:
    """Write the lines to ``path``, as CSV when it ends so, else as a workbook. No cell can run as a formula.

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
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Import report")
    for letter, width in zip("ABCDEF", (28, 34, 16, 50, 50, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"

    def cell(text: str) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, escape(text)[:32_000] if text else None)
        if text:
            made.data_type = "s"  # text that begins with "=" stays text
        return made

    sheet.append([cell(text) for text in HEADINGS])
    for line in lines(report):
        sheet.append([cell(text) for text in line])
    data = BytesIO()
    book.save(data)
    target.write_bytes(data.getvalue())
