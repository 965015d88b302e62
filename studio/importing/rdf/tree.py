# SPDX-License-Identifier: Apache-2.0
"""Which node is part of which: trees out of links that real documents give from above, from below, or both, and not
always alike. Of several places the first in the file's order is taken; whatever else was said stays with its node."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field

from studio.standards.rdf_nodes import Node, references
from studio.standards.rdf_shape import Shape


@dataclass(slots=True)
class Tree:
    """Owners and parts by address. ``parent`` of a part at the top is ``None``; it may name what is not in the file."""

    shape: Shape
    owners: dict[str, Node]
    parts: dict[str, Node]
    parent: dict[str, str | None] = field(default_factory=dict)
    owner_of: dict[str, str] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    """The properties that say the place of each part."""
    taken: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """By node and property: the addresses that the tree says again."""

    def in_order(self, owner: str) -> Iterator[str]:
        """The parts of an owner, each before its children."""
        stack = list(reversed(self.children.get(owner, ())))
        while stack:
            key = stack.pop()
            yield key
            stack += reversed(self.children.get(key, ()))


def build(
    shape: Shape,
    owners: dict[str, Node],
    parts: dict[str, Node],
    others: Container[str],
    missing: Callable[[str | None], str],
) -> Tree:
    """The tree. ``others``: what the file describes besides. ``missing`` makes the owner that a part names and the file
    does not describe; called with ``None`` for parts that name none. It returns the owner's key."""
    return _Building(Tree(shape, owners, parts), others, missing).tree


