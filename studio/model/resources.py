# SPDX-License-Identifier: Apache-2.0
"""Operations on resources: records of a standard that the model has no table for."""

from __future__ import annotations

from collections.abc import Iterable

from studio.model import schema
from studio.model.items import ids_where
from studio.model.project import Project


def delete_resources(project: Project, ids: Iterable[str]) -> None:
    """Remove records with what came in their documents, and the links to all of it."""
    given = list(ids)
    label = "Remove record" if len(given) == 1 else f"Remove {len(given)} × record"
    with project.change(label) as change:
        below = ids_where(change.connection, schema.resource, "document_id", given)
        gone = dict.fromkeys([*given, *below])
        for column in ("origin_id", "destination_id"):
            change.delete(schema.association, ids_where(change.connection, schema.association, column, gone))
        change.delete(schema.resource, gone)
