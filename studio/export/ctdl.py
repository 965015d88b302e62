# SPDX-License-Identifier: Apache-2.0
"""CTDL graphs as JSON-LD, one node a line, in the form the Credential Registry publishes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from studio.export.ctdl_graph import Graph, documents
from studio.export.service import Exported, Finding, Options

if TYPE_CHECKING:
    from studio.model.project import Project


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One document for each item that heads one (see ``ctdl_documents``); frameworks first."""
    findings: list[Finding | str] = []
    files: dict[str, bytes | Iterable[bytes]] = {
        f"{document.name}.jsonld": encode(Graph(project, document, options, findings))
        for document in documents(project, ids)
    }
    return Exported(files, findings, main=next(iter(files)))


def encode(graph: Graph) -> Iterator[bytes]:
    """The document in pieces. Addresses are plain text, as the registry wants them: never ``{"@id": ...}``."""
    dump = json.JSONEncoder(ensure_ascii=False).encode
    address = graph.graph_address
    about = f' "@id": {dump(address)},\n' if address is not None else ""
    yield f'{{"@context": {dump(graph.context)},\n{about} "@graph": [\n'.encode()
    comma = ""
    for node in graph.nodes():
        yield f"{comma}{dump(node)}".encode()
        comma = ",\n"
    yield b"\n]}\n"
