# SPDX-License-Identifier: Apache-2.0
"""The graphs of a project as the Credential Registry wants them: one document a framework, a concept scheme, a
progression model and a rubric; the main node first, then its parts in reading order.

Nodes are made one by one while they are written, so that a framework of 100,000 competencies needs little memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, or_, select

from studio.export import ctdl_findings as check
from studio.export.ctdl_addresses import Addresses, main_language, node, put
from studio.export.ctdl_rubric import rubric_nodes
from studio.export.order import reading_order
from studio.export.service import Finding, Options
from studio.model import schema
from studio.model.associations import KINDS
from studio.model.change import chunks
from studio.model.errors import StudioError
from studio.model.lookup import called
from studio.model.values import in_language
from studio.standards import ctdl

if TYPE_CHECKING:
    from studio.model.project import Project

Node = dict[str, Any]

_MAIN: dict[str, tuple[Table, str]] = {
    "framework": (schema.framework, "framework"),
    "concept_scheme": (schema.concept_scheme, "concepts"),
    "progression_model": (schema.progression_model, "levels"),
    "rubric": (schema.rubric, "rubric"),
}
_PARTS = {
    "concept_scheme": (schema.concept, "scheme_id", "skos:inScheme"),
    "progression_model": (schema.progression_level, "model_id", "ceasn:inProgressionModel"),
}


@dataclass(slots=True)
class Document:
    """One document of the export: what it is about, and the name of its file without ending."""

    kind: str
    id: str
    name: str


def documents(project: Project, ids: Sequence[str]) -> list[Document]:
    """The documents for the named items, or for everything. Raises StudioError for an item that has none."""
    found: list[Document] = []
    names: set[str] = set()
    for kind, (table, word) in _MAIN.items():
        columns = [table.c.id, table.c.name, table.c.ctid, table.c.code if "code" in table.c else table.c.id]
        order = table.c.position if "position" in table.c else _badge_position(table)
        for row in project.rows(select(*columns).order_by(order, table.c.id)):
            if ids and row[0] not in ids:
                continue
            label = file_name(row[3] if "code" in table.c and row[3] else in_language(row.name) or row[0])
            name = unique(label if label.lower().startswith(word) else f"{word}-{label}", names)
            found.append(Document(kind, row[0], name))
    missing = set(ids) - {document.id for document in found}
    if missing:
        raise StudioError(
            f"CTDL graphs are made of frameworks, concept schemes, progression models and rubrics; "
            f'"{called(project, min(missing))}" is none of them. Name the framework it belongs to.'
        )
    if not found:
        raise StudioError("This project has no framework to export yet. Make or import one first.")
    return found


def _badge_position(table: Table) -> Any:
    """Rubrics have no order of their own: they follow the badges that use them."""
    b = schema.badge.c
    return select(func.min(b.position)).where(b.rubric_id == table.c.id).scalar_subquery()


def file_name(text: str) -> str:
    """A text as part of a file name."""
    words = "".join(letter if letter.isalnum() or letter in ".-_" else " " for letter in text).split()
    return "-".join(words)[:60].strip(".-") or "unnamed"


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number when it is taken; remembers it."""
    candidate, number = name, 2
    while candidate.lower() in taken:
        candidate, number = f"{name}-{number}", number + 1
    taken.add(candidate.lower())
    return candidate


