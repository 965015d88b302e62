# SPDX-License-Identifier: Apache-2.0
"""CTDL that goes through more than one step: in, out, and in again, into the same project or a new one."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from sqlalchemy import select

from studio.export import service
from studio.importing.apply import apply
from studio.importing.ctdl.reader import READER
from studio.importing.ctdl.registry_request import READER as REQUESTS
from studio.importing.readers import Options
from studio.model import schema
from studio.model.project import Project

ASN = "https://credreg.net/ctdlasn/schema/context/json"


def ctid(number):
    return f"ce-{number:08x}-0000-4000-8000-000000000000"


def at(*numbers):
    return [f"https://credentialengineregistry.org/resources/{ctid(number)}" for number in numbers]


def node(number, kind, text, **more):
    name = "ceasn:competencyText" if kind == "Competency" else "ceasn:name"
    made = {"@id": at(number)[0], "@type": f"ceasn:{kind}", "ceterms:ctid": ctid(number), name: {"en": text}}
    return made | {key.replace("_", ":"): value for key, value in more.items()}


def graph(*nodes):
    return {"@context": ASN, "@graph": list(nodes)}


def read(document, name="x.json", reader=READER):
    records = reader.read(document if isinstance(document, bytes) else json.dumps(document).encode(), name, Options())
    records.report.check()
    return records


def exported(project, format="ctdl"):
    made = service.make(project, format)
    files = {name: content if isinstance(content, bytes) else b"".join(content) for name, content in made.files.items()}
    return files, [str(finding) for finding in made.findings]


def frameworks_of(project):
    f, c = schema.framework.c, schema.competency.c
    both = select(c.ctid, f.ctid.label("framework"))
    rows = project.rows(both.join_from(schema.competency, schema.framework, c.framework_id == f.id))
    return {row.ctid: row.framework for row in rows}


def parents_of(project):
    rows = project.rows(select(schema.competency))
    names = {row.id: row.ctid for row in rows}
    return {row.ctid: names.get(row.parent_id) for row in rows}


def in_two_frameworks():
    return graph(
        node(1, "CompetencyFramework", "One", ceasn_hasTopChild=at(3, 4)),
        node(2, "CompetencyFramework", "Two", ceasn_hasTopChild=at(4, 3)),
        node(3, "Competency", "First", ceasn_isPartOf=at(1, 2), ceasn_isTopChildOf=at(1, 2)),
        node(4, "Competency", "Second", ceasn_isPartOf=at(2, 1), ceasn_isTopChildOf=at(2, 1)),
    )


def test_a_top_of_a_second_framework_is_named_again(project):
    """An item has one framework here; that a second one has it at its top too, is kept with that one."""
    apply(project, read(in_two_frameworks()))
    nodes = [each for text in exported(project)[0].values() for each in json.loads(text)["@graph"]]
    tops = {each["ceterms:ctid"]: set(each["ceasn:hasTopChild"]) for each in nodes if "ceasn:hasTopChild" in each}
    assert tops == {ctid(1): set(at(3, 4)), ctid(2): set(at(3, 4))}


def test_an_item_of_two_frameworks_stays_in_its_own(project):
    """What comes first is the item's own: else each export and import moves it to the other framework."""
    apply(project, read(in_two_frameworks()))
    before = frameworks_of(project)
    assert before == {ctid(3): ctid(1), ctid(4): ctid(2)}
    texts = exported(project)[0].items()
    for order in permutations(texts):
        other = Project.create(None, name="Other")
        for name, text in order:
            apply(other, read(text, name))
        assert frameworks_of(other) == before
        other.close()
    for name, text in texts:
        assert apply(project, read(text, name)).updated == 0


def test_of_two_parents_the_first_stays_the_parent(project):
    document = graph(
        node(1, "CompetencyFramework", "One", ceasn_hasTopChild=at(2, 3)),
        node(2, "Competency", "A", ceasn_isPartOf=at(1), ceasn_isTopChildOf=at(1), ceasn_hasChild=at(4)),
        node(3, "Competency", "B", ceasn_isPartOf=at(1), ceasn_isTopChildOf=at(1), ceasn_hasChild=at(4)),
        node(4, "Competency", "C", ceasn_isPartOf=at(1), ceasn_isChildOf=at(3, 2)),
    )
    apply(project, read(document))
    assert parents_of(project)[ctid(4)] == ctid(3)
    ((name, text),) = exported(project)[0].items()
    assert apply(project, read(text, name)).updated == 0
    assert parents_of(project)[ctid(4)] == ctid(3)


