# SPDX-License-Identifier: Apache-2.0
"""What an import is going to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.importing.existing import Row
from studio.importing.incoming import MEMBERS, OWNERS, Values
from studio.importing.merging import differences


class Writes:
    """New rows and changed columns, by kind and id; the changed rows as they are now (``before``); and how many rows
    stay as they are."""

    def __init__(self) -> None:
        kinds = (*OWNERS, *MEMBERS, "association")
        self.inserts: dict[str, dict[str, Values]] = {kind: {} for kind in kinds}
        self.updates: dict[str, dict[str, Values]] = {kind: {} for kind in kinds}
        self.before: dict[str, Row] = {}
        self.unchanged = 0

    def merge(self, kind: str, row: Row, values: Values, extra: Mapping[str, Any] | None) -> bool:
        """Let a row that is there take what a record says. Returns whether that changes anything."""
        changes = self.updates[kind].get(row["id"])
        changed = differences({**row, **changes} if changes else row, values, extra)
        if changed:
            self.updates[kind].setdefault(row["id"], {}).update(changed)
            self.before[row["id"]] = row
        return bool(changed)

    def count(self) -> int:
        """How many rows will be written."""
        return sum(map(len, self.inserts.values())) + sum(map(len, self.updates.values()))
