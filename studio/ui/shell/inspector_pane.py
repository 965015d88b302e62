# SPDX-License-Identifier: Apache-2.0
"""The right-hand pane: beside the work in a wide window, a drawer over it in a narrow one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QSplitter, QStackedLayout, QWidget

from studio.ui.sizing import fix
from studio.ui.theme import refresh_fonts, theme
from studio.ui.widgets.basics import repolish
from studio.ui.words import translate

WIDE_LINES = 25.0


class InspectorPane(QFrame):
    """Shows the inspector of the workspace on screen. F4 opens and closes it."""

    def __init__(self, splitter: QSplitter) -> None:
        super().__init__()
        self.setProperty("kind", "inspector")
        self.setAccessibleName(translate("Inspector"))
        self._splitter = splitter
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 0, 0, 0)
        self._content: QWidget | None = None
        self.wanted = True
        self.width_wanted = 0
        self.drawer = False
        self._drawer_open = False
        fix(self, min_width=18)
        splitter.addWidget(self)
        splitter.installEventFilter(self)
        splitter.splitterMoved.connect(self._dragged)
        self.hide()

    def show_content(self, content: QWidget | None) -> None:
        """The inspector of another workspace; ``None`` for no pane."""
        if content is not None and self._stack.indexOf(content) < 0:
            self._stack.addWidget(content)
            refresh_fonts(content)
        if content is not None:
            self._stack.setCurrentWidget(content)
        self._content = content
        self._update()

    def forget(self, content: QWidget) -> None:
        """Let go of an inspector whose workspace closes."""
        self._stack.removeWidget(content)

    def toggle(self) -> None:
        """Open or close."""
        if self.drawer:
            self._drawer_open = not self._drawer_open
        else:
            self.wanted = not self.wanted
        self._update()

    def open(self) -> None:
        """Make sure that it can be seen."""
        if not self.isVisible():
            self.toggle()

    def set_drawer(self, drawer: bool) -> None:
        """Whether it lies over the work instead of beside it."""
        if drawer == self.drawer:
            return
        self.drawer = drawer
        self._drawer_open = False
        self.setProperty("drawer", drawer)
        repolish(self)
        if drawer:
            self.setParent(self._splitter.parentWidget())
        else:
            self._splitter.addWidget(self)
        refresh_fonts(self)
        self._update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A drawer follows the right edge."""
        if event.type() == QEvent.Type.Resize and self.drawer:
            self._place()
        return super().eventFilter(watched, event)

    def _update(self) -> None:
        shown = self._content is not None and (self._drawer_open if self.drawer else self.wanted)
        appears = shown and self.isHidden()
        self.setVisible(shown)
        if shown and self.drawer:
            self._place()
            self.raise_()
        elif appears:
            self.take_width()

    def take_width(self) -> None:
        """As wide as the person left it. A splitter forgets the size of what was hidden."""
        if not self.drawer and not self.isHidden():
            width = self.width_wanted or round(WIDE_LINES * theme().lh)
            self._splitter.setSizes([max(self._splitter.width() - width, 1), width])

    def _dragged(self, _place: int, _number: int) -> None:
        self.width_wanted = self._splitter.sizes()[-1]

    def _place(self) -> None:
        area = self._splitter.geometry()
        width = min(round(WIDE_LINES * theme().lh), area.width() - 4 * theme().u)
        self.setGeometry(area.right() - width + 1, area.top(), width, area.height())
