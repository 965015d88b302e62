# SPDX-License-Identifier: Apache-2.0
"""The sheet CF Association of an OpenSALT workbook: links, and the tree once more."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.importing.opensalt.items import Items
from studio.importing.records import Record
from studio.importing.tables.headed import Headed, Row
from studio.model.values import is_uuid
from studio.standards import opensalt

_PARTS = ("Identifier", "URI", "HumanCodingScheme")


@dataclass(slots=True)
class _End:
    """What a row says of one end: identifier, address, code; and the column of each."""

    said: dict[str, str] = field(default_factory=dict)
    record: Record | None = None
    found: str = ""
    """The name by which the record was found."""

    def names(self) -> tuple[str, ...]:
        return tuple(self.said[part] for part in _PARTS if part in self.said)

    def more(self) -> dict[str, str]:
        """What neither the end's own row nor the link says again; the name it goes by is the link's own."""
        left = dict(self.said)
        del left[self._name_of()]
        if "HumanCodingScheme" in left and left["HumanCodingScheme"] == self._code():
            del left["HumanCodingScheme"]
        return left

    def kept(self) -> dict[str, str]:
        """All that is said, under ``for`` the name it goes by; empty when the writer finds it out by itself."""
        part = self._name_of()
        name = self.said[part]
        if self.record is not None:
            derived = part == "Identifier" and not self.more()
        else:
            usual = "Identifier" if is_uuid(name.lower()) else "URI" if ":" in name else "HumanCodingScheme"
            derived = part == usual and len(self.said) == 1
        return {} if derived else {"for": name, **self.said}

    def _name_of(self) -> str:
        """The part by which the end was found, else the first."""
        parts = [part for part in _PARTS if part in self.said]
        return next((part for part in parts if self.said[part].lower() == self.found), parts[0])

    def _code(self) -> str | None:
        return self.record.columns.get("code") if self.record is not None else None


def read_links(items: Items, table: Headed | None) -> None:
    """Every row: "Is Child Of" between items of the file is their place, anything else a link."""
    if table is None:
        return
    above = table.above()
    if above:
        items.framework.extra.setdefault("above", {})[table.sheet.name] = above
        items.report.keep_extra(f"{table.sheet.name}: lines above the header", len(above))
    for row in table.rows():
        _read_row(items, table, row)


def _read_row(items: Items, table: Headed, row: Row) -> None:
    report = items.report
    link = Record("association", f"link {row.number + 1}", where=row.where)
    ends = {"originNode": _End(), "destinationNode": _End()}
    told: dict[str, str] = {}
    kind: str | None = None
    for index, text in row.cells.items():
        header = table.headers[index]
        name = opensalt.plain(header)
        part = next(
            (
                (start, part)
                for start in ends
                for part in _PARTS
                if name == opensalt.plain(start + part) and part not in ends[start].said
            ),
            None,
        )
        if part is not None:
            ends[part[0]].said[part[1]] = text
        else:
            told[header] = text
    for end in ends.values():
        end.found = next((name.lower() for name in end.names() if name.lower() in items.names), "")
        end.record = items.names.get(end.found)
    named = next((header for header in told if opensalt.plain(header) == "associationtype"), None)
    if named is not None:
        kind = opensalt.kind_of(told[named])
    if not all(end.said for end in ends.values()) or named is None:
        cells = {table.headers[index]: text for index, text in row.cells.items()}
        items.framework.extra.setdefault("unfinished links", {})[row.where] = cells
        report.keep_extra(f"{opensalt.ASSOCIATION}: unfinished rows", len(cells))
        report.repair(row.where, " | ".join(cells.values()), "", "The row does not name a type and both ends of a link")
        return
    link.columns["kind"] = kind or opensalt.OTHER
    child, parent = ends["originNode"].record, ends["destinationNode"].record
    if kind == opensalt.CHILD and child is not None and child.key in items.levels and _is_elsewhere(child, parent):
        # The smart level is the place; a row that says another one is kept beside it.
        cells = {table.headers[index]: text for index, text in row.cells.items()}
        child.extra.setdefault("other places", []).append(cells)
        report.keep_extra(f"{opensalt.ASSOCIATION}: other places", len(cells))
        reason = "The row says another place than the smart level; it is kept, and the smart level counts"
        report.repair(row.where, " | ".join(cells.values()), "", reason, child.key)
        return
    if kind == opensalt.CHILD and child is not None and _is_place(child, parent):
        kept = {header: text for header, text in told.items() if header != named}
        more = _ends(ends)
        if "isChildOf" in child.extra:
            _link(items, table, row, link, ends, told, named if kind else None)
            return
        if kept or more:
            child.extra["isChildOf"] = {**kept, **({"ends": more} if more else {})}
        _count(items, table, row, ends, set(told) - {named}, "parent_id")
        return
    _link(items, table, row, link, ends, told, named if kind else None)


def _link(
    items: Items, table: Headed, row: Row, link: Record, ends: dict[str, _End], told: dict[str, str], named: str | None
) -> None:
    left: set[str] = set()
    link.references = {
        "origin_id": _reference(ends["originNode"]),
        "destination_id": _reference(ends["destinationNode"]),
        "framework_id": items.framework.key,
    }
    same = (link.columns["kind"], link.references["origin_id"], link.references["destination_id"])
    first = items.seen.setdefault(same, link)
    if first is not link:
        # A project has each link once; the row stays with the first one of its kind.
        cells = {table.headers[index]: text for index, text in row.cells.items()}
        first.extra.setdefault("again", []).append(cells)
        items.report.keep_extra(f"{opensalt.ASSOCIATION}: links said again", len(cells))
        return
    for header, text in told.items():
        if header == named:
            continue
        if opensalt.plain(header) == "identifier" and items.identify(link, text):
            continue
        link.extra[header] = text
        left.add(header)
    more = _ends(ends)
    if more:
        link.extra["ends"] = more
    items.links.append(link)
    _count(items, table, row, ends, left, "link")


def _reference(end: _End) -> str | tuple[str, ...]:
    return end.record.key if end.record is not None else end.names()


def _ends(ends: dict[str, _End]) -> dict[str, dict[str, str]]:
    """What the rows say of the ends where the writer could not tell."""
    return {start: kept for start, end in ends.items() if (kept := end.kept())}


def _count(items: Items, table: Headed, row: Row, ends: dict[str, _End], extra: set[str], target: str) -> None:
    left = {start + part for start, end in ends.items() for part in end.more()}
    left_plain = {opensalt.plain(name) for name in left}
    for index in row.cells:
        header = table.headers[index]
        source = f"{opensalt.ASSOCIATION}: {header}"
        if header in extra or opensalt.plain(header) in left_plain:
            items.report.keep_extra(source)
        else:
            items.report.keep(source, target)


def _is_elsewhere(child: Record, parent: Record | None) -> bool:
    """Whether a row puts an item that has a place below another item of the file."""
    if parent is None or parent is child:
        return False
    if parent.kind == "framework":
        return "parent_id" in child.references
    return parent.kind == "competency" and child.references.get("parent_id") != parent.key


def _is_place(child: Record, parent: Record | None) -> bool:
    """Whether the row says the place of an item; one without a place gets this one."""
    if parent is None or child is parent or child.kind != "competency":
        return False
    if parent.kind == "framework":
        return "parent_id" not in child.references
    if parent.kind != "competency":
        return False
    return child.references.setdefault("parent_id", parent.key) == parent.key
