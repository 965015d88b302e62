# SPDX-License-Identifier: Apache-2.0
"""What the fields of Registry Assistant requests are in CTDL: the table ``resources/ctdl/assistant.json``.

A field is a property, a kind, and for some kinds a class of requests or a concept scheme; ``*`` after a kind: always
a list. The kinds:

===  =====================================================================================================
L    text by language; LL texts by language
S    a text or code as it is; P a number or yes/no; D a date; T a duration out of years, months ... minutes
U    an address, or the CTID of a thing in the registry
C    a concept, written as an alignment object; V a concept, written as its address
A    an alignment object; F the same with the field names of a classification
G    an organization, E another thing: by CTID, by address, or described, which makes a blank node
O    an object of a class of its own inside the node; N the same as a node beside it
I    what identifies the thing; Y its class
===  =====================================================================================================

and ``onet``, ``cip``, ``naics`` (codes of a classification), ``alt`` (names without one), ``whole`` (all of a
framework), ``costs`` (each item of a cost profile becomes a profile).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from studio.paths import resource
from studio.standards import ctdl


@dataclass(frozen=True, slots=True)
class RequestField:
    """What one field of a request is."""

    property: str
    kind: str
    many: bool
    argument: str = ""


@dataclass(frozen=True, slots=True)
class RequestClass:
    """One class of requests: its name, its class in CTDL, its fields by name in lower case."""

    name: str
    ctdl: str
    fields: dict[str, RequestField]

    def field(self, name: str) -> RequestField | None:
        """The field of this name in any case; ``Name_Map`` and ``NameLangMap`` are the field ``Name`` by language."""
        found = self.fields.get(name.lower())
        return found or self.fields.get(_MAP.sub("", name).lower())


_MAP = re.compile(r"_?(Lang)?Map$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resource("ctdl", "assistant.json").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=1)
def classes() -> dict[str, RequestClass]:
    """Every class of requests by name."""
    return {name: RequestClass(name, entry["class"], _fields(entry)) for name, entry in _table()["classes"].items()}


def _fields(entry: dict[str, Any]) -> dict[str, RequestField]:
    made = {}
    for name, text in entry["fields"].items():
        found, kind, *argument = text.split(" ")
        made[name.lower()] = RequestField(found, kind.rstrip("*"), kind.endswith("*"), "".join(argument))
    return made


@lru_cache(maxsize=1)
def bodies() -> dict[str, tuple[RequestClass, bool]]:
    """The properties of a request that hold what is published: the class, and whether it is a list of them."""
    return {
        name: (classes()[value.rstrip("*")], value.endswith("*"))
        for name, value in _table()["bodies"].items()
        if value.rstrip("*") in classes()
    }


GRAPHS = ("GraphInput", "CompetencyFrameworkGraph", "CollectionGraph", "ConceptSchemeGraph", "PathwayGraph")
"""The properties of a request that hold a graph of CTDL, or a list of them."""

REQUEST_MARKS = ("PublishForOrganizationIdentifier", "DefaultLanguage", "ResourcePublishType", "RegistryEnvelopeId")
"""What a request says besides its body, and other JSON does not."""

_SPOKEN = {"LearningOpportunity": "ceterms:LearningOpportunityProfile", "Assessment": "ceterms:AssessmentProfile"}


@lru_cache(maxsize=512)
def class_name(text: str) -> str | None:
    """The class of CTDL that a request names: ``Certificate``, ``ceterms:Certificate``, ``Learning Opportunity``."""
    word = re.sub(r"\s", "", text)
    known = ctdl.terms()["classes"]
    if word in known:
        return word
    local = word.rpartition(":")[2].rpartition("/")[2]
    found: str | None = _SPOKEN.get(local) or _by_local_name().get(local.lower())
    return found


@lru_cache(maxsize=1)
def _by_local_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for name in ctdl.terms()["classes"]:
        names.setdefault(name.partition(":")[2].lower(), name)
    return names


@lru_cache(maxsize=512)
def request_class(class_of_ctdl: str) -> RequestClass | None:
    """The class of requests that describes things of a CTDL class, or of a class above it."""
    by_class = {entry.ctdl: entry for name, entry in reversed(classes().items()) if name not in _HELPERS}
    parents = ctdl.terms()["classes"]
    todo, seen = [class_of_ctdl], set[str]()
    while todo:
        name = todo.pop(0)
        if name in by_class:
            return by_class[name]
        if name in _LIKE:
            return classes()[_LIKE[name]]
        seen.add(name)
        todo += [parent for parent in parents.get(name, []) if parent not in seen]
    return None


_HELPERS = ("FrameworkItem", "CostProfileItem", "OrganizationReference", "EntityReference")
_LIKE = {
    "ceterms:Course": "LearningOpportunity",
    "ceterms:LearningProgram": "LearningOpportunity",
    "ceterms:CredentialOrganization": "Organization",
    "ceterms:QACredentialOrganization": "Organization",
    "ceterms:PathwayComponent": "PathwayComponent",
}


# -- concepts


@lru_cache(maxsize=1)
def _concepts() -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for scheme, names in _table()["concepts"].items():
        entries = found.setdefault(scheme, {})
        for concept, label in names.items():
            for word in (concept, ctdl.expand(concept), concept.partition(":")[2], label):
                entries.setdefault(_plain(word), (concept, label))
    return found


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def concept(scheme: str, text: str) -> tuple[str, str] | None:
    """The concept of a scheme and its label, by its name with or without prefix, its address, or its label."""
    return _concepts().get(scheme, {}).get(_plain(text))


def scheme_address(scheme: str) -> str:
    """The address under which alignment objects name a concept scheme."""
    prefix, _, local = scheme.partition(":")
    folder = {"ceasn": "ctdlasn", "qdata": "qdata"}.get(prefix, "ctdl")
    return f"https://credreg.net/{folder}/terms/{local}"
