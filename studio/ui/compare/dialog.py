# SPDX-License-Identifier: Apache-2.0
"""What changed between two versions of the project: added, removed, reworded, moved, other fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from studio.model.differences import differences, snapshot
from studio.model.errors import StudioError
from studio.ui.compare.rows import KINDS, DifferenceModel, DifferenceView, Row, rows_of
from studio.ui.sizing import fix
from studio.ui.tasks import Progress
from studio.ui.theme import set_font
from studio.ui.widgets.basics import EmptyState, column, label, panel, row
from studio.ui.widgets.choice_combo import ChoiceCombo
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.sections import ProgressPanel

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

NOW = ""


class CompareDialog(Dialog):
    """A named version against another, or against the project as it is now."""

    def __init__(self, window: MainWindow, project: Project) -> None:
        super().__init__(window, self.tr("Compare versions"), lines=(66, 44))
        self._window = window
        self._project = project
        self._asked = 0
        self.model = DifferenceModel()
        self.view = DifferenceView()
        self.view.setModel(self.model)
        self.view.go_wanted.connect(self.go_to)
        names = [version.name for version in project.versions()]
        self.before = ChoiceCombo(self.tr("From"), [(name, name) for name in names], names[-1] if names else "")
        self.after = ChoiceCombo(self.tr("To"), [(NOW, self.tr("Now")), *((name, name) for name in names)], NOW)
        for box in (self.before, self.after):
            box.chosen.connect(lambda _name: self.compare())
        self.boxes: dict[str, QCheckBox] = {}
        self.told = label("", "body", "text2", wrap=True)
        self.progress = ProgressPanel(window.tasks)
        self.cancel_button.setText(self.tr("Close"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not names:
            self.content.addWidget(self._empty())
            return
        parts = row(self._side(), panel("card", column(self.view, margins=0.25)), gap=5)
        parts.setStretch(1, 1)
        self.content.addLayout(parts, 1)
        self.content.addWidget(self.told)
        self.content.addWidget(self.progress)
        self.compare()

    def compare(self) -> None:
        """Read both versions again and list what differs."""
        self._asked += 1
        number, before, after = self._asked, self.before.value(), self.after.value()

        def work(progress: Progress) -> list[Row]:
            old = snapshot(self._project, before)
            progress.check()
            new = snapshot(self._project, after or None)
            progress.check()
            return rows_of(differences(old, new, self._window.language))

        def done(rows: list[Row]) -> None:
            if number == self._asked:
                self._show(rows)

        def failed(error: Exception) -> None:
            if not isinstance(error, StudioError):
                raise error
            self.told.setText(str(error))

        self.progress.follow(self._window.tasks.run(self.tr("Comparing"), work, done, failed))

    def go_to(self, item_id: str) -> None:
        """Close, and show the item; one that is gone stays here."""
        if self._window.go_to(item_id, take_focus=True):
            self.reject()
        else:
            self.told.setText(self.tr("This has no screen of its own now."))

    def _show(self, rows: list[Row]) -> None:
        self.model.show_rows(rows)
        counts = self.model.counts()
        for kind, box in self.boxes.items():
            box.setText(f"{self.tr(KINDS[kind][0])}  {counts[kind]:,}")
        total = len(rows)
        words = self.tr("1 difference.") if total == 1 else self.tr("{0} differences.").format(f"{total:,}")
        self.told.setText(words if total else self.tr("Nothing differs."))
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._window.announce(self.told.text())

    def _side(self) -> QWidget:
        side = QWidget()
        box = column(gap=2)
        for name, combo in ((self.tr("From"), self.before), (self.tr("To"), self.after)):
            words = label(name, "small", "text2")
            words.setBuddy(combo)
            box.addWidget(words)
            box.addWidget(combo)
        box.addSpacing(8)
        box.addWidget(label(self.tr("Show"), "strong"))
        for kind, (word, _icon, _token) in KINDS.items():
            tick = QCheckBox(self.tr(word))
            tick.setChecked(True)
            set_font(tick, "body")
            tick.toggled.connect(partial(self._kinds_changed))
            self.boxes[kind] = tick
            box.addWidget(tick)
        box.addStretch(1)
        side.setLayout(box)
        fix(side, width=13)
        return side

    def _kinds_changed(self, _on: bool) -> None:
        self.model.show_kinds([kind for kind, box in self.boxes.items() if box.isChecked()])

    def _empty(self) -> EmptyState:
        def name() -> None:
            self.reject()
            self._window.show_dock_page("history")

        return EmptyState(
            "git-compare-arrows",
            self.tr("No named versions yet"),
            self.tr("Name a version in History; later states can then be compared with it."),
            (self.tr("Open History"), name),
        )
