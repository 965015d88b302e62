# SPDX-License-Identifier: Apache-2.0
"""Frameworks as CSV: what a reader without the project makes of the columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from studio.export import service
from studio.importing.service import import_files
from studio.model import schema
from studio.model.project import Project

c = schema.competency.c


@pytest.fixture
def project() -> Project:
    project = Project.create(None, name="Tables")
    rows = [
        {"id": "plain", "statement": {"es": "Medir"}, "keywords": {"es": ["taller; torno"]}},
        {"id": "other", "language": "en", "statement": {"en": "Turn", "es": "Tornear"},
         "keywords": {"en": ["a|b", "c"]}},
        {"id": "none", "language": "es", "statement": {"en": "Mill"}},
    ]  # fmt: skip
    with project.change("A Spanish framework") as change:
        change.insert(schema.framework, [{"id": "f", "language": "es", "name": {"es": "Marco"}, "position": "a1"}])
        change.insert(
            schema.competency,
            [
                {"framework_id": "f", "position": f"a{number}", "code": row["id"], **row}
                for number, row in enumerate(rows)
            ],
        )
        change.insert(
            schema.association,
            [{"origin_id": "plain", "kind": "exactAlignment", "destination_uri": "https://x.example/1"}],
        )
    return project


def test_texts_come_back_in_their_languages_and_single_entries_whole(project: Project, tmp_path: Path) -> None:
    made = service.export(project, "csv", tmp_path / "marco.csv")
    again = Project.create(None, name="Again")
    import_files(again, made.files)
    before = {row.code: row for row in project.rows(select(schema.competency))}
    after = {row.code: row for row in again.rows(select(schema.competency))}
    assert {code: row.statement for code, row in after.items()} == {code: row.statement for code, row in before.items()}
    assert {code: row.language for code, row in after.items()} == {code: row.language for code, row in before.items()}
    assert after["plain"].keywords == {"es": ["taller; torno"]}
    again.close()
    project.close()


def test_what_a_cell_cannot_say_is_said_before(project: Project) -> None:
    said = {(finding.id, finding.message.split(": ", 1)[-1]) for finding in service.preflight(project, "csv")}
    assert ("other", 'a "|" inside an entry of keywords_en; it separates entries. It stays in the project.') in said
    assert ("plain", "its links to other items. It stays in the project.") in said
    project.close()
