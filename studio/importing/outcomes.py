# SPDX-License-Identifier: Apache-2.0
"""What is said about the items of an import: which change and how, which are new, which no file mentions."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import islice
from typing import Any

from studio.importing.existing import Row
from studio.importing.report import Outcome
from studio.importing.writes import Writes

_SHOWN = 500
"""How many new items of a kind are listed one by one; the preview shows the others in its tree."""


def outcomes(writes: Writes, missing: Iterable[Row], quiet: Container[str]) -> Iterator[Outcome]:
    """Updated items first, then those that no file mentions, then the first of the new ones. ``quiet``: ids of what
    counts as no item."""
    for kind, changes in writes.updates.items():
        for row_id, changed in changes.items():
            row = writes.before[row_id]
            shown = tuple((name, row.get(name), value) for name, value in changed.items() if name != "position")
            if shown and row_id not in quiet:
                yield _outcome(kind, "updated", row, shown)
    for row in missing:
        yield _outcome("competency", "not mentioned", row)
    for kind, inserts in writes.inserts.items():
        if kind != "association":
            for values in islice(inserts.values(), _SHOWN):
                yield _outcome(kind, "created", values)


def _outcome(kind: str, what: str, row: Row, differences: tuple[tuple[str, Any, Any], ...] = ()) -> Outcome:
    text = row.get("statement") or row.get("name") or row.get("label") or row.get("description") or {}
    return Outcome(kind, row["id"], what, row.get("code") or row.get("notation") or "", dict(text), differences)
