# SPDX-License-Identifier: Apache-2.0
"""Import in four steps: file, columns, preview, report. Files without columns go straight to the preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QPushButton

from studio.importing import service
from studio.importing.report import ImportReport
from studio.importing.report_file import save_table
from studio.model.errors import StudioError
from studio.ui.import_wizard.cells import title_lines
from studio.ui.import_wizard.columns_step import ColumnsStep
from studio.ui.import_wizard.file_step import FileStep
from studio.ui.import_wizard.last_import import LastImport, keep_report
from studio.ui.import_wizard.last_steps import PreviewStep, ReportStep
from studio.ui.import_wizard.source import Found, Look, Source, bring_in, detect, endings, look
from studio.ui.models.imported_items import item_with
from studio.ui.tasks import Progress
from studio.ui.theme import theme
from studio.ui.widgets.basics import label
from studio.ui.widgets.step_dialog import StepDialog
from studio.ui.widgets.wrapped_check_box import WrappedCheckBox

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

FILE, COLUMNS, PREVIEW, REPORT = range(4)
NARROW_LINES = 48


class ImportWizard(StepDialog):
    """The wizard. Looking and importing run in the background; cancelling leaves the project as it was."""

    def __init__(self, window: MainWindow, project: Project, paths: Sequence[str] = ()) -> None:
        super().__init__(
            window,
            self.tr("Import"),
            [self.tr("File"), self.tr("Columns"), self.tr("Preview"), self.tr("Report")],
            lines=(76, 50),
        )
        self._project = project
        self._look: Look | None = None
        self._looked_at: Source | None = None
        self._report: ImportReport | None = None
        self._is_told = False
        self.file = FileStep(project, window.language, self._ask_files, self.use_copied)
        self.columns = ColumnsStep(window.language)
        self.preview = PreviewStep(window.language)
        self.report = ReportStep(window.language, self._ask_report_place, self.go_to_item)
        for step in (self.file, self.columns, self.preview, self.report):
            self._pages.addWidget(step)
        self.file.added.connect(self.add_files)
        self.file.changed.connect(self._file_changed)
        self.columns.chosen.connect(self._columns_chosen)
        self.story = label("", "small", "text2", wrap=True)
        self.content.insertWidget(0, self.story)
        self.remove_box = WrappedCheckBox()
        self.remove_box.toggled.connect(self._removes_toggled)
        self.add_left(self.remove_box)
        self.back_button = self.add_button(self.tr("Back"), self._back)
        self.next_button: QPushButton = self.add_button("", self._next, "primary")
        self.step_wanted.connect(self._wanted)
        self.moved.connect(self._refresh)
        self._go(FILE)
        if paths:
            self.add_files(list(paths))

    @classmethod
    def at_report(cls, window: MainWindow, project: Project, done: LastImport) -> ImportWizard:
        """The report of an import that was done before."""
        wizard = cls(window, project)
        wizard._report, wizard._is_told = done.report, True
        wizard.report.show_report(done.report, done.name)
        wizard._go(REPORT)
        return wizard

    # what is imported

    def add_files(self, paths: Sequence[str | Path]) -> None:
        """Look what these files are, and list them."""
        wanted = [Path(path) for path in paths]
        self._run(
            self.tr("Looking at the files"),
            lambda progress: [_detect(path, progress) for path in wanted],
            self._files_found,
        )

    def use_copied(self) -> None:
        """Take the cells that were copied in a spreadsheet program."""
        data = QGuiApplication.clipboard().mimeData()
        # Nothing on the clipboard, on some systems, is not even empty data.
        text = data.text() if data is not None else ""
        html = data.html() if data is not None and data.hasHtml() else None
        if not text.strip() and not html:
            self._say(self.tr("The clipboard holds no cells. Copy the rows in Excel first."))
            return
        self.file.use_copied(text, html)
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _files_found(self, found: list[Found]) -> None:
        self.file.show_found(found)
        refused = [each for each in found if each.refused]
        if refused:
            self._window.announce(refused[0].refused, urgent=True)
        if self.file.source() is not None:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _file_changed(self) -> None:
        self.columns.start_anew()
        self._looked_at = None
        self._refresh()

    # steps

    def removes(self) -> bool:
        """Whether items that no file mentions are to be removed."""
        return self.remove_box.isChecked() and not self.remove_box.isHidden()

    def _wanted(self, step: int) -> None:
        here = self.step()
        if self._task is not None or here == REPORT:
            return
        if step > here:
            if here != PREVIEW:  # importing takes the button
                self._next()
        elif step == COLUMNS and not self.file.has_columns():
            self._go(FILE)
        else:
            self._go(step)

    def _back(self) -> None:
        self._wanted(self.step() - 1)

    def _next(self) -> None:
        step = self.step()
        if step == FILE:
            self._leave_files()
        elif step == COLUMNS and self._look is not None and self._looked_at is not None:
            self._go(PREVIEW)
        elif step == PREVIEW:
            self._import()
        elif step == REPORT:
            self.accept()

    def _refresh(self) -> None:
        step, free = self.step(), self._task is None
        self.fault.hide()
        if self.steps is not None:
            needed = self.file.source() is None or self.file.has_columns()
            self.steps.leave_out(() if needed else (COLUMNS,))
        self.back_button.setVisible(step in (COLUMNS, PREVIEW))
        self.back_button.setEnabled(free)
        self.cancel_button.setVisible(step != REPORT)
        missing = self._look.report.not_mentioned if self._look is not None else 0
        self.remove_box.setVisible(step in (COLUMNS, PREVIEW) and missing > 0)
        self.remove_box.set_words(self.tr("Also remove items not in this file ({0})").format(f"{missing:,}"))
        self.remove_box.setEnabled(free)
        self.next_button.setText(self._next_words())
        ready = step in (PREVIEW, REPORT) or (self.file.source() is not None if step == FILE else self._look_is_new())
        self.next_button.setEnabled(free and ready)
        self._tell_story()

    def _look_is_new(self) -> bool:
        return self._look is not None and self._looked_at is not None

    def _next_words(self) -> str:
        step = self.step()
        if step == FILE:
            return self.tr("Next: columns") if self.file.has_columns() else self.tr("Next: preview")
        if step == COLUMNS:
            return self.tr("Next: preview")
        if step == REPORT:
            return self.tr("Done")
        report = self._look.report if self._look is not None else ImportReport()
        count = report.created + report.updated
        if not count and not self.removes():
            return self.tr("Next: report")
        if not count:
            return self.tr("Remove the items")
        return self.tr("Import 1 item") if count == 1 else self.tr("Import {0} items").format(f"{count:,}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the steps there may be no room for the story of the file."""
        super().resizeEvent(event)
        self._tell_story()

    def _tell_story(self) -> None:
        story, narrow = self._story(), self.width() < NARROW_LINES * theme().lh
        self.set_subtitle("" if narrow else story)
        self.story.setText(story)
        self.story.setVisible(narrow and bool(story))

    def _story(self) -> str:
        """What is imported, under the title: name, encoding, separator, title lines, rows."""
        source = self.file.source()
        if self.step() == FILE or source is None:
            return ""
        parts = [source.name]
        if self._look is not None and len(self._look.previews) == 1:
            parts += _facts(self._look)
        return "  ·  ".join(parts)

    # looking

    def _leave_files(self) -> None:
        source = self.file.source()
        if source is None:
            self._say(self.file.refused() or self.tr("Choose a file, or use copied cells."))
        elif source == self._looked_at:
            self._go(COLUMNS if self.file.has_columns() else PREVIEW)
        else:
            self._look_at(source, lambda: self._go(COLUMNS if self.file.has_columns() else PREVIEW))

    def _columns_chosen(self) -> None:
        source = self.file.source()
        if source is not None:
            self._look_at(source, lambda: None)

    def _look_at(self, source: Source, then: Callable[[], object]) -> None:
        mapping = self.columns.choices.mapping
        self._looked_at = None

        def done(found: Look) -> None:
            self._look, self._looked_at = found, source
            self.remove_box.setChecked(False)
            self.columns.show_look(found, removes=False)
            self.preview.show_look(found, removes=False)
            then()
            self._refresh()

        self._run(
            self.tr("Reading {0}").format(source.name),
            lambda progress: look(self._project, source, mapping, progress),
            done,
        )

    def _removes_toggled(self) -> None:
        self.columns.show_counts(self.removes())
        self.preview.show_counts(self.removes())
        self.next_button.setText(self._next_words())

    # importing

    def _import(self) -> None:
        source = self.file.source()
        if source is None:
            return
        mapping, removes = self.columns.choices.mapping, self.removes()
        self._window.commit_edit()
        self._run(
            self.tr("Import {0}").format(source.name),
            lambda progress: bring_in(self._project, source, mapping, removes, progress),
            self._imported,
            self.tr("Stopped. The project is as it was."),
        )

    def _imported(self, report: ImportReport) -> None:
        self._report = report
        if self._look is not None:
            for fingerprint, mapping in self.columns.choices.to_remember(self._look.previews).items():
                service.remember(fingerprint, mapping)
        source = self.file.source()
        name = source.name if source is not None else ""
        keep_report(self._window, LastImport(report, name))
        self.report.show_report(report, name)
        self._go(REPORT)
        self._window.announce(self.report.title.text())

    def accept(self) -> None:
        """Close after the report; the window says what was done, with Undo."""
        super().accept()
        if self._report is not None and not self._is_told:
            self._tell(self._report)

    def _tell(self, report: ImportReport) -> None:
        source = self.file.source()
        name = source.name if source is not None else ""
        if report.created or report.updated or report.removed:
            count = report.created + report.updated
            words = self.tr("Imported 1 item from {0}.") if count == 1 else self.tr("Imported {1} items from {0}.")
            first = next((outcome.id for outcome in report.outcomes if outcome.what != "not mentioned"), None)
            for target in (*report.frameworks[:1], first):
                if target is not None and self._window.go_to(target, take_focus=True):
                    break
            self._window.notify_kept(words.format(name, f"{count:,}"))
        else:
            self._window.notify(self.tr("Everything in {0} was here already.").format(name), "info")

    def go_to_item(self) -> None:
        """Close, and show the item that the chosen line is about; the window leads back to the report."""
        if self._report is None:
            return
        item, values = self.report.pages.chosen()
        target = item or item_with(self._project, self._report.frameworks, values)
        if target is None or not self._window.go_to(target, take_focus=True):
            self._say(self.tr("This line has no screen of its own."))
            return
        self._is_told = True
        self.accept()
        back = self.tr("Back to the report")
        self._window.notify(
            self.tr("This is what the line of the report is about."),
            "file-input",
            back,
            lambda: self._window.actions.trigger("file.import_report"),
        )

    # files

    def _ask_files(self) -> None:
        known = " ".join(f"*{ending}" for ending in (*endings(), ".gz"))
        kinds = self.tr("Files to import ({0});;All files (*)").format(known)
        dialog = QFileDialog(self, self.tr("Choose files to import"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.add_files)
        dialog.open()

    def _ask_report_place(self) -> None:
        dialog = QFileDialog(
            self, self.tr("Save the report"), "import report.xlsx", self.tr("Excel (*.xlsx);;CSV (*.csv)")
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_report)
        dialog.open()

    def save_report(self, path: str) -> None:
        """Write the report as a table."""
        if self._report is None:
            return
        try:
            save_table(self._report, path)
        except StudioError as error:
            self._say(str(error))
        else:
            self.report.saved.setText(self.tr('Saved as "{0}".').format(Path(path).name))


def _detect(path: Path, progress: Progress) -> Found:
    progress.check()
    return detect(path)


def _facts(found: Look) -> list[str]:
    """Encoding and separator, title lines, rows of the one file."""
    preview, report = found.previews[0], found.report.files[0]
    separator = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}.get(preview.delimiter or "", "")
    encoding = {"utf-8": "UTF-8", "windows-1252": "Windows-1252"}.get(preview.encoding or "", preview.encoding or "")
    parts = [", ".join(part for part in (encoding, separator) if part)]
    if len(preview.sheets) == 1:
        titles = title_lines(preview.sheets[0])
        if titles:
            parts.append("1 title line" if titles == 1 else f"{titles} title lines")
    elif preview.sheets:
        parts.append(f"{len(preview.sheets)} sheets")
    parts.append("1 record" if report.records == 1 else f"{report.records:,} records")
    return [part for part in parts if part]
