# SPDX-License-Identifier: Apache-2.0
"""After the rows of a table are read: parents, owners, order and links of its items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.importing.records import Record
from studio.importing.tables.cell_values import place_of, target_of
from studio.importing.tables.columns import Column
from studio.importing.tables.fields import cut_list, keep_extra
from studio.importing.tables.hierarchy import Item, in_order, place_items
from studio.importing.tables.links import link, one_key
from studio.importing.tables.row_types import OWNER_COLUMN, OWNER_KIND, Sources, settle_kind

if TYPE_CHECKING:
    from studio.importing.tables.table import TableReader


def place_table(table: TableReader) -> str:
    """Place every item of a table, and say how the hierarchy was told."""
    context, items = table.context, table.items
    if any(item.parents for item in items):
        context.call_by_text(item.record for item in items)
    layout = place_items(items, context.find)
    _take_children(table)
    _settle_owners(table)
    for record, parent, number in table.numbered:
        owner = one_key(parent, "framework_id")
        if owner is not None:
            record.references["framework_id"] = owner
        if number is not None and parent.columns.get("code"):
            record.columns["code"] = f"{parent.columns['code']}.{number}"
            context.call(record.columns["code"], record)
    sources = _sources(table)
    for item in items:
        if item.record.kind != "competency" or "definition" in item.record.columns:
            settle_kind(item.record, table.report, sources)
    _sort(table)
    for item, kind, text, column in table.links:
        kept = all(
            link(
                context,
                one_key(item.record, "framework_id"),
                (item.record.key,),
                kind,
                (name,),
                item.record.where,
            )
            for name in cut_list(text, with_comma="://" not in text)
        )
        if not kept:
            _not_kept(table, item.record, column, text)
    return layout


def _sources(table: TableReader) -> Sources:
    sources: dict[tuple[str, str | None], tuple[str, str]] = {}
    if (level := table.by_field.get("level")) is not None:  # its words may be types of items
        sources["item_type", None] = (level.name, place_of(level))
    for column in reversed(table.reading.columns):
        target = target_of(column.field)
        sources[target, column.language] = (column.name, target)
    return sources


def _take_children(table: TableReader) -> None:
    for item, text, column in table.children:
        names = cut_list(text, with_comma=True)
        found = [table.context.find(name) for name in names]
        if any(child is None for child in found):
            _not_kept(table, item.record, column, text)
        for child in found:
            if child is not None and child is not item.record:
                child.references.setdefault("parent_id", item.record.key)


def _settle_owners(table: TableReader) -> None:
    """Every item gets its framework (or scheme): the one it names, its parent's, the one above, or the sheet's."""
    context = table.context
    for item, text, column in table.tops:
        owner = context.find(text)
        wanted = OWNER_KIND.get(item.record.kind)
        if owner is not None and owner.kind == wanted:
            item.record.references[OWNER_COLUMN[item.record.kind]] = owner.key
        elif owner is not None and owner.kind == item.record.kind and owner is not item.record:
            item.record.references.setdefault("parent_id", owner.key)
        else:
            _not_kept(table, item.record, column, text)
    by_key = {item.record.key: item for item in table.items}
    for item in table.items:
        references, owner_column = item.record.references, OWNER_COLUMN[item.record.kind]
        above = by_key.get(str(references.get("parent_id", "")))
        if owner_column not in references and above is not None and above.record.kind == item.record.kind:
            known = one_key(above.record, owner_column)
            if known is not None:  # parents stand above their children nearly always
                references[owner_column] = known
                continue
        _owner_of(table, item, by_key, 0)
    if table.framework is None and table.groups is not None:
        _own_groups(table)


def _owner_of(table: TableReader, item: Item, by_key: dict[str, Item], depth: int) -> str:
    column = OWNER_COLUMN[item.record.kind]
    known = one_key(item.record, column)
    if known is not None:
        return known
    parent = by_key.get(one_key(item.record, "parent_id") or "")
    if parent is not None and parent.record.kind == item.record.kind and depth < 100:
        owner = _owner_of(table, parent, by_key, depth + 1)
    elif item.owner is not None and item.owner.kind == OWNER_KIND[item.record.kind]:
        owner = item.owner.key
    else:
        same = [record.key for record in table.owners.values() if record.kind == OWNER_KIND[item.record.kind]]
        if same:
            owner = same[0]
        elif item.record.kind == "competency":
            owner = table.context.framework_of_sheet(table.reading).key
        else:
            owner = _new_owner(table, OWNER_KIND[item.record.kind])
    item.record.references[column] = owner
    return owner


def _new_owner(table: TableReader, kind: str) -> str:
    title = table.context.title_for(table.sheet)
    record = table.context.records.add(kind, f"{kind}:{title}", {"name": {table.language: title}})
    table.owners[record.key] = record
    return record.key


def _own_groups(table: TableReader) -> None:
    """Groups of a sheet with a framework in each row belong to the framework of their first item."""
    by_key = {record.key: record for record in table.context.records.items}
    for item in table.items:
        group = item.group
        while group is not None and group.references.get("framework_id", "") == "":
            group.references["framework_id"] = item.record.references["framework_id"]
            group = by_key.get(one_key(group, "parent_id") or "")
    last = [record for record in by_key.values() if record.references.get("framework_id") == ""]
    if last:  # headings that nothing follows
        known = one_key(table.items[-1].record, "framework_id") if table.items else None
        owner = known or table.context.framework_of_sheet(table.reading).key
        for record in last:
            record.references["framework_id"] = owner


def _sort(table: TableReader) -> None:
    """Siblings in the order of their numbers, where every one of them has a number."""
    siblings: dict[object, list[Item]] = {}
    for item in table.items:
        siblings.setdefault(item.record.references.get("parent_id"), []).append(item)
    instead: dict[int, Record] = {}
    for items in siblings.values():
        ordered = in_order(items)
        if ordered is not items:
            instead.update(
                (id(was.record), now.record) for was, now in zip(items, ordered, strict=True) if was is not now
            )
    if instead:
        records = table.context.records
        records.items = [instead.get(id(record), record) for record in records.items]


def _not_kept(table: TableReader, record: Record, column: Column, text: str) -> None:
    keep_extra(record, column, text)
    table.report.set_aside(column.name, place_of(column))
