# SPDX-License-Identifier: Apache-2.0
"""Rubrics: criteria down, levels across, a description in each cell, and what passes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from studio.model import items, schema
from studio.model.errors import EditConflict
from studio.model.items import append_positions, ids_where
from studio.model.positions import between
from studio.model.project import DataRow, Project
from studio.model.values import LanguageMap, new_ctid

rubric, level, criterion, cell = (
    schema.rubric,
    schema.rubric_level,
    schema.rubric_criterion,
    schema.criterion_level,
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A rubric as it is drawn. ``cells[criterion id][level id]`` is the row of ``criterion_level``; empty cells are
    missing."""

    rubric: DataRow
    levels: Sequence[DataRow]
    criteria: Sequence[DataRow]
    cells: Mapping[str, Mapping[str, DataRow]]


def create_rubric(
    project: Project, name: LanguageMap | None = None, levels: Iterable[Mapping[str, Any]] = (), **fields: Any
) -> str:
    """A new rubric with its levels, lowest first (columns of ``rubric_level``). Returns its id."""
    with project.change("New rubric") as change:
        row = {"ctid": new_ctid(), "name": name, **fields}
        row.setdefault("language", items.project_language(project))
        rubric_id = change.insert(rubric, [row])[0]
        add_levels(project, rubric_id, levels)
        return rubric_id


def add_levels(project: Project, rubric_id: str, levels: Iterable[Mapping[str, Any]]) -> list[str]:
    """New levels above the present ones: columns of ``rubric_level``. Returns their ids."""
    return _append(project, level, rubric_id, levels)


def add_criteria(project: Project, rubric_id: str, criteria: Iterable[Mapping[str, Any]]) -> list[str]:
    """New criteria at the end: columns of ``rubric_criterion``. Returns their ids."""
    return _append(project, criterion, rubric_id, criteria)


def move_level(project: Project, level_id: str, after_id: str | None) -> None:
    """Put a level after another one, ``None`` for the lowest place."""
    _move(project, level, level_id, after_id)


def move_criterion(project: Project, criterion_id: str, after_id: str | None) -> None:
    """Put a criterion after another one, ``None`` for the first place."""
    _move(project, criterion, criterion_id, after_id)


def set_cell(
    project: Project,
    criterion_id: str,
    level_id: str,
    language: str,
    text: str,
    merge: str | None = None,
    expected: str | None = None,
) -> None:
    """Write what a criterion looks like at a level, in one language. An emptied cell loses its row.

    ``expected``: the text that the person saw there before; EditConflict when somebody changed it since.
    """
    where = (cell.c.criterion_id == criterion_id, cell.c.level_id == level_id)
    with project.change("Edit rubric text", selection=[criterion_id], merge=merge) as change:
        known = project.row(select(cell.c.id, cell.c.description).where(*where))
        if known is None:
            if expected:
                raise EditConflict("Somebody else emptied this rubric text since you opened it.")
            if text.strip():
                row = {"criterion_id": criterion_id, "level_id": level_id, "description": {language: text.strip()}}
                change.insert(cell, [row])
            return
        items.set_text(project, cell, known.id, "description", language, text, expected=expected)
        if not items.get(project, cell, known.id, "description")[0]:
            change.delete(cell, [known.id])


def cell_texts(project: Project, criterion_id: str, level_id: str) -> LanguageMap | None:
    """What a criterion looks like at a level, in every language; ``None`` for an empty cell."""
    where = (cell.c.criterion_id == criterion_id, cell.c.level_id == level_id)
    texts: LanguageMap | None = project.scalar(select(cell.c.description).where(*where))
    return texts


def delete_levels(project: Project, ids: Iterable[str]) -> None:
    """Remove levels and their column of texts; a passing level that goes leaves the rubric without one."""
    gone = list(ids)
    with project.change("Remove rubric level", selection=gone) as change:
        change.delete(cell, ids_where(change.connection, cell, "level_id", gone))
        passing = ids_where(change.connection, rubric, "passing_level_id", gone)
        change.update(rubric, {rubric_id: {"passing_level_id": None} for rubric_id in passing})
        change.delete(level, gone)


def delete_criteria(project: Project, ids: Iterable[str]) -> None:
    """Remove criteria and their row of texts."""
    gone = list(ids)
    with project.change("Remove rubric criterion", selection=gone) as change:
        change.delete(cell, ids_where(change.connection, cell, "criterion_id", gone))
        change.delete(criterion, gone)


def delete_rubric(project: Project, rubric_id: str) -> None:
    """Remove a rubric with everything in it; badges that used it have none then."""
    with project.change("Remove rubric", selection=[rubric_id]) as change:
        delete_criteria(project, ids_where(change.connection, criterion, "rubric_id", [rubric_id]))
        delete_levels(project, ids_where(change.connection, level, "rubric_id", [rubric_id]))
        using = ids_where(change.connection, schema.badge, "rubric_id", [rubric_id])
        change.update(schema.badge, {badge_id: {"rubric_id": None} for badge_id in using})
        change.delete(rubric, [rubric_id])


def grid(project: Project, rubric_id: str) -> Grid:
    """The whole rubric. Raises NotFound."""
    head = items.get(project, rubric, rubric_id)
    levels = project.rows(select(level).where(level.c.rubric_id == rubric_id).order_by(level.c.position, level.c.id))
    criteria = project.rows(
        select(criterion).where(criterion.c.rubric_id == rubric_id).order_by(criterion.c.position, criterion.c.id)
    )
    cells: dict[str, dict[str, DataRow]] = {row.id: {} for row in criteria}
    for row in project.rows(
        select(cell).join(criterion, criterion.c.id == cell.c.criterion_id).where(criterion.c.rubric_id == rubric_id)
    ):
        cells[row.criterion_id][row.level_id] = row
    return Grid(head, levels, criteria, cells)


def _append(project: Project, table: Table, rubric_id: str, parts: Iterable[Mapping[str, Any]]) -> list[str]:
    rows = [dict(part) for part in parts]
    if not rows:
        return []
    what = items.KIND_NAMES[table.name]
    with project.change(f"Add {what}" if len(rows) == 1 else f"Add {len(rows)} × {what}") as change:
        places = append_positions(change.connection, table, len(rows), table.c.rubric_id == rubric_id)
        return change.insert(
            table, [{"rubric_id": rubric_id, "position": at, **row} for row, at in zip(rows, places, strict=True)]
        )


def _move(project: Project, table: Table, part_id: str, after_id: str | None) -> None:
    rubric_id = items.get(project, table, part_id, "rubric_id")[0]
    others = project.rows(
        select(table.c.id, table.c.position)
        .where(table.c.rubric_id == rubric_id, table.c.id != part_id)
        .order_by(table.c.position, table.c.id)
    )
    ids = [row.id for row in others]
    place = ids.index(after_id) + 1 if after_id in ids else 0
    before = others[place - 1].position if place else None
    behind = others[place].position if place < len(others) else None
    (position,) = between(before, behind)
    items.set_field(project, table, [part_id], {"position": position}, f"Move {items.KIND_NAMES[table.name]}")
