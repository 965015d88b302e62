# SPDX-License-Identifier: Apache-2.0
"""Read the JSON file that holds a whole project."""

from __future__ import annotations

from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport
from studio.importing.whole.whole import Whole, WholeReader
from studio.standards import project_tables as tables
from studio.standards.loose_json import NotJson, parse

_MARK = f'"{tables.FORMAT}"'.encode()


class ProjectJsonReader(WholeReader):
    """``studio export --format json``."""

    formats = ("json",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the content says it)
        """By the name of the format in the first line."""
        head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
        return 1.0 if head.startswith(b"{") and _MARK in head else 0.0

    def whole(self, data: bytes, name: str) -> Whole:
        """Every row. Raises ImportRefused for a file that is none of ours, or of a newer program."""
        try:
            parsed = parse(data)
        except NotJson as error:
            raise ImportRefused(f'"{name}" is not JSON that can be read: {error}. Export it again.') from None
        document = parsed.documents[0]
        if not isinstance(document, dict) or not isinstance(document.get("tables"), dict):
            raise ImportRefused(f'"{name}" does not hold a project. Choose a file made by: studio export --format json')
        if document.get("version") != tables.VERSION:
            raise ImportRefused(f'"{name}" was made by a newer program. Update this one to read it.')
        whole = Whole(FileReport(name, "json", parsed.encoding))
        for table, rows in document["tables"].items():
            for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
                whole.add(table, row if isinstance(row, dict) else {"": row}, f"{table} {number}")
        return whole


READER = ProjectJsonReader()
