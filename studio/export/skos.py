# SPDX-License-Identifier: Apache-2.0
"""SKOS vocabularies as Turtle, RDF/XML or JSON-LD: one document for each concept scheme, framework and model of levels.

A vocabulary that came in as SKOS goes out with the statements it had. Frameworks, models, and schemes that came from
elsewhere are said in CTDL-ASN and in SKOS (:mod:`studio.standards.skos_view`): programs that know SKOS see a
vocabulary, and nothing is missing when it is imported here again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from studio.export.ctdl_graph import file_name, unique
from studio.export.losses import Losses
from studio.export.rdf_items import Row, TreeWriter
from studio.export.service import Exported, Finding, Options
from studio.model import schema
from studio.model.errors import StudioError
from studio.model.lookup import called
from studio.model.values import in_language
from studio.standards import skos
from studio.standards.rdf_names import UNMAPPED
from studio.standards.rdf_nodes import Node
from studio.standards.rdf_shape import GRAPHS
from studio.standards.rdf_writing import NOTATION_OF_ENDING, NotXml, encode

if TYPE_CHECKING:
    from studio.model.project import Project

_HEADS = (schema.concept_scheme, schema.framework, schema.progression_model, schema.resource)


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One document for each chosen item. Raises StudioError for an item that is no vocabulary."""
    ending = options.ending if options.ending in NOTATION_OF_ENDING else ".ttl"
    findings: list[Finding | str] = []
    names: set[str] = set()
    files: dict[str, bytes] = {}
    for table, row in _chosen(project, ids):
        label = row.get("code") or in_language(row["name"]) or row["id"]
        name = unique(file_name(label), names) + ending
        nodes = _nodes(project, table, row, options, findings)
        files[name] = to_bytes(nodes, ending, name, row, "skos", findings)
    return Exported(files, findings, main=next(iter(files)))


def to_bytes(
    nodes: Sequence[Node], ending: str, name: str, row: Row, standard: str, findings: list[Finding | str]
) -> bytes:
    """The document in the notation of the ending. Raises StudioError when the notation cannot hold it."""
    notation = NOTATION_OF_ENDING[ending]
    graphs = ((row.get("extra") or {}).get(standard) or {}).get(GRAPHS, [])
    graph = graphs[0] if len(graphs) == 1 and notation == "jsonld" else None
    losses = Losses(findings, "The notation", standard, {})
    if notation != "jsonld" and any(map(has_unmapped, nodes)):
        losses.lose(row["id"], "names that mean nothing outside JSON. Export it as JSON to keep them")
    if graphs and graph is None:
        losses.lose(row["id"], "the names of graphs")
    try:
        return encode(nodes, notation, graph)
    except NotXml as error:
        raise StudioError(f'"{name}" cannot be written: {error}. Choose Turtle (.ttl) or JSON-LD (.jsonld).') from None


def has_unmapped(node: Node) -> bool:
    """Whether a node, or one inside it, says something that only its own JSON-LD document understands."""
    return any(
        name.startswith(UNMAPPED) or (name[0] != "@" and any(type(v) is dict and has_unmapped(v) for v in values))
        for name, values in node.items()
    )


def _chosen(project: Project, ids: Sequence[str]) -> list[tuple[str, Row]]:
    found: list[tuple[str, Row]] = []
    for table in _HEADS:
        for row in project.rows(select(table).order_by(table.c.position, table.c.id)):
            head = table is not schema.resource or (row.document_id is None and row.standard == "skos")
            if head and (not ids or row.id in ids):
                found.append((table.name, row._asdict()))
    missing = set(ids) - {row["id"] for _, row in found}
    if missing:
        raise StudioError(
            f'SKOS is made of concept schemes, frameworks and progression models; "{called(project, min(missing))}" '
            "is none of them. Name the one it belongs to."
        )
    if not found:
        raise StudioError("This project has no concept scheme or framework to export yet. Make or import one first.")
    return found


def _nodes(project: Project, table: str, row: Row, options: Options, findings: list[Finding | str]) -> list[Node]:
    losses = Losses(findings, "SKOS", "skos", skos.UNWRITTEN)
    writer = TreeWriter(project, skos.VOCABULARY, options, losses)
    if table == "resource":
        return writer.resource_document(row)
    if table == "concept_scheme" and (row["extra"] or {}).get("skos"):
        return writer.document(row)
    from studio.export.skos_frameworks import nodes_with_view

    return nodes_with_view(project, table, row, options, findings)
