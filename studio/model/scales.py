# SPDX-License-Identifier: Apache-2.0
"""Concept schemes (vocabularies of terms) and progression models (ladders of levels): two lists with an owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from studio.model import items, schema
from studio.model.items import append_positions, ids_where
from studio.model.positions import between
from studio.model.project import DataRow, Project
from studio.model.values import LanguageMap, in_language, new_ctid


@dataclass(frozen=True, slots=True)
class _Scale:
    """A table of owners and the table of what they own."""

    owner: Table
    part: Table
    column: str
    words: str


_SCHEME = _Scale(schema.concept_scheme, schema.concept, "scheme_id", "concept scheme")
_MODEL = _Scale(schema.progression_model, schema.progression_level, "model_id", "progression model")


def create_scheme(project: Project, name: LanguageMap, **fields: Any) -> str:
    """A new, empty concept scheme; further columns by name. Returns its id."""
    return _create(project, _SCHEME, name, fields)


def create_progression_model(project: Project, name: LanguageMap, **fields: Any) -> str:
    """A new, empty progression model; further columns by name. Returns its id."""
    return _create(project, _MODEL, name, fields)


def add_concepts(
    project: Project, scheme_id: str, concepts: Iterable[Mapping[str, Any]], parent_id: str | None = None
) -> list[str]:
    """New terms at the end of a scheme or under a broader term: columns of ``concept``. Returns their ids."""
    return _add(project, _SCHEME, scheme_id, concepts, parent_id)


def add_levels(
    project: Project, model_id: str, levels: Iterable[Mapping[str, Any]], parent_id: str | None = None
) -> list[str]:
    """New levels at the end of a model, lowest first: columns of ``progression_level``. Returns their ids."""
    return _add(project, _MODEL, model_id, levels, parent_id)


def move_concept(project: Project, concept_id: str, after_id: str | None) -> None:
    """Put a term after a sibling, ``None`` for the first place."""
    _move(project, _SCHEME, concept_id, after_id)


def move_level(project: Project, level_id: str, after_id: str | None) -> None:
    """Put a level after a sibling, ``None`` for the first place."""
    _move(project, _MODEL, level_id, after_id)


def delete_concepts(project: Project, ids: Iterable[str]) -> None:
    """Remove terms with the narrower ones below them and the links to them."""
    _delete_parts(project, _SCHEME, ids)


def delete_levels(project: Project, ids: Iterable[str]) -> None:
    """Remove levels with what is below them and the links to them."""
    _delete_parts(project, _MODEL, ids)


def delete_scheme(project: Project, scheme_id: str) -> None:
    """Remove a concept scheme with its terms."""
    _delete(project, _SCHEME, scheme_id)


def delete_progression_model(project: Project, model_id: str) -> None:
    """Remove a progression model with its levels."""
    _delete(project, _MODEL, model_id)


def concepts(project: Project, scheme_id: str) -> Sequence[DataRow]:
    """The terms of a scheme, siblings in order: id, parent_id, notation, label, definition, note, ctid, uri."""
    return _parts(project, _SCHEME, scheme_id)


def levels(project: Project, model_id: str) -> Sequence[DataRow]:
    """The levels of a model, siblings in order: id, parent_id, notation, label, definition, note, ctid, uri."""
    return _parts(project, _MODEL, model_id)


def _create(project: Project, scale: _Scale, name: LanguageMap, fields: Mapping[str, Any]) -> str:
    with project.change(f'New {scale.words} "{in_language(name)}"') as change:
        (position,) = append_positions(change.connection, scale.owner, 1)
        row = {"ctid": new_ctid(), "name": name, "status": "Draft", "position": position, **fields}
        row.setdefault("language", items.project_language(project))
        return change.insert(scale.owner, [row])[0]


def _add(
    project: Project, scale: _Scale, owner_id: str, parts: Iterable[Mapping[str, Any]], parent_id: str | None
) -> list[str]:
    rows = [dict(part) for part in parts]
    if not rows:
        return []
    what = items.KIND_NAMES[scale.part.name]
    with project.change(f"Add {what}" if len(rows) == 1 else f"Add {len(rows)} × {what}") as change:
        where = (scale.part.c[scale.column] == owner_id, scale.part.c.parent_id.is_not_distinct_from(parent_id))
        places = append_positions(change.connection, scale.part, len(rows), *where)
        base = {scale.column: owner_id, "parent_id": parent_id}
        return change.insert(
            scale.part,
            [{"ctid": new_ctid(), **base, "position": place, **row} for row, place in zip(rows, places, strict=True)],
        )


def _move(project: Project, scale: _Scale, part_id: str, after_id: str | None) -> None:
    part = scale.part
    row = items.get(project, part, part_id, scale.column, "parent_id")
    siblings = project.rows(
        select(part.c.id, part.c.position)
        .where(part.c[scale.column] == row[0], part.c.parent_id.is_not_distinct_from(row.parent_id))
        .where(part.c.id != part_id)
        .order_by(part.c.position, part.c.id)
    )
    ids = [sibling.id for sibling in siblings]
    place = ids.index(after_id) + 1 if after_id in ids else 0
    before = siblings[place - 1].position if place else None
    behind = siblings[place].position if place < len(siblings) else None
    (position,) = between(before, behind)
    items.set_field(project, part, [part_id], {"position": position}, f"Move {items.KIND_NAMES[part.name]}")


def _delete_parts(project: Project, scale: _Scale, ids: Iterable[str]) -> None:
    given = list(ids)
    what = items.KIND_NAMES[scale.part.name]
    with project.change(f"Remove {what}" if len(given) == 1 else f"Remove {len(given)} × {what}") as change:
        gone = dict.fromkeys(given)
        level = given
        while level:
            below = ids_where(change.connection, scale.part, "parent_id", level)
            level = [part_id for part_id in below if part_id not in gone]
            gone.update(dict.fromkeys(level))
        for column in ("origin_id", "destination_id"):
            change.delete(schema.association, ids_where(change.connection, schema.association, column, gone))
        change.delete(scale.part, gone)


def _delete(project: Project, scale: _Scale, owner_id: str) -> None:
    name = in_language(items.get(project, scale.owner, owner_id, "name")[0])
    with project.change(f'Remove {scale.words} "{name}"') as change:
        _delete_parts(project, scale, ids_where(change.connection, scale.part, scale.column, [owner_id]))
        linked = ids_where(change.connection, schema.association, "destination_id", [owner_id])
        change.delete(schema.association, linked)
        # What came in its document has no other document to go out with.
        change.delete(schema.resource, ids_where(change.connection, schema.resource, "document_id", [owner_id]))
        change.delete(scale.owner, [owner_id])


def _parts(project: Project, scale: _Scale, owner_id: str) -> Sequence[DataRow]:
    p = scale.part.c
    statement = select(p.id, p.parent_id, p.notation, p.label, p.definition, p.note, p.ctid, p.uri)
    return project.rows(statement.where(p[scale.column] == owner_id).order_by(p.position, p.id))
