# SPDX-License-Identifier: Apache-2.0
"""What an import changes, item by item: the words that go and come, what is new, what no file mentions.

Rows are made when they come on screen; comparing the texts of ten thousand items at once would take a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.importing.report import ImportReport, Outcome
from studio.model.values import in_language
from studio.standards.wording import column_words, kind_words
from studio.ui.compare.rows import ACCESSIBLE, DISPLAY, ROW, TOLD, TOOLTIP, DifferenceView, Kind, Row, compare
from studio.ui.sizing import space
from studio.ui.widgets.basics import column, label, panel, row
from studio.ui.widgets.choice_combo import ChoiceCombo
from studio.ui.words import translate

Index = QModelIndex | QPersistentModelIndex
KINDS: dict[str, Kind] = {
    "updated": ("Updated", "refresh-cw", "info"),
    "not mentioned": ("Not in the file", "circle-dashed", "warning"),
    "created": ("New", "circle-plus", "success"),
}
"""Word, icon and colour of what becomes of an item, in the order of the list."""
Entry = tuple[Outcome, str, str]
"""An item, and of an updated one the field and language that differ."""


class ChangesModel(QAbstractListModel):
    """One row for each item that is made or left out, and for each text or field that is updated."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._all: list[Entry] = []
        self._rows: list[Entry] = []
        self._wanted = ""
        self._row = lru_cache(maxsize=512)(self._make_row)

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Show what another import does."""
        found = [entry for outcome in outcomes for entry in _entries(outcome)]
        places = list(KINDS)
        self._all = sorted(found, key=lambda entry: places.index(entry[0].what))
        self.show_kind(self._wanted)

    def show_kind(self, what: str) -> None:
        """Show only one kind of change, ``""`` for all."""
        self.beginResetModel()
        self._wanted = what
        self._row.cache_clear()
        self._rows = [entry for entry in self._all if not what or entry[0].what == what]
        self.endResetModel()

    def counts(self) -> Counter[str]:
        """How many rows there are of each kind."""
        return Counter(outcome.what for outcome, _field, _language in self._all)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """The rows that are wanted."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The row for the delegate, a sentence for everybody else."""
        if index.isValid() and role == TOLD:
            return bool(self._rows[index.row()][1])
        if not index.isValid() or role not in (ROW, DISPLAY, ACCESSIBLE, TOOLTIP):
            return None
        made = self._row(index.row())
        return made if role == ROW else self._sentence(made)

    def _sentence(self, made: Row) -> str:
        told = f"{self.tr(KINDS[made.change][0])}: {made.code} {made.name or translate(kind_words(made.kind))}"
        if made.before or made.after:
            old, new = (" ".join(text for text, _differs in words) for words in (made.before, made.after))
            told += f"\n{made.field}\n{self.tr('Before')}: {old or '–'}\n{self.tr('After')}: {new or '–'}"
        return told

    def _make_row(self, number: int) -> Row:
        outcome, field, language = self._rows[number]
        before, after = next(((old, new) for name, old, new in outcome.differences if name == field), (None, None))
        if language:
            before, after = ((value or {}).get(language) for value in (before, after))
        words = translate(column_words(field, outcome.kind)) if field else ""
        name = in_language(outcome.text, self._language)
        return Row(
            outcome.what,
            outcome.kind,
            outcome.id,
            outcome.code,
            name,
            f"{words} ({language.upper()})" if language else words,
            *compare(_text(before), _text(after)),
        )


def _entries(outcome: Outcome) -> list[Entry]:
    if outcome.what != "updated":
        return [(outcome, "", "")]
    found: list[Entry] = []
    for name, old, new in outcome.differences:
        tags = _languages(old, new)
        found += [(outcome, name, tag) for tag in tags] if tags else [(outcome, name, "")]
    return found


def _languages(old: Any, new: Any) -> list[str]:
    """The languages in which two texts differ; none when they are no texts by language."""
    if not all(value is None or isinstance(value, Mapping) for value in (old, new)):
        return []
    old, new = old or {}, new or {}
    texts = all(isinstance(value, (str, list)) for each in (old, new) for value in each.values())
    return [tag for tag in sorted({*old, *new}) if old.get(tag) != new.get(tag)] if texts else []


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_text(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)


class ChangesView(QWidget):
    """The list, and above it which kinds of change it shows. ``go_wanted`` is sent with the id of an item."""

    go_wanted = Signal(str)

    def __init__(self, language: str) -> None:
        super().__init__()
        self.model = ChangesModel(language)
        self.view = DifferenceView(KINDS, go_on_click=False)
        self.view.setAccessibleName(self.tr("What changes"))
        self.view.setModel(self.model)
        self.view.go_wanted.connect(self.go_wanted)
        self.show_box = ChoiceCombo(self.tr("Show"))
        self.show_box.setMinimumContentsLength(20)
        self.show_box.chosen.connect(self._kind_chosen)
        self._note = label("", "small", "text2", wrap=True)
        words = label(self.tr("Show"), "small", "text2")
        words.setBuddy(self.show_box)
        head = row(words, self.show_box, self._note, gap=2)
        head.setStretch(2, 1)
        self._none = label("", "body", "text2", wrap=True)
        self._card = panel("card", column(self.view, margins=0.25))
        box = QVBoxLayout(self)
        space(box, 0, 2)
        self._head = QWidget()
        self._head.setLayout(head)
        box.addWidget(self._head)
        box.addWidget(self._none)
        box.addWidget(self._card, 1)
        box.addStretch(0)
        self.setFocusProxy(self.view)

    def show_report(self, report: ImportReport, not_listed: str = "") -> None:
        """The changes of an import; ``not_listed`` is said when it keeps no list of them."""
        self.model.show_outcomes(report.outcomes)
        counts = self.model.counts()
        total = sum(counts.values())
        some = [(what, self.tr(KINDS[what][0])) for what in KINDS if counts[what]]
        choices = [("", self.tr("Everything ({0})").format(f"{total:,}"))]
        choices += [(what, f"{words} ({counts[what]:,})") for what, words in some]
        kept = self.show_box.value()
        self.show_box.set_choices(choices, kept if counts[kept] else "")
        self.model.show_kind(self.show_box.value())
        left_out = report.created - counts["created"]
        more = self.tr("{0} more are new: links, and what is beyond the first of a long list.")
        self._note.setText(more.format(f"{left_out:,}") if left_out > 0 and total else "")
        changes = report.created or report.updated
        self._none.setText(not_listed if changes and not_listed else self.tr("Nothing changes."))
        self._none.setVisible(not total)
        self._head.setVisible(total > 0)
        self._card.setVisible(total > 0)
        if total:
            self.view.setCurrentIndex(self.model.index(0, 0))

    def chosen(self) -> str:
        """The id of the item with the keyboard."""
        made = self.view.currentIndex().data(ROW)
        return made.id if isinstance(made, Row) else ""

    def _kind_chosen(self, what: str) -> None:
        self.model.show_kind(what)
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))
