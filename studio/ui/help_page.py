# SPDX-License-Identifier: Apache-2.0
"""Help: how to begin, every command with its keys, and what this program is."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFragment
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextBrowser, QWidget

import studio
from studio.paths import resource
from studio.ui.actions import MENUS, WINDOW
from studio.ui.sizing import fix
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import column, label, panel, row
from studio.ui.words import translate
from studio.ui.workspace import Crumb, View, Workspace

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

CONTEXTS = {"tree": "In the tree", "table": "In the table", "badge": "In a badge", "list": "In a list"}


class HelpWorkspace(Workspace):
    """Three pages of text, searchable by the browser's own means."""

    ID = "help"
    TITLE = "Help"
    ICON = "circle-question-mark"

    def __init__(self, project: Project | None, window: MainWindow) -> None:
        super().__init__(project, window)
        self._view = "start"
        self._stack = QStackedWidget()
        self._pages: dict[str, tuple[QTextBrowser, Callable[[], str]]] = {}
        for view, make in (("start", self._start), ("keys", self._keys), ("about", self._about)):
            browser = QTextBrowser()
            browser.setOpenExternalLinks(True)
            browser.setAccessibleName({"start": "How to begin", "keys": "Keyboard sheet", "about": "About"}[view])
            browser.setFrameShape(QFrame.Shape.NoFrame)
            set_font(browser, "body")
            self._pages[view] = (browser, make)
            self._stack.addWidget(browser)
        self._title = label("", "display")
        page = column(self._title, panel("card", column(self._stack, margins=(4, 4, 1, 4))), gap=5)
        page.setStretch(1, 1)
        middle = QWidget()
        middle.setLayout(page)
        fix(middle, max_width=46)
        outside = row(middle, margins=(10, 8, 10, 8))
        outside.setStretch(0, 1)
        self.setLayout(outside)
        theme().changed.connect(self._fill)
        window.actions.changed.connect(self._fill_when_shown)
        self._fill()

    def breadcrumb(self) -> list[Crumb]:
        """Help and the page."""
        return [
            Crumb(translate("Help"), lambda: self.set_view("start")),
            Crumb(self._pages[self._view][0].accessibleName()),
        ]

    def views(self) -> list[View]:
        """The three pages."""
        return [
            View("start", translate("Begin"), "book-open"),
            View("keys", translate("Keyboard"), "keyboard"),
            View("about", translate("About"), "info"),
        ]

    def view(self) -> str:
        """The page on screen."""
        return self._view

    def set_view(self, view: str) -> None:
        """Show another page."""
        self._view = view
        self._fill()
        self.changed.emit()

    def entered(self) -> None:
        """The text takes the keyboard, so that arrows scroll it."""
        self._fill()
        self._pages[self._view][0].setFocus()

    def _fill_when_shown(self) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        browser, make = self._pages[self._view]
        self._stack.setCurrentWidget(browser)
        self._title.setText(browser.accessibleName())
        browser.document().setDefaultStyleSheet(_text_style())
        browser.setHtml(make())
        _set_weights(browser.document())

    def _start(self) -> str:
        return resource("help", "start.html").read_text(encoding="utf-8")

    def _keys(self) -> str:
        """Every command that has a key, grouped as in the menus, then by where the key works."""
        registry = self.window_.actions
        groups: dict[str, list[tuple[str, str]]] = {title.replace("&", ""): [] for title in MENUS.values()}
        for spec in registry.specs():
            key = ", ".join(sequence.toString() for sequence in registry.action(spec.id).shortcuts())
            if not key:
                continue
            if spec.context != WINDOW:
                title = CONTEXTS.get(spec.context, f"In the {spec.context}")
            else:
                title = MENUS.get(spec.menu or "", "Everywhere").replace("&", "")
            groups.setdefault(title, []).append((spec.text.rstrip("…"), key))
        parts = ["<p>Every command also stands in a menu or in the list that Ctrl+K opens.</p>"]
        for title, rows in groups.items():
            if not rows:
                continue
            cells = "".join(
                f"<tr><td width='340'>{escape(text)}</td><td><b>{escape(key)}</b></td></tr>" for text, key in rows
            )
            parts.append(f"<h2>{escape(title)}</h2><table cellspacing='0' cellpadding='4'>{cells}</table>")
        return "".join(parts)

    def _about(self) -> str:
        return (
            f"<p><b>Competency Studio {escape(studio.__version__)}</b></p>"
            "<p>Frameworks of competencies, badges and pathways for career and technical education, in one file on "
            "your own computer. Nothing is sent anywhere unless you publish it.</p>"
            "<p>The program is under the Apache License 2.0. The sample project is under CC0: use it as you like.</p>"
            "<p>The font is Inter (SIL Open Font License). The icons are Lucide (ISC License, with parts of Feather "
            "under the MIT License). The window is drawn with Qt (LGPL 3).</p>"
        )


def _set_weights(document: QTextDocument) -> None:
    """Give headings and bold words their weight on the font's own axis; rich text alone only smears the regular one."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        heading = block.blockFormat().headingLevel() > 0
        spans = [(span.position(), span.length(), span.charFormat().fontWeight()) for span in _fragments(block)]
        for start, length, weight in spans:
            if heading or weight > QFont.Weight.Medium:
                form = QTextCharFormat()
                form.setFont(theme().font("subtitle" if heading else "strong"))
                cursor.setPosition(start)
                cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(form)
        block = block.next()


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    """The runs of equal format of a block."""
    found: list[QTextFragment] = []
    place = block.begin()
    while not place.atEnd():
        found.append(place.fragment())
        place += 1
    return found


def _text_style() -> str:
    look = theme()
    return (
        f"h2 {{ color: {look.hex('text')}; margin-top: {4 * look.u}px; "
        f"font-size: {look.font('subtitle').pointSizeF()}pt }}"
        f"p, li, td {{ color: {look.hex('text')}; line-height: 140% }}"
        f"a {{ color: {look.hex('accent_text')} }}"
    )
