# SPDX-License-Identifier: Apache-2.0
"""New, open, save, recent, and the questions that go with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu

from studio.model.address import is_address, without_password, workspace_name
from studio.model.errors import ChangedOutside, ProjectLocked, RecoveryAvailable, StudioError
from studio.ui.shell import passwords
from studio.ui.shell.workspace_dialog import WorkspaceDialog, can_share
from studio.ui.widgets.dialog import Choice, ask
from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

FILTER = "Competency Studio projects (*.studio)"
SUFFIX = ".studio"


class Files(QObject):
    """The file commands of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: QFileDialog | None = None
        self._first_step = self._newest_step()

    # opening

    def new(self) -> None:
        """An empty project, not saved yet."""
        from studio.model.project import Project

        language = self._window.language
        self._show(Project.create(None, name="New project", language=language, author=self._author()))

    def open(self) -> None:
        """Ask for a project file and open it."""
        dialog = QFileDialog(self._window, translate("Open a project"), "", FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_path)
        self._show_dialog(dialog)

    def open_shared(self, address: str = "") -> None:
        """Ask for the address of a shared workspace and open it."""
        WorkspaceDialog(self._window, self._show, address).open()

    def open_sample(self) -> None:
        """A fresh copy of the sample project, to try things on."""
        from studio.importing.sample import create_sample

        self._try(lambda: self._show(create_sample(None, author=self._author())), "The sample project")

    def open_path(self, path: str, read_only: bool = False, recover: bool | None = None) -> None:
        """Open a project and ask what must be asked first."""
        from studio.model.project import Project

        if self._is_open_here(path):
            return
        if is_address(path):
            path = passwords.complete(path)
        try:
            project = Project.open(path, author=self._author(), read_only=read_only, recover=recover)
        except RecoveryAvailable as error:
            self._ask_recovery(path, error)
        except ProjectLocked as error:
            self._ask_locked(path, error)
        except StudioError as error:
            if is_address(path):
                self._ask_address(path, error)
            else:
                self._window.show_error(str(error))
        else:
            self._show(project)

    def _ask_address(self, path: str, error: StudioError) -> None:
        """A workspace that could not be reached: another address or a password may help."""
        if not can_share():
            self._window.show_error(str(error))
            return
        dialog = WorkspaceDialog(self._window, self._show, without_password(path))
        dialog.refuse(error)
        dialog.open()

    def _ask_recovery(self, path: str, error: RecoveryAvailable) -> None:
        choices = [
            Choice("drop", translate("Open the saved file")),
            Choice("keep", translate("Open my changes"), "primary"),
        ]

        def answered(choice: str) -> None:
            if choice:
                self.open_path(path, recover=choice == "keep")

        ask(self._window, translate("Changes from last time are here"), str(error), choices, answered)

    def _ask_locked(self, path: str, error: ProjectLocked) -> None:
        choices = [
            Choice("copy", translate("Open a copy")),
            Choice("look", translate("Look without changing"), "primary"),
        ]

        def answered(choice: str) -> None:
            if choice == "look":
                self.open_path(path, read_only=True)
            elif choice == "copy":
                self._open_copy(Path(path))

        ask(self._window, translate("This project is open elsewhere"), str(error), choices, answered)

    def _open_copy(self, path: Path) -> None:
        from studio.model.project import Project

        copy = next(
            candidate
            for number in range(1, 1000)
            if not (candidate := path.with_name(f"{path.stem} (copy {number}){path.suffix}")).exists()
        )

        def make() -> None:
            project = Project.open(path, author=self._author(), read_only=True)
            try:
                project.save_as(copy)
            finally:
                project.close()
            self.open_path(str(copy))

        self._try(make, "The copy")

    def _show(self, project: Project) -> None:
        """Let the program show the project in place of this one."""
        if self._window.studio is not None:
            self._window.studio.replace(self._window, project)

    def _is_open_here(self, path: str) -> bool:
        project = self._window.project
        if project is not None and project.shared:
            return is_address(path) and without_password(path) == project.address
        return project is not None and project.path is not None and project.path == Path(path).resolve()

    # saving

    def can_save(self) -> bool:
        """Whether saving would write anything."""
        project = self._window.project
        if project is None or project.read_only or project.shared:
            return False
        return project.path is None or project.dirty

    def can_save_as(self) -> bool:
        """Whether the project can be written into another file."""
        project = self._window.project
        return project is not None and not project.shared

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Write the file; ``then`` is called when it is written."""
        project = self._window.project
        if project is None:
            return
        self._window.commit_edit()
        if project.path is None:
            self.save_as(then)
            return
        try:
            project.save()
        except ChangedOutside as error:
            self._ask_changed_outside(error, then)
            return
        except (StudioError, OSError) as error:
            self._window.show_error(_sentence(error, project.path.name))
            return
        self._saved(then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask for a name and write the project there."""
        project = self._window.project
        if project is None:
            return
        name = project.path.name if project.path else f"{project.title}{SUFFIX}"
        dialog = QFileDialog(self._window, translate("Save the project"), name, FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.fileSelected.connect(lambda path: self.save_to(path, then))
        self._show_dialog(dialog)

    def save_to(self, path: str, then: Callable[[], object] | None = None) -> None:
        """Write the project to a path and go on working there."""
        project = self._window.project
        if project is None:
            return
        try:
            project.save_as(path)
        except (StudioError, OSError) as error:
            self._window.show_error(_sentence(error, Path(path).name))
            return
        self._window.settings.add_recent(str(project.path), project.title)
        self._saved(then)

    def _saved(self, then: Callable[[], object] | None) -> None:
        self._window.refresh_file()
        project = self._window.project
        if project is not None and project.path is not None:
            self._window.notify(translate('Saved "{}".').format(project.path.name))
        if then is not None:
            then()

    def _ask_changed_outside(self, error: ChangedOutside, then: Callable[[], object] | None) -> None:
        choices = [
            Choice("theirs", translate("Take theirs"), "danger"),
            Choice("keep", translate("Keep mine")),
            Choice("as", translate("Save under another name…"), "primary"),
        ]

        def answered(choice: str) -> None:
            project = self._window.project
            if project is None or not choice:
                return
            if choice == "as":
                self.save_as(then)
            elif choice == "keep":
                self._try(lambda: project.save(overwrite=True), "The project", then=lambda: self._saved(then))
            elif project.path is not None and self._window.studio is not None:
                self._window.studio.reopen(self._window, project.path)

        ask(self._window, translate("The file was changed by another program"), str(error), choices, answered)

    # closing

    def must_ask(self) -> bool:
        """Whether closing now would leave changes outside the file."""
        project = self._window.project
        if project is None or project.read_only or project.shared:
            return False
        if project.path is None:
            # A new project or the sample, as it was made: there is nothing of the person's to lose.
            return self._newest_step() != self._first_step
        return project.dirty

    def _newest_step(self) -> int:
        project = self._window.project
        newest = project.history(1) if project is not None else []
        return newest[0].seq if newest else 0

    def ask_before_closing(self, close: Callable[[], object]) -> None:
        """Save, don't save, or go on working."""
        project = self._window.project
        name = project.path.name if project and project.path else translate("this project")
        choices = [Choice("drop", translate("Don’t save"), "danger"), Choice("save", translate("Save"), "primary")]

        def answered(choice: str) -> None:
            if choice == "save":
                self.save(then=close)
            elif choice == "drop":
                close()

        ask(
            self._window,
            translate("Save the changes to {}?").format(name),
            translate("The file does not hold your latest changes. If you do not save, they are removed."),
            choices,
            answered,
            cancel=translate("Go on working"),
        )

    # recent

    def add_recent_menu(self, menu: QMenu) -> None:
        """The projects opened last, after Open."""
        recent = self._window.settings.recent()
        if not recent:
            return
        submenu = QMenu(translate("Recent projects"), menu)
        for entry in recent:
            action = submenu.addAction(_recent_name(entry))
            action.setToolTip(entry["path"])
            action.triggered.connect(lambda _checked=False, path=entry["path"]: self.open_path(path))
        first_group_ends = next((action for action in menu.actions() if action.isSeparator()), None)
        if first_group_ends is not None:
            menu.insertMenu(first_group_ends, submenu)

    # inside

    def _author(self) -> str | None:
        return self._window.settings.get("author") or None

    def _show_dialog(self, dialog: QFileDialog) -> None:
        self._dialog = dialog  # without a reference the dialog would go away at once
        dialog.finished.connect(lambda _result: self._forget_dialog())
        dialog.open()

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _try(self, work: Callable[[], object], what: str, then: Callable[[], object] | None = None) -> None:
        try:
            work()
        except (StudioError, OSError) as error:
            self._window.show_error(_sentence(error, what))
        else:
            if then is not None:
                then()


def _recent_name(entry: dict[str, str]) -> str:
    """The title of a recent project; of a shared workspace also where it is."""
    path, title = entry["path"], entry.get("title") or ""
    if is_address(path):
        return " · ".join(part for part in (title, workspace_name(path)) if part)
    return title or Path(path).name


def _sentence(error: Exception, name: str) -> str:
    if isinstance(error, StudioError):
        return str(error)
    reason = getattr(error, "strerror", None) or str(error)
    return translate('"{}" could not be written: {}. Nothing is lost; try another place.').format(name, reason)
