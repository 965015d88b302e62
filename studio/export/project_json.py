# SPDX-License-Identifier: Apache-2.0
"""The whole project as one JSON document: sorted, one row a line, so that version control shows what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from studio.export.service import Exported, Options
from studio.model.errors import StudioError
from studio.standards import project_tables as whole

if TYPE_CHECKING:
    from studio.model.project import Project


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """Everything but the history. Raises StudioError when single items are asked for."""
    if ids:
        raise StudioError("The JSON file always holds the whole project. Export it without naming items.")
    return Exported({"project.json": _encode(project, options)})


def _encode(project: Project, options: Options) -> Iterator[bytes]:
    dump = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
    yield f'{{"format": "{whole.FORMAT}", "version": {whole.VERSION}, "tables": {{\n'.encode()
    with project.read() as connection:
        tables = sorted(whole.TABLES.items())
        total = sum(connection.scalar(select(func.count()).select_from(table)) or 0 for _, table in tables)
        done = 0
        for number, (name, table) in enumerate(tables):
            between = ",\n" if number else ""
            yield f'{between}"{name}": ['.encode()
            comma = "\n"
            for row in connection.execute(select(table).order_by(table.c.id)):
                yield f"{comma}{dump(whole.plain(table, row._asdict()))}".encode()
                comma = ",\n"
                done += 1
                if done % 1000 == 0:
                    options.step(done, total, name)
            yield b"]"
    yield b"\n}}\n"
