# SPDX-License-Identifier: Apache-2.0
"""A list of words as chips with a field at the end, and a row of chips to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QSizePolicy, QWidget

from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix, size_icon, space
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import clear
from studio.ui.widgets.flow import FlowLayout
from studio.ui.widgets.pills import chip_size, paint_chip
from studio.ui.words import translate


class _WordChip(QWidget):
    """A word with a cross."""

    removed = Signal(str)

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word
        self.setAccessibleName(word)
        self.setToolTip(translate("Click to remove {}").format(word))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Word and cross, high enough to hit."""
        size = chip_size(self.word)
        return QSize(size.width() + round(0.9 * theme().lh), max(size.height(), 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip and its cross."""
        look = theme()
        painter = QPainter(self)
        side = round(0.75 * look.lh)
        height = chip_size(self.word).height()
        box = QRectF(0, (self.height() - height) / 2, self.width(), height)
        paint_chip(painter, box, "", "text2", "sunken")
        painter.setFont(look.font("caption_strong"))
        painter.setPen(look.colour("text2"))
        painter.drawText(box.adjusted(1.5 * look.u, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.word)
        cross = QRectF(box.right() - side - look.u, box.center().y() - side / 2, side, side)
        make_icon("x", "text3", 16).paint(painter, cross.toRect())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click removes the word."""
        self.removed.emit(self.word)


class _WordField(QLineEdit):
    """Enter or a comma adds; Backspace at the start removes the last."""

    add_wanted = Signal(str)
    remove_last_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text() in (",", ";"):
            if self.text().strip():
                self.add_wanted.emit(self.text())
                return
            if event.text() in (",", ";"):
                return
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.remove_last_wanted.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving adds what is typed."""
        super().focusOutEvent(event)
        if self.text().strip() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.add_wanted.emit(self.text())


class ChipListEditor(QFrame):
    """``committed`` is sent with the whole list when a word was added or removed."""

    committed = Signal(list)

    def __init__(self, name: str, hint: str = "Add…") -> None:
        super().__init__()
        self.setProperty("kind", "field")
        self._words: list[str] = []
        self._flow = FlowLayout()
        space(self._flow, (1, 0.75, 1, 0.75), 1)
        self.setLayout(self._flow)
        self.field = _WordField()
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(name)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_font(self.field, "body")
        fix(self.field, min_width=4)
        self.field.add_wanted.connect(self._add)
        self.field.remove_last_wanted.connect(lambda: self._remove(self._words[-1]) if self._words else None)
        self._flow.addWidget(self.field)
        self.setFocusProxy(self.field)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def words(self) -> list[str]:
        """The words on show."""
        return list(self._words)

    def set_words(self, words: Sequence[str]) -> None:
        """Show what the project holds."""
        if list(words) == self._words:
            return
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._words = list(words)
        for place, word in enumerate(self._words):
            chip = _WordChip(word)
            chip.removed.connect(self._remove)
            self._flow.insert_widget(place, chip)
        self.updateGeometry()

    def _add(self, text: str) -> None:
        self.field.clear()
        new = [word for part in text.replace(";", ",").split(",") if (word := part.strip()) and word not in self._words]
        if new:
            self.set_words([*self._words, *dict.fromkeys(new)])
            self.committed.emit(self.words())

    def _remove(self, word: str) -> None:
        self.set_words([other for other in self._words if other != word])
        self.field.setFocus()
        self.committed.emit(self.words())


class ChoiceChips(QWidget):
    """A few words to choose from: several, or exactly one. ``chosen`` is sent with the list of chosen ids."""

    chosen = Signal(list)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = (), *, several: bool = True) -> None:
        super().__init__()
        self._several = several
        self._buttons: dict[str, QPushButton] = {}
        self.setAccessibleName(name)
        self._flow = FlowLayout()
        space(self._flow, 0, 1.5)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """The choices as (id, words)."""
        if [(choice, made.text()) for choice, made in self._buttons.items()] == list(choices):
            return
        clear(self._flow)
        self._buttons = {}
        for choice, text in choices:
            made = QPushButton(text)
            made.setProperty("kind", "chip")
            made.setCheckable(True)
            made.setProperty("small", True)
            size_icon(made, 0.75, words=True)
            made.setAccessibleName(f"{self.accessibleName()}: {text}")
            set_font(made, "small")
            made.clicked.connect(lambda _checked=False, choice=choice: self._clicked(choice))
            made.toggled.connect(
                lambda on, made=made: made.setIcon(make_icon("check", "accent_text", 16) if on else QIcon())
            )
            self._buttons[choice] = made
            self._flow.addWidget(made)

    def set_chosen(self, choices: Sequence[str]) -> None:
        """Mark the chosen ones; nothing is sent."""
        for choice, made in self._buttons.items():
            made.setChecked(choice in choices)

    def chosen_ids(self) -> list[str]:
        """The chosen ones, in the order of the choices."""
        return [choice for choice, made in self._buttons.items() if made.isChecked()]

    def _clicked(self, choice: str) -> None:
        if not self._several:
            self.set_chosen([choice])
        self.chosen.emit(self.chosen_ids())
