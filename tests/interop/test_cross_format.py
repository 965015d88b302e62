# SPDX-License-Identifier: Apache-2.0
"""CASE through another standard and back: every item, text, code, order, place, link and identifier; what cannot make
the way is listed here and in ``docs/mapping.md``."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from studio.export import service as exporting
from studio.importing import service as importing
from studio.model.associations import KINDS
from studio.model.project import Project
from studio.standards.case import DEFINITIONS, type_of

LOST = {
    "CFDocument": {
        "creator": "CTDL-ASN and SKOS name publishers, not creators",
        "lastChangeDateTime": "when somebody else's copy changed is not said of ours",
        "subjectURI": "the definition of a subject; its title goes along",
        "notes": "frameworks of this program have no notes",
        "description": "an empty text says nothing",
        "extensions": "extensions are those of CASE",
    },
    "CFItem": {
        "lastChangeDateTime": "when somebody else's copy changed is not said of ours",
        "CFItemTypeURI": "the definition of an item type; its title goes along",
        "educationLevel": "CTDL-ASN points at concepts with addresses, CASE gives words",
        "extensions": "extensions are those of CASE",
    },
}
"""The properties that do not come back, and why."""

CHANGED_LINKS = {
    "ctdl": {"isPeerOf": "isRelatedTo", "isPartOf": "ext:broadAlignment", "isChildOf": "ext:broadAlignment"},
}
"""Association types that come back as another one: the other standard has one property for both."""

LOST_LINKS = {
    "ctdl": {"exemplar", "replacedBy", "isTranslationOf", "hasSkillLevel", "ext:supports"},
}
"""Association types that do not come back at all. "precedes" comes back where both items are in the framework."""


def through(path, folder, *formats):
    """The files that come out of a chain of projects, each of which imports what the one before wrote."""
    paths = [path]
    for number, name in enumerate(formats):
        project = Project.create(None, name="Test")
        importing.import_files(project, paths)
        place = folder / f"{number}-{name}"
        place.mkdir()
        paths = exporting.export(project, name, place).files
        project.close()
    return [json.loads(found.read_text(encoding="utf-8")) for found in paths]


def by_name(nodes):
    return {node["identifier"]: node for node in nodes}


def places(package):
    """``(child, parent)`` in the order of siblings."""
    return [
        (node["originNodeURI"]["identifier"], node["destinationNodeURI"]["identifier"])
        for node in package["CFAssociations"]
        if node["associationType"] == "isChildOf"
    ]


def links(package):
    return {
        (node["originNodeURI"]["identifier"], node["associationType"], node["destinationNodeURI"]["identifier"])
        for node in package["CFAssociations"]
        if node["associationType"] != "isChildOf"
    }


def frameworks_of_case(shared):
    case = shared / "standards" / "case"
    return sorted([*case.glob("smarter-balanced/*.json"), *case.glob("opensalt/*.json")])


@pytest.mark.parametrize("middle", ["ctdl", "skos"])
def test_real_packages_come_back_from_another_standard(shared, tmp_path, middle):
    for path in frameworks_of_case(shared)[:: 1 if middle == "ctdl" else 2]:
        folder = tmp_path / path.stem
        (folder / "straight").mkdir(parents=True)
        (folder / "round").mkdir()
        (before,) = through(path, folder / "straight", "case")
        (after,) = through(path, folder / "round", middle, "case")
        items = by_name(after["CFItems"])
        for identifier, item in by_name(reversed(before["CFItems"])).items():
            for name, value in item.items():
                if name not in LOST["CFItem"]:
                    assert items[identifier].get(name) == value, f"{path.name}: {name} of {identifier}"
        for name, value in before["CFDocument"].items():
            if name not in LOST["CFDocument"]:
                assert after["CFDocument"].get(name) == value, f"{path.name}: {name}"
        assert places(after) == places(before), path.name
        inside = set(items)
        lost = {
            link
            for link in links(before) - links(after)
            if link[1] not in LOST_LINKS["ctdl"] and not (link[1] == "precedes" and link[2] not in inside)
        }
        assert lost == set(), path.name
        assert links(after) - links(before) == set(), path.name


def uid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


def end(number, title):
    return {"title": title, "identifier": uid(number), "uri": f"https://e.org/{uid(number)}"}


def made_package():
    """A package with every type of association, inside and to the outside, and a rubric."""
    when = {"lastChangeDateTime": "2020-05-01T08:00:00Z"}
    kinds = [type_of(kind.name) for kind in KINDS.values() if kind.case and kind.name != "isChildOf"]
    types = [*kinds, "ext:majorAlignment", "ext:supports"]
    items = [
        {
            **end(number, ""),
            "fullStatement": f"Solve problem {number}\nin steps, for example “{number}”.",
            "abbreviatedStatement": f"Problem {number}",
            "humanCodingScheme": f"M.{number}",
            "listEnumeration": str(number),
            "conceptKeywords": ["ratio", "unit rate"],
            "notes": f"Note {number}",
            "CFItemType": "Standard",
            "language": "en",
            **when,
        }
        for number in range(1, len(types) + 2)
    ]
    for item in items:
        del item["title"]
    names = ["Mathematics", *(item["humanCodingScheme"] for item in items)]
    associations = [
        {
            "associationType": "isChildOf",
            "originNodeURI": end(number, names[number]),
            "destinationNodeURI": end((number - 1) // 2, names[(number - 1) // 2]),
        }
        for number in range(1, len(names))
    ]
    for number, kind in enumerate(types, start=1):
        associations.append({"associationType": kind, "originNodeURI": end(number, f"M.{number}"),
                             "destinationNodeURI": end(number + 1, f"M.{number + 1}")})  # fmt: skip
        if kind != "precedes":
            associations.append({"associationType": kind, "originNodeURI": end(number, f"M.{number}"),
                                 "destinationNodeURI": end(500 + number, f"Else {number}")})  # fmt: skip
    for number, association in enumerate(associations):
        association.update(identifier=uid(1000 + number), uri=f"https://e.org/{uid(1000 + number)}", **when)
    document = {
        "creator": "A state",
        "publisher": "A state",
        "language": "en",
        "version": "3",
        "adoptionStatus": "Adopted",
    }
    document |= {"identifier": uid(0), "uri": f"https://e.org/{uid(0)}", "title": "Mathematics", **when}
    document |= {"description": "What pupils learn about ratios.", "subject": ["Mathematics"]}
    return {"CFDocument": document, "CFItems": items, "CFAssociations": associations}


def test_every_type_of_link_through_ctdl(tmp_path):
    path = tmp_path / "made.json"
    path.write_text(json.dumps(made_package()), encoding="utf-8")
    (before,) = through(path, tmp_path, "case")
    folder = tmp_path / "round"
    folder.mkdir()
    (after,) = through(path, folder, "ctdl", "case")
    expected = {
        (origin, CHANGED_LINKS["ctdl"].get(kind, kind), destination)
        for origin, kind, destination in links(before)
        if kind not in LOST_LINKS["ctdl"]
    }
    assert links(after) == expected
    assert places(after) == places(before)
    same = {name for name in before["CFItems"][0] if name not in LOST["CFItem"]}
    assert [{name: item[name] for name in same} for item in after["CFItems"]] == [
        {name: item[name] for name in same} for item in before["CFItems"]
    ]
    same = {name for name in before["CFDocument"] if name not in LOST["CFDocument"]}
    assert {name: after["CFDocument"].get(name) for name in same} == {name: before["CFDocument"][name] for name in same}


def test_what_ctdl_cannot_carry_is_said_before_it_is_written(tmp_path):
    path = tmp_path / "made.json"
    path.write_text(json.dumps(made_package()), encoding="utf-8")
    project = Project.create(None, name="Test")
    importing.import_files(project, [path])
    said = " ".join(finding.message for finding in exporting.preflight(project, "ctdl"))
    project.close()
    for kind in KINDS.values():
        if kind.case in LOST_LINKS["ctdl"] and kind.ctdl is None:
            assert kind.label in said
    assert "ext:supports" in said


def test_what_is_listed_as_lost_is_on_the_page(root):
    page = (root / "docs" / "mapping.md").read_text(encoding="utf-8")
    _, _, section = page.partition("## What is lost between standards, and why")
    for properties in LOST.values():
        for name in properties:
            assert f"`{name}`" in section
    for kind in {*LOST_LINKS["ctdl"], *CHANGED_LINKS["ctdl"]} - {"ext:supports"}:
        assert f"`{kind}`" in section


def test_case_through_our_own_json_loses_nothing(shared, tmp_path):
    schema = json.loads((shared / "standards/case/spec-1.1/case-v1p1-cfpackage.schema.json").read_text())
    for path in frameworks_of_case(shared)[:4]:
        folder = tmp_path / path.stem
        (folder / "straight").mkdir(parents=True)
        (folder / "round").mkdir()
        assert through(path, folder / "round", "json", "case") == through(path, folder / "straight", "case")
        (made,) = through(path, folder, "case")
        Draft202012Validator(schema).validate(made)
        assert set(made["CFDefinitions"]) == set(DEFINITIONS)
