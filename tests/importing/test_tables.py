# SPDX-License-Identifier: Apache-2.0
"""Tables as people really write them: what each layout becomes, with every cell accounted for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.importing.readers import ImportRefused, Options
from studio.importing.tables.context import Context
from studio.importing.tables.spreadsheet import grid_of, read_grid


def accounts(context: Context) -> tuple[int, int, int, int]:
    report = context.report
    return report.values, report.kept, report.kept_as_extra, len(report.rejected)


def only(context: Context, code: str) -> Any:
    (found,) = [record for record in context.records.of("competency") if record.columns.get("code") == code]
    return found


def test_codes_carry_the_hierarchy(read_rows, tree) -> None:
    context = read_rows(
        [
            ["Statement", "Code"],
            ["Work safely around machines", "A"],
            ["Find the hazards of a task", "A-1"],
            ["List the energy sources", "A-1-a"],
            ["Read drawings and measure parts", "B"],
        ]
    )
    assert [(parent, code) for parent, code, _ in tree(context)] == [
        ("", "A"),
        ("A", "A-1"),
        ("A-1", "A-1-a"),
        ("", "B"),
    ]
    assert context.readings[0].layout == "by code"
    assert accounts(context) == (8, 8, 0, 0)


def test_point_zero_is_the_head_of_its_group(read_rows, tree) -> None:
    rows = [["No.", "Skill"], ["1.0", "Safety in the shop"], ["1.1", "Wear protection"], ["1.2", "Lock out energy"]]
    assert [parent for parent, _, _ in tree(read_rows(rows))] == ["", "1.0", "1.0"]


def test_indentation_carries_the_hierarchy(read_rows, tree) -> None:
    rows = [
        ["Competency"],
        ["Safety at work"],
        ["    Identify hazards"],
        ["        Name the energy sources"],
        ["    Select protection"],
        ["Measurement"],
    ]
    context = read_rows(rows)
    assert [(parent, text) for parent, _, text in tree(context)] == [
        ("", "Safety at work"),
        ("Safety at work", "Identify hazards"),
        ("Identify hazards", "Name the energy sources"),
        ("Safety at work", "Select protection"),
        ("", "Measurement"),
    ]
    assert context.report.repaired == []  # the spaces are the structure, not a slip


def test_level_column(read_rows, tree) -> None:
    rows = [
        ["Nivel", "Enunciado"],
        ["1", "Trabajar con seguridad"],
        ["2", "Identificar riesgos"],
        ["3", "Nombrar fuentes de energía"],
        ["2", "Elegir protección"],
    ]
    context = read_rows(rows, language="es")
    parents = [record.references.get("parent_id") for record in context.records.of("competency")]
    assert parents == [None, "#2", "#3", "#2"]
    assert next(iter(context.records.of("competency"))).columns["statement"] == {"es": "Trabajar con seguridad"}


def test_parent_may_be_a_code_an_identifier_or_the_text(read_rows, tree) -> None:
    for parent in ("S", "Work safely"):
        rows = [["Code", "Competency", "Parent"], ["S", "Work safely", ""], ["X9", "Lock out energy", parent]]
        assert tree(read_rows(rows))[1][0] == "S"


def test_unknown_parent_is_kept_as_written(read_rows) -> None:
    context = read_rows([["Code", "Competency", "Parent"], ["X9", "Lock out energy", "nowhere"]])
    assert only(context, "X9").references["parent_id"] == "nowhere"
    assert accounts(context) == (3, 3, 0, 0)


def test_one_column_per_level(read_rows, tree) -> None:
    rows = [
        ["Domain", "Area", "Competency"],
        ["Safety", "Hazards", "Identify energy hazards"],
        ["", "", "Select protective equipment"],
        ["", "Lockout", "Lock out the trainer"],
        ["Quality", "Charts", "Build a control chart"],
        ["Safety", "Hazards", "Report a near miss"],
    ]
    context = read_rows(rows)
    assert [(parent, text) for parent, _, text in tree(context)] == [
        ("", "Safety"),
        ("Safety", "Hazards"),
        ("Hazards", "Identify energy hazards"),
        ("Hazards", "Select protective equipment"),
        ("Safety", "Lockout"),
        ("Lockout", "Lock out the trainer"),
        ("", "Quality"),
        ("Quality", "Charts"),
        ("Charts", "Build a control chart"),
        ("Hazards", "Report a near miss"),
    ]
    types = [record.columns.get("item_type") for record in context.records.of("competency")]
    assert types[:3] == ["Domain", "Area", None]
    assert accounts(context) == (12, 12, 0, 0)


def test_staircase_with_one_filled_cell_a_row(read_rows, tree) -> None:
    rows = [
        ["Strand", "Topic", "Standard"],
        ["Number sense", "", ""],
        ["", "Fractions", ""],
        ["", "", "Compare two fractions"],
        ["", "", "Add two fractions"],
    ]
    assert [parent for parent, _, _ in tree(read_rows(rows))] == ["", "Number sense", "Fractions", "Fractions"]


def test_course_without_header_words_is_found_by_how_cells_are_filled(read_rows, tree) -> None:
    rows = [
        ["Code", "Title", "Outcome"],
        ["WLD 101", "Welding basics", "Set up a welder"],
        ["", "", "Run a bead"],
        ["", "", "Inspect a weld"],
        ["WLD 102", "Pipe welding", "Fit a pipe"],
        ["", "", "Weld a pipe"],
    ]
    assert [parent for parent, _, _ in tree(read_rows(rows))] == ["", *["WLD 101"] * 3, "", *["WLD 102"] * 2]


def test_heading_lines_between_items_become_parents(read_rows, tree) -> None:
    rows = [
        ["Code", "Statement", "Bloom"],
        ["Unit 1: Safety in the laboratory", "", ""],
        ["S1", "Identify hazards", "Remember"],
        ["S2", "Select protection", "Apply"],
        ["Unit 2: Measurement of parts", "", ""],
        ["M1", "Read a caliper", "Apply"],
    ]
    context = read_rows(rows)
    assert [(parent, code) for parent, code, _ in tree(context)][1:3] == [
        ("Unit 1: Safety in the laboratory", "S1"),
        ("Unit 1: Safety in the laboratory", "S2"),
    ]
    assert accounts(context) == (11, 11, 0, 0)


def test_titles_repeated_headers_totals_and_blank_lines(read_rows) -> None:
    context = read_rows(
        [
            ["Calder Technical College", "", ""],
            ["Outcomes of the welding program", "", ""],
            ["", "", ""],
            ["Code", "Statement", "Hours"],
            ["W1", "Set up a welder", "3"],
            ["", "", ""],
            ["Code", "Statement", "Hours"],
            ["W2", "Run a bead", "4"],
            ["Total", "", "=SUM(C5:C8)"],
        ]
    )
    assert [record.columns["code"] for record in context.records.of("competency")] == ["W1", "W2"]
    (framework,) = context.records.of("framework")
    assert framework.columns["name"] == {"en": "Outcomes of the welding program"}
    assert framework.columns["publisher_name"] == "Calder Technical College"
    assert framework.extra == {"totals": {"row 9": "Total | =SUM(C5:C8)"}}
    assert accounts(context) == (10, 6, 4, 0)
    assert [repair.where for repair in context.report.repaired] == ["row 7", "row 9"]


def test_a_statement_that_begins_with_total_is_an_item(read_rows) -> None:
    context = read_rows(
        [["Code", "Statement"], ["T1", "Plan upkeep"], ["T2", "Total productive maintenance is explained"]]
    )
    assert only(context, "T2").columns["statement"] == {"en": "Total productive maintenance is explained"}


def test_languages_in_headers(read_rows) -> None:
    context = read_rows(
        [
            ["Code", "Statement", "Statement (Spanish)", "abbreviated_statement_fr", "Keywords"],
            ["S1", "Work safely", "Trabajar con seguridad", "Sécurité", "safety|shop"],
        ]
    )
    columns = only(context, "S1").columns
    assert columns["statement"] == {"en": "Work safely", "es": "Trabajar con seguridad"}
    assert columns["label"] == {"fr": "Sécurité"}
    assert columns["keywords"] == {"en": ["safety", "shop"]}


def test_codes_are_read_out_of_the_text(read_rows, tree) -> None:
    rows = [["Outcomes"], ["1. Work safely"], ["1.1 Identify hazards"], ["1.2 Select protection"], ["2. Measure"]]
    context = read_rows(rows)
    assert tree(context) == [
        ("", "1", "Work safely"),
        ("1", "1.1", "Identify hazards"),
        ("1", "1.2", "Select protection"),
        ("", "2", "Measure"),
    ]
    assert context.report.repaired[0].reason == '"1" read as the code'


def test_without_any_header(read_rows, tree) -> None:
    rows = [["A.1", "Identify hazards in the shop"], ["A.1.1", "Name every energy source"], ["A.2", "Lock out energy"]]
    context = read_rows(rows)
    assert [(parent, code) for parent, code, _ in tree(context)] == [("", "A.1"), ("A.1", "A.1.1"), ("", "A.2")]
    assert accounts(context) == (6, 6, 0, 0)


def test_columns_nobody_knows_are_kept_as_extra(read_rows) -> None:
    context = read_rows([["Code", "Statement", "Room", ""], ["S1", "Work safely", "B12", "loose"]])
    assert only(context, "S1").extra == {"Room": "B12", "column D": "loose"}
    assert accounts(context) == (4, 2, 2, 0)


def test_wording_of_sheets_with_identifiers_stays(read_rows) -> None:
    text = "swbat work safely."
    rows = [["id", "statement"], ["3b0a7e1c-58a3-4a3e-9d6b-7a3f0a8c1d11", text]]
    (record,) = read_rows(rows).records.of("competency")
    assert record.columns["statement"] == {"en": text}
    assert record.columns["id"] == rows[1][0]


def test_bulk_upload_rows_say_what_they_are(read_rows, shared) -> None:
    path = shared / "standards/ctdl/bulk-upload/competency_framework_benchmark_onet_excerpt.csv"
    context = read_grid(grid_of(path.read_bytes(), path.name), path.name, Options())
    assert context.report.format == "ctdl-csv"
    (framework,) = context.records.of("framework")
    assert framework.columns["ctid"] == "ce-07c257d6-9119-11e8-b852-782bcb5df6ac"
    assert framework.columns["status"] == "Published"
    assert len(framework.columns["source"]) == 4
    verbal = only(context, "1.A.1.a")
    assert verbal.references["parent_id"] == only(context, "1.A.1").key
    assert verbal.references["framework_id"] == framework.key
    assert verbal.columns["label"] == {"en": "Verbal Abilities"}
    assert context.report.rejected == []


@pytest.mark.parametrize("name", ["spreadsheet_import_sample.xlsx"])
def test_opensalt_workbook(shared, name, tree) -> None:
    path = shared / "standards/case/opensalt" / name
    context = read_grid(grid_of(path.read_bytes(), path.name), path.name, Options())
    assert context.report.format == "opensalt"
    (framework,) = context.records.of("framework")
    assert framework.columns["name"] == {"en": "SampleFramework"}
    assert [(parent, code) for parent, code, _ in tree(context)] == [
        ("", "S"),
        ("S", "S.1"),
        ("S", "S.2"),
        ("S.2", "S.2.1"),
    ]
    assert "isChildOf" not in {record.columns["kind"] for record in context.records.of("association")}


def test_files_of_strangers_lose_nothing(shared) -> None:
    folders = [
        "standards/case/opensalt",
        "standards/ctdl/bulk-upload",
        "standards/rsd",
        "standards/skos/competency-spreadsheets",
        "sample/interchange",
        "corpora/apprenticeship",
    ]
    read = 0
    for folder in folders:
        for path in sorted((shared / folder).iterdir()):
            if path.suffix not in (".csv", ".xlsx") or path.name == "headers_by_template.csv":
                continue
            grid = grid_of(path.read_bytes(), path.name)
            filled = sum(sheet.filled() for sheet in grid.sheets)
            heads = 0
            try:
                context = read_grid(grid, path.name, Options())
            except ImportRefused as refusal:
                if "no rows below" in str(refusal):
                    continue
                raise
            context.report.check()
            for reading in context.readings:
                if reading.header is not None and not reading.unused and reading.layout != "one course per column":
                    heads += sum(1 for cell in reading.sheet.rows[reading.header] if cell.strip())
            assert context.report.values == filled - heads, path
            read += 1
    assert read > 10


def test_every_level_with_a_code_of_its_own(read_rows, tree) -> None:
    rows = [
        ["Strand Code", "Strand", "Standard Code", "Standard", "Indicator Code", "Indicator"],
        ["S", "Safety", "S1", "Hazards", "S1a", "Name a hazard"],
        ["", "", "", "", "S1b", "Report a hazard"],
        ["", "", "S2", "Lockout", "S2a", "Lock out the trainer"],
    ]
    context = read_rows(rows)
    assert tree(context) == [
        ("", "S", "Safety"),
        ("S", "S1", "Hazards"),
        ("S1", "S1a", "Name a hazard"),
        ("S1", "S1b", "Report a hazard"),
        ("S", "S2", "Lockout"),
        ("S2", "S2a", "Lock out the trainer"),
    ]
    assert accounts(context) == (12, 12, 0, 0)


def test_levels_may_be_words(read_rows, tree) -> None:
    rows = [
        ["Level", "Competency"],
        ["Domain", "Safety at work"],
        ["Area", "Hazard recognition"],
        ["Competency", "Identify hazards"],
        ["Area", "Protection"],
        ["Domain", "Measurement"],
    ]
    context = read_rows(rows)
    assert [parent for parent, _, _ in tree(context)] == [
        "",
        "Safety at work",
        "Hazard recognition",
        "Safety at work",
        "",
    ]
    assert [record.columns["item_type"] for record in context.records.of("competency")][:2] == ["Domain", "Area"]


def test_types_of_items_may_tell_the_hierarchy(read_rows, tree) -> None:
    rows = [
        ["Type", "Statement"],
        ["Strand", "Number sense"],
        ["Standard", "Compare two fractions"],
        ["Standard", "Add two fractions"],
        ["Strand", "Measurement"],
        ["Standard", "Read a ruler"],
        ["Standard", "Read a caliper"],
    ]
    context = read_rows(rows)
    assert context.readings[0].layout == "by type of item"
    assert [parent for parent, _, _ in tree(context)][:4] == ["", "Number sense", "Number sense", ""]
    mixed = [["Type", "Statement"], ["Skill", "Compare fractions"], ["Knowledge", "Names of parts"], ["Skill", "Add"]]
    assert read_rows(mixed).readings[0].layout == "one list"


def test_several_outcomes_in_one_row(read_rows, tree) -> None:
    rows = [
        ["Course", "Title", "Outcome 1", "Outcome 2", "Outcome 3"],
        ["WLD 101", "Welding basics", "Set up a welder", "run a bead", ""],
        ["WLD 102", "Pipe welding", "Fit a pipe", "", "Weld a pipe"],
    ]
    context = read_rows(rows)
    assert tree(context) == [
        ("", "WLD 101", "Welding basics"),
        ("WLD 101", "WLD 101.1", "Set up a welder"),
        ("WLD 101", "WLD 101.2", "Run a bead"),
        ("", "WLD 102", "Pipe welding"),
        ("WLD 102", "WLD 102.1", "Fit a pipe"),
        ("WLD 102", "WLD 102.3", "Weld a pipe"),
    ]
    assert accounts(context) == (8, 8, 0, 0)


def test_columns_as_levels_without_a_header(read_rows, tree) -> None:
    rows = [
        ["Welding framework"],
        ["Safety"],
        ["", "Hazards"],
        ["", "", "S1", "Name a hazard"],
        ["", "", "S2", "Report a hazard"],
        ["Measurement"],
    ]
    context = read_rows(rows)
    assert [(parent, code, text) for parent, code, text in tree(context)] == [
        ("", "", "Welding framework"),
        ("", "", "Safety"),
        ("Safety", "", "Hazards"),
        ("Hazards", "S1", "Name a hazard"),
        ("Hazards", "S2", "Report a hazard"),
        ("", "", "Measurement"),
    ]
    assert accounts(context) == (8, 8, 0, 0)


def test_a_spanish_header_means_spanish_texts(read_rows) -> None:
    context = read_rows([["Dominio", "Código", "Competencia"], ["Seguridad", "S1", "Identificar los riesgos"]])
    assert [record.columns["statement"] for record in context.records.of("competency")] == [
        {"es": "Seguridad"},
        {"es": "Identificar los riesgos"},
    ]


def test_courses_by_name_over_bullets(read_rows, tree) -> None:
    rows = [
        ["Welding I", "Welding II"],
        ["• Set up a welder", "• Fit a pipe"],
        ["• Run a bead", ""],
    ]
    context = read_rows(rows)
    assert context.readings[0].layout == "one course per column"
    assert [(parent, text) for parent, _, text in tree(context)] == [
        ("", "Welding I"),
        ("", "Welding II"),
        ("Welding I", "Set up a welder"),
        ("Welding I", "Run a bead"),
        ("Welding II", "Fit a pipe"),
    ]


CELLS = ["", "  ", "A", "A.1", "1", "2.", "Total", "Work safely", " • swbat lift loads.", "x|y", "=1+1", "Domain"]
HEADS = [
    ["Code", "Statement", "Level"],
    ["Domain", "Area", "Competency", "Cr."],
    ["Course No.", "Title", "SLO #", "Students will be able to"],
    [],
]


@given(
    st.lists(
        st.lists(st.sampled_from([*CELLS, "Code", "Statement", "3.5"]), min_size=1, max_size=5), min_size=1, max_size=9
    ),
    st.sampled_from(HEADS),
)
def test_whatever_the_cells_the_sums_meet(rows: list[list[str]], head: list[str]) -> None:
    from studio.importing.tables.grid import Grid, Sheet

    grid = Grid("csv", [Sheet("", [head, *rows] if head else rows)])
    try:
        context = read_grid(grid, "any.csv", Options())
    except ImportRefused:
        return
    report = context.report
    assert report.values == report.kept + report.kept_as_extra + len(report.rejected)
    keys = [record.key for record in context.records.items]
    assert len(keys) == len(set(keys))


def test_what_the_level_says_of_a_term_is_told_where_it_went(read_rows) -> None:
    rows = [
        ["@type", "ceasn:name", "Level", "skos:prefLabel", "item type"],
        ["asn:ProgressionModel", "Stages", "", "", ""],
        ["asn:ProgressionLevel", "", "Lower", "High school", ""],
        ["asn:ProgressionLevel", "", "Upper", "College", ""],
    ]
    for shown in (rows, [row[:4] for row in rows]):
        report = read_rows(shown).report
        assert sum(report.went.values()) == report.kept + report.kept_as_extra
