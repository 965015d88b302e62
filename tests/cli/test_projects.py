# SPDX-License-Identifier: Apache-2.0
"""``new``, ``info``, ``history``, ``undo``, ``redo``."""

import json
from pathlib import Path

import pytest

from studio.cli.common import open_project


def test_a_new_project_is_empty(run, tmp_path: Path) -> None:
    path = tmp_path / "Año nuevo.studio"
    assert run("new", path, "--language", "es").exit_code == 0
    document = json.loads(run("info", path, "--json").stdout)
    assert document.pop("frameworks") == []
    assert set(document.values()) == {0}
    with open_project(str(path), read_only=True) as project:
        assert project.title == "Año nuevo"


def test_info_counts_what_is_there(run, plan: Path) -> None:
    document = json.loads(run("info", plan, "--json").stdout)
    assert document["frameworks"] == [{"id": "f", "ctid": "ce-f", "name": "Safety", "items": 3, "associations": 0}]
    assert document["changes"] == 4
    assert "Safety: 3 items" in run("info", plan).stdout


def test_undo_and_redo_reach_over_restarts(run, plan: Path) -> None:
    first = run("undo", plan, "--steps", 2)
    assert first.exit_code == 0
    assert first.stdout == 'Undid "Add competency 3".\nUndid "Add competency 2".\n'
    assert json.loads(run("info", plan, "--json").stdout)["frameworks"][0]["items"] == 1
    assert run("redo", plan).stdout == 'Redid "Add competency 2".\n'
    assert json.loads(run("info", plan, "--json").stdout)["frameworks"][0]["items"] == 2
    assert run("redo", plan, "--steps", 5).exit_code == 1
    assert json.loads(run("info", plan, "--json").stdout)["frameworks"][0]["items"] == 3


def test_nothing_to_undo_is_a_no(run, tmp_path: Path) -> None:
    path = tmp_path / "empty.studio"
    run("new", path)
    result = run("undo", path)
    assert (result.exit_code, result.stderr) == (1, "There is nothing to undo.\n")


def test_history_is_newest_first_and_names_the_author(run, plan: Path) -> None:
    run("undo", plan)
    entries = json.loads(run("history", plan, "--json").stdout)
    assert [entry["kind"] for entry in entries] == ["undo", "edit", "edit", "edit", "edit"]
    assert entries[1]["label"] == "Add competency 3"
    assert entries[1]["state"] == "undone"
    assert entries[1]["author"] == "Ada"
    text = run("history", plan).stdout
    assert 'Undid "Add competency 3"' in text.splitlines()[0]


@pytest.mark.parametrize("language", ["", "not a language", "e_s"])
def test_new_refuses_what_is_no_language(run, tmp_path: Path, language: str) -> None:
    result = run("new", tmp_path / "a.studio", "--language", language)
    assert result.exit_code == 2
    assert result.stderr == f'"{language}" is not a language. Write a tag such as en or es-MX.\n'
    assert not (tmp_path / "a.studio").exists()
