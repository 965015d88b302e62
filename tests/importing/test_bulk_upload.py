# SPDX-License-Identifier: Apache-2.0
"""The bulk upload: frameworks, schemes, credentials and courses as rows; CaSS's relations."""

from __future__ import annotations

from typing import Any

import pytest

from studio.importing.apply import apply
from studio.importing.bulk.reader import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.records import Record, Records
from studio.standards.ctdl_values import as_list

F, A, B, C = (f"ce-07c257d6-9119-11e8-b852-782bcb5df6a{sign}" for sign in "fabc")
HEADER = ["@id", "@type", "ceasn:name", "ceasn:inLanguage", "ceasn:source", "ceasn:competencyText",
          "ceasn:codedNotation", "ceasn:isTopChildOf", "ceasn:isChildOf", "ceasn:conceptKeyword",
          "ceasn:broadAlignment", "Room"]  # fmt: skip
ROWS = [
    HEADER,
    [F, "ceasn:CompetencyFramework", "Soldadura", "es", "https://example.org/1|https://example.org/2"],
    [A, "ceasn:Competency", "", "", "", "Suelda | corta", "S.1", F, "", "fuego|metal", "", "B12"],
    [B, "ceasn:Competency", "", "", "", "Corta", "S.1.1", "", A, "", f"{C}|https://example.org/3"],
]


def read(data: bytes, name: str = "upload.csv") -> Records:
    assert reader_for(data, name) is READER
    records = READER.read(data, name, Options())
    records.report.check()
    assert sum(records.report.went.values()) == records.report.kept + records.report.kept_as_extra
    return records


def by_code(records: Records, code: str) -> Record:
    return next(record for record in records.of("competency") if record.columns.get("code") == code)


def test_a_framework_and_its_items(csv_bytes) -> None:
    records = read(b"\xef\xbb\xbf" + csv_bytes(ROWS))
    (framework,) = records.of("framework")
    assert framework.columns["ctid"] == F
    assert framework.columns["name"] == {"es": "Soldadura"}
    assert framework.columns["source"] == ["https://example.org/1", "https://example.org/2"]
    top, below = by_code(records, "S.1"), by_code(records, "S.1.1")
    # One text, whatever signs it has; keywords are several.
    assert top.columns["statement"] == {"es": "Suelda | corta"}
    assert top.columns["keywords"] == {"es": ["fuego", "metal"]}
    assert below.references["parent_id"] == top.key
    assert top.extra["@columns"] == {"Room": "B12"}
    kinds = [record.columns["kind"] for record in records.of("association")]
    assert kinds == ["broadAlignment", "broadAlignment"]
    report = records.report
    assert (report.values, report.kept, report.kept_as_extra) == (18, 17, 1)
    assert report.went["ceasn:competencyText", "statement"] == 2


def test_a_class_is_known_without_its_prefix(csv_bytes) -> None:
    rows = [
        ["@id", "@type", "ceasn:name", "ceasn:competencyText", "ceasn:isPartOf"],
        [F, "Competency Framework", "Welding", "", ""],
        [A, "CEASN:COMPETENCY", "", "Weld", F],
        ["", "competency", "", "Cut", F],
        [B, "my:Thing", "", "Other", ""],
    ]
    records = read(csv_bytes(rows))
    kinds = [(record.kind, record.references.get("framework_id")) for record in records.items]
    assert kinds == [("framework", None), ("competency", F), ("competency", F), ("resource", None)]
    assert [(each.before, each.after) for each in records.report.repaired] == [
        ("Competency Framework", "ceasn:CompetencyFramework"),
        ("CEASN:COMPETENCY", "ceasn:Competency"),
        ("competency", "ceasn:Competency"),
    ]


def test_rows_without_identifiers_and_types(csv_bytes, project) -> None:
    rows = [["@id", "ceasn:competencyText"], ["", "Weld"], ["", "Cut"]]
    records = read(csv_bytes(rows))
    assert [record.columns.get("uri") for record in records.of("competency")] == [None, None]
    assert apply(project, records).created == 2
    again = apply(project, read(csv_bytes(rows)))
    assert (again.created, again.updated) == (0, 0)


def test_clearing_a_field_is_said(csv_bytes) -> None:
    rows = [["@id", "@type", "ceasn:name", "ceasn:description"], [F, "ceasn:CompetencyFramework", "Welding", "#DELETE"]]
    records = read(csv_bytes(rows))
    (rejection,) = records.report.rejected
    assert (rejection.where, rejection.value) == ("row 2, ceasn:description", "#DELETE")
    (framework,) = records.of("framework")
    assert "description" not in framework.columns


def test_concepts(csv_bytes) -> None:
    rows = [
        ["@id", "@type", "ceasn:name", "skos:prefLabel", "skos:hasTopConcept", "skos:topConceptOf", "skos:broader"],
        ["https://e.org/s", "skos:ConceptScheme", "Levels", "", "https://e.org/1|https://e.org/2"],
        ["https://e.org/1", "skos:Concept", "", "One", "", "https://e.org/elsewhere"],
        ["https://e.org/2", "skos:Concept", "", "Two"],
        ["https://e.org/3", "skos:Concept", "", "Three", "", "", "https://e.org/2"],
    ]
    records = read(csv_bytes(rows))
    one, two, three = records.of("concept")
    assert as_list(one.extra["skos:topConceptOf"]) == ["https://e.org/elsewhere"]
    assert three.references["parent_id"] == two.key
    assert records.report.rejected == []


