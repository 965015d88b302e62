# SPDX-License-Identifier: Apache-2.0
"""Commands of the home page that work from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


def declare(window: MainWindow) -> None:
    """Organizations, and a list from the clipboard."""
    add = window.actions.declare
    add("organization.list", "Organizations", lambda: show(window), icon="handshake", menu="view", group=1,
        enabled=window.has_project, keywords="partners issuer publisher")  # fmt: skip
    add("framework.paste_list", "Paste a list from Excel", lambda: paste_list(window), icon="clipboard-paste",
        menu="insert", group=5, enabled=window.has_project, keywords="clipboard table competencies")  # fmt: skip
    add("organization.new", "New organization…", lambda: new(window), icon="plus", menu="insert", group=5,
        enabled=window.has_project, keywords="partner issuer publisher")  # fmt: skip


def paste_list(window: MainWindow) -> None:
    """Go to the framework and paste what was copied in Excel or Word; say what to do when nothing was."""
    if window.show_workspace("frameworks") is None:
        return
    if not window.actions.has("tree.paste") or not window.actions.trigger("tree.paste"):
        window.notify(translate("Copy the list in Excel or Word first, then paste it here with Ctrl+V."), "info")


def show(window: MainWindow) -> None:
    """Go to the organizations."""
    shown = window.show_workspace("home")
    if shown is not None:
        shown.set_view("organizations")


def new(window: MainWindow) -> None:
    """Ask for a new organization and show it in the list."""
    from studio.ui.widgets.organization_dialog import OrganizationDialog

    if window.project is not None:
        OrganizationDialog(window, window.project, lambda _made: show(window)).open()
