# SPDX-License-Identifier: Apache-2.0
"""The sheet "CF Doc" of an OpenSALT workbook: one framework, described in one row."""

from __future__ import annotations

from collections.abc import Sequence

from studio.importing.tables.columns import Column, plain
from studio.importing.tables.context import Context, SheetReading
from studio.importing.tables.fields import (
    Keeper,
    cut_list,
    keep_extra,
    keep_identifiers,
    keep_language,
    keep_one,
    plain_keeper,
    text_keeper,
    value_keeper,
)


def _subjects(language: str) -> Keeper:
    return value_keeper("subjects", lambda text: [{language: part} for part in cut_list(text, with_comma=True)])


_KEEPERS: dict[str, tuple[str, Keeper]] = {
    plain(name): (target, keeper)
    for name, target, keeper in (
        ("identifier", "id", keep_identifiers),
        ("title", "name", text_keeper("name", None)),
        ("description", "description", text_keeper("description", None)),
        ("publisher", "publisher_name", plain_keeper("publisher_name")),
        ("language", "language", keep_language),
        ("version", "version", plain_keeper("version")),
        ("adoptionStatus", "status", plain_keeper("status")),
        ("statusStartDate", "valid_from", plain_keeper("valid_from")),
        ("statusEndDate", "valid_until", plain_keeper("valid_until")),
        ("licenseTitle", "license", plain_keeper("license")),
        ("officialSourceURL", "source", value_keeper("source", lambda text: cut_list(text, with_comma=False))),
    )
}
_MARKS = frozenset(
    plain(name)
    for name in ("creator", "title", "lastChangeDate", "officialSourceURL", "adoptionStatus", "licenseTitle")
)


def is_document_sheet(headers: Sequence[str]) -> bool:
    """Whether the header is that of a CASE document, whatever the sheet is called."""
    return len(_MARKS & {plain(header) for header in headers}) >= 3


def read_document(context: Context, reading: SheetReading, body: Sequence[int]) -> None:
    """Read each row as a framework; what the model has no field for stays with it as extra."""
    reading.layout = "the framework itself"
    sheet, report = reading.sheet, context.report
    language = context.options.language
    known: dict[str, tuple[str, Keeper | None]] = {**_KEEPERS, "subject": ("subjects", _subjects(language))}
    for row_index in body:
        row = sheet.rows[row_index]
        record = context.records.add(
            "framework", f"{sheet.name}#{row_index + 1}", where=context.where(sheet, row_index)
        )
        for column in reading.columns:
            text = row[column.index].strip() if column.index < len(row) else ""
            if not text:
                continue
            target, keeper = known.get(plain(column.header), ("", None))
            if keeper is not None and keep_one(keeper, record, text, language):
                report.keep(column.name, target)
                if target == "id":
                    context.call(text, record)
            else:
                keep_extra(record, column, text)
                report.keep_extra(column.name)
        for index in range(len(reading.columns), len(row)):
            if row[index].strip():
                beyond = Column(index, "", "")
                record.extra[beyond.name] = row[index].strip()
                report.keep_extra(beyond.name)
        context.adopt_framework(record)
