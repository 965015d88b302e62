# SPDX-License-Identifier: Apache-2.0
"""A program that is killed between a large import and the first search: the commands afterwards."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.model.project import Project
from studio.model.search import search
from studio.model.search_texts import index_waits

_IMPORT_AND_DIE = """
import os, signal, sys
from studio.importing.service import import_files
from studio.model.project import Project
import_files(Project.open(sys.argv[1]), [sys.argv[2]])
os.kill(os.getpid(), signal.SIGKILL)
"""
ITEMS = 6_000


@pytest.fixture
def killed(tmp_path: Path, run: Callable) -> Path:
    """A project of which a killed program left the import of a large table."""
    path, table = tmp_path / "plan.studio", tmp_path / "outcomes.csv"
    rows = (f"C.{number},Explain the word zebra{number}" for number in range(ITEMS))
    table.write_text("\n".join(["code,statement", *rows]), encoding="utf-8")
    assert run("new", path).exit_code == 0
    ended = subprocess.run([sys.executable, "-c", _IMPORT_AND_DIE, path, table], timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    return path


def found(path: Path, words: str) -> int:
    project = Project.open(path)
    hits = search(project, words, kinds=("competency",))
    project.close()
    return len(hits)


def items(run: Callable, path: Path) -> int:
    return sum(each["items"] for each in json.loads(run("info", path, "--json").stdout)["frameworks"])


def test_what_a_crash_left_is_kept_searched_undone_and_compared(killed: Path, run: Callable) -> None:
    before = killed.with_name("before.studio")
    before.write_bytes(killed.read_bytes())
    refused = run("undo", killed)
    assert refused.exit_code == 2
    assert f'"{killed}" was not saved the last time: 1 change waits. Keep what waits with: studio' in refused.stderr
    looked = run("info", killed, "--json")
    assert (looked.exit_code, json.loads(looked.stdout)["frameworks"]) == (0, [])
    assert "this is without the changes that wait" in looked.stderr

    assert run("recover", killed).exit_code == 0
    assert run("info", killed).stderr == ""
    project = Project.open(killed, read_only=True)
    with project.read() as connection:
        assert index_waits(connection), "nothing has been searched yet"
    project.close()
    assert len(json.loads(run("diff", before, killed, "--json").stdout)["added"]) == ITEMS + 1
    assert run("undo", killed).exit_code == 0
    assert (items(run, killed), found(killed, "zebra7")) == (0, 0)
    assert run("redo", killed).exit_code == 0
    assert items(run, killed) == ITEMS
    assert found(killed, f"zebra{ITEMS - 1}") == 1


def test_what_a_crash_left_can_be_dropped(killed: Path, run: Callable) -> None:
    assert run("recover", killed, "--drop").exit_code == 0
    assert (items(run, killed), found(killed, "zebra7")) == (0, 0)
    assert run("undo", killed).stderr == "There is nothing to undo.\n"
