# SPDX-License-Identifier: Apache-2.0
"""CTDL-ASN graphs as JSON-LD, one node a line, in the form the Credential Registry publishes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from studio.export.ctdl_graph import Graph, documents
from studio.export.service import Exported, Finding, Options
from studio.standards import ctdl

if TYPE_CHECKING:
    from studio.model.project import Project


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One document for each framework, concept scheme, progression model and rubric; frameworks first."""
    findings: list[Finding | str] = []
    files: dict[str, bytes | Iterable[bytes]] = {
        f"{document.name}.jsonld": encode(Graph(project, document, options, findings))
        for document in documents(project, ids)
    }
    return Exported(files, findings, main=next(iter(files)))


def encode(graph: Graph) -> Iterator[bytes]:
    """The document in pieces. Addresses are plain text, as the registry wants them: never ``{"@id": ...}``."""
    dump = json.JSONEncoder(ensure_ascii=False).encode
    head = f'{{"@context": {dump(ctdl.CONTEXT)},\n "@id": {dump(graph.graph_address)},\n "@graph": [\n'
    yield head.encode()
    comma = ""
    for node in graph.nodes():
        yield f"{comma}{dump(node)}".encode()
        comma = ",\n"
    yield b"\n]}\n"
