# SPDX-License-Identifier: Apache-2.0
"""What everything of a project is called in a CTDL graph: its own address, its registry address, or a blank node."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from studio.export.service import Finding
from studio.model import schema
from studio.model.change import chunks
from studio.model.values import is_ctid
from studio.standards import ctdl
from studio.standards.ctdl_values import WRITE, merge, shaped, status_of

if TYPE_CHECKING:
    from studio.model.project import DataRow, Project

_TABLES: tuple[Table, ...] = (
    schema.competency,
    schema.framework,
    schema.concept,
    schema.progression_level,
    schema.concept_scheme,
    schema.progression_model,
    schema.organization,
    schema.rubric,
    schema.resource,
)


class Addresses:
    """The addresses of one export; remembers what it looked up."""

    def __init__(self, project: Project, registry: ctdl.Registry) -> None:
        self.project = project
        self.registry = registry
        self._known: dict[str, str] = {}

    def own(self, row_id: str, ctid: str | None, uri: str | None) -> str:
        """The address of a row: where it came from, else the registry's for its CTID, else a blank node."""
        if uri:
            return str(self.registry.rebase(uri))
        return self.registry.resource(ctid) if ctid else f"_:{row_id}"

    def remember(self, row_id: str, ctid: str | None, uri: str | None) -> str:
        """The address of a row, kept for references to it."""
        address = self._known[row_id] = self.own(row_id, ctid, uri)
        return address

    def look_up(self, ids: Iterable[str]) -> None:
        """Remember the addresses of rows of any table."""
        wanted = [row_id for row_id in dict.fromkeys(ids) if row_id not in self._known]
        for table in _TABLES:
            for batch in chunks(wanted):
                columns = (table.c.id, table.c.ctid, table.c.uri)
                for row in self.project.rows(select(*columns).where(table.c.id.in_(batch))):
                    self.remember(row.id, row.ctid, row.uri)
            wanted = [row_id for row_id in wanted if row_id not in self._known]
            if not wanted:
                return

    def of(self, reference: str) -> str | None:
        """The address of a known row; of a CTID; an address or blank node itself; ``None`` for anything else."""
        known = self._known.get(reference)
        if known is not None:
            return known
        if is_ctid(reference):
            return self.registry.resource(reference)
        return str(self.registry.rebase(reference)) if reference[:2] == "_:" or ctdl.is_address(reference) else None

    def publisher(self, publisher_id: str, findings: list[Finding | str]) -> tuple[str | None, dict[str, Any] | None]:
        """The address of an organization, and its own node when the registry does not know it (no CTID)."""
        o = schema.organization
        row = self.project.row(select(o).where(o.c.id == publisher_id))
        if row is None:
            self.look_up([publisher_id])
            address = self.of(publisher_id)
            if address is None:
                findings.append(Finding("The publisher is not an organization of this project.", "warning"))
            return address, None
        address = self.remember(row.id, row.ctid, row.uri)
        if row.ctid and not address.startswith("_:"):
            return address, None
        written = node("organization", address, row._asdict(), "en", self.registry)
        return address, written


def node(table: str, address: str, row: dict[str, Any], main: str, registry: ctdl.Registry) -> dict[str, Any]:
    """A row's own node: address, class, CTID, every column that is a property, what the file it came from said more.

    References to other rows are added by the caller through :func:`put`.
    """
    extra = (row.get("extra") or {}).get("ctdl") or {}
    class_name = extra.get("@type") or ctdl.CLASSES[table]
    made: dict[str, Any] = {"@id": address, "@type": class_name}
    if row.get("ctid"):
        made["ceterms:ctid"] = row["ctid"]
    for field in ctdl.FIELDS[table]:
        value = WRITE[field.kind](row.get(field.column), main)
        if value is not None:
            put(made, field.property, value)
    for name, value in extra.items():
        if name in ctdl.MARKS or (name == "ceterms:ctid" and row.get("ctid")):
            continue
        value = registry.rebase(value)
        if name == "ceasn:publicationStatusType" and name in made:
            # The file spelled the same status in another way: keep its spelling until the status changes.
            if isinstance(value, str) and status_of(value) == row.get("status"):
                made[name] = value
            continue
        put(made, name, value)
    return made


def put(made: dict[str, Any], name: str, value: Any) -> None:
    """Add values to a property, in the shape the registry wants for the class.

    Of the framework, parent or publisher that an item has and others that a file named, the item's own comes first: a
    reader takes the first.
    """
    there = made.get(name)
    merged = merge(value, there) if name in ctdl.STRUCTURE else merge(there, value)
    made[name] = shaped(made["@type"], name, merged)


def main_language(row: DataRow | dict[str, Any], fallback: str = "en") -> str:
    """The language in which an item's single texts are written."""
    value = row["language"] if isinstance(row, dict) else row.language
    return str(value or fallback)


def without(row: dict[str, Any], name: str) -> dict[str, Any]:
    """The row as if no file had brought this property."""
    extra = row.get("extra") or {}
    if name not in extra.get("ctdl", {}):
        return row
    left = {key: value for key, value in extra["ctdl"].items() if key != name}
    return {**row, "extra": {**extra, "ctdl": left}}
