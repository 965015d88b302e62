# SPDX-License-Identifier: Apache-2.0
"""What changed since a named version, as a list that goes to the items."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from sqlalchemy import select

from studio.model import frameworks, items, schema
from studio.ui.compare.dialog import CompareDialog
from studio.ui.compare.rows import DifferenceModel, compare

c = schema.competency.c


@pytest.fixture
def ids(project):
    """Items of the sample by code."""
    return {row.code: row.id for row in project.rows(select(c.code, c.id))}


def open_compare(window, qtbot) -> CompareDialog:
    window.actions.trigger("file.compare")
    (dialog,) = [each for each in window.findChildren(CompareDialog) if each.isVisible()]
    if dialog.boxes:
        qtbot.waitUntil(lambda: bool(dialog.told.text()))
    return dialog


def test_words_that_differ_are_marked():
    before, after = compare("Model a bracket and release a drawing.", "Model a bracket from a worn part.")
    assert before == (("Model a bracket", False), ("and release", True), ("a", False), ("drawing.", True))
    assert after == (("Model a bracket", False), ("from", True), ("a", False), ("worn part.", True))
    assert compare("", "New") == ((), (("New", True),))


def test_added_reworded_and_moved_since_a_version(window, project, ids, qtbot):
    project.add_version("Board meeting")
    home = project.scalar(select(c.framework_id).limit(1))
    items.set_text(project, schema.competency, ids["MT.SAF.2.1"], "statement", "en", "Lock every source of energy.")
    frameworks.add_competency(project, home, statement={"en": "Weld a frame"}, code="MT.NEW")
    frameworks.move(project, [ids["MT.SAF.1.1"]], ids["MT.SAF.2"])
    dialog = open_compare(window, qtbot)
    assert dialog.before.value() == "Board meeting"
    counts = dialog.model.counts()
    assert (counts["added"], counts["reworded"], counts["moved"]) == (1, 1, 1)
    assert dialog.boxes["added"].text() == "Added  1"
    assert QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.boxes["added"].setChecked(False)
    dialog.boxes["moved"].setChecked(False)
    texts = [dialog.model.index(at, 0).data() for at in range(dialog.model.rowCount())]
    assert any("Lock every source of energy." in text for text in texts)
    at = next(at for at, text in enumerate(texts) if "MT.SAF.2.1" in text)
    dialog.grab()
    dialog.view.setFocus()
    dialog.view.setCurrentIndex(dialog.model.index(at, 0))
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert window.selected_ids() == [ids["MT.SAF.2.1"]]


def test_a_version_against_itself(window, project, qtbot):
    project.add_version("1.1")
    dialog = open_compare(window, qtbot)
    assert dialog.told.text() == "Nothing differs."
    dialog.close()


def test_without_versions_it_says_what_to_do(window, project, qtbot):
    assert not project.versions()
    dialog = open_compare(window, qtbot)
    assert not dialog.boxes
    dialog.close()
    assert DifferenceModel().rowCount() == 0
