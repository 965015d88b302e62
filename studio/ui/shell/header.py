# SPDX-License-Identifier: Apache-2.0
"""The header bar: where the person is, how to look at it, undo, search, and the few main commands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from studio.ui.actions import ActionRegistry
from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix, size_icon, space
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import ElidedLabel, IconLabel, action_button, clear, label, row, show_words
from studio.ui.widgets.segmented import Segmented
from studio.ui.words import translate
from studio.ui.workspace import Workspace

HERE_LINES = 6.5
"""The last part of the breadcrumb keeps this width before it is cut further."""


class Header(QFrame):
    """The bar above the work. ``show_workspace`` fills it from what a workspace offers."""

    view_chosen = Signal(str)

    def __init__(self, actions: ActionRegistry) -> None:
        super().__init__()
        self.setProperty("kind", "header")
        self.setAccessibleName(translate("Header"))
        self._actions = actions
        self._shown_buttons: list[str] | None = None
        self._crumbs = row(gap=1)
        self._buttons = row(gap=2)
        self.views = Segmented(translate("View"))
        self.views.chosen.connect(self.view_chosen)
        self.search = _SearchButton(actions.action("view.palette"), actions.key_text("view.palette"))
        self._box = QHBoxLayout(self)
        space(self._box, (4.5, 0, 4, 0), 3)
        self._box.addLayout(self._crumbs, 3)
        self._box.addWidget(self.views)
        self._box.addStretch(1)
        steps = row(gap=0.5)
        for command in ("edit.undo", "edit.redo"):
            steps.addWidget(_icon_action(actions.action(command)))
        self._box.addLayout(steps)
        self._box.addWidget(self.search)
        self._box.addLayout(self._buttons)
        fix(self, height=3)

    def show_workspace(self, workspace: Workspace) -> None:
        """Breadcrumb, views and commands of a workspace."""
        self._show_crumbs(workspace)
        views = workspace.views()
        self.views.setVisible(len(views) > 1)
        if len(views) > 1:
            self.views.set_choices([(view.id, view.text, view.icon) for view in views], workspace.view())
        commands = workspace.header_actions()
        if commands != self._shown_buttons:
            self._shown_buttons = commands
            self._show_buttons(commands)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size needs other room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        # The search has shrunk by itself; then secondary commands and views keep their picture alone, then the way here
        # goes, last the words of the primary command.
        buttons = [made for made in _widgets(self._buttons) if isinstance(made, QPushButton)]
        way_here = _widgets(self._crumbs)[:-1]
        for part in (*_widgets(self._buttons), *_widgets(self._crumbs)):
            part.show()  # a layout counts only what is shown
        for made in buttons:
            show_words(made, True)
        self.views.show_words(True)
        for made in buttons[:-1]:
            if self._too_narrow():
                show_words(made, False)
        if self._too_narrow():
            self.views.show_words(False)
        if self._too_narrow():
            for part in way_here:
                part.hide()
        if buttons and self._too_narrow():
            show_words(buttons[-1], False)

    def _too_narrow(self) -> bool:
        for layout in (self._crumbs, self._buttons, self._box):
            layout.invalidate()
        return self._box.minimumSize().width() > self.width()

    def _show_crumbs(self, workspace: Workspace) -> None:
        clear(self._crumbs)
        crumbs = workspace.breadcrumb()
        for number, crumb in enumerate(crumbs):
            last = number == len(crumbs) - 1
            if last:
                here = ElidedLabel(crumb.text, "strong")
                whole = here.sizeHint().width() / theme().lh
                fix(here, min_width=min(whole, HERE_LINES))
                self._crumbs.addWidget(here, 1)
            elif crumb.go is not None:
                part = QPushButton(crumb.text)
                part.setProperty("kind", "crumb")
                part.setAccessibleName(translate("Go to {}").format(crumb.text))
                set_font(part, "body")
                part.clicked.connect(lambda _checked=False, go=crumb.go: go())
                self._crumbs.addWidget(part)
            else:
                self._crumbs.addWidget(label(crumb.text, "body", "text2"))
            if not last:
                self._crumbs.addWidget(IconLabel("chevron-right", "text3", 1.0))

    def _show_buttons(self, commands: list[str]) -> None:
        clear(self._buttons)
        for number, command in enumerate(commands):
            if not self._actions.has(command):
                continue
            spec, action = self._actions.spec(command), self._actions.action(command)
            kind = "primary" if number == len(commands) - 1 else "secondary"
            self._buttons.addWidget(action_button(action, kind, spec.icon))


class _SearchButton(QPushButton):
    """Looks like a search field and opens the command palette. In a narrow header its words get fewer."""

    WORDS = ("Search or run a command", "Search", "")

    def __init__(self, action: QAction, key: str) -> None:
        super().__init__(self.WORDS[0])
        self.setProperty("kind", "search")
        self.setIcon(make_icon("search", "text2"))
        size_icon(self, 1.0, words=True)
        self.setAccessibleName(self.WORDS[0])
        self.setToolTip(action.toolTip())
        set_font(self, "body")
        self._keys = QLabel(key.replace("+", " "))
        self._keys.setProperty("tone", "text3")
        set_font(self._keys, "caption")
        self.setLayout(row(None, self._keys, margins=(0, 0, 2, 0)))
        self.clicked.connect(lambda _checked=False: action.trigger())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Wide enough for all its words and the key."""
        return QSize(round(15.6 * theme().lh), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The picture alone."""
        return QSize(round(3.2 * theme().lh), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what fits."""
        super().resizeEvent(event)
        look = theme()
        room = self.width() - 7 * look.u - look.lh
        keys = self._keys.sizeHint().width() + 4 * look.u
        fitting = [words for words in self.WORDS if self.fontMetrics().horizontalAdvance(words) + keys <= room]
        self.setText(fitting[0] if fitting else "")
        self._keys.setVisible(bool(fitting))


def _icon_action(action: QAction) -> QToolButton:
    made = QToolButton()
    made.setDefaultAction(action)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    size_icon(made, 1.2)
    fix(made, width=1.9, height=1.9)

    def follow() -> None:
        made.setAccessibleName(action.text())

    action.changed.connect(follow)
    follow()
    return made


def _widgets(layout: QHBoxLayout) -> list[QWidget]:
    found = (layout.itemAt(place) for place in range(layout.count()))
    return [widget for item in found if item is not None and (widget := item.widget()) is not None]
