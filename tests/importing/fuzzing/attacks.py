# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (one hostile thing a line reads best)
"""Files that are built to do harm, one for each way that is known. They are small; what they ask for is not."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable

Attack = tuple[str, Callable[[], bytes]]
"""The file's name, and its content."""

MANY = 200_000
DEEP = 200_000

_RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">'
_SKOS = b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix : <http://x.org/> .\n"
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def _gzip(data: bytes) -> bytes:
    """Packed, the same every time."""
    return gzip.compress(data, mtime=0)


def _json(document: object) -> bytes:
    return json.dumps(document).encode()


def _framework(*nodes: object) -> bytes:
    head = {"@id": "http://x.org/f", "@type": "ceasn:CompetencyFramework", "ceasn:name": {"en": "F"}}
    return _json({"@context": "https://credreg.net/ctdlasn/schema/context/json", "@graph": [head, *nodes]})


def _competency(number: int, **more: object) -> dict[str, object]:
    text = {"en": f"Do thing {number}"}
    return {"@id": f"http://x.org/{number}", "@type": "ceasn:Competency", "ceasn:competencyText": text, **more}


def _chain(count: int, back_to: int | None = None) -> bytes:
    nodes = [
        _competency(n, **{"ceasn:isPartOf": "http://x.org/f", "ceasn:isChildOf": f"http://x.org/{max(n - 1, 0)}"})
        for n in range(count)
    ]
    if back_to is not None:
        nodes[0]["ceasn:isChildOf"] = f"http://x.org/{back_to}"
    return _framework(*nodes)


def _case(count: int, parent: Callable[[int], int]) -> bytes:
    def uuid(number: int) -> str:
        return f"00000000-0000-4000-8000-{number:012d}"

    def link(number: int) -> dict[str, str]:
        return {"title": f"Item {number}", "identifier": uuid(number), "uri": f"http://x.org/{uuid(number)}"}

    date = "2024-01-01T00:00:00+00:00"
    items = [
        {
            "identifier": uuid(n),
            "uri": f"http://x.org/{uuid(n)}",
            "fullStatement": f"Item {n}",
            "lastChangeDateTime": date,
        }
        for n in range(1, count + 1)
    ]
    associations = [
        {
            "identifier": uuid(count + n),
            "uri": "http://x.org/a",
            "associationType": "isChildOf",
            "originNodeURI": link(n),
            "destinationNodeURI": link(parent(n)),
            "sequenceNumber": 10**30,
            "lastChangeDateTime": date,
        }
        for n in range(1, count + 1)
    ]
    document = {
        "identifier": uuid(0),
        "uri": f"http://x.org/{uuid(0)}",
        "title": "F",
        "creator": "C",
        "lastChangeDateTime": date,
    }
    return _json({"CFDocument": document, "CFItems": items, "CFAssociations": associations})


