# SPDX-License-Identifier: Apache-2.0
"""The quality checks, run in the background after every change: small projects whole, large ones around the change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.model.errors import StudioError
from studio.model.journal import Changes
from studio.ui.models import competency_rows as queries
from studio.ui.models.competency_rows import Mark
from studio.ui.tasks import Progress

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

WAIT_MILLISECONDS = 250
WAIT_FOR_WHOLE_MILLISECONDS = 3_000
WORST_FIRST = ("error", "warning", "info")


def checks_of(window: MainWindow) -> LiveChecks:
    """The checks of a window with a project; the first one who asks makes them."""
    known = window.findChild(LiveChecks)
    if known is None:
        if window.project is None:
            raise ValueError("Without a project there is nothing to check")
        known = LiveChecks(window.project, window)
    return known


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found; ``waiting`` when some rules still need a look at everything."""

    findings: list[Finding]
    by_item: dict[str, list[Finding]]
    marks: dict[str, Mark]
    branches: dict[str, int]
    rules: int
    items: int
    waiting: bool = False


class LiveChecks(QObject):
    """The findings of a project, in reading order. ``changed`` is sent when there are others."""

    changed = Signal()

    def __init__(self, project: Project, window: MainWindow) -> None:
        super().__init__(window)
        self.project = project
        self._tasks = window.tasks
        self.findings: list[Finding] = []
        self.by_item: dict[str, list[Finding]] = {}
        self.marks: dict[str, Mark] = {}
        """The mark of each competency with problems, for the tree."""
        self.branches: dict[str, int] = {}
        """How many items with errors or warnings lie below an item."""
        self.rules = 0
        self.items = 0
        self.complete = False
        self._pending: list[Changes] = []
        self._whole = True
        self._running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._run)
        window.project_changed.connect(self._project_changed)
        self._timer.start(0)

    def items_with(self, severities: Iterable[str]) -> frozenset[str]:
        """The items that have a problem of one of these severities."""
        wanted = set(severities)
        return frozenset(finding.item_id for finding in self.findings if finding.severity in wanted)

    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        counts = dict.fromkeys(WORST_FIRST, 0)
        for finding in self.findings:
            counts[finding.severity] += 1
        return counts

    @property
    def fresh(self) -> bool:
        """Whether the findings are those of the project as it is now."""
        return self.complete and not self._pending and not self._running

    def check_again(self) -> None:
        """Look at everything again now."""
        self._whole = True
        self._timer.start(0)

    def _project_changed(self, changes: Changes) -> None:
        self._pending.append(changes)
        self._timer.start(WAIT_MILLISECONDS)

    def _run(self) -> None:
        if self._running:
            return
        self._running = True
        pending, self._pending = self._pending, []
        whole, self._whole = self._whole, False
        before, project = self.findings, self.project

        def work(progress: Progress) -> Result:
            return _check(project, before, [] if whole else pending, progress)

        def failed(error: Exception) -> None:
            self._running = False
            # The project was busy or is closing: the next change asks again.
            self._whole = True
            if not isinstance(error, StudioError):
                raise error

        self._tasks.run(self.tr("Checking"), work, self._done, failed, on_cancelled=self._stopped, quiet=True)

    def _stopped(self) -> None:
        self._running = False
        self._whole = True

    def _done(self, result: Result) -> None:
        self._running = False
        self.complete = True
        self.rules, self.items = result.rules, result.items
        if self._pending:
            self._timer.start(WAIT_MILLISECONDS)
        elif result.waiting:
            self._whole = True
            self._timer.start(WAIT_FOR_WHOLE_MILLISECONDS)
        self.findings, self.by_item = result.findings, result.by_item
        self.marks, self.branches = result.marks, result.branches
        self.changed.emit()


def _check(project: Project, before: list[Finding], pending: list[Changes], progress: Progress) -> Result:
    """In the worker: look again at what changed, or at everything when nothing says what did."""
    from studio.checks import engine
    from studio.checks.loading import framework_sizes
    from studio.checks.profiles import severities

    def report(done: int, total: int, text: str) -> None:
        progress.update(done, total, text)

    waiting = False
    if pending:
        findings = before
        for changes in pending:
            progress.check()
            again = engine.run_for(project, changes)
            findings = again.update(findings)
            waiting = bool(again.waiting) or (waiting and not again.complete)
    else:
        findings = engine.run(project, progress=report)
    by_item: dict[str, list[Finding]] = {}
    for finding in findings:
        by_item.setdefault(finding.item_id, []).append(finding)
    for found in by_item.values():
        found.sort(key=lambda finding: WORST_FIRST.index(finding.severity))
    marks, branches = _place(project, by_item)
    items = sum(framework_sizes(project).values())
    return Result(findings, by_item, marks, branches, len(severities(())), items, waiting)


def _place(project: Project, by_item: dict[str, list[Finding]]) -> tuple[dict[str, Mark], dict[str, int]]:
    """The mark of each competency, and how many with more than a note each branch holds."""
    marks = {
        item_id: Mark(found[0].severity, len(found), found[0].message)
        for item_id, found in by_item.items()
        if found[0].kind == "competency"
    }
    above = queries.chain(project, marks)
    branches: dict[str, int] = {}
    for item_id, mark in marks.items():
        if mark.severity == "info":
            continue
        parent, seen = above.get(item_id), {item_id}
        while parent is not None and parent not in seen:
            branches[parent] = branches.get(parent, 0) + 1
            seen.add(parent)
            parent = above.get(parent)
    return marks, branches
