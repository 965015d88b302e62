# SPDX-License-Identifier: Apache-2.0
"""A curriculum designer starts an empty framework with a list from Excel, puts it in order by keyboard, mends a

problem where it is shown, and can take all of it back.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from studio.model import frameworks
from studio.model.project import Project
from studio.ui.clipboard import put_on_clipboard
from studio.ui.frameworks.delegate import EntryLine
from studio.ui.frameworks.workspace import FrameworksWorkspace
from studio.ui.import_wizard.wizard import COLUMNS, PREVIEW, REPORT, ImportWizard

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
FROM_EXCEL = (
    "Code\tCompetency\n"
    "W\tWelding\n"
    "W.1\tWeld a fillet joint in the flat position to the code.\n"
    "W.2\tSet the welder and inspect the finished weld.\n"
    "W.3\tGrind a bevel to the angle on the drawing.\n"
)


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def outline(project: Project, framework: str, parent: str | None = None) -> list[object]:
    return [
        [row.code, row.statement["en"], outline(project, framework, row.id)]
        for row in frameworks.children(project, framework, parent)
    ]


def test_from_a_list_in_excel_to_a_framework_in_order(studio, tmp_path, qtbot):
    project = Project.create(tmp_path / "Welding.studio", "Welding", author="Dana")
    window = studio.show(project)
    window.resize(1280, 800)
    window.activateWindow()
    window.show_workspace("frameworks")
    workspace = cast(FrameworksWorkspace, window.workspace("frameworks"))
    tree = workspace.tree

    # A new framework, named in its inspector.
    workspace._none.primary.click()
    name = workspace.framework_panel.name.editor
    name.selectAll()
    QTest.keyClicks(name, "Welding technology")
    QTest.keyClick(name, Key.Key_Return)
    settle()
    assert workspace.breadcrumb()[-1].text == "Welding technology"
    framework = workspace.framework_id
    start = outline(project, framework)

    # The list from Excel: columns are known by their names, the codes carry the levels.
    data = QMimeData()
    data.setText(FROM_EXCEL)
    put_on_clipboard(data)
    paste = next(part for part in workspace._empty.findChildren(QPushButton) if part.text().startswith("Paste"))
    QTest.mouseClick(paste, Qt.MouseButton.LeftButton)
    (wizard,) = [part for part in window.findChildren(ImportWizard) if part.isVisible()]
    for step in (COLUMNS, PREVIEW, REPORT):
        qtbot.waitUntil(lambda step=step: wizard.step() == step, timeout=10_000)
        QTest.keyClick(wizard, Key.Key_Return)
    settle()
    assert [line[0] for line in outline(project, framework)] == ["W"]
    branch = outline(project, framework)[0][2]
    assert [line[0] for line in branch] == ["W.1", "W.2", "W.3"]

    # In order, by keyboard.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
    for letter in "w.3":
        QTest.keyClick(tree, letter)
    settle()
    QTest.keyClick(tree, Key.Key_Up, ALT)
    settle()
    assert [line[0] for line in outline(project, framework)[0][2]] == ["W.1", "W.3", "W.2"]
    window.go_to(frameworks.children(project, framework, None)[0].id)
    window.actions.trigger("framework.renumber")
    assert [line[0] for line in outline(project, framework)[0][2]] == ["W.1", "W.2", "W.3"]

    # One more, typed at the end.
    last = frameworks.children(project, framework, frameworks.children(project, framework, None)[0].id)[-1]
    window.go_to(last.id)
    tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClick(tree, Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    settle()
    (editor,) = [part for part in tree.findChildren(EntryLine) if part.isVisible()]
    QTest.keyClicks(editor, "Cut a plate with a torch along a line.")
    QTest.keyClick(editor, Key.Key_Return)
    settle()
    (editor,) = [part for part in tree.findChildren(EntryLine) if part.isVisible()]
    QTest.keyClick(editor, Key.Key_Escape)
    assert outline(project, framework)[0][2][-1][0] == "W.4"

    # The checks see two outcomes in one statement; the fix stands in the inspector.
    checks = workspace.checks()

    def double() -> list[str]:
        return [found.item_id for found in checks.findings if found.rule == "FW10"]

    qtbot.waitUntil(lambda: len(double()) == 1, timeout=20_000)
    window.go_to(double()[0])
    settle()
    bubble = workspace.item_panel.details.statement.bubble
    assert bubble.first_button().text() == "Split in two"
    bubble.first_button().click()
    qtbot.waitUntil(lambda: not double(), timeout=20_000)
    finished = outline(project, framework)
    assert len(finished[0][2]) == 5

    # Everything back, and again.
    steps = 0
    while project.can_undo() and outline(project, framework) != start:
        window.undo()
        steps += 1
    assert outline(project, framework) == start
    for _ in range(steps):
        window.redo()
    assert outline(project, framework) == finished
    project.save()
    assert not project.dirty
