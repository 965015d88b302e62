# SPDX-License-Identifier: Apache-2.0
"""The problems of one item where the item is edited: the worst in a bubble with what to do, the number of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.ui.docks import finding_actions as doing
from studio.ui.widgets.basics import button, column, row
from studio.ui.widgets.sections import QuickFixBubble

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.ui.main_window import MainWindow


class FindingBubble(QWidget):
    """Hidden while there is no problem."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._shown: Finding | None = None
        self.bubble = QuickFixBubble()
        self._more = button("", "link", clicked=lambda: window.show_dock_page("problems"))
        self._more.setProperty("flush", True)
        self.setLayout(column(self.bubble, row(self._more, None), gap=1))
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show the first; the others are counted."""
        self.setVisible(bool(findings))
        if not findings:
            self._shown = None
            return
        first = findings[0]
        if first is not self._shown:
            self._shown = first
            severity = "note" if first.severity == "info" else first.severity
            self.bubble.show_problem(severity, first.message, self._choices(first))
        others = len(findings) - 1
        self._more.setVisible(others > 0)
        self._more.setText(self.tr("1 more problem") if others == 1 else self.tr("{0} more problems").format(others))

    def _choices(self, finding: Finding) -> list[tuple[str, Callable[[], object]]]:
        words = doing.fix_label(finding)
        choices: list[tuple[str, Callable[[], object]]] = []
        if words:
            choices.append((words, lambda: doing.apply_fix(self._window, finding)))
        choices.append((self.tr("Accept with a reason…"), lambda: doing.accept_with_reason(self._window, finding)))
        choices.append((self.tr("Why?"), lambda: doing.explain(self._window, finding)))
        return choices
