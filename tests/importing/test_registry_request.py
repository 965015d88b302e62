# SPDX-License-Identifier: Apache-2.0
"""Requests to the Registry Assistant: the CTDL they publish, and that every value of a request is somewhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.importing.ctdl.registry_request import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.importing.service import import_files
from studio.model import schema
from studio.standards.assistant_fields import bodies, classes
from studio.standards.assistant_values import date, duration, occupation_code
from studio.standards.ctdl_values import leaves
from studio.standards.registry_assistant import convert, is_request

ORG = "ce-a588a18b-2616-4c74-bdcd-6507c0693d0e"
A, B, C = (f"ce-{letter * 8}-1111-4111-8111-{letter * 12}" for letter in "abc")
BASE = "https://credentialengineregistry.org/resources/"


def graph(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes of the only document of a request."""
    (document,) = convert({"PublishForOrganizationIdentifier": ORG, **request}).documents
    return document["@graph"]


def head(request: dict[str, Any]) -> dict[str, Any]:
    return graph(request)[0]


def read(request: Any, name: str = "request.json"):
    records = READER.read(json.dumps(request).encode(), name, Options())
    records.report.check()
    return records


# -- values


def test_a_course_is_published_under_its_ctid() -> None:
    (document,) = convert({"Course": {"Type": "Course", "CTID": A, "Name": "Welding"}}).documents
    assert document["@id"] == f"https://credentialengineregistry.org/graph/{A}"
    assert document["@context"] == "https://credreg.net/ctdl/schema/context/json"
    node = document["@graph"][0]
    assert (node["@id"], node["@type"], node["ceterms:ctid"]) == (BASE + A, "ceterms:Course", A)
    assert node["ceterms:name"] == {"en-US": "Welding"}
    assert node["ceterms:inLanguage"] == ["en-US"]


def test_the_sandbox_and_other_communities_have_addresses_of_their_own() -> None:
    body = {"Credential": {"CredentialType": "Badge", "CTID": A, "OwnedBy": [{"CTID": ORG}]}}
    inside = {"SameAs": f"https://sandbox.credentialengineregistry.org/resources/{B}"}
    sandbox = head({"Credential": {**body["Credential"], **inside}})
    assert sandbox["@id"] == f"https://sandbox.credentialengineregistry.org/resources/{A}"
    assert head({**body, "Registry": "navy"})["ceterms:ownedBy"] == [
        f"https://credentialengineregistry.org/navy/resources/{ORG}"
    ]
    assert head({**body, "Registry": "ce-registry"})["@id"] == head({**body, "Registry": "CE-Registry"})["@id"]
    assert head({**body, "Registry": "ce-registry"})["@id"] == BASE + A


def test_texts_are_in_the_default_language_or_by_language() -> None:
    request = {
        "DefaultLanguage": "es-mx",
        "Credential": {
            "CTID": A,
            "Name": " Soldadura ",
            "Description_Map": {"es-MX": "Uno", "en": "One"},
            "KeywordLangMap": {"en": ["weld", "metal"]},
            "AlternateName": ["Sol", "Dar"],
            "Subject_Map": {"en": ["Metal"]},
        },
    }
    made = convert(request)
    node = made.documents[0]["@graph"][0]
    assert node["ceterms:name"] == {"es-MX": "Soldadura"}
    assert node["ceterms:description"] == {"es-MX": "Uno", "en": "One"}
    assert node["ceterms:keyword"] == {"en": ["weld", "metal"]}
    assert node["ceterms:alternateName"] == {"es-MX": ["Sol", "Dar"]}
    assert node["ceterms:subject"] == [
        {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": "Metal"}}
    ]
    assert ("Credential.Name", " Soldadura ", "Soldadura") in [note[:3] for note in made.account.notes]


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ({"Years": 2}, "P2Y"),
        ({"Months": 9, "Weeks": 0}, "P9M"),
        ({"Hours": 160}, "PT160H"),
        ({"Days": 1.5, "Minutes": 30}, "P1.5DT30M"),
        ({"Duration_ISO8601": " P1Y "}, "P1Y"),
        ({"Years": True}, None),
        ({}, None),
    ],
)
def test_durations(said: dict[str, Any], means: str | None) -> None:
    assert duration(said) == means


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("2020-6-1", "2020-06-01"),
        ("3/24/2021 12:00:00 AM", "2021-03-24"),
        ("2021-03-24T10:00:00", "2021-03-24"),
        ("13/40/2021", "13/40/2021"),
        ("2021", "2021"),
        ("soon", "soon"),
    ],
)
def test_dates(said: str, means: str) -> None:
    assert date(said) == means


