# SPDX-License-Identifier: Apache-2.0
"""The dock below the work: Problems, History. It collapses to its strip of tabs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QStackedWidget, QVBoxLayout, QWidget

from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import icon_button, label, row
from studio.ui.widgets.pills import chip_size, paint_chip
from studio.ui.words import translate

STRIP_LINES = 2.2


class DockTab(QAbstractButton):
    """A word with a count; the chosen one is underlined."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._count = ""
        self._state = "plain"
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_count(self, count: int, state: str) -> None:
        """The number beside the word; zero shows none."""
        self._count = f"{count:,}" if count else ""
        self._state = state
        self.setAccessibleName(f"{self.text()}, {self._count}" if count else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Word and count."""
        look = theme()
        extra = chip_size(self._count).width() + 2 * look.u if self._count else 0
        return QSize(look.metrics("strong").horizontalAdvance(self.text()) + extra + 2, round(STRIP_LINES * look.lh))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw word, count, underline and focus ring."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setFont(look.font("strong" if chosen else "body"))
        painter.setPen(look.colour("text" if chosen or self.underMouse() else "text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._count:
            size = chip_size(self._count)
            room = QRectF(self.width() - size.width(), (self.height() - size.height()) / 2, *size.toTuple())
            ink, ground = ("warning", "warning_bg") if self._state == "warning" else ("text2", "sunken")
            if self._state == "error":
                ink, ground = "error", "error_bg"
            paint_chip(painter, room, self._count, ink, ground)
        if chosen:
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), look.colour("accent"))
        if self.hasFocus() and self.property("kbd"):
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 3, -1, -4), 4, 4)
        painter.end()


class Dock(QFrame):
    """Pages behind tabs. ``toggled`` is sent when it opens or collapses."""

    toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "dock")
        self.setAccessibleName(translate("Problems and history"))
        self._tabs: dict[str, DockTab] = {}
        self._pages: dict[str, QWidget] = {}
        self._summaries: dict[str, str] = {}
        self.collapsed = False
        self._summary = label("", "small", "text2")
        self._tab_row = row(gap=6)
        self._fold = icon_button("chevron-down", translate("Collapse"), self.toggle)
        strip = QFrame()
        strip.setProperty("kind", "bar")
        strip.setLayout(row(self._tab_row, None, self._summary, self._fold, gap=2, margins=(4, 0, 3, 0)))
        fix(strip, height=STRIP_LINES)
        self._strip = strip
        self.stack = QStackedWidget()
        box = QVBoxLayout(self)
        space(box)
        box.addWidget(strip)
        box.addWidget(self.stack, 1)

    def add_page(self, page: str, title: str, widget: QWidget) -> None:
        """Add a page behind a new tab; the first one is shown."""
        tab = DockTab(translate(title))
        tab.clicked.connect(lambda _checked=False: self.show_page(page))
        tab.installEventFilter(self)
        self._tabs[page] = tab
        self._pages[page] = widget
        self._tab_row.addWidget(tab)
        self.stack.addWidget(widget)
        if len(self._tabs) == 1:
            self._mark(page)

    def page(self, page: str) -> QWidget:
        """The widget of a page; ``KeyError`` when there is none."""
        return self._pages[page]

    def has_page(self, page: str) -> bool:
        """Whether a page was added."""
        return page in self._pages

    def current(self) -> str:
        """The id of the page on top."""
        return next((page for page, widget in self._pages.items() if widget is self.stack.currentWidget()), "")

    def show_page(self, page: str, focus: bool = False) -> None:
        """Bring a page to the top and open the dock; ``focus`` moves the keyboard there."""
        self._mark(page)
        self.set_collapsed(False)
        if focus:
            self._pages[page].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_badge(self, page: str, count: int, state: str = "plain", summary: str = "") -> None:
        """The number on a tab, its state (``plain``, ``warning``, ``error``) and the text at the right of the strip."""
        if page in self._tabs:
            self._tabs[page].set_count(count, state)
            self._summaries[page] = summary
            self._summary.setText(self._summaries.get(self.current(), ""))

    def toggle(self) -> None:
        """Open or collapse."""
        self.set_collapsed(not self.collapsed)

    def set_collapsed(self, collapsed: bool) -> None:
        """Collapse to the strip of tabs, or open."""
        if collapsed == self.collapsed:
            return
        self.collapsed = collapsed
        self.stack.setVisible(not collapsed)
        name = "Open" if collapsed else "Collapse"
        self._fold.setIcon(make_icon("chevron-up" if collapsed else "chevron-down"))
        self._fold.setAccessibleName(name)
        self._fold.setToolTip(name)
        self.toggled.emit(not collapsed)

    def strip_height(self) -> int:
        """Its height when it is collapsed."""
        return self._strip.minimumHeight() + 1

    def eventFilter(self, watched: object, event: object) -> bool:
        """Left and Right move between tabs."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            step = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}.get(event.key(), 0)
            if step:
                pages = list(self._tabs)
                target = pages[(pages.index(self.current()) + step) % len(pages)]
                self._mark(target)
                self._tabs[target].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _mark(self, page: str) -> None:
        self.stack.setCurrentWidget(self._pages[page])
        for other, tab in self._tabs.items():
            tab.setChecked(other == page)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == page else Qt.FocusPolicy.ClickFocus)
        self._summary.setText(self._summaries.get(page, ""))
