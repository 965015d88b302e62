# SPDX-License-Identifier: Apache-2.0
"""Every SKOS file of the folder of evidence: each statement accounted for, and out again as it came in, says rdflib."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, SKOS
from sqlalchemy import func, select

from studio.export.service import Options, make
from studio.importing.readers import ImportRefused
from studio.importing.service import import_files
from studio.model import schema
from studio.model.errors import StudioError
from studio.model.project import Project
from tests.rdf_graphs import differences, graph_of, union

FILES = (
    "vocabs/digcomp.ttl",
    "vocabs/educationalLevel.ttl",
    "vocabs/kldb4.ttl",
    "skohub-tests/hashURIConceptScheme.ttl",
    "skohub-tests/interactivityType.ttl",
    "skohub-tests/invalid_hashURIConceptScheme.ttl",
    "skohub-tests/oneConceptSchemeTwoFiles_1.ttl",
    "skohub-tests/oneConceptSchemeTwoFiles_2.ttl",
    "skohub-tests/slashURIConceptScheme.ttl",
    "skohub-tests/slashURIConceptSchemeDCproperties.ttl",
    "skohub-tests/twoConceptSchemesOneFile.ttl",
)
NOT_IN_XML = ("hashURIConceptScheme.ttl", "invalid_hashURIConceptScheme.ttl")  # a property that ends with a colon


@pytest.fixture
def project():
    made = Project.create(None, name="Test")
    yield made
    made.close()


@pytest.mark.parametrize("name", FILES)
def test_every_statement_comes_and_goes(shared, project, tmp_path, name) -> None:
    path = shared / "standards" / "skos" / name
    before = graph_of(path.read_bytes(), path.name)
    report = import_files(project, [path])
    (file,) = report.files
    file.check()
    assert file.format == "skos"
    assert not file.rejected
    assert file.values == len(before)
    concepts = project.scalar(select(func.count()).select_from(schema.concept))
    assert concepts == len(set(before.subjects(RDF.type, SKOS.Concept)))
    for ending in (".ttl", ".rdf", ".jsonld"):
        if ending == ".rdf" and path.name in NOT_IN_XML:
            with pytest.raises(StudioError, match="Choose Turtle"):
                make(project, "skos", (), Options(ending=ending))
            continue
        made = make(project, "skos", (), Options(ending=ending))
        assert not made.findings
        graphs = union(graph_of(bytes(data), each) for each, data in made.files.items())
        assert differences(before, graphs) == ([], [])
        again = import_files(project, _written(tmp_path, made.files), dry_run=True)
        assert (again.created, again.updated) == (0, 0)


def test_a_large_vocabulary(shared, project) -> None:
    """As above; rdflib would take half a minute, so the parser that reads here says what the file holds."""
    path = shared / "standards" / "skos" / "vocabs" / "esco-occupations-de.ttl"
    (file,) = import_files(project, [path]).files
    ((_, data),) = make(project, "skos", (), Options(ending=".ttl")).files.items()
    before, after = (set(map(str, parse(each, format=RdfFormat.TURTLE))) for each in (path.read_bytes(), bytes(data)))
    assert before == after
    assert file.values == len(before)
    assert not file.rejected


def _written(folder: Path, files) -> list[Path]:
    for name, data in files.items():
        (folder / name).write_bytes(bytes(data))
    return [folder / name for name in files]


def test_all_files_in_one_project(shared, project) -> None:
    folder = shared / "standards" / "skos"
    small = [folder / name for name in FILES if "kldb" not in name and "invalid" not in name]
    import_files(project, small)
    before = union(graph_of(path.read_bytes(), path.name) for path in small)
    made = make(project, "skos", (), Options(ending=".ttl"))
    lost, _ = differences(before, union(graph_of(bytes(data), each) for each, data in made.files.items()))
    assert lost == []


def test_shapes_are_no_vocabulary(shared, project) -> None:
    path = shared / "standards" / "skos" / "skohub-tests" / "skohub.shacl.ttl"
    with pytest.raises(ImportRefused, match=r'"skohub\.shacl\.ttl" describes no SKOS concept'):
        import_files(project, [path])


@pytest.mark.parametrize("name", ["vocabs/kldb4.ttl", "vocabs/educationalLevel.ttl"])
def test_by_way_of_ctdl_the_tree_and_the_labels_stay(shared, project, tmp_path, name) -> None:
    import_files(project, [shared / "standards" / "skos" / name])
    made = make(project, "ctdl")
    other = Project.create(None, name="Other")
    try:
        paths = []
        for each, pieces in made.files.items():
            paths.append(tmp_path / each)
            paths[-1].write_bytes(pieces if isinstance(pieces, bytes) else b"".join(pieces))
        import_files(other, paths)
        assert _outline(other) == _outline(project)
    finally:
        other.close()


def _outline(project: Project) -> list[tuple[object, ...]]:
    c = schema.concept.c
    rows = project.rows(select(schema.concept).order_by(c.position, c.id))
    uris = {row.id: row.uri for row in rows}
    return sorted(
        (row.uri, uris.get(row.parent_id), row.notation, sorted((row.label or {}).items()), row.position)
        for row in rows
    )
