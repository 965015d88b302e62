# SPDX-License-Identifier: Apache-2.0
"""What holds for every writer: a project with awkward things in it comes out, and what is left behind is said of the
item it is true of; what a format has no place for at all is refused in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from studio.export import service
from studio.importing.service import import_files
from studio.model import schema
from studio.model.associations import KINDS
from studio.model.errors import StudioError
from studio.model.project import Project

OF_FRAMEWORKS = ("ctdl", "turtle", "csv", "case", "case-1.0", "opensalt", "rsd", "rsd-json", "skos", "asn", "ctdl-csv")
LONG = "word " * 8_000
STANDARDS = ("ctdl", "case", "skos", "asn")


@pytest.fixture(scope="module")
def awkward() -> Iterator[Project]:
    """Links of every kind to items here, in another framework and elsewhere; a parent that is not there; texts with
    control characters, too long for a cell or in one other language; extras of every standard; a record without a
    table."""
    project = Project.create(None, name="Awkward")
    extras = {
        "ctdl": {"ceasn:dateCreated": "2020-01-01", "x:mine": ["a|b", {"deep": 1}]},
        "case": {"alternativeLabel": "Other", "extensions": {"theirs": 1}, "unknown": [1, 2]},
        "skos": {"skos:altLabel": [{"@value": "Other", "@language": "en"}]},
        "asn": {"asn:indexingStatus": [{"@id": "http://purl.org/ASN/scheme/ASNIndexingStatus/Yes"}]},
        "rsd": {"authors": ["A; B"], "standards": [{"skillName": "S", "id": "x"}], "@@above": ["Skills"], "other": 1,
                "alignments": ["plain", {"skillName": "N", "id": "urn:x:1", "more": 1}]},
        "opensalt": {"mine": "text", "above": ["Our outcomes"], "other sheets": {"Notes": [["a", "b\x01"]]}},
        "sheet": {"Column": "cell"},
    }  # fmt: skip
    text = {"statement": {"en": "Measure a part", "es": "Medir una pieza"}, "position": "a1"}
    rows = [
        {"id": "a", "code": "A.1", **text, "extra": extras, "keywords": {"en": ["a;b", "c|d"], "es": ["e"]},
         "occupations": [{"scheme": "Other", "code": "9", "title": "Turner"},
                         {"scheme": "O*NET-SOC", "code": "51-4041.00", "title": "Machinist"}]},
        {"id": "b", "code": "A.2", **text, "position": "a2", "parent_id": "a",
         "statement": {"es": f"Solo {LONG}"},
         "weight": 0.5, "list_id": "2", "education_levels": ["12", "https://example.org/level"], "complexity": "Apply"},
        {"id": "lost", "code": "A.3", **text, "position": "a3", "parent_id": "nobody", "stages": ["HS"],
         "language": "es"},
        {"id": "empty", "position": "a4", "item_type": "Area"},
    ]  # fmt: skip
    with project.change("Awkward things") as change:
        change.insert(schema.organization, [{"id": "org", "name": {"en": "A college"}, "position": "a1"}])
        for number, publisher in ((1, "org"), (2, "https://example.org/publisher")):
            change.insert(schema.framework, [{
                "id": f"f{number}", "ctid": "ce-11111111-2222-4333-8444-55555555555" + str(number), "language": "en",
                "name": {"en": f"Framework {number}", "es": "Marco"}, "position": f"a{number}", "code": f"F{number}",
                "publisher_id": publisher, "source": ["https://example.org/1", "https://example.org/2"],
                "subjects": [{"en": "Metal", "es": "Metal"}], "stages": [{"code": "HS", "name": {"en": "High"}}],
                "extra": {**extras, "case": {"package": {"theirs": 1}, "CFDefinitions": {"extensions": {"x": 1}}}},
            }])  # fmt: skip
        change.insert(schema.competency, [{"framework_id": "f1", **row} for row in rows])
        change.insert(schema.competency, [{"id": "other", "framework_id": "f2", "position": "a1", "code": "B.1"}])
        ends = ({"destination_id": "b"}, {"destination_id": "other"}, {"destination_uri": "https://example.org/x"},
                {"destination_name": "By name alone"}, {"destination_id": "gone"})  # fmt: skip
        change.insert(schema.association, [
            {"origin_id": "a", "kind": kind, "framework_id": "f1", "note": {"en": "why"}, "position": "a1", **end}
            for kind in (*KINDS, "unheard of") for end in ends
        ])  # fmt: skip
        content = {"@type": "ceterms:Course", "ceterms:name": {"en": "Milling"}}
        change.insert(schema.resource, [
            {"id": "course", "standard": "ctdl", "type": "ceterms:Course", "content": content},
            {"id": "part", "standard": "ctdl", "type": "ceterms:Job", "document_id": "f1", "content": content},
            {"id": "kind", "standard": "case", "type": "CFItemTypes", "document_id": "f1", "content": {"title": "A"}},
            {"id": "odd", "standard": "case", "type": "CFOther", "document_id": "f1", "content": {"title": "?"}},
        ])  # fmt: skip
    yield project
    project.close()


@pytest.mark.parametrize("format", OF_FRAMEWORKS)
def test_awkward_things_come_out_or_are_said(awkward: Project, format: str) -> None:
    findings = service.preflight(awkward, format)
    assert findings == service.preflight(awkward, format)
    about = {finding.id for finding in findings}
    # What came from other standards with an item is written to none but its own: it is said of that very item.
    assert {"a", "f1"} <= about
    assert all(finding.message and "None" not in finding.message for finding in findings)
    known = {row.id for table in schema.ITEMS.values() for row in awkward.rows(select(table.c.id))}
    assert about - {None} <= known, "a finding leads to an item that is there"


@pytest.mark.parametrize("ending", [".ttl", ".rdf", ".jsonld"])
@pytest.mark.parametrize("format", ["skos", "asn"])
def test_awkward_things_come_out_in_every_notation(awkward: Project, format: str, ending: str) -> None:
    assert service.preflight(awkward, format, ending=ending)


@pytest.mark.parametrize("format", OF_FRAMEWORKS)
def test_one_framework_alone_comes_out(awkward: Project, format: str) -> None:
    made = service.make(awkward, format, ["f2"])
    content = [b"".join([part] if isinstance(part, bytes) else part) for part in made.files.values()]
    assert len(content) == 1
    assert content[0]


@pytest.mark.parametrize("format", OF_FRAMEWORKS)
def test_what_a_format_has_no_place_for_is_refused_in_one_sentence(awkward: Project, format: str) -> None:
    with pytest.raises(StudioError) as refused:
        service.preflight(awkward, format, ["nothing-of-this-name"])
    assert "nothing-of-this-name" in str(refused.value)


@pytest.mark.parametrize("format", OF_FRAMEWORKS)
def test_an_empty_project_is_refused_in_one_sentence(format: str) -> None:
    project = Project.create(None, name="Empty")
    with pytest.raises(StudioError) as refused:
        service.preflight(project, format)
    project.close()
    assert str(refused.value).endswith(".")


@pytest.fixture(scope="module")
def scattered() -> Iterator[Project]:
    """One record of every kind beside a framework, and an item and a link that belong to nothing that is there."""
    project = Project.create(None, name="Scattered")
    name = {"name": {"en": "A name"}}
    with project.change("All kinds") as change:
        change.insert(schema.framework, [{"id": "f", "language": "en", "position": "a1", **name}])
        change.insert(schema.competency, [
            {"id": "item", "framework_id": "f", "position": "a1", "statement": {"en": "Measure"}},
            {"id": "orphan", "framework_id": "gone", "position": "a1", "statement": {"en": "Nobody's"}},
        ])  # fmt: skip
        change.insert(schema.concept_scheme, [{"id": "scheme", "position": "a1", **name}])
        change.insert(schema.concept, [{"id": "term", "scheme_id": "scheme", "position": "a1", "label": {"en": "T"}}])
        change.insert(schema.progression_model, [{"id": "model", "position": "a1", **name}])
        change.insert(schema.rubric, [{"id": "rubric", **name}])
        change.insert(schema.badge, [{"id": "badge", "position": "a1", "description": {"en": "D"}, **name}])
        change.insert(schema.organization, [{"id": "org", "position": "a1", **name}])
        change.insert(schema.resource, [
            {"id": f"{standard}-{document}", "standard": standard, "type": "x:Odd", "document_id": document}
            for standard in STANDARDS for document in (None, "f")
        ])  # fmt: skip
        change.insert(schema.association, [
            {"id": "of-term", "origin_id": "term", "kind": "exactAlignment", "destination_uri": "https://x.example/1"},
            {"id": "of-nobody", "origin_id": "gone", "kind": "exactAlignment", "destination_id": "item"},
        ])  # fmt: skip
    yield project
    project.close()


@pytest.mark.parametrize(
    ("format", "written"),
    [
        ("ctdl", {"scheme", "model", "rubric", "ctdl-None", "ctdl-f"}),
        ("turtle", {"scheme", "model", "rubric", "ctdl-None", "ctdl-f"}),
        ("ctdl-csv", {"scheme", "model", "ctdl-f"}),  # "ctdl-f" is told of its document
        ("case", {"of-term"}),  # told of its vocabulary, as in all formats without vocabularies
        ("case-1.0", {"of-term"}),
        ("skos", {"scheme", "model", "ctdl-f", "skos-None", "of-term"}),
        ("asn", {"of-term", "asn-f", "ctdl-f", "case-f", "skos-f"}),  # but for "asn-f" told of their document
        ("opensalt", {"of-term"}),
        ("rsd", {"of-term"}),
        ("rsd-json", {"of-term"}),
        ("csv", {"of-term"}),
    ],
)
def test_records_that_are_not_written_are_said(scattered: Project, format: str, written: set[str]) -> None:
    all_beside = {"scheme", "model", "rubric", "badge", "org", "orphan", "of-nobody", "of-term"}
    all_beside |= {f"{standard}-{document}" for standard in STANDARDS for document in (None, "f")}
    about = {finding.id for finding in service.preflight(scattered, format) if finding.severity == "note"}
    about |= {"of-term"} if "term" in about else set()
    assert all_beside - about == written
    # Of a framework that was chosen, nothing is said about the rest of the project.
    chosen = {finding.id for finding in service.preflight(scattered, format, ["f"])}
    assert not chosen & {"scheme", "model", "badge", "org", "orphan", "of-nobody", "case-None"}


@pytest.fixture(scope="module")
def linked() -> Iterator[Project]:
    """Two frameworks whose items have places, kinds of links and values that CTDL-ASN and SKOS cannot say whole."""
    project = Project.create(None, name="Linked")
    item = {"framework_id": "f1", "statement": {"en": "Measure"}}
    with project.change("Links") as change:
        change.insert(schema.framework, [{"id": f"f{n}", "language": "en", "position": f"a{n}"} for n in (1, 2)])
        change.insert(schema.competency, [
            {"id": "full", "position": "a1", **item, "item_type": "Area", "category": "Skill", "stages": ["HS"],
             "education_levels": ["12"], "status": "Final",
             "extra": {"skos": {"skos:altLabel": [{"@value": "M", "@language": "en"}]}}},
            {"id": "lost", "position": "a2", **item, "parent_id": "nobody"},
            {"id": "peer", "position": "a3", **item},
            {"id": "first", "position": "a4", **item},
            {"id": "later", "position": "a1", **item, "framework_id": "f2"},
        ])  # fmt: skip
        change.insert(schema.association, [
            {"origin_id": "peer", "kind": "isPeerOf", "destination_id": "full", "position": "a1"},
            {"origin_id": "first", "kind": "precedes", "destination_id": "later", "position": "a2"},
            {"origin_id": "full", "kind": "precedes", "destination_uri": "https://x.example/1", "position": "a3"},
        ])  # fmt: skip
    yield project
    project.close()


@pytest.mark.parametrize(("format", "name"), [("ctdl", "CTDL-ASN"), ("turtle", "CTDL-ASN"), ("skos", "SKOS")])
def test_a_value_or_place_that_is_not_written_whole_is_said(linked: Project, format: str, name: str) -> None:
    said = {(finding.id, finding.message) for finding in service.preflight(linked, format)}
    lost = f"{name} has no place for: {{}}. It stays in the project.".format
    assert {
        ("full", lost("type of item beside its category")),
        ("full", lost("stages without a progression level")),
        ("full", lost("education level that is no address")),
        ("full", lost("status of its own")),
        ("peer", lost('the kind of a link ("Peer of"); it is written as "Related to"')),
    } <= said
    assert {"lost"} <= {item for item, message in said if "not there" in message or "not in the project" in message}
    assert [message for item, message in said if item == "full" and '"Comes before"' in message]
    of_skos = [message for _, message in said if "came with it" in message]
    assert len(of_skos) == (format != "skos")


@pytest.mark.parametrize("format", ["ctdl", "turtle", "skos"])
def test_a_link_that_its_other_end_says_is_not_called_lost(linked: Project, format: str) -> None:
    written = b"".join(part if isinstance(part, bytes) else b"".join(part)
                       for part in service.make(linked, format).files.values())  # fmt: skip
    assert written.count(b"prerequisiteAlignment") == 1
    messages = {finding.message for finding in service.preflight(linked, format) if finding.id == "first"}
    assert not [text for text in messages if "Comes before" in text and ("left out" in text or "no place" in text)]


@pytest.fixture(scope="module")
def one_language() -> Iterator[Project]:
    """A framework whose texts are in other languages than their items say, with signs that separate entries."""
    project = Project.create(None, name="Languages")
    with project.change("Texts") as change:
        change.insert(schema.framework, [{"id": "f", "language": "en", "position": "a1"}])
        change.insert(schema.competency, [
            {"id": "spanish", "framework_id": "f", "position": "a1", "language": "es", "statement": {"es": "Medir"}},
            {"id": "arabic", "framework_id": "f", "position": "a2", "statement": {"ar": "قياس"},
             "keywords": {"en": ["a|b"]}},
        ])  # fmt: skip
        change.insert(schema.association, [
            {"origin_id": "spanish", "kind": "isRelatedTo", "framework_id": "f", "position": "a1",
             "destination_uri": "https://x.example/1", "destination_name": "Elsewhere"},
        ])  # fmt: skip
        course = {"@type": "ceterms:Course", "ceterms:name": {"en": "Milling"}}
        change.insert(schema.resource, [
            {"id": "course", "standard": "ctdl", "type": "ceterms:Course", "content": course},
        ])  # fmt: skip
    yield project
    project.close()


def _said(project: Project, format: str) -> set[tuple[str | None, str]]:
    return {(finding.id, finding.message.split(": ", 1)[-1]) for finding in service.preflight(project, format)}


@pytest.mark.parametrize("format", ["rsd", "rsd-json"])
def test_skills_have_no_language(one_language: Project, format: str) -> None:
    kept = "It stays in the project."
    assert {
        ("f", f"language. {kept}"),
        ("spanish", f"language. {kept}"),
        ("arabic", f"the language of statement (ar). {kept}"),
    } <= _said(one_language, format)


@pytest.mark.parametrize("format", ["asn", "skos", "ctdl", "turtle"])
def test_names_of_what_links_point_at_are_said(one_language: Project, format: str) -> None:
    assert ("spanish", "name of what a link points at. It stays in the project.") in _said(one_language, format)


def test_opensalt_says_what_a_cell_and_a_link_cannot_hold(one_language: Project) -> None:
    kept = "It stays in the project."
    assert {
        ("arabic", f"the language of fullStatement (ar). {kept}"),
        ("arabic", f'a "|" inside an entry of conceptKeywords; it separates entries. {kept}'),
        ("spanish", f"the name of what a link points at. {kept}"),
    } <= _said(one_language, "opensalt")


def test_a_course_with_few_values_is_read_again_as_one(one_language: Project, tmp_path: Path) -> None:
    made = service.export(one_language, "ctdl-csv", tmp_path, ["course"])
    again = Project.create(None, name="Again")
    (file,) = import_files(again, made.files).files
    assert file.format == "ctdl-csv"
    assert [row.type for row in again.rows(select(schema.resource.c.type))] == ["ceterms:Course"]
    again.close()
