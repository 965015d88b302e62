# SPDX-License-Identifier: Apache-2.0
"""Many new rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import column, func, insert, select, table
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.sql.expression import TableClause

_MANY = 5_000
_MASTER = table("sqlite_master", column("type"), column("tbl_name"), column("name"), column("sql"))


def insert_columns(connection: Connection, target: TableClause, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows that are given column by column, with values as the database stores them.

    The rows go to the driver as they are: binding them one by one in SQLAlchemy costs as much as the insert itself.
    """
    statement, order = _insert(target, connection.dialect, tuple(columns))
    if order is not None:
        rows: list[Any] = list(zip(*(columns[key] for key in order), strict=True))
    else:
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if rows:
        connection.exec_driver_sql(statement, rows)


@lru_cache(maxsize=64)
def _insert(target: TableClause, dialect: Dialect, columns: tuple[str, ...]) -> tuple[str, list[str] | None]:
    """The statement, and the order of its parameters; ``None`` where they have names."""
    compiled = insert(target).compile(dialect=dialect, column_keys=list(columns))
    return str(compiled), compiled.positiontup


def insert_rows(connection: Connection, target: TableClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for rows one by one; a column that a row lacks is empty."""
    filled: set[str] = set().union(*rows)
    insert_columns(connection, target, {key: [row.get(key) for row in rows] for key in filled})


@contextmanager
def indexes_later(connection: Connection, target: TableClause, rows: int) -> Iterator[None]:
    """Within this many rows come or go: where that is most of a table, its indexes are made anew at the end.

    Finding each row's place in every index costs more than the rows themselves. On SQLite this is a part of the
    transaction like any other; PostgreSQL would keep every reader waiting, so nothing is done there.
    """
    if connection.dialect.name != "sqlite" or rows < _MANY or _count(connection, target) > 2 * rows:
        yield
        return
    found = connection.execute(
        select(_MASTER.c.name, _MASTER.c.sql).where(
            _MASTER.c.type == "index", _MASTER.c.tbl_name == target.name, _MASTER.c.sql.is_not(None)
        )
    ).all()
    for row in found:
        connection.exec_driver_sql(f'DROP INDEX "{row.name}"')
    try:
        yield
    finally:  # also for an outer change that goes on after an error
        for row in found:
            connection.exec_driver_sql(row.sql)


def _count(connection: Connection, target: TableClause) -> int:
    return connection.scalar(select(func.count()).select_from(target)) or 0
