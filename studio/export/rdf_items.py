# SPDX-License-Identifier: Apache-2.0
"""Trees of items as plain RDF nodes, for every standard that a :class:`Vocabulary` describes.

What came from a document of the standard is said as it was said there; what is new is said from both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from studio.export.losses import Losses
from studio.export.order import reading_order
from studio.export.service import Options
from studio.model import schema
from studio.model.associations import KINDS
from studio.model.change import chunks
from studio.model.values import is_ctid, is_uuid
from studio.standards import ctdl
from studio.standards.rdf_nodes import Node
from studio.standards.rdf_shape import INFERRED_LANGUAGE, LABELS, MADE_UP, PLACE, SAID, Vocabulary
from studio.standards.rdf_values import WRITE
from studio.standards.rdf_writing import address

if TYPE_CHECKING:
    from studio.model.project import Project

Row = dict[str, Any]

_TABLES: tuple[Table, ...] = (
    schema.competency,
    schema.concept,
    schema.framework,
    schema.concept_scheme,
    schema.progression_level,
    schema.progression_model,
    schema.resource,
    schema.organization,
)

_OF_LINKS = {"note": "note on a link", "destination_name": "name of what a link points at"}
"""Columns of links that statements have no place for, in words."""


class Names:
    """The address of every row: its own, the registry's for its CTID, else one made of its id."""

    def __init__(self, project: Project, environment: str, standard: str) -> None:
        self.project = project
        self.registry = ctdl.registry(environment)
        self.standard = standard
        self._known: dict[str, str] = {}
        self._blank: set[str] = set()

    def remember(self, row: Row) -> str:
        """The address of a row, kept for references to it."""
        row_id = row["id"]
        known = self._known.get(row_id)
        if known is None:
            known = self._known[row_id] = self._of(row)
        return known

    def _of(self, row: Row) -> str:
        uri = row.get("uri") or ((row.get("extra") or {}).get(self.standard) or {}).get("@id")
        if uri and uri.startswith("_:"):
            uri = uri if uri not in self._blank else f"_:{row['id']}"
            self._blank.add(uri)
            return str(uri)
        made = address(uri) if uri else None
        if made is not None:
            return made
        if row.get("ctid"):
            return self.registry.resource(row["ctid"])
        return f"urn:uuid:{row['id']}" if is_uuid(row["id"]) else f"_:{row['id']}"

    def look_up(self, ids: Iterable[str | None]) -> None:
        """Remember the addresses of rows of any table."""
        wanted = [row_id for row_id in dict.fromkeys(ids) if row_id and row_id not in self._known]
        for table in _TABLES:
            columns = [table.c.id, table.c.ctid, table.c.uri, table.c.extra]
            for batch in chunks(wanted):
                for row in self.project.rows(select(*columns).where(table.c.id.in_(batch))):
                    self.remember(row._asdict())
            wanted = [row_id for row_id in wanted if row_id not in self._known]
            if not wanted:
                return

    def of(self, reference: str) -> str | None:
        """The address of a known row; of a CTID; an address itself; ``None`` for anything else."""
        if is_ctid(reference) and reference not in self._known:
            return self.registry.resource(reference)
        return self._known.get(reference) or (None if is_uuid(reference) else address(reference))


