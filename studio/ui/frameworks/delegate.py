# SPDX-License-Identifier: Apache-2.0
"""Draws a row of the competency tree: code, statement, stages, links, checks, on one ground from edge to edge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.ui.actions import translate
from studio.ui.icons import pixmap
from studio.ui.models.competency_cells import CHECKS, CODE, LINKS, STAGE, STATEMENT, cell_text
from studio.ui.models.competency_rows import RowData
from studio.ui.models.competency_tree import ROW, CompetencyTreeModel
from studio.ui.theme import set_font, theme
from studio.ui.widgets.pills import chip_size, paint_chip, stage_tokens

Index = QModelIndex | QPersistentModelIndex
ROW_LINES = 1.9
SEVERITY_ICONS = {"error": ("circle-x", "error"), "warning": ("triangle-alert", "warning"), "info": ("info", "info")}

# Reading an attribute of an enumeration costs more than the paint call it is for.
_SELECTED = QStyle.StateFlag.State_Selected
_HOVER = QStyle.StateFlag.State_MouseOver
_OPEN = QStyle.StateFlag.State_Open
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTRE = Qt.AlignmentFlag.AlignCenter
_NO_PEN = Qt.PenStyle.NoPen
_ELIDE = Qt.TextElideMode.ElideRight
_STEPS = {
    int(Qt.Key.Key_Return): "next",
    int(Qt.Key.Key_Enter): "next",
    int(Qt.Key.Key_Tab): "child",
    int(Qt.Key.Key_Backtab): "up",
}
_COMES_BACK = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""People look at Excel or into a menu and come back to the row that they type."""


class EntryLine(QLineEdit):
    """The field in which a statement is typed in its row."""

    lines_pasted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Statement"))
        set_font(self, "body")

    def commit(self) -> None:
        """Keep what was typed."""
        self.clearFocus()

    def paste(self) -> None:
        """Several pasted lines become several rows instead of one long one."""
        text = QApplication.clipboard().text()
        if "\n" in text.strip():
            self.lines_pasted.emit(text)
        else:
            super().paste()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste as above."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)


