# SPDX-License-Identifier: Apache-2.0
"""Objects of Registry Assistant requests as nodes of CTDL: one small function a kind of field."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from studio.standards import assistant_values as values
from studio.standards import ctdl
from studio.standards.assistant_classes import SPECIAL, complete_program, joined_lines
from studio.standards.assistant_fields import RequestClass, RequestField, class_name, classes, request_class
from studio.standards.ctdl_values import as_list, is_language_map, leaves, merge

Node = dict[str, Any]
_BLANK = uuid.UUID("6f1e0f0c-5d0b-5a53-9c0e-2a0f5f6d7c11")
_NAMES = ("Id", "@id", "AtId", "BlankNodeId", "CTID", "ceterms:ctid", "Ctid")
_TARGETS = {
    "ceterms:targetAssessment": "ceterms:AssessmentProfile",
    "ceterms:targetLearningOpportunity": "ceterms:LearningOpportunityProfile",
    "ceterms:targetCredential": "ceterms:Credential",
    "ceterms:targetOccupation": "ceterms:Occupation",
    "ceterms:targetJob": "ceterms:Job",
    "ceterms:targetTask": "ceterms:Task",
    "ceterms:prerequisite": "ceterms:Course",
}
"""What a thing is that a property points at, when the request does not call it anything."""

_AS_WRITTEN = ("ceterms:framework", "ceterms:targetNode")
"""Addresses that the registry keeps with the slash at their end."""


@dataclass(slots=True)
class Account:
    """What became of the values of a request: ``left`` has no place in CTDL, by its place in the request; ``notes``
    are values that were changed: place, before, after, why."""

    left: dict[str, Any] = field(default_factory=dict)
    left_values: int = 0
    notes: list[tuple[str, str, str, str]] = field(default_factory=list)

    def leave(self, where: str, value: Any) -> None:
        """Keep what CTDL has no place for."""
        count = leaves(value)
        if count:
            self.left[where if where not in self.left else f"{where} ({len(self.left)})"] = value
            self.left_values += count

    def note(self, where: str, before: str, after: str, reason: str) -> None:
        """Say that a value was changed."""
        if before != after:
            self.notes.append((where, before, after, reason))


class Builder:
    """Makes nodes. ``base``: where the registry is; ``head``: the address of the document's main node; ``beside``:
    the nodes of things that are described on the way, by address."""

    def __init__(self, account: Account, language: str, base: str) -> None:
        self.account = account
        self.language = language
        self.base = base
        self.head = ""
        self.beside: dict[str, Node] = {}

    # -- objects

    def node(self, value: Node, kind: RequestClass, where: str, also: RequestClass | None = None) -> Node:
        """The properties of an object, without its own address."""
        made: Node = {"@type": kind.ctdl}
        for name, inner in value.items():
            self.property(made, kind, name, inner, where, also)
        return made

    def property(
        self, made: Node, kind: RequestClass, name: str, value: Any, where: str, also: RequestClass | None = None
    ) -> RequestField | None:
        """Put one field of an object into its node; what has no place is left."""
        place = f"{where}.{name}"
        if not leaves(value):
            return None
        known = kind.field(name) or (also.field(name) if also else None) or _by_term(name)
        if known is None or value == "":
            self.account.leave(place, value)
            return None
        before = self.account.left_values
        result = _KINDS[known.kind](self, known, value, place)
        if result in (None, "", [], {}):
            if self.account.left_values == before:
                self.account.leave(place, value)
        elif known.property == "ceterms:streetAddress" and known.property in made:
            made[known.property] = joined_lines(made[known.property], result)
        elif known.property in ("@type", "@id", "ceterms:ctid"):
            earlier = made.get(known.property)
            own = (kind.ctdl, f"{self.base}/resources/{made.get('ceterms:ctid')}")  # not said in the request
            if earlier not in (None, result, *own):
                self.account.leave(f"{where}.{known.property}", earlier)
            made[known.property] = result
        else:
            made[known.property] = merge(made[known.property], result) if known.property in made else result
        return known

    def thing(self, value: Any, where: str, fallback: str | None) -> str | None:
        """A thing that is named or described: its address. A described one becomes a node beside, once."""
        if isinstance(value, str):
            return self.reference(value, where)
        if not isinstance(value, dict):
            return None
        own = next((name for name in _NAMES if isinstance(value.get(name), str) and value[name].strip()), None)
        if own is not None and not value[own].startswith("_:"):
            for name, inner in value.items():
                if name != own:
                    self.account.leave(f"{where}.{name}", inner)
            return self.reference(value[own], f"{where}.{own}")
        kind, also = self._class_of(value, fallback)
        return self.put_beside(self.node(value, kind, where, also), value[own] if own else None)

    def _class_of(self, value: Node, fallback: str | None) -> tuple[RequestClass, RequestClass]:
        said = value.get("Type") or value.get("@type") or value.get("AtType") or value.get("CtdlType")
        name = (class_name(said) if isinstance(said, str) else None) or fallback or "ceterms:LearningOpportunityProfile"
        kind = request_class(name) or classes()["EntityReference"]
        own = RequestClass(kind.name, name, kind.fields)
        return own, classes()["OrganizationReference" if kind.name == "Organization" else "EntityReference"]

    def put_beside(self, made: Node, own: str | None = None) -> str | None:
        """A node of its own beside the main one, by its address; equal descriptions share one blank node."""
        made.pop("@id", None)
        if not any(name != "@type" for name in made) and own is None:
            return None
        address = own or f"_:{uuid.uuid5(_BLANK, json.dumps([self.head, made], sort_keys=True))}"
        self.beside[address] = {"@id": address, **self.beside.get(address, {}), **made}
        return address

    def reference(self, text: str, where: str) -> str:
        """An address: the registry's for a CTID; a web address without the slash at its end."""
        plain = text.strip()
        if ctdl.is_bare_ctid(plain):
            return f"{self.base}/resources/{plain.lower()}"
        made = values.address(plain)
        self.account.note(
            where, text, made, "The registry keeps addresses without blanks around and a slash at the end"
        )
        return made

    # -- kinds

    def text(self, text: str, where: str) -> str:
        """A text without blanks around it."""
        made = text.strip()
        self.account.note(where, text, made, "The registry keeps texts without blanks around them")
        return made

    def by_language(self, known: RequestField, value: Any, where: str) -> Any:
        """L and LL: text in the request's language, or by language already."""
        if isinstance(value, dict):
            return self._language_map(known, value, where)
        texts = [self.text(str(entry), where) for entry in as_list(value) if not isinstance(entry, dict | list)]
        for entry in as_list(value):
            if isinstance(entry, dict | list):
                self.account.leave(where, entry)
        many = known.kind == "LL" or len(texts) > 1
        return {self.language: texts if many else texts[0]} if texts else None

    def _language_map(self, known: RequestField, value: Node, where: str) -> Any:
        said = value.get("Language", value.get("@language"))
        if isinstance(said, str) and "Value" in {name.lstrip("@").title() for name in value}:
            value = {said: value.get("Value", value.get("@value"))}
        made: Node = {}
        for language, entry in value.items():
            texts = [self.text(each, f"{where}.{language}") for each in as_list(entry) if isinstance(each, str)]
            for each in as_list(entry):
                if not isinstance(each, str):
                    self.account.leave(f"{where}.{language}", each)
            if texts:
                made[language] = texts if known.kind == "LL" or len(texts) > 1 else texts[0]
        return made

    def plain(self, known: RequestField, value: Any, where: str) -> Any:
        """S, P, D: as it is; texts without blanks around them, dates as ISO 8601."""
        made = []
        for entry in as_list(value):
            if isinstance(entry, dict | list):
                self.account.leave(where, entry)
            elif isinstance(entry, str) and known.kind == "D":
                made.append(values.date(entry.strip()))
                self.account.note(where, entry, made[-1], "Dates are written year-month-day")
            else:
                made.append(self.text(entry, where) if isinstance(entry, str) else entry)
        return _shaped(known, value, made)

    def duration(self, _known: RequestField, value: Any, where: str) -> Any:
        """T: years, months ... minutes as one ISO 8601 duration."""
        if isinstance(value, dict):
            made = values.duration(value)
            if made is not None:
                for name, part in value.items():
                    if name.lower() not in values.DURATION_PARTS:
                        self.account.leave(f"{where}.{name}", part)
            return made
        return value.strip() if isinstance(value, str) else None

    def addresses(self, known: RequestField, value: Any, where: str) -> Any:
        """U: addresses; a CTID becomes the registry's address."""
        made: list[Any] = []
        for entry in as_list(value):
            if isinstance(entry, str) and known.property in _AS_WRITTEN and not ctdl.is_bare_ctid(entry.strip()):
                made.append(entry.strip())
            else:
                found = self.thing(entry, where, _TARGETS.get(known.property))
                made += [found] if found else self._left(where, entry)
        return _shaped(known, value, made)

    def things(self, known: RequestField, value: Any, where: str) -> Any:
        """G, E: organizations and other things, named or described."""
        fallback = "ceterms:Organization" if known.kind == "G" else _TARGETS.get(known.property)
        made: list[Any] = []
        for number, entry in enumerate(as_list(value)):
            place = f"{where}[{number}]" if isinstance(value, list) else where
            found = self.thing(entry, place, fallback) if leaves(entry) else None
            made += [found] if found else self._left(place, entry)
        return _shaped(known, value, made)

    def objects(self, known: RequestField, value: Any, where: str) -> Any:
        """O, N, A, F: objects of a class of their own."""
        made: list[Any] = []
        for number, entry in enumerate(as_list(value)):
            place = f"{where}[{number}]" if isinstance(value, list) else where
            if isinstance(entry, dict):
                made += self._object(known, entry, place) if leaves(entry) else []
            elif isinstance(entry, str) and known.kind in "AF" and entry.strip():
                made.append(self._named(entry, place))
            elif isinstance(entry, str) and known.kind == "N":
                made.append(self.reference(entry, place))
            else:
                self.account.leave(place, entry)
        return _shaped(known, value, made)

    def _object(self, known: RequestField, entry: Node, where: str) -> list[Any]:
        name = known.argument or {"A": "CredentialAlignmentObject", "F": "FrameworkItem"}[known.kind]
        special = SPECIAL.get(name)
        if special is not None:
            return special(self, entry, classes()[name], where)
        made = self.node(entry, classes()[name], where)
        if known.kind == "N":
            return self._beside_with_ctid(made)
        if known.kind == "F" and known.property.endswith(":instructionalProgramType"):
            complete_program(made)
        return [made] if len(made) > 1 else []

    def _beside_with_ctid(self, made: Node) -> list[Any]:
        ctid = made.get("ceterms:ctid")
        made["qdata:relevantDataSetFor"] = merge([self.head], made.get("qdata:relevantDataSetFor"))
        made["qdata:relevantDataSetFor"] = as_list(made["qdata:relevantDataSetFor"])
        found = self.put_beside(made, f"{self.base}/resources/{ctid}" if isinstance(ctid, str) else None)
        return [found] if found else []

    def concepts(self, known: RequestField, value: Any, where: str) -> Any:
        """C: concepts by name, as alignment objects; V: as addresses."""
        made: list[Any] = []
        for entry in as_list(value):
            if isinstance(entry, str) and entry.strip():
                if known.kind == "V":
                    made.append(self.reference(values.concept_address(known.argument, entry), where))
                else:
                    made.append(values.concept_object(known.argument, entry, self.language))
            elif isinstance(entry, dict) and known.kind == "C":
                made += self._concept_of(entry, where)
            else:
                self.account.leave(where, entry)
        return _shaped(known, value if not isinstance(value, dict) or len(made) < 2 else made, made)

    def _concept_of(self, entry: Node, where: str) -> list[Node]:
        if is_language_map(entry) and not any(classes()["FrameworkItem"].field(name) for name in entry):
            return self._names_by_language(entry, where)
        made = self.node(entry, classes()["CredentialAlignmentObject"], where)
        return [made] if len(made) > 1 else []

    def _names_by_language(self, entry: Node, where: str) -> list[Node]:
        made = []
        for language, texts in entry.items():
            for text in as_list(texts):
                if isinstance(text, str) and text.strip():
                    made.append(values.alignment(targetNodeName={language: text.strip()}))
                else:
                    self.account.leave(f"{where}.{language}", text)
        return made

    def alternatives(self, _known: RequestField, value: Any, where: str) -> Any:
        """alt: names that no classification has."""
        made = []
        for entry in as_list(value):
            if isinstance(entry, dict):
                made += self._names_by_language(entry, where)
            elif isinstance(entry, str) and entry.strip():
                made.append(values.alignment(targetNodeName={self.language: entry.strip()}))
            else:
                self.account.leave(where, entry)
        return made

    def codes(self, known: RequestField, value: Any, where: str) -> Any:
        """onet, cip, naics: codes of a classification; whole: a framework all of which is meant."""
        made = []
        for entry in as_list(value):
            if isinstance(entry, bool) or not isinstance(entry, str | int | float) or not str(entry).strip():
                self.account.leave(where, entry)
            elif known.kind == "whole":
                made.append(values.alignment(framework=self.reference(str(entry), where)))
            elif known.kind == "onet":
                made.append(values.occupation(str(entry)))
                self.account.note(where, str(entry), made[-1]["ceterms:codedNotation"], "O*NET codes have this form")
            else:
                made.append(values.classified(values.CIP if known.kind == "cip" else values.NAICS, str(entry)))
        return made

    def identity(self, _known: RequestField, value: Any, _where: str) -> Any:
        """I: an address or CTID as it is, without blanks around it."""
        return value.strip() if isinstance(value, str) else None

    def type(self, _known: RequestField, value: Any, _where: str) -> Any:
        """Y: the class of CTDL; one that CTDL does not know is left."""
        return class_name(value) if isinstance(value, str) else None

    def _named(self, text: str, where: str) -> Node:
        if ctdl.is_bare_ctid(text.strip()) or text.strip().lower().startswith(("http://", "https://")):
            return values.alignment(targetNode=self.reference(text, where))
        return values.alignment(targetNodeName={self.language: self.text(text, where)})

    def _left(self, where: str, value: Any) -> list[Any]:
        """Nothing, with the value left when nobody left it before: part of what a described thing says may be left."""
        if not isinstance(value, dict):
            self.account.leave(where, value)
        return []


