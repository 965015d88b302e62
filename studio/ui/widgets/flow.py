# SPDX-License-Identifier: Apache-2.0
"""A layout that fills lines from left to right and goes on in the next one, for chips."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from studio.ui.sizing import space
from studio.ui.theme import theme


class FlowLayout(QLayout):
    """Items keep their preferred size; one that wants to grow takes the rest of its line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Add at the end."""
        self._items.append(item)

    def insert_widget(self, place: int, widget: QWidget) -> None:
        """Add at a place."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or ``None``."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that the lines need."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """All on one line."""
        edge = self.contentsMargins()
        hints = [item.sizeHint() for item in self._items]
        wide = sum(hint.width() for hint in hints) + max(len(hints) - 1, 0) * self.spacing()
        high = max((hint.height() for hint in hints), default=0)
        return QSize(wide + edge.left() + edge.right(), high + edge.top() + edge.bottom())

    def minimumSize(self) -> QSize:
        """The widest single item."""
        edge = self.contentsMargins()
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size + QSize(edge.left() + edge.right(), edge.top() + edge.bottom())

    def _arrange(self, rect: QRect, move: bool) -> int:
        """Place the items line by line, middles aligned; the height used."""
        edge = self.contentsMargins()
        room = rect.marginsRemoved(edge)
        gap, y = self.spacing(), room.y()
        line_gap = min(gap, 2 * theme().u)  # words far apart still stand in lines close together
        for line in self._lines(room.width()):
            height = max(item.sizeHint().height() for item in line)
            x = room.x()
            for item in line:
                hint = item.sizeHint()
                width = min(hint.width(), room.width())
                if self._grows(item):
                    width = room.x() + room.width() - x
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (height - hint.height()) // 2), QSize(width, hint.height())))
                x += width + gap
            y += height + line_gap
        return int(y - line_gap - rect.y() + edge.bottom()) if self._items else edge.top() + edge.bottom()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = item.sizeHint().width()
            if lines and used + self.spacing() + needed <= width:
                lines[-1].append(item)
                used += self.spacing() + needed
            else:
                lines.append([item])
                used = needed
        return lines

    @staticmethod
    def _grows(item: QLayoutItem) -> bool:
        widget = item.widget()
        return widget is not None and widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding


def flow(*widgets: QWidget, gap: float = 2) -> FlowLayout:
    """Widgets side by side where there is room, else in lines below each other."""
    made = FlowLayout()
    space(made, 0, gap)
    for each in widgets:
        made.addWidget(each)
    return made
