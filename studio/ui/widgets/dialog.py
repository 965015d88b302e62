# SPDX-License-Identifier: Apache-2.0
"""The base of every dialog: a title that is a task or a question, content that scrolls, buttons named by their verb.

Dialogs are opened, never executed: what follows an answer is a handler. They draw their own round corners and name; the
veil over the window draws their shadow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import button, column, icon_button, label, panel, row, scrolled
from studio.ui.widgets.scrim import Scrim
from studio.ui.widgets.steps import Steps
from studio.ui.words import translate

RADIUS = 12


class Dialog(QDialog):
    """A window-modal dialog over a veil. With ``steps`` it is a wizard: numbered steps stand at the top right."""

    step_wanted = Signal(int)
    """The person asks for a step: a finished one by click, the neighbour by Alt+Left or Alt+Right."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        subtitle: str = "",
        *,
        steps: Sequence[str] = (),
        lines: tuple[float, float] = (36, 0),
    ) -> None:
        """``lines``: width and height in body lines; a height of 0 fits the content."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._lines = lines
        self._scrim: Scrim | None = None
        self.title = label(title, "title", wrap=True)
        self.subtitle = label(subtitle, "small", "text2", wrap=True)
        self.subtitle.setVisible(bool(subtitle))
        self.steps: Steps | None = None
        head_row = row(column(self.title, self.subtitle, gap=1), gap=5, margins=(7, 5, 5, 4))
        head_row.setStretch(0, 1)
        if steps:
            self.steps = Steps(steps)
            self.steps.chosen.connect(self.step_wanted)
            head_row.addWidget(self.steps, 0, Qt.AlignmentFlag.AlignTop)
            for keys, step in (("Alt+Left", -1), ("Alt+Right", 1)):
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.activated.connect(lambda step=step: self._neighbour(step))
        close = icon_button("x", translate("Close"), self.reject, key="Esc")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the first Tab stop is the content; Esc closes
        head_row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.body = QWidget()
        self.body.setProperty("ground", "base")
        self.content = column(gap=3, margins=(7, 4.5, 7, 5))
        self.body.setLayout(self.content)
        self.footer = QHBoxLayout()
        space(self.footer, (7, 3, 7, 3), 2)
        self.footer.addStretch(1)
        self.cancel_button = button(translate("Cancel"), "quiet", clicked=self.reject)
        self.footer.addWidget(self.cancel_button)
        self.primary: QPushButton | None = None
        self._head, self._foot = panel("header", head_row), panel("footer", self.footer)
        for part in (self._head, self._foot):
            part.setProperty("round", True)
        self._head.installEventFilter(self)
        self._scroll = scrolled(self.body, title)
        box = column(self._head, self._scroll, self._foot, gap=0)
        box.setStretch(1, 1)
        box.setContentsMargins(1, 1, 1, 1)
        self.setLayout(box)

    def scroll_to_top(self) -> None:
        """Show the content from its beginning, for example at another step."""
        self._scroll.verticalScrollBar().setValue(0)

    def set_subtitle(self, text: str) -> None:
        """The quiet line under the title."""
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))

    def set_step(self, step: int) -> None:
        """Mark a step (from 0) as the present one."""
        if self.steps is not None:
            self.steps.set_current(step)

    def add_button(
        self, text: str, clicked: Callable[[], object], kind: str = "secondary", *, left: bool = False
    ) -> QPushButton:
        """A button in the footer. The ``primary`` one answers to Enter; ``left`` puts it at the left edge."""
        made = button(text, kind, clicked=clicked)
        fix(made, min_width=5.5)
        if left:
            self.footer.insertWidget(0, made)
        else:
            self.footer.addWidget(made)
        if kind == "primary":
            made.setAutoDefault(True)
            made.setDefault(True)
            self.primary = made
        return made

    def add_left(self, widget: QWidget) -> None:
        """A widget at the left of the footer, for example a tick box."""
        self.footer.insertWidget(0, widget)

    def sizeHint(self) -> QSize:
        """The size in lines, not larger than the window it stands over."""
        look = theme()
        hint = super().sizeHint()
        wide = round(self._lines[0] * look.lh)
        if self._lines[1]:
            high = round(self._lines[1] * look.lh)
        else:
            inside = self.body.heightForWidth(wide) if self.body.hasHeightForWidth() else self.body.sizeHint().height()
            frame = self._head.sizeHint().height() + self._foot.sizeHint().height()
            high = max(inside + frame + 2 * look.u, hint.height() if not inside else 0)
        parent = self.parentWidget()
        if parent is not None:
            room = parent.window().size()
            wide, high = min(wide, room.width() - 8 * look.u), min(high, room.height() - 8 * look.u)
        return QSize(wide, high)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the veil over the window."""
        self.resize(self.sizeHint())
        parent = self.parentWidget()
        if parent is not None and self._scrim is None:
            self._scrim = Scrim(parent.window())
            self._scrim.show()
            self._scrim.raise_()
            place = parent.window().geometry().center() - self.rect().center()
            self.move(place)
        super().showEvent(event)
        self._cast_shadow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and edge with round corners."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("base"))
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()

    def moveEvent(self, event: QMoveEvent) -> None:
        """The shadow goes along."""
        super().moveEvent(event)
        self._cast_shadow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The shadow goes along."""
        super().resizeEvent(event)
        if QGuiApplication.platformName() == "xcb":  # a plain X server draws black what is see-through
            path = QPainterPath()
            path.addRoundedRect(QRectF(self.rect()), RADIUS - 1, RADIUS - 1)
            self.setMask(QRegion(path.toFillPolygon().toPolygon()))
        self._cast_shadow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The head moves the dialog."""
        if watched is self._head and event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            handle = self.windowHandle()
            if event.button() == Qt.MouseButton.LeftButton and handle is not None:
                return bool(handle.startSystemMove())
        return super().eventFilter(watched, event)

    def _cast_shadow(self) -> None:
        """Tell the veil where the dialog stands. Wayland does not say where, so there is no shadow there."""
        if self._scrim is not None and not QGuiApplication.platformName().startswith("wayland"):
            self._scrim.set_shadow(QRect(self._scrim.mapFromGlobal(self.mapToGlobal(QPoint())), self.size()), RADIUS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the veil away."""
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        super().hideEvent(event)

    def _neighbour(self, step: int) -> None:
        if self.steps is not None:
            target = self.steps.current + step
            if 0 <= target < self.steps.count:
                self.step_wanted.emit(target)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its id, its words (a verb with its object) and its kind of button."""

    id: str
    text: str
    kind: str = "secondary"


def ask(
    parent: QWidget,
    question: str,
    explanation: str,
    choices: Sequence[Choice],
    answered: Callable[[str], object],
    *,
    cancel: str = "Cancel",
) -> Dialog:
    """Ask in a dialog; ``answered`` gets the id of the choice, ``""`` for cancel. The last choice is the primary; an
    empty ``cancel`` shows no such button. A choice of kind ``danger`` never answers to Enter.
    """
    dialog = Dialog(parent, question, lines=(28, 0))
    text = label(explanation, "body", "text2", wrap=True)
    dialog.content.addWidget(text)
    dialog.content.addStretch(1)
    dialog.cancel_button.setText(cancel)
    dialog.cancel_button.setVisible(bool(cancel))
    given: list[str] = [""]

    def choose(choice: str) -> None:
        given[0] = choice
        dialog.accept()

    for choice in choices:
        dialog.add_button(choice.text, partial(choose, choice.id), choice.kind)
    dialog.finished.connect(lambda _result: answered(given[0]))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
