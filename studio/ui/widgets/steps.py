# SPDX-License-Identifier: Apache-2.0
"""Numbered steps of a wizard: finished, present, to come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame

from studio.ui.icons import icon as make_icon
from studio.ui.theme import theme
from studio.ui.widgets.basics import row
from studio.ui.words import translate


class StepButton(QAbstractButton):
    """A number in a circle and a word; a finished step has a check mark and can be clicked."""

    def __init__(self, number: int, text: str, last: bool) -> None:
        super().__init__()
        self.number = number
        self.state = "coming"
        self._last = last
        self.setText(text)

    def set_state(self, state: str) -> None:
        """``done``, ``now`` or ``coming``."""
        self.state = state
        self.setEnabled(state != "coming")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if state == "done" else Qt.FocusPolicy.NoFocus)
        words = {
            "done": translate("finished"),
            "now": translate("this step"),
            "coming": translate("to come"),
        }[state]
        self.setAccessibleName(translate("Step {}, {}, {}").format(self.number, self.text(), words))
        self.update()

    def sizeHint(self) -> QSize:
        """Circle, word, and the line to the next step."""
        look = theme()
        circle = round(1.4 * look.lh)
        line = 0 if self._last else 9 * look.u
        return QSize(
            circle + 3 * look.u + look.metrics("strong").horizontalAdvance(self.text()) + line, circle + 2 * look.u
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle, number or check mark, word, line, ring."""
        look, u = theme(), theme().u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = 1.4 * look.lh
        circle = QRectF(1, (self.height() - side) / 2, side, side)
        if self.state == "coming":
            painter.setPen(QPen(look.colour("border_control"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("success_solid" if self.state == "done" else "accent"))
        painter.drawEllipse(circle)
        if self.state == "done":
            inside = circle.adjusted(u, u, -u, -u).toRect()
            make_icon("check", "base", 16).paint(painter, inside)
        else:
            painter.setFont(look.font("small_strong"))
            painter.setPen(look.colour("on_accent" if self.state == "now" else "text2"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self.number))
        painter.setFont(look.font("body" if self.state == "coming" else "strong"))
        painter.setPen(look.colour("text2" if self.state == "coming" else "text"))
        left = circle.right() + 2 * u
        width = look.metrics("strong").horizontalAdvance(self.text())
        painter.drawText(
            QRectF(left, 0, width + u, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )
        if not self._last:
            painter.setPen(QPen(look.colour("border"), 1))
            middle = self.height() / 2
            painter.drawLine(round(left + width + 2 * u), round(middle), self.width() - u, round(middle))
        if self.hasFocus() and self.property("kbd"):
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class Steps(QFrame):
    """The row of steps. ``chosen`` is sent with the number (from 0) of a finished step that was clicked."""

    chosen = Signal(int)

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(translate("Steps"))
        self.current = 0
        self.count = len(texts)
        self._buttons = [StepButton(number + 1, text, number == self.count - 1) for number, text in enumerate(texts)]
        self.setLayout(row(*self._buttons, gap=1))
        for number, made in enumerate(self._buttons):
            made.clicked.connect(lambda _checked=False, number=number: self._clicked(number))
        self.set_current(0)

    def set_current(self, step: int) -> None:
        """Mark the present step; those before it are finished."""
        self.current = step
        for number, made in enumerate(self._buttons):
            made.set_state("done" if number < step else "now" if number == step else "coming")

    def leave_out(self, steps: Collection[int]) -> None:
        """Steps (from 0) that are not needed now; the others are numbered without them."""
        numbers = count(1)
        for step, made in enumerate(self._buttons):
            made.setVisible(step not in steps)
            made.number = 0 if step in steps else next(numbers)
        self.set_current(self.current)

    def _clicked(self, step: int) -> None:
        if step < self.current:
            self.chosen.emit(step)
