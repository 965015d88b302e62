# SPDX-License-Identifier: Apache-2.0
"""ASN out again: the statements and manifests that came in; edits; frameworks that never were ASN."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, URIRef
from rdflib.namespace import Namespace
from sqlalchemy import select

from studio.export.service import Options, make
from studio.importing.apply import apply
from studio.importing.rdf.asn import READER
from studio.importing.readers import Options as Chosen
from studio.importing.service import import_files
from studio.model import schema
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.standards import asn
from tests.importing.test_asn import MANIFEST
from tests.importing.test_asn import RDF as DOCUMENT
from tests.rdf_graphs import differences, graph_of

ASN = Namespace("http://purl.org/ASN/schema/core/")
GEMQ = Namespace("http://purl.org/gem/qualifiers/")


@pytest.fixture
def project():
    made = Project.create(None, name="Test")
    yield made
    made.close()


def bring(project: Project, data: Any, name: str = "asn.ttl") -> None:
    text = data if isinstance(data, str) else json.dumps(data)
    apply(project, READER.read(text.encode(), name, Chosen()))


def written(project: Project, ending: str) -> tuple[str, bytes]:
    """The one file of the export."""
    ((name, data),) = make(project, "asn", (), Options(ending=ending)).files.items()
    return name, bytes(data)


@pytest.mark.parametrize("ending", [".rdf", ".xml", ".ttl", ".jsonld"])
def test_what_came_in_goes_out(project, ending) -> None:
    bring(project, DOCUMENT)
    name, data = written(project, ending)
    assert differences(graph_of(DOCUMENT.encode(), "asn.ttl"), graph_of(data, name)) == ([], [])
    assert make(project, "asn", (), Options(ending=ending)) == make(project, "asn", (), Options(ending=ending))


def test_a_document_without_status_is_not_called_a_draft(project) -> None:
    bare = "\n".join(line for line in DOCUMENT.splitlines() if "asn:publicationStatus" not in line)
    assert bare != DOCUMENT.rstrip()
    bring(project, bare)
    name, data = written(project, ".ttl")
    assert differences(graph_of(bare.encode(), "asn.ttl"), graph_of(data, name)) == ([], [])


def test_a_manifest_repeats_the_text_that_it_repeated(project) -> None:
    """Of several descriptions the one in the main language is the statement; another may be the text of the tree."""
    one = {
        "id": "http://e.org/1",
        "dcterms_description": ["Zwei", {"literal": "Two", "language": "en"}],
        "text": "Zwei",
    }
    two = {"id": "http://e.org/2", "dcterms_description": [{"uri": "http://e.org/x", "prefLabel": "x"}, "0"]}
    bring(project, [{**one, "leaf": "true"}, {**two, "leaf": "true"}], "asn.json")
    first, second = json.loads(written(project, ".json")[1])
    assert first["text"] == "Zwei"
    assert "text" not in second


def test_a_manifest_goes_out_as_it_came_in(project) -> None:
    bring(project, MANIFEST, "asn.json")
    assert json.loads(written(project, ".json")[1]) == MANIFEST


def test_an_edit_reaches_what_repeats_it(project) -> None:
    bring(project, MANIFEST, "asn.json")
    c = schema.competency.c
    row = project.row(select(schema.competency).where(c.code == "1"))
    with project.change("Reword") as change:
        change.update(schema.competency, {row.id: {"statement": {"en-US": "New"}}})
    (first,) = json.loads(written(project, ".json")[1])
    assert first["text"] == first["dcterms_description"]["literal"] == "New"


def test_rdf_as_a_manifest_says_what_it_cannot_hold(project) -> None:
    bring(project, DOCUMENT)
    made = make(project, "asn", (), Options(ending=".json"))
    document = json.loads(bytes(next(iter(made.files.values()))))
    assert document["dc_title"] == {"literal": "Standards", "language": "en-US"}
    assert [each["text"] for each in document["children"]] == ["Two", "One"]
    assert document["children"][1]["children"][0]["leaf"] == "true"
    assert "gemq_isChildOf" not in document["children"][0]
    assert [str(each) for each in made.findings] == [
        "ASN has no place for: descriptions of the document's own file. It stays in the project."
    ]


def test_a_framework_that_never_was_asn(sample) -> None:
    framework = sample.row(select(schema.framework).order_by(schema.framework.c.position))
    made = make(sample, "asn", [framework.id], Options(ending=".rdf"))
    ((name, data),) = made.files.items()
    graph = graph_of(bytes(data), name)
    rows = sample.rows(select(schema.competency).where(schema.competency.c.framework_id == framework.id))
    (document,) = graph.subjects(RDF.type, ASN.StandardDocument)
    statements = set(graph.subjects(RDF.type, ASN.Statement))
    assert len(statements) == len(rows)
    for statement in statements:
        (above,) = graph.objects(statement, GEMQ.isChildOf)
        assert (above, GEMQ.hasChild, statement) in graph
        assert (statement, URIRef("http://purl.org/dc/terms/isPartOf"), document) in graph
    told = {each.id for each in made.findings if "complexity" in str(each)}
    assert told == {row.id for row in rows if row.complexity}


def test_a_publisher_that_is_known_by_its_ctid_alone(project) -> None:
    """The organization is in the registry, though not in the project."""
    ctid = "ce-00000001-0000-4000-8000-000000000000"
    with project.change("Add") as change:
        change.insert(schema.framework, [{"name": {"en": "One"}, "publisher_id": ctid}])
    made = make(project, "asn", (), Options(ending=".ttl"))
    assert not any("publisher" in str(finding) for finding in made.findings)
    ((name, data),) = made.files.items()
    graph = graph_of(bytes(data), name)
    publisher = URIRef(f"https://credentialengineregistry.org/resources/{ctid}")
    assert list(graph.objects(None, URIRef("http://purl.org/dc/terms/publisher"))) == [publisher]


@pytest.mark.parametrize("ending", [".rdf", ".json"])
def test_it_comes_back_with_what_asn_can_hold(sample, tmp_path, ending) -> None:
    framework = sample.row(select(schema.framework).order_by(schema.framework.c.position))
    made = make(sample, "asn", [framework.id], Options(ending=ending))
    ((name, data),) = made.files.items()
    path = tmp_path / name
    path.write_bytes(bytes(data))
    other = Project.create(None, name="Other")
    try:
        report = import_files(other, [path])
        assert not report.files[0].rejected
        assert _held(other, other.row(select(schema.framework)).id) == _held(sample, framework.id)
    finally:
        other.close()


def _held(project: Project, framework_id: str) -> list[tuple[Any, ...]]:
    c = schema.competency.c
    rows = project.rows(select(schema.competency).where(c.framework_id == framework_id))
    codes = {row.id: row.code for row in rows}
    return sorted(
        (row.ctid, row.code, codes.get(row.parent_id) or "", json.dumps(row.statement), row.item_type or "")
        for row in rows
    )


def test_only_frameworks_are_asn_documents(sample) -> None:
    badge = sample.row(select(schema.badge))
    with pytest.raises(StudioError, match="made of frameworks"):
        make(sample, "asn", [badge.id])


def test_every_column_has_a_property_or_is_named_as_lost() -> None:
    elsewhere = {"id", "ctid", "uri", "extra", "position", "parent_id", "framework_id", "publisher_id", "text_times"}
    for table in ("framework", "competency"):
        held = {field.column for field in asn.FIELDS[table]} | set(asn.UNWRITTEN[table]) | elsewhere | {"language"}
        assert {column.name for column in schema.ITEMS[table].c} - held == set()


_TEXT = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x2FFF), max_size=5)
_ADDRESS = st.sampled_from(["http://e.org/1", "http://e.org/2/", "urn:x:3"])
_VALUE = st.one_of(
    _TEXT,
    st.fixed_dictionaries({"literal": _TEXT, "language": st.sampled_from(["en", "en-US", "not a tag"])}),
    st.fixed_dictionaries({"uri": _ADDRESS}, optional={"prefLabel": _TEXT}),
    st.none(),
    st.integers(),
    st.dictionaries(_TEXT, _TEXT, max_size=2),
)
_ENTRIES = st.one_of(_VALUE, st.lists(_VALUE, max_size=3))
_NAMES = st.sampled_from(
    [
        "asn_comment",
        "asn_listID",
        "dcterms_description",
        "skos_exactMatch",
        "dcterms_educationLevel",
        "text",
        "cls",
        "x",
    ]
)
_STATEMENT = st.deferred(
    lambda: st.builds(
        lambda entry, more: {**entry, **more},
        st.dictionaries(_NAMES, _ENTRIES, max_size=4),
        st.fixed_dictionaries({}, optional={"id": _ADDRESS, "children": st.lists(_STATEMENT, max_size=2)}),
    )
)


def _unordered(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The order of statements means something, that of several values of one property does not."""
    return [
        {
            name: _unordered(value)
            if name == "children" and value and all(isinstance(each, dict) for each in value)
            else sorted(json.dumps(each, sort_keys=True) for each in value)
            if isinstance(value, list)
            else value
            for name, value in entry.items()
        }
        for entry in entries
    ]


@given(st.lists(_STATEMENT, min_size=1, max_size=3))
def test_any_manifest_goes_out_as_it_came_in(statements) -> None:
    document = [{"asn_indexingStatus": "Yes", **statement} for statement in statements]
    project = Project.create(None, name="Test")
    try:
        records = READER.read(json.dumps(document).encode(), "asn.json", Chosen())
        records.report.check()
        assert not records.report.rejected
        apply(project, records)
        assert _unordered(json.loads(written(project, ".json")[1])) == _unordered(document)
    finally:
        project.close()
