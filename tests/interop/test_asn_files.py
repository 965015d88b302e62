# SPDX-License-Identifier: Apache-2.0
"""Every ASN file of the folder of evidence: each value accounted for, and out again as it came in."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from studio.export.service import Options, make
from studio.importing.service import import_files
from studio.model import schema
from studio.model.project import Project
from tests.rdf_graphs import differences, graph_of

RDF = {"ccss-math.asn.rdf.xml": 703, "D10002A5.asn.rdf.xml": 677}
MANIFEST = "ccss-math-D10003FB.asn.json"


@pytest.fixture
def project():
    made = Project.create(None, name="Test")
    yield made
    made.close()


def _statements(project: Project) -> int:
    found = project.scalar(select(func.count()).select_from(schema.competency))
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize("name", RDF)
def test_rdf_comes_and_goes(shared, project, tmp_path, name) -> None:
    path = shared / "standards" / "case" / "asn" / name
    before = graph_of(path.read_bytes(), path.name)
    (file,) = import_files(project, [path]).files
    file.check()
    assert (file.format, file.values, file.rejected) == ("asn", len(before), [])
    assert _statements(project) == RDF[name]
    for ending in (".rdf", ".ttl"):
        made = make(project, "asn", (), Options(ending=ending))
        assert not made.findings
        ((written, data),) = made.files.items()
        assert differences(before, graph_of(bytes(data), written)) == ([], [])
        (tmp_path / written).write_bytes(bytes(data))
        again = import_files(project, [tmp_path / written], dry_run=True)
        assert (again.created, again.updated) == (0, 0)


def test_a_manifest_comes_and_goes(shared, project, tmp_path) -> None:
    path = shared / "standards" / "case" / "asn" / MANIFEST
    before = json.loads(path.read_bytes())
    (file,) = import_files(project, [path]).files
    file.check()
    assert (file.format, file.rejected) == ("asn", [])
    assert file.values == sum(map(_values, before))
    assert _statements(project) == 703
    made = make(project, "asn", (), Options(ending=".json"))
    assert not made.findings
    ((written, data),) = made.files.items()
    assert json.loads(bytes(data)) == before
    (tmp_path / written).write_bytes(bytes(data))
    again = import_files(project, [tmp_path / written], dry_run=True)
    assert (again.created, again.updated) == (0, 0)


def _values(entry: dict[str, object]) -> int:
    """Texts and addresses, labels of addresses, the identifier, places below."""
    found = 0
    for name, value in entry.items():
        for each in value if isinstance(value, list) else [value]:
            found += 1 + (_values(each) if name == "children" else isinstance(each, dict) and "prefLabel" in each)
    return found


def test_the_manifest_and_the_rdf_are_the_same_standards(shared, project) -> None:
    folder = shared / "standards" / "case" / "asn"
    import_files(project, [folder / "ccss-math.asn.rdf.xml"])
    c = schema.competency.c
    columns = (c.uri, c.parent_id, c.code)
    before = {row.uri: row for row in project.rows(select(*columns))}
    import_files(project, [folder / MANIFEST])
    after = {row.uri: row for row in project.rows(select(*columns))}
    assert set(after) == set(before)
    assert {uri: row.parent_id for uri, row in after.items()} == {uri: row.parent_id for uri, row in before.items()}
    codes = {(before[uri].code, row.code) for uri, row in after.items() if row.code != before[uri].code}
    assert codes == {("CCSS.Math.Content.5.MD.B", "CCSS.Math.Content.5.MD.B.2")}  # the two files differ there
