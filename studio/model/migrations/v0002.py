# SPDX-License-Identifier: Apache-2.0
"""Resource records, for what has no model of its own yet; occupations of competencies."""

from __future__ import annotations

from sqlalchemy import Connection, text

_STATEMENTS = (
    "ALTER TABLE competency ADD COLUMN occupations TEXT",
    """CREATE TABLE resource (
        id VARCHAR NOT NULL PRIMARY KEY,
        {ctid} VARCHAR,
        uri VARCHAR,
        standard VARCHAR NOT NULL,
        type VARCHAR,
        code VARCHAR,
        name TEXT,
        description TEXT,
        document_id VARCHAR,
        content TEXT,
        position VARCHAR{bytes},
        extra TEXT
    )""",
    "CREATE INDEX resource_document ON resource (document_id, position)",
    "CREATE INDEX resource_ctid ON resource ({ctid})",
    "CREATE INDEX resource_uri ON resource (uri)",
)


def upgrade(connection: Connection) -> None:
    """Add the table ``resource`` and the column ``competency.occupations``."""
    postgresql = connection.dialect.name == "postgresql"
    for statement in _STATEMENTS:
        made = statement.replace("{ctid}", '"CTID"' if postgresql else "ctid")
        connection.execute(text(made.replace("{bytes}", ' COLLATE "C"' if postgresql else "")))
