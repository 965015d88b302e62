# SPDX-License-Identifier: Apache-2.0
"""SKOS of thesaurus programs that say labels and notes as nodes (SKOS-XL): shown as texts, written as they came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import SKOS, Literal, URIRef
from sqlalchemy import select

from studio.export.service import Options, export, make
from studio.importing.service import import_files
from studio.model import schema
from studio.model.project import Project
from studio.standards.rdf_writing import NOTATION_OF_ENDING
from tests.rdf_graphs import differences, graph_of, union

TEXT = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix : <http://example.org/v/> .
:s a skos:ConceptScheme ; xl:prefLabel [ a xl:Label ; xl:literalForm "Métiers"@fr ] .
:c a skos:Concept ; skos:topConceptOf :s ; xl:prefLabel :fr, :en ; xl:altLabel :alt ; skos:definition :d .
:fr a xl:Label ; xl:literalForm "Soudage"@fr .
:en a xl:Label ; xl:literalForm "Welding"@en ; xl:labelRelation :fr .
:alt a xl:Label ; xl:literalForm "Soudure"@fr .
:d rdf:value "Joindre des pièces"@fr ; :from "Atlas" .
"""


@pytest.fixture
def project() -> Iterator[Project]:
    made = Project.create(None, name="Test")
    yield made
    made.close()


@pytest.fixture
def vocabulary(project: Project, tmp_path: Path) -> Path:
    """The vocabulary, imported."""
    path = tmp_path / "v.ttl"
    path.write_text(TEXT, encoding="utf-8")
    import_files(project, [path])
    return path


def written(project: Project):
    files = make(project, "skos", (), Options(ending=".ttl")).files
    return union(graph_of(bytes(data), name) for name, data in files.items())


def test_labels_that_are_nodes_name_their_concept(project: Project, vocabulary: Path) -> None:
    scheme = project.row(select(schema.concept_scheme))
    concept = project.row(select(schema.concept))
    assert scheme is not None
    assert concept is not None
    assert (scheme.name, scheme.language) == ({"fr": "Métiers"}, "fr")
    assert concept.label == {"fr": "Soudage", "en": "Welding"}
    assert concept.definition == {"fr": "Joindre des pièces"}
    again = import_files(project, [vocabulary])
    assert (again.created, again.updated) == (0, 0)


def test_they_go_out_as_they_came(project: Project, vocabulary: Path) -> None:
    assert differences(graph_of(vocabulary.read_bytes(), "v.ttl"), written(project)) == ([], [])


def test_another_text_is_written_beside_the_node(project: Project, vocabulary: Path) -> None:
    concept = project.row(select(schema.concept))
    assert concept is not None
    with project.change("Edit") as change:
        change.update(schema.concept, {concept.id: {"label": {"fr": "Souder", "en": "Welding"}}})
    labels = written(project).objects(URIRef("http://example.org/v/c"), SKOS.prefLabel)
    assert list(labels) == [Literal("Souder", "fr")]


@pytest.mark.parametrize("format", ["skos", "asn"])
@pytest.mark.parametrize("ending", [ending for ending in NOTATION_OF_ENDING if ending not in (".owl", ".json")])
def test_every_notation_that_is_written_is_an_ending_of_the_format(project, tmp_path, format, ending) -> None:
    """With several documents the place that was named is the first one's file and no folder."""
    for name in ("One", "Two"):
        with project.change("Add") as change:
            change.insert(schema.framework, [{"name": {"en": name}}])
    place = tmp_path / f"out{ending}"
    assert place in export(project, format, place).files
    assert place.is_file()
