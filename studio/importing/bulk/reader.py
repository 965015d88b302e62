# SPDX-License-Identifier: Apache-2.0
"""Read the bulk upload of Credential Engine's publisher: frameworks, concept schemes, credentials, courses; and CaSS's
file of relations."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from studio.importing.bulk.nodes import Upload
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.importing.tables.duplicates import note_duplicates
from studio.importing.tables.grid import Sheet
from studio.importing.tables.headed import Headed, find_header, first_cells
from studio.importing.tables.spreadsheet import READER as ANY_TABLE
from studio.importing.tables.spreadsheet import grid_of
from studio.standards import bulk_upload as bulk

_IN_WORKBOOK = re.compile(rb"ceasn:competencyText|ceasn:name<|>Credential Type<|>Learning Opportunity Name<")
_LOOK_AT = 400_000


class BulkUploadReader:
    """One file of rows, each a framework, a competency, a scheme, a concept, a credential or a course."""

    formats: tuple[str, ...] = ("ctdl-csv",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the interface of readers)
        """By the header."""
        if data.startswith(b"PK\x03\x04"):
            return 0.93 if _has_columns(data) else 0.0
        return 0.95 if any(is_header(row) for row in first_cells(data, 6)) else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every row and every cell. Raises ImportRefused for a table without CTDL's columns, or without rows."""
        if options.mapping:
            return ANY_TABLE.read(data, name, options)
        grid = grid_of(data, name)
        report = FileReport(name, "ctdl-csv", grid.encoding)
        upload = Upload(report, options)
        others: list[Sheet] = []
        found = False
        for sheet in grid.sheets:
            header = find_header(sheet, is_header)
            if header is None:
                others.append(sheet)
                continue
            found = True
            upload.read(Headed(sheet, header, report, named=len(grid.sheets) > 1), grid.format == "xlsx")
        if not found:
            raise ImportRefused(
                f'"{name}" has no columns of a bulk upload, such as "@id", "@type" and "ceasn:competencyText", '
                'or "CTID" and "Credential Type". Choose another format.'
            )
        records = upload.finish(others)
        note_duplicates(records)
        return records


def is_header(row: Sequence[str]) -> bool:
    """Whether a row names columns of a bulk upload."""
    return bulk.has_properties(row) or bulk.is_relations(row) or bulk.template_of(row) is not None


def _has_columns(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/sheet"):
                    with archive.open(name) as part:
                        if _IN_WORKBOOK.search(part.read(_LOOK_AT)):
                            return True
    except Exception:  # noqa: BLE001 (whatever a damaged archive makes the library raise)
        return False
    return False


READER = BulkUploadReader()
