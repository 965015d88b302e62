# SPDX-License-Identifier: Apache-2.0
"""RDF documents as plain nodes and back: notations, lists, nodes inside nodes, names, hostile documents."""

from __future__ import annotations

import json
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.standards.rdf import MADE_BY_PARSER, NotRdf, notation_of, statements
from studio.standards.rdf_names import PREFIXES, compact, expand, usual_case
from studio.standards.rdf_nodes import DEEPEST, Document, load, statements_in
from studio.standards.rdf_writing import NotXml, address, encode
from tests.rdf_graphs import differences, graph_of

HEAD = b"@prefix : <http://e.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
ENDING = {"turtle": ".ttl", "rdfxml": ".rdf", "jsonld": ".jsonld"}
EVERYTHING = (
    HEAD
    + rb"""
:x a skos:Concept, :Other ; skos:prefLabel "A\r\n\t\"<&>\\ "@en-US, "B"@zh-Hant ; skos:member _:named ;
   skos:member [ skos:note "in" ] ;
   skos:memberList ( :a "b" ( 1 2.50 ) [ skos:note [ skos:note true ] ] ), ( ), ( :a [ skos:note 1 ] ) ; skos:note "" .
_:named skos:note 3, "3", "03"^^<http://e.org/type> .
_:one skos:related _:two . _:two skos:related _:one .
:y <http://e.org/p%20q> [] ; <skos:prefLabel> <skos:note>, <http://e.org/a(b)'c> .
"""
)


def loaded(data: bytes, notation: str = "turtle") -> Document:
    """The document, with every statement counted in its nodes."""
    document = load(data, notation, "file:///x", lambda node: "skos:Concept" in node.get("@type", ()))
    assert sum(map(statements_in, document.nodes.values())) == document.statements
    return document


@pytest.mark.parametrize("notation", ENDING)
def test_every_statement_comes_and_goes(notation) -> None:
    before = graph_of(EVERYTHING, "x.ttl")
    document = loaded(EVERYTHING)
    assert document.statements == len(before)
    data = encode(list(document.nodes.values()), notation)
    assert differences(before, graph_of(data, f"x{ENDING[notation]}")) == ([], [])
    assert notation_of(data) == notation
    again = loaded(data, notation)
    assert differences(before, graph_of(encode(list(again.nodes.values()), "turtle"), "x.ttl")) == ([], [])


def test_triples_are_lines_that_every_reader_of_triples_takes() -> None:
    data = encode(list(loaded(EVERYTHING).nodes.values()), "ntriples")
    assert differences(graph_of(EVERYTHING, "x.ttl"), graph_of(data, "x.nt")) == ([], [])
    named = [{"@id": "_:a", "x:y": [{"x:y": ["1"]}]}, {"@id": "_:n1", "x:y": ["2"]}]
    assert encode(named, "ntriples") == b'_:a <x:y> _:n1 .\n_:n1 <x:y> "1" .\n_:x0 <x:y> "2" .\n'
    assert sum(1 for _ in statements(data, "ntriples")) == data.count(b"\n") == len(graph_of(EVERYTHING, "x.ttl"))


def test_the_nodes_are_plain() -> None:
    node = loaded(HEAD + b':x a skos:Concept ; skos:note "a", "b"@en, 1, :y, [ skos:note "c" ], ( :z ) .').nodes[
        "http://e.org/x"
    ]
    assert node["@type"] == ["skos:Concept"]
    assert node["skos:note"] == [
        "a",
        {"@value": "b", "@language": "en"},
        {"@value": "1", "@type": "xsd:integer"},
        {"@id": "http://e.org/y"},
        {"skos:note": ["c"]},
        {"@list": [{"@id": "http://e.org/z"}]},
    ]


def test_a_statement_said_twice_is_one() -> None:
    document = loaded(HEAD + b':x skos:note "a" . :x skos:note "a"^^<http://www.w3.org/2001/XMLSchema#string> .')
    assert document.statements == 1


def test_nameless_nodes_are_named_in_the_order_of_the_file() -> None:
    data = HEAD + b":x skos:a [ a skos:Concept ; skos:note 1 ], [ a skos:Concept ; skos:note 2 ] . _:n1 skos:note 3 ."
    first, second = loaded(data), loaded(data)
    assert first == second
    assert {key for key in first.nodes if key.startswith("_:")} == {"_:n1", "_:n2", "_:n3"}


def test_the_parser_s_own_names_are_known_whatever_their_length() -> None:
    """One in 4,000 begins with three zeros, which the parser does not write."""
    assert all(MADE_BY_PARSER.fullmatch("c" * length) for length in range(27, 33))
    assert MADE_BY_PARSER.fullmatch("cafe") is None
    assert MADE_BY_PARSER.fullmatch("5" * 32) is None


