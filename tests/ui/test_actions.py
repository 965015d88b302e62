# SPDX-License-Identifier: Apache-2.0
"""The registry of commands: enablement, menus, keys and their conflicts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from studio.ui.actions import ActionRegistry


@pytest.fixture
def place(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def registry(place):
    return ActionRegistry(place)


def test_a_key_runs_the_command(registry, place, qtbot):
    ran = []
    registry.declare("test.go", "Go", lambda: ran.append(1), shortcuts="Ctrl+Shift+G")
    place.show()
    place.activateWindow()
    qtbot.waitUntil(place.isActiveWindow)
    qtbot.keyClick(place, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert ran == [1]


def test_a_disabled_command_does_not_run(registry):
    ran, state = [], {"on": False}
    registry.declare("test.go", "Go", lambda *words: ran.append(words), enabled=lambda: state["on"])
    assert not registry.trigger("test.go", "x")
    state["on"] = True
    assert registry.trigger("test.go", "x")
    assert ran == [("x",)]


def test_labels_and_ticks_are_asked_again(registry):
    state = {"label": "Undo", "on": False}
    action = registry.declare(
        "test.undo", "Undo", lambda: None, label=lambda: state["label"], checked=lambda: state["on"]
    )
    state.update(label='Undo "Move 12 competencies"', on=True)
    registry.refresh()
    assert action.text() == 'Undo "Move 12 competencies"'
    assert action.isChecked()


def test_menus_follow_places_and_groups(registry, qtbot):
    bar = QMenuBar()
    qtbot.addWidget(bar)
    registry.declare("b", "Late", lambda: None, menu="file", group=2)
    registry.declare("a", "Early", lambda: None, menu="file", group=1)
    registry.declare("c", "Nowhere", lambda: None)
    menus = registry.build_menus(bar)
    assert list(menus) == ["file"]
    assert [action.text() or "-" for action in menus["file"].actions()] == ["Early", "-", "Late"]


def test_conflicts(registry, qtbot):
    tree, table = QWidget(), QWidget()
    qtbot.addWidget(tree)
    qtbot.addWidget(table)
    registry.declare("tree.duplicate", "Duplicate", lambda: None, shortcuts="Ctrl+D", context="tree", widget=tree)
    registry.declare("table.fill", "Fill down", lambda: None, shortcuts="Ctrl+D", context="table", widget=table)
    assert registry.conflicts() == []
    registry.declare("window.d", "D", lambda: None, shortcuts="Ctrl+D")
    assert [pair[:2] for pair in registry.conflicts()] == [
        ("tree.duplicate", "window.d"),
        ("table.fill", "window.d"),
    ]


def test_keys_of_another_context_work_inside_their_widget_only(registry, qtbot):
    tree = QWidget()
    qtbot.addWidget(tree)
    action = registry.declare("tree.x", "X", lambda: None, shortcuts="F2", context="tree", widget=tree)
    assert action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut
    assert registry.key_text("tree.x") == "F2"
    assert "F2" in action.toolTip()
    with pytest.raises(ValueError, match="names no widget"):
        registry.declare("tree.y", "Y", lambda: None, context="tree")


def test_the_same_id_twice_is_an_error(registry):
    registry.declare("a", "A", lambda: None, shortcuts=QKeySequence.StandardKey.Save)
    with pytest.raises(ValueError, match="twice"):
        registry.declare("a", "A", lambda: None)
    registry.remove("a")
    registry.declare("a", "A", lambda: None)
