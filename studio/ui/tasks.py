# SPDX-License-Identifier: Apache-2.0
"""Long work beside the window: one worker thread, progress, cancel, and results handed over in the window's thread.

Work is a plain function that takes a ``Progress``. It must not touch widgets; what it returns crosses as it is, so it
returns plain records. The worker is one thread, so two jobs never write to the project at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

THROTTLE_SECONDS = 0.1


class Cancelled(Exception):
    """Raised inside the work at its next progress report after the person cancelled."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is: ``done`` of ``total`` (0 = not known), and what it does now."""

    done: int
    total: int
    text: str


class Progress:
    """Handed to the work; it says how far it is and notices that it was cancelled. Safe in any thread."""

    def __init__(self, report: Callable[[Step], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._last = 0.0

    def update(self, done: int = 0, total: int = 0, text: str = "") -> None:
        """Report; at most ten reports a second reach the window. Raises ``Cancelled`` when the person cancelled."""
        self.check()
        now = time.monotonic()
        if now - self._last >= THROTTLE_SECONDS or (total and done >= total):
            self._last = now
            self._report(Step(done, total, text))

    def check(self) -> None:
        """Raise ``Cancelled`` when the person cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._cancelled.is_set()


class Task:
    """One job: its label, its latest step, whether it has ended, and ``cancel()``."""

    def __init__(self, label: str, progress: Progress, quiet: bool) -> None:
        self.label = label
        self.quiet = quiet
        self.step = Step(0, 0, "")
        self.ended = False
        self._progress = progress

    def cancel(self) -> None:
        """Ask the job to stop; its ``on_cancelled`` is called when it has."""
        self._progress.cancel()


@dataclass(slots=True)
class _Handlers:
    done: Callable[[Any], None] | None
    error: Callable[[Exception], None] | None
    cancelled: Callable[[], None] | None
    step: Callable[[Step], None] | None


class TaskRunner(QObject):
    """The one dispatcher. It lives as long as the window; handlers are called in the window's thread."""

    started = Signal(object)
    stepped = Signal(object)
    ended = Signal(object)
    failed = Signal(object, object)
    """A job without ``on_error`` ended with an exception: task, exception."""

    _arrived = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="studio-work")
        self._open: dict[Task, _Handlers] = {}
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> list[Task]:
        """Jobs that have not ended, the oldest first."""
        return list(self._open)

    def run(
        self,
        label: str,
        function: Callable[[Progress], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        *,
        on_cancelled: Callable[[], None] | None = None,
        on_step: Callable[[Step], None] | None = None,
        quiet: bool = False,
    ) -> Task:
        """Start a job, or queue it behind the running one. ``quiet`` jobs show no progress in the status bar."""
        # The progress needs the task and the task needs the progress; the list closes the ring.
        holder: list[Task] = []
        progress = Progress(lambda step: self._arrived.emit(holder[0], "step", step))
        task = Task(label, progress, quiet)
        holder.append(task)
        self._open[task] = _Handlers(on_done, on_error, on_cancelled, on_step)
        self._pool.submit(self._work, task, progress, function)
        self.started.emit(task)
        return task

    def close(self) -> None:
        """Cancel what runs, wait for it, and deliver nothing more."""
        self._closed = True
        for task in self._open:
            task.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._open.clear()

    def _work(self, task: Task, progress: Progress, function: Callable[[Progress], Any]) -> None:
        """In the worker thread: run the function and send what became of it."""
        try:
            progress.check()
            result = function(progress)
        except Cancelled:
            self._arrived.emit(task, "cancelled", None)
        except Exception as error:  # noqa: BLE001 (every failure belongs to the person who started the job)
            self._arrived.emit(task, "error", error)
        else:
            self._arrived.emit(task, "done", result)

    def _deliver(self, task: Task, what: str, value: Any) -> None:
        if self._closed or task not in self._open:
            return
        if what == "step":
            task.step = value
            self.stepped.emit(task)
            on_step = self._open[task].step
            if on_step is not None:
                on_step(value)
            return
        handlers = self._open.pop(task)
        task.ended = True
        self.ended.emit(task)
        if what == "done" and handlers.done:
            handlers.done(value)
        elif what == "cancelled" and handlers.cancelled:
            handlers.cancelled()
        elif what == "error":
            if handlers.error:
                handlers.error(value)
            else:
                self.failed.emit(task, value)
