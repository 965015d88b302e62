# SPDX-License-Identifier: Apache-2.0
"""An RDF document as plain nodes: JSON-LD objects with the fixed prefixes of ``rdf_names``.

``{"@id": address, "@type": [names], name: [values]}``; a value is a text (a plain literal), ``{"@value", "@language"}``
or ``{"@value", "@type"}``, ``{"@id": address}``, ``{"@list": [values]}``, or a node of its own without address. The
same form is kept with the items of a project and written again, so that no statement is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from studio.standards.rdf import MADE_BY_PARSER, statements_in_graphs
from studio.standards.rdf_names import FIRST, LANGUAGE_TEXT, NIL, REST, STRING, TYPE, compact, usual_case

Node = dict[str, Any]
Values = dict[Any, Any]  # what tells a value from others: the value; a set in the order of the file

DEEPEST = 20
"""How many nodes without address may stand in each other; what is deeper stands for itself."""


@dataclass(slots=True)
class Document:
    """The nodes that stand for themselves, by address (``_:name`` without one), in the order of the file.

    ``statements``: how many different ones it holds. ``graphs``: the names of its graphs, if they have any; an empty
    one among them is that of statements in no named graph.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    statements: int = 0
    graphs: list[str] = field(default_factory=list)


def load(data: bytes, notation: str, base: str, apart: Callable[[Node], bool]) -> Document:
    """Read a document. ``base``: where relative addresses start; ``apart``: whether a node stands for itself, even when
    it has no address and only one other node names it. Raises NotRdf."""
    found, graphs = _raw(data, notation, base)
    document = Document(graphs=graphs)
    document.statements = sum(len(values) for node in found.values() for values in node.values())
    _Nesting(found, apart).into(document)
    return document


def _raw(data: bytes, notation: str, base: str) -> tuple[dict[str, dict[str, Values]], list[str]]:
    """Subject, property, values; each statement once."""
    from pyoxigraph import Literal, NamedNode

    found: dict[str, dict[str, Values]] = {}
    graphs: dict[str, None] = {}
    named = _Labels()
    tags: dict[str, str] = {}
    for subject, predicate, value, graph in statements_in_graphs(data, notation, base):
        key = subject.value if type(subject) is NamedNode else named(subject.value)
        name = predicate.value
        if type(value) is NamedNode:
            same: Any = value.value
            made: Any = {"@id": same}
        elif type(value) is Literal:
            text, tag, datatype = value.value, value.language, value.datatype.value
            if tag is not None:
                tag = tags.get(tag) or tags.setdefault(tag, _as_written(tag, data))
                same, made = (text, tag, None), {"@value": text, "@language": tag}
            elif datatype in (STRING, LANGUAGE_TEXT):
                same, made = (text, None, None), text
            else:
                same, made = (text, None, datatype), {"@value": text, "@type": compact(datatype)}
        else:
            same = named(value.value)
            made = {"@id": same}
        node = found.get(key)
        if node is None:
            node = found[key] = {}
        values = node.get(name)
        if values is None:
            node[name] = {same: made}
        else:
            values.setdefault(same, made)
        graphs.setdefault(graph.value if type(graph) is NamedNode else "")
    return named.settle(found), [] if list(graphs) == [""] else list(graphs)


def _as_written(tag: str, data: bytes) -> str:
    """A language tag as the document spells it: the parser makes it lower case, which means the same."""
    if "-" not in tag:
        return tag
    found = re.search(rb"[@\"'](" + re.escape(tag.encode()) + rb")(?![A-Za-z0-9-])", data, re.IGNORECASE)
    return found[1].decode("ascii") if found else usual_case(tag)


class _Labels:
    """Names of nodes without address: those of the file, and numbers in the order of the file for the nameless, so that
    reading a file twice gives the same."""

    def __init__(self) -> None:
        self.nameless: dict[str, None] = {}
        self.taken: set[str] = set()

    def __call__(self, label: str) -> str:
        key = f"_:{label}"
        if MADE_BY_PARSER.fullmatch(label):
            self.nameless.setdefault(key)
        else:
            self.taken.add(key)
        return key

    def settle(self, found: dict[str, dict[str, Values]]) -> dict[str, dict[str, Values]]:
        """The same with short names for the nameless."""
        if not self.nameless:
            return found
        number = 0
        renamed: dict[str, str] = {}
        for key in self.nameless:
            number += 1
            while f"_:n{number}" in self.taken:
                number += 1
            renamed[key] = f"_:n{number}"
        return {
            renamed.get(subject, subject): {
                name: {
                    renamed.get(same, same) if type(same) is str else same: (
                        {"@id": renamed[same]} if type(same) is str and same in renamed else value
                    )
                    for same, value in values.items()
                }
                for name, values in node.items()
            }
            for subject, node in found.items()
        }


