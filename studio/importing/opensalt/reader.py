# SPDX-License-Identifier: Apache-2.0
"""Read the workbook of OpenSALT: sheets CF Doc, CF Item and CF Association, by the names of their columns."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from studio.importing.opensalt.items import Items
from studio.importing.opensalt.links import read_links
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.importing.tables.grid import Sheet
from studio.importing.tables.headed import Headed, find_header
from studio.importing.tables.spreadsheet import READER as ANY_TABLE
from studio.importing.tables.spreadsheet import grid_of
from studio.standards import opensalt

_SHEET = re.compile(rb'name="CF ?(?:Doc|Item)', re.IGNORECASE)
_NAMES = {opensalt.plain(name): name for name in opensalt.COLUMNS}
_MARKS = {
    opensalt.DOCUMENT: ({"title"}, {"creator", "adoptionstatus", "lastchangedate", "officialsourceurl"}),
    opensalt.ITEM: ({"fullstatement"}, {"smartlevel", "humancodingscheme", "cfitemtype", "identifier"}),
    opensalt.ASSOCIATION: ({"associationtype"}, {"originnodeidentifier", "originnodeuri"}),
}
"""Columns by which each sheet is known: all of the first, one of the second."""


class OpenSaltReader:
    """One framework a workbook."""

    formats: tuple[str, ...] = ("opensalt",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the interface of readers)
        """By the names of the sheets."""
        if not data.startswith(b"PK\x03\x04"):
            return 0.0
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("xl/workbook.xml") as part:
                return 0.95 if _SHEET.search(part.read(1_000_000)) else 0.0
        except Exception:  # noqa: BLE001 (whatever a damaged archive makes the library raise)
            return 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """The framework, its items and links, every cell. Raises ImportRefused for a workbook without rows."""
        if options.mapping:
            return ANY_TABLE.read(data, name, options)
        grid = grid_of(data, name)
        report = FileReport(name, "opensalt", grid.encoding)
        tables: dict[str, Headed] = {}
        others: list[Sheet] = []
        for sheet in grid.sheets:
            role, header = _role(sheet)
            if role in tables or header is None:
                others.append(sheet)
            else:
                tables[role] = table = Headed(sheet, header, report, named=True)
                table.headers = [opensalt.column_name(role, name) for name in table.headers]
        if opensalt.ITEM not in tables:
            return ANY_TABLE.read(data, name, options)
        items = Items(report, options)
        items.document(tables.get(opensalt.DOCUMENT))
        items.read(tables[opensalt.ITEM])
        read_links(items, tables.get(opensalt.ASSOCIATION))
        if not items.described:
            raise ImportRefused(
                f'"{name}" has the columns of an OpenSALT workbook but no rows below them. '
                "Fill in the rows and import it again."
            )
        for sheet in others:
            items.keep_sheet(sheet)
        return items.finish()


def _role(sheet: Sheet) -> tuple[str, int | None]:
    """Which of the three sheets this is, and where its header stands: by its name, else by its columns."""
    for role, (all_of, one_of) in _MARKS.items():

        def is_header(row: Sequence[str], all_of: set[str] = all_of, one_of: set[str] = one_of) -> bool:
            names = {opensalt.plain(cell) for cell in row}
            return all_of <= names and bool(one_of & names)

        header = find_header(sheet, is_header)
        if header is not None and _NAMES.get(opensalt.plain(sheet.name), role) == role:
            return role, header
    return "", None


READER = OpenSaltReader()
