# SPDX-License-Identifier: Apache-2.0
"""The head of the file's rows: the file's own column name, and below it the list in which a person says what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QTableView

from studio.ui.theme import theme
from studio.ui.widgets.choice_combo import ChoiceCombo

Offer = tuple[str, Sequence[tuple[str, str]], str]
"""The name of a column, what it can be, and what it is."""


class ChoiceHeader(QHeaderView):
    """``chosen`` is sent with the number of the column and the value. The last section has no list."""

    chosen = Signal(int, str)

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._lists: list[ChoiceCombo] = []
        self._hot = -1
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(round(4 * theme().lh))
        self.sectionResized.connect(lambda _section, _old, _new: self._place())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self._place())

    def offer(self, offers: Sequence[Offer]) -> None:
        """The lists of the columns, from the left; none for a sheet without choices."""
        for made in self._lists[len(offers) :]:
            made.hide()
            made.deleteLater()
        del self._lists[len(offers) :]
        for number, (name, choices, value) in enumerate(offers):
            if number == len(self._lists):
                made = ChoiceCombo(name)
                made.setParent(self.viewport())
                made.chosen.connect(lambda chosen, number=number: self.chosen.emit(number, chosen))
                made.installEventFilter(self)
                self._lists.append(made)
                made.show()
            self._lists[number].setAccessibleName(name)
            self._lists[number].set_choices(choices, value)
        self.updateGeometries()
        self._place()

    def set_hot(self, column: int) -> None:
        """Show that something can be dropped on a column, -1 for none."""
        if column != self._hot:
            self._hot = column
            self.viewport().update()

    def choice(self, column: int) -> ChoiceCombo:
        """The list of a column."""
        return self._lists[column]

    def choices(self) -> list[ChoiceCombo]:
        """All lists, from the left."""
        return list(self._lists)

    def sizeHint(self) -> QSize:
        """A line for the name, and the list."""
        look = theme()
        high = 1.5 * look.lh + (2 * look.lh + 3 * look.u if self._lists else look.u)
        return QSize(super().sizeHint().width(), round(high) + 2 * look.u)

    def updateGeometries(self) -> None:
        """Place the lists with the sections."""
        super().updateGeometries()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A list that gets the keyboard comes into view."""
        if event.type() == QEvent.Type.FocusIn and watched in self._lists:
            self._table.scrollTo(self._table.model().index(0, self._lists.index(watched)))
        return super().eventFilter(watched, event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """The name of the column on the quiet ground."""
        look, u = theme(), theme().u
        painter.save()
        painter.fillRect(rect, look.colour("alt"))
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(look.font("small_strong"))
        painter.setPen(look.colour("text"))
        line = QRect(rect.left() + 3 * u, rect.top() + u, rect.width() - 5 * u, round(1.5 * look.lh))
        name = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if logicalIndex == self._hot:
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _place(self) -> None:
        look, u = theme(), theme().u
        top = round(1.5 * look.lh) + 2 * u
        for number, made in enumerate(self._lists):
            if number < self.count():
                left = self.sectionViewportPosition(number) + 2 * u
                width = self.sectionSize(number) - 4 * u
                made.setGeometry(left, top, width, round(1.95 * look.lh))