def test_nodes_too_deep_stand_for_themselves() -> None:
    deep = 4 * DEEPEST
    document = loaded(HEAD + b":x skos:a " + b"[ skos:a " * deep + b"1" + b" ]" * deep + b" .")
    assert len(document.nodes) > 3
    lists = loaded(HEAD + b":x skos:a " + b"( " * deep + b"1" + b" )" * deep + b" .")
    assert len(lists.nodes) > 3


def test_a_list_that_is_not_well_made_is_kept_as_it_is() -> None:
    rdf = b"@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    data = (
        HEAD + rdf + b":x skos:a _:l . _:l rdf:first 1, 2 ; rdf:rest _:m . _:m rdf:first 3 ; rdf:rest rdf:nil ; a :C ."
    )
    document = loaded(data)
    written = encode(list(document.nodes.values()), "turtle")
    assert differences(graph_of(data, "x.ttl"), graph_of(written, "x.ttl")) == ([], [])


def test_an_empty_language_in_xml_is_none() -> None:
    """XML takes the language of what is outside away with ``xml:lang=""``."""
    data = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x.example/"
      xml:lang="fr">
      <rdf:Description rdf:about="http://x.example/1"><x:a>un</x:a><x:a xml:lang="">one</x:a>
        <x:b rdf:parseType="Literal"><i xml:lang=''>two</i></x:b></rdf:Description></rdf:RDF>"""
    texts = [(value.value, value.language) for _, _, value in statements(data, "rdfxml")]
    assert texts[:2] == [("un", "fr"), ("one", None)]
    assert texts[2][0].startswith('<i xml:lang="" ')


def test_names_of_graphs_are_kept() -> None:
    data = json.dumps(
        {"@id": "http://e.org/g", "@graph": [{"@id": "http://e.org/x", "http://e.org/p": "v"}]},
    ).encode()
    assert loaded(data, "jsonld").graphs == ["http://e.org/g"]


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        (b"\xef\xbb\xbf  <?xml version='1.0'?><rdf:RDF/>", "rdfxml"),
        (b"<RDF xmlns='x'/>", "rdfxml"),
        (b"<!-- terms --><rdf:RDF/>", "rdfxml"),
        (b'[ {"@id": "x"} ]', "jsonld"),
        (b"{}", "jsonld"),
        (b"[ a <http://e.org/C> ] .", "turtle"),
        (b"# words\n# more\nPREFIX a: <b:>", "turtle"),
        (b"<http://e.org/x> <http://e.org/p> 1 .", "turtle"),
        (b"_:b <http://e.org/p> 1 .", "turtle"),
        (b"Just words, and a table", None),
        (b"code,statement\n1,x\n", None),
        (b"", None),
    ],
)
def test_the_beginning_tells_the_notation(text, notation) -> None:
    assert notation_of(text) == notation


@given(st.text(max_size=30))
def test_short_names_are_never_mistaken(text) -> None:
    for iri in (f"http://e.org/{text}", f"{PREFIXES['skos']}{text}", f"skos:{text}", f"x:{text}"):
        assert expand(compact(iri)) == iri


@pytest.mark.parametrize(
    ("tag", "usual"), [("en-us", "en-US"), ("ZH-hant-tw", "zh-Hant-TW"), ("de-1996", "de-1996"), ("en-x-us", "en-x-us")]
)
def test_tags_as_people_write_them(tag, usual) -> None:
    assert usual_case(tag) == usual


def test_addresses() -> None:
    assert address("http://e.org/a b<c>") == "http://e.org/a%20b%3Cc%3E"
    assert address("urn:x:1") == "urn:x:1"
    assert address("no address") is None


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"@id": "http://e.org/x", "skos:note": ["a\x00b"]}, r"U\+0000"),
        ({"@id": "http://e.org/x", "http://e.org/1": ["a"]}, re.escape("http://e.org/1")),
    ],
)
def test_what_xml_cannot_say_is_said(node, words) -> None:
    with pytest.raises(NotXml, match=words):
        encode([node], "rdfxml")


@pytest.mark.parametrize(
    ("data", "notation"),
    [
        (b"<http://e.org/x> <p", "turtle"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "rdfxml"),
        (b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>', "rdfxml"),
        (b'<!DOCTYPE a SYSTEM "http://e.org/x.dtd"><a/>', "rdfxml"),
        (b'{"@context": "http://e.org/context.jsonld", "@id": "http://e.org/x"}', "jsonld"),
        (b"\xff\xfe\x00", "turtle"),
    ],
)
def test_what_is_not_rdf_or_could_do_harm_is_refused(data, notation) -> None:
    with pytest.raises(NotRdf):
        list(statements(data, notation))


@given(st.binary(max_size=60), st.sampled_from(sorted(ENDING)))
def test_any_bytes_are_read_or_refused(data, notation) -> None:
    with suppress(NotRdf):
        loaded(data, notation)
