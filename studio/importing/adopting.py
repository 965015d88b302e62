# SPDX-License-Identifier: Apache-2.0
"""What the project names and did not have until now: files that refer to each other give the same project in any
order."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from studio.importing.existing import Existing, Row, load_where
from studio.importing.incoming import MEMBERS, OWNERS
from studio.importing.parents import is_below
from studio.importing.writes import Writes
from studio.model.project import Project
from studio.model.schema import ITEMS
from studio.standards.ctdl import ctid_of


def adopt(project: Project, writes: Writes, existing: Mapping[str, Existing]) -> None:
    """Let links, parents and publishers in the project that name a new item by CTID or address be that item.

    ``existing``: the rows that were looked at, by kind. Links keep the address: it is what their file said.
    """
    for kind, owner in MEMBERS.items():
        if "parent_id" in ITEMS[kind].c and kind in existing and writes.inserts[kind]:
            _parents(writes, kind, owner, existing[kind].rows)
    _publishers(project, writes)
    _links(project, writes)


def _names(rows: Mapping[str, Row]) -> dict[str, str]:
    """The ids of new rows by the identifiers that mean something outside their document."""
    names: dict[str, str] = {}
    for row_id, row in rows.items():
        for column in ("ctid", "uri"):
            name = row.get(column)
            if name and not name.startswith("_:"):
                names.setdefault(name, row_id)
    return names


def _parents(writes: Writes, kind: str, owner: str, rows: Mapping[str, Row]) -> None:
    """Items below something of their own framework that was not there."""
    orphans = [row for row in rows.values() if row.get("parent_id") and row["parent_id"] not in rows]
    new = writes.inserts[kind]
    if not orphans:
        return
    names = _names(new)
    above = {row_id: row.get("parent_id") for known in (rows, new) for row_id, row in known.items()}
    for row in orphans:
        found = names.get(row["parent_id"])
        planned = writes.updates[kind].get(row["id"], {})
        if found is None or "parent_id" in planned or new[found].get(owner) != row.get(owner):
            continue
        if not is_below(found, row["id"], above):
            writes.merge(kind, row, {"parent_id": found}, None)


def _publishers(project: Project, writes: Writes) -> None:
    names = _names(writes.inserts["organization"])
    for kind in OWNERS if names else ():
        if "publisher_id" not in ITEMS[kind].c:
            continue
        found = Existing(())
        load_where(project, ITEMS[kind], "publisher_id", names, found)
        for row in found.rows.values():
            if "publisher_id" not in writes.updates[kind].get(row["id"], {}):
                writes.merge(kind, row, {"publisher_id": names[row["publisher_id"]]}, None)


def _links(project: Project, writes: Writes) -> None:
    a = ITEMS["association"].c
    outside = project.rows(
        select(a.id, a.destination_uri).where(a.destination_id.is_(None), a.destination_uri.is_not(None))
    )
    if not outside:
        return
    names = {name: row_id for kind in (*OWNERS, *MEMBERS) for name, row_id in _names(writes.inserts[kind]).items()}
    found: dict[str, str] = {}
    for row in outside:
        target = names.get(row.destination_uri) or names.get(ctid_of(row.destination_uri) or "")
        if target is not None:
            found[row.id] = target
    links = Existing(())
    load_where(project, ITEMS["association"], "id", found, links)
    for link in links.rows.values():
        writes.merge("association", link, {"destination_id": found[link["id"]]}, None)
