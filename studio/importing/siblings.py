# SPDX-License-Identifier: Apache-2.0
"""Positions for imported siblings: the order of the file, with as few changes to what is there as possible."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from studio.model.positions import between


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
