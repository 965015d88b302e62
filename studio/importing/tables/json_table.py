# SPDX-License-Identifier: Apache-2.0
"""Read a JSON list of plain records: each record a row, each property a column, understood like any table."""

from __future__ import annotations

import re
from typing import Any

from studio.importing.guards import MOST_COLUMNS
from studio.importing.json_files import read_json
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.tables.columns import recognize
from studio.importing.tables.grid import Grid, Sheet
from studio.importing.tables.spreadsheet import read_grid

_PROPERTY = re.compile(rb'"([^"\\]{1,60})"\s*:')
_TEXTS = frozenset({"statement", "label", "comment", "framework_name", "framework_description"})


class JsonTableReader:
    """What a database or a script writes: ``[{"name": ..., "description": ...}, ...]``."""

    formats: tuple[str, ...] = ("json-table",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the interface of readers)
        """A guess: a list of objects whose properties are called like columns of texts."""
        head = data[:6000].lstrip(b"\xef\xbb\xbf \t\r\n")
        if re.match(rb"\[\s*\{", head) is None or b'"@' in head:
            return 0.0
        names = {match.decode("utf-8", errors="replace") for match in _PROPERTY.findall(head)}
        found = {known[0] for name in names if (known := recognize(name)) is not None}
        return 0.3 if found & _TEXTS else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every value. Raises ImportRefused for anything but a list of plain records."""
        parsed = read_json(data, name)
        rows = parsed.documents[0] if len(parsed.documents) == 1 else parsed.documents
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise ImportRefused(f'"{name}" is no list of records. Export it as a table (CSV or XLSX) and import that.')
        header = list(dict.fromkeys(key for row in rows for key in row))
        if len(header) > MOST_COLUMNS:
            raise ImportRefused(f'"{name}" has {len(header):,} properties; up to {MOST_COLUMNS:,} are read.')
        cells = [header, *([_cell(row.get(key), key, name) for key in header] for row in rows)]
        grid = Grid("json-table", [Sheet("", cells)], parsed.encoding)
        records = read_grid(grid, name, options).records
        for note in parsed.notes:
            records.report.repair("", "", "", note)
        return records


def _cell(value: Any, key: str, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(entry, str | int | float) for entry in value):
        return "|".join(str(entry) for entry in value)
    if isinstance(value, dict | list):
        raise ImportRefused(
            f'"{name}" has records inside records ("{key}"), so it is no table. '
            "Export it as CSV or XLSX and import that."
        )
    return str(value).lower() if isinstance(value, bool) else str(value)


READER = JsonTableReader()
