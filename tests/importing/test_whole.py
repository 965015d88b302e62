# SPDX-License-Identifier: Apache-2.0
"""The workbook and the JSON file hold a whole project: any project, whatever stands in it, comes back identical."""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import json
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Float, Integer, select

from studio.export import service
from studio.importing.readers import ImportRefused, reader_for
from studio.importing.report import FileReport
from studio.importing.sample import create_sample
from studio.importing.service import import_files
from studio.importing.whole.whole import Whole, restore
from studio.model import frameworks, items, schema
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.standards import project_tables as tables

FORMATS = {"workbook": "p.xlsx", "json": "p.json"}


def content(project):
    return {
        name: [tables.plain(table, row._asdict()) for row in project.rows(select(table).order_by(table.c.id))]
        for name, table in tables.TABLES.items()
    }


def bytes_of(project, format):
    (data,) = service.make(project, format).files.values()
    return b"".join(data)


def whole_of(data, name):
    return reader_for(data, name).whole(data, name)


@pytest.fixture(scope="module")
def sample():
    project = create_sample(None)
    yield project
    project.close()


@pytest.mark.parametrize("format", FORMATS)
def test_the_sample_comes_back_identical(sample, tmp_path, project, format):
    path = tmp_path / FORMATS[format]
    service.export(sample, format, path)
    report = import_files(project, [path])
    assert content(project) == content(sample)
    assert report.created == sum(len(rows) for rows in content(sample).values())
    assert report.files[0].format == format
    again = import_files(project, [path])
    assert (again.created, again.updated, again.unchanged) == (0, 0, report.created)
    assert bytes_of(project, format) == path.read_bytes()
    project.undo()
    assert content(project)["competency"] == []
    assert project.title == "Test"


@pytest.mark.parametrize("format", FORMATS)
def test_into_a_filled_project_only_what_differs_is_changed(sample, tmp_path, project, format):
    path = tmp_path / FORMATS[format]
    service.export(sample, format, path)
    frameworks.create_framework(project, {"en": "Mine"})
    import_files(project, [path])
    item = project.scalar(select(schema.competency.c.id).where(schema.competency.c.code == "MT.SAF"))
    items.set_field(project, schema.competency, [item], {"code": "CHANGED"})
    dry = import_files(project, [path], dry_run=True)
    assert (dry.created, dry.updated) == (0, 1)
    assert items.get(project, schema.competency, item, "code")[0] == "CHANGED"
    import_files(project, [path])
    assert items.get(project, schema.competency, item, "code")[0] == "MT.SAF"
    assert project.title == "Test"
    assert len(content(project)["framework"]) == 2


