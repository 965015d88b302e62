# SPDX-License-Identifier: Apache-2.0
"""The rubric as a grid that is edited in place: wrapped words, the passing column tinted, Excel keys."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPen, QResizeEvent, QTextLayout, QTextOption, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.ui.models.rubric_grid import CELL_ROLE, RubricCell, RubricGridModel
from studio.ui.theme import set_font, theme
from studio.ui.widgets.pills import chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex


@lru_cache(maxsize=2048)
def _wrapped(text: str, role: str, width: int, _size: float) -> tuple[QTextLayout, float]:
    """The words broken into lines, and their height. A word longer than a line is broken inside."""
    layout = QTextLayout(text.replace("\n", "\u2028"), theme().font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, height


def _lines(text: str, role: str, width: int) -> tuple[QTextLayout, float]:
    return _wrapped(text, role, max(width, 1), theme().font(role).pointSizeF())


class CellEditor(QPlainTextEdit):
    """The text of one cell while it is edited. Enter keeps it, Alt+Enter starts a new line, Esc leaves it as it was."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Text of the cell"))
        self.setTabChangesFocus(True)
        set_font(self, "small")


class RubricDelegate(QStyledItemDelegate):
    """Draws a ``RubricCell`` and edits it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words, the code of the competency, grid lines, selection."""
        cell: RubricCell = index.data(CELL_ROLE)
        look, u = theme(), theme().u
        room = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(room, look.colour("accent_subtle" if cell.passing else "base"))
        painter.setPen(QPen(look.colour("border" if look.is_high_contrast else "divider"), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.drawLine(room.topRight(), room.bottomRight())
        inside = option.rect.adjusted(round(2.75 * u), 3 * u, round(-2.75 * u), -3 * u)
        font = "strong" if cell.heading else "small"
        text = cell.text or (self.tr("Name this criterion") if cell.heading else self.tr("Describe it"))
        ink = "text" if cell.heading or cell.passing else "text2"
        if not cell.text or cell.other_language:
            ink = "text3"
        painter.setPen(look.colour(ink))
        layout, height = _lines(text, font, inside.width())
        layout.draw(painter, QPointF(inside.topLeft()))
        if cell.heading and cell.code:
            size = chip_size(cell.code)
            width = min(size.width(), inside.width())
            below = inside.top() + height + 2 * u
            paint_chip(painter, QRectF(inside.left(), below, width, size.height()), cell.code)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(look.alpha("accent", 0.08))
            painter.setPen(QPen(look.colour("focus"), 3 if look.is_high_contrast else 2))
            painter.drawRoundedRect(room.adjusted(2, 2, -3, -3), 5, 5)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """High enough for the words at the width of the column."""
        cell: RubricCell = index.data(CELL_ROLE)
        look, u = theme(), theme().u
        width = max(option.rect.width() - round(5.5 * u), 4 * look.lh)
        font = "strong" if cell.heading else "small"
        _layout, height = _lines(cell.text or "x", font, width)
        chip = chip_size(cell.code).height() + 2 * u if cell.heading and cell.code else 0
        return QSize(width, round(height) + chip + 6 * u + 2)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A plain text field over the cell."""
        return CellEditor(parent)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole cell."""
        editor.setGeometry(option.rect.adjusted(1, 1, -2, -2))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Its text, the cursor at the end."""
        if isinstance(editor, CellEditor) and not editor.property("filled"):
            editor.setProperty("filled", True)
            editor.setPlainText(index.data(Qt.ItemDataRole.EditRole))
            editor.setProperty("seen", editor.toPlainText())
            editor.moveCursor(editor.textCursor().MoveOperation.End)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Keep the text."""
        if isinstance(editor, CellEditor) and isinstance(model, RubricGridModel):
            model.keep_text(QModelIndex(index), editor.toPlainText(), str(editor.property("seen") or ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps the text and goes on below, as in Excel; Alt+Enter and Shift+Enter start a line."""
        if isinstance(watched, CellEditor) and isinstance(event, QKeyEvent) and _is_enter(event):
            if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier):
                watched.insertPlainText("\n")
                return True
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
            view = self.parent()
            if isinstance(view, RubricView):
                view.step_down()
            return True
        return super().eventFilter(watched, event)


class RubricHeader(QHeaderView):
    """Names of the levels; the passing one carries a "Pass" pill. A double click renames."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Levels"))

    def sizeHint(self) -> QSize:
        """A little higher than a row of words."""
        return QSize(super().sizeHint().width(), round(2.1 * theme().lh))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw a name and its pill."""
        look, u = theme(), theme().u
        model = self.model()
        passing = isinstance(model, RubricGridModel) and section > 0 and model.passing_column() == section
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, look.colour("accent_subtle" if passing else "alt"))
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QPen(look.colour("divider"), 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        right = rect.right() - round(2.5 * u)
        if passing:
            words = self.tr("Pass")
            size = chip_size(words)
            top = rect.center().y() - size.height() / 2
            pill = QRectF(right - size.width() - u, top, size.width() + u, size.height())
            painter.setBrush(look.colour("base"))
            painter.setPen(QPen(look.colour("accent"), 1))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            painter.setFont(look.font("caption_strong"))
            painter.setPen(look.colour("accent_text"))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
            right = round(pill.left()) - u
        name = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        place = QRect(rect.left() + round(2.75 * u), rect.top(), right - rect.left() - round(2.75 * u), rect.height())
        painter.setFont(look.font("small_strong"))
        painter.setPen(look.colour("accent_text" if passing else "text"))
        shown = look.metrics("small_strong").elidedText(name, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class RubricView(QTableView):
    """The grid. It is as high as its rows, so that the page scrolls and not the grid inside it."""

    moved = Signal(int, int)
    """Alt+Up or Alt+Down: row and step."""
    removing = Signal(int)
    """Delete on the name of a criterion: its row."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Rubric"))
        self._delegate = RubricDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(RubricHeader(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalScrollBar().installEventFilter(self)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def show_grid(self, model: RubricGridModel) -> None:
        """Show a rubric and keep its size right."""
        self.setModel(model)
        for signal in (model.modelReset, model.dataChanged, model.headerDataChanged):
            signal.connect(lambda *_what: self.fit())
        self.fit()

    def fit(self) -> None:
        """Divide the width among the columns, then make the rows and the view as high as their words."""
        model = self.model()
        if model is None or not self.width():
            return
        look = theme()
        shown = [column for column in range(model.columnCount()) if not self.isColumnHidden(column)]
        width = self.viewport().width()
        first = max(width * 0.18, self._name_width()) if len(shown) > 1 else width
        each = max((width - first) // max(len(shown) - 1, 1), 7 * look.lh)
        for column in shown:
            self.setColumnWidth(column, int(first if column == 0 else each))
        self.resizeRowsToContents()
        least = round(3.4 * look.lh)
        for row in range(model.rowCount()):
            if self.rowHeight(row) < least:
                self.setRowHeight(row, least)
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if first + each * (len(shown) - 1) > width + 1 else 0
        self.setFixedHeight(self.verticalHeader().length() + self.horizontalHeader().sizeHint().height() + 2 + below)

    def _name_width(self) -> float:
        """Wide enough for the longest word of a criterion, within reason."""
        model, look = self.model(), theme()
        texts = [str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole) or "") for row in range(model.rowCount())]
        metrics = look.metrics("strong")
        longest = max((metrics.horizontalAdvance(word) for text in texts for word in text.split()), default=0)
        return min(max(longest + 7 * look.u, 8.0 * look.lh), 12.0 * look.lh)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other line breaks."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel over the bar below the grid scrolls the page, as everywhere on it, and not the grid sideways."""
        if watched is self.horizontalScrollBar() and isinstance(event, QWheelEvent):
            turned = event.angleDelta()
            if abs(turned.y()) > abs(turned.x()):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def step_down(self) -> None:
        """The cell below, as Enter in Excel."""
        index = self.currentIndex()
        if index.isValid() and index.row() + 1 < self.model().rowCount():
            self.setCurrentIndex(index.siblingAtRow(index.row() + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits; Alt+Up, Alt+Down move a criterion; Delete empties a cell or removes a criterion."""
        index = self.currentIndex()
        model = self.model()
        if index.isValid() and isinstance(model, RubricGridModel):
            step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
            if step and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                self.moved.emit(index.row(), step)
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.edit(index)
                return
            if event.key() == Qt.Key.Key_Delete:
                if index.column() == 0:
                    self.removing.emit(index.row())
                else:
                    model.setData(index, "")
                return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        """Coming in by Tab lands on a cell."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        model = self.model()
        if not self.currentIndex().isValid() and model is not None and model.rowCount():
            self.setCurrentIndex(model.index(0, 0))


def _is_enter(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
