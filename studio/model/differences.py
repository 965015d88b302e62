# SPDX-License-Identifier: Apache-2.0
"""What differs between two projects, or two named versions of one: added, removed, moved, reworded, changed."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from studio.model import schema
from studio.model.errors import NotFound
from studio.model.journal import Row
from studio.model.project import Project
from studio.model.stored import RAW
from studio.model.values import in_language

Rows = dict[str, dict[str, Row]]
"""Rows by table and id, values as the database stores them."""

_NOT_COMPARED = {"named_version", "accepted_finding"}
_TEXTS = {
    name: {c.name for c in table.columns if c.name in ("name", "description", "statement", "label", "comment")}
    | {"criteria", "definition", "note"} & set(table.columns.keys())
    for name, table in schema.ITEMS.items()
}
_IGNORED = {"id", "position", "text_times", "data"}
_PARENTS = ("parent_id", "framework_id", "scheme_id", "model_id", "rubric_id", "criterion_id", "badge_id")


@dataclass(frozen=True)
class Difference:
    """One item and what became of it. ``fields``: ``{field: (before, after)}``; empty for added and removed items."""

    change: str
    kind: str
    id: str
    code: str
    name: str
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def snapshot(project: Project, version: str | None = None) -> Rows:
    """The items of a project now, or as they were at a named version. Raises NotFound for an unknown version."""
    rows: Rows = {}
    with project.read() as connection:
        for name, table in RAW.items():
            if name in _NOT_COMPARED:
                continue
            columns = [c for c in table.columns if c.name != "data"]
            rows[name] = {row["id"]: dict(row) for row in connection.execute(select(*columns)).mappings()}
    if version is not None:
        _turn_back(rows, project, version)
    return rows


def differences(before: Rows, after: Rows, language: str = "en") -> list[Difference]:
    """Compare two snapshots. Items are the same when they share an id, else a CTID, else a code that both use once."""
    same = {name: _pairs(before.get(name, {}), rows) for name, rows in after.items()}
    translated = {new: old for pairs in same.values() for new, old in pairs.items() if new != old}
    found: list[Difference] = []
    for name, new_rows in after.items():
        old_rows, pairs = before.get(name, {}), same[name]
        matched = {old: _with_old_ids(new_rows[new], translated) for new, old in pairs.items()}
        shuffled = _out_of_order(old_rows, matched)
        for row_id, row in new_rows.items():
            if row_id not in pairs:
                found.append(_difference("added", name, row, language))
        for row_id, row in old_rows.items():
            if row_id not in matched:
                found.append(_difference("removed", name, row, language))
                continue
            found.extend(_compare(name, row, matched[row_id], row_id in shuffled, language))
    return found


def to_json(found: Iterable[Difference]) -> dict[str, list[dict[str, Any]]]:
    """The document of ``studio diff --json``: the differences by kind of change."""
    document: dict[str, list[dict[str, Any]]] = {
        change: [] for change in ("added", "removed", "moved", "reworded", "changed")
    }
    for item in found:
        entry: dict[str, Any] = {"kind": item.kind, "id": item.id, "code": item.code, "name": item.name}
        if item.fields:
            entry["fields"] = {key: {"from": old, "to": new} for key, (old, new) in item.fields.items()}
        document[item.change].append(entry)
    return document


def _turn_back(rows: Rows, project: Project, version: str) -> None:
    """Take the rows back to a named version with the images of the journal."""
    known = {row.name: row.journal_seq for row in project.versions()}
    if version not in known:
        names = ", ".join(f'"{name}"' for name in known) or "none"
        raise NotFound(f'There is no version "{version}" in "{project.title}". Its versions: {names}.')
    for name, row_id, old, _new in project.images_since(known[version]).items():
        if name not in rows:
            continue
        if old is None:
            rows[name].pop(row_id, None)
        else:
            blank: Row = dict.fromkeys(c.name for c in RAW[name].columns if c.name != "data")
            rows[name][row_id] = {**rows[name].get(row_id, blank), **old, "id": row_id}


def _pairs(old_rows: Mapping[str, Row], new_rows: Mapping[str, Row]) -> dict[str, str]:
    """``{new id: old id}`` of the items that are the same."""
    pairs = {row_id: row_id for row_id in new_rows if row_id in old_rows}
    for key in ("ctid", "code"):
        taken = set(pairs.values())
        old = _unique({i: row for i, row in old_rows.items() if i not in taken}, key)
        new = _unique({i: row for i, row in new_rows.items() if i not in pairs}, key)
        pairs.update({new[value]: old[value] for value in new.keys() & old.keys()})
    return pairs


def _unique(rows: Mapping[str, Row], key: str) -> dict[str, str]:
    """``{value: id}`` of the values of a column that occur once."""
    ids = defaultdict(list)
    for row_id, row in rows.items():
        if row.get(key):
            ids[row[key]].append(row_id)
    return {value: found[0] for value, found in ids.items() if len(found) == 1}


def _with_old_ids(row: Row, translated: Mapping[str, str]) -> Row:
    """A new row whose references name the old items, so that equal things look equal."""
    if not translated:
        return row
    return {key: translated.get(value, value) if key.endswith("_id") else value for key, value in row.items()}


def _out_of_order(old_rows: Mapping[str, Row], matched: Mapping[str, Row]) -> set[str]:
    """Items that changed places among the siblings they kept: all but a longest run that is still in order."""
    siblings = defaultdict(list)
    for row_id, new in matched.items():
        old = old_rows[row_id]
        if "position" in old and _parent(old) == _parent(new):
            siblings[_parent(old)].append(row_id)
    moved: set[str] = set()
    for ids in siblings.values():
        if len(ids) > 1:
            ids.sort(key=lambda i: (old_rows[i]["position"] or "", i))
            rank = {row_id: (matched[row_id]["position"] or "", row_id) for row_id in ids}
            moved.update(set(ids) - _longest_run(ids, rank))
    return moved


def _longest_run(ids: list[str], rank: Mapping[str, tuple[str, str]]) -> set[str]:
    """The longest subsequence whose ranks rise (patience sorting)."""
    ends: list[tuple[str, str]] = []
    last: list[str] = []
    previous: dict[str, str | None] = {}
    for row_id in ids:
        place = bisect_left(ends, rank[row_id])
        previous[row_id] = last[place - 1] if place else None
        ends[place : place + 1] = [rank[row_id]]
        last[place : place + 1] = [row_id]
    run: set[str] = set()
    step: str | None = last[-1]
    while step is not None:
        run.add(step)
        step = previous[step]
    return run


def _parent(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(column) for column in _PARENTS)


def _compare(kind: str, old: Row, new: Row, shuffled: bool, language: str) -> Iterable[Difference]:
    changed = {key: (old[key], new.get(key)) for key in old if key not in _IGNORED and old[key] != new.get(key)}
    moved = {key: changed.pop(key) for key in _PARENTS if key in changed}
    reworded = {key: changed.pop(key) for key in sorted(_TEXTS[kind] & changed.keys())}
    if moved or shuffled:
        yield _difference("moved", kind, new, language, moved or {"position": (old["position"], new["position"])})
    if reworded:
        yield _difference("reworded", kind, new, language, _by_language(kind, reworded))
    if changed:
        yield _difference(
            "changed", kind, new, language, {key: _read(kind, key, pair) for key, pair in changed.items()}
        )


def _by_language(kind: str, texts: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """``{"statement.en": (before, after)}`` for the languages that differ."""
    found: dict[str, tuple[Any, Any]] = {}
    for key, pair in texts.items():
        old, new = _read(kind, key, pair)
        if not isinstance(old or {}, dict) or not isinstance(new or {}, dict):
            found[key] = (old, new)
            continue
        for tag in sorted({*(old or {}), *(new or {})}):
            before, after = (old or {}).get(tag), (new or {}).get(tag)
            if before != after:
                found[f"{key}.{tag}"] = (before, after)
    return found


def _read(kind: str, key: str, pair: tuple[Any, Any]) -> tuple[Any, Any]:
    if not isinstance(schema.ITEMS[kind].c[key].type, schema.Json):
        return pair
    old, new = (None if value is None else json.loads(value) for value in pair)
    return old, new


def _difference(
    change: str, kind: str, row: Row, language: str, fields: dict[str, tuple[Any, Any]] | None = None
) -> Difference:
    name = ""
    for key in ("statement", "label", "name", "notation"):
        value = row.get(key)
        if value:
            is_map = key in schema.ITEMS[kind].c and isinstance(schema.ITEMS[kind].c[key].type, schema.Json)
            name = in_language(json.loads(value), language) if is_map else str(value)
            break
    code = row.get("code") or row.get("notation") or row.get("competency_code") or row.get("target_code") or ""
    return Difference(change, kind, row["id"], str(code), name, fields or {})
