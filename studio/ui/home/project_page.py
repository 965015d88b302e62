# SPDX-License-Identifier: Apache-2.0
"""The home page of a project: what waits, what is in it, how to start something new, recent projects."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.docks.live_checks import checks_of
from studio.ui.home.cards import PartCard, note, recent_button, start_button, waiting_card
from studio.ui.home.waiting import Waiting, waiting
from studio.ui.models.project_facts import ProjectFacts, project_facts
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import clear, column, label, line, panel, row, scrolled

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

WIDEST_LINES = 85.0
"""1360 px at the size the design was made at."""

ONE_COLUMN_BELOW_LINES = 64


class ProjectPage(QWidget):
    """Two columns, or one where the window is narrow."""

    def __init__(self, project: Project, window: MainWindow, organizations: Callable[[], object]) -> None:
        super().__init__()
        self._project = project
        self._window = window
        self._waiting: list[Waiting] = []
        self._shown: object = None
        self._live = checks_of(window)
        self._live.changed.connect(self.refresh)
        self.title = label("", "display", wrap=True)
        self.description = label("", "body", "text2", wrap=True)
        self._count = label("", "small", "text2")
        self._things = QVBoxLayout()
        space(self._things, 0, 2.5)
        self.parts = {
            "framework": PartCard("list-tree", self.tr("Framework"), lambda: window.show_workspace("frameworks")),
            "badges": PartCard("award", self.tr("Badges"), lambda: window.show_workspace("badges")),
            "organizations": PartCard("handshake", self.tr("Organizations"), organizations),
        }
        self._parts_title = label(self.tr("In this project"), "subtitle")
        self._grid = QGridLayout()
        space(self._grid, 0, 3.5)
        main = QWidget()
        heading = row(label(self.tr("Pick up where you left off"), "subtitle"), None, self._count)
        main.setLayout(
            column(
                heading,
                self._things,
                3,
                self._parts_title,
                self._grid,
                None,
                gap=2.5,
            )
        )
        for card in self.parts.values():
            self._grid.addWidget(card, 0, 0)  # without a place in the window it would be shown as one of its own
        self._recent = QVBoxLayout()
        space(self._recent, (1, 1.5, 1, 1.5), 0)
        side = QWidget()
        side.setLayout(
            column(
                label(self.tr("Start something new"), "subtitle"),
                panel("card", self._starts()),
                3,
                label(self.tr("Recent projects"), "subtitle"),
                panel("card", self._recent),
                None,
                gap=2.5,
            )
        )
        fix(side, min_width=20)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        space(self._columns, 0, 8)
        self._columns.addWidget(main, 27)
        self._columns.addWidget(side, 10)
        content = QWidget()
        content.setLayout(column(self.title, self.description, 4, self._columns, None, gap=1.5))
        fix(content, max_width=WIDEST_LINES)
        page = QWidget()
        page.setProperty("ground", "window")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle = QHBoxLayout(page)
        space(middle, (10, 7.5, 10, 8), 0)
        middle.addWidget(content)
        outer = QVBoxLayout(self)
        space(outer)
        area = scrolled(page, self.tr("Home"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        outer.addWidget(area)
        self.refresh()

    def things(self) -> list[Waiting]:
        """What waits, as it is shown."""
        return list(self._waiting)

    def refresh(self) -> None:
        """Count and read again."""
        facts = project_facts(self._project)
        self.title.setText(facts.title)
        self.description.setText(facts.description)
        self.description.setVisible(bool(facts.description))
        self._show_waiting(facts)
        self._show_parts(facts)
        self._show_recent()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < ONE_COLUMN_BELOW_LINES * theme().lh
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self._lay_parts()

    def _lay_parts(self) -> None:
        """Three cards in a line, two or one where there is less room."""
        width = self.width() / theme().lh
        across = 3 if width > 48 else 2 if width > 36 else 1
        shown = [card for card in self.parts.values() if not card.isHidden()]
        for number, card in enumerate(shown):
            self._grid.addWidget(card, number // across, number % across)
        for number in range(3):
            self._grid.setColumnStretch(number, 1 if number < across else 0)

    # what waits

    def _show_waiting(self, facts: ProjectFacts) -> None:
        titles: dict[str, str] = {}
        if self._live.complete:
            from studio.checks.rules import RULES

            titles = {rule.id: rule.title for rule in RULES.values()}
        things = waiting(self._live.findings, titles) if self._live.complete else []
        showing = (self._live.complete, things, bool(facts.competencies or facts.badges))
        if showing == self._shown:
            return
        self._waiting, self._shown = things, showing
        clear(self._things)
        for thing in things:
            self._things.addWidget(waiting_card(thing, lambda thing=thing: self._go(thing)))
        if not self._live.complete:
            self._things.addWidget(note("loader-circle", self.tr("Checking the project…")))
        elif not things:
            full = facts.competencies or facts.badges
            self._things.addWidget(note("circle-check" if full else "info", _nothing_waits(facts)))
        count = len(things)
        words = "" if not count else self.tr("1 thing is waiting") if count == 1 else self.tr("{n} things are waiting")
        self._count.setText(words.format(n=count))

    def _go(self, thing: Waiting) -> None:
        self._window.go_to(thing.item_id)

    # what is there

    def _show_parts(self, facts: ProjectFacts) -> None:
        findings = self._live.findings
        items = [finding for finding in findings if finding.kind in ("competency", "framework")]
        badges = [finding for finding in findings if finding.kind == "badge"]
        shown = {
            "framework": (
                facts.frameworks > 0,
                self.tr("{0} items").format(f"{facts.competencies:,}"),
                items,
                facts.competencies,
            ),
            "badges": (facts.badges > 0, self.tr("{0} badges").format(f"{facts.badges:,}"), badges, facts.badges),
        }
        for part, (there, figure, found, total) in shown.items():
            self.parts[part].setVisible(there)
            serious = [finding for finding in found if finding.severity != "info"]
            self.parts[part].show_facts(figure, self._state(part, serious), _share_fine(serious, total))
        organizations = self.parts["organizations"]
        organizations.setVisible(facts.organizations > 0)
        count = self.tr("{0} organizations").format(f"{facts.organizations:,}")
        organizations.show_facts(count, ("", "plain"), 1.0, "success")
        organizations.bar.setVisible(False)
        self._parts_title.setVisible(bool(facts.frameworks or facts.badges or facts.organizations))
        self._lay_parts()

    def _state(self, part: str, findings: list[Any]) -> tuple[str, str]:
        if not self._live.complete:
            return self.tr("checking"), "plain"
        errors = sum(1 for finding in findings if finding.severity == "error")
        if errors:
            return (self.tr("1 error") if errors == 1 else self.tr("{n} errors").format(n=errors)), "error"
        if part == "badges" and findings:
            open_ones = len({finding.item_id for finding in findings})
            return self.tr("{n} to finish").format(n=open_ones), "warning"
        if findings:
            count = len(findings)
            return (self.tr("1 warning") if count == 1 else self.tr("{n} warnings").format(n=count)), "warning"
        return self.tr("no problems"), "success"

    # starting

    def _starts(self) -> QVBoxLayout:
        box = QVBoxLayout()
        space(box, (1, 1.5, 1, 1.5), 0)
        actions = self._window.actions
        ways = [
            (
                "clipboard-paste",
                self.tr("Paste a list from Excel"),
                self.tr("Codes and columns are found for you"),
                "framework.paste_list",
            ),
            ("file-input", self.tr("Import a file"), self.tr("Excel, CSV, CTDL, OpenSALT sheets"), "file.import"),
            (
                "flask-conical",
                self.tr("Open the sample project"),
                self.tr("A finished partnership to try things on"),
                "file.sample",
            ),
            ("award", self.tr("New badge"), self.tr("Criteria, rubric, picture, signature"), "badge.new"),
        ]
        shown = [way for way in ways if actions.has(way[3])]
        for number, (icon, title, text, command) in enumerate(shown):
            if number:
                box.addLayout(row(line(), margins=(15.5, 0, 3, 0)))
            box.addWidget(start_button(icon, title, text, lambda command=command: actions.trigger(command)))
        return box

    def _show_recent(self) -> None:
        clear(self._recent)
        path = self._project.address or (str(self._project.path) if self._project.path else None)
        entries = self._window.settings.recent()[:5]
        for entry in entries:
            self._recent.addWidget(recent_button(entry, self._window.files.open_path, path))
        if not entries:
            text = label(self.tr("Projects that you save or open appear here."), "small", "text2", wrap=True)
            text.setContentsMargins(3 * theme().u, theme().u, 3 * theme().u, theme().u)
            self._recent.addWidget(text)


def _share_fine(findings: list[Any], total: int) -> float:
    """The share of items without a finding."""
    return 1 - len({finding.item_id for finding in findings}) / total if total else 0.0


def _nothing_waits(facts: ProjectFacts) -> str:
    if not facts.competencies and not facts.badges:
        return "This project is empty. Paste a list from Excel or import a file to begin."
    return "Nothing waits. No problems found."
