# SPDX-License-Identifier: Apache-2.0
"""Word documents: tables, headings and lists, what stands beside them; and documents that mean harm."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from studio.importing.lists.word import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.records import Records


def saved(document: Any) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def read(document: Any, name: str = "standards.docx") -> Records:
    data = saved(document)
    assert reader_for(data, name) is READER
    records = READER.read(data, name, Options())
    records.report.check()
    assert sum(records.report.went.values()) == records.report.kept + records.report.kept_as_extra
    return records


def tree(records: Records) -> list[tuple[str, str]]:
    texts = {record.key: record.columns["statement"]["en"] for record in records.of("competency")}
    return [
        (texts.get(str(record.references.get("parent_id")), ""), texts[record.key])
        for record in records.of("competency")
    ]


def table(document: Any, rows: list[list[str]]) -> Any:
    made = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    return made


def test_headings_and_lists() -> None:
    document = docx.Document()
    document.add_heading("Welding", 0)
    document.add_paragraph("For all schools.")
    document.add_heading("Safety", 1)
    document.add_paragraph("Wear goggles", style="List Bullet")
    document.add_paragraph("that fit", style="List Bullet 2")
    document.add_paragraph("Each day.")
    document.add_heading("Joining", 1)
    document.add_paragraph("1.1 Weld flat")
    document.sections[0].header.paragraphs[0].text = "Calder College"
    records = read(document)
    (framework,) = records.of("framework")
    assert framework.columns == {"name": {"en": "Welding"}, "description": {"en": "For all schools."}}
    assert framework.extra == {"headers": ["Calder College"]}
    assert tree(records) == [
        ("", "Safety"),
        ("Safety", "Wear goggles"),
        ("Wear goggles", "that fit"),
        ("", "Joining"),
        ("Joining", "Weld flat"),
    ]
    assert records.report.values == 9
    assert "Each day." in repr(records.items)


def test_a_paragraph_may_take_the_bullet_of_its_style_away() -> None:
    document = docx.Document()
    document.add_paragraph("Wear goggles", style="List Bullet")
    plain = document.add_paragraph("Each day.", style="List Bullet")
    properties = plain._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = 0
    (item,) = read(document).of("competency")
    assert item.columns == {"statement": {"en": "Wear goggles"}, "comment": {"en": "Each day."}}


def test_a_table_is_read_like_any_table() -> None:
    document = docx.Document()
    document.add_heading("Welding", 1)
    document.add_paragraph("Approved in May.")
    table(document, [["Code", "Statement", "Room"], ["S1", "Work safely", "B12"], ["S1.1", "Wear goggles", ""]])
    records = read(document)
    (framework,) = records.of("framework")
    assert framework.columns["name"] == {"en": "Welding"}
    assert framework.extra["paragraphs"] == ["Approved in May."]
    assert tree(records) == [("", "Work safely"), ("Work safely", "Wear goggles")]
    assert [record.extra for record in records.of("competency")] == [{"Room": "B12"}, {}]
    assert records.report.format == "docx"
    assert records.report.values == 7


def test_merged_cells_have_their_text_once() -> None:
    document = docx.Document()
    made = table(document, [["Code", "Statement", "Note"], ["S1", "", ""], ["S2", "Measure", "n"]])
    made.rows[1].cells[1].merge(made.rows[1].cells[2]).text = "Work safely"
    records = read(document)
    assert [text for _, text in tree(records)] == ["Work safely", "Measure"]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    document = docx.Document()
    document.add_heading("Safety", 1)
    paragraph = document.add_paragraph(style="List Bullet")
    for xml in (
        "<w:ins {}><w:r><w:t>Wear</w:t></w:r></w:ins>",
        "<w:del {}><w:r><w:delText> no</w:delText></w:r></w:del>",
        "<w:r {}><w:t xml:space='preserve'> goggles</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    document.add_paragraph("Lock out", style="List Bullet")
    assert [text for _, text in tree(read(document))][-2:] == ["Wear goggles", "Lock out"]


def test_prose_is_refused() -> None:
    document = docx.Document()
    document.add_paragraph("A letter to the board.")
    with pytest.raises(ImportRefused, match=r'"letter\.docx" has no table, no heading and no list'):
        READER.read(saved(document), "letter.docx", Options())


def repacked(data: bytes, part: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry.filename, content if entry.filename == part else source.read(entry))
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b"<w:document>",
        b"",
        b" " * 60_000_000,
        b"<a>" * 20_000 + b"</a>" * 20_000,
    ],
)
def test_documents_that_mean_harm(content: bytes) -> None:
    data = repacked(saved(docx.Document()), "word/document.xml", content)
    with pytest.raises(ImportRefused, match=r"bad\.docx"):
        READER.read(data, "bad.docx", Options())


def test_damaged_and_other_files() -> None:
    data = saved(docx.Document())
    for bad in (data[:-100], data[:2000], b"PK\x03\x04word/document.xml", b"text"):
        with pytest.raises(ImportRefused):
            READER.read(bad, "bad.docx", Options())
