# SPDX-License-Identifier: Apache-2.0
"""More pictures of the frameworks workspace for ``studio screens``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtWidgets import QDialog

from studio.ui.models import competency_rows as queries

if TYPE_CHECKING:
    from studio.ui.frameworks.workspace import FrameworksWorkspace
    from studio.ui.main_window import MainWindow


def scenes(window: MainWindow) -> Iterator[str]:
    """An item with a problem, a filter, the list, links, history, a pasted table."""
    if window.project is None or not window.can_show("frameworks"):
        return
    window.show_workspace("frameworks")
    workspace = cast("FrameworksWorkspace", window.workspace("frameworks"))
    if not workspace.framework_id:
        return
    checks = workspace.checks()
    found = [finding for finding in checks.findings if finding.kind == "competency"] if checks else []
    found.sort(key=lambda finding: finding.severity == "info")
    marked = [finding.item_id for finding in found]
    first = marked[0] if marked else queries.first_with_code(window.project, workspace.framework_id, "")
    if first:
        window.go_to(first)
        workspace.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
        yield "frameworks-item"
        workspace.item_panel.show_tab("links")
        yield "frameworks-links"
        workspace.item_panel.show_tab("details")
        workspace.item_panel.add_link()
        yield "frameworks-add-link"
        _close_dialogs(window)
    window.show_dock_page("history")
    yield "frameworks-history"
    window.dock.show_page("problems")
    workspace.filters.search.set_text("safety")
    workspace.filters.changed.emit()
    yield "frameworks-filter"
    workspace.filters.search.set_text("no such words")
    workspace.filters.changed.emit()
    yield "frameworks-nothing-found"
    workspace.filters.clear()
    data = QMimeData()
    data.setText("Code\tStatement\tStage\nA.1\tMeasure a part to the tolerance.\tHS\nA.2\tWire a motor starter.\tCC")
    workspace.editing.paste_table(data, (None, None), None)
    yield "frameworks-paste"
    _close_dialogs(window)
    workspace.show_list()
    yield "frameworks-list"
    workspace.open_framework(workspace.framework_id)
    workspace.tree.clearSelection()
    workspace.tree.setCurrentIndex(QModelIndex())


def _close_dialogs(window: MainWindow) -> None:
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
