# SPDX-License-Identifier: Apache-2.0
"""The commands of the frameworks workspace: menus, palette and keys read them here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from studio.ui.frameworks.workspace import FrameworksWorkspace

Keys = QKeySequence.StandardKey
TREE = "frameworks.tree"


def declare(workspace: FrameworksWorkspace) -> None:
    """Declare them all, once."""
    _declare_window_wide(workspace)
    _declare_tree(workspace)


def _declare_window_wide(workspace: FrameworksWorkspace) -> None:
    add, editing = workspace.window_.actions.declare, workspace.editing
    here, writable, chosen = workspace.is_current, workspace.can_edit, workspace.can_edit_chosen
    add("framework.add", "Add competency", editing.add, shortcuts="Ctrl+Shift+N", icon="plus", menu="insert",
        enabled=lambda: here() and writable(), tip="Add a competency after the chosen one")  # fmt: skip
    add("framework.add_below", "Add competency below", editing.add_below, icon="list-indent-increase", menu="insert",
        enabled=lambda: here() and chosen(), tip="Add a competency one level below the chosen one")  # fmt: skip
    add("framework.new", "New framework", editing.new_framework, icon="plus", menu="framework",
        enabled=lambda: here() and workspace.is_writable())  # fmt: skip
    add("framework.rename", "Rename framework", workspace.edit_name, icon="pencil-line", menu="framework",
        enabled=lambda: here() and writable())  # fmt: skip
    add("framework.delete", "Remove framework…", editing.delete_framework, icon="trash-2", menu="framework",
        enabled=lambda: here() and writable())  # fmt: skip
    add("framework.list", "Show all frameworks", workspace.show_list, menu="framework", enabled=here)
    add("framework.renumber", "Renumber codes", editing.renumber_here, icon="wand-sparkles", menu="framework", group=1,
        enabled=lambda: here() and writable(), tip="Give the chosen branch codes that follow its order")  # fmt: skip
    add("framework.filter", "Filter this framework", workspace.focus_filter, shortcuts=Keys.Find, icon="funnel",
        context="framework", widget=workspace, menu="edit", group=3,
        enabled=lambda: here() and bool(workspace.framework_id))  # fmt: skip
    add("framework.quick_fix", "Quick fix", workspace.focus_quick_fix, shortcuts="Alt+Return", icon="wand-sparkles",
        menu="tools", enabled=lambda: here() and workspace.has_quick_fix())  # fmt: skip


def _declare_tree(workspace: FrameworksWorkspace) -> None:
    editing, tree = workspace.editing, workspace.tree
    chosen, writable = workspace.can_edit_chosen, workspace.can_edit
    some = workspace.has_chosen

    def add(command: str, text: str, handler: Callable[..., Any], **more: Any) -> None:
        workspace.window_.actions.declare(command, text, handler, context=TREE, widget=tree, **more)

    add("tree.cut", "Cut", editing.cut, shortcuts=Keys.Cut, icon="scissors", menu="edit", group=2, enabled=chosen,
        in_palette=False)  # fmt: skip
    add("tree.copy", "Copy", editing.copy, shortcuts=Keys.Copy, icon="copy", menu="edit", group=2, enabled=some,
        in_palette=False)  # fmt: skip
    add("tree.paste", "Paste", editing.paste, shortcuts=Keys.Paste, icon="clipboard-paste", menu="edit", group=2,
        enabled=lambda: writable() and _something_copied())  # fmt: skip
    add("tree.delete", "Remove", editing.delete, shortcuts="Del", icon="trash-2", menu="edit", group=2, enabled=chosen,
        tip="Remove the chosen competencies")  # fmt: skip
    add("tree.duplicate", "Duplicate", editing.duplicate, shortcuts="Ctrl+D", icon="copy", menu="edit", group=2,
        enabled=chosen)  # fmt: skip
    add("tree.edit", "Edit statement", tree.edit_text, shortcuts="F2", icon="pencil-line", menu="edit", group=2,
        enabled=chosen)  # fmt: skip
    add("tree.up", "Move up", lambda: editing.step("up"), shortcuts="Alt+Up", menu="framework", group=2,
        enabled=chosen)  # fmt: skip
    add("tree.down", "Move down", lambda: editing.step("down"), shortcuts="Alt+Down", menu="framework", group=2,
        enabled=chosen)  # fmt: skip
    add("tree.in", "Move one level in", lambda: editing.step("in"), shortcuts="Alt+Right", menu="framework", group=2,
        icon="list-indent-increase", enabled=chosen)  # fmt: skip
    add("tree.out", "Move one level out", lambda: editing.step("out"), shortcuts="Alt+Left", menu="framework", group=2,
        icon="list-indent-decrease", enabled=chosen)  # fmt: skip
    add("tree.go_to_code", "Go to code…", editing.ask_code, shortcuts="Ctrl+G", menu="edit", group=3,
        enabled=lambda: workspace.is_current() and bool(workspace.framework_id))  # fmt: skip
    add("tree.open_all", "Open all branches", workspace.open_all, menu="view", group=8,
        enabled=lambda: workspace.is_current() and bool(workspace.framework_id))  # fmt: skip
    add("tree.close_all", "Close all branches", workspace.close_all, icon="fold-vertical", menu="view", group=8,
        enabled=lambda: workspace.is_current() and bool(workspace.framework_id))  # fmt: skip


def _something_copied() -> bool:
    data = QApplication.clipboard().mimeData()
    return data is not None and (data.hasText() or data.hasHtml() or bool(data.formats()))
