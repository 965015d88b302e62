# SPDX-License-Identifier: Apache-2.0
"""A search or filter field: a picture, a clear button, and a short wait before it looks."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from studio.ui.sizing import space
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import IconLabel, row

WAIT_MILLISECONDS = 120


class _Field(QLineEdit):
    """Esc empties it first; with nothing in it, Esc goes on to whoever wants it. Down leaves for what was found."""

    left_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears, Down goes on."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.left_down.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class SearchBox(QWidget):
    """``searched`` is sent with the text a moment after the last key, at once on Enter.

    ``left_down`` is sent after it on Down: the person wants to go to what was found.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, hint: str, icon: str = "search") -> None:
        super().__init__()
        self.field = _Field()
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setClearButtonEnabled(True)
        set_font(self.field, "body")
        box = QVBoxLayout(self)
        space(box)
        box.addWidget(self.field)
        picture = IconLabel(icon, "text2")
        picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = row(picture, None, margins=(2.5, 0, 0, 0))
        self.field.setLayout(inside)
        self._leave_room()
        theme().changed.connect(self._leave_room)
        self.setFocusProxy(self.field)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._send)
        self.field.textChanged.connect(lambda _text: self._timer.start(WAIT_MILLISECONDS))
        self.field.returnPressed.connect(self._send)
        self.field.left_down.connect(self._leave)

    def text(self) -> str:
        """What is typed."""
        return self.field.text().strip()

    def set_text(self, text: str) -> None:
        """Put a text in; it is searched for as if it was typed."""
        self.field.setText(text)

    def empty(self) -> None:
        """Show no text any more, without a search."""
        self.field.clear()
        self._timer.stop()

    def _leave_room(self) -> None:
        """The text begins after the picture."""
        look = theme()
        self.field.setTextMargins(look.lh + round(1.5 * look.u), 0, 0, 0)

    def _leave(self) -> None:
        if self._timer.isActive():
            self._send()
        self.left_down.emit()

    def _send(self) -> None:
        self._timer.stop()
        self.searched.emit(self.text())
