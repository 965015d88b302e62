# SPDX-License-Identifier: Apache-2.0
"""Records of many nodes with the same properties, made property by property.

What :meth:`Maker.record` does node by node is done once for all values of a property here, which takes a third of the
time. A node with anything out of the ordinary (several texts where one fits, another class, a CTID to repair) is left
to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from studio.importing.ctdl.making import Maker, identity, sort_category
from studio.importing.ctdl.nodes import Node
from studio.importing.records import Record
from studio.importing.report import FileReport
from studio.model.values import is_ctid
from studio.standards import ctdl
from studio.standards.ctdl_values import READ, is_language_map, leaves

_LANGUAGE = "ceasn:inLanguage"
_IDENTITY = ("@type", "@id", "ceterms:ctid")


def make_alike(
    make: Maker, kind: str, keys: Iterable[str], nodes: Mapping[str, Node], fallback: str
) -> dict[str, Record]:
    """Records by key, as :meth:`Maker.record` makes them and with their values counted, of the nodes that are plain."""
    if ctdl.IDENTIFIED[kind] != {"ctid", "uri"}:
        return {}
    groups: dict[tuple[Any, ...], list[str]] = {}
    for key in keys:
        node = nodes[key]
        language = node.get(_LANGUAGE)
        if language is None or type(language) is str:
            groups.setdefault((language or fallback, *node), []).append(key)
    made: dict[str, Record] = {}
    for (main, *names), members in groups.items():
        made |= _Group(kind, main, names, members, [nodes[key] for key in members]).records(make)
    return made


class _Group:
    """Nodes of one kind that have the same properties and say the same main language."""

    def __init__(self, kind: str, main: str, names: Sequence[str], keys: Sequence[str], nodes: Sequence[Node]) -> None:
        self.kind = kind
        self.main = main
        self.keys = keys
        self.nodes = nodes
        self.taken: dict[str, str] = {}
        """The column of each property that has one."""
        self.single: set[str] = set()
        """The properties whose plain values are one text each."""
        self.found: dict[str, list[Any]] = {}
        """By property, of each node what its column gets; ``None`` where the value is not plain."""
        for field in ctdl.FIELDS[kind]:
            name = field.property
            if name in names and name not in self.taken:
                values = [node[name] for node in nodes]
                self.taken[name] = field.column
                self.found[name] = _SINGLE.get(field.kind, _one_by_one(field.kind))(values, self.main)
                if field.kind in _SINGLE:
                    self.single.add(name)
        self.left = [name for name in names if name not in self.taken and name not in _IDENTITY]

    def records(self, make: Maker) -> dict[str, Record]:
        """The records of the plain nodes, by key."""
        identities = [_identity(self.kind, node) for node in self.nodes]
        made: dict[str, Record] = {}
        columns = [self.taken[name] for name in self.found]
        rows = zip(self.keys, self.nodes, identities, *self.found.values(), strict=True)
        for key, node, identifiers, *values in rows:
            if identifiers is None or None in values:
                continue
            where = str(node.get("@id") or node.get("ceterms:ctid") or key)
            record = made[key] = Record(self.kind, key, dict(zip(columns, values, strict=True)), where=where)
            record.columns |= identifiers
            record.extra = {name: node[name] for name in self.left}
        if made:
            self._count(make.report, made)
        return made

    def _count(self, report: FileReport, made: Mapping[str, Record]) -> None:
        """Say where the values went, all of a property at once."""
        plain = [node for key, node in zip(self.keys, self.nodes, strict=True) if key in made]
        report.keep("@type", "type", len(made))
        if "ceterms:ctid" in plain[0]:
            report.keep("ceterms:ctid", "ctid", len(made))
        if "@id" in plain[0]:
            by_address = sum("uri" in record.columns for record in made.values())
            report.keep("@id", "uri", by_address)
            report.keep("@id", "ctid", len(made) - by_address)
        for name, column in self.taken.items():
            count = len(plain) if name in self.single else sum(leaves(node[name]) for node in plain)
            if (self.kind, column) == ("competency", "category"):
                others = [record for record in made.values() if sort_category(record)]
                report.keep(name, "item_type", len(others))
                count -= len(others)
            report.keep(name, column, count)


def _identity(kind: str, node: Node) -> dict[str, str] | None:
    """What the identifiers of a node say, and its class; ``None``: it takes a closer look."""
    ctid, address = node.get("ceterms:ctid"), node.get("@id")
    if node.get("@type") != ctdl.CLASSES[kind] or (ctid is None and "ceterms:ctid" in node):
        return None
    if ctid is not None and not (type(ctid) is str and is_ctid(ctid)):
        return None
    if type(address) is str:
        return identity(address, ctid)
    return None if "@id" in node else {"ctid": ctid} if ctid else {}


def _texts(values: Sequence[Any], _main: str) -> list[Any]:
    return [value if value and type(value) is str else None for value in values]


def _maps(values: Sequence[Any], _main: str) -> list[Any]:
    """Texts in one language each."""
    tags = [_single(value) for value in values]
    good = {tag for tag in set(tags) if tag is not None and is_language_map({tag: ""})}
    return [value if tag in good else None for value, tag in zip(values, tags, strict=True)]


def _words(values: Sequence[Any], main: str) -> list[Any]:
    """Texts in the main language."""
    tags = [_single(value) for value in values]
    own = {tag for tag in set(tags) if tag is not None and is_language_map({tag: ""}) and tag.lower() == main.lower()}
    return [value[tag] if tag in own else None for value, tag in zip(values, tags, strict=True)]


def _single(value: Any) -> str | None:
    """The language of a map that holds one text."""
    if type(value) is not dict or len(value) != 1:
        return None
    ((tag, text),) = value.items()
    return tag if text and type(text) is str else None


def _one_by_one(kind: str) -> Callable[[Sequence[Any], str], list[Any]]:
    def read(values: Sequence[Any], main: str) -> list[Any]:
        return [found if left is None else None for found, left in (READ[kind](value, main) for value in values)]

    return read


_SINGLE: dict[str, Callable[[Sequence[Any], str], list[Any]]] = {
    "text": _texts,
    "language": _texts,
    "map": _maps,
    "word in main language": _words,
}
"""Kinds of fields that most values are of; a plain value is one text."""
