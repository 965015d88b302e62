# SPDX-License-Identifier: Apache-2.0
"""Sheets that describe frameworks, schemes and links: rows with a type, columns about the framework, CASE documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from studio.importing.service import import_files
from studio.model import schema
from studio.model.project import Project

c = schema.competency.c
f = schema.framework.c
DOCUMENT = "5f3a7c1e-0d1b-4c55-9a8e-2b6f0f6f7a01"
ITEM = "5f3a7c1e-0d1b-4c55-9a8e-2b6f0f6f7a02"
CHILD = "5f3a7c1e-0d1b-4c55-9a8e-2b6f0f6f7a03"


def test_a_framework_named_in_each_row(project: Project, write_csv: Callable[..., Path]) -> None:
    rows = [
        ["Collection", "Domain", "Skill Name", "Skill Statement"],
        ["Calder Foods", "Panels", "Panel wiring", "Wires control panels from a drawing"],
        ["Brook Packaging", "Panels", "Meters", "Tests circuits with a meter"],
    ]
    import_files(project, [write_csv(rows)])
    names = {row.id: row.name["en"] for row in project.rows(select(f.id, f.name))}
    assert set(names.values()) == {"Calder Foods", "Brook Packaging"}
    found = {
        row.label["en"]: names[row.framework_id]
        for row in project.rows(select(c.label, c.framework_id).where(c.label.is_not(None)))
    }
    assert found == {"Panel wiring": "Calder Foods", "Meters": "Brook Packaging"}


def test_columns_that_say_the_same_of_the_framework_in_every_row(read_rows: Any) -> None:
    rows = [
        ["Framework title", "Publisher", "License", "Statement"],
        ["Welding", "Calder College", "CC0", "Set up a welder"],
        ["Welding", "Calder College", "MIT", "Run a bead"],
    ]
    context = read_rows(rows)
    (framework,) = context.records.of("framework")
    assert framework.columns == {"name": {"en": "Welding"}, "publisher_name": "Calder College"}
    assert [record.extra for record in context.records.of("competency")] == [{"License": "CC0"}, {"License": "MIT"}]
    assert (context.report.values, context.report.kept, context.report.kept_as_extra) == (8, 6, 2)


def test_concepts_of_a_scheme(project: Project, write_csv: Callable[..., Path]) -> None:
    rows = [
        ["@id", "@type", "ceasn:name", "skos:prefLabel", "skos:notation", "skos:definition", "skos:narrower", "Room"],
        ["https://x.example/s", "skos:ConceptScheme", "Stages", "", "", "", "", ""],
        ["https://x.example/1", "skos:Concept", "", "School", "HS", "Grades 9 to 12", "https://x.example/2", "B12"],
        ["https://x.example/2", "skos:Concept", "", "Grade 9", "G9", "", "", ""],
    ]
    report = import_files(project, [write_csv(rows)])
    assert (report.created, report.files[0].kept_as_extra) == (3, 1)
    k = schema.concept.c
    school, grade = project.rows(
        select(k.id, k.label, k.definition, k.parent_id, k.scheme_id, k.extra).order_by(k.notation.desc())
    )
    assert school.label == {"en": "School"}
    assert school.definition == {"en": "Grades 9 to 12"}
    assert school.extra == {"ctdl": {"@columns": {"Room": "B12"}}}
    assert grade.parent_id == school.id
    assert school.scheme_id == project.scalar(select(schema.concept_scheme.c.id))
    assert import_files(project, [write_csv(rows)]).unchanged == 3


def test_case_workbook_with_document_items_and_links(project: Project, write_workbook: Callable[..., Path]) -> None:
    path = write_workbook(
        {
            "CF Doc": [
                ["identifier", "creator", "title", "officialSourceURL", "subject", "adoptionStatus", "licenseTitle"],
                [DOCUMENT, "Calder", "Welding", "https://x.example", "Welding|Joining", "Draft", "CC0", "loose"],
            ],
            "CF Item": [
                ["identifier", "fullStatement", "humanCodingScheme", "CFItemType"],
                [ITEM, "Work safely", "S", "Domain"],
                [CHILD, "Lock out energy", "L9", "Competency"],
            ],
            "CF Association": [
                [
                    "identifier",
                    "originNodeIdentifier",
                    "associationType",
                    "destinationNodeIdentifier",
                    "associationGroupName",
                ],
                ["", ITEM, "isChildOf", DOCUMENT, "group one"],
                ["", CHILD, "isChildOf", ITEM, ""],
                ["", CHILD, "Is Peer Of", ITEM, ""],
                ["", "", "isPeerOf", ITEM, ""],
            ],
        }
    )
    report = import_files(project, [path])
    (row,) = project.rows(select(f.id, f.name, f.source, f.subjects, f.extra))
    assert row.id == DOCUMENT
    assert row.subjects == [{"en": "Welding"}, {"en": "Joining"}]
    assert row.extra["opensalt"]["creator"] == "Calder"
    assert row.extra["opensalt"]["column H"] == "loose"
    assert list(row.extra["opensalt"]["unfinished links"].values()) == [
        {"associationType": "isPeerOf", "destinationNodeIdentifier": ITEM}
    ]
    assert project.scalar(select(c.parent_id).where(c.id == CHILD)) == ITEM
    assert project.scalar(select(c.parent_id).where(c.id == ITEM)) is None
    assert [link.kind for link in project.rows(select(schema.association.c.kind))] == ["isPeerOf"]
    assert report.files[0].rejected == []
    assert report.created == 4
    assert import_files(project, [path]).created == 0


def test_two_files_of_one_import_may_name_the_same_item(project: Project, write_csv: Callable[..., Path]) -> None:
    first = write_csv([["id", "Code", "Statement"], [ITEM, "S", "Work safely"]], "first.csv")
    second = write_csv([["id", "Code", "Statement (es)", "Notes"], [ITEM, "S", "Con cuidado", "x"]], "second.csv")
    report = import_files(project, [first, second])
    assert report.created == 1
    (row,) = project.rows(select(c.statement, c.comment))
    assert row.statement == {"en": "Work safely", "es": "Con cuidado"}
    assert row.comment == {"en": "x"}
    third = write_csv([["id", "Statement"], [ITEM, "Work very safely"]], "third.csv")
    report = import_files(project, [first, third])
    assert (report.updated, report.unchanged) == (1, 0)
    assert project.scalar(select(c.statement)) == {"en": "Work very safely", "es": "Con cuidado"}


def test_links_to_an_unknown_document_stay_with_the_item(project: Project, write_csv: Callable[..., Path]) -> None:
    items = write_csv([["id", "Code", "Statement"], [ITEM, "S", "Work safely"]], "items.csv")
    links = write_csv(
        [["originNodeIdentifier", "associationType", "destinationNodeIdentifier"], [ITEM, "isChildOf", DOCUMENT]],
        "links.csv",
    )
    for _ in range(2):
        import_files(project, [items])
        report = import_files(project, [links])
        assert (report.created, report.unchanged) == (0, 1)
        assert report.files[0].kept_as_extra == 1
        assert sum(report.files[0].went.values()) == report.files[0].values
    assert project.scalar(select(c.extra)) == {"sheet": {"isChildOf": DOCUMENT}}


def test_identifiers_of_all_kinds(read_rows: Any) -> None:
    ctid = f"ce-{CHILD}"
    rows = [
        ["Identifier", "Statement", "Weight", "Language"],
        [ITEM.upper(), "Work safely", "0,5", "en"],
        [ctid, "Measure parts", "40%", "Spanish"],
        [f"https://x.example/resources/{ctid}", "Read drawings", "much", "somewhere"],
        [f"urn:uuid:{DOCUMENT}", "Fit pipes", "", ""],
        ["W-7", "Weld pipes", "", ""],
    ]
    one, two, three, four, five = read_rows(rows).records.of("competency")
    assert (one.columns["id"], one.columns["weight"]) == (ITEM, 0.5)
    assert (two.columns["ctid"], two.columns["weight"], two.columns["statement"]) == (
        ctid,
        0.4,
        {"es": "Measure parts"},
    )
    assert (three.columns["ctid"], three.extra) == (ctid, {"Weight": "much", "Language": "somewhere"})
    assert four.columns["id"] == DOCUMENT
    assert five.extra == {"Identifier": "W-7"}


def test_lines_above_a_table_of_links_are_kept(project: Project, write_csv: Callable[..., Path]) -> None:
    head = ["originNodeIdentifier", "associationType", "destinationNodeIdentifier"]
    path = write_csv([["Links of the spring"], head, ["a", "precedes", "b"]], "links.csv")
    report = import_files(project, [path]).files[0]
    assert (report.values, report.kept, report.kept_as_extra) == (4, 3, 1)


def test_a_heading_below_the_last_item_belongs_to_a_framework(project: Project, write_csv: Callable[..., Path]) -> None:
    rows = [["Framework", "Code", "Statement"], ["Welding", "W1", "Work safely"], ["Welding", "W2", "Join plates"]]
    path = write_csv([*rows, ["", "To be decided later by all", ""]])
    assert import_files(project, [path]).created == 4
    assert project.scalar(select(func.count(c.framework_id.distinct()))) == 1
