# SPDX-License-Identifier: Apache-2.0
"""Commands about badges that work from anywhere in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


def declare(window: MainWindow) -> None:
    """New badge, sign, check signed files."""
    add = window.actions.declare
    add("badge.new", "New badge", lambda: new_badge(window), icon="plus", menu="insert", group=4,
        enabled=window.has_project, keywords="create award credential")  # fmt: skip
    add("badge.sign", "Sign…", lambda: sign(window), icon="signature", menu="badge", group=5,
        enabled=window.has_project, tip="Sign the badge, or issue it to its earners",
        keywords="issue key proof")  # fmt: skip
    add("badge.verify", "Check signed files…", lambda *paths: verify(window, list(paths)), icon="shield-check",
        menu="tools", group=5, keywords="verify credential signature")  # fmt: skip


def new_badge(window: MainWindow) -> None:
    """Go to the badges and make one."""
    from studio.ui.badges.workspace import BadgesWorkspace

    shown = window.show_workspace("badges")
    if isinstance(shown, BadgesWorkspace):
        shown.new_badge()


def sign(window: MainWindow) -> None:
    """Sign the badge that is open or selected."""
    from studio.ui.badges.sign_dialog import SignDialog
    from studio.ui.badges.workspace import BadgesWorkspace

    project = window.project
    if project is None:
        return
    window.commit_edit()
    shown = window.current_workspace()
    chosen = shown.selected_ids() if isinstance(shown, BadgesWorkspace) else []
    SignDialog(window, project, chosen[0] if chosen else "").open()


def verify(window: MainWindow, paths: list[str]) -> None:
    """Check signed files; without paths the dialog asks for them."""
    from studio.ui.badges.verify_dialog import VerifyDialog

    VerifyDialog(window, paths).open()
