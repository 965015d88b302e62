# SPDX-License-Identifier: Apache-2.0
"""Documents of CTDL in any dress (graph, list of nodes, single node, expanded JSON-LD, own prefixes, Turtle) as plain
nodes: properties by their usual short names, references as text, texts by language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from studio.model.values import natural_key
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list

Node = dict[str, Any]


@dataclass(slots=True)
class Nodes:
    """The nodes of a file in its order, the address of its graph, and what was repaired on the way."""

    nodes: list[Node] = field(default_factory=list)
    graph_address: str | None = None
    repairs: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """How often: (before, after, reason)."""

    def repaired(self, before: str, after: str, reason: str) -> None:
        """Count one repair."""
        key = (before, after, reason)
        self.repairs[key] = self.repairs.get(key, 0) + 1


class _Names:
    """What the names of one document mean, by its own context; the published contexts are known without a network."""

    def __init__(self, context: Any, result: Nodes) -> None:
        self.result = result
        self.prefixes: dict[str, str] = {}
        self.terms: dict[str, str] = {}
        self._known: dict[str, str] = {}
        for part in as_list(context):
            if isinstance(part, dict):
                self._take(part)

    def _take(self, part: dict[str, Any]) -> None:
        for name, meaning in part.items():
            address = meaning.get("@id") if isinstance(meaning, dict) else meaning
            if name.startswith("@") or not isinstance(address, str):
                continue
            if address.startswith("@"):
                self.terms[name] = address
            elif isinstance(meaning, str) and address[-1:] in ("/", "#", ":", "=", "?"):
                self.prefixes[name] = address
            else:
                self.terms[name] = self.expand(address)

    def expand(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        if colon and not rest.startswith("//") and prefix in self.prefixes:
            return f"{self.prefixes[prefix]}{rest}"
        return name

    def property(self, name: str) -> str:
        """The usual short name of a property; what no vocabulary knows stays as it is written."""
        known = self._known.get(name)
        if known is None:
            full = self.terms.get(name) or self.expand(name)
            known = self._known[name] = full if full.startswith("@") else ctdl.compact(full)
        if known != name and not name.startswith("@") and ctdl.expand(known) != (self.terms.get(name) or name):
            self.result.repaired(name, known, "The property is spelled with an older or other address")
        return known

    def reference(self, text: str) -> str:
        """An address in full where the document's own prefix shortens it; known prefixes stay."""
        return self.expand(text) if self.prefixes else text


def from_json(documents: list[Any]) -> Nodes:
    """The nodes of JSON documents."""
    result = Nodes()
    for document in documents:
        _collect(document, _Names(None, result), result)
    return result


def _collect(document: Any, names: _Names, result: Nodes) -> None:
    if isinstance(document, list):
        for entry in document:
            _collect(entry, names, result)
    elif isinstance(document, dict):
        if "@context" in document:
            names = _Names(document["@context"], result)
        if "@graph" in document:
            address = document.get("@id")
            if isinstance(address, str) and result.graph_address is None:
                result.graph_address = address
            _collect(document["@graph"], names, result)
            rest = {key: value for key, value in document.items() if key not in ("@context", "@graph", "@id")}
            if rest:
                result.nodes += _flat(rest, names)
        else:
            result.nodes += _flat({key: value for key, value in document.items() if key != "@context"}, names)
    elif document is not None:
        result.nodes.append({"": document})


def _flat(document: dict[str, Any], names: _Names) -> list[Node]:
    """A node, and the framework parts that are written inside it, each as a node of its own."""
    inner: list[Node] = []
    made: Node = {}
    for key, value in document.items():
        name = names.property(key)
        if name == "@id":
            made[name] = names.reference(value) if isinstance(value, str) else value
        elif name == "@type":
            types = [
                ctdl.compact(names.terms.get(t) or names.expand(t)) if isinstance(t, str) else t for t in as_list(value)
            ]
            made[name] = types[0] if len(types) == 1 else types
        else:
            plain = _value(name, value, names, inner)
            made[name] = [*as_list(made[name]), *as_list(plain)] if name in made else plain
    return [made, *inner]


def _value(name: str, value: Any, names: _Names, inner: list[Node]) -> Any:
    how = ctdl.coercion(name)
    if isinstance(value, list):
        entries = [_value(name, entry, names, inner) for entry in value]
        if how == "@language" and entries and all(isinstance(entry, dict) for entry in entries):
            return _joined_texts(entries)
        return entries
    if isinstance(value, str):
        return names.reference(value) if how == "@id" else value
    if not isinstance(value, dict):
        return value
    return _object(name, how, value, names, inner)


