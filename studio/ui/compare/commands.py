# SPDX-License-Identifier: Apache-2.0
"""The command that compares versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


def declare(window: MainWindow) -> None:
    """Compare a named version with the project as it is now."""
    window.actions.declare("file.compare", "Compare versions…", lambda: compare(window), icon="git-compare-arrows",
                           menu="file", group=3, enabled=window.has_project, tip="What changed since a named version",
                           keywords="diff difference history changed")  # fmt: skip


def compare(window: MainWindow) -> None:
    """Open the comparison."""
    from studio.ui.compare.dialog import CompareDialog

    if window.project is not None:
        window.commit_edit()
        CompareDialog(window, window.project).open()
