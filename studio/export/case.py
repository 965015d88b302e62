# SPDX-License-Identifier: Apache-2.0
"""CASE packages of version 1.1 and 1.0, one a framework, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export.case_objects import Objects
from studio.export.case_package import Package
from studio.export.ctdl_graph import file_name, unique
from studio.export.service import Exported, Finding, Options
from studio.model import schema
from studio.model.errors import StudioError
from studio.model.lookup import called
from studio.model.values import in_language

if TYPE_CHECKING:
    from studio.model.project import Project


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """CASE 1.1. What it has no place for goes into extensions. Raises StudioError for what is no framework."""
    return _write(project, ids, options, "1.1")


def write_1_0(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """CASE 1.0: its nine association types, and no extensions. Raises StudioError for what is no framework."""
    return _write(project, ids, options, "1.0")


def _write(project: Project, ids: Sequence[str], options: Options, version: str) -> Exported:
    f = schema.framework
    rows = [row._asdict() for row in project.rows(select(f).order_by(f.c.position, f.c.id))]
    chosen = [row for row in rows if not ids or row["id"] in ids]
    missing = set(ids) - {row["id"] for row in chosen}
    if missing:
        raise StudioError(
            f'CASE packages are made of frameworks; "{called(project, min(missing))}" is none. '
            "Name the framework it belongs to."
        )
    if not chosen:
        raise StudioError("This project has no framework to export yet. Make or import one first.")
    findings: list[Finding | str] = []
    objects = Objects(project, rows, version, findings)
    names: set[str] = set()
    files: dict[str, Any] = {}
    for row in chosen:
        label = file_name(row["code"] or in_language(row["name"], row["language"] or "en") or row["id"])
        all_written = not ids and row is chosen[-1]
        files[f"{unique(label, names)}.json"] = _encode(Package(project, objects, row, options), all_written)
    return Exported(files, findings, main=next(iter(files)))


def _encode(package: Package, all_written: bool) -> Iterator[bytes]:
    """The package in pieces, its parts in the order of the specification. ``all_written``: it is the last one of a
    whole project."""
    dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    yield f'{{"CFDocument": {dump(package.document())}'.encode()
    for name, part in package.parts():
        yield f',\n"{name}": ['.encode()
        comma = "\n"
        for made in part:
            yield f"{comma}{dump(made)}".encode()
            comma = ",\n"
        yield b"]"
    for name, value in package.ending().items():
        yield f',\n"{name}": {dump(value)}'.encode()
    yield b"}\n"
    if all_written:
        package.objects.homeless_rubrics()
