# SPDX-License-Identifier: Apache-2.0
"""The statement in the inspector: language tabs, a wave under the words that a problem speaks of, the problem below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from studio.ui.docks.finding_bubble import FindingBubble
from studio.ui.theme import theme
from studio.ui.widgets.basics import column
from studio.ui.widgets.language_field import LanguageField

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.ui.main_window import MainWindow

SOLID = {"error": "error_solid", "warning": "warning_solid"}


class Waves(QSyntaxHighlighter):
    """Underlines spans of a text."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: list[tuple[int, int, str]] = []

    def set_spans(self, spans: list[tuple[int, int, str]]) -> None:
        """Start, end and severity of each span."""
        if spans != self._spans:
            self._spans = spans
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """One line of the text."""
        start = self.currentBlock().position()
        for first, last, severity in self._spans:
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(theme().colour(SOLID.get(severity, "info_solid")))
            low, high = max(first - start, 0), min(last - start, len(text))
            if low < high:
                self.setFormat(low, high - low, form)


class StatementField(QWidget):
    """``committed`` is sent with language and text."""

    committed = Signal(str, str)

    def __init__(self, window: MainWindow, name: str) -> None:
        super().__init__()
        self._findings: list[Finding] = []
        self.field = LanguageField(name, ("en",), multiline=True)
        self.field.committed.connect(self.committed)
        self.field.language_chosen.connect(lambda _language: self._show())
        self._problem = FindingBubble(window)
        self.bubble = self._problem.bubble
        self._waves: Waves | None = None
        editor = self.field.editor
        if isinstance(editor, QPlainTextEdit):
            self._waves = Waves(editor.document())
            editor.textChanged.connect(self._show)
        self.setLayout(column(self.field, self._problem, gap=1.5))
        self.setFocusProxy(self.field)
        theme().changed.connect(self._repaint)

    def show_value(
        self, texts: Mapping[str, str] | None, languages: Sequence[str], outdated: Sequence[str] = ()
    ) -> None:
        """Show what the project holds."""
        self.field.set_languages(languages)
        self.field.set_value(texts, outdated)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """The problems of the item, the worst first."""
        self._findings = list(findings)
        self._problem.show_findings(self._findings)
        self._show()

    def fix_first(self) -> None:
        """Move the keyboard to the fix."""
        self.bubble.focus()

    def has_problem(self) -> bool:
        """Whether a problem is shown."""
        return bool(self._findings)

    def _show(self) -> None:
        text, language = self.field.editor.text(), self.field.language()
        spans = [
            (*finding.span, finding.severity)
            for finding in self._findings
            if finding.span and finding.field == "statement" and finding.language == language and finding.text == text
        ]
        if self._waves is not None:
            self._waves.set_spans(spans)

    def _repaint(self) -> None:
        if self._waves is not None:
            self._waves.rehighlight()
