# SPDX-License-Identifier: Apache-2.0
"""The export command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


def declare(window: MainWindow) -> None:
    """Export what is on screen, or anything else of the project."""
    window.actions.declare(
        "file.export",
        "Export…",
        lambda: export(window),
        shortcuts="Ctrl+E",
        icon="file-output",
        menu="file",
        group=2,
        enabled=window.has_project,
        tip="Export for the registry, Excel or other programs",
        keywords="ctdl json-ld turtle case skos asn opensalt rsd csv excel workbook open badges write save",
    )


def export(window: MainWindow) -> None:
    """Open the dialog; what is chosen in the workspace is ticked."""
    from studio.ui.export_dialog.dialog import ExportDialog
    from studio.ui.models.exportable import frameworks_of_items

    if window.project is None:
        return
    window.commit_edit()
    workspace = window.current_workspace()
    chosen, format_ = workspace.to_export() if workspace is not None else ([], "")
    homes = frameworks_of_items(window.project, chosen)
    ExportDialog(window, window.project, [homes.get(each, each) for each in chosen], format_).open()
