# SPDX-License-Identifier: Apache-2.0
"""Open RDF files of any notation and encoding. Nothing is fetched: contexts of JSON-LD are in the file or known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from studio.importing.json_files import as_utf8, read_json
from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport
from studio.standards import ctdl
from studio.standards.rdf import NotRdf, in_utf8, notation_of
from studio.standards.rdf_json import as_jsonld
from studio.standards.rdf_names import UNMAPPED
from studio.standards.rdf_nodes import Document, Node, load

_NAMES = {"turtle": "Turtle", "rdfxml": "RDF/XML", "jsonld": "JSON-LD"}
_REMOTE = re.compile(rb'"@context"\s*:\s*(?:\[\s*)?"([^"]+)"')
_OWN_CONTEXTS = ("credreg.net/ctdl/schema/context", "credreg.net/ctdlasn/schema/context")


def load_document(data: bytes, name: str, report: FileReport, apart: Callable[[Node], bool]) -> Document:
    """The nodes of a file; its encoding and what had to be overlooked go into the report. Raises ImportRefused."""
    notation = notation_of(as_utf8(data)) or _by_name(name)
    base = f"file:///{quote(name.rsplit('/', 1)[-1])}"
    try:
        if notation == "jsonld":
            text = _json(data, name, report)
        else:
            text, report.encoding = in_utf8(data, notation)
        document = load(text, notation, base, apart)
    except NotRdf as error:
        raise ImportRefused(
            f'"{name}" is not {_NAMES[notation]} that can be read: {error}. Correct it there, or export it again.'
        ) from None
    folder = base.rpartition("/")[0] + "/"
    if any(key.startswith(folder) for key in document.nodes):
        reason = "Addresses in the file are relative and it names no base: they are taken as beside the file"
        report.repair("", "", base, reason)
    return document


def _by_name(name: str) -> str:
    ending = name.lower().rpartition(".")[2]
    return {"rdf": "rdfxml", "xml": "rdfxml", "owl": "rdfxml", "jsonld": "jsonld", "json": "jsonld"}.get(
        ending, "turtle"
    )


def _json(data: bytes, name: str, report: FileReport) -> bytes:
    """JSON-LD with its contexts inside, and a vocabulary for names that none of them explains; RDF/JSON as JSON-LD."""
    documents = read_json(data, name, report).documents
    found = [as_jsonld(document) or document for document in documents]
    nodes = [each for document in found for each in (document if type(document) is list else [document])]
    ready = [_with_contexts(node, name, top=True) for node in nodes]
    return json.dumps(ready, ensure_ascii=False).encode("utf-8", "replace")


def _with_contexts(value: Any, name: str, top: bool = False) -> Any:
    if type(value) is list:
        return [_with_contexts(entry, name) for entry in value]
    if type(value) is not dict:
        return value
    made = {key: entry if key == "@context" else _with_contexts(entry, name) for key, entry in value.items()}
    if "@context" in value:
        made["@context"] = _context(value["@context"], name)
    if top:
        inside = made.get("@context", [])
        made["@context"] = [{"@vocab": UNMAPPED}, *(inside if type(inside) is list else [inside])]
    return made


def needs_unknown_context(data: bytes) -> bool:
    """Whether JSON-LD takes the meaning of its names from an address that is not in this program."""
    named = _REMOTE.findall(data[:20_000])
    return any(not any(known.encode() in address for known in _OWN_CONTEXTS) for address in named)


def _context(context: Any, name: str) -> Any:
    """The context with known addresses replaced by what stands there. Raises ImportRefused for an unknown address."""
    if type(context) is list:
        return [_context(entry, name) for entry in context]
    if type(context) is not str:
        return context
    if any(known in context for known in _OWN_CONTEXTS):
        return ctdl.context()
    raise ImportRefused(
        f'"{name}" takes the meaning of its names from {context}, and nothing is fetched while importing. '
        "Put the context into the file, or export the vocabulary as Turtle."
    )
