# SPDX-License-Identifier: Apache-2.0
"""``export`` and ``formats``."""

import json
from collections import Counter
from pathlib import Path

import pytest

from studio.export import service
from studio.importing.readers import readers
from studio.model import schema
from studio.model.project import Project


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from studio.importing.sample import create_sample

    path = tmp_path_factory.mktemp("sample") / "sample.studio"
    create_sample(path).close()
    return path


WRITTEN = [entry.format for entry in service.formats()]


@pytest.mark.parametrize("file_format", WRITTEN)
def test_the_same_project_gives_the_same_bytes(run, sample: Path, tmp_path: Path, file_format: str) -> None:
    contents = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        result = run("export", sample, "--format", file_format, "--out", folder)
        assert result.exit_code == 0, result.stderr
        paths = [Path(line) for line in result.stdout.splitlines()]
        assert sorted(paths) == sorted(folder.iterdir())
        assert paths
        contents.append({path.name: path.read_bytes() for path in paths})
    assert contents[0] == contents[1]


def test_findings_are_grouped_for_people_and_whole_for_scripts(run, plan: Path, tmp_path: Path) -> None:
    project = Project.open(plan)
    with project.change("Keep something") as change:
        change.update(schema.competency, {f"c{n}": {"extra": {"case": {"notes": "n"}}, "weight": n} for n in (1, 2, 3)})
    project.save()
    project.close()
    out = tmp_path / "framework.jsonld"
    result = run("export", plan, "--format", "ctdl", "--out", out, "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["files"] == [str(out)]
    assert all(set(finding) == {"message", "severity", "id"} for finding in document["findings"])
    several = Counter(finding["message"] for finding in document["findings"])
    assert max(several.values()) >= 3
    told = run("export", plan, "--format", "ctdl", "--out", out)
    lines = told.stderr.splitlines()
    assert len(lines) == len(several)
    for message, count in several.items():
        assert (f"{count} items: {message}" if count > 1 else message) in lines
    assert told.stdout.splitlines() == [str(out)]


def test_a_dry_run_says_what_is_lost_and_writes_nothing(run, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "framework.json"
    tried = run("export", sample, "--format", "case-1.0", "--out", out, "--dry-run")
    assert (tried.exit_code, tried.stdout, list(tmp_path.iterdir())) == (0, "", [])
    written = run("export", sample, "--format", "case-1.0", "--out", out)
    assert tried.stderr == written.stderr
    assert "63 items: CASE 1.0 has no place for: complexity." in tried.stderr


def test_one_item_by_its_code(run, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "b1.json"
    assert run("export", sample, "--format", "openbadges", "--out", target, "B1").exit_code == 0
    assert "Energy Isolation" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("file_format", ["ctdl", "csv"])
def test_an_item_that_the_format_cannot_hold_is_called_as_people_call_it(
    run, sample: Path, tmp_path: Path, file_format: str
) -> None:
    result = run("export", sample, "--format", file_format, "--out", tmp_path / "x.json", "MT.SAF.1.1")
    assert result.exit_code == 2
    assert '"MT.SAF.1.1" is none' in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "papyrus"], "papyrus"),
        (["--format", "openbadges", "NO-SUCH-CODE"], "NO-SUCH-CODE"),
    ],
)
def test_what_cannot_be_exported(run, sample: Path, tmp_path: Path, words: list[str], said: str) -> None:
    result = run("export", sample, "--out", tmp_path / "out", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written(run, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("export", sample, "--format", "openbadges", "--out", tmp_path / "file" / "b.json", "B1")
    assert result.exit_code == 2
    assert "could not be written" in result.stderr


def test_formats_come_from_the_readers_and_writers(run) -> None:
    document = json.loads(run("formats", "--json").stdout)
    by_name = {entry["format"]: entry for entry in document}
    assert len(by_name) == len(document)
    assert {name for name, entry in by_name.items() if entry["writes"]} == set(WRITTEN)
    assert {name for name, entry in by_name.items() if entry["reads"]} == {
        name for reader in readers() for name in reader.formats
    }
    assert all(entry["name"] and entry["extensions"] for entry in document)
    assert all(
        ending.startswith(".") and ending == ending.lower() for entry in document for ending in entry["extensions"]
    )


def test_formats_say_what_they_do(run) -> None:
    document = json.loads(run("formats", "--json").stdout)
    assert all(set(entry) == {"format", "name", "reads", "writes", "extensions"} for entry in document)
    assert all(entry["reads"] or entry["writes"] for entry in document)
    by_name = {entry["format"]: entry for entry in document}
    assert by_name["ctdl"]["writes"]
    assert by_name["csv"]["reads"]
    assert "ctdl" in run("formats").stdout


def test_no_project_is_written_over(run, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.studio"
    assert run("new", other).exit_code == 0
    for place in (plan, other):
        before = place.read_bytes()
        result = run("export", plan, "--format", "csv", "--out", place)
        assert result.exit_code == 2
        assert result.stderr == f'"{place}" is a project, and writing there would replace it. Choose another name.\n'
        assert place.read_bytes() == before
