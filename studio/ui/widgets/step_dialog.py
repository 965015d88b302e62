# SPDX-License-Identifier: Apache-2.0
"""A dialog in steps whose work runs in the background: pages, progress, refusals, and one answer at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from studio.model.errors import StudioError
from studio.ui.tasks import Progress, Task
from studio.ui.widgets.basics import label
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.sections import ProgressPanel
from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


class StepDialog(Dialog):
    """The last step tells the result: from there on closing is accepting. Pages have ``take_focus()``.

    A dialog connects ``step_wanted`` (the person asks for a step) and ``moved`` before it goes to its first step.
    """

    moved = Signal()
    """Another step is on screen, or work began or ended: buttons and words follow."""

    def __init__(self, window: MainWindow, title: str, names: Sequence[str], lines: tuple[float, float]) -> None:
        super().__init__(window, title, steps=names, lines=lines)
        self._window = window
        self._task: Task | None = None
        self._asked = 0
        self._pages = QStackedWidget()
        self.fault = label("", "body", "error", wrap=True, select=True)
        self.fault.hide()
        self.progress = ProgressPanel(window.tasks)
        self.content.addWidget(self._pages, 1)
        self.content.addWidget(self.fault)
        self.content.addWidget(self.progress)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def step(self) -> int:
        """The step on screen."""
        return self._pages.currentIndex()

    def reject(self) -> None:
        """Close; work that is under way is stopped first. After the last step there is nothing to cancel."""
        if self._task is not None:
            self._task.cancel()
        elif self.step() == self._pages.count() - 1:
            self.accept()
        else:
            super().reject()

    def _go(self, step: int) -> None:
        # Only the page on screen says how much room it needs.
        for number in range(self._pages.count()):
            policy = QSizePolicy.Policy.Preferred if number == step else QSizePolicy.Policy.Ignored
            self._pages.widget(number).setSizePolicy(policy, policy)
        self._pages.setCurrentIndex(step)
        self.set_step(step)
        self.moved.emit()
        self.scroll_to_top()
        page: Any = self._pages.currentWidget()
        page.take_focus()

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.show()
        self._window.announce(sentence, urgent=True)

    def _run(
        self,
        words: str,
        work: Callable[[Progress], object],
        done: Callable[..., object],
        stopped: str = "",
    ) -> None:
        """Work in the background, then ``done`` with its answer; ``stopped`` is said when it was cancelled."""
        self._asked += 1
        number = self._asked
        if self._task is not None:
            self._task.cancel()

        def ended(then: Callable[[], object]) -> None:
            # An older answer than the one that is waited for says nothing any more.
            if number == self._asked:
                self._task = None
                self.moved.emit()
                then()

        def failed(error: Exception) -> None:
            if not isinstance(error, (StudioError, OSError)):
                ended(lambda: None)
                raise error
            ended(lambda: self._say(str(error)))

        self._task = self._window.tasks.run(
            words,
            work,
            lambda result: ended(lambda: done(result)),
            failed,
            on_cancelled=lambda: ended(lambda: self._say(stopped or translate("Stopped."))),
        )
        self.progress.follow(self._task)
        self.moved.emit()
