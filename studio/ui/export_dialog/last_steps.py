# SPDX-License-Identifier: Apache-2.0
"""The second step, what stands in the way, and the third, what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.export.service import ExportResult
from studio.ui.docks.finding_actions import counts_text
from studio.ui.docks.problem_list import ProblemView
from studio.ui.export_dialog.findings import FindingsModel
from studio.ui.export_dialog.order import Order, Preflight, is_blocked, may_export_anyway
from studio.ui.sizing import fix, space
from studio.ui.widgets.basics import ElidedLabel, IconLabel, button, column, label, panel, row

MOST_NOTES = 6


class ChecksStep(QWidget):
    """The findings about what is exported; each goes to its item."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Checks"))
        self._picture = IconLabel("circle-check", "success", 2.2)
        self.title = label("", "title", wrap=True)
        self.sentence = label("", "body", "text2", wrap=True)
        self.model = FindingsModel(self)
        self.view = ProblemView()
        self.view.setModel(self.model)
        fix(self.view, min_height=8)
        head = row(self._picture, column(self.title, self.sentence, gap=1), gap=4)
        head.setStretch(1, 1)
        self._card = panel("card", column(self.view, margins=0.25))
        self.whole = label("", "body", "text2", wrap=True, select=True)
        self.view.selectionModel().currentChanged.connect(lambda _new, _old: self._show_whole())
        box = QVBoxLayout(self)
        space(box, 0, 4)
        box.addLayout(head)
        box.addWidget(self._card, 1)
        box.addWidget(self.whole)
        box.addStretch(0)

    def show_findings(self, order: Order, found: Preflight) -> None:
        """What there is to say before this export."""
        self.model.show_findings(found.findings)
        self._card.setVisible(bool(found.findings))
        counts = dict.fromkeys(("error", "warning", "info"), 0)
        for finding in found.findings:
            counts[finding.severity] += 1
        if not found.findings:
            state, title, sentence = "success", self.tr("Ready to export"), self.tr("No problems found.")
        elif is_blocked(order, found):
            state, title = "error", self.tr("Not ready for the registry")
            sentence = (
                self.tr("Mend the errors first, or export anyway to work on the file elsewhere.")
                if may_export_anyway(order, found)
                else self.tr("The registry would refuse it. Mend the errors first; Enter goes to the item.")
            )
        else:
            state = "warning" if counts["error"] or counts["warning"] else "info"
            title = self.tr("Ready to export, with something to look at")
            sentence = self.tr("Nothing stands in the way. Enter goes to the item.")
        picture = {"success": "circle-check", "error": "circle-x", "warning": "triangle-alert", "info": "info"}[state]
        self._picture.set_icon(picture, state)
        self.title.setText(title)
        self.sentence.setText(f"{counts_text(counts)}. {sentence}" if found.findings else sentence)
        if found.findings:
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._show_whole()

    def _show_whole(self) -> None:
        """The sentence of the chosen finding, as long as it is."""
        finding, group = self.view.current(), self.view.current_group()
        self.whole.setText(group.title if group is not None else finding.message if finding is not None else "")

    def take_focus(self) -> None:
        """The findings, when there are any."""
        if self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)


class ResultStep(QWidget):
    """The files that were written."""

    def __init__(self, open_folder: Callable[[], object], copy_path: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Result"))
        self.title = label("", "title", wrap=True)
        self.folder = label("", "body", "text2", wrap=True, select=True)
        self._files = QVBoxLayout()
        space(self._files, 4, 2)
        self.open_button = button(self.tr("Open folder"), "secondary", "folder-open", open_folder)
        self.copy_button = button(self.tr("Copy path"), "secondary", "copy", copy_path)
        self.told = label("", "small", "text2")
        self.left_out = label("", "body", "text2", wrap=True)
        head = row(IconLabel("circle-check", "success", 2.2), column(self.title, self.folder, gap=1), gap=4)
        head.setStretch(1, 1)
        box = QVBoxLayout(self)
        space(box, 0, 4)
        box.addLayout(head)
        box.addWidget(panel("card", self._files))
        box.addLayout(row(self.open_button, self.copy_button, self.told, None, gap=2))
        box.addWidget(self.left_out)
        box.addStretch(1)

    def show_result(self, result: ExportResult) -> None:
        """What was written where, and what the format could not carry."""
        count = len(result.files)
        self.title.setText(self.tr("Exported 1 file") if count == 1 else self.tr("Exported {0} files").format(count))
        self.folder.setText(str(result.files[0].parent) if result.files else "")
        for file in result.files:
            line = row(IconLabel("file-check", "success", 1.1), ElidedLabel(file.name, "strong"),
                       label(_size(file.stat().st_size), "small", "text2"), gap=2)  # fmt: skip
            line.setStretch(1, 1)
            self._files.addLayout(line)
        notes = Counter(finding.message for finding in result.findings if finding.severity != "error")
        told = [
            words if many == 1 else self.tr("{0} ({1} items)").format(words, f"{many:,}")
            for words, many in notes.most_common(MOST_NOTES)
        ]
        if len(notes) > MOST_NOTES:
            told.append(self.tr("And {0} more, as the checks said before.").format(f"{len(notes) - MOST_NOTES:,}"))
        self.left_out.setText("\n".join(told))
        self.left_out.setVisible(bool(notes))

    def take_focus(self) -> None:
        """The way to the files."""
        self.open_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _size(count: int) -> str:
    for unit in ("bytes", "KB", "MB"):
        if count < 1000 or unit == "MB":
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:,.1f} {unit}"
        count = count / 1000  # type: ignore[assignment]
    return ""