# -- any project

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "",
        " ",
        "=1+1",
        "+1",
        "-1",
        "@x",
        "'=1",
        "\t",
        "\r\n",
        "_x000D_",
        "_x2205_",
        "_x005F_",
        "1",
        "1.0",
        "TRUE",
        "null",
    ]
)
long_texts = st.builds(lambda text, count: text * count, st.sampled_from(["ab", "é", "_x0041_", "\r"]), st.just(17_000))
tags = st.sampled_from(["en", "es", "en-US", "zh-Hant"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(texts, children, max_size=3),
    max_leaves=6,
)
json_columns = {
    "map": st.dictionaries(tags | texts, texts | long_texts, min_size=1, max_size=2),
    "words": st.dictionaries(tags | texts, st.lists(texts | long_texts, max_size=3), min_size=1, max_size=2),
    "list": st.lists(texts | long_texts | st.dictionaries(texts, json_values, max_size=3), min_size=1, max_size=3),
    "object": st.dictionaries(texts, json_values, min_size=1, max_size=3),
    "any": json_values.filter(bool),
}


def values_of(column):
    kind = column.type
    if isinstance(kind, schema.Json):
        return json_columns[tables.shape(column.name)]
    if isinstance(kind, Boolean):
        return st.booleans()
    if isinstance(kind, Integer):
        return st.integers(-(2**40), 2**40)
    if isinstance(kind, Float):
        return st.floats(allow_nan=False, allow_infinity=False)
    return texts


def rows_of(table):
    columns = {c.name: values_of(c) for c in table.columns if c.name != "id"}
    needed = {name: columns[name] for name in tables.required(table) if name != "id"}
    needed = {
        name: values.filter(lambda value: value not in ("", b"")) if values is texts else values.filter(bool)
        for name, values in needed.items()
    }
    optional = {name: values for name, values in columns.items() if name not in needed}
    if table is schema.asset:
        # Only real pictures are taken; which bytes follow is all the same.
        picture = st.binary(max_size=40).map(lambda data: b"\x89PNG\r\n\x1a\n" + data)
        fixed = {
            "media_type": st.just("image/png"),
            "name": texts,
        }
        return st.builds(
            lambda data, more: {"data": data, "sha256": hashlib.sha256(data).hexdigest(), **more},
            picture,
            st.fixed_dictionaries(fixed),
        )
    return st.fixed_dictionaries(needed, optional=optional)


some_rows = st.sampled_from([name for name in tables.TABLES if name != "project"]).flatmap(
    lambda name: st.tuples(st.just(name), st.lists(rows_of(tables.TABLES[name]), min_size=1, max_size=2))
)


@pytest.fixture(scope="module")
def scratch():
    source, target = (Project.create(None, name=name) for name in ("Source", "Target"))
    yield source, target
    source.close()
    target.close()


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=20)
@given(filled=st.lists(some_rows, min_size=1, max_size=3))
def test_any_project_comes_back_identical(scratch, format, filled):
    source, target = scratch
    for project in (source, target):
        with project.change("Empty it") as change:
            for name, table in tables.TABLES.items():
                if name != "project":
                    change.delete(table, [row.id for row in project.rows(select(table.c.id))])
    with source.change("Fill it") as change:
        for name, rows in filled:
            change.insert(tables.TABLES[name], rows)
    before = content(source)
    data = bytes_of(source, format)
    whole = whole_of(data, FORMATS[format])
    assert whole.report.rejected == []
    restore(target, whole).check()
    after = content(target)
    assert {**after, "project": []} == {**before, "project": []}


# -- edited by people


def edited(sample, edit):
    workbook = openpyxl.load_workbook(io.BytesIO(bytes_of(sample, "workbook")))
    edit(workbook)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def column(sheet, title):
    return next(cell.column for cell in sheet[1] if cell.value == title)


def test_a_workbook_edited_in_excel(sample, project, tmp_path):
    def edit(workbook):
        sheet = workbook["Competencies"]
        sheet.cell(2, column(sheet, "Code")).value = 17
        sheet.cell(3, column(sheet, "Code")).value = 2.5
        sheet.cell(4, column(sheet, "Code")).value = datetime.date(2026, 9, 1)
        sheet.cell(5, column(sheet, "Code")).value = True
        sheet.cell(2, column(sheet, "Statement [en]")).value = "Written by hand"
        sheet.cell(2, column(sheet, "Stages")).value = "HS"
        sheet.cell(6, 60).value = "a remark"
        workbook.create_sheet("Notes")["B2"] = "call the college"

    path = tmp_path / "edited.xlsx"
    path.write_bytes(edited(sample, edit))
    report = import_files(project, [path])
    codes = {row.code for row in project.rows(select(schema.competency.c.code))}
    assert {"17", "2.5", "2026-09-01", "true"} <= codes
    row = project.row(select(schema.competency).where(schema.competency.c.code == "17"))
    assert row.statement == {"en": "Written by hand"}
    assert row.stages == ["HS"]
    assert [(each.where, each.before, each.after) for each in report.files[0].repaired] == [
        ("Competencies, row 2, stages", "HS", '["HS"]')
    ]
    assert [(each.where, each.value, each.reason) for each in report.files[0].rejected] == [
        ("Competencies, row 6, column 60", "a remark", "There is no such column"),
        ("Notes, row 2, column 2", "call the college", "This sheet is none of the project's tables"),
    ]


DOCUMENT = {
    "format": "competency-studio",
    "version": 1,
    "tables": {"framework": [{"id": "f", "name": {"en": "F"}}]},
}


