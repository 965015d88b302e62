# SPDX-License-Identifier: Apache-2.0
"""The third step, what the import will do, and the fourth, what it did."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from studio.importing.previewing import MOST_NODES
from studio.importing.report import ImportReport
from studio.ui.import_wizard.account_pages import CHANGES, PLACES, REPAIRS, AccountPages
from studio.ui.import_wizard.outcome import OutcomeCounts, OutcomeTree, account, nodes_below
from studio.ui.import_wizard.source import Look
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, button, column, label, panel, row

NARROW_LINES = 52


class PreviewStep(QWidget):
    """The items as they will stand, the counts, and what changes item by item and value by value."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Preview"))
        self.tree = OutcomeTree()
        self.counts = OutcomeCounts()
        self.account = AccountPages(language, done=False)
        self._report: ImportReport | None = None
        self._becomes = label(self.tr("What it becomes"), "subtitle")
        self._cut = label("", "small", "text2", wrap=True)
        left = column(
            self._becomes,
            panel("card", column(self.tree, margins=1)),
            self._cut,
            1,
            label(self.tr("What happens to it"), "subtitle"),
            self.counts,
            gap=2,
        )
        left.setStretch(1, 1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space(self._parts, 0, 5)
        self._parts.addLayout(left, 2)
        self._parts.addWidget(self.account, 3)
        fix(self.tree, min_height=9)
        fix(self.account, min_height=14)

    def show_look(self, look: Look, removes: bool) -> None:
        """What a dry run found."""
        self._report = report = look.report
        self.tree.show_nodes([node for preview in look.previews for node in preview.tree])
        cut = any(sum(1 for _ in nodes_below(preview.tree)) >= MOST_NODES for preview in look.previews)
        self._cut.setText(self.tr("The first {0} items of each file are shown.").format(f"{MOST_NODES:,}"))
        self._cut.setVisible(cut)
        listed = (
            "" if report.outcomes else self.tr("A whole project is taken as it is. The counts say what it changes.")
        )
        self.account.show_report(report, CHANGES if report.outcomes else PLACES, listed)
        self.show_counts(removes)

    def show_counts(self, removes: bool) -> None:
        """The counts, with or without removing."""
        if self._report is not None:
            self.counts.show_report(self._report, removes)

    def take_focus(self) -> None:
        """The tree."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: below each other."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_LINES * theme().lh
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._parts.setDirection(way)


class ReportStep(QWidget):
    """What happened: one sentence, the account, and the lines that a person may want to look at."""

    def __init__(self, language: str, save: Callable[[], object], go: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Report"))
        self.title = label("", "title", wrap=True)
        self.account = label("", "body", "text2", wrap=True, select=True)
        self.pages = AccountPages(language, done=True)
        self.pages.go_wanted.connect(go)
        self.pages.switch.chosen.connect(lambda _page: self._show_way())
        self.save_button = button(self.tr("Save the report…"), "secondary", "save", save,
                                  tip=self.tr("As an Excel workbook or CSV"))  # fmt: skip
        self.go_button = button(self.tr("Show the item"), "secondary", "arrow-right", go)
        self.saved = label("", "small", "text2")
        head = row(IconLabel("circle-check", "success", 2.2), column(self.title, self.account, gap=1), gap=4)
        head.setStretch(1, 1)
        box = QVBoxLayout(self)
        space(box, 0, 4)
        box.addLayout(head)
        box.addWidget(self.pages, 1)
        box.addLayout(row(self.save_button, self.go_button, self.saved, None, gap=2))
        fix(self.pages, min_height=14)

    def show_report(self, report: ImportReport, name: str) -> None:
        """What an import did."""
        counts = (
            (report.created, self.tr("{0} new")),
            (report.updated, self.tr("{0} updated")),
            (report.removed, self.tr("{0} removed")),
            (report.unchanged, self.tr("{0} the same")),
        )
        parts = [words.format(f"{count:,}") for count, words in counts if count]
        self.title.setText(self.tr("Imported {0}: {1}").format(name, ", ".join(parts)) if parts else name)
        self.account.setText(self.tr("Values: {0}.").format(account(report)))
        listed = "" if report.outcomes else self.tr("A project was taken as it is. The counts say what changed.")
        repairs = any(file.rejected or file.repaired for file in report.files)
        self.pages.show_report(report, REPAIRS if repairs else PLACES, listed)
        self._show_way()

    def _show_way(self) -> None:
        self.go_button.setVisible(self.pages.leads_somewhere())

    def take_focus(self) -> None:
        """The lines."""
        self.pages.take_focus()
