# SPDX-License-Identifier: Apache-2.0
"""Read the JSON file that holds a whole project."""

from __future__ import annotations

import re

from studio.importing.json_files import as_utf8, read_json
from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport
from studio.importing.whole.whole import Whole, WholeReader, check_version, short
from studio.standards import project_tables as tables

_MARK = re.compile(rf'"format"\s*:\s*"{tables.FORMAT}"'.encode())
_PARTS = ("format", "version", "tables")


class ProjectJsonReader(WholeReader):
    """``studio export --format json``."""

    formats = ("json",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the content says it)
        """By the name of the format, which we write into the first line and other programs may write last."""
        data = as_utf8(data)
        if not data.startswith(b"{"):
            return 0.0
        if _MARK.search(data[:200]):
            return 1.0
        return 0.95 if _MARK.search(data[-200:]) else 0.0

    def whole(self, data: bytes, name: str) -> Whole:
        """Every row. Raises ImportRefused for a file that is none of ours, or of a newer program."""
        whole = Whole(FileReport(name, "json"))
        parsed = read_json(data, name, whole.report)
        if len(parsed.documents) > 1:
            raise ImportRefused(f'"{name}" holds {len(parsed.documents)} projects. Import each in a file of its own.')
        document = parsed.documents[0]
        if not isinstance(document, dict) or not isinstance(document.get("tables"), dict):
            raise ImportRefused(f'"{name}" does not hold a project. Choose a file made by: studio export --format json')
        check_version(document.get("format"), document.get("version"), name)
        for part, value in document.items():
            if part not in _PARTS and value is not None:
                whole.report.values += 1
                whole.report.reject(part, short(value), "A project has no such part")
        for table, rows in document["tables"].items():
            for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
                whole.add(table, row if isinstance(row, dict) else {"": row}, f"{table} {number}")
        return whole


READER = ProjectJsonReader()
