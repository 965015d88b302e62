# SPDX-License-Identifier: Apache-2.0
"""Find an item by what a person has at hand: a UUID, a CTID, a code or an exact name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table, Text, select, type_coerce

from studio.model import schema
from studio.model.errors import NotFound
from studio.model.project import Project
from studio.model.schema import to_json

NAMED: dict[str, tuple[Table, str]] = {
    "framework": (schema.framework, "name"),
    "badge": (schema.badge, "name"),
    "competency": (schema.competency, "label"),
    "organization": (schema.organization, "name"),
    "concept_scheme": (schema.concept_scheme, "name"),
    "progression_model": (schema.progression_model, "name"),
    "resource": (schema.resource, "name"),
}
"""The kinds that can be asked for, the most asked-for first, with the column that names them."""


@dataclass(frozen=True)
class Item:
    """A found item: its table and id."""

    kind: str
    id: str


def find(project: Project, wanted: str, kinds: tuple[str, ...] = tuple(NAMED)) -> Item:
    """The one item that is meant. Raises NotFound when there is none, or several.

    Tried in this order over all kinds: UUID, CTID, address, code, then the exact name in any language.
    """
    for column in ("id", "ctid", "uri", "code"):
        found = [
            Item(kind, row.id)
            for kind in kinds
            for row in project.rows(select(NAMED[kind][0].c.id).where(NAMED[kind][0].c[column] == wanted).limit(2))
        ]
        if found:
            return _only(found, wanted)
    found = []
    for kind in kinds:
        table, name = NAMED[kind]
        # JSON text holds the name as a quoted value; the exact comparison follows in Python.
        pattern = to_json(wanted).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        holds = type_coerce(table.c[name], Text).like(f"%{pattern}%", escape="\\")
        rows = project.rows(select(table.c.id, table.c[name]).where(holds))
        found += [Item(kind, row[0]) for row in rows if wanted in (row[1] or {}).values()]
    return _only(found, wanted)


def called(project: Project, item_id: str) -> str:
    """What people call an item: its code, else its name, else the identifier itself."""
    for table, name in NAMED.values():
        row = project.row(select(table.c.code, table.c[name]).where(table.c.id == item_id))
        if row is not None:
            return str(row[0] or next(iter((row[1] or {}).values()), item_id))
    return item_id


def _only(found: list[Item], wanted: str) -> Item:
    if not found:
        raise NotFound(f'Nothing in this project has the identifier, code or name "{wanted}".')
    if len(found) > 1:
        raise NotFound(f'Several items are called "{wanted}". Use the identifier instead.')
    return found[0]
