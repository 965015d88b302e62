# SPDX-License-Identifier: Apache-2.0
"""ASN in: documents of standards as RDF and as manifests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyoxigraph import Literal

from studio.importing.rdf.asn import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.records import Record, Records
from studio.standards.rdf import statements

RDF = """@prefix asn: <http://purl.org/ASN/schema/core/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix gemq: <http://purl.org/gem/qualifiers/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://asn.example.org/resources/> .

:D1 a asn:StandardDocument ; dc:title "Standards"@en-US ; dcterms:description "About"@en-US ;
    asn:publicationStatus <http://purl.org/ASN/scheme/ASNPublicationStatus/Published> ;
    asn:jurisdiction <http://purl.org/ASN/scheme/ASNJurisdiction/CA> ;
    dcterms:educationLevel <http://purl.org/ASN/scheme/ASNEducationLevel/K> ;
    dc:publisher "State"@en-US, "Office"@en-US ; dcterms:rights "Free"@en-US ; gemq:hasChild :S2, :S1 .
:S1 a asn:Statement ; dcterms:isPartOf :D1 ; gemq:isChildOf :D1 ; dcterms:description "One"@en-US ;
    asn:statementNotation "1" ; asn:altStatementNotation "I" ; asn:statementLabel "Domain"@en-US ; asn:listID "a." ;
    asn:comment "Say"@en-US, "More"@en-US ; skos:exactMatch <urn:guid:1> ; asn:alignTo :S2 .
