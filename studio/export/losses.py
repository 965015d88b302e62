# SPDX-License-Identifier: Apache-2.0
"""What a format cannot hold, said item by item before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.export.service import Finding

_SOURCES = {
    "ctdl": "CTDL",
    "case": "CASE",
    "asn": "ASN",
    "skos": "SKOS",
    "rsd": "Rich Skill Descriptors",
    "opensalt": "OpenSALT",
    "sheet": "a spreadsheet",
}
"""How the formats are called under whose names an item keeps what has no column."""


class Losses:
    """Adds one note for each item and thing that is not written. Notes of many items have the same words, so that the
    export dialog shows them as one line with the items below it."""

    def __init__(
        self,
        findings: list[Finding | str],
        format_name: str,
        own: str | tuple[str, ...],
        fields: Mapping[str, Mapping[str, str]],
        beside: Mapping[str, str] | None = None,
    ) -> None:
        """``own``: the names of the extras that the format writes; ``fields``: for each table, the columns that the
        format has no place for, in words; ``beside``: the same of names among the format's own extras."""
        self._findings = findings
        self._format = format_name
        self._own = (own,) if isinstance(own, str) else own
        self._fields = fields
        self._beside = beside or {}

    def row(self, table: str, row: Mapping[str, Any]) -> None:
        """One item: its columns without a place, and what came with it from another format."""
        for column, words in self._fields.get(table, {}).items():
            if row.get(column) not in (None, "", [], {}):
                self.lose(row["id"], words)
        for name, kept in (row.get("extra") or {}).items():
            if name not in self._own and kept:
                self.lose(row["id"], f"what came with it from {_SOURCES.get(name, name)}")
            elif kept:
                for mark, words in self._beside.items():
                    if mark in kept:
                        self.lose(row["id"], words)

    def lose(self, item_id: str | None, words: str) -> None:
        """One thing of one item: ``words`` complete "CASE has no place for ..."."""
        self._findings.append(
            Finding(f"{self._format} has no place for: {words}. It stays in the project.", "note", item_id)
        )
