# SPDX-License-Identifier: Apache-2.0
"""The tree of a framework: pages, following changes row by row, filters, and what it costs at 100,000 items."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from studio.model import associations, frameworks, items, schema
from studio.model.positions import between
from studio.model.project import Project
from studio.model.store import writing
from studio.model.values import new_id
from studio.ui.frameworks.tree_view import CompetencyTree
from studio.ui.models import competency_rows as queries
from studio.ui.models.competency_cells import CHECKS, CODE, LINKS, STATEMENT
from studio.ui.models.competency_rows import Filter, Mark
from studio.ui.models.competency_tree import ACCESSIBLE, DISPLAY, ITEM_ID, CompetencyTreeModel
from studio.ui.models.filtered_tree import FilteredTreeModel


@pytest.fixture
def project() -> Iterator[Project]:
    project = Project.create(None, "Test", author="tester")
    yield project
    project.close()


Watched = Callable[[CompetencyTreeModel], None]


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watched]:
    """Let Qt's own tester look at a model. Both go at the end of the test, the tester first."""
    pairs: list[tuple[QAbstractItemModelTester, CompetencyTreeModel]] = []
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    yield lambda model: pairs.append((QAbstractItemModelTester(model, mode), model))
    for tester, model in pairs:
        shiboken6.delete(tester)
        shiboken6.delete(model)


def grow(project: Project, tops: int = 3, areas: int = 3, leaves: int = 3) -> tuple[str, list[str]]:
    """A framework with two levels of headings; its id and the ids in document order."""
    framework = frameworks.create_framework(project, {"en": "Test"})
    ids = []
    with project.change("Grow"):
        for top in range(1, tops + 1):
            (top_id,) = frameworks.add_many(
                project, framework, None, [{"code": f"T.{top}", "label": {"en": f"Top {top}"}}], "Add"
            )
            ids.append(top_id)
            for area in range(1, areas + 1):
                row = {"code": f"T.{top}.{area}", "statement": {"en": f"Area {area} of {top}."}}
                (area_id,) = frameworks.add_many(project, framework, top_id, [row], "Add")
                ids.append(area_id)
                rows = [
                    {"code": f"T.{top}.{area}.{leaf}", "statement": {"en": f"Do thing {leaf}."}, "stages": ["HS"]}
                    for leaf in range(1, leaves + 1)
                ]
                ids += frameworks.add_many(project, framework, area_id, rows, "Add")
    return framework, ids


def tree_of(model: CompetencyTreeModel, parent: QModelIndex | None = None) -> list[object]:
    """Everything in a model, read page by page: ``[id, [children]]``."""
    parent = parent or QModelIndex()
    while model.canFetchMore(parent):
        model.fetchMore(parent)
    found = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        found.append([model.item_id(index), tree_of(model, index)])
    return found


def truth(project: Project, framework: str, parent: str | None = None) -> list[object]:
    return [[row.id, truth(project, framework, row.id)] for row in frameworks.children(project, framework, parent)]


def test_pages_of_siblings_are_read_when_asked_for(project: Project, watch: Watched) -> None:
    framework = frameworks.create_framework(project, {"en": "Flat"})
    frameworks.add_many(
        project, framework, None, [{"statement": {"en": f"Item {number}."}} for number in range(600)], "Add"
    )
    model = CompetencyTreeModel(project, framework)
    assert model.rowCount() == 0
    model.fetchMore(QModelIndex())
    assert model.rowCount() == queries.PAGE
    watch(model)
    assert tree_of(model) == truth(project, framework)
    assert not model.canFetchMore(QModelIndex())


def test_a_change_moves_the_same_rows_and_leaves_other_indexes_alone(project: Project, watch: Watched) -> None:
    framework, ids = grow(project)
    model = CompetencyTreeModel(project, framework)
    watch(model)
    tree_of(model)
    project.subscribe(model.apply)
    leaf, other_area = ids[2], ids[9]
    kept = QPersistentModelIndex(model.index_for(leaf))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    frameworks.move(project, [leaf], other_area)
    assert kept.isValid()
    assert model.data(kept, ITEM_ID) == leaf
    assert model.item_id(kept.parent()) == other_area
    project.undo()
    assert model.item_id(kept.parent()) == ids[1]
    assert tree_of(model) == truth(project, framework)
    assert not resets


