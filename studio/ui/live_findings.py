# SPDX-License-Identifier: Apache-2.0
"""What the checks say about the open project, kept fresh in the background: one for each window.

Every part that shows findings (home, badges, docks) asks here, so that the checks run once for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow
    from studio.ui.tasks import Progress

WAIT_MILLISECONDS = 400


class LiveFindings(QObject):
    """``findings`` are those of the last run, accepted ones left out; ``changed`` is sent after each run.

    ``ready``: there was a run. ``stale``: the project has changed since the last run began.
    """

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.findings: list[Finding] = []
        self.ready = False
        self.stale = True
        self._window = window
        self._running = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run)
        if window.project is not None:
            window.project_changed.connect(lambda _changes: self._wait())

    @staticmethod
    def of(window: MainWindow) -> LiveFindings:
        """The findings of a window, made when they are asked for first; the first run starts soon after."""
        known = window.findChild(LiveFindings)
        if known is None:
            known = LiveFindings(window)
            if window.project is not None:
                known._timer.start(0)
        return known

    def _wait(self) -> None:
        self.stale = True
        self._timer.start(WAIT_MILLISECONDS)

    def of_item(self, item_id: str) -> list[Finding]:
        """What was found at one item."""
        return [finding for finding in self.findings if finding.item_id == item_id]

    def run(self) -> None:
        """Check the project now, in the background; a run that is under way is followed by another one."""
        if self._running:
            self._again = True
            return
        project = self._window.project
        if project is None:
            return
        self._running = True
        self.stale = False
        self._window.tasks.run(
            self.tr("Check the project"),
            lambda progress: _check(project, progress),
            self._done,
            self._failed,
            on_cancelled=lambda: self._done(None),
            quiet=True,
        )

    def _done(self, findings: Any) -> None:
        self._running = False
        if findings is not None:
            self.findings = findings
            self.ready = True
            self.changed.emit()
        if self._again:
            self._again = False
            self._timer.start(WAIT_MILLISECONDS)

    def _failed(self, error: Exception) -> None:
        self._done(None)
        self._window.show_error(str(error))


def _check(project: Project, progress: Progress) -> list[Finding]:
    from studio.checks import engine

    progress.check()
    return engine.run(project)
