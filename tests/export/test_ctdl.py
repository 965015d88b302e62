# SPDX-License-Identifier: Apache-2.0
"""CTDL-ASN graphs: the registry's form, directions of links, findings, speed in the number of queries."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import event, select

from studio.export import service
from studio.model import associations, frameworks, items, organizations, scales, schema
from studio.model.errors import StudioError
from studio.model.values import new_ctid
from studio.standards import ctdl

BASE = "https://credentialengineregistry.org/resources/"


def export(project, tmp_path, *ids, **options):
    result = service.export(project, "ctdl", tmp_path, list(ids), **options)
    return [json.loads(path.read_text(encoding="utf-8")) for path in result.files], result.findings


def framework_of(project, tmp_path, **options):
    ids = [row.id for row in project.rows(select(schema.framework.c.id))]
    (document,), findings = export(project, tmp_path, *ids, **options)
    return document, findings


def by_code(document):
    return {node["ceasn:codedNotation"]: node for node in document["@graph"] if "ceasn:codedNotation" in node}


def messages(findings):
    return " ".join(finding.message for finding in findings)


def item(project, code):
    return project.scalar(select(schema.competency.c.id).where(schema.competency.c.code == code))


@pytest.fixture(scope="module")
def documents(untouched, tmp_path_factory):
    return export(untouched, tmp_path_factory.mktemp("ctdl"))[0]


def test_there_is_a_document_for_each_framework_scale_and_rubric(documents):
    kinds = [document["@graph"][0]["@type"] for document in documents]
    assert kinds == ["ceasn:CompetencyFramework", "skos:ConceptScheme", "asn:ProgressionModel", *["ceasn:Rubric"] * 6]


def test_the_envelope_is_the_registrys(documents):
    for document in documents:
        assert list(document) == ["@context", "@id", "@graph"]
        assert document["@context"] == "https://credreg.net/ctdlasn/schema/context/json"
        ctid = document["@graph"][0]["ceterms:ctid"]
        assert document["@id"] == f"https://credentialengineregistry.org/graph/{ctid}"
        assert document["@graph"][0]["@id"] == f"{BASE}{ctid}"


def walk(value):
    yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(child)


def test_references_are_plain_text_and_texts_say_their_language(documents):
    for document in documents:
        for value in walk(document):
            assert not (isinstance(value, dict) and set(value) in ({"@id"}, {"@value"}, {"@list"}))
            for name, entry in value.items() if isinstance(value, dict) else ():
                if ctdl.coercion(name) == "@language":
                    assert isinstance(entry, dict), name


def test_every_property_belongs_to_its_class_in_its_shape(documents):
    shapes = {"L": dict, "LL": dict, "U": str, "U*": list, "S": str, "S*": list, "N": (int, float), "C*": list}
    for document in documents:
        for node in document["@graph"]:
            for name, value in node.items():
                if name.startswith("@"):
                    continue
                shape = ctdl.shape(node["@type"], name)
                assert shape, f"{name} is no property of {node['@type']}"
                if name != "asn:hasProgressionLevel":  # one or several, see its shapes on other classes
                    assert isinstance(value, shapes[shape]), (name, shape, value)
                if shape == "LL":
                    assert all(isinstance(texts, list) for texts in value.values())


def test_every_reference_inside_a_document_resolves(documents):
    known = {node["@id"] for document in documents for node in document["@graph"]}
    for document in documents:
        for value in walk(document["@graph"]):
            for name, entry in value.items() if isinstance(value, dict) else ():
                if name == "@id" or name in ("ceasn:publisher", "ceterms:framework"):
                    continue
                for reference in entry if isinstance(entry, list) else [entry]:
                    if isinstance(reference, str) and reference.startswith((BASE, "_:")):
                        assert reference in known, (name, reference)


def test_the_tree_is_said_from_both_ends(documents):
    graph = documents[0]["@graph"]
    main, nodes = graph[0], {node["@id"]: node for node in graph[1:]}
    assert len(nodes) == 132
    assert len(main["ceasn:hasTopChild"]) == 7
    for address, node in nodes.items():
        assert node["ceasn:isPartOf"] == main["@id"]
        if address in main["ceasn:hasTopChild"]:
            assert node["ceasn:isTopChildOf"] == main["@id"]
            assert "ceasn:isChildOf" not in node
        else:
            (parent,) = node["ceasn:isChildOf"]
            assert address in nodes[parent]["ceasn:hasChild"]
            assert "ceasn:isTopChildOf" not in node
    order = list(by_code(documents[0]))
    assert order[:6] == ["MT", "MT.SAF", "MT.SAF.1", "MT.SAF.1.1", "MT.SAF.1.1.a", "MT.SAF.1.1.b"]


def test_the_framework_says_who_and_in_what_state(documents):
    main = documents[0]["@graph"][0]
    assert main["ceasn:publicationStatusType"] == "http://credreg.net/ctdlasn/vocabs/publicationStatus/Published"
    assert main["ceasn:inLanguage"] == ["en", "es"]
    assert main["ceasn:publisherName"] == {"en": ["Wenlow Mechatronics Partnership"]}
    (publisher,) = main["ceasn:publisher"]
    assert ctdl.ctid_of(publisher)
    (occupation,) = main["ceterms:occupationType"]
    assert occupation["ceterms:targetNode"] == "https://www.onetonline.org/link/summary/17-3024.00"
    assert by_code(documents[0])["MT.SAF.1"]["ceasn:competencyLabel"] == {
        "en": "Hazard recognition and control",
        "es": "Reconocimiento y control de riesgos",
    }


def test_what_comes_later_names_what_it_needs(documents, untouched):
    nodes = by_code(documents[0])
    # The sample says: MT.SAF.1.1 precedes MT.SAF.1.3.
    assert nodes["MT.SAF.1.1"]["@id"] in nodes["MT.SAF.1.3"]["ceasn:prerequisiteAlignment"]
    assert "ceasn:prerequisiteAlignment" not in nodes["MT.SAF.1.1"]
    stated = sum(len(node.get("ceasn:prerequisiteAlignment", [])) for node in nodes.values())
    related = sum(len(node.get("ceasn:alignTo", [])) for node in nodes.values())
    assert (stated, related) == (52, 8)


def test_the_stages_are_progression_levels(documents):
    framework, model = documents[0], documents[2]
    levels = {node.get("skos:notation"): node["@id"] for node in model["@graph"]}
    nodes = by_code(framework)
    assert framework["@graph"][0]["asn:hasProgressionModel"] == model["@graph"][0]["@id"]
    assert nodes["MT.SAF.1.1"]["asn:hasProgressionLevel"] == levels["HS"]
    assert nodes["MT.SAF"]["asn:hasProgressionLevel"] == [levels["HS"], levels["CC"], levels["RA"]]
    ladder = [(node.get("ceterms:precededBy"), node.get("ceterms:precedes")) for node in model["@graph"][1:]]
    assert ladder == [(None, levels["CC"]), (levels["HS"], levels["RA"]), (levels["CC"], None)]


def test_a_rubric_points_at_competencies_and_levels(documents):
    graph = documents[3]["@graph"]
    kinds = [node["@type"].removeprefix("ceasn:") for node in graph]
    assert kinds == ["Rubric", *["RubricCriterion"] * 4, *["RubricLevel"] * 4, *["CriterionLevel"] * 16]
    cell = graph[9]
    assert cell["ceasn:benchmarkLabel"] == {"en": "Not yet"}
    assert cell["schema:value"] == 1
    assert graph[1]["ceterms:targetCompetency"][0]["ceterms:codedNotation"] == "MT.SAF.1.1"


def test_the_sandbox_differs_in_registry_addresses_only(untouched, tmp_path):
    for name in ("production", "sandbox"):
        (tmp_path / name).mkdir()
    service.export(untouched, "ctdl", tmp_path / "production")
    service.export(untouched, "ctdl", tmp_path / "sandbox", environment="sandbox")
    for path in (tmp_path / "production").iterdir():
        text = path.read_text(encoding="utf-8")
        sandbox = (tmp_path / "sandbox" / path.name).read_text(encoding="utf-8")
        assert sandbox == text.replace("https://cred", "https://sandbox.cred").replace(
            "https://sandbox.credreg.net", "https://credreg.net"
        )
    with pytest.raises(StudioError, match="moon"):
        service.export(untouched, "ctdl", tmp_path, environment="moon")


def test_exporting_changes_nothing(untouched, tmp_path):
    seq = untouched.history()[0].seq
    service.export(untouched, "ctdl", tmp_path)
    assert untouched.history()[0].seq == seq
    assert untouched.history(limit=5)[0].label == "Add the sample project"


# -- links of every kind


@pytest.fixture
def two(empty):
    """Two frameworks of one item each."""
    made = []
    for name in ("First", "Second"):
        framework = frameworks.create_framework(empty, {"en": name}, description={"en": f"{name}, for a test"})
        made.append((framework, frameworks.add_competency(empty, framework, statement={"en": name}, code=name)))
    return empty, made


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("exactAlignment", "ceasn:exactAlignment"),
        ("broadAlignment", "ceasn:broadAlignment"),
        ("narrowAlignment", "ceasn:narrowAlignment"),
        ("prerequisiteAlignment", "ceasn:prerequisiteAlignment"),
        # A parent in another framework is broader, not narrower.
        ("isChildOf", "ceasn:broadAlignment"),
        ("isPartOf", "ceasn:broadAlignment"),
        ("isRelatedTo", "ceasn:alignTo"),
        ("alignFrom", "ceasn:alignFrom"),
        ("skillEmbodied", "ceasn:skillEmbodied"),
    ],
)
def test_a_link_into_another_framework_stands_on_its_origin(two, tmp_path, kind, name):
    project, ((first, a), (second, b)) = two
    associations.add(project, a, kind, b)
    (origin,), _ = export(project, tmp_path, first)
    (other,), _ = export(project, tmp_path, second)
    assert by_code(origin)["First"][name] == [by_code(other)["Second"]["@id"]]
    assert name not in by_code(other)["Second"]


def test_what_must_come_first_is_said_by_the_later_item_alone(two, tmp_path):
    project, ((first, a), (second, b)) = two
    associations.add(project, a, "precedes", b)
    (other,), _ = export(project, tmp_path, second)
    (origin,), findings = export(project, tmp_path, first)
    assert by_code(other)["Second"]["ceasn:prerequisiteAlignment"] == [by_code(origin)["First"]["@id"]]
    assert "Comes before" in messages(findings)


@pytest.mark.parametrize("kind", ["replacedBy", "isTranslationOf", "exemplar"])
def test_a_link_without_a_property_is_a_finding(two, tmp_path, kind):
    project, ((first, a), (_, b)) = two
    associations.add(project, a, kind, b)
    (document,), findings = export(project, tmp_path, first)
    assert associations.KINDS[kind].label in messages(findings)
    assert by_code(document)["First"]["@id"] not in json.dumps(document["@graph"][0].get("ceasn:alignTo", ""))


def test_links_to_addresses_and_of_frameworks(two, tmp_path):
    project, ((first, a), (second, _)) = two
    associations.add(project, a, "exactAlignment", destination_uri="https://x.example/1")
    associations.add(project, first, "derivedFrom", second)
    (document,), _ = export(project, tmp_path, first)
    assert by_code(document)["First"]["ceasn:exactAlignment"] == ["https://x.example/1"]
    assert document["@graph"][0]["ceasn:derivedFrom"][0].startswith(BASE)


# -- what others would refuse


def test_findings_name_what_the_registry_asks_for(empty, tmp_path):
    framework = frameworks.create_framework(empty, {"en": "Short"}, description={"en": "Short"}, ctid="ce-X")
    _, findings = framework_of(empty, tmp_path)
    said = messages(findings)
    for part in ("repeats its name", "no publisher", "no competency", '"ce-X" is not'):
        assert part in said
    items.set_field(empty, schema.framework, [framework], {"description": {"en": "Too short"}, "ctid": None})
    for index in range(25):
        frameworks.add_competency(empty, framework, code=f"C{index}", ctid=None)
    _, findings = framework_of(empty, tmp_path)
    said = messages(findings)
    assert "shorter than 15 characters" in said
    assert "The framework has no CTID yet" in said
    assert "C0 has no statement" in said
    assert "C0 has no CTID" in said
    assert "C24" not in said
    assert "5 more items like that" in said
    assert {finding.severity for finding in findings} == {"error"}


def test_findings_name_items_that_break_the_tree_or_share_a_ctid(empty, tmp_path):
    shared = new_ctid()
    framework = frameworks.create_framework(empty, {}, ctid=shared)
    twin = frameworks.add_competency(empty, framework, code="T", ctid=shared, statement={"en": "Twin"})
    bad = frameworks.add_competency(empty, framework, code="U", ctid="ce-1", parent_id=twin, statement={"en": "Bad"})
    items.set_field(empty, schema.competency, [bad], {"parent_id": "nobody"})
    _, findings = framework_of(empty, tmp_path)
    said = messages(findings)
    for part in ("has no name", "has no description", "T shares the CTID", 'U: the CTID "ce-1"', "parent that is not"):
        assert part in said


def test_scales_and_rubrics_are_looked_at_too(empty, tmp_path):
    scales.create_progression_model(empty, {"en": "Ladder"})
    scales.create_scheme(empty, {"en": "Terms"})
    with empty.change("A rubric") as change:
        change.insert(schema.rubric, [{"name": {"en": "R"}, "ctid": new_ctid()}])
    said = messages(export(empty, tmp_path)[1])
    for part in ("model has no level", "model has no publisher", "scheme has no term", "rubric has no web page"):
        assert part in said


def test_a_framework_that_keeps_a_foreign_address_says_so(sample, tmp_path):
    f = schema.framework
    framework = sample.scalar(select(f.c.id))
    items.set_field(sample, f, [framework], {"uri": "https://x.example/f"})
    document, findings = framework_of(sample, tmp_path)
    assert document["@graph"][0]["@id"] == "https://x.example/f"
    assert "https://x.example/f" in messages(findings)


def test_the_preflight_says_the_same_and_writes_nothing(untouched, tmp_path):
    result = service.export(untouched, "ctdl", tmp_path)
    assert [str(f) for f in service.preflight(untouched, "ctdl")] == [str(f) for f in result.findings]
    notes = [finding for finding in result.findings if "complexity" in finding.message]
    assert len({finding.id for finding in notes}) == len(notes) == 63


def test_a_publisher_without_ctid_is_a_blank_node(empty, tmp_path):
    framework = frameworks.create_framework(empty, {"en": "F"}, description={"en": "A framework for a test"})
    publisher = organizations.create_organization(empty, {"en": "O"}, ctid=None, url="https://o.example")
    items.set_field(empty, schema.framework, [framework], {"publisher_id": publisher})
    document, _ = framework_of(empty, tmp_path)
    assert document["@graph"][0]["ceasn:publisher"] == [f"_:{publisher}"]
    assert document["@graph"][-1] == {
        "@id": f"_:{publisher}",
        "@type": "ceterms:CredentialOrganization",
        "ceterms:name": {"en": "O"},
        "ceterms:subjectWebpage": "https://o.example",
    }
    items.set_field(empty, schema.framework, [framework], {"publisher_id": "nobody"})
    document, findings = framework_of(empty, tmp_path)
    assert "ceasn:publisher" not in document["@graph"][0]
    assert "not an organization" in messages(findings)


def test_statuses_of_items_are_said_where_they_have_one(sample, tmp_path):
    items.set_field(sample, schema.competency, [item(sample, "MT.SAF.1.1")], {"status": "Deprecated"})
    nodes = by_code(framework_of(sample, tmp_path)[0])
    stated = {
        code: node["ceasn:publicationStatusType"]
        for code, node in nodes.items()
        if "ceasn:publicationStatusType" in node
    }
    assert len(stated) == 133
    assert stated.pop("MT.SAF.1.1") == ctdl.STATUSES["Deprecated"]
    assert set(stated.values()) == {ctdl.STATUSES["Published"]}


def test_what_a_file_brought_is_written_back(sample, tmp_path):
    extra = {"ctdl": {"ceasn:altCodedNotation": ["A-1"], "ceasn:comment": {"fr": ["Bonjour"]}, "@graph-id": "urn:x"}}
    code = item(sample, "MT.SAF.1.1")
    items.set_field(sample, schema.competency, [code], {"extra": extra, "comment": {"en": "Hello"}})
    node = by_code(framework_of(sample, tmp_path)[0])["MT.SAF.1.1"]
    assert node["ceasn:altCodedNotation"] == ["A-1"]
    assert node["ceasn:comment"] == {"en": ["Hello"], "fr": ["Bonjour"]}
    assert "@graph-id" not in node


def test_items_in_a_loop_are_written_once(sample, tmp_path):
    top = item(sample, "MT.SAF")
    with sample.change("Make a loop") as change:
        change.update(schema.competency, {top: {"parent_id": item(sample, "MT.SAF.1")}})
    document, _ = framework_of(sample, tmp_path)
    assert len(document["@graph"]) == 133
    assert len({node["@id"] for node in document["@graph"]}) == 133


# -- the work itself


def test_what_has_no_graph_is_refused(untouched, empty, tmp_path):
    with pytest.raises(StudioError, match="none of them"):
        service.export(untouched, "ctdl", tmp_path, [item(untouched, "MT.SAF")])
    with pytest.raises(StudioError, match="no framework"):
        service.export(empty, "ctdl", tmp_path)


def test_cancelling_leaves_no_file(untouched, tmp_path):
    class Cancelled(Exception):
        pass

    def cancel(done, total, label):
        raise Cancelled

    with pytest.raises(Cancelled):
        service.export(untouched, "ctdl", tmp_path / "x.jsonld", progress=cancel)
    assert list(tmp_path.iterdir()) == []


def test_queries_do_not_grow_with_the_items(empty, tmp_path):
    framework = frameworks.create_framework(empty, {"en": "Big"}, description={"en": "A large framework"})

    def queries():
        seen = []
        event.listen(empty.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        framework_of(empty, tmp_path)
        return len(seen)

    frameworks.add_many(empty, framework, None, [{"statement": {"en": f"Do {n}"}} for n in range(10)], "Add")
    few = queries()
    frameworks.add_many(empty, framework, None, [{"statement": {"en": f"Do {n}"}} for n in range(1000)], "Add")
    assert queries() - few <= few + 4
