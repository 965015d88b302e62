# SPDX-License-Identifier: Apache-2.0
"""The first page when no project is open: one column, four ways to begin, and the projects opened last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.ui.home.cards import recent_button, welcome_card
from studio.ui.sizing import fix, space
from studio.ui.widgets.basics import clear, column, label, panel, row, scrolled

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


class WelcomePage(QWidget):
    """Title, question, cards."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        trigger = window.actions.trigger
        ways = column(gap=2.5)
        for icon, title, text, act, command in (
            (
                "flask-conical",
                self.tr("Look at the sample project"),
                self.tr("A finished partnership: a framework, six badges, three schools, a college and employers."),
                self.tr("Open the sample project"),
                "file.sample",
            ),
            (
                "clipboard-paste",
                self.tr("Start from a list in Excel or Word"),
                self.tr("Make a project, then paste or import. Codes and columns are found for you."),
                self.tr("New project"),
                "file.new",
            ),
            (
                "folder-open",
                self.tr("Go on with a project"),
                self.tr("A file that ends in .studio, on this computer or a shared folder."),
                self.tr("Open…"),
                "file.open",
            ),
            (
                "shield-check",
                self.tr("Check a badge that somebody showed you"),
                self.tr("Its signature, issuer and dates, on this computer and without a network."),
                self.tr("Check a file…"),
                "badge.verify",
            ),
        ):
            if window.actions.has(command):
                first = command == "file.sample"
                card = welcome_card(icon, title, text, act, first, lambda command=command: trigger(command))
                ways.addWidget(card)
                if first:
                    self.setFocusProxy(card.findChild(QPushButton))
        self._recent = QVBoxLayout()
        space(self._recent, 1, 0)
        self._recent_title = label(self.tr("Recent projects"), "subtitle")
        self._recent_card = panel("card", self._recent)
        content = QWidget()
        content.setLayout(
            column(
                label(self.tr("Competency Studio"), "display"),
                label(self.tr("What do you want to do first?"), "subtitle", "text2"),
                3,
                ways,
                4,
                self._recent_title,
                self._recent_card,
                gap=2.5,
            )
        )
        fix(content, max_width=46)
        page = QWidget()
        page.setProperty("ground", "window")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle = row(content, margins=(8, 9, 8, 8))
        middle.setAlignment(content, Qt.AlignmentFlag.AlignTop)
        page.setLayout(middle)
        outer = QVBoxLayout(self)
        space(outer)
        outer.addWidget(scrolled(page, self.tr("Welcome")))
        self.refresh()

    def refresh(self) -> None:
        """Read the recent projects again."""
        clear(self._recent)
        entries = self._window.settings.recent()
        for entry in entries[:6]:
            self._recent.addWidget(recent_button(entry, self._window.files.open_path, None))
        self._recent_title.setVisible(bool(entries))
        self._recent_card.setVisible(bool(entries))
