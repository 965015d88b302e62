# SPDX-License-Identifier: Apache-2.0
"""What a file is, is found by its content: under its own name, under a wrong one, in other encodings."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from studio.importing.readers import ImportRefused
from studio.importing.service import detect

UUID = "00000000-0000-4000-8000-00000000000"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
DATE = "2024-01-01T00:00:00+00:00"

CTDL = {
    "@context": "https://credreg.net/ctdlasn/schema/context/json",
    "@graph": [{"@id": "x:1", "@type": "ceasn:CompetencyFramework", "ceasn:name": {"en": "Safety"}}],
}
COURSE = {"@id": "x:1", "@type": "ceterms:Course", "ceterms:name": {"en": "Safety"}, "ceterms:ctid": f"ce-{UUID}1"}
ENVELOPE = {"envelope_id": "1", "envelope_type": "resource_data", "decoded_resource": CTDL}
REQUEST = {
    "PublishForOrganizationIdentifier": f"ce-{UUID}1",
    "Course": {"CTID": f"ce-{UUID}2", "Name": "Safety", "Description": "How to work safely."},
}
CASE = {
    "CFDocument": {"identifier": f"{UUID}1", "uri": "http://x.org/1", "title": "F", "lastChangeDateTime": DATE},
    "CFItems": [
        {"identifier": f"{UUID}2", "uri": "http://x.org/2", "fullStatement": "Add", "lastChangeDateTime": DATE}
    ],
    "CFAssociations": [],
}
SKILL = {
    "id": "https://x.org/skills/1",
    "uuid": f"{UUID}1",
    "skillName": "Lockout",
    "skillStatement": "Lock out machines.",
    "status": "published",
}
ASN_JSON = {
    "http://asn.jesandco.org/resources/D1": {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [
            {"type": "uri", "value": "http://purl.org/ASN/schema/core/StandardDocument"}
        ],
        "http://purl.org/dc/elements/1.1/title": [{"type": "literal", "value": "Math"}],
    }
}
ASN_RDF = (
    f'<rdf:RDF {RDF} xmlns:asn="http://purl.org/ASN/schema/core/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<asn:StandardDocument rdf:about="http://asn.jesandco.org/resources/D1"><dc:title>Math</dc:title>'
    "</asn:StandardDocument></rdf:RDF>"
)
SKOS_TTL = (
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<http://x.org/s> a skos:ConceptScheme .\n"
    '<http://x.org/1> a skos:Concept ; skos:inScheme <http://x.org/s> ; skos:prefLabel "One"@en .\n'
)
SKOS_RDF = (
    f'<?xml version="1.0"?><rdf:RDF {RDF} xmlns:skos="http://www.w3.org/2004/02/skos/core#">'
    '<skos:ConceptScheme rdf:about="http://x.org/s"/></rdf:RDF>'
)
SKOS_JSON = {
    "@context": {"skos": "http://www.w3.org/2004/02/skos/core#"},
    "@id": "http://x.org/s",
    "@type": "skos:ConceptScheme",
}
CTDL_TTL = (
    "@prefix ceasn: <https://purl.org/ctdlasn/terms/> .\n<http://x.org/f> a ceasn:CompetencyFramework ;\n"
    '  ceasn:name "Safety"@en .\n'
)
PROJECT = {"format": "competency-studio", "version": 1, "tables": {}}
SHEET = "Code,Statement\nA,Work safely\nA.1,Measure parts\n"
RSD = (
    "RSD Name,Authors,Skill Statement,Category,Keywords,Standards,Certifications,Occupation Major Groups,"
    "Employers,Alignment Name,Alignment URL\nLockout,Ada,Lock out machines.,Safety,,,,,,,\n"
)
UPLOAD = (
    "@type,@id,ceasn:name,ceasn:description,ceasn:competencyText\n"
    f"ceasn:CompetencyFramework,ce-{UUID}1,Safety,All of it,\nceasn:Competency,ce-{UUID}2,,,Work safely\n"
)
OPENSALT = (
    "Identifier,fullStatement,Human Coding Scheme,Abbreviated Statement,ConceptKeywords,Notes,CFItemType\n1,Add,A,,,,\n"
)


def _json(document: Any) -> bytes:
    return json.dumps(document, indent=1).encode()


def _workbook() -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Code", "Statement"])
    book.active.append(["A", "Work safely"])
    book.save(out)
    return out.getvalue()


def _document() -> bytes:
    import docx

    document, out = docx.Document(), io.BytesIO()
    document.add_heading("Safety", 1)
    document.add_paragraph("Work safely", style="List Bullet")
    document.save(out)
    return out.getvalue()


FILES: dict[str, tuple[str, str, bytes]] = {
    "CTDL graph": ("ctdl", ".jsonld", _json(CTDL)),
    "CTDL course": ("ctdl", ".json", _json(COURSE)),
    "list of CTDL": ("ctdl", ".json", _json([COURSE])),
    "envelope": ("ctdl", ".json", _json(ENVELOPE)),
    "request": ("ctdl", ".json", _json(REQUEST)),
    "CTDL Turtle": ("turtle", ".ttl", CTDL_TTL.encode()),
    "CASE": ("case", ".json", _json(CASE)),
    "wrapped CASE": ("case", ".json", _json({"CFPackage": CASE})),
    "skill": ("rsd-json", ".json", _json(SKILL)),
    "skills": ("rsd-json", ".json", _json([SKILL])),
    "ASN manifest": ("asn", ".json", _json(ASN_JSON)),
    "ASN RDF/XML": ("asn", ".rdf", ASN_RDF.encode()),
    "SKOS Turtle": ("skos", ".ttl", SKOS_TTL.encode()),
    "SKOS RDF/XML": ("skos", ".rdf", SKOS_RDF.encode()),
    "SKOS JSON-LD": ("skos", ".jsonld", _json(SKOS_JSON)),
    "project": ("json", ".json", _json(PROJECT)),
    "sheet": ("csv", ".csv", SHEET.encode()),
    "RSD sheet": ("rsd", ".csv", RSD.encode()),
    "bulk upload": ("ctdl-csv", ".csv", UPLOAD.encode()),
    "OpenSALT sheet": ("opensalt", ".csv", OPENSALT.encode()),
    "workbook": ("xlsx", ".xlsx", _workbook()),
    "Word document": ("docx", ".docx", _document()),
}


def _detected(tmp_path: Path, name: str, data: bytes) -> tuple[str, ...]:
    path = tmp_path / name
    path.write_bytes(data)
    return detect(path).formats


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("ending", ["", ".txt", ".json", ".csv", ".xml", ".dat"])
def test_the_content_says_what_a_file_is(tmp_path: Path, kind: str, ending: str) -> None:
    """With its own ending (the empty one here), and with a wrong one."""
    expected, usual, data = FILES[kind]
    assert expected in _detected(tmp_path, f"file{ending or usual}", data)


@pytest.mark.parametrize("kind", FILES)
def test_a_mark_of_the_encoding_and_packing_change_nothing(tmp_path: Path, kind: str) -> None:
    expected, usual, data = FILES[kind]
    assert expected in _detected(tmp_path, f"packed{usual}.gz", gzip.compress(data, mtime=0))
    if not data.startswith(b"PK"):
        assert expected in _detected(tmp_path, f"marked{usual}", b"\xef\xbb\xbf" + data)
        assert expected in _detected(tmp_path, f"windows{usual}", data.replace(b"\n", b"\r\n"))
        assert expected in _detected(tmp_path, f"wide{usual}", data.decode().encode("utf-16"))


def test_names_of_other_standards_inside_texts_change_nothing(tmp_path: Path) -> None:
    """A framework about the standards themselves."""
    words = "ceasn:Competency ceterms:Course skos:Concept CFDocument CFItems skillStatement http://purl.org/ASN/"
    case = json.loads(json.dumps(CASE))
    case["CFItems"][0]["fullStatement"] = words
    assert "case" in _detected(tmp_path, "a.json", _json(case))
    assert "rsd-json" in _detected(tmp_path, "b.json", _json({**SKILL, "skillStatement": words}))
    assert "csv" in _detected(tmp_path, "c.csv", SHEET.replace("Work safely", words).encode())
    assert "skos" in _detected(tmp_path, "d.ttl", SKOS_TTL.replace('"One"', '"CFDocument, skillStatement"').encode())


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"<!DOCTYPE html><html><table></table></html>", "ends in .xlsx but holds a web page"),
        ("a.csv", b"%PDF-1.7 something", "ends in .csv but holds a PDF document"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00", "ends in .xlsx but holds a picture (PNG)"),
        ("a", b"%PDF-1.7 something", '"a" holds a PDF document'),
    ],
)
def test_what_it_holds_instead_is_said(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ImportRefused) as caught:
        detect(path)
    assert says in str(caught.value)


def test_an_archive_is_no_workbook_whatever_it_is_called(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("framework.csv", SHEET)
    path = tmp_path / "framework.xlsx"
    path.write_bytes(out.getvalue())
    with pytest.raises(ImportRefused, match=r"without a workbook"):
        detect(path)
