# SPDX-License-Identifier: Apache-2.0
"""Sign a badge in four steps: badge, key, earners, result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget

from studio.model.errors import StudioError
from studio.ui.badges.sign_steps import BadgeStep, EarnersStep, KeyStep, ResultStep, Step
from studio.ui.badges.signing import Order, Signed, sign
from studio.ui.docks.live_checks import checks_of
from studio.ui.tasks import Task
from studio.ui.widgets.basics import label
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.sections import ProgressPanel

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow


class SignDialog(Dialog):
    """The wizard. Signing runs in the background; cancelling writes nothing."""

    def __init__(self, window: MainWindow, project: Project, badge_id: str = "") -> None:
        super().__init__(
            window,
            self.tr("Sign a badge"),
            steps=[self.tr("Badge"), self.tr("Key"), self.tr("Earners"), self.tr("Result")],
            lines=(48, 38),
        )
        self._window = window
        self._project = project
        self._task: Task | None = None
        findings = checks_of(window).findings
        self.badge = BadgeStep(project, badge_id, findings)
        self.key = KeyStep()
        self.earners = EarnersStep(self._ask_recipients, self._ask_folder)
        self.result = ResultStep(self._open_folder, self._copy_path, self._check)
        self._order: tuple[Step, ...] = (self.badge, self.key, self.earners, self.result)
        self._pages = QStackedWidget()
        for step in self._order:
            self._pages.addWidget(step)
            step.changed.connect(self._refresh)
        self.fault = label("", "body", "error", wrap=True)
        self.fault.hide()
        self.progress = ProgressPanel(window.tasks)
        self.content.addWidget(self._pages, 1)
        self.content.addWidget(self.fault)
        self.content.addWidget(self.progress)
        self.back_button = self.add_button(self.tr("Back"), lambda: self._go(self._step() - 1))
        self.next_button: QPushButton = self.add_button("", self._next, "primary")
        self.step_wanted.connect(self._wanted)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._go(0)

    # steps

    def _step(self) -> int:
        return self._pages.currentIndex()

    def _wanted(self, step: int) -> None:
        here = self._step()
        if self._task is None and here < 3 and (step < here or (step == here + 1 and not self._order[here].missing())):
            self._next() if step > here else self._go(step)

    def _go(self, step: int) -> None:
        self._pages.setCurrentIndex(step)
        self.set_step(step)
        self.fault.hide()
        if step == 2:
            self.earners.suggest_folder(_documents() / f"{_file_name(self.badge.name())} signed")
        self._refresh()
        self._order[step].take_focus()

    def _next(self) -> None:
        step = self._step()
        if step == 3:
            self.accept()
            return
        missing = self._order[step].missing()
        if missing:
            self._say(missing)
        elif step == 2:
            self._sign()
        else:
            self._go(step + 1)

    def _refresh(self) -> None:
        step = self._step()
        self.fault.hide()
        self.back_button.setVisible(step in (1, 2))
        self.cancel_button.setVisible(step < 3)
        words = (
            self.tr("Next: key"),
            self.tr("Next: earners"),
            self.earners.act(),
            self.tr("Done"),
        )
        self.next_button.setText(words[step])
        self.next_button.setEnabled(self._task is None)

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.show()
        self._window.announce(sentence, urgent=True)

    # signing

    def _sign(self) -> None:
        order = Order(
            self.badge.badge_id(),
            self.key.name(),
            self.key.passphrase(),
            self.earners.folder(),
            self.earners.recipients(),
            self.key.makes_key(),
        )
        self._task = self._window.tasks.run(
            self.tr("Sign the badge"),
            lambda progress: sign(self._project, order, progress),
            self._signed,
            self._failed,
            on_cancelled=self._cancelled,
        )
        self.progress.follow(self._task)
        self._refresh()

    def _signed(self, signed: Signed) -> None:
        self._task = None
        self.result.show_result(signed, self.badge.name())
        self._go(3)

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.key.forget_made()
        self._refresh()
        if not isinstance(error, (StudioError, OSError)):
            raise error
        self._say(str(error))

    def _cancelled(self) -> None:
        self._task = None
        self.key.forget_made()
        self._refresh()
        self._say(self.tr("Stopped. Nothing was written."))

    def reject(self) -> None:
        """Close; work that is under way is stopped first."""
        if self._task is not None:
            self._task.cancel()
            return
        super().reject()

    # files

    def _ask_recipients(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the list of earners"), "", self.tr("Tables (*.csv *.txt)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.earners.use_file(Path(path)))
        dialog.open()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder"), str(self.earners.folder().parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda path: self.earners.set_folder(Path(path) / f"{_file_name(self.badge.name())} signed")
        )
        dialog.open()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.earners.folder())))

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self.earners.folder()))

    def _check(self) -> None:
        folder = str(self.earners.folder())
        self.accept()
        self._window.actions.trigger("badge.verify", folder)


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def _file_name(name: str) -> str:
    """A name that every system takes for a folder."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in name)
    return " ".join(kept.split())[:60] or "Badge"
