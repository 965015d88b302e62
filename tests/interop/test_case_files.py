# SPDX-License-Identifier: Apache-2.0
"""Packages that others published, and the pieces that the CASE guide prints: in, out again, value for value."""

from __future__ import annotations

import json
import random
import re

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from studio.export import service as exporting
from studio.importing import service as importing
from studio.importing.readers import ImportRefused
from studio.model.project import Project
from studio.standards.case import OWN

FOLDERS = ("smarter-balanced", "opensalt", "spec-1.1/examples")
LISTS = ("CFItems", "CFAssociations", "CFRubrics")
DEFINITIONS = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")

NORMALISED = {
    "null and empty lists": "they hold no value",
    "order of items, associations and keys": "sequence numbers say the order; siblings are compared in theirs",
    "CFDocumentURI": "inside a package it repeats the document; the schema of packages forbids it",
    "caseVersion": "an export says its version",
    "what the schema requires": "an absent required property is filled: time, creator, title, an empty description",
    "extensions.competencyStudio.source": "the file's own form of what the schema forbids stands there",
    "parts inside a document": "they stand beside it",
    "a loose object": "it comes out in a package with a document named after its file",
    "other names": "qualityLevels and level, as the guide prints them, are CFRubricCriterionLevels and quality",
}
"""The differences between a file and its export that are allowed, and why."""

OTHER_NAMES = {
    "educationalLevel": "educationLevel",
    "HumanCodingScheme": "humanCodingScheme",
    "qualityLevels": "CFRubricCriterionLevels",
    "level": "quality",
}
ADDED = {
    *("identifier", "uri", "lastChangeDateTime", "creator", "title", "description", "hierarchyCode", "caseVersion"),
    *("licenseText", "position", "adoptionStatus", "language"),
}


def files(shared):
    case = shared / "standards" / "case"
    return sorted(path for folder in FOLDERS for path in (case / folder).glob("*.json"))


def package_of(document, mine):
    """A file as a package, whatever it is wrapped in."""
    if isinstance(document, list):
        return package_of({"CFItems": document}, mine)
    if "CFPackage" in document:
        return package_of(document["CFPackage"], mine)
    if "originNodeURI" in document:
        return package_of({"CFAssociations": [document]}, mine)
    if "fullStatement" in document:
        return package_of({"CFItems": [document]}, mine)
    made = {"CFDocument": dict(document.get("CFDocument", {}))}
    for name in LISTS:
        made[name] = [*document.get(name, []), *made["CFDocument"].pop(name, [])]
    definitions = document.get("CFDefinitions", {})
    for name in DEFINITIONS:
        made[name] = [*definitions.get(name, []), *document.get(name, [])]
    return {name: tidied(value, name, mine) for name, value in made.items()}


def tidied(value, name="", mine=False):
    """A value after the normalisations above."""
    if isinstance(value, list):
        return [tidied(entry, name, mine) for entry in value if entry not in (None, [], {})]
    if not isinstance(value, dict):
        return value
    node = dict(value)
    extensions = node.get("extensions")
    own = extensions.get(OWN) if isinstance(extensions, dict) else None
    if mine and own:
        node["extensions"] = {key: entry for key, entry in extensions.items() if key != OWN}
        node.update(own.get("source", {}))
    made = {}
    for key, entry in node.items():
        found = tidied(entry, key, mine)
        if key != "CFDocumentURI" and found not in (None, [], {}):
            made[OTHER_NAMES.get(key, key) if key not in node or name != "CFDefinitions" else key] = found
    return made


def by_name(nodes):
    found = {}
    for node in nodes:
        found.setdefault(node.get("identifier"), []).append(node)
    return found


def assert_says(ours, theirs, where):
    """That every value of theirs is in ours, and nothing that the schema does not ask for was added."""
    if isinstance(theirs, dict):
        assert isinstance(ours, dict), where
        for key, value in theirs.items():
            assert key in ours, f"{where}.{key} is lost"
            assert_says(ours[key], value, f"{where}.{key}")
        assert set(ours) - set(theirs) <= ADDED, f"{where}: {set(ours) - set(theirs)} was added"
    elif isinstance(theirs, list) and theirs and isinstance(theirs[0], dict):
        assert len(ours) == len(theirs), where
        for one, other in zip(ours, theirs, strict=True):
            assert_says(one, other, where)
    else:
        assert ours == theirs, where


