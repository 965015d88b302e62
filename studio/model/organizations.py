# SPDX-License-Identifier: Apache-2.0
"""Organizations: publishers of frameworks, issuers and endorsers of badges, partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from studio.model import schema
from studio.model.items import append_positions
from studio.model.project import DataRow, Project
from studio.model.values import LanguageMap, in_language, new_ctid

o = schema.organization.c

_POINTING = (
    (schema.framework, "publisher_id"),
    (schema.concept_scheme, "publisher_id"),
    (schema.progression_model, "publisher_id"),
    (schema.badge, "issuer_id"),
)


def create_organization(project: Project, name: LanguageMap, **fields: Any) -> str:
    """A new organization at the end of the list, with a CTID of its own; further columns by name. Returns its id."""
    with project.change(f'New organization "{in_language(name)}"') as change:
        (position,) = append_positions(change.connection, schema.organization, 1)
        row = {"ctid": new_ctid(), "name": name, "position": position, **fields}
        return change.insert(schema.organization, [row])[0]


def delete_organizations(project: Project, ids: Iterable[str]) -> None:
    """Remove organizations. What they published or endorsed stays and names nobody instead."""
    gone = list(ids)
    label = "Remove organization" if len(gone) == 1 else f"Remove {len(gone)} organizations"
    with project.change(label, selection=gone) as change:
        for table, column in _POINTING:
            pointing = project.rows(select(table.c.id).where(table.c[column].in_(gone)))
            change.update(table, {row.id: {column: None} for row in pointing})
        b = schema.badge.c
        for row in project.rows(select(b.id, b.endorser_ids).where(b.endorser_ids.is_not(None))):
            left = [endorser for endorser in row.endorser_ids if endorser not in gone]
            if left != row.endorser_ids:
                change.update(schema.badge, {row.id: {"endorser_ids": left}})
        change.delete(schema.organization, gone)


def organizations(project: Project) -> Sequence[DataRow]:
    """Every organization in the person's order: id, code, name, kind, role, url, email, ctid, image_id."""
    statement = select(o.id, o.code, o.name, o.kind, o.role, o.url, o.email, o.ctid, o.image_id)
    return project.rows(statement.order_by(o.position, o.id))
