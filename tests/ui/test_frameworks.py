# SPDX-License-Identifier: Apache-2.0
"""The frameworks workspace as a person uses it: tree, typing, moving, clipboard, filters, inspector."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from studio.model import associations, frameworks, items, lookup, schema
from studio.ui.clipboard import put_on_clipboard
from studio.ui.frameworks import clipboard
from studio.ui.frameworks.delegate import EntryLine
from studio.ui.frameworks.relation_picker import RelationPicker
from studio.ui.frameworks.workspace import FrameworksWorkspace
from studio.ui.import_wizard.wizard import COLUMNS, PREVIEW, REPORT, ImportWizard
from studio.ui.models import competency_rows as queries
from studio.ui.models import dragged
from studio.ui.models.filtered_tree import FilteredTreeModel

Key = Qt.Key


@pytest.fixture
def workspace(window) -> FrameworksWorkspace:
    window.show_workspace("frameworks")
    QApplication.processEvents()
    return cast(FrameworksWorkspace, window.workspace("frameworks"))


@pytest.fixture
def at(project) -> Callable[[str], str]:
    return lambda code: lookup.find(project, code, ("competency",)).id


def codes(project, workspace, parent: str | None) -> list[str]:
    return [row.code for row in frameworks.children(project, workspace.framework_id, parent)]


def editor_of(workspace) -> EntryLine:
    (editor,) = [part for part in workspace.tree.findChildren(EntryLine) if part.isVisible()]
    return editor


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def shown_dialog(window, kind=QDialog):
    (dialog,) = [part for part in window.findChildren(kind) if part.isVisible()]
    return dialog


def test_going_to_an_item_opens_the_way_and_fills_the_inspector(window, workspace, at):
    assert window.go_to(at("MT.MCH.1.3"))
    assert workspace.tree.current_id() == at("MT.MCH.1.3")
    panel = workspace.item_panel
    assert panel.details.code.text() == "MT.MCH.1.3"
    assert panel.details.statement.field.value()["en"].startswith("Model a replacement bracket")
    assert "132 items, 1 selected" in workspace.status_text()
    assert [crumb.text for crumb in workspace.breadcrumb()][-1] == "Wenlow Mechatronics Competency Framework"


def test_a_code_and_enter_go_to_the_item(window, workspace, at):
    window.actions.trigger("tree.go_to_code")
    dialog = shown_dialog(window)
    (field,) = dialog.findChildren(QLineEdit)
    QTest.keyClicks(field, "no such code")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    field.setText("MT.MCH.1.3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert workspace.tree.current_id() == at("MT.MCH.1.3")


def test_quick_entry_makes_siblings_children_and_goes_up(window, workspace, project, at):
    window.go_to(at("MT.MCH.1.3"))
    workspace.editing.add()
    QTest.keyClicks(editor_of(workspace), "Braze a joint")
    QTest.keyClick(editor_of(workspace), Key.Key_Return)
    settle()
    QTest.keyClicks(editor_of(workspace), "Cut a thread")
    QTest.keyClick(editor_of(workspace), Key.Key_Tab)
    settle()
    QTest.keyClicks(editor_of(workspace), "Choose the tap")
    QTest.keyClick(editor_of(workspace), Key.Key_Backtab)
    settle()
    QTest.keyClick(editor_of(workspace), Key.Key_Escape)
    settle()
    area = at("MT.MCH.1")
    assert codes(project, workspace, area)[-2:] == ["MT.MCH.1.4", "MT.MCH.1.5"]
    assert codes(project, workspace, at("MT.MCH.1.5")) == ["MT.MCH.1.5.1"]
    added = items.get(project, schema.competency, at("MT.MCH.1.4"), "item_type", "statement")
    assert added == ("Competency", {"en": "Braze a joint"})
    for _ in range(3):
        project.undo()
    assert "MT.MCH.1.4" not in codes(project, workspace, area)


def test_an_empty_new_row_moves_with_tab_and_leaves_nothing(window, workspace, project, at):
    window.go_to(at("MT.MCH.1.3"))
    before = queries.count(project, workspace.framework_id)
    workspace.editing.add()
    QTest.keyClick(editor_of(workspace), Key.Key_Tab)
    settle()
    model = workspace.tree.tree_model()
    assert model.draft_place() == (at("MT.MCH.1.3"), None)
    QTest.keyClick(editor_of(workspace), Key.Key_Backtab)
    settle()
    assert model.draft_place() == (at("MT.MCH.1"), at("MT.MCH.1.3"))
    QTest.keyClick(editor_of(workspace), Key.Key_Escape)
    settle()
    assert queries.count(project, workspace.framework_id) == before
    assert workspace.tree.current_id() == at("MT.MCH.1.3")


def test_a_row_being_typed_outlives_a_look_at_another_window_and_the_work_of_others(window, workspace, project, at):
    window.go_to(at("MT.MCH.1.3"))
    workspace.editing.add()
    QTest.keyClicks(editor_of(workspace), "Braze a jo")
    first = editor_of(workspace)
    for reason in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
        QApplication.sendEvent(first, QFocusEvent(QEvent.Type.FocusOut, reason))
    items.set_text(project, schema.competency, at("MT.MCH.1.1"), "statement", "en", "Cut to a scribed line")
    frameworks.add_competency(project, workspace.framework_id, at("MT.MCH.1.1"), statement={"en": "Elsewhere"})
    settle()
    assert editor_of(workspace) is first

    beside = frameworks.add_competency(project, workspace.framework_id, at("MT.MCH.1"), statement={"en": "Beside"})
    settle()
    assert workspace.tree.tree_model().draft_place() == (at("MT.MCH.1"), at("MT.MCH.1.3"))
    frameworks.delete(project, [at("MT.MCH.1.3")])
    settle()
    QTest.keyClicks(editor_of(workspace), "int")
    window.commit_edit()
    settle()
    area = frameworks.children(project, workspace.framework_id, at("MT.MCH.1"))
    assert [row.statement["en"] for row in area][-2:] == ["Beside", "Braze a joint"]
    assert area[-2].id == beside


def test_f2_edits_in_place_and_esc_keeps_the_old_text(window, workspace, project, at):
    item = at("MT.MCH.1.3")
    window.go_to(item)
    workspace.tree.edit_text()
    editor_of(workspace).setText("Model a bracket in CAD.")
    QTest.keyClick(editor_of(workspace), Key.Key_Return)
    settle()
    assert items.get(project, schema.competency, item, "statement")[0]["en"] == "Model a bracket in CAD."
    assert workspace.item_panel.details.statement.field.value()["en"] == "Model a bracket in CAD."
    workspace.tree.edit_text()
    editor_of(workspace).setText("Something else")
    QTest.keyClick(editor_of(workspace), Key.Key_Escape)
    settle()
    assert items.get(project, schema.competency, item, "statement")[0]["en"] == "Model a bracket in CAD."


def test_a_heading_is_edited_by_its_label(window, workspace, project, at):
    item = at("MT.MCH")
    window.go_to(item)
    workspace.tree.edit_text()
    editor_of(workspace).setText("Machines")
    QTest.keyClick(editor_of(workspace), Key.Key_Return)
    row = items.get(project, schema.competency, item, "label", "statement")
    assert row.label["en"] == "Machines"
    assert row.statement["en"] != "Machines"


def test_alt_arrows_move_and_offer_to_renumber(window, workspace, project, at):
    item, area = at("MT.MCH.1.3"), at("MT.MCH.1")
    window.go_to(item)
    assert window.actions.trigger("tree.up")
    assert codes(project, workspace, area) == ["MT.MCH.1.1", "MT.MCH.1.3", "MT.MCH.1.2"]
    assert workspace.tree.selected_ids() == [item]
    assert window.actions.trigger("tree.out")
    assert queries.parents(project, [item])[item][1] == at("MT.MCH")
    frameworks.move(project, [item], at("MT.PRO.1"))
    workspace.editing._offer_codes([item])
    assert "no longer fits its place" in window.notice.accessibleDescription()
    workspace.editing.renumber(at("MT.PRO.1"))
    assert codes(project, workspace, at("MT.PRO.1"))[0] == "MT.PRO.1.1"


def test_delete_says_so_and_undo_brings_back_the_choice(window, workspace, project, at):
    item, following = at("MT.SAF.1.1"), at("MT.SAF.1.2")
    frameworks.delete(project, frameworks.descendants(project, [item]))
    window.go_to(item)
    window.actions.trigger("tree.delete")
    assert workspace.tree.current_id() == following
    assert not queries.parents(project, [item])
    window.undo()
    settle()
    assert workspace.tree.selected_ids() == [item]


def test_removing_a_branch_asks_with_counts(window, workspace, project, at):
    window.go_to(at("MT.FLU"))
    window.actions.trigger("tree.delete")
    dialog = shown_dialog(window)
    assert dialog.windowTitle().startswith("Remove 1")
    assert "links?" in dialog.windowTitle()
    dialog.reject()
    assert queries.parents(project, [at("MT.FLU")])


def test_copy_gives_excel_rows_and_paste_keeps_the_branch(window, workspace, project, at):
    window.go_to(at("MT.MCH.1"))
    workspace.tree.setFocus()
    items.set_text(project, schema.competency, at("MT.MCH.1.3"), "statement", "en", '=HYPERLINK("x")')
    workspace.editing.copy()
    data = QApplication.clipboard().mimeData()
    lines = data.text().splitlines()
    assert lines[0].startswith("Code\tStatement")
    assert lines[1].startswith("MT.MCH.1\t")
    assert '"\'=HYPERLINK(""x"")"' in data.text()
    assert "<td>MT.MCH.1.1</td>" in data.html()
    before = queries.count(project, workspace.framework_id)
    branch = len(frameworks.descendants(project, [at("MT.MCH.1")], include_self=True))
    workspace.editing.paste()
    assert queries.count(project, workspace.framework_id) == before + branch
    assert project.can_undo() == f"Paste {branch} items"
    project.undo()
    assert queries.count(project, workspace.framework_id) == before


def test_cut_and_paste_moves(window, workspace, project, at):
    item = at("MT.MCH.1.3")
    window.go_to(item)
    workspace.tree.setFocus()
    workspace.editing.cut()
    window.go_to(at("MT.PRO.1.1"))
    workspace.tree.setFocus()
    workspace.editing.paste()
    assert queries.parents(project, [item])[item][1] == at("MT.PRO.1")


def test_pasted_lines_become_rows_at_once(window, workspace, project, at):
    window.go_to(at("MT.SAF"))
    data = QMimeData()
    data.setText("- Solder a joint\n    - Clean the tip\n3) Wire a starter\nW.1.2 Read a diagram\n")
    workspace.editing.paste_table(data, (None, at("MT.SAF")), None)
    tops = frameworks.children(project, workspace.framework_id, None)
    texts = [row.statement["en"] for row in tops[1:4]]
    assert texts == ["Solder a joint", "Wire a starter", "Read a diagram"]
    assert tops[3].code == "W.1.2"
    below = frameworks.children(project, workspace.framework_id, tops[1].id)
    assert [row.statement["en"] for row in below] == ["Clean the tip"]
    project.undo()
    assert len(frameworks.children(project, workspace.framework_id, None)) == len(tops) - 3


def test_what_a_key_makes_is_chosen_alone(window, workspace, at):
    branch = at("MT.SAF")
    window.go_to(branch)
    workspace.tree.setFocus()
    QTest.keyClick(workspace.tree, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    (chosen,) = workspace.tree.selected_ids()  # not the one before as well, though Ctrl is held
    assert chosen != branch


def test_a_pasted_table_goes_through_the_import_below_the_chosen_row(window, workspace, project, at, qtbot):
    window.go_to(at("MT.SAF"))
    data = QMimeData()
    data.setText(
        "X.1\tMeasure a part to the stated tolerance\tHS\nX.1.1\tZero the instrument\tHS\n\nX.2\tWire a pump\tCC"
    )
    put_on_clipboard(data)
    workspace.tree.setFocus()
    before = codes(project, workspace, at("MT.SAF"))
    workspace.editing.paste()
    wizard = shown_dialog(window, ImportWizard)
    qtbot.waitUntil(lambda: wizard.step() == COLUMNS)
    assert wizard.file.into.currentText().startswith("Below MT.SAF ")
    for step in (PREVIEW, REPORT):
        wizard.next_button.click()
        qtbot.waitUntil(lambda step=step: wizard.step() == step)
    wizard.accept()
    assert codes(project, workspace, at("MT.SAF")) == [*before, "X.1", "X.2"]
    assert codes(project, workspace, at("X.1")) == ["X.1.1"]
    project.undo()
    assert codes(project, workspace, at("MT.SAF")) == before


def test_a_drop_moves_and_never_into_its_own_branch(window, workspace, project, at):
    model = workspace.tree.tree_model()
    item, branch = at("MT.MCH.1.3"), at("MT.MCH")
    window.go_to(item)
    data = clipboard.drag_data(workspace.framework_id, [item])
    target = model.reveal(at("MT.PRO.1"))
    assert model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, 0, target)
    model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, target)
    assert codes(project, workspace, at("MT.PRO.1"))[0] == "MT.MCH.1.3"
    own = clipboard.drag_data(workspace.framework_id, [branch])
    assert not model.canDropMimeData(own, Qt.DropAction.MoveAction, -1, 0, model.reveal(at("MT.MCH.1")))
    assert model.canDropMimeData(own, Qt.DropAction.CopyAction, -1, 0, model.reveal(at("MT.MCH.1")))
    assert not model.canDropMimeData(QMimeData(), Qt.DropAction.MoveAction, -1, 0, target)


def drag(view, kind, at: QPoint, data: QMimeData):
    """A drag of our own over the tree, as Qt's drag manager would send it."""
    actions = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    place = at if kind is not QDropEvent else QPointF(at)
    event = kind(place, actions, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(view.viewport(), event)
    return event


def test_a_drag_goes_between_rows_or_into_one(window, workspace, project, at):
    tree, item = workspace.tree, at("MT.MCH.1.3")
    window.go_to(item)
    data = clipboard.drag_data(workspace.framework_id, [item])
    row = tree.visualRect(tree.tree_model().index_for(at("MT.MCH.1.1")))
    edge = QPoint(200, row.bottom())
    assert tree.drop_place(edge) == (tree.tree_model().index_for(at("MT.MCH.1")), 1)
    drag(tree, QDragEnterEvent, edge, data)
    assert drag(tree, QDragMoveEvent, edge, data).isAccepted()
    tree.grab()  # draws the line
    drag(tree, QDropEvent, edge, data)
    assert codes(project, workspace, at("MT.MCH.1")) == ["MT.MCH.1.1", "MT.MCH.1.3", "MT.MCH.1.2"]
    inside = tree.visualRect(tree.tree_model().index_for(at("MT.FLU"))).center()
    drag(tree, QDragEnterEvent, inside, data)
    assert drag(tree, QDragMoveEvent, inside, data).isAccepted()
    tree.grab()  # draws the ring
    drag(tree, QDropEvent, inside, data)
    assert queries.parents(project, [item])[item][1] == at("MT.FLU")
    assert tree.isExpanded(tree.tree_model().index_for(at("MT.FLU")))
    own = tree.visualRect(tree.tree_model().index_for(item)).center()
    assert not drag(tree, QDragMoveEvent, own, data).isAccepted()


def test_what_others_wrote_under_our_name_is_passed_over():
    data = QMimeData()
    data.setData(dragged.MIME, b"{broken")
    assert dragged.take(data) is None


def test_filters_combine_and_say_how_much_is_shown(window, workspace, at, qtbot):
    workspace.filters.search.set_text("lockout")
    qtbot.waitUntil(lambda: isinstance(workspace.tree.tree_model(), FilteredTreeModel))
    assert workspace.tree.isExpanded(workspace.tree.tree_model().index_for(at("MT.SAF.2")))
    workspace.filters.stage.set_values(frozenset({"CC"}))
    workspace.filters.changed.emit()
    assert workspace.tree.tree_model().matches == 1
    assert workspace.tree.tree_model().row_data(at("MT.SAF")).dimmed
    workspace.filters.clear()
    assert not isinstance(workspace.tree.tree_model(), FilteredTreeModel)


def test_down_goes_from_the_filter_to_the_first_match(window, workspace, at):
    window.activateWindow()
    workspace.focus_filter()
    workspace.filters.search.set_text("bracket")
    QTest.keyClick(workspace.filters.search.field, Qt.Key.Key_Down)
    assert workspace.tree.current_id() == at("MT.MCH.1.3")
    assert workspace.tree.hasFocus()
    workspace.tree.edit_text()
    editor = editor_of(workspace)
    editor.setText("Model a bracket in CAD.")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert workspace.tree.hasFocus()
    assert workspace.tree.current_id() == at("MT.MCH.1.3")


def test_without_a_framework_nothing_of_the_last_one_stays_on_screen(window, workspace, project):
    assert window.pane.isVisible()
    frameworks.delete_framework(project, workspace.framework_id)
    settle()
    assert workspace.status_text() == ""
    assert not window.pane.isVisible()
    project.undo()
    settle()
    assert window.pane.isVisible()


def test_typing_goes_to_a_code(window, workspace, at):
    workspace.tree.setFocus()
    for letter in "mt.pro.2.2":
        workspace.tree.keyboardSearch(letter)
    assert workspace.tree.current_id() == at("MT.PRO.2.2")


def test_the_inspector_keeps_what_is_typed_as_one_step(window, workspace, project, at):
    item = at("MT.MCH.1.3")
    window.go_to(item)
    details = workspace.item_panel.details
    assert details.stages.isVisibleTo(details)
    details.statement.field.editor.setPlainText("Model a bracket.")
    details.commit()
    assert items.get(project, schema.competency, item, "statement")[0]["en"] == "Model a bracket."
    details.bloom.chosen.emit("Apply")
    details.stages.chosen.emit(["HS", "CC"])
    details.keywords.committed.emit(["CAD", "bracket"])
    row = items.get(project, schema.competency, item, "complexity", "stages", "keywords")
    assert row == ("Apply", ["HS", "CC"], {"en": ["CAD", "bracket"]})
    project.undo()
    settle()
    assert details.keywords.words() == ["CAD", "drawing release"]


def test_several_items_are_set_together(window, workspace, project, at):
    ids = [at("MT.MCH.1.1"), at("MT.MCH.1.2"), at("MT.MCH.1.3")]
    window.go_to(ids[0])
    workspace.tree.select_items(ids)
    settle()
    assert workspace.item_panel.ids == ids
    workspace.item_panel.details.status.chosen.emit("Draft")
    assert {items.get(project, schema.competency, item, "status")[0] for item in ids} == {"Draft"}
    project.undo()
    assert {items.get(project, schema.competency, item, "status")[0] for item in ids} == {"Published"}


def test_a_link_is_added_by_keyboard_and_removed(window, workspace, project, at):
    item = at("MT.MCH.1.3")
    window.go_to(item)
    before = len(associations.links(project, item))
    workspace.item_panel.add_link()
    picker = shown_dialog(window, RelationPicker)
    field = picker._search.field
    QTest.keyClick(field, Key.Key_5)
    field.setText("MT.MCH.1.1")
    picker._find("calipers")
    QTest.keyClick(field, Key.Key_Return)
    added = [link for link in associations.links(project, item) if link.kind == "isRelatedTo"]
    assert len(associations.links(project, item)) == before + 1
    workspace.item_panel.all_links.removed.emit(added[0].id)
    assert len(associations.links(project, item)) == before


def test_frameworks_are_made_named_and_removed(window, workspace, project):
    first = workspace.framework_id
    window.actions.trigger("framework.new")
    assert workspace.framework_id != first
    assert workspace._inside.currentWidget() is workspace._empty
    workspace.framework_panel.name.editor.setText("Welding")
    workspace.framework_panel.commit()
    settle()
    assert workspace.breadcrumb()[-1].text == "Welding"
    workspace.show_list()
    assert len(workspace.breadcrumb()) == 1
    workspace.list.opened.emit(first)
    assert workspace.framework_id == first
    window.actions.trigger("framework.delete")
    dialog = shown_dialog(window)
    assert dialog.windowTitle() == 'Remove "Wenlow Mechatronics Competency Framework" with its 132 items?'
    danger = next(part for part in dialog.findChildren(type(dialog.cancel_button)) if part.text() == "Remove framework")
    danger.click()
    settle()
    assert workspace.breadcrumb()[-1].text == "Welding"
    window.undo()
    assert lookup.find(project, first).kind == "framework"


def test_typing_into_an_empty_framework(window, workspace, project):
    window.actions.trigger("framework.new")
    workspace._empty.primary.click()
    QTest.keyClicks(editor_of(workspace), "Weld a seam")
    QTest.keyClick(editor_of(workspace), Key.Key_Return)
    settle()
    QTest.keyClick(editor_of(workspace), Key.Key_Escape)
    rows = frameworks.children(project, workspace.framework_id, None)
    assert [row.statement["en"] for row in rows] == ["Weld a seam"]


def test_the_state_comes_back(window, workspace, at):
    window.go_to(at("MT.MCH.1.3"))
    kept = workspace.state()
    workspace.close_all()
    workspace.tree.setCurrentIndex(QModelIndex())
    workspace.restore(kept)
    assert workspace.tree.current_id() == at("MT.MCH.1.3")
    assert workspace.tree.isExpanded(workspace.tree.tree_model().index_for(at("MT.MCH.1")))
