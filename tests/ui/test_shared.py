# SPDX-License-Identifier: Apache-2.0
"""Windows on a real shared workspace: others' edits, two people in one field, a server that goes away."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from studio.model import frameworks, items, schema
from studio.model.address import with_password
from studio.model.errors import WorkspaceLost
from studio.model.project import Project
from studio.ui.app import catch_lost_workspaces
from studio.ui.shell.workspace_dialog import WorkspaceDialog
from studio.ui.widgets.conflict_dialog import ConflictDialog
from tests.model.conftest import postgresql, refused, workspace

__all__ = ["postgresql", "workspace"]  # pytest finds fixtures by name in this module

statement = schema.competency.c.statement


@pytest.fixture
def ben(workspace: str):
    """Another person in the same workspace, who made the framework."""
    project = Project.create(workspace, "Partnership", author="ben")
    project.framework = frameworks.create_framework(project, {"en": "Mechatronics"}, code="MT")
    project.items = [
        frameworks.add_competency(project, project.framework, code=f"MT.{n}", statement={"en": f"Do {n} well."})
        for n in (1, 2, 3)
    ]
    yield project
    project.close()


@pytest.fixture
def anna(studio, workspace: str, ben):
    """A window of another person on the workspace, at the first competency."""
    window = studio.show(Project.open(workspace, author="anna"))
    window.resize(1440, 900)
    window.activateWindow()
    window.go_to(ben.items[0])
    QApplication.processEvents()
    return window


def statement_field(window):
    return window.workspace("frameworks").item_panel.details.statement.field


def text_of(project: Project, item_id: str) -> str:
    return items.get(project, schema.competency, item_id, "statement")[0]["en"]


def shown(window, kind=QDialog):
    (dialog,) = [part for part in window.findChildren(kind) if part.isVisible()]
    return dialog


def test_one_window_sees_the_edits_of_another_person(anna, ben, qtbot):
    heard = []
    anna.project_changed.connect(heard.append)
    focus = QApplication.focusWidget()
    items.set_text(ben, schema.competency, ben.items[1], "statement", "en", "Weld a joint.")
    anna.sharing.look()
    tree = anna.workspace("frameworks").tree.tree_model()
    qtbot.waitUntil(lambda: tree.row_data(ben.items[1]).text == "Weld a joint.")
    assert [changes.updated for changes in heard] == [
        {"competency": {ben.items[1]: frozenset({"statement", "text_times"})}}
    ]
    qtbot.waitUntil(anna.notice.isVisible)
    assert anna.notice.text() == "ben: Edit competency statement"
    assert QApplication.focusWidget() is focus
    assert (anna.undo_step, anna.project.dirty) == (None, False)


def test_the_shell_of_a_shared_workspace(anna, workspace):
    name = workspace.rsplit("/", 1)[1].split("?")[0]
    assert anna.windowTitle().startswith(name)
    assert anna.top_bar.kept_text() == "Every change shared"
    for command in ("file.save", "file.save_as"):
        assert not anna.actions.action(command).isEnabled()
        assert "already in the shared workspace" in anna.actions.action(command).toolTip()
    assert anna.settings.recent()[0] == anna.settings.recent()[0] | {
        "path": anna.project.address,
        "title": "Partnership",
    }


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_people_in_one_field(anna, ben, qtbot, choice):
    field = statement_field(anna)
    field.editor.setFocus()
    field.editor.setPlainText("Anna's words.")
    items.set_text(ben, schema.competency, ben.items[0], "statement", "en", "Ben's words.")
    anna.sharing.look()
    qtbot.waitUntil(lambda: anna.sharing.author_of("competency", ben.items[0]) == "ben")
    assert field.editor.text() == "Anna's words."  # what she types is not taken from under her hands
    field.commit()
    dialog = shown(anna, ConflictDialog)
    assert (dialog.mine, dialog.theirs) == ("Anna's words.", "Ben's words.")
    assert dialog.windowTitle() == "ben changed this while you were editing"
    assert text_of(ben, ben.items[0]) == "Ben's words."
    assert anna.edits.asking
    assert not anna.close()  # her text would be lost
    QTest.mouseClick(dialog.keep_button if choice == "mine" else dialog.take_button, Qt.MouseButton.LeftButton)
    assert text_of(ben, ben.items[0]) == ("Anna's words." if choice == "mine" else "Ben's words.")
    assert field.editor.text() == text_of(ben, ben.items[0])
    if choice == "theirs":
        anna.notice.act_button().click()  # changed her mind
        assert text_of(ben, ben.items[0]) == "Anna's words."


def test_a_choice_and_a_code_that_somebody_else_changed(anna, ben):
    details = anna.workspace("frameworks").item_panel.details
    items.set_field(ben, schema.competency, [ben.items[0]], {"complexity": "Apply", "code": "MT.9"})
    details.bloom.chosen.emit("Create")
    dialog = shown(anna, ConflictDialog)
    assert (dialog.mine, dialog.theirs) == ("Create", "Apply")
    dialog.reject()
    details.code.setText("MT.7")
    details.code.commit()
    dialog = shown(anna, ConflictDialog) if anna.edits.asking else None
    assert dialog is None  # the conflict before has shown her the new code already
    assert items.get(ben, schema.competency, ben.items[0], "code", "complexity") == ("MT.7", "Apply")


def test_typing_in_the_tree_meets_another_person(anna, ben):
    tree = anna.workspace("frameworks").tree
    model = tree.tree_model()
    model.reveal(ben.items[2])
    items.set_text(ben, schema.competency, ben.items[2], "statement", "en", "Ben's words.")
    index = model.index(2, 1)
    assert model.keep_text(index, "Anna's words.", model.data(index))
    assert shown(anna, ConflictDialog).theirs == "Ben's words."
    shown(anna, ConflictDialog).reject()


def test_a_server_that_goes_away_and_comes_back(anna, ben, workspace, qtbot):
    field = statement_field(anna)
    field.editor.setFocus()
    field.editor.setPlainText("Anna's words.")
    with refused(workspace):
        field.commit()
        dialog = shown(anna)
        assert dialog.windowTitle() == "The shared workspace does not answer"
        assert anna.top_bar.kept_text() == "No connection"
        QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)  # Try again
        assert shown(anna).windowTitle() == "The shared workspace does not answer"
        assert field.editor.text() == "Anna's words."
        assert not anna.close()
        question = next(part for part in anna.findChildren(QDialog) if "Close without" in part.windowTitle())
        question.reject()
    anna.sharing.look()
    qtbot.waitUntil(lambda: text_of(ben, ben.items[0]) == "Anna's words.")
    qtbot.waitUntil(lambda: anna.notice.text().startswith("Connected again"))
    assert anna.top_bar.kept_text() == "Every change shared"
    assert not [part for part in anna.findChildren(QDialog) if part.isVisible()]


def test_opening_a_workspace_by_its_address(studio, ben, workspace, qtbot, monkeypatch):
    window = studio.show(None)
    window.actions.trigger("file.open_shared")
    dialog = shown(window, WorkspaceDialog)
    dialog.address.setText("db.example.org/partnership")
    dialog.open_button.click()
    assert "begins with postgresql://" in dialog.fault.text()
    dialog.address.setText("postgresql://anna@127.0.0.1:1/none")
    dialog.password.setText("s3cret")
    dialog.open_button.click()
    qtbot.waitUntil(lambda: "cannot be reached" in dialog.fault.text())
    assert "s3cret" not in dialog.fault.text()
    dialog.address.setText(workspace)
    dialog.remember.setChecked(True)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: len(studio.windows) == 1 and studio.windows[0].project is not None)
    (opened,) = studio.windows
    assert opened.project.address == ben.address
    assert "s3cret" not in str(opened.settings.recent())
    opened.settings.add_recent(with_password("postgresql://anna@127.0.0.1:1/none", "").replace(":@", "@"), "Away")
    opened.files.open_path(opened.settings.recent()[0]["path"])
    assert "cannot be reached" in shown(opened, WorkspaceDialog).fault.text()


def test_an_empty_workspace_gets_a_project(studio, workspace, qtbot):
    window = studio.show(None)
    window.files.open_path(workspace)
    dialog = shown(window, WorkspaceDialog)
    assert "holds no project yet" in dialog.fault.text()
    dialog.make_button.click()
    qtbot.waitUntil(lambda: len(studio.windows) == 1 and studio.windows[0].project is not None)
    assert studio.windows[0].project.title == "New project"


def test_a_view_that_finds_no_server_says_so(anna, studio, monkeypatch):
    others = []
    monkeypatch.setattr(sys, "excepthook", lambda *found: others.append(found))
    catch_lost_workspaces(studio)
    for error in (WorkspaceLost("The shared workspace does not answer."), ValueError("a mistake")):
        sys.excepthook(type(error), error, None)
    assert shown(anna).windowTitle() == "The shared workspace does not answer"
    assert [kind for kind, _error, _trace in others] == [ValueError]
    shown(anna).reject()
