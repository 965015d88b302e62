# SPDX-License-Identifier: Apache-2.0
"""Read CTDL-ASN: frameworks, concept schemes and progression models as JSON-LD or Turtle, also untidy ones."""

from __future__ import annotations

import re

from studio.importing.ctdl_nodes import Nodes, from_json, from_turtle
from studio.importing.ctdl_records import records_of
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.standards.loose_json import NotJson, decode, parse

_SURE = (b"ceasn:", b"purl.org/ctdlasn", b"credreg.net/ctdl", b"ceterms:ctid", b"asn:Progression")
_LIKELY = (b"skos:Concept", b"ceterms:", b"purl.org/ctdl")
_TURTLE = re.compile(rb"^\s*(@prefix|@base|PREFIX|BASE)\s", re.MULTILINE)


class CtdlReader:
    """JSON-LD graphs of the Credential Registry and of the tools around it, and the same as Turtle."""

    formats: tuple[str, ...] = ("ctdl", "turtle")

    def sniff(self, data: bytes, name: str) -> float:
        """By the vocabulary's names inside a JSON or Turtle text."""
        head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
        structured = head.startswith((b"{", b"[", b"//", b"/*")) or _TURTLE.search(head) is not None
        if not structured:
            return 0.0
        if any(mark in data for mark in _SURE):
            return 0.95
        if any(mark in data for mark in _LIKELY):
            return 0.6
        return 0.2 if b'"@graph"' in data or name.lower().endswith((".jsonld", ".ttl")) else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every node of the file. Raises ImportRefused when the text cannot be read, or holds nothing to import."""
        if _TURTLE.search(data[:4000]) is not None or name.lower().endswith(".ttl"):
            nodes, encoding = _turtle(data, name)
            kind = "turtle"
        else:
            nodes, encoding = _json(data, name)
            kind = "ctdl"
        report = FileReport(name, kind, encoding)
        return records_of(nodes, report, options)


def _turtle(data: bytes, name: str) -> tuple[Nodes, str]:
    text, encoding = decode(data)
    try:
        return from_turtle(text), encoding
    except ValueError as error:
        raise ImportRefused(f'"{name}" is not Turtle that can be read: {error}. Export it again.') from None


def _json(data: bytes, name: str) -> tuple[Nodes, str]:
    try:
        parsed = parse(data)
    except NotJson as error:
        raise ImportRefused(
            f'"{name}" is not JSON that can be read: {error}. Correct it, or export it again.'
        ) from None
    nodes = from_json(parsed.documents)
    for note in parsed.notes:
        nodes.repaired("", "", note)
    return nodes, parsed.encoding


READER = CtdlReader()
