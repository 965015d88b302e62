# SPDX-License-Identifier: Apache-2.0
"""The bulk upload, written: what came with one comes out again, what has no cell is said."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import select

from studio.export.service import make
from studio.importing.apply import apply
from studio.importing.bulk.reader import READER
from studio.importing.readers import Options
from studio.model import associations, frameworks, schema
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.standards import bulk_upload

A, B, C = (f"ce-07c257d6-9119-11e8-b852-782bcb5df6a{sign}" for sign in "abc")


def tables(project: Project, ids: tuple[str, ...] = ()) -> dict[str, list[dict[str, str]]]:
    found = {}
    for name, content in make(project, "ctdl-csv", ids).files.items():
        assert isinstance(content, bytes)
        assert content.startswith(b"\xef\xbb\xbf")
        rows = csv.DictReader(io.StringIO(content[3:].decode(), newline=""))
        found[name] = [{key: text for key, text in row.items() if text} for row in rows]
    return found


def bring_in(project: Project, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    apply(project, READER.read(text.getvalue().encode(), "upload.csv", Options()))


def test_the_sample_reads_back_the_same(untouched, empty) -> None:
    made = make(untouched, "ctdl-csv")
    for name, content in made.files.items():
        records = READER.read(bytes(content), name, Options())
        assert records.report.rejected == []
        apply(empty, records)
    c = schema.competency.c
    columns = (c.ctid, c.code, c.statement, c.uri)
    before = {row.ctid: row for row in untouched.rows(select(*columns))}
    after = {row.ctid: row for row in empty.rows(select(*columns))}
    assert before.keys() == after.keys()
    assert [row.code for row in before.values()] == [after[ctid].code for ctid in before]
    again = tables(empty)
    written = tables(untouched)
    assert sorted(map(len, again.values())) == sorted(map(len, written.values()))
    first = {row["@id"]: row for rows in written.values() for row in rows if "@id" in row}
    second = {row["@id"]: row for rows in again.values() for row in rows if "@id" in row}
    for name in ("@type", "ceasn:competencyText", "ceasn:isChildOf", "ceasn:isPartOf", "ceasn:broadAlignment"):
        assert {key: row.get(name) for key, row in first.items()} == {key: row.get(name) for key, row in second.items()}


def test_columns_of_a_framework(untouched) -> None:
    content = next(iter(make(untouched, "ctdl-csv").files.values()))
    header = next(csv.reader(io.StringIO(bytes(content)[3:].decode())))
    assert tuple(header[: len(bulk_upload.FRAMEWORK_COLUMNS)]) == bulk_upload.FRAMEWORK_COLUMNS
    assert "ceasn:hasChild" not in header
    assert make(untouched, "ctdl-csv").files == make(untouched, "ctdl-csv").files


def test_losses(empty) -> None:
    framework = frameworks.create_framework(empty, {"en": "Welding", "es": "Soldadura"})
    item = frameworks.add_competency(empty, framework, statement={"en": "Weld"})
    with empty.change("Keywords and occupations") as change:
        occupations = [{"scheme": "O*NET-SOC", "code": "51-4121.00"}]
        change.update(schema.competency, {item: {"keywords": {"en": ["a|b", "c"]}, "occupations": occupations}})
    associations.add(empty, item, "exactAlignment", destination_uri="https://example.org/x")
    made = make(empty, "ctdl-csv")
    said = {(finding.id, str(finding)) for finding in made.findings}
    for item_id, words in (
        (framework, "ceasn:name in other languages (es)"),
        (item, 'a "|" inside ceasn:conceptKeyword; it separates values'),
        (item, "ceterms:occupationType with parts of its own"),
    ):
        assert (item_id, f"The bulk upload has no place for: {words}. It stays in the project.") in said
    (rows,) = tables(empty).values()
    assert rows[1]["ceasn:exactAlignment"] == "https://example.org/x"


COURSES = [
    ["CTID", "External Identifier", "Learning Type", "Learning Opportunity Name", "Life Cycle Status Type", "Language",
     "Credit Unit Type", "Credit Unit Value", "Offered By", "Owned By", "Subjects", "Version Identifier",
     "ConditionProfile: Condition Type", "ConditionProfile: Description", "Is Non-Credit", "Estimated Duration", "Odd"],
    [A, "W 101", "Course", "Welding", "Active", "English", "SemesterHour", "3.5", "same as owner", C, "Metal|Fire",
     "Catalog Version~2026", "corequisite", "Be 16", "True", "P10W", "=1"],
    [B, "W 102", "Learning Program", "Cutting", "not sure", "xx", "creditUnit:SemesterHour", "some", "", "Somebody", "",
     "7", "entry", "", "No", "two weeks", ""],
]  # fmt: skip
CREDENTIALS = [
    ["CTID", "Name", "Credential Type", "Credential Status", "Keywords", "CIP List", "Cost",
     "Condition Profile: Required Competency Framework", "ConditionProfile: Credit Unit Value"],
    [A, "Welder", "BachelorDegree", "Active", "fire|metal", "48.0508|Welding", "100", f"{B}|{C}", "12"],
    [B, "Cutter", "Guild letter", "", "", "", "a lot", "the one", ""],
]  # fmt: skip


@pytest.mark.parametrize(("rows", "name"), [(COURSES, "courses.csv"), (CREDENTIALS, "credentials.csv")])
def test_credentials_and_courses_come_out_as_they_went_in(empty, rows: Any, name: str) -> None:
    bring_in(empty, rows)
    written = {row["CTID"]: row for row in tables(empty)[name]}
    for line in rows[1:]:
        wanted = {key: text for key, text in zip(rows[0], line, strict=True) if text}
        wanted = {"Credential Name" if key == "Name" else key: text for key, text in wanted.items()}
        found = {key: text.removeprefix("'") for key, text in written[line[0]].items()}
        assert wanted.items() <= found.items()
    assert make(empty, "ctdl-csv").findings == []


def test_two_columns_for_one_thing_are_two_cells_again_and_an_edit_wins(empty) -> None:
    bring_in(
        empty,
        [
            ["CTID", "Credential Name", "Name", "Credential Type", "Keywords", "Subject Webpage"],
            [A, "Welder", "Old name", "certificate", "fire | metal", "https://x.example"],
        ],
    )
    (row,) = tables(empty)["credentials.csv"]
    assert (row["Credential Name"], row["Name"]) == ("Welder", "Old name")
    assert (row["Credential Type"], row["Keywords"]) == ("certificate", "fire | metal")
    r = schema.resource
    found = empty.row(select(r.c.id, r.c.content))
    with empty.change("More") as change:
        change.update(r, {found.id: {"content": {**found.content, "ceterms:keyword": {"en": ["water"]}}}})
    (row,) = tables(empty)["credentials.csv"]
    assert row["Keywords"] == "water"


def test_what_a_template_cannot_say_is_said(empty) -> None:
    bring_in(empty, CREDENTIALS)
    r = schema.resource
    row = empty.row(select(r.c.id, r.c.content).where(r.c.ctid == A))
    content = {**row.content, "ceterms:hasPart": ["https://example.org/part"]}
    with empty.change("More") as change:
        change.update(r, {row.id: {"content": content}})
    findings = {(finding.id, str(finding)) for finding in make(empty, "ctdl-csv").findings}
    words = "The bulk upload has no place for: ceterms:hasPart in full. It stays in the project."
    assert (row.id, words) in findings


def test_nothing_to_write(empty) -> None:
    with pytest.raises(StudioError):
        make(empty, "ctdl-csv")


def test_columns_that_ctdl_does_not_have_are_cells_again_and_nothing_in_json(empty) -> None:
    header = ["@id", "@type", "ceasn:name", "ceasn:competencyText", "ceasn:isPartOf", "Room"]
    bring_in(
        empty,
        [header, [A, "ceasn:CompetencyFramework", "F", "", "", "A1"], [B, "ceasn:Competency", "", "Do", A, "B12"]],
    )
    ((framework, competency),) = tables(empty).values()
    assert (framework["Room"], competency["Room"]) == ("A1", "B12")
    words = "cells of columns that CTDL does not have"
    assert not any(words in finding.message for finding in make(empty, "ctdl-csv").findings)
    for name in ("ctdl", "turtle", "skos"):
        made = make(empty, name)
        for content in made.files.values():
            assert "B12" not in (content if isinstance(content, bytes) else b"".join(content)).decode()
        assert sum(words in finding.message for finding in made.findings) == 2


def test_of_several_texts_where_one_fits_the_first_is_written(empty) -> None:
    """Joined by "|" they would come back as one text."""
    framework = frameworks.create_framework(empty, {"en": "One"})
    extra = {"ctdl": {"ceasn:competencyText": {"en": ["Again"]}}}
    item = frameworks.add_competency(empty, framework, statement={"en": "First"})
    with empty.change("Add") as change:
        change.update(schema.competency, {item: {"ctid": A, "extra": extra}})
    (rows,) = tables(empty).values()
    assert next(row for row in rows if row["@id"] == A)["ceasn:competencyText"] == "First"
    findings = [str(finding) for finding in make(empty, "ctdl-csv").findings]
    assert any("further values of ceasn:competencyText" in finding for finding in findings)


@pytest.mark.parametrize(
    ("language", "said", "told"), [("en-US", False, True), ("en", False, False), ("es", True, False)]
)
def test_a_language_that_the_row_does_not_say_is_named(empty, language, said, told) -> None:
    content = {"@type": "ceterms:Certificate", "ceterms:ctid": A, "ceterms:name": {language: "Cert"}}
    if said:
        content["ceterms:inLanguage"] = [language]
    with empty.change("Add") as change:
        row = {"ctid": A, "standard": "ctdl", "type": "ceterms:Certificate", "content": content}
        change.insert(schema.resource, [row])
    findings = [str(finding) for finding in make(empty, "ctdl-csv").findings]
    assert any(f"the language of its texts ({language})" in finding for finding in findings) is told
