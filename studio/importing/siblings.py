# SPDX-License-Identifier: Apache-2.0
"""Positions for imported siblings: the order of the file, with as few changes to what is there as possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from studio.importing.existing import Row
from studio.model.positions import between


def place_behind(there: Iterable[Row], new: Collection[dict[str, Any]]) -> None:
    """Give new rows positions behind all that are there."""
    last = max((row["position"] for row in there if row.get("position")), default=None)
    for values, position in zip(new, between(last, None, len(new)), strict=True):
        values["position"] = position


def place_rows(there: Mapping[str, Row], owner: str, rows: Iterable[dict[str, Any]]) -> None:
    """Give every row a position, in the order of the rows among those of the same owner and parent.

    ``there`` are the rows of the project, by id: a row that says nothing of a parent stays where it is.
    """
    groups: defaultdict[tuple[str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for values in rows:
        parent = values["parent_id"] if "parent_id" in values else there.get(values["id"], {}).get("parent_id")
        groups[values.get(owner) or "", parent].append(values)
    present: dict[tuple[str, str | None], dict[str, str]] = {}
    for row_id, row in there.items():
        if row.get("position"):
            present.setdefault((row[owner] or "", row.get("parent_id")), {})[row_id] = row["position"]
    first = between(None, None, max(map(len, groups.values()), default=1))  # where all are new, any number of them
    for group, members in groups.items():
        places = first
        if group in present:
            siblings = present[group]
            mine = {values["id"] for values in members}
            others = frozenset(position for row_id, position in siblings.items() if row_id not in mine)
            last = max(siblings.values())
            places = place_siblings([siblings.get(values["id"]) for values in members], last, others)
        for values, position in zip(members, places, strict=False):
            values["position"] = position


def place_siblings(present: Sequence[str | None], last: str | None, others: frozenset[str] = frozenset()) -> list[str]:
    """A position for each sibling in the file's order.

    ``present`` holds the position of a sibling that is in the project already, ``None`` for a new one. When those are
    in the file's order, they keep their positions and new ones go between or behind; otherwise all get new ones behind
    ``last``. ``last`` is the highest position among all siblings in the project, also those the file does not mention,
    and ``others`` the positions of these.
    """
    known = [position for position in present if position is not None]
    if not known:
        return between(last, None, len(present)) if present else []
    if any(one >= two for one, two in pairwise(known)):
        return between(last, None, len(present))
    placed: list[str] = []
    index = 0
    every = sorted({*known, *others})
    while index < len(present):
        position = present[index]
        if position is not None:
            placed.append(position)
            index += 1
            continue
        end = index
        while end < len(present) and present[end] is None:
            end += 1
        before = placed[-1] if placed else None
        if end == len(present):
            behind = None
            before = last if last is not None else before
        else:
            # Right behind the one above, ahead of whatever follows it in the project.
            behind = next((key for key in every if before is None or key > before), None)
        placed += between(before, behind, end - index)
        index = end
    return placed
