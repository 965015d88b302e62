# SPDX-License-Identifier: Apache-2.0
"""Requests to the Registry Assistant, Credential Engine's publishing service, as the CTDL documents it makes of them.

A request names things by CTID or describes them, gives a duration in months, a concept by its label. What CTDL says
for it stands in the table of fields (``assistant_fields``); what nothing in CTDL says is handed back.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from studio.standards import assistant_values as values
from studio.standards import ctdl
from studio.standards.assistant_fields import GRAPHS, RequestClass, bodies, class_name, request_class
from studio.standards.assistant_nodes import Account, Builder, Node
from studio.standards.assistant_parts import PARTS, join_parts
from studio.standards.ctdl_values import as_list, leaves

_UNNAMED = uuid.UUID("0a3c4d52-6a2e-5d0c-8f5e-6f6f3f0b1b7d")
_OBJECTS = ("ReferenceObjects", "ReferenceMembers")
_WITH_LANGUAGE = (
    *("Credential", "Assessment", "LearningOpportunity", "CompetencyFramework", "ConceptScheme", "ProgressionModel"),
    *("Rubric", "AlignmentMap"),
)
_STATUS = "ceterms:credentialStatusType"
_SANDBOX = "sandbox.credentialengineregistry.org"


@dataclass(slots=True)
class Converted:
    """What a request says as CTDL.

    ``documents``: made of its bodies; ``graphs``: CTDL that it holds as it is; ``taken``: how many values of each
    field went to a property, by (body and field, property); ``account``: what was left or changed.
    """

    documents: list[Node] = field(default_factory=list)
    graphs: list[Any] = field(default_factory=list)
    taken: dict[tuple[str, str], int] = field(default_factory=dict)
    account: Account = field(default_factory=Account)


def is_request(document: Any) -> bool:
    """Whether a JSON document is a request with something to publish."""
    if not isinstance(document, dict) or "@graph" in document or "@context" in document:
        return False
    if any(name in document for name in (*GRAPHS, "GraphContentRequest")):
        return True
    body = next((name for name in bodies() if isinstance(document.get(name), dict | list)), None)
    return body is not None and not any(":" in name for name in document)


def is_bare_body(document: Any) -> bool:
    """Whether a JSON document is what a request would publish, without the request around it."""
    if not isinstance(document, dict) or any(name[:1] == "@" or ":" in name for name in document):
        return False
    kind = _bare_class(document)
    if kind is None:
        return False
    known = sum(kind.field(name) is not None for name in document)
    return known >= 3 and known * 3 >= len(document) * 2


def _bare_class(document: Node) -> RequestClass | None:
    said = document.get("Type") or document.get("CredentialType")
    name = class_name(said) if isinstance(said, str) else None
    return request_class(name) if name else None


def convert(request: Node, language: str = "en-US") -> Converted:
    """The documents of a request. ``language``: of its texts, when it does not say.

    Addresses are those of the production registry, unless the request itself speaks of the sandbox.
    """
    result = Converted()
    reading = _Request(request, language, result)
    if is_request(request):
        reading.read(request, "")
    else:
        kind = _bare_class(request)
        if kind is not None:
            reading.document(request, kind, kind.name, {}, {})
        else:
            result.account.leave("", request)
    return result


def _language(said: Any, otherwise: str) -> str:
    """``en-US`` for ``en-us``."""
    if not isinstance(said, str) or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", said.strip()):
        return otherwise
    first, *rest = said.strip().split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


class _Request:
    """One request, or one inside another."""

    def __init__(self, request: Node, language: str, result: Converted) -> None:
        base = ctdl.BASES["sandbox" if _SANDBOX in json.dumps(request) else "production"]
        community = request.get("Registry") or request.get("Community")
        if isinstance(community, str) and re.fullmatch(r"[\w-]{1,60}", community.strip()):
            name = community.strip()
            base = base if name.replace("-", "_").lower() == "ce_registry" else f"{base}/{name}"
        self.result = result
        self.described: set[int] = set()
        self.builder = Builder(result.account, _language(request.get("DefaultLanguage"), language), base)

    def read(self, request: Node, path: str) -> None:
        """Every body of the request, each with its parts."""
        parts = {part for name in PARTS if _has_body(request.get(name)) for part in PARTS[name]}
        made = len(self.result.documents)
        for name, value in request.items():
            where = f"{path}{name}"
            if name in GRAPHS:
                self.result.graphs += as_list(value)
            elif name in ("GraphContentRequest", "Pathways"):
                self._inner(value, where)
            elif name in bodies():
                if name not in parts:
                    self._body(name, value, request, where)
            elif name not in _OBJECTS:
                self.result.account.leave(where, value)
        if len(self.result.documents) == made:
            for name in _OBJECTS:
                self.result.account.leave(f"{path}{name}", request.get(name))

    def _inner(self, value: Any, where: str) -> None:
        for entry in as_list(value):
            if isinstance(entry, dict):
                self.read(entry, f"{where}.")
            else:
                self.result.account.leave(where, entry)

    def _body(self, name: str, value: Any, request: Node, where: str) -> None:
        kind, _ = bodies()[name]
        parts = {part: request[part] for part in PARTS.get(name, ()) if part in request}
        for number, entry in enumerate(as_list(value)):
            place = f"{where}[{number}]" if isinstance(value, list) else where
            if isinstance(entry, dict) and leaves(entry):
                self.document(entry, kind, place, parts, request)
                parts = {}
            else:
                self.result.account.leave(place, entry)

    def document(self, body: Node, kind: RequestClass, where: str, parts: Node, request: Node) -> None:
        """One document: the main node, its parts, then what they describe on the way."""
        builder = self.builder
        builder.beside = {}
        builder.head = self._address(body, kind)
        nodes = [self._node(body, kind, where)]
        for name, listed in parts.items():
            inner, _ = bodies()[name]
            for number, entry in enumerate(as_list(listed)):
                if isinstance(entry, dict) and leaves(entry):
                    nodes.append(self._node(entry, inner, f"{name}[{number}]"))
                else:
                    self.result.account.leave(f"{name}[{number}]", entry)
        join_parts(kind.name, nodes)
        self._defaults(nodes[0], kind, where)
        self._objects(request)
        ctid = nodes[0].get("ceterms:ctid")
        address = f"{builder.base}/graph/{ctid}" if isinstance(ctid, str) else nodes[0]["@id"]
        context = ctdl.contexts([kind.ctdl])
        graph = [*nodes, *builder.beside.values()]
        self.result.documents.append({"@context": context, "@id": address, "@graph": graph})

    def _address(self, body: Node, kind: RequestClass) -> str:
        """What a body is called: by its CTID, its own address, or a blank node that its content names."""
        for name in ("CTID", "Ctid", "ceterms:ctid", "Id", "@id", "BlankNodeId", "BNodeId"):
            said = body.get(name)
            if isinstance(said, str) and said.strip():
                plain = said.strip()
                return f"{self.builder.base}/resources/{plain}" if "ctid" in name.lower() else plain
        return f"_:{uuid.uuid5(_UNNAMED, kind.name + json.dumps(body, sort_keys=True))}"

    def _node(self, body: Node, kind: RequestClass, where: str) -> Node:
        """A node with an address, every field counted for what it went to."""
        made: Node = {"@id": self._address(body, kind), "@type": kind.ctdl}
        source = where.partition("[")[0]
        for name, value in _type_last(body):
            before = self.result.account.left_values
            known = self.builder.property(made, kind, name, value, where)
            count = leaves(value) - (self.result.account.left_values - before)
            if count and known is not None:
                key = (f"{source}.{name}", known.property)
                self.result.taken[key] = self.result.taken.get(key, 0) + count
        return made

    def _objects(self, request: Node) -> None:
        """What the request describes for its bodies to point at: in each document, counted for the first one."""
        account, again = self.result.account, id(request) in self.described
        if again:
            self.builder.account = Account()
        for name in _OBJECTS:
            for number, entry in enumerate(as_list(request.get(name))):
                where = f"{name}[{number}]"
                if not again:
                    self._described(entry, where, name)
                elif isinstance(entry, dict):
                    self.builder.thing(entry, where, None)
        self.builder.account = account
        self.described.add(id(request))

    def _described(self, entry: Any, where: str, name: str) -> None:
        """A thing that the request describes for others to point at, by its blank node."""
        before = self.result.account.left_values
        found = self.builder.thing(entry, where, None) if isinstance(entry, dict) else None
        if found is None and self.result.account.left_values == before:
            self.result.account.leave(where, entry)
        count = leaves(entry) - (self.result.account.left_values - before)
        if count:
            self.result.taken[name, "@graph"] = self.result.taken.get((name, "@graph"), 0) + count

    def _defaults(self, head: Node, kind: RequestClass, where: str) -> None:
        """What the service adds: the language, and that a credential is active."""
        builder = self.builder
        known = kind.field("InLanguage")
        if kind.name in _WITH_LANGUAGE and known and known.property not in head:
            head[known.property] = [builder.language]
            reason = "A request without a language is in its default language"
            builder.account.note(where, "", builder.language, reason)
        if kind.name == "Credential" and _STATUS not in head:
            head[_STATUS] = values.concept_object("ceterms:CredentialStatus", "Active", builder.language)
            builder.account.note(where, "", "Active", "A credential without a status is active")


def _has_body(value: Any) -> bool:
    return any(isinstance(entry, dict) and leaves(entry) for entry in as_list(value))


def _type_last(body: Node) -> list[tuple[str, Any]]:
    """The fields of a body; ``Type`` before the field that tells the class more closely, the CTID before addresses."""
    order = {"CTID": 0, "Type": 0, "AtType": 1, "@type": 1}
    return sorted(body.items(), key=lambda pair: order.get(pair[0], 2))
