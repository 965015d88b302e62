# SPDX-License-Identifier: Apache-2.0
"""Turtle says the same as the JSON-LD, by the published contexts and by an independent reader."""

from __future__ import annotations

import json
import re

import pyoxigraph
import pytest
from sqlalchemy import select

from studio.export import service
from studio.importing.service import import_files
from studio.model import items, schema
from studio.model.project import Project


def turtle(path):
    """The triples of a Turtle file in the form of the fixture ``triples``, read by another library than wrote it."""
    found = set()
    for triple in pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
        found.add((plain(triple.subject), plain(triple.predicate), plain(triple.object)))
    return found


def plain(term):
    if isinstance(term, pyoxigraph.NamedNode):
        return f"<{term.value}>"
    if isinstance(term, pyoxigraph.BlankNode):
        return f"<_:{term.value}>"
    value = term.value
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", value):
        value = repr(float(value))
    return f'"{value}"@{term.language.lower()}' if term.language else f'"{value}"'


def unlabelled(found):
    """Blank nodes have other names in each document; what is said about them is compared without the names."""
    return sorted(tuple("_" if part.startswith("<_:") else part for part in triple) for triple in found)


def written(project, tmp_path, format):
    folder = tmp_path / format
    folder.mkdir()
    return {path.stem: path for path in service.export(project, format, folder).files}


def test_the_sample_says_the_same_in_both(untouched, tmp_path, triples):
    graphs, texts = written(untouched, tmp_path, "ctdl"), written(untouched, tmp_path, "turtle")
    assert set(graphs) == set(texts)
    for name, path in graphs.items():
        expected = unlabelled(triples(json.loads(path.read_text(encoding="utf-8"))))
        assert unlabelled(turtle(texts[name])) == expected, name


def test_untidy_values_are_written_as_valid_turtle(sample, tmp_path, triples):
    extra = {
        "ceasn:source": ["https://x.example/a b", "not an address"],
        "ceasn:weight": "0.5",
        "ceasn:shouldIndex": True,
        "made:up": [1, 2.5, "text", {"@value": "x", "@language": "en"}, {"@value": "1", "@type": "xsd:integer"}],
        "ceterms:industryType": {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": "https://n.example",
        },
        "ceasn:comment": {"en": 'quote " and \\ and\nline', "not a tag!": "x"},
        "plainName": "not a triple",
    }
    c = schema.competency
    first = sample.row(c.select().where(c.c.code == "MT.SAF")).id
    items.set_field(sample, c, [first], {"extra": {"ctdl": extra}})
    found = turtle(written(sample, tmp_path, "turtle")["framework-MT"])
    objects = {triple[2] for triple in found}
    for wanted in ('"0.5"', '"true"', '"1.0"', '"2.5"', '"x"@en', "<https://x.example/a%20b>", '"x"'):
        assert wanted in objects, wanted
    assert '"quote \\" and' not in objects
    assert '"not a triple"' not in objects


def test_turtle_comes_back_as_the_same_framework(sample, tmp_path):
    files = written(sample, tmp_path, "turtle")
    project = Project.create(None, name="Again")
    report = import_files(project, [files["framework-MT"], files["levels-MT-stages"]])
    assert report.created == 132 + 1 + 1 + 3 + 60
    again = written(project, tmp_path / "again_parent", "turtle") if (tmp_path / "again_parent").mkdir() is None else {}
    lost = turtle(files["framework-MT"]) - turtle(again["framework-MT"])
    assert {triple for triple in lost if "<_:" not in "".join(triple)} == set()
    project.close()


@pytest.mark.parametrize("name", ["bcsp-sts"])
def test_a_real_turtle_file(tmp_path, shared, triples, name):
    folder = shared / "standards/ctdl/samples/frameworks"
    project = Project.create(None, name="Real")
    report = import_files(project, [folder / f"{name}.ttl"])
    assert report.files[0].format == "turtle"
    (made,) = written(project, tmp_path, "ctdl").values()
    expected = triples(json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig")))
    found = triples(json.loads(made.read_text(encoding="utf-8")))
    assert expected - found == set()
    assert {triple[1].rsplit("/", 1)[-1] for triple in found - expected} == {"ctid>", "inLanguage>"}
    project.close()


MIXED = """@prefix ceasn: <https://purl.org/ctdlasn/terms/> .
@prefix ceterms: <https://purl.org/ctdl/terms/> .
<https://x.example/f> a ceasn:CompetencyFramework ; ceasn:name "Rahmen"@de-AT, "Frame" ;
    ceterms:ctid "ce-00000000-0000-4000-8000-00000000000a" ; ceasn:hasTopChild <https://x.example/c> .
<https://x.example/c> a ceasn:Competency ; ceasn:competencyText "Eins", "One" ; ceasn:isPartOf <https://x.example/f> ;
    ceterms:ctid "ce-00000000-0000-4000-8000-00000000000b" .
"""


@pytest.mark.parametrize("format", ["turtle", "skos"])
def test_texts_with_and_without_language_side_by_side(empty, tmp_path, format):
    """Both are names: one is shown, and both come out again."""
    path = tmp_path / "mixed.ttl"
    path.write_text(MIXED)
    import_files(empty, [path])
    (framework,), (competency,) = empty.rows(select(schema.framework)), empty.rows(select(schema.competency))
    assert (framework.name, competency.statement) == ({"de-AT": "Rahmen"}, {"de-AT": "Eins"})
    (out,) = written(empty, tmp_path, format).values()
    texts = {(name.rpartition("/")[2].strip(">"), text) for _, name, text in turtle(out) if "purl.org/ctdlasn" in name}
    assert {("name", '"Rahmen"@de-at'), ("name", '"Frame"')} <= texts
    assert {("competencyText", '"Eins"@de-at'), ("competencyText", '"One"')} <= texts
