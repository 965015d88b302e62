# SPDX-License-Identifier: Apache-2.0
"""CTDL documents of every class: what becomes a row, what stays whole, what heads a document, and what comes out."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from studio.export import service
from studio.importing.apply import apply
from studio.importing.ctdl.reader import READER
from studio.importing.readers import ImportRefused, Options
from studio.model import frameworks, items, schema
from studio.model.project import Project
from studio.standards import ctdl

BASE = "https://credentialengineregistry.org/resources/ce-00000000-0000-4000-8000-00000000000"
F, C, D, ORG, S, R = (f"{BASE}{digit}" for digit in "fcd0ab")
CTID = {address: address.rsplit("/", 1)[-1] for address in (F, C, D, ORG, S, R)}


def node(address, kind, **properties):
    made = {"@id": address, "@type": kind if ":" in kind else f"ceterms:{kind}"}
    if address in CTID:
        made["ceterms:ctid"] = CTID[address]
    return made | {name.replace("_", ":", 1): value for name, value in properties.items()}


def graph(*nodes, **more):
    return {"@context": "https://credreg.net/ctdl/schema/context/json", **more, "@graph": list(nodes)}


def read(document, name="x.json"):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    records = READER.read(data, name, Options())
    records.report.check()
    assert sum(records.report.went.values()) + len(records.report.rejected) == records.report.values
    return records


def bring(project, document, name="x.json"):
    return apply(project, read(document, name))


def export(project, *ids, format="ctdl", environment="production"):
    made = service.make(project, format, ids, service.Options(environment))
    texts = {name: content if isinstance(content, bytes) else b"".join(content) for name, content in made.files.items()}
    return {name: json.loads(text) if format == "ctdl" else text for name, text in texts.items()}, made.findings


def kinds(records):
    return [(record.kind, record.key) for record in records.items]


# -- heads of documents


def test_a_course_heads_its_document_and_an_organization_is_a_row():
    course = node(
        C, "Course", ceterms_name={"en": "Welding"}, ceterms_offeredBy=[ORG], ceterms_requires=[{"@type": "x:y"}]
    )
    records = read(graph(node(ORG, "CredentialOrganization", ceterms_name={"en": "School"}), course, node(D, "Job")))
    organization, first, second = records.items
    assert organization.kind == "organization"
    assert (first.columns["content"], first.references) == (course, {})
    assert (second.columns["type"], second.references) == ("ceterms:Job", {"document_id": CTID[C]})


def test_the_graphs_address_says_what_heads_it(project):
    address = ctdl.registry("production").graph(CTID[D])
    document = graph(node(C, "Course"), node(D, "LearningProgram", ceterms_hasPart=[C]), **{"@id": address})
    records = read(document)
    assert [record.references for record in records.items] == [{"document_id": CTID[D]}, {}]
    apply(project, records)
    documents, _ = export(project)
    (made,) = documents.values()
    assert made["@id"] == address
    assert [each["@id"] for each in made["@graph"]] == [D, C]


def test_several_documents_in_a_file_are_several_heads(project):
    both = [graph(node(C, "Course")), graph(node(D, "Job"), **{"@id": "https://x.example/graph"})]
    records = read(both)
    assert [record.references for record in records.items] == [{}, {}]
    assert records.items[1].extra == {"@graph-id": "https://x.example/graph"}
    apply(project, records)
    documents, _ = export(project)
    assert [made.get("@id") for made in documents.values()] == [
        ctdl.registry("production").graph(CTID[C]),
        "https://x.example/graph",
    ]


def test_blank_nodes_of_two_documents_are_two_things(project):
    """Programs number blank nodes anew in each document: ``_:b0`` of one is not ``_:b0`` of the next."""
    first = graph(node(C, "Course", ceterms_offeredBy=["_:b0"]), node("_:b0", "Organization", ceterms_name={"en": "A"}))
    inside = {"@id": "_:b0", "@type": "ceterms:Organization", "ceterms:name": {"en": "B"}}
    second = graph(node(D, "Job", ceterms_offeredBy=[inside], ceterms_recognizedBy=["_:b0"]))
    records = read([first, second])
    assert [(each.before, each.after) for each in records.report.repaired] == [("_:b0", "_:b0-…")]
    apply(project, records)
    course, job = export(project)[0].values()
    assert course["@graph"] == first["@graph"]
    (made,) = job["@graph"]
    assert made["ceterms:recognizedBy"] == ["_:b0-2"]
    assert made["ceterms:offeredBy"] == [{**inside, "@id": "_:b0-2"}]


def test_an_organization_alone_comes_out_as_a_document_again(project):
    document = graph(
        node(ORG, "Organization", ceterms_name={"en": "School"}, ceterms_subjectWebpage="https://s.example")
    )
    bring(project, document)
    (made,) = export(project)[0].values()
    assert made["@graph"] == document["@graph"]
    assert made["@context"] == document["@context"]
    row = project.row(select(schema.organization))
    assert (row.name, row.url) == ({"en": "School"}, "https://s.example")
    assert export(project, row.id)[0] == export(project)[0]


def test_an_empty_graph_is_nothing(project):
    report = bring(project, graph())
    assert (report.created, report.updated, report.files[0].values) == (0, 0, 0)
    report = bring(project, graph(**{"@id": "https://x.example/graph"}))
    assert [each.value for each in report.files[0].rejected] == ["https://x.example/graph"]


def test_nodes_without_class_or_address_are_kept(project):
    nodes = [{"ceterms:name": {"en": "What"}}, {"@id": "https://x.example/1"}, "a text", {"@type": "ceterms:Course"}]
    report = bring(project, graph(*nodes))
    assert report.created == 4
    (made,) = export(project)[0].values()
    assert sorted(map(str, made["@graph"])) == sorted(
        map(str, [nodes[0], nodes[1], {"@value": "a text"}, nodes[3]]),
    )
    again = bring(project, graph(*nodes))
    assert (again.created, again.updated) == (0, 0)


def test_the_environment_changes_addresses_of_the_registry_and_nothing_else(project):
    content = node(C, "Course", ceterms_description={"en": f"See {D}"}, ceterms_isPartOf=[D, "https://x.example/1"])
    bring(project, graph(content))
    (made,) = export(project, environment="sandbox")[0].values()
    sandbox = "https://sandbox.credentialengineregistry.org/resources/"
    assert made["@graph"] == [
        {**content, "@id": f"{sandbox}{CTID[C]}", "ceterms:isPartOf": [f"{sandbox}{CTID[D]}", "https://x.example/1"]}
    ]


def test_the_context_follows_the_classes(project):
    framework = node(F, "ceasn:CompetencyFramework", ceasn_name={"en": "F"})
    bring(project, graph(framework, node(C, "Course", ceterms_audienceType={"ceterms:targetNode": "audience:Citizen"})))
    (made,) = export(project)[0].values()
    assert made["@context"] == [ctdl.CONTEXT, ctdl.CTDL_CONTEXT]
    other = Project.create(None, name="Other")
    level = node(F, "ceasn:CompetencyFramework", ceasn_educationLevelType=["audLevel:BeginnerLevel"])
    bring(other, graph(level))
    (made,) = export(other)[0].values()
    # CTDL-ASN's own context does not know this prefix.
    assert made["@context"] == ctdl.CONTEXT
    assert made["@graph"][0]["ceasn:educationLevelType"] == [ctdl.expand("audLevel:BeginnerLevel")]
    other.close()


# -- competencies without a framework

ITEM = {"ceasn_competencyText": {"en": "Do it"}}


def test_competencies_beside_a_course_stay_whole():
    records = read(graph(node(D, "ceasn:Competency", **ITEM), node(C, "Course", ceterms_teaches=[D])))
    assert [(record.kind, record.columns.get("name")) for record in records.items] == [
        ("resource", {"en": "Do it"}),
        ("resource", None),
    ]


def test_a_made_up_framework_is_not_written_until_it_is_described(project):
    document = graph(node(D, "ceasn:Competency", **ITEM), node(C, "ceasn:Competency", ceasn_isPartOf=F, **ITEM))
    bring(project, document, "Loose items.json")
    assert {str(name) for name in project.rows(select(schema.framework.c.name))} == {"({'en': 'Loose items'},)"}
    documents, findings = export(project)
    written = [each for made in documents.values() for each in made["@graph"]]
    assert sorted(written, key=str) == sorted(document["@graph"], key=str)
    assert any("came without a framework" in str(each) for each in findings)
    again = bring(project, document, "Loose items.json")
    assert (again.created, again.updated) == (0, 0)
    rows = project.rows(select(schema.framework.c.id, schema.framework.c.ctid))
    items.set_field(project, schema.framework, [row.id for row in rows], {"description": {"en": "Now it is described"}})
    documents, _ = export(project)
    heads = {made["@graph"][0]["@type"] for made in documents.values()}
    assert heads == {"ceasn:CompetencyFramework"}
    assert all("ceasn:isTopChildOf" in made["@graph"][1] for made in documents.values())


def test_a_loose_item_of_a_framework_that_is_there_leaves_its_framework_as_it_is(project):
    bring(project, graph(node(F, "ceasn:CompetencyFramework", ceasn_name={"en": "F"})))
    bring(project, graph(node(C, "ceasn:Competency", ceasn_isPartOf=F, **ITEM)))
    (made,) = export(project)[0].values()
    assert [each["@id"] for each in made["@graph"]] == [F, C]
    assert project.scalar(select(schema.framework.c.extra)) is None


# -- envelopes


def test_an_envelope_keeps_what_it_says_with_the_record(project):
    inside = graph(node(C, "Course"), **{"@id": ctdl.registry("production").graph(CTID[C])})
    envelope = {"envelope_id": "1", "node_headers": {"created_at": "2020-01-01"}, "decoded_resource": inside}
    records = read([envelope])
    assert records.items[0].extra == {
        "@envelope": {"envelope_id": "1", "node_headers": {"created_at": "2020-01-01"}},
    }
    assert records.report.values == 2 + 4
    apply(project, records)
    assert list(export(project)[0].values()) == [inside]


# -- blank nodes


def test_the_answer_to_a_search_is_read(project):
    course, job = node(C, "Course", ceterms_name={"en": "Welding"}), node(D, "Job")
    answer = {"valid": True, "data": [graph(course), graph(job)], "extra": {"TotalResults": 2, "RelatedItems": [{}]}}
    records = read(answer)
    assert [record.columns["type"] for record in records.items] == ["ceterms:Course", "ceterms:Job"]
    assert records.items[0].extra["@envelope"] == {"valid": True, "extra": {"TotalResults": 2, "RelatedItems": [{}]}}
    packed = {"valid": 1, "total": 2, "data": [{"valid": 0, "decoded_resource": graph(course)}]}
    assert read(packed).items[0].extra["@envelope"] == {"valid": 0, "around: valid": 1, "total": 2}
    with pytest.raises(ImportRefused, match="no CTDL document"):
        read({"data": [{"name": "x"}], "total": 1})


def test_blank_nodes_stand_in_the_document_that_names_them(project):
    document = graph(
        node(F, "ceasn:CompetencyFramework", ceasn_name={"en": "F"}, ceasn_source=["_:s"]),
        node("_:s", "ceterms:Collection", ceterms_hasMember=["_:t"]),
        node("_:t", "skos:ConceptScheme", ceasn_name={"en": "Terms"}),
        node("_:u", "skos:Concept", skos_inScheme="_:t", skos_prefLabel={"en": "Term"}),
        node("_:o", "Organization", ceterms_name={"en": "School"}),
        **{"@id": "https://x.example/graph"},
    )
    records = read(document)
    assert {(record.kind, record.references.get("document_id")) for record in records.items} == {
        ("framework", None),
        ("resource", CTID[F]),
    }
    apply(project, records)
    (made,) = export(project)[0].values()
    assert [each["@id"] for each in made["@graph"]] == [F, "_:s", "_:t", "_:u", "_:o"]


def test_a_blank_node_follows_the_framework_that_names_it():
    second = node(D, "ceasn:CompetencyFramework", ceasn_name={"en": "G"}, ceasn_source=["_:s"])
    nodes = [node(F, "ceasn:CompetencyFramework", ceasn_name={"en": "F"}), second, node("_:s", "Collection")]
    records = read(graph(*nodes, node("_:other", "Collection")))
    assert [record.references for record in records.of("resource")] == [
        {"document_id": CTID[D]},
        {"document_id": CTID[F]},
    ]


def test_blank_nodes_of_two_files_are_two_things(project):
    for name in ("First", "Second"):
        bring(project, graph(node("_:b0", "Course", ceterms_name={"en": name})), f"{name}.json")
        bring(project, graph(node("_:r", "ceasn:Rubric", ceasn_name={"en": name}), *CRITERION), f"{name}.json")
    names = {row.name["en"] for row in project.rows(select(schema.resource.c.name))}
    assert names == {"First", "Second", "C"}
    assert len(project.rows(select(schema.resource.c.id))) == 6
    assert len(project.rows(select(schema.rubric.c.id))) == 0  # a rubric without parts stays whole


# -- rubrics

CRITERION = [node("_:c", "ceasn:RubricCriterion", ceasn_name={"en": "C"})]


def rubric_graph(**changes):
    nodes = {
        "rubric": node(R, "ceasn:Rubric", ceasn_hasRubricCriterion=["_:c"], ceasn_hasRubricLevel=["_:l", "_:m"]),
        "criterion": node("_:c", "ceasn:RubricCriterion", ceasn_hasCriterionLevel=["_:x", "_:y"], ceterms_weight=0.5),
        "l": node("_:l", "ceasn:RubricLevel", ceasn_name={"en": "Low"}, ceasn_hasCriterionLevel=["_:x"]),
        "m": node("_:m", "ceasn:RubricLevel", ceasn_name={"en": "High"}, ceasn_hasCriterionLevel=["_:y"]),
        "x": node("_:x", "ceasn:CriterionLevel", ceasn_benchmarkText={"en": "Bad"}, schema_value=1),
        "y": node("_:y", "ceasn:CriterionLevel", ceasn_benchmarkLabel={"en": "High"}, schema_value=2),
    }
    nodes["rubric"]["ceasn:inLanguage"] = ["en"]
    for name, change in changes.items():
        nodes[name] = {**nodes[name], **change}
    return graph(*nodes.values())


def test_a_rubric_that_is_a_table_becomes_one(project):
    document = rubric_graph()
    bring(project, document)
    levels = project.rows(select(schema.rubric_level).order_by(schema.rubric_level.c.position))
    assert [(row.name["en"], row.value) for row in levels] == [("Low", 1), ("High", 2)]
    assert len(project.rows(select(schema.criterion_level.c.id))) == 2
    again = bring(project, document)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 6)
    (made,) = export(project)[0].values()
    assert sorted(made["@graph"], key=str) == sorted(document["@graph"], key=str)


def test_a_rubric_without_identifiers_is_not_doubled_by_its_own_export(project):
    """The export gives it a CTID; its parts have to be found again all the same."""
    document = rubric_graph(rubric={"ceasn:name": {"en": "Rubric"}})
    del document["@graph"][0]["ceterms:ctid"]
    document["@graph"][0]["@id"] = "_:r"
    bring(project, document)
    again = bring(project, document)
    assert (again.created, again.updated) == (0, 0)
    (made,) = export(project)[0].values()
    again = bring(project, made)
    assert again.created == 0
    assert len(project.rows(select(schema.criterion_level.c.id))) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"l": {"ceasn:hasCriterionLevel": ["_:x", "_:y"]}},
        {"m": {"ceasn:hasCriterionLevel": ["_:y", "_:y"]}},
        {"m": {"ceasn:hasCriterionLevel": ["_:gone"]}},
        {"criterion": {"ceasn:hasCriterionLevel": ["_:x"]}},
        {"rubric": {"ceasn:hasRubricLevel": ["_:l", {"ceasn:name": {"en": "Inside"}}]}},
        {"rubric": {"ceasn:hasRubricCriterion": ["_:l"]}},
    ],
    ids=["in two columns", "twice", "gone", "in no row", "without a name", "of another kind"],
)
def test_a_rubric_that_is_no_table_stays_whole(project, change):
    document = rubric_graph(**change)
    records = read(document)
    assert {record.kind for record in records.items} == {"resource"}
    apply(project, records)
    (made,) = export(project)[0].values()
    assert sorted(made["@graph"], key=str) == sorted(document["@graph"], key=str)


def test_a_criterion_finds_its_competency_in_the_project(project):
    framework = frameworks.create_framework(project, {"en": "F"})
    target = frameworks.add_competency(project, framework, ctid=CTID[C], statement={"en": "There"})
    plain = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": C}
    bring(project, rubric_graph(criterion={"ceterms:targetCompetency": [plain]}))
    assert project.scalar(select(schema.rubric_criterion.c.competency_id)) == target
    rubric = project.scalar(select(schema.rubric.c.id))
    (made,) = export(project, rubric)[0].values()
    assert made["@graph"][1]["ceterms:targetCompetency"] == [{**plain, "ceterms:targetNodeName": {"en": "There"}}]
    richer = {**plain, "ceterms:weight": 0.5}
    bring(project, rubric_graph(criterion={"ceterms:targetCompetency": [richer]}))
    (made,) = export(project, rubric)[0].values()
    assert made["@graph"][1]["ceterms:targetCompetency"] == [richer]


# -- RDF

TURTLE = b"""@prefix ceasn: <https://purl.org/ctdlasn/terms/> . @prefix ceterms: <https://purl.org/ctdl/terms/> .
<https://x.example/f> a ceasn:CompetencyFramework ; ceasn:name "F"@en-us ;
  ceasn:hasTopChild <https://x.example/b>, <https://x.example/a> ;
  ceterms:occupationType [ a ceterms:CredentialAlignmentObject ; ceterms:frameworkName "O*NET"@en ] .
