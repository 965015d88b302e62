# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a record of CTDL: its identifiers, its references, its terms, its values. One walk over a node
finds everything; the rules pick what is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from studio.model.values import is_ctid, is_uuid
from studio.standards import ctdl
from studio.standards.ctdl_classes import belongs, inverse, known_class, known_property, meant, takes, words
from studio.standards.ctdl_values import as_list, is_language_map

Node = dict[str, Any]

_HOST = re.compile(r"https?://(?:sandbox\.|staging\.)?credentialengineregistry\.org(/|$)", re.IGNORECASE)
_PATH = re.compile(
    r"https?://[^/]+/(?:[\w-]+/)?(?:resources|graph)/ce-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.IGNORECASE
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$")
_UPPER = re.compile(r"ce-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.IGNORECASE)
_DATE = re.compile(r"-?\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?)?)?(Z|[+-]\d\d:\d\d)?$")
_DATES = ("xsd:date", "xsd:dateTime")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the rule, what to say, the property, and the value that was looked at."""

    rule: str
    message: str
    field: str = ""
    text: str = ""
    related: tuple[str, ...] = ()
    fix_id: str | None = None


@dataclass(slots=True)
class Record:
    """A row that came from CTDL, as a node. ``document``: the id of the row whose document it is in."""

    kind: str
    id: str
    code: str
    class_name: str
    ctid: str | None
    uri: str | None
    document: str
    node: Node
    partial: bool = False
    """Whether the node holds only what has no column."""
    made_up: bool = False
    """Whether the row stands for a framework that the file names and does not describe."""


@dataclass(slots=True)
class World:
    """Everything that a reference can name: records and plain rows by address, blank nodes by document."""

    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Class and id of a row, by CTID or address."""
    blank: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Class and id of a row, by document and blank node."""
    records: dict[str, Record] = field(default_factory=dict)
    """Records by the id of their row."""

    def add(self, class_name: str, row_id: str, ctid: str | None, uri: str | None, document: str) -> None:
        """Remember what a row is called."""
        if ctid:
            self.named.setdefault(ctid.lower(), (class_name, row_id))
        if uri and uri.startswith("_:"):
            self.blank.setdefault((document, uri), (class_name, row_id))
            if document == row_id:
                self.blank.setdefault(("", uri), (class_name, row_id))
        elif uri:
            self.named.setdefault(key(uri), (class_name, row_id))

    def find(self, reference: str, document: str) -> tuple[str, str] | None:
        """Class and id of what a reference names."""
        if reference.startswith("_:"):
            return self.blank.get((document, reference)) or self._organization(reference)
        return self.named.get(key(reference))

    def _organization(self, reference: str) -> tuple[str, str] | None:
        """Organizations are rows of their own; the document that described one is not kept."""
        found = self.blank.get(("", reference))
        return found if found is not None and found[0] in ctdl.ORGANIZATION_CLASSES else None


def key(reference: str) -> str:
    """What an address and the thing it names have in common."""
    return ctdl.ctid_of(reference) or (reference.lower() if ctdl.is_bare_ctid(reference) else reference)


def examine(record: Record, world: World) -> list[Problem]:
    """Everything that is wrong with a record, each thing once."""
    found = dict.fromkeys(_Walk(record, world).problems())
    return list(found)


class _Walk:
    def __init__(self, record: Record, world: World) -> None:
        self.record = record
        self.world = world
        self.outside: dict[str, str] = {}
        self.without_language: list[str] = []

    def problems(self) -> Iterator[Problem]:
        yield from self._identity()
        yield from self._node(self.record.node, self.record.class_name)
        yield from self._membership()
        if self.outside:
            name, reference = next(iter(self.outside.items()))[::-1]
            more = f" and {len(self.outside) - 1} more" if len(self.outside) > 1 else ""
            message = f'"{words(name)}" names {reference}{more}, which this project does not have.'
            yield Problem("RS11", message, name, " ".join(sorted(self.outside)))
        if self.without_language:
            listed = ", ".join(dict.fromkeys(f'"{words(name)}"' for name in self.without_language))
            message = f"{listed}: a text without a language. Say which language it is in."
            yield Problem("RS19", message, self.without_language[0], listed)

    # -- identifiers

    def _identity(self) -> Iterator[Problem]:
        if self.record.kind in ("framework", "competency"):
            return  # FW03 looks at these
        said = self.record.node.get("ceterms:ctid", self.record.ctid)
        for ctid in as_list(said):
            yield from self._ctid(str(ctid).strip())
        address = self.record.node.get("@id") or self.record.uri
        if isinstance(address, str) and _HOST.match(address):
            yield from self._own_address(address, str(said).strip() if said else "")

    def _ctid(self, ctid: str) -> Iterator[Problem]:
        name = "ceterms:ctid"
        if is_uuid(ctid.lower()):
            message = f'"{ctid}" is a UUID without "ce-" in front. Write ce-{ctid.lower()}.'
            yield Problem("RS01", message, name, ctid)
        elif is_ctid(ctid):
            if ctid[17] != "4" or ctid[22] not in "89ab":
                message = f"{ctid} is not made at random (UUID version 4). The registry takes it; make new ones so."
                yield Problem("RS04", message, name, ctid)
        elif _UPPER.match(ctid):
            message = f"{ctid} has capital letters. The registry writes CTIDs in lower case."
            yield Problem("RS03", message, name, ctid, fix_id="lower_ctid" if self._is_resource() else None)
        else:
            message = f'"{ctid}" is not a CTID. A CTID is "ce-" and a lower-case UUID.'
            yield Problem("RS02", message, name, ctid)

    def _is_resource(self) -> bool:
        return self.record.kind == "resource"

    def _own_address(self, address: str, ctid: str) -> Iterator[Problem]:
        last = address.rstrip("/").rpartition("/")[2]
        if not _PATH.match(address):
            if last != ctid:  # the address repeats a CTID that has its own finding
                yield Problem("RS05", _not_registry(address), "@id", address)
        elif _UPPER.match(ctid) and last.lower() != ctid.lower():
            message = f"The address ends with {last}, the CTID is {ctid}. Both must be the same."
            yield Problem("RS06", message, "@id", f"{address} {ctid}")

    # -- properties

    def _node(self, node: Node, class_name: str) -> Iterator[Problem]:
        for said in as_list(node.get("@type")) or [class_name]:
            if isinstance(said, str) and ":" in said and not known_class(said):
                yield Problem("RS15", f'CTDL has no class "{said}". Choose one that it has.', "@type", said)
        for name, value in node.items():
            if name[:1] == "@" or ":" not in name:
                continue  # JSON-LD passes over names without a meaning
            yield from self._property(name, value, class_name)

    def _property(self, name: str, value: Any, class_name: str) -> Iterator[Problem]:
        if not known_property(name):
            other = meant(name)
            advice = f"Is it {other}?" if other else "Use one that it has, or take it out."
            yield Problem("RS16", f'CTDL has no property "{name}". {advice}', name, name)
            return
        if class_name and not belongs(name, class_name):
            message = f'"{words(name)}" does not belong to {_article(class_name)}. Take it out, or change the class.'
            yield Problem("RS12", message, name, class_name)
        how = ctdl.coercion(name)
        for entry in as_list(value):
            if how == "@id":
                yield from self._link(name, entry)
            elif isinstance(entry, dict) and not is_language_map(entry):
                yield from self._node(entry, _class_of(entry))
            elif how == "@language" and isinstance(entry, str) and entry.strip():
                self.without_language.append(name)
            elif how in _DATES and isinstance(entry, str) and not _DATE.match(entry.strip()):
                message = f'"{entry[:60]}" in "{words(name)}" is not a date. Write year-month-day.'
                yield Problem("RS18", message, name, entry)

    def _link(self, name: str, entry: Any) -> Iterator[Problem]:
        if isinstance(entry, dict) and set(entry) == {"@id"}:
            entry = entry["@id"]
        if isinstance(entry, dict):
            class_name = _class_of(entry)
            if class_name and not takes(name, class_name):
                yield self._range(name, class_name, class_name)
            yield from self._node(entry, class_name)
        elif isinstance(entry, str) and entry:
            yield from self._reference(name, entry)

    def _reference(self, name: str, reference: str) -> Iterator[Problem]:
        target = self.world.find(reference, self.record.document)
        shown = reference[:80]
        if is_uuid(reference.lower()):
            message = f'"{words(name)}" names the bare UUID {shown}. Write the whole address.'
            yield Problem("RS07", message, name, reference)
        elif ctdl.is_bare_ctid(reference):
            message = f'"{words(name)}" names the bare CTID {shown}. Write the whole address.'
            fix = "full_address" if self._is_resource() else None
            yield Problem("RS08", message, name, reference, fix_id=fix)
        elif reference.startswith("_:"):
            if target is None:
                message = f'"{words(name)}" names {shown}, and nothing in this document is called so. Add it.'
                yield Problem("RS10", message, name, reference)
        elif _HOST.match(reference):
            if not _PATH.match(reference):
                yield Problem("RS05", _not_registry(reference), name, reference)
            elif target is None:
                self.outside.setdefault(reference, name)
        elif not _ADDRESS.match(reference):
            message = f'"{shown}" in "{words(name)}" is not an address. Write one, or use a property for text.'
            yield Problem("RS09", message, name, reference)
        if target is not None:
            yield from self._target(name, reference, target)

    def _target(self, name: str, reference: str, target: tuple[str, str]) -> Iterator[Problem]:
        class_name, row_id = target
        if class_name and not takes(name, class_name):
            yield self._range(name, class_name, reference)
        other, back = self.world.records.get(row_id), inverse(name)
        if other is None or back is None or other.partial or back not in other.node:
            return
        said = {key(each) for each in as_list(other.node[back]) if isinstance(each, str)}
        own = {key(each) for each in (self.record.ctid, self.record.uri, self.record.node.get("@id")) if each}
        if said and own and said.isdisjoint(own):
            message = (
                f'"{words(name)}" names {other.code}, whose "{words(back)}" names something else. Make both agree.'
            )
            yield Problem("RS17", message, name, reference, related=(row_id,))

    def _range(self, name: str, class_name: str, text: str) -> Problem:
        message = f'"{words(name)}" names {_article(class_name)}, and it may not. Name something else there.'
        return Problem("RS13", message, name, text)

    # -- competencies in documents

    def _membership(self) -> Iterator[Problem]:
        """A competency that stands in the document of one framework and says that it is part of another."""
        if self.record.class_name != "ceasn:Competency":
            return
        head = self.world.records.get(self.record.document)
        if head is None or head.class_name != "ceasn:CompetencyFramework" or head.id == self.record.id:
            return
        own = {key(each) for each in (head.ctid, head.uri, head.node.get("@id")) if each}
        for reference in as_list(self.record.node.get("ceasn:isPartOf")):
            if isinstance(reference, str) and own and key(reference) not in own:
                message = (
                    f"It stands in the document of {head.code} and says it is part of {reference[:80]}. Choose one."
                )
                yield Problem("RS14", message, "ceasn:isPartOf", reference, related=(head.id,))


def _class_of(node: Node) -> str:
    return next((each for each in as_list(node.get("@type")) if isinstance(each, str)), "")


def _article(class_name: str) -> str:
    said = words(class_name)
    return f"{'an' if said[:1].lower() in 'aeio' else 'a'} {said}"


def _not_registry(address: str) -> str:
    return f'"{address[:100]}" is not an address of the registry: after "/resources/" comes a CTID.'
