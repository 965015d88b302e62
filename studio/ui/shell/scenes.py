# SPDX-License-Identifier: Apache-2.0
"""Pictures of what the shell itself can show: palette, notice, questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from studio.ui.shell.workspace_dialog import can_share
from studio.ui.widgets.conflict_dialog import ConflictDialog

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


def scenes(window: MainWindow) -> Iterator[str]:
    """Bring each on screen and yield the name of its picture."""
    start = next(entry.id for entry in window.entries)
    window.show_workspace("frameworks" if window.can_show("frameworks") else start)
    window.show_palette("lockout")
    yield "command-palette"
    window.close_palette()
    window.notify_kept("Moved 12 competencies.")
    yield "notification"
    window.notice.hide()
    window.files.ask_before_closing(lambda: None)
    yield "dialog-unsaved-changes"
    _close_dialogs(window)
    window.show_error(
        '"outcomes.xlsx" is protected with a password. Open it in Excel, remove the password, and import it again.'
    )
    yield "dialog-error"
    _close_dialogs(window)
    ConflictDialog(
        window,
        "Dana",
        "Competency · statement",
        "Model and release a lockout on a machine with two energy sources.",
        "Perform lockout and tagout on a machine with two or more energy sources, following the written procedure.",
    ).open()
    yield "dialog-two-people-one-text"
    _close_dialogs(window)
    if can_share():
        window.files.open_shared("postgresql://anna@db.example.org/partnership")
        yield "dialog-shared-workspace"
        _close_dialogs(window)


def _close_dialogs(window: MainWindow) -> None:
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
