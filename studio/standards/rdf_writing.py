# SPDX-License-Identifier: Apache-2.0
"""Plain nodes (see ``rdf_nodes``) as Turtle, N-Triples, RDF/XML or JSON-LD, in the order they are given: the same nodes
make the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from studio.standards.rdf_names import FIRST, NIL, PREFIXES, REST, TYPE, UNMAPPED, compact, expand
from studio.standards.rdf_nodes import Node
from studio.standards.rdf_xml import NotXml, XmlWriter

__all__ = ["NOTATION_OF_ENDING", "NotXml", "address", "encode", "is_language_tag"]

NOTATION_OF_ENDING = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".owl": "rdfxml",
    ".jsonld": "jsonld",
    ".json": "jsonld",
}
"""The notation for the ending of a file's name."""

_NOT_IN_ADDRESSES = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_LOCAL = re.compile(r"[A-Za-z0-9_]([\w-]*[A-Za-z0-9_-])?")
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def address(text: str) -> str | None:
    """A text as an absolute address, characters that no address may hold as %XX; ``None`` when it is none."""
    made = _NOT_IN_ADDRESSES.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)
    return made if _SCHEME.match(made) else None


def is_language_tag(text: str) -> bool:
    """Whether RDF takes a text as a language."""
    return _TAG.fullmatch(text) is not None


def encode(nodes: Sequence[Node], notation: str, graph: str | None = None) -> bytes:
    """The document. ``notation``: ``turtle``, ``ntriples``, ``rdfxml`` or ``jsonld``; ``graph``: the name of the graph,
    which only JSON-LD has a place for. Raises NotXml when RDF/XML cannot hold the nodes."""
    if notation == "rdfxml":
        return XmlWriter(_Labels()).document(nodes)
    if notation == "jsonld":
        return _json(nodes, graph)
    if notation == "ntriples":
        return _Triples().document(nodes)
    return _Turtle().document(nodes)


