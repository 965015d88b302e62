# SPDX-License-Identifier: Apache-2.0
"""Tables as schools and districts really send them: what a person would draw is what comes out."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from studio.importing.readers import Options
from studio.importing.service import import_files
from studio.importing.tables.context import Context
from studio.importing.tables.spreadsheet import grid_of, read_grid
from studio.model.project import Project

Read = Callable[..., Context]
MEASURE, READ_IT, SET_UP = (
    "Measure a shaft with a caliper.",
    "Read a drawing of a bracket.",
    "Set up a lathe for facing.",
)


def drawn(context: Context) -> list[str]:
    """The tree as text: two spaces a level, code and statement."""
    found = [record for record in context.records.items if record.kind == "competency"]
    below: dict[Any, list[Any]] = {}
    for record in found:
        below.setdefault(record.references.get("parent_id"), []).append(record)
    lines: list[str] = []

    def draw(parent: Any, depth: int) -> None:
        for record in below.get(parent, []):
            text = next(iter(record.columns.get("statement", {"": ""}).values()))
            lines.append("  " * depth + " ".join(filter(None, (record.columns.get("code"), text))))
            draw(record.key, depth + 1)

    draw(None, 0)
    assert len(lines) == len(found)
    return lines


def workbook(rows: list[list[Any]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    return made


def read_workbook(made: openpyxl.Workbook) -> Context:
    data = io.BytesIO()
    made.save(data)
    return read_grid(grid_of(data.getvalue(), "outcomes.xlsx"), "outcomes.xlsx", Options())


@pytest.mark.parametrize(
    ("rows", "tree"),
    [
        (
            [["Strand", "Standard", "Benchmark"], ["Safety"], ["", "Protection"], ["", "", MEASURE], ["", "", READ_IT]],
            ["Safety", "  Protection", f"    {MEASURE}", f"    {READ_IT}"],
        ),
        (
            [["Strand", "Group", "Item"], ["Safety", "Hands", MEASURE], ["Safety", "Hands", READ_IT]],
            None,
        ),
        (
            [["Level 1", "Level 2", "Level 3"], ["Safety", "Hands", MEASURE], ["Safety", "Eyes", READ_IT]],
            ["Safety", "  Hands", f"    {MEASURE}", "  Eyes", f"    {READ_IT}"],
        ),
        (
            [["Foundation Standard", "Description"], ["A1.0", "Know safety."], ["A1.1", MEASURE], ["A10.0", READ_IT]],
            ["A1.0 Know safety.", f"  A1.1 {MEASURE}", f"A10.0 {READ_IT}"],
        ),
        (
            [["Item", "Competency"], ["I.", "Safety"], ["I.A.", MEASURE], ["II.", "Quality"]],
            ["I. Safety", f"  I.A. {MEASURE}", "II. Quality"],
        ),
        (
            [["Text", "Parent Code", "Std. No."], [MEASURE, "S", "S.1"], ["Students work safely.", "", "S"]],
            ["S Students work safely.", f"  S.1 {MEASURE}"],
        ),
        (
            [["#", "Standard"], ["1", "Safety"], ["a", MEASURE], ["b", READ_IT], ["2", "Quality"], ["a", SET_UP]],
            ["1 Safety", f"  a {MEASURE}", f"  b {READ_IT}", "2 Quality", f"  a {SET_UP}"],
        ),
        (
            [["Unit\nNumber", "Performance\nIndicator", "Cross-\nreference"], ["1", MEASURE, "CC.1"], ["2", READ_IT]],
            [f"1 {MEASURE}", f"2 {READ_IT}"],
        ),
        (
            [["ID", "Competency statement", "Internal cost code"], ["A1", MEASURE, "CC-99"], ["A2", READ_IT, "CC-98"]],
            [f"A1 {MEASURE}", f"A2 {READ_IT}"],
        ),
        (
            [["Code", "Statement", "Statement"], ["A.1", MEASURE, "Other words."], ["A.2", READ_IT, "More words."]],
            [f"A.1 {MEASURE}", f"A.2 {READ_IT}"],
        ),
        (
            [["Code", "Competency", "Level 1", "Level 2"], ["A.1", MEASURE, "With help", "Alone"]],
            [f"A.1 {MEASURE}"],
        ),
    ],
)
def test_the_tree_that_a_person_would_draw(read_rows: Read, rows: list[list[str]], tree: list[str] | None) -> None:
    context = read_rows(rows)
    if tree is None:
        assert drawn(context)[-1].strip() == READ_IT
    else:
        assert drawn(context) == tree


def test_letters_and_roman_numerals_are_told_apart(read_rows: Read) -> None:
    letters = [["#", "Standard"], *([sign, f"Do step {sign} well."] for sign in ("1", *"abcdefghij", "2", *"abc"))]
    assert [line.split()[0] for line in drawn(read_rows(letters)) if line[0] != " "] == ["1", "2"]
    assert all(not line.startswith("    ") for line in drawn(read_rows(letters)))
    signs = ("I", "A", "i", "ii", "iii", "iv", "v", "B", "i", "II", "A", "i")
    roman = drawn(read_rows([["#", "Standard"], *([sign, f"Do step {at} well."] for at, sign in enumerate(signs))]))
    assert [(len(line) - len(line.lstrip())) // 2 for line in roman] == [0, 1, 2, 2, 2, 2, 2, 1, 2, 0, 1, 2]


def test_a_code_that_lost_its_zero_gets_it_back(read_rows: Read) -> None:
    numbers = ["1", *(f"1.{n}" for n in range(1, 10)), "1.1", "1.11", "2", "2.1"]
    context = read_rows([["Code", "Outcome"], *([code, f"Do the step {at}."] for at, code in enumerate(numbers))])
    assert [line.split()[0] for line in drawn(context)][9:12] == ["1.9", "1.10", "1.11"]
    (repair,) = context.report.repaired
    assert (repair.before, repair.after) == ("1.1", "1.10")


def test_a_code_that_stands_twice_by_mistake_stays(read_rows: Read) -> None:
    context = read_rows([["Code", "Outcome"], ["1.1", MEASURE], ["1.2", READ_IT], ["1.1", SET_UP]])
    assert [record.columns["code"] for record in context.records.items[1:]] == ["1.1", "1.2", "1.1"]


def test_notes_below_the_table_are_kept_but_are_no_items(read_rows: Read) -> None:
    context = read_rows(
        [
            ["Code", "Competency", "Hours"],
            ["A.1", MEASURE, "3"],
            [],
            ["Hours are estimates of the board."],
            ["Page 2 of 2"],
        ]
    )
    assert drawn(context) == [f"A.1 {MEASURE}"]
    framework = context.records.items[0]
    assert framework.extra["notes"] == {"row 4": "Hours are estimates of the board.", "row 5": "Page 2 of 2"}
    context.report.check()


def test_a_last_outcome_is_no_note(read_rows: Read) -> None:
    rows = [["Outcome"], ["* Measure a shaft"], ["* Note each hazard in the log"], ["* Source parts from a vendor"]]
    assert len(drawn(read_rows(rows))) == 3


def test_columns_of_one_name_push_nothing_out(read_rows: Read) -> None:
    context = read_rows([["Code", "Statement", "Notes", "Notes", "Notes"], ["A.1", MEASURE, "n1", "n2", "n3"]])
    record = context.records.items[-1]
    assert (record.columns["comment"], record.extra) == ({"en": "n1"}, {"Notes": "n2", "Notes (E)": "n3"})


def test_two_lines_of_column_names_are_joined(read_rows: Read) -> None:
    rows = [["Plan"], ["", "", "Hours", "", "Level", ""], ["Code", "Competency", "Class", "Lab", "Low", "Notes"]]
    context = read_rows([*rows, ["A.1", MEASURE, "2", "3", "x", "see"]])
    record = context.records.items[-1]
    assert record.extra == {"Hours: Class": "2", "Hours: Lab": "3", "Level: Low": "x"}
    assert record.columns["comment"] == {"en": "see"}
    assert context.records.items[0].columns["name"] == {"en": "Plan"}
    context.report.check()


@pytest.mark.parametrize(
    "text", ["Señala el área.", "Don’t run – walk.", "Ábaco y niño", "SÃO Paulo", "Château à côté"]
)
def test_twice_encoded_letters_are_put_right(read_rows: Read, text: str) -> None:
    broken = "".join(chr(byte) if 0x80 <= byte <= 0x9F else bytes([byte]).decode("cp1252") for byte in text.encode())
    windows = {chr(byte): bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
    for given in (text, broken, broken.translate(str.maketrans(windows))):
        context = read_rows([["Code", "Statement"], ["A.1", given], ["A.2", MEASURE]])
        assert drawn(context)[0].rstrip(".") == f"A.1 {text}".rstrip(".")
        assert any(repair.before == given for repair in context.report.repaired) == (given != text)


def test_headings_do_not_take_the_full_stops_away(read_rows: Read) -> None:
    context = read_rows([["Competency"], ["Safety"], ["  Tools"], ["    " + MEASURE], ["Quality"], ["  Gauges"]])
    assert drawn(context) == ["Safety", "  Tools", f"    {MEASURE}", "Quality", "  Gauges"]


def test_most_headers_tell_the_language(read_rows: Read) -> None:
    context = read_rows(
        [["Código", "Competencia del módulo", "Observaciones"], ["1.1", "Usa gafas en la máquina.", ""]]
    )
    assert context.records.items[-1].columns["statement"] == {"es": "Usa gafas en la máquina."}


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n'])
def test_the_first_line_may_tell_the_sign_between_cells(tmp_path: Path, project: Project, first: str) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_bytes(f"{first}Code;Statement\r\nA.1;Measure, read, record.\r\nA.2;Read, then sign.\r\n".encode())
    report = import_files(project, [path])
    assert (report.files[0].values, report.files[0].records) == (4, 2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Read a\u00a0drawing \u00a0of a part.", "Read a drawing of a part."),
        ("Read R&amp;D notes &lt;daily&gt;.", "Read R&D notes <daily>."),
        ("o Check the guard.", "Check the guard."),
    ],
)
def test_leftovers_of_word_and_web_pages_are_repaired(read_rows: Read, before: str, after: str) -> None:
    context = read_rows([["Code", "Statement"], ["A.1", before], ["A.2", MEASURE]])
    assert drawn(context)[0] == f"A.1 {after}"
    (repair,) = context.report.repaired
    assert (repair.before, repair.after) == (before, after)


def test_comments_and_links_of_cells_are_kept(project: Project) -> None:
    made = workbook([["Plan"], ["Code", "Statement", "More"], ["A.1", MEASURE, "here"], ["A.2", READ_IT, None]])
    sheet = made.active
    sheet["A1"].comment = Comment("From the board", "JO")
    sheet["B3"].comment = Comment("Ask Maria", "JO")
    sheet["C4"].comment = Comment("To come", "JO")
    sheet["C3"].hyperlink = "https://example.org/standards/1"
    context = read_workbook(made)
    by_code = {record.columns.get("code"): record for record in context.records.items}
    assert by_code["A.1"].extra == {
        "More": "here",
        "Statement (comment)": "Ask Maria",
        "More (link)": "https://example.org/standards/1",
    }
    assert by_code["A.2"].extra == {"More (comment)": "To come"}
    assert context.records.items[0].extra == {"cell comments": {"Sheet!A1": "From the board"}}
    context.report.check()
