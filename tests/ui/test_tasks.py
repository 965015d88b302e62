# SPDX-License-Identifier: Apache-2.0
"""Background work: one thread, progress, cancel, results in the window's thread."""

from __future__ import annotations

import threading

import pytest

from studio.ui.tasks import Cancelled, Progress, TaskRunner


@pytest.fixture
def tasks(qapp):
    runner = TaskRunner()
    yield runner
    runner.close()


def test_the_result_arrives_in_the_thread_of_the_window(tasks, qtbot):
    arrived = []
    tasks.run("Count", lambda progress: (threading.current_thread().name, 42), lambda value: arrived.append(
        (value, threading.current_thread().name)))  # fmt: skip
    qtbot.waitUntil(lambda: bool(arrived))
    (worker, answer), here = arrived[0]
    assert answer == 42
    assert worker.startswith("studio-work")
    assert here == threading.current_thread().name


def test_jobs_run_one_after_the_other(tasks, qtbot):
    running, most, done = [0], [0], []

    def work(progress):
        running[0] += 1
        most[0] = max(most[0], running[0])
        running[0] -= 1

    for number in range(5):
        tasks.run("Work", work, lambda _value, number=number: done.append(number))
    qtbot.waitUntil(lambda: len(done) == 5)
    assert done == [0, 1, 2, 3, 4]
    assert most == [1]


def test_cancel_stops_at_the_next_report(tasks, qtbot):
    began, go_on, ended = threading.Event(), threading.Event(), []

    def work(progress):
        began.set()
        go_on.wait(5)
        progress.update(1, 10, "row")
        ended.append("too late")

    task = tasks.run("Import", work, on_cancelled=lambda: ended.append("cancelled"))
    assert began.wait(5)
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["cancelled"]
    assert task.ended
    assert tasks.running == []


def test_an_error_goes_to_its_handler_or_to_failed(tasks, qtbot):
    errors = []

    def work(progress):
        raise ValueError("no such column")

    tasks.run("Import", work, on_error=lambda error: errors.append(str(error)))
    tasks.failed.connect(lambda task, error: errors.append(f"{task.label}: {error}"))
    tasks.run("Export", work)
    qtbot.waitUntil(lambda: len(errors) == 2)
    assert errors == ["no such column", "Export: no such column"]


def test_reports_are_few_but_the_last_one_arrives():
    steps = []
    progress = Progress(steps.append)
    for number in range(1, 10_001):
        progress.update(number, 10_000, "row")
    assert len(steps) < 100
    assert (steps[-1].done, steps[-1].total) == (10_000, 10_000)


def test_a_cancelled_progress_raises():
    progress = Progress(lambda step: None)
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.update(1, 2)


def test_closing_waits_for_the_worker(qapp):
    runner, log = TaskRunner(), []

    def work(progress):
        while True:
            try:
                progress.check()
            except Cancelled:
                log.append("stopped")
                raise

    runner.run("Endless", work, lambda value: log.append("delivered"))
    runner.close()
    qapp.processEvents()
    assert log in (["stopped"], [])  # stopped, or never begun
