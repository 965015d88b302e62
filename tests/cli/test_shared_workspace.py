# SPDX-License-Identifier: Apache-2.0
"""The same commands on a PostgreSQL address."""

import json
from pathlib import Path

from studio.paths import resource
from tests.model.conftest import postgresql, workspace

__all__ = ["postgresql", "workspace"]  # pytest finds fixtures by name in this module


def test_commands_on_a_workspace(run, workspace: str, tmp_path: Path) -> None:
    made = run("new", workspace, "--sample")
    assert (made.exit_code, made.stderr) == (0, "Made the project.\n")
    assert run("new", workspace).exit_code == 2
    before = json.loads(run("info", workspace, "--json").stdout)
    assert (before["badges"], before["changes"]) == (6, 1)
    assert run("import", workspace, resource("sample", "raw_import", "college_outcomes_raw.csv")).exit_code == 0
    assert len(json.loads(run("info", workspace, "--json").stdout)["frameworks"]) == 2
    assert run("undo", workspace).exit_code == 0
    assert json.loads(run("info", workspace, "--json").stdout)["frameworks"] == before["frameworks"]
    target = tmp_path / "framework.jsonld"
    assert run("export", workspace, "--format", "ctdl", "--out", target).exit_code == 0
    assert target.stat().st_size > 10_000


def test_a_server_that_does_not_answer(run) -> None:
    result = run("info", "postgresql://ada:secret@127.0.0.1:1/none")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "cannot be reached" in result.stderr
    assert "secret" not in result.stderr
