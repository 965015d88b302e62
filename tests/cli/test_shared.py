# SPDX-License-Identifier: Apache-2.0
"""What people do from the command line in a shared workspace: history, versions, checks, signing, refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.credentials.keys import KeyStore
from studio.model.address import with_password
from studio.model.project import Project
from tests.model.conftest import postgresql, refused, workspace

__all__ = ["postgresql", "workspace"]  # pytest finds fixtures by name in this module

SECRET = "s3cret"


@pytest.fixture
def shared(run, workspace: str) -> str:
    """A workspace with the sample, by an address with a password in it."""
    place = with_password(workspace, SECRET)
    assert run("new", place, "--sample").exit_code == 0
    return place


def added_since_1(done: Callable[..., str], place: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(done("diff", f"{place}@1.0", place, "--json"))["added"]
    return found


def test_every_command_on_a_workspace(run, shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []

    def done(*words: object, code: int = 0) -> str:
        result = run(*words)
        assert result.exit_code == code, (words[0], result.stderr)
        said.append(result.stdout + result.stderr)
        return str(result.stdout)

    project = Project.open(shared)
    project.add_version("1.0")
    project.close()
    (tmp_path / "more.csv").write_text("Code,Statement\nMT.NEW.1,Calibrate a flow meter.\n")
    done("import", shared, tmp_path / "more.csv", "--dry-run")
    before = len(json.loads(done("history", shared, "--json")))
    done("import", shared, tmp_path / "more.csv")
    history = json.loads(done("history", shared, "--json"))
    assert len(history) == before + 1
    assert [item["code"] for item in added_since_1(done, shared)][-1] == "MT.NEW.1"
    done("undo", shared)
    assert added_since_1(done, shared) == []
    done("redo", shared)
    assert json.loads(done("check", shared, "--json", code=1))  # 1: the new framework has errors
    done("export", shared, "--format", "ctdl", "--out", tmp_path / "framework.jsonld")
    monkeypatch.setenv("STUDIO_KEYS", str(tmp_path / "keys"))
    KeyStore(tmp_path / "keys").create("District", "correct horse battery")
    (tmp_path / "secret.txt").write_text("correct horse battery\n")
    done(
        "sign", shared, "--badge", "B1", "--key", "District", "--out", tmp_path / "b1",
        "--passphrase-file", tmp_path / "secret.txt",
    )  # fmt: skip
    assert "no unsaved changes" in run("recover", shared).stderr
    assert not [words for words in said if SECRET in words]


def test_refusals_are_one_sentence_without_the_password(run, workspace: str, shared: str) -> None:
    with refused(workspace):
        result = run("info", shared)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "cannot be reached" in result.stderr
    assert SECRET not in result.stderr
    assert "cannot be read" in run("info", f"postgresql://ada:{SECRET}@host:port/db").stderr


def test_a_workspace_without_a_project(run, workspace: str) -> None:
    result = run("info", workspace)
    assert (result.exit_code, result.stderr) == (
        2,
        "The shared workspace holds no project yet. Make one with: studio new ADDRESS\n",
    )
