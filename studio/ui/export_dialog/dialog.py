# SPDX-License-Identifier: Apache-2.0
"""Export in three steps: what, checks, result. Nothing is written before the checks were on screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from studio.export.service import ExportResult
from studio.standards.formats import format_named
from studio.ui.docks import finding_actions as doing
from studio.ui.export_dialog.choose_step import ChooseStep
from studio.ui.export_dialog.last_steps import ChecksStep, ResultStep
from studio.ui.export_dialog.order import Order, Preflight, is_blocked, may_export_anyway, preflight, write
from studio.ui.widgets.step_dialog import StepDialog

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

WHAT, CHECKS, RESULT = range(3)


class ExportDialog(StepDialog):
    """The dialog. Checking and writing run in the background; cancelling leaves no file behind."""

    def __init__(self, window: MainWindow, project: Project, wanted: Sequence[str] = (), format: str = "") -> None:
        """``wanted``: what is ticked at first; without any, all. ``format``: what is chosen at first."""
        super().__init__(
            window, self.tr("Export"), [self.tr("What"), self.tr("Checks"), self.tr("Result")], lines=(64, 50)
        )
        self._project = project
        self._found: Preflight | None = None
        self._result: ExportResult | None = None
        folder = project.path.parent if project.path else _documents()
        self.what = ChooseStep(project, window.language, folder, wanted, self._ask_place)
        self.checks = ChecksStep()
        self.outcome = ResultStep(self._open_folder, self._copy_path)
        for step in (self.what, self.checks, self.outcome):
            self._pages.addWidget(step)
        self.what.changed.connect(self._refresh)
        self.checks.view.go_wanted.connect(self.go_to)
        self.checks.view.fix_wanted.connect(self._fix)
        self.checks.view.more_wanted.connect(self._more)
        self.back_button = self.add_button(self.tr("Back"), lambda: self._go(WHAT))
        self.anyway_button = self.add_button(self.tr("Export anyway"), self._write)
        self.next_button: QPushButton = self.add_button("", self._next, "primary")
        self.step_wanted.connect(self._wanted)
        self.moved.connect(self._refresh)
        if format in self.what.format.names():
            self.what.format.choose(format)
        self._go(WHAT)

    # steps

    def order(self) -> Order:
        """What is to be exported."""
        return self.what.order()

    def _wanted(self, step: int) -> None:
        here = self.step()
        if self._task is not None or here == RESULT:
            return
        if step > here and here == WHAT:
            self._next()
        elif step < here:
            self._go(step)

    def _next(self) -> None:
        step = self.step()
        if step == RESULT:
            self.accept()
            return
        missing = self.what.missing()
        if missing:
            self._say(missing)
        elif step == WHAT:
            self._check()
        else:
            self._write()

    def _refresh(self) -> None:
        step, free = self.step(), self._task is None
        self.fault.hide()
        blocked = self._found is not None and is_blocked(self.order(), self._found)
        self.back_button.setVisible(step == CHECKS)
        self.back_button.setEnabled(free)
        self.cancel_button.setVisible(step != RESULT)
        anyway = step == CHECKS and blocked and self._found is not None and may_export_anyway(self.order(), self._found)
        self.anyway_button.setVisible(anyway)
        self.anyway_button.setEnabled(free)
        self.next_button.setText((self.tr("Next: checks"), self.tr("Export"), self.tr("Done"))[step])
        self.next_button.setEnabled(free and not (step == CHECKS and blocked))
        self.next_button.setToolTip(
            self.tr("Errors stand in the way: the registry would refuse it") if step == CHECKS and blocked else ""
        )
        self.set_subtitle("" if step == WHAT else format_named(self.order().format).name)

    # checking and writing

    def _check(self) -> None:
        order = self.order()
        self._window.commit_edit()

        def done(found: Preflight) -> None:
            self._found = found
            self.checks.show_findings(order, found)
            self._go(CHECKS)
            self._window.announce(self.checks.sentence.text())

        self._run(self.tr("Checking"), lambda progress: preflight(self._project, order, progress), done)

    def _write(self) -> None:
        order = self.order()

        def done(result: ExportResult) -> None:
            self._result = result
            self.outcome.show_result(result)
            self._go(RESULT)
            self._window.announce(self.outcome.title.text())

        self._run(
            self.tr("Export"),
            lambda progress: write(self._project, order, progress),
            done,
            self.tr("Stopped. The file that was being written is not there."),
        )

    def accept(self) -> None:
        """Close; after writing the window says so."""
        super().accept()
        if self._result is not None:
            files = self._result.files
            words = self.tr('Exported "{0}".') if len(files) == 1 else self.tr("Exported {1} files.")
            self._window.notify(words.format(files[0].name if files else "", len(files)), "file-output")

    # findings

    def go_to(self, finding: Finding) -> None:
        """Close, and show the item."""
        if finding.item_id and self._task is None:
            super().reject()
            self._window.go_to(finding.item_id, take_focus=True)

    def _fix(self, finding: Finding) -> None:
        if self._task is None:
            doing.apply_fix(self._window, finding)
            self._check()

    def _more(self, finding: Finding, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if finding.fix_id:
            menu.addAction(doing.fix_label(finding), lambda: self._fix(finding))
        if finding.item_id:
            menu.addAction(self.tr("Go to the item"), lambda: self.go_to(finding))
        if finding.rule:
            menu.addAction(self.tr("Why?"), lambda: doing.explain(self._window, finding))
        menu.addAction(self.tr("Copy"), lambda: doing.copy_text(finding))
        menu.popup(at)

    # places

    def _ask_place(self) -> None:
        if self.what.needs_folder():
            dialog = QFileDialog(self, self.tr("Choose a folder"), str(self.order().place.parent))
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            endings = " ".join(f"*{ending}" for ending in format_named(self.order().format).extensions)
            kind = f"{format_named(self.order().format).name} ({endings})"
            dialog = QFileDialog(self, self.tr("Export to"), str(self.order().place), kind)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            # The dialog of this window says what is replaced.
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.what.set_place)
        dialog.open()

    def _open_folder(self) -> None:
        if self._result is not None and self._result.files:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._result.files[0].parent)))

    def _copy_path(self) -> None:
        if self._result is not None:
            QGuiApplication.clipboard().setText("\n".join(str(file) for file in self._result.files))
            self.outcome.told.setText(self.tr("Copied."))


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
