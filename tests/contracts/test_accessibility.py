# SPDX-License-Identifier: Apache-2.0
"""Every control on every screen has a name, can be reached by Tab and is large enough to hit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QDialog,
    QLineEdit,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QWidget,
)

from studio.ui.screens import _scenes, settle
from studio.ui.theme import theme

SMALLEST_TARGET = 24


def controls(window):
    """What takes the keyboard and can be seen, in the window and in open dialogs over it."""
    places = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()] or [window]
    for place in places:
        for widget in place.findChildren(QWidget):
            inner = isinstance(widget, (QScrollBar, QSplitterHandle)) or widget.objectName().startswith("qt_")
            if widget.isVisible() and not inner and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield widget


def spoken(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else widget.accessibleName()


@pytest.fixture(scope="module")
def findings(qapp, sample_file, tmp_path_factory):
    """One walk through every screen: what is wrong, by rule."""
    import shutil

    from studio.model.project import Project
    from studio.ui.app import Studio
    from studio.ui.settings import Settings

    folder = tmp_path_factory.mktemp("walk")
    settings = Settings(folder / "settings.ini")
    settings.set("theme", "light")
    studio = Studio(qapp, settings)
    window = studio.show(Project.open(shutil.copy(sample_file, folder)))
    window.resize(1440, 900)
    found = {"names": [], "targets": [], "pictures": [], "screens": []}
    for screen in _scenes(window):
        settle(window)
        found["screens"].append(screen)
        for widget in controls(window):
            _look(widget, screen, found)
    studio.close()
    QCoreApplication.processEvents()
    return found


def _look(widget, screen, found):
    what = f"{screen}: {type(widget).__name__} {widget.objectName()} {getattr(widget, 'text', str)()!r}"
    name = spoken(widget)
    if not name.strip():
        found["names"].append(what)
    if isinstance(widget, QAbstractButton):
        if not widget.text() and not widget.toolTip():
            found["pictures"].append(what)
        if min(widget.width(), widget.height()) < SMALLEST_TARGET:
            found["targets"].append(f"{what} {widget.size().toTuple()}")
    elif isinstance(widget, QLineEdit) and widget.height() < SMALLEST_TARGET:
        found["targets"].append(f"{what} {widget.size().toTuple()}")


def test_every_control_has_a_name(findings):
    assert findings["names"] == []


def test_a_picture_without_words_has_a_tooltip(findings):
    assert findings["pictures"] == []


def test_targets_are_large_enough(findings):
    assert findings["targets"] == []


def test_the_walk_saw_the_screens(findings):
    assert {"help", "settings", "command-palette", "dialog-unsaved-changes"} <= set(findings["screens"])


def test_tab_reaches_every_control_of_the_settings(window):
    """Round by Tab from the first control: each one on the page is met."""
    shown = window.show_workspace("settings")
    window.activateWindow()
    settle(window)
    wanted = {widget for widget in controls(window) if shown.isAncestorOf(widget) and _is_stop(widget)}
    met, widget = set(), window
    for _ in range(500):
        widget = widget.nextInFocusChain()
        met.add(widget)
    assert wanted <= met


def _is_stop(widget):
    return widget.isEnabled() and not isinstance(widget, (QAbstractScrollArea, QAbstractItemView, QTabBar))


def test_names_do_not_hang_on_colour_alone(window):
    """The findings in the status bar are spoken with their word."""
    window.set_counts(0, 1, 2)
    spoken_words = [made.accessibleName() for made in window.status._counts.values()]
    assert spoken_words == ["0 errors", "1 warning", "2 notes"]


def test_the_ring_is_wider_in_high_contrast(qapp, studio):
    theme().apply(qapp, "high_contrast")
    assert "border: 3px solid" in qapp.styleSheet()
    theme().apply(qapp, "light")
    assert "border: 2px solid" in qapp.styleSheet()
