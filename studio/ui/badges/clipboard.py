# SPDX-License-Identifier: Apache-2.0
"""Badges on the clipboard: whole ones inside a project, their words for Excel, and lists of names from anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from studio.model import badges, items, schema
from studio.model.project import Project
from studio.model.values import in_language
from studio.ui.clipboard import put_on_clipboard

MIME = "application/x-competency-studio-badges"


def copy(project: Project, badge_ids: Sequence[str]) -> None:
    """Put badges on the clipboard: their ids, and code, name and description as a table."""
    language = items.project_language(project)
    lines = []
    for badge_id in badge_ids:
        row = items.get(project, schema.badge, badge_id, "code", "name", "description")
        cells = (row.code or "", in_language(row.name, language), in_language(row.description, language))
        lines.append("\t".join(_plain(cell) for cell in cells))
    data = QMimeData()
    data.setData(MIME, json.dumps(list(badge_ids)).encode("utf-8"))
    data.setText("\n".join(lines))
    put_on_clipboard(data)


def can_paste() -> bool:
    """Whether the clipboard holds badges or text."""
    data = QGuiApplication.clipboard().mimeData()
    return data is not None and (data.hasFormat(MIME) or data.hasText())


def paste(project: Project) -> list[str]:
    """Badges out of the clipboard, as one undo step; their ids.

    Badges of this project are copied whole. Text makes one badge a line: a name, or code, name and description.
    """
    data = QGuiApplication.clipboard().mimeData()
    known = {row.id for row in badges.badges(project)}
    ids = json.loads(bytes(data.data(MIME).data())) if data.hasFormat(MIME) else []
    here = [badge_id for badge_id in ids if badge_id in known]
    lines = [] if here else [line for line in data.text().splitlines() if line.strip()]
    language = items.project_language(project)
    made: list[str] = []
    with project.change("Paste badges"):
        made += [badges.duplicate_badge(project, badge_id) for badge_id in here]
        for line in lines:
            cells = [cell.strip() for cell in line.split("\t")]
            code, name, description = (
                (cells[0], cells[1], " ".join(cells[2:])) if len(cells) > 1 else ("", cells[0], "")
            )
            if name:
                fields = {"code": code or None, "description": {language: description} if description else None}
                made.append(badges.create_badge(project, {language: name}, **fields))
    return made


def _plain(cell: str) -> str:
    """One line, and nothing that a spreadsheet would compute."""
    text = " ".join(cell.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
