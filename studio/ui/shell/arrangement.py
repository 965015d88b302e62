# SPDX-License-Identifier: Apache-2.0
"""Where everything in the window was: its place, its panes, and what each workspace wants to remember of a project."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from studio.ui.theme import theme

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow

DOCK_FOLDED_BELOW_LINES = 45
DOCK_LINES = 11
NO_LIMIT = 16777215
"""Qt's own largest size (QWIDGETSIZE_MAX)."""


class Arrangement:
    """Kept in the settings when the window closes, taken up when the next one opens."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._settings = window.settings
        self._dock_height = 0
        self._sized = False

    def restore(self) -> None:
        """Place the window and its panes as they were."""
        window, settings = self._window, self._settings
        geometry = settings.bytes("window/geometry")
        if geometry.isEmpty() or not window.restoreGeometry(geometry):
            room = window.screen().availableSize()  # the frame of the system needs some of it
            window.resize(min(1440, room.width()), min(900, room.height() - round(2 * theme().lh)))
        window.pane.width_wanted = int(settings.get("window/inspector_width", 0))
        self._dock_height = int(settings.get("window/dock_height", 0))
        window.pane.wanted = bool(settings.get("window/inspector", True))
        folded = settings.get("window/dock_collapsed", window.height() < DOCK_FOLDED_BELOW_LINES * theme().lh)
        window.dock.set_collapsed(bool(folded))

    def size_panes(self) -> None:
        """Once, when the window is first shown and has its size."""
        if self._sized:
            return
        self._sized = True
        self._window.pane.take_width()
        self.size_dock()

    def size_dock(self) -> None:
        """Give the dock its height: its strip of tabs when it is collapsed, else what it had."""
        dock, upright = self._window.dock, self._window.upright
        if dock.collapsed:
            dock.setMaximumHeight(dock.strip_height())
            return
        dock.setMaximumHeight(NO_LIMIT)
        wanted = self._dock_height or round(DOCK_LINES * theme().lh)
        upright.setSizes([max(upright.height() - wanted, 1), wanted])

    def dock_dragged(self) -> None:
        """The person gave the dock another height: keep to it."""
        if not self._window.dock.collapsed:
            self._dock_height = self._window.upright.sizes()[1]

    def state_of(self, workspace: str) -> dict[str, Any]:
        """What a workspace remembered of this project."""
        return dict(self._settings.get(f"state/{self._key()}/{workspace}", {}))

    def kept_workspace(self) -> str:
        """The workspace that was on screen last."""
        return str(self._settings.get(f"state/{self._key()}/workspace", "home"))

    def keep(self) -> None:
        """Write everything down."""
        window, settings, key = self._window, self._settings, self._key()
        settings.set_bytes("window/geometry", window.saveGeometry())
        settings.set("window/inspector_width", window.pane.width_wanted)
        settings.set("window/dock_height", self._dock_height)
        settings.set("window/inspector", window.pane.wanted)
        settings.set("window/dock_collapsed", window.dock.collapsed)
        settings.set(f"state/{key}/workspace", window.current_id())
        for name, workspace in window.made_workspaces().items():
            settings.set(f"state/{key}/{name}", workspace.state())
        settings.flush()

    def _key(self) -> str:
        """A short name of the project's file for the settings."""
        project = self._window.project
        place = str(project.path) if project is not None and project.path else "none"
        return sha256(place.encode()).hexdigest()[:16]
