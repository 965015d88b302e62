# SPDX-License-Identifier: Apache-2.0
"""Pictures of the organizations and of the dialog that edits one, for ``studio screens``."""

from __future__ import annotations

from collections.abc import Iterator

from studio.ui.main_window import MainWindow
from studio.ui.widgets.organization_dialog import OrganizationDialog


def scenes(window: MainWindow) -> Iterator[str]:
    """The list, and a new organization."""
    shown = window.show_workspace("home")
    if shown is None or window.project is None:
        return
    shown.set_view("organizations")
    yield "organizations"
    dialog = OrganizationDialog(window, window.project, lambda _made: None)
    dialog.open()
    yield "organization"
    dialog.close()
    shown.set_view("home")
