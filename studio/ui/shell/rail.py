# SPDX-License-Identifier: Apache-2.0
"""The navigation rail at the left: one button a workspace, one tab stop, arrows inside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from studio.ui.icons import icon as make_icon
from studio.ui.shell.entries import Entry
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.words import translate


class RailButton(QAbstractButton):
    """A picture over a word. The chosen one stands on a round ground with a bar at its left."""

    def __init__(self, entry: Entry, rail: Rail) -> None:
        super().__init__(rail)
        self._entry = entry
        self._rail = rail
        self.setText(translate(entry.title))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        fix(self, width=5.2, height=3.75)

    def sizeHint(self) -> QSize:
        """The same for every button."""
        return QSize(self.minimumWidth(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move to the neighbour; Enter chooses, as Space does."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._rail.move_focus(self, -1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar, picture, word, dot and focus ring."""
        look, u = theme(), theme().u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        hover = self.underMouse() and not chosen
        ink = "rail_on" if chosen else "rail_text"
        ground = QRectF(self.rect()).adjusted(2 * u, 0.5 * u, -2 * u, -0.5 * u)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or hover:
            painter.setBrush(look.colour("rail_sel") if chosen else look.alpha("rail_sel", 0.45))
            painter.drawRoundedRect(ground, 6, 6)
        if look.is_high_contrast and chosen:
            ink = "selection_text"
        if chosen:
            painter.setBrush(look.colour("rail_bar"))
            bar = QRectF(0, ground.center().y() - 3.5 * u, 3, 7 * u)
            painter.drawRoundedRect(bar, 1.5, 1.5)
        side = round(1.375 * look.lh)
        picture = QRectF((self.width() - side) / 2, ground.top() + 1.75 * u, side, side)
        make_icon(self._entry.icon, ink, 22).paint(painter, picture.toRect())
        painter.setPen(look.colour(ink))
        painter.setFont(look.font("caption_strong" if chosen else "caption"))
        words = QRectF(0, picture.bottom() + 0.75 * u, self.width(), look.metrics("caption").height() + 2)
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter, self.text())
        if self.hasFocus() and self.property("kbd"):
            painter.setPen(QPen(look.colour("rail_on"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class Rail(QFrame):
    """The rail. ``chosen`` is sent with the id of the workspace that the person asks for."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setAccessibleName(translate("Workspaces"))
        self._buttons: dict[str, RailButton] = {}
        box = QVBoxLayout(self)
        space(box, (0, 2.5, 0, 2), 0.5)
        for entry in (entry for entry in entries if not entry.at_bottom):
            box.addWidget(self._make(entry))
        box.addStretch(1)
        for entry in (entry for entry in entries if entry.at_bottom):
            box.addWidget(self._make(entry))
        fix(self, width=5.2)

    def _make(self, entry: Entry) -> QWidget:
        made = RailButton(entry, self)
        made.clicked.connect(lambda _checked=False: self._clicked(entry.id))
        self._buttons[entry.id] = made
        return made

    def _clicked(self, workspace: str) -> None:
        self.set_current(workspace)
        self.chosen.emit(workspace)

    def button(self, workspace: str) -> RailButton:
        """The button of a workspace."""
        return self._buttons[workspace]

    def set_current(self, workspace: str) -> None:
        """Mark the workspace on screen; nothing is sent."""
        for other, made in self._buttons.items():
            made.setChecked(other == workspace)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == workspace else Qt.FocusPolicy.ClickFocus)
            made.update()

    def set_key_hint(self, workspace: str, key: str) -> None:
        """The tooltip with the key of a workspace."""
        made = self._buttons[workspace]
        made.setToolTip(f"{made.text()} ({key})" if key else made.text())

    def move_focus(self, origin: RailButton, step: int) -> None:
        """Give the focus to the neighbour of a button, round the ends."""
        order = list(self._buttons.values())
        order[(order.index(origin) + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
