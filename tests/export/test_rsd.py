# SPDX-License-Identifier: Apache-2.0
"""Rich Skill Descriptors written: what came as skills comes out as it was; what has no place is said."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from studio.export.service import make
from studio.importing.apply import apply
from studio.importing.readers import Options
from studio.importing.rsd.csv_reader import READER as CSV
from studio.importing.rsd.json_reader import READER as JSON
from studio.model import schema
from studio.model.project import Project
from studio.standards import rsd

_WORDS = st.text("abcdeéß=+-@' ,", min_size=1, max_size=12).filter(lambda text: text == text.strip())
_UUIDS = st.uuids(version=4).map(str)


@st.composite
def skills(draw: st.DrawFn) -> dict[str, Any]:
    uuid = draw(_UUIDS)
    made: dict[str, Any] = {
        "@context": rsd.CONTEXT,
        "type": rsd.SKILL,
        "id": f"https://skills.example.org/api/skills/{uuid}",
        "uuid": uuid,
        "status": draw(st.sampled_from(["draft", "published", "archived"])),
        "skillName": draw(_WORDS),
        "skillStatement": draw(_WORDS),
        "keywords": draw(st.lists(_WORDS, min_size=1, max_size=3)),
        "categories": draw(st.lists(_WORDS, min_size=1, max_size=3)),
        "standards": [{"skillName": word} for word in draw(st.lists(_WORDS, min_size=1, max_size=2))],
        "publishDate": draw(st.sampled_from([None, "2023-03-30T13:02:07Z"])),
        "unknown": draw(st.sampled_from([1, "", ["x"], {"a": [None]}])),
    }
    codes = draw(st.lists(st.sampled_from(["15-0000", "15-1252", "15-1252.00", "odd"]), unique=True, min_size=1))
    made["occupations"] = [{"code": code, "targetNodeName": draw(_WORDS), "frameworkName": "bls"} for code in codes]
    links = draw(st.lists(st.integers(1, 9), unique=True, min_size=1, max_size=2))
    made["alignments"] = [{"id": f"https://example.org/{number}", "skillName": draw(_WORDS)} for number in links]
    return made


def there_and_back(document: Any) -> Any:
    project = Project.create(None, name="T")
    apply(project, JSON.read(json.dumps(document).encode(), "skills.json", Options()))
    ((_, content),) = make(project, "rsd-json").files.items()
    project.close()
    return json.loads(content)


@given(st.lists(skills(), min_size=1, max_size=3, unique_by=lambda skill: skill["uuid"]))
def test_skills_come_out_of_json_as_they_went_in(document: list[dict[str, Any]]) -> None:
    assert there_and_back(document) == document
    collection = {"@context": rsd.CONTEXT, "type": rsd.COLLECTION, "name": "C", "status": "draft", "skills": document}
    written = there_and_back(collection)
    assert {key: written[key] for key in collection} == collection


@given(st.lists(skills(), min_size=1, max_size=3, unique_by=lambda skill: skill["uuid"]))
def test_skills_come_out_of_csv_as_they_went_in(document: list[dict[str, Any]]) -> None:
    known = {"@context", "type", "id", "uuid", "skillName", "skillStatement", "keywords", "categories", "standards"}
    plain = [{key: value for key, value in skill.items() if key in known | {"alignments"}} for skill in document]
    for skill, whole in zip(plain, document, strict=True):
        codes = [entry["code"] for entry in whole["occupations"] if entry["code"] != "odd"]
        skill["occupations"] = [{"code": code} for code in sorted(codes, key=lambda code: (len(code), code))]
    project, again = Project.create(None, name="T"), Project.create(None, name="T")
    apply(project, JSON.read(json.dumps(plain).encode(), "skills.json", Options()))
    ((_, first),) = make(project, "rsd").files.items()
    apply(again, CSV.read(first, "skills.csv", Options()))
    assert list(make(again, "rsd").files.values()) == [first]
    c = schema.competency.c
    columns = (c.uri, c.ctid, c.label, c.statement, c.keywords, c.category, c.occupations)
    order = select(*columns).order_by(c.position)
    assert project.rows(order) == again.rows(order)
    project.close()
    again.close()


def test_columns_that_mean_the_same_are_all_kept() -> None:
    header = ["RSD Name", "Skill Statement", "keywords", "Keywords", "Alignment", "Alignment URL", "Extra", "More"]
    cells = ["Weld", "Weld steel.", "k1", "k2", "https://e.org/1", "https://e.org/2", "x", "y"]
    text = "\n".join(",".join(row) for row in (header, cells, cells))
    records = CSV.read(text.encode(), "skills.csv", Options())
    records.report.check()
    project = Project.create(None, name="T")
    apply(project, records)
    ((_, content),) = make(project, "rsd").files.items()
    project.close()
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert [row["Alignment URL"] for row in rows] == ["https://e.org/1"] * 2
    assert all(set(cells) <= set(row.values()) for row in rows)
    assert [row["Extra"] for row in rows] == ["x", "x"]
    assert [row["Keywords (D)"] for row in rows] == ["k2", "k2"]


def test_the_sample_says_what_skills_cannot_hold(untouched) -> None:
    for name, own in (("RSD CSV", "rsd"), ("RSD JSON", "rsd-json")):
        made = make(untouched, own)
        said = {str(finding) for finding in made.findings}
        for words in ("place below another item", "code", "short title in other languages (es)"):
            assert f"{name} has no place for: {words}. It stays in the project." in said
        assert make(untouched, own).files == made.files


def test_a_library_export_has_its_columns(untouched) -> None:
    content = next(iter(make(untouched, "rsd").files.values()))
    rows = list(csv.DictReader(io.StringIO(bytes(content).decode())))
    assert list(rows[0])[:5] == ["Canonical URL", "RSD Name", "Authors", "Skill Statement", "Categories"]
    assert all(row["Canonical URL"] and row["RSD Name"] and row["Skill Statement"] for row in rows)
