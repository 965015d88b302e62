# SPDX-License-Identifier: Apache-2.0
"""What the pages of the designer are made of: a title, cards of fields, each bound to one column of the badge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.model import schema
from studio.ui.badges.reading import BadgeData
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import card, column, label, row
from studio.ui.widgets.choice_combo import ChoiceCombo
from studio.ui.widgets.editors import CommitLine
from studio.ui.widgets.language_field import LanguageField

if TYPE_CHECKING:
    from studio.ui.badges.designer import Designer


class ChoiceBox(ChoiceCombo):
    """A list that also shows a value of the project that it does not offer."""

    def __init__(self, name: str, choices: Sequence[tuple[Any, str]] = ()) -> None:
        super().__init__(name, choices)
        self.setMinimumContentsLength(12)

    def set_value(self, value: Any) -> None:
        """Show what the project holds, also a value that is none of the choices."""
        place = self.findData(value)
        if place < 0 and value is not None:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)


class Page(QWidget):
    """One section of the designer. ``show_badge`` is called with the badge as it is after each change."""

    TITLE = ""
    HINT = ""

    def __init__(self, designer: Designer) -> None:
        super().__init__()
        self.designer = designer
        self.project = designer.project
        self._shown: list[Callable[[BadgeData], object]] = []
        self.setAccessibleName(self.tr(self.TITLE))
        self.heading = QHBoxLayout()
        space(self.heading, 0, 3)
        words = column(
            label(self.tr(self.TITLE), "title"), label(self.tr(self.HINT), "small", "text2", wrap=True), gap=1
        )
        self.heading.addLayout(words, 1)
        self.box = QVBoxLayout()
        space(self.box, 0, 3.5)
        self.box.addLayout(self.heading)
        outer = QVBoxLayout(self)
        space(outer)
        outer.addLayout(self.box)
        outer.addStretch(1)

    def show_badge(self, data: BadgeData) -> None:
        """Show the badge as it is now."""
        for show in self._shown:
            show(data)

    def on_show(self, show: Callable[[BadgeData], object]) -> None:
        """Call something with the badge each time it is shown."""
        self._shown.append(show)

    def add_card(self, *parts: Any) -> QWidget:
        """A card of fields."""
        made = card(*parts, gap=3.5)
        self.box.addWidget(made)
        return made

    def set_field(self, column_name: str, value: Any, *seen: Any) -> None:
        """Write one column of the badge. ``seen``: what the person saw there, when it is not what was read last."""
        data, edits = self.designer.data, self.designer.window_.edits
        if data is not None:
            before = seen[0] if seen else getattr(data.row, column_name)
            edits.set_field(
                schema.badge, [data.id], {column_name: value}, self.designer.refresh, seen={column_name: before}
            )

    def set_text(self, column_name: str, language: str, text: str, seen: str) -> None:
        """Write one language of a text of the badge. ``seen``: what stood there before the person typed."""
        self.designer.window_.edits.set_text(
            schema.badge, self.designer.badge_id, column_name, language, text, seen, self.designer.refresh
        )

    # fields

    def text(
        self, column_name: str, name: str, *, multiline: bool = True, hint: str = "", **look: Any
    ) -> LanguageField:
        """A text in every language of the project."""
        field = LanguageField(self.tr(name), (self.designer.language,), multiline=multiline, hint=hint, **look)
        field.name.setWordWrap(True)
        field.name.setMinimumWidth(round(6 * theme().lh))
        head = field.layout().itemAt(0).layout()
        if isinstance(head, QHBoxLayout):
            head.setStretch(0, 100)
        field.committed.connect(lambda language, text: self.set_text(column_name, language, text, field.seen))

        def show(data: BadgeData) -> None:
            field.set_languages(data.languages)
            field.set_value(getattr(data.row, column_name))

        self.on_show(show)
        return field

    def line(self, column_name: str, name: str, hint: str = "") -> QWidget:
        """A plain text, the same in every language."""
        editor = CommitLine(self.tr(name), hint)
        editor.committed.connect(lambda text: self.set_field(column_name, text.strip() or None, editor.seen or None))
        self.on_show(lambda data: editor.set_text(getattr(data.row, column_name) or ""))
        return self.labelled(name, editor)

    def number(
        self, column_name: str, name: str, unit: str = "", *, whole: bool = False, most: int = 100_000
    ) -> QWidget:
        """A number that may be empty."""
        editor = CommitLine(self.tr(name))
        validator = QIntValidator(0, most, editor) if whole else QDoubleValidator(0, most, 2, editor)
        if isinstance(validator, QDoubleValidator):
            validator.setNotation(QDoubleValidator.Notation.StandardNotation)
        editor.setValidator(validator)
        fix(editor, max_width=8)

        def number_of(text: str) -> float | None:
            plain = text.strip().replace(",", ".")
            return None if not plain else int(plain) if whole else float(plain)

        editor.committed.connect(lambda text: self.set_field(column_name, number_of(text), number_of(editor.seen)))

        def show(data: BadgeData) -> None:
            value = getattr(data.row, column_name)
            editor.set_text("" if value is None else f"{value:g}")

        self.on_show(show)
        field = row(editor, label(self.tr(unit), "body", "text2"), None, gap=2) if unit else row(editor, None)
        return self.labelled(name, editor, field)

    def choice(self, column_name: str, name: str, choices: Sequence[tuple[Any, str]]) -> QWidget:
        """One of several values."""
        box = ChoiceBox(self.tr(name), choices)
        box.chosen.connect(lambda value: self.set_field(column_name, value))
        self.on_show(lambda data: box.set_value(getattr(data.row, column_name)))
        return self.labelled(name, box)

    def labelled(self, name: str, editor: QWidget, field: Any = None) -> QWidget:
        """A label over an editor."""
        words = label(self.tr(name), "small", "text2")
        words.setBuddy(editor)
        made = QWidget()
        made.setLayout(column(words, editor if field is None else field, gap=1))
        return made

    def beside(self, *fields: QWidget) -> QWidget:
        """Fields in one line, all of the same width."""
        made = QWidget()
        box = row(*fields, gap=4)
        for number in range(len(fields)):
            box.setStretch(number, 1)
            box.setAlignment(fields[number], Qt.AlignmentFlag.AlignTop)
        made.setLayout(box)
        return made
