# SPDX-License-Identifier: Apache-2.0
"""CASE packages out of projects: always the same, complete, and in step with later edits."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from studio.export import service as exporting
from studio.importing import service as importing
from studio.model import associations, frameworks, items, schema
from studio.model.errors import StudioError
from studio.model.project import Project

WHEN = "2020-05-01T08:00:00Z"
OWN = "competencyStudio"


def uid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


def link(number, title):
    return {"title": title, "identifier": uid(number), "uri": f"https://e.org/{uid(number)}"}


def named(number, **more):
    return {"identifier": uid(number), "uri": f"https://e.org/{uid(number)}", "lastChangeDateTime": WHEN, **more}


def child(number, parent, sequence, title="Origin"):
    return named(
        20 + number,
        associationType="isChildOf",
        sequenceNumber=sequence,
        originNodeURI=link(number, title),
        destinationNodeURI=link(parent, f"M.{parent}" if parent else "Math"),
    )


def package():
    return {
        "CFDocument": named(0, creator="A state", title="Math", adoptionStatus="Private Draft", language="en"),
        "CFItems": [named(n, fullStatement=f"Do {n}", humanCodingScheme=f"M.{n}") for n in (1, 2, 3)],
        "CFAssociations": [child(1, 0, 5), child(2, 0, 7), child(3, 1, 1)],
    }


@pytest.fixture
def math(tmp_path):
    """A project with a package of three items."""
    path = tmp_path / "math.json"
    path.write_text(json.dumps(package()))
    project = Project.create(None, name="Math")
    importing.import_files(project, [path])
    yield project
    project.close()


def written(project, format="case", ids=()):
    """The packages, and the findings."""
    made = exporting.make(project, format, ids)
    texts = {
        name: b"".join([content] if isinstance(content, bytes) else content) for name, content in made.files.items()
    }
    return [json.loads(text) for text in texts.values()], made.findings


def only(project, format="case"):
    (found,), _ = written(project, format)
    return found


def places(found):
    return {
        node["originNodeURI"]["identifier"][-1]: (
            node["identifier"],
            node["sequenceNumber"],
            node["originNodeURI"]["title"],
            node["destinationNodeURI"]["identifier"][-1],
        )
        for node in found["CFAssociations"]
        if node["associationType"] == "isChildOf"
    }


def test_the_same_project_gives_the_same_bytes(untouched):
    one, other = (
        {name: b"".join(content) for name, content in exporting.make(untouched, "case").files.items()} for _ in range(2)
    )
    assert one == other


def test_places_are_written_as_they_came_while_nothing_moves(math):
    assert places(only(math)) == {
        "1": (uid(21), 5, "Origin", "0"),
        "2": (uid(22), 7, "Origin", "0"),
        "3": (uid(23), 1, "Origin", "1"),
    }


def exported_again(value, tmp_path):
    """A package after an import and an export."""
    path = tmp_path / "came.json"
    path.write_text(json.dumps(value))
    project = Project.create(None, name="Again")
    try:
        importing.import_files(project, [path])
        return only(project)
    finally:
        project.close()


MARKS = ("unsaid", "isChildOf", "again", "document", "package", "fields", "properties")


def test_properties_that_are_called_like_marks_of_ours_are_no_marks(tmp_path):
    value = package()
    own = {name: f"own {name}" for name in MARKS}
    value["CFDocument"] |= own
    value["CFItems"][0] |= own
    value["CFAssociations"][0] |= {**own, "parent": "own parent"}
    first = exported_again(value, tmp_path)
    for made in (first, exported_again(first, tmp_path)):
        assert made["CFDocument"]["title"] == "Math"
        assert made["CFDocument"]["extensions"][OWN]["source"] == own
        assert made["CFItems"][0]["extensions"][OWN]["source"] == own
        (place,) = (each for each in made["CFAssociations"] if each["identifier"] == uid(21))
        assert place["extensions"][OWN]["source"] == {**own, "parent": "own parent"}
        assert place["originNodeURI"]["title"] == "Origin"


def test_a_part_of_a_rubric_says_its_owner_where_its_file_did(tmp_path):
    value = package()
    levels = [named(71, description="a", quality="Good", rubricCriterionId=uid(61)), named(72, description="b")]
    criteria = [named(61, rubricId=uid(60), CFRubricCriterionLevels=levels), named(62, category="C")]
    value["CFRubrics"] = [named(60, title="R", CFRubricCriteria=criteria)]
    (made,) = exported_again(value, tmp_path)["CFRubrics"]
    one, other = made["CFRubricCriteria"]
    assert (one.get("rubricId"), other.get("rubricId")) == (uid(60), None)
    cells = one["CFRubricCriterionLevels"]
    assert [cell.get("rubricCriterionId") for cell in cells] == [uid(61), None]


def test_a_moved_item_gets_a_new_association_and_its_siblings_new_numbers(math):
    frameworks.move(math, [uid(3)], parent_id=None, after_id=uid(1))
    found = places(only(math))
    assert found["3"][0] != uid(23)
    assert found["3"][3] == "0"
    assert [found[number][1] for number in "132"] == [1, 2, 3]
    assert found["1"][0] == uid(21)
    assert only(math) == only(math)


def test_an_edited_text_changes_the_links_that_carry_it_and_the_time(math):
    items.set_text(math, schema.competency, uid(1), "statement", "en", "Do one thing")
    items.set_field(math, schema.competency, [uid(1)], {"code": "M.one"})
    found = only(math)
    assert places(found)["1"][2] == "M.one"
    assert found["CFAssociations"][1]["destinationNodeURI"]["title"] == "M.one"
    times = {node["identifier"][-1]: node["lastChangeDateTime"] for node in found["CFItems"]}
    assert times["1"] > "2026"
    assert times["2"] == WHEN


def test_the_word_for_the_status_stays_until_the_status_changes(math):
    assert only(math)["CFDocument"]["adoptionStatus"] == "Private Draft"
    items.set_field(math, schema.framework, [uid(0)], {"status": "Published"})
    assert only(math)["CFDocument"]["adoptionStatus"] == "Adopted"


def test_other_languages_and_fields_travel_in_an_extension_and_come_back(math, tmp_path):
    items.set_text(math, schema.competency, uid(1), "statement", "es", "Haz uno")
    items.set_field(math, schema.competency, [uid(1)], {"weight": 2.5})
    (found,), findings = written(math)
    fields = found["CFItems"][0]["extensions"][OWN]["fields"]
    assert fields == {"statement": {"en": "Do 1", "es": "Haz uno"}, "weight": 2.5}
    about = {finding.message for finding in findings if finding.id == uid(1)}
    assert any("other languages of fullStatement" in message for message in about)
    assert any("weight" in message for message in about)
    path = tmp_path / "again.json"
    path.write_text(json.dumps(found))
    other = Project.create(None, name="Other")
    importing.import_files(other, [path])
    c = schema.competency.c
    row = other.row(select(c.statement, c.weight).where(c.id == uid(1)))
    assert (row.statement, row.weight) == ({"en": "Do 1", "es": "Haz uno"}, 2.5)
    other.close()


def test_what_another_program_changed_beside_the_extension_counts(math, tmp_path):
    items.set_text(math, schema.competency, uid(1), "statement", "es", "Haz uno")
    found = only(math)
    found["CFItems"][0]["fullStatement"] = "Do it well"
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(found))
    importing.import_files(math, [path])
    c = schema.competency.c
    assert math.scalar(select(c.statement).where(c.id == uid(1))) == {"en": "Do it well", "es": "Haz uno"}


def test_kinds_without_a_name_in_case_are_extension_types_and_in_1_0_the_nearest_one(math):
    associations.add(math, uid(1), "majorAlignment", uid(2))
    associations.add(math, uid(1), "exactAlignment", destination_uri="https://else.example/x", destination_name="Else")
    types = [node["associationType"] for node in only(math)["CFAssociations"]][3:]
    assert types == ["ext:majorAlignment", "exactMatchOf"]
    (old,), findings = written(math, "case-1.0")
    assert [node["associationType"] for node in old["CFAssociations"]][3:] == ["isRelatedTo", "exactMatchOf"]
    assert any('"Large overlap"' in str(finding) for finding in findings)
    assert old["CFAssociations"][-1]["destinationNodeURI"] == {
        "title": "Else",
        "identifier": "https://else.example/x",
        "uri": "https://else.example/x",
    }


def test_version_1_0_has_nothing_of_1_1(math):
    items.set_field(math, schema.competency, [uid(1)], {"weight": 2.5})
    (found,), findings = written(math, "case-1.0")
    text = json.dumps(found)
    assert "caseVersion" not in text
    assert "extensions" not in text
    assert any("weight" in str(finding) for finding in findings)
    assert only(math)["CFDocument"]["caseVersion"] == "1.1"


def test_the_sample_comes_back_whole(untouched, tmp_path):
    paths = exporting.export(untouched, "case", tmp_path).files
    other = Project.create(None, name="Other")
    importing.import_files(other, paths)
    not_carried = {"id", "uri", "framework_id", "parent_id", "position", "extra", "text_times", "publisher_id",
                   "passing_level_id"}  # fmt: skip
    for table in (schema.framework, schema.competency, schema.rubric):
        before, after = ({row.ctid: row._asdict() for row in each.rows(select(table))} for each in (untouched, other))
        assert before.keys() == after.keys()
        for ctid, row in before.items():
            assert {name: value for name, value in after[ctid].items() if name not in not_carried} == {
                name: value for name, value in row.items() if name not in not_carried
            }
    passing = {len(each.rows(select(schema.rubric).where(schema.rubric.c.passing_level_id.is_not(None))))
               for each in (untouched, other)}  # fmt: skip
    assert len(passing) == 1
    assert tree(other) == tree(untouched)
    for table in (schema.association, schema.rubric_level, schema.rubric_criterion, schema.criterion_level):
        assert len(other.rows(select(table.c.id))) == len(untouched.rows(select(table.c.id)))
    other.close()


def tree(project):
    c = schema.competency.c
    rows = project.rows(select(c.ctid, c.id, c.parent_id).order_by(c.position))
    names = {row.id: row.ctid for row in rows}
    found = {}
    for row in rows:
        found.setdefault(names.get(row.parent_id), []).append(row.ctid)
    return found


def test_one_package_a_framework_and_only_frameworks(math):
    other = frameworks.create_framework(math, {"en": "Reading"})
    found, _ = written(math)
    assert [each["CFDocument"]["title"] for each in found] == ["Math", "Reading"]
    (one,), _ = written(math, ids=[other])
    assert one["CFDocument"]["creator"] == "Math"  # the project's name stands in for a creator nobody named
    with pytest.raises(StudioError, match="made of frameworks"):
        written(math, ids=[uid(1)])


def test_addresses_are_those_of_the_file_then_of_the_project_then_made_of_the_uuid(math):
    other = frameworks.create_framework(math, {"en": "Reading"})
    ctid = math.scalar(select(schema.framework.c.ctid).where(schema.framework.c.id == other))
    found, _ = written(math)
    assert found[0]["CFDocument"]["uri"] == f"https://e.org/{uid(0)}"
    assert found[1]["CFDocument"]["uri"] == f"urn:uuid:{ctid[3:]}"
    p = schema.project
    with math.change("Set the address") as change:
        change.update(p, {math.scalar(select(p.c.id)): {"base_url": "https://own.example/"}})
    found, _ = written(math)
    assert found[1]["CFDocument"]["uri"] == f"https://own.example/uri/{ctid[3:]}"
