# SPDX-License-Identifier: Apache-2.0
"""Records made property by property are the records made node by node."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.importing.bulk.reader import READER
from studio.importing.ctdl import records as ctdl_records
from studio.importing.readers import Options
from studio.importing.records import Records

BASE = "https://credentialengineregistry.org/resources/"
CTIDS = [f"ce-07c257d6-9119-11e8-b852-782bcb5df6a{sign}" for sign in "0123456789"]
ADDRESSES = [BASE + ctid for ctid in CTIDS]
TWO = f"{ADDRESSES[1]}|{CTIDS[2]}"
REFERENCE = st.sampled_from(["", *ADDRESSES[:4], CTIDS[5], "https://example.org/x", "_:b1", TWO])
ADDRESS = st.sampled_from([*ADDRESSES, *ADDRESSES, *CTIDS[:3], CTIDS[1].upper(), "https://example.org/1", "_:b1", ""])
CELLS = {
    "@id": ADDRESS,
    "@type": st.sampled_from(["ceasn:Competency"] * 8 + ["skos:Concept", "ceasn:CompetencyFramework", "odd", ""]),
    "ceterms:ctid": st.sampled_from([*CTIDS, CTIDS[3].upper(), CTIDS[4][3:], "odd", "", ""]),
    "ceasn:inLanguage": st.sampled_from(["", "en", "en", "en", "es", "en|es"]),
    "ceasn:codedNotation": st.sampled_from(["", "A.1", "A.2", "a|b", "#DELETE"]),
    "ceasn:competencyText": st.sampled_from(["", "Weld", "Cut", "Weld | cut"]),
    "CEASN:CompetencyText": st.sampled_from(["", "Weld again"]),
    "ceasn:competencyCategory": st.sampled_from(["", "Skill", "Unit", "Skill|Unit"]),
    "ceasn:publicationStatusType": st.sampled_from(["", "Published", "publicationStatus:Draft", "odd"]),
    "ceasn:conceptKeyword": st.sampled_from(["", "fire", "fire|metal", "|"]),
    "ceasn:weight": st.sampled_from(["", "1.5", "much"]),
    "ceasn:educationLevelType": st.sampled_from(["", "https://example.org/l", "https://example.org/l|x"]),
    "ceasn:isPartOf": REFERENCE,
    "ceasn:isChildOf": REFERENCE,
    "ceasn:hasChild": REFERENCE,
    "ceasn:isTopChildOf": REFERENCE,
    "ceasn:broadAlignment": REFERENCE,
    "skos:prefLabel": st.sampled_from(["", "Fire"]),
    "skos:inScheme": REFERENCE,
    "Room": st.sampled_from(["", " B12 "]),
}
"""What stands in a column, with everything that is out of the ordinary."""


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header and rows that mostly fill the same columns, as files do."""
    usual = ["@id", "@type", "ceasn:competencyText"]
    header = [*usual, *draw(st.lists(st.sampled_from([name for name in CELLS if name not in usual]), unique=True))]
    rows = draw(st.lists(st.tuples(*(CELLS[name] for name in header)).map(list), min_size=1, max_size=12))
    if draw(st.booleans()):  # every row its own address
        for row, address in zip(rows, ADDRESSES, strict=False):
            row[0] = address
    return [header, *rows]


def made(data: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    records = READER.read(data, "t.csv", Options())
    records.report.check()
    return [asdict(record) for record in records.items], asdict(records.report)


@given(tables())
@settings(max_examples=150, deadline=None)
def test_both_ways_make_the_same_records(table: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    data = text.getvalue().encode()
    if not any(cell.strip() and cell != "#DELETE" for row in table[1:] for cell in row):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ctdl_records, "make_alike", lambda *_: {})
        one_by_one = made(data)
    assert made(data) == one_by_one


def test_plain_rows_are_made_at_once(csv_bytes, monkeypatch) -> None:
    from studio.importing.ctdl.making import Maker

    node_by_node: list[str] = []
    usual = Maker.record
    monkeypatch.setattr(Maker, "record", lambda *args: (node_by_node.append(args[1]), usual(*args))[1])
    rows = [["@id", "@type", "ceasn:competencyText", "ceasn:isPartOf"], [ADDRESSES[0], "ceasn:CompetencyFramework"]]
    rows += [[address, "ceasn:Competency", "Weld", ADDRESSES[0]] for address in ADDRESSES[1:]]
    records: Records = READER.read(csv_bytes(rows), "t.csv", Options())
    assert len(list(records.of("competency"))) == 9
    assert node_by_node == ["framework"]


def test_a_bare_status_becomes_the_address_of_its_concept(csv_bytes) -> None:
    rows = [["@id", "@type", "ceasn:name", "ceasn:publicationStatusType"]]
    rows += [[ADDRESSES[0], "ceasn:CompetencyFramework", "Welding", "Published"]]
    records = READER.read(csv_bytes(rows), "t.csv", Options())
    (framework,) = records.of("framework")
    assert framework.columns["status"] == "Published"
    assert "ceasn:publicationStatusType" not in framework.extra
    (repair,) = records.report.repaired
    assert (repair.before, repair.after.rpartition("/")[2]) == ("Published", "Published")
    assert repair.after.startswith("http://credreg.net/")
