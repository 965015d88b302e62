# SPDX-License-Identifier: Apache-2.0
"""Where exports are written, whole or not at all; and CSV, which people open in Excel."""

from __future__ import annotations

import csv
import io

import pytest

from studio.export import service
from studio.importing.service import import_files
from studio.model import frameworks, items, schema
from studio.model.errors import StudioError
from studio.model.project import Project


def test_formats_have_names_and_endings():
    formats = {entry.format: entry for entry in service.formats()}
    assert {"ctdl", "turtle", "csv", "workbook", "json", "openbadges"} <= set(formats)
    assert all(entry.extensions and entry.name != entry.format for entry in formats.values())


def test_one_file_goes_where_it_is_wanted(untouched, tmp_path):
    assert service.export(untouched, "csv", tmp_path / "deep" / "a.csv").files == [tmp_path / "deep" / "a.csv"]
    assert service.export(untouched, "csv", tmp_path).files == [tmp_path / "framework-MT.csv"]


def test_the_main_file_takes_the_place_and_the_others_stand_beside_it(untouched, tmp_path):
    files = service.export(untouched, "ctdl", tmp_path / "mt.jsonld").files
    assert files[0] == tmp_path / "mt.jsonld"
    assert files[2] == tmp_path / "mt-levels-MT-stages.jsonld"
    assert sorted(tmp_path.iterdir()) == sorted(files)
    files = service.export(untouched, "ctdl", tmp_path / "folder").files
    assert files[0] == tmp_path / "folder" / "framework-MT.jsonld"


def test_a_place_that_cannot_be_written_keeps_what_is_there(untouched, tmp_path):
    (tmp_path / "file").write_text("precious")
    with pytest.raises(StudioError, match="could not be written"):
        service.export(untouched, "csv", tmp_path / "file" / "a.csv")
    assert (tmp_path / "file").read_text() == "precious"
    with pytest.raises(StudioError, match="papyrus"):
        service.export(untouched, "papyrus", tmp_path / "x")


def rows_of(project):
    (data,) = service.make(project, "csv").files.values()
    return list(csv.DictReader(io.StringIO(b"".join(data).decode("utf-8-sig"), newline="")))


def test_csv_is_the_table_of_the_sample(untouched, shared):
    with (shared / "sample/framework.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    made = rows_of(untouched)
    assert [{key: row[key] for key in expected[0]} for row in made] == expected
    assert set(made[0]) - set(expected[0]) == {"ctid"}


EVIL = ["=1+1", "+1", "-1 apples", "@SUM(A1)", "\tx", "'=1", "''@x", "'quoted'"]


def test_csv_runs_nothing_and_gives_every_text_back(empty, tmp_path):
    framework = frameworks.create_framework(empty, {"en": "F"})
    for number, text in enumerate(EVIL):
        extra = {"sheet": {"Owner": text}}
        frameworks.add_competency(
            empty, framework, code=f"C{number}", statement={"en": f"Do {number}"}, comment={"en": text}, extra=extra
        )
    frameworks.add_competency(
        empty,
        framework,
        code="W",
        statement={"en": "Weigh", "fr": "Peser"},
        keywords={"en": ["a"], "fr": ["b"]},
        weight=0.5,
    )
    rows = rows_of(empty)
    for row in rows:
        assert all(not (cell or "").startswith(("=", "+", "-", "@", "\t")) for cell in row.values())
    assert rows[-1]["statement_fr"] == "Peser"
    assert rows[-1]["keywords_fr"] == "b"
    assert rows[-1]["weight"] == "0.5"
    service.export(empty, "csv", tmp_path / "f.csv")
    again = Project.create(None, name="Again")
    import_files(again, [tmp_path / "f.csv"])
    comments = {row.code: row.comment for row in again.rows(schema.competency.select())}
    assert [comments[f"C{number}"]["en"] for number in range(len(EVIL))] == [text.strip() for text in EVIL]
    again.close()


def test_csv_of_what_is_no_framework(untouched, empty):
    with pytest.raises(StudioError, match="is none"):
        service.make(untouched, "csv", ["B1"])
    with pytest.raises(StudioError, match="no framework"):
        service.make(empty, "csv")


def test_every_framework_has_a_file_of_its_own(empty, tmp_path):
    for _ in range(2):
        frameworks.create_framework(empty, {"en": "Same name / twice"})
    (tmp_path / "out").mkdir()
    names = [path.name for path in service.export(empty, "csv", tmp_path / "out").files]
    assert names == ["framework-Same-name-twice.csv", "framework-Same-name-twice-2.csv"]


def test_a_damaged_tree_is_still_written(sample):
    c = schema.competency
    top = sample.scalar(c.select().with_only_columns(c.c.id).where(c.c.code == "MT.SAF"))
    items.set_field(sample, c, [top], {"parent_id": "nobody"})
    assert len(rows_of(sample)) == 132