class TreeWriter:
    """Makes the nodes of one owner with its parts, its links, and what came with it that has no table."""

    def __init__(self, project: Project, vocabulary: Vocabulary, options: Options, losses: Losses) -> None:
        self.project = project
        self.vocabulary = vocabulary
        self.losses = losses
        self.options = options
        self.names = Names(project, options.environment, vocabulary.name)
        self.nodes: dict[str, Node] = {}
        self.rows: dict[str, Row] = {}
        self.order: list[str] = []
        self.places: dict[str, dict[str, set[str]]] = {}
        """By item and property: the addresses that say the tree."""

    def document(self, owner: Row) -> list[Node]:
        """The nodes in reading order: the owner, its parts, what else came with them."""
        shape = self.vocabulary.shape
        part = schema.ITEMS[shape.part]
        statement = select(part).where(part.c[shape.column] == owner["id"]).order_by(part.c.position, part.c.id)
        rows: dict[str, Row] = {row.id: row._asdict() for row in self.project.rows(statement)}
        children: dict[str | None, list[str]] = {}
        for row in rows.values():
            children.setdefault(row["parent_id"], []).append(row["id"])
        order = reading_order(children, {row_id: row["parent_id"] for row_id, row in rows.items()})
        self.rows, self.order = rows, order
        resources = self._resources(owner["id"])
        for row in (owner, *rows.values(), *resources):
            self.names.remember(row)
        self.names.look_up(row["parent_id"] for row in rows.values())
        self.nodes[owner["id"]] = self._node(shape.owner, owner, shape.owner_class)
        self._owner(owner)
        for done, row_id in enumerate(order):
            if done % 500 == 0:
                self.options.step(done, len(order), self.vocabulary.title)
            self.nodes[row_id] = self._node(shape.part, rows[row_id], shape.part_class)
        for row_id in order:
            self._place(owner, rows[row_id])
        self._links([owner["id"], *order])
        made = [_tidy(self.nodes[row_id]) for row_id in (owner["id"], *order)]
        return made + [self._resource(row) for row in resources]

    def resource_document(self, head: Row) -> list[Node]:
        """The nodes of a document that no table's row heads."""
        rows = [head, *self._resources(head["id"])]
        for row in rows:
            self.names.remember(row)
        return [self._resource(row) for row in rows]

    # -- items

    def _extra(self, row: Row) -> dict[str, Any]:
        found: dict[str, Any] = (row.get("extra") or {}).get(self.vocabulary.name) or {}
        return found

    def _node(self, table: str, row: Row, class_name: str) -> Node:
        extra = self._extra(row)
        made: Node = {"@id": self.names.remember(row)}
        types = extra.get("@type", [class_name])
        if types:
            made["@type"] = list(types)
        said, labels = extra.get(SAID, {}), extra.get(LABELS, {})
        for field in self.vocabulary.fields[table]:
            how = said.get(field.column, {})
            value = row.get(field.column)
            if field.column == "name" and MADE_UP in extra and isinstance(value, dict):
                value = {tag: text for tag, text in value.items() if text != extra[MADE_UP]}
            if field.column in labels and isinstance(value, dict):
                value = {tag: text for tag, text in value.items() if text != labels[field.column].get(tag)}
            values = WRITE[field.kind](value, how)
            if values:
                made.setdefault(how.get("by", field.property), []).extend(values)
        for name, values in extra.items():
            if name[0] != "@":
                made.setdefault(name, []).extend(values)
        self.losses.row(table, row)
        if row.get("ctid") and not extra and not made["@id"].endswith(row["ctid"]):
            self.losses.lose(row["id"], "the CTID beside an address of its own")
        return made

    def _owner(self, owner: Row) -> None:
        """The main language, where the person chose one; the publisher."""
        extra, made = self._extra(owner), self.nodes[owner["id"]]
        language = owner.get("language")
        if language and language != extra.get(INFERRED_LANGUAGE):
            made["dcterms:language"] = [language]
        publisher = owner.get("publisher_id")
        if publisher:
            self.names.look_up([publisher])
            at = self.names.of(publisher)
            if at is not None:
                made.setdefault("dcterms:publisher", []).append({"@id": at})
            else:
                self.losses.lose(owner["id"], "a publisher that is not in the project")

    # -- the tree

    def _place(self, owner: Row, row: Row) -> None:
        """Say where an item stands: in the ways of its document while it stands there, else from both sides."""
        shape = self.vocabulary.shape
        said = self._extra(row).get(PLACE)
        above = row["parent_id"]
        made_up = MADE_UP in self._extra(owner)
        nameless = made_up and not owner["uri"]
        mine, its_owner = row["id"], owner["id"]
        if (said is None or shape.belongs in said) and not nameless:
            self._say(mine, shape.belongs, its_owner)
        if above is None:
            ways = _ways(said, (shape.top_up, shape.top_down), (shape.up, shape.down), always=False)
            if shape.top_up in ways and not nameless:
                self._say(mine, shape.top_up, its_owner)
            if shape.top_down in ways and not made_up:
                self._say(its_owner, shape.top_down, mine)
            return
        ways = _ways(said, (shape.up, shape.down), (shape.top_up, shape.top_down), always=True)
        if self.names.of(above) is None:
            self.losses.lose(mine, "a place below something that is not in the project")
            return
        if shape.up in ways or above not in self.rows:
            self._say(mine, shape.up, above)
        if shape.down in ways and above in self.rows:
            self._say(above, shape.down, mine)

    def _say(self, row_id: str, name: str, target_id: str) -> None:
        at = self.names.of(target_id) or ""
        _refer(self.nodes[row_id], name, at)
        self.places.setdefault(row_id, {}).setdefault(name, set()).add(at)

    # -- links

    def _links(self, ids: list[str]) -> None:
        a = schema.association.c
        columns = [
            a[name] for name in ("id", "origin_id", "kind", "destination_id", "destination_uri", *_OF_LINKS, "extra")
        ]
        here = dict.fromkeys(ids)
        rows = [
            row
            for batch in chunks(ids)
            for row in self.project.rows(select(*columns).where(a.origin_id.in_(batch)).order_by(a.position, a.id))
        ]
        self.names.look_up(row.destination_id for row in rows)
        for row in rows:
            extra = (row.extra or {}).get(self.vocabulary.name) or {}
            usual = self.vocabulary.usual_link(row.kind)
            names = extra.get("@by") or ([usual] if usual else [])
            at = self.names.of(row.destination_id or row.destination_uri or "")
            if at is None or not names or row.origin_id not in here:
                label = KINDS[row.kind].label if row.kind in KINDS else row.kind
                self.losses.lose(row.origin_id, f'links of the kind "{label}"')
                continue
            for column, words in _OF_LINKS.items():
                if getattr(row, column):
                    self.losses.lose(row.origin_id, words)
            for name in names:
                _refer(self.nodes[row.origin_id], name, at)

    # -- what no table holds

    def _resources(self, head_id: str) -> list[Row]:
        r = schema.resource.c
        statement = select(schema.resource).where(r.document_id == head_id).order_by(r.position, r.id)
        rows = [row._asdict() for row in self.project.rows(statement)]
        for row in rows:
            if row["standard"] != self.vocabulary.name:
                self.losses.lose(head_id, f"the {row['type'] or 'record'} that came with it")
        return [row for row in rows if row["standard"] == self.vocabulary.name]

    def _resource(self, row: Row) -> Node:
        made: Node = {"@id": self.names.remember(row), **(row["content"] or {})}
        made["@id"] = self.names.remember(row)
        return made


def _ways(said: list[str] | None, here: tuple[str, str], there: tuple[str, str], always: bool) -> set[str]:
    """The properties to write: those of the document, both when it spoke of another place or the item is new.
    ``always``: some statement is needed, because without one the item would stand elsewhere."""
    if said is None:
        return set(here)
    found = set(here) & set(said)
    if found:
        return found
    return set(here) if always or set(there) & set(said) else set()


def _refer(node: Node, name: str, target: str) -> None:
    node.setdefault(name, []).append({"@id": target})


def _tidy(node: Node) -> Node:
    """Each value of a property once, in its order."""
    for name, values in node.items():
        if name[0] != "@" and len(values) > 1:
            seen: dict[str, Any] = {}
            for value in values:
                seen.setdefault(schema.to_json(value), value)
            if len(seen) < len(values):
                node[name] = list(seen.values())
    return node
