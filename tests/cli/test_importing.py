# SPDX-License-Identifier: Apache-2.0
"""``studio import``: the report, the exit codes, and the project file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "outcomes.csv"
    path.write_text("Code,Statement,Room\nA,swbat work safely,B12\nA.1,Measure parts,\n", encoding="utf-8")
    return path


@pytest.fixture
def empty(run: Any, tmp_path: Path) -> Path:
    path = tmp_path / "empty.studio"
    assert run("new", path).exit_code == 0
    return path


def test_report_is_the_document_of_the_contract(run: Any, empty: Path, sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    result = run("import", empty, sheet, "--report", out, "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document == json.loads(out.read_text(encoding="utf-8"))
    (file,) = document["files"]
    assert file["file"] == "outcomes.csv"
    assert (file["format"], file["encoding"], file["records"]) == ("csv", "utf-8", 2)
    assert (file["values"], file["kept"], file["kept_as_extra"], file["rejected"]) == (5, 4, 1, [])
    assert file["repaired"] == [
        {
            "where": "row 2, Statement",
            "from": "swbat work safely",
            "to": "Work safely",
            "reason": '"swbat" removed; Capital letter added',
        }
    ]
    assert [document[key] for key in ("created", "updated", "unchanged", "removed")] == [2, 0, 0, 0]
    assert json.loads(run("info", empty, "--json").stdout)["frameworks"][0]["items"] == 2


def test_undo_takes_the_whole_import_back(run: Any, empty: Path, sheet: Path) -> None:
    run("import", empty, sheet)
    assert run("undo", empty).exit_code == 0
    assert json.loads(run("info", empty, "--json").stdout)["frameworks"] == []


def test_dry_run_writes_nothing(run: Any, empty: Path, sheet: Path) -> None:
    before = empty.read_bytes()
    result = run("import", empty, sheet, "--dry-run")
    assert result.exit_code == 0
    assert "2 would be new" in result.stdout
    assert empty.read_bytes() == before


def test_rejected_values_end_with_one_and_are_named(run: Any, empty: Path, sheet: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text('{"Room": "skip"}', encoding="utf-8")
    result = run("import", empty, sheet, "--mapping", mapping)
    assert result.exit_code == 1
    assert "row 2, Room" in result.stderr
    assert json.loads(run("info", empty, "--json").stdout)["frameworks"][0]["items"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere.csv",),
        ("{sheet}", "--format", "pdf"),
        ("{sheet}", "--into", "nowhere"),
        ("{sheet}", "--mapping", "nowhere.json"),
    ],
)
def test_what_cannot_be_done_ends_with_two_and_one_sentence(
    run: Any, empty: Path, sheet: Path, words: tuple[str, ...]
) -> None:
    before = empty.read_bytes()
    result = run("import", empty, *(word.replace("{sheet}", str(sheet)) for word in words))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert empty.read_bytes() == before


def test_into_and_remove_missing(run: Any, plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("Code,Statement\nSAF.1,Do thing one\nSAF.9,Do thing nine\n", encoding="utf-8")
    result = run("import", plan, path, "--into", "SAF", "--remove-missing", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert [document[key] for key in ("created", "updated", "unchanged", "removed")] == [1, 1, 0, 2]
    assert json.loads(run("info", plan, "--json").stdout)["frameworks"][0]["items"] == 2
