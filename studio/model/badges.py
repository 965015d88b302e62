# SPDX-License-Identifier: Apache-2.0
"""Badges and what they are aligned to. Their fields are set by ``studio.model.items``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from studio.model import items, rubrics, schema
from studio.model.items import append_positions, ids_where
from studio.model.positions import between
from studio.model.project import DataRow, Project
from studio.model.values import LanguageMap, in_language, new_ctid

b = schema.badge.c
a = schema.alignment.c


def create_badge(project: Project, name: LanguageMap, **fields: Any) -> str:
    """A new badge at the end of the list, with a CTID of its own; further columns by name. Returns its id."""
    with project.change(f'New badge "{in_language(name)}"') as change:
        (position,) = append_positions(change.connection, schema.badge, 1)
        row = {"ctid": new_ctid(), "name": name, "status": "Draft", "version": "1.0", "position": position, **fields}
        row.setdefault("language", items.project_language(project))
        return change.insert(schema.badge, [row])[0]


def delete_badges(project: Project, ids: Iterable[str]) -> None:
    """Remove badges with their alignments and the rubrics that no other badge uses."""
    gone = list(ids)
    with project.change("Remove badge" if len(gone) == 1 else f"Remove {len(gone)} badges", selection=gone) as change:
        used = [row.rubric_id for row in project.rows(select(b.rubric_id).where(b.id.in_(gone))) if row.rubric_id]
        change.delete(schema.alignment, ids_where(change.connection, schema.alignment, "badge_id", gone))
        change.delete(schema.badge, gone)
        for rubric_id in dict.fromkeys(used):
            if project.scalar(select(func.count()).select_from(schema.badge).where(b.rubric_id == rubric_id)) == 0:
                rubrics.delete_rubric(project, rubric_id)


def duplicate_badge(project: Project, badge_id: str) -> str:
    """Copy a badge with its alignments and its rubric, with identifiers of its own and as a draft. Returns the id."""
    original = items.get(project, schema.badge, badge_id)
    with project.change(f'Duplicate badge "{in_language(original.name)}"', selection=[badge_id]) as change:
        following = project.scalar(select(func.min(b.position)).where(b.position > original.position))
        (position,) = between(original.position, following)
        fresh = {"id": None, "ctid": new_ctid(), "uri": None, "code": None, "status": "Draft", "position": position}
        if original.rubric_id:
            fresh["rubric_id"] = _copy_rubric(project, original.rubric_id)
        copy = change.insert(schema.badge, [{**original._asdict(), **fresh}])[0]
        rows = project.rows(select(schema.alignment).where(a.badge_id == badge_id))
        change.insert(schema.alignment, [{**row._asdict(), "id": None, "badge_id": copy} for row in rows])
        return copy


def move_badge(project: Project, badge_id: str, after_id: str | None) -> None:
    """Put a badge after another one, ``None`` for the first place."""
    others = project.rows(select(b.id, b.position).where(b.id != badge_id).order_by(b.position, b.id))
    ids = [row.id for row in others]
    place = ids.index(after_id) + 1 if after_id in ids else 0
    before = others[place - 1].position if place else None
    behind = others[place].position if place < len(others) else None
    (position,) = between(before, behind)
    items.set_field(project, schema.badge, [badge_id], {"position": position}, "Move badge")


def align(project: Project, badge_id: str, competency_ids: Iterable[str]) -> list[str]:
    """Align a badge to competencies of the project; those it is aligned to already are passed over. New ids."""
    known = {row.competency_id for row in project.rows(select(a.competency_id).where(a.badge_id == badge_id))}
    wanted = [each for each in dict.fromkeys(competency_ids) if each not in known]
    return add_alignments(project, badge_id, [{"competency_id": each} for each in wanted])


def add_alignments(project: Project, badge_id: str, targets: Iterable[Mapping[str, Any]]) -> list[str]:
    """Align a badge to competencies (``competency_id``) or to addresses elsewhere (``target_*``). Returns the ids."""
    rows = [dict(target) for target in targets]
    if not rows:
        return []
    with project.change("Align badge", selection=[badge_id]) as change:
        places = append_positions(change.connection, schema.alignment, len(rows), a.badge_id == badge_id)
        return change.insert(
            schema.alignment,
            [{"badge_id": badge_id, "position": at, **row} for row, at in zip(rows, places, strict=True)],
        )


def remove_alignments(project: Project, ids: Iterable[str]) -> None:
    """Remove alignments. Ids that are not there are passed over."""
    gone = list(ids)
    with project.change("Remove alignment" if len(gone) == 1 else f"Remove {len(gone)} alignments") as change:
        change.delete(schema.alignment, gone)


def badges(project: Project) -> Sequence[DataRow]:
    """Every badge in the person's order: id, code, name, description, achievement_type, issuer_id, status, image_id,
    rubric_id, level, workload_hours, validity_months, endorser_ids."""
    statement = select(
        b.id,
        b.code,
        b.name,
        b.description,
        b.achievement_type,
        b.issuer_id,
        b.status,
        b.image_id,
        b.rubric_id,
        b.level,
        b.workload_hours,
        b.validity_months,
        b.endorser_ids,
    )
    return project.rows(statement.order_by(b.position, b.id))


def alignments(project: Project, badge_id: str) -> Sequence[DataRow]:
    """The alignments of a badge in order, with code, statement and framework_id of the competency where it is known:
    all columns of ``alignment``, then ``code``, ``statement``, ``label``, ``framework_id``."""
    c = schema.competency.c
    return project.rows(
        select(schema.alignment, c.code, c.statement, c.label, c.framework_id)
        .outerjoin(schema.competency, c.id == a.competency_id)
        .where(a.badge_id == badge_id)
        .order_by(a.position, a.id)
    )


def alignment_counts(project: Project) -> dict[str, int]:
    """How many alignments each badge has; badges without any are left out."""
    return {row[0]: row[1] for row in project.rows(select(a.badge_id, func.count()).group_by(a.badge_id))}


def _copy_rubric(project: Project, rubric_id: str) -> str:
    grid = rubrics.grid(project, rubric_id)
    with project.change("Copy rubric") as change:
        fresh = {"id": None, "ctid": new_ctid(), "uri": None}
        copy = change.insert(schema.rubric, [{**grid.rubric._asdict(), **fresh}])[0]
        level_ids = change.insert(
            schema.rubric_level, [{**row._asdict(), "id": None, "rubric_id": copy} for row in grid.levels]
        )
        criterion_ids = change.insert(
            schema.rubric_criterion, [{**row._asdict(), "id": None, "rubric_id": copy} for row in grid.criteria]
        )
        new_level = dict(zip((row.id for row in grid.levels), level_ids, strict=True))
        new_criterion = dict(zip((row.id for row in grid.criteria), criterion_ids, strict=True))
        texts = [
            {
                **row._asdict(),
                "id": None,
                "criterion_id": new_criterion[row.criterion_id],
                "level_id": new_level.get(row.level_id, row.level_id),
            }
            for cells in grid.cells.values()
            for row in cells.values()
        ]
        change.insert(schema.criterion_level, texts)
        passing = new_level.get(grid.rubric.passing_level_id)
        change.update(schema.rubric, {copy: {"passing_level_id": passing}})
        return copy
