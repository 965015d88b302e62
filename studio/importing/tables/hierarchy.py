# SPDX-License-Identifier: Apache-2.0
"""Which item belongs under which: from parents that are named, levels, outline numbers, indentation, or codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from studio.importing.records import Record
from studio.importing.tables.codes import CodeKey, code_key, code_parents

_ROMAN = re.compile(r"[ivx]+|[IVX]+")
COURSE = "Course"
OUTCOME = "Learning outcome"


@dataclass(slots=True)
class Item:
    """One row that is an item, with what the row says about its place."""

    record: Record
    row: int
    group: Record | None = None
    owner: Record | None = None
    """The framework or scheme whose row stands above, where rows describe them."""
    parents: list[str] = field(default_factory=list)
    level: float | None = None
    outline: str = ""
    indent: int = 0
    order: float | None = None


def place_items(items: Sequence[Item], find: Callable[[str], Record | None]) -> str:
    """Set ``references["parent_id"]`` of every item, and say in words how the hierarchy was told.

    ``find`` finds a record by what a row may call its parent: identifier, code, text. A parent that is nowhere in the
    file stays as written. An item without a parent of its own goes under its group (course, domain), if it has one.
    """
    if any(item.parents for item in items):
        _by_name(items, find)
        layout = "by parent"
    elif len({item.level for item in items if item.level is not None}) > 1:
        _by_depth(items, [item.level for item in items])
        layout = "by level"
    elif sum(1 for item in items if item.outline) * 2 > len(items):
        _by_codes(items, [code_key(item.outline) for item in items])
        layout = "by outline number"
    elif len({item.indent for item in items}) > 1 and not _codes_tell(items):
        _by_depth(items, [item.indent for item in items])
        layout = "by indentation"
    elif _by_codes(items, _codes(items)):
        layout = "by code"
    elif (ranks := _ranks_of_styles(items)) is not None:
        _by_depth(items, ranks)
        layout = "by numbers and letters"
    elif (ranks := _ranks_of_types(items)) is not None:
        _by_depth(items, ranks)
        layout = "by type of item"
    else:
        layout = "one list"
    grouped = False
    for item in items:
        if item.group is not None and "parent_id" not in item.record.references:
            item.record.references["parent_id"] = item.group.key
            grouped = True
    if grouped:
        return "by group" if layout == "one list" else f"by group, then {layout}"
    return layout


def _codes(items: Sequence[Item]) -> list[CodeKey]:
    return [code_key(item.record.columns.get("code") or "") for item in items]


def _ranks_of_types(items: Sequence[Item]) -> list[float | None] | None:
    """Depths told by the types of items alone (Domain, Cluster, Standard), in the order in which they first appear:
    only where deeper types are more frequent and the deepest stands last; else a type is just a type."""
    types = [str(item.record.columns.get("item_type") or "") for item in items]
    known = list(dict.fromkeys(types))
    counts = [types.count(name) for name in known[:6]]
    if not 2 <= len(known) <= 5 or "" in known or counts != sorted(counts) or types[-1] != known[-1]:
        return None
    if known[0] in (OUTCOME, COURSE) or counts[0] * 2 > counts[-1]:
        return None
    return [float(known.index(name)) for name in types]


def _ranks_of_styles(items: Sequence[Item]) -> list[float | None] | None:
    """Depths of a list numbered 1, a, b, 2, a, b: numbers, letters and roman numerals in the order in which they first
    appear, where every style but the first begins again below the one before."""
    codes = [re.sub(r"\W", "", item.record.columns.get("code") or "") for item in items]
    styles = _styles(codes)
    known = list(dict.fromkeys(styles))
    if "" in known or not 2 <= len(known) <= 4 or len(set(codes)) == len(codes):
        return None
    ranks: list[float | None] = [float(known.index(style)) for style in styles]
    for before, rank, code in zip([0.0, *ranks], ranks, codes, strict=False):
        if (rank or 0) > (before or 0) and code.casefold() not in ("1", "a", "i"):
            return None
    return ranks


def _styles(codes: Sequence[str]) -> list[str]:
    """What each code is: a number, a letter, a roman numeral (``i`` is one unless it follows ``h``); else ``""``."""
    styles: list[str] = []
    before = ""
    for code in codes:
        case = "small" if code.islower() else "capital"
        follows = styles[-1:] == [f"{case} roman"] or len(code) > 1 or (code in "iI" and before not in ("h", "H"))
        if code.isdigit() and len(code) < 4:
            styles.append("number")
        elif code and _ROMAN.fullmatch(code) and follows:
            styles.append(f"{case} roman")
        else:
            styles.append(f"{case} letter" if len(code) == 1 and code.isalpha() else "")
        before = code
    return styles


def _codes_tell(items: Sequence[Item]) -> bool:
    """Whether the codes place at least half of the items; then stray indentation does not count."""
    return sum(parent is not None for parent in code_parents(_codes(items))) * 2 >= len(items)


def _by_name(items: Sequence[Item], find: Callable[[str], Record | None]) -> None:
    for item in items:
        if not item.parents:
            continue
        found = None
        for name in item.parents:
            found = find(name) or find(name.casefold())
            if found is not None and found is not item.record:
                break
            found = None
        item.record.references["parent_id"] = found.key if found is not None else item.parents[0]


def _by_depth(items: Sequence[Item], depths: Sequence[float | None]) -> None:
    """An item belongs under the last one above it that is less deep, within its group."""
    stack: list[tuple[float, Item]] = []
    group: Record | None = None
    for item, depth in zip(items, depths, strict=True):
        if item.group is not group:
            stack.clear()
            group = item.group
        if depth is None:
            depth = stack[-1][0] if stack else 0
        while stack and stack[-1][0] >= depth:
            stack.pop()
        if stack:
            item.record.references["parent_id"] = stack[-1][1].record.key
        stack.append((depth, item))


def _by_codes(items: Sequence[Item], keys: Sequence[CodeKey]) -> bool:
    """Codes count within a group, so that ``1.1`` of one course does not go under ``1`` of another."""
    groups: dict[int, list[int]] = {}
    for index, item in enumerate(items):
        groups.setdefault(id(item.group), []).append(index)
    found = False
    for members in groups.values():
        for member, parent in zip(members, code_parents([keys[index] for index in members]), strict=True):
            if parent is not None:
                items[member].record.references["parent_id"] = items[members[parent]].record.key
                found = True
    return found


def in_order(items: list[Item]) -> list[Item]:
    """The items sorted by their order numbers, when every one has a number; else as in the file."""
    if items and all(item.order is not None for item in items):
        return sorted(items, key=lambda item: item.order or 0.0)
    return items
