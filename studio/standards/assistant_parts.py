# SPDX-License-Identifier: Apache-2.0
"""Requests of several parts: which lists belong to which body, and the links that the Registry Assistant fills in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studio.standards.ctdl_values import as_list

Node = dict[str, Any]

PARTS: dict[str, tuple[str, ...]] = {
    "CompetencyFramework": ("Competencies",),
    "ConceptScheme": ("Concepts",),
    "ProgressionModel": ("ProgressionLevels",),
    "Pathway": ("PathwayComponents",),
    "Rubric": ("RubricCriterion", "RubricLevel", "CriterionLevel"),
    "Collection": ("CollectionMembers", "CompetencyMembers"),
}
"""The lists of a request that are published together with its body, in one document."""


def join_parts(name: str, nodes: list[Node]) -> None:
    """Add the links between a main node (the first one) and its parts that the request leaves to the service.

    What the request says itself stays. ``name``: of the body.
    """
    join = _JOINS.get(name)
    if join is not None and len(nodes) > 1:
        join(nodes[0], nodes[1:])


def _tree(belongs: str, top_up: str, up: str, down: str, tops: str) -> Callable[[Node, list[Node]], None]:
    def join(head: Node, parts: list[Node]) -> None:
        below = {child for part in parts for child in as_list(part.get(down)) if isinstance(child, str)}
        found = []
        for part in parts:
            part.setdefault(belongs, head["@id"])
            if up not in part and part["@id"] not in below:
                part.setdefault(top_up, head["@id"])
            if part.get(top_up) == head["@id"]:
                found.append(part["@id"])
        if found:
            head.setdefault(tops, found)

    return join


def _pathway(head: Node, parts: list[Node]) -> None:
    for part in parts:
        part.setdefault("ceterms:isPartOf", [head["@id"]])
    head.setdefault("ceterms:hasPart", [part["@id"] for part in parts])


def _rubric(head: Node, parts: list[Node]) -> None:
    for name, kind in (
        ("ceasn:hasRubricCriterion", "ceasn:RubricCriterion"),
        ("ceasn:hasRubricLevel", "ceasn:RubricLevel"),
    ):
        found = [part["@id"] for part in parts if part["@type"] == kind]
        if found:
            head.setdefault(name, found)


def _collection(head: Node, parts: list[Node]) -> None:
    named = as_list(head.get("ceterms:hasMember"))
    found = [*named, *(part["@id"] for part in parts if part["@id"] not in named)]
    if found:
        head["ceterms:hasMember"] = found


_JOINS: dict[str, Callable[[Node, list[Node]], None]] = {
    "CompetencyFramework": _tree(
        "ceasn:isPartOf", "ceasn:isTopChildOf", "ceasn:isChildOf", "ceasn:hasChild", "ceasn:hasTopChild"
    ),
    "ConceptScheme": _tree("skos:inScheme", "skos:topConceptOf", "skos:broader", "skos:narrower", "skos:hasTopConcept"),
    "ProgressionModel": _tree(
        "ceasn:inProgressionModel", "skos:topConceptOf", "skos:broader", "skos:narrower", "skos:hasTopConcept"
    ),
    "Pathway": _pathway,
    "Rubric": _rubric,
    "Collection": _collection,
}