def test_occupation_codes() -> None:
    assert [occupation_code(each) for each in ("533032  ", "53-3032", "53-3032.01", "Welder")] == [
        "53-3032.00",
        "53-3032.00",
        "53-3032.01",
        "Welder",
    ]


def test_concepts_are_found_by_name_label_and_address() -> None:
    spellings = ("Tuition", "costType:Tuition", "https://purl.org/ctdl/vocabs/costType/Tuition", "tuition")
    items = [{"DirectCostType": each, "Price": 1} for each in spellings]
    cost = {"Currency": "USD", "CostItems": items}
    made = head({"Credential": {"CTID": A, "EstimatedCost": [cost]}})["ceterms:estimatedCost"]
    assert len(made) == 4
    assert {each["ceterms:directCostType"]["ceterms:targetNode"] for each in made} == {"costType:Tuition"}
    assert {each["schema:currency"] if "schema:currency" in each else each["ceterms:currency"] for each in made} == {
        "USD"
    }
    own = head({"Credential": {"CTID": A, "EstimatedCost": [{"CostItems": [{"DirectCostType": "Uniforms"}]}]}})
    assert own["ceterms:estimatedCost"][0]["ceterms:directCostType"] == {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNodeName": {"en-US": "Uniforms"},
    }


def test_codes_of_classifications() -> None:
    body = {"CTID": A, "ONET_Codes": ["15-1122"], "CIP_Codes": ["31.0504"], "Naics": ["9271"]}
    node = head({"Credential": {**body, "AlternativeOccupationType": ["Tinker"]}})
    assert [each.get("ceterms:targetNode") for each in node["ceterms:occupationType"]] == [
        "https://www.onetonline.org/link/summary/15-1122.00",
        None,
    ]
    assert node["ceterms:instructionalProgramType"][0]["ceterms:codedNotation"] == "31.0504"
    assert node["ceterms:naics"] == ["9271"]


def test_references_by_ctid_by_address_and_described() -> None:
    described = {"Type": "QACredentialOrganization", "Name": "Council", "SubjectWebpage": "https://council.example/"}
    body = {
        "CTID": A,
        "OwnedBy": [{"CTID": ORG, "Name": "Not needed"}],
        "AccreditedBy": [described],
        "ApprovedBy": [dict(described), {"Id": "https://example.org/org/1"}],
    }
    made = convert({"Credential": body})
    node, council = made.documents[0]["@graph"]
    assert node["ceterms:ownedBy"] == [BASE + ORG]
    assert node["ceterms:approvedBy"] == [council["@id"], "https://example.org/org/1"]
    assert node["ceterms:accreditedBy"] == [council["@id"]]
    assert council["@id"].startswith("_:")
    assert council["@type"] == "ceterms:QACredentialOrganization"
    assert council["ceterms:subjectWebpage"] == "https://council.example"
    assert made.account.left == {"Credential.OwnedBy[0].Name": "Not needed"}


def test_things_described_for_others_to_point_at() -> None:
    described = {"Id": "_:provider", "Type": "CredentialOrganization", "Name": "Provider"}
    request = {"Course": {"CTID": A, "OfferedBy": ["_:provider"]}, "ReferenceObjects": [described]}
    node, provider = graph(request)
    assert node["ceterms:offeredBy"] == ["_:provider"]
    assert (provider["@id"], provider["@type"]) == ("_:provider", "ceterms:CredentialOrganization")


def test_what_several_bodies_point_at_is_in_each_document_and_counted_once() -> None:
    described = [{"Id": "_:office", "Type": "Organization", "Name": "Office", "Mood": "good"}]
    courses = {"Course": {"CTID": A, "OwnedBy": ["_:office"]}, "Assessment": {"CTID": B, "OwnedBy": ["_:office"]}}
    made = convert({**courses, "ReferenceObjects": described})
    assert [document["@graph"][1]["@id"] for document in made.documents] == ["_:office", "_:office"]
    assert made.account.left == {"ReferenceObjects[0].Mood": "good"}
    assert made.taken["ReferenceObjects", "@graph"] == 3


