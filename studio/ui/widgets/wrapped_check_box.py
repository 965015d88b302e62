# SPDX-License-Identifier: Apache-2.0
"""A tick box whose words go on in the next line where there is no room beside each other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from studio.ui.theme import set_font


class WrappedCheckBox(QCheckBox):
    """As wide as its words where it can be, at least as wide as the longest of them."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._words: list[str] = []
        set_font(self, "body")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        """What it says."""
        self._words = text.split()
        self.setAccessibleName(text)
        self._wrap()
        self.updateGeometry()

    def words(self) -> str:
        """What it says, on one line."""
        return " ".join(self._words)

    def sizeHint(self) -> QSize:
        """All on one line."""
        return QSize(self._frame().width() + self._advance(self.words()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The longest word."""
        longest = max(map(self._advance, self._words), default=0)
        return QSize(self._frame().width() + longest, super().minimumSizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """Narrower is higher."""
        lines = self._lines(width - self._frame().width())
        return self._frame().height() + self._size("\n".join(lines)).height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words again for the new width."""
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        text = "\n".join(self._lines(self.width() - self._frame().width()))
        if text != self.text():
            self.setText(text)

    def _lines(self, room: int) -> list[str]:
        lines = [""]
        for word in self._words:
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self._advance(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _frame(self) -> QSize:
        """What the box itself takes beside and around its words."""
        return super().sizeHint() - self._size(self.text())

    def _size(self, text: str) -> QSize:
        return self.fontMetrics().size(int(Qt.TextFlag.TextShowMnemonic.value), text)

    def _advance(self, text: str) -> int:
        return self._size(text).width()
