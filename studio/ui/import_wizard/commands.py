# SPDX-License-Identifier: Apache-2.0
"""The import command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.import_wizard.last_import import last_report

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


def declare(window: MainWindow) -> None:
    """Import files (a drop on the window names them), or the cells that were copied in Excel."""

    def can_change() -> bool:
        return window.project is not None and not window.project.read_only

    window.actions.declare(
        "file.import",
        "Import…",
        lambda *paths: import_files(window, *paths),
        shortcuts="Ctrl+Shift+I",
        icon="file-input",
        menu="file",
        group=2,
        enabled=can_change,
        tip="Import spreadsheets, frameworks and vocabularies",
        keywords="excel csv ctdl json-ld case skos asn rsd opensalt word spreadsheet read open",
    )
    window.actions.declare(
        "file.import_copied",
        "Import copied cells…",
        lambda: import_copied(window),
        icon="clipboard-paste",
        menu="file",
        group=2,
        enabled=can_change,
        tip="Import the rows that you copied in Excel",
        keywords="paste clipboard excel table",
    )
    window.actions.declare(
        "file.import_report",
        "Show the last import report",
        lambda: show_report(window),
        icon="file-text",
        menu="file",
        group=2,
        enabled=lambda: last_report(window) is not None,
        tip="Where every value of the last import went",
        keywords="account values rejected repaired",
    )


def import_files(window: MainWindow, *paths: str) -> None:
    """Open the wizard; without paths it asks for them."""
    from studio.ui.import_wizard.wizard import ImportWizard

    if window.project is not None:
        window.commit_edit()
        ImportWizard(window, window.project, paths).open()


def import_copied(window: MainWindow) -> None:
    """Open the wizard on what is on the clipboard."""
    from studio.ui.import_wizard.wizard import ImportWizard

    if window.project is not None:
        window.commit_edit()
        wizard = ImportWizard(window, window.project)
        wizard.open()
        wizard.use_copied()


def import_cells(window: MainWindow, text: str, html: str | None, into: str, words: str) -> None:
    """Open the wizard at the columns of cells that are pasted into a framework, or below an item (in ``words``)."""
    from studio.ui.import_wizard.wizard import ImportWizard

    if window.project is not None:
        window.commit_edit()
        wizard = ImportWizard(window, window.project)
        wizard.file.put_into(into, words)
        wizard.file.use_copied(text, html)
        wizard.open()
        wizard.next_button.click()


def show_report(window: MainWindow) -> None:
    """Open the report of the last import again."""
    from studio.ui.import_wizard.wizard import ImportWizard

    done = last_report(window)
    if window.project is not None and done is not None:
        window.commit_edit()
        ImportWizard.at_report(window, window.project, done).open()
