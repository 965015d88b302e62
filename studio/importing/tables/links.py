# SPDX-License-Identifier: Apache-2.0
"""Links between items: columns of an item ("Is related to"), and sheets with one link per row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from studio.importing.records import Record
from studio.importing.tables.columns import EXTRA, Column, plain
from studio.importing.tables.context import Context, SheetReading
from studio.importing.tables.fields import keep_extra, keep_identifier

_ENDS = ("origin", "destination", "association_type")


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    from studio.model.associations import KINDS

    found: dict[str, str] = {}
    for kind in KINDS.values():
        found[plain(kind.name)] = kind.name
    for kind in KINDS.values():
        for name in (kind.case, kind.ctdl, kind.label):
            if name:
                found.setdefault(plain(name), kind.name)
    return found


def kind_of_link(text: str) -> str | None:
    """The model's name of a kind of link: ``Exact Match Of``, ``exactMatchOf`` and ``ceasn:exactAlignment`` are one."""
    return _kinds().get(plain(text))


def is_link_sheet(columns: Sequence[Column]) -> bool:
    """Whether the sheet has one link per row: columns for both ends, and no statement."""
    fields = {column.field for column in columns}
    return {"origin", "destination"} <= fields and "statement" not in fields


def link(
    context: Context,
    framework: str | None,
    origins: Sequence[str],
    kind: str,
    destinations: Sequence[str],
    where: str,
    key: str | None = None,
) -> Record | None:
    """Add a link between what the file calls by any of these names; ``None`` for a kind that is not known."""
    known = kind_of_link(kind)
    if known is None:
        return None
    origin, destination = context.find_first(origins), context.find_first(destinations)
    references: dict[str, str | tuple[str, ...]] = {
        "origin_id": origin.key if origin is not None else tuple(origins),
        "destination_id": destination.key if destination is not None else tuple(destinations),
    }
    if framework is None and origin is not None:
        framework = one_key(origin, "framework_id")
    if framework:
        references["framework_id"] = framework
    key = key or f"link:{len(context.records.items)}"
    return context.records.add("association", key, {"kind": known}, references=references, where=where)


def one_key(record: Record, column: str) -> str | None:
    """The key of a reference that is a single one."""
    reference = record.references.get(column)
    return reference if isinstance(reference, str) else None


def read_links(context: Context, reading: SheetReading, body: Sequence[int]) -> None:
    """Read a sheet with one link per row. ``isChildOf`` between items of the file is the tree itself."""
    reading.layout = "one link per row"
    sheet, report = reading.sheet, context.report
    for row_index in body:
        row = sheet.rows[row_index]
        cells = [
            (column, row[column.index].strip())
            for column in reading.columns
            if column.index < len(row) and row[column.index].strip()
        ]
        where = context.where(sheet, row_index)
        origins = tuple(text for column, text in cells if column.field == "origin")
        destinations = tuple(text for column, text in cells if column.field == "destination")
        kind = next((text for column, text in cells if column.field == "association_type"), "isRelatedTo")
        if not origins or not destinations or kind_of_link(kind) is None:
            reason = "The row does not name both ends of a link"
            if origins and destinations:
                reason = f'There is no kind of link called "{kind}"'
            for column, text in cells:
                report.reject(context.where(sheet, row_index, column), text, reason)
            continue
        if kind_of_link(kind) == "isChildOf" and _is_tree(context, origins, destinations):
            for column, _ in cells:
                if column.field in _ENDS:
                    report.keep(column.name, "parent_id")
            _keep_rest_with_child(context, origins, cells)
            continue
        record = link(context, None, origins, kind, destinations, where, f"{sheet.name}#{row_index + 1}")
        if record is None:
            continue
        for column, text in cells:
            if column.field in _ENDS:
                report.keep(column.name, "link")
            elif column.field == "identifier" and keep_identifier(record, text) and "id" in record.columns:
                report.keep(column.name, "id")
            else:
                record.columns.pop("uri", None) if column.field == "identifier" else None
                keep_extra(record, column, text)
                report.keep_extra(column.name)


def _is_tree(context: Context, origins: Sequence[str], destinations: Sequence[str]) -> bool:
    """Whether the link is the place of an item in its tree; if the item has no parent yet, it gets this one."""
    child, parent = context.find_first(origins), context.find_first(destinations)
    if child is None or parent is None or child is parent:
        return False
    if parent.kind == "framework":
        return child.references.get("framework_id") == parent.key
    return child.references.setdefault("parent_id", parent.key) == parent.key


def _keep_rest_with_child(context: Context, origins: Sequence[str], cells: Sequence[tuple[Column, str]]) -> None:
    child = context.find_first(origins)
    rest = [(column.name, text) for column, text in cells if column.field not in _ENDS]
    if child is None or not rest:
        return
    kept: dict[str, str] = {}
    for name, text in rest:
        number = 2
        while f"{name} ({number})" in kept:
            number += 1
        kept[name if name not in kept else f"{name} ({number})"] = text
        context.report.keep_extra(name)
    child.extra.setdefault("isChildOf", []).append(kept)


def link_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns of a link sheet: whatever is no end, kind or identifier is extra."""
    fields = ("origin", "destination", "association_type", "identifier")
    return [
        column if column.field in fields else Column(column.index, column.header, EXTRA, None, 0.0, column.source)
        for column in columns
    ]