class CompetencyDelegate(QStyledItemDelegate):
    """One ``data()`` call a cell. Fonts, pens and pictures are kept until the theme changes."""

    entry_key = Signal(object, str)
    """In a row that is being typed: the editor, and ``next``, ``child``, ``up``, ``stop`` or ``cancel``."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._fonts: dict[str, tuple[QFont, QFontMetrics]] = {}
        self._pictures: dict[tuple[str, str, float], QPixmap] = {}
        theme().changed.connect(self.forget)

    def forget(self) -> None:
        """The theme changed."""
        self._fonts.clear()
        self._pictures.clear()

    # -- drawing

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        return QSize(0, round(ROW_LINES * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell with its part of the row's ground."""
        data = index.data(ROW)
        if not isinstance(data, RowData):
            return
        look = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, option, index)
        chosen = bool(option.state & _SELECTED)
        rect = option.rect.adjusted(2 * look.u, 0, -2 * look.u, 0)
        column = index.column()
        if column == CODE:
            self._code(painter, option.rect.adjusted(4 * look.u, 0, -look.u, 0), data, chosen)
        elif column == STATEMENT:
            self._statement(painter, rect, data, chosen)
        elif column == STAGE:
            self._stages(painter, rect, data, chosen)
        elif column == LINKS:
            self._links(painter, rect, data, chosen)
        elif column == CHECKS:
            self._checks(painter, option, data, chosen)
        else:
            self._text(painter, rect, cell_text(data, column), "small", self._ink(data, chosen, "text2"))
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The part of the row's rounded ground that lies in ``option.rect``; the view asks for its left end too."""
        look = theme()
        chosen = bool(option.state & _SELECTED)
        current = index.internalId() == self._view.currentIndex().internalId()
        focused = current and self._view.hasFocus()
        if not chosen and not focused and not option.state & _HOVER:
            return
        width = self._view.viewport().width()
        box = QRectF(1.5 * look.u, option.rect.top() + 0.5, width - 3 * look.u, option.rect.height() - 1)
        painter.save()
        painter.setClipRect(option.rect)
        painter.setPen(_NO_PEN)
        if chosen:
            active = self._view.hasFocus() or self._view.isActiveWindow()
            painter.setBrush(look.colour("selection" if active else "selection_inactive"))
        else:
            painter.setBrush(look.colour("hover") if option.state & _HOVER else Qt.BrushStyle.NoBrush)
        if focused and self._view.property("kbd"):
            painter.setPen(QPen(look.colour("focus"), 2))
            box.adjust(0.5, 0.5, -0.5, -0.5)
        elif chosen and current:
            painter.setPen(QPen(look.colour("accent"), 1.5))
        painter.drawRoundedRect(box, 6, 6)
        painter.restore()

    def _code(self, painter: QPainter, rect: QRect, data: RowData, chosen: bool) -> None:
        strong = data.heading or data.level <= 2
        role, token = ("small_strong", "text") if strong else ("small", "text2")
        self._text(painter, rect, data.code, role, self._ink(data, chosen, token))

    def _statement(self, painter: QPainter, rect: QRect, data: RowData, chosen: bool) -> None:
        if not data.heading:
            token = "text" if data.level <= 3 else "text2"
            self._text(painter, rect, data.text, "body", self._ink(data, chosen, token))
            return
        look = theme()
        number = f"{data.branch.competencies if data.branch else data.children:,}"
        _, metrics = self._font("strong")
        _, small = self._font("small")
        room = rect.width() - small.horizontalAdvance(number) - 3 * look.u
        used = min(metrics.horizontalAdvance(data.text), max(room, 0))
        self._text(painter, QRect(rect.left(), rect.top(), max(room, 0), rect.height()), data.text, "strong",
                   self._ink(data, chosen, "text"))  # fmt: skip
        after = rect.adjusted(used + round(2.5 * look.u), 0, 0, 0)
        self._text(painter, after, number, "small", self._ink(data, chosen, "text3"))

    def _stages(self, painter: QPainter, rect: QRect, data: RowData, chosen: bool) -> None:
        if data.heading:
            return
        left = rect.left()
        for stage in data.stages:
            size = chip_size(stage)
            if left + size.width() > rect.right() + 2 and left > rect.left():
                break
            ink, ground = stage_tokens(stage)
            box = QRectF(left, rect.center().y() - size.height() / 2 + 0.5, size.width(), size.height())
            paint_chip(painter, box, stage, "text3" if data.dimmed else ink, ground)
            left += size.width() + theme().u

    def _links(self, painter: QPainter, rect: QRect, data: RowData, chosen: bool) -> None:
        text = cell_text(data, LINKS)
        if not text:
            return
        look = theme()
        side = round(0.9 * look.lh)
        token = "selection_text" if chosen else "text3" if data.dimmed else "text2"
        self._picture(painter, QPoint(rect.left(), rect.center().y() - side // 2 + 1), "link-2", token, side)
        self._text(painter, rect.adjusted(side + round(1.5 * look.u), 0, 0, 0), text, "small",
                   self._ink(data, chosen, "text2"))  # fmt: skip

    def _checks(self, painter: QPainter, option: QStyleOptionViewItem, data: RowData, chosen: bool) -> None:
        look = theme()
        rect = option.rect.adjusted(0, 0, -2 * look.u, 0)
        if data.mark is not None:
            side = round(1.05 * look.lh)
            name, token = SEVERITY_ICONS.get(data.mark.severity, SEVERITY_ICONS["info"])
            token = "selection_text" if chosen and look.is_high_contrast else token
            at = QPoint(rect.center().x() - side // 2, rect.center().y() - side // 2 + 1)
            self._picture(painter, at, name, token, side)
        elif data.branch_problems and (data.level == 1 or (data.children and not option.state & _OPEN)):
            text = f"{data.branch_problems:,}"
            size = chip_size(text)
            width = max(size.width() - look.u, size.height())
            box = QRectF(
                rect.center().x() - width / 2, rect.center().y() - size.height() / 2 + 0.5, width, size.height()
            )
            painter.setPen(QPen(look.colour("border"), 1) if look.is_high_contrast else _NO_PEN)
            painter.setBrush(look.colour("warning_bg"))
            painter.drawRoundedRect(box, size.height() / 2, size.height() / 2)
            painter.setFont(self._font("caption_strong")[0])
            painter.setPen(look.colour("warning"))
            painter.drawText(box, _CENTRE, text)

    def _ink(self, data: RowData, chosen: bool, token: str) -> QColor:
        """On a chosen row every text uses ``selection_text``; what a filter only shows as a way there is dimmed."""
        if chosen:
            return theme().colour("selection_text")
        return theme().colour("text3" if data.dimmed else token)

    def _text(self, painter: QPainter, rect: QRect, text: str, role: str, ink: QColor) -> None:
        if not text or rect.width() <= 0:
            return
        font, metrics = self._font(role)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(rect, _LEFT, metrics.elidedText(text, _ELIDE, rect.width()))

    def _picture(self, painter: QPainter, at: QPoint, name: str, token: str, side: int) -> None:
        ratio = painter.device().devicePixelRatioF()
        key = (name, token, side * ratio)
        if key not in self._pictures:
            self._pictures[key] = pixmap(name, token, side, ratio)
        painter.drawPixmap(at, self._pictures[key])

    def _font(self, role: str) -> tuple[QFont, QFontMetrics]:
        if role not in self._fonts:
            font = theme().font(role)
            self._fonts[role] = (font, QFontMetrics(font))
        return self._fonts[role]

    # -- editing in place

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field over the statement."""
        editor = EntryLine(parent)
        editor.setProperty("draft", not index.data(ROW).id)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start with the text of the row."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            seen = str(index.data(Qt.ItemDataRole.EditRole) or "")
            editor.setText(seen)
            editor.setProperty("seen", seen)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Hand over what was typed, with the text that it was typed over."""
        if isinstance(editor, QLineEdit) and isinstance(model, CompetencyTreeModel):
            model.keep_text(index, editor.text(), str(editor.property("seen") or ""))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole cell."""
        editor.setGeometry(option.rect.adjusted(0, 0, -theme().u, 0))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and Shift+Tab in a new row go on to the next one; elsewhere they keep the text and end."""
        if not isinstance(editor, EntryLine):
            return super().eventFilter(editor, event)
        draft = bool(editor.property("draft"))
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            step = _STEPS.get(key, "")
            if draft and (step or key == Qt.Key.Key_Escape):
                self.entry_key.emit(editor, step or "cancel")
                return True
            if step:
                self._finish(editor)
                return True
        if event.type() == QEvent.Type.FocusOut and draft and isinstance(event, QFocusEvent):
            if event.reason() not in _COMES_BACK:
                self.entry_key.emit(editor, "stop")
            return False
        return super().eventFilter(editor, event)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
