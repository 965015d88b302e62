# SPDX-License-Identifier: Apache-2.0
"""``studio import``: the report, the exit codes, and the project file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studio.importing.readers import readers


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
    assert {(entry["from"], entry["to"]): entry["count"] for entry in file["went"]}[("Room", "extra")] == 1
    assert sum(entry["count"] for entry in file["went"]) == file["kept"] + file["kept_as_extra"]
    assert [document[key] for key in ("created", "updated", "unchanged", "removed")] == [2, 0, 0, 0]
    assert json.loads(run("info", empty, "--json").stdout)["frameworks"][0]["items"] == 2


def test_the_answer_says_where_values_went(run: Any, empty: Path, sheet: Path) -> None:
    result = run("import", empty, sheet)
    assert "5 values read: 4 kept, 1 kept as extra, 0 rejected; 1 repaired." in result.stdout
    assert "kept in: " in result.stdout
    assert "statement 2" in result.stdout
    assert "kept as extra: Room 1." in result.stdout


def test_names_of_a_file_cannot_command_the_terminal(run: Any, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(
        "Code,Statement,Room\x1b[2J\x1b]0;title\x07\nA,Work safely,B12\n" + "B,Measure parts,B12\n" * 40, "utf-8"
    )
    result = run("import", empty, path)
    assert "Room" in result.stdout
    assert "\x1b" not in result.output


def test_dry_run_lists_what_becomes_of_each_item(run: Any, plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("Code,Statement\nSAF.1,Do thing one\nSAF.2,Do thing 2\nSAF.9,Do thing nine\n", encoding="utf-8")
    out = tmp_path / "report.json"
    result = run("import", plan, path, "--into", "SAF", "--dry-run", "--json", "--report", out)
    document = json.loads(result.stdout)
    assert document == json.loads(out.read_text(encoding="utf-8"))
    found = {outcome["code"]: outcome for outcome in document["outcomes"]}
    assert {code: outcome["what"] for code, outcome in found.items()} == {
        "SAF.1": "updated",
        "SAF.9": "created",
        "SAF.3": "not mentioned",
    }
    assert found["SAF.1"]["id"] == "c1"
    assert found["SAF.1"]["differences"] == [
        {"field": "statement", "before": {"en": "Do thing 1"}, "after": {"en": "Do thing one"}}
    ]
    assert "outcomes" not in json.loads(run("import", plan, path, "--into", "SAF", "--json").stdout)


@pytest.mark.parametrize("format_", sorted({name for reader in readers() for name in reader.formats}))
def test_a_file_that_is_not_of_the_named_format(run: Any, empty: Path, tmp_path: Path, format_: str) -> None:
    path = tmp_path / "notes.bin"
    path.write_bytes(b"%PDF-1.7 something")
    before = empty.read_bytes()
    result = run("import", empty, path, "--format", format_)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert '"notes.bin"' in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert empty.read_bytes() == before


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


def test_a_file_that_is_named_twice_is_read_once(run: Any, empty: Path, sheet: Path) -> None:
    result = run("import", empty, sheet, sheet.parent / "." / sheet.name, "--json")
    assert len(json.loads(result.stdout)["files"]) == 1
    assert f'"{sheet}" is named more than once' in result.stderr


def test_the_report_is_not_written_over_a_project_or_over_what_is_read(run: Any, empty: Path, sheet: Path) -> None:
    mapping = sheet.with_name("map.json")
    mapping.write_text('{"Room": "comment"}', encoding="utf-8")
    for report in (empty, sheet, mapping):
        before = report.read_bytes()
        result = run("import", empty, sheet, "--mapping", mapping, "--report", report)
        assert result.exit_code == 2
        assert str(report) in result.stderr
        assert report.read_bytes() == before
    assert json.loads(run("info", empty, "--json").stdout)["frameworks"] == []