def test_a_place_in_words() -> None:
    place = {
        "Address1": "1 Main St",
        "Address2": "Suite 2",
        "City": "Tacoma",
        "Country": "USA",
        "ContactPoint": [{"PhoneNumbers": ["555"]}],
    }
    (made,) = head({"Course": {"CTID": A, "AvailableAt": [place]}})["ceterms:availableAt"]
    assert made["ceterms:streetAddress"] == {"en-US": "1 Main St, Suite 2"}
    assert made["ceterms:addressLocality"] == {"en-US": "Tacoma"}
    assert made["ceterms:targetContactPoint"] == [{"@type": "ceterms:ContactPoint", "ceterms:telephone": ["555"]}]


def test_what_is_said_twice_is_kept_twice() -> None:
    items = [{"Description": "Books", "Price": 1}]
    body = {"CredentialType": "Badge", "AtType": "ceterms:License", "CTID": A, "Ctid": B}
    made = convert({"Credential": {**body, "EstimatedCost": [{"Description": "Fees", "CostItems": items}]}})
    node = made.documents[0]["@graph"][0]
    assert node["ceterms:estimatedCost"][0]["ceterms:description"] == {"en-US": ["Fees", "Books"]}
    assert {node["@type"], made.account.left["Credential.@type"]} == {"ceterms:Badge", "ceterms:License"}
    own = convert({"Course": {"@id": "https://example.org/1", "CTID": A}})
    assert (own.documents[0]["@graph"][0]["@id"], own.account.left) == ("https://example.org/1", {})
    assert {node["ceterms:ctid"], made.account.left["Credential.ceterms:ctid"]} == {A, B}


def test_a_whole_framework_as_target() -> None:
    condition = {"Description": "Know all of it", "TargetCompetencyFramework": [B]}
    node = head({"Credential": {"CTID": A, "Requires": [condition]}})
    (target,) = node["ceterms:requires"][0]["ceterms:targetCompetency"]
    assert target == {"@type": "ceterms:CredentialAlignmentObject", "ceterms:framework": BASE + B}


def test_what_a_field_is_not_is_left() -> None:
    body = {"CTID": A, "Name": "N", "Mood": "good", "Weird": {"deep": [1, {"x": True}]}, "DateEffective": {"Y": 1}}
    made = convert({"Credential": body, "Extra": "e"})
    assert made.account.left == {
        "Credential.Mood": "good",
        "Credential.Weird": {"deep": [1, {"x": True}]},
        "Credential.DateEffective": {"Y": 1},
        "Extra": "e",
    }


# -- requests of several parts


def test_a_framework_with_its_competencies() -> None:
    request = {
        "CompetencyFramework": {"CTID": A, "Name": "Frame", "PublicationStatusType": "Published"},
        "Competencies": [
            {"CTID": B, "CompetencyText": "Weld", "HasChild": [C]},
            {"CTID": C, "CompetencyText": "Grind", "Weight": "0.5", "IsChildOf": [B]},
        ],
    }
    frame, weld, grind = graph(request)
    assert frame["ceasn:hasTopChild"] == [BASE + B]
    assert frame["ceasn:publicationStatusType"].endswith("/publicationStatus/Published")
    assert (weld["ceasn:isPartOf"], weld["ceasn:isTopChildOf"]) == (BASE + A, BASE + A)
    assert grind["ceasn:isChildOf"] == [BASE + B]
    assert "ceasn:isTopChildOf" not in grind
    records = read({"PublishForOrganizationIdentifier": ORG, **request})
    assert [(each.kind, each.references.get("parent_id")) for each in records.items] == [
        ("framework", None),
        ("competency", None),
        ("competency", B),
    ]
    assert records.items[0].extra["@request"] == {"PublishForOrganizationIdentifier": ORG}
    assert records.report.went["Competencies.CompetencyText", "statement"] == 2
    assert len(read({**request, "Competencies": [*request["Competencies"], {}, {"CTID": None}]}).items) == 3
    author = {**request, "CompetencyFramework": {"CTID": A, "Name": "Frame", "Author": ["Ada"]}}
    assert read(author).report.went["CompetencyFramework.Author", "extra"] == 1


