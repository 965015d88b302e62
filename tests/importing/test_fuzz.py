# SPDX-License-Identifier: Apache-2.0
"""Hostile and spoiled files, the quick part: every attack, and some of the spoiled files (see ``fuzzing``)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.importing.readers import ImportRefused, Options
from studio.importing.service import detect, import_files
from studio.importing.tables.context import Context
from studio.importing.tables.spreadsheet import grid_of, read_grid
from studio.model.project import Project

Read = Callable[..., Context]
FUZZING = Path(__file__).parent / "fuzzing"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:skos="http://www.w3.org/2004/02/skos/core#">'
)


def _run(*words: str) -> None:
    done = subprocess.run([sys.executable, FUZZING, *words], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize("half", ["0", "1"])
def test_every_attack_ends_in_a_report_or_a_sentence(half: str) -> None:
    _run("--attacks", "--half", half)


@pytest.mark.parametrize("start", [0, 1, 2])
def test_spoiled_files_end_in_a_report_or_a_sentence(start: int) -> None:
    _run("--numbers", "1", "--start", str(start), "--group", "own", "--group", "small")


@pytest.mark.parametrize("cut", ["</skos:Concept></rdf:RDF>", "</rdf:RDF>", ">"])
def test_rdf_whose_end_is_missing(project: Project, tmp_path: Path, cut: str) -> None:
    whole = (
        RDF + '<skos:ConceptScheme rdf:about="http://x.org/s"/><skos:Concept rdf:about="http://x.org/1"><skos:inScheme '
        'rdf:resource="http://x.org/s"/><skos:prefLabel xml:lang="en">One</skos:prefLabel></skos:Concept></rdf:RDF>'
    )
    path = tmp_path / "vocabulary.rdf"
    path.write_text(whole.removesuffix(cut))
    with pytest.raises(ImportRefused, match=r'"vocabulary\.rdf"'):
        import_files(project, [path])
    path.write_text(whole)
    assert import_files(project, [path]).created == 2


def test_rdf_entities_that_make_it_many_times_larger(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.rdf"
    entity = f'<!DOCTYPE rdf:RDF [<!ENTITY k "{"x" * 400}">]>'
    path.write_text(
        entity
        + RDF
        + f'<skos:Concept rdf:about="x:1"><skos:note>{"&k;" * 400_000}</skos:note></skos:Concept></rdf:RDF>'
    )
    with pytest.raises(ImportRefused, match="many times larger"):
        import_files(project, [path])


def test_lines_above_rows_that_describe_the_framework(read_rows: Read) -> None:
    head = ["@type", "@id", "ceasn:name", "skos:prefLabel"]
    model = ["asn:ProgressionModel", "ce-a89a4bd1-64ec-4fb3-8fb8-01e3f1ee9fd8", "Stages", ""]
    level = ["asn:ProgressionLevel", "ce-4f0a02ad-6d2c-4d8c-9a9f-1a3e55ab9d10", "", "One"]
    context = read_rows([["Copied from the office"], ["", "Spring"], head, model, level])
    assert context.report.went["title lines", "extra"] == 2


def test_a_name_above_a_column_that_is_no_course(read_rows: Read) -> None:
    rows = [[f"Unit {n}", f"Name the hazards number {n}", "Lab", f"Measure the part number {n}"] for n in range(1, 9)]
    context = read_rows([["", "MT-101 (Foundations)", "Room", "MT-201 (Electricity)"], *rows])
    assert context.readings[0].layout == "one course per column"
    assert context.report.went["other cells", "extra"] == 9


def test_a_nameless_node_with_two_types(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "rubric.ttl"
    path.write_text(
        "@prefix ceasn: <https://purl.org/ctdlasn/terms/> .\n<http://x.org/r> a ceasn:Rubric ;\n"
        "  ceasn:hasRubricCriterion [ a ceasn:RubricCriterion, ceasn:Competency ] .\n"
    )
    (file,) = import_files(project, [path]).files
    assert file.values == file.kept + file.kept_as_extra


def test_a_bulk_upload_whose_rows_make_no_item(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "relations.csv"
    path.write_text("relationType,source,target\n,,x\n")
    with pytest.raises(ImportRefused, match=r'"relations\.csv"'):
        import_files(project, [path])


def test_a_workbook_with_a_damaged_part(project: Project, tmp_path: Path, write_workbook: Callable[..., Path]) -> None:
    data = bytearray(write_workbook({"Outcomes": [["Statement"], ["Work safely"]]}).read_bytes())
    at = data.index(b"xl/workbook.xml") + 20
    data[at : at + 30] = bytes(30)
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(data)
    with pytest.raises(ImportRefused, match=r'"damaged\.xlsx"'):
        detect(path)
    assert project.history() == []


@pytest.mark.parametrize(
    ("text", "statement", "said"),
    [
        ("Code,Statement\nA,Work safely\rand well\nB,Measure parts\n", "Work safely and well", True),
        ("Code,Statement\rA,Work safely\rB,Measure parts\r\n", "Work safely", False),
    ],
    ids=["inside a cell", "between rows"],
)
def test_line_ends_of_old_programs(text: str, statement: str, said: bool) -> None:
    context = read_grid(grid_of(text.encode(), "outcomes.csv"), "outcomes.csv", Options())
    found = [record.columns["statement"]["en"] for record in context.records.of("competency")]
    assert found == [statement, "Measure parts"]
    assert any("inside cells" in repair.reason for repair in context.report.repaired) is said


def test_rows_without_a_code_or_a_text_are_found_again(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("Code,Statement,Room\nA,Work safely,B12\n,,B13\n,,B14\n")
    import_files(project, [path])
    again = import_files(project, [path])
    assert (again.created, again.updated) == (0, 0)
