# SPDX-License-Identifier: Apache-2.0
"""What the window is put together from. A new workspace, dock page or set of commands is one line here.

Each part is imported when it is first shown, so that start-up does not grow with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of the window: what it is called, where its class is, and when it stands in the rail."""

    id: str
    title: str
    icon: str
    module: str
    name: str
    at_bottom: bool = False
    without_project: bool = False

    def load(self) -> Any:
        """Import the class."""
        return getattr(import_module(self.module), self.name)


WORKSPACES = (
    Entry("home", "Home", "house", "studio.ui.home.workspace", "HomeWorkspace", without_project=True),
    Entry("frameworks", "Frameworks", "list-tree", "studio.ui.frameworks.workspace", "FrameworksWorkspace"),
    Entry("badges", "Badges", "award", "studio.ui.badges.workspace", "BadgesWorkspace"),
    Entry("library", "Library", "book-open", "studio.ui.library.workspace", "LibraryWorkspace"),
    Entry("help", "Help", "circle-question-mark", "studio.ui.help_page", "HelpWorkspace", True, True),
    Entry("settings", "Settings", "settings", "studio.ui.settings_page", "SettingsWorkspace", True, True),
)
"""Each class is a ``Workspace``: ``Name(project, window)``."""

DOCK_PAGES = (
    Entry("problems", "Problems", "triangle-alert", "studio.ui.docks.problems", "ProblemsPage"),
    Entry("history", "History", "history", "studio.ui.docks.history", "HistoryPage"),
)
"""Each class is a QWidget: ``Name(project, window)``. It sets its count by ``window.dock.set_badge``."""

COMMANDS = (
    "studio.ui.import_wizard.commands",
    "studio.ui.export_dialog.commands",
    "studio.ui.compare.commands",
    "studio.ui.badges.commands",
    "studio.ui.home.commands",
)
"""Modules with ``declare(window)``, called once while the window is made: ``file.import``, ``file.export``, ..."""

SCENES = (
    "studio.ui.shell.scenes",
    "studio.ui.frameworks.scenes",
    "studio.ui.badges.scenes",
    "studio.ui.library.scenes",
    "studio.ui.home.scenes",
    "studio.ui.import_wizard.scenes",
    "studio.ui.export_dialog.scenes",
    "studio.ui.compare.scenes",
)
"""Modules with ``scenes(window)``: more pictures for ``studio screens``."""


def declare_commands(window: Any) -> None:
    """Let every part declare its window-wide commands."""
    for module in COMMANDS:
        import_module(module).declare(window)


def scene_modules() -> list[Any]:
    """The modules that add pictures."""
    return [import_module(module) for module in SCENES]
