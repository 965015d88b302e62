# SPDX-License-Identifier: Apache-2.0
"""Frameworks, progression models and schemes that are not of SKOS, as nodes that speak both CTDL-ASN and SKOS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export.ctdl_graph import Graph, documents
from studio.export.losses import Losses
from studio.export.rdf_items import Names, Row
from studio.export.service import Finding, Options
from studio.model import schema
from studio.model.associations import KINDS
from studio.model.change import chunks
from studio.standards import ctdl, skos
from studio.standards.rdf_nodes import Node
from studio.standards.skos_view import joined, plain

if TYPE_CHECKING:
    from studio.model.project import Project

_PARTS = {
    "framework": (schema.competency, "framework_id"),
    "concept_scheme": (schema.concept, "scheme_id"),
    "progression_model": (schema.progression_level, "model_id"),
}


def nodes_with_view(
    project: Project, table: str, row: Row, options: Options, findings: list[Finding | str]
) -> list[Node]:
    """The nodes of one document, and what is not written as findings."""
    document = next(each for each in documents(project, [row["id"]]) if each.id == row["id"])
    # What the registry asks for is of no matter here; what CTDL-ASN has no place for, SKOS has none for either.
    losses = Losses(findings, "SKOS", ("ctdl", "skos"), ctdl.UNWRITTEN, ctdl.BESIDE)
    graph = Graph(project, document, options, [], losses)
    nodes = [plain(node) for node in graph.nodes()]
    by_address = {node["@id"]: node for node in nodes if "@id" in node}
    names = Names(project, options.environment, "skos")
    parts, column = _PARTS[table]
    rows = [row, *(each._asdict() for each in project.rows(select(parts).where(parts.c[column] == row["id"])))]
    for each in rows:
        _add_own(by_address.get(graph.addresses.of(each["id"]) or ""), each)
        if each.get("parent_id") and graph.addresses.of(each["parent_id"]) is None:
            losses.lose(each["id"], "a place below something that is not in the project")
    if "@graph-id" in ((row.get("extra") or {}).get("ctdl") or {}):
        losses.lose(row["id"], "the address of the document itself")
    _links(project, [each["id"] for each in rows], graph, by_address, names, losses)
    return [joined(node) for node in nodes]


def _add_own(node: Node | None, row: Row) -> None:
    """What came with the item from a SKOS vocabulary and CTDL-ASN has no place for."""
    for name, values in ((row.get("extra") or {}).get("skos") or {}).items():
        if node is not None and name[0] != "@":
            there = node.setdefault(name, [])
            there.extend(value for value in values if value not in there)


def _links(
    project: Project, ids: list[str], graph: Graph, by_address: dict[str, Node], names: Names, losses: Losses
) -> None:
    """Links that the CTDL nodes do not say: those of concepts, and of kinds that only SKOS knows."""
    a = schema.association.c
    rows: list[Any] = [
        row
        for batch in chunks(ids)
        for row in project.rows(select(schema.association).where(a.origin_id.in_(batch)).order_by(a.position, a.id))
    ]
    names.look_up(row.destination_id for row in rows)
    for row in rows:
        kind = KINDS.get(row.kind)
        if row.id in graph.said:
            continue
        name = skos.VOCABULARY.usual_link(row.kind)
        node = by_address.get(graph.addresses.of(row.origin_id) or "")
        at = names.of(row.destination_id or row.destination_uri or "")
        if name is None or node is None or at is None:
            losses.lose(row.origin_id, f'links of the kind "{kind.label if kind else row.kind}"')
            continue
        there = node.setdefault(name, [])
        if {"@id": at} not in there:
            there.append({"@id": at})
