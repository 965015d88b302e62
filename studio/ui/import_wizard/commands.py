# SPDX-License-Identifier: Apache-2.0
"""The import command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


def declare(window: MainWindow) -> None:
    """Import files; a drop on the window names them."""
    window.actions.declare(
        "file.import",
        "Import…",
        lambda *paths: import_files(window, *paths),
        shortcuts="Ctrl+Shift+I",
        icon="file-input",
        menu="file",
        group=2,
        enabled=lambda: window.project is not None and not window.project.read_only,
        tip="Import spreadsheets and frameworks",
        keywords="excel csv ctdl json-ld spreadsheet read open",
    )


def import_files(window: MainWindow, *paths: str) -> None:
    """Open the wizard; without paths it asks for them."""
    from studio.ui.import_wizard.wizard import ImportWizard

    if window.project is not None:
        window.commit_edit()
        ImportWizard(window, window.project, paths).open()
