# SPDX-License-Identifier: Apache-2.0
"""A rubric as a CTDL-ASN graph: criteria, levels, and a criterion level for each cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export import ctdl_findings as check
from studio.export.ctdl_addresses import Addresses, main_language, node, put, without
from studio.export.service import Finding
from studio.model import rubrics, schema
from studio.standards.ctdl_values import as_list

if TYPE_CHECKING:
    from studio.export.losses import Losses
    from studio.model.project import DataRow, Project

Node = dict[str, Any]


def rubric_nodes(
    project: Project, addresses: Addresses, row: dict[str, Any], findings: list[Finding | str]
) -> Iterator[Node]:
    """The rubric, its criteria, its levels, and what each criterion looks like at each level.

    Criteria, levels and cells have no CTID of their own: they are blank nodes, named after their rows.
    """
    grid = rubrics.grid(project, row["id"])
    b = schema.badge.c
    badge = project.row(
        select(b.issuer_id, b.criteria_url, b.uri).where(b.rubric_id == row["id"]).order_by(b.position, b.id)
    )
    publisher = issuer = webpage = None
    if badge is not None:
        # The badge that uses the rubric says who publishes it and where; what a file once said does not count then.
        if badge.issuer_id:
            issuer, publisher = addresses.publisher(badge.issuer_id, findings)
        webpage = badge.criteria_url or badge.uri
    written = without(row, "ceasn:publisher") if issuer else row
    written = without(written, "ceterms:subjectWebpage") if webpage else written
    address = addresses.own(row["id"], row["ctid"], row["uri"])
    main = node("rubric", address, written, main_language(row), addresses.registry)
    if issuer:
        put(main, "ceasn:publisher", [issuer])
    if webpage:
        put(main, "ceterms:subjectWebpage", webpage)
    if grid.criteria:
        put(main, "ceasn:hasRubricCriterion", [_address(criterion) for criterion in grid.criteria])
    if grid.levels:
        put(main, "ceasn:hasRubricLevel", [_address(level) for level in grid.levels])
    check.rubric(row, main, findings)
    losses = check.losses(findings)
    check.lost(losses, "rubric", row)
    yield main
    yield from _parts(project, addresses, grid, losses)
    if publisher:
        yield publisher


def _address(part: DataRow) -> str:
    """What a criterion, level or cell is called: as in the file it came from, else a blank node."""
    own = ((part.extra or {}).get("ctdl") or {}).get("@id")
    return own if isinstance(own, str) else f"_:{part.id}"


def _parts(project: Project, addresses: Addresses, grid: rubrics.Grid, losses: Losses) -> Iterator[Node]:
    c = schema.competency.c
    targets = [criterion.competency_id for criterion in grid.criteria if criterion.competency_id]
    addresses.look_up(targets)
    known = {row.id: row for row in project.rows(select(c.id, c.code, c.statement).where(c.id.in_(targets)))}
    rebased = addresses.registry.rebase
    for criterion in grid.criteria:
        made = _criterion(addresses, criterion, known.get(criterion.competency_id), losses)
        cells = grid.cells[criterion.id]
        here = [rebased(_address(cells[level.id])) for level in grid.levels if level.id in cells]
        if here:
            put(made, "ceasn:hasCriterionLevel", here)
        yield made
    for level in grid.levels:
        made = node("rubric_level", rebased(_address(level)), level._asdict(), "en", addresses.registry)
        check.lost(losses, "rubric_level", level._asdict())
        column = [rebased(_address(cells[level.id])) for cells in grid.cells.values() if level.id in cells]
        if column:
            put(made, "ceasn:hasCriterionLevel", column)
        elif level.value is not None:
            losses.lose(level.rubric_id, "points of a level without texts")
        yield made
    for criterion in grid.criteria:
        for level in grid.levels:
            cell = grid.cells[criterion.id].get(level.id)
            if cell is not None:
                yield _cell(addresses, cell, level)


def _criterion(addresses: Addresses, criterion: DataRow, target: DataRow | None, losses: Losses) -> Node:
    row = criterion._asdict()
    check.lost(losses, "rubric_criterion", row)
    address = addresses.of(target.id) if target is not None else None
    if target is None:
        if criterion.competency_code:
            losses.lose(criterion.rubric_id, "code of a competency that is not there")
        return node("rubric_criterion", addresses.registry.rebase(_address(criterion)), row, "en", addresses.registry)
    alignment = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": address,
        "ceterms:codedNotation": target.code,
        "ceterms:targetNodeName": target.statement,
    }
    said = as_list(((criterion.extra or {}).get("ctdl") or {}).get("ceterms:targetCompetency"))
    richer = [entry for entry in said if isinstance(entry, dict) and set(entry) - set(alignment)]
    if not richer:
        row = without(row, "ceterms:targetCompetency")
    made = node("rubric_criterion", addresses.registry.rebase(_address(criterion)), row, "en", addresses.registry)
    if not richer:
        put(made, "ceterms:targetCompetency", [{key: value for key, value in alignment.items() if value}])
    return made


def _cell(addresses: Addresses, cell: DataRow, level: DataRow) -> Node:
    made = node("criterion_level", addresses.registry.rebase(_address(cell)), cell._asdict(), "en", addresses.registry)
    unsaid = ((cell.extra or {}).get("ctdl") or {}).get("@unsaid", ())
    if level.name and "ceasn:benchmarkLabel" not in (*made, *unsaid):
        put(made, "ceasn:benchmarkLabel", level.name)
    if level.value is not None:
        put(made, "schema:value", level.value)
    return made
