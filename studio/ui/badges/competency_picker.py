# SPDX-License-Identifier: Apache-2.0
"""Choose competencies of the project: type to filter, Enter takes, several by Ctrl or Shift."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.model.project import Project
from studio.ui.models.competency_choices import CompetencyChoice, find_competencies
from studio.ui.theme import theme
from studio.ui.widgets.basics import label
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.pills import chip_size, paint_chip
from studio.ui.widgets.search_box import SearchBox

_CHOICE = int(Qt.ItemDataRole.UserRole) + 1


class _Delegate(QStyledItemDelegate):
    """Code as a chip, words beside it on up to two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(0, round(2.6 * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        choice: CompetencyChoice = index.data(_CHOICE)  # type: ignore[attr-defined]
        look, u = theme(), theme().u
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = option.rect.adjusted(u, 1, -u, -1)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selection" if selected else "hover"))
            painter.drawRoundedRect(room, 6, 6)
        width = round(6.5 * look.lh)
        if choice.code:
            size = chip_size(choice.code)
            chip = QRect(room.left() + 2 * u, 0, min(size.width(), width), size.height())
            chip.moveTop(room.center().y() - size.height() // 2)
            paint_chip(painter, chip.toRectF(), choice.code)
        words = room.adjusted(width + 4 * u, 0, -2 * u, 0)
        metrics = look.metrics("small")
        painter.setFont(look.font("small"))
        painter.setPen(QPen(look.colour("selection_text" if selected else "text")))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        text = metrics.elidedText(choice.words, Qt.TextElideMode.ElideRight, 2 * words.width() - 6 * u)
        painter.drawText(words, int(flags), text)
        painter.restore()


class CompetencyPicker(Dialog):
    """``chosen`` gets the ids of the competencies that the person takes. ``taken`` ones are left out of the list."""

    def __init__(
        self,
        parent: QWidget,
        project: Project,
        title: str,
        act: str,
        chosen: Callable[[list[str]], object],
        *,
        taken: Collection[str] = (),
        several: bool = True,
    ) -> None:
        super().__init__(parent, title, lines=(42, 34))
        self._project = project
        self._taken = set(taken)
        self._chosen = chosen
        self.search = SearchBox(self.tr("Search by code or words"))
        self.search.searched.connect(lambda _text: self._fill())
        self.search.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Competencies"))
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        modes = QAbstractItemView.SelectionMode
        self.list.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        palette = self.list.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.list.setPalette(palette)
        self.list.itemDoubleClicked.connect(lambda _item: self._take())
        self.list.itemSelectionChanged.connect(self._count)
        self.nothing = label("", "body", "text2", wrap=True)
        self.content.addWidget(self.search)
        self.content.addWidget(self.nothing)
        self.content.addWidget(self.list, 1)
        self._act = act
        self.take_button = self.add_button(act, self._take, "primary")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill()
        self.search.setFocus()

    def _fill(self) -> None:
        self.list.clear()
        for choice in find_competencies(self._project, self.search.text()):
            if choice.id not in self._taken:
                item = QListWidgetItem(f"{choice.code} {choice.words}")
                item.setData(_CHOICE, choice)
                item.setToolTip(f"{choice.words}\n{choice.framework}" if choice.framework else choice.words)
                self.list.addItem(item)
        text = self.search.text()
        empty = self.tr('Nothing matches "{text}".').format(text=text) if text else self.tr("No competencies to add.")
        self.nothing.setText(empty)
        self.nothing.setVisible(not self.list.count())
        self.list.setVisible(bool(self.list.count()))
        if self.list.count():
            self.list.setCurrentRow(0)
        self._count()

    def _count(self) -> None:
        count = len(self.list.selectedItems())
        self.take_button.setEnabled(count > 0)
        self.take_button.setText(f"{self._act} ({count})" if count > 1 else self._act)

    def _take(self) -> None:
        ids = [item.data(_CHOICE).id for item in self.list.selectedItems()]
        if ids:
            self.accept()
            self._chosen(ids)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the search field move in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
            if step and self.list.count():
                row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)
