# SPDX-License-Identifier: Apache-2.0
"""The details at the right: an item of the library in words, to read, copy and follow."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from studio.ui.frameworks.identifiers import Identifiers
from studio.ui.frameworks.links import LinkRow
from studio.ui.library.facts import Facts
from studio.ui.library.properties import Line
from studio.ui.sizing import fix
from studio.ui.widgets.basics import ElidedLabel, button, column, icon_button, label, line, row, scrolled
from studio.ui.widgets.sections import LABEL_LINES, Collapsible

MOST_LINKS = 50
LONG_TEXT = 26
"""A text of more letters stands below its label, where it has the whole width."""


class Details(QWidget):
    """``go_wanted`` is sent with the id of an item that a reference or link leads to."""

    go_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(gap=2)
        self._identifiers = Identifiers()
        self._folded = Collapsible(self.tr("Identifiers"), self._identifiers)
        self.setAccessibleName(self.tr("Details"))
        page = QWidget()
        page.setProperty("ground", "base")
        page.setLayout(column(self._lines, self._folded, None, gap=3, margins=5))
        self.setLayout(column(scrolled(page, self.tr("Details")), gap=0))
        self.facts: Facts | None = None

    def show_facts(self, facts: Facts | None) -> None:
        """Show an item, ``None`` for nothing."""
        self.facts = facts
        _empty(self._lines)
        self._folded.setVisible(facts is not None)
        if facts is None:
            self._lines.addWidget(label(self.tr("Choose a line to see what it says."), "small", "text2", wrap=True))
            return
        self._lines.addWidget(label(facts.kind, "small", "text2"))
        name = facts.title or facts.code or self.tr("Without a name")
        self._lines.addWidget(label(name, "title", wrap=True, select=True))
        if facts.code and facts.title:
            self._lines.addWidget(label(facts.code, "small_strong", "text2", select=True))
        if facts.belongs_to[1]:
            way = button(facts.belongs_to[0], "link", clicked=lambda: self.go_wanted.emit(facts.belongs_to[1]))
            way.setProperty("flush", True)
            way.setToolTip(facts.belongs_to[0])
            self._lines.addLayout(row(label(self.tr("In"), "small", "text2"), way, None, gap=2))
        for each in facts.names:
            self._lines.addLayout(self._pair(each.language.upper(), label(each.text, wrap=True, select=True)))
        if facts.lines:
            self._lines.addWidget(line())
        for each in facts.lines:
            self._add(each, facts)
        if facts.more:
            told = self.tr("{0} more values stand in the file that an export makes.").format(f"{facts.more:,}")
            self._lines.addWidget(label(told, "small", "text2", wrap=True))
        self._add_links(facts)
        self._identifiers.show_values(facts.identifiers)

    def texts(self) -> list[str]:
        """Every text on show, for tests and for who reads along."""
        return [each.text() for each in self.findChildren(QLabel) if not each.isHidden() and each.text()]

    # inside

    def _add(self, each: Line, facts: Facts) -> None:
        target, name = facts.targets.get(each.reference, ("", ""))
        if not each.text and not each.reference:
            heading = label(each.label, "small_strong", "text2", wrap=True)
            self._lines.addLayout(_indented(heading, each.depth))
            return
        value = self._value(each, target, name)
        if each.label and not target and len(each.text) > LONG_TEXT and not each.web:
            words = each.label + (f" ({each.language.upper()})" if each.language else "")
            self._lines.addLayout(_indented(label(words, "small", "text2", wrap=True), each.depth))
            self._lines.addLayout(_indented(value, each.depth))
            return
        words = each.label or ""
        if each.language:
            words = f"{words} ({each.language.upper()})" if words else each.language.upper()
        self._lines.addLayout(self._pair(words, value, each.depth))

    def _value(self, each: Line, target: str, name: str) -> QWidget:
        if target:
            words = name or self.tr("Show the item")
            made = button(words, "link", clicked=lambda: self.go_wanted.emit(target), tip=each.text)
            made.setProperty("flush", True)
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            made.setAccessibleName(self.tr("Go to {0}").format(name or each.text))
            return made
        if each.reference:
            whole = QWidget()
            copy = icon_button("copy", self.tr("Copy {0}").format(each.text), _copier(each.reference))
            parts = row(ElidedLabel(each.text, "small"), copy, gap=1)
            parts.setStretch(0, 1)
            whole.setLayout(parts)
            return whole
        return label(each.text, "body", wrap=True, select=True)

    def _pair(self, words: str, value: QWidget, depth: int = 0) -> QHBoxLayout:
        caption = label(words, "small", "text2", wrap=True)
        fix(caption, width=max(LABEL_LINES - depth * 0.75, 3.5))
        parts = row(caption, value, gap=2, margins=(3 * depth, 0, 0, 0))
        if isinstance(value, QPushButton):
            parts.addStretch(1)
        else:
            parts.setStretch(1, 1)
        plain = isinstance(value, QLabel)
        parts.setAlignment(caption, Qt.AlignmentFlag.AlignTop if plain else Qt.AlignmentFlag.AlignVCenter)
        return parts

    def _add_links(self, facts: Facts) -> None:
        if not facts.links:
            return
        self._lines.addWidget(line())
        self._lines.addWidget(label(self.tr("Connected to"), "strong"))
        for each in facts.links[:MOST_LINKS]:
            if not each.other_id and each.text.startswith(("http://", "https://")):
                elsewhere = Line(0, each.kind, each.text, reference=each.text)
                self._lines.addLayout(self._pair(each.kind, self._value(elsewhere, "", "")))
                continue
            made = LinkRow(each)
            made.clicked.connect(lambda _checked=False, to=each.other_id: self.go_wanted.emit(to))
            self._lines.addWidget(made)
        left = len(facts.links) - MOST_LINKS
        if left > 0:
            self._lines.addWidget(label(self.tr("{0} more links").format(f"{left:,}"), "small", "text2"))


def _indented(widget: QWidget, depth: int) -> QHBoxLayout:
    made = row(widget, margins=(3 * depth, 0, 0, 0))
    made.setStretch(0, 1)
    return made


def _empty(layout: QLayout) -> None:
    """Take widgets and the rows of widgets out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        inner, old = item.layout(), item.widget()
        if inner is not None:
            _empty(inner)
            inner.deleteLater()
        elif old is not None:
            old.hide()
            old.deleteLater()


def _copier(text: str) -> Callable[[], None]:
    return lambda: QApplication.clipboard().setText(text)