def test_a_pathway_with_its_components() -> None:
    condition = {"Description": "Both", "RequiredNumber": 2, "LogicalOperator": "And", "TargetComponent": [C]}
    parts = [
        {"PathwayComponentType": "CredentialComponent", "CTID": B, "Name": "License", "CredentialType": "License"},
        {"PathwayComponentType": "CourseComponent", "CTID": C, "Name": "Course", "HasCondition": [condition]},
    ]
    request = {"Pathway": {"CTID": A, "Name": "Way", "HasDestinationComponent": [B]}, "PathwayComponents": parts}
    way, license_, course = graph(request)
    assert way["ceterms:hasPart"] == [BASE + B, BASE + C]
    assert way["ceterms:hasDestinationComponent"] == [BASE + B]
    assert (license_["@type"], license_["ceterms:credentialType"]) == ("ceterms:CredentialComponent", "License")
    assert license_["ceterms:isPartOf"] == [BASE + A]
    made = course["ceterms:hasCondition"][0]
    assert (made["ceterms:logicalOperator"], made["ceterms:requiredNumber"]) == ("logic:And", 2)


def test_schemes_models_rubrics_and_collections() -> None:
    scheme = {"ConceptScheme": {"CTID": A, "Name": "S"}, "Concepts": [{"CTID": B, "PrefLabel": "One"}]}
    top, one = graph(scheme)
    assert (top["skos:hasTopConcept"], one["skos:topConceptOf"]) == ([BASE + B], BASE + A)
    levels = [{"CTID": B, "PrefLabel": "Novice", "Precedes": C}, {"CTID": C, "PrefLabel": "Expert"}]
    model, novice, _ = graph({"ProgressionModel": {"CTID": A, "Name": "M"}, "ProgressionLevels": levels})
    assert (novice["ceasn:inProgressionModel"], novice["ceterms:precedes"]) == (BASE + A, BASE + C)
    assert model["@type"] == "asn:ProgressionModel"
    request = {
        "Rubric": {"CTID": A, "Name": "R", "EvaluatorType": ["External"]},
        "RubricCriterion": [{"CTID": B, "Name": "Bead", "HasCriterionLevel": ["_:cell"]}],
        "RubricLevel": [{"Id": "_:high", "Name": "High"}],
        "CriterionLevel": [{"Id": "_:cell", "BenchmarkText": "Even", "Value": 4}],
    }
    rubric, bead, high, cell = graph(request)
    assert rubric["ceasn:evaluatorType"] == ["evalCat:External"]
    assert (rubric["ceasn:hasRubricCriterion"], rubric["ceasn:hasRubricLevel"]) == ([BASE + B], ["_:high"])
    assert (bead["ceasn:hasCriterionLevel"], cell["schema:value"]) == (["_:cell"], 4)
    assert high["ceasn:name"] == {"en-US": "High"} if "ceasn:name" in high else high["ceterms:name"]
    members = {"Collection": {"CTID": A, "Name": "Set", "HasMember": [B]}, "CollectionMembers": [{"ProxyFor": C}]}
    collection, member = graph(members)
    assert collection["ceterms:hasMember"] == [BASE + B, member["@id"]]
    assert member["ceterms:proxyFor"] == BASE + C


def test_requests_for_many_make_a_document_each() -> None:
    made = convert({"Credentials": [{"CTID": A, "Name": "One"}, {"CTID": B, "Name": "Two"}, {}]})
    assert [each["@id"][-39:] for each in made.documents] == [A, B]
    pathways = {"PathwaySet": {"CTID": A}, "Pathways": [{"Pathway": {"CTID": B}, "PathwayComponents": [{"CTID": C}]}]}
    assert [len(each["@graph"]) for each in convert(pathways).documents] == [1, 2]


# -- files


def test_graphs_inside_requests(tmp_path, project) -> None:
    node = {"@id": BASE + A, "@type": "ceterms:Course", "ceterms:ctid": A, "ceterms:name": {"en": "Weld"}}
    inside = {"@context": "https://credreg.net/ctdl/schema/context/json", "@id": BASE + A, "@graph": [node]}
    for request in (
        {"PublishForOrganizationIdentifier": ORG, "GraphInput": inside},
        {"PublishForOrganizationIdentifier": ORG, "GraphInput": [inside]},
        {"GraphContentRequest": {"HasLanguageMaps": True, "GraphInput": inside}, "DefaultLanguage": "en"},
    ):
        records = read(request)
        assert [each.columns["ctid"] for each in records.items] == [A]
        assert "@request" in records.items[0].extra
    path = tmp_path / "request.json"
    path.write_text(json.dumps(request), encoding="utf-8")
    report = import_files(project, [path])
    assert (report.created, report.files[0].rejected) == (1, [])
    row = project.row(schema.resource.select())
    assert row.content["ceterms:name"] == {"en": "Weld"}
    assert row.extra["ctdl"]["@request"]["GraphContentRequest.HasLanguageMaps"] is True
    assert import_files(project, [path]).unchanged == 1