_KINDS: dict[str, Callable[[Builder, RequestField, Any, str], Any]] = {
    **dict.fromkeys(("L", "LL"), Builder.by_language),
    **dict.fromkeys(("S", "P", "D"), Builder.plain),
    "T": Builder.duration,
    "U": Builder.addresses,
    **dict.fromkeys(("C", "V"), Builder.concepts),
    **dict.fromkeys(("G", "E"), Builder.things),
    **dict.fromkeys(("O", "N", "A", "F"), Builder.objects),
    **dict.fromkeys(("onet", "cip", "naics", "whole"), Builder.codes),
    "alt": Builder.alternatives,
    "I": Builder.identity,
    "Y": Builder.type,
    "raw": lambda _builder, _known, value, _where: value,
}


def _shaped(known: RequestField, given: Any, made: list[Any]) -> Any:
    """A list where the property takes one or the request gave one; else the single value."""
    if known.many or isinstance(given, list):
        return made
    return made[0] if made else None


def _by_term(name: str) -> RequestField | None:
    """A field that is spelled as CTDL spells the property itself."""
    if name in ("@type", "Type", "AtType", "CtdlType"):
        return RequestField("@type", "Y", False)
    if name == "@id":
        return RequestField("@id", "I", False)
    prefix, colon, _ = name.partition(":")
    return RequestField(name, "raw", False) if colon and prefix in ctdl.terms()["prefixes"] else None
