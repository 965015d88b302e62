# SPDX-License-Identifier: Apache-2.0
"""The export dialog: what, checks, result; errors stand in the way of a registry's file."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studio.checks.rules import Finding
from studio.export import service
from studio.model import items, schema
from studio.model.badges import badges
from studio.model.frameworks import add_competency, create_framework
from studio.model.organizations import create_organization
from studio.model.project import Project
from studio.model.scales import create_scheme
from studio.ui.docks.problem_list import Group
from studio.ui.export_dialog.dialog import CHECKS, RESULT, WHAT, ExportDialog
from studio.ui.export_dialog.findings import FindingsModel
from studio.ui.export_dialog.order import Preflight

Key = Qt.Key


def open_dialog(window) -> ExportDialog:
    window.actions.trigger("file.export")
    (dialog,) = [each for each in window.findChildren(ExportDialog) if each.isVisible()]
    return dialog


def press(dialog, qtbot, button=None):
    (button or dialog.next_button).click()
    qtbot.waitUntil(lambda: dialog._task is None)


def tick(dialog, *names):
    for part, box in dialog.what._parts:
        box.setChecked(part.code in names or part.name in names)


@pytest.fixture
def draft(studio, tmp_path):
    """A window on a framework that the registry would refuse."""
    project = Project.create(tmp_path / "draft.studio", name="Draft")
    home = create_framework(project, {"en": "Shop"}, code="SH")
    add_competency(project, home, statement={"en": "Reads a drawing"}, code="SH.1")
    window = studio.show(project)
    window.resize(1440, 900)
    return window


def test_a_framework_for_the_registry(window, project, tmp_path, qtbot):
    window.show_workspace("frameworks")
    dialog = open_dialog(window)
    assert dialog.what.format.button("ctdl").text() == "For the Credential Registry"
    tick(dialog, "MT")
    assert dialog.what.place.text().endswith("MT.jsonld")
    dialog.what.set_place(str(tmp_path / "out" / "mt.jsonld"))
    press(dialog, qtbot)
    assert dialog.step() == CHECKS
    assert dialog.next_button.isEnabled()
    assert not (tmp_path / "out").exists()
    press(dialog, qtbot)
    assert dialog.step() == RESULT
    nodes = json.loads((tmp_path / "out" / "mt.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert len(nodes) >= 133
    dialog.outcome.copy_button.click()
    assert QApplication.clipboard().text() == str(tmp_path / "out" / "mt.jsonld")
    press(dialog, qtbot)
    assert window.notice.text() == 'Exported "mt.jsonld".'


def test_every_format_can_be_written(window, project, tmp_path, qtbot):
    for each in service.formats():
        dialog = open_dialog(window)
        dialog.what.format.choose(each.format)
        dialog.what._tick(True)
        folder = tmp_path / each.format
        dialog.what.set_place(str(folder if dialog.what.needs_folder() else folder / f"all{each.extensions[0]}"))
        press(dialog, qtbot)
        assert dialog.step() == CHECKS, dialog.fault.text()
        press(dialog, qtbot, dialog.next_button if dialog.next_button.isEnabled() else dialog.anyway_button)
        assert dialog.step() == RESULT, dialog.fault.text()
        assert any(folder.iterdir())
        dialog.close()


def test_errors_stand_in_the_way_of_the_registry(draft, tmp_path, qtbot):
    dialog = open_dialog(draft)
    dialog.what.set_place(str(tmp_path / "shop.jsonld"))
    press(dialog, qtbot)
    assert dialog.checks.title.text() == "Not ready for the registry"
    assert not dialog.next_button.isEnabled()
    assert not dialog.anyway_button.isVisibleTo(dialog)
    messages = [dialog.checks.model.entry(at).message for at in range(dialog.checks.model.rowCount())]
    assert "The framework has no description. The registry asks for one." in messages
    dialog.steps.chosen.emit(WHAT)
    dialog.what.environment._choose("sandbox")
    press(dialog, qtbot)
    assert dialog.anyway_button.isVisibleTo(dialog)
    press(dialog, qtbot, dialog.anyway_button)
    assert (tmp_path / "shop.jsonld").exists()
    dialog.close()


def test_what_is_only_badly_written_may_go_out_anyway(draft, tmp_path, qtbot):
    project = draft.project
    framework = project.rows(schema.framework.select())[0]
    school = create_organization(
        project, {"en": "Shop school"}, uri="https://shop.example/", url="https://shop.example/"
    )
    items.set_field(
        project,
        schema.framework,
        [framework.id],
        {"description": {"en": "What a learner in the shop can do after a year."}, "publisher_id": school},
    )
    dialog = open_dialog(draft)
    dialog.what.set_place(str(tmp_path / "shop.jsonld"))
    press(dialog, qtbot)
    found = dialog._found
    if found.refused or not found.errors:
        pytest.fail(f"the fixture should leave only findings of the rules: {[each.message for each in found.findings]}")
    press(dialog, qtbot, dialog.anyway_button)
    assert dialog.step() == RESULT
    dialog.close()


def test_a_finding_goes_to_its_item(draft, tmp_path, qtbot):
    dialog = open_dialog(draft)
    dialog.what.set_place(str(tmp_path / "shop.jsonld"))
    press(dialog, qtbot)
    at = next(n for n in range(dialog.checks.model.rowCount()) if dialog.checks.model.entry(n).kind == "framework")
    dialog.checks.view.setCurrentIndex(dialog.checks.model.index(at, 0))
    assert dialog.checks.whole.text() == dialog.checks.model.entry(at).message
    dialog.checks.view.setFocus()
    qtbot.keyClick(dialog.checks.view, Key.Key_Return)
    assert not dialog.isVisible()
    assert draft.current_id() == "frameworks"
    assert not (tmp_path / "shop.jsonld").exists()


def test_what_is_missing_is_said(draft, qtbot):
    dialog = open_dialog(draft)
    dialog.what._tick(False)
    press(dialog, qtbot)
    assert dialog.fault.text() == "Tick what you want to export."
    dialog.what._tick(True)
    dialog.what.set_place("")
    press(dialog, qtbot)
    assert dialog.fault.text() == "Say where the file goes."
    dialog.what.format.choose("openbadges")
    press(dialog, qtbot)
    assert dialog.fault.text() == "There is nothing of this kind in the project yet."
    dialog.close()


def test_the_place_follows_what_is_chosen(window, project, qtbot):
    dialog = open_dialog(window)
    dialog.what.format.choose("workbook")
    assert dialog.what.place.text().endswith("Wenlow mechatronics partnership.xlsx")
    assert not dialog.what._list.isVisibleTo(dialog)
    dialog.what.format.choose("openbadges")
    assert dialog.what.needs_folder()
    assert dialog.what._place_words.text() == "Into the folder"
    tick(dialog, badges(project)[0].code)
    assert dialog.what.place.text().endswith(".json")
    dialog.what.set_place(str(project.path))
    assert dialog.what._replaces.isVisibleTo(dialog)
    dialog.close()


def test_a_place_that_cannot_be_written(window, project, tmp_path, qtbot):
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    dialog = open_dialog(window)
    dialog.what.format.choose("json")
    dialog.what.set_place(str(blocker / "all.json"))
    press(dialog, qtbot)
    press(dialog, qtbot)
    assert "could not be written" in dialog.fault.text()
    assert dialog.step() == CHECKS
    dialog.close()


def test_cancelling_leaves_no_file(window, project, tmp_path, qtbot):
    dialog = open_dialog(window)
    dialog.what.format.choose("json")
    dialog.what.set_place(str(tmp_path / "out" / "all.json"))
    press(dialog, qtbot)
    dialog.next_button.click()
    dialog.reject()
    qtbot.waitUntil(lambda: dialog._task is None)
    if dialog.step() == CHECKS:  # else it was written before the cancel was seen
        assert not (tmp_path / "out" / "all.json").exists()
        assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True
    dialog.close()


def test_formats_by_arrows(window, qtbot):
    dialog = open_dialog(window)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.what.take_focus()
    assert QApplication.focusWidget() is dialog.what.format.button("ctdl")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down)
    assert dialog.what.format.current() == "turtle"
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Up)
    assert dialog.what.format.current() == dialog.what.format.names()[-1]
    qtbot.keyClick(dialog, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: dialog.step() == CHECKS)
    dialog.close()


def test_what_a_format_cannot_hold_is_one_line_that_opens_to_the_items(window, tmp_path, qtbot):
    dialog = open_dialog(window)
    dialog.what.format.choose("csv")
    dialog.what.set_place(str(tmp_path / "out"))
    words = "No place for: rubrics."
    found = [Finding("", "info", "competency", f"i{n}", f"A.{n}", words, text=f"Text {n}") for n in range(3)]
    found.append(Finding("", "warning", "framework", "f", "F", "No name."))
    dialog.checks.show_findings(dialog.order(), Preflight(found, False))
    model, view = dialog.checks.model, dialog.checks.view
    assert [model.index(row).data() for row in range(model.rowCount())] == ["No name.", f"{words}, 3, closed"]
    view.setCurrentIndex(model.index(1))
    assert dialog.checks.whole.text() == "No place for: rubrics."
    qtbot.keyClick(view, Key.Key_Right)
    assert [model.index(row).data() for row in range(2, 5)] == ["Text 0", "Text 1", "Text 2"]
    gone = []
    view.go_wanted.connect(gone.append)
    view.setCurrentIndex(model.index(3))
    qtbot.keyClick(view, Key.Key_Return)
    assert [finding.item_id for finding in gone] == ["i1"]


def test_what_is_said_twice_about_one_item_is_a_line_of_its_own():
    model = FindingsModel()
    twice = Finding("", "info", "framework", "id", "MT", "No place for the publisher.")
    model.show_findings([twice, twice])
    assert model.entry(0) == twice
    assert model.rowCount() == 1


def test_losses_lead_to_their_items(window, project, tmp_path, qtbot):
    dialog = open_dialog(window)
    dialog.what.format.choose("rsd")
    dialog.what.set_place(str(tmp_path / "skills"))
    press(dialog, qtbot)
    model, view = dialog.checks.model, dialog.checks.view
    groups = [row for row in range(model.rowCount()) if isinstance(model.entry(row), Group)]
    view.setCurrentIndex(model.index(groups[0]))
    qtbot.keyClick(view, Key.Key_Right)
    item = model.entry(groups[0] + 1)
    view.setCurrentIndex(model.index(groups[0] + 1))
    qtbot.keyClick(view, Key.Key_Return)
    assert not dialog.isVisible()
    assert window.selected_ids() == [item.item_id]
    assert not (tmp_path / "skills").exists()


def test_the_notation_follows_the_ending(window, project, tmp_path, qtbot):
    scheme = create_scheme(project, {"en": "Trades"})
    dialog = open_dialog(window)
    dialog.what.format.choose("skos")
    tick(dialog, "Trades")
    assert dialog.what.place.text().endswith("Trades.ttl")
    dialog.what.notation.chosen.emit("")
    dialog.what.notation.button(".rdf").click()
    assert dialog.what.place.text().endswith("Trades.rdf")
    dialog.what.set_place(str(tmp_path / "t.jsonld"))
    assert dialog.what.notation.current() == ".jsonld"
    press(dialog, qtbot)
    press(dialog, qtbot)
    assert json.loads((tmp_path / "t.jsonld").read_text(encoding="utf-8"))
    assert dialog.order().ids == (scheme,)
    dialog.close()


def test_a_folder_of_documents_has_one_notation(window, project, tmp_path, qtbot):
    create_framework(project, {"en": "Shop"})
    dialog = open_dialog(window)
    dialog.what.format.choose("asn")
    dialog.what._tick(True)
    dialog.what.notation.button(".json").click()
    dialog.what.set_place(str(tmp_path / "asn"))
    press(dialog, qtbot)
    press(dialog, qtbot)
    assert {path.suffix for path in (tmp_path / "asn").iterdir()} == {".json"}
    dialog.close()


def test_records_are_offered_by_class(window, project, tmp_path, qtbot):
    with project.change("Records") as change:
        change.insert(schema.resource, [
            {"standard": "ctdl", "type": "ceterms:Course", "name": {"en": f"Course {n}"},
             "content": {"@type": "ceterms:Course"}} for n in range(2)
        ])  # fmt: skip
    dialog = open_dialog(window)
    (part,) = [part for part, _box in dialog.what._parts if part.kind == "resource"]
    assert part.name == "Course (2)"
    tick(dialog, "Course (2)")
    assert len(dialog.order().ids) == 2
    dialog.what.format.choose("case")
    assert "resource" not in {part.kind for part, _box in dialog.what._parts}
    dialog.close()


def test_skos_offers_frameworks_before_vocabularies_before_models(window):
    dialog = open_dialog(window)
    dialog.what.format.choose("skos")
    kinds = list(dict.fromkeys(part.kind for part, _box in dialog.what._parts))
    assert kinds == ["framework", "concept_scheme", "progression_model"]
    dialog.close()