:S2 a asn:Statement ; dcterms:isPartOf :D1 ; gemq:isChildOf :D1 ; dcterms:description "Two"@en-US .
:S3 a asn:Statement ; dcterms:isPartOf :D1 ; gemq:isChildOf :S1 ; dcterms:description "Three"@en-US .
<http://asn.example.org/resources/D1.xml> <http://xmlns.com/foaf/0.1/primaryTopic> :D1 .
"""

MANIFEST: list[dict[str, Any]] = [
    {
        "id": "http://asn.example.org/resources/S1",
        "dcterms_description": {"literal": "One", "language": "en-US"},
        "text": "One",
        "cls": "folder",
        "asn_statementNotation": "1",
        "asn_statementLabel": {"literal": "Domain", "language": "en-US"},
        "dcterms_educationLevel": [
            {"uri": "http://purl.org/ASN/scheme/ASNEducationLevel/K", "prefLabel": "K"},
            {"uri": "http://purl.org/ASN/scheme/ASNEducationLevel/1", "prefLabel": "First"},
        ],
        "dcterms_subject": [{"uri": "http://purl.org/ASN/scheme/ASNTopic/math", "prefLabel": "Math"}],
        "colour": {"deep": [1, None, True]},
        "children": [
            {"id": "http://asn.example.org/resources/S2", "dcterms_description": "Two", "leaf": "true", "text": "Zwei"},
            {
                "id": "http://asn.example.org/resources/S1",
                "dcterms_description": {"literal": "Twice", "language": "en"},
            },
            {"dcterms_description": {"literal": "Nameless", "language": "en"}, "leaf": "true", "text": "Nameless"},
        ],
    }
]


def read(data: Any, name: str = "asn.ttl") -> Records:
    """The records of a text or JSON document; the account is checked."""
    text = data if isinstance(data, str) else json.dumps(data)
    records = READER.read(text.encode(), name, Options())
    records.report.check()
    assert not records.report.rejected
    return records


def one(records: Records, name: str) -> Record:
    """The record of an address."""
    return next(each for each in records.items if each.key == f"http://asn.example.org/resources/{name}")


def test_a_document_is_a_framework() -> None:
    columns = one(read(RDF), "D1").columns
    assert columns["name"] == {"en-US": "Standards"}
    assert columns["language"] == "en-US"
    assert columns["status"] == "Published"
    assert columns["education_levels"] == ["http://purl.org/ASN/scheme/ASNEducationLevel/K"]
    assert columns["publisher_name"] == "State"
    assert columns["rights"] == {"en-US": "Free"}


def test_statements_are_competencies_in_the_document_s_order() -> None:
    records = read(RDF)
    places = [(each.key[-2:], (each.references.get("parent_id") or "")[-2:]) for each in records.of("competency")]
    assert places == [("S2", ""), ("S1", ""), ("S3", "S1")]
    record = one(records, "S1")
    assert record.columns["statement"] == {"en-US": "One"}
    assert (record.columns["code"], record.columns["item_type"], record.columns["list_id"]) == ("1", "Domain", "a.")
    assert record.columns["comment"] == {"en-US": "Say"}
    assert record.extra["asn:comment"] == [{"@value": "More", "@language": "en-US"}]
    assert record.extra["asn:altStatementNotation"] == ["I"]
    links = {(each.columns["kind"], each.references["destination_id"]) for each in records.of("association")}
    assert links == {
        ("exactAlignment", "urn:guid:1"),
        ("isRelatedTo", "http://asn.example.org/resources/S2"),
    }


def test_what_describes_the_file_is_kept_with_the_framework() -> None:
    (resource,) = read(RDF).of("resource")
    assert resource.references["document_id"] == "http://asn.example.org/resources/D1"


def test_statements_of_a_document_that_is_elsewhere() -> None:
    records = read(
        RDF.split(":D1 a")[0] + RDF[RDF.index(":S1 a") : RDF.index("<http://asn.example.org/resources/D1.xml")]
    )
    (framework,) = records.of("framework")
    assert framework.inferred
    assert framework.columns["uri"] == "http://asn.example.org/resources/D1"
    assert [each.references.get("parent_id") for each in records.of("competency")].count(None) == 2


def test_a_manifest_says_the_same_in_its_own_way() -> None:
    records = read(MANIFEST, "asn.json")
    (framework,) = records.of("framework")
    assert framework.inferred
    record = one(records, "S1")
    assert record.columns["statement"] == {"en-US": "One"}
    assert record.columns["code"] == "1"
    assert record.columns["education_levels"] == [
        "http://purl.org/ASN/scheme/ASNEducationLevel/K",
        "http://purl.org/ASN/scheme/ASNEducationLevel/1",
    ]
    below = [each for each in records.of("competency") if each.references.get("parent_id") == record.key]
    assert [list(each.columns["statement"].values()) for each in below] == [["Two"], ["Twice"], ["Nameless"]]


def test_rdf_json_says_the_same_as_turtle() -> None:
    """The network's own JSON: subject, property, values."""
    document: dict[str, Any] = {}
    for subject, name, value in statements(RDF.encode(), "turtle"):
        entry = {"type": "literal" if isinstance(value, Literal) else "uri", "value": value.value}
        if isinstance(value, Literal) and value.language:
            entry["lang"] = value.language
        document.setdefault(subject.value, {}).setdefault(name.value, []).append(entry)
    assert reader_for(json.dumps(document).encode(), "asn.json") is READER
    same = read(document, "asn.json")
    expected = read(RDF.replace("en-US", "en-us"))
    assert [(each.kind, each.key, each.columns, each.references) for each in same.items] == [
        (each.kind, each.key, each.columns, each.references) for each in expected.items
    ]
    assert same.report.values == expected.report.values


def test_what_was_overlooked_in_json_is_said_once() -> None:
    described = {"@id": "http://e.org/1", "@type": "http://purl.org/ASN/schema/core/Statement"}
    records = read(json.dumps(described)[:-1] + ",}", "asn.json")
    assert [each.reason for each in records.report.repaired].count("Comments or trailing commas were passed over") == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (RDF.encode(), "asn"),
        (json.dumps(MANIFEST).encode(), "asn"),
        (b'[{"asn": 1}]', None),
        (b'{"@context": "https://credreg.net/ctdlasn/schema/context/json", "@graph": []}', "ctdl"),
    ],
)
def test_the_content_tells_which_reader(data, expected) -> None:
    assert (READER.sniff(data, "x") > 0) is (expected == "asn")
    if expected:
        assert expected in reader_for(data, "x.json").formats


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[1, 2]", "no ASN document"),
        (b'[{"asn_comment": ', "JSON"),
        (b"@prefix asn: <http://purl.org/ASN/schema/core/> . asn:Statement a", "line 1"),
        (b"", "empty"),
        (b'{"a": ' * 500 + b"1" + b"}" * 500, "JSON"),
    ],
)
def test_refusals_name_the_file_and_the_matter(data, words) -> None:
    with pytest.raises(ImportRefused) as refused:
        READER.read(data, "asn.json", Options())
    assert str(refused.value).startswith('"asn.json"')
    assert words in str(refused.value)
