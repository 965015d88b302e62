# SPDX-License-Identifier: Apache-2.0
"""Full-text search over every text of the project: SQLite FTS5, PostgreSQL text search."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import column, func, select, table, text

from studio.model.errors import ProjectBusy
from studio.model.project import Project
from studio.model.schema import search_text
from studio.model.search_texts import index_anew, index_waits
from studio.model.store import writing

_INDEX = table("search_index", column("rowid"), column("rank"))


@dataclass(frozen=True)
class Hit:
    """One found item; ``body`` is the text that was searched, one column a line."""

    id: str
    kind: str
    body: str


def _catch_up(project: Project) -> None:
    """Make the index anew when a large change has left that to the next search. While another task is writing, the
    index stays as it was before."""
    with project.read() as connection:
        if not index_waits(connection):
            return
    if project.read_only:  # a copy of its own, which nobody else writes to
        with writing(project.engine) as connection:
            index_anew(connection)
        return
    with suppress(ProjectBusy), project.change("Index the texts") as change:
        index_anew(change.connection)


def search(project: Project, words: str, limit: int = 50, kinds: tuple[str, ...] | None = None) -> list[Hit]:
    """Items that contain every word (each as the beginning of a word), best first.

    Any text may be searched for: signs of the query language are taken as plain separators.
    """
    tokens = re.findall(r"\w+", words)
    if not tokens:
        return []
    statement = select(search_text.c.item_id, search_text.c.kind, search_text.c.body)
    if project.engine.dialect.name == "sqlite":
        _catch_up(project)
        query = " ".join(f'"{token}"*' for token in tokens)
        statement = (
            statement.join(_INDEX, _INDEX.c.rowid == search_text.c.number)
            .where(text("search_index MATCH :query"))
            .order_by(_INDEX.c.rank, search_text.c.number)
            .params(query=query)
        )
    else:
        words_query = func.to_tsquery("simple", " & ".join(f"{token}:*" for token in tokens))
        vector = func.to_tsvector(text("'simple'"), search_text.c.body)
        statement = statement.where(vector.op("@@")(words_query)).order_by(
            func.ts_rank(vector, words_query).desc(), search_text.c.number
        )
    if kinds:
        statement = statement.where(search_text.c.kind.in_(kinds))
    return [Hit(*row) for row in project.rows(statement.limit(limit))]
