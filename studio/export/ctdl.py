# SPDX-License-Identifier: Apache-2.0
"""CTDL graphs as JSON-LD, one node a line, in the form the Credential Registry publishes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from studio.export.ctdl_findings import of_other_standards
from studio.export.ctdl_graph import Graph, documents
from studio.export.service import Exported, Finding, Options
from studio.standards import ctdl
from studio.standards.ctdl_values import apart

if TYPE_CHECKING:
    from studio.model.project import Project


_MAP_IN_LIST = re.compile(r'[\[,] ?\{"[^"@:]+":')
"""What texts by language in a list look like, and few other things."""


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One document for each item that heads one (see ``ctdl_documents``); frameworks first."""
    findings: list[Finding | str] = []
    of_other_standards(project, ids, findings)
    files: dict[str, bytes | Iterable[bytes]] = {
        f"{document.name}.jsonld": encode(Graph(project, document, options, findings))
        for document in documents(project, ids)
    }
    return Exported(files, findings, main=next(iter(files)))


def encode(graph: Graph) -> Iterator[bytes]:
    """The document in pieces. Addresses are plain text, as the registry wants them: never ``{"@id": ...}``; in full
    where the document's context does not know their prefix."""
    dump = json.JSONEncoder(ensure_ascii=False).encode
    address = graph.graph_address
    about = f' "@id": {dump(address)},\n' if address is not None else ""
    context = graph.context
    unknown = ctdl.UNKNOWN_PREFIXES.get(context, frozenset()) if isinstance(context, str) else frozenset()
    short = re.compile(f'"(?:{"|".join(sorted(unknown))}):' if unknown else r"(?!)")
    yield f'{{"@context": {dump(context)},\n{about} "@graph": [\n'.encode()
    comma = ""
    for node in graph.nodes():
        text = dump(node)
        if _MAP_IN_LIST.search(text):
            node = apart(node)
            text = dump(node)
        if short.search(text):
            text = dump(ctdl.in_full(node, unknown))
        yield f"{comma}{text}".encode()
        comma = ",\n"
    yield b"\n]}\n"
