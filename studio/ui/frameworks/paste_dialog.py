# SPDX-License-Identifier: Apache-2.0
"""Before a pasted table becomes rows: its cells as they are, and for each column what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from studio.ui.frameworks.clipboard import COLUMNS, FIELDS, guess_fields, table_as_records
from studio.ui.sizing import fix
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import label, row
from studio.ui.widgets.dialog import Dialog

SHOWN_ROWS = 200


class PasteDialog(Dialog):
    """``chosen`` is sent with the records."""

    chosen = Signal(list)

    def __init__(self, parent: QWidget, rows: Sequence[Sequence[str]], language: str) -> None:
        super().__init__(parent, parent.tr("Paste a table"), parent.tr("Say what each column is."), lines=(52, 30))
        self._rows = rows
        self._language = language
        fields, header = guess_fields(rows)
        self._header = QCheckBox(self.tr("The first row holds the names of the columns"))
        self._header.setChecked(header)
        self._header.toggled.connect(lambda _on: self._count())
        self._table = self._make_table(rows)
        self._choices: list[QComboBox] = []
        for column, field in enumerate(fields):
            choice = QComboBox()
            choice.setAccessibleName(self.tr("Column {0} is").format(column + 1))
            choice.addItem(self.tr("Leave out"), "")
            for title, name in zip(COLUMNS, FIELDS, strict=True):
                choice.addItem(title, name)
            choice.setCurrentIndex(max(choice.findData(field), 0))
            choice.currentIndexChanged.connect(lambda _index: self._count())
            set_font(choice, "body")
            self._table.setCellWidget(0, column, choice)
            self._choices.append(choice)
        self._result = label("", "body", "text2", wrap=True)
        self.content.addLayout(row(self._header, None))
        self.content.addWidget(self._table, 1)
        self.content.addWidget(self._result)
        self._paste = self.add_button(self.tr("Paste rows"), self._accept, "primary")
        self._count()

    def choice(self, column: int) -> QComboBox:
        """The list in which a person says what a column is."""
        return self._choices[column]

    def records(self) -> list[dict[str, object]]:
        """The rows as they would be pasted."""
        rows = self._rows[1:] if self._header.isChecked() else self._rows
        return table_as_records(rows, [str(choice.currentData()) for choice in self._choices], self._language)

    def _make_table(self, rows: Sequence[Sequence[str]]) -> QTableWidget:
        table = QTableWidget(min(len(rows), SHOWN_ROWS) + 1, len(rows[0]))
        table.setAccessibleName(self.tr("Pasted cells"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.horizontalHeader().hide()
        table.verticalHeader().hide()
        for number, cells in enumerate(rows[:SHOWN_ROWS], start=1):
            for column, cell in enumerate(cells):
                table.setItem(number, column, QTableWidgetItem(cell))
        longest = max(range(len(rows[0])), key=lambda column: sum(len(cells[column]) for cells in rows[:SHOWN_ROWS]))
        for column in range(len(rows[0])):
            table.setColumnWidth(column, round(9 * theme().lh))
        table.horizontalHeader().setSectionResizeMode(longest, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(round(1.8 * theme().lh))
        table.setRowHeight(0, round(2.4 * theme().lh))
        fix(table, min_height=12)
        return table

    def _count(self) -> None:
        count = len(self.records())
        left = len(self._rows) - (1 if self._header.isChecked() else 0) - count
        text = (
            self.tr("1 row becomes a competency.")
            if count == 1
            else self.tr("{0} rows become competencies.").format(f"{count:,}")
        )
        if left:
            text += " " + self.tr("{0} rows without a code or a text are left out.").format(f"{left:,}")
        self._result.setText(text)
        self._paste.setEnabled(count > 0)

    def _accept(self) -> None:
        records = self.records()
        self.accept()
        self.chosen.emit(records)
