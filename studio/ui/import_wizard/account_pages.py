# SPDX-License-Identifier: Apache-2.0
"""What an import does, from three sides: items that change, where every value goes, values changed or rejected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from studio.importing.report import ImportReport
from studio.importing.report_file import NOT_KEPT
from studio.ui.import_wizard.changes import ChangesView
from studio.ui.import_wizard.report_view import ReportView, WentModel
from studio.ui.sizing import space
from studio.ui.widgets.basics import column, label, panel, row
from studio.ui.widgets.segmented import Segmented

CHANGES, PLACES, REPAIRS = "changes", "places", "repairs"


class AccountPages(QWidget):
    """One page at a time. ``go_wanted`` is sent when the person wants to see the item of the chosen line."""

    go_wanted = Signal()

    def __init__(self, language: str, *, done: bool) -> None:
        """``done``: it happened already, and the words say so."""
        super().__init__()
        self._done = done
        self.changes = ChangesView(language)
        self.places = ReportView(self.tr("Where every value goes"), WentModel())
        self.repairs = ReportView(self.tr("What is changed or rejected"))
        self._none = label(self.tr("Every value is taken as it stands in the file."), "body", "text2", wrap=True)
        self._pages = QStackedWidget()
        self._repairs_card = panel("card", column(self.repairs, margins=0.25))
        repairs = QWidget()
        inside = column(self._none, self._repairs_card, gap=2)
        inside.setStretch(1, 1)
        inside.addStretch(0)
        repairs.setLayout(inside)
        self._order = {
            CHANGES: self.changes,
            PLACES: panel("card", column(self.places, margins=0.25)),
            REPAIRS: repairs,
        }
        for page in self._order.values():
            self._pages.addWidget(page)
        self.switch = Segmented(self.tr("What to look at"))
        self.switch.chosen.connect(self.show_page)
        self.changes.go_wanted.connect(lambda _item: self.go_wanted.emit())
        for table in (self.places, self.repairs):
            table.doubleClicked.connect(lambda _index: self._enter())
            table.activated.connect(lambda _index: self._enter())
        box = QVBoxLayout(self)
        space(box, 0, 2)
        self.switch.setMinimumWidth(1)
        self.switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        box.addLayout(row(self.switch, None))
        box.addWidget(self._pages, 1)

    def show_report(self, report: ImportReport, page: str, not_listed: str = "") -> None:
        """Show an account, at one of its pages. ``not_listed``: said when no list of changes is kept."""
        self.changes.show_report(report, not_listed)
        self.places.show_report(report)
        self.repairs.show_report(report)
        count = self.repairs.lines.rowCount()
        self._none.setVisible(not count)
        self._repairs_card.setVisible(count > 0)
        changed = self.tr("What changed") if self._done else self.tr("What changes")
        places = self.tr("Where every value went") if self._done else self.tr("Where every value goes")
        shown = sum(self.changes.model.counts().values())
        self.switch.set_choices(
            [
                (CHANGES, f"{changed}  {shown:,}" if shown else changed, "refresh-cw"),
                (PLACES, places, "table-2"),
                (REPAIRS, self.tr("Changed or rejected") + (f"  {count:,}" if count else ""), "eraser"),
            ],
            page,
        )
        self.show_page(page)
        self._fit_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the words of the switch have no room, its pictures stand alone."""
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        self.switch.show_words(True)
        if self.switch.sizeHint().width() > self.width():
            self.switch.show_words(False)

    def page(self) -> str:
        """The page on screen."""
        return self.switch.current()

    def show_page(self, page: str) -> None:
        """Show another page."""
        self.switch.set_current(page)
        self._pages.setCurrentWidget(self._order[page])

    def chosen(self) -> tuple[str, tuple[str, ...]]:
        """What the chosen line is about: the id of an item, or texts to find it by."""
        if self.page() == CHANGES:
            return self.changes.chosen(), ()
        if self.page() == REPAIRS:
            line = self.repairs.chosen()
            item = self.repairs.lines.item(self.repairs.currentIndex().row())
            return item, (line[4], line[3]) if line is not None else ()
        return "", ()

    def leads_somewhere(self) -> bool:
        """Whether a line of this page is about an item."""
        if self.page() == PLACES:
            return False
        view = self.changes.view if self.page() == CHANGES else self.repairs
        return view.model().rowCount() > 0

    def take_focus(self) -> None:
        """The list on screen."""
        page = self.page()
        target = {CHANGES: self.changes.view, PLACES: self.places, REPAIRS: self.repairs}[page]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        """Enter on rejected values shows them one by one; on a line about an item, the item."""
        if self.page() != PLACES:
            self.go_wanted.emit()
            return
        model = self.places.lines
        found = model.row(self.places.currentIndex().row()) if isinstance(model, WentModel) else None
        if found is not None and found.what == NOT_KEPT:
            self.show_page(REPAIRS)
            self.take_focus()
