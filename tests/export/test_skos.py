# SPDX-License-Identifier: Apache-2.0
"""SKOS out again: the statements that came in, in every notation; edits and new items; frameworks in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SKOS, Graph, URIRef
from sqlalchemy import func, select

from studio.export.service import Options, make
from studio.importing.apply import apply
from studio.importing.rdf.skos import READER
from studio.importing.readers import Options as Chosen
from studio.importing.service import import_files
from studio.model import schema
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.standards.skos_view import apart, joined
from tests.rdf_graphs import differences, graph_of, union

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix : <http://example.org/v/> .
"""
NOTATIONS = (".ttl", ".nt", ".rdf", ".jsonld")


@pytest.fixture
def project() -> Iterator[Project]:
    made = Project.create(None, name="Test")
    yield made
    made.close()


@pytest.fixture
def bring(project: Project, tmp_path: Path) -> Callable[..., Any]:
    """Import a text as a file."""

    def bring(text: str | bytes, name: str = "v.ttl", **more: Any) -> Any:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return import_files(project, [path], **more)

    return bring


def written(project: Project, ending: str = ".ttl", *ids: str) -> Graph:
    """What the export says, all files together."""
    files = make(project, "skos", ids, Options(ending=ending)).files
    return union(graph_of(bytes(data), name) for name, data in files.items())


VOCABULARY = (
    HEAD
    + """
:s a skos:ConceptScheme ; dct:title "Berufe"@de, "Jobs"@en ; dct:created "2020-01-01"^^:date .
:a a skos:Concept ; skos:prefLabel "A"@en ; skos:narrower :b, :c ; skos:topConceptOf :s .
:a skos:notation "1", "x"^^:scheme .
:b a skos:Concept ; skos:prefLabel "B"@en ; skos:altLabel "Bee"@en, "Be"@en ; skos:exactMatch <http://other.org/b> .
:c a skos:Concept ; skos:prefLabel "C" ; skos:related :b ; skos:relatedMatch :b ; skos:definition ""@en .
:list a skos:OrderedCollection ; skos:prefLabel "L"@en ; skos:memberList ( :c :a "x" ) .
"""
)


@pytest.mark.parametrize("ending", NOTATIONS)
def test_what_came_in_goes_out(project, bring, ending) -> None:
    report = bring(VOCABULARY)
    assert not report.files[0].rejected
    assert differences(graph_of(VOCABULARY.encode(), "v.ttl"), written(project, ending)) == ([], [])


def test_the_same_project_makes_the_same_bytes(project, bring) -> None:
    bring(VOCABULARY)
    for ending in NOTATIONS:
        assert make(project, "skos", (), Options(ending=ending)) == make(project, "skos", (), Options(ending=ending))


def test_importing_the_export_again_changes_nothing(project, bring) -> None:
    bring(VOCABULARY)
    for ending in NOTATIONS:
        ((name, data),) = make(project, "skos", (), Options(ending=ending)).files.items()
        report = bring(bytes(data), name)
        assert (report.created, report.updated) == (0, 0), ending


def test_a_new_concept_is_linked_from_both_sides(project, bring) -> None:
    bring(VOCABULARY)
    c = schema.concept.c
    parent = project.row(select(schema.concept).where(c.uri == "http://example.org/v/b"))
    with project.change("Add") as change:
        (new,) = change.insert(
            schema.concept,
            [
                {
                    "scheme_id": parent.scheme_id,
                    "parent_id": parent.id,
                    "position": "a5",
                    "ctid": "ce-6a1f9d0e-1111-4222-8333-944444444444",
                    "label": {"en": "New"},
                }
            ],
        )
    graph = written(project)
    at = URIRef("https://credentialengineregistry.org/resources/ce-6a1f9d0e-1111-4222-8333-944444444444")
    b = URIRef("http://example.org/v/b")
    assert new
    assert (at, RDF.type, SKOS.Concept) in graph
    assert (at, SKOS.broader, b) in graph
    assert (b, SKOS.narrower, at) in graph
    assert (at, SKOS.inScheme, URIRef("http://example.org/v/s")) in graph
    lost, _ = differences(graph_of(VOCABULARY.encode(), "v.ttl"), graph)
    assert [each for each in lost if "_:" not in each] == []


