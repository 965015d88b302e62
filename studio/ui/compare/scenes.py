# SPDX-License-Identifier: Apache-2.0
"""A picture of the comparison of versions, for ``studio screens``."""

from __future__ import annotations

from collections.abc import Iterator

from studio.ui.compare.dialog import CompareDialog
from studio.ui.main_window import MainWindow


def scenes(window: MainWindow) -> Iterator[str]:
    """The first named version against the project as it is now."""
    if window.project is None:
        return
    dialog = CompareDialog(window, window.project)
    dialog.open()
    yield "compare-versions"
    dialog.reject()
