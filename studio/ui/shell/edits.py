# SPDX-License-Identifier: Apache-2.0
"""The way of every edited field into the project: nothing that somebody else wrote meanwhile is overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from sqlalchemy import Table

from studio.model import items
from studio.model.errors import EditConflict, StudioError, WorkspaceLost
from studio.model.values import LanguageMap, in_language
from studio.ui.widgets.conflict_dialog import ConflictDialog
from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow

Refresh = Callable[[], object]
"""Shows again what the project holds."""


class Edits(QObject):
    """The edits of one window. ``asking`` while the person decides between two texts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.asking = False

    def run(self, operation: Callable[[], object], refresh: Refresh, conflict: Refresh | None = None) -> bool:
        """Do one edit. What cannot be done is said; an edit that found no server waits for it. Whether it was done."""
        try:
            operation()
        except WorkspaceLost as error:
            if self._window.sharing is None:
                raise
            self._window.sharing.connection_lost(str(error), lambda: self.run(operation, refresh, conflict))
            return False
        except EditConflict as error:
            if conflict is not None:
                self.run(conflict, refresh)
                return False
            self._window.show_error(str(error))
            refresh()
            return False
        except StudioError as error:
            self._window.show_error(str(error))
            refresh()
            return False
        return True

    def set_text(
        self, table: Table, item_id: str, column: str, language: str, text: str, seen: str, refresh: Refresh
    ) -> bool:
        """Set one language of a text. ``seen``: what stood in the field before the person typed."""
        project = self._project()

        def write(expected: str | None) -> None:
            items.set_text(project, table, item_id, column, language, text, expected=expected)

        def read() -> LanguageMap | None:
            texts: LanguageMap | None = items.get(project, table, item_id, column)[0]
            return texts

        return self.set_words(write, read, language, text, seen, (table, item_id, column), refresh)

    def set_words(
        self,
        write: Callable[[str | None], object],
        read: Callable[[], LanguageMap | None],
        language: str,
        text: str,
        seen: str,
        place: tuple[Table, str, str],
        refresh: Refresh,
    ) -> bool:
        """Keep a text that an operation of its own writes. ``write`` gets the text that has to stand there before,
        ``read`` tells what stands there now; ``place`` is table, id and column, for the question to the person."""

        def conflict() -> None:
            self._project().poll()
            texts = read()
            theirs = (texts or {}).get(language, "")
            if in_language(texts, language) == seen:
                write(theirs)  # the field showed another language because there was no text in this one
                return
            self._choose(*place, text.strip(), theirs, lambda: write(theirs), refresh)

        return self.run(lambda: write(seen), refresh, conflict)

    def set_field(
        self,
        table: Table,
        ids: Sequence[str],
        values: Mapping[str, Any],
        refresh: Refresh,
        *,
        label: str | None = None,
        seen: Mapping[str, Any] | None = None,
    ) -> bool:
        """Set columns of rows. ``seen``: for one row, what its columns held when the person looked."""
        project = self._project()

        def write(expected: Mapping[str, Any] | None) -> None:
            items.set_field(project, table, ids, values, label, expected=expected)

        if seen is None or len(ids) != 1:
            return self.run(lambda: write(None), refresh)

        def conflict() -> None:
            project.poll()
            row = items.get(project, table, ids[0], *seen)
            theirs = dict(zip(seen, row, strict=True))
            if all(_words(theirs[name], "") == _words(seen[name], "") for name in seen):
                write(theirs)  # written differently, but it reads the same: 30 and 30.0, nothing and an empty text
                return
            column = next((name for name in seen if theirs[name] != seen[name]), next(iter(seen)))
            mine = values.get(column)
            language = items.project_language(project)
            self._choose(
                table, ids[0], column, _words(mine, language), _words(theirs[column], language),
                lambda: write(theirs), refresh,
            )  # fmt: skip

        return self.run(lambda: write(seen), refresh, conflict)

    def _project(self) -> Any:
        project = self._window.project
        if project is None:
            raise ValueError("Without a project there is nothing to edit")
        return project

    def _choose(
        self, table: Table, item_id: str, column: str, mine: str, theirs: str, keep: Refresh, refresh: Refresh
    ) -> None:
        refresh()
        if mine == theirs:
            return
        sharing = self._window.sharing
        author = sharing.author_of(table.name, item_id) if sharing is not None else ""
        name = items.KIND_NAMES[table.name]
        field = f"{name} · {column.replace('_', ' ')}"
        dialog = ConflictDialog(self._window, author, field[0].upper() + field[1:], mine, theirs)

        def keep_mine() -> None:
            self.run(keep, refresh, lambda: self._choose(table, item_id, column, mine, theirs, keep, refresh))

        def decided(mine_wins: bool) -> None:
            self.asking = False
            if mine_wins:
                keep_mine()
            else:
                self._window.notify(translate("Took the other text."), "check", translate("Use mine"), keep_mine)

        self.asking = True
        dialog.decided.connect(decided)
        dialog.open()


def _words(value: Any, language: str) -> str:
    """A value as a person reads it."""
    if isinstance(value, Mapping):
        found = value.get(language) or next((text for text in value.values() if text), "")
        return _words(found, language)
    if isinstance(value, (list, tuple)):
        return "\n".join(_words(part, language) for part in value)
    if isinstance(value, bool):
        return translate("Yes") if value else translate("No")
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)
