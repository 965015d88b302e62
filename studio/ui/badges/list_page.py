# SPDX-License-Identifier: Apache-2.0
"""The list of badges: picture, code, name, issuer, state, what is left to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.model.project import Project
from studio.ui.badges.pictures import paint_picture, picture_data
from studio.ui.models.badge_list import ROW_ROLE, BadgeListModel, BadgeRow
from studio.ui.sizing import space
from studio.ui.theme import theme
from studio.ui.widgets.basics import EmptyState, label, panel
from studio.ui.widgets.pills import chip_size, paint_chip, paint_pill, pill_size

Index = QModelIndex | QPersistentModelIndex


class BadgeDelegate(QStyledItemDelegate):
    """Draws one ``BadgeRow``: two lines beside the picture, state at the right."""

    def __init__(self, project: Project, view: QListView) -> None:
        super().__init__(view)
        self._project = project
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same height for every row."""
        return QSize(0, round(4 * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row: BadgeRow = index.data(ROW_ROLE)
        look, u = theme(), theme().u
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        room = QRectF(option.rect).adjusted(u, u / 2, -u, -u / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, room, option, selected)
        ink, quiet = ("selection_text", "selection_text") if selected else ("text", "text2")
        side = 2.75 * look.lh
        picture = QRectF(room.left() + 3 * u, room.center().y() - side / 2, side, side)
        ratio = painter.device().devicePixelRatioF()
        paint_picture(painter, picture, picture_data(self._project, row.image_id), ratio)
        right = self._states(painter, room, row, selected)
        left = picture.right() + 4 * u
        if row.code:
            chip = chip_size(row.code)
            place = QRectF(left, room.top() + 2.2 * u, chip.width(), chip.height())
            paint_chip(painter, place, row.code)
            name_left = place.right() + 2 * u
        else:
            name_left = left
        for text, font, token, at, top in (
            (row.name or self.tr("No name yet"), "strong", ink if row.name else quiet, name_left, 2 * u),
            (
                row.description or self.tr("No description yet"),
                "small",
                quiet,
                left,
                room.height() / 2 + 0.5 * u,
            ),
        ):
            metrics = look.metrics(font)
            space_left = QRect(round(at), round(room.top() + top), round(right - at), metrics.height() + 2)
            painter.setFont(look.font(font))
            painter.setPen(look.colour(token))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space_left.width())
            painter.drawText(space_left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _ground(self, painter: QPainter, room: QRectF, option: QStyleOptionViewItem, selected: bool) -> None:
        look = theme()
        painter.setPen(Qt.PenStyle.NoPen)
        if selected:
            active = self._view.hasFocus() or self._view.isActiveWindow()
            painter.setBrush(look.colour("selection" if active else "selection_inactive"))
            painter.drawRoundedRect(room, 6, 6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(look.colour("hover"))
            painter.drawRoundedRect(room, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.property("kbd"):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 3 if look.is_high_contrast else 2))
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)

    def _states(self, painter: QPainter, room: QRectF, row: BadgeRow, selected: bool) -> float:
        """Draw issuer and pills from the right; returns where the text must end."""
        look, u = theme(), theme().u
        if row.problems is None:
            text, state = "", "plain"
        elif row.problems:
            text = self.tr("{count} to finish").format(count=row.problems)
            state = {"error": "error", "warning": "warning"}.get(row.worst, "info")
        else:
            text, state = self.tr("no problems"), "success"
        right = room.right() - 3 * u
        size = pill_size(text, state)
        wide = room.width() > 42 * look.lh
        if text:
            place = QRectF(right - size.width(), room.center().y() - size.height() / 2, size.width(), size.height())
            paint_pill(painter, place, text, state)
        right -= max(size.width(), 8 * look.lh if wide else 0) + 3 * u
        if wide and row.status:
            size = pill_size(row.status, "plain")
            place = QRectF(right - size.width(), room.center().y() - size.height() / 2, size.width(), size.height())
            paint_pill(painter, place, row.status, "plain")
            right -= max(size.width(), 5 * look.lh) + 3 * u
        if room.width() > 56 * look.lh and row.issuer:
            width = 14 * look.lh
            place = QRect(round(right - width), round(room.top()), round(width), round(room.height()))
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("selection_text" if selected else "text2"))
            shown = look.metrics("small").elidedText(row.issuer, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            right -= width + 3 * u
        return right


class BadgeView(QListView):
    """The list. Enter opens, Alt+Up and Alt+Down move a badge."""

    opened = Signal(str)
    moved = Signal(str, int)

    def __init__(self, project: Project, model: BadgeListModel) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Badges"))
        self._badges = model
        self.setModel(model)
        self._delegate = BadgeDelegate(project, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW_ROLE).id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the badge; Alt with an arrow moves it."""
        index = self.currentIndex()
        if index.isValid():
            badge_id = index.data(ROW_ROLE).id
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit(badge_id)
                return
            step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
            if step and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                self.moved.emit(badge_id, step)
                return
        super().keyPressEvent(event)

    def selected_ids(self) -> list[str]:
        """Selected badges, in the order of the list."""
        return [index.data(ROW_ROLE).id for index in sorted(self.selectedIndexes(), key=QModelIndex.row)]

    def select(self, badge_ids: list[str]) -> None:
        """Select badges; the first one becomes the current one."""
        indexes = [index for index in map(self._badges.index_of, badge_ids) if index.isValid()]
        self.clearSelection()
        if indexes:
            self.setCurrentIndex(indexes[0])
            for index in indexes[1:]:
                self.selectionModel().select(index, self.selectionModel().SelectionFlag.Select)
            self.scrollTo(indexes[0])


class BadgeListPage(QWidget):
    """The list in a card, or what to do next when there are no badges."""

    def __init__(self, project: Project, new: Callable[[], object], import_: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = BadgeListModel(project)
        self.view = BadgeView(project, self.model)
        self.empty = EmptyState(
            "award",
            self.tr("No badges yet"),
            self.tr("Make the first one, or paste a list of names from Excel."),
            (self.tr("New badge"), new),
            (self.tr("Import a file…"), import_),
        )
        self.title = label(self.tr("Badges"), "title")
        self.summary = label("", "small", "text2")
        heading = QHBoxLayout()
        space(heading, 0, 3)
        heading.addWidget(self.title)
        heading.addWidget(self.summary, 1, Qt.AlignmentFlag.AlignBottom)
        inside = QVBoxLayout()
        space(inside, 1, 0)
        inside.addWidget(self.view)
        full = QWidget()
        box = QVBoxLayout(full)
        space(box, (5, 5, 5, 5), 3)
        box.addLayout(heading)
        box.addWidget(panel("card", inside), 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(full)
        self.pages.addWidget(self.empty)
        outer = QVBoxLayout(self)
        space(outer)
        outer.addWidget(self.pages)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._counted)
        self.model.dataChanged.connect(self._counted)
        self._counted()

    def _counted(self) -> None:
        count = self.model.rowCount()
        self.pages.setCurrentIndex(0 if count else 1)
        rows = [self.model.data(self.model.index(number), ROW_ROLE) for number in range(count)]
        open_ones = sum(1 for row in rows if row.problems)
        words = self.tr("1 badge") if count == 1 else self.tr("{count} badges").format(count=count)
        if open_ones:
            words += " · " + self.tr("{count} to finish").format(count=open_ones)
        self.summary.setText(words)
