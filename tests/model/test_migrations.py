# SPDX-License-Identifier: Apache-2.0
"""Older files open, whole, with the same tables as a new project. A file of every format version is kept."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Connection, inspect, select, text

from studio.model import frameworks, migrations, schema
from studio.model.errors import ProjectUnreadable
from studio.model.project import Project

KEPT = Path(__file__).parent / "kept"
"""``v1.studio``, ``v2.studio``, ...: written by the program of that time; never written again."""


def tables(project: Project) -> dict[str, set[str]]:
    """Every column of every table."""
    with project.read() as connection:
        found = inspect(connection)
        return {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}


@pytest.mark.parametrize("version", range(1, migrations.SCHEMA_VERSION + 1))
def test_every_kept_version_opens(version: int, tmp_path: Path) -> None:
    path = tmp_path / "old.studio"
    shutil.copy(KEPT / f"v{version}.studio", path)
    old, new = Project.open(path), Project.create(None, "New")
    assert tables(old) == tables(new)
    assert old.title == "Kept project"
    (framework,) = old.rows(select(schema.framework.c.id))
    assert [row.code for row in frameworks.children(old, framework.id, None)] == ["K.1", "K.2"]
    assert old.undo() is not None
    old.redo()
    old.save()
    old.close()
    new.close()


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A program that is one format version ahead of this one."""
    steps: list[str] = []
    version = migrations.SCHEMA_VERSION + 1

    def upgrade(connection: Connection) -> None:
        steps.append("ran")
        connection.execute(text("ALTER TABLE competency ADD COLUMN evidence_hint VARCHAR"))
        if "fails" in steps:
            raise ProjectUnreadable("The upgrade stopped half-way.")

    module = ModuleType(f"studio.model.migrations.v{version:04d}")
    module.upgrade = upgrade  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for owner in ("studio.model.migrations", "studio.model.working_copy"):
        monkeypatch.setattr(f"{owner}.SCHEMA_VERSION", version)
    return steps


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "older.studio"
    shutil.copy(KEPT / f"v{migrations.SCHEMA_VERSION}.studio", path)
    return path


def test_an_upgrade_runs_once_and_is_saved(older: Path, next_version: list[str]) -> None:
    before = older.read_bytes()
    project = Project.open(older)
    assert "evidence_hint" in tables(project)["competency"]
    assert older.read_bytes() == before, "the file itself changes with the next save, not by looking"
    frameworks.create_framework(project, {"en": "F"})
    project.save()
    project.close()
    Project.open(older).close()
    assert next_version == ["ran"]


def test_an_upgrade_that_fails_leaves_the_file(older: Path, next_version: list[str]) -> None:
    next_version.append("fails")
    before = older.read_bytes()
    with pytest.raises(ProjectUnreadable, match="half-way"):
        Project.open(older)
    assert older.read_bytes() == before


def test_a_shared_workspace_upgrades_too(
    workspace: str, next_version: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.model.migrations.SCHEMA_VERSION", migrations.SCHEMA_VERSION - 1)
    Project.create(workspace, "Shared").close()
    monkeypatch.setattr("studio.model.migrations.SCHEMA_VERSION", migrations.SCHEMA_VERSION + 1)
    project = Project.open(workspace)
    assert "evidence_hint" in tables(project)["competency"]
    project.close()
    assert next_version == ["ran"]
    monkeypatch.setattr("studio.model.migrations.SCHEMA_VERSION", migrations.SCHEMA_VERSION - 1)
    with pytest.raises(ProjectUnreadable, match="newer version"):
        Project.open(workspace)
