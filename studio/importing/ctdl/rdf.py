# SPDX-License-Identifier: Apache-2.0
"""CTDL in an RDF notation (Turtle, N-Triples, RDF/XML) as plain nodes, in the order of the file."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from studio.importing.ctdl.names import Names
from studio.importing.ctdl.nodes import Node, Nodes, Part, joined_texts
from studio.model.values import natural_key
from studio.standards import ctdl, rdf
from studio.standards.ctdl_values import as_list
from studio.standards.rdf_names import TYPE, usual_case
from studio.standards.rdf_nodes import DEEPEST

_PARTS = frozenset({*ctdl.CLASSES.values(), *ctdl.ORGANIZATION_CLASSES})


def from_rdf(data: bytes, notation: str, name: str) -> Nodes:
    """The nodes of a document. ``notation``: see :data:`studio.standards.rdf.NOTATIONS`; ``name``: of the file, where
    relative addresses start when the document names no base. Raises rdf.NotRdf."""
    made = _Reading()
    for subject, predicate, value in rdf.statements(data, notation, f"file:///{quote(name)}"):
        made.add(subject, predicate.value, value)
    return made.finish()


def _types(node: dict[str, Any]) -> list[Any]:
    found = node.get("@type", [])
    return found if isinstance(found, list) else [found]


class _Reading:
    def __init__(self) -> None:
        self.result = Nodes()
        self.names = Names(None, self.result.repaired)
        self.nodes: dict[str, Node] = {}
        self.users: dict[str, list[str]] = {}
        """Of a blank node: the subjects that refer to it."""
        self.labels: dict[str, str] = {}

    def add(self, subject: Any, predicate: str, value: Any) -> None:
        """One statement."""
        key = self._key(subject)
        node = self.nodes.setdefault(key, {"@id": key})
        if predicate == TYPE:
            name, plain = "@type", ctdl.compact(self._key(value)) if not _is_literal(value) else value.value
        else:
            name = self.names.property(predicate)
            plain = self._term(name, key, value)
        before = node.get(name)
        if before is None:
            node[name] = plain
        elif isinstance(before, list):
            before.append(plain)
        else:
            node[name] = [before, plain]

    def _key(self, term: Any) -> str:
        from pyoxigraph import BlankNode

        if not isinstance(term, BlankNode):
            return str(term.value)
        label = term.value
        if rdf.MADE_BY_PARSER.fullmatch(label):
            label = self.labels.setdefault(label, f"unnamed{len(self.labels) + 1}")
        return f"_:{label}"

    def _term(self, name: str, subject: str, value: Any) -> Any:
        how = ctdl.coercion(name)
        if _is_literal(value):
            return _literal(how, value)
        address = self._key(value)
        if address.startswith("_:"):
            self.users.setdefault(address, []).append(subject)
        return address if how == "@id" else {"@id": address}

    def finish(self) -> Nodes:
        """All nodes; those without a name inside the only node that refers to them."""
        for node in self.nodes.values():
            for name, value in node.items():
                if isinstance(value, list) and ctdl.coercion(name) == "@language" and _all_maps(value):
                    node[name] = joined_texts(value)
        inside = self._inside()
        for node in self.nodes.values():
            for name, value in node.items():
                if name[:1] != "@":
                    node[name] = self._put_inside(inside, ctdl.coercion(name) == "@id", value)
        nodes = _ordered([node for key, node in self.nodes.items() if key not in inside])
        for key in inside:
            del self.nodes[key]["@id"]
        self.result.parts = [Part(nodes)] if nodes else []
        return self.result

    def _put_inside(self, inside: set[str], plain: bool, value: Any) -> Any:
        """A value with the nodes in it that are written inside; ``plain``: addresses are plain text here."""
        if isinstance(value, list):
            return [self._put_inside(inside, plain, entry) for entry in value]
        if isinstance(value, dict) and set(value) == {"@id"}:
            return self.nodes[value["@id"]] if value["@id"] in inside else value
        return self.nodes[value] if plain and isinstance(value, str) and value in inside else value

    def _inside(self) -> set[str]:
        """Blank nodes that exactly one other node refers to, once, and that are no part of a tree; a chain of them only
        so deep, and none in a circle."""
        single = {
            key: users[0]
            for key, users in self.users.items()
            if len(users) == 1 and key in self.nodes and _PARTS.isdisjoint(_types(self.nodes[key]))
        }
        depth: dict[str, int] = {}
        for key in single:
            chain: dict[str, None] = {}
            at = key
            while at in single and at not in depth and at not in chain:
                chain[at] = None
                at = single[at]
            if at in chain:  # a circle: nothing outside refers to it
                depth.update(dict.fromkeys(chain, -1))
                continue
            level = depth.get(at, 0)
            for each in reversed(chain):
                level = 0 if level < 0 or level >= DEEPEST else level + 1
                depth[each] = level
        return {key for key, level in depth.items() if level > 0}


def _is_literal(term: Any) -> bool:
    from pyoxigraph import Literal

    return isinstance(term, Literal)


def _all_maps(values: list[Any]) -> bool:
    return all(isinstance(entry, dict) and not any(name[:1] == "@" for name in entry) for entry in values)


def _literal(how: str | None, value: Any) -> Any:
    text, kind = str(value.value), ctdl.compact(value.datatype.value)
    if value.language:
        tag = usual_case(value.language)
        return {tag: text} if how == "@language" else {"@value": text, "@language": tag}
    if kind in (how, "xsd:string"):
        return {"@value": text} if how == "@id" else text
    if kind == "xsd:integer" and re.fullmatch(r"0|-?[1-9][0-9]{0,14}", text):
        return int(text)
    if kind == "xsd:boolean" and text in ("true", "false"):
        return text == "true"
    return {"@value": text, "@type": kind}


def _ordered(nodes: list[Node]) -> list[Node]:
    """The order of the file. A file that is sorted by address was sorted by the program that wrote it: then siblings
    stand by their code, their number in a list, or their text."""
    addresses = [node["@id"] for node in nodes if not node["@id"].startswith("_:")]
    if len(addresses) < 3 or addresses != sorted(addresses):
        return nodes
    ordered = sorted(nodes, key=_rank)
    place = {node["@id"]: number for number, node in enumerate(ordered)}
    for node in ordered:
        for name in ("ceasn:hasTopChild", "ceasn:hasChild", "skos:hasTopConcept", "skos:narrower"):
            if isinstance(node.get(name), list):
                node[name] = sorted(
                    node[name], key=lambda child: place.get(child, len(place)) if isinstance(child, str) else -1
                )
    return ordered


def _rank(node: Node) -> tuple[Any, ...]:
    for name in ("ceasn:codedNotation", "ceasn:listID", "skos:notation"):
        code = next(iter(as_list(node.get(name))), None)
        if isinstance(code, str):
            return natural_key(code), node["@id"]
    return (), str(node.get("ceasn:competencyText") or node.get("skos:prefLabel") or node["@id"])
