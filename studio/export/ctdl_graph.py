# SPDX-License-Identifier: Apache-2.0
"""The graphs of a project as the Credential Registry wants them: the main node first, then its parts in reading order,
then what came in the same document.

Nodes are made one by one while they are written, so that a framework of 100,000 competencies needs little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from studio.export import ctdl_findings as check
from studio.export.ctdl_addresses import Addresses, main_language, node, put, without
from studio.export.ctdl_documents import TABLES, Document, documents, file_name, member_classes, members, unique
from studio.export.ctdl_rubric import rubric_nodes
from studio.export.losses import Losses
from studio.export.order import reading_order
from studio.export.service import Finding, Options
from studio.model import schema
from studio.model.associations import KINDS
from studio.model.change import chunks
from studio.model.errors import StudioError
from studio.model.values import in_language
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list

if TYPE_CHECKING:
    from studio.model.project import Project

__all__ = ["Document", "Graph", "documents", "file_name", "unique"]

Node = dict[str, Any]

_PARTS = {
    "concept_scheme": (schema.concept, "scheme_id", "skos:inScheme"),
    "progression_model": (schema.progression_level, "model_id", "ceasn:inProgressionModel"),
}


class Graph:
    """One document: its address, and its nodes as they are asked for. ``findings`` grows until the last node."""

    def __init__(
        self,
        project: Project,
        document: Document,
        options: Options,
        findings: list[Finding | str],
        losses: Losses | None = None,
    ) -> None:
        self.project = project
        self.document = document
        self.options = options
        self.findings = findings
        self.registry = ctdl.registry(options.environment)
        self.addresses = Addresses(project, self.registry)
        self.losses = losses or check.losses(findings)
        table = TABLES[document.kind][0]
        row = project.row(select(table).where(table.c.id == document.id))
        if row is None:
            raise StudioError("What was to be exported is not there any more; somebody deleted it.")
        self.row: dict[str, Any] = row._asdict()
        self.extra: dict[str, Any] = (self.row.get("extra") or {}).get("ctdl") or {}
        self.address = self.addresses.remember(document.id, row.ctid, row.uri)
        self.main = main_language(self.row) if "language" in self.row else "en"
        self.said: set[str] = set()
        """The links (by id) of a framework's items that its nodes say, or those of the framework at the other end."""
        self.unwritten = bool(self.extra.get("@made-up")) and not self.row.get("description")
        """No file described the framework and nobody has since: its items are written as they came, without it."""

    @property
    def graph_address(self) -> str | None:
        """The address of the document itself; ``None`` for one without."""
        if "@graph-id" in self.extra:
            return str(self.registry.rebase(self.extra["@graph-id"]))
        ctid = self.row.get("ctid")
        if ctid and not self.unwritten:
            return self.registry.graph(ctid)
        return None if self.address.startswith("_:") or self.unwritten else self.address

    @property
    def context(self) -> str | list[str]:
        """The contexts of the document: the published ones, and others that it came with."""
        own = self.row["type"] if self.document.kind == "resource" else ctdl.CLASSES[self.document.kind]
        published = ctdl.contexts([str(own or ""), *member_classes(self.project, self.document.id)])
        others = [address for address in self.extra.get("@context", ()) if isinstance(address, str)]
        return [*others, *as_list(published)] if others else published

    def nodes(self) -> Iterator[Node]:
        """The main node, its parts, nodes of organizations that the registry does not know, then what else came in the
        document."""
        if self.document.kind == "framework":
            yield from self._framework()
        elif self.document.kind == "rubric":
            yield from rubric_nodes(self.project, self.addresses, self.row, self.findings)
        elif self.document.kind == "organization":
            self.losses.row("organization", self.row)
            yield node("organization", self.address, self.row, self.main, self.registry)
        elif self.document.kind == "resource":
            yield self._whole(self.row)
        else:
            yield from self._scale()
        yield from self.registry.rebase(self.extra.get("@graph", []))
        for member in members(self.project, self.document.id):
            yield self._whole(member)

    def _whole(self, row: dict[str, Any]) -> Node:
        """A resource as it came; registry addresses are of the environment."""
        self.losses.row("resource", row)
        made: Node = self.registry.rebase(row["content"] or {})
        return made

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
        tally = check.Tally(self.findings, self.losses)
        if self.unwritten:
            tally.made_up(self.row)
        else:
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
        if row["item_type"] and (row["category"] or "ceasn:competencyCategory" in extra):
            tally.losses.lose(row["id"], "type of item beside its category")
        else:
            row["category"] = row["category"] or row["item_type"]
        at = [levels[stage] for stage in row["stages"] or [] if stage in levels]
        if at:
            # Stages win over what a file said once: they are what the person edits.
            row = without(row, "asn:hasProgressionLevel")
        made = node("competency", self._address(row["id"]), row, row["language"] or self.main, self.registry)
        if not self.unwritten:
            put(made, "ceasn:isPartOf", self.address)
        if row["parent_id"] is None:
            if not self.unwritten:
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
        if len(row["stages"] or []) > len(at):
            tally.losses.lose(row["id"], "stages without a progression level")
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
        columns = (a.id, a.origin_id, a.kind, a.destination_id, a.destination_uri, a.destination_name, a.note, a.extra)
        rows = self.project.rows(
            select(*columns)
            .where(or_(a.origin_id.in_(here), a.origin_id == self.document.id, a.destination_id.in_(here)))
            .order_by(a.position, a.id)
        )
        self.addresses.look_up(
            row_id for row in rows for row_id in (row.origin_id, row.destination_id) if row_id is not None
        )
        elsewhere = self._later_elsewhere([row.destination_id for row in rows if row.kind == "precedes"], parents)
        made: dict[str, dict[str, list[str]]] = {}
        for row in rows:
            kind, origin, target = row.kind, row.origin_id, row.destination_id
            outgoing = origin in parents or origin == self.document.id
            if kind == "precedes":
                # CTDL-ASN says it from the other end: what comes later names what it needs.
                if target in elsewhere:
                    self.said.add(row.id)
                    self.findings.append(check.from_the_other_end(kind, origin))
                    continue
                if target not in parents:
                    self.findings.append(check.unmapped(kind, origin))
                    continue
                kind, origin, target, outgoing = "prerequisiteAlignment", target, origin, True
            if not outgoing:
                continue
            known = KINDS.get(kind)
            address = self.addresses.of(target or row.destination_uri or "")
            if known is None or known.ctdl is None or address is None:
                self.findings.append(check.unmapped(kind, origin))
                continue
            self.losses.row("association", {**row._asdict(), "id": origin})
            if ctdl.LINKS.get(known.ctdl, kind) != kind:
                other = KINDS[ctdl.LINKS[known.ctdl]].label
                self.losses.lose(origin, f'the kind of a link ("{known.label}"); it is written as "{other}"')
            self.said.add(row.id)
            made.setdefault(origin, {}).setdefault(known.ctdl, []).append(address)
        return made

    def _later_elsewhere(self, targets: list[str], parents: dict[str, str | None]) -> set[str]:
        """Those of the ids that are items of other frameworks: their documents say what they need first."""
        c = schema.competency.c
        wanted = [target for target in dict.fromkeys(targets) if target and target not in parents]
        return {row.id for batch in chunks(wanted) for row in self.project.rows(select(c.id).where(c.id.in_(batch)))}

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
        pairs = [pair for siblings in children.values() for pair in pairwise(siblings)]
        before, behind = {two: [one] for one, two in pairs}, {one: [two] for one, two in pairs}
        for part_id in reading_order(children, parents):
            part = by_id[part_id]
            made = node(table.name, self._address(part_id), part, self.main, self.registry)
            put(made, belongs, self.address)
            check.lost(self.losses, table.name, part)
            if part["parent_id"] is None:
                put(made, "skos:topConceptOf", self.address)
            else:
                put(made, "skos:broader", self._address(part["parent_id"]))
            put_all(made, "skos:narrower", [self._address(child) for child in children.get(part_id, [])])
            if self.document.kind == "progression_model":
                put_all(made, "ceterms:precededBy", [self._address(each) for each in before.get(part_id, ())])
                put_all(made, "ceterms:precedes", [self._address(each) for each in behind.get(part_id, ())])
            yield made
        if publisher:
            yield publisher

    def _main_node(self, table: str) -> tuple[Node, Node | None]:
        main = node(table, self.address, self.row, self.main, self.registry)
        if not self.unwritten:
            check.lost(self.losses, table, self.row)
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


def put_all(made: Node, name: str, values: list[str]) -> None:
    """Add a list of addresses, if there are any."""
    if values:
        put(made, name, values)