def _workbook(**parts: bytes) -> bytes:
    """A workbook with some parts in the place of its own; ``__`` stands for a slash."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Code", "Statement"], ["A", "Work safely"], ["A.1", "Measure parts"]):
        book.active.append(row)
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    given = {
        name.replace("__", "/").replace("_xml", ".xml").replace("_rels", ".rels"): data for name, data in parts.items()
    }
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in given if name not in old.namelist())]:
            new.writestr(name, given.get(name) or old.read(name))
    return out.getvalue()


def _sheet(content: bytes) -> bytes:
    return _workbook(xl__worksheets__sheet1_xml=_SHEET + content + b"</worksheet>")


def _cells(*cells: str) -> bytes:
    return b'<sheetData><row r="1">' + b"".join(cell.encode() for cell in cells) + b"</row></sheetData>"


def _text_cell(at: str, text: str = "Statement") -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def _document(body: bytes, **parts: bytes) -> bytes:
    """A Word document around a body, made part by part."""
    kinds = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target='
        b'"word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    word = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + body
        + b"</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", kinds)
        made.writestr("_rels/.rels", relations)
        made.writestr("word/document.xml", parts.pop("document", word))
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def _archive(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _laughs(root: bytes) -> bytes:
    entities = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 50) for n in range(10)
    )
    return b'<?xml version="1.0"?><!DOCTYPE r [' + entities + b"]>" + root


def _outside(target: bytes, root: bytes) -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY k SYSTEM "' + target + b'">]>' + root


_CONCEPT = b'<skos:Concept rdf:about="http://x.org/1"><skos:prefLabel>&k;</skos:prefLabel></skos:Concept></rdf:RDF>'
_PARAGRAPH = b"<w:p><w:r><w:t>Work safely</w:t></w:r></w:p>"

ATTACKS: dict[str, Attack] = {
    # JSON
    "json deep lists": ("a.json", lambda: b"[" * DEEP),
    "json deep objects": ("a.json", lambda: b'{"@graph":' * DEEP),
    "json deep and closed": ("a.json", lambda: b'{"@graph":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "json deep in a framework": ("a.json", lambda: _framework(_competency(1)).replace(b'"Do thing 1"', b"[" * 900 + b"]" * 900)),
    "json one key again and again": ("a.json", lambda: b'{"@graph": [], ' + b'"a": 1, ' * MANY + b'"a": 1}'),
    "json many keys, the last twice": ("a.json", lambda: b"{" + b"".join(b'"k%d": 1,' % n for n in range(MANY)) + b'"k%d": 2}' % (MANY - 1)),
    "json huge whole number": ("a.json", lambda: b'{"@type": "ceasn:Competency", "x": ' + b"9" * 1_000_000 + b"}"),
    "json huge number": ("a.json", lambda: b'{"@type": "ceasn:Competency", "x": 1e' + b"9" * 1_000_000 + b"}"),
    "json open comments": ("a.json", lambda: b'{"ceasn:x": 1 ' + b"/*" * MANY),
    "json commas and open comments": ("a.json", lambda: b'{"ceasn:x": 1 ' + b",/*" * MANY),
    "json commas and blanks": ("a.json", lambda: b'{"ceasn:x": [1' + (b"," + b" " * 300) * 3000),
    "json open texts": ("a.json", lambda: b'{"ceasn:x": ' + b'"\\' * MANY),
    "json line comments": ("a.json", lambda: b'{"ceasn:x": 1,' + b"//" * MANY),
    "json many documents": ("a.json", lambda: b'{"@type":"ceasn:Competency"}' * 20_000),
    "json missing commas": ("a.json", lambda: b'{"@graph": [' + b'{"@type": "ceasn:Competency"} ' * 20_000 + b"]}"),
    "json one long text": ("a.json", lambda: _framework(_competency(1)).replace(b"Do thing 1", b"x" * 3_000_000)),
    "json lone surrogates": ("a.json", lambda: _framework(_competency(1)).replace(b"Do thing 1", b"\\ud800 \\udfff")),
    "json zero characters": ("a.json", lambda: _framework(_competency(1)).replace(b"Do thing 1", b"\\u0000a\\u0000")),
    "json only numbers": ("a.json", lambda: b"[" + b"1," * 500_000 + b"1]"),
    "json empty lists": ("a.json", lambda: b'{"@graph":[' + b"[]," * 500_000 + b"[]]}"),
    "json constants": ("a.json", lambda: b'{"@type": "ceasn:Competency", "x": [NaN, -Infinity]}'),
    "json context of an attacker": ("a.jsonld", lambda: b'{"@context": "http://127.0.0.1:9/c", "@type": "ceasn:CompetencyFramework", "@id": "x:1"}'),
    "json context that names itself": ("a.jsonld", lambda: b'{"@context": {"a": "b:c", "b": "a:c", "skos": "skos:x"}, "@type": "skos:ConceptScheme", "@id": "x:1"}'),
    # hierarchies
    "ctdl chain": ("a.jsonld", lambda: _chain(5_000)),
    "ctdl circle": ("a.jsonld", lambda: _chain(5_000, back_to=4_999)),
    "ctdl own parent": ("a.jsonld", lambda: _framework(_competency(1, **{"ceasn:isChildOf": "http://x.org/1", "ceasn:hasChild": ["http://x.org/1"]}))),
    "ctdl one node many times": ("a.jsonld", lambda: _framework(*[_competency(1)] * 20_000)),
    "ctdl everything is everybody's child": (
        "a.jsonld",
        lambda: _framework(*[_competency(n, **{"ceasn:hasChild": [f"http://x.org/{m}" for m in range(300)]}) for n in range(300)]),
    ),
    "case chain": ("a.json", lambda: _case(3_000, lambda n: n - 1)),
    "case circle": ("a.json", lambda: _case(3_000, lambda n: n % 3_000 + 1)),
    "case one parent": ("a.json", lambda: _case(5_000, lambda _n: 0)),
    "case own parents": ("a.json", lambda: _case(500, lambda n: n)),
    "skos chain": ("a.ttl", lambda: _SKOS + b"".join(b":c%d a skos:Concept ; skos:broader :c%d .\n" % (n, n - 1) for n in range(1, 5_000))),
    "skos circle": ("a.ttl", lambda: _SKOS + b"".join(b":c%d a skos:Concept ; skos:broader :c%d .\n" % (n, (n + 1) % 5_000) for n in range(5_000))),
    "skos many parents": ("a.ttl", lambda: _SKOS + b"".join(b":c%d a skos:Concept ; skos:broader %s .\n" % (n, b",".join(b":c%d" % m for m in range(200))) for n in range(200))),
    "skos list of itself": ("a.ttl", lambda: _SKOS + b":o a skos:OrderedCollection ; skos:memberList _:l . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> :c ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l . :c a skos:Concept .\n"),
    "csv chain of parents": ("a.csv", lambda: b"Code,Statement,Parent\n" + b"".join(b"C%d,Do %d,C%d\n" % (n, n, n - 1) for n in range(5_000))),
    "csv circle of parents": ("a.csv", lambda: b"Code,Statement,Parent\n" + b"".join(b"C%d,Do %d,C%d\n" % (n, n, (n + 1) % 5_000) for n in range(5_000))),
    "csv codes that go deep": ("a.csv", lambda: b"Code,Statement\n" + b"".join(b"1" + b".1" * n + b",Do %d\n" % n for n in range(700))),
    "csv levels that go deep": ("a.csv", lambda: b"Level,Statement\n" + b"".join(b"%d,Do %d\n" % (n, n) for n in range(3_000))),
    "text indented deeply": ("a.txt", lambda: b"".join(b" " * n + b"- Do %d\n" % n for n in range(1_500))),
    # Turtle and RDF/XML
    "turtle deep nodes": ("a.ttl", lambda: _SKOS + b":a skos:broader " + b"[ skos:broader " * DEEP),
    "turtle deep lists": ("a.ttl", lambda: _SKOS + b":a skos:member " + b"( " * 60_000 + b") " * 60_000 + b"."),
    "turtle long text": ("a.ttl", lambda: _SKOS + b':a a skos:Concept ; skos:prefLabel """' + b"x" * 3_000_000 + b'"""@en .'),
    "turtle open text": ("a.ttl", lambda: _SKOS + b':a skos:prefLabel """' + b'"" ' * 500_000),
    "turtle many prefixes": ("a.ttl", lambda: _SKOS + b"".join(b"@prefix p%d: <http://x.org/%d/> .\n" % (n, n) for n in range(50_000)) + b":a a skos:Concept ."),
    "rdf deep": ("a.rdf", lambda: _RDF + b'<skos:Concept rdf:about="x:1"><skos:broader>' * 50_000),
    "rdf deep and closed": (
        "a.rdf",
        lambda: _RDF + b"<skos:Concept><skos:broader>" * 20_000 + b"</skos:broader></skos:Concept>" * 20_000 + b"</rdf:RDF>",
    ),
    "rdf laughs": ("a.rdf", lambda: _laughs(_RDF + _CONCEPT)),
    "rdf outside file": ("a.rdf", lambda: _outside(b"file:///etc/passwd", _RDF + _CONCEPT)),
    "rdf outside address": ("a.rdf", lambda: _outside(b"http://127.0.0.1:9/x", _RDF + _CONCEPT)),
    "rdf outside in UTF-16": ("a.rdf", lambda: _outside(b"file:///etc/passwd", _RDF + _CONCEPT).decode().encode("utf-16")),
    "rdf document type elsewhere": ("a.rdf", lambda: b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">' + _RDF + _CONCEPT.replace(b"&k;", b"x")),
    "rdf parameter entity": ("a.rdf", lambda: b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>' + _RDF + _CONCEPT.replace(b"&k;", b"x")),
    "rdf many attributes": ("a.rdf", lambda: _RDF + b"<skos:Concept " + b"".join(b'skos:a%d="x" ' % n for n in range(15_000)) + b"/></rdf:RDF>"),
    "rdf many entities": ("a.rdf", lambda: b"<!DOCTYPE r [" + b'<!ENTITY k "x">' * 100_000 + b"]>" + _RDF + _CONCEPT),
    "rdf open entities": ("a.rdf", lambda: b"<!DOCTYPE r [" + b"<!ENTITY k " * 100_000 + _RDF),
    "svg": ("a.xml", lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    # tables
    "csv one line of commas": ("a.csv", lambda: b"," * 3_000_000),
    "csv one line of quotes": ("a.csv", lambda: b'"' * 3_000_001),
    "csv open quotes on every line": ("a.csv", lambda: b'Code,Statement\nA,"x\n' + b'B,y"z\n' * 20_000),
    "csv line ends": ("a.csv", lambda: b"Code,Statement\n" + b"\n" * 500_000 + b"A,B\n"),
    "csv blanks": ("a.csv", lambda: b"Code,Statement\nA," + b" " * 900_000 + b"x\nB," + b"\t " * 400_000 + b"\n"),
    "csv formulas": ("a.csv", lambda: b"Code,Statement\nA,=cmd|' /C calc'!A0\nB,@SUM(1)\nC,+1\nD,-1\n=1,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n"),
    "csv same code": ("a.csv", lambda: b"Code,Statement\n" + b"A,Work safely\n" * 10_000),
    "csv same column": ("a.csv", lambda: b"Statement," * 900 + b"\n" + b"x," * 900 + b"\n"),
    "csv zero characters": ("a.csv", lambda: b"Code,Statement\n" + b"A\x00,B\x00\n" * 10_000),
    "csv without an end": ("a.csv", lambda: b"Code,Statement\nA," + b"word " * 190_000),
    "csv marks of the encoding": ("a.csv", lambda: b"\xff\xfe\xef\xbb\xbfCode,Statement\nA,B\n"),
    "csv half of UTF-16": ("a.csv", lambda: "Code,Statement\nA,Work\n".encode("utf-16")[:-1]),
    "csv numbers": ("a.csv", lambda: b"Code,Statement,Level,Weight,Order\nA,B,1e309,nan,-inf\nC,D," + b"9" * 5000 + b",1e-400,9999999999999999999\n"),
    "csv backtracking": ("a.csv", lambda: b"Code,Statement\nA," + b"1." * 100_000 + b"!\nB," + b"a-" * 100_000 + b"\nC,http://" + b"a/" * 100_000 + b" \n"),
    "csv lists": ("a.csv", lambda: b"Code,Statement,Keywords,Language\nA,B," + b"a;|" * 200_000 + b"," + b"en;" * 10_000 + b"\n"),
    # archives
    "xlsx laughs": ("a.xlsx", lambda: _workbook(xl__sharedStrings_xml=_laughs(b"<sst><si><t>&k;</t></si></sst>"))),
    "xlsx outside file": ("a.xlsx", lambda: _workbook(xl__worksheets__sheet1_xml=_outside(b"file:///etc/passwd", _SHEET + b"&k;</worksheet>"))),
    "xlsx document type in a relation": ("a.xlsx", lambda: _workbook(xl___rels__workbook_xml_rels=_outside(b"file:///etc/passwd", b"<Relationships/>"))),
    "xlsx cell far away": ("a.xlsx", lambda: _sheet(_cells(_text_cell("A1"), _text_cell("XFD1048576", "x")))),
    "xlsx row far away": (
        "a.xlsx",
        lambda: _sheet(b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">' + _text_cell("A1").encode() + b'</row><row r="1048576">' + _text_cell("A1048576", "x").encode() + b"</row></sheetData>"),
    ),
    "xlsx rows far apart": (
        "a.xlsx",
        lambda: _sheet(b"<sheetData>" + b"".join(b'<row r="%d">%s</row>' % (n * 10_000 + 1, _text_cell(f"CV{n * 10_000 + 1}").encode()) for n in range(100)) + b"</sheetData>"),
    ),
    "xlsx merged all over": ("a.xlsx", lambda: _sheet(_cells(_text_cell("A1"), _text_cell("B1", "x")) + b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    "xlsx merged in part": ("a.xlsx", lambda: _sheet(_cells(_text_cell("A1"), _text_cell("B1", "x")) + b"<mergeCells>" + b'<mergeCell ref="A1:Z9999"/>' * 2_000 + b"</mergeCells>")),
    "xlsx strings that are not there": ("a.xlsx", lambda: _sheet(_cells('<c r="A1" t="s"><v>999999</v></c>', '<c r="B1" t="s"><v>-1</v></c>', '<c r="C1" t="s"><v>x</v></c>'))),
    "xlsx numbers": ("a.xlsx", lambda: _sheet(_cells("<c r='A1'><v>1e309</v></c>", "<c r='B1'><v>" + "9" * 5000 + "</v></c>", "<c r='C1' t='d'><v>99999-99-99</v></c>", "<c r='D1' t='e'><v>#REF!</v></c>"))),
    "xlsx deep": ("a.xlsx", lambda: _sheet(b"<sheetData>" + b"<row>" * 50_000)),
    "xlsx parts with strange names": ("a.xlsx", lambda: _archive(*((name, b"<x/>") for name in ("xl/workbook.xml", "../../../tmp/evil", "/etc/passwd", "C:\\x", "xl/workbook.xml")))),
    "xlsx nothing in its parts": ("a.xlsx", lambda: _archive(("xl/workbook.xml", b""), ("[Content_Types].xml", b""))),
    "xlsx sheets that are not there": ("a.xlsx", lambda: _workbook(xl___rels__workbook_xml_rels=b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>')),
    "xlsx bomb": ("a.xlsx", lambda: _workbook(xl__worksheets__sheet1_xml=_SHEET + b" " * 60_000_000 + b"</worksheet>")),
    "xlsx bomb of cells": ("a.xlsx", lambda: _sheet(b"<sheetData>" + b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 150_000 + b"</sheetData>")),
    "xlsx formulas": ("a.xlsx", lambda: _sheet(_cells("<c r='A1'><f>cmd|'/C calc'!A0</f><v>Statement</v></c>", "<c r='B1' t='str'><f>WEBSERVICE(\"http://127.0.0.1:9\")</f><v>x</v></c>"))),
    "xlsx relation outside": (
        "a.xlsx",
        lambda: _workbook(
            xl___rels__workbook_xml_rels=b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" TargetMode="External" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="../../../../etc/passwd"/></Relationships>'
        ),
    ),
    "docx laughs": ("a.docx", lambda: _document(b"", document=_laughs(b"<w>&k;</w>"))),
    "docx outside file": ("a.docx", lambda: _document(b"", document=_outside(b"file:///etc/passwd", b"<w>&k;</w>"))),
    "docx deep tables": ("a.docx", lambda: _document(b"<w:tbl><w:tr><w:tc>" * 5_000 + _PARAGRAPH + b"</w:tc></w:tr></w:tbl>" * 5_000)),
    "docx wide cells": ("a.docx", lambda: _document(b"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr>" + _PARAGRAPH + b"</w:tc></w:tr></w:tbl>")),
    "docx strange spans": ("a.docx", lambda: _document(b"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='-3'/><w:vMerge/></w:tcPr>" + _PARAGRAPH + b"</w:tc></w:tr><w:tr/></w:tbl>")),
    "docx bomb": ("a.docx", lambda: _document(_PARAGRAPH * 600_000)),
    "docx empty": ("a.docx", lambda: _document(b"")),
    "docx no body": ("a.docx", lambda: _document(b"", document=b"<w/>")),
    "docx odd list levels": ("a.docx", lambda: _document(b"<w:p><w:pPr><w:numPr><w:ilvl w:val='999999999999'/><w:numId w:val='-1'/></w:numPr></w:pPr><w:r><w:t>Work</w:t></w:r></w:p>" * 3)),
    "zip of a zip": ("a.zip", lambda: _archive(("b.zip", _archive(("c.zip", bytes(1_000_000)))))),
    "zip with strange names": ("a.zip", lambda: _archive(("../../../tmp/evil.csv", b"Code,Statement\nA,B\n"))),
    "zip of many files": ("a.zip", lambda: _archive(*((f"{n}.csv", b"") for n in range(12_000)))),
    "zip without an end": ("a.xlsx", lambda: b"PK\x03\x04" + b"\x00" * 500),
    "zip in a text": ("a.csv", lambda: b"Code,Statement\nA,B\n" + _workbook()),
    "gzip of zeros": ("a.csv.gz", lambda: _gzip(bytes(100_000_000))),
    "gzip of gzip": ("a.json.gz", lambda: _gzip(_gzip(_chain(3)))),
    "gzip of many parts": ("a.csv.gz", lambda: _gzip(b"") * 50_000),
    "html that says it is a workbook": ("a.xls", lambda: b"<html><table>" + b"<tr><td>x" * 200_000),
}  # fmt: skip
"""Every attack by its name."""
