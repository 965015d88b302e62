# SPDX-License-Identifier: Apache-2.0
"""SKOS in: trees from links of any direction, labels, links, collections, several schemes and files; and refusals."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from studio.export.service import Options as Written
from studio.export.service import make
from studio.importing.rdf.skos import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.records import Record, Records
from studio.importing.service import import_files
from studio.model import schema
from tests.rdf_graphs import differences, graph_of, union

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix : <http://e.org/> .
"""


def read(text: str | bytes, name: str = "v.ttl", **options: Any) -> Records:
    """The records of a text; the account is checked."""
    data = (HEAD + text).encode() if isinstance(text, str) else text
    records = READER.read(data, name, Options(**options))
    records.report.check()
    assert not records.report.rejected
    return records


def short(key: Any) -> Any:
    """The last part of an address."""
    return key.rpartition("/")[2] if isinstance(key, str) else key


def tree(records: Records, kind: str = "concept") -> list[tuple[str, Any]]:
    """Each item with what is above it, in order."""
    return [(short(each.key), short(each.references.get("parent_id"))) for each in records.of(kind)]


def one(records: Records, name: str) -> Record:
    """The record of an address."""
    return next(each for each in records.items if each.key == f"http://e.org/{name}")


CONCEPTS = ":a a skos:Concept . :b a skos:Concept . :c a skos:Concept . :s a skos:ConceptScheme .\n"


@pytest.mark.parametrize(
    "links",
    [
        ":a skos:topConceptOf :s . :b skos:broader :a . :c skos:broader :b .",
        ":s skos:hasTopConcept :a . :a skos:narrower :b . :b skos:narrower :c .",
        ":a skos:inScheme :s ; skos:narrower :b . :c skos:broader :b .",
        ":a skos:topConceptOf :s ; skos:narrower :b . :s skos:hasTopConcept :a . :b skos:broader :a . "
        ":b skos:narrower :c . :c skos:broader :b .",
        ":b skos:broader :a . :c skos:broader :b .",
    ],
    ids=["broader", "narrower", "half each", "both", "no scheme named"],
)
def test_a_tree_from_links_of_any_direction(links) -> None:
    records = read(CONCEPTS + links)
    assert tree(records) == [("a", None), ("b", "a"), ("c", "b")]
    assert {each.references["scheme_id"] for each in records.of("concept")} == {"http://e.org/s"}


def test_siblings_stand_as_the_parent_lists_them() -> None:
    records = read(CONCEPTS + ":s skos:hasTopConcept :c, :a . :c skos:topConceptOf :s . :b skos:topConceptOf :s .")
    assert [name for name, _ in tree(records)] == ["c", "a", "b"]


def test_of_several_parents_the_first_is_the_place_and_the_others_are_kept() -> None:
    records = read(CONCEPTS + ":c skos:broader :b, :a .")
    assert ("c", "b") in tree(records)
    assert one(records, "c").extra["skos:broader"] == [{"@id": "http://e.org/a"}]


def test_what_contradicts_itself_is_kept() -> None:
    records = read(CONCEPTS + ":a skos:broader :b . :b skos:broader :c . :c skos:broader :a ; skos:topConceptOf :s .")
    assert len(tree(records)) == 3
    assert sum(parent is None for _, parent in tree(records)) == 1


def test_a_concept_of_two_schemes_stands_in_the_first() -> None:
    records = read(CONCEPTS + ":t a skos:ConceptScheme . :a skos:inScheme :t, :s .")
    assert one(records, "a").references["scheme_id"] == "http://e.org/t"
    assert one(records, "a").extra["skos:inScheme"] == [{"@id": "http://e.org/s"}]


def test_links_across_schemes_do_not_make_a_tree() -> None:
    records = read(CONCEPTS + ":t a skos:ConceptScheme . :a skos:inScheme :t . :b skos:inScheme :s ; skos:broader :a .")
    assert ("b", None) in tree(records)
    assert one(records, "b").extra["skos:broader"] == [{"@id": "http://e.org/a"}]


