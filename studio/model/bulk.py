# SPDX-License-Identifier: Apache-2.0
"""Many new rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection
from sqlalchemy.sql.expression import TableClause


def insert_rows(connection: Connection, target: TableClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that hold values as the database stores them; a column that a row lacks is empty.

    The rows go to the driver as they are: binding them one by one in SQLAlchemy costs as much as the insert itself.
    """
    if not rows:
        return
    filled: set[str] = set().union(*rows)
    columns = [column.name for column in target.columns if column.name in filled]
    statement = insert(target).compile(dialect=connection.dialect, column_keys=columns)
    order = statement.positiontup
    if order is not None:
        connection.exec_driver_sql(str(statement), [tuple(map(row.get, order)) for row in rows])
    else:
        connection.exec_driver_sql(str(statement), [{key: row.get(key) for key in columns} for row in rows])
