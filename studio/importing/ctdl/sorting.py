# SPDX-License-Identifier: Apache-2.0
"""Which nodes of a file become rows of which table, which stay whole as resources, and which node heads each document.

A blank node means something within its document only, so what refers to it has to be written with it: scales, rubrics
and organizations that other nodes know by a blank node stay whole too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from studio.importing.ctdl import tree as tree_of
from studio.importing.ctdl.nodes import Node, Nodes
from studio.importing.ctdl.rubrics import PARTS, Grid, grids
from studio.importing.ctdl.tree import FRAMEWORK, MODEL, SCHEME, Shape, Tree, key_of, keys_of
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list

KINDS = {name: kind for kind, name in ctdl.CLASSES.items()} | dict.fromkeys(ctdl.ORGANIZATION_CLASSES, "organization")
_FIRST = ("asn:ProgressionModel", "asn:ProgressionLevel")
"""Of a node with several classes these say the most: a progression level is a concept too."""

OWNERS = ("framework", "concept_scheme", "progression_model", "rubric")
Place = tuple[str, str]
"""Kind and key."""


@dataclass(slots=True)
class Sorted:
    """The nodes of a file by what becomes of them."""

    by_kind: dict[str, dict[str, Node]] = field(default_factory=dict)
    whole: dict[str, Node] = field(default_factory=dict)
    """Nodes that stay whole, by key."""
    document_of: dict[Place, int] = field(default_factory=dict)
    """The number of the document that a node stands in; of whole nodes under the kind ``resource``."""
    order: dict[str, int] = field(default_factory=dict)
    """The place of each node in the file."""
    trees: dict[str, Tree] = field(default_factory=dict)
    """By kind of owner."""
    grids: dict[str, Grid] = field(default_factory=dict)
    """By key of rubric."""
    inside: dict[str, str] = field(default_factory=dict)
    """Whole blank nodes that a row refers to: the key of the row's owner, in whose document they have to stand."""

    def of(self, kind: str) -> dict[str, Node]:
        """The nodes of one kind by key."""
        return self.by_kind.setdefault(kind, {})

    def keep_whole(self, kind: str, key: str) -> None:
        """Let a node stay whole after all."""
        self.whole[key] = self.of(kind).pop(key)
        self.document_of["resource", key] = self.document_of.pop((kind, key))


def sort(source: Nodes, made_up: Callable[[Node], str]) -> Sorted:
    """Sort all nodes. ``made_up(node)``: the key of the framework that a competency names and no node describes."""
    found = _by_class(source)
    for shape in (SCHEME, MODEL):
        _plant(found, shape, _nobody)
    _draw_grids(found)
    _keep_blank_ones(found)
    if not found.of("framework") and found.whole:
        for key in list(found.of("competency")):
            found.keep_whole("competency", key)
    _plant(found, FRAMEWORK, made_up)
    _find_hosts(found)
    return found


def _by_class(source: Nodes) -> Sorted:
    found = Sorted()
    seen: set[str] = set()
    number = 0
    for at, part in enumerate(source.parts):
        for node in part.nodes:
            number += 1
            kind, address, ctid = _kind(node), node.get("@id"), node.get("ceterms:ctid")
            known = address if isinstance(address, str) else ctid if isinstance(ctid, str) else ""
            key = key_of(known) if known else f"#{number}"
            if kind is None or not isinstance(address, str | None) or key in seen:
                kind = "resource"
                key = key if key not in seen else f"{key}#{number}"
                found.whole[key] = node
            else:
                found.of(kind)[key] = node
            seen.add(key)
            found.order[key] = number
            found.document_of[kind, key] = at
    return found


def _kind(node: Node) -> str | None:
    if isinstance(node.get("@type"), str):
        return KINDS.get(node["@type"])
    types = [name for name in as_list(node.get("@type")) if isinstance(name, str) and name in KINDS]
    first = next((name for name in _FIRST if name in types), None) or next(iter(types), None)
    return KINDS[first] if first else None


def _nobody(_part: Node) -> str:
    return ""


