# SPDX-License-Identifier: Apache-2.0
"""Documents as graphs by rdflib, which shares no code with our parser and writer, and whether two say the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rdflib import XSD, Graph, Literal
from rdflib.compare import to_isomorphic

BASE = "file:///"
_NOTATIONS = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".rdf": "xml",
    ".xml": "xml",
    ".jsonld": "json-ld",
    ".json": "json-ld",
}


def graph_of(data: bytes, name: str) -> Graph:
    """The statements of a document. RDF 1.1: a text without datatype is an xsd:string, tags have no upper case."""
    graph = Graph().parse(data=data, format=_NOTATIONS[Path(name).suffix], publicID=f"{BASE}{name}")
    for subject, predicate, value in list(graph):
        if isinstance(value, Literal):
            tag, datatype = value.language, value.datatype
            if datatype == XSD.string or (tag and tag != tag.lower()) or (datatype and not tag):
                plain = None if datatype == XSD.string else datatype
                graph.remove((subject, predicate, value))
                graph.add((subject, predicate, Literal(str(value), tag and tag.lower(), plain, normalize=False)))
    return graph


def union(graphs: Iterable[Graph]) -> Graph:
    """All statements together."""
    made = Graph()
    for graph in graphs:
        made += graph
    return made


def differences(before: Graph, after: Graph) -> tuple[list[str], list[str]]:
    """The statements that only one of two graphs has; both empty when they say the same (are isomorphic)."""
    if len(before) == len(after) and set(before) == set(after):
        return [], []
    first, second = to_isomorphic(before), to_isomorphic(after)
    if first == second:
        return [], []
    lost = [" ".join(term.n3() for term in each) for each in before if each not in after]
    new = [" ".join(term.n3() for term in each) for each in after if each not in before]
    return sorted(lost) or ["(nodes without address differ)"], sorted(new)
