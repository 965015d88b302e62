# SPDX-License-Identifier: Apache-2.0
"""The shell: workspaces, undo, panes, drawer, zoom, what it remembers, what it asks before it closes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from sqlalchemy import select

from studio.model import schema
from studio.model.project import Project
from studio.ui.shell import entries
from studio.ui.theme import theme
from studio.ui.widgets.dialog import Dialog
from studio.ui.workspace import Crumb, View, Workspace


class Desk(Workspace):
    """A workspace as a part of the program would write it."""

    ID = "desk"
    TITLE = "Desk"

    def __init__(self, project, window):
        super().__init__(project, window)
        self.shown_view = "tree"
        self.gone_to: list[str] = []
        self.inspector_widget = QLabel("Inspector")
        self.field = QLineEdit(self)
        self.field.setAccessibleName("Filter")

    def breadcrumb(self):
        return [Crumb("Desk", lambda: self.set_view("tree")), Crumb("Wenlow")]

    def views(self):
        return [View("tree", "Tree"), View("table", "Table")]

    def view(self):
        return self.shown_view

    def set_view(self, view):
        self.shown_view = view

    def inspector(self):
        return self.inspector_widget

    def has_dock(self):
        return True

    def status_text(self):
        return "132 items"

    def go_to(self, item_id):
        self.gone_to.append(item_id)
        return item_id != "nothing"

    def selected_ids(self):
        return self.gone_to[-1:]

    def state(self):
        return {"view": self.shown_view}

    def restore(self, state):
        self.shown_view = state.get("view", "tree")


class Page(QLabel):
    """A page of the dock."""

    def __init__(self, project, window):
        super().__init__("Nothing to look at")


@pytest.fixture
def desk(monkeypatch):
    """A window of one workspace and two dock pages, whatever the program is made of."""
    here = __name__
    monkeypatch.setattr(entries.Entry, "load", _load)
    workspaces = (entries.Entry("desk", "Desk", "square", here, "Desk"), *entries.WORKSPACES[-2:])
    monkeypatch.setattr(entries, "WORKSPACES", workspaces)
    pages = tuple(entries.Entry(page, page.capitalize(), "info", here, "Page") for page in ("problems", "history"))
    monkeypatch.setattr(entries, "DOCK_PAGES", pages)
    monkeypatch.setattr(entries, "COMMANDS", ())


def _load(entry):
    if entry.module == __name__:
        return {"Desk": Desk, "Page": Page}[entry.name]
    from importlib import import_module

    return getattr(import_module(entry.module), entry.name)


def rename(project, text="Wenlow and Harrow Bend"):
    row = project.row(select(schema.project.c.id))
    with project.change("Rename the project") as change:
        change.update(schema.project, {row.id: {"name": {"en": text}}})


def dialogs(window):
    return [dialog for dialog in window.findChildren(Dialog) if dialog.isVisible()]


def press(window, words):
    """Click the button of the open dialog that carries these words."""
    from PySide6.QtWidgets import QPushButton

    next(made for made in dialogs(window)[0].findChildren(QPushButton) if made.text() == words).click()


def test_the_shell_shows_what_the_workspace_says(desk, window):
    window.show_workspace("desk")
    assert window.rail.button("desk").isChecked()
    assert [window.header.views.button(view).text() for view in ("tree", "table")] == ["Tree", "Table"]
    assert window.pane.isVisible()
    assert window.dock.isVisible()
    window.show_workspace("settings")
    assert not window.pane.isVisible()
    assert not window.dock.isVisible()


def test_undo_and_redo_say_what_they_did(desk, window, project):
    before = project.title
    rename(project)
    assert window.actions.action("edit.undo").text() == 'Undo "Rename the project"'
    window.actions.trigger("edit.undo")
    assert window.notice.text() == 'Undid "Rename the project".'
    assert project.title == before
    window.notice.act_button().click()
    assert project.title == "Wenlow and Harrow Bend"
    window.notice.hide()


def test_undo_selects_what_was_selected(desk, window, project):
    place = window.show_workspace("desk")
    row = project.row(select(schema.project.c.id))
    with project.change("Rename the project", selection=["a", "b"]) as change:
        change.update(schema.project, {row.id: {"name": {"en": "Other"}}})
    window.actions.trigger("edit.undo")
    assert place.gone_to == ["a"]
    window.notice.hide()


def test_a_change_in_another_thread_arrives_here(desk, window, project, qtbot):
    seen = []
    window.project_changed.connect(lambda changes: seen.append(changes.label))
    window.tasks.run("Rename", lambda progress: rename(project))
    qtbot.waitUntil(lambda: seen == ["Rename the project"])
    assert "edited" in window.top_bar._title.text()


def test_views_switch_by_keys_and_by_click(desk, window, qtbot):
    place = window.show_workspace("desk")
    window.actions.trigger("view.next")
    assert place.view() == "table"
    qtbot.mouseClick(window.header.views.button("tree"), Qt.MouseButton.LeftButton)
    assert place.view() == "tree"


def test_the_inspector_is_a_drawer_in_a_narrow_window(desk, window):
    window.show_workspace("desk")
    window.resize(1100, 700)
    QApplication.processEvents()
    assert window.pane.drawer
    assert not window.pane.isVisible()
    window.actions.trigger("view.inspector")
    assert window.pane.isVisible()
    assert window.pane.geometry().right() == window.across.geometry().right()
    window.resize(1440, 900)
    QApplication.processEvents()
    assert not window.pane.drawer
    assert window.pane.isVisible()


def test_f6_goes_round_the_panes(desk, window, qtbot):
    window.show_workspace("desk")
    window.activateWindow()
    window.rail.button("desk").setFocus()
    seen = []
    for _ in range(4):
        window.actions.trigger("view.next_pane")
        focus = QApplication.focusWidget()
        panes = {"header": window.header, "work": window.stack, "dock": window.dock, "rail": window.rail}
        seen.append(next(name for name, pane in panes.items() if pane.isAncestorOf(focus)))
    assert seen == ["header", "work", "dock", "rail"]


def test_keyboard_focus_has_a_ring_and_a_click_has_none(desk, window, qtbot):
    window.show_workspace("desk")
    window.activateWindow()
    target = window.header.views.button("tree")
    target.setFocus(Qt.FocusReason.TabFocusReason)
    assert target.property("kbd") is True
    window.rail.button("desk").setFocus(Qt.FocusReason.MouseFocusReason)
    assert not target.property("kbd")
    assert not window.rail.button("desk").property("kbd")


def test_zoom_and_theme_are_kept(desk, window, settings):
    window.actions.trigger("view.zoom_in")
    window.actions.trigger("view.theme_dark")
    assert (settings.get("zoom"), settings.get("theme")) == (110, "dark")
    assert theme().name == "dark"


def test_the_window_remembers(desk, studio, sample_path, settings):
    first = studio.show(Project.open(sample_path))
    first.resize(1440, 900)
    first.show_workspace("desk").set_view("table")
    first.dock.set_collapsed(True)
    first.pane.toggle()
    first.close_now()
    assert not settings.bytes("window/geometry").isEmpty()
    second = studio.show(Project.open(sample_path))
    second.resize(1440, 900)
    assert second.current_id() == "desk"
    assert second.current_workspace().view() == "table"
    assert second.dock.collapsed
    assert not second.pane.isVisible()


def test_closing_asks_when_the_file_lacks_changes(desk, window, project, sample_path):
    rename(project)
    window.close()
    assert window.isVisible()
    press(window, "Go on working")
    assert window.isVisible()
    window.close()
    press(window, "Save")
    assert not window.isVisible()
    with_change = Project.open(sample_path)
    assert with_change.title == "Wenlow and Harrow Bend"
    with_change.close()


def test_closing_without_saving_leaves_the_file(desk, window, project, sample_path):
    before = project.title
    rename(project)
    window.close()
    press(window, "Don’t save")
    assert not window.isVisible()
    reopened = Project.open(sample_path)
    assert reopened.title == before
    reopened.close()


def test_closing_an_unchanged_project_asks_nothing(desk, window):
    window.close()
    assert not window.isVisible()


def test_the_close_command_looks_at_nothing_afterwards(desk, window, project):
    window.actions.declare("test.look", "Look", lambda: None, enabled=lambda: project.title != "")
    assert window.actions.trigger("file.close")
    assert not window.isVisible()


def test_a_locked_project_can_be_looked_at(desk, studio, window, sample_path):
    other = studio.show(None)
    other.files.open_path(str(sample_path))
    press(other, "Look without changing")
    looking = studio.windows[-1]
    assert looking.project.read_only
    assert looking.top_bar.kept_text() == "To look at only"
    assert not looking.actions.action("edit.undo").isEnabled()


def test_a_locked_project_can_be_copied(desk, studio, window, sample_path):
    other = studio.show(None)
    other.files.open_path(str(sample_path))
    press(other, "Open a copy")
    assert studio.windows[-1].project.path.name == "Wenlow mechatronics partnership (copy 1).studio"


def test_changes_after_a_crash_are_offered(desk, studio, sample_path):
    import subprocess
    import sys

    crash = (
        "import os, sys\nfrom sqlalchemy import select\nfrom studio.model import schema\n"
        "from studio.model.project import Project\nproject = Project.open(sys.argv[1])\n"
        "row = project.row(select(schema.project.c.id))\n"
        "with project.change('Rename the project') as change:\n"
        "    change.update(schema.project, {row.id: {'name': {'en': 'Not saved'}}})\nos._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", crash, str(sample_path)], check=False)
    welcome = studio.show(None)
    welcome.files.open_path(str(sample_path))
    press(welcome, "Open my changes")
    assert studio.windows[-1].project.title == "Not saved"


def test_a_file_changed_outside_is_not_overwritten(desk, window, project, sample_path, sample_file):
    rename(project)
    sample_path.write_bytes(sample_file.read_bytes() + b"\0")
    window.actions.trigger("file.save")
    assert "changed" in dialogs(window)[0].windowTitle()
    press(window, "Keep mine")
    assert not project.dirty


def test_an_unreadable_file_is_named(desk, studio, tmp_path):
    broken = tmp_path / "broken.studio"
    broken.write_text("not a project")
    welcome = studio.show(None)
    welcome.files.open_path(str(broken))
    texts = [made.text() for made in dialogs(welcome)[0].findChildren(QLabel)]
    assert any("broken.studio" in text for text in texts)
    dialogs(welcome)[0].reject()


def test_save_as_and_recent(desk, window, project, tmp_path, settings):
    window.files.save_to(str(tmp_path / "other.studio"))
    assert project.path.name == "other.studio"
    assert settings.recent()[0]["path"].endswith("other.studio")
    window.notice.hide()


def test_back_and_forward(desk, window):
    window.show_workspace("desk")
    window.go_to("a")
    window.go_to("b")
    place = window.current_workspace()
    window.actions.trigger("view.back")
    assert place.gone_to[-1] == "a"
    window.actions.trigger("view.forward")
    assert place.gone_to[-1] == "b"
    assert not window.go_to("nothing")


def test_a_dropped_file_is_imported(desk, window, tmp_path):
    dropped = []
    window.actions.declare("file.import", "Import…", dropped.append)
    file = tmp_path / "list.csv"
    file.write_text("code\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert dropped == [str(file)]


def test_without_a_project_only_the_first_page_help_and_settings(desk, studio):
    welcome = studio.show(None)
    assert not welcome.can_show("desk")
    assert welcome.can_show("help")
    assert not welcome.actions.action("file.save").isEnabled()


def test_the_status_bar_shows_findings(desk, window):
    window.set_counts(1, 6, 4)
    names = [made.accessibleName() for made in window.status._counts.values()]
    assert names == ["1 error", "6 warnings", "4 notes"]


def test_slow_work_shows_in_the_status_bar_and_can_be_cancelled(desk, window, qtbot):
    import threading

    ended, go_on = [], threading.Event()

    def work(progress):
        while not go_on.wait(0.01):
            progress.update(3, 10, "Reading rows")

    window.tasks.run("Import", work, on_cancelled=lambda: ended.append(True))
    part = window.status.work()
    qtbot.waitUntil(part.isVisible, timeout=3000)
    qtbot.waitUntil(lambda: "3 of 10" in part._text.text(), timeout=3000)
    part._cancel.click()
    qtbot.waitUntil(lambda: bool(ended))
    go_on.set()
    assert not part.isVisible()


def test_the_notice_goes_away_and_waits_under_the_pointer(desk, window):
    window.notify_kept("Moved 12 competencies.")
    assert window.notice.isVisible()
    assert window.notice._timer.isActive()
    window.notice.focus()
    window.notice._timed_out()
    window.notice.hide()
    assert not window.notice._timer.isActive()


def test_at_200_percent_nothing_is_wider_than_the_window(desk, window, qapp):
    window.resize(1280, 720)
    window.show_workspace("desk")
    window.set_zoom(200)
    QApplication.processEvents()
    assert window.width() == 1280
    inside = window.rect()
    kept = window.top_bar._kept
    assert kept.width() >= kept.sizeHint().width()
    for part in (window.header, window.rail, window.status, window.top_bar):
        for child in part.findChildren(QWidget):
            if child.isVisible() and child.width() > 1:
                corner = child.mapTo(window, QPoint(child.width() - 1, 0))
                assert inside.contains(corner), (part, child, corner)


def test_the_sample_and_a_new_project_take_the_place_of_the_welcome_page(desk, studio):
    welcome = studio.show(None)
    assert welcome.actions.trigger("file.sample")
    (sample,) = studio.windows
    assert "Wenlow" in sample.project.title
    assert sample.project.path is None
    sample.actions.trigger("file.new")
    (fresh,) = studio.windows
    assert fresh.project.title == "New project"
    assert fresh.actions.action("file.save").isEnabled()


def test_another_project_does_not_drop_changes_without_asking(desk, studio, window, project):
    rename(project)
    window.actions.trigger("file.new")
    press(window, "Go on working")
    assert studio.windows == [window]


def test_taking_the_file_as_another_program_left_it(desk, studio, window, project, sample_path, sample_file):
    before = project.title
    rename(project)
    sample_path.write_bytes(sample_file.read_bytes() + b"\0")
    window.actions.trigger("file.save")
    press(window, "Take theirs")
    shown = studio.windows[-1]
    while dialogs(shown):
        press(shown, "Open the saved file")
        shown = studio.windows[-1]
    assert shown.project.title == before


def test_menus_stand_where_they_make_sense(window, studio):
    def shown() -> list[str]:
        return [place for place, menu in window.menus.items() if menu.menuAction().isVisible()]

    window.show_workspace("home")
    QApplication.processEvents()
    assert "framework" not in shown()
    assert "badge" not in shown()
    window.show_workspace("frameworks")
    QApplication.processEvents()
    assert shown() == ["file", "edit", "view", "insert", "framework", "tools", "help"]
    window.show_workspace("badges")
    QApplication.processEvents()
    assert shown() == ["file", "edit", "view", "insert", "badge", "tools", "help"]
    welcome = studio.show(None)
    assert not welcome.menus["insert"].menuAction().isVisible()


def test_a_narrow_header_shortens_commands_before_it_cuts_them(window):
    window.resize(1440, 900)
    window.show_workspace("frameworks")
    QApplication.processEvents()
    export = next(made for made in window.header.findChildren(QPushButton) if made.accessibleName() == "Export…")
    assert export.text() == "Export…"
    window.set_zoom(200)
    window.resize(1280, 720)
    QApplication.processEvents()
    assert export.text() == ""
    assert export.toolTip()
    for made in window.header.findChildren(QPushButton):
        assert made.isHidden() or made.width() >= made.minimumSizeHint().width()
