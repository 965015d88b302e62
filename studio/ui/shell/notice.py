# SPDX-License-Identifier: Apache-2.0
"""The notification bar at the bottom of the work: one sentence, Undo, eight seconds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, button, icon_button, label, row
from studio.ui.words import translate

SHOWN_MILLISECONDS = 8000


def announce(widget: QWidget, text: str, urgent: bool = False) -> None:
    """Let a screen reader say a message, politely unless it is urgent."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


class NoticeBar(QFrame):
    """At most one notice. It waits while the pointer or the focus is in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("kind", "notice")
        self.setAccessibleName(translate("Notification"))
        self._picture = IconLabel("check", "tooltip_text", 1.1)
        self._text = label("", "body", "notice")
        self._act = button("", "notice", clicked=self._run)
        self._close = icon_button("x", translate("Close the notification"), self.hide, token="tooltip_text")
        self._handler: Callable[[], object] | None = None
        self.setLayout(row(self._picture, self._text, None, self._act, self._close, gap=2.5, margins=(4, 1, 2, 1)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._timed_out)
        parent.installEventFilter(self)
        self.hide()

    def show_notice(
        self, text: str, icon: str = "check", act: str = "", handler: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence, with a button when there is something to do about it."""
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self._picture.set_icon(icon, "tooltip_text")
        self._act.setText(act)
        self._act.setVisible(bool(act))
        self._handler = handler
        self.show()
        self.raise_()
        self._place()
        self._timer.start(SHOWN_MILLISECONDS)
        announce(self, text)

    def text(self) -> str:
        """The sentence on show."""
        return self._text.text()

    def act_button(self) -> QPushButton:
        """The button of the notice."""
        return self._act

    def focus(self) -> None:
        """Ctrl+J: move the keyboard here."""
        if self.isVisible():
            target = self._act if self._act.isVisible() else self._close
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hideEvent(self, event: QEvent) -> None:
        """A hidden notice waits for nothing."""
        self._timer.stop()
        super().hideEvent(event)  # type: ignore[arg-type]

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is here: wait."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone: start to count again."""
        if self.isVisible():
            self._timer.start(SHOWN_MILLISECONDS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the work."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _timed_out(self) -> None:
        if self._act.hasFocus() or self._close.hasFocus():
            self._timer.start(SHOWN_MILLISECONDS)
        else:
            self.hide()

    def _run(self) -> None:
        handler = self._handler
        self.hide()
        if handler is not None:
            handler()

    def _place(self) -> None:
        parent, u = self._over, theme().u
        room = parent.width() - 8 * u
        width = min(max(self.sizeHint().width(), 24 * theme().lh), room)
        height = self.sizeHint().height()
        self.setGeometry((parent.width() - width) // 2, parent.height() - height - 3 * u, width, height)