COURSES = [
    ["CTID", "External Identifier", "Learning Type", "Learning Opportunity Name", "Description", "Subject Webpage",
     "Life Cycle Status Type", "Language", "Credit Unit Type", "Credit Unit Value", "Offered By", "Subjects",
     "Version Identifier", "ConditionProfile: Condition Type", "ConditionProfile: Description", "Is Non-Credit"],
    [A, "W 101", "Course", "Welding", "All of it", "https://e.org/w", "Active", "English", "SemesterHour", "3",
     "same as owner", "Metal|Fire", "Catalog~2026", "requires", "Be 16", "maybe"],
]  # fmt: skip
CREDENTIALS = [
    ["CTID", "Name", "Credential Type", "Description", "Subject Webpage", "Credential Status", "Keywords", "CIP List",
     "Estimated Duration", "Cost", "Condition Profile: Required Competency Framework"],
    [B, "Welder", "Bachelor Degree", "It is", "https://e.org/b", "Active", "fire|metal", "48.0508|Welding", "P2Y",
     "100", f"{F}|{C}"],
]  # fmt: skip


def content(records: Records) -> dict[str, Any]:
    (record,) = records.of("resource")
    assert record.columns["standard"] == "ctdl"
    found: dict[str, Any] = record.columns["content"]
    return found


def test_a_course(csv_bytes) -> None:
    records = read(csv_bytes(COURSES))
    node = content(records)
    assert node["@type"] == "ceterms:Course"
    assert node["@id"].endswith(f"/resources/{A}")
    assert node["ceterms:inLanguage"] == ["en"]
    assert node["ceterms:creditValue"][0]["schema:value"] == 3
    assert node["ceterms:creditValue"][0]["ceterms:creditUnitType"]["ceterms:targetNode"] == "creditUnit:SemesterHour"
    assert node["ceterms:requires"] == [{"@type": "ceterms:ConditionProfile", "ceterms:description": {"en": "Be 16"}}]
    assert node["ceterms:versionIdentifier"][0]["ceterms:identifierValueCode"] == "2026"
    (record,) = records.of("resource")
    assert record.extra["@columns"] == {
        "External Identifier": "W 101",
        "Offered By": "same as owner",
        "Is Non-Credit": "maybe",
    }
    assert (records.report.values, records.report.kept_as_extra) == (16, 3)


def test_the_same_organization_as_the_owner_is_the_owner(csv_bytes) -> None:
    """The cell is kept beside it, so that it is written as it was."""
    header, row = COURSES
    node = content(records := read(csv_bytes([[*header, "Owned By"], [*row, B]])))
    assert node["ceterms:offeredBy"] == node["ceterms:ownedBy"]
    assert node["ceterms:ownedBy"][0].endswith(B)
    (record,) = records.of("resource")
    assert record.extra["@columns"]["Offered By"] == "same as owner"
    assert sum(records.report.went.values()) == records.report.values


def test_a_credential_with_its_frameworks(csv_bytes) -> None:
    node = content(read(csv_bytes(CREDENTIALS)))
    assert node["@type"] == "ceterms:BachelorDegree"
    assert node["ceterms:instructionalProgramType"][0]["ceterms:codedNotation"] == "48.0508"
    frameworks = [entry["ceterms:framework"][-39:] for entry in node["ceterms:requires"][0]["ceterms:targetCompetency"]]
    assert frameworks == [F, C]


def test_a_workbook_has_explanations_above_the_fourth_row(write_workbook) -> None:
    path = write_workbook({"Credentials": [CREDENTIALS[0], ["Required", "Required"], ["39 signs"], CREDENTIALS[1]]})
    records = read(path.read_bytes(), path.name)
    (record,) = records.of("resource")
    assert record.columns["ctid"] == B
    assert list(record.extra["@aside"].values()) == [["Required", "Required", "39 signs"]]


def test_relations_of_cass(csv_bytes, project) -> None:
    apply(project, read(csv_bytes(ROWS)))
    rows = [["relationType", "source", "target"], ["narrows", B, A], ["isAbout", A, B], ["", A, ""]]
    records = read(csv_bytes(rows), "relations.csv")
    narrows, about = records.of("association")
    assert (narrows.columns, about.columns) == ({"kind": "broadAlignment"}, {"kind": "isRelatedTo"})
    assert about.extra == {"@columns": {"relationType": "isAbout"}}
    assert [entry.value for entry in records.report.rejected] == [A]
    assert apply(project, records).created == 2


@pytest.mark.parametrize("rows", [HEADER, COURSES[0], CREDENTIALS[0], ["relationType", "source", "target"]])
def test_templates_without_rows_are_refused(csv_bytes, rows) -> None:
    with pytest.raises(ImportRefused, match=r'"t\.csv" has the columns of a bulk upload but no rows'):
        READER.read(csv_bytes([rows]), "t.csv", Options())


def test_a_row_that_occurs_twice_is_not_lost(csv_bytes) -> None:
    again = [[*row] for row in ROWS]
    again.append([B, "ceasn:Competency", "", "", "", "Something else", "S.9"])
    assert "Something else" in repr(read(csv_bytes(again)).items)
