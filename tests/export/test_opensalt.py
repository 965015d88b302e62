# SPDX-License-Identifier: Apache-2.0
"""The workbook of OpenSALT, written: what came with one comes out again, and a written one reads back the same."""

from __future__ import annotations

import io

import openpyxl
import pytest
from sqlalchemy import select

from studio.export.service import make
from studio.importing.apply import apply
from studio.importing.opensalt.reader import READER
from studio.importing.readers import Options
from studio.model import frameworks, schema
from studio.model.project import Project
from studio.standards import opensalt


def sheets(content: bytes) -> dict[str, list[dict[str, str]]]:
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        header, *rows = ([str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True))
        found[sheet.title] = [{name: text for name, text in zip(header, row, strict=True) if text} for row in rows]
    return found


def first(project: Project, ids: tuple[str, ...] = ()) -> bytes:
    content = next(iter(make(project, "opensalt", ids).files.values()))
    assert isinstance(content, bytes)
    return content


def test_the_sample_reads_back_the_same(untouched, empty) -> None:
    content = first(untouched)
    apply(empty, READER.read(content, "sample.xlsx", Options()))
    again = sheets(first(empty))
    written = sheets(content)
    assert again == written
    c = schema.competency.c
    mine = untouched.scalar(select(c.framework_id).order_by(c.id))
    columns = (c.ctid, c.code, c.statement, c.item_type)
    before = {row.ctid: row for row in untouched.rows(select(*columns).where(c.framework_id == mine))}
    after = {row.ctid: row for row in empty.rows(select(*columns))}
    assert {ctid: (row.code, row.item_type) for ctid, row in after.items() if ctid in before} == {
        ctid: (row.code, row.item_type) for ctid, row in before.items() if ctid in after
    }


def test_the_tree_is_said_twice(untouched) -> None:
    rows = sheets(first(untouched))
    places = {
        row["originNodeIdentifier"]: row
        for row in rows[opensalt.ASSOCIATION]
        if row["associationType"] == "Is Child Of"
    }
    levels = {row["smartLevel"]: row["identifier"] for row in rows[opensalt.ITEM]}
    assert len(levels) == len(rows[opensalt.ITEM]) == len(places)
    document = rows[opensalt.DOCUMENT][0]["identifier"]
    for level, item in levels.items():
        above = opensalt.level_above(level)
        assert places[item]["destinationNodeIdentifier"] == (levels[above] if above else document)


def test_losses_are_said_item_by_item(untouched) -> None:
    made = make(untouched, "opensalt")
    said = {str(finding) for finding in made.findings}
    for words in ("complexity", "abbreviatedStatement in other languages (es)"):
        assert f"The OpenSALT workbook has no place for: {words}. It stays in the project." in said
    assert all(finding.id for finding in made.findings)
    assert make(untouched, "opensalt").files == made.files


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        (["algebra", "sets"], "algebra,sets"),
        (["read, write", "speak"], "read, write|speak"),
        (["read, write"], "read, write|"),
        (["a; b"], "a; b|"),
    ],
)
def test_keywords_are_apart_as_opensalt_takes_them_apart(words, cell) -> None:
    assert opensalt.join_keywords(words) == cell
    assert opensalt.split_keywords(cell) == words


DOC = [["identifier", "title", "adoptionStatus"], ["f-1", "Math", "Adopted"]]
ITEMS = [
    ["identifier", "fullStatement", "humanCodingScheme", "smartLevel", "colour"],
    ["i-1", "=First", "M.1", "1", "red"],
    ["i-2", "Second", "M.1.1", "1.4", ""],
]
LINKS = [
    ["identifier", "originNodeURI", "originNodeIdentifier", "associationType", "destinationNodeURI",
     "destinationNodeIdentifier"],
    ["l-1", "https://example.org/i-2", "i-2", "Is Child Of", "", "i-1"],
    ["93a2d99e-2988-11e9-8a65-bf64185a38dc", "", "i-2", "Exact Match Of", "https://example.org/x", "x"],
    ["l-2", "https://example.org/elsewhere", "", "Precedes", "", "i-1"],
    ["l-3", "", "i-1", "teaches", "", "i-2"],
    ["l-4", "", "i-1", "is related to", "", "i-2"],
    ["l-5", "", "i-1", "Is Child Of", "", "i-2"],
]  # fmt: skip


@pytest.fixture
def odd(empty) -> Project:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("CF Doc", DOC), ("CF Item", ITEMS), ("CF Association", LINKS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.data_type = "s" if cell.value else cell.data_type
    data = io.BytesIO()
    book.save(data)
    apply(empty, READER.read(data.getvalue(), "odd.xlsx", Options()))
    return empty


def test_columns_that_are_called_like_marks_of_ours_are_columns(empty) -> None:
    own = [name for name in sorted(opensalt.MARKS) if name != "smartLevel"]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("CF Doc", DOC), ("CF Item", ITEMS), ("CF Association", LINKS)):
        sheet = book.create_sheet(name)
        sheet.append([*rows[0], *own])
        for row in rows[1:]:
            sheet.append([*(f"'{cell}" if cell[:1] == "=" else cell for cell in row), *(f"own {each}" for each in own)])
    data = io.BytesIO()
    book.save(data)
    records = READER.read(data.getvalue(), "odd.xlsx", Options())
    records.report.check()
    apply(empty, records)
    made = make(empty, "opensalt")
    (content,) = made.files.values()
    written = openpyxl.load_workbook(io.BytesIO(content if isinstance(content, bytes) else b"".join(content)))
    for name, count in (("CF Doc", 1), ("CF Item", 2), ("CF Association", 6)):
        cells = [cell for row in written[name].iter_rows(values_only=True) for cell in row]
        assert all(cells.count(f"own {each}") == count for each in own), name


def test_an_odd_workbook_comes_out_as_it_went_in(odd) -> None:
    rows = sheets(first(odd))
    for name, came in (("CF Doc", DOC), ("CF Item", ITEMS), ("CF Association", LINKS)):
        written = {row["identifier"]: row for row in rows[name]}
        for line in came[1:]:
            wanted = {key: text for key, text in zip(came[0], line, strict=True) if text}
            assert wanted.items() <= written[line[0]].items()
    assert rows["CF Association"][0]["originNodeHumanCodingScheme"] == "M.1"


def test_a_moved_item_gets_the_level_of_its_new_place(odd) -> None:
    c = schema.competency.c
    second = odd.scalar(select(c.id).where(c.code == "M.1.1"))
    frameworks.move(odd, [second], None, 0)
    rows = sheets(first(odd))
    assert {row["humanCodingScheme"]: row["smartLevel"] for row in rows["CF Item"]} == {"M.1.1": "1", "M.1": "2"}
