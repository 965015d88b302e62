# SPDX-License-Identifier: Apache-2.0
"""Where the rows live: an SQLite working copy or a PostgreSQL workspace, behind one engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, func, insert, inspect, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from studio.model import address, migrations, schema
from studio.model.errors import ProjectUnreadable, StudioError, WorkspaceEmpty
from studio.model.search_texts import TRIGGERS

APPLICATION_ID = 0x43535455
"""``CSTU`` in the SQLite header: what ``file`` and we know a project by."""

_SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(body, content='search_text', content_rowid='number',"
    " tokenize='unicode61 remove_diacritics 2')",
    *TRIGGERS,
)
_SEARCH_POSTGRESQL = ("CREATE INDEX search_text_words ON search_text USING gin (to_tsvector('simple', body))",)

_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}
"""A server that is gone is noticed within seconds; the system would wait for a quarter of an hour."""


def sqlite_engine(path: Path) -> Engine:
    """An engine on a working copy: WAL, a commit is on disk before it returns to the caller's view."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling is off, so that a write can begin as IMMEDIATE below.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # a power cut loses no committed edit either
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("PRAGMA cache_size=-65536")  # 64 MB: a big import touches every page of the indexes

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write: committed at the end, rolled back on an exception."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


def postgresql_engine(url: str) -> Engine:
    """An engine on a shared workspace, through psycopg 3.

    Raises StudioError when the server cannot be reached or the extra ``team`` is not installed.
    """
    try:
        engine = create_engine(address.parse(url), pool_pre_ping=True, connect_args=_PATIENCE)
        _free_the_name_ctid(engine)
        try:
            engine.connect().close()
        except BaseException:
            engine.dispose()
            raise
    except ModuleNotFoundError as error:
        raise StudioError('Shared workspaces need the extra "team": install competency-studio[team].') from error
    except SQLAlchemyError as error:
        shown = address.without_password(url)
        lines = str(getattr(error, "orig", error)).strip().splitlines() or ["no reason given"]
        raise ProjectUnreadable(f"The workspace {shown} cannot be reached ({lines[0]}). Check the address.") from error
    return engine


def is_lost(error: DBAPIError) -> bool:
    """Whether the error says that the server does not answer, rather than that it refused a statement."""
    gone = isinstance(error, (OperationalError, InterfaceError))
    return gone and (error.connection_invalidated or error.statement is None)


def _free_the_name_ctid(engine: Engine) -> None:
    """PostgreSQL keeps the column name ``ctid`` for itself, in lower case; there our column is called ``"CTID"``."""
    given = type(engine.dialect.identifier_preparer)

    class Preparer(given):  # type: ignore[misc, valid-type]
        def quote(self, ident: str) -> str:
            return '"CTID"' if ident == "ctid" else str(super().quote(ident))

    engine.dialect.identifier_preparer = Preparer(engine.dialect)


def create_schema(engine: Engine) -> None:
    """Make every table, the search index, and stamp the version. Nothing happens to a database that has them."""
    with writing(engine) as connection:
        if inspect(connection).has_table("meta"):
            return
        schema.metadata.create_all(connection)
        for statement in _SEARCH_SQLITE if engine.dialect.name == "sqlite" else _SEARCH_POSTGRESQL:
            connection.execute(text(statement))
        connection.execute(insert(schema.meta), [{"key": "schema_version", "value": str(migrations.SCHEMA_VERSION)}])
        _stamp(connection)


def upgrade_schema(engine: Engine) -> None:
    """Bring an older project to the present schema, all of it or nothing. Refuses a newer one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("meta"):
            if engine.dialect.name == "postgresql":
                raise WorkspaceEmpty("The shared workspace holds no project yet. Make one with: studio new ADDRESS")
            raise ProjectUnreadable("This database holds no project.")
        found = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema_version"))
    version = int(found or 0)
    if version > migrations.SCHEMA_VERSION:
        raise ProjectUnreadable(
            f"The project was made with a newer version of the program (format {version}, this one reads up to"
            f" {migrations.SCHEMA_VERSION}). Update the program and open it again."
        )
    if version < migrations.SCHEMA_VERSION:
        with writing(engine) as connection:
            migrations.upgrade(connection, version)
            connection.execute(
                update(schema.meta)
                .where(schema.meta.c.key == "schema_version")
                .values(value=str(migrations.SCHEMA_VERSION))
            )
            _stamp(connection)


def _stamp(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={migrations.SCHEMA_VERSION}")


def last_seq(connection: Connection) -> int:
    """The number of the newest journal entry, 0 when there is none."""
    return connection.scalar(select(func.max(schema.journal.c.seq))) or 0
