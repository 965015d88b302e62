# SPDX-License-Identifier: Apache-2.0
"""ASN: frameworks as documents of standards, in RDF/XML, Turtle, JSON-LD, or as a JSON manifest (``.json``).

A document that came in as ASN goes out with the statements it had.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export.ctdl_graph import file_name, unique
from studio.export.losses import Losses
from studio.export.rdf_items import Row, TreeWriter
from studio.export.service import Exported, Finding, Options
from studio.export.skos import to_bytes
from studio.model import schema
from studio.model.errors import StudioError
from studio.model.lookup import called
from studio.model.values import in_language
from studio.standards import asn
from studio.standards.asn_json import MANIFEST, entry_of, usual
from studio.standards.rdf_nodes import Node
from studio.standards.rdf_shape import MADE_UP
from studio.standards.rdf_writing import NOTATION_OF_ENDING

if TYPE_CHECKING:
    from studio.model.project import Project


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One document for each framework. Raises StudioError for an item that is none."""
    f = schema.framework.c
    rows = [row._asdict() for row in project.rows(select(schema.framework).order_by(f.position, f.id))]
    chosen = [row for row in rows if not ids or row["id"] in ids]
    missing = set(ids) - {row["id"] for row in chosen}
    if missing:
        raise StudioError(
            f'ASN documents are made of frameworks; "{called(project, min(missing))}" is none. Name its framework.'
        )
    if not chosen:
        raise StudioError("This project has no framework to export yet. Make or import one first.")
    ending = options.ending if options.ending in NOTATION_OF_ENDING else ".rdf"
    findings: list[Finding | str] = []
    names: set[str] = set()
    files: dict[str, bytes] = {}
    for row in chosen:
        name = unique(file_name(row["code"] or in_language(row["name"]) or row["id"]), names) + ending
        losses = Losses(findings, "ASN", "asn", asn.UNWRITTEN)
        writer = TreeWriter(project, asn.VOCABULARY, options, losses)
        nodes = writer.document(row)
        if ending == ".json":
            files[name] = _Manifest(row, writer, nodes, losses).encode()
            continue
        files[name] = to_bytes(nodes, ending, name, row, "asn", findings)
    return Exported(files, findings, main=next(iter(files)))


class _Manifest:
    """The nodes of one document as statements inside statements."""

    def __init__(self, row: Row, writer: TreeWriter, nodes: Sequence[Node], losses: Losses) -> None:
        self.row = row
        self.writer = writer
        self.losses = losses
        self.nodes = nodes

    def encode(self) -> bytes:
        """The manifest: a list of the statements at the top where no document is described, else the document."""
        extra = (self.row["extra"] or {}).get("asn") or {}
        top = self._entries()
        if MADE_UP in extra:
            document: Any = top
        else:
            made = self._entry(self.writer.nodes[self.row["id"]], extra, self.row["id"])
            if top:
                made["children"] = top
            document = [made] if extra.get(MANIFEST, {}).get("root") == "list" else made
        own = self.writer.nodes[self.row["id"]]
        for node in self.nodes:
            if node is not own and not {asn.SHAPE.owner_class, asn.SHAPE.part_class} & set(node.get("@type", ())):
                self.losses.lose(self.row["id"], "descriptions of the document's own file")
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")

    def _entries(self) -> list[dict[str, Any]]:
        """The statements at the top, each with those below it."""
        made: dict[str, dict[str, Any]] = {}
        top: list[dict[str, Any]] = []
        for row_id, row in self.writer.rows.items():
            made[row_id] = self._entry(self.writer.nodes[row_id], (row["extra"] or {}).get("asn") or {}, row_id)
        for row_id in self.writer.order:
            above = made.get(self.writer.rows[row_id]["parent_id"] or "")
            (top if above is None else above.setdefault("children", [])).append(made[row_id])
        for row_id, entry in made.items():
            said = ((self.writer.rows[row_id]["extra"] or {}).get("asn") or {}).get(MANIFEST, {})
            without = said.get("without", ())
            entry.update((name, text) for name, text in usual(entry).items() if name not in without)
        return top

    def _entry(self, node: Node, extra: dict[str, Any], row_id: str) -> dict[str, Any]:
        plain = {name: self._others(row_id, name, values) for name, values in node.items()}
        return entry_of(plain, extra.get(MANIFEST, {}), lambda words: self.losses.lose(row_id, words))

    def _others(self, row_id: str, name: str, values: Any) -> Any:
        """The values without the links that the nesting says."""
        if name not in (asn.SHAPE.up, asn.SHAPE.down, asn.SHAPE.belongs):
            return values
        said = self.writer.places.get(row_id, {}).get(name, ())
        return [value for value in values if value.get("@id") not in said]