<https://x.example/b> a ceasn:Competency ; ceasn:competencyText "Second letter, first item"@en ; ceasn:weight 1 .
<https://x.example/a> a ceasn:Competency ; ceasn:competencyText "First letter, second item"@en ;
  ceasn:source "no address" .
_:named a ceterms:Course ; ceterms:isPartOf _:named ; ceterms:name "C"@en .
"""


def notations():
    triples = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(TURTLE, ox.RdfFormat.TURTLE)]
    return {
        "x.ttl": TURTLE,
        "x.nt": ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES),
        "x.rdf": ox.serialize(triples, format=ox.RdfFormat.RDF_XML),
    }


@pytest.mark.parametrize("name", ["x.ttl", "x.nt", "x.rdf"])
def test_every_notation_of_rdf_reads_in_the_order_of_the_file(name):
    data = notations()[name]
    assert READER.sniff(data, "x") == 0.95
    records = read(data, name)
    framework, first, second, course = records.items
    assert framework.columns["name"] == {"en-US": "F"}
    assert [first.columns["statement"]["en"][:6], second.columns["statement"]["en"][:5]] == ["Second", "First"]
    assert framework.columns["occupations"] == [{"scheme": "O*NET"}]
    assert second.extra["ceasn:source"] == {"@value": "no address"}
    assert course.columns["uri"] == "_:named"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16", "cp1252"])
def test_xml_is_read_in_the_encoding_it_says(encoding):
    head = "" if encoding == "cp1252" else f'<?xml version="1.0" encoding="{encoding.upper()}"?>'
    text = f"""{head}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:ceasn="https://purl.org/ctdlasn/terms/" xml:lang="fr"><ceasn:CompetencyFramework rdf:about="{F}">
      <ceasn:name>Été</ceasn:name></ceasn:CompetencyFramework></rdf:RDF>"""
    records = read(text.encode(encoding), "x.rdf")
    assert records.items[0].columns["name"] == {"fr": "Été"}
    assert records.report.encoding == encoding


def test_a_file_that_a_program_sorted_is_put_in_order_by_code():
    codes = ["10", "9", "1"]
    lines = [f'<https://x.example/{n}> a ceasn:Competency ; ceasn:codedNotation "{c}" .' for n, c in enumerate(codes)]
    text = "@prefix ceasn: <https://purl.org/ctdlasn/terms/> .\n" + "\n".join(lines)
    assert [record.columns["code"] for record in read(text.encode(), "x.ttl").of("competency")] == ["1", "9", "10"]


def test_nodes_in_a_circle_and_long_chains_are_read():
    lines = ["_:a <https://purl.org/ctdl/terms/hasPart> _:b .", "_:b <https://purl.org/ctdl/terms/hasPart> _:a ."]
    lines += [f"_:c{n} <https://purl.org/ctdl/terms/hasPart> _:c{n + 1} ." for n in range(3000)]
    records = read("\n".join(lines).encode(), "x.nt")
    assert 100 < records.report.records < 200  # nodes in nodes, only so deep


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rdf:RDF purl.org/ctdl="&c;"/>',
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:c='https://purl.org/ctdl/terms/'><c:x>",
    ],
)
def test_hostile_xml_gets_one_sentence(data):
    with pytest.raises(ImportRefused, match=r'^"x.rdf" is not RDF/XML that can be read: .*\. Export it again\.$'):
        READER.read(data, "x.rdf", Options())


# -- any graph at all

ADDRESSES = [F, C, D, ORG, S, R, "_:a", "_:b", "https://x.example/1", "https://x.example/2"]
CLASSES = [*ctdl.CLASSES.values(), "ceterms:Course", "x:Y", ["skos:Concept", "asn:ProgressionLevel"], None]
TEXT = st.dictionaries(st.sampled_from(["en", "es"]), st.sampled_from(["one", "two", 'a "b"\n']), min_size=1)
REFERENCES = st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=3, unique=True)
PROPERTIES = {
    **dict.fromkeys(("ceasn:name", "ceasn:competencyText", "skos:prefLabel", "ceasn:benchmarkLabel"), TEXT),
    **dict.fromkeys(sorted(ctdl.STRUCTURE), REFERENCES),
    **dict.fromkeys(("ceasn:broadAlignment", "ceasn:prerequisiteAlignment", "ceterms:hasPart"), REFERENCES),
    "ceasn:weight": st.sampled_from([0.5, 2]),
    "ceasn:codedNotation": st.sampled_from(["1", "2"]),
    "ceterms:requires": st.lists(st.fixed_dictionaries({"@type": st.just("ceterms:ConditionProfile")}), max_size=2),
    "https://x.example/own": st.sampled_from(["text", {"@id": "_:a"}, {"@id": "https://x.example/2"}]),
}
NODES = st.lists(
    st.builds(
        lambda address, kind, more: {"@id": address} | ({"@type": kind} if kind else {}) | more,
        st.sampled_from(ADDRESSES),
        st.sampled_from(CLASSES),
        st.fixed_dictionaries({}, optional=PROPERTIES),
    ),
    max_size=6,
)
ENTAILED = ctdl.STRUCTURE | {"ceterms:ctid", "ceasn:inLanguage", "ceterms:precedes", "ceterms:precededBy"}


def statements(documents):
    found = set()
    for document in documents:
        plain = {"@context": ctdl.context(), "@graph": document["@graph"]}
        for quad in ox.parse(json.dumps(plain).encode(), format=ox.RdfFormat.JSON_LD):
            value = quad.object
            number = isinstance(value, ox.Literal) and value.value.replace(".", "").isdigit()
            shown = ("number", float(value.value)) if number else str(value)
            found.add((str(quad.subject), quad.predicate.value, shown))
    return found


def named(found):
    """Without the nodes that have no name: their labels differ from reading to reading."""
    known = {"_:a", "_:b"}
    return {
        triple
        for triple in found
        if all(not str(term).startswith("_:") or term in known for term in (triple[0], triple[2]))
    }


@given(nodes=NODES)
def test_any_graph_comes_out_as_it_came_in(nodes):
    document = graph(*nodes)
    project = Project.create(None, name="Any")
    try:
        bring(project, document)
        again = bring(project, document)
        assert (again.created, again.updated) == (0, 0)
        written = list(export(project)[0].values()) if nodes else []
        before, after = named(statements([document])), named(statements(written))
        assert before - after == set()
        assert {ctdl.compact(triple[1]) for triple in after - before} <= ENTAILED
        if nodes:
            turtle, _ = export(project, format="turtle")
            for text in turtle.values():
                list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    finally:
        project.close()


def test_parts_inside_their_framework_may_have_several_classes(project):
    part = node("https://example.org/c", "ceasn:Competency", ceasn_competencyText={"en": "Measure"})
    part["@type"] = ["ceasn:Competency", "owl:Thing"]
    odd = node("https://example.org/d", "ceasn:Competency", ceasn_competencyText={"en": "Align"}) | {"@type": {"x": 1}}
    whole = node("https://example.org/f", "ceasn:CompetencyFramework", ceasn_name={"en": "F"})
    records = read(graph(whole | {"ceasn:hasTopChild": [part, odd]}))
    (found,) = records.of("competency")
    assert found.columns["statement"] == {"en": "Measure"}
