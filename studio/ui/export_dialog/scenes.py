# SPDX-License-Identifier: Apache-2.0
"""Pictures of the export dialog at each step, for ``studio screens``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from studio.ui.docks.problem_list import Group
from studio.ui.export_dialog.dialog import ExportDialog
from studio.ui.main_window import MainWindow


def scenes(window: MainWindow) -> Iterator[str]:
    """The registry's format with its checks, then a workbook that is written."""
    from studio.ui.screens import settle

    if window.project is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        dialog = ExportDialog(window, window.project)
        dialog.open()
        yield "export-what"
        dialog.next_button.click()
        yield "export-checks"
        dialog.step_wanted.emit(0)
        dialog.what.format.choose("skos")
        yield "export-notation"
        dialog.what.format.choose("rsd")
        dialog.next_button.click()
        settle(window)
        model, view = dialog.checks.model, dialog.checks.view
        for row in range(model.rowCount()):
            if isinstance(model.entry(row), Group):
                view.setCurrentIndex(model.index(row))
                view.toggle(view.current_group())
                break
        yield "export-losses"
        dialog.step_wanted.emit(0)
        dialog.what.format.choose("workbook")
        dialog.what.set_place(str(Path(folder) / "project.xlsx"))
        dialog.next_button.click()
        settle(window)
        dialog.next_button.click()
        yield "export-result"
        dialog.reject()
        window.notice.hide()
