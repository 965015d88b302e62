# SPDX-License-Identifier: Apache-2.0
"""A list of short texts in several languages that is edited line by line: evidence, what a badge leads to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.model.values import LanguageMap
from studio.ui.sizing import space
from studio.ui.widgets.basics import clear, column, icon_button, label, row
from studio.ui.widgets.editors import CommitLine
from studio.ui.widgets.segmented import Segmented


class TextListEditor(QWidget):
    """``committed`` is sent with the whole list of language maps. Alt+Up and Alt+Down move a line."""

    committed = Signal(list)

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self._name = name
        self._texts: list[LanguageMap] = []
        self._known: tuple[str, ...] = ()
        self._editors: list[CommitLine] = []
        self.languages = Segmented(self.tr("Language of: {name}").format(name=name))
        self.languages.chosen.connect(lambda _language: self._fill())
        self._lines = QVBoxLayout()
        space(self._lines, 0, 1.5)
        self.new = CommitLine(hint, hint)
        self.new.committed.connect(self._add)
        head = row(label(name, "small", "text2"), None, self.languages)
        self.setLayout(column(head, self._lines, self.new, gap=1.5))

    def show_texts(self, texts: Sequence[LanguageMap], languages: Sequence[str]) -> None:
        """Show what the project holds."""
        self._texts = [dict(text) for text in texts]
        if tuple(languages) != self._known:
            self._known = tuple(languages)
            self.languages.set_choices([(tag, tag.upper(), None) for tag in languages])
            self.languages.setVisible(len(languages) > 1)
        self._fill()

    def editors(self) -> list[CommitLine]:
        """The fields of the lines, in order."""
        return list(self._editors)

    def _fill(self) -> None:
        language = self.languages.current() or (self._known[0] if self._known else "en")
        if len(self._editors) != len(self._texts):
            self._make_lines()
        for editor, texts in zip(self._editors, self._texts, strict=True):
            editor.set_text(texts.get(language, ""))
            other = next((text for text in texts.values() if text), "")
            if not texts.get(language) and other:
                editor.setPlaceholderText(other)

    def _make_lines(self) -> None:
        clear(self._lines)
        self._editors = []
        for number in range(len(self._texts)):
            editor = CommitLine(self.tr("{name}, line {number}").format(name=self._name, number=number + 1))
            editor.committed.connect(lambda text, number=number: self._change(number, text))
            editor.installEventFilter(self)
            remove = icon_button(
                "trash-2",
                self.tr("Remove line {number}").format(number=number + 1),
                lambda number=number: self._remove(number),
            )
            made = QWidget()
            box = row(editor, remove, gap=1)
            box.setStretch(0, 1)
            made.setLayout(box)
            self._lines.addWidget(made)
            self._editors.append(editor)

    def _change(self, number: int, text: str) -> None:
        language = self.languages.current()
        if text.strip():
            self._texts[number][language] = text.strip()
        else:
            self._texts[number].pop(language, None)
        self._send()

    def _add(self, text: str) -> None:
        self.new.set_text("")
        self.new.clear()
        if text.strip():
            self._texts.append({self.languages.current(): text.strip()})
            self._send()

    def _remove(self, number: int) -> None:
        del self._texts[number]
        self._send()

    def _send(self) -> None:
        self._texts = [texts for texts in self._texts if texts]
        self.committed.emit([dict(texts) for texts in self._texts])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Up and Alt+Down move the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self._editors:
            step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
            here = self._editors.index(watched)  # type: ignore[arg-type]
            there = here + step
            if step and event.modifiers() == Qt.KeyboardModifier.AltModifier and 0 <= there < len(self._texts):
                self._editors[here].commit()
                self._texts[here], self._texts[there] = self._texts[there], self._texts[here]
                self._send()
                self._editors[there].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return super().eventFilter(watched, event)
