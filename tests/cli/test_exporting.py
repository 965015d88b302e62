# SPDX-License-Identifier: Apache-2.0
"""``export`` and ``formats``."""

import json
from pathlib import Path

import pytest

from studio.export import service


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


def test_formats_say_what_they_do(run) -> None:
    document = json.loads(run("formats", "--json").stdout)
    assert all(set(entry) == {"format", "name", "reads", "writes", "extensions"} for entry in document)
    assert all(entry["reads"] or entry["writes"] for entry in document)
    by_name = {entry["format"]: entry for entry in document}
    assert by_name["ctdl"]["writes"]
    assert by_name["csv"]["reads"]
    assert "ctdl" in run("formats").stdout
