# SPDX-License-Identifier: Apache-2.0
"""The sample's badly formatted spreadsheets against the clean result, and its framework with the identifiers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from studio.importing.service import import_files
from studio.model import schema
from studio.model.project import Project

c = schema.competency.c


def _clean(shared: Path, prefix: str) -> dict[str, str]:
    with (shared / "sample" / "partner_outcomes.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["course_code"].startswith(prefix)]
    return {row["outcome_code"]: row["statement"] for row in rows}


def _imported(project: Project) -> dict[str, str]:
    rows = project.rows(select(c.code, c.statement).where(c.item_type == "Learning outcome"))
    return {row.code: row.statement["en"] for row in rows}


@pytest.mark.parametrize(
    ("name", "prefix", "courses"),
    [("college_outcomes_raw.csv", "MECH", 11), ("high_school_outcomes_raw.csv", "MT-", 4)],
)
def test_raw_file_becomes_the_clean_outcomes(
    shared: Path, project: Project, name: str, prefix: str, courses: int
) -> None:
    report = import_files(project, [shared / "sample" / "raw_import" / name])
    clean = _clean(shared, prefix)
    imported = _imported(project)
    assert {code: imported[code] for code in clean if code in imported} == {
        code: text for code, text in clean.items() if code in imported
    }
    assert imported.keys() <= clean.keys()
    heads = project.rows(select(c.id).where(c.parent_id.is_(None)))
    assert len(heads) == courses
    assert report.files[0].rejected == []


def test_college_file_is_complete(shared: Path, project: Project) -> None:
    report = import_files(project, [shared / "sample" / "raw_import" / "college_outcomes_raw.csv"])
    courses = {row.code for row in project.rows(select(c.code).where(c.item_type == "Course"))}
    clean = {code: text for code, text in _clean(shared, "MECH").items() if code.split(".")[0] in courses}
    assert _imported(project) == clean
    account = report.files[0]
    assert (account.encoding, account.format) == ("windows-1252", "csv")
    assert account.values == account.kept + account.kept_as_extra
    framework = project.row(
        select(schema.framework.c.name, schema.framework.c.publisher_name, schema.framework.c.extra)
    )
    assert framework is not None
    assert framework.name["en"].startswith("Program outcomes – Mechatronics AAS")
    assert framework.publisher_name == "WENLOW VALLEY COMMUNITY COLLEGE"
    assert framework.extra["sheet"]["totals"] == {"row 68": "Total courses: 11"}
    course = project.row(select(c.statement, c.extra).where(c.code == "MECH 115"))
    assert course is not None
    assert course.statement == {"en": "DC and AC Electrical Systems"}
    assert course.extra == {"sheet": {"Cr.": "4"}}


def test_college_repairs_are_listed_with_place_and_reason(shared: Path, project: Project) -> None:
    report = import_files(project, [shared / "sample" / "raw_import" / "college_outcomes_raw.csv"], dry_run=True)
    repairs = {repair.where: repair for repair in report.files[0].repaired}
    one = repairs["row 8, Students will be able to…"]
    assert one.before == "SWBAT interpret industrial drawings with geometric tolerances  "
    assert one.after == "Interpret industrial drawings with geometric tolerances"
    assert '"SWBAT" removed' in one.reason
    assert "Capital letter added" in repairs["row 7, Students will be able to…"].reason
    assert repairs["row 68"].reason.startswith("A total")


def test_high_school_file_keeps_units_and_gaps(shared: Path, project: Project) -> None:
    import_files(project, [shared / "sample" / "raw_import" / "high_school_outcomes_raw.csv"])
    row = project.row(select(c.statement, c.extra).where(c.code == "MT-301.10"))
    assert row is not None
    assert row.statement == {"en": "Describe faults using symptoms"}
    assert row.extra == {"sheet": {"Row": "Unit 10"}}


def test_framework_keeps_its_identifiers_and_languages(shared: Path, project: Project) -> None:
    report = import_files(project, [shared / "sample" / "framework.csv"])
    assert (report.created, report.files[0].records, report.files[0].kept_as_extra) == (132, 132, 0)
    with (shared / "sample" / "framework.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["id"]: row for row in csv.DictReader(file)}
    rows = {row.id: row for row in project.rows(select(schema.competency))}
    assert rows.keys() == wanted.keys()
    for row_id, want in wanted.items():
        row = rows[row_id]
        assert row.code == want["coded_notation"]
        assert row.statement == {"en": want["statement"]}
        assert (row.parent_id or "") == want["parent_id"]
        assert (row.label or {}).get("es", "") == want["abbreviated_statement_es"]
        assert (row.keywords or {}).get("en", []) == [word for word in want["keywords"].split("|") if word]
        assert row.stages == want["stage"].split("|")
        assert (row.complexity or "") == want["bloom"]
        assert row.ctid.startswith("ce-")


def test_siblings_stand_in_the_order_of_the_file(shared: Path, project: Project) -> None:
    import_files(project, [shared / "sample" / "framework.csv"])
    top = [row.code for row in project.rows(select(c.code).where(c.parent_id.is_(None)).order_by(c.position))]
    with (shared / "sample" / "framework.csv").open(encoding="utf-8", newline="") as file:
        assert top == [row["coded_notation"] for row in csv.DictReader(file) if not row["parent_id"]]


def test_links_follow_their_framework(shared: Path, project: Project) -> None:
    sample = shared / "sample"
    report = import_files(project, [sample / "framework.csv", sample / "framework_associations.csv"])
    assert report.created == 192
    a = schema.association.c
    rows = project.rows(select(a.kind, a.origin_id, a.destination_id, a.framework_id))
    assert {row.kind for row in rows} == {"precedes", "isRelatedTo"}
    ids = {row.id for row in project.rows(select(c.id))}
    assert all(row.origin_id in ids and row.destination_id in ids and row.framework_id for row in rows)


def test_importing_again_changes_nothing(shared: Path, project: Project) -> None:
    sample = shared / "sample"
    files = [
        sample / "framework.csv",
        sample / "framework_associations.csv",
        sample / "raw_import" / "college_outcomes_raw.csv",
        sample / "raw_import" / "high_school_outcomes_raw.csv",
        sample / "partner_outcomes.csv",
        sample / "interchange" / "opensalt_cf_item.csv",
        sample / "interchange" / "opensalt_cf_association.csv",
    ]
    first = import_files(project, files)
    steps = len(project.history())
    for path in files:
        again = import_files(project, [path])
        assert (again.created, again.updated) == (0, 0), path.name
        assert again.unchanged > 0
    assert import_files(project, files).unchanged == first.created + first.unchanged
    assert len(project.history()) == steps


def test_one_import_is_one_step_and_undo_takes_all_of_it_back(shared: Path, project: Project) -> None:
    import_files(project, [shared / "sample" / "framework.csv", shared / "sample" / "framework_associations.csv"])
    assert project.can_undo() == "Import framework.csv and 1 more"
    project.undo()
    assert project.rows(select(c.id)) == []
    assert project.rows(select(schema.framework.c.id)) == []
    project.redo()
    assert len(project.rows(select(c.id))) == 132