@pytest.mark.parametrize("seed", range(6))
def test_any_edits_leave_the_model_equal_to_the_project(project: Project, watch: Watched, seed: int) -> None:
    chance = random.Random(seed)
    framework, _ = grow(project, 2, 3, 4)
    model = CompetencyTreeModel(project, framework)
    watch(model)
    if seed % 2:
        tree_of(model)
    else:
        model.fetchMore(QModelIndex())
    project.subscribe(model.apply)

    def ids() -> list[str]:
        return [row.id for row in project.rows(queries.select(schema.competency.c.id))]

    for _ in range(25):
        present = ids()
        if not present:
            frameworks.add_competency(project, framework, statement={"en": "Again."})
            continue
        chosen = chance.sample(present, min(len(present), chance.randint(1, 3)))
        action = chance.choice(["up", "down", "in", "out", "add", "delete", "copy", "undo", "redo", "move", "text"])
        if action in ("up", "down", "in", "out"):
            frameworks.step(project, chosen[:1], action)
        elif action == "add":
            frameworks.add_competency(project, framework, chosen[0], statement={"en": "New."})
        elif action == "delete":
            frameworks.delete(project, chosen[:1])
        elif action == "copy":
            frameworks.duplicate(project, chosen[:2])
        elif action == "undo":
            project.undo()
        elif action == "redo":
            project.redo()
        elif action == "text":
            items.set_text(project, schema.competency, chosen[0], "statement", "en", f"Text {chance.random()}")
        else:
            target = chance.choice([None, *present])
            below = set(frameworks.descendants(project, chosen, include_self=True))
            if target not in below:
                frameworks.move(project, chosen, target)
    assert tree_of(model) == truth(project, framework)
    for item_id in ids():
        data = model.row_data(item_id)
        fresh = queries.rows(project, [item_id], "en")[item_id]
        assert data is not None
        assert (data.statement, data.children, data.parent_id) == (fresh.statement, fresh.children, fresh.parent_id)


def test_moving_in_a_list_that_was_read_in_part(project: Project) -> None:
    framework = frameworks.create_framework(project, {"en": "Flat"})
    rows = [{"statement": {"en": f"Item {number}."}} for number in range(600)]
    ids = frameworks.add_many(project, framework, None, rows, "Add")
    model = CompetencyTreeModel(project, framework)
    model.fetchMore(QModelIndex())
    project.subscribe(model.apply)
    frameworks.move(project, [ids[3]], None, ids[500])  # out of what was read
    frameworks.move(project, [ids[501]], None, ids[4])  # into it
    frameworks.delete(project, ids[10:20])
    assert model.rowCount() < 300
    assert tree_of(model) == truth(project, framework)


def test_link_counts_and_marks_reach_their_rows_only(project: Project) -> None:
    framework, ids = grow(project)
    model = CompetencyTreeModel(project, framework)
    tree_of(model)
    project.subscribe(model.apply)
    told: list[str] = []
    model.dataChanged.connect(lambda first, _last: told.append(model.item_id(first)))
    link = associations.add(project, ids[2], "exactAlignment", ids[3])
    assert set(told) == {ids[2], ids[3]}
    assert model.data(model.index_for(ids[2], LINKS), DISPLAY) == "1"
    associations.remove(project, [link])
    assert model.data(model.index_for(ids[2], LINKS), DISPLAY) == ""
    told.clear()
    model.set_marks({ids[2]: Mark("warning", 1, "Two outcomes.")}, {ids[0]: 1})
    assert set(told) == {ids[2], ids[0]}
    assert model.data(model.index_for(ids[2], CHECKS), ACCESSIBLE) == "1 warning: Two outcomes."
    assert model.data(model.index_for(ids[0], CHECKS), ACCESSIBLE) == "1 problems below"


def test_reveal_reads_as_far_as_needed(project: Project) -> None:
    framework, ids = grow(project, 3, 2, 300)
    model = CompetencyTreeModel(project, framework)
    last = ids[-1]
    assert model.item_id(model.reveal(last)) == last
    assert model.known() < 600
    assert not model.reveal("nobody").isValid()


def test_a_filter_shows_matches_with_the_items_above_them(project: Project, watch: Watched) -> None:
    framework, ids = grow(project)
    items.set_text(project, schema.competency, ids[2], "statement", "en", "Solder a joint.")
    model = FilteredTreeModel(project, framework, "en")
    watch(model)
    model.search(Filter(text="solder"))
    assert tree_of(model) == [[ids[0], [[ids[1], [[ids[2], []]]]]]]
    assert model.matches == 1
    dimmed = {item_id: model.row_data(item_id).dimmed for item_id in ids[:3]}
    assert dimmed == {ids[0]: True, ids[1]: True, ids[2]: False}
    model.search(Filter(text="T.2.1", stages=frozenset({"HS"})))
    assert model.matches == 3
    model.search(Filter(ids=frozenset({ids[5]})))
    assert model.matches == 1
    model.search(Filter(text="nothing like it"))
    assert tree_of(model) == []


def test_codes_are_found_by_their_beginning(project: Project) -> None:
    framework, ids = grow(project)
    assert queries.first_with_code(project, framework, "t.2.1") == ids[14]
    assert queries.first_with_code(project, framework, "t.2.1.", after="T.2.1.1") == ids[16]
    assert queries.first_with_code(project, framework, "100%") is None


def test_totals_of_branches(project: Project) -> None:
    framework, ids = grow(project)
    associations.add(project, ids[2], "exactAlignment", ids[20])
    totals = queries.branch_totals(project, framework)
    assert (totals[ids[0]].competencies, totals[ids[0]].links) == (9, 1)
    assert totals[ids[1]].competencies == 3


