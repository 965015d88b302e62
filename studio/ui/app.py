# SPDX-License-Identifier: Apache-2.0
"""The program: makes the application, opens a project into a window, or the welcome page when there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from studio.model.address import is_address
from studio.model.errors import StudioError, WorkspaceLost
from studio.ui.icons import icon
from studio.ui.main_window import MainWindow
from studio.ui.settings import Settings
from studio.ui.shell.passwords import complete
from studio.ui.theme import theme
from studio.ui.widgets.basics import repolish

if TYPE_CHECKING:
    from studio.model.project import Project

_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class KeyboardFocus(QObject):
    """Sets the property ``kbd`` while a widget has the focus by keyboard: only then a ring is drawn."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch focus coming and going."""
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            if isinstance(event, QFocusEvent) and event.reason() in _KEYBOARD:
                _mark(watched, True)
        elif kind == QEvent.Type.FocusOut:
            _mark(watched, False)
        return False


def _mark(watched: QObject, by_keyboard: bool) -> None:
    if isinstance(watched, QWidget) and bool(watched.property("kbd")) != by_keyboard:
        watched.setProperty("kbd", by_keyboard)
        repolish(watched)
        watched.update()


class Studio(QObject):
    """Holds the windows that are open."""

    def __init__(self, app: QApplication, settings: Settings | None = None) -> None:
        super().__init__()
        self.app = app
        self.settings = settings or Settings()
        self.windows: list[MainWindow] = []
        self._keyboard = KeyboardFocus()
        app.installEventFilter(self._keyboard)
        dress(app, self.settings)

    def show(self, project: Project | None, geometry: QByteArray | None = None) -> MainWindow:
        """A window for a project, or the welcome page."""
        if project is not None and (project.shared or project.path is not None):
            self.settings.add_recent(project.address or str(project.path), project.title)
        window = MainWindow(project, self.settings, self)
        self.windows.append(window)
        if geometry is not None:
            window.restoreGeometry(geometry)
        window.show()
        return window

    def replace(self, window: MainWindow, project: Project) -> None:
        """Show another project in place of a window's; its unsaved changes are asked about first."""

        def go_on() -> None:
            geometry = window.saveGeometry()
            self.show(project, geometry)
            window.close_now()

        if window.files.must_ask():
            window.files.ask_before_closing(go_on)
        else:
            go_on()

    def reopen(self, window: MainWindow, path: Path) -> None:
        """Let go of a window's changes and open its file again."""
        geometry = window.saveGeometry()
        window.close_now()
        self.show(None, geometry).files.open_path(str(path))

    def window_closed(self, window: MainWindow) -> None:
        """A window was closed."""
        if window in self.windows:
            self.windows.remove(window)
        window.deleteLater()

    def close(self) -> None:
        """Close all windows without asking, for tests and drawing."""
        for window in list(self.windows):
            window.close_now()
        self.app.removeEventFilter(self._keyboard)


def dress(app: QApplication, settings: Settings) -> None:
    """Give the application its name, icon and the look that the person chose."""
    app.setApplicationName("Competency Studio")
    app.setDesktopFileName("competency-studio")
    app.setWindowIcon(QIcon(icon("award", "accent", 28)))
    theme().set_reduced_motion(app, bool(settings.get("reduced_motion")))
    theme().apply(
        app, str(settings.get("theme")), zoom=int(settings.get("zoom")), system_font=bool(settings.get("system_font"))
    )


def make_application() -> QApplication:
    """The one QApplication, made when there is none yet."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    return QApplication(sys.argv[:1])


def run(project_path: str | None) -> int:
    """Open the window on a project, or on the welcome page, and stay until it closes. Returns the exit code.

    Raises StudioError where there is no display: Qt itself would end the program without a word that helps.
    """
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise StudioError("There is no display here to open a window on. The commands work without one: studio --help")
    app = make_application()
    studio = Studio(app)
    catch_lost_workspaces(studio)
    window = studio.show(None) if project_path is None else _open_first(studio, project_path)
    window.activateWindow()
    return app.exec()


def catch_lost_workspaces(studio: Studio) -> None:
    """A view that found no server says so in its window, wherever it was when it asked."""
    others = sys.excepthook

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, WorkspaceLost):
            told = [window.workspace_lost(error) for window in studio.windows]
            if any(told):
                return
        others(kind, error, trace)

    sys.excepthook = caught


def _open_first(studio: Studio, path: str) -> MainWindow:
    """Open a project at once; where something must be asked, ask over the welcome page."""
    from studio.model.project import Project

    try:
        return studio.show(
            Project.open(complete(path) if is_address(path) else path, author=studio.settings.get("author") or None)
        )
    except StudioError:
        window = studio.show(None)
        window.files.open_path(path)
        return window
