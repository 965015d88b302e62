# SPDX-License-Identifier: Apache-2.0
"""Where each item stands: the first "is child of" of an item gives its place, sequence numbers and the order of the
file its order among siblings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Place:
    """The place of an item: its parent (``None``: the document itself), the number of the association that says so,
    and its sequence number if it has one."""

    parent: str | None
    association: int
    number: float | None


@dataclass(slots=True)
class Tree:
    """The places of the items of one document, by key. Items without a place stand at the top, after the others."""

    items: dict[str, None]
    places: dict[str, Place] = field(default_factory=dict)

    def put(self, item: str, place: Place) -> bool:
        """Give an item its place. False: it has one already."""
        if item in self.places:
            return False
        self.places[item] = place
        return True

    def cut_loops(self) -> list[Place]:
        """Take one item of each loop to the top, always the same one. Returns the places that were lost."""
        lost: list[Place] = []
        safe: set[str] = set()
        for start in list(self.places):
            path: dict[str, None] = {}
            at: str | None = start
            while at is not None and at not in safe and at in self.places:
                if at in path:
                    steps = list(path)
                    lost.append(self.places.pop(min(steps[steps.index(at) :])))
                    break
                path[at] = None
                at = self.places[at].parent
            safe.update(path)
        return lost

    def in_order(self) -> Iterable[str]:
        """Every item before its children; siblings by sequence number, those without one after them, then by the
        order of the file's associations."""
        children: dict[str | None, list[str]] = {}
        for item, place in sorted(self.places.items(), key=_rank):
            children.setdefault(place.parent, []).append(item)
        tops = [*children.get(None, []), *(item for item in self.items if item not in self.places)]
        stack = tops[::-1]
        while stack:
            item = stack.pop()
            yield item
            stack += reversed(children.get(item, ()))


def _rank(entry: tuple[str, Place]) -> tuple[bool, float, int]:
    place = entry[1]
    return place.number is None, place.number or 0.0, place.association