def test_a_row_being_typed_is_not_in_the_project(project: Project, watch: Watched) -> None:
    framework, ids = grow(project)
    model = CompetencyTreeModel(project, framework)
    watch(model)
    tree_of(model)
    index = model.add_draft(ids[1], ids[2])
    assert model.item_id(index) == ""
    assert model.draft_place() == (ids[1], ids[2])
    assert index.row() == 1
    assert index.column() == STATEMENT
    model.remove_draft()
    assert tree_of(model) == truth(project, framework)
    model.add_draft(ids[2], None)  # below an item that had nothing below it
    model.remove_draft()
    assert tree_of(model) == truth(project, framework)


def test_an_index_that_outlived_its_row_finds_nothing(project: Project) -> None:
    framework, ids = grow(project)
    model = CompetencyTreeModel(project, framework)
    tree_of(model)
    project.subscribe(model.apply)
    stale = model.index_for(ids[2], CODE)
    frameworks.delete(project, [ids[2]])
    assert model.data(stale, DISPLAY) is None
    assert model.flags(stale) & Qt.ItemFlag.ItemIsEnabled


# -- what it costs at 100,000 items: counted, not timed


class CountedModel(CompetencyTreeModel):
    """Counts the calls of ``data``."""

    calls = 0

    def data(self, index, role=DISPLAY):
        self.calls += 1
        return super().data(index, role)


@pytest.fixture(scope="module")
def large() -> Iterator[tuple[Project, str]]:
    """100,000 items: eight tops, one of them with 11,000 direct children."""
    project = Project.create(None, "Large", author="tester")
    framework = frameworks.create_framework(project, {"en": "Large"})
    sizes = [11_000, 13_000, 13_000, 13_000, 13_000, 13_000, 13_000, 10_992]
    tops = [{"code": f"L.{number}", "label": {"en": f"Top {number}"}} for number in range(len(sizes))]
    top_ids = frameworks.add_many(project, framework, None, tops, "Add")
    with writing(project.engine) as connection:  # no journal: the test is about reading
        for number, (top, size) in enumerate(zip(top_ids, sizes, strict=True)):
            rows = [
                {
                    "id": new_id(),
                    "framework_id": framework,
                    "parent_id": top,
                    "position": key,
                    "code": f"L.{number}.{place}",
                    "statement": {"en": f"Do task {place} of {number} to the stated tolerance."},
                    "stages": ["HS"],
                }
                for place, key in enumerate(between(None, None, size))
            ]
            connection.execute(insert(schema.competency), rows)
    yield project, framework
    project.close()


def test_first_paint_and_scrolling_at_100_000_items(large: tuple[Project, str], qtbot: QtBot) -> None:
    project, framework = large
    model = CountedModel(project, framework)
    tree = CompetencyTree()
    tree.resize(1100, 620)  # the tree's part of a window of 1440 by 900
    tree.setModel(model)
    tree.expand(model.index(0, 0))
    tree.show()
    qtbot.waitExposed(tree)
    tree.grab()
    first = model.calls
    model.calls = 0
    tree.verticalScrollBar().setValue(tree.verticalScrollBar().value() + 400)
    tree.grab()
    frame = model.calls
    known = model.known()
    tree.hide()
    tree.setModel(None)
    tree.deleteLater()
    shiboken6.delete(model)
    print(first, frame)
    assert first <= 300
    assert frame <= 1_300
    assert known <= 8 + 2 * queries.PAGE


def test_scrolling_to_the_end_of_many_siblings_reads_on(large: tuple[Project, str], qtbot: QtBot) -> None:
    project, framework = large
    model = CompetencyTreeModel(project, framework)
    tree = CompetencyTree()
    qtbot.addWidget(tree)
    tree.resize(900, 600)
    tree.setModel(model)
    top = model.index(0, 0)
    tree.expand(top)
    tree.show()
    before = model.rowCount(top)
    for _ in range(6):
        tree.scrollTo(model.index(model.rowCount(top) - 1, 0, top))
        tree.fetch_visible()
    assert model.rowCount(top) >= before + 2 * queries.PAGE
    tree.setModel(None)


def test_an_edit_at_100_000_items_touches_its_row_only(large: tuple[Project, str]) -> None:
    project, framework = large
    model = CompetencyTreeModel(project, framework)
    top = model.reveal(queries.first_with_code(project, framework, "L.0") or "")
    model.fetchMore(top)
    leaf = model.item_id(model.index(3, 0, top))
    stop = project.subscribe(model.apply)
    told: list[str] = []
    model.dataChanged.connect(lambda first, _last: told.append(model.item_id(first)))
    items.set_text(project, schema.competency, leaf, "statement", "en", "Do something else.")
    assert told == [leaf]
    frameworks.delete(project, [model.item_id(top)])
    assert model.known() == 7
    project.undo()
    assert model.known() == 8
    stop()
