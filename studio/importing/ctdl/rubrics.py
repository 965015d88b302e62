# SPDX-License-Identifier: Apache-2.0
"""CTDL rubrics (ceasn:Rubric and its criteria, levels and criterion levels) as tables: criteria down, levels across,
one criterion level in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.importing.ctdl.making import Maker, common_language
from studio.importing.ctdl.nodes import Node
from studio.importing.ctdl.tree import key_of
from studio.importing.records import Record
from studio.importing.stable import stable_id
from studio.model.values import is_uuid
from studio.standards.ctdl_values import READ, as_list

PARTS = ("rubric_level", "rubric_criterion", "criterion_level")


@dataclass(slots=True)
class Grid:
    """A rubric as a table: keys of its criteria and levels, and the criterion and level of each cell."""

    criteria: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)

    def places(self) -> Iterator[tuple[str, str]]:
        """Kind and key of every part."""
        for kind, keys in zip(PARTS, (self.levels, self.criteria, self.cells), strict=True):
            yield from ((kind, key) for key in keys)


def grids(nodes: Mapping[str, Mapping[str, Node]]) -> dict[str, Grid]:
    """The rubrics that are tables, by key: every part in one rubric only, every criterion level in one cell."""
    found: dict[str, Grid] = {}
    used: dict[str, int] = {}
    for key, node in nodes["rubric"].items():
        grid = _grid(node, nodes)
        if grid is not None:
            found[key] = grid
            for _, part in grid.places():
                used[part] = used.get(part, 0) + 1
    return {key: grid for key, grid in found.items() if all(used[part] == 1 for _, part in grid.places())}


def _grid(rubric: Node, nodes: Mapping[str, Mapping[str, Node]]) -> Grid | None:
    criteria = _listed(rubric, "ceasn:hasRubricCriterion", nodes["rubric_criterion"])
    levels = _listed(rubric, "ceasn:hasRubricLevel", nodes["rubric_level"])
    if criteria is None or levels is None or not (criteria or levels):
        return None
    rows = _cells(criteria, nodes["rubric_criterion"], nodes["criterion_level"])
    columns = _cells(levels, nodes["rubric_level"], nodes["criterion_level"])
    if rows is None or columns is None or set(rows) != set(columns):
        return None
    cells = {key: (criterion, columns[key]) for key, criterion in rows.items()}
    return Grid(criteria, levels, cells) if len(set(cells.values())) == len(cells) else None


def _listed(node: Node, name: str, known: Mapping[str, Node]) -> list[str] | None:
    """The keys that a property lists, each once; ``None`` when one of them is no part of the file."""
    entries = as_list(node.get(name))
    keys = [key_of(entry) for entry in entries if isinstance(entry, str)]
    good = len(keys) == len(entries) == len(set(keys)) and all(key in known for key in keys)
    return keys if good else None


def _cells(owners: list[str], nodes: Mapping[str, Node], known: Mapping[str, Node]) -> dict[str, str] | None:
    """The criterion or level of each criterion level; ``None`` when one has several, or is not there."""
    found: dict[str, str] = {}
    for owner in owners:
        cells = _listed(nodes[owner], "ceasn:hasCriterionLevel", known)
        if cells is None or found.keys() & set(cells):
            return None
        found.update(dict.fromkeys(cells, owner))
    return found


# -- records


def rubric_records(make: Maker, key: str, grid: Grid, nodes: Mapping[str, Mapping[str, Node]]) -> Record:
    """Add the records of a rubric that is a table; returns that of the rubric itself."""
    parts = [nodes[kind][part] for kind, part in grid.places()]
    fallback = common_language([nodes["rubric"][key], *parts]) or make.options.language
    rubric, main = make.record("rubric", key, nodes["rubric"][key], fallback)
    rubric.columns.setdefault("language", main)
    make.take_known(rubric, "ceasn:hasRubricCriterion", "rubric_id")
    make.take_known(rubric, "ceasn:hasRubricLevel", "rubric_id")
    make.finish(rubric)
    made: dict[str, Record] = {}
    for kind, part in grid.places():
        record, _ = make.record(kind, part, nodes[kind][part], main)
        record.columns["id"] = _row_id(make, rubric, part)
        if part == f"_:{record.columns['id']}" or (part.startswith("_:") and not _is_known(rubric)):
            make.take(record, "@id", "id")  # the id is written in its place, and found again by that
        if kind != "criterion_level":
            record.references["rubric_id"] = key
            make.take_known(record, "ceasn:hasCriterionLevel", "level_id")
        made[part] = record
    for criterion in grid.criteria:
        _target(made[criterion])
    _scores(make, grid, made)
    for record in made.values():
        make.finish(record)
    for cell in grid.cells:
        if "ceasn:benchmarkLabel" not in nodes["criterion_level"][cell]:
            made[cell].extra["@unsaid"] = ["ceasn:benchmarkLabel"]
    return rubric


def _row_id(make: Maker, rubric: Record, part: str) -> str:
    """Parts have no identifiers of their own: the id is in the name of the blank node that the export wrote, else it is
    made out of the rubric and the name, the same each time the file is read."""
    name = part.removeprefix("_:")
    if name != part and is_uuid(name):
        return name
    columns = rubric.columns
    known = columns.get("ctid") or columns.get("uri") or "_:"
    if not _is_known(rubric):
        known = f"{make.report.file} {columns.get('name')} {known}"
    return stable_id("rubric", known, part)


def _is_known(rubric: Record) -> bool:
    """Whether a rubric has a CTID or an address of its own; an export gives it one, and its parts are other ones by
    that."""
    return bool(rubric.columns.get("ctid")) or not str(rubric.columns.get("uri") or "_:").startswith("_:")


def _target(criterion: Record) -> None:
    """The competency that a criterion is about. The alignment object stays as it is: it may say more."""
    entries = as_list(criterion.extra.get("ceterms:targetCompetency"))
    address = entries[0].get("ceterms:targetNode") if len(entries) == 1 and isinstance(entries[0], dict) else None
    if isinstance(address, str) and address:
        criterion.references["competency_id"] = key_of(address)


def _scores(make: Maker, grid: Grid, made: Mapping[str, Record]) -> None:
    """Names and points that a level's cells repeat belong to the level."""
    points: dict[str, list[Any]] = {}
    for cell, (criterion, level) in grid.cells.items():
        made[cell].references |= {"criterion_id": criterion, "level_id": level}
        points.setdefault(level, []).append(made[cell].extra.get("schema:value"))
        label = made[cell].extra.get("ceasn:benchmarkLabel")
        if label is not None and label == made[level].columns.get("name"):
            make.take(made[cell], "ceasn:benchmarkLabel", "level_id")
    same: set[str] = set()
    for level, values in points.items():
        found, left = READ["number"](values[0], "")
        if found is not None and left is None and all(value == values[0] for value in values):
            made[level].columns["value"] = found
            same.add(level)
    for cell, (_, level) in grid.cells.items():
        if level in same:
            make.take(made[cell], "schema:value", "value")
