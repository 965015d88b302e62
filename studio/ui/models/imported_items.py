# SPDX-License-Identifier: Apache-2.0
"""Where a value of an import report stands in the project now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Text, or_, select, type_coerce

from studio.model import schema
from studio.model.schema import to_json

if TYPE_CHECKING:
    from studio.model.project import Project


def item_with(project: Project, framework_ids: Sequence[str], values: Sequence[str]) -> str | None:
    """The item of these frameworks that has one of the values as its code, or in one of its texts; the first value

    that is found counts. Without any, the first of the frameworks that is still there.
    """
    c = schema.competency.c
    for value in filter(None, values):
        pattern = to_json(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        texts = [type_coerce(column, Text).like(f"%{pattern}%", escape="\\") for column in (c.statement, c.label)]
        found = project.scalar(
            select(c.id).where(c.framework_id.in_(framework_ids), or_(c.code == value, *texts)).order_by(c.id).limit(1)
        )
        if found:
            return str(found)
    f = schema.framework.c
    place = project.scalar(select(f.id).where(f.id.in_(framework_ids)).limit(1))
    return str(place) if place else None