def test_concepts_without_a_scheme_get_one_named_after_the_file(project, tmp_path) -> None:
    text = HEAD + ':a a skos:Concept ; skos:prefLabel "A"@en . :b a skos:Concept ; skos:broader :a .'
    records = read(text.removeprefix(HEAD), "colours.ttl")
    (scheme,) = records.of("concept_scheme")
    assert scheme.inferred
    assert scheme.columns["name"] == {"en": "colours"}
    assert records.report.records == 2
    path = tmp_path / "colours.ttl"
    path.write_text(text)
    import_files(project, [path])
    again = import_files(project, [path])
    assert (again.created, again.updated) == (0, 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_scheme_in_two_files(project, tmp_path, order) -> None:
    texts = (
        ':s a skos:ConceptScheme ; dct:title "S"@de ; skos:hasTopConcept :a .',
        ':a a skos:Concept ; skos:topConceptOf :s ; skos:prefLabel "A"@en . :b a skos:Concept ; skos:broader :a .',
    )
    paths = [tmp_path / f"{number}.ttl" for number in order]
    for number, path in zip(order, paths, strict=True):
        path.write_text(HEAD + texts[number])
    import_files(project, paths)
    (scheme,) = project.rows(select(schema.concept_scheme))
    rows = {short(row.uri): row for row in project.rows(select(schema.concept))}
    assert scheme.uri == "http://e.org/s"
    assert scheme.name["de"] == "S"
    assert rows["b"].parent_id == rows["a"].id
    assert {row.scheme_id for row in rows.values()} == {scheme.id}
    said = graph_of(next(iter(make(project, "skos", (), Written(ending=".ttl")).files.values())), "s.ttl")
    whole = union(graph_of((HEAD + text).encode(), "s.ttl") for text in texts)
    assert differences(whole, said) == ([], [])


def test_a_file_with_concepts_only_changes_nothing_of_their_scheme(project, tmp_path) -> None:
    (tmp_path / "1.ttl").write_text(HEAD + ':s a skos:ConceptScheme ; dct:title "S"@de ; dct:created "2020" .')
    (tmp_path / "2.ttl").write_text(HEAD + ':a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "A"@en .')
    import_files(project, [tmp_path / "1.ttl"])
    before = project.rows(select(schema.concept_scheme))
    report = import_files(project, [tmp_path / "2.ttl"])
    assert (report.created, report.updated) == (1, 0)
    assert project.rows(select(schema.concept_scheme)) == before


def test_labels_of_every_language_and_kind() -> None:
    records = read(
        CONCEPTS + ':a skos:prefLabel "A"@en, "Ä"@de, "Zwei"@de, "bare" ; skos:altLabel "x"@en, "y"@en ; skos:notation'
        ' "1", "2", "3"^^:n ; skos:definition "D"@en, ""@de ; skos:scopeNote "S"@en .'
    )
    record = one(records, "a")
    assert record.columns["label"] == {"en": "A", "de": "Ä"}
    assert record.columns["notation"] == "1"
    assert record.columns["definition"] == {"en": "D"}
    assert record.extra["skos:prefLabel"] == [{"@value": "Zwei", "@language": "de"}, "bare"]
    assert record.extra["skos:notation"] == ["2", {"@value": "3", "@type": "http://e.org/n"}]
    assert [each["@value"] for each in record.extra["skos:altLabel"]] == ["x", "y"]
    assert records.report.went[("skos:altLabel", "extra")] == 2
    assert records.report.went[("skos:prefLabel", "label")] == 2


def test_tags_keep_their_spelling() -> None:
    records = read(CONCEPTS + ':a skos:prefLabel "A"@en-us . :b skos:prefLabel "B"@zh-Hant-TW .')
    assert one(records, "a").columns["label"] == {"en-us": "A"}
    assert one(records, "b").columns["label"] == {"zh-Hant-TW": "B"}


@pytest.mark.parametrize("name", ["dct:title", "skos:prefLabel", "<http://www.w3.org/2000/01/rdf-schema#label>"])
def test_the_title_of_a_scheme_has_many_names(name) -> None:
    records = read(f':s a skos:ConceptScheme ; {name} "Title"@en .')
    assert one(records, "s").columns["name"] == {"en": "Title"}


def test_matches_are_links(project, tmp_path) -> None:
    path = tmp_path / "v.ttl"
    path.write_text(
        HEAD + CONCEPTS + ":a skos:exactMatch <http://other.org/1>, :b ; skos:broadMatch <urn:x:2> ; skos:related :c ."
        " :b skos:relatedMatch :c ; skos:related :b, [ skos:note 'blank' ] ."
    )
    import_files(project, [path])
    ids = {row.id: short(row.uri) for row in project.rows(select(schema.concept))}
    links = {
        (ids[row.origin_id], row.kind, ids.get(row.destination_id, row.destination_uri))
        for row in project.rows(select(schema.association))
    }
    assert links == {
        ("a", "exactAlignment", "http://other.org/1"),
        ("a", "exactAlignment", "b"),
        ("a", "broadAlignment", "urn:x:2"),
        ("a", "isRelatedTo", "c"),
        ("b", "isRelatedTo", "c"),
    }


def test_collections_are_resources_of_their_scheme() -> None:
    records = read(
        CONCEPTS
        + ':a skos:inScheme :s . :l a skos:OrderedCollection ; skos:prefLabel "L"@en ; skos:memberList (:b :a) .'
    )
    (resource,) = records.of("resource")
    assert resource.columns["type"] == "skos:OrderedCollection"
    assert resource.columns["name"] == {"en": "L"}
    assert resource.references["document_id"] == "http://e.org/s"
    assert resource.columns["content"]["skos:memberList"] == [
        {"@list": [{"@id": "http://e.org/b"}, {"@id": "http://e.org/a"}]}
    ]


def test_what_no_class_says_follows_from_the_properties() -> None:
    records = read(":b skos:broader :a . :a skos:prefLabel 'A'@en . :s skos:hasTopConcept :a .")
    assert tree(records) == [("a", None), ("b", "a")]
    assert [short(each.key) for each in records.of("concept_scheme")] == ["s"]


def test_a_vocabulary_becomes_a_framework_where_one_is_named(project, tmp_path) -> None:
    with project.change("Make") as change:
        change.insert(schema.framework, [{"id": "f", "name": {"en": "Mine"}, "position": "a0"}])
    path = tmp_path / "v.ttl"
    path.write_text(
        HEAD + ':s a skos:ConceptScheme ; skos:hasTopConcept :a . :a a skos:Concept ; skos:prefLabel "Read"@en ;'
        ' skos:notation "1" ; skos:narrower :b . :b a skos:Concept ; skos:prefLabel "Skim"@en ;'
        ' skos:definition "Read for the gist"@en .'
    )
    report = import_files(project, [path], into="f")
    assert not project.rows(select(schema.concept))
    rows = {row.uri[-1]: row for row in project.rows(select(schema.competency))}
    assert {row.framework_id for row in rows.values()} == {"f"}
    assert rows["b"].parent_id == rows["a"].id
    assert rows["a"].statement == {"en": "Read"}
    assert rows["a"].code == "1"
    assert (rows["b"].label, rows["b"].statement) == ({"en": "Skim"}, {"en": "Read for the gist"})
    assert report.created == 2


# -- notations

XML = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE rdf:RDF [ <!ENTITY skos "http://www.w3.org/2004/02/skos/core#"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
 <skos:Concept rdf:about="http://e.org/a"><skos:prefLabel xml:lang="fr">\xe9t\xe9</skos:prefLabel>
 <skos:inScheme rdf:resource="http://e.org/s"/></skos:Concept>
</rdf:RDF>"""


def test_xml_in_an_old_encoding() -> None:
    records = read(XML, "v.rdf")
    assert one(records, "a").columns["label"] == {"fr": "été"}
    assert records.report.encoding == "iso-8859-1"


def test_json_with_its_context_inside() -> None:
    document = {
        "@context": {
            "id": "@id",
            "type": "@type",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "label": {"@id": "skos:prefLabel", "@container": "@language"},
            "broader": {"@id": "skos:broader", "@type": "@id"},
        },
        "@graph": [
            {"id": "http://e.org/a", "type": "skos:Concept", "label": {"en": "A", "de": "Ä"}},
            {"id": "http://e.org/b", "type": "skos:Concept", "broader": "http://e.org/a", "colour": "red"},
        ],
    }
    records = read(json.dumps(document).encode(), "v.json")
    assert tree(records) == [("a", None), ("b", "a")]
    assert one(records, "a").columns["label"] == {"en": "A", "de": "Ä"}
    # JSON-LD passes over a name that no context explains; nothing is passed over here.
    assert one(records, "b").extra["x-unmapped:colour"] == ["red"]


def test_addresses_beside_the_file_are_named_as_a_repair() -> None:
    records = read("<> a skos:ConceptScheme ; skos:hasTopConcept <a> . <a> a skos:Concept .", "my colours.ttl")
    assert [each.key for each in records.of("concept_scheme")] == ["file:///my%20colours.ttl"]
    assert any("relative" in each.reason for each in records.report.repaired)


def test_windows_text() -> None:
    data = (HEAD + ':a a skos:Concept ; skos:prefLabel "für"@de .').encode("cp1252")
    assert one(read(data), "a").columns["label"] == {"de": "für"}


# -- which reader

CTDL = b'{"@context": "https://credreg.net/ctdlasn/schema/context/json", "@graph": [{"@type": "skos:ConceptScheme", '
CTDL += b'"@id": "http://e.org/s", "ceasn:name": {"en": "S"}}]}'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (HEAD.encode() + b":a a skos:Concept .", "skos"),
        (b"\xef\xbb\xbf# comment\n" + HEAD.encode() + b":a a skos:Concept .", "skos"),
        (b"<http://e.org/a> a <http://www.w3.org/2004/02/skos/core#Concept> .", "skos"),
        (XML, "skos"),
        (CTDL, "ctdl"),
        (b'[{"uri": "http://e.org/a", "type": "skos:Concept", "prefLabel": "A"}]', "json-table"),
        # As a graph of CTDL it is kept as it stands, without the context that nobody fetches.
        (b'{"@context": ["http://e.org/c", {}], "@id": "http://e.org/a", "@type": "skos:Concept"}', "ctdl"),
    ],
)
def test_the_content_tells_which_reader(data, expected) -> None:
    assert expected in reader_for(data, "file").formats


# -- refusals: one sentence with the file, the place, and what to do

BOMB = b"""<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="http://e.org/&b;"/></rdf:RDF>"""
OUTSIDE = BOMB.replace(b'<!ENTITY b "&a;&a;&a;">', b'<!ENTITY b SYSTEM "file:///etc/passwd">')


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (HEAD.encode() + b":a a skos:Concept ; .. ", "v.ttl", "line 4"),
        (HEAD.encode() + b":a a :B .", "v.ttl", "no SKOS concept"),
        (b"", "v.ttl", "no SKOS concept"),
        (BOMB, "v.rdf", "harm"),
        (OUTSIDE, "v.rdf", "harm"),
        (b'{"@context": "http://e.org/context", "@type": "skos:Concept"}', "v.json", "http://e.org/context"),
        (b'{"@context": {"skos": ', "v.json", "JSON"),
        (b'<?xml version="1.0" encoding="x-none"?><rdf:RDF/>', "v.rdf", "x-none"),
        (b'<?xml version="1.0"?><html><body/></html>', "v.rdf", "RDF/XML"),
        (b"\x00\x01\x02skos:Concept", "v.ttl", "Turtle"),
    ],
)
def test_refusals_name_the_file_and_the_matter(data, name, words) -> None:
    with pytest.raises(ImportRefused) as refused:
        READER.read(data, name, Options())
    assert str(refused.value).startswith(f'"{name}"')
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_deep_and_wide_files_take_no_unreasonable_time() -> None:
    number = 20_000
    chain = "".join(f":c{n} a skos:Concept ; skos:broader :c{n - 1} .\n" for n in range(1, number))
    wide = ":w a skos:Concept ; skos:narrower " + ", ".join(f":c{n}" for n in range(1, number)) + " .\n"
    nested = ":x skos:note " + "[ skos:note " * 2000 + '"x"' + " ]" * 2000 + " .\n"
    records = read(":c0 a skos:Concept .\n" + chain + wide + nested)
    assert sum(1 for _ in records.of("concept")) == number + 1


def test_broken_files_are_refused_or_read_never_anything_else(shared: Path) -> None:
    data = (shared / "standards/skos/skohub-tests/slashURIConceptScheme.ttl").read_bytes()
    for cut in range(0, len(data), 97):
        for broken in (data[:cut], data[:cut] + b"\xff\x00<" + data[cut:]):
            with suppress(ImportRefused):
                READER.read(broken, "broken.ttl", Options()).report.check()
