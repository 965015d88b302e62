# SPDX-License-Identifier: Apache-2.0
"""Fixtures for the commands: a runner in this process, and small projects made through the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from studio.cli.main import app
from studio.model import schema
from studio.model.project import Project

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run one command; every word is turned into text. A traceback would show as an exception: there is none."""

    def run_command(*words: object) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words], prog_name="studio")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run_command


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A saved project with one framework of three competencies, each added by a change of its own."""
    path = tmp_path / "plan.studio"
    project = Project.create(path, name="Plan", author="Ada")
    with project.change("Add framework Safety") as change:
        change.insert(schema.framework, [{"id": "f", "ctid": "ce-f", "code": "SAF", "name": {"en": "Safety"}}])
    for number in (1, 2, 3):
        with project.change(f"Add competency {number}") as change:
            change.insert(
                schema.competency,
                [
                    {
                        "id": f"c{number}",
                        "framework_id": "f",
                        "position": f"a{number}",
                        "code": f"SAF.{number}",
                        "statement": {"en": f"Do thing {number}"},
                    }
                ],
            )
    project.save()
    project.close()
    return path
