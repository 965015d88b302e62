# SPDX-License-Identifier: Apache-2.0
"""A rubric as a table: criteria down, levels across. The first column names the criterion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from sqlalchemy import select

from studio.model import items, rubrics, schema
from studio.model.project import Project
from studio.model.values import in_language

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class RubricCell:
    """What a cell shows. ``code`` is the competency of a criterion; ``other_language`` marks borrowed words."""

    text: str
    heading: bool = False
    code: str = ""
    passing: bool = False
    other_language: bool = False


class RubricGridModel(QAbstractTableModel):
    """``data(CELL_ROLE)`` is a ``RubricCell``; setting the edit role writes the text in the language on show."""

    def __init__(self, project: Project, rubric_id: str, language: str) -> None:
        super().__init__()
        self._project = project
        self.rubric_id = rubric_id
        self.language = language
        self._grid = rubrics.grid(project, rubric_id)
        self._codes = self._read_codes()
        self.keep: Callable[[str, str, str, str], object] = self._write
        """Writes a text: criterion, level (empty for the name of the criterion), text, text before."""

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Criteria."""
        return 0 if parent.isValid() else len(self._grid.criteria)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The criterion and the levels."""
        return 0 if parent.isValid() else 1 + len(self._grid.levels)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The cell for the delegate, its words for editing and screen readers."""
        if not index.isValid() or not self._known(index):
            return None
        if role == CELL_ROLE:
            return self._cell(index)
        if role == Qt.ItemDataRole.EditRole:
            return self._own_text(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(index).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self._cell(index)
            if cell.heading:
                return f"{cell.text}, {cell.code}" if cell.code else cell.text
            return f"{self.level_name(index.column() - 1)}: {cell.text or 'empty'}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Names of the levels."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return "Criterion" if section == 0 else f"{section}  {self.level_name(section - 1)}"
        return None

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Write a cell through the model of the project; the view hears of it by the change."""
        if role != Qt.ItemDataRole.EditRole or not self._known(index):
            return False
        return self.keep_text(index, str(value), self._own_text(index))

    def keep_text(self, index: Index, text: str, seen: str) -> bool:
        """Write a text that was typed over the text that the person ``seen``."""
        text = text.strip()
        if not self._known(index) or text in (seen, self._own_text(index)):
            return False
        criterion = self._grid.criteria[index.row()].id
        level = self._grid.levels[index.column() - 1].id if index.column() else ""
        self.keep(criterion, level, text, seen)
        return True

    def _write(self, criterion: str, level: str, text: str, seen: str) -> None:
        if level:
            rubrics.set_cell(self._project, criterion, level, self.language, text, expected=seen)
        else:
            table = schema.rubric_criterion
            items.set_text(self._project, table, criterion, "name", self.language, text, expected=seen)

    def refresh(self) -> None:
        """Read the rubric again; a changed shape resets the table, changed words only repaint."""
        fresh = rubrics.grid(self._project, self.rubric_id)
        shape = [[row.id for row in part] for part in (self._grid.criteria, self._grid.levels)]
        if shape != [[row.id for row in part] for part in (fresh.criteria, fresh.levels)]:
            self.beginResetModel()
            self._grid, self._codes = fresh, self._read_codes(fresh)
            self.endResetModel()
            return
        self._grid, self._codes = fresh, self._read_codes(fresh)
        if fresh.criteria:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def set_language(self, language: str) -> None:
        """Show and write another language."""
        self.language = language
        self.refresh()

    def criterion_id(self, row: int) -> str:
        """The criterion of a row."""
        return str(self._grid.criteria[row].id)

    def criterion_ids(self) -> list[str]:
        """Every criterion in order."""
        return [str(row.id) for row in self._grid.criteria]

    def criterion_name(self, row: int) -> str:
        """What a criterion is called."""
        return in_language(self._grid.criteria[row].name, self.language)

    def level_id(self, number: int) -> str:
        """The level of a column (from 0, without the column of criteria)."""
        return str(self._grid.levels[number].id)

    def level_ids(self) -> list[str]:
        """Every level, lowest first."""
        return [str(row.id) for row in self._grid.levels]

    def level_name(self, number: int) -> str:
        """What a level is called."""
        return in_language(self._grid.levels[number].name, self.language)

    def passing_column(self) -> int:
        """The column from which on a criterion passes; 0 when none is named."""
        ids = self.level_ids()
        passing = self._grid.rubric.passing_level_id
        return ids.index(passing) + 1 if passing in ids else 0

    def passing_rule(self) -> str:
        """The rule in words."""
        return in_language(self._grid.rubric.passing_rule, self.language)

    def _known(self, index: Index) -> bool:
        return index.row() < len(self._grid.criteria) and index.column() <= len(self._grid.levels)

    def _texts(self, index: Index) -> Any:
        criterion = self._grid.criteria[index.row()]
        if index.column() == 0:
            return criterion.name
        cell = self._grid.cells.get(criterion.id, {}).get(self._grid.levels[index.column() - 1].id)
        return cell.description if cell is not None else None

    def _own_text(self, index: Index) -> str:
        return str((self._texts(index) or {}).get(self.language, ""))

    def _cell(self, index: Index) -> RubricCell:
        own = self._own_text(index)
        text = own or in_language(self._texts(index), self.language)
        code = ""
        if index.column() == 0:
            criterion = self._grid.criteria[index.row()]
            code = self._codes.get(criterion.competency_id, "") or criterion.competency_code or ""
        passing = index.column() > 0 and index.column() == self.passing_column()
        return RubricCell(text, index.column() == 0, code, passing, bool(text and not own))

    def _read_codes(self, grid: rubrics.Grid | None = None) -> dict[str, str]:
        ids = {row.competency_id for row in (grid or self._grid).criteria if row.competency_id}
        if not ids:
            return {}
        c = schema.competency.c
        return {row.id: row.code or "" for row in self._project.rows(select(c.id, c.code).where(c.id.in_(ids)))}
