# SPDX-License-Identifier: Apache-2.0
"""Classes of Registry Assistant requests that do not become one node field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from studio.standards import assistant_values as values
from studio.standards.assistant_fields import RequestClass, classes
from studio.standards.ctdl_values import as_list, leaves, merge

if TYPE_CHECKING:
    from studio.standards.assistant_nodes import Builder

Node = dict[str, Any]


def jurisdiction(builder: Builder, entry: Node, kind: RequestClass, where: str) -> list[Any]:
    """A main place without a name counts only when nothing says whether the jurisdiction is global."""
    place = entry.get("MainJurisdiction")
    if isinstance(place, dict) and isinstance(entry.get("GlobalJurisdiction"), bool):
        named = any(place.get(name) for name in ("Name", "NameLangMap", "Name_Map", "GeoURI"))
        if not named:
            builder.account.leave(f"{where}.MainJurisdiction", place)
            entry = {name: value for name, value in entry.items() if name != "MainJurisdiction"}
    made = builder.node(entry, kind, where)
    return [made] if len(made) > 1 else []


def cost(builder: Builder, entry: Node, kind: RequestClass, where: str) -> list[Any]:
    """A cost profile becomes as many as it has items, each with what all share."""
    shared = builder.node({name: value for name, value in entry.items() if name != "CostItems"}, kind, where)
    made = []
    for number, item in enumerate(as_list(entry.get("CostItems"))):
        place = f"{where}.CostItems[{number}]"
        if isinstance(item, dict):
            own = builder.node(item, classes()["CostProfileItem"], place) if leaves(item) else {}
            both = {name: merge(shared[name], own[name]) for name in own if name in shared and name != "@type"}
            made += [{**shared, **own, **both}] if own else []
        else:
            builder.account.leave(place, item)
    return made or ([shared] if len(shared) > 1 else [])


def money(builder: Builder, entry: Node, kind: RequestClass, where: str) -> list[Any]:
    """An amount without a number is none."""
    if not any(entry.get(name) is not None for name in ("Value", "MinValue", "MaxValue", "UnitText")):
        builder.account.leave(where, entry)
        return []
    return [builder.node(entry, kind, where)]


SPECIAL: dict[str, Callable[[Builder, Node, RequestClass, str], list[Any]]] = {
    "JurisdictionProfile": jurisdiction,
    "CostProfile": cost,
    "MonetaryAmount": money,
}
"""What makes the nodes of a class."""


def joined_lines(first: Any, second: Any) -> Any:
    """Two lines of an address as one, language by language."""
    made = dict(first)
    for language, text in second.items():
        made[language] = f"{made[language]}, {text}" if language in made else text
    return made


def complete_program(made: Node) -> None:
    """A program's code without a classification is one of the CIP."""
    if "ceterms:codedNotation" in made and not made.keys() & {"ceterms:framework", "ceterms:frameworkName"}:
        made["ceterms:framework"] = values.CIP[0]
        made["ceterms:frameworkName"] = {values.LABELS: values.CIP[1]}