def test_a_concept_that_moved_says_its_new_place_only(project, bring) -> None:
    bring(VOCABULARY)
    c = schema.concept.c
    ids = {row.uri[-1]: row.id for row in project.rows(select(c.id, c.uri))}
    with project.change("Move") as change:
        change.update(schema.concept, {ids["b"]: {"parent_id": None}, ids["c"]: {"parent_id": ids["b"]}})
    graph = written(project)
    name = {key: URIRef(f"http://example.org/v/{key}") for key in "abcs"}
    assert list(graph.objects(name["a"], SKOS.narrower)) == []
    assert (name["b"], SKOS.topConceptOf, name["s"]) in graph
    assert (name["s"], SKOS.hasTopConcept, name["b"]) in graph
    assert list(graph.objects(name["b"], SKOS.narrower)) == [name["c"]]  # the way this vocabulary says it
    assert list(graph.objects(name["c"], SKOS.broader)) == []


def test_a_changed_title_keeps_its_property_and_its_missing_language(project, bring) -> None:
    bring(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dc: <http://purl.org/dc/elements/1.1/> ."
        ' <http://e.org/s> a skos:ConceptScheme ; dc:title "Old" . '
        '<http://e.org/a> a skos:Concept ; skos:inScheme <http://e.org/s> ; skos:prefLabel "Rot"@de .'
    )
    row = project.row(select(schema.concept_scheme))
    assert row.name == {"de": "Old"}
    with project.change("Rename") as change:
        change.update(schema.concept_scheme, {row.id: {"name": {"de": "New", "en": "Newer"}}})
    titles = set(written(project).objects(URIRef("http://e.org/s"), URIRef("http://purl.org/dc/elements/1.1/title")))
    assert {(str(title), title.language) for title in titles} == {("New", None), ("Newer", "en")}


def test_the_name_of_a_graph_is_kept_where_there_is_a_place_for_it(project, bring) -> None:
    text = (
        '{"@context": {"skos": "http://www.w3.org/2004/02/skos/core#"}, "@id": "http://e.org/g", "@graph": '
        '[{"@id": "http://e.org/a", "@type": "skos:Concept", "colour": "red"}]}'
    )
    assert not bring(text, "v.jsonld").files[0].rejected
    made = make(project, "skos", (), Options(ending=".jsonld"))
    document = json.loads(bytes(next(iter(made.files.values()))))
    assert document["@id"] == "http://e.org/g"
    assert document["@graph"][0]["colour"] == "red"
    assert made.findings == []
    told = [str(each) for each in make(project, "skos", (), Options(ending=".ttl")).findings]
    assert len(told) == 2
    assert "names of graphs" in told[1]


def test_a_property_that_xml_cannot_name_is_refused_with_words(project, bring) -> None:
    bring(HEAD + ':a a skos:Concept ; skos:prefLabel "A"@en ; <http://example.org/1> "x" .')
    with pytest.raises(StudioError, match=r"example\.org/1.*Choose Turtle"):
        written(project, ".rdf")


def test_a_character_that_xml_cannot_hold_is_refused_with_words(project, bring) -> None:
    bring(HEAD + ':a a skos:Concept ; skos:prefLabel "A\\u0001"@en .')
    with pytest.raises(StudioError, match=r"U\+0001.*Choose Turtle"):
        written(project, ".rdf")


# -- frameworks, and schemes that did not come from SKOS


def test_a_framework_is_a_scheme_for_programs_that_know_skos(sample) -> None:
    framework = sample.row(select(schema.framework).order_by(schema.framework.c.position))
    graph = written(sample, ".ttl", framework.id)
    of_framework = schema.competency.c.framework_id == framework.id
    items = sample.scalar(select(func.count()).select_from(schema.competency).where(of_framework))
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == items
    for concept in concepts:
        assert list(graph.objects(concept, SKOS.prefLabel))
        broader, top = list(graph.objects(concept, SKOS.broader)), list(graph.objects(concept, SKOS.topConceptOf))
        assert len(broader) + len(top) == 1
        above = (broader[0], SKOS.narrower) if broader else (scheme, SKOS.hasTopConcept)
        assert (*above, concept) in graph
        tags = [label.language for label in graph.objects(concept, SKOS.prefLabel)]
        assert len(tags) == len(set(tags))  # one preferred label a language (S14)