class _Nesting:
    """Puts nodes without address inside the one node that names them, and lists into ``@list``."""

    def __init__(self, found: dict[str, dict[str, Values]], apart: Callable[[Node], bool]) -> None:
        self.found = found
        self.named_by: dict[str, str | None] = {}  # the one node that names it; None: several do
        for subject, node in found.items():
            for values in node.values():
                for same in values:
                    if type(same) is str and same.startswith("_:"):
                        self.named_by[same] = None if same in self.named_by else subject
        self.apart = {
            subject
            for subject, node in found.items()
            if subject.startswith("_:") and (self.named_by.get(subject) is None or apart(_shallow(subject, node)))
        }
        self.lists: dict[str, list[str]] = {}  # the places of each list, by the first
        self.depth: dict[str, int] = {}

    def into(self, document: Document) -> None:
        """Fill the document."""
        self._find_lists()
        for subject in self.found:
            if subject.startswith("_:") and subject not in self.apart:
                self._measure(subject)
        for start in [start for start in self.lists if start in self.apart]:
            self.apart.update(self.lists.pop(start))
        for subject, node in self.found.items():
            if not subject.startswith("_:") or subject in self.apart:
                document.nodes[subject] = {"@id": subject, **self._properties(node)}

    def _find_lists(self) -> None:
        """The well-made lists. What is in a list counts as named by its first place."""
        cells = {
            subject
            for subject, node in self.found.items()
            if subject.startswith("_:")
            and subject not in self.apart
            and set(node) == {FIRST, REST}
            and len(node[FIRST]) == len(node[REST]) == 1
        }
        # A list begins where a cell is named by something that is no cell, or by a cell that has it as an entry.
        for subject in cells:
            before = self.named_by[subject]
            if before in cells and subject in self.found[before or ""][REST]:
                continue
            chain, end = [], subject
            while end in cells:
                chain.append(end)
                end = next(iter(self.found[end][REST]))
            if end == NIL:
                self.lists[subject] = chain
        for start, chain in self.lists.items():
            self.named_by.update(dict.fromkeys(chain[1:], start))

    def _measure(self, subject: str) -> None:
        """How deep a node stands; too deep ones, and those in a circle, stand for themselves."""
        path: list[str] = []
        at: str | None = subject
        on_path: set[str] = set()
        while at is not None and at.startswith("_:") and at not in self.apart and at not in self.depth:
            if at in on_path:  # a circle of nodes that nothing else names
                self.apart.add(at)
                break
            path.append(at)
            on_path.add(at)
            at = self.named_by[at]
        above = self.depth.get(at, 0) if at is not None else 0
        for each in reversed(path):
            if each in self.apart:
                above = 0
                continue
            above += 1
            if above > DEEPEST:
                self.apart.add(each)
                above = 0
            else:
                self.depth[each] = above

    def _properties(self, node: dict[str, Values]) -> Node:
        made: Node = {}
        for name, values in node.items():
            if name == TYPE:
                types = [compact(same) for same in values if type(same) is str and not same.startswith("_:")]
                if types:
                    made["@type"] = types
                others = {same: v for same, v in values.items() if type(same) is not str or same.startswith("_:")}
                if others:
                    made["rdf:type"] = [self._value(same, value) for same, value in others.items()]
                continue
            made[compact(name)] = [self._value(same, value) for same, value in values.items()]
        return made

    def _value(self, same: Any, value: Any) -> Any:
        if type(same) is not str or not same.startswith("_:"):
            return value
        places = self.lists.get(same)
        if places is not None:
            firsts = (next(iter(self.found[place][FIRST].items())) for place in places)
            return {"@list": [self._value(each, entry) for each, entry in firsts]}
        if same in self.apart or same not in self.found:
            return value
        return self._properties(self.found[same])


def _shallow(subject: str, node: dict[str, Values]) -> Node:
    """A node whose values are not looked into."""
    return {"@id": subject, "@type": [compact(same) for same in node.get(TYPE, ()) if type(same) is str]} | {
        compact(name): [] for name in node if name != TYPE
    }


def statements_in(value: Any) -> int:
    """How many statements are inside a value of a property, without the one that names it; of a node: all it makes."""
    if not isinstance(value, dict) or "@value" in value:
        return 0
    if "@list" in value:
        # Each place of a list is two statements; that the property names the first place is counted by its owner.
        return sum(2 + statements_in(entry) for entry in value["@list"])
    return sum(
        1 + statements_in(entry) for name, entries in value.items() if name != "@id" for entry in as_list(entries)
    )


def count(values: Iterable[Any]) -> int:
    """How many statements the values of one property are, with all that is inside them."""
    return sum(1 + statements_in(value) for value in values)


def as_list(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def references(node: Node, name: str) -> Iterator[str]:
    """The addresses that a property names."""
    for value in node.get(name, ()):
        if type(value) is dict and len(value) == 1 and "@id" in value:
            yield value["@id"]
