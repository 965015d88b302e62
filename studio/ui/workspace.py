# SPDX-License-Identifier: Apache-2.0
"""What every workspace (Home, Frameworks, Badges, ...) offers the window around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Crumb:
    """One part of the breadcrumb; ``go`` makes it a button. The last part is where the person is."""

    text: str
    go: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One way to see the work of a workspace (Tree, Table, ...), shown in the view switch."""

    id: str
    text: str
    icon: str | None = None


class Workspace(QWidget):
    """Base of a workspace. It is made when it is first shown, with the open project and the window.

    Override what the workspace has; the defaults are "nothing". Declare commands in ``__init__`` with
    ``self.window_.actions.declare(..., context=..., widget=self)``; window-wide ones with ``enabled=self.is_current``.
    """

    ID = ""
    TITLE = ""
    ICON = "square"

    changed = Signal()
    """Breadcrumb, views, header commands, inspector or status text are different now: the window asks again."""

    def __init__(self, project: Project | None, window: MainWindow) -> None:
        super().__init__()
        self.project = project
        self.window_ = window

    def is_current(self) -> bool:
        """Whether this workspace is the one on screen: for ``enabled`` of its commands."""
        return self.window_.current_workspace() is self

    def breadcrumb(self) -> list[Crumb]:
        """Where the person is, from the workspace to the item."""
        return [Crumb(self.TITLE)]

    def views(self) -> list[View]:
        """The views to switch between; fewer than two show no switch."""
        return []

    def view(self) -> str:
        """The id of the view on screen."""
        return ""

    def set_view(self, view: str) -> None:
        """Show another view."""

    def header_actions(self) -> list[str]:
        """Ids of commands shown as buttons at the right of the header; the last one is the primary. At most three."""
        return []

    def inspector(self) -> QWidget | None:
        """The widget for the right-hand pane, or ``None`` for no pane."""
        return None

    def has_dock(self) -> bool:
        """Whether Problems and History stand below this workspace."""
        return False

    def status_text(self) -> str:
        """The middle of the status bar: "132 items, 1 selected"."""
        return ""

    def go_to(self, item_id: str) -> bool:
        """Show and select an item; whether this workspace shows that kind of item."""
        return False

    def select(self, item_ids: list[str]) -> None:
        """Select items again that were selected before, as far as they are still there: after undo and redo."""
        if item_ids:
            self.go_to(item_ids[0])

    def selected_ids(self) -> list[str]:
        """The items selected now, for commands of other parts (export, history)."""
        return []

    def to_export(self) -> tuple[list[str], str]:
        """What the export ticks at first, and the format it begins with (``""`` for the usual one)."""
        return self.selected_ids(), ""

    def entered(self) -> None:
        """The workspace came on screen: refresh, take the focus."""

    def left(self) -> None:
        """The workspace goes off screen: commit an edit that is under way."""

    def state(self) -> dict[str, Any]:
        """What to remember until the next start: plain values only."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up a remembered state; unknown or missing parts are left as they are."""
