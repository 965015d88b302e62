# SPDX-License-Identifier: Apache-2.0
"""A window on a shared workspace: looks for what others did, says it quietly, and waits when the server is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from studio.model.address import workspace_name
from studio.model.errors import WorkspaceLost
from studio.ui.tasks import TaskRunner
from studio.ui.widgets.dialog import Choice, Dialog, ask
from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.model.journal import Changes
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

LOOK_MILLISECONDS = 2000
REMEMBERED_ROWS = 1000
"""Of larger changes (an import) it is not kept who changed which row."""


class Sharing(QObject):
    """Looks with a thread of its own: a server that hangs stops neither the window nor its other work."""

    def __init__(self, window: MainWindow, project: Project) -> None:
        super().__init__(window)
        self._window = window
        self._project = project
        self.lost = False
        self.name = workspace_name(project.address)
        self._others: list[tuple[str, str]] = []
        self._who: dict[tuple[str, str], str] = {}
        self._waiting: list[Callable[[], object]] = []
        self._dialog: Dialog | None = None
        self._looking = False
        self._tasks = TaskRunner(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MILLISECONDS)
        window.project_changed.connect(self._changed)

    def look(self) -> None:
        """Ask now what others did; the answer comes as changes of the project."""
        if self._looking:
            return
        self._looking = True
        project = self._project
        self._tasks.run(
            translate("Looking for changes of others"),
            lambda _progress: project.poll(),
            lambda _found: self._answered(),
            self._failed,
            quiet=True,
        )

    def author_of(self, table: str, row_id: str) -> str:
        """Who else changed a row last, as far as this window heard."""
        return self._who.get((table, row_id), "")

    def connection_lost(self, sentence: str, again: Callable[[], object] | None = None) -> None:
        """The server did not answer. ``again`` is the edit that waits for it."""
        if again is not None:
            self._waiting.append(again)
        if self.lost and self._dialog is not None:
            return
        self.lost = True
        self._window.refresh_file()
        if self._waiting:
            sentence += " " + translate("What you typed is kept here until then.")
        self._window.announce(sentence, urgent=True)
        choices = [Choice("again", translate("Try again"), "primary")]
        self._dialog = ask(
            self._window,
            translate("The shared workspace does not answer"),
            sentence,
            choices,
            self._chosen,
            cancel=translate("Wait"),
        )

    def must_ask(self) -> bool:
        """Whether closing now would lose what was typed while the server was away."""
        return bool(self._waiting)

    def ask_before_closing(self, close: Callable[[], object]) -> None:
        """Go on waiting, or close and lose it."""
        ask(
            self._window,
            translate("Close without your last changes?"),
            translate("The shared workspace does not answer, so {} of your changes are not in it yet.").format(
                len(self._waiting)
            ),
            [Choice("close", translate("Close and lose them"), "danger")],
            lambda choice: close() if choice else None,
            cancel=translate("Go on waiting"),
        )

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._tasks.close()

    def _changed(self, changes: Changes) -> None:
        if not changes.author:
            return
        self._others.append((changes.author, changes.label))
        if sum(len(rows) for rows in changes.updated.values()) <= REMEMBERED_ROWS:
            for table, rows in changes.updated.items():
                self._who.update(((table, row_id), changes.author) for row_id in rows)

    def _answered(self) -> None:
        self._looking = False
        self._timer.start(LOOK_MILLISECONDS)
        if self.lost:
            self._connected_again()
        # A notice with the person's own Undo in it stays; theirs comes after it.
        elif self._others and not self._window.notice.isVisible():
            text, self._others = _story(self._others), []
            history = (translate("History"), lambda: self._window.show_dock_page("history"))
            self._window.notify(text, "users", *history)

    def _failed(self, error: Exception) -> None:
        self._looking = False
        self._timer.start(LOOK_MILLISECONDS)
        if not isinstance(error, WorkspaceLost):
            raise error
        if not self.lost:
            self.connection_lost(str(error))

    def _chosen(self, choice: str) -> None:
        self._dialog = None
        if choice == "again" and self.lost:
            sentence = translate("Still no answer from {}.").format(self.name)
            self._timer.stop()
            try:
                self._project.poll()
            except WorkspaceLost:
                self._timer.start(LOOK_MILLISECONDS)
                self.connection_lost(sentence)
            else:
                self._answered()

    def _connected_again(self) -> None:
        self.lost = False
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.reject()
        self._window.refresh_file()
        waiting, self._waiting = self._waiting, []
        for again in waiting:
            again()
        if not self.lost:
            self._window.notify(translate("Connected again. Every change is kept."))


def _story(others: list[tuple[str, str]]) -> str:
    """ "anna: Move 12 items", or how many there were and the newest."""
    people = list(dict.fromkeys(author for author, _label in others))
    newest = others[-1][1]
    if len(others) == 1:
        return f"{people[0]}: {newest}"
    return translate("{}: {} changes, the newest: {}").format(", ".join(people), len(others), newest)
