# SPDX-License-Identifier: Apache-2.0
"""From a messy spreadsheet to a registry file and a signed badge, one command after the other."""

import json
from pathlib import Path

import pytest

from studio.paths import resource


@pytest.fixture
def passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STUDIO_KEYS", str(tmp_path / "keys"))
    path = tmp_path / "passphrase.txt"
    path.write_text("a long enough passphrase\n")
    return path


def test_from_spreadsheet_to_signed_badge(run, tmp_path: Path, passphrase: Path) -> None:
    project = tmp_path / "plan.studio"
    assert run("new", project, "--sample").exit_code == 0
    before = json.loads(run("info", project, "--json").stdout)

    messy = resource("sample", "raw_import", "college_outcomes_raw.csv")
    assert run("import", project, messy, "--dry-run").exit_code == 0
    assert json.loads(run("info", project, "--json").stdout) == before
    assert run("import", project, messy, "--report", tmp_path / "report.json").exit_code == 0
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    for file in report["files"]:
        assert file["values"] == file["kept"] + file["kept_as_extra"] + len(file["rejected"])
    after = json.loads(run("info", project, "--json").stdout)
    assert len(after["frameworks"]) == 2

    assert run("check", project, "--fail-on", "error").exit_code in (0, 1)
    graph = tmp_path / "framework.jsonld"
    assert run("export", project, "--format", "ctdl", "--out", graph, before["frameworks"][0]["id"]).exit_code == 0
    assert json.loads(graph.read_text(encoding="utf-8"))["@graph"][0]["@type"] == "ceasn:CompetencyFramework"

    secret = ("--passphrase-file", passphrase)
    assert run("key", "new", "District", *secret).exit_code == 0
    signed = tmp_path / "signed"
    result = run("sign", project, "--badge", "B1", "--key", "District", *secret, "--out", signed)
    assert result.exit_code == 0, result.stderr
    verified = run("verify", signed, "--json")
    assert verified.exit_code == 0
    assert all(entry["verified"] for entry in json.loads(verified.stdout))

    achievement = signed / "achievement.json"
    achievement.write_text(achievement.read_text(encoding="utf-8").replace("Energy", "Enemy"), encoding="utf-8")
    assert run("verify", signed).exit_code == 1

    assert run("undo", project).exit_code == 0
    undone = json.loads(run("info", project, "--json").stdout)
    assert undone["frameworks"] == before["frameworks"]


def test_the_same_file_twice_changes_nothing(run, tmp_path: Path) -> None:
    project, messy = tmp_path / "plan.studio", resource("sample", "raw_import", "high_school_outcomes_raw.csv")
    run("new", project)
    run("import", project, messy)
    once = json.loads(run("info", project, "--json").stdout)
    run("import", project, messy, "--report", tmp_path / "again.json")
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert (again["created"], again["updated"], again["removed"]) == (0, 0, 0)
    assert json.loads(run("info", project, "--json").stdout)["frameworks"] == once["frameworks"]


def test_a_wrong_passphrase_is_one_sentence(run, tmp_path: Path, passphrase: Path) -> None:
    project = tmp_path / "plan.studio"
    run("new", project, "--sample")
    run("key", "new", "District", "--passphrase-file", passphrase)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("something else\n")
    words = ("--badge", "B1", "--key", "District", "--passphrase-file", wrong, "--out", tmp_path / "signed")
    result = run("sign", project, *words)
    assert result.exit_code == 2
    assert 'Wrong passphrase for key "District"' in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "signed").exists()
