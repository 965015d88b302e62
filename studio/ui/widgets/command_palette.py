# SPDX-License-Identifier: Apache-2.0
"""The command palette (Ctrl+K): any item and any command from one field.

A child of the window over a veil, not a popup (that would steal input methods) and not a modal dialog.
Prefixes: ``>`` commands only, ``#`` codes, ``?`` help.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget

from studio.ui.sizing import fix, space
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import IconLabel, column, label, line, row
from studio.ui.widgets.palette_list import PaletteDelegate, PaletteModel, PaletteRow
from studio.ui.widgets.scrim import Scrim, paint_shadow
from studio.ui.words import translate

WAIT_MILLISECONDS = 60
SHADOW = 24
Finder = Callable[[str, str], list[PaletteRow]]
"""Gives the rows for (text, prefix)."""


class CommandPalette(QWidget):
    """Opened by ``show_over``; ``find`` gives the rows for what is typed."""

    def __init__(self, window: QWidget, find: Finder) -> None:
        super().__init__(window)
        self._over = window
        self._find = find
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self._scrim: Scrim | None = None
        self._before: QWidget | None = None
        self.setAccessibleName(translate("Search or run a command"))
        self.field = QLineEdit()
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(translate("Search or run a command"))
        self.field.setAccessibleName(translate("Search or run a command"))
        set_font(self.field, "subtitle")
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._timer.start(WAIT_MILLISECONDS))
        self.model = PaletteModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setAccessibleName(translate("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self._nothing = label("", "body", "text2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hints = row(gap=5, margins=(5, 2, 5, 2.5))
        for key, words in ((">", "commands only"), ("#", "codes"), ("?", "help")):
            hints.addLayout(row(_KeyCap(key), label(words, "small", "text2"), gap=1.5))
        hints.addStretch(1)
        head = row(
            IconLabel("search", "accent_text", 1.25),
            self.field,
            label(translate("Esc closes"), "small", "text2"),
            gap=3,
        )
        space(head, (5, 3.5, 5, 3.5), 3)
        inside = column(head, line(), self._nothing, self.list, line(), hints, gap=0)
        inside.setStretch(2, 1)
        inside.setStretch(3, 1)
        inside.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        self.setLayout(inside)
        window.installEventFilter(self)
        self.hide()

    def show_over(self, text: str = "") -> None:
        """Open, with the whole text chosen so that typing replaces it."""
        if self.isVisible():
            return
        self._before = QApplication.focusWidget()
        self._scrim = Scrim(self._over, 0.38)
        self._scrim.clicked.connect(self.close_palette)
        self._scrim.show()
        self._scrim.raise_()
        self.field.setText(text)
        self._place()
        self.show()
        self.raise_()
        self.refresh()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def close_palette(self) -> None:
        """Close and give the focus back."""
        self._timer.stop()
        self.hide()
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def refresh(self) -> None:
        """Look again for what is typed."""
        self._timer.stop()
        typed = self.field.text()
        prefix = typed[:1] if typed[:1] in (">", "#", "?") else ""
        text = typed[len(prefix) :].strip()
        rows = self._find(text, prefix)
        self.model.show_rows(rows, text.split())
        self._nothing.setText("" if rows else translate("Nothing matches “{}”.").format(text))
        self._nothing.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self._choose(self.model.first_runnable())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field move in the list; the window's size moves the palette; Tab stays inside."""
        if event.type() == QEvent.Type.Resize and watched is self._over and self.isVisible():
            self._place()
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shadow and the round ground."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        paint_shadow(painter, box, 12, SHADOW - 2)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(look.colour("base"))
        painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 12, 12)
        painter.end()

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return True
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self.refresh()
            self._run(self.list.currentIndex().row())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            for _ in range(6):
                self._step(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        number = self.list.currentIndex().row() + step
        while 0 <= number < self.model.rowCount():
            if self.model.row_at(number).run is not None:
                self._choose(number)
                return
            number += step

    def _choose(self, number: int) -> None:
        index = self.model.index(number)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _run(self, number: int) -> None:
        if number < 0:
            return
        run = self.model.row_at(number).run
        if run is not None:
            self.close_palette()
            run()

    def _place(self) -> None:
        parent, look = self._over, theme()
        # The shadow is part of the widget: it may reach beyond the window's edge, the ground may not.
        width = min(42 * look.lh, parent.width() - 4 * look.lh) + 2 * SHADOW
        height = min(32 * look.lh, parent.height() - 8 * look.lh) + 2 * SHADOW
        self.setGeometry((parent.width() - width) // 2, min(6 * look.lh, parent.height() // 8) - SHADOW, width, height)


class _KeyCap(QWidget):
    """One key as a cap."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        fix(self, width=1.2, height=1.2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("border_control"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._key)
        painter.end()
