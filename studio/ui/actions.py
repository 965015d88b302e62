# SPDX-License-Identifier: Apache-2.0
"""Every command of the window, declared once: menus, toolbar, command palette and keyboard sheet all read it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio.ui.icons import icon as make_icon
from studio.ui.words import translate as translate  # noqa: PLC0414 parts of the window find it here too

Shortcut = str | QKeySequence.StandardKey
MENUS = {
    "file": "&File",
    "edit": "&Edit",
    "view": "&View",
    "insert": "&Insert",
    "framework": "F&ramework",
    "badge": "&Badge",
    "tools": "&Tools",
    "help": "&Help",
}
HOME_OF_MENU = {"framework": "frameworks", "badge": "badges"}
"""Menus that are shown only in one workspace."""
WINDOW = "window"
"""The context that is active everywhere; any other context is a widget and what stands in it."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What a command is. ``id`` is ``place.verb``; ``text`` is a verb with its object, in sentence case.

    ``enabled``, ``checked`` and ``label`` are asked again at every ``ActionRegistry.refresh()``.
    """

    id: str
    text: str
    handler: Callable[..., Any]
    shortcuts: tuple[Shortcut, ...] = ()
    icon: str | None = None
    context: str = WINDOW
    menu: str | None = None
    group: int = 0
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    label: Callable[[], str] | None = None
    tip: str = ""
    keywords: str = ""
    in_palette: bool = True


@dataclass(slots=True)
class _Declared:
    spec: ActionSpec
    action: QAction
    owner: QWidget = field(repr=False)


class ActionRegistry(QObject):
    """All commands of one window, by id, in the order in which they were declared."""

    changed = Signal()
    """A command was added or removed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._declared: dict[str, _Declared] = {}
        self._closed = False
        self._menus: dict[str, QMenu] = {}
        self.workspace = ""
        """The workspace on screen: it has its menu, the others do not. ``refresh`` looks at it."""

    def declare(
        self,
        command: str,
        text: str,
        handler: Callable[..., Any],
        *,
        shortcuts: Iterable[Shortcut] | Shortcut = (),
        icon: str | None = None,
        context: str = WINDOW,
        widget: QWidget | None = None,
        menu: str | None = None,
        group: int = 0,
        enabled: Callable[[], bool] | None = None,
        checked: Callable[[], bool] | None = None,
        label: Callable[[], str] | None = None,
        tip: str = "",
        keywords: str = "",
        in_palette: bool = True,
    ) -> QAction:
        """Add a command and return its QAction. A command of another ``context`` than the window names its ``widget``:

        its keys work there and in what stands in it. Declaring an id twice raises ``ValueError``.
        """
        if command in self._declared:
            raise ValueError(f"The command {command} is declared twice")
        if context != WINDOW and widget is None:
            raise ValueError(f"The command {command} of context {context} names no widget")
        keys = (shortcuts,) if isinstance(shortcuts, (str, QKeySequence.StandardKey)) else tuple(shortcuts)
        spec = ActionSpec(
            command, text, handler, keys, icon, context, menu, group, enabled, checked, label, tip, keywords, in_palette
        )
        owner = widget or self._window
        action = self._make_action(spec, owner)
        self._declared[command] = _Declared(spec, action, owner)
        owner.addAction(action)
        self._refresh_one(self._declared[command])
        self.changed.emit()
        return action

    def remove(self, command: str) -> None:
        """Take a command away, for example when its screen closes."""
        declared = self._declared.pop(command)
        declared.owner.removeAction(declared.action)
        declared.action.deleteLater()
        self.changed.emit()

    def action(self, command: str) -> QAction:
        """The QAction of a command; ``KeyError`` when it is not declared."""
        return self._declared[command].action

    def spec(self, command: str) -> ActionSpec:
        """What was declared for a command."""
        return self._declared[command].spec

    def has(self, command: str) -> bool:
        """Whether a command is declared."""
        return command in self._declared

    def specs(self) -> list[ActionSpec]:
        """All commands, in the order of their declaration."""
        return [declared.spec for declared in self._declared.values()]

    def trigger(self, command: str, *arguments: Any) -> bool:
        """Run a command if it is enabled, with arguments for its handler; whether it ran."""
        declared = self._declared[command]
        self._refresh_one(declared)
        if not declared.action.isEnabled():
            return False
        declared.spec.handler(*arguments)
        self.refresh()
        return True

    def refresh(self) -> None:
        """Ask every command again whether it is enabled, checked, and what it is called now."""
        if not self._closed:
            for declared in self._declared.values():
                self._refresh_one(declared)
            self._show_menus()

    def _show_menus(self) -> None:
        """A menu stands in the bar where it makes sense and something in it can be done."""
        for place, menu in self._menus.items():
            here = HOME_OF_MENU.get(place, self.workspace) == self.workspace
            some = any(action.isEnabled() and not action.isSeparator() for action in menu.actions())
            menu.menuAction().setVisible(here and some)

    def close(self) -> None:
        """The window closes: nothing is asked any more, because what the answers look at is gone."""
        self._closed = True

    def key_text(self, command: str) -> str:
        """The first key sequence of a command as the system writes it, or ``""``."""
        keys = self._declared[command].action.shortcuts()
        return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def conflicts(self) -> list[tuple[str, str, str]]:
        """Pairs of commands with the same key where both could be meant: (id, id, key).

        A window command overlaps with every context; two other contexts never overlap, because their keys work only
        inside their own widgets.
        """
        found: list[tuple[str, str, str]] = []
        seen: dict[str, list[ActionSpec]] = {}
        for declared in self._declared.values():
            for sequence in declared.action.shortcuts():
                key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
                for other in seen.get(key, []):
                    contexts = {declared.spec.context, other.context}
                    if len(contexts) == 1 or WINDOW in contexts:
                        found.append((other.id, declared.spec.id, key))
                seen.setdefault(key, []).append(declared.spec)
        return found

    def build_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Fill a menu bar: one menu a place of ``MENUS`` that has commands, a line between groups."""
        bar.clear()
        menus: dict[str, QMenu] = {}
        for place, title in MENUS.items():
            mine = [declared for declared in self._declared.values() if declared.spec.menu == place]
            if not mine:
                continue
            menu = bar.addMenu(translate(title))
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.refresh)
            group: int | None = None
            for declared in sorted(mine, key=lambda entry: entry.spec.group):
                if group is not None and declared.spec.group != group:
                    menu.addSeparator()
                group = declared.spec.group
                menu.addAction(declared.action)
            menus[place] = menu
        self._menus = dict(menus)
        self._show_menus()
        return menus

    def _make_action(self, spec: ActionSpec, owner: QWidget) -> QAction:
        action = QAction(translate(spec.text), owner)
        action.setObjectName(spec.id)
        action.setShortcuts(_sequences(spec.shortcuts))
        if spec.context != WINDOW:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if spec.icon:
            action.setIcon(make_icon(spec.icon))
        action.setCheckable(spec.checked is not None)
        action.setIconVisibleInMenu(False)
        action.setMenuRole(QAction.MenuRole.NoRole)
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = spec.tip or spec.text.rstrip("….")
        action.setToolTip(f"{tip} ({key})" if key else tip)
        action.triggered.connect(lambda _checked=False: self.trigger(spec.id))
        return action

    def _refresh_one(self, declared: _Declared) -> None:
        spec, action = declared.spec, declared.action
        if spec.enabled is not None:
            action.setEnabled(bool(spec.enabled()))
        if spec.checked is not None:
            action.setChecked(bool(spec.checked()))
        if spec.label is not None:
            action.setText(spec.label())


def _sequences(shortcuts: Iterable[Shortcut]) -> list[QKeySequence]:
    sequences: list[QKeySequence] = []
    for shortcut in shortcuts:
        if isinstance(shortcut, QKeySequence.StandardKey):
            sequences += QKeySequence.keyBindings(shortcut)[:1]
        else:
            sequences.append(QKeySequence(shortcut))
    return sequences
