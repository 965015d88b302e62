# SPDX-License-Identifier: Apache-2.0
"""The Problems page of the dock: what the live checks found, each with its way to the item and its safe fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from studio.ui.docks import finding_actions as doing
from studio.ui.docks.live_checks import checks_of
from studio.ui.docks.problem_list import Group, ProblemModel, ProblemView
from studio.ui.widgets.basics import IconLabel, column, label, row

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow


class ProblemsPage(QWidget):
    """``checks`` holds the findings; other parts of the window read them there."""

    def __init__(self, project: Project | None, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.checks = checks_of(window) if project is not None else None
        self.grouped = False
        self.model = ProblemModel(self)
        self.view = ProblemView()
        self.view.setModel(self.model)
        self.view.go_wanted.connect(self.go_to)
        self.view.fix_wanted.connect(lambda finding: doing.apply_fix(window, finding))
        self.view.more_wanted.connect(self._more)
        self._empty_text = label("", "body", "text2")
        self._empty = QWidget()
        empty = row(None, IconLabel("circle-check", "success", 1.2), self._empty_text, None, gap=2)
        self._empty.setLayout(column(None, empty, None))
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.setFocusProxy(self.view)
        if self.checks is not None:
            self.checks.changed.connect(self.refresh)
            self._declare()
            self._empty_text.setText(self.tr("Checking…"))
            self._stack.setCurrentWidget(self._empty)

    def _declare(self) -> None:
        add = self._window.actions.declare
        some = self._has_findings
        add("problems.next", "Next problem", lambda: self.step(1), shortcuts="F8", icon="triangle-alert", menu="tools",
            enabled=some)  # fmt: skip
        add("problems.previous", "Previous problem", lambda: self.step(-1), shortcuts="Shift+F8", menu="tools",
            enabled=some)  # fmt: skip
        add("problems.group", "Group problems by rule", self.toggle_groups, menu="tools", enabled=some,
            checked=lambda: self.grouped)  # fmt: skip
        add("problems.check", "Check everything again", self._check_again, icon="refresh-cw", menu="tools",
            keywords="rules quality lint")  # fmt: skip

    def _has_findings(self) -> bool:
        return self.checks is not None and bool(self.checks.findings)

    def _check_again(self) -> None:
        if self.checks is not None:
            self.checks.check_again()

    def refresh(self) -> None:
        """Show what the checks found; what was chosen stays chosen."""
        checks = self.checks
        if checks is None:
            return
        kept = self.view.current()
        group = self.view.current_group()
        self.model.show_findings(checks.findings, self.grouped)
        at = self.model.row_of(kept) if kept is not None else -1
        if group is not None:
            at = self.model.row_of_group(group.rule)
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at))
        self._empty_text.setText(
            self.tr("No problems found. {0} rules checked {1} items.").format(f"{checks.rules:,}", f"{checks.items:,}")
        )
        self._stack.setCurrentWidget(self.view if checks.findings else self._empty)
        counts = checks.counts()
        state = "error" if counts["error"] else "warning" if counts["warning"] else "plain"
        self._window.dock.set_badge("problems", len(checks.findings), state, doing.counts_text(counts))
        self._window.set_counts(counts["error"], counts["warning"], counts["info"])
        self._window.actions.refresh()

    def toggle_groups(self) -> None:
        """Under their rules, or in reading order."""
        self.grouped = not self.grouped
        self.refresh()

    def step(self, way: int) -> None:
        """Go to the next or previous problem, round and round; many notes are passed by while they are folded."""
        if self.model.folded_only():
            self.view.toggle(cast(Group, self.model.entry(0)))
        rows = self.model.rowCount()
        at = self.view.currentIndex().row()
        if at < 0 and way < 0:
            at = rows
        for _ in range(rows):
            at = (at + way) % rows
            entry = self.model.entry(at)
            if entry is not None and not isinstance(entry, Group):
                self.view.setCurrentIndex(self.model.index(at))
                self.go_to(entry)
                self._window.announce(f"{doing.severity_word(entry.severity)}: {entry.code}. {entry.message}")
                return

    def go_to(self, finding: Finding) -> None:
        """Show the item."""
        self._window.go_to(finding.item_id)

    def _more(self, finding: Finding, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = doing.fix_label(finding)
        if words:
            menu.addAction(words, lambda: doing.apply_fix(self._window, finding))
        menu.addAction(self.tr("Go to the item"), lambda: self.go_to(finding))
        menu.addAction(self.tr("Accept with a reason…"), lambda: doing.accept_with_reason(self._window, finding))
        menu.addAction(self.tr("Why?"), lambda: doing.explain(self._window, finding))
        menu.addAction(self.tr("Copy"), lambda: doing.copy_text(finding))
        menu.addSeparator()
        menu.addAction(self._window.actions.action("problems.group"))
        menu.popup(at)
