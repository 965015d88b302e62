# SPDX-License-Identifier: Apache-2.0
"""What the Credential Registry asks of a record before it takes it: its minimum data policy as of 2026."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.checks.resource_nodes import Problem, Record, World
from studio.standards.ctdl_classes import required, words
from studio.standards.ctdl_values import as_list

SHORTEST = 15
"""Letters of a description."""


def examine_policy(record: Record, world: World) -> Iterator[Problem]:
    """What is missing, and descriptions that say too little. Blank nodes are references and need less."""
    if (record.uri or "").startswith("_:") or not record.class_name:
        return
    if record.partial:
        yield from _standing_alone(record, world)
        return
    policy = required(record.class_name)
    for name in policy.all:
        if not _filled(record.node.get(name)) and not (name == "ceterms:ctid" and record.ctid):
            yield Problem("RS20", f'The registry asks for "{words(name)}". Fill it in.', name)
    for choice in policy.choices:
        if not any(_filled(record.node.get(name)) for name in choice):
            listed = " or ".join(f'"{words(name)}"' for name in choice)
            yield Problem("RS20", f"The registry asks for {listed}. Fill in one of them.", choice[0])
    for name in policy.long:
        yield from _description(record, name)


def _standing_alone(record: Record, world: World) -> Iterator[Problem]:
    """A competency whose file names neither its framework nor who made it."""
    head = world.records.get(record.document)
    if record.kind != "competency" or head is None or not head.made_up:
        return
    if not any(_filled(record.node.get(name)) for name in ("ceasn:isPartOf", "ceasn:creator")):
        message = 'The registry asks for "is part of" or "creator". Fill in one of them.'
        yield Problem("RS20", message, "ceasn:isPartOf")


def _description(record: Record, name: str) -> Iterator[Problem]:
    texts = list(_texts(record.node.get(name)))
    if not texts:
        return
    names = {text for each in ("ceterms:name", "ceasn:name") for text in _texts(record.node.get(each))}
    if any(text in names for text in texts):
        yield Problem("RS21", "The description says what the name says. Write what it is about.", name, texts[0])
    elif max(map(len, texts)) < SHORTEST:
        message = f"The description has fewer than {SHORTEST} letters. Write what it is about."
        yield Problem("RS21", message, name, texts[0])


def _texts(value: Any) -> Iterator[str]:
    for entry in as_list(value):
        if isinstance(entry, dict):
            for inner in entry.values():
                yield from _texts(inner)
        elif isinstance(entry, str) and entry.strip():
            yield entry.strip()


def _filled(value: Any) -> bool:
    if isinstance(value, list | dict):
        return any(map(_filled, value.values() if isinstance(value, dict) else value))
    return value not in (None, "")
