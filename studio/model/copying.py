# SPDX-License-Identifier: Apache-2.0
"""Copies of branches as plain records: between places of a framework, between frameworks, between projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from studio.model import frameworks, schema
from studio.model.change import chunks
from studio.model.items import append_positions, get
from studio.model.positions import between
from studio.model.project import Project
from studio.model.values import new_ctid, new_id

c = schema.competency.c
Record = dict[str, Any]
_OWN = ("id", "ctid", "uri", "framework_id", "parent_id", "position")
"""Columns that belong to the place or to the one item; a copy gets its own."""


def branches(project: Project, ids: Sequence[str]) -> list[Record]:
    """The given items with everything below them in document order, as records that JSON can hold.

    ``id`` and ``parent_id`` keep the shape of the branch; an item whose parent is not among the records is a top.
    """
    tops = frameworks.top_most(project, ids)
    rows: dict[str, Record] = {}
    for batch in chunks(frameworks.descendants(project, tops, include_self=True)):
        with project.read() as connection:
            found = connection.execute(select(schema.competency).where(c.id.in_(batch))).mappings().all()
        rows.update((row["id"], dict(row)) for row in found)
    children: dict[str | None, list[Record]] = {}
    for row in rows.values():
        if row["id"] not in tops:
            children.setdefault(row["parent_id"], []).append(row)
    ordered: list[Record] = []
    todo = [rows[top] for top in reversed(tops)]
    while todo:
        row = todo.pop()
        ordered.append(row)
        below = sorted(children.get(row["id"], ()), key=lambda child: (child["position"], child["id"]), reverse=True)
        todo += below
    return ordered


def paste(
    project: Project,
    records: Sequence[Mapping[str, Any]],
    framework_id: str,
    parent_id: str | None,
    after_id: str | None = None,
    label: str | None = None,
    *,
    first: bool = False,
) -> list[str]:
    """Add copies of records (see :func:`branches`) below a parent: after a sibling, at the end or in the first place.

    Each copy gets identifiers of its own. Returns the ids of the tops. One undo step.
    """
    fresh = {record["id"]: new_id() for record in records}
    tops = [record for record in records if record.get("parent_id") not in fresh]
    if not tops:
        return []
    known = frozenset(schema.competency.c.keys())
    with project.change(label or ("Paste item" if len(records) == 1 else f"Paste {len(records)} items")) as change:
        places = iter(_places(project, change.connection, framework_id, parent_id, after_id, len(tops), first))
        last: dict[str, str] = {}
        rows: list[Record] = []
        for record in records:
            row = {key: value for key, value in record.items() if key in known and key not in _OWN}
            above = str(record.get("parent_id") or "")
            if above in fresh:
                position = last[above] = between(last.get(above), None)[0]
                row |= {"parent_id": fresh[above], "position": position}
            else:
                row |= {"parent_id": parent_id, "position": next(places)}
            rows.append({**row, "id": fresh[record["id"]], "ctid": new_ctid(), "framework_id": framework_id})
        change.insert(schema.competency, rows)
    return [fresh[record["id"]] for record in tops]


def _places(
    project: Project,
    connection: Any,
    framework_id: str,
    parent_id: str | None,
    after_id: str | None,
    count: int,
    first: bool,
) -> list[str]:
    under = (c.framework_id == framework_id, c.parent_id.is_(None) if parent_id is None else c.parent_id == parent_id)
    if first:
        return between(None, project.scalar(select(func.min(c.position)).where(*under)), count)
    if after_id is None:
        return append_positions(connection, schema.competency, count, *under)
    start = get(project, schema.competency, after_id, "position")[0]
    following = project.scalar(select(c.position).where(*under, c.position > start).order_by(c.position).limit(1))
    return between(start, following, count)
