# SPDX-License-Identifier: Apache-2.0
"""The workbook of OpenSALT: columns by name, the tree by smart levels or by rows, nothing left behind."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from studio.importing.apply import apply
from studio.importing.opensalt.reader import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.records import Record, Records
from studio.model import schema

F, A, B, C = (f"93a2d99e-2988-11e9-8a65-bf64185a38d{sign}" for sign in "0abc")
DOC = [
    ["identifier", "title", "language", "adoptionStatus", "subject", "owner"],
    [F, "Math", "English", "Private Draft", "Algebra|Sets", "me"],
]
ITEMS = [
    ["identifier", "fullStatement", "humanCodingScheme", "smartLevel", "conceptKeywords", "educationLevel", "license",
     "colour"],
    [C, "Third", "M.1.2", "1.7", "", "", "", ""],
    [A, "First", "M.1", "1", "a, b", "9,10", "CC BY", "red"],
    [B, "Second", "M.1.1", "1.2", "x|y, z", "", "", ""],
]  # fmt: skip
LINKS = [
    ["identifier", "originNodeURI", "originNodeIdentifier", "originNodeHumanCodingScheme", "associationType",
     "destinationNodeURI", "destinationNodeIdentifier", "destinationNodeHumanCodingScheme", "associationGroupName"],
    ["", "", B, "M.1.1", "isChildOf", "", A, "M.1", ""],
    [F[:-1] + "e", f"https://example.org/uri/{B}", B, "", "Exact Match Of", "https://example.org/uri/x", "x-1", "X",
     "G"],
    ["", "", "", "M.1.2", "teaches", "", "", "M.1.1", ""],
    ["", "", B, "", "Precedes", "", "", "", "lonely"],
]  # fmt: skip


def read(write_workbook, **sheets: Any) -> Records:
    path = write_workbook({name.replace("_", " "): rows for name, rows in sheets.items()})
    data = path.read_bytes()
    assert reader_for(data, path.name) is READER
    records = READER.read(data, path.name, Options())
    records.report.check()
    assert sum(records.report.went.values()) == records.report.kept + records.report.kept_as_extra
    return records


def items(records: Records) -> list[Record]:
    return list(records.of("competency"))


@pytest.fixture
def whole(write_workbook) -> Records:
    return read(write_workbook, CF_Doc=DOC, CF_Item=ITEMS, CF_Association=LINKS, Notes=[["mine"], ["more"]])


def test_the_framework(whole) -> None:
    (framework,) = whole.of("framework")
    assert framework.columns == {
        "id": F,
        "ctid": f"ce-{F}",
        "name": {"en": "Math"},
        "language": "en",
        "status": "Draft",
        "subjects": [{"en": "Algebra"}, {"en": "Sets"}],
    }
    assert framework.extra["language"] == {"en": "English"}
    assert framework.extra["adoptionStatus"] == {"Draft": "Private Draft"}
    assert framework.extra["owner"] == "me"
    assert framework.extra["other sheets"] == {"Notes": [["mine"], ["more"]]}


def test_a_status_in_other_case_is_one_and_links_are_no_items(write_workbook) -> None:
    records = read(write_workbook, CF_Doc=[["title", "adoptionStatus"], ["M", "adopted"]], CF_Item=ITEMS,
                   CF_Association=LINKS)  # fmt: skip
    (framework,) = records.of("framework")
    assert framework.columns["status"] == "Published"
    assert framework.extra["adoptionStatus"] == {"Published": "adopted"}
    assert len(list(records.of("association"))) == 2
    assert records.report.records == 4


def test_items_stand_by_their_smart_levels(whole) -> None:
    assert [record.columns["code"] for record in items(whole)] == ["M.1", "M.1.1", "M.1.2"]
    first, second, third = items(whole)
    assert second.references["parent_id"] == third.references["parent_id"] == first.key
    # 1.1 and 1.2 by their places; the file says 1.2 and 1.7.
    assert (second.extra["smartLevel"], third.extra["smartLevel"]) == ("1.2", "1.7")
    assert first.columns["keywords"] == {"en": ["a", "b"]}
    assert second.columns["keywords"] == {"en": ["x", "y, z"]}
    assert first.columns["education_levels"] == ["9", "10"]
    assert first.extra == {"license": "CC BY", "colour": "red"}


def test_links(whole) -> None:
    match, other = whole.of("association")
    assert match.columns == {"kind": "exactAlignment", "id": F[:-1] + "e"}
    assert match.references["origin_id"] == items(whole)[1].key
    assert match.references["destination_id"] == ("x-1", "https://example.org/uri/x", "X")
    assert match.extra == {
        "associationGroupName": "G",
        "ends": {
            "originNode": {"for": B, "Identifier": B, "URI": f"https://example.org/uri/{B}"},
            "destinationNode": {
                "for": "x-1",
                "Identifier": "x-1",
                "URI": "https://example.org/uri/x",
                "HumanCodingScheme": "X",
            },
        },
    }
    assert other.columns == {"kind": "isRelatedTo"}
    assert other.extra["associationType"] == "teaches"
    assert other.extra["ends"]["originNode"] == {"for": "M.1.2", "HumanCodingScheme": "M.1.2"}
    (framework,) = whole.of("framework")
    assert list(framework.extra["unfinished links"].values()) == [
        {"originNodeIdentifier": B, "associationType": "Precedes", "associationGroupName": "lonely"}
    ]


def test_without_smart_levels_the_rows_tell_the_tree(write_workbook) -> None:
    plain = [["identifier", "fullStatement"], ["a", "First"], ["b", "Second"], ["c", "Third"], ["d", "Fourth"]]
    rows = [
        ["originNodeIdentifier", "associationType", "destinationNodeIdentifier"],
        ["b", "Is Child Of", "a"],
        ["c", "Is Child Of", "d"],
        ["d", "Is Child Of", "c"],
    ]
    records = read(write_workbook, CF_Item=plain, CF_Association=rows)
    by_name = {record.extra["identifier"]: record for record in items(records)}
    assert by_name["b"].references["parent_id"] == by_name["a"].key
    # c and d stand below each other: one of them comes to the top, and the report says so.
    assert [("parent_id" in by_name[name].references) for name in "cd"] == [False, True]
    assert ["below itself" in entry.reason for entry in records.report.repaired] == [True]


def test_identifiers_that_occur_twice_stay_two_items(write_workbook, project) -> None:
    rows = [["identifier", "fullStatement"], [A, "First"], [A.upper(), "Second"]]
    records = read(write_workbook, CF_Item=rows)
    assert [record.columns.get("id") for record in items(records)] == [A, None]
    assert items(records)[1].extra == {"identifier": A.upper()}
    assert apply(project, records).created == 2


def test_a_template_without_rows_is_refused(write_workbook) -> None:
    with pytest.raises(ImportRefused, match="no rows below them"):
        read(write_workbook, CF_Doc=DOC[:1], CF_Item=ITEMS[:1], CF_Association=LINKS[:1])


def test_a_long_chain_of_rows_is_quick(write_workbook) -> None:
    count = 3000
    plain = [["identifier", "fullStatement"], *([str(number), "Do it"] for number in range(count))]
    rows = [["originNodeIdentifier", "associationType", "destinationNodeIdentifier"]]
    rows += [[str(number), "Is Child Of", str(number - 1)] for number in range(1, count)]
    records = read(write_workbook, CF_Item=plain, CF_Association=rows)
    assert len(items(records)) == count
    assert sum("parent_id" in record.references for record in items(records)) == count - 1


def test_a_child_of_something_unknown_is_a_link_with_its_identifier(write_workbook, project) -> None:
    one, unknown = F[:-1] + "d", F[:-1] + "f"
    links = [LINKS[0], [one, "", A, "", "isChildOf", "", unknown, "", ""]]
    records = read(write_workbook, CF_Doc=DOC, CF_Item=ITEMS, CF_Association=links)
    (report,) = apply(project, records).files
    assert sum(report.went.values()) == report.kept + report.kept_as_extra
    a = schema.association.c
    assert project.rows(select(a.id, a.kind, a.destination_id)) == [(one, "isChildOf", unknown)]
