# SPDX-License-Identifier: Apache-2.0
"""Items of one file that say the same under different identifiers: kept, and named in the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.importing.records import Record, Records

_IDENTIFIERS = frozenset({"id", "ctid", "uri"})


def note_duplicates(records: Records) -> None:
    """Name every competency that differs from one before it in its identifiers alone.

    Only items with the same text and code are compared with each other, so the work grows with the file, not with its
    square.
    """
    alike: dict[tuple[str, str], list[Record]] = {}
    for record in records.of("competency"):
        text = next(iter((record.columns.get("statement") or {}).values()), "")
        if text:
            alike.setdefault((text, record.columns.get("code") or ""), []).append(record)
    for (text, code), group in alike.items():
        for record, first in _same(group) if len(group) > 1 else ():
            reason = (
                f"The item{f' {code}' if code else ''} says the same as {first.where or 'another one'} under another"
            )
            records.report.repair(record.where, text, text, f"{reason} identifier; both are kept", record.key)


def _same(group: list[Record]) -> Iterator[tuple[Record, Record]]:
    """Each record of a group that repeats another one, with the first of its kind."""
    first: dict[str, Record] = {}
    for record in group:
        said = first.setdefault(_said(record), record)
        if said is not record:
            yield record, said


def _said(record: Record) -> str:
    """Everything a record says but its identifiers, as one text."""
    columns: list[tuple[str, Any]] = sorted((k, v) for k, v in record.columns.items() if k not in _IDENTIFIERS)
    extra = sorted((k, v) for k, v in record.extra.items() if k not in ("@id", "ceterms:ctid"))
    return repr((columns, sorted(record.references.items()), extra))