def test_the_workbook_is_readable_and_runs_nothing(sample):
    workbook = openpyxl.load_workbook(io.BytesIO(bytes_of(sample, "workbook")))
    assert workbook.sheetnames[:4] == [tables.ABOUT, "Project", "Organizations", "Frameworks"]
    sheet = workbook["Competencies"]
    assert [cell.value for cell in sheet[1]][:4] == ["Code", "Statement [en]", "Label [en]", "Label [es]"]
    indents = [sheet.cell(row, 1).alignment.indent for row in range(2, 6)]
    assert indents == [0, 1, 2, 3]
    assert sheet.freeze_panes == "B2"
    assert set(tables.SHEETS) == set(tables.TABLES)


def test_formulas_stay_texts(project, tmp_path):
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")']
    framework = frameworks.create_framework(project, {"en": "F"})
    for text in evil:
        frameworks.add_competency(project, framework, code=text, statement={"en": text})
    workbook = openpyxl.load_workbook(io.BytesIO(bytes_of(project, "workbook")))
    cells = [cell for row in workbook["Competencies"].iter_rows(min_row=2) for cell in row if cell.value in evil]
    assert len(cells) == 10
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_texts_where_lists_or_languages_belong_are_named(sample, project, tmp_path):
    def edit(workbook):
        sheet = workbook["Competencies"]
        sheet.cell(2, column(sheet, "Keywords"), "welding, safety")
        sheet.cell(2, sheet.max_column + 1, "no language")
        sheet.cell(1, sheet.max_column, "Comment")
        workbook["Frameworks"].cell(2, column(workbook["Frameworks"], "Education levels"), 9)

    path = tmp_path / "edited.xlsx"
    path.write_bytes(edited(sample, edit))
    file = import_files(project, [path]).files[0]
    assert {(each.where, each.value) for each in file.rejected} == {
        ("Competencies, row 2, keywords", "welding, safety"),
        ("Competencies, row 2, comment", "no language"),
    }
    assert [(each.before, each.after) for each in file.repaired] == [("9", '["9"]')]
    assert service.make(project, "case").files


# -- refused


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"format": "competency-studio", "version": 2, "tables": {}}, "newer program"),
        ({"format": "competency-studio", "version": 1, "tables": []}, "does not hold a project"),
        ({"format": "competency-studio", "version": 0, "tables": {}}, "in version 1"),
        ({"format": "competency-studio", "tables": {}}, "in version 1"),
        ('{"format": "competency-studio", "version": 1, "tables": {}}\n{"tables": {}}', "holds 2 projects"),
        ('{"format": "competency-studio", "version": 1, "tables": {', "line 1"),
    ],
)
def test_refused_json(document, said):
    data = (document if isinstance(document, str) else json.dumps(document)).encode()
    with pytest.raises(ImportRefused, match=said):
        whole_of(data, "x.json")


def test_a_newer_workbook_is_refused(sample):
    def edit(workbook):
        workbook[tables.ABOUT]["B3"] = 99

    with pytest.raises(ImportRefused, match="newer program"):
        whole_of(edited(sample, edit), "x.xlsx")


def test_a_workbook_with_a_damaged_sheet_is_refused(sample):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bytes_of(sample, "workbook"))) as whole, zipfile.ZipFile(made, "w") as copy:
        largest = max(whole.infolist(), key=lambda part: part.file_size if "sheets/" in part.filename else 0)
        for part in whole.infolist():
            # As Excel writes it: then a sheet is only looked into when the workbook is opened, and read later.
            data = whole.read(part).replace(b"<sheetData>", b'<dimension ref="A1:B9"/><sheetData>')
            end = data.rfind(b"</row>")
            copy.writestr(part, data if part is not largest else data[:end] + b"<" + data[end:])
    with pytest.raises(ImportRefused, match="cannot be read as a workbook"):
        whole_of(made.getvalue(), "a.xlsx")


