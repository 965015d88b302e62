# SPDX-License-Identifier: Apache-2.0
"""CASE packages in many dresses: what becomes of every object and value."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from studio.importing import service as importing
from studio.importing.apply import apply
from studio.importing.case.reader import READER
from studio.importing.readers import ImportRefused, Options, reader_for
from studio.model import schema
from studio.model.project import Project

WHEN = "2020-05-01T08:00:00Z"
HOST = "https://case.example.org"


def uid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


def link(number, title=None):
    return {"title": title or f"M.{number}", "identifier": uid(number), "uri": f"{HOST}/{uid(number)}"}


def named(number, **more):
    return {"identifier": uid(number), "uri": f"{HOST}/{uid(number)}", "lastChangeDateTime": WHEN, **more}


def document(**more):
    return named(0, creator="A state", title="Mathematics", **more)


def item(number, **more):
    return named(number, fullStatement=f"Solve problem {number}.", humanCodingScheme=f"M.{number}", **more)


def says(number, origin, kind, destination, **more):
    return named(number, associationType=kind, originNodeURI=link(origin), destinationNodeURI=link(destination), **more)


def package(items=(), associations=(), **more):
    return {"CFDocument": document(), "CFItems": list(items), "CFAssociations": list(associations), **more}


def read(value, name="package.json"):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    records = READER.read(data, name, Options())
    records.report.check()
    return records


def bring_in(project, value):
    return apply(project, read(value))


def rows(project, table, *columns):
    t = schema.ITEMS[table]
    order = t.c.position if "position" in t.c else t.c.id
    return [tuple(row) for row in project.rows(select(*(t.c[name] for name in columns)).order_by(order))]


def codes(project, parent=None):
    c = schema.competency.c
    found = project.rows(select(c.id, c.code).where(c.parent_id.is_not_distinct_from(parent)).order_by(c.position))
    return {row.code: codes(project, row.id) for row in found}


# -- what a file may look like


PACKAGE = package([item(1), item(2)], [says(11, 1, "isChildOf", 0), says(12, 2, "isChildOf", 1)])


@pytest.mark.parametrize(
    "value",
    [PACKAGE, {"CFPackage": PACKAGE}, [PACKAGE], [{"CFPackage": PACKAGE}], {"CFPackages": [PACKAGE]}],
    ids=["flat", "wrapped", "list", "list of wrapped", "packages"],
)
def test_a_package_may_be_wrapped(project, value):
    report = bring_in(project, value)
    assert codes(project) == {"M.1": {"M.2": {}}}
    assert (report.files[0].records, report.created) == (3, 3)


def test_a_program_may_write_all_names_in_one_style(project):
    def camel(value):
        if isinstance(value, list):
            return [camel(entry) for entry in value]
        if not isinstance(value, dict):
            return value
        names = {name: f"cf{name[2:]}" if name[:2] == "CF" else name for name in value}
        return {names[name]: camel(entry) for name, entry in value.items()}

    report = bring_in(project, camel({"CFPackage": PACKAGE}))
    assert codes(project) == {"M.1": {"M.2": {}}}
    assert ("cfItems", "CFItems") in {(each.before, each.after) for each in report.files[0].repaired}
    for data in (json.dumps(camel(PACKAGE)).encode(), json.dumps(PACKAGE, indent=1).encode("utf-16")):
        assert reader_for(data, "x.json") is READER


def test_parts_that_are_called_alike_are_all_kept():
    records = read({**PACKAGE, "cfItems": [item(3)], "cfitems": [item(4)]})
    records.report.check()
    assert [record.columns["code"] for record in records.of("competency")] == ["M.1", "M.2"]
    (framework,) = records.of("framework")
    assert set(framework.extra["package"]) == {"cfItems", "cfitems"}


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (document(CFPackageURI=link(0)), {"framework": 1}),
        ({"CFDocuments": [document(), named(5, title="Reading", creator="x")]}, {"framework": 2}),
        (item(1, CFDocumentURI=link(0, "Mathematics")), {"framework": 1, "competency": 1}),
        ([item(1), item(2)], {"framework": 1, "competency": 2}),
        ({"CFItems": [item(1)]}, {"framework": 1, "competency": 1}),
        (says(9, 1, "exactMatchOf", 2), {"framework": 1, "association": 1}),
        ({"CFItem": item(1), "CFAssociations": [says(9, 1, "exactMatchOf", 2)]},
         {"framework": 1, "competency": 1, "association": 1}),
        (named(7, title="R", CFRubricCriteria=[]), {"framework": 1, "rubric": 1}),
        ({"CFSubjects": [named(7, title="Math", hierarchyCode="1")]}, {"framework": 1, "resource": 1}),
        (named(7, title="CC BY", licenseText="Share it."), {"framework": 1, "resource": 1}),
        (named(7, title="A group of links"), {"framework": 1, "resource": 1}),
    ],
    ids=["document", "documents", "item", "items", "list of items", "association", "item with associations", "rubric",
         "subjects", "license", "grouping"],
)  # fmt: skip
def test_each_answer_of_a_service_is_read(value, kinds):
    records = read(value)
    found = {}
    for record in records.items:
        found[record.kind] = found.get(record.kind, 0) + 1
    assert found == kinds
    assert reader_for(json.dumps(value).encode(), "answer.json") is READER


def test_an_item_alone_joins_the_document_it_names(project):
    bring_in(project, PACKAGE)
    report = bring_in(project, item(3, CFDocumentURI=link(0, "Mathematics")))
    assert report.created == 1
    assert rows(project, "framework", "id") == [(uid(0),)]
    assert {framework for (framework,) in rows(project, "competency", "framework_id")} == {uid(0)}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"openapi": "3.0.0", "paths": {}, "x": {"CFItems": 1}}, "describes a CASE service"),
        ({"$schema": "http://json-schema.org/x", "properties": {"CFItems": {}}}, "is a JSON schema"),
        ({"imsx_codeMajor": "failure", "imsx_description": "Unknown object"}, "went wrong: Unknown object"),
        ({"CFItems": []}, "holds no document"),
        ({"name": "x"}, "holds no document"),
        (b"openapi: 3.0.1\npaths: {}\n", "describes a CASE service"),
        (b'{"CFItems": [', "is not JSON"),
        (b"[" * 5000, "nested"),
    ],
    ids=["openapi", "schema", "error", "empty", "other", "yaml", "cut off", "deep"],
)
def test_what_is_no_package_is_refused_in_one_sentence(value, words):
    with pytest.raises(ImportRefused, match=words) as refused:
        read(value, "odd.json")
    text = str(refused.value)
    assert text.startswith('"odd.json" ')
    assert "\n" not in text


# -- identifiers


def test_identifiers_are_the_ids_and_the_ctids(project):
    bring_in(project, PACKAGE)
    assert rows(project, "framework", "id", "ctid", "uri") == [(uid(0), f"ce-{uid(0)}", f"{HOST}/{uid(0)}")]
    assert rows(project, "competency", "id", "ctid")[0] == (uid(1), f"ce-{uid(1)}")


def test_upper_case_and_braces_are_repaired(project):
    loud = item(10)
    loud["identifier"] = "{" + uid(10).upper().replace("0000", "ABCD", 1) + "}"
    records = read(package([loud]))
    (record,) = records.of("competency")
    assert record.columns["id"] == uid(10).replace("0000", "abcd", 1)
    assert [repair.before for repair in records.report.repaired] == [loud["identifier"]]


def test_an_identifier_that_is_no_uuid_stays_with_its_item_and_is_found_again(project):
    odd = {**item(1), "identifier": "nursing-1"}
    bring_in(project, package([odd]))
    ((row_id, ctid, extra),) = rows(project, "competency", "id", "ctid", "extra")
    assert extra["case"]["identifier"] == "nursing-1"
    assert ctid != f"ce-{row_id}"
    again = bring_in(project, package([odd]))
    assert (again.created, again.updated) == (0, 0)


def test_an_item_without_identifier_has_the_one_in_its_address(project):
    nameless = item(4)
    del nameless["identifier"]
    bring_in(project, package([nameless], [says(14, 4, "isChildOf", 0)]))
    assert rows(project, "competency", "id") == [(uid(4),)]


def test_an_item_that_comes_twice_is_kept_once_with_the_other_beside_it(project):
    report = bring_in(project, package([item(1), {**item(1), "notes": "Another note"}]))
    ((comment, extra),) = rows(project, "competency", "comment", "extra")
    assert comment is None
    assert extra["case"]["again"][0]["notes"] == "Another note"
    assert [repair.before for repair in report.files[0].repaired] == [uid(1)]


# -- the tree


def test_siblings_stand_by_sequence_number_then_in_the_order_of_the_file(project):
    numbers = {1: None, 2: 30, 3: "20", 4: 10, 5: None}
    links = [
        says(10 + number, number, "isChildOf", 0, **({} if value is None else {"sequenceNumber": value}))
        for number, value in numbers.items()
    ]
    bring_in(project, package([item(number) for number in (5, 4, 3, 2, 1)], links))
    assert list(codes(project)) == ["M.4", "M.3", "M.2", "M.1", "M.5"]


def test_the_first_parent_is_the_place_and_the_others_are_links(project):
    links = [says(11, 1, "isChildOf", 0), says(12, 2, "isChildOf", 0), says(13, 3, "isChildOf", 2)]
    bring_in(project, package([item(1), item(2), item(3)], [*links, says(14, 3, "isChildOf", 1, notes="also")]))
    assert codes(project) == {"M.1": {}, "M.2": {"M.3": {}}}
    columns = ("id", "origin_id", "kind", "destination_id", "note")
    assert rows(project, "association", *columns) == [(uid(14), uid(3), "isChildOf", uid(1), {"en": "also"})]


def test_items_below_themselves_go_to_the_top_and_their_link_is_kept(project):
    links = [says(11, 1, "isChildOf", 2), says(12, 2, "isChildOf", 1), says(13, 3, "isChildOf", 3)]
    bring_in(project, package([item(1), item(2), item(3)], links))
    assert codes(project) == {"M.1": {"M.2": {}}, "M.3": {}}
    kept = {row_id for (row_id,) in rows(project, "association", "id")}
    assert kept == {uid(11), uid(13)}


def test_a_long_chain_is_read_in_one_go(project):
    count = 3000
    links = [says(10_000 + number, number, "isChildOf", number - 1) for number in range(count, 0, -1)]
    records = read(package([item(number) for number in range(1, count + 1)], links))
    assert [record.references.get("parent_id") for record in records.of("competency")][1] == uid(1)


# -- links


def test_links_to_what_is_elsewhere_keep_address_and_title(project):
    far = {"title": "CCSS.6.RP", "identifier": uid(500), "uri": "https://else.example/500", "targetType": "ext:skill"}
    bring_in(project, package([item(1)], [{**says(11, 1, "exactMatchOf", 500), "destinationNodeURI": far}]))
    columns = ("kind", "destination_id", "destination_uri", "destination_name")
    assert rows(project, "association", *columns) == [("exactAlignment", None, far["uri"], "CCSS.6.RP")]


def test_a_link_finds_its_end_when_the_other_framework_is_there(project):
    other = {**package([item(500)]), "CFDocument": named(400, title="Other", creator="x")}
    bring_in(project, other)
    bring_in(project, package([item(1)], [says(11, 1, "isRelatedTo", 500)]))
    assert rows(project, "association", "destination_id") == [(uid(500),)]


def test_links_from_elsewhere_and_of_the_document_are_kept(project):
    links = [says(11, 500, "isPartOf", 1), says(12, 0, "replacedBy", 600), says(13, 1, "isRelatedTo", 0)]
    bring_in(project, package([item(1)], links))
    found = rows(project, "association", "origin_id", "kind", "destination_id")
    assert found == [(uid(500), "isPartOf", uid(1)), (uid(0), "replacedBy", None), (uid(1), "isRelatedTo", uid(0))]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("exactMatchOf", "exactAlignment"),
        ("Exact Match Of", "exactAlignment"),
        ("hasSkillLevel", "hasProgressionLevel"),
        ("ext:majorAlignment", "majorAlignment"),
        ("ext:supports", "ext:supports"),
        ("covers", "covers"),
        (None, "isRelatedTo"),
    ],
)
def test_every_type_of_association_is_kept(project, written, kind):
    bring_in(project, package([item(1), item(2)], [says(11, 1, written, 2)]))
    assert rows(project, "association", "kind") == [(kind,)]


def test_a_link_said_twice_is_kept_once_with_the_other_beside_it(project):
    report = bring_in(project, package([item(1), item(2)], [says(11, 1, "precedes", 2), says(12, 1, "precedes", 2)]))
    ((extra,),) = rows(project, "association", "extra")
    assert [again["identifier"] for again in extra["case"]["again"]] == [uid(12)]
    assert [repair.before for repair in report.files[0].repaired] == [uid(12)]


# -- values


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"associationType": ""}, {"associationType": None}),
        ({"associationType": "isRelatedTo"}, {"associationType": None}),
        ({"destinationNodeURI": {"uri": "https://o.org/x", "identifier": "a", "title": "A"}},
         {"destinationNodeURI": {"uri": "https://o.org/x", "identifier": "b", "title": "B"}}),
        ({"destinationNodeURI": {"title": "A"}}, {"destinationNodeURI": {"title": "B"}}),
    ],
)  # fmt: skip
def test_links_that_are_one_in_the_project_lose_nothing(project, first, second):
    both = [{**says(11, 1, "exactMatchOf", 2), **first}, {**says(12, 1, "exactMatchOf", 2), **second}]
    bring_in(project, package([item(1), item(2)], both))
    ((kept, extra),) = rows(project, "association", "id", "extra")
    assert kept == uid(11)
    assert [each["identifier"] for each in extra["case"]["again"]] == [uid(12)]


def test_properties_are_the_columns_they_mean(project):
    full = item(
        1,
        abbreviatedStatement="Solve it",
        notes="A note",
        listEnumeration="1.a",
        conceptKeywords=["ratio", "unit"],
        CFItemType="Standard",
        educationLevel=["06", 7],
        language="es",
        alternativeLabel="Problem",
    )
    head = document(
        publisher="The state",
        adoptionStatus="Adopted",
        version="2",
        statusStartDate="2020-01-01",
        subject="Math",
        officialSourceURL="https://a.example",
        licenseURI=link(70, "CC BY"),
        language="en",
    )
    bring_in(project, {"CFDocument": head, "CFItems": [full]})
    columns = ("statement", "label", "comment", "list_id", "keywords", "item_type", "education_levels", "language")
    assert rows(project, "competency", *columns) == [
        (
            {"es": "Solve problem 1."},
            {"es": "Solve it"},
            {"es": "A note"},
            "1.a",
            {"es": ["ratio", "unit"]},
            "Standard",
            ["06", "7"],
            "es",
        )
    ]
    columns = ("status", "version", "valid_from", "subjects", "source", "license", "publisher_name")
    assert rows(project, "framework", *columns) == [
        ("Published", "2", "2020-01-01", [{"en": "Math"}], ["https://a.example"], link(70)["uri"], "The state")
    ]
    ((extra,),) = rows(project, "competency", "extra")
    assert extra["case"]["alternativeLabel"] == "Problem"


def test_older_names_of_properties_are_known():
    records = read(package([{**item(1), "educationalLevel": "06", "HumanCodingScheme": "x"}]))
    (record,) = records.of("competency")
    assert record.columns["education_levels"] == ["06"]
    assert record.columns["code"] == "M.1"
    assert record.extra["HumanCodingScheme"] == "x"
    assert [(repair.before, repair.after) for repair in records.report.repaired][:1] == [
        ("educationalLevel", "educationLevel")
    ]


def level(number, quality, score, **more):
    return named(number, quality=quality, score=score, description=f"{quality}, described", **more)


def test_a_rubric_has_one_level_for_each_quality_and_score(project):
    criteria = [
        named(51, category="Plan", position=2, rubricId=uid(50), CFItemURI=link(1),
              CFRubricCriterionLevels=[level(61, "Low", 1), level(62, "High", 2)]),
        named(52, category="Do", position=1, weight=0.5, rubricId=uid(50),
              CFRubricCriterionLevels=[level(63, "Low", 1, feedback="Try again"), level(64, "Top", 3)]),
    ]  # fmt: skip
    rubric = named(50, title="Project work", CFRubricCriteria=criteria)
    bring_in(project, package([item(1)], CFRubrics=[rubric]))
    assert rows(project, "rubric_criterion", "name", "weight", "competency_id") == [
        ({"en": "Do"}, 0.5, None),
        ({"en": "Plan"}, None, uid(1)),
    ]
    assert rows(project, "rubric_level", "name", "value") == [
        ({"en": "Low"}, 1.0),
        ({"en": "Top"}, 3.0),
        ({"en": "High"}, 2.0),
    ]
    cells = {row_id: extra["case"].get("feedback") for row_id, extra in rows(project, "criterion_level", "id", "extra")}
    assert cells == {uid(61): None, uid(62): None, uid(63): "Try again", uid(64): None}
    again = bring_in(project, package([item(1)], CFRubrics=[rubric]))
    assert (again.created, again.updated) == (0, 0)


def test_the_same_definition_may_come_with_two_documents(project):
    types = {"CFItemTypes": [named(80, title="Standard", description="", hierarchyCode="1")]}
    bring_in(project, package(CFDefinitions=types))
    bring_in(project, {"CFDocument": named(400, title="Other", creator="x"), "CFDefinitions": types})
    found = rows(project, "resource", "document_id", "type")
    assert sorted(found) == [(uid(0), "CFItemTypes"), (uid(400), "CFItemTypes")]


def test_documents_without_a_name_are_found_again(project):
    value = [{"CFDocument": [{}, {"uri": False}], "CFItems": [item(1)]}]
    bring_in(project, value)
    again = bring_in(project, value)
    assert (again.created, again.updated) == (0, 0)
    assert len(rows(project, "framework", "id")) == 2


def test_a_definition_that_says_nothing_is_one_and_the_same(project):
    value = package([item(1)], CFDefinitions={"CFItemTypes": [{}]})
    bring_in(project, value)
    again = bring_in(project, value)
    assert (again.created, again.updated) == (0, 0)
    assert len(rows(project, "resource", "id")) == 1


def test_an_extension_of_ours_cannot_bring_in_what_no_column_holds(project):
    fields = {
        "weight": "heavy",
        "stages": {"x": 1},
        "id": "stolen",
        "statement": {"es": "Resuelve."},
        "complexity": "Apply",
    }
    bring_in(project, package([item(1, extensions={"competencyStudio": {"fields": fields}, "other": 1})]))
    columns = ("id", "weight", "stages", "complexity", "statement")
    assert rows(project, "competency", *columns) == [
        (uid(1), None, None, "Apply", {"en": "Solve problem 1.", "es": "Resuelve."})
    ]
    ((extra,),) = rows(project, "competency", "extra")
    assert extra["case"]["extensions"]["other"] == 1
    assert set(extra["case"]["extensions"]["competencyStudio"]["fields"]) == {"weight", "stages", "id"}


KEYS = ["identifier", "uri", "title", "extensions", "competencyStudio", "source"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**20) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "isChildOf", uid(1), uid(2).upper(), "ext:x", "é\x00"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
FULL = package(
    [item(1, CFItemType="S", CFItemTypeURI=link(80, "S"), notes="n"), item(2, educationLevel=["1"]), item(3)],
    [says(11, 1, "isChildOf", 0, sequenceNumber=1), says(12, 2, "isChildOf", 1), says(13, 3, "precedes", 900)],
    CFDefinitions={"CFItemTypes": [named(80, title="S", description="", hierarchyCode="1")], "extensions": {"a": 1}},
    CFRubrics=[named(50, CFRubricCriteria=[named(51, CFItemURI=link(1), CFRubricCriterionLevels=[level(61, "L", 1)])])],
    extensions={"b": [1, 2]},
)


def places(value, path=()):
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield (*path, key)
        yield from places(entry, (*path, key))


@given(data=st.data())
def test_whatever_stands_where_nothing_is_lost_or_counted_twice(data):
    value = json.loads(json.dumps(FULL))
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(list(places(value))))
        inner = value
        for step in path:
            inner = inner[step]
        inner[last] = data.draw(JUNK)
    try:
        records = read(value)
    except ImportRefused:
        return
    project = Project.create(None, name="Test")
    apply(project, records).check()
    again = apply(project, read(value))
    project.close()
    assert (again.created, again.updated) == (0, 0)


def test_a_package_is_found_by_its_content_and_undone_in_one_step(project, tmp_path):
    path = tmp_path / "download"
    path.write_text(json.dumps(PACKAGE))
    report = importing.import_files(project, [path])
    assert report.files[0].format == "case"
    project.undo()
    assert rows(project, "competency", "id") == []


def test_numbers_as_identifiers_are_met_as_texts(project):
    items = [{"identifier": 11, "fullStatement": "Above"}, {"identifier": 12, "fullStatement": "Below"}]
    place = {"associationType": "isChildOf", "originNodeURI": {"identifier": 12}, "destinationNodeURI": "11"}
    bring_in(project, package(items, [place]))
    found = {
        text["en"]: (row_id, parent)
        for row_id, parent, text in rows(project, "competency", "id", "parent_id", "statement")
    }
    assert found["Below"][1] == found["Above"][0]


def test_a_type_that_only_its_link_names_is_a_text():
    records = read(package([item(1, CFItemTypeURI={**link(80), "title": 10**30})]))
    (found,) = records.of("competency")
    assert found.columns["item_type"] == str(10**30)