def test_a_body_without_its_request_is_read() -> None:
    body = {"Type": "ceterms:TransferValueProfile", "Name": "Finance", "CTID": A, "StartDate": "2020-6-1"}
    data = json.dumps(body).encode()
    assert reader_for(data, "tvp.json") is READER
    records = READER.read(data, "tvp.json", Options())
    assert records.items[0].columns["type"] == "ceterms:TransferValueProfile"
    assert records.items[0].columns["content"]["ceterms:startDate"] == "2020-06-01"


@pytest.mark.parametrize(
    "request_",
    [
        {"CTID": A, "PublishForOrganizationIdentifier": ORG, "CTIDList": [A]},
        {"Keywords": "weld", "Filters": [{"URI": "@type", "ItemTexts": ["ceterms:OpenBadge"]}]},
        {"PublishForOrganizationIdentifier": ORG, "Credential": {}},
        {"PublishForOrganizationIdentifier": ORG, "Credential": "none"},
    ],
)
def test_a_request_that_publishes_nothing_is_refused(request_: dict[str, Any]) -> None:
    with pytest.raises(ImportRefused, match=r'^"r.json" ') as refused:
        READER.read(json.dumps(request_).encode(), "r.json", Options())
    assert str(refused.value).count(". ") == 1


@pytest.mark.parametrize("text", ["\ud800", "\x00", "=1+1", "٣/٤/٢٠٢٠", "x" * 5000, "_:", "http://", "ce-"])
def test_odd_text_is_kept(text: str) -> None:
    body = {"CTID": text, "Name": text, "OwnedBy": [{"Name": text}], "ONET_Codes": [text], "DateEffective": text}
    records = read({"Credential": body, "DefaultLanguage": text})
    assert records.report.rejected == []


@pytest.mark.parametrize(
    "data",
    [
        b'{"@context": "x", "@graph": [{"@id": "a", "PublishForOrganizationIdentifier": "b"}]}',
        b'{"CFDocument": {"identifier": "x", "title": "t"}, "CFItems": []}',
        b'[{"Name": "x", "CTID": "y"}]',
        b"Name,CTID\nx,y\n",
        b'{"Name": "x"}',
        b"",
    ],
)
def test_other_files_are_none(data: bytes) -> None:
    assert READER.sniff(data, "file") == 0


def test_ctdl_is_still_read_by_its_own_reader() -> None:
    node = {"@context": "https://credreg.net/ctdl/schema/context/json", "@id": BASE + A, "@type": "ceterms:Course"}
    assert reader_for(json.dumps(node).encode(), "course.json", "ctdl") is not READER
    request = json.dumps({"Course": {"CTID": A, "Name": "x"}, "DefaultLanguage": "en"}).encode()
    assert reader_for(request, "course.json", "ctdl") is READER


# -- nothing is lost

_NAMES = sorted({name for kind in classes().values() for name in kind.fields} | {"mood", "Name_Map", "ceterms:x"})
_WORDS = st.integers(0, 10**6).map(lambda number: f"w{number}w")
_SIMPLE = st.one_of(
    _WORDS, st.integers(-5, 10**9), st.booleans(), st.none(), st.just(A), st.just("Active"), st.just(" ")
)
_VALUES = st.recursive(
    _SIMPLE,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*_NAMES, "en", "Type", "Years", "CostItems"]), inner, max_size=4),
    ),
    max_leaves=12,
)
_BODIES = st.dictionaries(st.sampled_from([*_NAMES, "CTID", "Type"]), _VALUES, min_size=1, max_size=6)
_REQUESTS = st.dictionaries(
    st.sampled_from([*bodies(), "GraphContentRequest", "ReferenceObjects", "Pathways", "Other"]),
    st.one_of(_BODIES, st.lists(_BODIES, max_size=3), _VALUES),
    min_size=1,
    max_size=4,
)


@given(_REQUESTS)
def test_every_word_of_a_request_is_somewhere(request_: dict[str, Any]) -> None:
    made = convert(request_)
    text = json.dumps([made.documents, made.graphs, made.account.left])
    for word in _words(request_):
        assert word in text, (word, request_)
    graphs = sum(map(leaves, made.graphs))
    if is_request(request_):
        assert sum(made.taken.values()) + made.account.left_values + graphs == leaves(request_)


def _words(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_words, value.values()))
    if isinstance(value, list):
        return set().union(*map(_words, value))
    return {value} if isinstance(value, str) and value[:1] == "w" else set()
