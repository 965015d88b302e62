# SPDX-License-Identifier: Apache-2.0
"""The first step: what for (the format), what, and where to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QCheckBox, QFrame, QVBoxLayout, QWidget

from studio.standards.formats import format_named
from studio.ui.export_dialog.order import (
    KINDS,
    NOTATIONS,
    RECORDS,
    REGISTRY,
    Order,
    by_readers,
    several_files,
    suggested_place,
)
from studio.ui.models.exportable import Part, parts, records
from studio.ui.sizing import fix, space
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import button, clear, column, label, panel, row, scrolled
from studio.ui.widgets.plain_line import plain_line
from studio.ui.widgets.row_button import RowButton
from studio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from studio.model.project import Project

NARROW_LINES = 44


class FormatList(QFrame):
    """The formats below each other; the arrows choose. ``chosen`` is sent with the name of the format."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Format"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RowButton] = {}
        box = column(gap=0.5)
        for people, found in by_readers():
            if not found:
                continue
            if people:
                box.addSpacing(2 * theme().u)
            heading = self.tr("Files for people") if people else self.tr("Standards, for other programs")
            box.addWidget(label(heading, "caption_strong", "text2"))
            for each, words in found:
                made = RowButton(words.icon, self.tr(words.title), self.tr(words.standard), tile=False)
                made.setCheckable(True)
                made.clicked.connect(lambda _checked=False, name=each.format: self.choose(name))
                self._group.addButton(made)
                self._buttons[each.format] = made
                box.addWidget(made)
        box.addStretch(1)
        self.setLayout(box)

    def names(self) -> list[str]:
        """The formats, from the top."""
        return list(self._buttons)

    def choose(self, name: str) -> None:
        """Choose a format."""
        for other, made in self._buttons.items():
            made.setChecked(other == name)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == name else Qt.FocusPolicy.ClickFocus)
        self.chosen.emit(name)

    def current(self) -> str:
        """The chosen format."""
        return next((name for name, made in self._buttons.items() if made.isChecked()), "")

    def button(self, name: str) -> RowButton:
        """The button of a format."""
        return self._buttons[name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the neighbour and choose it."""
        step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
        names = self.names()
        if step and self.current():
            target = names[(names.index(self.current()) + step) % len(names)]
            self.choose(target)
            self._buttons[target].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class ChooseStep(QWidget):
    """``changed`` is sent when the order is another."""

    changed = Signal()

    def __init__(
        self, project: Project, language: str, folder: Path, wanted: Sequence[str], ask_place: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("What"))
        self._project, self._language, self._folder = project, language, folder
        self._wanted = set(wanted)
        self._parts: list[tuple[Part, QCheckBox]] = []
        self._named = False
        self.format = FormatList()
        self.format.chosen.connect(lambda _name: self._show_format())
        self._what = label("", "subtitle")
        self._all = button(self.tr("All"), "link", clicked=lambda: self._tick(True))
        self._none = button(self.tr("None"), "link", clicked=lambda: self._tick(False))
        self._whole = label(
            self.tr("The whole project goes into one file: organizations, frameworks, links, scales, rubrics, badges."),
            "body", "text2", wrap=True)  # fmt: skip
        self._boxes = QVBoxLayout()
        space(self._boxes, 3, 1)
        inside = QWidget()
        inside.setProperty("ground", "base")
        inside.setLayout(self._boxes)
        self._list = panel("card", column(scrolled(inside, self.tr("What to export")), margins=0.25))
        fix(self._list, min_height=8)
        self.environment = Segmented(
            self.tr("Registry"),
            [("production", self.tr("Production"), None), ("sandbox", self.tr("Sandbox"), None)],
            "production",
        )
        self.environment.chosen.connect(lambda _name: self.changed.emit())
        self._registry = QWidget()
        registry = row(label(self.tr("Addresses of"), "small", "text2"), self.environment, None, gap=3)
        self._registry.setLayout(registry)
        self.notation = Segmented(self.tr("Notation"))
        self.notation.chosen.connect(lambda _ending: self._notation_chosen())
        self._notations = QWidget()
        self._notations.setLayout(row(label(self.tr("Written as"), "small", "text2"), self.notation, None, gap=3))
        self.place = plain_line(self.tr("Where to"))
        self.place.textEdited.connect(lambda _text: self._place_given())
        self._place_words = label("", "small", "text2")
        self._place_words.setBuddy(self.place)
        self._replaces = label(self.tr("The file that is there will be replaced."), "small", "warning")
        choose = button(self.tr("Choose…"), "secondary", "folder-open", ask_place)
        place = row(self.place, choose, gap=2)
        place.setStretch(0, 1)
        kinds = QWidget()
        kinds.setProperty("ground", "base")
        kinds.setLayout(column(self.format, margins=(0, 0, 2, 0)))
        self._kinds = scrolled(kinds, self.tr("Formats"))
        self.format.chosen.connect(lambda name: self._kinds.ensureWidgetVisible(self.format.button(name), 0, 0))
        fix(self._kinds, min_height=12)
        for_what = label(self.tr("What for?"), "subtitle")
        fix(for_what, min_height=1.9)  # as high as the buttons beside "What?"
        left = column(for_what, self._kinds, gap=2)
        left.setStretch(1, 1)
        right = column(
            row(self._what, None, self._all, self._none),
            self._whole,
            self._list,
            self._registry,
            self._notations,
            gap=2,
        )
        right.setStretch(2, 1)
        right.addStretch(0)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        space(self._sides, 0, 6)
        self._sides.addLayout(left, 1)
        self._sides.addLayout(right, 1)
        box = QVBoxLayout(self)
        space(box, 0, 3)
        box.addLayout(self._sides, 1)
        box.addWidget(self._place_words)
        box.addLayout(place)
        box.addWidget(self._replaces)
        self.format.choose(self.format.names()[0])

    # what is chosen

    def order(self) -> Order:
        """The export as it is chosen."""
        place = Path(self.place.text().strip()).expanduser()
        environment = self.environment.current() if self.format.current() in REGISTRY else "production"
        everything = len(self._parts) > 1 and all(box.isChecked() for _part, box in self._parts)
        # Everything is more than all parts: what belongs to none of them goes along where the format can hold it.
        ids = () if everything else self.ids()
        said = place.suffix.lower() in format_named(self.format.current()).extensions
        return Order(self.format.current(), ids, place, environment, "" if said else self._notation())

    def ids(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(item for part, box in self._parts if box.isChecked() for item in part.ids)

    def missing(self) -> str:
        """What is not chosen yet, as a sentence."""
        if self.format.current() in KINDS and not self._parts:
            return self.tr("There is nothing of this kind in the project yet.")
        if self.format.current() in KINDS and not self.ids():
            return self.tr("Tick what you want to export.")
        if not self.place.text().strip():
            return self.tr("Say where the file goes.")
        return ""

    def set_place(self, place: str) -> None:
        """Where the person wants it."""
        self._named = True
        self.place.setText(place)
        self._read_notation()
        self._show_place()

    def needs_folder(self) -> bool:
        """Whether several files come out."""
        return several_files(self.format.current(), self.ids())

    def take_focus(self) -> None:
        """The chosen format."""
        self.format.button(self.format.current()).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: below each other."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_LINES * theme().lh
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(way)

    # inside

    def _show_format(self) -> None:
        kinds = KINDS.get(self.format.current(), ())
        clear(self._boxes)
        found = parts(self._project, kinds, self._language)
        if self.format.current() in RECORDS:
            found += records(self._project, RECORDS[self.format.current()])
        known = {item for part in found for item in part.ids}
        self._parts = []
        kind = ""
        for part in found:
            if part.kind != kind and len(kinds) > 1:
                kind = part.kind
                self._boxes.addWidget(label(self._kind_words(kind), "caption_strong", "text2"))
            words = f"{part.code}  {part.name}".strip() or self.tr("Without a name")
            box = QCheckBox(words.replace("&", "&&"))
            set_font(box, "body")
            box.setToolTip(part.name)
            box.setChecked(not self._wanted.isdisjoint(part.ids) if self._wanted & known else True)
            box.toggled.connect(lambda _on: self._ticked())
            self._boxes.addWidget(box)
            self._parts.append((part, box))
        self._boxes.addStretch(1)
        if not found and kinds:
            self._boxes.insertWidget(0, label(self.missing(), "body", "text2", wrap=True))
        for part_ in (self._list, self._all, self._none):
            part_.setVisible(bool(kinds))
        self._whole.setVisible(not kinds)
        self._what.setText(self.tr("What?"))
        self._registry.setVisible(self.format.current() in REGISTRY)
        notations = NOTATIONS.get(self.format.current(), ())
        self.notation.set_choices([(ending, words, None) for ending, words in notations])
        self._notations.setVisible(bool(notations))
        self._fit_ending()
        self._suggest()

    def _kind_words(self, kind: str) -> str:
        return {
            "framework": self.tr("Frameworks"),
            "concept_scheme": self.tr("Vocabularies"),
            "progression_model": self.tr("Progression models"),
            "rubric": self.tr("Rubrics"),
            "resource": self.tr("Other records"),
        }.get(kind, self.tr("Badges"))

    def _tick(self, on: bool) -> None:
        for _part, box in self._parts:
            box.setChecked(on)

    def _ticked(self) -> None:
        self._suggest()

    def _suggest(self) -> None:
        """A place, unless the person named one of the right kind."""
        place = Path(self.place.text())
        if not self._named or bool(place.suffix) == self.needs_folder():
            chosen = [part for part, box in self._parts if box.isChecked()]
            name = (chosen[0].code or chosen[0].name) if len(chosen) == 1 else ""
            title = self._project.path.stem if self._project.path else self._project.title
            folder = self._folder if not self._named else Path(self.place.text()).parent
            place = suggested_place(folder, title, self.format.current(), self.ids(), name, self._notation())
            self.place.setText(str(place))
        self._show_place()

    def _fit_ending(self) -> None:
        """A place that was named for another format keeps its name and gets an ending of this one."""
        place = Path(self.place.text())
        known = format_named(self.format.current()).extensions
        if self._named and place.suffix and not self.needs_folder() and known:
            if place.suffix.lower() not in known:
                self.place.setText(str(place.with_suffix(self._notation() or known[0])))
            self._read_notation()

    def _read_notation(self) -> None:
        """The ending of the file says the notation."""
        ending = Path(self.place.text()).suffix.lower()
        if ending in (known for known, _words in NOTATIONS.get(self.format.current(), ())):
            self.notation.set_current(ending)

    def _notation(self) -> str:
        return self.notation.current() if self.format.current() in NOTATIONS else ""

    def _notation_chosen(self) -> None:
        """The file is named with the ending of the notation."""
        place = Path(self.place.text())
        if not self.needs_folder() and place.suffix:
            self.place.setText(str(place.with_suffix(self._notation())))
        self._show_place()

    def _place_given(self) -> None:
        self._named = True
        self._read_notation()
        self._show_place()

    def _show_place(self) -> None:
        self._place_words.setText(self.tr("Into the folder") if self.needs_folder() else self.tr("Into the file"))
        self._replaces.setVisible(Path(self.place.text().strip()).is_file())
        self.changed.emit()
