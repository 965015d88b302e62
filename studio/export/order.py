# SPDX-License-Identifier: Apache-2.0
"""The order in which a tree is read: each item before its children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from studio.model import schema

if TYPE_CHECKING:
    from studio.model.project import Project


def reading_order(children: dict[str | None, list[str]], parents: dict[str, str | None]) -> list[str]:
    """Every item, each before its children; then those whose parent is missing or that lie in a loop."""
    order: dict[str, None] = {}
    roots = [*children.get(None, []), *(item for item, parent in parents.items() if parent not in parents), *parents]
    for root in roots:
        stack = [root]
        while stack:
            item = stack.pop()
            if item in order:
                continue
            order[item] = None
            stack += reversed(children.get(item, []))
    return list(order)


def depths(order: list[str], parents: dict[str, str | None]) -> dict[str, int]:
    """How deep each item stands, 0 at the top; ``order`` has parents before their children."""
    found: dict[str, int] = {}
    for item in order:
        found[item] = found.get(parents[item] or "", -1) + 1
    return found


def competencies_in_order(project: Project, framework_id: str) -> tuple[list[str], dict[str, int]]:
    """The ids of a framework's items in reading order, and how deep each stands."""
    c = schema.competency.c
    children: dict[str | None, list[str]] = {}
    parents: dict[str, str | None] = {}
    statement = select(c.id, c.parent_id).where(c.framework_id == framework_id).order_by(c.position, c.id)
    for row in project.rows(statement):
        parents[row.id] = row.parent_id
        children.setdefault(row.parent_id, []).append(row.id)
    order = reading_order(children, parents)
    return order, depths(order, parents)
