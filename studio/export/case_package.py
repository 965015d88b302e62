# SPDX-License-Identifier: Apache-2.0
"""The package of one framework: document, items in reading order, associations, definitions, rubrics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from studio.export.case_objects import NOT_SEEN, Node, Objects, Row, kept, numbers
from studio.export.case_rubric import rubrics
from studio.export.order import reading_order
from studio.export.service import Finding, Options
from studio.model import schema
from studio.model.associations import KINDS
from studio.model.change import chunks
from studio.standards import case
from studio.standards.case import OWN, made_uuid, plain_uuid
from studio.standards.case_values import link, whole_link

if TYPE_CHECKING:
    from studio.model.project import Project

c = schema.competency.c


class Package:
    """One package, made part by part; findings grow until the last part."""

    def __init__(self, project: Project, objects: Objects, row: Row, options: Options) -> None:
        self.project = project
        self.objects = objects
        self.row = row
        self.options = options
        self.main: str = row["language"] or objects.language
        self.name: str = objects.documents[row["id"]]
        self.extra = kept(row)
        self._children: dict[str | None, list[str]] = {}
        self._parents: dict[str, str | None] = {}
        self._stored: dict[str, Any] = {}
        self._mains: dict[str, str] = {}

    # -- document

    def document(self) -> Node:
        """The document itself; also makes the links to all items ready."""
        self._know_items()
        objects, row = self.objects, self.row
        wanted, fields = objects.written("framework", row, self.main)
        wanted, identifier = objects.named(wanted, row, "")
        if row["publisher_id"] and "publisher" not in wanted:
            self._publisher(wanted)
        if not wanted.get("creator"):
            wanted["creator"] = wanted.get("publisher") or objects.project_name or "Unknown"
        if objects.version == "1.1":
            wanted["caseVersion"] = "1.1"
        else:
            wanted.pop("caseVersion", None)
        return objects.place("CFDocument", wanted, fields, row["id"], identifier)

    def _publisher(self, wanted: Node) -> None:
        o = schema.organization.c
        found = self.project.row(select(o.name).where(o.id == self.row["publisher_id"]))
        name = found.name if found is not None else None
        self.objects.losses.lose(self.row["id"], "the publisher, besides its name")
        if name:
            wanted["publisher"] = name.get(self.main) or next(iter(name.values()))

    def _know_items(self) -> None:
        names = ("id", "ctid", "uri", "parent_id", "code", "label", "statement", "language", "extra")
        where = c.framework_id == self.row["id"]
        for found in self.project.rows(select(*(c[name] for name in names)).where(where).order_by(c.position, c.id)):
            row = found._asdict()
            row_id, extra = row["id"], kept(row)
            self._parents[row_id] = row["parent_id"]
            self._children.setdefault(row["parent_id"], []).append(row_id)
            self._stored[row_id] = extra.get("isChildOf", ())
            self._mains[row_id] = row["language"] or self.main
            self.objects.know(row, self.name, self.objects.item_title(row, self._mains[row_id]))

    # -- parts

    def parts(self) -> Iterator[tuple[str, Iterable[Node]]]:
        """The lists of the package."""
        order = reading_order(self._children, self._parents)
        self._types = self._item_types()
        yield "CFItems", self._items(order)
        yield "CFAssociations", self._associations(order)
        made = list(rubrics(self.project, self.objects, self.row["id"], self.name, self.main))
        if made:
            yield "CFRubrics", made

    def ending(self) -> Node:
        """The definitions, and what the package says of itself."""
        rest = dict(self.extra.get("package") or {})
        lost = rest.pop("CFDefinitions", None)
        definitions = self._definitions(lost if isinstance(lost, dict) else {}, rest)
        made: Node = {"CFDefinitions": definitions}
        extensions = rest.pop("extensions", None)
        if self.objects.version == "1.0":
            for name in [*rest, *(["extensions"] if extensions else [])]:
                self.objects.losses.lose(self.row["id"], f"{name} of the package")
            return made
        if extensions is not None and not isinstance(extensions, dict):
            rest["extensions"], extensions = extensions, None
        if rest:
            self.objects.losses.lose(self.row["id"], f"what its package said beside its parts ({NOT_SEEN})")
            extensions = {**(extensions or {}), OWN: {"source": rest}}
        if extensions:
            made["extensions"] = extensions
        return made

    # -- items

    def _item_types(self) -> dict[str, dict[str, str]]:
        """The links to the definitions of item types, by title."""
        found: dict[str, dict[str, str]] = {}
        for row in self._resources():
            content = row["content"] or {}
            title, identifier, uri = (content.get(name) for name in ("title", "identifier", "uri"))
            if row["type"] != "CFItemTypes":
                continue
            if isinstance(title, str) and isinstance(identifier, str) and isinstance(uri, str):
                found.setdefault(title, link(title, identifier, uri))
        return found

    def _items(self, order: list[str]) -> Iterator[Node]:
        done = 0
        for batch in chunks(order):
            self.options.step(done, len(order), self.main)
            rows = {row["id"]: row for row in self.objects.rows(schema.competency, c.id.in_(batch))}
            for row_id in batch:
                if row_id in rows:  # else deleted by somebody else in a shared workspace while this export runs
                    yield self._item(rows[row_id])
                    yield from self.objects.again("CFItem", kept(rows[row_id]), row_id)
            done += len(batch)

    def _item(self, row: Row) -> Node:
        objects = self.objects
        wanted, fields = objects.written("competency", row, self._mains[row["id"]])
        wanted, identifier = objects.named(wanted, row, self.name)
        objects.dated(row, wanted)
        known = self._types.get(row["item_type"] or "")
        given = wanted.get("CFItemTypeURI")
        stale = isinstance(given, dict) and given.get("title") != row["item_type"]
        unsaid = kept(row).get("unsaid") or {}
        if known is not None and (given is None or stale) and unsaid.get("CFItemTypeURI") != known:
            wanted["CFItemTypeURI"] = known
        elif stale and row["item_type"] is None:
            del wanted["CFItemTypeURI"]
        return objects.place("CFItem", wanted, fields, row["id"], identifier)

    # -- associations

    def _associations(self, order: list[str]) -> Iterator[Node]:
        sequence: dict[str, Any] = {}
        for parent in [None, *order]:
            sequence.update(self._numbers(parent))
        for row_id in order:
            parent = self._parents[row_id]
            if parent is None or parent in self._parents:
                continue
            words = "An item stands under a parent that is not there. Move it to its place in the tree."
            self.objects.findings.append(Finding(words, "warning", row_id))
        for row_id in order:
            if not (self._stored[row_id] is None and self._parents[row_id] is None):
                yield from self._place(row_id, sequence.get(row_id))
        a = schema.association.c
        here = select(c.id).where(c.framework_id == self.row["id"])
        where = or_(a.framework_id == self.row["id"], a.framework_id.is_(None) & a.origin_id.in_(here))
        rows = self.objects.rows(schema.association, where, order=(a.position, a.id))
        self.objects.look_up(row_id for row in rows for row_id in (row["origin_id"], row["destination_id"]))
        for row in rows:
            yield self._association(row)
            yield from self.objects.again("CFAssociation", kept(row), row["id"])

    def _numbers(self, parent: str | None) -> dict[str, Any]:
        """The sequence numbers of the children of an item."""
        target = self._target(parent)["identifier"]
        attached = [child for child in self._children.get(parent, []) if self._stored[child] is not None or parent]
        stored = [self._stored[child] for child in attached]
        complete = all(isinstance(each, dict) and each.get("parent") == target for each in stored)
        given = [each.get("sequenceNumber") if isinstance(each, dict) else None for each in stored]
        return dict(zip(attached, numbers(given, complete), strict=True))

    def _target(self, parent: str | None) -> dict[str, str]:
        """The link to a parent; at the top, or where the parent is not there, to the document."""
        return self.objects.link(parent if parent in self._parents else self.row["id"]) or {}

    def _place(self, row_id: str, number: Any) -> Iterator[Node]:
        """The association that says where an item stands, as its file had it while the item stays there."""
        child, parent = self.objects.link(row_id) or {}, self._target(self._parents[row_id])
        stored = self._stored[row_id]
        same_place = isinstance(stored, dict) and stored.get("parent") == parent["identifier"]
        before: Node = dict(stored) if same_place else {}
        fields = before.pop("fields", None) or {}
        again = {"again": before.pop("again", None)}
        before.pop("parent", None)
        before |= before.pop(case.PROPERTIES, {})
        given = before.get("identifier")
        ends = (child["identifier"], parent["identifier"])
        identifier = plain_uuid(str(given or "")) or made_uuid(*ends, "isChildOf", str(given or ""))
        wanted: Node = {"uri": self.objects.made_address(identifier), "associationType": "isChildOf", **before}
        wanted["identifier"] = given or identifier
        wanted["originNodeURI"] = _end(before.get("originNodeURI"), child)
        wanted["destinationNodeURI"] = _end(before.get("destinationNodeURI"), parent)
        wanted["sequenceNumber"] = number
        yield self.objects.place("CFAssociation", wanted, fields, row_id, identifier)
        yield from self.objects.again("CFAssociation", again, row_id)

    def _association(self, row: Row) -> Node:
        objects = self.objects
        wanted, fields = objects.written("association", row, self.main)
        wanted, identifier = objects.named(wanted, row, self.name)
        spelled = wanted.get("associationType")
        if not isinstance(spelled, str) or case.kind_of(spelled) != row["kind"]:
            wanted["associationType"] = case.type_of(row["kind"])
        if objects.version == "1.0" and case.usual_type(wanted["associationType"]) not in case.TYPES_1_0:
            label = KINDS[row["kind"]].label if row["kind"] in KINDS else row["kind"]
            objects.losses.lose(row["origin_id"], f'a link of the kind "{label}" (written as "is related to")')
            wanted["associationType"] = "isRelatedTo"
        wanted["originNodeURI"] = self._origin(row, wanted.get("originNodeURI"))
        wanted["destinationNodeURI"] = self._destination(row, wanted.get("destinationNodeURI"))
        return objects.place("CFAssociation", wanted, fields, row["id"], identifier)

    def _origin(self, row: Row, stored: Any) -> Node:
        known = self.objects.link(row["origin_id"])
        if known is not None and (isinstance(stored, list | None) or not _means(stored, known)):
            return _end(stored, known)
        return whole_link(stored if isinstance(stored, dict) else {"uri": stored or row["origin_id"]})

    def _destination(self, row: Row, stored: Any) -> Node:
        known = self.objects.link(row["destination_id"])
        outside = dict(stored) if isinstance(stored, dict) else {}
        if row["destination_name"]:
            outside["title"] = row["destination_name"]
        place = row["destination_uri"] or row["destination_id"]
        named = plain_uuid(str(outside.get("identifier") or ""))
        if place and not (outside.get("uri") and place == f"urn:uuid:{named}"):
            outside["uri"] = place
        if known is not None and not (row["destination_uri"] and isinstance(stored, dict) and _means(outside, known)):
            return _end(stored, known)
        return whole_link(outside)

    # -- definitions

    def _resources(self) -> list[Row]:
        r = schema.resource.c
        where = (r.document_id == self.row["id"], r.standard == "case")
        return self.objects.rows(schema.resource, *where, order=(r.position, r.id))

    def _definitions(self, lost: Node, rest: Node) -> Node:
        made: Node = {name: [] for name in case.DEFINITIONS}
        for row in self._resources():
            content = dict(row["content"] or {})
            if row["type"] not in made:
                self.objects.losses.lose(row["id"], f"a definition of the kind {row['type'] or 'nobody named'}")
                continue
            given = content.get("identifier")
            identifier = plain_uuid(str(given or "")) or made_uuid(self.name, row["type"], str(given or row["id"]))
            content.setdefault("uri", self.objects.made_address(identifier))
            content.setdefault("identifier", identifier)
            made[row["type"]].append(self.objects.place(row["type"], content, {}, row["id"], identifier))
        if isinstance(lost.get("extensions"), dict) and self.objects.version == "1.1":
            made["extensions"] = lost["extensions"]
            lost = {name: value for name, value in lost.items() if name != "extensions"}
        if lost:
            rest["CFDefinitions"] = lost
        return made


def _end(stored: Any, known: dict[str, str]) -> Node:
    """The link to an object of the package; the file's own one while the text that gives its title is as it was."""
    if isinstance(stored, list) and len(stored) == 2 and stored[1] == known["title"]:
        found = stored[0]
        if isinstance(found, dict):
            return {**known, **found}
    return dict(known)


def _means(given: Any, known: dict[str, str]) -> bool:
    """Whether a link of a file means the object that is known."""
    identifier = given.get("identifier") if isinstance(given, dict) else None
    return isinstance(identifier, str) and plain_uuid(identifier) == known["identifier"]
