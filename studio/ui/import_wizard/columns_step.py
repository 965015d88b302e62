# SPDX-License-Identifier: Apache-2.0
"""The second step: the file's own rows, and above each column the list in which a person says what it is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from studio.importing.preview import Preview, PreviewColumn, PreviewSheet
from studio.ui.import_wizard.cells import CellsModel, CellsView
from studio.ui.import_wizard.choice_header import ChoiceHeader
from studio.ui.import_wizard.choices import ACROSS, Choices, offered, value_of
from studio.ui.import_wizard.field_shelf import FieldDrop, FieldShelf
from studio.ui.import_wizard.outcome import OutcomeCounts, OutcomeTree
from studio.ui.import_wizard.source import Look
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, column, label, panel, row
from studio.ui.widgets.choice_combo import ChoiceCombo

NARROW_LINES = 52
WIDEST_LINES = 26


class ColumnsStep(QWidget):
    """``chosen`` is sent after the person made a column something else; ``choices`` holds what."""

    chosen = Signal()

    def __init__(self, language: str) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Columns"))
        self._language = language
        self._look: Look | None = None
        self._sheets: list[tuple[Preview, PreviewSheet]] = []
        self._guessed = False
        self._sized: list[PreviewColumn] = []
        self.choices = Choices()
        self.sheet = ChoiceCombo(self.tr("Sheet"))
        self.sheet.setMinimumContentsLength(18)
        self.sheet.chosen.connect(lambda _number: self._show_sheet())
        self._how = label("", "small", "text2", wrap=True)
        self._kept = row(IconLabel("badge-check", "text2", 1.0), label(self.tr("Remembered for this header"), "small",
                                                                      "text2"), gap=1)  # fmt: skip
        self._remembered = QWidget()
        self._remembered.setLayout(self._kept)
        self.cells = CellsModel()
        self.table = self._make_table()
        self.tree = OutcomeTree()
        self.counts = OutcomeCounts()
        title = label(self.tr("Which column is what?"), "subtitle")
        head = row(title, self.sheet, self._how, self._remembered, gap=4)
        head.setStretch(2, 1)
        becomes = panel("card", column(self.tree, margins=1))
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        space(self._below, 0, 5)
        left = column(label(self.tr("What it becomes"), "subtitle"), becomes, gap=2)
        left.setStretch(1, 1)
        right = column(label(self.tr("What happens to it"), "subtitle"), self.counts, gap=2)
        right.setStretch(1, 1)
        self._below.addLayout(left, 1)
        self._below.addLayout(right, 1)
        box = QVBoxLayout(self)
        space(box, 0, 3)
        box.addLayout(head)
        self.shelf = FieldShelf()
        fix(self.shelf, width=9.5)
        self._shelf = panel("card", column(self.shelf, margins=0.25))
        rows = row(self._shelf, panel("card", column(self.table, margins=0.25)), gap=2)
        rows.setStretch(1, 1)
        box.addLayout(rows, 3)
        box.addLayout(self._below, 2)
        fix(self.table, min_height=10)
        fix(self.tree, min_height=8)

    def _make_table(self) -> CellsView:
        table = CellsView()
        table.resized.connect(self._size_columns)
        table.setAccessibleName(self.tr("Rows of the file"))
        table.setModel(self.cells)
        self.header = ChoiceHeader(table)
        table.setHorizontalHeader(self.header)
        self.header.chosen.connect(self._column_chosen)
        self.drop = FieldDrop(table, self.header)
        self.drop.dropped.connect(self._column_chosen)
        self.header.setStretchLastSection(True)
        return table

    # showing

    def start_anew(self) -> None:
        """Other files: nothing is chosen yet."""
        self.choices = Choices()
        self._guessed = False

    def show_look(self, look: Look, removes: bool) -> None:
        """The previews of the files, read with the choices so far."""
        if look.guessed:
            self.choices.start(look.previews)
            self._guessed = True
        self._look = look
        kept = self.sheet.currentIndex()
        self._sheets = [(preview, sheet) for preview in look.previews for sheet in preview.sheets]
        several_files = len(look.previews) > 1
        names = [
            (str(at), " · ".join(part for part in (preview.file if several_files else "", sheet.name) if part))
            for at, (preview, sheet) in enumerate(self._sheets)
        ]
        self.sheet.set_choices(names, str(kept if 0 <= kept < len(names) else _first_used(self._sheets)))
        self.sheet.setVisible(len(names) > 1)
        self.tree.show_nodes([node for preview in look.previews for node in preview.tree])
        self.show_counts(removes)
        self._show_sheet()

    def show_counts(self, removes: bool) -> None:
        """The counts, with or without removing."""
        if self._look is not None:
            self.counts.show_report(self._look.report, removes)

    def shown_sheet(self) -> PreviewSheet | None:
        """The sheet on screen."""
        at = self.sheet.currentIndex()
        return self._sheets[at][1] if 0 <= at < len(self._sheets) else None

    def take_focus(self) -> None:
        """The list of the first column, or the rows."""
        lists = self.header.choices()
        (lists[0] if lists else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: the counts stand below the tree."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_LINES * theme().lh
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._below.setDirection(way)
        self._show_shelf()

    # inside

    def _show_sheet(self) -> None:
        sheet = self.shown_sheet()
        self.cells.show_sheet(sheet)
        if sheet is None:
            return
        across = sheet.layout == ACROSS
        choices = offered(sheet, self._language)
        self.header.offer(
            []
            if across
            else [
                (self._list_name(column.header, at), choices, value_of(column))
                for at, column in enumerate(sheet.columns)
            ]
        )
        taken = [value_of(column) for column in sheet.columns]
        self.shelf.offer([entry for entry in choices if "@" not in entry[0] or entry[0] in taken], taken)
        self._show_shelf()
        self._how.setText(self._how_found(sheet))
        self._remembered.setVisible(any(column.source == "remembered" for column in sheet.columns))
        if sheet.columns != self._sized:
            self._sized = sheet.columns
            self._size_columns()
        self.table.verticalHeader().setDefaultSectionSize(round(1.75 * theme().lh))

    def _show_shelf(self) -> None:
        """The list of fields, where there is room beside the rows and a choice to make."""
        sheet = self.shown_sheet()
        across = sheet is not None and sheet.layout == ACROSS
        self._shelf.setVisible(self.width() >= NARROW_LINES * theme().lh and not across)

    def _list_name(self, header: str, at: int) -> str:
        name = " ".join(header.split()) or self.tr("Column {0}").format(at + 1)
        return self.tr("{0} is").format(name)

    def _how_found(self, sheet: PreviewSheet) -> str:
        if sheet.skipped:
            return sheet.skipped + "."
        if sheet.layout == ACROSS:
            return self.tr("Each column is a course, and its cells are the outcomes of the course.")
        sources = {column.source for column in sheet.columns if column.field != "extra"}
        if any(self.choices.is_chosen(sheet, column.index) for column in sheet.columns):
            return self.tr("As you chose. Change any box.")
        if self._guessed:
            return self.tr(
                "No name says which column holds the statements. The longest texts were taken; change any box."
            )
        if "header" in sources and "content" in sources:
            return self.tr(
                "Found by header name and by what stands below. Change any box, or drag a field onto a column."
            )
        if "content" in sources:
            return self.tr("Found by what stands in the columns. Change any box, or drag a field.")
        return self.tr("Found by header name. Change any box, or drag a field onto it.")

    def _size_columns(self) -> None:
        """Each column as wide as its list and its texts need; what lacks comes from all that can spare some, from the
        statements last, and what is left goes to them."""
        sheet = self.shown_sheet()
        if sheet is None or not sheet.columns:
            return
        look = theme()
        metrics = look.metrics("body")
        widths, smallest = [], []
        for at, each in enumerate(sheet.columns):
            cells = [row.cells[at] for row in sheet.rows[:60] if row.mark == "item" and at < len(row.cells)]
            need = max(metrics.horizontalAdvance(text[:80]) for text in (each.header, *(cell.text for cell in cells)))
            statement = each.field == "statement"
            smallest.append(metrics.horizontalAdvance(each.label) + round((12 if statement else 3.6) * look.lh))
            widths.append(min(max(need + 6 * look.u, smallest[at]), round(WIDEST_LINES * look.lh)))
        widths.append(round(13 * look.lh))
        smallest.append(round(9 * look.lh))
        room = self.table.viewport().width() - sum(widths)
        best = next((at for at, each in enumerate(sheet.columns) if each.field == "statement"), 0)
        if room > 0:
            widths[best] += min(room, round(10 * look.lh))
        for part in ([at for at in range(len(widths)) if at != best], [best]):
            spare = {at: max(widths[at] - smallest[at], 0) for at in part}
            share = min(max(-room, 0) / max(sum(spare.values()), 1), 1.0)
            for at in part:
                widths[at] -= math.ceil(spare[at] * share)
            room = self.table.viewport().width() - sum(widths)
        for at, width in enumerate(widths):
            self.header.resizeSection(at, width)

    def _column_chosen(self, at: int, value: str) -> None:
        sheet = self.shown_sheet()
        if sheet is None or self._look is None:
            return
        self.choices.choose(self._look.previews, sheet, sheet.columns[at].index, value)
        self.chosen.emit()


def _first_used(sheets: Sequence[tuple[Preview, PreviewSheet]]) -> int:
    """The first sheet of which something is imported."""
    return next((at for at, (_preview, sheet) in enumerate(sheets) if not sheet.skipped), 0)
