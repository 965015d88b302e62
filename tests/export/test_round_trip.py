# SPDX-License-Identifier: Apache-2.0
"""Real CTDL-ASN files go in and come out saying the same."""

from __future__ import annotations

import json

import pytest

from studio.export import service
from studio.importing.service import import_files
from studio.model.project import Project

ADDED = {"ctid", "inLanguage", "isPartOf", "isTopChildOf", "hasTopChild"}
"""What an export says beyond its source: what the registry asks for, and links told from both ends."""

FILES = [
    "ace-principles-of-finance-learning-outcomes",
    "bcsp-asp",
    "bcsp-cet",
    "bcsp-csp",
    "bcsp-ohst",
    "bcsp-sts",
    "connecting-credentials-levels",
    "connecting-credentials",
    "onet-abilities",
    "onet-basic-skills",
    "onet-cross-functional-skills",
]


def through(source, tmp_path):
    """What a new project exports after importing the file, and the report of the import."""
    project = Project.create(None, name="Through")
    report = import_files(project, [source])
    environment = "sandbox" if b"sandbox.cred" in source.read_bytes() else "production"
    (tmp_path / "out").mkdir()
    written = service.export(project, "ctdl", tmp_path / "out", environment=environment).files
    again = import_files(project, [source])
    assert (again.created, again.updated) == (0, 0)
    assert again.unchanged == report.created
    project.close()
    return [json.loads(path.read_text(encoding="utf-8")) for path in written], report


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_lost_and_nothing_made_up(tmp_path, shared, triples, name):
    source = shared / "standards/ctdl/samples/frameworks" / f"{name}.json"
    documents, report = through(source, tmp_path)
    original = json.loads(source.read_text(encoding="utf-8-sig"))
    before, after = triples(original), set().union(*(triples(document) for document in documents))
    assert before - after == set()
    assert {triple[1].rsplit("/", 1)[-1].rstrip(">") for triple in after - before} <= ADDED
    (file,) = report.files
    assert file.rejected == []
    assert file.values == file.kept + file.kept_as_extra == leaves(original)
    ctids = {node["ceterms:ctid"] for node in original["@graph"] if "ceterms:ctid" in node}
    assert ctids <= {node["ceterms:ctid"] for document in documents for node in document["@graph"]}


def leaves(document):
    """Every text, number and reference, counted without the program's help."""
    if isinstance(document, dict):
        return sum(leaves(value) for key, value in document.items() if key != "@context")
    if isinstance(document, list):
        return sum(leaves(value) for value in document)
    return 1


def test_old_files_of_single_nodes(tmp_path, shared, triples):
    folder = shared / "standards/ctdl/samples/frameworks"
    (tmp_path / "a").mkdir()
    (framework,), _ = through(folder / "legacy_2018_scrum_framework.json", tmp_path / "a")
    main = framework["@graph"][0]
    # A list of language maps is no JSON-LD; the words are kept all the same.
    assert main["ceasn:conceptKeyword"] == {"en-us": ["keyword 1", "keyword 2", "keyword 3", " credengine "]}
    assert main["ceterms:ctid"] == "ce-cdde7387-230a-3916-afd5-1f6a844bc708"
    assert len(main["ceasn:hasTopChild"]) == 2
    (tmp_path / "b").mkdir()
    (document,), report = through(folder / "legacy_2018_scrum_competency.json", tmp_path / "b")
    (item,) = document["@graph"]
    original = json.loads((folder / "legacy_2018_scrum_competency.json").read_text(encoding="utf-8-sig"))
    assert item["@id"] == original["@id"]
    assert [item["ceasn:isPartOf"]] == original["ceasn:isPartOf"]
    assert item["ceasn:exactAlignment"][0].endswith("ce-2B0B0F0E-AA2F-4BC8-B5B3-F17A92C70CC6")
    assert "named after the file" in report.files[0].repaired[0].reason


def test_our_own_export_comes_back_whole(untouched, tmp_path, triples):
    (tmp_path / "out").mkdir()
    files = service.export(untouched, "ctdl", tmp_path / "out").files
    project = Project.create(None, name="Again")
    report = import_files(project, files)
    assert report.created == 1 + 132 + 60 + 1 + 4 + 1 + 3 + 6 * (1 + 4 + 4 + 16)
    (tmp_path / "again").mkdir()
    written = service.export(project, "ctdl", tmp_path / "again").files
    again, before = (
        {document["@id"]: triples(document) for document in (json.loads(path.read_text("utf-8")) for path in paths)}
        for paths in (written, files)
    )
    assert again == before
    project.close()


def test_our_whole_export_into_the_same_project_changes_nothing_the_second_time(sample, tmp_path):
    (tmp_path / "out").mkdir()
    files = service.export(sample, "ctdl", tmp_path / "out").files
    before = {path.name: path.read_bytes() for path in files}
    report = import_files(sample, files)
    assert report.created == 0
    again = import_files(sample, files)
    assert (again.created, again.updated) == (0, 0)
    for path in service.export(sample, "ctdl", tmp_path / "out").files:
        assert path.read_bytes() == before[path.name]


def test_our_own_export_into_the_same_project_makes_nothing_new(sample, tmp_path):
    service.export(sample, "ctdl", tmp_path / "x.jsonld")
    report = import_files(sample, [tmp_path / "x.jsonld"])
    assert report.created == 0
    again = import_files(sample, [tmp_path / "x.jsonld"])
    assert (again.created, again.updated) == (0, 0)
    first = (tmp_path / "x.jsonld").read_bytes()
    service.export(sample, "ctdl", tmp_path / "x.jsonld")
    assert (tmp_path / "x.jsonld").read_bytes() == first
