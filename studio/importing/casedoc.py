# SPDX-License-Identifier: Apache-2.0
"""The sheet "CF Doc" of an OpenSALT workbook: one framework, described in one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.importing.columns import Column, plain
from studio.importing.context import Context, SheetReading
from studio.importing.fields import (
    Keeper,
    cut_list,
    keep_extra,
    keep_identifier,
    keep_language,
    plain_keeper,
    text_keeper,
)
from studio.importing.records import Record


def _list_of_texts(record: Record, text: str, language: str) -> bool:
    record.columns["subjects"] = [{language: part} for part in cut_list(text, with_comma=True)]
    return True


def _source(record: Record, text: str, _language: str) -> bool:
    record.columns["source"] = cut_list(text, with_comma=False)
    return True


_KEEPERS: dict[str, Keeper] = {
    plain(name): keeper
    for name, keeper in {
        "identifier": keep_identifier,
        "title": text_keeper("name", None),
        "description": text_keeper("description", None),
        "publisher": plain_keeper("publisher_name"),
        "language": keep_language,
        "version": plain_keeper("version"),
        "adoptionStatus": plain_keeper("status"),
        "statusStartDate": plain_keeper("valid_from"),
        "statusEndDate": plain_keeper("valid_until"),
        "licenseTitle": plain_keeper("license"),
        "subject": _list_of_texts,
        "officialSourceURL": _source,
    }.items()
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
    for row_index in body:
        row = sheet.rows[row_index]
        record = context.records.add(
            "framework", f"{sheet.name}#{row_index + 1}", where=context.where(sheet, row_index)
        )
        for column in reading.columns:
            text = row[column.index].strip() if column.index < len(row) else ""
            if not text:
                continue
            keeper: Callable[[Record, str, str], bool] | None = _KEEPERS.get(plain(column.header))
            if keeper is not None and keeper(record, text, context.options.language):
                report.kept += 1
                if keeper is keep_identifier:
                    context.call(text, record)
            else:
                keep_extra(record, column, text)
                report.kept_as_extra += 1
        for index in range(len(reading.columns), len(row)):
            if row[index].strip():
                record.extra[Column(index, "", "").name] = row[index].strip()
                report.kept_as_extra += 1
        context.adopt_framework(record)
