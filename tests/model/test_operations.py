# SPDX-License-Identifier: Apache-2.0
"""Organizations, scales, rubrics, badges, links and pictures: each operation is one step, and undo takes it back."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from studio.importing.sample import create_sample
from studio.model import associations, badges, frameworks, organizations, rubrics, scales, schema
from studio.model.assets import add_image, image
from studio.model.errors import NotAllowed, NotFound, StudioError
from studio.model.search import search
from studio.model.values import is_ctid


@pytest.fixture
def sample():
    opened = create_sample(None)
    yield opened
    opened.close()


def state(project):
    with project.read() as connection:
        return {
            name: {row.id: row for row in connection.execute(select(table))} for name, table in schema.ITEMS.items()
        }


def count(project, table):
    return project.scalar(select(func.count()).select_from(table))


def undoing(project, operation):
    """Do it, check that it did something in one step, take it back, check that nothing is left, do it again."""
    before, steps = state(project), len(project.history())
    result = operation()
    after = state(project)
    assert after != before
    assert len(project.history()) == steps + 1
    project.undo()
    assert state(project) == before
    project.redo()
    assert state(project) == after
    return result


def badge_id(project, code):
    return project.scalar(select(schema.badge.c.id).where(schema.badge.c.code == code))


# -- organizations


def test_organizations_are_appended_and_get_ctids(project):
    first = undoing(project, lambda: organizations.create_organization(project, {"en": "A"}, url="https://a.example"))
    second = organizations.create_organization(project, {"en": "B"})
    rows = organizations.organizations(project)
    assert [row.id for row in rows] == [first, second]
    assert all(is_ctid(row.ctid) for row in rows)


def test_a_removed_organization_is_no_publisher_issuer_or_endorser_any_more(sample):
    district = next(row.id for row in organizations.organizations(sample) if row.code == "org-wcs")
    employer = next(row.id for row in organizations.organizations(sample) if row.code == "org-bps")
    undoing(sample, lambda: organizations.delete_organizations(sample, [district, employer]))
    assert count(sample, schema.organization) == 7
    assert set(sample.rows(select(schema.framework.c.publisher_id))) == {(None,)}
    assert not sample.rows(select(schema.badge.c.id).where(schema.badge.c.issuer_id == district))
    endorsers = [row[0] or [] for row in sample.rows(select(schema.badge.c.endorser_ids))]
    assert endorsers
    assert all(employer not in each for each in endorsers)


# -- scales


@pytest.mark.parametrize(
    ("create", "add", "move", "parts", "delete", "delete_owner"),
    [
        (
            scales.create_scheme,
            scales.add_concepts,
            scales.move_concept,
            scales.concepts,
            scales.delete_concepts,
            scales.delete_scheme,
        ),
        (
            scales.create_progression_model,
            scales.add_levels,
            scales.move_level,
            scales.levels,
            scales.delete_levels,
            scales.delete_progression_model,
        ),
    ],
)
def test_scales(project, create, add, move, parts, delete, delete_owner):
    owner = undoing(project, lambda: create(project, {"en": "Scale"}))
    one, two, three = add(project, owner, [{"label": {"en": word}} for word in ("one", "two", "three")])
    (inner,) = undoing(project, lambda: add(project, owner, [{"label": {"en": "inner"}}], parent_id=two))
    move(project, three, None)
    assert [row.id for row in parts(project, owner) if row.parent_id is None] == [three, one, two]
    move(project, three, one)
    assert [row.id for row in parts(project, owner) if row.parent_id is None] == [one, three, two]
    assert add(project, owner, []) == []
    framework = frameworks.create_framework(project, {"en": "F"})
    item = frameworks.add_competency(project, framework)
    associations.add(project, item, "complexityLevel", inner)
    undoing(project, lambda: delete(project, [two]))
    assert {row.id for row in parts(project, owner)} == {one, three}
    assert count(project, schema.association) == 0
    undoing(project, lambda: delete_owner(project, owner))
    assert parts(project, owner) == []


# -- rubrics


def test_a_rubric_grows_and_shrinks(project):
    rubric = undoing(project, lambda: rubrics.create_rubric(project, {"en": "R"}, [{"name": {"en": "low"}}]))
    (high,) = rubrics.add_levels(project, rubric, [{"name": {"en": "high"}, "value": 2}])
    first, second = rubrics.add_criteria(project, rubric, [{"name": {"en": "a"}}, {"name": {"en": "b"}}])
    low = rubrics.grid(project, rubric).levels[0].id
    undoing(project, lambda: rubrics.set_cell(project, first, low, "en", "Guesses"))
    rubrics.set_cell(project, first, low, "es", "Adivina")
    rubrics.set_cell(project, second, high, "en", "   ")
    grid = rubrics.grid(project, rubric)
    assert grid.cells[first][low].description == {"en": "Guesses", "es": "Adivina"}
    assert grid.cells[second] == {}
    rubrics.set_cell(project, first, low, "en", "")
    rubrics.set_cell(project, first, low, "es", "")
    assert rubrics.grid(project, rubric).cells[first] == {}
    rubrics.move_level(project, high, None)
    rubrics.move_criterion(project, first, second)
    grid = rubrics.grid(project, rubric)
    assert [row.id for row in grid.levels] == [high, low]
    assert [row.id for row in grid.criteria] == [second, first]
    rubrics.set_cell(project, second, high, "en", "Knows")
    undoing(project, lambda: rubrics.delete_criteria(project, [second]))
    assert count(project, schema.criterion_level) == 0


def test_a_removed_level_takes_its_texts_and_the_pass_mark(sample):
    rubric = sample.scalar(select(schema.badge.c.rubric_id).where(schema.badge.c.code == "B1"))
    passing = rubrics.grid(sample, rubric).rubric.passing_level_id
    undoing(sample, lambda: rubrics.delete_levels(sample, [passing]))
    grid = rubrics.grid(sample, rubric)
    assert grid.rubric.passing_level_id is None
    assert [len(cells) for cells in grid.cells.values()] == [3, 3, 3, 3]
    undoing(sample, lambda: rubrics.delete_rubric(sample, rubric))
    assert sample.scalar(select(schema.badge.c.rubric_id).where(schema.badge.c.code == "B1")) is None
    with pytest.raises(NotFound):
        rubrics.grid(sample, rubric)


# -- badges


def test_badges_come_with_alignments(sample):
    assert [row.code for row in badges.badges(sample)] == ["B1", "B2", "B3", "B4", "B5", "B6"]
    first = badge_id(sample, "B1")
    rows = badges.alignments(sample, first)
    assert [row.code for row in rows] == ["MT.SAF.1.1", "MT.SAF.1.2", "MT.SAF.2.1", "MT.SAF.3.1", "MT.SAF.3.2"]
    c = schema.competency.c
    other = sample.scalar(select(c.id).where(c.code == "MT.ELE.1.1"))
    (new,) = undoing(sample, lambda: badges.align(sample, first, [rows[0].competency_id, other, other]))
    assert badges.align(sample, first, [other]) == []
    assert badges.alignment_counts(sample)[first] == 6
    badges.add_alignments(sample, first, [{"target_url": "https://x.example/1", "target_name": "X"}])
    undoing(sample, lambda: badges.remove_alignments(sample, [new]))
    assert [row.target_url for row in badges.alignments(sample, first)][-1] == "https://x.example/1"


def test_a_copied_badge_has_its_own_rubric_and_identifiers(sample):
    first = badge_id(sample, "B1")
    copy = undoing(sample, lambda: badges.duplicate_badge(sample, first))
    rows = {row.id: row for row in sample.rows(select(schema.badge))}
    assert [row.id for row in badges.badges(sample)][:2] == [first, copy]
    assert rows[copy].ctid != rows[first].ctid
    assert (rows[copy].uri, rows[copy].code, rows[copy].status) == (None, None, "Draft")
    old, new = (rubrics.grid(sample, rows[each].rubric_id) for each in (first, copy))
    assert new.rubric.id != old.rubric.id
    assert [row.name for row in new.criteria] == [row.name for row in old.criteria]
    assert [len(cells) for cells in new.cells.values()] == [4, 4, 4, 4]
    assert new.rubric.passing_level_id == new.levels[2].id
    assert len(badges.alignments(sample, copy)) == 5


def test_removing_badges_takes_rubrics_that_nobody_else_uses(sample):
    first, second = badge_id(sample, "B1"), badge_id(sample, "B2")
    shared = sample.scalar(select(schema.badge.c.rubric_id).where(schema.badge.c.id == second))
    with sample.change("Share a rubric") as change:
        change.update(schema.badge, {badge_id(sample, "B3"): {"rubric_id": shared}})
    undoing(sample, lambda: badges.delete_badges(sample, [first, second]))
    assert count(sample, schema.badge) == 4
    left = {row.id for row in sample.rows(select(schema.rubric.c.id))}
    assert shared in left
    assert len(left) == 5
    badges.move_badge(sample, badge_id(sample, "B6"), None)
    assert [row.code for row in badges.badges(sample)] == ["B6", "B3", "B4", "B5"]


def test_new_badges_are_drafts_with_ctids(project):
    made = undoing(project, lambda: badges.create_badge(project, {"en": "B"}, achievement_type="Badge"))
    row = project.row(select(schema.badge).where(schema.badge.c.id == made))
    assert is_ctid(row.ctid)
    assert (row.status, row.language, row.achievement_type) == ("Draft", "en", "Badge")


# -- links


def test_every_inverse_is_a_kind_and_goes_both_ways_where_it_is_symmetric():
    for kind in associations.KINDS.values():
        assert kind.inverse is None or kind.inverse in associations.KINDS
        assert kind.symmetric == (associations.from_the_other_end(kind.name) == kind.name)
    assert associations.from_the_other_end("broadAlignment") == "narrowAlignment"
    assert associations.from_the_other_end("precedes") == "prerequisiteAlignment"
    assert associations.from_the_other_end("comprisedOf") is None
    assert associations.from_the_other_end("no such kind") is None


def test_links_read_from_both_ends(project):
    framework = frameworks.create_framework(project, {"en": "F"})
    a, b = (frameworks.add_competency(project, framework, statement={"en": text}) for text in "ab")
    link = undoing(project, lambda: associations.add(project, a, "broadAlignment", b))
    assert associations.add(project, a, "broadAlignment", b) == link
    associations.add(project, a, "exactAlignment", destination_uri="https://x.example", destination_name="X")
    outgoing = associations.links(project, a)
    assert [(each.kind, each.other_id, each.other_uri) for each in outgoing] == [
        ("broadAlignment", b, None),
        ("exactAlignment", None, "https://x.example"),
    ]
    (incoming,) = associations.links(project, b)
    assert (incoming.kind, incoming.stated, incoming.outgoing) == ("narrowAlignment", "broadAlignment", False)
    undoing(project, lambda: associations.turn_around(project, link))
    assert associations.links(project, b)[0].outgoing
    undoing(project, lambda: associations.remove(project, [link]))
    assert associations.links(project, b) == []
    own = associations.add(project, framework, "derivedFrom", destination_uri="https://x.example/f")
    assert project.scalar(select(schema.association.c.framework_id).where(schema.association.c.id == own)) == framework


@pytest.mark.parametrize(
    ("kind", "destination"), [("friendOf", "b"), ("precedes", "a"), ("precedes", None)], ids=["kind", "self", "nothing"]
)
def test_links_that_say_nothing_are_refused(project, kind, destination):
    with pytest.raises(NotAllowed):
        associations.add(project, "a", kind, destination)
    with pytest.raises(NotAllowed):
        associations.turn_around(project, "no such link")


# -- CTIDs and pictures


def test_a_picture_is_kept_once_and_nothing_else_is_taken(project):
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    first = undoing(project, lambda: add_image(project, "a.png", png))
    assert add_image(project, "b.png", png) == first
    assert image(project, first) == ("image/png", png)
    for data in (b"", b"GIF89a", b"<html></html>", b"%PDF-1.7"):
        with pytest.raises(StudioError, match=r"x\.gif"):
            add_image(project, "x.gif", data)
    with pytest.raises(StudioError, match="MB"):
        add_image(project, "big.png", png + b"\0" * 10_000_001)


@pytest.mark.parametrize("code", ["", "[A]", "{1", '"x"', "null"])
def test_a_code_may_look_like_json(project, code):
    framework = frameworks.create_framework(project, {"en": "F"})
    made = frameworks.add_competency(project, framework, code=code, statement={"en": "Weld"})
    assert [hit.id for hit in search(project, "weld")] == [made]
