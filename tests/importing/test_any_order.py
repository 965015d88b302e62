# SPDX-License-Identifier: Apache-2.0
"""Files that refer to each other: whichever comes first, the project is the same, and a second import changes
nothing."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from sqlalchemy import select

from studio.importing.service import import_files
from studio.model import schema
from studio.model.project import Project

BASE = "https://credentialengineregistry.org/resources/"
KINDS = ("framework", "competency", "concept_scheme", "concept", "progression_level", "organization")


def ctid(number):
    return f"ce-{number:08x}-0000-4000-8000-000000000000"


def at(*numbers):
    return [f"{BASE}{ctid(number)}" for number in numbers]


def document(*nodes):
    return json.dumps({"@context": "https://credreg.net/ctdlasn/schema/context/json", "@graph": list(nodes)})


def node(number, kind, **more):
    made = {"@id": at(number)[0], "@type": kind, "ceterms:ctid": ctid(number)}
    return made | {name.replace("_", ":"): value for name, value in more.items()}


def framework(number, name, **more):
    return node(number, "ceasn:CompetencyFramework", ceasn_name={"en": name}, **more)


def item(number, text, of, **more):
    return node(number, "ceasn:Competency", ceasn_competencyText={"en": text}, ceasn_isPartOf=at(of), **more)


RDF = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix asn: <http://purl.org/ASN/schema/core/> .
@prefix gem: <http://purl.org/gem/qualifiers/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix : <http://example.org/> .
"""

LINKS = {
    "one.jsonld": document(
        framework(1, "One", ceasn_hasTopChild=at(2), ceasn_publisher=at(9), ceasn_alignTo=at(3)),
        item(2, "A", 1, ceasn_isTopChildOf=at(1), ceasn_exactAlignment=at(4), ceasn_prerequisiteAlignment=at(4)),
    ),
    "two.jsonld": document(
        framework(3, "Two", ceasn_hasTopChild=at(4), ceasn_publisher=at(9)),
        item(4, "B", 3, ceasn_isTopChildOf=at(3), ceasn_broadAlignment=at(2)),
    ),
    "who.jsonld": document(node(9, "ceterms:CredentialOrganization", ceterms_name={"en": "Org"})),
}
TREE = {
    "tree.jsonld": document(
        framework(1, "Tree", ceasn_hasTopChild=at(2)),
        item(2, "Top", 1, ceasn_isTopChildOf=at(1), ceasn_hasChild=at(3, 4)),
    ),
    "leaves.jsonld": document(item(3, "C", 1, ceasn_isChildOf=at(2)), item(4, "D", 1, ceasn_isChildOf=at(2))),
}
TERMS = {
    "scheme.ttl": RDF
    + ':s a skos:ConceptScheme ; dct:title "S"@en . :a a skos:Concept ; skos:prefLabel "A"@en ; skos:topConceptOf :s .',
    "more.ttl": RDF + ':b a skos:Concept ; skos:prefLabel "B"@en ; skos:broader :a ; skos:inScheme :s .',
    "other.ttl": RDF
    + ':t a skos:ConceptScheme ; dct:title "T"@en . :c a skos:Concept ; skos:topConceptOf :t ; skos:exactMatch :a .',
}
STANDARDS = {
    "document.ttl": RDF
    + ':d a asn:StandardDocument ; dc:title "D"@en . :s a asn:Statement ; dct:description "S"@en ; gem:isChildOf :d .',
    "statement.ttl": RDF + ':t a asn:Statement ; dct:description "T"@en ; dct:isPartOf :d ; gem:isChildOf :s .',
}


def state(project):
    """What hangs on what, by identifiers."""
    rows = [row._asdict() for kind in KINDS for row in project.rows(select(schema.ITEMS[kind]))]
    names = {row["id"]: row["uri"] or row["ctid"] for row in rows} | {None: None}
    columns = ("parent_id", "framework_id", "scheme_id", "publisher_id")
    items = {
        (names[row["id"]], row.get("status"), *(names.get(row.get(column), "nothing there") for column in columns))
        for row in rows
    }
    links = sorted(
        (names[row.origin_id], row.kind, names.get(row.destination_id, "nothing there"))
        for row in project.rows(select(schema.association))
    )
    return items, links


@pytest.mark.parametrize("files", [LINKS, TREE, TERMS, STANDARDS], ids=["links", "tree", "terms", "standards"])
def test_any_order_gives_the_same_project(tmp_path, files) -> None:
    paths = []
    for name, text in files.items():
        paths.append(tmp_path / name)
        paths[-1].write_text(text, encoding="utf-8")
    together = Project.create(None, name="Together")
    import_files(together, paths)
    wanted = state(together)
    assert "nothing there" not in str(wanted)
    for order in permutations(paths):
        project = Project.create(None, name="One by one")
        for path in order:
            import_files(project, [path])
        assert state(project) == wanted, [path.name for path in order]
        again = [import_files(project, [path]) for path in paths]
        assert [(report.created, report.updated) for report in again] == [(0, 0)] * len(paths)
        project.close()
    together.close()


def test_an_undo_lets_a_link_name_what_is_elsewhere_again(tmp_path) -> None:
    project = Project.create(None, name="Test")
    for name in ("two.jsonld", "one.jsonld"):
        (tmp_path / name).write_text(LINKS[name], encoding="utf-8")
        import_files(project, [tmp_path / name])
    link = select(schema.association).where(schema.association.c.kind == "broadAlignment")
    there = project.row(link)
    assert there is not None
    assert there.destination_id is not None
    project.undo()
    before = project.row(link)
    assert before is not None
    assert (before.destination_id, before.destination_uri) == (None, at(2)[0])
    project.close()
