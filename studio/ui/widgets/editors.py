# SPDX-License-Identifier: Apache-2.0
"""Text fields that keep what is typed on Enter or on leaving, and bring the old text back on Esc.

One commit is one undo step. ``set_text`` is what the project holds; ``committed`` is what the person made of it, and
``seen`` is what stood there before: somebody else may have changed the project while the person typed.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from studio.ui.theme import set_font, theme

SEVERAL = "Several values"


class CommitLine(QLineEdit):
    """One line of text."""

    committed = Signal(str)

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self._kept = ""
        self.seen = ""
        self._hint = hint
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        set_font(self, "body")

    def set_text(self, text: str, several: bool = False) -> None:
        """Show what the project holds; ``several`` says that the selected items differ. Typing under way is kept."""
        if self.hasFocus() and self.text() != self._kept and not several:
            return
        self._kept = text
        self.setPlaceholderText(SEVERAL if several else self._hint)
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def commit(self) -> None:
        """Keep what is typed."""
        if self.text() != self._kept:
            self.seen, self._kept = self._kept, self.text()
            self.committed.emit(self._kept)

    def revert(self) -> None:
        """Bring the kept text back."""
        self.setText(self._kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc restores; an Esc with nothing to restore goes on to the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            changed = self.text() != self._kept
            self.commit()
            self.selectAll()
            if changed:
                return
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._kept:
            self.revert()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()


class CommitText(QPlainTextEdit):
    """Several lines of text. Enter keeps and Shift+Enter breaks the line, or with ``breaks`` Ctrl+Enter keeps."""

    committed = Signal(str)

    def __init__(self, name: str, hint: str = "", *, breaks: bool = False, lines: tuple[int, int] = (2, 8)) -> None:
        """``lines``: it grows with its text between these numbers of lines."""
        super().__init__()
        self._kept = ""
        self.seen = ""
        self._hint = hint
        self._breaks = breaks
        self._lines = lines
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_font(self, "body")
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def set_text(self, text: str, several: bool = False) -> None:
        """Show what the project holds; ``several`` says that the selected items differ. Typing under way is kept."""
        if self.hasFocus() and self.toPlainText() != self._kept and not several:
            return
        self._kept = text
        self.setPlaceholderText(SEVERAL if several else self._hint)
        if self.toPlainText() != text:
            self.setPlainText(text)

    def text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def commit(self) -> None:
        """Keep what is typed."""
        if self.toPlainText() != self._kept:
            self.seen, self._kept = self._kept, self.toPlainText()
            self.committed.emit(self._kept)

    def revert(self) -> None:
        """Bring the kept text back."""
        self.setPlainText(self._kept)

    def sizeHint(self) -> QSize:
        """As high as the text, within the limits."""
        look = theme()
        spacing = self.fontMetrics().lineSpacing()
        rows = int(self.document().size().height())  # a plain text document measures in lines
        shown = min(max(rows, self._lines[0]), self._lines[1])
        return QSize(12 * look.lh, shown * spacing + 2 * look.u + 8)

    def minimumSizeHint(self) -> QSize:
        """Never lower than its hint."""
        return QSize(6 * theme().lh, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere, and the text may need more of them."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc restores."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if control or (plain and not self._breaks):
                self.commit()
                return
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._kept:
            self.revert()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()
