# SPDX-License-Identifier: Apache-2.0
"""The bar above the tree: filter text, filter chips (they combine with AND), how much is shown, columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QToolButton

from studio.ui.icons import icon
from studio.ui.models.competency_cells import CODE, HEADERS, STATEMENT
from studio.ui.models.competency_rows import Filter
from studio.ui.sizing import fix, space
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import icon_button, label, repolish, row
from studio.ui.widgets.flow import FlowLayout
from studio.ui.widgets.search_box import SearchBox


class FilterChip(QPushButton):
    """A word that opens a list of values to tick. ``chosen`` is sent when the ticks change."""

    chosen = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._values: dict[str, QAction] = {}
        self._source: Callable[[], Sequence[tuple[str, str]]] = tuple
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        set_font(self, "medium")
        fix(self, height=1.7)
        self._list = QMenu(self)
        self._list.aboutToShow.connect(self._fill)
        self.clicked.connect(self._open)
        self._show()

    def set_source(self, source: Callable[[], Sequence[tuple[str, str]]]) -> None:
        """Who knows the values: pairs of value and words, asked when the list opens."""
        self._source = source

    def values(self) -> frozenset[str]:
        """The ticked values."""
        return frozenset(value for value, action in self._values.items() if action.isChecked())

    def set_values(self, values: frozenset[str]) -> None:
        """Tick values."""
        self._fill()
        for value, action in self._values.items():
            action.setChecked(value in values)
        self._show()

    def sizeHint(self) -> QSize:
        """Words and the arrow."""
        look = theme()
        width = look.metrics("medium").horizontalAdvance(self.text()) + 7 * look.u
        return QSize(width, round(1.7 * look.lh))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip of the style sheet, with an arrow."""
        super().paintEvent(event)
        look = theme()
        side = round(0.85 * look.lh)
        painter = QPainter(self)
        place = QRect(self.width() - side - 2 * look.u, (self.height() - side) // 2 + 1, side, side)
        icon("chevron-down", "accent_text" if self.isChecked() else "text2", 16).paint(painter, place)
        painter.end()

    def _open(self) -> None:
        self._show()
        self._list.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _fill(self) -> None:
        ticked = self.values()
        self._list.clear()
        self._values = {}
        for value, words in self._source():
            action = self._list.addAction(words)
            action.setCheckable(True)
            action.setChecked(value in ticked)
            action.toggled.connect(lambda _on: self._changed())
            self._values[value] = action
        self._list.addSeparator()
        clear = self._list.addAction(self.tr("Show all"))
        clear.setEnabled(bool(ticked))
        clear.triggered.connect(lambda _checked=False: self._clear())

    def _clear(self) -> None:
        for action in self._values.values():
            action.blockSignals(True)
            action.setChecked(False)
            action.blockSignals(False)
        self._changed()

    def _changed(self) -> None:
        self._show()
        self.chosen.emit()

    def _show(self) -> None:
        ticked = [action.text() for action in self._values.values() if action.isChecked()]
        text = f"{self._title}: {', '.join(ticked)}" if ticked else self._title
        if len(ticked) > 2:
            text = f"{self._title}: {len(ticked)}"
        self.setChecked(bool(ticked))
        self.setText(text.replace("&", "&&") + "     ")
        self.setAccessibleName(text)
        self.setToolTip(self.tr("Filter: {0}").format(self._title))
        self.updateGeometry()
        repolish(self)


class FilterBar(QFrame):
    """``changed`` is sent when another filter is asked for."""

    changed = Signal()
    collapse_wanted = Signal()
    columns_chosen = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.search = SearchBox(self.tr("Filter this framework"), "funnel")
        fix(self.search, width=15)
        self.search.searched.connect(lambda _text: self.changed.emit())
        self.stage = FilterChip(self.tr("Stage"))
        self.level = FilterChip(self.tr("Level"))
        self.status = FilterChip(self.tr("Status"))
        self.problems = FilterChip(self.tr("Has problems"))
        self.chips = (self.stage, self.level, self.status, self.problems)
        for chip in self.chips:
            chip.chosen.connect(self.changed.emit)
        self._shown = label("", "small", "text2")
        self._collapse = icon_button("fold-vertical", self.tr("Close all branches"), self.collapse_wanted.emit)
        self._columns = _ColumnsButton()
        self._columns.chosen.connect(self.columns_chosen)
        # At large text sizes the chips go on in a second line.
        flow = FlowLayout()
        space(flow, (4, 2, 0, 2), 2.5)
        for part in (self.search, *self.chips, self._shown):
            flow.addWidget(part)
        box = row(flow, self._collapse, self._columns, gap=1.5, margins=(0, 0, 3, 0))
        box.setStretch(0, 1)
        self.setLayout(box)

    def wanted(self, with_problems: Callable[[frozenset[str]], frozenset[str]]) -> Filter:
        """The filter as it is set. ``with_problems`` gives the items that have problems of the ticked kinds."""
        kinds = self.problems.values()
        return Filter(
            text=self.search.text(),
            stages=self.stage.values(),
            types=self.level.values(),
            statuses=self.status.values(),
            ids=with_problems(kinds) if kinds else None,
        )

    def show_count(self, text: str) -> None:
        """ "12 of 132 shown", or nothing."""
        self._shown.setText(text)

    def set_columns(self, columns: list[int]) -> None:
        """The columns on screen."""
        self._columns.shown = columns

    def clear(self) -> None:
        """Show everything again."""
        for chip in self.chips:
            chip.blockSignals(True)
            chip.set_values(frozenset())
            chip.blockSignals(False)
        self.search.set_text("")
        self.changed.emit()


class _ColumnsButton(QToolButton):
    """Opens the list of columns."""

    chosen = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[int] = []
        self.setIcon(icon("columns-3"))
        self.setProperty("iconLines", 1.2)
        side = round(1.2 * theme().lh)
        self.setIconSize(QSize(side, side))
        self.setAccessibleName(self.tr("Choose columns"))
        self.setToolTip(self.tr("Choose columns"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        fix(self, width=1.9, height=1.9)
        self._list = QMenu(self)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self._list.clear()
        for column, title in enumerate(HEADERS):
            if column in (CODE, STATEMENT):
                continue
            action = self._list.addAction(title)
            action.setCheckable(True)
            action.setChecked(column in self.shown)
            action.toggled.connect(lambda on, column=column: self._toggle(column, on))
        self._list.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _toggle(self, column: int, on: bool) -> None:
        self.shown = sorted({*self.shown, column} if on else set(self.shown) - {column})
        self.chosen.emit(self.shown)
