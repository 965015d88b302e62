# SPDX-License-Identifier: Apache-2.0
"""Records into the project: what is found again, what changes, what order results, what cancel and undo leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from studio.importing.apply import apply
from studio.importing.records import Records
from studio.importing.report import FileReport, ImportReport
from studio.importing.service import import_files
from studio.importing.siblings import place_siblings
from studio.model import frameworks, schema
from studio.model.errors import NotFound
from studio.model.positions import between
from studio.model.project import Project

c = schema.competency.c
Write = Callable[..., Path]
HEAD = ["Code", "Statement", "Notes"]


def codes(project: Project) -> list[str]:
    return [row.code for row in project.rows(select(c.code).order_by(c.position))]


def texts(project: Project) -> dict[str, Any]:
    return {row.code: row.statement for row in project.rows(select(c.code, c.statement))}


def test_changed_rows_are_changed_and_the_rest_left_alone(project: Project, write_csv: Write) -> None:
    import_files(project, [write_csv([HEAD, ["A", "Work safely", "x"], ["B", "Measure parts", ""]])])
    path = write_csv([HEAD, ["A", "Work safely", ""], ["B", "Measure parts twice", ""], ["C", "Read drawings", ""]])
    report = import_files(project, [path])
    assert (report.created, report.updated, report.unchanged, report.removed) == (1, 1, 1, 0)
    assert texts(project)["B"] == {"en": "Measure parts twice"}
    assert codes(project) == ["A", "B", "C"]
    assert project.scalar(select(c.comment).where(c.code == "A")) == {"en": "x"}  # an empty cell removes nothing


def tree(project: Project) -> dict[str, str | None]:
    """The code of each item's parent; what is no item's id as it is written."""
    rows = {row.id: row for row in project.rows(select(c.id, c.code, c.parent_id))}
    return {row.code: rows[row.parent_id].code if row.parent_id in rows else row.parent_id for row in rows.values()}


def test_rows_find_parents_that_only_the_project_has(project: Project, write_csv: Write) -> None:
    import_files(project, [write_csv([["Code", "Statement"], ["M", "Mechatronics"], ["M.1", "Safety"]], "M.csv")])
    rows = [
        ["Code", "Parent", "Statement"],
        ["X", "M.1", "Wear gloves"],
        ["Y", "M.7", "Lift"],
    ]
    import_files(project, [write_csv(rows, "more.csv")], into="M")
    assert tree(project) == {"M": None, "M.1": "M", "X": "M.1", "Y": "M.7"}
    path = write_csv(
        [["Code", "Statement"], ["M.1.2", "Lock out a press"], ["M.1.2.a", "Tag it"], ["Z", "Z"]], "next.csv"
    )
    import_files(project, [path], into="M")
    assert tree(project)["M.1.2"] == "M.1"
    assert (tree(project)["M.1.2.a"], tree(project)["Z"]) == ("M.1.2", None)
    assert import_files(project, [path], into="M").updated == 0


def test_an_item_never_goes_below_its_own_branch(project: Project, write_csv: Write) -> None:
    import_files(project, [write_csv([["Code", "Statement"], ["M", "Mechatronics"], ["M.1", "Safety"]], "M.csv")])
    import_files(project, [write_csv([["Code", "Parent", "Statement"], ["M", "M.1", "Mechatronics"]])], into="M")
    assert tree(project)["M.1"] == "M"
    assert project.scalar(select(c.parent_id).where(c.code == "M")) == "M.1"  # as it is written, for FW07


@pytest.mark.parametrize("last", ["c", ""])  # with a letter each it is a tree, else one list
def test_codes_and_texts_that_stand_several_times_are_met_again_in_their_place(
    project: Project, write_csv: Write, last: str
) -> None:
    lists = [[str(number), f"Part {number}"] for number in range(1, 9)]
    inside = [["a", "Prepare"], ["b", "Do it"], ["b", "Do it again"], [last, "Tidy"]]
    path = write_csv([["#", "Statement"], *(row for top in lists for row in (top, *inside))])
    assert import_files(project, [path]).created == 40
    again = import_files(project, [path])
    assert (again.created, again.updated, again.unchanged) == (0, 0, 40)


def test_other_languages_stay(project: Project, write_csv: Write) -> None:
    import_files(project, [write_csv([["Code", "Statement", "Statement (es)"], ["A", "Work safely", "Con cuidado"]])])
    import_files(project, [write_csv([["Code", "Statement"], ["A", "Work very safely"]])])
    assert texts(project)["A"] == {"en": "Work very safely", "es": "Con cuidado"}


def test_new_rows_take_their_place_between_the_others(project: Project, write_csv: Write) -> None:
    import_files(project, [write_csv([HEAD, ["A", "Work safely", ""], ["C", "Read drawings", ""]])])
    before = {row.code: row.position for row in project.rows(select(c.code, c.position))}
    import_files(
        project, [write_csv([HEAD, ["A", "Work safely", ""], ["B", "Measure", ""], ["C", "Read drawings", ""]])]
    )
    assert codes(project) == ["A", "B", "C"]
    after = {row.code: row.position for row in project.rows(select(c.code, c.position))}
    assert {code: after[code] for code in before} == before  # one row written, not three


def test_another_order_is_taken_over(project: Project, write_csv: Write) -> None:
    import_files(project, [write_csv([HEAD, ["A", "Work safely", ""], ["B", "Measure parts", ""]])])
    report = import_files(project, [write_csv([HEAD, ["B", "Measure parts", ""], ["A", "Work safely", ""]])])
    assert codes(project) == ["B", "A"]
    assert report.created == 0


def test_order_numbers_sort_siblings(project: Project, write_csv: Write) -> None:
    rows = [["Order", "Statement"], ["3", "Third of all"], ["1", "First of all"], ["2", "Second of all"]]
    import_files(project, [write_csv(rows)])
    found = [row.statement["en"] for row in project.rows(select(c.statement).order_by(c.position))]
    assert found == ["First of all", "Second of all", "Third of all"]


def test_removing_is_asked_for_and_counted(project: Project, write_csv: Write) -> None:
    import_files(project, [write_csv([HEAD, ["A", "Work safely", ""], ["B", "Measure parts", ""]])])
    path = write_csv([HEAD, ["A", "Work safely", ""]])
    report = import_files(project, [path])
    assert (report.removed, report.not_mentioned) == (0, 1)
    assert codes(project) == ["A", "B"]
    assert import_files(project, [path], remove_missing=True, dry_run=True).removed == 1
    assert codes(project) == ["A", "B"]
    assert import_files(project, [path], remove_missing=True).removed == 1
    assert codes(project) == ["A"]
    project.undo()
    assert codes(project) == ["A", "B"]


def test_into_a_framework_that_is_there(project: Project, write_csv: Write) -> None:
    home = frameworks.create_framework(project, {"en": "Home"}, code="H")
    frameworks.add_competency(project, home, code="A", statement={"en": "Old text"})
    report = import_files(project, [write_csv([HEAD, ["A", "New text", ""], ["B", "Measure", ""]])], into="H")
    assert (report.created, report.updated, report.frameworks) == (1, 1, [home])
    assert project.scalar(select(schema.framework.c.name)) == {"en": "Home"}
    with pytest.raises(NotFound):
        import_files(project, [write_csv([HEAD, ["A", "x", ""]])], into="nowhere")


def test_into_makes_copies_of_items_that_another_framework_has(project: Project, write_csv: Write) -> None:
    path = write_csv([["id", "Code", "Statement"], ["3b0a7e1c-58a3-4a3e-9d6b-7a3f0a8c1d11", "A", "Work safely"]])
    import_files(project, [path])
    home = frameworks.create_framework(project, {"en": "Home"})
    report = import_files(project, [path], into=home)
    assert report.created == 1
    assert "another framework" in report.files[0].repaired[0].reason
    assert len({row.id for row in project.rows(select(c.id).where(c.code == "A"))}) == 2


def test_dry_run_counts_the_same_and_writes_nothing(project: Project, write_csv: Write) -> None:
    path = write_csv([HEAD, ["A", "Work safely", ""], ["A.1", "Measure parts", ""]])
    dry = import_files(project, [path], dry_run=True)
    assert project.history() == []
    real = import_files(project, [path])
    assert (dry.created, dry.updated, dry.unchanged) == (real.created, real.updated, real.unchanged) == (2, 0, 0)


def test_equal_lines_stay_two_items_and_are_found_again(project: Project, write_csv: Write) -> None:
    path = write_csv([["Statement"], ["Work safely"], ["Work safely"], ["Measure parts"]])
    assert import_files(project, [path]).created == 3
    assert import_files(project, [path]).unchanged == 3


def test_cancel_leaves_the_project_as_it_was(project: Project, write_csv: Write) -> None:
    class Stopped(Exception):
        pass

    path = write_csv([HEAD, *([f"A{n}", f"Statement number {n}", ""] for n in range(20))])
    for stop in ("Reading", "Writing"):

        def progress(_done: int, _total: int, label: str, stop: str = stop) -> None:
            if label.startswith(stop):
                raise Stopped

        with pytest.raises(Stopped):
            import_files(project, [path], progress=progress)
        assert project.history() == []
        assert project.rows(select(c.id)) == []
    seen: list[tuple[int, int]] = []
    import_files(project, [path], progress=lambda done, total, _: seen.append((done, total)))
    assert seen[-1] == (21, 21)


def test_links_to_addresses_and_unknown_codes_are_kept(project: Project, write_csv: Write) -> None:
    rows = [
        ["Code", "Statement", "Is Related To", "Precedes"],
        ["A", "Work safely", "http://example.org/x", "B"],
        ["B", "Measure parts", "Z.9", ""],
    ]
    report = import_files(project, [write_csv(rows)])
    a = schema.association.c
    found = {
        (row.kind, row.destination_uri or row.destination_id)
        for row in project.rows(select(a.kind, a.destination_uri, a.destination_id))
    }
    b = project.scalar(select(c.id).where(c.code == "B"))
    assert found == {("isRelatedTo", "http://example.org/x"), ("precedes", b), ("isRelatedTo", "Z.9")}
    assert report.created == 5
    again = import_files(project, [write_csv(rows)])
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)


def test_a_link_that_changed_is_changed_and_told(project: Project) -> None:
    identifier = "21111111-1111-4111-8111-111111111111"

    def bring(kind: str) -> ImportReport:
        records = Records(FileReport("a.json", "case"))
        records.add("framework", "f", {"uri": "https://example.org/f", "name": {"en": "F"}})
        for code in ("A", "B"):
            records.add("competency", code, {"code": code}, references={"framework_id": "f"})
        ends: dict[str, str | tuple[str, ...]] = {"origin_id": "A", "destination_id": "B"}
        records.add("association", "l", {"id": identifier, "kind": kind}, references=ends)
        return apply(project, records)

    assert bring("isRelatedTo").created == 4
    report = bring("exactMatchOf")
    assert (report.created, report.updated, report.unchanged) == (0, 1, 3)
    (outcome,) = report.outcomes
    assert (outcome.kind, outcome.id, outcome.what) == ("association", identifier, "updated")
    assert outcome.differences == (("kind", "isRelatedTo", "exactMatchOf"),)


def test_a_link_that_is_said_twice_is_one_unless_it_says_something_else(project: Project) -> None:
    says: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"en": "as a whole"}, {"weight": "1"}),
        ({"es": "en conjunto"}, {}),
        ({"en": "in part"}, {}),
        ({}, {"weight": "2"}),
        ({}, {}),
    ]

    def bring() -> ImportReport:
        records = Records(FileReport("a.json", "case"), extra_name="case")
        records.add("framework", "f", {"uri": "https://example.org/f", "name": {"en": "F"}})
        for code in ("A", "B"):
            records.add("competency", code, {"code": code}, references={"framework_id": "f"})
        for number, (note, extra) in enumerate(says):
            columns = {"kind": "isRelatedTo", **({"note": note} if note else {})}
            ends: dict[str, str | tuple[str, ...]] = {"origin_id": "A", "destination_id": "B"}
            records.add("association", str(number), columns, references=ends, extra=dict(extra))
        return apply(project, records)

    assert bring().created == 5
    a = schema.association.c
    said = [(row.note, row.extra) for row in project.rows(select(a.note, a.extra).order_by(a.position))]
    assert said == [
        ({"en": "as a whole", "es": "en conjunto"}, {"case": {"weight": "1"}}),
        ({"en": "in part"}, {"case": {"weight": "2"}}),
    ]
    again = bring()
    assert (again.created, again.updated) == (0, 0)


def test_link_rows_that_name_no_kind_are_rejected(project: Project, write_csv: Write) -> None:
    rows = [["origin_code", "association_type", "destination_code"], ["A", "dances with", "B"], ["A", "precedes", "B"]]
    report = import_files(project, [write_csv(rows)])
    assert [rejection.value for rejection in report.files[0].rejected] == ["A", "dances with", "B"]
    assert report.created == 1


def test_records_of_other_formats_keep_their_extras_apart(project: Project) -> None:
    for name, extra in (("ctdl", {"p": 1}), ("sheet", {"q": 2}), ("ctdl", {"r": 3})):
        records = Records(FileReport("x", name), extra_name=name)
        records.add("framework", "f", {"ctid": "ce-3b0a7e1c-58a3-4a3e-9d6b-7a3f0a8c1d11"}, extra=extra)
        apply(project, records)
    assert project.scalar(select(schema.framework.c.extra)) == {"ctdl": {"p": 1, "r": 3}, "sheet": {"q": 2}}


def test_schemes_and_levels_come_in_too(project: Project) -> None:
    records = Records(FileReport("x", "ctdl"), extra_name="ctdl")
    records.add("organization", "o", {"name": {"en": "Calder College"}})
    records.add("framework", "f", {"name": {"en": "Welding"}}, references={"publisher_id": "o"})
    records.add("concept_scheme", "s", {"name": {"en": "Stages"}})
    records.add("concept", "s1", {"label": {"en": "High school"}, "notation": "HS"}, references={"scheme_id": "s"})
    records.add("concept", "s2", {"label": {"en": "Grade 9"}}, references={"scheme_id": "s", "parent_id": "s1"})
    records.add("progression_model", "m", {"name": {"en": "Levels"}})
    records.add("progression_level", "l", {"label": {"en": "Novice"}}, references={"model_id": "m"})
    assert apply(project, records).created == 7
    publisher = project.scalar(select(schema.framework.c.publisher_id))
    assert publisher == project.scalar(select(schema.organization.c.id))
    parents = project.rows(
        select(schema.concept.c.notation, schema.concept.c.parent_id).order_by(schema.concept.c.notation)
    )
    assert sum(row.parent_id is not None for row in parents) == 1
    assert apply(project, records).unchanged == 7


def test_a_reader_that_loses_a_value_is_found_out(project: Project) -> None:
    records = Records(FileReport("x", "ctdl", values=2, kept=1))
    records.add("framework", "f", {"name": {"en": "Welding"}})
    with pytest.raises(AssertionError, match="2 values read but 1 accounted for"):
        apply(project, records)
    assert project.history() == []


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=12), st.sets(st.integers(0, 9)))
def test_siblings_stand_in_the_order_of_the_file(wanted: list[int | None], others: set[int]) -> None:
    keys = between(None, None, 10)
    known: list[str | None] = []
    for number in wanted:
        known.append(None if number is None or keys[number] in known else keys[number])
    free = frozenset(keys[number] for number in others) - set(known)
    last = max((key for key in {*known, *free} if key is not None), default=None)
    placed = place_siblings(known, last, free)
    assert len(placed) == len(known)
    assert placed == sorted(set(placed))
    assert not free & set(placed)


def test_items_of_two_kinds_with_one_identifier(project: Project) -> None:
    taken = "11111111-1111-4111-8111-111111111111"
    records = Records(FileReport("a.json", "case"))
    records.add("framework", "f", {"id": taken, "name": {"en": "F"}})
    records.add("competency", "c", {"id": taken, "statement": {"en": "Work safely"}}, references={"framework_id": "f"})
    records.add("resource", "f", {"standard": "case", "type": "CFSubject", "content": {"title": "Safety"}})
    for kind in ("isRelatedTo", "exactMatchOf"):
        records.add(
            "association", kind, {"id": taken, "kind": kind}, references={"origin_id": "c", "destination_id": "f"}
        )
    report = apply(project, records)
    assert report.created == 5
    assert [row.id for row in project.rows(select(schema.framework.c.id))] == [taken]
    (row,) = project.rows(select(schema.competency.c.id, schema.competency.c.framework_id))
    assert row.framework_id == taken
    assert row.id != taken
    repaired = {repair.reason for repair in report.files[0].repaired}
    assert repaired == {
        "An item of another kind has this identifier; this one gets its own",
        "Another item has this identifier; this link gets its own",
    }


def test_an_item_with_the_identifier_of_something_else_in_the_project(project: Project) -> None:
    taken = "11111111-1111-4111-8111-111111111111"
    first = Records(FileReport("a.json", "case"))
    first.add("framework", "f", {"id": taken, "name": {"en": "F"}})
    apply(project, first)
    second = Records(FileReport("b.json", "case"))
    second.add("framework", "g", {"name": {"en": "G"}})
    second.add("competency", "c", {"id": taken, "statement": {"en": "Work safely"}}, references={"framework_id": "g"})
    assert apply(project, second).created == 2
    assert taken not in [row.id for row in project.rows(select(schema.competency.c.id))]


def test_two_files_with_one_address_or_one_blank_node(project: Project) -> None:
    files = []
    for name in ("a", "b"):
        records = Records(FileReport(name, "ctdl"), extra_name="ctdl")
        records.add("framework", "f", {"uri": "https://example.org/f", "name": {name: name}})
        records.add("competency", "_:b0", {"uri": "_:b0", "code": name}, references={"framework_id": "f"})
        records.add("competency", "c", {"code": f"{name}.1"}, references={"framework_id": "f", "parent_id": "b"})
        files.append(records)
    report = apply(project, files)
    assert report.created == 5
    assert project.scalar(select(schema.framework.c.name)) == {"a": "a", "b": "b"}
    # A code of one file means its item in the other; the name of a blank node means nothing there.
    assert tree(project) == {"a": None, "b": None, "a.1": "b", "b.1": "b"}


def test_frameworks_of_two_files_with_an_item_in_common_are_one(project: Project) -> None:
    files = []
    for name in ("a", "b"):
        records = Records(FileReport(name, "csv"))
        records.add("framework", "f", {"name": {"en": "F"}})
        records.add("competency", "1", {"uri": "https://example.org/1", "code": "A"}, references={"framework_id": "f"})
        records.add("competency", "2", {"code": f"A.{name}"}, references={"framework_id": "f"})
        records.add("association", "l", {"kind": "isChildOf"}, references={"origin_id": "2", "destination_id": "1"})
        files.append(records)
    assert apply(project, files).created == 4
    assert tree(project) == {"A": None, "A.a": "A", "A.b": "A"}  # the links tell the tree, and are no rows


def test_an_item_with_an_identifier_of_its_own_is_found_by_the_one_it_gave(project: Project) -> None:
    taken = "11111111-1111-4111-8111-111111111111"
    other = Records(FileReport("a.json", "case"))
    other.add("concept_scheme", "s", {"id": taken, "name": {"en": "S"}})
    apply(project, other)
    records = Records(FileReport("b.json", "case"))
    records.add("framework", "f", {"name": {"en": "F"}})
    records.add("competency", "1", {"id": taken, "code": "A"}, references={"framework_id": "f"})
    records.add("competency", "2", {"code": "A.1"}, references={"framework_id": "f", "parent_id": taken})
    assert apply(project, records).created == 3
    assert tree(project) == {"A": None, "A.1": "A"}


def test_a_publisher_is_never_an_item_with_that_code(project: Project) -> None:
    records = Records(FileReport("f.csv", "csv"))
    records.add("framework", "f", {"name": {"en": "F"}}, references={"publisher_id": "WCS"})
    records.add(
        "competency", "1", {"code": "WCS", "statement": {"en": "Work safely"}}, references={"framework_id": "f"}
    )
    apply(project, records)
    # Owners are planned ahead of their items; only a later look can mix the two up.
    apply(project, records)
    assert project.scalar(select(schema.framework.c.publisher_id)) == "WCS"
