# SPDX-License-Identifier: Apache-2.0
"""What a record changes in a row that is there: languages, extras and the content of resources are added to, everything
else is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BY_LANGUAGE = frozenset(
    {"name", "description", "statement", "label", "comment", "definition", "note", "role", "rights", "keywords"}
)


def differences(row: Mapping[str, Any], values: Mapping[str, Any], extra: Mapping[str, Any] | None) -> dict[str, Any]:
    """The columns of a row that a record changes, with their new values; empty when it says nothing new.

    ``extra`` is ``{format: {...}}``: entries of this format are added or replaced, those of other formats stay.
    """
    changed: dict[str, Any] = {}
    described = bool(values.get("name")) and _stands_in(row)
    for column, value in values.items():
        if value is None or column == "id":
            continue
        before = row.get(column)
        if (column in _BY_LANGUAGE or column == "content") and isinstance(value, Mapping):
            # A name that was made up for a framework is no translation of the one that its own file gives.
            value = {**before, **value} if before and not (described and column == "name") else value
        if before != value:
            changed[column] = value
    if described:
        row = {**row, "extra": _without_mark(row["extra"])}
        changed["extra"] = row["extra"]
    if extra:
        before = row.get("extra") or {}
        merged = {**before, **{name: {**(before.get(name) or {}), **own} for name, own in extra.items()}}
        if merged != before:
            changed["extra"] = merged
    return changed


def _stands_in(row: Mapping[str, Any]) -> bool:
    """Whether a row stands for a framework that a CTDL file names and does not describe."""
    mark = ((row.get("extra") or {}).get("ctdl") or {}).get("@made-up")
    return mark is True


def _without_mark(extra: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in extra["ctdl"].items() if name != "@made-up"}
    return {**extra, "ctdl": own}
