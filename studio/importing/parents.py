# SPDX-License-Identifier: Apache-2.0
"""Parents that no file of the import has, but the project does: rows that are added to a framework that is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from studio.importing.existing import Row
from studio.importing.incoming import NAMED_BY
from studio.importing.tables.codes import CodeKey, code_key


def find_parents(there: Iterable[Row], owner: str, resolved: Sequence[dict[str, Any]], by_code: Set[str]) -> None:
    """Turn ``parent_id`` of the planned rows into ids of rows of the same framework (``owner`` is its column).

    A parent that no planned row is may be named by id, CTID, address or code. An item without a parent that is new and
    of a table that tells places by codes (``by_code`` has the ids) goes under the item whose code its own continues. A
    name that means nothing in the framework stays as it is written.
    """
    above: dict[str, str | None] = {}
    names: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, CodeKey], str] = {}
    for row in there:
        above[row["id"]] = row.get("parent_id")
        for column in NAMED_BY:
            if row.get(column):
                names.setdefault((row[owner], row[column]), row["id"])
        if row.get("code"):
            codes.setdefault((row[owner], code_key(row["code"])), row["id"])
    if not names:
        return
    planned = {values["id"] for values in resolved}
    for values in resolved:
        framework, parent = values.get(owner) or "", values.get("parent_id")
        if parent is not None:
            found = names.get((framework, parent)) if parent not in planned else None
            if found is not None and not is_below(found, values["id"], above):
                values["parent_id"] = found
        elif values["id"] in by_code and values.get("code"):
            key = code_key(values["code"])
            starts = (codes.get((framework, key[:length])) for length in range(len(key) - 1, 0, -1))
            values["parent_id"] = next((row_id for row_id in starts if row_id is not None), None)


def is_below(row_id: str, item_id: str, above: Mapping[str, str | None]) -> bool:
    """Whether a row is the item itself or stands in its branch: then it cannot be its parent."""
    seen: set[str] = set()
    at: str | None = row_id
    while at is not None and at not in seen:
        if at == item_id:
            return True
        seen.add(at)
        at = above.get(at)
    return False
