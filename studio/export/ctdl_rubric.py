# SPDX-License-Identifier: Apache-2.0
"""A rubric as a CTDL-ASN graph: criteria, levels, and a criterion level for each cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export import ctdl_findings as check
from studio.export.ctdl_addresses import Addresses, main_language, node, put
from studio.export.service import Finding
from studio.model import rubrics, schema

if TYPE_CHECKING:
    from studio.model.project import Project

Node = dict[str, Any]


def rubric_nodes(
    project: Project, addresses: Addresses, row: dict[str, Any], findings: list[Finding | str]
) -> Iterator[Node]:
    """The rubric, its criteria, its levels, and what each criterion looks like at each level.

    Criteria, levels and cells have no CTID of their own: they are blank nodes, named after their rows.
    """
    grid = rubrics.grid(project, row["id"])
    main = node(
        "rubric", addresses.own(row["id"], row["ctid"], row["uri"]), row, main_language(row), addresses.registry
    )
    b = schema.badge.c
    badge = project.row(
        select(b.issuer_id, b.criteria_url, b.uri).where(b.rubric_id == row["id"]).order_by(b.position, b.id)
    )
    publisher = None
    if badge is not None:
        if badge.issuer_id:
            issuer, publisher = addresses.publisher(badge.issuer_id, findings)
            if issuer:
                put(main, "ceasn:publisher", [issuer])
        webpage = badge.criteria_url or badge.uri
        if webpage:
            put(main, "ceterms:subjectWebpage", webpage)
    if grid.criteria:
        put(main, "ceasn:hasRubricCriterion", [f"_:{criterion.id}" for criterion in grid.criteria])
    if grid.levels:
        put(main, "ceasn:hasRubricLevel", [f"_:{level.id}" for level in grid.levels])
    check.rubric(row, main, findings)
    yield main
    yield from _parts(project, addresses, grid)
    if publisher:
        yield publisher


def _parts(project: Project, addresses: Addresses, grid: rubrics.Grid) -> Iterator[Node]:
    c = schema.competency.c
    targets = [criterion.competency_id for criterion in grid.criteria if criterion.competency_id]
    addresses.look_up(targets)
    known = {row.id: row for row in project.rows(select(c.id, c.code, c.statement).where(c.id.in_(targets)))}
    for criterion in grid.criteria:
        made = node("rubric_criterion", f"_:{criterion.id}", criterion._asdict(), "en", addresses.registry)
        target = known.get(criterion.competency_id)
        if target is not None:
            alignment = {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNode": addresses.of(target.id),
                "ceterms:codedNotation": target.code,
                "ceterms:targetNodeName": target.statement,
            }
            put(made, "ceterms:targetCompetency", [{key: value for key, value in alignment.items() if value}])
        cells = grid.cells[criterion.id]
        here = [f"_:{cells[level.id].id}" for level in grid.levels if level.id in cells]
        if here:
            put(made, "ceasn:hasCriterionLevel", here)
        yield made
    for level in grid.levels:
        made = node("rubric_level", f"_:{level.id}", level._asdict(), "en", addresses.registry)
        column = [cells[level.id].id for cells in grid.cells.values() if level.id in cells]
        if column:
            put(made, "ceasn:hasCriterionLevel", [f"_:{cell}" for cell in column])
        yield made
    levels = {level.id: level for level in grid.levels}
    for criterion in grid.criteria:
        for level_id, level in levels.items():
            cell = grid.cells[criterion.id].get(level_id)
            if cell is None:
                continue
            made = node("criterion_level", f"_:{cell.id}", cell._asdict(), "en", addresses.registry)
            if level.name:
                put(made, "ceasn:benchmarkLabel", level.name)
            if level.value is not None:
                put(made, "schema:value", level.value)
            yield made
