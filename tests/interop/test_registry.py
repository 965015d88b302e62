# SPDX-License-Identifier: Apache-2.0
"""Files of the Credential Registry's own tools: requests with what the service made of them, and small records each
with one defect that its name says."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from studio.checks import engine
from studio.export import service
from studio.export.service import Options as ExportOptions
from studio.importing.readers import ImportRefused, reader_for
from studio.importing.readers import Options as ImportOptions
from studio.importing.service import import_files
from studio.model.project import Project
from studio.standards.assistant_values import occupation_code
from studio.standards.loose_json import parse
from studio.standards.registry_assistant import convert

PAIRS = (
    "careerbridge_certificate",
    "credential_outcomes",
    "credential_publish_detailed",
    "kansas_associate_degree",
    "propath_license",
)
SANDBOX, PRODUCTION = "https://sandbox.credentialengineregistry.org", "https://credentialengineregistry.org"


@pytest.fixture
def requests(shared: Path) -> Path:
    """The folder of requests to the Registry Assistant."""
    return shared / "standards" / "ctdl" / "ra-requests"


@pytest.fixture
def project():
    made = Project.create(None, name="Test")
    yield made
    made.close()


def pair(requests: Path, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A request, and the document that the service made of it."""
    (path,) = requests.glob(f"{name}_input*")
    published = json.loads((requests / f"{name}_output.json").read_text(encoding="utf-8-sig"))
    return parse(path.read_bytes()).documents[0], published


def said(document: dict[str, Any], looked_up: Collection[str] = ()) -> list[str]:
    """What the nodes of a document say: blank nodes by what they say, in any order, of the production registry.

    Titles that the service took from the lists of O*NET and CIP are in no request; ``looked_up`` are their codes.
    """
    graph = json.loads(json.dumps(document["@graph"]).replace(SANDBOX, PRODUCTION))
    blank = {node["@id"]: node for node in graph if node.get("@id", "").startswith("_:")}

    def plain(value: Any) -> Any:
        if isinstance(value, str) and value in blank:
            return plain({name: inner for name, inner in blank[value].items() if name != "@id"})
        if isinstance(value, list):
            return [plain(entry) for entry in value]
        if not isinstance(value, dict):
            return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
        names = {"ceterms:targetNodeName", "ceterms:targetNodeDescription"}
        drop = names if value.get("ceterms:codedNotation") in looked_up else set()
        return {name: plain(inner) for name, inner in value.items() if name not in drop}

    nodes = [plain(node) for node in graph if node.get("@id") not in blank]
    return sorted(json.dumps(node, sort_keys=True) for node in nodes)


def codes(request: dict[str, Any]) -> set[str]:
    body = request["Credential"]
    return {*map(occupation_code, body.get("ONET_Codes", [])), *body.get("CIP_Codes", [])}


@pytest.mark.parametrize("name", PAIRS)
def test_a_request_becomes_what_the_service_publishes(requests: Path, name: str) -> None:
    request, published = pair(requests, name)
    (document,) = convert(request).documents
    assert said(document) == said(published, codes(request))
    assert document["@context"] == published["@context"]
    assert document["@id"] == published["@id"].replace(SANDBOX, PRODUCTION)


@pytest.mark.parametrize("name", PAIRS)
def test_a_request_goes_through_a_project(requests: Path, project: Project, name: str) -> None:
    request, published = pair(requests, name)
    (path,) = requests.glob(f"{name}_input*")
    report = import_files(project, [path])
    assert report.files[0].rejected == []
    made = service.make(project, "ctdl", options=ExportOptions(environment="sandbox"))
    (file,) = made.files.values()
    document = json.loads(file if isinstance(file, bytes) else b"".join(file))
    assert said(document) == said(published, codes(request))
    assert document["@id"] == published["@id"]
    again = import_files(project, [path])
    assert (again.created, again.updated) == (0, 0)


def test_every_request_is_accounted_for(requests: Path) -> None:
    refused = []
    for path in sorted(requests.iterdir()):
        data = path.read_bytes()
        try:
            records = reader_for(data, path.name).read(data, path.name, ImportOptions())
        except ImportRefused:
            refused.append(path.name)
            continue
        records.report.check()
        assert records.report.rejected == []
        assert sum(records.report.went.values()) == records.report.values, path.name
        extra = sum(count for (_, target), count in records.report.went.items() if target == "extra")
        assert extra == records.report.kept_as_extra, path.name
    assert refused == ["badge_publisher_PublisherSearch.jsonc", "badge_publisher_RegistrySearch.json"]


# -- checks


@pytest.mark.parametrize("name", PAIRS)
def test_what_the_service_publishes_has_no_finding(requests: Path, project: Project, name: str) -> None:
    import_files(project, [requests / f"{name}_output.json"])
    assert rules(project, "registry") == []


def rules(project: Project, profile: str) -> list[tuple[str, str | None]]:
    """The findings about records, and about identifiers, that are no mere hints."""
    found = engine.run(project, [profile], accepted=True)
    return [(each.rule, each.field) for each in found if each.rule.startswith("RS") or each.rule == "FW03"]


