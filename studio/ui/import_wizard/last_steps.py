# SPDX-License-Identifier: Apache-2.0
"""The third step, what the import will do, and the fourth, what it did."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from studio.importing.report import ImportReport
from studio.ui.import_wizard.outcome import OutcomeCounts, OutcomeTree, account
from studio.ui.import_wizard.report_view import ReportView
from studio.ui.import_wizard.source import Look
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, button, column, label, panel, row

NARROW_LINES = 52


class PreviewStep(QWidget):
    """The items as they will stand, the counts, and each value that is changed or rejected."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Preview"))
        self.tree = OutcomeTree()
        self.counts = OutcomeCounts()
        self.repairs = ReportView(self.tr("What is changed or rejected"))
        self._report: ImportReport | None = None
        self._none = label(self.tr("Every value is taken as it stands in the file."), "body", "text2", wrap=True)
        self._becomes = label(self.tr("What it becomes"), "subtitle")
        left = column(self._becomes, panel("card", column(self.tree, margins=1)), gap=2)
        left.setStretch(1, 1)
        right = column(
            label(self.tr("What happens to it"), "subtitle"),
            self.counts,
            2,
            label(self.tr("What is changed or rejected"), "subtitle"),
            self._none,
            panel("card", column(self.repairs, margins=0.25)),
            gap=2,
        )
        self._card = self.repairs.parentWidget()
        right.setStretch(right.count() - 1, 100)
        right.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space(self._parts, 0, 5)
        self._parts.addLayout(left, 2)
        self._parts.addLayout(right, 3)
        fix(self.tree, min_height=9)
        fix(self.repairs, min_height=8)

    def show_look(self, look: Look, removes: bool) -> None:
        """What a dry run found."""
        self._report = look.report
        self.tree.show_nodes([node for preview in look.previews for node in preview.tree])
        self.repairs.show_report(look.report)
        some = self.repairs.lines.rowCount() > 0
        self._none.setVisible(not some)
        if self._card is not None:
            self._card.setVisible(some)
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

    def __init__(self, save: Callable[[], object], go: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Report"))
        self.title = label("", "title", wrap=True)
        self.account = label("", "body", "text2", wrap=True, select=True)
        self.table = ReportView(self.tr("Import report"))
        self.table.doubleClicked.connect(lambda _index: go())
        self.table.activated.connect(lambda _index: go())
        self.save_button = button(self.tr("Save the report…"), "secondary", "save", save,
                                  tip=self.tr("As an Excel workbook or CSV"))  # fmt: skip
        self.go_button = button(self.tr("Show the item"), "secondary", "arrow-right", go)
        self.saved = label("", "small", "text2")
        self._none = label(self.tr("Nothing had to be changed, and nothing was rejected."), "body", "text2", wrap=True)
        head = row(IconLabel("circle-check", "success", 2.2), column(self.title, self.account, gap=1), gap=4)
        head.setStretch(1, 1)
        self._card = panel("card", column(self.table, margins=0.25))
        box = QVBoxLayout(self)
        space(box, 0, 4)
        box.addLayout(head)
        box.addWidget(self._none)
        box.addWidget(self._card, 1)
        box.addLayout(row(self.go_button, self.save_button, self.saved, None, gap=2))
        box.addStretch(0)
        fix(self.table, min_height=8)

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
        self.table.show_report(report)
        some = self.table.lines.rowCount() > 0
        self._card.setVisible(some)
        self._none.setVisible(not some)

    def take_focus(self) -> None:
        """The lines, or the way to the items."""
        target = self.table if self.table.lines.rowCount() else self.go_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