def test_a_damaged_workbook_is_refused(sample):
    data = bytes_of(sample, "workbook")
    reader = reader_for(data, "x.xlsx")
    assert reader.sniff(data[:2000], "x.xlsx") == 0.0
    assert reader.sniff(b"text", "x.xlsx") == 0.0
    with pytest.raises(ImportRefused, match=r"x\.xlsx"):
        reader.whole(data[:2000], "x.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbf\r\n" + json.dumps(DOCUMENT, indent=2).encode(),
        json.dumps(DOCUMENT).encode("utf-16"),
        json.dumps(dict(reversed(DOCUMENT.items()))).encode(),
        json.dumps({**DOCUMENT, "about": "x" * 500}).encode(),
    ],
    ids=["mark", "UTF-16", "format last", "more"],
)
def test_a_project_is_known_as_other_programs_save_it(text):
    whole = whole_of(text, "x.json")
    assert [row["name"] for row in whole.rows["framework"]] == [{"en": "F"}]
    assert [each.where for each in whole.report.rejected] == (["about"] if b"about" in text else [])
    whole.report.check()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("statement", "plain", "by language"),
        ("statement", {"en": ["a"]}, "by language"),
        ("keywords", {"en": "a"}, "Lists of texts"),
        ("education_levels", "09", "list"),
        ("education_levels", [9], "list"),
        ("extra", [], "object"),
    ],
)
def test_values_of_another_shape_are_named_instead_of_stopping_the_program(column, value, said):
    whole = Whole(FileReport("x", "json"))
    row = {"id": "c", "framework_id": "f", "position": "a0", "code": "C", column: value}
    whole.add("competency", row, "competency 1")
    (rejected,) = whole.report.rejected
    assert rejected.where == f"competency 1, {column}"
    assert said in rejected.reason
    assert whole.rows["competency"][0].get(column) is None
    whole.report.check()


def test_values_that_fit_no_column_are_named(project):
    document = {
        "format": "competency-studio",
        "version": 1,
        "tables": {
            "competency": [
                {"id": "a", "framework_id": "f", "position": "a0", "weight": "heavy", "code": 1, "color": "red"},
                {"id": "a", "framework_id": "f", "position": "a1"},
                {"id": "b", "framework_id": "f"},
                "nonsense",
            ],
            "asset": [{"id": "p", "media_type": "image/png", "sha256": "0", "data": "%%%"}],
            "badge": [{"id": "q", "never_expires": 1}],
            "planet": {"id": "mars"},
        },
    }
    data = json.dumps(document).encode()
    whole = whole_of(data, "x.json")
    report = restore(project, whole)
    report.check()
    assert report.created == 2
    reasons = {(each.where, each.reason) for each in whole.report.rejected}
    assert reasons >= {
        ("competency 1, weight", "Only a number can stand here"),
        ("competency 1, code", "Only a text can stand here"),
        ("competency 1, color", "There is no such column"),
        ("competency a, id", "Another row has the same id"),
        ("competency 3, id", "The row has no position"),
        ("asset 1, data", "A picture is written as Base64"),
        ("badge 1, never_expires", "Only true or false can stand here"),
        ("planet 1, id", 'This program knows no table "planet"'),
    }


@pytest.mark.parametrize(
    ("data", "checksum", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', None, "x.svg"),
        (b"not a picture", None, "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "0", "checksum"),
    ],
)
def test_pictures_that_are_none_are_not_taken(data, checksum, said):
    media_type = "image/png" if data.startswith(b"\x89") else "image/svg+xml"
    row = {"id": "p", "name": "x.svg", "media_type": media_type, "data": base64.b64encode(data).decode()}
    row["sha256"] = checksum or hashlib.sha256(data).hexdigest()
    whole = Whole(FileReport("x", "json"))
    whole.add("asset", row, "asset 1")
    assert whole.rows == {}
    assert said in whole.report.rejected[0].reason
    whole.report.check()


def test_a_whole_project_is_imported_alone(sample, tmp_path, project):
    path = tmp_path / "p.json"
    service.export(sample, "json", path)
    with pytest.raises(ImportRefused, match="alone"):
        import_files(project, [path, path])
    framework = frameworks.create_framework(project, {"en": "F"})
    with pytest.raises(ImportRefused, match="alone"):
        import_files(project, [path], into=framework)


@pytest.mark.parametrize("format", FORMATS)
def test_single_items_are_refused(sample, format):
    with pytest.raises(StudioError, match="whole project"):
        service.make(sample, format, ["MT"])


def test_cancelling_writes_nothing(sample, project, tmp_path):
    path = tmp_path / "p.json"
    service.export(sample, "json", path)

    def cancel(done, total, label):
        raise InterruptedError

    before = content(project)
    with pytest.raises(InterruptedError):
        import_files(project, [path], progress=cancel)
    assert content(project) == before
    assert isinstance(whole_of(path.read_bytes(), "p.json"), Whole)
