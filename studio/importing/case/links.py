# SPDX-License-Identifier: Apache-2.0
"""The associations of CASE: places in the tree, links between items, and links to what is not in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.importing.case.nodes import Node, Nodes
from studio.importing.case.tree import Place, Tree
from studio.importing.records import Record
from studio.standards import case
from studio.standards.case import plain_uuid, uuid_in
from studio.standards.case_values import is_address, number_of, plain_link
from studio.standards.ctdl_values import leaves

_NO_TYPE = "isRelatedTo"
"""The kind of a link whose association says no type."""


@dataclass(slots=True)
class _Entry:
    """One association while it is read. ``rest``: what nobody has taken yet; ``child``: the item whose place it is."""

    node: Node
    rest: Node
    framework: str
    number: int
    type: str = ""
    given_type: Any = None
    from_given: Any = None
    to_given: Any = None
    origin: str | None = None
    destination: str | None = None
    child: str | None = None
    kept: Node = field(default_factory=dict)


class Links:
    """Knows what the file's objects are called, and makes places and links out of its associations."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.records: dict[str, Record] = {}
        self.languages: dict[str, str] = {}
        """The main language of each document."""
        self._owner: dict[str, str] = {}
        self._link: dict[str, dict[str, str]] = {}
        self._by_name: dict[str, str] = {}

    def know(
        self, key: str, owner: str, written: dict[str, str], extra: Mapping[str, Any], record: Record | None = None
    ) -> None:
        """Remember an object: the document it belongs to, and the link that is written to it."""
        self._owner[key] = owner
        self._link[key] = written
        if record is not None:
            self.records[key] = record
        for name in (key, extra.get("identifier"), written["uri"]):
            if isinstance(name, str | int):
                self._by_name.setdefault(str(name), key)

    def end(self, given: Any) -> str | None:
        """The key of the object of the file that a link means, by identifier, by address, by what the address ends
        with."""
        if isinstance(given, dict):
            identifier = given.get("identifier")
            if isinstance(identifier, int):
                identifier = str(identifier)
            if isinstance(identifier, str):
                key = self._by_name.get(identifier) or self._by_name.get(plain_uuid(identifier) or "")
                if key is not None:
                    return key
                if identifier:
                    return self._by_name.get(given["uri"]) if isinstance(given.get("uri"), str) else None
            given = given.get("uri")
        if not isinstance(given, str):
            return None
        return self._by_name.get(given) or self._by_name.get(uuid_in(given) or given.rsplit("/", 1)[-1])

    def says(self, given: Any, key: str) -> bool:
        """Whether a link says no more than which object is meant."""
        written = self._link[key]
        return bool(given == written or given == written["uri"] or plain_link(given) == written)

    # -- associations

    def read(
        self,
        associations: list[Node],
        framework_of: Callable[[Node, str], str],
        trees: dict[str, Tree],
        items: Mapping[str, Record],
    ) -> list[Record]:
        """Put the items into their trees; the other associations as records, in the order of the file."""
        entries: list[_Entry] = []
        for number, node in enumerate(associations):
            rest = dict(node)
            entries.append(_Entry(node, rest, framework_of(rest, "CFAssociation"), number))
        for entry in entries:
            self._take_ends(entry)
            self._place(entry, trees)
        for tree in trees.values():
            for place in tree.cut_loops():
                entries[place.association].child = None
                self.nodes.repairs["", "", "Items that were children of each other: one of them went to the top"] += 1
        made: list[Record] = []
        seen: dict[tuple[Any, ...], Record | Node] = {}
        for entry in entries:
            record = self._record(entry, items, trees, seen)
            if record is not None:
                made.append(record)
        for key, record in items.items():
            owner = self._owner[key]
            if key not in trees[owner].places:
                record.extra["isChildOf"] = None  # the file attaches it nowhere
        return made

    def _take_ends(self, entry: _Entry) -> None:
        rest = entry.rest
        entry.kept = self.nodes.own(rest, "association", "CFAssociation")
        given = rest.pop("associationType", None)
        entry.type = case.usual_type(given) if isinstance(given, str) else ""
        entry.given_type = given
        entry.from_given, entry.to_given = rest.pop("originNodeURI", None), rest.pop("destinationNodeURI", None)
        entry.origin, entry.destination = self.end(entry.from_given), self.end(entry.to_given)

    def _place(self, entry: _Entry, trees: dict[str, Tree]) -> None:
        """The first "is child of" within a document is the item's place."""
        origin, destination = entry.origin, entry.destination
        if entry.type != "isChildOf" or origin is None or destination is None or origin == destination:
            return
        owner = self._owner[origin]
        if origin not in trees.get(owner, Tree({})).items or self._owner[destination] != owner:
            return
        parent = None if destination == owner else destination
        if parent is not None and parent not in trees[owner].items:
            return
        number = number_of(entry.rest.get("sequenceNumber"))
        if trees[owner].put(origin, Place(parent, entry.number, number)):
            entry.child = origin

    def _record(
        self,
        entry: _Entry,
        items: Mapping[str, Record],
        trees: dict[str, Tree],
        seen: dict[tuple[Any, ...], Record | Node],
    ) -> Record | None:
        kind = case.kind_of(entry.type) if entry.type else _NO_TYPE
        # A project has each link once: one that goes by the same names at both ends stays with the first.
        froms, tos = _called(entry.from_given, entry.origin), _called(entry.to_given, entry.destination)
        ends = [(kind, one, other) for one in froms for other in tos]
        twin = next((seen[each] for each in ends if each in seen), None)
        if twin is not None:
            self._again(twin, entry)
            return None
        if entry.child is not None:
            self.nodes.original(entry.rest, "CFAssociation")
            record = items[entry.child]
            place = trees[self._owner[entry.child]].places[entry.child]
            if place.parent is not None:
                record.references["parent_id"] = place.parent
            record.extra["isChildOf"] = self._place_extra(entry)
            for each in ends:
                seen[each] = record.extra["isChildOf"]
            return None
        made = self._link_record(entry, kind)
        for each in ends:
            seen[each] = made
        return made

    def _again(self, twin: Record | Node, entry: _Entry) -> None:
        """An association that the file has a second time stays with the first one and is written after it."""
        extra = twin.extra if isinstance(twin, Record) else twin
        again = dict(entry.rest)
        again["associationType"] = entry.given_type
        again["originNodeURI"], again["destinationNodeURI"] = entry.from_given, entry.to_given
        again = {key: value for key, value in again.items() if value is not None}
        extra.setdefault("again", []).append(again)
        self.nodes.keep_extra("CFAssociation", leaves(again))
        reason = "The file says this association twice; the second stays with the first"
        self.nodes.repairs[str(entry.node.get("identifier")), "", reason] += 1

    def _place_extra(self, entry: _Entry) -> Node:
        """The association behind an item's place: written back as it is while the item stays there."""
        nodes = self.nodes
        extra: Node = {"fields": entry.kept} if entry.kept else {}
        extra["parent"] = self._link[entry.destination or ""]["identifier"]
        nodes.keep("CFAssociation.associationType", "competency.parent_id")
        if entry.given_type != entry.type:
            extra["associationType"] = entry.given_type
        self._keep_end(extra, "originNodeURI", entry.from_given, entry.origin, "competency.parent_id")
        self._keep_end(extra, "destinationNodeURI", entry.to_given, entry.destination, "competency.parent_id")
        for name, value in plain_link(entry.rest).items():
            if value is None:
                continue
            (extra.setdefault(case.PROPERTIES, {}) if name in case.PLACE_MARKS else extra)[name] = plain_link(value)
            if name == "sequenceNumber":
                nodes.keep("CFAssociation.sequenceNumber", "competency.position", leaves(value))
            else:
                nodes.keep_extra(f"CFAssociation.{name}", 1 if type(value) is str else leaves(value))
        return extra

    def _keep_end(self, extra: Node, name: str, given: Any, key: str | None, target: str) -> None:
        """A link to an object of the file: another title or address than ours is kept, with the title that ours has,
        so that it is not written any more when the text has changed."""
        written = self._link[key or ""]
        if given == written or plain_link(given) == written:
            self.nodes.keep(f"CFAssociation.{name}", target, len(given))
            return
        self.nodes.keep_extra(f"CFAssociation.{name}", leaves(given))
        extra[name] = [plain_link(given), written["title"]]

    def _link_record(self, entry: _Entry, kind: str) -> Record:
        nodes = self.nodes
        rest = entry.rest
        key, row_id, extra = nodes.identify(rest, entry.framework, "CFAssociation")
        record = Record("association", key, extra=extra, where=f"CFAssociation {key}")
        if row_id is not None:
            record.columns["id"] = row_id
        record.columns["kind"] = kind
        if entry.given_type is not None and entry.given_type == case.type_of(kind):
            nodes.keep("CFAssociation.associationType", "association.kind")
        else:
            extra["associationType"] = entry.given_type
            nodes.keep_extra("CFAssociation.associationType", leaves(entry.given_type))
        record.references["framework_id"] = entry.framework
        self._origin(record, entry)
        self._destination(record, entry)
        nodes.columns(record, "association", rest, self.languages.get(entry.framework, "en"), entry.kept)
        nodes.rest(record, rest, "CFAssociation")
        if kind == "isChildOf":
            extra.setdefault("associationType", entry.given_type)
        return record

    def _origin(self, record: Record, entry: _Entry) -> None:
        given = entry.from_given
        if entry.origin is not None:
            record.references["origin_id"] = entry.origin
            self._keep_end(record.extra, "originNodeURI", given, entry.origin, "association.origin_id")
            return
        names = _names(given)
        record.references["origin_id"] = names or ("?",)
        record.extra["originNodeURI"] = plain_link(given)
        self.nodes.keep_extra("CFAssociation.originNodeURI", leaves(given))

    def _destination(self, record: Record, entry: _Entry) -> None:
        given = entry.to_given
        if entry.destination is not None:
            record.references["destination_id"] = entry.destination
            self._keep_end(record.extra, "destinationNodeURI", given, entry.destination, "association.destination_id")
            return
        names = _names(given)
        if names:
            # What came from CASE has the CTID of its UUID: one name is enough to find it.
            record.references["destination_id"] = names[1] if len(names) > 1 and names[1][:3] == "ce-" else names
        left = dict(plain_link(given)) if isinstance(given, dict) else {}
        title, uri = left.get("title"), left.get("uri") if left else given
        if isinstance(uri, str) and uri and (is_address(uri) or not names or uri == given):
            record.columns["destination_uri"] = uri
            left.pop("uri", None)
            self.nodes.keep("CFAssociation.destinationNodeURI", "association.destination_uri")
        elif names:
            # "local:..." means nothing elsewhere, a UUID does.
            found = plain_uuid(names[0])
            record.columns["destination_uri"] = f"urn:uuid:{found}" if found else names[0]
        if isinstance(title, str) and title:
            record.columns["destination_name"] = left.pop("title")
            self.nodes.keep("CFAssociation.destinationNodeURI", "association.destination_name")
        if left or not (isinstance(given, dict | str) and given):
            record.extra["destinationNodeURI"] = left if isinstance(given, dict) else given
            self.nodes.keep_extra("CFAssociation.destinationNodeURI", leaves(left or given))


def _called(given: Any, key: str | None) -> tuple[str, ...]:
    """What an end is called, to find associations that are said twice."""
    if key is not None:
        return (key,)
    names = _names(given)
    uri = given.get("uri") if isinstance(given, dict) else given
    return (*names[:1], uri) if isinstance(uri, str) and uri else names[:1] or ("",)


def _names(given: Any) -> tuple[str, ...]:
    """What the project may call an object that is not in the file."""
    if isinstance(given, str) and given:
        found = uuid_in(given)
        return (found, f"ce-{found}", given) if found else (given,)
    if not isinstance(given, dict):
        return ()
    identifier, uri = given.get("identifier"), given.get("uri")
    found = plain_uuid(identifier) if isinstance(identifier, str) else None
    if found:
        return found, f"ce-{found}"
    return tuple(name for name in (identifier, uri) if isinstance(name, str) and name)
