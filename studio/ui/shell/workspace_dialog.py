# SPDX-License-Identifier: Apache-2.0
"""Asks for the address of a shared workspace and opens it. The password stays out of settings and messages."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from studio.model.address import has_password, is_address, parse, with_password
from studio.model.errors import StudioError, WorkspaceEmpty
from studio.ui.shell import passwords
from studio.ui.theme import set_font
from studio.ui.widgets.basics import column, label
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.plain_line import plain_line

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

EXAMPLE = "postgresql://anna@db.example.org/partnership"


def can_share() -> bool:
    """Whether what shared workspaces need is installed."""
    return find_spec("psycopg") is not None


class WorkspaceDialog(Dialog):
    """``opened`` gets the project."""

    def __init__(self, window: MainWindow, opened: Callable[[Project], object], address: str = "") -> None:
        super().__init__(window, window.tr("Open a shared workspace"), lines=(34, 0))
        self._window = window
        self._opened = opened
        self.set_subtitle(self.tr("A PostgreSQL database in which several people work at the same time."))
        self.address = plain_line(self.tr("Address"), EXAMPLE)
        self.password = plain_line(self.tr("Password"), secret=True)
        self.remember = QCheckBox(self.tr("Remember the password in this computer’s keyring"))
        set_font(self.remember, "body")
        self.fault = label("", "small", "error", wrap=True)
        self.fault.hide()
        for editor in (self.address, self.password):
            words = label(editor.accessibleName(), "small", "text2")
            words.setBuddy(editor)
            made = QWidget()
            made.setLayout(column(words, editor, gap=1))
            self.content.addWidget(made)
        hint = label(
            self.tr("Leave it empty when the server asks for none, or when it is remembered."), "small", "text3"
        )
        hint.setWordWrap(True)
        for part in (hint, self.remember, self.fault):
            self.content.addWidget(part)
        self.make_button = self.add_button(self.tr("Make a project here"), self.make_project)
        self.make_button.hide()
        self.open_button = self.add_button(self.tr("Open the workspace"), self.open_workspace, "primary")
        self.address.setText(address)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        (self.password if address else self.address).setFocus()

    def open_workspace(self) -> None:
        """Connect in the background; what goes wrong is said under the fields."""
        from studio.model.project import Project

        author = self._window.settings.get("author") or None
        self._connect(lambda place: Project.open(place, author=author), self.tr("Opening the shared workspace"))

    def make_project(self) -> None:
        """Put a new project into a workspace that holds none."""
        from studio.model.project import Project

        author, language = self._window.settings.get("author") or None, self._window.language
        self._connect(
            lambda place: Project.create(place, self.tr("New project"), language=language, author=author),
            self.tr("Making a project in the shared workspace"),
        )

    def _connect(self, work: Callable[[str], Project], words: str) -> None:
        typed, password = self.address.text().strip(), self.password.text()
        try:
            if not is_address(typed):
                raise StudioError(self.tr("The address begins with postgresql://, for example {}.").format(EXAMPLE))
            parse(typed)
        except StudioError as error:
            self.refuse(error)
            return
        place = with_password(typed, password) if password else passwords.complete(typed)
        self.open_button.setEnabled(False)
        self.fault.hide()
        self._window.tasks.run(
            words,
            lambda _progress: work(place),
            lambda project: self._connected(project, typed, password),
            self.refuse,
        )

    def _connected(self, project: Project, typed: str, password: str) -> None:
        kept = password or ("" if not has_password(typed) else str(parse(typed).password or ""))
        if self.remember.isChecked() and kept and not passwords.remember(typed, kept):
            self._window.notify(self.tr("This computer has no keyring, so the password was not remembered."), "info")
        self.accept()
        self._opened(project)

    def refuse(self, error: Exception) -> None:
        """Say what could not be done and let the person correct the fields."""
        if not isinstance(error, StudioError):
            raise error
        self.open_button.setEnabled(True)
        sentence = str(error)
        if isinstance(error, WorkspaceEmpty):
            sentence = self.tr("The workspace holds no project yet. You can make one in it now.")
        self.make_button.setVisible(isinstance(error, WorkspaceEmpty))
        self.fault.setText(sentence)
        self.fault.show()
        self._window.announce(sentence, urgent=True)
        self.resize(self.sizeHint())
