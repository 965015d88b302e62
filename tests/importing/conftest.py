# SPDX-License-Identifier: Apache-2.0
"""What the tests of importing share: an empty project, and files made of rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from studio.importing.readers import Options
from studio.importing.tables.context import Context
from studio.importing.tables.spreadsheet import grid_of, read_grid
from studio.model.project import Project

Rows = Sequence[Sequence[Any]]
Read = Callable[..., Context]
Write = Callable[..., Path]


@pytest.fixture
def project() -> Iterator[Project]:
    """An empty project in English."""
    made = Project.create(None, name="Test")
    yield made
    made.close()


@pytest.fixture
def csv_bytes() -> Callable[..., bytes]:
    """Rows as the bytes of a CSV file."""

    def make(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
        return text.getvalue().encode(encoding)

    return make


@pytest.fixture
def read_rows(csv_bytes: Callable[..., bytes]) -> Read:
    """Read rows as a CSV file called ``outcomes.csv`` and return all that was understood."""

    def read(rows: Rows, name: str = "outcomes.csv", **options: Any) -> Context:
        data = csv_bytes(rows)
        return read_grid(grid_of(data, name), name, Options(**options))

    return read


@pytest.fixture
def write_csv(tmp_path: Path, csv_bytes: Callable[..., bytes]) -> Write:
    """Write rows into a CSV file and return its path."""

    def write(rows: Rows, name: str = "outcomes.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(csv_bytes(rows))
        return path

    return write


@pytest.fixture
def write_workbook(tmp_path: Path) -> Write:
    """Write sheets ``{title: rows}`` into a workbook, with a hook for formats, and return its path."""

    def write(
        sheets: dict[str, Rows], name: str = "outcomes.xlsx", finish: Callable[[Any], None] | None = None
    ) -> Path:
        import openpyxl

        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            worksheet = workbook.create_sheet(title)
            for row in rows:
                worksheet.append(list(row))
        if finish is not None:
            finish(workbook)
        path = tmp_path / name
        workbook.save(path)
        return path

    return write


@pytest.fixture
def tree() -> Callable[[Context], list[tuple[str, str, str]]]:
    """The items of a file as ``(parent's code or text, code, statement)``, in the file's order."""

    def of(context: Context) -> list[tuple[str, str, str]]:
        by_key = {record.key: record for record in context.records.items}

        def called(key: Any) -> str:
            record = by_key.get(key)
            if record is None:
                return key or ""
            columns = record.columns
            return columns.get("code") or columns.get("statement", {}).get("en", "")

        return [
            (
                called(record.references.get("parent_id")),
                record.columns.get("code", ""),
                record.columns.get("statement", {}).get("en", ""),
            )
            for record in context.records.of("competency")
        ]

    return of
