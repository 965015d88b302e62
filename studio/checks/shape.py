# SPDX-License-Identifier: Apache-2.0
"""Rules about the shape of a framework and the order in it: FW15, FW16, FW19, FW20, FW21."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from studio.checks.rules import Finding, Scope, found, rule
from studio.checks.snapshot import BLOOM, Framework, Item, Role, Snapshot

MOST_CHILDREN = 12
FEWEST_FOR_A_SHARE = 5
"""Items of a stage under which a percentage says little."""


def exceptions(items: list[Item], total: int) -> bool:
    """Whether these are few enough to be named one by one: at most three, or a tenth of all.

    When most items have the same gap it is one fact about the framework, and one finding says it.
    """
    return len(items) <= max(3, total // 10)


@rule("FW15", "framework", Scope.FRAMEWORK)
def balanced_tree(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """A branch whose depth differs from the median by more than 1; a parent with 1 child or more than 12.

    One indicator alone under a competency is common and fine; one area alone in a domain is not.
    """
    tops = [item for item in framework.items if item.depth == 1]
    depths = _depths(framework)
    if len(tops) > 2:
        middle = median(depths[top.id] for top in tops)
        for top in tops:
            if abs(depths[top.id] - middle) > 1:
                message = f"{top.name} is {depths[top.id]} levels deep; the other branches mostly have {middle:g}."
                yield found("FW15", "competency", top, message, text=f"{depths[top.id]} {middle}")
    parents = [item for item in framework.items if item.children]
    for item in parents:
        if len(item.children) > MOST_CHILDREN:
            message = f"{item.name} has {len(item.children)} items right under it. Group them."
            yield found("FW15", "competency", item, message, text="many")
    lonely = [item for item in parents if len(item.children) == 1 and item.role is Role.GROUP]
    if exceptions(lonely, len(parents)):
        for item in lonely:
            message = f"{item.name} has only one item under it. Is a level missing, or one too many?"
            yield found("FW15", "competency", item, message, text="one")
    else:
        message = f"{len(lonely)} of {len(parents)} groups have only one item under them. Regroup."
        yield found("FW15", "framework", framework, message, text="one")


def _depths(framework: Framework) -> dict[str, int]:
    """How many levels each top item's branch has."""
    depths: dict[str, int] = {}
    top = ""
    for item in framework.items:
        if item.depth == 1:
            top = item.id
        depths[top] = max(depths.get(top, 0), item.depth)
    return depths


@rule("FW16", "framework", Scope.FRAMEWORK)
def enough_doing(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """More than 60 percent of a stage's level 3 items at the lowest two Bloom levels."""
    by_stage: dict[str, list[str]] = defaultdict(list)
    for item in framework.outcomes:
        complexity = (item.complexity or "").lower()
        if complexity in BLOOM:
            for stage in item.stages or [""]:
                by_stage[stage].append(complexity)
    for stage, levels in by_stage.items():
        low = sum(level in BLOOM[:2] for level in levels)
        if len(levels) >= FEWEST_FOR_A_SHARE and low > 0.6 * len(levels):
            where = f"of the stage {framework.stage_name(stage)} " if stage else ""
            message = f"{low} of {len(levels)} competencies {where}only ask to remember or explain. Add doing."
            yield found("FW16", "framework", framework, message, field=stage or None)


def _order(snapshot: Snapshot, framework: Framework) -> Iterator[tuple[Item, Item]]:
    """The pairs (earlier, later) that the links of a framework state, inside it."""
    own = {item.id for item in framework.items}
    for link in snapshot.links:
        if link.kind == "precedes":
            ends = (link.origin_id, link.destination_id)
        elif link.kind == "prerequisiteAlignment":
            ends = (link.destination_id or "", link.origin_id)
        else:
            continue
        if ends[0] in own and ends[1] in own and ends[1]:
            yield snapshot.items[ends[0]], snapshot.items[ends[1]]


@rule("FW19", "framework", Scope.FRAMEWORK)
def no_prerequisite_loop(snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """A cycle in the "comes before" links. One finding for each cycle met, at its first item in the tree."""
    following: dict[str, list[Item]] = defaultdict(list)
    for earlier, later in _order(snapshot, framework):
        following[earlier.id].append(later)
    done: set[str] = set()
    for start in framework.items:
        path: list[Item] = []
        on_path: set[str] = set()
        todo: list[tuple[Item, bool]] = [(start, False)] if start.id in following else []
        while todo:
            item, leaving = todo.pop()
            if leaving:
                path.pop()
                on_path.discard(item.id)
                done.add(item.id)
            elif item.id in on_path:
                loop = path[path.index(item) :]
                first = min(loop, key=lambda each: each.order)
                at = loop.index(first)
                loop = [*loop[at:], *loop[:at], first]
                names = " → ".join(each.name for each in loop[:8])
                message = f"Nobody can begin: {names}{' → …' if len(loop) > 8 else ''}. Remove one of these links."
                related = tuple(each.id for each in loop[1:-1])
                yield found("FW19", "competency", first, message, field="links", related=related)
            elif item.id not in done:
                path.append(item)
                on_path.add(item.id)
                todo.append((item, True))
                todo.extend((after, False) for after in following.get(item.id, ()))


@rule("FW20", "framework", Scope.FRAMEWORK)
def stages_in_order(snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """An item of a later stage comes before one of an earlier stage."""
    order = framework.stage_order
    for earlier, later in _order(snapshot, framework):
        starts = [order[stage] for stage in earlier.stages if stage in order]
        ends = [order[stage] for stage in later.stages if stage in order]
        if starts and ends and min(starts) > max(ends):
            message = (
                f"{earlier.name} ({framework.stage_name(earlier.stages[0])}) comes before {later.name} "
                f"({framework.stage_name(later.stages[-1])}), which is learned at an earlier stage."
            )
            yield found("FW20", "competency", earlier, message, field="links", related=(later.id,))


@rule("FW21", "framework", Scope.PROJECT)
def taken_up(snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """A level 3 item that no badge and no rubric takes up (courses and work processes join ``connected`` when a
    project has them). Quiet in a project that has nothing yet to take it up.

    One finding for each item, never a sum: a person looks for the one that everybody forgot.
    """
    if not snapshot.connected:
        return
    for item in framework.outcomes:
        if item.id not in snapshot.connected:
            message = "No badge, course, job step or assessment takes up this competency."
            yield found("FW21", "competency", item, message, field="links")