class Graph:
    """One document: its address, and its nodes as they are asked for. ``findings`` grows until the last node."""

    def __init__(self, project: Project, document: Document, options: Options, findings: list[Finding | str]) -> None:
        self.project = project
        self.document = document
        self.options = options
        self.findings = findings
        self.registry = ctdl.registry(options.environment)
        self.addresses = Addresses(project, self.registry)
        table = _MAIN[document.kind][0]
        row = project.row(select(table).where(table.c.id == document.id))
        if row is None:
            raise StudioError("What was to be exported is not there any more; somebody deleted it.")
        self.row: dict[str, Any] = row._asdict()
        self.address = self.addresses.remember(document.id, row.ctid, row.uri)
        self.main = main_language(row)

    @property
    def graph_address(self) -> str:
        """The address of the document itself."""
        extra = (self.row.get("extra") or {}).get("ctdl") or {}
        if "@graph-id" in extra:
            return str(self.registry.rebase(extra["@graph-id"]))
        ctid = self.row.get("ctid")
        return self.registry.graph(ctid) if ctid else self.address

    def nodes(self) -> Iterator[Node]:
        """The main node, its parts, then nodes of organizations that the registry does not know."""
        if self.document.kind == "framework":
            yield from self._framework()
        elif self.document.kind == "rubric":
            yield from rubric_nodes(self.project, self.addresses, self.row, self.findings)
        else:
            yield from self._scale()
        extra = (self.row.get("extra") or {}).get("ctdl") or {}
        yield from self.registry.rebase(extra.get("@graph", []))

    # -- frameworks

    def _framework(self) -> Iterator[Node]:
        c = schema.competency.c
        framework_id = self.document.id
        columns = (c.id, c.parent_id, c.ctid, c.uri)
        slim = self.project.rows(select(*columns).where(c.framework_id == framework_id).order_by(c.position, c.id))
        children: dict[str | None, list[str]] = {}
        parents: dict[str, str | None] = {}
        for row in slim:
            self.addresses.remember(row.id, row.ctid, row.uri)
            parents[row.id] = row.parent_id
            children.setdefault(row.parent_id, []).append(row.id)
        order = reading_order(children, parents)
        links = self._links(parents)
        levels, model = self._levels()
        if model:
            self.row = without(self.row, "asn:hasProgressionModel")
        main, publisher = self._main_node("framework")
        put_all(main, "ceasn:hasTopChild", [self._address(child) for child in children.get(None, [])])
        if model:
            put(main, "asn:hasProgressionModel", model)
        for name, targets in links.get(framework_id, {}).items():
            put_all(main, name, targets)
        tally = check.Tally(self.findings)
        tally.framework(self.row, main, len(order))
        yield main
        done = 0
        for batch in chunks(order):
            self.options.step(done, len(order), in_language(self.row["name"], self.main))
            found = self.project.rows(_competencies.where(c.id.in_(batch)))
            by_id: dict[str, dict[str, Any]] = {row.id: row._asdict() for row in found}
            for item_id in batch:
                item = by_id.get(item_id)
                if item is None:  # deleted by somebody else in a shared workspace while this export runs
                    continue
                made = self._competency(item, children, links.get(item_id), levels, tally)
                tally.competency(item, made)
                yield made
            done += len(batch)
        tally.finish()
        if publisher:
            yield publisher

    def _competency(
        self,
        row: dict[str, Any],
        children: dict[str | None, list[str]],
        links: dict[str, list[str]] | None,
        levels: dict[str, str],
        tally: check.Tally,
    ) -> Node:
        extra = (row["extra"] or {}).get("ctdl") or {}
        if not row["category"] and "ceasn:competencyCategory" not in extra:
            row["category"] = row["item_type"]
        if row["status"] == self.row["status"]:
            row["status"] = None  # the framework says it for all its items
        at = [levels[stage] for stage in row["stages"] or [] if stage in levels]
        if at:
            # Stages win over what a file said once: they are what the person edits.
            row = without(row, "asn:hasProgressionLevel")
        made = node("competency", self._address(row["id"]), row, row["language"] or self.main, self.registry)
        put(made, "ceasn:isPartOf", self.address)
        if row["parent_id"] is None:
            put(made, "ceasn:isTopChildOf", self.address)
        else:
            parent = self.addresses.of(row["parent_id"])
            if parent:
                put(made, "ceasn:isChildOf", [parent])
            else:
                tally.orphan(row["id"])
        below = children.get(row["id"])
        if below:
            put_all(made, "ceasn:hasChild", [self._address(child) for child in below])
        for name, targets in (links or {}).items():
            put_all(made, name, targets)
        put_all(made, "asn:hasProgressionLevel", at)
        tally.stages(len(row["stages"] or []) - len(at))
        return made

    def _address(self, row_id: str) -> str:
        return self.addresses.of(row_id) or row_id

    def _levels(self) -> tuple[dict[str, str], str | None]:
        """The addresses of the progression levels that the framework's stages stand for, by code; and their model."""
        stages = {stage["code"]: stage["level_id"] for stage in self.row["stages"] or [] if stage.get("level_id")}
        if not stages:
            return {}, None
        level = schema.progression_level.c
        model_id = self.project.scalar(select(level.model_id).where(level.id.in_(list(stages.values()))).limit(1))
        self.addresses.look_up([*stages.values(), *([model_id] if model_id else [])])
        found = {code: self.addresses.of(level_id) for code, level_id in stages.items()}
        model = self.addresses.of(model_id) if model_id else None
        return {code: address for code, address in found.items() if address}, model

    def _links(self, parents: dict[str, str | None]) -> dict[str, dict[str, list[str]]]:
        """What each item of this framework says about others: addresses by property, by item."""
        a, c = schema.association.c, schema.competency.c
        here = select(c.id).where(c.framework_id == self.document.id)
        columns = (a.id, a.origin_id, a.kind, a.destination_id, a.destination_uri)
        rows = self.project.rows(
            select(*columns)
            .where(or_(a.origin_id.in_(here), a.origin_id == self.document.id, a.destination_id.in_(here)))
            .order_by(a.position, a.id)
        )
        self.addresses.look_up(
            row_id for row in rows for row_id in (row.origin_id, row.destination_id) if row_id is not None
        )
        made: dict[str, dict[str, list[str]]] = {}
        dropped: dict[str, int] = {}
        for row in rows:
            kind, origin, target = row.kind, row.origin_id, row.destination_id
            outgoing = origin in parents or origin == self.document.id
            if kind == "precedes":
                # CTDL-ASN says it from the other end: what comes later names what it needs.
                if target not in parents:
                    dropped[kind] = dropped.get(kind, 0) + 1
                    continue
                kind, origin, target, outgoing = "prerequisiteAlignment", target, origin, True
            if not outgoing:
                continue
            known = KINDS.get(kind)
            address = self.addresses.of(target or row.destination_uri or "")
            if known is None or known.ctdl is None or address is None:
                dropped[kind] = dropped.get(kind, 0) + 1
                continue
            made.setdefault(origin, {}).setdefault(known.ctdl, []).append(address)
        for kind, count in sorted(dropped.items()):
            self.findings.append(check.unmapped(kind, count))
        return made

    # -- concept schemes and progression models

    def _scale(self) -> Iterator[Node]:
        table, column, belongs = _PARTS[self.document.kind]
        p = table.c
        rows = self.project.rows(select(table).where(p[column] == self.document.id).order_by(p.position, p.id))
        children: dict[str | None, list[str]] = {}
        parents: dict[str, str | None] = {}
        for row in rows:
            self.addresses.remember(row.id, row.ctid, row.uri)
            parents[row.id] = row.parent_id
            children.setdefault(row.parent_id, []).append(row.id)
        main, publisher = self._main_node(self.document.kind)
        tops = children.get(None, [])
        put_all(main, "skos:hasTopConcept", [self._address(top) for top in tops])
        check.scale(self.row, main, self.document.kind, self.findings)
        yield main
        by_id: dict[str, dict[str, Any]] = {row.id: row._asdict() for row in rows}
        for part_id in reading_order(children, parents):
            part = by_id[part_id]
            made = node(table.name, self._address(part_id), part, self.main, self.registry)
            put(made, belongs, self.address)
            siblings = children[part["parent_id"]]
            if part["parent_id"] is None:
                put(made, "skos:topConceptOf", self.address)
            else:
                put(made, "skos:broader", self._address(part["parent_id"]))
            put_all(made, "skos:narrower", [self._address(child) for child in children.get(part_id, [])])
            if self.document.kind == "progression_model":
                place = siblings.index(part_id)
                put_all(made, "ceterms:precededBy", [self._address(each) for each in siblings[place - 1 : place]])
                put_all(made, "ceterms:precedes", [self._address(each) for each in siblings[place + 1 : place + 2]])
            yield made
        if publisher:
            yield publisher

    def _main_node(self, table: str) -> tuple[Node, Node | None]:
        main = node(table, self.address, self.row, self.main, self.registry)
        if not self.row["publisher_id"]:
            return main, None
        address, publisher = self.addresses.publisher(self.row["publisher_id"], self.findings)
        put_all(main, "ceasn:publisher", [address] if address else [])
        return main, publisher


_competencies = select(
    *(
        schema.competency.c[name]
        for name in ("id", "ctid", "uri", "parent_id", "item_type", "complexity", "stages", "extra")
    ),
    *(schema.competency.c[field.column] for field in ctdl.FIELDS["competency"]),
)


def without(row: dict[str, Any], name: str) -> dict[str, Any]:
    """The row as if no file had brought this property."""
    extra = row.get("extra") or {}
    if name not in extra.get("ctdl", {}):
        return row
    left = {key: value for key, value in extra["ctdl"].items() if key != name}
    return {**row, "extra": {**extra, "ctdl": left}}


def put_all(made: Node, name: str, values: list[str]) -> None:
    """Add a list of addresses, if there are any."""
    if values:
        put(made, name, values)
