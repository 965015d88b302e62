# SPDX-License-Identifier: Apache-2.0
"""What the classes and properties of CTDL allow: kinship, what a property belongs to and takes, what the registry asks
for. Facts from ``resources/ctdl/terms.json``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from studio.standards import ctdl

VOCABULARY = ("ceterms", "ceasn", "asn")
"""The prefixes whose every term is in the table; of other vocabularies only some are."""

ANYTHING = frozenset({"xsd:anyURI", "rdfs:Resource", "skos:Concept", "rdf:langString", "xsd:string"})
"""Ranges that say nothing about what a reference names."""

UNCHECKED_RANGES = frozenset(
    f"ceterms:{name}" for name in ("latestVersion", "nextVersion", "previousVersion", "supersededBy", "supersedes")
) | {"ceasn:isChildOf"}
"""Properties whose published ranges leave out what everybody puts there."""


@lru_cache(maxsize=1024)
def above(name: str) -> frozenset[str]:
    """The classes above a class, at any distance."""
    parents = ctdl.terms()["classes"]
    found: set[str] = set()
    todo = list(parents.get(name, []))
    while todo:
        parent = todo.pop()
        if parent not in found:
            found.add(parent)
            todo += parents.get(parent, [])
    return frozenset(found)


def known_class(name: str) -> bool:
    """Whether CTDL has the class; a class of another vocabulary counts as known."""
    return name in ctdl.terms()["classes"] or name.partition(":")[0] not in VOCABULARY


def known_property(name: str) -> bool:
    """Whether CTDL has the property; one of another vocabulary counts as known."""
    return name in ctdl.terms()["properties"] or name.partition(":")[0] not in VOCABULARY


@lru_cache(maxsize=1)
def _by_local_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ctdl.terms()["properties"]:
        if name.partition(":")[0] in VOCABULARY:
            found.setdefault(name.partition(":")[2].lower(), name)
    return found


def meant(name: str) -> str | None:
    """The property that a misspelled one stands for: the same word in other letters, or of the sister vocabulary."""
    return _by_local_name().get(name.partition(":")[2].strip().lower())


def is_one_of(name: str, listed: Iterable[str]) -> bool:
    """Whether a class, or one above it, is listed. ``Class+`` in a list: every class below it."""
    kin = above(name)
    return any(entry[:-1] in kin if entry.endswith("+") else entry == name or entry in kin for entry in listed)


def _listed(name: str, what: str) -> list[str]:
    """Domains or ranges of a property of CTDL; nothing for other vocabularies, of which the table knows a part."""
    if name.partition(":")[0] not in VOCABULARY:
        return []
    found: list[str] = ctdl.terms()["properties"].get(name, {}).get(what, [])
    return found


def belongs(name: str, class_name: str) -> bool:
    """Whether a property belongs to a class. A property without a domain belongs to all."""
    domains = _listed(name, "domains")
    if not domains or class_name not in ctdl.terms()["classes"]:
        return True
    return is_one_of(class_name, domains)


def takes(name: str, class_name: str) -> bool:
    """Whether a property may name a thing of a class. Without a range, or with an open one, it may."""
    ranges = _listed(name, "ranges")
    if not ranges or name in UNCHECKED_RANGES or class_name not in ctdl.terms()["classes"]:
        return True
    return not ANYTHING.isdisjoint(ranges) or is_one_of(class_name, ranges)


def inverse(name: str) -> str | None:
    """The property that says the same from the other end."""
    found: str | None = ctdl.terms()["properties"].get(name, {}).get("inverse")
    return found


@dataclass(frozen=True, slots=True)
class Required:
    """What the registry's policy asks of a class: every one of ``all``, one of each of ``choices``, 15 letters of
    ``long``."""

    all: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()
    long: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def required(class_name: str) -> Required:
    """The policy for a class; nothing for a class that it does not speak of."""
    for entry in ctdl.terms()["required"]:
        own = (each for each in entry["classes"] if not each.endswith("+"))
        if class_name in own or any(each[:-1] in above(class_name) for each in entry["classes"] if each[-1] == "+"):
            return Required(tuple(entry["all"]), tuple(map(tuple, entry["one of"])), tuple(entry["long"]))
    return Required()


def words(name: str) -> str:
    """A term in words: ``subject webpage`` for ``ceterms:subjectWebpage``."""
    local = name.partition(":")[2] or name
    made = "".join(f" {letter.lower()}" if letter.isupper() and at else letter for at, letter in enumerate(local))
    return made[:1].lower() + made[1:] if not local[:2].isupper() else local
