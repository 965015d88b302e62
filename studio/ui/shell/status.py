# SPDX-License-Identifier: Apache-2.0
"""The status bar: findings, what the workspace says, running work with Cancel, language, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QStatusBar, QToolButton

from studio.ui.icons import icon as make_icon
from studio.ui.shell.notice import announce
from studio.ui.sizing import fix, size_icon
from studio.ui.tasks import Task, TaskRunner
from studio.ui.theme import set_font
from studio.ui.widgets.basics import ElidedLabel, button, label, row
from studio.ui.words import translate

SHOW_AFTER_MILLISECONDS = 300
COUNTS = (
    ("errors", "circle-x", "error", "error"),
    ("warnings", "triangle-alert", "warning", "warning"),
    ("notes", "info", "info", "note"),
)
"""Key, icon, colour token when above zero, and the word for screen readers."""


class StatusBar(QStatusBar):
    """``counts_clicked`` is sent when the person clicks the number of errors, warnings or notes."""

    counts_clicked = Signal()

    def __init__(self, tasks: TaskRunner) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._counts: dict[str, QToolButton] = {}
        counts = row(gap=1, margins=(3, 0, 2, 0))
        for key, *_ in COUNTS:
            made = QToolButton()
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            set_font(made, "small")
            size_icon(made, 0.95, words=True)
            fix(made, height=1.5)
            made.clicked.connect(lambda _checked=False: self.counts_clicked.emit())
            self._counts[key] = made
            counts.addWidget(made)
        self._text = ElidedLabel("", "small", "text2")
        self._right = label("", "small", "text2")
        self._work = _WorkPart(tasks)
        middle = QFrame()
        box = row(counts, self._text, self._work, self._right, gap=3, margins=(0, 0, 4, 0))
        box.setStretch(1, 1)
        middle.setLayout(box)
        self.addWidget(middle, 1)
        fix(self, height=1.75)
        self.show_counts(0, 0, 0, shown=False)

    def show_counts(self, errors: int, warnings: int, notes: int, shown: bool = True) -> None:
        """The findings of the live checks."""
        numbers = {"errors": errors, "warnings": warnings, "notes": notes}
        for key, picture, token, word in COUNTS:
            made, number = self._counts[key], numbers[key]
            made.setVisible(shown)
            made.setText(f"{number:,}")
            made.setIcon(make_icon(picture, token if number else "text3", 16))
            words = f"{number:,} {word}{'' if number == 1 else 's'}"
            made.setAccessibleName(words)
            made.setToolTip(translate("{}. Show problems").format(words))

    def show_text(self, text: str) -> None:
        """What the workspace says about itself."""
        self._text.set_full_text(text)

    def show_right(self, text: str) -> None:
        """Language and zoom."""
        self._right.setText(text)

    def work(self) -> _WorkPart:
        """The part that shows running work."""
        return self._work


class _WorkPart(QFrame):
    """Progress of the running job, shown when it takes longer than 300 ms, with Cancel."""

    def __init__(self, tasks: TaskRunner) -> None:
        super().__init__()
        self.setAccessibleName(translate("Running work"))
        self._tasks = tasks
        self._task: Task | None = None
        self._said = -1
        self._text = label("", "small", "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Progress"))
        fix(self._bar, width=9)
        self._cancel = button(translate("Cancel"), "link", clicked=self._cancel_clicked)
        set_font(self._cancel, "small_strong")
        self._cancel.setProperty("small", True)
        self.setLayout(row(self._text, self._bar, self._cancel, gap=2))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        tasks.started.connect(self._started)
        tasks.stepped.connect(self._stepped)
        tasks.ended.connect(self._ended)
        self.hide()

    def _started(self, task: Task) -> None:
        if not task.quiet and self._task is None:
            self._task, self._said = task, -1
            self._cancel.setEnabled(True)
            self._timer.start(SHOW_AFTER_MILLISECONDS)

    def _appear(self) -> None:
        if self._task is not None:
            self._show_step(self._task)
            self.show()

    def _stepped(self, task: Task) -> None:
        if task is self._task and self.isVisible():
            self._show_step(task)

    def _ended(self, task: Task) -> None:
        if task is not self._task:
            return
        self._timer.stop()
        self.hide()
        self._task = None
        waiting = [other for other in self._tasks.running if not other.quiet and not other.ended]
        if waiting:
            self._started(waiting[0])

    def _show_step(self, task: Task) -> None:
        step = task.step
        done = f", {step.done:,} of {step.total:,}" if step.total else ""
        self._text.setText(f"{step.text or task.label}{done}")
        self._bar.setRange(0, step.total)
        self._bar.setValue(step.done)
        self._cancel.setAccessibleName(translate("Cancel: {}").format(task.label))
        quarter = 4 * step.done // step.total if step.total else 0
        if quarter > self._said:
            self._said = quarter
            announce(self, f"{task.label}: {25 * quarter} %" if step.total else task.label)

    def _cancel_clicked(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._text.setText(translate("Stopping: {}").format(self._task.label))
            self._cancel.setEnabled(False)
