# SPDX-License-Identifier: Apache-2.0
"""The first step: which files (or copied cells), and into which framework."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.ui.import_wizard.source import Found, Source, readable
from studio.ui.models.framework_facts import frameworks_of
from studio.ui.sizing import fix, space
from studio.ui.widgets.basics import ElidedLabel, IconLabel, button, clear, column, icon_button, label, panel, row
from studio.ui.widgets.choice_combo import ChoiceCombo
from studio.ui.widgets.drop_zone import DropZone

if TYPE_CHECKING:
    from studio.model.project import Project


class FileStep(QWidget):
    """``added`` is sent with paths to look at, ``changed`` when what would be imported is another."""

    added = Signal(list)
    changed = Signal()

    def __init__(self, project: Project, language: str, ask: Callable[[], object], paste: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("File"))
        self._found: list[Found] = []
        self._copied: Source | None = None
        self.zone = DropZone(
            self.tr("Drop files here"),
            self.tr("Excel, CSV, Word, CTDL, CASE, SKOS, ASN, skills, or a project. The content says what a file is."),
            self.tr("Drop files here, or press Enter to choose them"),
        )
        self.zone.dropped.connect(self.added)
        self.zone.asked.connect(ask)
        self.choose_button = button(self.tr("Choose files…"), "secondary", "folder-open", ask)
        self.paste_button = button(self.tr("Use copied cells"), "secondary", "clipboard-paste", paste,
                                   tip=self.tr("The rows that you copied in Excel"))  # fmt: skip
        self._ways: dict[Path, QPushButton] = {}
        self._list = QVBoxLayout()
        space(self._list, 0, 2)
        lines = [(line.id, line.name) for line in frameworks_of(project, language)]
        self.into = ChoiceCombo(
            self.tr("Put the items into"), [("", self.tr("The framework that the file names, or a new one")), *lines]
        )
        self.into.chosen.connect(lambda _id: self.changed.emit())
        words = label(self.tr("Put the items into"), "small", "text2")
        words.setBuddy(self.into)
        self._into = QWidget()
        self._into.setLayout(column(words, self.into, gap=1))
        self._into.setVisible(bool(lines))
        box = QVBoxLayout(self)
        space(box, 0, 4)
        box.addWidget(label(self.tr("What do you want to import?"), "subtitle"))
        box.addWidget(self.zone)
        box.addLayout(row(self.choose_button, self.paste_button, None, gap=2))
        box.addLayout(self._list)
        box.addWidget(self._into)
        box.addStretch(1)
        fix(self.into, max_width=40)

    # what is chosen

    def source(self) -> Source | None:
        """What would be imported; ``None`` as long as there is nothing."""
        into = self.into.value() or None
        if self._copied is not None:
            return Source((), self._copied.text, self._copied.html, into)
        found = [each for each in self._found if not each.refused]
        formats = tuple(each.format or None for each in found)
        return Source(tuple(each.path for each in found), into=into, formats=formats) if found else None

    def has_columns(self) -> bool:
        """Whether there are columns to map: a table among the files, or copied cells."""
        return self._copied is not None or any(found.table for found in self._found)

    def found(self) -> Sequence[Found]:
        """The files that were looked at."""
        return tuple(self._found)

    def refused(self) -> str:
        """Why nothing can be imported, when all files were refused."""
        return next((found.refused for found in self._found if found.refused), "") if self.source() is None else ""

    def show_found(self, found: Sequence[Found]) -> None:
        """Files that were looked at; the same file again takes the place of its older entry."""
        paths = {each.path for each in found}
        self._found = [each for each in self._found if each.path not in paths] + list(found)
        self._copied = None
        self._show()

    def use_copied(self, text: str, html: str | None) -> None:
        """Cells instead of files."""
        self._found = []
        self._copied = Source((), text, html)
        self._show()

    def put_into(self, target: str, words: str) -> None:
        """Choose what the items go into; ``words`` say it where it is an item and no framework."""
        if self.into.findData(target) < 0:
            self.into.insertItem(1, words, target)
        self.into.set_value(target)

    def remove(self, path: Path | None) -> None:
        """Take a file, or the copied cells, off the list."""
        self._found = [each for each in self._found if each.path != path]
        self._copied = None if path is None else self._copied
        self._show()
        self.zone.setFocus(Qt.FocusReason.OtherFocusReason)

    def read_as(self, path: Path, format: str) -> None:
        """Read a file as a format, or (``""``) as what its content says."""
        self._found = [each.read_as(format) if each.path == path else each for each in self._found]
        self._show()
        made = self._ways.get(path)
        if made is not None:
            made.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_format(self, found: Found, at: QPoint | None = None) -> QMenu:
        """Offer every format for a file, what its content says first."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choices = [("", self.tr("What its content says")), *readable()]
        for number, (name, words) in enumerate(choices):
            action = menu.addAction(words.replace("&", "&&"), partial(self.read_as, found.path, name))
            action.setCheckable(True)
            action.setChecked(name == found.format)
            if not number:
                menu.addSeparator()
        below = self._ways[found.path]
        menu.popup(at or below.mapToGlobal(below.rect().bottomLeft()))
        return menu

    def take_focus(self) -> None:
        """The field that takes files."""
        self.zone.setFocus(Qt.FocusReason.OtherFocusReason)

    # inside

    def _show(self) -> None:
        clear(self._list)
        self._ways = {}
        for found in self._found:
            kind = found.refused or (self.tr("Read as: {0}").format(found.kind) if found.format else found.kind)
            way = None
            if not found.refused:
                way = button(self.tr("Read it as…"), "link", clicked=partial(self.ask_format, found))
                way.setAccessibleName(self.tr("Read {0} as another format").format(found.path.name))
                self._ways[found.path] = way
            self._list.addWidget(self._entry(found.path.name, kind, bool(found.refused), found.path, way))
        if self._copied is not None:
            lines = len(self._copied.text.splitlines())
            told = self.tr("1 line") if lines == 1 else self.tr("{0} lines").format(f"{lines:,}")
            self._list.addWidget(self._entry(self.tr("Copied cells"), told, False, None))
        self.changed.emit()

    def _entry(self, name: str, kind: str, refused: bool, path: Path | None, way: QPushButton | None = None) -> QFrame:
        picture = IconLabel(
            "file-x" if refused else "file-check" if path else "clipboard-check",
            "error" if refused else "success",
            1.25,
            self.tr("refused") if refused else self.tr("can be read"),
        )
        told = label(kind, "small", "error" if refused else "text2", wrap=True)
        drop = icon_button("x", self.tr("Leave out {0}").format(name), lambda: self.remove(path))
        parts = [part for part in (way, drop) if part is not None]
        line = row(picture, column(ElidedLabel(name, "strong"), told, gap=0.5), *parts, gap=3, margins=(3, 2, 2, 2))
        line.setStretch(1, 1)
        return panel("card", line)
