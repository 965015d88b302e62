# SPDX-License-Identifier: Apache-2.0
"""Check signed files: drop them, read the verdict in words, then each thing that was looked at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from studio.ui.badges.verify_parts import CheckRow, Verdict
from studio.ui.sizing import fix, space
from studio.ui.tasks import Progress
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import button, clear, column, label, line, panel, row, scrolled
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.drop_zone import DropZone
from studio.ui.widgets.row_button import RowButton
from studio.ui.widgets.sections import ProgressPanel

if TYPE_CHECKING:
    from studio.credentials.verify import Report
    from studio.ui.main_window import MainWindow

SHOWN_CHARACTERS = 200_000
LIST_LINES = 18
NARROW_LINES = 48


class VerifyDialog(Dialog):
    """Files at the left, the answer for the chosen one at the right. Everything is checked on this computer."""

    def __init__(self, window: MainWindow, paths: Sequence[str] = ()) -> None:
        super().__init__(
            window,
            self.tr("Check signed files"),
            self.tr("On this computer, without the network. Nothing is sent anywhere."),
            lines=(66, 40),
        )
        self._window = window
        self.reports: list[Report] = []
        self._paths: list[Path] = []
        self.zone = DropZone(
            self.tr("Drop credentials here"),
            self.tr("JSON, JWT, baked PNG or SVG, or a folder"),
            self.tr("Drop credentials here, or press Enter to choose files"),
        )
        self.zone.dropped.connect(self.check)
        self.zone.asked.connect(self.ask)
        self._files = QVBoxLayout()
        space(self._files, 0, 0.5)
        self._group = QButtonGroup(self)
        self._count = label("", "strong")
        self.progress = ProgressPanel(window.tasks)
        left = QWidget()
        left.setLayout(column(self.zone, self._count, self._files, self.progress, None, gap=3))
        fix(left, width=LIST_LINES)
        self._left = left
        self.verdict = Verdict()
        self._file_name = label("", "small", "text2")
        self._checks = QVBoxLayout()
        space(self._checks, (4, 1, 4, 1), 0)
        self.content_text = QPlainTextEdit()
        self.content_text.setReadOnly(True)
        self.content_text.setAccessibleName(self.tr("Content of the file"))
        set_font(self.content_text, "small")
        fix(self.content_text, min_height=14)
        self.content_text.hide()
        self.meaning = label(
            self.tr(
                "Verified means: the issuer that is named signed exactly this content, and it has not been changed. "
                "It does not say who the issuer is in real life, or that the badge is worth something: look at the "
                "issuer and the criteria. A dashed circle is something that could not be looked at without a network."
            ),
            "small",
            "text2",
            wrap=True,
        )
        self.meaning.hide()
        acts = row(
            button(self.tr("Save the report…"), "secondary", "file-text", self._ask_report),
            button(self.tr("Show the content"), "quiet", "eye", self._toggle_content),
            button(self.tr("What does this mean?"), "quiet", "circle-question-mark", self._toggle_meaning),
            None,
            gap=2,
        )
        head = row(label(self.tr("What was checked"), "subtitle"), None, self._file_name)
        self._answer = QWidget()
        self._answer.setProperty("ground", "base")
        self._answer.setLayout(
            column(
                self.verdict, head, panel("card", self._checks), acts, self.meaning, self.content_text, None, gap=3.5
            )
        )
        self._area = scrolled(self._answer, self.tr("Result"))
        self._answer.hide()  # not before: Qt shows what it is given to scroll
        fix(self._area, min_height=14)
        self._both = row(left, self._area, gap=6)
        self._both.setStretch(1, 1)
        self.content.addLayout(self._both, 1)
        self.cancel_button.setText(self.tr("Close"))
        self.add_button(self.tr("Choose files…"), self.ask, "primary")
        self.add_button(self.tr("Choose a folder…"), self.ask_folder, left=True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if paths:
            self.check(list(paths))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the answer stands above the files."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_LINES * theme().lh
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.BottomToTop if narrow else ways.LeftToRight)
        self._area.setVisible(bool(self.reports) or not narrow)
        fix(self._left, **({"min_width": 4, "max_width": 400} if narrow else {"width": LIST_LINES}))

    # files

    def ask(self) -> None:
        """Ask for files."""
        kinds = self.tr("Credentials (*.json *.jsonld *.jwt *.txt *.png *.svg);;All files (*)")
        dialog = QFileDialog(self, self.tr("Choose signed files"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.check)
        dialog.open()

    def ask_folder(self) -> None:
        """Ask for the folder of a signed package."""
        dialog = QFileDialog(self, self.tr("Choose the folder of a signed badge"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.check)
        dialog.open()

    def check(self, paths: Sequence[str]) -> None:
        """Check files in the background and show the first result."""
        wanted = [Path(path) for path in paths]
        if not wanted:
            return
        first = len(self._paths)
        self._paths += wanted
        task = self._window.tasks.run(
            self.tr("Check signed files"),
            lambda progress: _verify(wanted, progress),
            lambda reports: self._checked(reports, first),
            on_cancelled=lambda: self._dropped(first),
        )
        self.progress.follow(task)

    def _dropped(self, first: int) -> None:
        del self._paths[first:]

    def _checked(self, reports: list[Report], first: int) -> None:
        for number, report in enumerate(reports, start=first):
            self.reports.append(report)
            made = _FileButton(report)
            made.clicked.connect(lambda _checked=False, number=number: self.show_report(number))
            self._group.addButton(made)
            self._files.addWidget(made)
        count = len(self.reports)
        self._count.setText(self.tr("1 file") if count == 1 else self.tr("{n} files").format(n=count))
        self.show_report(first)

    # the answer

    def show_report(self, number: int) -> None:
        """Show what was found out about one file."""
        report = self.reports[number]
        self._shown = number
        button_of = self._group.buttons()[number]
        button_of.setChecked(True)
        state, title, sentence = _answer(report)
        self.verdict.show_answer(state, title, sentence)
        self._file_name.setText(Path(report.file).name)
        clear(self._checks)
        for place, check in enumerate(report.checks):
            if place:
                self._checks.addWidget(line())
            self._checks.addWidget(CheckRow(check))
        self.content_text.hide()
        self._answer.show()
        self._area.show()
        self._window.announce(f"{title}. {sentence}")

    def _toggle_content(self) -> None:
        if self.content_text.isHidden():
            self.content_text.setPlainText(_content(self._paths[self._shown]))
        self.content_text.setVisible(self.content_text.isHidden())

    def _toggle_meaning(self) -> None:
        self.meaning.setVisible(self.meaning.isHidden())

    def _ask_report(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the report"), "report.json", self.tr("Report (*.json)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_report)
        dialog.open()

    def save_report(self, path: str) -> None:
        """Write what was found out about every file, as the command line prints it."""
        text = json.dumps([report.to_json() for report in self.reports], ensure_ascii=False, indent=2)
        try:
            Path(path).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            self._window.show_error(f'"{Path(path).name}" could not be written: {error.strerror}. Try another place.')


class _FileButton(RowButton):
    """A file with its answer; the chosen one stands on the selection."""

    def __init__(self, report: Report) -> None:
        state, title, _sentence = _answer(report)
        icon = "shield-x" if state == "error" else "shield-check"
        super().__init__(icon, Path(report.file).name, title, tile=False, token=state)
        self.setCheckable(True)
        self.setAccessibleName(f"{Path(report.file).name}, {title}")


def _verify(paths: Sequence[Path], progress: Progress) -> list[Report]:
    from studio.credentials.verify import verify_path

    reports = []
    for number, path in enumerate(paths):
        progress.update(number, len(paths), path.name)
        reports.append(verify_path(path))
    return reports


def _answer(report: Report) -> tuple[str, str, str]:
    """State, verdict and one sentence."""
    if not report.verified:
        failed = next((check for check in report.checks if not check.ok), None)
        return "error", "Not verified", failed.detail if failed else "There was nothing to check."
    open_ones = [check for check in report.checks if check.warning]
    if open_ones:
        return (
            "success",
            "Verified",
            f"Signed, and not changed since. Not everything was checked: {open_ones[0].detail}",
        )
    return "success", "Verified", "Signed by the issuer named below, and not changed since."


def _content(path: Path) -> str:
    """The text of a file, laid out when it is JSON."""
    if path.is_dir():
        return "\n".join(sorted(str(each.relative_to(path)) for each in path.rglob("*") if each.is_file()))
    try:
        data = path.read_bytes()[:SHOWN_CHARACTERS]
        text = data.decode("utf-8", "replace")
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except OSError as error:
        return str(error)
    except ValueError:
        return text if text.isprintable() or "\n" in text[:1000] else "This file is not text."
