# SPDX-License-Identifier: Apache-2.0
"""A teacher makes a badge from nothing, has it checked, signs it, and shows that a changed file is noticed."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.model import badges
from studio.paths import resource
from studio.ui.badges.competency_picker import CompetencyPicker
from studio.ui.badges.rubric_view import CellEditor
from studio.ui.badges.sign_dialog import SignDialog
from studio.ui.badges.verify_dialog import VerifyDialog

Key = Qt.Key
CRITERIA = (
    "Complete one task on a trainer that you have not seen before. Show the assessor how you find each source of "
    "energy, lock it, and prove that nothing moves. Work from the written procedure. Score Meets or higher on every "
    "criterion of the rubric; one retry with feedback is part of the assessment."
)
DESCRIPTION = "Brings a machine with one source of energy to a safe state and proves it before work begins."


def write(field, text):
    field.editor.setFocus()
    field.editor.selectAll()
    field.editor.insertPlainText(text) if hasattr(field.editor, "insertPlainText") else field.editor.insert(text)
    field.commit()


def test_from_nothing_to_a_signed_badge(window, project, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_KEYS", str(tmp_path / "keys"))
    assert window.actions.trigger("badge.new")
    workspace = window.current_workspace()
    designer = workspace.designer

    basics = designer.page("basics")
    write(basics.name, "Safe State")
    write(basics.description, DESCRIPTION)
    basics.issuer.chosen.emit(basics.issuer.itemData(basics.issuer.findText("Wenlow County Schools")))
    designer.show_section("criteria")
    write(designer.page("criteria").criteria, CRITERIA)

    designer.show_section("competencies")
    designer.page("competencies").add_button.click()
    (picker,) = window.findChildren(CompetencyPicker)
    qtbot.keyClicks(picker.search.field, "MT.SAF.2.1")
    qtbot.keyClick(picker.search.field, Key.Key_Return)
    assert [row.code for row in designer.data.alignments] == ["MT.SAF.2.1"]

    designer.show_section("rubric")
    rubric = designer.page("rubric")
    rubric.make_rubric()
    grid = rubric.grid
    for column, text in enumerate(("Skips a step", "Needs prompts", "Every step, proven", "Coaches others"), start=1):
        grid.setFocus()
        grid.setCurrentIndex(grid.model().index(0, column))
        qtbot.keyClick(grid, Key.Key_F2)
        editor = grid.indexWidget(grid.currentIndex()) or grid.findChildren(CellEditor)[-1]
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Key.Key_Return)
    assert [grid.model().index(0, column).data() for column in (1, 4)] == ["Skips a step", "Coaches others"]

    designer.show_section("evidence")
    qtbot.keyClicks(designer.page("evidence").list.new, "Signed checklist")
    qtbot.keyClick(designer.page("evidence").list.new, Key.Key_Return)
    designer.show_section("assessment")
    write(designer.page("assessment").findChildren(type(basics.name))[0], "Observed performance task")
    designer.show_section("image")
    designer.page("image").use_file(str(resource("sample", "images", "b1.svg")))
    write(designer.page("image").findChildren(type(basics.name))[0], "Red badge with a padlock")

    qtbot.waitUntil(lambda: designer.live.fresh and not [f for f in designer.findings() if f.severity == "error"])
    assert designer.sections.button("rubric").state == "done"

    out = tmp_path / "signed"
    assert window.actions.trigger("badge.sign")
    (dialog,) = window.findChildren(SignDialog)
    assert dialog.badge.name() == "Safe State"
    dialog.next_button.click()
    for field, text in (
        (dialog.key.new_name, "School"),
        (dialog.key.first, "a long secret"),
        (dialog.key.second, "a long secret"),
    ):
        qtbot.keyClicks(field, text)
    dialog.next_button.click()
    dialog.earners.set_folder(out)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.steps.current == 3)
    dialog.close()

    page = out / "achievement.json"
    page.write_text(page.read_text(encoding="utf-8").replace("Safe State", "Safe States"), encoding="utf-8")
    window.actions.trigger("badge.verify", str(out))
    (check,) = window.findChildren(VerifyDialog)
    qtbot.waitUntil(lambda: bool(check.reports))
    assert check.verdict.title.text() == "Not verified"
    check.close()

    while project.can_undo() != 'New badge "New badge"':
        window.undo()
    window.undo()
    assert not workspace.in_designer()
    assert len(badges.badges(project)) == 6
