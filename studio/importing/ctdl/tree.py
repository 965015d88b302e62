# SPDX-License-Identifier: Apache-2.0
"""Which node is part of which: frameworks with their trees, schemes and models with theirs, out of links that real
files give from either end, or from both, and not always alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from studio.importing.ctdl.nodes import Node
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list


@lru_cache(maxsize=16_384)
def key_of(reference: str) -> str:
    """What a reference and the thing it means have in common: the CTID of a registry address, else the text."""
    return ctdl.ctid_of(reference) or (reference.lower() if ctdl.is_bare_ctid(reference) else reference)


def keys_of(node: Node, name: str) -> list[str]:
    """The keys of a property's references."""
    value = node.get(name)
    if type(value) is str:
        return [key_of(value)]
    return [] if value is None else [key_of(entry) for entry in as_list(value) if isinstance(entry, str)]


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of tree is written: the classes, the links down, the links up, the links to the owner."""

    owner: str
    part: str
    top_down: tuple[str, ...]
    down: str
    top_up: str
    up: str
    belongs: str


FRAMEWORK = Shape(
    "framework",
    "competency",
    ("ceasn:hasTopChild",),
    "ceasn:hasChild",
    "ceasn:isTopChildOf",
    "ceasn:isChildOf",
    "ceasn:isPartOf",
)
SCHEME = Shape(
    "concept_scheme",
    "concept",
    ("skos:hasTopConcept",),
    "skos:narrower",
    "skos:topConceptOf",
    "skos:broader",
    "skos:inScheme",
)
MODEL = Shape(
    "progression_model",
    "progression_level",
    ("skos:hasTopConcept", "asn:hasProgressionLevel"),
    "skos:narrower",
    "skos:topConceptOf",
    "skos:broader",
    "ceasn:inProgressionModel",
)
SHAPES = (FRAMEWORK, SCHEME, MODEL)


@dataclass(slots=True)
class Tree:
    """The owners and parts of one shape. Keys throughout; ``parent`` of a part at the top is ``None``."""

    shape: Shape
    owners: dict[str, Node] = field(default_factory=dict)
    parts: dict[str, Node] = field(default_factory=dict)
    owner_of: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str | None] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    """Of an owner: its tops; of a part: its children; each in the order of the links down, then of the file."""
    members: dict[str, list[str]] = field(default_factory=dict)
    """Of an owner: all its parts in the order of the file."""
    _before: dict[str, str] = field(default_factory=dict)
    _behind: dict[str, str] = field(default_factory=dict)

    def in_order(self, owner: str) -> Iterator[str]:
        """The parts of an owner, each before its children; parts in a loop at the end."""
        mine = self.members.get(owner, [])
        seen: dict[str, None] = {}
        lost = (key for key in mine if self.parent[key] not in self.parts and self.parent[key] is not None)
        for root in [*self.children.get(owner, []), *lost, *mine]:
            stack = [root]
            while stack:
                key = stack.pop()
                if key in seen or self.owner_of.get(key) != owner:
                    continue
                seen[key] = None
                stack += reversed(self.children.get(key, []))
        return iter(seen)

    def neighbours(self, key: str) -> tuple[str | None, str | None]:
        """The siblings right before and behind a part."""
        if not self._before:
            for siblings in self.children.values():
                for one, two in pairwise(siblings):
                    self._before[two], self._behind[one] = one, two
        return self._before.get(key), self._behind.get(key)


def build(shape: Shape, owners: dict[str, Node], parts: dict[str, Node], missing_owner: Callable[[Node], str]) -> Tree:
    """The tree. ``missing_owner`` names the owner of a part that says none, or one that is not in the file; ``""`` when
    it has none."""
    tree = Tree(shape, owners, parts)
    from_above: dict[str, str] = {}
    for key, node in parts.items():
        for child in keys_of(node, shape.down) if shape.down in node else ():
            if child in parts:
                from_above.setdefault(child, key)
    tops = {child: key for key, node in owners.items() for name in shape.top_down for child in keys_of(node, name)}
    for key, node in parts.items():
        tree.parent[key] = _parent(shape, key, node, owners, parts, from_above, tops)
    for key in parts:
        owner = tree.owner_of[key] = _owner(tree, key, tops, missing_owner)
        tree.members.setdefault(owner, []).append(key)
    for key, node in [*owners.items(), *parts.items()]:
        if shape.down not in node and key not in owners:
            tree.children[key] = []
            continue
        names = shape.top_down if key in owners else (shape.down,)
        wanted = None if key in owners else key
        listed = [child for name in names for child in keys_of(node, name)]
        tree.children[key] = [
            child
            for child in dict.fromkeys(listed)
            if child in parts and tree.parent[child] == wanted and (wanted is not None or tree.owner_of[child] == key)
        ]
    listed_anywhere = {child for children in tree.children.values() for child in children}
    for key in parts:
        above = tree.parent[key]
        if key not in listed_anywhere and (above is None or above in parts):
            tree.children.setdefault(tree.owner_of[key] if above is None else above, []).append(key)
    return tree


def _parent(
    shape: Shape,
    key: str,
    node: Node,
    owners: dict[str, Node],
    parts: dict[str, Node],
    from_above: dict[str, str],
    tops: dict[str, str],
) -> str | None:
    up = [each for each in keys_of(node, shape.up) if each not in owners and each != key]
    inside = next((each for each in up if each in parts), None)
    if inside is not None:
        return inside
    if node.get(shape.top_up) is not None or key in tops:
        return None
    return from_above.get(key) or (up[0] if up else None)


def _owner(tree: Tree, key: str, tops: dict[str, str], missing_owner: Callable[[Node], str]) -> str:
    """The owner a part names; else the one that names it, or that of its parent; else the only one there is."""
    shape = tree.shape
    seen: set[str] = set()
    current: str | None = key
    while current is not None and current in tree.parts and current not in seen:
        seen.add(current)
        node: dict[str, Any] = tree.parts[current]
        for name in (shape.belongs, shape.top_up, shape.up):
            for owner in keys_of(node, name):
                if owner in tree.owners:
                    return owner
        if current in tops:
            return tops[current]
        current = tree.parent[current]
    if len(tree.owners) == 1:
        return next(iter(tree.owners))
    return missing_owner(tree.parts[key])
