# SPDX-License-Identifier: Apache-2.0
"""What the operations of every kind of item share: places at the end of a list, one field, one text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, func, select

from studio.model import positions
from studio.model.change import Change
from studio.model.errors import NotFound
from studio.model.project import Project
from studio.model.values import LanguageMap, now, with_language


def end_positions(change: Change, table: Table, owner: Mapping[str, Any], count: int) -> list[str]:
    """``count`` sort keys after the last row whose columns equal ``owner`` (``{}``: of the whole table)."""
    if not count:
        return []
    statement = select(func.max(table.c.position))
    for column, value in owner.items():
        statement = statement.where(table.c[column].is_not_distinct_from(value))
    return positions.between(change.connection.scalar(statement), None, count)


def as_texts(text: str | LanguageMap | None, language: str) -> LanguageMap | None:
    """A language map out of a plain text in the project's language; a map stays as it is."""
    if isinstance(text, str):
        return {language: text} if text else None
    return dict(text) if text else None


def main_language(project: Project) -> str:
    """The language in which the project's texts are written when nobody says another one."""
    from studio.model.schema import project as settings

    return str(project.scalar(select(settings.c.language)) or "en")


def set_columns(project: Project, table: Table, row_id: str, values: Mapping[str, Any], label: str) -> None:
    """Set columns of one row as one step of the history. Raises NotFound when the row is gone."""
    with project.change(label, selection=[row_id]) as change:
        change.update(table, {row_id: values})


def set_text(project: Project, table: Table, row_id: str, column: str, language: str, text: str, label: str) -> None:
    """Set one language of one text; typing in one field grows one step of the history.

    Tables with ``text_times`` note when the text was last edited, so that a translation older than its original can
    be found. Raises NotFound when the row is gone.
    """
    timed = "text_times" in table.c
    columns = [table.c[column], *([table.c.text_times] if timed else [])]
    with project.change(label, selection=[row_id], merge=f"{table.name}/{row_id}/{column}/{language}") as change:
        row = change.connection.execute(select(*columns).where(table.c.id == row_id)).first()
        if row is None:
            raise NotFound("This item is not there any more; somebody deleted it.")
        texts = row[0] or {}
        if texts.get(language, "") == text:
            return
        values: dict[str, Any] = {column: with_language(texts, language, text)}
        if timed:
            times = dict(row[1] or {})
            times[column] = {**times.get(column, {}), language: now()}
            values["text_times"] = times
        change.update(table, {row_id: values})
