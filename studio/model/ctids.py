# SPDX-License-Identifier: Apache-2.0
"""Give what will be published a CTID: made once, journaled, and never changed afterwards."""

from __future__ import annotations

from sqlalchemy import select

from studio.model import schema
from studio.model.project import Project
from studio.model.values import new_ctid

PUBLISHED = (
    schema.organization,
    schema.framework,
    schema.competency,
    schema.concept_scheme,
    schema.concept,
    schema.progression_model,
    schema.progression_level,
    schema.rubric,
    schema.badge,
)
"""The tables whose rows are known to registries by a CTID."""


def missing(project: Project) -> int:
    """How many rows have no CTID yet; imports from other systems bring such rows."""
    return sum(len(project.rows(select(table.c.id).where(table.c.ctid.is_(None)))) for table in PUBLISHED)


def mint(project: Project) -> int:
    """Make a CTID for every row that has none, as one step of the history. Returns how many were made."""
    with project.change("Make missing CTIDs") as change:
        made = 0
        for table in PUBLISHED:
            ids = [row.id for row in project.rows(select(table.c.id).where(table.c.ctid.is_(None)))]
            change.update(table, {row_id: {"ctid": new_ctid()} for row_id in ids})
            made += len(ids)
        return made