def test_of_two_publishers_the_first_stays_the_publisher(project):
    apply(project, read(graph(node(1, "CompetencyFramework", "One", ceasn_publisher=at(8, 9)))))
    ((name, text),) = exported(project)[0].items()
    assert json.loads(text)["@graph"][0]["ceasn:publisher"] == at(8, 9)
    assert apply(project, read(text, name)).updated == 0


# -- documents


def test_contexts_of_the_nodes_of_a_list_are_written_again(project):
    """CaSS says the context with each object, and calls classes and properties by names that only it explains."""
    context, place = "https://schema.cassproject.org/0.4", "https://cass.example/data/"
    nodes = [
        {"@context": context, "@type": "Framework", "@id": f"{place}f", "name": "Deck", "competency": [f"{place}c"]},
        {
            "@context": context,
            "@type": "Competency",
            "@id": f"{place}c",
            "name": {"@value": "Steer", "@language": "en"},
        },
    ]
    apply(project, read({"@graph": nodes}))
    (text,) = exported(project)[0].values()
    assert json.loads(text)["@context"][0] == context


def test_a_document_at_the_address_of_its_main_node_says_no_more_than_that(project):
    """Of a document that heads no CTID the export writes the address of its main node as that of the graph."""
    course = {"@id": "https://x.example/c", "@type": "ceterms:Course", "ceterms:name": {"en": "C"}}
    apply(project, read(graph(course)))
    ((name, text),) = exported(project)[0].items()
    assert json.loads(text)["@id"] == course["@id"]
    again = apply(project, read(text, name))
    assert (again.created, again.updated) == (0, 0)


ENVELOPE = {
    "envelope_community": "ce_registry",
    "envelope_id": "11111111-2222-4333-8444-555555555555",
    "decoded_resource": graph(node(1, "CompetencyFramework", "One")),
}
REQUEST = {
    "PublishForOrganizationIdentifier": ctid(7),
    "DefaultLanguage": "en",
    "CompetencyFramework": {"CTID": ctid(1), "Name": "One", "Description": "What one knows", "InLanguage": ["en"]},
    "Competencies": [],
}


@pytest.mark.parametrize(
    ("document", "reader", "words"),
    [
        (ENVELOPE, READER, "what the registry says around a document"),
        (REQUEST, REQUESTS, "what a publishing request says besides"),
    ],
)
@pytest.mark.parametrize("format", ["ctdl", "turtle", "ctdl-csv"])
def test_what_stands_around_a_document_is_said_to_stay(project, document, reader, words, format):
    apply(project, read(document, reader=reader))
    _, findings = exported(project, format)
    assert any(words in finding for finding in findings)


def test_one_value_and_a_list_of_one_are_the_same(project):
    """The registry wants a list wherever several may stand: an own export says no other thing than the file did."""
    apply(
        project,
        read(
            graph(
                node(1, "CompetencyFramework", "One", ceasn_hasTopChild=at(2), ceasn_creator=at(9)[0]),
                node(2, "Competency", "A", ceasn_identifier="https://doi.org/2", ceasn_localSubject={"en": "Sea"}),
            )
        ),
    )
    ((name, text),) = exported(project)[0].items()
    again = apply(project, read(text, name))
    assert (again.created, again.updated) == (0, 0)


def test_texts_with_and_without_language_are_texts_to_every_reader(project):
    """A map of languages inside a list is no map of languages in JSON-LD."""
    said = [{"@value": "Laut lesen"}, {"@value": "Read aloud", "@language": "en"}]
    apply(project, read(graph({**node(1, "CompetencyFramework", "One"), "ceasn:description": said})))
    ((name, text),) = exported(project)[0].items()
    (main,) = json.loads(text)["@graph"]
    assert main["ceasn:description"] == [{"@value": "Read aloud", "@language": "en"}, "Laut lesen"]
    again = apply(project, read(text, name))
    assert (again.created, again.updated) == (0, 0)
