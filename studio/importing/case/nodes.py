# SPDX-License-Identifier: Apache-2.0
"""What every object of CASE has in common when it is read: identifier, properties that are columns, extensions of ours,
and the account of its values."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from studio.importing.records import Record
from studio.importing.report import EXTRA, FileReport
from studio.standards import case
from studio.standards.case import OWN, made_uuid, plain_uuid, uuid_in
from studio.standards.case_values import READ, WRITE, bent, is_column, kept_kinds, plain_link, same, together
from studio.standards.ctdl_values import leaves

Node = dict[str, Any]


_ORIGINAL = "identifier of the source"

_FIELDS = {
    table: tuple(
        (
            field.property,
            field.column,
            field.kind,
            f"{case.CLASS_OF[table]}.{field.property}",
            f"{table}.{field.column}",
        )
        for field in fields
    )
    for table, fields in case.FIELDS.items()
}


class Nodes:
    """Reads objects of one file; remembers which identifiers are taken and what was repaired."""

    def __init__(self, report: FileReport) -> None:
        self.report = report
        self.repairs: Counter[tuple[str, str, str]] = Counter()
        self._went: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._taken: set[str] = set()

    def identify(self, node: Node, document: str, where: str) -> tuple[str, str | None, Node]:
        """``(key, UUID, extra)`` of an object, and takes the identifier out of it.

        The key is unique in the file. The UUID is the row's own id: that of the file, or one made of what the file has
        instead (``extra`` then keeps it), always the same; ``None`` when the object has no name at all.
        """
        given, original = node.pop("identifier", None), node.pop(_ORIGINAL, None)
        text = given if isinstance(given, str) else str(given) if isinstance(given, int) else ""
        found = plain_uuid(text) if text else None
        if found is None and not text:
            return self._without(node, given, where)
        if found is None:
            self.keep_extra(f"{where}.identifier")
            made = made_uuid(document, text)
            row_id = None if made in self._taken else made
            return self.unique(made), row_id, {"identifier": given}
        self.keep(f"{where}.identifier", "id")
        if found != given:
            self.repairs[str(given), found, "A UUID is written in lower case, without anything around it"] += 1
        self.keep_extra(f"{where}.identifier", leaves(original))
        if found in self._taken:
            extra = {"identifier": found} if original is None else {"identifier": found, _ORIGINAL: original}
            return self.unique(found), None, extra
        return self.unique(found), found, {} if original is None else {"identifier": original}

    def original(self, node: Node, where: str) -> None:
        """Put the identifier of the source back in the place of the UUID that was made of it, the same every time."""
        if _ORIGINAL in node:
            self.keep_extra(f"{where}.identifier", leaves(node.get("identifier")))
            node["identifier"] = node.pop(_ORIGINAL)

    def _without(self, node: Node, given: Any, where: str) -> tuple[str, str | None, Node]:
        """An object without identifier: a UUID in its address is as good."""
        uri = node.get("uri")
        extra = {} if given is None else {"identifier": given}
        self.keep_extra(f"{where}.identifier", leaves(given))
        found = uuid_in(uri) if isinstance(uri, str) else None
        if found is None or found in self._taken:
            return self.unique(str(uri or f"#{where}")), None, extra
        self.repairs["", found, f"A {where} without identifier has the one in its address"] += 1
        return self.unique(found), found, extra

    def unique(self, key: str) -> str:
        """The key, with a number when it is taken."""
        name, number = key, 2
        while name in self._taken:
            name, number = f"{key}#{number}", number + 1
        self._taken.add(name)
        return name

    def keep(self, source: str, target: str, count: int = 1) -> None:
        """Count values that went to a column."""
        self._went[source, target] += count

    def keep_extra(self, source: str, count: int = 1) -> None:
        """Count values that stay with their item for CASE alone."""
        self._went[source, EXTRA] += count

    def address(self, node: Node, where: str, key: str, columns: Node) -> None:
        """Take the address of an object; one that only repeats its identifier needs no place."""
        uri = node.get("uri")
        if isinstance(uri, str) and uri:
            del node["uri"]
            self.keep(f"{where}.uri", "uri")
            if uri != f"urn:uuid:{key}":
                columns["uri"] = uri

    def columns(self, record: Record, table: str, node: Node, main: str, kept: Node) -> None:
        """Move the properties that are columns from the node to the record; ``kept``: what :meth:`own` found."""
        for name, column_name, kind, source, target in _FIELDS[table]:
            value = node.pop(name, None)
            beside = kept.pop(column_name, None) if kept else None
            if value is None:
                if beside is not None:
                    record.columns[column_name] = beside
                continue
            column = READ[kind](value, main)
            if beside is not None:
                column = together(kind, beside, value, main)
            count = 1 if type(value) is str else leaves(value)
            if column is None:
                record.extra[name] = value
                self._went[source, EXTRA] += count
                continue
            record.columns[column_name] = column
            self._went[source, target] += count
            if not same(WRITE[kind](column, main), value):
                record.extra[name] = value  # the file's own spelling, as long as the column stays
        record.columns.update(kept)

    def own(self, node: Node, table: str | None, where: str) -> Node:
        """The columns of the table in our extension. What the source of an object said in its own way goes back to its
        place."""
        extensions = node.get("extensions")
        if not isinstance(extensions, dict) or not isinstance(extensions.get(OWN), dict):
            return {}
        left = dict(extensions[OWN])
        others = {key: value for key, value in extensions.items() if key != OWN}
        columns: Node = {}
        if table is not None and isinstance(left.get("fields"), dict):
            columns, unknown = self._fields(left.pop("fields"), table, where)
            left.update({"fields": unknown} if unknown else {})
        del node["extensions"]
        if isinstance(left.get("source"), dict):
            stale = self._restore(node, left.pop("source"), where)
            left.update({"source": stale} if stale else {})
        if left:
            others[OWN] = left
        if others:
            name = "extensions" if "extensions" not in node else "extensions beside"
            node[name] = others
        return columns

    def _fields(self, fields: Node, table: str, where: str) -> tuple[Node, Node]:
        kinds = kept_kinds(table)
        columns: Node = {}
        unknown: Node = {}
        for column, value in fields.items():
            if column in kinds and is_column(kinds[column], value):
                columns[column] = value
                self.keep(f"{where}.extensions", f"{table}.{column}", leaves(value))
            else:
                unknown[column] = value
        return columns, unknown

    def _restore(self, node: Node, source: Node, where: str) -> Node:
        """Put values back as their source wrote them. Returns those that another program has changed since."""
        stale: Node = {}
        for name, value in source.items():
            if name == "identifier" and isinstance(node.get(name), str) and plain_uuid(node[name]):
                node[_ORIGINAL] = value  # the UUID that was made of it stays the item's own
                continue
            how = case.CLASSES[where].get(name)
            near = bent(how, value) if how is not None else None
            if name in node and near is not None and not same(near, node[name]):
                stale[name] = value
                continue
            self.keep_extra(f"{where}.{name}", leaves(node.get(name)))
            node[name] = value
        return stale

    def rest(self, record: Record, node: Node, where: str) -> None:
        """Everything that is left of a node stays with its record."""
        for name, value in node.items():
            if value is not None:
                place = record.extra.setdefault(case.PROPERTIES, {}) if name in case.MARKS else record.extra
                place[name] = plain_link(value)
                self.keep_extra(f"{where}.{name}", 1 if type(value) is str else leaves(value))

    def finish(self) -> None:
        """Write the account and the repairs into the report, equal ones once."""
        for (source, target), count in self._went.items():
            if target == EXTRA:
                self.report.keep_extra(source, count)
            else:
                self.report.keep(source, target, count)
        for (before, after, reason), count in self.repairs.items():
            self.report.repair(f"{count} places" if count > 1 else "", before, after, reason)


def own_columns(row_id: str | None, extra: Node) -> Node:
    """The id and CTID of a row. A UUID that is made of something else is no CTID."""
    if row_id is None:
        return {}
    made = isinstance(extra.get("identifier"), str | int) and extra["identifier"] != ""
    return {"id": row_id} if made else {"id": row_id, "ctid": f"ce-{row_id}"}
