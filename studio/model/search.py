# SPDX-License-Identifier: Apache-2.0
"""Full-text search over every text of the project: SQLite FTS5, PostgreSQL text search."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import column, func, select, table, text

from studio.model.project import Project
from studio.model.schema import search_text

_INDEX = table("search_index", column("rowid"), column("rank"))


@dataclass(frozen=True)
class Hit:
    """One found item; ``body`` is the text that was searched, one column a line."""

    id: str
    kind: str
    body: str


def search(project: Project, words: str, limit: int = 50, kinds: tuple[str, ...] | None = None) -> list[Hit]:
    """Items that contain every word (each as the beginning of a word), best first.

    Any text may be searched for: signs of the query language are taken as plain separators.
    """
    tokens = re.findall(r"\w+", words)
    if not tokens:
        return []
    statement = select(search_text.c.item_id, search_text.c.kind, search_text.c.body)
    if project.engine.dialect.name == "sqlite":
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
