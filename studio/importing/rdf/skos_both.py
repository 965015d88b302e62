# SPDX-License-Identifier: Apache-2.0
"""Documents that say the same in CTDL-ASN and in SKOS, as our own export of frameworks does: what SKOS repeats is set
aside, the rest is read as CTDL."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from studio.importing.ctdl.nodes import from_json
from studio.importing.ctdl.records import records_of
from studio.importing.readers import Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.standards import ctdl
from studio.standards.rdf_names import PREFIXES, UNMAPPED, expand
from studio.standards.rdf_nodes import Document, Node
from studio.standards.skos_view import apart, is_ctdl

_TYPED_BOTH = re.compile(
    rb"(Competency|CompetencyFramework|ProgressionLevel|ProgressionModel)[\">]*\s*,\s*[\"<]*"
    rb"(skos:|http://www\.w3\.org/2004/02/skos/core#)Concept"
    rb"|skos:Concept(Scheme)?\"?\s*,\s*\"?(ceasn:Competency|asn:Progression)"
    rb"|<rdf:type\s+rdf:resource\s*=\s*[\"']http://www\.w3\.org/2004/02/skos/core#Concept"
    rb"|\b(dct|dcterms):title\b|http://purl\.org/dc/terms/title\b"  # no CTDL document has its title there
)


def says_both(data: bytes) -> bool:
    """Whether a text that speaks of CTDL and SKOS says the same in both."""
    return _TYPED_BOTH.search(data) is not None


def has_ctdl(document: Document) -> bool:
    """Whether any node speaks of CTDL."""
    return any(is_ctdl(node) for node in document.nodes.values())


def read_both(document: Document, report: FileReport, options: Options) -> Records:
    """The records of what is said in CTDL; the account has both."""
    counted: Counter[str] = Counter()
    nodes = []
    for node in document.nodes.values():
        rest, said = apart(node)
        nodes.append(_ctdl(rest))
        counted.update(said)
    account = FileReport(_same_in_every_notation(report.file), report.format, report.encoding)
    records = records_of(from_json([{"@context": PREFIXES, "@graph": nodes}]), account, options)
    account.file = report.file
    account.repaired = report.repaired + account.repaired
    account.values += sum(counted.values())
    for name, number in counted.items():
        account.keep(name, "as in CTDL", number)
    return records


def _same_in_every_notation(file: str) -> str:
    """The name that ids of nameless items are made of: ``x.ttl`` and ``x.jsonld`` have the same ones."""
    return f"{file.rpartition('.')[0] or file}.jsonld"


def _ctdl(node: Node) -> dict[str, Any]:
    """The node with single values bare where the registry writes them so."""
    types = node.get("@type", [""])
    made: dict[str, Any] = {}
    for name, values in node.items():
        if name == "@id":
            made[name] = values
            continue
        bare = name == "@type" or not ctdl.shape(types[0], ctdl.compact(expand(name))).endswith("*")
        entries = values if name == "@type" else [_ctdl(each) if _is_node(each) else each for each in values]
        made[name.removeprefix(UNMAPPED)] = entries[0] if len(entries) == 1 and bare else entries
    return made


def _is_node(value: Any) -> bool:
    return type(value) is dict and "@value" not in value and "@id" not in value and "@list" not in value