def _plant(found: Sorted, shape: Shape, missing_owner: Callable[[Node], str]) -> None:
    """Build the trees of one shape; parts without an owner stay whole, except competencies."""
    tree = tree_of.build(shape, found.of(shape.owner), found.of(shape.part), missing_owner)
    lost = tree.members.pop("", [])
    for key in lost:
        found.keep_whole(shape.part, key)
    if lost:
        tree = tree_of.build(shape, found.of(shape.owner), found.of(shape.part), missing_owner)
    found.trees[shape.owner] = tree


def _draw_grids(found: Sorted) -> None:
    """Rubrics that are tables become grids; the others stay whole, and so do parts that no grid has."""
    found.grids = grids({kind: found.of(kind) for kind in ("rubric", *PARTS)})
    drawn = {place for key, grid in found.grids.items() for place in (("rubric", key), *grid.places())}
    for kind in ("rubric", *PARTS):
        for key in [key for key in found.of(kind) if (kind, key) not in drawn]:
            found.keep_whole(kind, key)


# -- blank nodes


def labels(value: Any) -> Iterator[str]:
    """The names of blank nodes in a value."""
    stack = [value]
    while stack:
        entry = stack.pop()
        if isinstance(entry, str):
            if entry.startswith("_:"):
                yield entry
        elif isinstance(entry, dict | list):
            stack += entry.values() if isinstance(entry, dict) else entry


def _named(node: Node) -> Iterator[str]:
    """The blank nodes that a node refers to."""
    return (label for name, value in node.items() if name != "@id" for label in labels(value))


def _keep_blank_ones(found: Sorted) -> None:
    """Keep whole what whole nodes know by a blank node, and organizations that only a blank node names; go on until
    nothing more has to be."""
    known = {label for node in found.whole.values() for label in _named(node)}
    while True:
        places = [*_known_trees(found, known), *_known_organizations(found, known)]
        for kind, key in places:
            known.update(_named(found.of(kind)[key]))
            found.keep_whole(kind, key)
        if not places:
            return


def _known_trees(found: Sorted, known: set[str]) -> Iterator[Place]:
    """Every node of the scales and rubrics of which one is among the ``known`` blank nodes."""
    for key, grid in list(found.grids.items()):
        if known & {key, *(each for _, each in grid.places())}:
            yield from (("rubric", key), *found.grids.pop(key).places())
    for owner, part in (("concept_scheme", "concept"), ("progression_model", "progression_level")):
        tree = found.trees[owner]
        for key in list(found.of(owner)):
            if known & {key, *tree.members.get(key, ())}:
                yield owner, key
                yield from ((part, member) for member in tree.members.pop(key, ()))


def _known_organizations(found: Sorted, known: set[str]) -> Iterator[Place]:
    """Organizations without an address or CTID, except the publishers of what becomes rows."""
    owners = [node for kind in OWNERS for node in found.of(kind).values()]
    publishers = {key for node in owners for key in keys_of(node, "ceasn:publisher")}
    for key, node in found.of("organization").items():
        blank = str(node.get("@id") or "_:").startswith("_:") and "ceterms:ctid" not in node
        if blank and (key in known or key not in publishers):
            yield "organization", key


def _find_hosts(found: Sorted) -> None:
    """Which whole blank nodes have to stand in the document of a row that refers to them, perhaps through others."""
    blank = {key: node for key, node in found.whole.items() if key.startswith("_:")}
    if not blank:
        return
    users: list[tuple[str, Node]] = [(key, node) for kind in OWNERS for key, node in found.of(kind).items()]
    for rubric, grid in found.grids.items():
        users += [(rubric, found.of(kind)[key]) for kind, key in grid.places()]
    for tree in found.trees.values():
        users += [(owner, tree.parts[key]) for owner, members in tree.members.items() for key in members]
    while users:
        more = []
        for owner, node in users:
            for label in _named(node):
                if label in blank and label not in found.inside:
                    found.inside[label] = owner
                    more.append((owner, blank[label]))
        users = more
