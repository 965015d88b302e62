# SPDX-License-Identifier: Apache-2.0
"""Open RDF files of any notation and encoding. Nothing is fetched: contexts of JSON-LD are in the file or known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from studio.importing.json_files import read_json
from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport
from studio.standards import ctdl
from studio.standards.loose_json import decode
from studio.standards.rdf import NotRdf, notation_of
from studio.standards.rdf_json import as_jsonld
from studio.standards.rdf_names import UNMAPPED
from studio.standards.rdf_nodes import Document, Node, load

_NAMES = {"turtle": "Turtle", "rdfxml": "RDF/XML", "jsonld": "JSON-LD"}
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*\?>")
_REMOTE = re.compile(rb'"@context"\s*:\s*"([^"]+)"')
_OWN_CONTEXTS = ("credreg.net/ctdl/schema/context", "credreg.net/ctdlasn/schema/context")


def load_document(data: bytes, name: str, report: FileReport, apart: Callable[[Node], bool]) -> Document:
    """The nodes of a file; its encoding and what had to be overlooked go into the report. Raises ImportRefused."""
    notation = notation_of(data) or _by_name(name)
    base = f"file:///{quote(name.rsplit('/', 1)[-1])}"
    try:
        text = _json(data, name, report) if notation == "jsonld" else _utf8(data, notation, report)
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


def _utf8(data: bytes, notation: str, report: FileReport) -> bytes:
    """The text in UTF-8, as the parser wants it."""
    declared = _DECLARED.match(data) if notation == "rdfxml" else None
    if declared is not None and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"utf-16"):
        report.encoding = declared[1].decode("ascii").lower()
        try:
            text = data.decode(report.encoding)
        except (LookupError, UnicodeDecodeError):
            raise NotRdf(f"it says it is written in {report.encoding}, and it is not") from None
    else:
        text, report.encoding = decode(data)
    if notation == "rdfxml":
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    return text.encode("utf-8", "replace")


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