class _Building:
    def __init__(self, tree: Tree, others: Container[str], missing: Callable[[str | None], str]) -> None:
        self.tree = tree
        self.others = others
        self.missing = missing
        self.sets: dict[tuple[str, str], set[str]] = {}
        shape = tree.shape
        self.tops: dict[str, str] = {}  # the first owner that lists a part at its top
        for key, node in tree.owners.items():
            for child in references(node, shape.top_down):
                self.tops.setdefault(child, key)
        self.named_by: dict[str, list[str]] = {}  # the parts that list it below them
        for key, node in tree.parts.items():
            for child in references(node, shape.down):
                if child in tree.parts and child != key:
                    self.named_by.setdefault(child, []).append(key)
        self.own = {key: self._own_owner(key, node) for key, node in tree.parts.items()}
        for key, node in tree.parts.items():
            tree.parent[key] = self._parent(key, node)
        self._cut_circles()
        self._settle_owners()
        self._order_children()
        for key in tree.parts:
            self._note_place(key)

    def _own_owner(self, key: str, node: Node) -> str | None:
        """The owner that the part itself names, or that lists it; described ones first."""
        shape = self.tree.shape
        said = [*references(node, shape.belongs), *references(node, shape.top_up)]
        described = next((each for each in said if each in self.tree.owners), None) or self.tops.get(key)
        if described is not None:
            return described
        names = [shape.belongs] if shape.top_up == shape.up else [shape.belongs, shape.top_up]
        outside = (each for name in names for each in references(node, name))
        return next((each for each in outside if not self._is_here(each)), None)

    def _is_here(self, key: str) -> bool:
        """Whether an address means something of this file, so that it cannot be an owner or a part of another."""
        return key.startswith("_:") or key in self.tree.parts or key in self.others

    def _parent(self, key: str, node: Node) -> str | None:
        """A described broader part; else the top, where anything says so; else a part that lists it; else a broader
        part that is not in the file."""
        shape, tree = self.tree.shape, self.tree
        up = [
            each for each in references(node, shape.up) if each not in (key, self.own[key]) and each not in tree.owners
        ]
        inside = next((each for each in up if each in tree.parts and self._fits(key, each)), None)
        if inside is not None:
            return inside
        owner = self.own[key]
        top = shape.top_up in node and any(each == owner for each in references(node, shape.top_up))
        if top or (owner is not None and self.tops.get(key) == owner):
            return None
        above = next((each for each in self.named_by.get(key, ()) if self._fits(key, each)), None)
        return above or next((each for each in up if not self._is_here(each)), None)

    def _fits(self, key: str, parent: str) -> bool:
        mine, theirs = self.own[key], self.own[parent]
        return mine is None or theirs is None or mine == theirs

    def _cut_circles(self) -> None:
        """A part that would stand below itself goes to the top."""
        parent = self.tree.parent
        done: set[str] = set()
        for start in parent:
            path: set[str] = set()
            at: str | None = start
            last = start
            while at is not None and at in parent and at not in done:
                if at in path:
                    parent[last] = None
                    break
                path.add(at)
                last, at = at, parent[at]
            done |= path

    def _settle_owners(self) -> None:
        """Each part has the owner that it names; else that of its first child that has one; else its parent's."""
        tree = self.tree
        owner: dict[str, str | None] = dict(self.own)
        for key, own in self.own.items():
            above = tree.parent[key]
            while own is not None and above is not None and above in owner and owner[above] is None:
                owner[above] = own
                above = tree.parent[above]
        for key in self._top_down():
            above = tree.parent[key]
            inherited = owner.get(above) if above is not None else None
            if owner[key] is None:
                owner[key] = inherited or self._the_only()
            elif inherited is not None and inherited != owner[key]:
                tree.parent[key] = None
            found = owner[key]
            if found is None or found not in tree.owners:
                found = owner[key] = self.missing(found)
            tree.owner_of[key] = found

    def _the_only(self) -> str | None:
        return next(iter(self.tree.owners)) if len(self.tree.owners) == 1 else None

    def _top_down(self) -> Iterator[str]:
        tree = self.tree
        below: dict[str, list[str]] = {}
        roots: list[str] = []
        for key, above in tree.parent.items():
            (roots if above is None or above not in tree.parts else below.setdefault(above, [])).append(key)
        stack = roots[::-1]
        while stack:
            key = stack.pop()
            yield key
            stack += reversed(below.get(key, ()))

    def _order_children(self) -> None:
        """As the owner or the parent lists them, then in the order of the file."""
        tree = self.tree
        groups: dict[str, dict[str, None]] = {}
        for key in tree.parts:
            above = tree.parent[key]
            group = above if above is not None and above in tree.parts else tree.owner_of[key]
            groups.setdefault(group, {})[key] = None
        for group, members in groups.items():
            node = tree.owners.get(group) or tree.parts.get(group) or {}
            name = tree.shape.top_down if group in tree.owners else tree.shape.down
            listed = {each: None for each in references(node, name) if each in members}
            tree.children[group] = list(listed | members)

    def _note_place(self, key: str) -> None:
        """Which statements say the place: they are written again because of it, and are no extra."""
        tree, shape = self.tree, self.tree.shape
        owner, above, node = tree.owner_of[key], tree.parent[key], tree.parts[key]
        said: dict[str, None] = {}
        if self._take(key, node, shape.belongs, owner):
            said[shape.belongs] = None
        if above is None:
            links = ((key, node, shape.top_up, owner), (owner, tree.owners.get(owner), shape.top_down, key))
        else:
            links = ((key, node, shape.up, above), (above, tree.parts.get(above), shape.down, key))
        for subject, its, name, target in links:
            if its is not None and self._take(subject, its, name, target):
                said[name] = None
        tree.said[key] = list(said)

    def _take(self, subject: str, node: Node, name: str, target: str) -> bool:
        if name not in node or target not in self._named(subject, node, name):
            return False
        self.tree.taken.setdefault(subject, {}).setdefault(name, set()).add(target)
        return True

    def _named(self, subject: str, node: Node, name: str) -> set[str]:
        """What a property names, as a set made once."""
        known = self.sets.get((subject, name))
        if known is None:
            known = self.sets[subject, name] = set(references(node, name))
        return known
