# SPDX-License-Identifier: Apache-2.0
"""A field whose text changed in the project while it was edited: the person chooses, in a file as in a workspace."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studio.model import items, lookup, rubrics, schema
from studio.ui.badges.rubric_view import CellEditor
from studio.ui.widgets.conflict_dialog import ConflictDialog
from studio.ui.widgets.editors import CommitLine


@pytest.fixture
def designer(window, project):
    window.show_workspace("badges")
    window.go_to(lookup.find(project, "B1", ("badge",)).id)
    QApplication.processEvents()
    return window.current_workspace().designer


def asked(window) -> ConflictDialog | None:
    return next((part for part in window.findChildren(ConflictDialog) if part.isVisible()), None)


def type_into(field, text: str) -> None:
    field.setFocus()
    field.setText(text) if isinstance(field, CommitLine) else field.setPlainText(text)


def test_a_text_of_a_badge(window, designer, project):
    from studio.ui.widgets.language_field import LanguageField

    field = designer.page("basics").findChildren(LanguageField)[0]
    type_into(field.editor, "Mine")
    items.set_text(project, schema.badge, designer.badge_id, "name", "en", "Theirs")
    field.commit()
    dialog = asked(window)
    assert dialog is not None
    assert (dialog.mine, dialog.theirs) == ("Mine", "Theirs")
    assert dialog.windowTitle() == "This was changed while you were editing"
    dialog.keep_button.click()
    assert items.get(project, schema.badge, designer.badge_id, "name")[0]["en"] == "Mine"
    type_into(field.editor, "Mine again")
    field.commit()
    assert asked(window) is None


def test_another_language_and_the_same_words_are_no_conflict(window, designer, project):
    from studio.ui.widgets.language_field import LanguageField

    field = designer.page("basics").findChildren(LanguageField)[0]
    type_into(field.editor, "Mine")
    items.set_text(project, schema.badge, designer.badge_id, "name", "es", "Suyo")
    field.commit()
    assert asked(window) is None
    type_into(field.editor, "Both")
    items.set_text(project, schema.badge, designer.badge_id, "name", "en", "Both")
    field.commit()
    assert asked(window) is None
    assert items.get(project, schema.badge, designer.badge_id, "name")[0] == {"en": "Both", "es": "Suyo"}


def test_a_number_of_a_badge(window, designer, project):
    designer.show_section("workload")
    field = next(part for part in designer.page("workload").findChildren(CommitLine) if part.isVisible())
    before = float(field.text())
    type_into(field, "7")
    items.set_field(project, schema.badge, [designer.badge_id], {"workload_hours": before + 1})
    field.commit()
    dialog = asked(window)
    assert dialog is not None
    assert (dialog.mine, dialog.theirs) == ("7", f"{before + 1:g}")
    dialog.take_button.click()
    assert float(field.text()) == before + 1


def test_a_cell_of_a_rubric(window, designer, project, qtbot):
    designer.show_section("rubric")
    page = designer.page("rubric")
    criterion, level = page.model.criterion_id(2), page.model.level_id(1)
    page.grid.setFocus()
    page.grid.setCurrentIndex(page.model.index(2, 2))
    qtbot.keyClick(page.grid, Qt.Key.Key_F2)
    (editor,) = page.grid.findChildren(CellEditor)
    editor.setPlainText("Mine")
    rubrics.set_cell(project, criterion, level, "en", "")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    dialog = asked(window)
    assert dialog is not None
    assert (dialog.mine, dialog.theirs) == ("Mine", "")
    dialog.keep_button.click()
    assert rubrics.cell_texts(project, criterion, level) == {"en": "Mine"}


def test_a_field_of_a_framework(window, project):
    panel = window.show_workspace("frameworks").framework_panel
    framework = window.current_workspace().framework_id
    version = panel._fields["version"]
    type_into(version, "2.0")
    items.set_field(project, schema.framework, [framework], {"version": "1.1"})
    version.commit()
    dialog = asked(window)
    assert dialog is not None
    assert (dialog.mine, dialog.theirs) == ("2.0", "1.1")
    dialog.reject()
    assert version.text() == "1.1"
    window.notice.act_button().click()
    assert items.get(project, schema.framework, framework, "version") == ("2.0",)