class _Labels:
    """Names of nodes without address that every notation takes."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()
        self._numbers = count(1)

    def __call__(self, key: str) -> str:
        label = self._given.get(key)
        if label is None:
            label = key[2:]
            if not _LABEL.fullmatch(label) or label in self._taken:
                label = next(name for n in range(len(self._taken) + 1) if (name := f"x{n}") not in self._taken)
            self._given[key] = label
            self._taken.add(label)
        return label

    def fresh(self) -> str:
        """A name for a node that has none."""
        while (label := f"n{next(self._numbers)}") in self._taken:
            pass
        self._taken.add(label)
        return label


class _Turtle:
    def __init__(self) -> None:
        self.used: set[str] = set()
        self.label = _Labels()
        self.names: dict[str, str] = {}

    def document(self, nodes: Iterable[Node]) -> bytes:
        blocks = [block for node in nodes if (block := self._block(node))]
        head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self.used))
        return "\n".join([head, *blocks] if head else blocks).encode("utf-8", "surrogatepass")

    def _block(self, node: Node) -> str:
        inside = self._properties(node, "\n    ")
        name = self._reference(node["@id"]) if "@id" in node else "[]"
        return f"{name} {inside} .\n" if inside else ""

    def _properties(self, node: Node, gap: str) -> str:
        parts = []
        for name, values in node.items():
            if name == "@id" or not values or name.startswith(UNMAPPED):
                continue
            if name == "@type":
                parts.append("a " + ", ".join(self._name(each) for each in values))
            else:
                parts.append(f"{self._name(name)} " + ", ".join(self._value(value, gap) for value in values))
        return f" ;{gap}".join(parts)

    def _name(self, name: str) -> str:
        known = self.names.get(name)
        if known is None:
            known = self.names[name] = self._short(expand(name))
        return known

    def _short(self, full: str) -> str:
        name = compact(full)
        prefix, _, local = name.partition(":")
        if PREFIXES.get(prefix, "") + local == full and prefix in PREFIXES and _LOCAL.fullmatch(local):
            self.used.add(prefix)
            return name
        return f"<{full}>"

    def _reference(self, key: str) -> str:
        return f"_:{self.label(key)}" if key.startswith("_:") else f"<{key}>"

    def _value(self, value: Any, gap: str) -> str:
        if type(value) is str:
            return _quoted(value)
        if "@value" in value:
            text = _quoted(value["@value"])
            return f"{text}@{value['@language']}" if "@language" in value else f"{text}^^{self._name(value['@type'])}"
        if "@list" in value:
            return "( " + " ".join(self._value(entry, gap) for entry in value["@list"]) + " )"
        if "@id" in value:
            return self._reference(value["@id"])
        return f"[ {self._properties(value, gap + '    ')} ]"


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


class _Triples:
    """One statement a line, every name in full."""

    def __init__(self) -> None:
        self.label = _Labels()
        self.lines: list[str] = []

    def document(self, nodes: Iterable[Node]) -> bytes:
        for node in nodes:
            self._node(self._reference(node["@id"]) if "@id" in node else self._blank(), node)
        return "".join(self.lines).encode("utf-8", "surrogatepass")

    def _node(self, subject: str, node: Node) -> None:
        for name, values in node.items():
            if name == "@type":
                for each in values:
                    self._say(subject, TYPE, f"<{expand(each)}>")
            elif name != "@id" and not name.startswith(UNMAPPED):
                for value in values:
                    self._value(subject, expand(name), value)

    def _value(self, subject: str, name: str, value: Any) -> None:
        if type(value) is str:
            self._say(subject, name, _quoted(value))
        elif "@value" in value:
            how = f"@{value['@language']}" if "@language" in value else f"^^<{expand(value['@type'])}>"
            self._say(subject, name, f"{_quoted(value['@value'])}{how}")
        elif "@list" in value:
            for entry in value["@list"]:
                place = self._blank()
                self._say(subject, name, place)
                self._value(place, FIRST, entry)
                subject, name = place, REST
            self._say(subject, name, f"<{NIL}>")
        elif "@id" in value:
            self._say(subject, name, self._reference(value["@id"]))
        else:
            inside = self._blank()
            self._say(subject, name, inside)
            self._node(inside, value)

    def _say(self, subject: str, name: str, value: str) -> None:
        self.lines.append(f"{subject} <{name}> {value} .\n")

    def _blank(self) -> str:
        return f"_:{self.label.fresh()}"

    def _reference(self, key: str) -> str:
        return f"_:{self.label(key)}" if key.startswith("_:") else f"<{key}>"


# -- JSON-LD


def _json(nodes: Sequence[Node], graph: str | None) -> bytes:
    """One node a line. Short names are used unless an address of the document looks like one."""
    dump = json.JSONEncoder(ensure_ascii=False).encode
    names: set[str] = set()
    clash = sum(_look(node, names) for node in nodes) > 0
    prefixes = {} if clash else {p: PREFIXES[p] for p in sorted({n.partition(":")[0] for n in names}) if p in PREFIXES}
    lines = [dump(_long(node) if clash else _plain(node)) for node in nodes if len(node) > 1]
    name = f' "@id": {dump(graph)},\n' if graph else ""
    head = f'{{"@context": {dump(prefixes)},\n{name} "@graph": [\n'
    return (head + ",\n".join(lines) + "\n]}\n").encode("utf-8", "surrogatepass")


def _look(node: Node, names: set[str]) -> bool:
    """Collect the names of a node; whether something in it would be taken for a short name and is none."""
    clash = False
    for name, values in node.items():
        if name == "@id":
            clash = clash or values.partition(":")[0] in PREFIXES
            continue
        if name == "@type":
            names.update(values)
            clash = clash or any(each.startswith("<") for each in values)
            continue
        names.add(name)
        clash = clash or name.startswith("<")
        for value in values:
            if type(value) is dict:
                clash = _look_at_value(value, names) or clash
    return clash


def _look_at_value(value: dict[str, Any], names: set[str]) -> bool:
    if "@value" in value:
        datatype = value.get("@type", "")
        names.add(datatype)
        return bool(datatype.startswith("<"))
    if "@list" in value:
        return sum(_look_at_value(entry, names) for entry in value["@list"] if type(entry) is dict) > 0
    return _look(value, names)


def _plain(node: Node) -> Node:
    """The node with single values bare and names that no context explains as they were."""
    return {
        name.removeprefix(UNMAPPED): values if name == "@id" or len(values) != 1 or _is_list(values) else values[0]
        for name, values in node.items()
    }


def _is_list(values: Sequence[Any]) -> bool:
    return type(values[0]) is dict and "@list" in values[0]


def _long(value: Any) -> Any:
    """The value with all names in full."""
    if type(value) is not dict:
        return value
    if "@value" in value:
        return {**value, "@type": expand(value["@type"])} if "@type" in value else value
    if "@list" in value:
        return {"@list": [_long(entry) for entry in value["@list"]]}
    made: Node = {}
    for name, values in value.items():
        if name == "@id":
            made[name] = values
        elif name == "@type":
            made[name] = [expand(each) for each in values]
        else:
            made[expand(name).removeprefix(UNMAPPED)] = [_long(each) for each in values]
    return made
