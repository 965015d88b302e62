# SPDX-License-Identifier: Apache-2.0
"""A curriculum designer starts with a college's spreadsheet and ends with a file that the registry takes."""

from __future__ import annotations

import json

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from studio.model import items, schema
from studio.model.organizations import create_organization
from studio.model.project import Project
from studio.ui.docks.live_checks import checks_of
from studio.ui.export_dialog.dialog import ExportDialog
from studio.ui.import_wizard.wizard import COLUMNS, PREVIEW, REPORT, ImportWizard

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


def shown(window, kind):
    """The open dialog of a kind, active."""
    (dialog,) = [each for each in window.findChildren(kind) if each.isVisible()]
    dialog.activateWindow()
    return dialog


def forward(dialog, qtbot, step):
    """Enter, as a person presses it, until the step is there."""
    dialog.next_button.setFocus()
    qtbot.keyClick(dialog.next_button, Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.step() == step and dialog._task is None)


def drop(window, path):
    """Drop a file on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, data, left, none))


def test_from_a_raw_spreadsheet_to_the_registry(studio, tmp_path, shared, qtbot, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    window = studio.show(Project.create(tmp_path / "College.studio", name="College"))
    window.resize(1440, 900)
    project = window.project

    # The file is dropped; the wizard says what it is, and the college's own rows are on screen.
    drop(window, shared / "sample" / "raw_import" / "college_outcomes_raw.csv")
    wizard = shown(window, ImportWizard)
    qtbot.waitUntil(lambda: wizard._task is None and wizard.next_button.isEnabled())
    forward(wizard, qtbot, COLUMNS)
    assert "Windows-1252, comma" in wizard.subtitle.text()
    assert wizard.columns.header.choice(3).value() == "statement"
    forward(wizard, qtbot, PREVIEW)
    assert "140 read = 128 kept + 12 kept as extra + 0 rejected" in wizard.preview.counts.text("rejected")
    forward(wizard, qtbot, REPORT)
    assert wizard.report.pages.repairs.lines.rowCount() == 34
    qtbot.keyClick(wizard.next_button, Key.Key_Return)
    assert not wizard.isVisible()
    assert len(project.rows(schema.competency.select())) == 63
    assert project.can_undo() == "Import college_outcomes_raw.csv"

    # The registry would refuse it as it is: the export says so, and where to mend it.
    window.show_workspace("frameworks")
    window.actions.trigger("file.export")
    dialog = shown(window, ExportDialog)
    place = tmp_path / "college.jsonld"
    dialog.what.set_place(str(place))
    forward(dialog, qtbot, 1)
    assert not dialog.next_button.isEnabled()
    model = dialog.checks.model
    messages = [getattr(model.entry(at), "message", "") for at in range(model.rowCount())]
    at = messages.index("The framework has no description. The registry asks for one.")
    dialog.checks.view.setCurrentIndex(model.index(at, 0))
    qtbot.keyClick(dialog.checks.view, Key.Key_Return)
    assert not dialog.isVisible()
    framework = project.rows(schema.framework.select())[0]

    # A two-outcome statement is split by its one-click fix, and the framework says who it is from and what for.
    live = checks_of(window)
    qtbot.waitUntil(lambda: live.fresh, timeout=20_000)
    fixable = next(found for found in live.findings if found.fix_id and found.kind == "competency")
    before = len(live.findings)
    from studio.ui.docks import finding_actions

    finding_actions.apply_fix(window, fixable)
    qtbot.waitUntil(lambda: live.fresh, timeout=20_000)
    assert len(live.findings) != before
    college = create_organization(project, {"en": "Wenlow Valley Community College"}, url="https://wvcc.example/")
    description = {"en": "What graduates of the mechatronics program can do, course by course."}
    items.set_field(project, schema.framework, [framework.id], {
        "description": description, "publisher_id": college, "license": "https://creativecommons.org/licenses/by/4.0/",
        "version": "1.0"})  # fmt: skip

    # Now the same keys lead to the file.
    window.actions.trigger("file.export")
    dialog = shown(window, ExportDialog)
    dialog.what.set_place(str(place))
    forward(dialog, qtbot, 1)
    button = dialog.next_button if dialog.next_button.isEnabled() else dialog.anyway_button
    assert button.isVisibleTo(dialog), [model.message for model in dialog._found.findings]
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.step() == 2)
    qtbot.keyClick(dialog, Key.Key_Escape)
    graph = json.loads(place.read_text(encoding="utf-8"))["@graph"]
    assert graph[0]["@type"] == "ceasn:CompetencyFramework"
    assert graph[0]["ceasn:description"]["en"] == description["en"]
    texts = {text for node in graph if node["@type"] == "ceasn:Competency"
             for text in node["ceasn:competencyText"].values()}  # fmt: skip
    assert "Use precision measuring instruments" in texts

    # And everything can be taken back to the empty project.
    while project.can_undo():
        window.undo()
    assert not project.rows(schema.competency.select())