def children(package):
    """The order of siblings: by sequence number, then by the order of the associations."""
    found = {}
    for number, node in enumerate(package["CFAssociations"]):
        if node["associationType"] == "isChildOf":
            sequence = node.get("sequenceNumber")
            rank = (sequence is None, float(sequence or 0), number)
            parent, child = (node[name]["identifier"] for name in ("destinationNodeURI", "originNodeURI"))
            found.setdefault(parent, []).append((rank, child))
    return {parent: [child for _, child in sorted(entries)] for parent, entries in found.items()}


@pytest.fixture(scope="module")
def schema(shared):
    text = (shared / "standards/case/spec-1.1/case-v1p1-cfpackage.schema.json").read_text()
    return Draft202012Validator(json.loads(text), format_checker=FormatChecker())


def exported(path, tmp_path, format="case"):
    """The file that comes out of a file's import, and the reports of both ways."""
    project = Project.create(None, name="Test")
    report = importing.import_files(project, [path])
    made = tmp_path / f"out-{path.name}"
    findings = exporting.export(project, format, made).findings
    project.close()
    return made, report, findings


def loaded(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_file_comes_out_as_it_went_in(shared, tmp_path, schema):
    for path in files(shared):
        out, report, _ = exported(path, tmp_path)
        made = loaded(out)
        schema.validate(made)
        ours, theirs = package_of(made, True), package_of(json.loads(path.read_text()), False)
        where = path.name
        if theirs["CFDocument"]:
            assert_says(ours["CFDocument"], theirs["CFDocument"], where)
        for part in (*LISTS, *DEFINITIONS):
            one, other = by_name(ours[part]), by_name(theirs[part])
            assert one.keys() == other.keys(), f"{where} {part}"
            for identifier, nodes in other.items():
                assert_says(one[identifier], nodes, f"{where} {part} {identifier}")
        if "guide" not in where:
            assert children(ours) == children(theirs), where
        account = report.files[0]
        assert account.rejected == []
        assert account.values == account.kept + account.kept_as_extra


def test_a_second_round_changes_nothing(shared, tmp_path):
    for path in files(shared):
        once, _, _ = exported(path, tmp_path)
        twice, _, _ = exported(once, tmp_path)
        assert without_times(loaded(twice)) == without_times(loaded(once)), path.name


def without_times(package):
    """Without what is made out of the hour of the import."""
    return json.loads(
        re.sub(r'"lastChangeDateTime": "20[2-9]\d[^"]*"', '"lastChangeDateTime": ""', json.dumps(package))
    )


def test_version_1_0_says_all_that_the_version_can_say(shared, tmp_path):
    swagger = json.loads((shared / "standards/case/spec-1.0/case-v1p0-swagger.json").read_text())
    schema = Draft202012Validator({**swagger, "$ref": "#/definitions/CFPackage.Type"})
    for path in files(shared):
        out, _, findings = exported(path, tmp_path, "case-1.0")
        made = loaded(out)
        errors = [error for error in schema.iter_errors(made) if error.validator != "pattern"]
        assert errors == [], path.name
        assert "extensions" not in json.dumps(made)
        theirs = package_of(json.loads(path.read_text()), False)
        assert len(made["CFItems"]) == len(theirs["CFItems"])
        assert len(made["CFAssociations"]) == len(theirs["CFAssociations"])
        said = " ".join(finding.message for finding in findings)
        assert ("CFPackageURI" in said) is ("CFPackageURI" in theirs["CFDocument"])


def test_every_description_of_the_service_is_refused(shared):
    case = shared / "standards" / "case"
    project = Project.create(None, name="Test")
    descriptions = [*(case / "spec-1.0").iterdir(), *(case / "spec-1.1").rglob("case-v1p1-*")]
    schemas = list((case / "spec-1.1").rglob("*.schema.json"))
    assert len(descriptions) >= 7
    for path in {*descriptions, *schemas}:
        with pytest.raises(ImportRefused, match=r"JSON schema|describes a CASE service") as refused:
            importing.import_files(project, [path])
        assert path.name in str(refused.value)
    project.close()


def test_printed_examples_that_are_no_json_are_refused_or_read_with_a_repair(shared):
    examples = sorted((shared / "standards/case/spec-1.1/examples").glob("*.invalid-json.txt"))
    outcomes = {}
    one_sentence = re.compile(
        r'"guide-example-\d\d.invalid-json.txt" is not JSON [^.]*: line \d+, column \d+: [^.]*\..*\.'
    )
    for path in examples:
        project = Project.create(None, name="Test")
        try:
            account = importing.import_files(project, [path], format="case").files[0]
            assert "passed over" in account.repaired[0].reason
            outcomes[path.name[14:16]] = "read"
        except ImportRefused as refused:
            outcomes[path.name[14:16]] = "refused" if one_sentence.fullmatch(str(refused)) else str(refused)
        project.close()
    assert outcomes == {
        **dict.fromkeys(("01", "03"), "refused"),
        **dict.fromkeys(("02", "05", "06", "07", "08", "12"), "read"),  # only commas or comments too many or missing
    }


def test_upper_case_identifiers_are_the_same_identifiers(shared, tmp_path):
    source = shared / "standards/case/smarter-balanced/webb-dok.json"
    loud = tmp_path / "loud.json"
    text = source.read_text()
    loud.write_text(re.sub(r'("identifier": ")([0-9a-f-]{36})', lambda found: found[1] + found[2].upper(), text))
    assert loaded(loud)["CFDocument"]["identifier"] == loaded(source)["CFDocument"]["identifier"].upper()
    first, _, _ = exported(source, tmp_path)
    second, report, _ = exported(loud, tmp_path)
    assert loaded(second) == loaded(first)
    assert any("lower case" in repair.reason for repair in report.files[0].repaired)


JUNK = [
    *(None, True, 0, -3, 1.5, 10**20, "", "x", "é", "nursing-1", "isChildOf", "Is Child Of", "ext:", "2020-02-30"),
    *([], {}, ["x"], [None], {"a": 1}, {"identifier": "no uuid"}, [{"title": "t"}]),
    *({OWN: []}, {OWN: {"fields": {"weight": 2, "stages": "x", "statement": {"es": "y"}}}}),
    *({OWN: {"source": {"notes": 5, "extensions": "s"}}}, {OWN: {"source": {"identifier": "zz"}}}),
]


def places(value, path=()):
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield (*path, key)
        yield from places(entry, (*path, key))


def spoiled(value, chance):
    """A copy of a file in which a few values are missing, twice, or something else."""
    value = json.loads(json.dumps(value))
    for _ in range(chance.randint(1, 4)):
        *path, last = chance.choice(list(places(value)))
        inner = value
        for step in path:
            inner = inner[step]
        if isinstance(inner, list) and chance.random() < 0.2:
            inner.append(inner[last])
        elif chance.random() < 0.2:
            del inner[last]
        else:
            inner[last] = json.loads(json.dumps(chance.choice(JUNK)))
    return value


def test_whatever_a_file_says_what_comes_out_is_valid(shared, tmp_path, schema):
    whole = loaded(shared / "standards/case/opensalt/opensalt-framework-20c5134f.json")
    whole["CFRubrics"] = [{"identifier": "r", "CFRubricCriteria": [{"CFRubricCriterionLevels": [{"quality": "Low"}]}]}]
    source = tmp_path / "odd.json"
    for seed in range(25):
        source.write_text(json.dumps(spoiled(whole, random.Random(seed))))
        try:
            once, _, _ = exported(source, tmp_path)
        except ImportRefused:
            continue
        schema.validate(loaded(once))
        twice, _, _ = exported(once, tmp_path)
        assert without_times(loaded(twice)) == without_times(loaded(once)), seed
