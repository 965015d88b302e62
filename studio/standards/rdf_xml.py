# SPDX-License-Identifier: Apache-2.0
"""Plain nodes as RDF/XML: an element a node, named by its first class."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from studio.standards.rdf_names import FIRST, NIL, PREFIXES, REST, UNMAPPED, expand
from studio.standards.rdf_nodes import Node

_NAME_AT_END = re.compile(r"[A-Za-z_][\w.-]*$", re.ASCII)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}


class NotXml(ValueError):
    """RDF/XML has no way to write this; the message says what and why."""


class XmlWriter:
    """Writes one document. ``label`` names nodes without address."""

    def __init__(self, label: Callable[[str], str]) -> None:
        self.label = label
        self.spaces: dict[str, str] = {PREFIXES["rdf"]: "rdf"}
        self.names: dict[str, str | None] = {}
        self.places = 0

    def document(self, nodes: Iterable[Node]) -> bytes:
        """The whole text. Raises NotXml."""
        body = [text for node in nodes if len(node) > 1 for text in self._node(node, "  ")]
        head = ['<?xml version="1.0" encoding="UTF-8"?>\n', "<rdf:RDF"]
        for namespace, prefix in sorted(self.spaces.items(), key=lambda pair: pair[1]):
            head.append(f"\n    xmlns:{prefix}={_attribute(namespace)}")
        return "".join([*head, ">\n", *body, "</rdf:RDF>\n"]).encode()

    def _node(self, node: Node, indent: str) -> list[str]:
        types = list(node.get("@type", ()))
        name = self._name(types[0]) if types else None
        if name is None:
            name = "rdf:Description"
        else:
            del types[0]
        key = node.get("@id")
        about = "" if key is None else self._reference(key, "about")
        lines = [f"{indent}<{name}{about}>\n"]
        deeper = indent + "  "
        lines += [f"{deeper}<rdf:type rdf:resource={_attribute(expand(each))}/>\n" for each in types]
        for property_name, values in node.items():
            if property_name[0] == "@" or property_name.startswith(UNMAPPED):
                continue
            tag = self._name(property_name)
            if tag is None:
                raise NotXml(f'RDF/XML cannot write the property "{expand(property_name)}"')
            for value in values:
                lines += self._property(tag, value, deeper)
        return [*lines, f"{indent}</{name}>\n"]

    def _property(self, tag: str, value: Any, indent: str) -> list[str]:
        if type(value) is str:
            return [f"{indent}<{tag}>{_text(value)}</{tag}>\n"]
        if "@value" in value:
            how = (
                f' xml:lang="{value["@language"]}"'
                if "@language" in value
                else f" rdf:datatype={_attribute(expand(value['@type']))}"
            )
            return [f"{indent}<{tag}{how}>{_text(value['@value'])}</{tag}>\n"]
        if "@list" in value:
            return self._list(tag, value["@list"], indent)
        if "@id" in value:
            return [f"{indent}<{tag}{self._reference(value['@id'], 'resource')}/>\n"]
        return [f"{indent}<{tag}>\n", *self._node(value, indent + "  "), f"{indent}</{tag}>\n"]

    def _list(self, tag: str, entries: list[Any], indent: str) -> list[str]:
        """A collection; with texts in it, written out place by place."""
        if not entries:
            return [f"{indent}<{tag} rdf:resource={_attribute(NIL)}/>\n"]
        lines = []
        if all(type(entry) is dict and "@value" not in entry and "@list" not in entry for entry in entries):
            lines.append(f'{indent}<{tag} rdf:parseType="Collection">\n')
            for entry in entries:
                if len(entry) == 1 and "@id" in entry:
                    lines.append(f"{indent}  <rdf:Description{self._reference(entry['@id'], 'about')}/>\n")
                else:
                    lines += self._node(entry, indent + "  ")
            return [*lines, f"{indent}</{tag}>\n"]
        # One inside the other would be as deep as the list is long; RDF/XML nests, so each place holds the next.
        first, rest = self._name(FIRST), self._name(REST)
        opened = []
        for entry in entries:
            lines.append(f'{indent}<{tag} rdf:parseType="Resource">\n')
            lines += self._property(first or "", entry, indent)
            opened.append(tag)
            tag = rest or ""
        lines.append(f"{indent}<{tag} rdf:resource={_attribute(NIL)}/>\n")
        return [*lines, *(f"{indent}</{each}>\n" for each in reversed(opened))]

    def _reference(self, key: str, how: str) -> str:
        if key.startswith("_:"):
            return f' rdf:nodeID="{self.label(key)}"'
        return f" rdf:{how}={_attribute(key)}"

    def _name(self, name: str) -> str | None:
        """The element for a name; ``None`` when its address does not end like one."""
        if name in self.names:
            return self.names[name]
        full = expand(name)
        match = _NAME_AT_END.search(full)
        made = None
        if match is not None and match.start() > 0:
            namespace = full[: match.start()]
            prefix = self.spaces.get(namespace)
            if prefix is None:
                prefix = _BY_NAMESPACE.get(namespace) or f"ns{len(self.spaces)}"
                self.spaces[namespace] = prefix
            made = f"{prefix}:{match[0]}"
        self.names[name] = made
        return made


def _text(text: str) -> str:
    _check(text)
    return escape(text, {"\r": "&#13;"})


def _attribute(text: str) -> str:
    _check(text)
    return quoteattr(text, {"\r": "&#13;"})


def _check(text: str) -> None:
    found = _NOT_XML.search(text)
    if found is not None:
        raise NotXml(f'RDF/XML cannot hold the character U+{ord(found[0]):04X} of the text "{text[:40]!s}"')
