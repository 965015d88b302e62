# SPDX-License-Identifier: Apache-2.0
"""The first step: what for (the format), what, and where to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QCheckBox, QFrame, QVBoxLayout, QWidget

from studio.ui.export_dialog.order import KINDS, REGISTRY, Order, formats, several_files, suggested_place
from studio.ui.models.exportable import Part, parts
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
        for each, words in formats():
            made = RowButton(words.icon, self.tr(words.title), self.tr(words.standard), tile=False)
            made.setCheckable(True)
            made.clicked.connect(lambda _checked=False, name=each.format: self.choose(name))
            self._group.addButton(made)
            self._buttons[each.format] = made
            box.addWidget(made)
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
        self.place = plain_line(self.tr("Where to"))
        self.place.textEdited.connect(lambda _text: self._place_given())
        self._place_words = label("", "small", "text2")
        self._place_words.setBuddy(self.place)
        self._replaces = label(self.tr("The file that is there will be replaced."), "small", "warning")
        choose = button(self.tr("Choose…"), "secondary", "folder-open", ask_place)
        place = row(self.place, choose, gap=2)
        place.setStretch(0, 1)
        left = column(label(self.tr("What for?"), "subtitle"), self.format, None, gap=2)
        right = column(row(self._what, None, self._all, self._none), self._whole, self._list, self._registry, gap=2)
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
        return Order(self.format.current(), self.ids(), place, environment)

    def ids(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(part.id for part, box in self._parts if box.isChecked())

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
        known = {part.id for part in found}
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
            box.setChecked(part.id in self._wanted if self._wanted & known else True)
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
        self._suggest()

    def _kind_words(self, kind: str) -> str:
        return {
            "framework": self.tr("Frameworks"),
            "concept_scheme": self.tr("Scales and lists of terms"),
            "progression_model": self.tr("Progression models"),
            "rubric": self.tr("Rubrics"),
        }.get(kind, self.tr("Badges"))

    def _tick(self, on: bool) -> None:
        for _part, box in self._parts:
            box.setChecked(on)

    def _ticked(self) -> None:
        self._suggest()

    def _suggest(self) -> None:
        """A place, unless the person named one of the right kind."""
        if not self._named or bool(Path(self.place.text()).suffix) == self.needs_folder():
            chosen = [part for part, box in self._parts if box.isChecked()]
            name = (chosen[0].code or chosen[0].name) if len(chosen) == 1 else ""
            title = self._project.path.stem if self._project.path else self._project.title
            folder = self._folder if not self._named else Path(self.place.text()).parent
            place = suggested_place(folder, title, self.format.current(), self.ids(), name)
            self.place.setText(str(place))
        self._show_place()

    def _place_given(self) -> None:
        self._named = True
        self._show_place()

    def _show_place(self) -> None:
        self._place_words.setText(self.tr("Into the folder") if self.needs_folder() else self.tr("Into the file"))
        self._replaces.setVisible(Path(self.place.text().strip()).is_file())
        self.changed.emit()
