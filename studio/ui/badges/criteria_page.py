# SPDX-License-Identifier: Apache-2.0
"""Criteria: Markdown with a live preview beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from studio.ui.badges.form import Page
from studio.ui.badges.markdown import to_html
from studio.ui.badges.reading import BadgeData
from studio.ui.sizing import fix, space
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import button, column, label, panel, row, set_tone

if TYPE_CHECKING:
    from studio.ui.badges.designer import Designer

LEAST_WORDS = 40
BESIDE_FROM_LINES = 36.0


class CriteriaPage(Page):
    """What to do to earn the badge, and how well."""

    TITLE = "Criteria"
    HINT = "The task, the standard it is done to, and what decides. Learners read this first."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self.criteria = self.text(
            "criteria",
            "What you do to earn it (Markdown)",
            breaks=True,
            lines=(14, 30),
            hint=self.tr("Complete… Show… Score… or higher."),
        )
        self.criteria.editor.textChanged.connect(lambda *_text: self._preview())
        self.criteria.language_chosen.connect(lambda _language: self._preview())
        self.shown = QLabel()
        self.shown.setTextFormat(Qt.TextFormat.RichText)
        self.shown.setWordWrap(True)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.shown.setAccessibleName(self.tr("Preview of the criteria"))
        set_font(self.shown, "body")
        self.words = label("", "caption", "text3")
        editor = self.criteria.editor
        marks = row(
            button(self.tr("Bold"), "quiet", clicked=lambda: self._wrap("**"), tip=self.tr("Bold (Ctrl+B)")),
            button(self.tr("Italic"), "quiet", clicked=lambda: self._wrap("*"), tip=self.tr("Italic (Ctrl+I)")),
            button(self.tr("List"), "quiet", "list-checks", clicked=lambda: self._lines("- ")),
            button(self.tr("Numbers"), "quiet", clicked=lambda: self._lines("1. ")),
            None,
            self.words,
            gap=1,
        )
        for keys, mark in (("Ctrl+B", "**"), ("Ctrl+I", "*")):
            shortcut = QShortcut(QKeySequence(keys), editor)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda mark=mark: self._wrap(mark))
        left = QWidget()
        left.setLayout(column(self.criteria, marks, None, gap=1))
        page = QVBoxLayout()
        space(page, 4, 2)
        page.addWidget(label(self.tr("Preview"), "small", "text2"))
        page.addWidget(self.shown, 1)
        right = panel("sunken", page)
        fix(right, min_width=12)
        self._both = row(left, right, gap=4)
        self._both.setStretch(0, 1)
        self._both.setStretch(1, 1)
        self.add_card(self._both)
        self.add_card(self.line("criteria_url", "Address of a page with the criteria, if there is one", "https://…"))

    def show_badge(self, data: BadgeData) -> None:
        """Show the badge as it is now."""
        super().show_badge(data)
        self._preview()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview stands below the text where there is no room beside it."""
        super().resizeEvent(event)
        narrow = self.width() < BESIDE_FROM_LINES * theme().lh
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _preview(self) -> None:
        text = self.criteria.editor.text()
        self.shown.setText(to_html(text))
        count = len(text.split())
        self.words.setText(self.tr("{count} words").format(count=count))
        set_tone(self.words, "warning" if 0 < count < LEAST_WORDS else "text3")

    def _wrap(self, mark: str) -> None:
        """Put the mark round what is selected, or take it away again."""
        editor = self._editor()
        cursor = editor.textCursor()
        text = cursor.selectedText()
        if text.startswith(mark) and text.endswith(mark) and len(text) > 2 * len(mark):
            cursor.insertText(text[len(mark) : -len(mark)])
        else:
            cursor.insertText(f"{mark}{text}{mark}")
            if not text:
                cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.MoveAnchor, len(mark))
                editor.setTextCursor(cursor)
        editor.setFocus()

    def _lines(self, mark: str) -> None:
        """Begin every selected line with the mark."""
        editor = self._editor()
        cursor = editor.textCursor()
        document = editor.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        cursor.beginEditBlock()
        for number in range(first, last + 1):
            cursor.setPosition(document.findBlockByNumber(number).position())
            cursor.insertText(mark)
        cursor.endEditBlock()
        editor.setFocus()

    def _editor(self) -> QPlainTextEdit:
        editor = self.criteria.editor
        if not isinstance(editor, QPlainTextEdit):
            raise TypeError("The criteria are edited in several lines")
        return editor
