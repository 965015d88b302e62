# SPDX-License-Identifier: Apache-2.0
"""Reads a snapshot with a handful of column queries, whatever the size of the project."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from studio.checks.snapshot import Alignment, Badge, Criterion, Framework, Item, Link, Rubric, Snapshot, link_up
from studio.model import schema
from studio.model.change import chunks
from studio.model.project import Project
from studio.model.stored import RAW

_c = schema.competency.c
_PLAIN = ("id", "ctid", "uri", "framework_id", "parent_id", "position", "code", "item_type", "category", "complexity")
_MAPS = ("statement", "label", "comment", "stages", "text_times")
_ROWS_AT_ONCE = 5_000
_RAW = RAW["competency"].c
_SELECT = select(*(_RAW[name] for name in (*_PLAIN, "language", *_MAPS)))


def load(project: Project, around: Iterable[str] | None = None, badges: bool = True) -> Snapshot:
    """Everything the rules see; with ``around`` only these competencies with their ancestors and children.

    ``badges`` false leaves the badges out (an edit of a competency does not concern them).
    """
    with project.read():
        snapshot = _head(project)
        frameworks = {framework.id: framework for framework in _frameworks(project)}
        if around is None:
            items = _items(project, _SELECT)
        else:
            items, snapshot.edge = _around(project, around)
        by_framework: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            by_framework[item.framework_id].append(item)
        for framework_id, framework in frameworks.items():
            framework.complete = around is None
            link_up(framework, by_framework.get(framework_id, []))
        snapshot.frameworks = frameworks
        snapshot.items = {item.id: item for item in items}
        a = schema.association.c
        if around is None:
            columns = (a.id, a.framework_id, a.origin_id, a.kind, a.destination_id, a.destination_uri)
            snapshot.links = [Link(*row) for row in project.rows(select(*columns, a.destination_name))]
            snapshot.renamed = _renamed(project)
        if badges:
            _load_badges(project, snapshot)
    return snapshot


def _items(project: Project, statement: Select[Any]) -> list[Item]:
    """Competencies of a query over raw columns; JSON is read for thousands of rows at once, which is far quicker."""
    found: list[Item] = []
    rows = project.rows(statement)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        columns = list(zip(*some, strict=True))
        maps = (json.loads(f"[{','.join(value or 'null' for value in column)}]") for column in columns[-len(_MAPS) :])
        found.extend(map(Item, *columns[: -len(_MAPS)], *maps))
    return found


def framework_sizes(project: Project) -> dict[str, int]:
    """How many items each framework has."""
    return {row[0]: row[1] for row in project.rows(select(_c.framework_id, func.count()).group_by(_c.framework_id))}


def _head(project: Project) -> Snapshot:
    p = schema.project.c
    row = project.row(select(p.language, p.base_url, p.glossary))
    glossary = row.glossary if row is not None else None
    return Snapshot(
        language=(row.language if row is not None else None) or "en",
        base_url=row.base_url if row is not None else None,
        # A list of abbreviations, or a map from each to its meaning.
        glossary=frozenset(str(entry).upper() for entry in glossary or ()),
        frameworks={},
        items={},
        links=[],
        badges={},
        connected=set(),
        renamed={},
        edge=set(),
    )


def _frameworks(project: Project) -> Iterable[Framework]:
    f = schema.framework.c
    names = (
        *("id", "ctid", "uri", "code", "name", "description", "language", "languages", "version"),
        *("publisher_id", "publisher_name", "license", "source", "levels", "stages"),
    )
    for row in project.rows(select(*(f[name] for name in names)).order_by(f.position, f.id)):
        values = row._asdict()
        for name in ("name", "description"):
            values[name] = values[name] or {}
        for name in ("languages", "source", "levels", "stages"):
            values[name] = values[name] or []
        yield Framework(**values)


def _around(project: Project, ids: Iterable[str]) -> tuple[list[Item], set[str]]:
    """Items with their ancestors, children and grandchildren; and the ids of those whose children were not read."""
    found: dict[str, Item] = {}

    def read(column: Any, wanted: Iterable[str]) -> list[Item]:
        new = []
        for batch in chunks(wanted):
            for item in _items(project, _SELECT.where(column.in_(batch))):
                if item.id not in found:
                    found[item.id] = item
                    new.append(item)
        return new

    start = read(_RAW.id, ids)
    level = start
    while level := read(_RAW.id, {item.parent_id for item in level if item.parent_id and item.parent_id not in found}):
        pass
    children = read(_RAW.parent_id, [item.id for item in start])
    grandchildren = read(_RAW.parent_id, [item.id for item in children])
    return list(found.values()), {item.id for item in grandchildren}


def _load_badges(project: Project, snapshot: Snapshot) -> None:
    b, a = schema.badge.c, schema.alignment.c
    image_types = {row.id: row.media_type for row in project.rows(select(schema.asset.c.id, schema.asset.c.media_type))}
    rubrics = _rubrics(project)
    for row in project.rows(select(schema.badge).order_by(b.position, b.id)):
        badge = Badge(row.id, row.code, row.language or snapshot.language, row._asdict())
        badge.image_type = image_types.get(row.image_id)
        badge.rubric = rubrics.get(row.rubric_id)
        snapshot.badges[row.id] = badge
    columns = (a.id, a.badge_id, a.competency_id, a.target_code, a.target_url, a.target_name)
    for row in project.rows(select(*columns).order_by(a.badge_id, a.position, a.id)):
        alignment = Alignment(*row)
        if alignment.badge_id in snapshot.badges:
            snapshot.badges[alignment.badge_id].alignments.append(alignment)
        if alignment.competency_id:
            snapshot.connected.add(alignment.competency_id)
    for rubric in rubrics.values():
        snapshot.connected.update(each.competency_id for each in rubric.criteria if each.competency_id)


def _rubrics(project: Project) -> dict[str, Rubric]:
    r, lv = schema.rubric.c, schema.rubric_level.c
    cr, cl = schema.rubric_criterion.c, schema.criterion_level.c
    rubrics = {
        row.id: Rubric(row.id, row.passing_level_id, [], []) for row in project.rows(select(r.id, r.passing_level_id))
    }
    for row in project.rows(select(lv.id, lv.rubric_id).order_by(lv.rubric_id, lv.position, lv.id)):
        if row.rubric_id in rubrics:
            rubrics[row.rubric_id].level_ids.append(row.id)
    cells: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in project.rows(select(cl.criterion_id, cl.level_id, cl.description)):
        cells[row.criterion_id][row.level_id] = row.description
    columns = (cr.id, cr.rubric_id, cr.name, cr.description, cr.competency_id, cr.competency_code)
    for row in project.rows(select(*columns).order_by(cr.rubric_id, cr.position, cr.id)):
        rubric = rubrics.get(row.rubric_id)
        if rubric is not None:
            levels = [cells[row.id].get(level_id) or {} for level_id in rubric.level_ids]
            rubric.criteria.append(
                Criterion(row.id, row.name or {}, row.description or {}, row.competency_id, row.competency_code, levels)
            )
    return rubrics


def _renamed(project: Project) -> dict[str, tuple[str, str]]:
    """CTIDs that are not what they were in the newest named version, the nearest we have to "published"."""
    versions: Sequence[Any] = project.versions()
    if not versions:
        return {}
    newest = max(versions, key=lambda version: int(version.journal_seq))
    found = {}
    for table, row_id, before, after in project.images_since(newest.journal_seq).items():
        if table not in ("competency", "framework") or not before or not after or "ctid" not in before:
            continue
        if before["ctid"] and before["ctid"] != after.get("ctid"):
            found[row_id] = (str(newest.name), str(before["ctid"]))
    return found
