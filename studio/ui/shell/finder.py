# SPDX-License-Identifier: Apache-2.0
"""What the command palette finds: items through the project's search, commands from the registry."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Table, select

from studio.model import schema
from studio.model.search import search
from studio.model.values import in_language
from studio.ui.actions import ActionSpec
from studio.ui.widgets.palette_list import PaletteRow
from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

ITEM_LIMIT = 24
COMMAND_LIMIT = 8


class _Kind:
    """How a kind of item is shown: heading, icon, table, columns of code and text."""

    def __init__(self, heading: str, icon: str, table: Table, code: str, text: str) -> None:
        self.heading, self.icon, self.table, self.code, self.text = heading, icon, table, code, text


KINDS = {
    "competency": _Kind("Competencies", "target", schema.competency, "code", "statement"),
    "framework": _Kind("Frameworks", "list-tree", schema.framework, "code", "name"),
    "badge": _Kind("Badges", "award", schema.badge, "code", "name"),
    "organization": _Kind("Organizations", "building-2", schema.organization, "code", "name"),
    "concept": _Kind("Terms", "circle-dot", schema.concept, "notation", "label"),
    "progression_level": _Kind("Progression levels", "gauge", schema.progression_level, "notation", "label"),
    "concept_scheme": _Kind("Vocabularies", "book-open", schema.concept_scheme, "code", "name"),
    "progression_model": _Kind("Progression models", "gauge", schema.progression_model, "code", "name"),
    "resource": _Kind("Other records", "file-text", schema.resource, "code", "name"),
}
"""Kinds of items that a workspace can show, in the order of their groups."""


class Finder:
    """Rows for what is typed: items first, then commands."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, text: str, prefix: str) -> list[PaletteRow]:
        """The rows for a text. Prefix ``>`` or ``?``: commands only; ``#``: items by the start of their code."""
        rows: list[PaletteRow] = []
        project = self._window.project
        if project is not None and text and prefix in ("", "#"):
            rows += self._items(project, text, prefix == "#")
        if prefix in ("", ">", "?"):
            rows += self._commands(text, everything=prefix != "")
        return rows

    def _items(self, project: Project, text: str, codes: bool) -> list[PaletteRow]:
        rows: list[PaletteRow] = []
        ids: dict[str, list[str]] = {}
        if not codes:
            for hit in search(project, text, limit=ITEM_LIMIT, kinds=tuple(KINDS)):
                ids.setdefault(hit.kind, []).append(hit.id)
        for name, kind in KINDS.items():
            if codes or name in ids:
                found = self._found(project, name, kind, ids.get(name, []), text if codes else "")
                if found:
                    rows += [PaletteRow(kind.heading), *found]
        return rows

    def _found(self, project: Project, name: str, kind: _Kind, ids: list[str], code: str) -> list[PaletteRow]:
        columns = kind.table.c
        statement = select(columns.id, columns[kind.code].label("code"), columns[kind.text].label("text"))
        if code:
            statement = statement.where(columns[kind.code].istartswith(code, autoescape=True))
            statement = statement.order_by(columns[kind.code]).limit(ITEM_LIMIT)
        else:
            statement = statement.where(columns.id.in_(ids))
        entries = {entry.id: entry for entry in project.rows(statement)}
        ordered = list(entries) if code else [item for item in ids if item in entries]
        return [
            PaletteRow(
                in_language(entries[item].text, self._window.language),
                kind.icon,
                entries[item].code or "",
                run=partial(self._window.go_to, item),
            )
            for item in ordered
        ]

    def _commands(self, text: str, everything: bool) -> list[PaletteRow]:
        registry = self._window.actions
        registry.refresh()
        words = text.lower().split()
        found: list[ActionSpec] = []
        for spec in registry.specs():
            action = registry.action(spec.id)
            content = f"{action.text()} {spec.keywords} {spec.menu or ''}".lower()
            if spec.in_palette and action.isEnabled() and all(word in content for word in words):
                found.append(spec)
        shown = found if everything else found[:COMMAND_LIMIT]
        if not shown:
            return []
        rows = [
            PaletteRow(
                registry.action(spec.id).text(),
                spec.icon or "arrow-right",
                keys=registry.key_text(spec.id),
                run=partial(registry.trigger, spec.id),
            )
            for spec in shown
        ]
        return [PaletteRow(translate("Commands")), *rows]
