# SPDX-License-Identifier: Apache-2.0
"""Which column is what: header names, languages, content, a person's mapping, and what is remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.importing import service
from studio.importing.readers import ImportRefused
from studio.importing.tables.columns import FIELDS, aliases, fingerprint, plain, propose, recognize
from studio.model.project import Project


def fields(*headers: str) -> list[str]:
    return [column.field for column in propose(headers)]


@pytest.mark.parametrize(
    ("header", "field", "language"),
    [
        ("Students will be able to…", "statement", None),
        ("ceasn:competencyText", "statement", None),
        ("competency_text", "statement", None),
        ("fullStatement", "statement", None),
        ("Enunciado", "statement", None),
        ("Resultados de aprendizaje", "statement", None),
        ("abbreviated_statement_es", "label", "es"),
        ("Statement (Spanish)", "statement", "es"),
        ("Statement in Spanish", "statement", "es"),
        ("Label [es-MX]", "label", "es-MX"),
        ("Título", "label", None),
        ("humanCodingScheme", "code", None),
        ("Código", "code", None),
        ("Is Child Of", "parent", None),
        ("CFItemType", "item_type", None),
        ("Course No. ", "group_code", None),
        ("Statement *", "statement", None),
        ("Competency (required)", "statement", None),
        ("Welding Competency Statement", "statement", None),
        ("@type", "row_type", None),
        ("ceasn:name", "framework_name", None),
        ("name", "label", None),
        ("isExactMatchOf", "link:exactMatchOf", None),
    ],
)
def test_headers_are_recognized(header: str, field: str, language: str | None) -> None:
    found = recognize(header)
    assert found is not None
    assert found[:2] == (field, language)


@pytest.mark.parametrize("header", ["", "  ", "Room", "Teacher e-mail", "2026", "abbreviated_xx"])
def test_other_headers_are_not(header: str) -> None:
    assert recognize(header) is None


def test_every_alias_leads_to_a_field_that_exists() -> None:
    assert set(aliases().values()) <= FIELDS.keys()


def test_one_column_a_field() -> None:
    assert fields("Code", "Description", "Name") == ["code", "statement", "label"]
    assert fields("Statement", "Description") == ["statement", "comment"]
    assert fields("Domain", "Area", "Competency", "Performance Indicator") == ["level_name"] * 3 + ["statement"]
    assert fields("Code", "Standard code", "Statement") == ["code", "extra", "statement"]
    assert fields("id", "ctid", "parent_code", "parent_id") == ["identifier", "identifier", "parent", "parent"]


def test_sentences_under_description_beat_numbers_under_slo(read_rows: Any) -> None:
    rows = [["SLO", "Description"], ["1", "Work safely in the shop"], ["2", "Measure parts with a caliper"]]
    columns = read_rows(rows).readings[0].columns
    assert [(column.field, column.source) for column in columns] == [("code", "content"), ("statement", "content")]


def test_fingerprint_is_of_the_words() -> None:
    assert fingerprint(["Code", "Full Statement "]) == fingerprint(["code", "full_statement"])
    assert fingerprint(["Code", "Statement"]) != fingerprint(["Statement", "Code"])
    assert plain("SLO #") == "slonum"


ROWS = [["Ref", "Words", "Palabras"], ["A", "Work safely here", "Con cuidado aquí"]]


@pytest.mark.parametrize(
    "mapping",
    [
        {"columns": {"Words": "statement", "Palabras": "statement@es", "Ref": "code"}},
        {"words": "statement", "C": "statement@es"},
    ],
)
def test_a_mapping_decides(read_rows: Any, mapping: dict[str, Any]) -> None:
    (record,) = read_rows(ROWS, mapping=mapping).records.of("competency")
    assert record.columns["statement"] == {"en": "Work safely here", "es": "Con cuidado aquí"}
    assert record.columns["code"] == "A"


def test_a_column_left_out_is_rejected_cell_by_cell(read_rows: Any) -> None:
    context = read_rows(ROWS, mapping={"Words": "statement", "Palabras": "skip"})
    (rejection,) = context.report.rejected
    assert (rejection.where, rejection.value) == ("row 2, Palabras", "Con cuidado aquí")


def test_mapping_that_cannot_be(read_rows: Any, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match='field "text", which does not exist'):
        read_rows(ROWS, mapping={"Words": "text"})
    path = tmp_path / "map.json"
    for content in ("not json", "[1]"):
        path.write_text(content)
        with pytest.raises(ImportRefused, match=r"map\.json"):
            service.load_mapping(path)
    path.write_text(json.dumps({"Words": "statement"}))
    assert service.load_mapping(path) == {"Words": "statement"}


def test_what_a_person_chose_is_remembered_for_the_header(
    project: Project, write_csv: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "state"))
    path = write_csv(ROWS)
    first = service.preview(project, path)
    assert not first.remembered
    service.remember(first.fingerprint, {"Ref": "code", "Words": "comment", "Palabras": "statement@es"})
    again = service.preview(project, path)
    assert again.remembered
    assert [column.field for column in again.sheets[0].columns] == ["code", "comment", "statement"]
    assert again.sheets[0].columns[2].source == "remembered"
    service.import_files(project, [path])
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another person"))
    assert not service.preview(project, path).remembered
