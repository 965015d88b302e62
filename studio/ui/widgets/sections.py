# SPDX-License-Identifier: Apache-2.0
"""Parts of an inspector: a row of label and editor, a section that collapses, the bubble of a problem, progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix, size_icon, space
from studio.ui.tasks import Step, Task, TaskRunner
from studio.ui.theme import set_font
from studio.ui.widgets.basics import IconLabel, button, clear, column, label, repolish, row
from studio.ui.widgets.flow import FlowLayout
from studio.ui.words import translate

LABEL_LINES = 6.8


def form_row(name: str, editor: QWidget, note: QWidget | None = None) -> QHBoxLayout:
    """A label and its editor. The name of the label becomes the accessible name of the editor."""
    text = QLabel(name)
    text.setProperty("tone", "text2")
    text.setWordWrap(True)
    set_font(text, "small")
    target = editor.focusProxy() or editor
    text.setBuddy(target)
    inner = editor.lineEdit() if isinstance(editor, QComboBox) else None  # the field inside speaks for itself
    for part in (target, inner):
        if part is not None and not part.accessibleName():
            part.setAccessibleName(name)
    fix(text, width=LABEL_LINES)
    box = row(text, editor, gap=2)
    box.setStretch(1, 1)
    box.setAlignment(text, Qt.AlignmentFlag.AlignVCenter)
    if note is not None:
        box.addWidget(note)
    return box


class Collapsible(QFrame):
    """A title with a chevron and, at the right, a quiet summary; the content opens below. ``toggled`` says so."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, summary: str = "", *, open: bool = False) -> None:
        super().__init__()
        self._head = QPushButton(title)
        self._head.setProperty("kind", "section")
        self._head.setAccessibleName(title)
        size_icon(self._head, 1.0, words=True)
        set_font(self._head, "strong")
        self._summary = label(summary, "small", "text2")
        self._summary.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self._head)
        space(inside, (0, 0, 2, 0))
        inside.addStretch(1)
        inside.addWidget(self._summary)
        self._head.clicked.connect(lambda _checked=False: self.set_open(not self.is_open()))
        self.content = content
        self.setLayout(column(self._head, content, gap=1))
        self._open = not open
        self.set_open(open)

    def is_open(self) -> bool:
        """Whether the content can be seen."""
        return self._open

    def set_open(self, is_open: bool) -> None:
        """Open or close."""
        if is_open == self._open:
            return
        self._open = is_open
        self.content.setVisible(is_open)
        self._head.setIcon(make_icon("chevron-down" if is_open else "chevron-right", "text2"))
        self._head.setAccessibleDescription(translate("open") if is_open else translate("closed"))
        self.toggled.emit(is_open)

    def set_summary(self, summary: str) -> None:
        """The quiet words at the right."""
        self._summary.setText(summary)


class QuickFixBubble(QFrame):
    """A problem, said where it is: sentence, what to do about it. Not a popup; Alt+Enter moves the keyboard here."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bubble")
        self._picture = IconLabel("triangle-alert", "warning", 1.1)
        self._sentence = label("", "small", "text", wrap=True)
        self._buttons = FlowLayout()
        space(self._buttons, 0, 4)
        texts = column(self._sentence, self._buttons, gap=1)
        box = row(self._picture, texts, gap=2.5, margins=(3, 2.5, 3, 2))
        box.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.hide()

    def show_problem(
        self, severity: str, sentence: str, choices: Sequence[tuple[str, Callable[[], object]]] = ()
    ) -> None:
        """Severity ``error``, ``warning`` or ``note``; the choices are links: the fix first, "Why?" last."""
        token = {"error": "error", "warning": "warning"}.get(severity, "info")
        picture = {"error": "circle-x", "warning": "triangle-alert"}.get(severity, "info")
        self.setProperty("severity", token)
        repolish(self)
        self._picture.set_icon(picture, token)
        self._sentence.setText(sentence)
        self.setAccessibleName(f"{severity.capitalize()}: {sentence}")
        focused = self.window().focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        clear(self._buttons)
        for text, handler in choices:
            made = button(text, "link", clicked=handler)
            set_font(made, "small_strong")
            made.setProperty("flush", True)
            self._buttons.addWidget(made)
        self.show()
        first = self.first_button()
        if had_focus and first is not None:  # one problem was settled; the next stands in its place
            first.show()
            first.setFocus()

    def first_button(self) -> QWidget | None:
        """The button of the fix."""
        item = self._buttons.itemAt(0)
        return item.widget() if item else None

    def focus(self) -> None:
        """Move the keyboard to the fix."""
        first = self.first_button()
        if first is not None and self.isVisible():
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)


class ProgressPanel(QFrame):
    """Progress inside a dialog: a bar, "6 of 10", what is done now, Cancel."""

    def __init__(self, tasks: TaskRunner) -> None:
        super().__init__()
        self.setAccessibleName(translate("Progress"))
        self._task: Task | None = None
        self._tasks = tasks
        self._text = label("", "body", "text2")
        self._count = label("", "small", "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Progress"))
        self._cancel = button(translate("Cancel"), "secondary", clicked=self._cancel_clicked)
        self.setLayout(column(row(self._text, None, self._count), row(self._bar, self._cancel, gap=3), gap=1))
        tasks.stepped.connect(self._stepped)
        tasks.ended.connect(self._ended)
        self.hide()

    def follow(self, task: Task) -> None:
        """Show a job until it ends."""
        self._task = task
        self._cancel.setEnabled(True)
        self._show(task.step)
        self.show()

    def _stepped(self, task: Task) -> None:
        if task is self._task:
            self._show(task.step)

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self.hide()

    def _show(self, step: Step) -> None:
        self._bar.setRange(0, step.total)
        self._bar.setValue(step.done)
        self._text.setText(step.text or (self._task.label if self._task else ""))
        self._count.setText(translate("{:,} of {:,}").format(step.done, step.total) if step.total else "")

    def _cancel_clicked(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._cancel.setEnabled(False)
            self._text.setText(translate("Stopping after this one"))
