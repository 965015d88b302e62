# SPDX-License-Identifier: Apache-2.0
"""Problems and History below the work: live checks, fixes, accepting, going back, naming a version."""

from __future__ import annotations

from typing import cast

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog

from studio.model import frameworks, items, lookup, schema
from studio.model.item_history import changes_of
from studio.ui.docks import finding_actions as doing
from studio.ui.docks.history import HistoryPage
from studio.ui.docks.problem_list import ACCESSIBLE, Group
from studio.ui.docks.problems import ProblemsPage
from studio.ui.widgets.editors import CommitText


@pytest.fixture
def problems(window, qtbot) -> ProblemsPage:
    window.show_workspace("frameworks")
    page = cast(ProblemsPage, window.dock.page("problems"))
    qtbot.waitUntil(lambda: page.checks.complete, timeout=20_000)
    return page


@pytest.fixture
def history(window) -> HistoryPage:
    window.show_workspace("frameworks")
    window.show_dock_page("history")
    QApplication.processEvents()
    return cast(HistoryPage, window.dock.page("history"))


def finding_at(page: ProblemsPage, rule: str, code: str):
    return next(found for found in page.checks.findings if (found.rule, found.code) == (rule, code))


def shown_dialog(window) -> QDialog:
    (dialog,) = [part for part in window.findChildren(QDialog) if part.isVisible()]
    return dialog


def test_findings_are_listed_counted_and_marked(window, problems, project):
    shown = [problems.model.entry(row) for row in range(problems.model.rowCount())]
    assert len(problems.checks.findings) > 5
    assert sum(entry.count if isinstance(entry, Group) else 1 for entry in shown) == len(problems.checks.findings)
    first = finding_at(problems, "FW10", "MT.MCH.1.3")
    words = [problems.model.data(problems.model.index(row), ACCESSIBLE) for row in range(problems.model.rowCount())]
    assert any(word.startswith("warning, MT.MCH.1.3: Two outcomes") and "Split in two" in word for word in words)
    workspace = window.workspace("frameworks")
    model = workspace.tree.tree_model()
    model.reveal(first.item_id)
    assert model.row_data(first.item_id).mark.severity == "warning"
    below = {f.item_id for f in problems.checks.findings if f.code.startswith("MT.MCH.") and f.severity != "info"}
    assert model.row_data(lookup.find(project, "MT.MCH").id).branch_problems == len(below) == 1
    tester = QAbstractItemModelTester(problems.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    problems.toggle_groups()
    assert isinstance(problems.model.entry(0), Group)
    problems.toggle_groups()
    shiboken6.delete(tester)


def test_the_worst_stand_first_and_many_notes_fold(problems):
    model, view = problems.model, problems.view
    rows = [model.entry(row) for row in range(model.rowCount())]
    order = ["error", "warning", "info"]
    places = [order.index("info" if isinstance(entry, Group) else entry.severity) for entry in rows]
    assert places == sorted(places)
    folded = next(entry for entry in rows if isinstance(entry, Group))
    assert folded.rule == "FW21"
    at = model.row_of_group("FW21")
    view.setCurrentIndex(model.index(at))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert model.rowCount() == len(rows) + folded.count
    assert model.data(model.index(at), ACCESSIBLE).endswith(f"{folded.count}, open")
    assert model.entry(at + 1).rule == "FW21"
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    problems.refresh()
    assert view.current_group().is_open
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert model.rowCount() == len(rows)
    shiboken6.delete(tester)


def test_f8_walks_and_enter_goes_to_the_item(window, problems):
    window.actions.trigger("problems.next")
    window.actions.trigger("problems.next")
    at = problems.view.current()
    assert window.workspace("frameworks").tree.current_id() == at.item_id
    window.actions.trigger("problems.previous")
    assert problems.view.currentIndex().row() == 0
    problems.view.setCurrentIndex(problems.model.index(2))
    QTest.keyClick(problems.view, Qt.Key.Key_Return)
    assert window.workspace("frameworks").tree.current_id() == problems.view.current().item_id


def test_a_fix_is_one_step_and_the_finding_goes(window, problems, project, qtbot):
    found = finding_at(problems, "FW10", "MT.MCH.1.3")
    count = len(problems.checks.findings)
    window.go_to(found.item_id)
    bubble = window.workspace("frameworks").item_panel.details.statement.bubble
    assert not bubble.isHidden()
    problems.view.setCurrentIndex(problems.model.index(problems.model.row_of(found)))
    QTest.keyClick(problems.view, Qt.Key.Key_Space)
    assert project.can_undo() == "Split in two"
    qtbot.waitUntil(
        lambda: not any((f.rule, f.item_id) == ("FW10", found.item_id) for f in problems.checks.findings),
        timeout=20_000,
    )
    window.undo()
    qtbot.waitUntil(lambda: len(problems.checks.findings) == count, timeout=20_000)


def test_accepting_needs_a_reason_and_can_be_undone(window, problems, project, qtbot):
    found = finding_at(problems, "FW10", "MT.MNT.1.1")
    dialog = doing.accept_with_reason(window, found)
    dialog.primary.click()
    assert dialog.isVisible()
    dialog.findChild(CommitText).setPlainText("The two are always done together.")
    dialog.primary.click()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: found not in problems.checks.findings, timeout=20_000)
    window.undo()
    qtbot.waitUntil(lambda: found in problems.checks.findings, timeout=20_000)


def test_why_explains_the_rule(window, problems):
    doing.explain(window, finding_at(problems, "FW10", "MT.MCH.1.3"))
    dialog = shown_dialog(window)
    assert "FW10" in dialog.windowTitle()
    dialog.reject()


def test_history_shows_steps_and_goes_back(window, history, project):
    framework = lookup.find(project, "MT", ("framework",)).id
    start = project.history(1)[0].seq
    for number in range(3):
        frameworks.add_competency(project, framework, statement={"en": f"Step {number}."})
    QApplication.processEvents()
    assert history.model.entry(0).label == "Add competency"
    row = next(row for row in range(history.model.rowCount()) if history.model.entry(row).seq == start)
    history.view.setCurrentIndex(history.model.index(row))
    assert history.steps_to_undo() == 3
    history.back.click()
    assert len(frameworks.children(project, framework, None)) == 7
    assert project.can_redo() == "Add competency"


def test_a_version_is_named(window, history, project):
    dialog = history.ask_version()
    dialog.primary.click()
    assert dialog.isVisible()
    field = dialog.content.itemAt(1).widget()
    field.setText("Board meeting")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [version.name for version in project.versions()][-1] == "Board meeting"
    QApplication.processEvents()
    assert "Board meeting" in history.model.versions.values()


def test_the_history_of_one_item(window, project, qtbot):
    item = lookup.find(project, "MT.MCH.1.3").id
    items.set_text(project, schema.competency, item, "statement", "en", "Model a bracket.")
    project.undo()
    found = changes_of(project, "competency", item)
    assert [(change.kind, change.columns) for change in found[:2]] == [
        ("undo", ("statement", "text_times")),
        ("edit", ("statement", "text_times")),
    ]
    assert found[-1].added
    window.show_workspace("frameworks")
    window.go_to(item)
    panel = window.workspace("frameworks").item_panel
    panel._history_part.set_open(True)
    qtbot.waitUntil(lambda: panel._history_part._summary.text() == f"{len(found)} changes", timeout=20_000)