def test_the_label_is_preferred_and_the_statement_is_the_definition() -> None:
    node = {
        "@id": "http://e.org/c",
        "@type": ["ceasn:Competency"],
        "ceasn:competencyLabel": [{"@value": "Skim", "@language": "en"}],
        "ceasn:competencyText": [
            {"@value": "Read for the gist", "@language": "en"},
            {"@value": "Überfliegen", "@language": "de"},
        ],
        "ceasn:exactAlignment": [{"@id": "http://e.org/d"}],
    }
    both = joined(node)
    assert both["@type"] == ["ceasn:Competency", "skos:Concept"]
    assert both["skos:prefLabel"] == [
        {"@value": "Überfliegen", "@language": "de"},
        {"@value": "Skim", "@language": "en"},
    ]
    assert both["skos:definition"] == [{"@value": "Read for the gist", "@language": "en"}]
    assert both["skos:exactMatch"] == [{"@id": "http://e.org/d"}]
    assert apart(both)[0] == node
    changed = {**both, "skos:prefLabel": [{"@value": "Glance", "@language": "en"}]}
    assert apart(changed)[0]["skos:prefLabel"] == [{"@value": "Glance", "@language": "en"}]


@pytest.mark.parametrize("ending", NOTATIONS)
def test_frameworks_come_back_whole(sample, tmp_path, ending) -> None:
    made = make(sample, "skos", (), Options(ending=ending))
    paths = []
    for name, data in made.files.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(bytes(data))
    report = import_files(sample, paths, dry_run=True)
    assert report.created == 0
    assert not [rejected for file in report.files for rejected in file.rejected]
    assert {file.format for file in report.files} == {"skos"}
    fields = {name for outcome in report.outcomes for name, _, _ in outcome.differences}
    assert fields <= {"extra"}, [outcome for outcome in report.outcomes if outcome.differences][:3]


def test_what_skos_cannot_hold_is_said(sample) -> None:
    findings = make(sample, "skos", (), Options(ending=".ttl")).findings
    assert any("complexity" in str(each) for each in findings)


# -- any vocabulary

_NAMES = st.sampled_from([f"http://e.org/{name}" for name in ("s", "t", "a", "b", "c", "d", "x")])
_BLANK = st.sampled_from(["_:m", "_:n"])
_SK = "http://www.w3.org/2004/02/skos/core#"
_LINKS = st.sampled_from(
    [_SK + name for name in ("broader", "narrower", "topConceptOf", "hasTopConcept", "inScheme", "related", "member")]
    + [_SK + name for name in ("exactMatch", "relatedMatch", "broadMatch")]
    + ["http://purl.org/dc/terms/isReplacedBy", "http://e.org/own#link"]
)
_TEXTS = st.sampled_from(
    [_SK + name for name in ["prefLabel", "altLabel", "definition", "note", "notation"]]
    + ["http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title", "http://e.org/own#text"]
)
_CLASSES = st.sampled_from([_SK + name for name in ("ConceptScheme", "Concept", "Collection")] + ["http://e.org/own#C"])
_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0x2FFF), max_size=4)
_VALUES = st.builds(
    lambda text, how: f'"{text.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"{how}',
    _WORDS,
    st.sampled_from(
        ["", "@en", "@de", "@en-US", "^^<http://e.org/type>", "^^<http://www.w3.org/2001/XMLSchema#string>"]
    ),
)


def _iri(name: str) -> str:
    return name if name.startswith("_:") else f"<{name}>"


def _documents(subjects: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    types = st.builds(lambda s, c: f"{_iri(s)} <{RDF.type}> <{c}> .", subjects, _CLASSES)
    links = st.builds(lambda s, p, o: f"{_iri(s)} <{p}> {_iri(o)} .", subjects, _LINKS, subjects)
    texts = st.builds(lambda s, p, v: f"{_iri(s)} <{p}> {v} .", subjects, _TEXTS, _VALUES)
    lines = st.lists(st.one_of(types, links, texts), max_size=25)
    first = f"<http://e.org/a> <{RDF.type}> <{_SK}Concept> ."
    return lines.map(lambda each: "\n".join([first, *each]))


def _same_again(text: str, ending: str) -> None:
    project = Project.create(None, name="Test")
    try:
        records = READER.read(text.encode(), "v.nt", Chosen())
        records.report.check()
        assert not records.report.rejected
        apply(project, records)
        assert differences(graph_of(text.encode(), "v.nt"), written(project, ending)) == ([], [])
    finally:
        project.close()


@given(_documents(_NAMES), st.sampled_from(NOTATIONS))
def test_any_vocabulary_goes_out_as_it_came_in(text, ending) -> None:
    _same_again(text, ending)


@given(_documents(st.one_of(st.sampled_from(["http://e.org/a", "http://e.org/b"]), _BLANK)), st.sampled_from(NOTATIONS))
def test_nodes_without_address_too(text, ending) -> None:
    if "ConceptScheme" in text or "hasTopConcept" in text or "topConceptOf" in text or "inScheme" in text:
        return  # two schemes make two documents, and a node without address is of one document only
    _same_again(text, ending)
