# SPDX-License-Identifier: Apache-2.0
"""The badges of a project as rows of a list view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.model.badges import badges
from studio.model.items import project_language
from studio.model.journal import Changes
from studio.model.organizations import organizations
from studio.model.project import Project
from studio.model.values import in_language

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """What a row shows. ``problems`` counts findings, ``None`` while the checks have not looked; ``worst`` is their

    highest severity (``""`` for none).
    """

    id: str
    code: str
    name: str
    description: str
    issuer: str
    status: str
    image_id: str | None
    problems: int | None = None
    worst: str = ""


class BadgeListModel(QAbstractListModel):
    """One row a badge; ``data(ROW_ROLE)`` is a ``BadgeRow``. Changes touch only the rows they are about."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._findings: dict[str, tuple[int, str]] | None = None
        self._rows = self._read()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The number of badges; a row has no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The row for the delegate, its name for type-ahead, and the whole row in words for screen readers."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.code} {row.name}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            problems = {None: "", 0: "no problems"}.get(row.problems, f"{row.problems} to finish")
            return ", ".join(part for part in (row.code, row.name, row.issuer, row.status, problems) if part)
        return None

    def id_at(self, row: int) -> str:
        """The badge of a row."""
        return self._rows[row].id

    def index_of(self, badge_id: str) -> QModelIndex:
        """The index of a badge; not valid when it is not there."""
        found = next((number for number, row in enumerate(self._rows) if row.id == badge_id), None)
        return QModelIndex() if found is None else self.index(found)

    def set_findings(self, findings: dict[str, tuple[int, str]] | None) -> None:
        """Number of findings and their worst severity by badge; ``None`` while the checks have not looked."""
        self._findings = findings
        self._show(self._read())

    def project_changed(self, changes: Changes) -> None:
        """Take up a change of badges or organizations."""
        if changes.touches("badge") or changes.touches("organization") or changes.touches("project"):
            self._show(self._read())

    def _read(self) -> list[BadgeRow]:
        language = project_language(self._project)
        none = (None, "") if self._findings is None else (0, "")
        findings = self._findings or {}
        names = {row.id: in_language(row.name, language) for row in organizations(self._project)}
        return [
            BadgeRow(
                row.id,
                row.code or "",
                in_language(row.name, language),
                in_language(row.description, language),
                names.get(row.issuer_id, ""),
                row.status or "",
                row.image_id,
                *findings.get(row.id, none),
            )
            for row in badges(self._project)
        ]

    def _show(self, fresh: list[BadgeRow]) -> None:
        """Replace the rows: removed, inserted and changed ones are told apart; a new order resets the list."""
        wanted = {row.id for row in fresh}
        for number in range(len(self._rows) - 1, -1, -1):
            if self._rows[number].id not in wanted:
                self.beginRemoveRows(NO_PARENT, number, number)
                del self._rows[number]
                self.endRemoveRows()
        known = {row.id for row in self._rows}
        if [row.id for row in self._rows] != [row.id for row in fresh if row.id in known]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        for number, row in enumerate(fresh):
            if row.id not in known:
                self.beginInsertRows(NO_PARENT, number, number)
                self._rows.insert(number, row)
                self.endInsertRows()
            elif self._rows[number] != row:
                self._rows[number] = row
                self.dataChanged.emit(self.index(number), self.index(number))
