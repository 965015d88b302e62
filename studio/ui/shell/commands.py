# SPDX-License-Identifier: Apache-2.0
"""The commands of the window itself: files, undo, views, zoom, help. Workspaces declare their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from studio.ui.shell.workspace_dialog import can_share
from studio.ui.theme import THEMES, ZOOMS, theme
from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow

Keys = QKeySequence.StandardKey
THEME_NAMES = {
    "system": "Follow the system",
    "light": "Light",
    "dark": "Dark",
    "high_contrast": "High contrast, dark",
    "high_contrast_light": "High contrast, light",
}


def declare(window: MainWindow) -> None:
    """Declare every command of the window."""
    _declare_file(window)
    _declare_edit(window)
    _declare_view(window)
    _declare_help(window)


def _declare_file(window: MainWindow) -> None:
    add, files = window.actions.declare, window.files
    add("file.new", "New project", files.new, shortcuts=Keys.New, icon="plus", menu="file", keywords="create")
    add("file.open", "Open…", files.open, shortcuts=Keys.Open, icon="folder-open", menu="file", keywords="project file")
    if can_share():
        add("file.open_shared", "Open a shared workspace…", files.open_shared, icon="users", menu="file",
            keywords="team postgresql server together")  # fmt: skip
    add("file.sample", "Open the sample project", files.open_sample, icon="flask-conical", menu="file")
    add(
        "file.save",
        "Save",
        files.save,
        shortcuts=Keys.Save,
        icon="save",
        menu="file",
        group=1,
        enabled=files.can_save,
    )
    add(
        "file.save_as",
        "Save as…",
        files.save_as,
        shortcuts="Ctrl+Shift+S",
        menu="file",
        group=1,
        enabled=files.can_save_as,
    )
    if window.sharing is not None:
        for command in ("file.save", "file.save_as"):
            story = translate("Every change is already in the shared workspace. To keep a copy as a file, export it.")
            window.actions.action(command).setToolTip(story)
    add("file.close", "Close", window.close, shortcuts="Ctrl+W", menu="file", group=9, in_palette=False)


def _declare_edit(window: MainWindow) -> None:
    add = window.actions.declare

    def undo_label() -> str:
        return translate('Undo "{}"').format(window.undo_step) if window.undo_step else translate("Undo")

    def redo_label() -> str:
        return translate('Redo "{}"').format(window.redo_step) if window.redo_step else translate("Redo")

    add(
        "edit.undo",
        "Undo",
        window.undo,
        shortcuts="Ctrl+Z",
        icon="undo-2",
        menu="edit",
        enabled=lambda: bool(window.undo_step),
        label=undo_label,
    )
    add(
        "edit.redo",
        "Redo",
        window.redo,
        shortcuts=("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo-2",
        menu="edit",
        enabled=lambda: bool(window.redo_step),
        label=redo_label,
    )
    add(
        "edit.settings",
        "Settings",
        lambda: window.show_workspace("settings"),
        shortcuts="Ctrl+,",
        icon="settings",
        menu="edit",
        group=9,
        keywords="preferences options",
    )


def _declare_view(window: MainWindow) -> None:
    add = window.actions.declare
    add(
        "view.palette",
        "Search or run a command",
        window.show_palette,
        shortcuts="Ctrl+K",
        icon="search",
        menu="view",
        in_palette=False,
    )
    for number, entry in enumerate((entry for entry in window.entries if not entry.at_bottom), start=1):
        add(
            f"view.go_{entry.id}",
            entry.title,
            partial(window.show_workspace, entry.id),
            shortcuts=f"Ctrl+{number}",
            icon=entry.icon,
            menu="view",
            group=1,
            checked=partial(_is_current, window, entry.id),
            enabled=partial(window.can_show, entry.id),
            tip=f"Go to {entry.title}",
            keywords="go to workspace",
        )
    add("view.next", "Next view", lambda: window.step_view(1), shortcuts="Ctrl+PgDown", menu="view", group=2,
        enabled=window.has_views)  # fmt: skip
    add("view.previous", "Previous view", lambda: window.step_view(-1), shortcuts="Ctrl+PgUp", menu="view", group=2,
        enabled=window.has_views)  # fmt: skip
    add("view.back", "Back", window.trail.back, shortcuts="Ctrl+L", menu="view", group=2,
        enabled=window.trail.can_go_back)  # fmt: skip
    add("view.forward", "Forward", window.trail.forward, shortcuts="Ctrl+Shift+B", menu="view", group=2,
        enabled=window.trail.can_go_forward)  # fmt: skip
    add("view.inspector", "Inspector", window.pane.toggle, shortcuts="F4", menu="view", group=3,
        enabled=window.has_inspector, checked=window.pane.isVisible, tip="Show or hide the inspector")  # fmt: skip
    for page, key in (("problems", "Ctrl+Shift+M"), ("history", "Ctrl+Shift+H")):
        if window.dock.has_page(page):
            add(f"view.{page}", page.capitalize(), partial(window.show_dock_page, page), shortcuts=key,
                menu="view", group=3, icon="triangle-alert" if page == "problems" else "history",
                enabled=window.has_dock, tip=f"Show {page}")  # fmt: skip
    add("view.next_pane", "Next pane", lambda: window.cycle_pane(1), shortcuts="F6", menu="view", group=4)
    add("view.previous_pane", "Previous pane", lambda: window.cycle_pane(-1), shortcuts="Shift+F6", menu="view",
        group=4)  # fmt: skip
    add("view.notice", "Go to the notification", window.notice.focus, shortcuts="Ctrl+J", menu="view", group=4,
        enabled=window.notice.isVisible)  # fmt: skip
    add("view.zoom_in", "Larger text", lambda: _zoom(window, 1), shortcuts=("Ctrl++", "Ctrl+="), menu="view", group=5,
        enabled=lambda: theme().zoom < ZOOMS[-1], keywords="zoom bigger")  # fmt: skip
    add("view.zoom_out", "Smaller text", lambda: _zoom(window, -1), shortcuts=Keys.ZoomOut, menu="view", group=5,
        enabled=lambda: theme().zoom > ZOOMS[0], keywords="zoom")  # fmt: skip
    add("view.zoom_reset", "Text at 100 %", lambda: window.set_zoom(100), shortcuts="Ctrl+0", menu="view", group=5,
        keywords="zoom reset")  # fmt: skip
    for name in ("system", *THEMES):
        add(f"view.theme_{name}", THEME_NAMES[name], partial(window.set_theme, name), icon="palette",
            menu="view", group=6, checked=partial(_is_chosen, name), tip=f"Theme: {THEME_NAMES[name]}",
            keywords="theme colours dark light contrast")  # fmt: skip
    add("view.full_screen", "Full screen", window.toggle_full_screen, shortcuts="Ctrl+Shift+F11", menu="view",
        group=7, checked=window.isFullScreen)  # fmt: skip


def _declare_help(window: MainWindow) -> None:
    add = window.actions.declare
    add("help.contents", "Help", lambda: window.show_workspace("help"), shortcuts="F1", icon="circle-question-mark",
        menu="help")  # fmt: skip
    add("help.keys", "Keyboard sheet", window.show_keys, icon="keyboard", menu="help", keywords="shortcuts keys")
    add("help.about", "About Competency Studio", window.about, icon="info", menu="help", group=1)


def _is_current(window: MainWindow, workspace: str) -> bool:
    return window.current_id() == workspace


def _is_chosen(name: str) -> bool:
    return theme().choice == name


def _zoom(window: MainWindow, step: int) -> None:
    zooms = sorted({*ZOOMS, theme().zoom})
    target = zooms.index(theme().zoom) + step
    window.set_zoom(zooms[min(max(target, 0), len(zooms) - 1)])
