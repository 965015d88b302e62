# SPDX-License-Identifier: Apache-2.0
"""The quality checks, run in the background after every change: small projects whole, large ones around the change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.model.errors import StudioError
from studio.model.journal import Changes
from studio.ui.models import competency_rows as queries
from studio.ui.models.competency_rows import Mark
from studio.ui.tasks import Progress, Task

if TYPE_CHECKING:
    from studio.checks.engine import Recheck
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

    findings: list[Finding] = field(default_factory=list)
    by_item: dict[str, list[Finding]] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    branches: dict[str, int] = field(default_factory=dict)
    rules: int = 0
    items: int = 0
    waiting: bool = False


class LiveChecks(QObject):
    """The findings of a project, in reading order. ``changed`` is sent when there are others.

    An edit of a large project is followed by the rules around it, and by a look at everything once the person pauses.
    """

    changed = Signal()

    def __init__(self, project: Project, window: MainWindow) -> None:
        super().__init__(window)
        self.project = project
        self._tasks = window.tasks
        self._result = Result()
        self.complete = False
        self._pending: list[Changes] = []
        self._whole = True
        self._running: Task | None = None
        self._whole_seconds = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._run)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.check_again)
        window.project_changed.connect(self._project_changed)
        self._timer.start(0)

    @property
    def findings(self) -> list[Finding]:
        """Everything that was found."""
        return self._result.findings

    @property
    def by_item(self) -> dict[str, list[Finding]]:
        """The findings of each item, the worst first."""
        return self._result.by_item

    @property
    def marks(self) -> dict[str, Mark]:
        """The mark of each competency with problems, for the tree."""
        return self._result.marks

    @property
    def branches(self) -> dict[str, int]:
        """How many items with errors or warnings lie below an item."""
        return self._result.branches

    @property
    def rules(self) -> int:
        """How many rules there are."""
        return self._result.rules

    @property
    def items(self) -> int:
        """How many items were looked at."""
        return self._result.items

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
        return self.complete and not self._pending and self._running is None

    def check_again(self) -> None:
        """Look at everything again now."""
        self._whole = True
        self._timer.start(0)

    def _project_changed(self, changes: Changes) -> None:
        self._pending.append(changes)
        self._timer.start(WAIT_MILLISECONDS)
        if self._pause.isActive():
            self._wait_for_pause()
        if self._whole and self.complete and self._running is not None:
            self._running.cancel()  # the rules around the edit come first

    def _run(self) -> None:
        if self._running is not None:
            return
        whole = self._whole and not (self.complete and self._pending)
        if not whole and not self._pending:
            return
        pending, self._pending = self._pending, []
        before, project = self._result, self.project
        began = monotonic()

        def work(progress: Progress) -> Result:
            return look_at_all(project, progress) if whole else look_around(project, before, pending, progress)

        def done(result: Result) -> None:
            self._running = None
            self.complete = True
            if whole:
                self._whole = False
                self._whole_seconds = monotonic() - began
            if self._pending:
                self._timer.start(WAIT_MILLISECONDS)
            if result.waiting or self._whole:
                self._whole = False
                self._wait_for_pause()
            self._result = result
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._running, self._whole = None, True
            self._pending[:0] = pending
            if not isinstance(error, StudioError):
                raise error
            self._wait_for_pause()  # the project was busy, or its server did not answer

        def stopped() -> None:
            self._running, self._whole = None, True
            self._pending[:0] = pending
            if self._pending:
                self._timer.start(WAIT_MILLISECONDS)

        self._running = self._tasks.run(self.tr("Checking"), work, done, failed, on_cancelled=stopped, quiet=True)

    def _wait_for_pause(self) -> None:
        """A look at everything that takes seconds waits until nobody has edited for about as long."""
        self._pause.start(max(WAIT_FOR_WHOLE_MILLISECONDS, round(1000 * self._whole_seconds)))


def look_at_all(project: Project, progress: Progress) -> Result:
    """In the worker: every rule at every item."""
    from studio.checks import engine

    findings = engine.run(project, progress=progress.update)
    return _grouped(project, findings)


def look_around(project: Project, before: Result, pending: Iterable[Changes], progress: Progress) -> Result:
    """In the worker: the rules that these changes concern. A small project is looked at as a whole."""
    from studio.checks import engine

    result = replace(before, waiting=False)
    for changes in pending:
        progress.check()
        again = engine.run_for(project, changes)
        waiting = bool(again.waiting) or (result.waiting and not again.complete)
        if again.complete or _moves(changes):
            result = _grouped(project, again.update(result.findings), waiting)
        else:
            result = _joined(project, result, again, waiting)
            result = replace(result, items=result.items + len(changes.inserted.get("competency", ())))
    return result


def _grouped(project: Project, findings: list[Finding], waiting: bool = False) -> Result:
    from studio.checks.loading import framework_sizes
    from studio.checks.profiles import severities

    by_item: dict[str, list[Finding]] = {}
    for finding in findings:
        by_item.setdefault(finding.item_id, []).append(finding)
    marks: dict[str, Mark] = {}
    for item_id, found in by_item.items():
        found.sort(key=_weight)
        if found[0].kind == "competency":
            marks[item_id] = _mark(found)
    branches: dict[str, int] = {}
    _count(project, branches, [item_id for item_id, mark in marks.items() if _counts(mark)], 1)
    items = sum(framework_sizes(project).values())
    return Result(findings, by_item, marks, branches, len(severities(())), items, waiting)


def _joined(project: Project, before: Result, again: Recheck, waiting: bool) -> Result:
    """What was known, with what was looked at again: the work grows with the edit and not with the project."""
    new: dict[str, list[Finding]] = {item_id: [] for item_id in again.ids | again.gone}
    for finding in again.findings:
        new.setdefault(finding.item_id, []).append(finding)
    by_item, marks, branches = dict(before.by_item), dict(before.marks), dict(before.branches)
    appeared: list[str] = []
    vanished: list[str] = []
    for item_id, found in new.items():
        known = [] if item_id in again.gone else by_item.pop(item_id, [])
        kept = [finding for finding in known if item_id not in again.ids or finding.rule not in again.rules]
        counted = _counts(marks.pop(item_id, None))
        shown = sorted((*kept, *found), key=_weight)
        if shown:
            by_item[item_id] = shown
        if shown and shown[0].kind == "competency":
            marks[item_id] = _mark(shown)
        counts = _counts(marks.get(item_id))
        if counts != counted:
            (appeared if counts else vanished).append(item_id)
    _count(project, branches, appeared, 1)
    _count(project, branches, vanished, -1)
    findings = again.update(before.findings)
    return replace(before, findings=findings, by_item=by_item, marks=marks, branches=branches, waiting=waiting)


def _moves(changes: Changes) -> bool:
    """Whether items have other items above them now, or are gone from below them."""
    moved = any("parent_id" in columns for columns in changes.updated.get("competency", {}).values())
    return moved or "competency" in changes.deleted


def _count(project: Project, branches: dict[str, int], item_ids: Collection[str], step: int) -> None:
    """Count items, or count them no longer, at every item above them."""
    above = queries.chain(project, item_ids) if item_ids else {}
    for item_id in item_ids:
        parent, seen = above.get(item_id), {item_id}
        while parent is not None and parent not in seen:
            branches[parent] = branches.get(parent, 0) + step
            seen.add(parent)
            parent = above.get(parent)


def _mark(found: list[Finding]) -> Mark:
    return Mark(found[0].severity, len(found), found[0].message)


def _counts(mark: Mark | None) -> bool:
    """Whether the branch above counts the item: one with no more than notes is fine."""
    return mark is not None and mark.severity != "info"


def _weight(finding: Finding) -> int:
    return WORST_FIRST.index(finding.severity)
