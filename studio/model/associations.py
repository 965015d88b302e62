# SPDX-License-Identifier: Apache-2.0
"""Links between items: the kinds of CTDL-ASN and CASE, what each one says, and how it reads from the other end.

A link is a statement by the author of its origin. Neither standard declares inverses for alignments, so a view that
shows both ends computes the other one (:func:`from_the_other_end`); nothing is ever written about items that the
author does not own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from studio.model import schema
from studio.model.errors import NotAllowed
from studio.model.items import append_positions
from studio.model.project import Project


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of link. ``meaning`` completes "A (the origin) ... B (the destination)".

    ``inverse`` is the kind that says the same from B to A: itself when symmetric, ``None`` when no kind says it.
    ``ctdl``, ``case`` and ``skos`` are the standards' own names; ``None`` where the standard cannot say it in this
    direction.
    """

    name: str
    label: str
    meaning: str
    inverse: str | None = None
    ctdl: str | None = None
    case: str | None = None
    skos: str | None = None

    @property
    def symmetric(self) -> bool:
        """Whether the link says the same in both directions."""
        return self.inverse == self.name


_ALL = (
    Kind(
        "exactAlignment",
        "Same as",
        "covers the same as B",
        "exactAlignment",
        "ceasn:exactAlignment",
        "exactMatchOf",
        "skos:exactMatch",
    ),
    Kind(
        "majorAlignment",
        "Large overlap",
        "overlaps B largely",
        "majorAlignment",
        "ceasn:majorAlignment",
        None,
        "skos:closeMatch",
    ),
    Kind("minorAlignment", "Small overlap", "overlaps B a little", "minorAlignment", "ceasn:minorAlignment"),
    # The property names what the *destination* is: broadAlignment points at something broader.
    Kind(
        "broadAlignment",
        "Part of broader",
        "is covered by the broader B",
        "narrowAlignment",
        "ceasn:broadAlignment",
        None,
        "skos:broadMatch",
    ),
    Kind(
        "narrowAlignment",
        "Covers narrower",
        "covers the narrower B",
        "broadAlignment",
        "ceasn:narrowAlignment",
        None,
        "skos:narrowMatch",
    ),
    Kind("precedes", "Comes before", "is learned before B", "prerequisiteAlignment", None, "precedes"),
    Kind("prerequisiteAlignment", "Needs first", "needs B first", "precedes", "ceasn:prerequisiteAlignment"),
    Kind("isRelatedTo", "Related to", "is related to B", "isRelatedTo", "ceasn:alignTo", "isRelatedTo", "skos:related"),
    Kind("isPeerOf", "Peer of", "is a peer of B", "isPeerOf", "ceasn:alignTo", "isPeerOf"),
    Kind("alignFrom", "Aligned from", "is what B is aligned to", "isRelatedTo", "ceasn:alignFrom"),
    Kind("comprisedOf", "Comprises", "includes the meaning of B", None, "ceasn:comprisedOf"),
    Kind("isPartOf", "Part of", "is a part of B", None, "ceasn:broadAlignment", "isPartOf"),
    Kind("isChildOf", "Child of", "is a child of B in another framework", None, "ceasn:broadAlignment", "isChildOf"),
    Kind(
        "crossSubjectReference", "Other subject", "refers to B of another subject", None, "ceasn:crossSubjectReference"
    ),
    Kind("derivedFrom", "Derived from", "was made out of B", None, "ceasn:derivedFrom"),
    Kind("isVersionOf", "Version of", "is an edition of B", None, "ceasn:isVersionOf"),
    Kind("replacedBy", "Replaced by", "was replaced by B", None, None, "replacedBy", "dcterms:isReplacedBy"),
    Kind("inferredCompetency", "Implies", "implies B", None, "ceasn:inferredCompetency"),
    Kind("skillEmbodied", "Uses skill", "puts the skill B to use", None, "ceasn:skillEmbodied"),
    Kind("knowledgeEmbodied", "Uses knowledge", "puts the knowledge B to use", None, "ceasn:knowledgeEmbodied"),
    Kind("abilityEmbodied", "Uses ability", "puts the ability B to use", None, "ceasn:abilityEmbodied"),
    Kind("taskEmbodied", "Uses task", "contains the task B", None, "ceasn:taskEmbodied"),
    Kind("complexityLevel", "Complexity", "has the level of complexity B", None, "ceasn:complexityLevel"),
    Kind("hasProgressionLevel", "At level", "stands at level B", None, "asn:hasProgressionLevel", "hasSkillLevel"),
    Kind("hasProgressionModel", "Uses levels of", "uses the levels of B", None, "asn:hasProgressionModel"),
    Kind("conceptTerm", "Filed under", "is filed under the term B", None, "ceasn:conceptTerm"),
    Kind("exemplar", "Example", "is shown by the example B", None, None, "exemplar"),
    Kind("isTranslationOf", "Translation of", "is a translation of B", "isTranslationOf", None, "isTranslationOf"),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""Every kind of link by name."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link as seen from one of its ends. ``kind`` is ``None`` where no kind reads the other way round;
    ``outgoing`` says whether the item is the origin, and then ``stated`` equals ``kind``."""

    id: str
    kind: str | None
    stated: str
    outgoing: bool
    other_id: str | None
    other_uri: str | None
    other_name: str | None


def from_the_other_end(kind: str) -> str | None:
    """The kind that says the same from the destination to the origin, or ``None``. Unknown kinds have none."""
    known = KINDS.get(kind)
    return known.inverse if known else None


def links(project: Project, item_id: str) -> list[Link]:
    """Every link at an item, those it states first, then those that point at it."""
    a = schema.association.c
    columns = (a.id, a.kind, a.origin_id, a.destination_id, a.destination_uri, a.destination_name)
    rows = project.rows(
        select(*columns)
        .where(or_(a.origin_id == item_id, a.destination_id == item_id))
        .order_by(a.position, a.kind, a.id)
    )
    stated = [
        Link(row.id, row.kind, row.kind, True, row.destination_id, row.destination_uri, row.destination_name)
        for row in rows
        if row.origin_id == item_id
    ]
    pointing = [
        Link(row.id, from_the_other_end(row.kind), row.kind, False, row.origin_id, None, None)
        for row in rows
        if row.origin_id != item_id
    ]
    return stated + pointing


def add(
    project: Project,
    origin_id: str,
    kind: str,
    destination_id: str | None = None,
    *,
    destination_uri: str | None = None,
    destination_name: str | None = None,
) -> str:
    """Link an item to another item of the project, or to an address elsewhere. Returns the link's id.

    A link that is there already is not made again. Raises NotAllowed for an unknown kind, a link of an item to
    itself, or a link to nothing.
    """
    row = {
        "origin_id": origin_id,
        "kind": kind,
        "destination_id": destination_id,
        "destination_uri": destination_uri,
        "destination_name": destination_name,
    }
    return add_many(project, [row])[0]


def add_many(project: Project, links: Iterable[Mapping[str, Any]], label: str | None = None) -> list[str]:
    """Add links given as columns of ``association``; ``framework_id`` and ``position`` are filled in."""
    rows = [dict(link) for link in links]
    for row in rows:
        _check(row)
    label = label or ("Link two items" if len(rows) == 1 else f"Add {len(rows)} links")
    with project.change(label) as change:
        a = schema.association.c
        frameworks = _frameworks_of(project, {row["origin_id"] for row in rows})
        ids: list[str] = []
        fresh: list[dict[str, Any]] = []
        for row in rows:
            same = (
                select(a.id)
                .where(a.origin_id == row["origin_id"], a.kind == row["kind"])
                .where(a.destination_id.is_not_distinct_from(row.get("destination_id")))
                .where(a.destination_uri.is_not_distinct_from(row.get("destination_uri")))
            )
            known = project.scalar(same)
            if known is None:
                row.setdefault("framework_id", frameworks.get(row["origin_id"]))
                fresh.append(row)
            ids.append(known or "")
        places = append_positions(change.connection, schema.association, len(fresh))
        made = iter(
            change.insert(schema.association, [{"position": p, **r} for r, p in zip(fresh, places, strict=True)])
        )
        return [known or next(made) for known in ids]


def remove(project: Project, ids: Iterable[str]) -> None:
    """Remove links. Ids that are not there are passed over."""
    ids = list(ids)
    with project.change("Remove a link" if len(ids) == 1 else f"Remove {len(ids)} links") as change:
        change.delete(schema.association, ids)


def turn_around(project: Project, link_id: str) -> None:
    """Swap the two ends of a link, keeping its kind. Raises NotAllowed when the other end is not of this project."""
    a = schema.association.c
    row = project.row(select(a.origin_id, a.destination_id).where(a.id == link_id))
    if row is None or row.destination_id is None:
        raise NotAllowed("Only a link between two items of this project can be turned around.")
    with project.change("Turn a link around") as change:
        framework = _frameworks_of(project, {row.destination_id}).get(row.destination_id)
        ends = {"origin_id": row.destination_id, "destination_id": row.origin_id, "framework_id": framework}
        change.update(schema.association, {link_id: ends})


def _check(row: Mapping[str, Any]) -> None:
    if row["kind"] not in KINDS:
        raise NotAllowed(f'There is no kind of link called "{row["kind"]}".')
    if row["origin_id"] == row.get("destination_id"):
        raise NotAllowed("An item cannot be linked to itself.")
    if not row.get("destination_id") and not row.get("destination_uri"):
        raise NotAllowed("A link needs a destination: an item of this project, or an address.")


def _frameworks_of(project: Project, origin_ids: Iterable[str]) -> dict[str, str]:
    """The framework of each origin; a framework that links is its own."""
    c, f = schema.competency.c, schema.framework.c
    found: dict[str, str] = {}
    for origin_id in origin_ids:
        owner = project.scalar(select(c.framework_id).where(c.id == origin_id))
        if owner is None and project.scalar(select(f.id).where(f.id == origin_id)):
            owner = origin_id
        if owner is not None:
            found[origin_id] = owner
    return found