def _object(name: str, how: str | None, value: dict[str, Any], names: _Names, inner: list[Node]) -> Any:
    keys = set(value)
    if "@value" in value and keys <= {"@value", "@type", "@language"}:
        if "@language" in value and how == "@language":
            return {value["@language"]: value["@value"]}
        if keys == {"@value"} or ctdl.compact(str(value.get("@type"))) == how:
            return value["@value"]
        return value
    if keys == {"@id"} and how == "@id" and isinstance(value["@id"], str):
        return names.reference(value["@id"])
    if keys == {"@list"} or keys == {"@set"}:
        return _value(name, next(iter(value.values())), names, inner)
    if how == "@language":
        return value
    flat = _flat(value, names)
    head = flat[0]
    if isinstance(head.get("@id"), str) and head.get("@type") in _PARTS:
        inner += flat
        return head["@id"]
    inner += flat[1:]
    return head


_PARTS = frozenset({*ctdl.CLASSES.values(), *ctdl.ORGANIZATION_CLASSES})


def _joined_texts(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """``[{"en": "a"}, {"en": "b"}]`` as ``{"en": ["a", "b"]}``."""
    joined: dict[str, Any] = {}
    for entry in entries:
        for language, text in entry.items():
            texts = [*as_list(joined.get(language)), *as_list(text)]
            joined[language] = texts[0] if len(texts) == 1 else texts
    return joined


def from_turtle(text: str) -> Nodes:
    """The nodes of a Turtle text, in the order in which it names them. Raises ValueError when it is none."""
    from rdflib import Graph
    from rdflib.exceptions import Error, ParserError

    graph = Graph()
    try:
        graph.parse(data=text, format="turtle")
    except (SyntaxError, ParserError, Error, ValueError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split())[:200]) from None
    result = Nodes()
    return _from_triples(graph, result)


def _from_triples(graph: Any, result: Nodes) -> Nodes:
    from rdflib import RDF, BNode

    names = _Names(None, result)
    nodes: dict[Any, Node] = {}
    for subject, predicate, value in sorted(graph):
        node = nodes.setdefault(subject, {"@id": f"_:{subject}" if isinstance(subject, BNode) else str(subject)})
        name = "@type" if predicate == RDF.type else names.property(str(predicate))
        plain = ctdl.compact(str(value)) if name == "@type" else _term(name, value)
        if name not in node:
            node[name] = plain
        elif ctdl.coercion(name) == "@language" and isinstance(node[name], dict) and isinstance(plain, dict):
            node[name] = _joined_texts([node[name], plain])
        else:
            node[name] = [*as_list(node[name]), plain]
    result.nodes = _ordered(list(nodes.values()))
    return result


def _ordered(nodes: list[Node]) -> list[Node]:
    """Triples have no order, so siblings stand by their code, their number in a list, or their text."""

    def rank(node: Node) -> tuple[tuple[tuple[int, int | str], ...], str]:
        for name in ("ceasn:codedNotation", "ceasn:listID", "skos:notation"):
            if isinstance(node.get(name), str):
                return natural_key(node[name]), node["@id"]
        return (), str(node.get("ceasn:competencyText") or node.get("skos:prefLabel") or node["@id"])

    ordered = sorted(nodes, key=rank)
    place = {node["@id"]: number for number, node in enumerate(ordered)}
    for node in ordered:
        for name in ("ceasn:hasTopChild", "ceasn:hasChild", "skos:hasTopConcept", "skos:narrower"):
            if isinstance(node.get(name), list):
                node[name] = sorted(
                    node[name], key=lambda child: place.get(child, len(place)) if isinstance(child, str) else -1
                )
    return ordered


def _term(name: str, value: Any) -> Any:
    from rdflib import BNode, Literal

    how = ctdl.coercion(name)
    if not isinstance(value, Literal):
        address = f"_:{value}" if isinstance(value, BNode) else str(value)
        return address if how == "@id" else {"@id": address}
    if value.language:
        return (
            {value.language: str(value)} if how == "@language" else {"@value": str(value), "@language": value.language}
        )
    if value.datatype and ctdl.compact(str(value.datatype)) not in (how, "xsd:string"):
        return {"@value": str(value), "@type": ctdl.compact(str(value.datatype))}
    return str(value)
