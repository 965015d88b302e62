# SPDX-License-Identifier: Apache-2.0
"""The history of one item: the journal entries whose images hold its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from studio.model import schema
from studio.model.journal import Images
from studio.model.project import Project


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One step in the life of an item: which columns it changed; ``added`` and ``removed`` for its first and last,
    which name no columns."""

    seq: int
    kind: str
    label: str
    at: str
    author: str
    columns: tuple[str, ...]
    added: bool = False
    removed: bool = False


def changes_of(
    project: Project, table: str, item_id: str, scan: int = 500, check: Callable[[], None] | None = None
) -> list[ItemChange]:
    """What happened to an item in the last ``scan`` entries, newest first. ``check`` may raise to stop.

    Images are compressed, so each entry has to be opened: for a worker thread. Undo and redo steps name what they did
    and are found through the edit they applied.
    """
    j = schema.journal.c
    entries = project.rows(
        select(j.seq, j.kind, j.label, j.at, j.author, j.source, j.tables).order_by(j.seq.desc()).limit(scan)
    )
    found: list[ItemChange] = []
    seen: dict[int, tuple[tuple[str, ...], bool, bool] | None] = {}
    for entry in entries:
        if check is not None:
            check()
        if table not in (entry.tables or {}):
            continue
        source = entry.source or entry.seq
        if source not in seen:
            data = project.scalar(select(j.images).where(j.seq == source))
            image = Images.decode(data).tables.get(table, {}).get(item_id) if data else None
            seen[source] = None if image is None else (_columns(image), image[0] is None, image[1] is None)
        touched = seen[source]
        if touched is None:
            continue
        columns, added, removed = touched
        if entry.kind == "undo":
            added, removed = removed, added
        found.append(ItemChange(entry.seq, entry.kind, entry.label, entry.at, entry.author, columns, added, removed))
    return found


def _columns(image: list[dict[str, object] | None]) -> tuple[str, ...]:
    before, after = image
    return tuple(sorted({*before, *after})) if before is not None and after is not None else ()
