# SPDX-License-Identifier: Apache-2.0
"""The fields of one competency, or of several at once, as a form. Each commit is one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from studio.ui.frameworks.statement import StatementField
from studio.ui.models import framework_facts as facts
from studio.ui.sizing import fix
from studio.ui.theme import set_font
from studio.ui.widgets.basics import IconLabel, column, label, row, set_tone
from studio.ui.widgets.chip_list import ChipListEditor, ChoiceChips
from studio.ui.widgets.editors import SEVERAL, CommitLine
from studio.ui.widgets.language_field import LanguageField
from studio.ui.widgets.sections import Collapsible, form_row

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow

STATUSES = ("Draft", "Published", "Deprecated")


class ValueBox(QComboBox):
    """A list of values; ``chosen`` is sent when the person takes another one. Unknown values are kept and shown."""

    chosen = Signal(str)

    def __init__(self, name: str, values: Sequence[str]) -> None:
        super().__init__()
        self._values = list(values)
        self.setAccessibleName(name)
        set_font(self, "body")
        self.activated.connect(lambda index: self.chosen.emit(str(self.itemData(index) or "")))

    def set_known(self, values: Sequence[str]) -> None:
        """Offer other values."""
        self._values = list(values)

    def show_value(self, value: str, several: bool = False) -> None:
        """Show what the project holds."""
        self.clear()
        if several:
            self.addItem(SEVERAL, "")
        else:
            self.addItem(self.tr("Not set"), "")
        for known in [*self._values, *([value] if value and value not in self._values else [])]:
            self.addItem(known, known)
        self.setCurrentIndex(max(self.findData(value), 0) if value and not several else 0)


class Details(QWidget):
    """``set_columns`` asks to set columns of every chosen item, ``set_text`` a text in one language."""

    set_columns = Signal(dict, str, dict)
    """Values, what History calls it, and what the person saw in these columns."""
    set_text = Signal(str, str, str, str)
    """Column, language, text, and the text that stood there before."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.statement = StatementField(window, self.tr("Statement"))
        self.statement.committed.connect(
            lambda *typed: self.set_text.emit("statement", *typed, self.statement.field.seen)
        )
        self.code = CommitLine(self.tr("Code"))
        self.code.committed.connect(
            lambda text: self._set("code", text.strip() or None, self.tr("Edit code"), self.code.seen or None)
        )
        fix(self.code, min_width=5)
        self._fits = label("", "small", "success")
        self._lock = IconLabel("lock", "text3", 0.95)
        fits = QWidget()
        fits.setLayout(row(self._lock, self._fits, gap=1))
        self.stages = ChoiceChips(self.tr("Stage"))
        self.stages.chosen.connect(lambda stages: self._set("stages", stages, self.tr("Set stage")))
        self.bloom = ValueBox(self.tr("Bloom level"), facts.BLOOM)
        self.bloom.chosen.connect(lambda value: self._set("complexity", value or None, self.tr("Set Bloom level")))
        self.keywords = ChipListEditor(self.tr("Keywords"))
        self.keywords.committed.connect(self._set_keywords)
        self.label = LanguageField(self.tr("Label"), ("en",))
        self.label.committed.connect(lambda *typed: self.set_text.emit("label", *typed, self.label.seen))
        self.item_type = ValueBox(self.tr("Item type"), ())
        self.item_type.chosen.connect(lambda value: self._set("item_type", value or None, self.tr("Set item type")))
        self.category = ValueBox(self.tr("Category"), ("Skill", "Knowledge", "Ability", "Disposition"))
        self.category.chosen.connect(lambda value: self._set("category", value or None, self.tr("Set category")))
        self.status = ValueBox(self.tr("Status"), STATUSES)
        self.status.chosen.connect(lambda value: self._set("status", value or None, self.tr("Set status")))
        self.comment = LanguageField(self.tr("Comment"), ("en",), multiline=True)
        self.comment.committed.connect(lambda *typed: self.set_text.emit("comment", *typed, self.comment.seen))
        self._code_row = QWidget()
        self._code_row.setLayout(form_row(self.tr("Code"), self.code, fits))
        self._stage_row = QWidget()
        self._stage_row.setLayout(form_row(self.tr("Stage"), self.stages))
        self._keyword_row = QWidget()
        self._keyword_row.setLayout(form_row(self.tr("Keywords"), self.keywords))
        more = QWidget()
        more.setLayout(
            column(
                self.label,
                form_row(self.tr("Item type"), self.item_type),
                form_row(self.tr("Category"), self.category),
                form_row(self.tr("Status"), self.status),
                self.comment,
                gap=2.5,
                margins=(0, 1, 0, 2),
            )
        )
        self.more = Collapsible(self.tr("More fields"), more, self.tr("label, type, comment"))
        self.setLayout(
            column(
                self.statement,
                self._code_row,
                self._stage_row,
                form_row(self.tr("Bloom level"), self.bloom),
                self._keyword_row,
                self.more,
                gap=2.5,
            )
        )
        self._language = "en"
        self._keywords: dict[str, list[str]] = {}
        self._first: dict[str, Any] = {}

    def show_rows(self, rows: Sequence[dict[str, Any]], context: dict[str, Any]) -> None:
        """Show one row or several. ``context``: languages, stages, types, parent code, outdated languages."""
        one = len(rows) == 1
        self._first = rows[0]
        languages = context["languages"]
        self._language = languages[0]
        for part in (self.statement, self._code_row, self._keyword_row, self.label, self.comment):
            part.setVisible(one)
        self._stage_row.setVisible(bool(context["stages"]))
        self.stages.set_choices(context["stages"])
        shared = [stage for stage, _ in context["stages"] if all(stage in (row["stages"] or ()) for row in rows)]
        self.stages.set_chosen(shared)
        self.item_type.set_known(context["types"])
        for box, column_name in (
            (self.bloom, "complexity"),
            (self.item_type, "item_type"),
            (self.category, "category"),
            (self.status, "status"),
        ):
            values = {row[column_name] or "" for row in rows}
            box.show_value(next(iter(values)) if len(values) == 1 else "", several=len(values) > 1)
        if not one:
            return
        first = rows[0]
        self.statement.show_value(first["statement"], languages, context["outdated"])
        for field, texts in ((self.label, first["label"]), (self.comment, first["comment"])):
            field.set_languages(languages)
            field.set_value(texts)
        self.code.set_text(first["code"] or "")
        self._show_fit(first["code"] or "", context["parent_code"])
        self._keywords = dict(first["keywords"] or {})
        self.keywords.set_words(self._keywords.get(self._language) or next(iter(self._keywords.values()), []))

    def commit(self) -> None:
        """Keep whatever is being typed."""
        for field in (self.statement.field, self.code, self.label, self.comment):
            field.commit()

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing."""
        for part in (self.code, self.stages, self.bloom, self.keywords, self.item_type, self.category, self.status):
            part.setEnabled(not read_only)
        for field in (self.statement.field, self.label, self.comment):
            field.set_read_only(read_only)

    def _show_fit(self, code: str, parent_code: str) -> None:
        """Whether the code goes on from the code of the item above."""
        fits = bool(code) and (not parent_code or (code.startswith(parent_code) and code != parent_code))
        self._fits.setText(self.tr("fits its place") if fits else self.tr("does not fit here") if code else "")
        set_tone(self._fits, "success" if fits else "warning")
        self._lock.set_icon("check" if fits else "triangle-alert", "success" if fits else "warning")
        self._lock.setVisible(bool(code))

    def _set(self, column_name: str, value: object, title: str, *typed_over: object) -> None:
        seen = (*typed_over, self._first.get(column_name))[0]
        self.set_columns.emit({column_name: value}, title, {column_name: seen})

    def _set_keywords(self, words: list[str]) -> None:
        language = (
            self._language if self._language in self._keywords or not self._keywords else next(iter(self._keywords))
        )
        self._keywords[language] = words
        kept = {tag: listed for tag, listed in self._keywords.items() if listed}
        self._set("keywords", kept or None, self.tr("Edit keywords"))
