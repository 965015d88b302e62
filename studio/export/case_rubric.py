# SPDX-License-Identifier: Apache-2.0
"""Rubrics as CASE has them: every criterion with levels of its own, each with the quality and score of its column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export.case_objects import NOT_SEEN, Node, Objects, Row, kept, numbers
from studio.model import schema
from studio.model.rubrics import grid
from studio.standards.case import PASSING_LEVEL, plain_uuid

if TYPE_CHECKING:
    from studio.model.project import Project


def rubrics(project: Project, objects: Objects, framework_id: str, document: str, main: str) -> Iterator[Node]:
    """The rubrics that came with the document, and those with a criterion about one of its items."""
    r, criterion, item = schema.rubric, schema.rubric_criterion.c, schema.competency.c
    mine = select(item.id).where(item.framework_id == framework_id)
    about = {row.rubric_id for row in project.rows(
        select(criterion.rubric_id).where(criterion.competency_id.in_(mine)))}  # fmt: skip
    for row in objects.rows(r, order=(r.c.id,)):
        named = kept(row).get("document")
        homeless = named not in objects.documents.values()
        if row["id"] in objects.rubrics_written or not (named == document or (homeless and row["id"] in about)):
            continue
        objects.rubrics_written.add(row["id"])
        yield _Rubric(project, objects, row, document, row["language"] or main).made()


class _Rubric:
    def __init__(self, project: Project, objects: Objects, row: Row, document: str, main: str) -> None:
        self.objects = objects
        self.row = row
        self.main = main
        self.document = document
        self.grid = grid(project, row["id"])
        self.identifier = objects.identifier(row, document)
        objects.look_up(each.competency_id for each in self.grid.criteria if each.competency_id)
        self.filled = {level for cells in self.grid.cells.values() for level in cells}
        for level in self.grid.levels:
            if level.id not in self.filled:
                objects.losses.lose(row["id"], "a level without a description in any criterion")

    def made(self) -> Node:
        """The rubric with everything in it."""
        objects, row = self.objects, self.row
        wanted, fields = objects.written("rubric", row, self.main)
        wanted, identifier = objects.named(wanted, row, self.document)
        if row.get("passing_level_id"):
            self._passing_level(fields)
        criteria = [each._asdict() for each in self.grid.criteria]
        positions = _positions(criteria)
        parts = [self._criterion(each, number) for each, number in zip(criteria, positions, strict=True)]
        if parts:
            wanted["CFRubricCriteria"] = parts
        return objects.place("CFRubric", wanted, fields, row["id"], identifier)

    def _passing_level(self, fields: Node) -> None:
        """Which of the levels that are written passes."""
        written = [level.id for level in self.grid.levels if level.id in self.filled]
        if self.row["passing_level_id"] in written:
            fields[PASSING_LEVEL] = written.index(self.row["passing_level_id"]) + 1
        where = "" if self.objects.version == "1.0" else f" ({NOT_SEEN})"
        self.objects.losses.lose(self.row["id"], f"the level that passes{where}")

    def _criterion(self, row: Row, position: Any) -> Node:
        objects = self.objects
        known = objects.link(row["competency_id"])
        if known is not None and known["title"] == row["competency_code"]:
            row["competency_code"] = None  # the link says it
        wanted, fields = objects.written("rubric_criterion", row, self.main)
        wanted, identifier = objects.named(wanted, row, self.identifier)
        wanted["position"] = position
        given = wanted.get("CFItemURI")
        found = given.get("identifier") if isinstance(given, dict) else None
        if known is not None and not (isinstance(found, str) and plain_uuid(found) == known["identifier"]):
            wanted["CFItemURI"] = known
        if "rubricId" not in (kept(row).get("unsaid") or {}):
            wanted.setdefault("rubricId", self.identifier)
        cells = self.grid.cells[row["id"]]
        here = [(level._asdict(), cells[level.id]._asdict()) for level in self.grid.levels if level.id in cells]
        places = _positions([cell for _, cell in here])
        parts = [
            self._cell(level, cell, identifier, number) for (level, cell), number in zip(here, places, strict=True)
        ]
        if parts:
            wanted["CFRubricCriterionLevels"] = parts
        return objects.place("CFRubricCriterion", wanted, fields, row["id"], identifier)

    def _cell(self, level: Row, row: Row, criterion: str, position: Any) -> Node:
        objects = self.objects
        wanted, fields = objects.written("criterion_level", row, self.main)
        of_level, kept_of_level = objects.written("rubric_level", level, self.main)
        wanted, identifier = objects.named({**of_level, **wanted}, row, criterion)
        wanted["position"] = position
        if "rubricCriterionId" not in (kept(row).get("unsaid") or {}):
            wanted.setdefault("rubricCriterionId", criterion)
        return objects.place("CFRubricCriterionLevel", wanted, {**fields, **kept_of_level}, row["id"], identifier)


def _positions(rows: list[Row]) -> list[Any]:
    """Positions as the file had them, where all came with it and stand in that order; else 1, 2, 3."""
    return numbers([kept(row).get("position") for row in rows], all(kept(row) for row in rows))
