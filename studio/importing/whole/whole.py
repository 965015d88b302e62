# SPDX-License-Identifier: Apache-2.0
"""Whole projects: our own workbook and JSON file, read back row by row with their identifiers.

Rows that the project has are changed to what the file says, others are added, none is removed; one undoable change.
Into an empty project this gives the identical project.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, func, select

from studio.importing.readers import ImportRefused, Options, Progress
from studio.importing.records import Records
from studio.importing.report import FileReport, ImportReport
from studio.model import schema
from studio.model.assets import check_image
from studio.model.change import chunks
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.standards import project_tables as tables

Row = dict[str, Any]
_BATCH = 2000


@dataclass(slots=True)
class Whole:
    """The rows of a file by table, as typed values, and the account of them."""

    report: FileReport
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, name: str, values: Mapping[str, Any], where: str) -> None:
        """Take one row. A value or row that no table can hold is rejected with the reason."""
        filled = {column: value for column, value in values.items() if value is not None}
        self.report.values += len(filled)
        table = tables.TABLES.get(name)
        if table is None:
            self.reject(filled, where, f'This program knows no table "{name}"')
            return
        row: Row = {}
        for column, value in filled.items():
            if column not in table.c:
                self.report.reject(f"{where}, {column}".removesuffix(", "), short(value), "There is no such column")
                continue
            try:
                row[column] = tables.typed(table, column, value)
            except tables.WrongValue as error:
                self.report.reject(f"{where}, {column}", short(value), str(error))
        refused = _refused_picture(row) if name == "asset" else None
        if refused is not None:
            self.reject(row, where, refused)
            return
        missing = [column for column in ("id", *tables.required(table)) if row.get(column) in (None, "")]
        if missing:
            self.reject(row, where, f"The row has no {missing[0].replace('_', ' ')}")
            return
        self.rows.setdefault(name, []).append(row)
        self.report.records += 1
        self.report.kept += len(row)

    def reject(self, values: Mapping[str, Any], where: str, reason: str) -> None:
        """Reject every value of a row, for one reason."""
        for column, value in values.items():
            self.report.reject(f"{where}, {column}", short(value), reason)


class WholeReader(ABC):
    """A reader of files that hold a whole project. Such a file is imported alone."""

    formats: tuple[str, ...] = ()

    @abstractmethod
    def sniff(self, data: bytes, name: str) -> float:
        """Sure, or not at all: these files say what they are."""

    def read(self, data: bytes, name: str, options: Options) -> Records:  # noqa: ARG002 (the interface of readers)
        """A whole project is no list of records; :func:`restore` brings it in."""
        raise ImportRefused(f'"{name}" holds a whole project. Import it alone, without another file or a framework.')

    @abstractmethod
    def whole(self, data: bytes, name: str) -> Whole:
        """Every row of the file. Raises ImportRefused."""


def check_version(format: Any, version: Any, name: str) -> None:
    """Raise ImportRefused for a file that is not in the version that this program writes."""
    if isinstance(version, int | float) and version > tables.VERSION:
        raise ImportRefused(f'"{name}" was made by a newer program. Update this one to read it.')
    if format != tables.FORMAT or version != tables.VERSION:
        raise ImportRefused(
            f'"{name}" does not say that it is a project in version {tables.VERSION}, the one that is read here. '
            "Export the project again."
        )


def restore(project: Project, whole: Whole, dry_run: bool = False, progress: Progress | None = None) -> ImportReport:
    """Bring all rows into the project as one change. ``progress`` may raise to cancel; then nothing is written."""
    report = ImportReport([whole.report])
    inserts: dict[str, list[Row]] = {}
    updates: dict[str, dict[str, Row]] = {}
    replaced = _own_project_row(project, whole, report)
    for name, rows in whole.rows.items():
        table = tables.TABLES[name]
        present = dict(_present(project, table, [row["id"] for row in rows]))
        seen: set[str] = set()
        for row in rows:
            if row["id"] in seen:
                whole.report.kept -= len(row)
                whole.reject(row, f"{name} {row['id']}", "Another row has the same id")
                continue
            seen.add(row["id"])
            known = present.get(row["id"])
            if known is None:
                inserts.setdefault(name, []).append(row)
                report.created += 1
                continue
            changed = {column: value for column, value in row.items() if known[column] != value}
            if changed:
                updates.setdefault(name, {})[row["id"]] = changed
                report.updated += 1
            else:
                report.unchanged += 1
    report.frameworks = [row["id"] for row in whole.rows.get("framework", [])]
    if dry_run or not (inserts or updates or replaced):
        return report
    total = sum(map(len, inserts.values())) + sum(map(len, updates.values()))
    with project.change(f"Import {whole.report.file}", selection=report.frameworks[:50]) as change:
        done = 0
        change.delete(schema.project, replaced)
        for name in tables.TABLES:
            rows = inserts.get(name, [])
            for start in range(0, len(rows), _BATCH):
                if progress is not None:
                    progress(done, total, "Writing to the project")
                change.insert(tables.TABLES[name], rows[start : start + _BATCH])
                done += len(rows[start : start + _BATCH])
            if name in updates:
                change.update(tables.TABLES[name], updates[name])
        if progress is not None:
            progress(total, total, "Writing to the project")
    return report


def _own_project_row(project: Project, whole: Whole, report: ImportReport) -> Sequence[str]:
    """The one row about the project itself: an empty project takes the file's; a filled one keeps its own."""
    rows = whole.rows.get("project", [])
    own = [row.id for row in project.rows(select(schema.project.c.id))]
    if not rows or rows[0]["id"] in own:
        return []
    empty = all(
        project.scalar(select(func.count()).select_from(table)) == 0
        for name, table in tables.TABLES.items()
        if name != "project"
    )
    if empty:
        return own
    del whole.rows["project"]
    report.unchanged += len(rows)
    return []


def _present(project: Project, table: Table, ids: Sequence[str]) -> Iterator[tuple[str, Row]]:
    for batch in chunks(ids):
        for row in project.rows(select(table).where(table.c.id.in_(batch))):
            yield row.id, row._asdict()


def _refused_picture(row: Row) -> str | None:
    """Why a picture is not taken: a file may hold what looks like one and runs something when it is shown."""
    if not isinstance(row.get("data"), bytes):
        return None
    try:
        media_type = check_image(str(row.get("name") or "picture"), row["data"])
    except StudioError as error:
        return str(error)
    if (media_type, hashlib.sha256(row["data"]).hexdigest()) != (row.get("media_type"), row.get("sha256")):
        return "The picture is not the one that its type and checksum say"
    return None


def short(value: Any) -> str:
    """A value for the report, in its first characters."""
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