STRUCTURE: dict[str, list[tuple[str, str | None]]] = {
    "bug_class_250_bare_uuid_for_ctid.json": [("RS01", "ceterms:ctid")],
    "clean_empty_graph.json": [],
    "clean_optional_only.json": [],
    "clean_single_entity.json": [],
    "domain_violation.json": [("RS12", "ceterms:isPartOf")],
    "external_reference.json": [("RS11", "ceterms:ownedBy")],
    "unresolved_bnode.json": [("RS10", "ceterms:ownedBy")],
    "resolve/competency_only.json": [("RS11", "ceasn:isPartOf")],
    "resolve/framework_only.json": [],
    "resolve/owner_organization.json": [],
    "resolve/variants/owner_is_not_an_organization.json": [],
}


@pytest.mark.parametrize("name", STRUCTURE)
def test_each_defect_gives_its_finding(shared: Path, project: Project, name: str) -> None:
    import_files(project, [shared / "standards" / "ctdl" / "fixtures" / "ctdl-validate" / name])
    assert rules(project, "structure") == STRUCTURE[name]


def test_a_bare_uuid_of_an_organization_is_repaired_and_said(shared: Path, project: Project) -> None:
    folder = shared / "standards" / "ctdl" / "fixtures" / "ctdl-validate"
    report = import_files(project, [folder / "resolve" / "variants" / "owner_with_a_bare_uuid_ctid.json"])
    (repair,) = report.files[0].repaired
    assert repair.after == f"ce-{repair.before}"
    assert rules(project, "structure") == []


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (("external_reference.json", "resolve/owner_organization.json"), []),
        (
            ("external_reference.json", "resolve/variants/owner_is_not_an_organization.json"),
            [("RS13", "ceterms:ownedBy")],
        ),
        (("resolve/framework_only.json", "resolve/competency_only.json"), []),
        (("resolve/competency_only.json", "resolve/framework_only.json"), []),
    ],
)
def test_references_between_files_are_followed(
    shared: Path, project: Project, others: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    folder = shared / "standards" / "ctdl" / "fixtures" / "ctdl-validate"
    for name in others:
        import_files(project, [folder / name])
    assert rules(project, "structure") == expected


def test_a_framework_that_comes_after_its_competencies_is_written_again(shared: Path, project: Project) -> None:
    folder = shared / "standards" / "ctdl" / "fixtures" / "ctdl-validate" / "resolve"
    import_files(project, [folder / "competency_only.json"])
    import_files(project, [folder / "framework_only.json"])
    (file,) = service.make(project, "ctdl").files.values()
    document = json.loads(file if isinstance(file, bytes) else b"".join(file))
    frame, competency = document["@graph"]
    assert frame["ceasn:name"] == {"en-US": "The Framework, Published On Its Own"}
    assert competency["ceasn:isPartOf"] == frame["@id"]


def test_a_competency_with_four_errors(shared: Path, project: Project) -> None:
    """Three stay and are found; the text without a language gets one on the way in, and the report says so."""
    folder = shared / "standards" / "ctdl" / "fixtures" / "policy"
    report = import_files(project, [folder / "competency_req_4errors.json"])
    assert [each.reason for each in report.files[0].repaired if "language" in each.reason] == [
        "A text without language gets the main language"
    ]
    assert rules(project, "registry") == [
        ("FW03", "ctid"),
        ("RS18", "ceasn:dateCreated"),
        ("RS20", "ceasn:isPartOf"),
    ]


def test_a_competency_that_meets_the_policy(shared: Path, project: Project) -> None:
    import_files(project, [shared / "standards" / "ctdl" / "fixtures" / "policy" / "competency_req_valid.json"])
    assert rules(project, "registry") == []


MISSING = {
    "agentSchema_invalid_missingEmail_and_place.json": "ceterms:address",
    "assessmentProfileSchema_invalid_NoOwnedOffered.json": "ceterms:offeredBy",
    "learningOpportunityProfileSchema_invalid_missing_owned_offered.json": "ceterms:offeredBy",
}
SINCE_2018 = {"ceterms:lifeCycleStatusType", "ceterms:inLanguage"}
"""What the policy asks for that it did not ask for when these files were made."""


@pytest.mark.parametrize("name", MISSING)
def test_what_the_policy_asks_for(shared: Path, project: Project, name: str) -> None:
    import_files(project, [shared / "standards" / "ctdl" / "fixtures" / "policy" / name])
    asked = {field for rule, field in rules(project, "registry") if rule == "RS20"}
    assert asked - SINCE_2018 == {MISSING[name]}


def test_a_condition_without_description_is_fine_since_2023(shared: Path, project: Project) -> None:
    name = "conditionManifestSchema_invalid_CondProfileMissingDescription.json"
    import_files(project, [shared / "standards" / "ctdl" / "fixtures" / "policy" / name])
    assert [rule for rule, _ in rules(project, "registry")] == ["RS19"]  # its texts say no language
