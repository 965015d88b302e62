# SPDX-License-Identifier: Apache-2.0
"""Rules about courses, credentials and other records of CTDL: each finds its defect, and nothing in a good record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from studio.checks import accepting, engine, fixes
from studio.checks.engine import run, run_for
from studio.checks.profiles import profiles
from studio.checks.records import POLICY, STRUCTURE
from studio.model import schema
from studio.model.errors import NotAllowed
from studio.model.project import Project
from studio.standards import ctdl_classes

BASE = "https://credentialengineregistry.org/resources/"
A, B, C, D = (f"ce-{letter * 8}-1111-4111-8111-{letter * 12}" for letter in "abcd")
UUID = A[3:]
GOOD: dict[str, Any] = {
    "@id": BASE + A,
    "@type": "ceterms:Certification",
    "ceterms:ctid": A,
    "ceterms:name": {"en": "Certified welder"},
    "ceterms:description": {"en": "Shows that a person can weld plates safely."},
    "ceterms:ownedBy": ["https://example.org/org"],
    "ceterms:credentialStatusType": {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": "https://credreg.net/ctdl/terms/CredentialStatus",
        "ceterms:targetNode": "credentialStat:Active",
        "ceterms:targetNodeName": {"en-US": "Active"},
    },
    "ceterms:subjectWebpage": "https://example.org/welder",
    "ceterms:inLanguage": ["en"],
    "ceterms:dateEffective": "2024-01-31",
    "ceterms:estimatedCost": [{"@type": "ceterms:CostProfile", "ceterms:price": 10, "ceterms:currency": "USD"}],
}


@pytest.fixture
def project() -> Iterator[Project]:
    made = Project.create(None, name="Test")
    yield made
    made.close()


def add(project: Project, *nodes: dict[str, Any], document: str | None = None, **columns: Any) -> list[str]:
    """Resources of these nodes; the first heads the document of the others, unless ``document`` does."""
    ids: list[str] = []
    with project.change("Add") as change:
        for node in nodes:
            ctid = node.get("ceterms:ctid")
            row = {"standard": "ctdl", "type": node.get("@type"), "content": node, "ctid": ctid, "uri": node.get("@id")}
            head = document or (ids[0] if ids else None)
            name = node.get("ceterms:name")
            row |= {"name": name if isinstance(name, dict) else None, "document_id": head, **columns}
            ids += change.insert(schema.resource, [row])
    return ids


def found(project: Project, profile: str = "structure") -> list[tuple[str, str | None]]:
    return [(each.rule, each.field) for each in run(project, [profile], accepted=True)]


def good(**more: Any) -> dict[str, Any]:
    """The good record with other properties; ``None`` takes one out. ``a__b`` stands for ``a:b``."""
    node = {**GOOD, **{name.replace("__", ":").replace("at_", "@"): value for name, value in more.items()}}
    return {name: value for name, value in node.items() if value is not None}


def test_a_good_record_has_no_finding(project: Project) -> None:
    add(project, GOOD)
    assert found(project) == []
    assert found(project, "registry") == []
    assert found(project, "district") == []


def test_every_rule_of_the_structure_profile_is_about_ctdl_alone() -> None:
    assert set(profiles()["structure"].rules) == set(STRUCTURE)
    assert set(POLICY) <= set(profiles()["registry"].rules)
    for profile in ("trusted", "eu", "district"):
        assert not set(profiles()[profile].rules) & {*STRUCTURE, *POLICY}


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"ceterms__ctid": UUID, "at_id": BASE + UUID}, "RS01", "ceterms:ctid"),
        ({"ceterms__ctid": UUID}, "RS01", "ceterms:ctid"),
        ({"ceterms__ctid": A[:-1], "at_id": "https://example.org/1"}, "RS02", "ceterms:ctid"),
        ({"ceterms__ctid": f"no-{UUID}", "at_id": "https://example.org/1"}, "RS02", "ceterms:ctid"),
        ({"ceterms__ctid": A.upper()}, "RS03", "ceterms:ctid"),
        ({"ceterms__ctid": A.replace("-4", "-1"), "at_id": BASE + A.replace("-4", "-1")}, "RS04", "ceterms:ctid"),
        ({"at_id": BASE + UUID}, "RS05", "@id"),
        ({"at_id": "https://credentialengineregistry.org/welder"}, "RS05", "@id"),
        ({"ceterms__ownedBy": [BASE + UUID]}, "RS05", "ceterms:ownedBy"),
        ({"at_id": BASE + B}, "RS06", "@id"),
        ({"ceterms__ownedBy": [UUID]}, "RS07", "ceterms:ownedBy"),
        ({"ceterms__ownedBy": [B]}, "RS08", "ceterms:ownedBy"),
        ({"ceterms__ownedBy": ["District office"]}, "RS09", "ceterms:ownedBy"),
        ({"ceterms__ownedBy": ["_:office"]}, "RS10", "ceterms:ownedBy"),
        ({"ceterms__ownedBy": [BASE + B]}, "RS11", "ceterms:ownedBy"),
        ({"ceasn__competencyText": {"en": "Weld"}}, "RS12", "ceasn:competencyText"),
        ({"ceterms__estimatedCost": [{"@type": "ceterms:Place"}]}, "RS13", "ceterms:estimatedCost"),
        ({"at_type": "ceterms:Certificat"}, "RS15", "@type"),
        ({"ceterms__estimatedCost": [{"@type": "ceterms:Cost"}]}, "RS15", "@type"),
        ({"ceterms__colour": "red"}, "RS16", "ceterms:colour"),
        ({"ceterms__dateEffective": "31 January 2024"}, "RS18", "ceterms:dateEffective"),
        ({"ceterms__name": "Certified welder"}, "RS19", "ceterms:name"),
    ],
)
def test_each_defect_gives_its_finding(project: Project, change: dict[str, Any], rule: str, field: str) -> None:
    add(project, good(**change))
    assert found(project) == [(rule, field)]


@pytest.mark.parametrize(
    "change",
    [
        {"ceterms__ownedBy": [f"https://sandbox.credentialengineregistry.org/resources/{A.upper()}"]},
        {"at_id": f"https://credentialengineregistry.org/navy/resources/{A}"},
        {"at_id": "_:welder", "ceterms__ctid": None},
        {"ceterms__isPartOf": [{"@id": "https://example.org/program"}]},
        {"ceterms__dateEffective": "2024-01-31T10:00:00Z"},
        {"ceterms__dateEffective": ["2024", "2024-01"]},
        {"colour": "red"},  # JSON-LD passes over it
        {"schema__knowsAbout": "welding", "dct__subject": "x"},
        {"at_type": "schema:Course"},
        {"ceterms__name": {}, "ceterms__keyword": None},
    ],
)
def test_what_is_no_defect(project: Project, change: dict[str, Any]) -> None:
    ids = add(project, good(**change))
    with project.change("Owner") as edit:  # what the first case refers to
        edit.insert(schema.organization, [{"name": {"en": "Office"}, "ctid": B}])
    assert [each for each in found(project) if each[0] != "RS13"] == []
    assert ids


def test_misspelled_properties_get_a_suggestion(project: Project) -> None:
    add(project, good(ceterms__knowledgeEmbodied=["https://example.org/k"], ceterms__SubjectWebPage="x:y"))
    messages = {each.field: each.message for each in run(project, ["structure"]) if each.rule == "RS16"}
    assert messages["ceterms:knowledgeEmbodied"].endswith("Is it ceasn:knowledgeEmbodied?")
    assert messages["ceterms:SubjectWebPage"].endswith("Is it ceterms:subjectWebpage?")


def test_references_find_rows_of_every_table(project: Project) -> None:
    with project.change("Rows") as change:
        change.insert(schema.organization, [{"name": {"en": "Office"}, "ctid": B}])
        (frame,) = change.insert(schema.framework, [{"name": {"en": "F"}, "ctid": C}])
        change.insert(
            schema.competency, [{"framework_id": frame, "ctid": D, "position": "a", "statement": {"en": "W"}}]
        )
    target = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": BASE + D,
        "ceterms:framework": BASE + C,
    }
    condition = {"@type": "ceterms:ConditionProfile", "ceterms:targetCompetency": [target]}
    add(
        project,
        good(
            ceterms__ownedBy=[f"https://sandbox.credentialengineregistry.org/resources/{B}"],
            ceterms__requires=[condition],
        ),
    )
    assert found(project) == []
    with project.change("Swap") as change:
        change.insert(schema.framework, [{"name": {"en": "G"}, "uri": "https://example.org/frame"}])
    add(
        project, good(at_id="https://example.org/2", ceterms__ctid=None, ceterms__ownedBy=["https://example.org/frame"])
    )
    assert found(project) == [("RS13", "ceterms:ownedBy")]


def test_blank_nodes_mean_something_in_their_own_document(project: Project) -> None:
    owner = {"@id": "_:office", "@type": "ceterms:Organization", "ceterms:name": {"en": "Office"}}
    add(project, good(ceterms__ownedBy=["_:office"]), owner)
    assert found(project) == []
    add(project, good(at_id="_:program", at_type="ceterms:License", ceterms__ctid=None))
    part = good(at_id=BASE + C, ceterms__ctid=C, ceterms__isPartOf=["_:program"])
    (row,) = add(project, part)
    assert found(project) == [("RS10", "ceterms:isPartOf")]
    with project.change("Take out") as change:
        change.delete(schema.resource, [row])
    other = good(at_id=BASE + B, ceterms__ctid=B, ceterms__ownedBy=["_:office"])
    add(project, other)
    assert found(project) == [("RS10", "ceterms:ownedBy")]


def test_both_ends_of_a_link(project: Project) -> None:
    program = good(at_id=BASE + B, ceterms__ctid=B, ceterms__hasPart=[BASE + A])
    ids = add(project, good(), program)
    assert found(project) == []  # one end alone is fine
    with project.change("Other end") as change:
        change.update(schema.resource, {ids[0]: {"content": good(ceterms__isPartOf=["https://example.org/p"])}})
    assert found(project) == [("RS17", "ceterms:hasPart")]
    with project.change("Inside") as change:
        inside = good(ceterms__isPartOf=[{"@type": "ceterms:LearningProgram"}])
        change.update(schema.resource, {ids[0]: {"content": inside}})
    assert found(project) == []
    with project.change("Agree") as change:
        change.update(schema.resource, {ids[0]: {"content": good(ceterms__isPartOf=[BASE + B])}})
    assert found(project) == []


def test_a_competency_in_the_document_of_another_framework(project: Project) -> None:
    frame = {"@id": BASE + B, "@type": "ceasn:CompetencyFramework", "ceterms:ctid": B}
    weld = {"@id": BASE + A, "@type": "ceasn:Competency", "ceterms:ctid": A, "ceasn:isPartOf": "https://example.org/f"}
    add(project, frame, weld)
    assert found(project) == [("RS14", "ceasn:isPartOf")]


def test_what_files_brought_for_other_rows(project: Project) -> None:
    extra = {"ctdl": {"ceasn:dateCreated": "soon", "ceasn:wieght": 1, "@graph": ["not a property"]}}
    with project.change("Rows") as change:
        (frame,) = change.insert(schema.framework, [{"name": {"en": "F"}, "code": "F"}])
        row = {"framework_id": frame, "position": "a", "code": "F.1", "statement": {"en": "Weld"}, "extra": extra}
        change.insert(schema.competency, [row, {**row, "extra": {"case": {"x": 1}}, "code": "F.2"}])
        change.insert(
            schema.organization, [{"name": {"en": "O"}, "extra": {"ctdl": {"ceterms:fein": "1", "@type": "x:y"}}}]
        )
    kept = [(each.kind, each.code, each.rule, each.field) for each in run(project, ["structure"], accepted=True)]
    assert kept == [
        ("competency", "F.1", "RS16", "ceasn:wieght"),
        ("competency", "F.1", "RS18", "ceasn:dateCreated"),
    ]


# -- policy


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ceterms__subjectWebpage": None}, [("RS20", "ceterms:subjectWebpage")]),
        ({"ceterms__ownedBy": []}, [("RS20", "ceterms:ownedBy")]),
        ({"ceterms__description": {"en": ""}}, [("RS20", "ceterms:description")]),
        ({"ceterms__description": {"en": "Weld well."}}, [("RS21", "ceterms:description")]),
        ({"ceterms__description": {"en": "Certified welder"}}, [("RS21", "ceterms:description")]),
        ({"at_id": "_:x", "ceterms__ctid": None, "ceterms__description": None}, []),
    ],
)
def test_the_policy_of_the_registry(project: Project, change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    add(project, good(**change))
    assert found(project, "registry") == expected
    assert found(project) == []


def test_a_program_is_owned_or_offered(project: Project) -> None:
    program = good(at_type="ceterms:LearningProgram", ceterms__ownedBy=None, ceterms__credentialStatusType=None)
    program["ceterms:lifeCycleStatusType"] = GOOD["ceterms:credentialStatusType"]
    del program["ceterms:estimatedCost"]
    add(project, program)
    assert found(project, "registry") == [("RS20", "ceterms:offeredBy")]
    (finding,) = run(project, ["registry"])
    assert finding.message == 'The registry asks for "offered by" or "owned by". Fill in one of them.'
    assert finding.severity == "error"
    assert "RS20" not in {each.rule for each in run(project)}, "the registry's own policy, and nobody asked for it"


def test_an_organization_from_a_file_is_looked_at_whole(project: Project) -> None:
    row = {"name": {"en": "Office"}, "url": "https://example.org", "extra": {"ctdl": {"@document": True}}}
    with project.change("Rows") as change:
        change.insert(schema.organization, [row, {"name": {"en": "Typed here"}}])
    asked = {each.field for each in run(project, ["registry"], accepted=True) if each.kind == "organization"}
    assert "ceterms:name" not in asked
    assert "ceterms:subjectWebpage" not in asked
    assert {"ceterms:description", "ceterms:address", "ceterms:agentType"} <= asked


# -- the facts


def test_kinship_of_classes() -> None:
    assert ctdl_classes.belongs("ceterms:ownedBy", "ceterms:AssociateOfArtsDegree")
    assert not ctdl_classes.belongs("ceterms:ownedBy", "ceterms:ConditionProfile")
    assert ctdl_classes.belongs("ceterms:logicalOperator", "ceterms:Course")  # declared without a domain
    assert ctdl_classes.belongs("qdata:relevantDataSet", "ceterms:AggregateDataProfile")  # the table has some of QData
    assert ctdl_classes.takes("ceterms:ownedBy", "ceterms:QACredentialOrganization")
    assert not ctdl_classes.takes("ceterms:ownedBy", "ceterms:Course")
    assert ctdl_classes.takes("ceasn:isChildOf", "ceasn:CompetencyFramework")
    assert ctdl_classes.required("ceterms:OpenBadge") == ctdl_classes.required("ceterms:License")
    assert ctdl_classes.required("ceterms:OpenBadge").all
    assert ctdl_classes.required("skos:Collection").all == ()
    assert ctdl_classes.words("ceterms:subjectWebpage") == "subject webpage"


# -- fixes


def test_a_ctid_in_capitals_is_written_small(project: Project) -> None:
    upper = A.upper().replace("CE-", "ce-")
    ids = add(project, good(ceterms__ctid=upper, at_id=BASE + upper))
    (finding,) = run(project, ["structure"])
    (fix,) = fixes.available(project, finding)
    assert fix.label == "Write the CTID in lower case"
    fixes.apply(project, finding, fix.id)
    row = project.row(schema.resource.select())
    assert (row.id, row.ctid, row.content["ceterms:ctid"], row.content["@id"]) == (ids[0], A, A, BASE + A)
    assert run(project, ["structure"]) == []
    with pytest.raises(NotAllowed):
        fixes.apply(project, finding, fix.id)
    project.undo()
    assert run(project, ["structure"]) == [finding]


def test_a_bare_ctid_gets_its_address(project: Project) -> None:
    condition = {"@type": "ceterms:ConditionProfile", "ceterms:targetCredential": [B.upper(), "https://example.org/c"]}
    add(project, good(ceterms__requires=[condition], ceterms__credentialId=B.upper()))
    (finding,) = run(project, ["structure"])
    assert finding.rule == "RS08"
    fixes.apply(project, finding, finding.fix_id or "")
    content = project.row(schema.resource.select()).content
    assert content["ceterms:requires"][0]["ceterms:targetCredential"] == [BASE + B, "https://example.org/c"]
    assert content["ceterms:credentialId"] == B.upper()
    with pytest.raises(NotAllowed):
        fixes.apply(project, finding, finding.fix_id or "")


# -- the engine


def test_an_edit_of_a_resource_is_checked_again(project: Project) -> None:
    ids = add(project, GOOD)
    changes: list[Any] = []
    project.subscribe(changes.append)
    with project.change("Edit") as change:
        change.update(schema.resource, {ids[0]: {"content": good(ceterms__ownedBy=["Office"])}})
    again = run_for(project, changes[-1])
    assert again.complete
    (finding,) = [each for each in again.findings if each.rule == "RS09"]
    assert (finding.kind, finding.item_id, finding.code) == ("resource", ids[0], "Certified welder")
    accepting.accept(project, finding, "Known")
    assert all(each.rule != "RS09" for each in run(project))


def test_resources_of_other_standards_are_left_alone(project: Project) -> None:
    add(project, {"@id": "x", "@type": "ceterms:Nothing", "ceterms:ctid": "y"}, standard="case")
    assert found(project) == []


def test_odd_content_is_no_fault(project: Project) -> None:
    for content in (
        None,
        [],
        "x",
        {"@type": ["ceterms:Course", 3], "@id": 7, "ceterms:ctid": [None, {"a": 1}]},
        {"": 1},
    ):
        add(project, {}, content=content)
    assert {each.kind for each in run(project, accepted=True) if each.rule.startswith("RS")} <= {"resource"}


def test_a_project_without_ctdl_reads_one_query_more(sample: Project) -> None:
    asked: list[str] = []
    event.listen(sample.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    run(sample, ["structure"])
    assert sum("resource" in statement for statement in asked) == 1


def test_the_work_grows_with_the_number_of_records() -> None:
    calls = []
    for size in (40, 80):
        project = Project.create(None, name="Many")
        nodes = []
        for number in range(size):
            ctid = f"ce-{number:08}-1111-4111-8111-111111111111"
            part = f"ce-{(number + 1) % size:08}-1111-4111-8111-111111111111"
            nodes.append(good(ceterms__ctid=ctid, at_id=BASE + ctid, ceterms__hasPart=[BASE + part]))
        add(project, *nodes)
        calls.append(_calls(project))
        project.close()
    assert calls[1] < 2.2 * calls[0]


def _calls(project: Project) -> int:
    count = 0

    def counted(_frame: object, happened: str, _argument: object) -> None:
        nonlocal count
        count += happened in ("call", "c_call")

    engine.run(project, ["structure"])  # the tables are read once
    sys.setprofile(counted)
    try:
        engine.run(project, ["structure"])
    finally:
        sys.setprofile(None)
    return count
