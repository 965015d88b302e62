# SPDX-License-Identifier: Apache-2.0
"""Rich Skill Descriptors: what becomes of each term and each column, in every dialect."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studio.importing.apply import apply
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.records import Records
from studio.importing.rsd.csv_reader import READER as CSV
from studio.importing.rsd.json_reader import READER as JSON
from studio.standards import rsd

UUID = "40b3546e-ca1f-4129-a07d-b0ab03dec1a2"
SKILL: dict[str, Any] = {
    "@context": rsd.CONTEXT,
    "type": rsd.SKILL,
    "id": f"https://skills.example.org/api/skills/{UUID}",
    "uuid": UUID,
    "status": "published",
    "skillName": "Hazard Recognition",
    "skillStatement": "Recognize hazards at a machine.",
    "authors": ["Mesa College"],
    "categories": ["Safety", "Machining"],
    "keywords": ["hazard", "lockout"],
    "standards": [{"skillName": "OSHA 1910"}],
    "occupations": [
        {"code": "51-4041", "targetNodeName": "Machinists", "frameworkName": "bls", "parents": [{"code": "51-0000"}]}
    ],
    "alignments": [
        {"id": "https://example.org/s/1", "skillName": "Safety", "isPartOf": {"name": "NIMS"}},
        {"skillName": "only a name"},
        {"id": "2021-06-14 14:43:14", "skillName": "a time stamp"},
    ],
    "archiveDate": None,
}


def read_json(document: Any, name: str = "skills.json") -> Records:
    data = json.dumps(document).encode()
    assert reader_for(data, name).formats == ("rsd-json",)
    records = JSON.read(data, name, Options())
    records.report.check()
    assert sum(records.report.went.values()) == records.report.kept + records.report.kept_as_extra
    return records


def only(records: Records, kind: str) -> Any:
    (found,) = records.of(kind)
    return found


def test_a_skill_is_a_competency() -> None:
    records = read_json(SKILL)
    item = only(records, "competency")
    assert item.columns == {
        "uri": SKILL["id"],
        "ctid": f"ce-{UUID}",
        "label": {"en": "Hazard Recognition"},
        "statement": {"en": "Recognize hazards at a machine."},
        "category": "Safety",
        "keywords": {"en": ["hazard", "lockout"]},
        "occupations": [{"code": "51-4041", "title": "Machinists", "scheme": "SOC"}],
        "status": "Published",
    }
    assert item.extra["categories"] == ["Machining"]
    assert item.extra["@@occupations"] == {"51-4041": {"parents": [{"code": "51-0000"}]}}
    assert item.extra["alignments"] == SKILL["alignments"][1:]
    assert only(records, "framework").inferred
    link = only(records, "association")
    assert link.columns == {"kind": "isRelatedTo", "destination_name": "Safety"}
    assert link.references["destination_id"] == "https://example.org/s/1"
    assert link.extra == {"isPartOf": {"name": "NIMS"}}
    # Texts and addresses; null is none.
    assert records.report.values == 23


def test_skills_in_utf_16_are_found() -> None:
    assert reader_for(json.dumps(SKILL).encode("utf-16"), "skill.json") is JSON


def test_version_2_has_texts_where_version_3_has_lists() -> None:
    old = {key: value for key, value in SKILL.items() if key not in ("authors", "categories")}
    records = read_json({**old, "author": "Mesa College;Pima College", "category": "Safety"})
    item = only(records, "competency")
    assert item.extra["authors"] == ["Mesa College", "Pima College"]
    assert item.columns["category"] == "Safety"
    assert [entry.before for entry in records.report.repaired] == ["Mesa College;Pima College"]


def test_a_collection_is_a_framework() -> None:
    collection = {"type": rsd.COLLECTION, "name": "Shop", "description": "All of it", "owner": "", "skills": [SKILL]}
    records = read_json(collection)
    framework = only(records, "framework")
    assert (framework.columns["name"], framework.inferred) == ({"en": "Shop"}, False)
    assert framework.extra == {"owner": ""}
    assert records.report.records == 2


def test_several_collections_and_the_page_of_an_answer() -> None:
    second = {**SKILL, "id": SKILL["id"][:-1] + "3", "uuid": UUID[:-1] + "3"}
    collections = [{"name": "A", "skills": [SKILL]}, {"name": "B", "skills": [second]}, {"name": "C", "skills": []}]
    records = read_json(collections)
    owners = {record.key: record.columns["name"]["en"] for record in records.of("framework")}
    assert list(owners.values()) == ["A", "B", "C"]
    assert [owners[str(item.references["framework_id"])] for item in records.of("competency")] == ["A", "B"]
    page = read_json({"total": 2, "results": [SKILL, second]})
    (framework,) = page.of("framework")
    assert framework.extra == {"total": 2, "@@skills": "results"}
    assert len(list(page.of("competency"))) == 2


def test_results_of_a_search_and_of_the_check_for_duplicates() -> None:
    found = {**SKILL, "occupations": [{"code": "51-4041", "name": "Machinists", "framework": "bls", "majorCode": "51"}]}
    item = only(read_json([found]), "competency")
    assert item.columns["occupations"] == [{"code": "51-4041", "title": "Machinists", "scheme": "SOC"}]
    assert item.extra["@@occupations"]["51-4041"] == {"framework": "bls", "majorCode": "51"}
    records = read_json([[SKILL], [], [{**SKILL, "id": "urn:uuid:" + UUID}]])
    assert [item.extra["@@list"] for item in records.of("competency")] == [0, 2]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([{"operationType": "Insert", "changedFields": []}], "change log"),
        ({"type": rsd.COLLECTION, "skills": 3, "x": [{"skillName": 1}]}, None),
        ([{"skillName": "a", "skillStatement": "b"}, 3], "no skills"),
    ],
)
def test_json_that_holds_no_skills(document: Any, words: str | None) -> None:
    data = json.dumps(document).encode()
    if words is None:
        JSON.read(data, "x.json", Options()).report.check()
        return
    with pytest.raises(ImportRefused, match=words) as refusal:
        JSON.read(data, "x.json", Options())
    assert '"x.json"' in str(refusal.value)


UPLOAD = [
    ["RSD Name", "Authors", "Skill Statement", "Categories", "Keywords", "Occupation Major Groups",
     "Detailed Occupations", "Alignment Name", "Alignment URL", "Alignment 2 Name", "Alignment 2 URL", "Room"],
    ["Hazards", "Mesa", "Recognize hazards.", "Safety; Shop", "hazard; lockout", "51-0000", "51-4041; 51-1010",
     "NIMS", "https://example.org/1", "x", "2021-06-14 14:43", "B12"],
]  # fmt: skip
BATCH = [
    ["Collection", "Skill Name", "Skill Category", "Contextualized Skill Statement", "BLS Broad Occupation",
     "O*NET Job Role", "Professional Standards", "Alignment Title", "Alignment"],
    ["Shop", "Hazards", "Safety", "Recognize hazards.", "51-4040", "51-4041.00", "OSHA 1910", "S", "https://e.org/1"],
]  # fmt: skip


def read_csv(data: bytes, name: str = "skills.csv") -> Records:
    assert reader_for(data, name).formats == ("rsd",)
    records = CSV.read(data, name, Options())
    records.report.check()
    return records


def test_upload_dialect(csv_bytes) -> None:
    records = read_csv(csv_bytes(UPLOAD))
    item = only(records, "competency")
    assert item.columns["label"] == {"en": "Hazards"}
    assert item.columns["keywords"] == {"en": ["hazard", "lockout"]}
    assert [entry["code"] for entry in item.columns["occupations"]] == ["51-0000", "51-4041", "51-1010"]
    # 51-1010 is a broad occupation by its number, and stood among the detailed ones.
    assert item.extra == {
        "authors": ["Mesa"],
        "categories": ["Shop"],
        "@@occupationColumns": {"51-1010": "Detailed Occupations"},
        "@@columns": {"Room": "B12"},
        "alignments": [{"skillName": "x", "id": "2021-06-14 14:43"}],
    }
    report = records.report
    assert (report.values, report.kept, report.kept_as_extra, report.rejected) == (12, 8, 4, [])
    assert report.went["Alignment URL", "link"] == 1


def test_batch_dialect(csv_bytes) -> None:
    item = only(read_csv(csv_bytes(BATCH)), "competency")
    assert item.columns["statement"] == {"en": "Recognize hazards."}
    assert item.columns["occupations"] == [
        {"code": "51-4040", "scheme": "SOC"},
        {"code": "51-4041.00", "scheme": "O*NET-SOC"},
    ]
    assert item.extra == {"collections": [{"name": "Shop"}], "standards": [{"skillName": "OSHA 1910"}]}


def test_a_template_without_rows_is_refused(csv_bytes) -> None:
    with pytest.raises(ImportRefused, match=r'"t\.csv" has the columns of Rich Skill Descriptors but no rows'):
        CSV.read(csv_bytes(UPLOAD[:1]), "t.csv", Options())


def test_other_tables_are_left_to_others(csv_bytes) -> None:
    assert CSV.sniff(csv_bytes([["Code", "Statement"], ["1", "Work"]]), "skills.csv") == 0
    assert CSV.sniff(b"\x89PNG", "skills.csv") == 0
    assert JSON.sniff(b'{"a": 1}', "skills.json") == 0


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("15-0000", 0),
        ("15-1000", 1),
        ("15-1200", 1),
        ("31-1100", 1),
        ("15-1250", 2),
        ("15-1252", 3),
        ("15-1252.00", 4),
    ],
)
def test_the_column_of_an_occupation(code: str, column: int) -> None:
    assert rsd.occupation_column(rsd.scheme_of(code), code) == rsd.OCCUPATION_COLUMNS[column]


def test_a_second_import_changes_nothing(project) -> None:
    data = json.dumps([SKILL, {**SKILL, "id": SKILL["id"][:-1] + "3", "uuid": UUID[:-1] + "3"}]).encode()
    assert apply(project, JSON.read(data, "s.json", Options())).created == 4
    again = apply(project, JSON.read(data, "s.json", Options()))
    assert (again.created, again.updated) == (0, 0)
