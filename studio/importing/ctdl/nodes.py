# SPDX-License-Identifier: Apache-2.0
"""Documents of CTDL as JSON-LD in any dress (graph, list of nodes, single node, registry envelope, expanded, own
prefixes) as plain nodes: properties by their usual short names, references as text, texts by language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from studio.importing.ctdl.names import Names
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list

Node = dict[str, Any]


@dataclass(slots=True)
class Part:
    """One document of a file: its nodes, the address of its graph, what the registry's envelope says around it, and
    the addresses of contexts that are not the published ones."""

    nodes: list[Node] = field(default_factory=list)
    address: str | None = None
    envelope: dict[str, Any] = field(default_factory=dict)
    contexts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Nodes:
    """The nodes of a file in its order, in one or more documents, and what was repaired on the way."""

    parts: list[Part] = field(default_factory=list)
    """The documents of the file."""
    repairs: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """How often: (before, after, reason)."""

    def repaired(self, before: str, after: str, reason: str) -> None:
        """Count one repair."""
        key = (before, after, reason)
        self.repairs[key] = self.repairs.get(key, 0) + 1


def from_json(documents: list[Any]) -> Nodes:
    """The nodes of JSON documents: each object and each list of the file is a document, each graph in it too."""
    result = Nodes()
    for document in documents:
        _collect(document, Names(None, result.repaired), result, None)
    result.parts = [part for part in result.parts if part.nodes or part.address or part.envelope]
    _tell_apart(result)
    return result


def _tell_apart(result: Nodes) -> None:
    """Give blank nodes of different documents different names: a name means something within its document only."""
    if len(result.parts) < 2:
        return
    taken: set[str] = set()
    for number, part in enumerate(result.parts, 1):
        own = {label for node in part.nodes for label in _described(node)}
        renamed: dict[str, str] = {}
        for label in sorted(own & taken):
            free = (f"{label}-{at}" for at in count(number))
            renamed[label] = next(name for name in free if name not in taken and name not in own)
            reason = "Documents of the file call different things by one name; it ends in a number now"
            result.repaired(label, f"{label}-…", reason)
        if renamed:
            for node in part.nodes:
                node.update(_renamed(node, renamed))
        taken |= own
        taken.update(renamed.values())


def _described(value: Any) -> Iterator[str]:
    """The names of the blank nodes of which a node, or one inside it, says something."""
    if isinstance(value, dict):
        label = value.get("@id")
        if len(value) > 1 and isinstance(label, str) and label.startswith("_:"):
            yield label
    if isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            if isinstance(entry, dict | list):
                yield from _described(entry)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(entry, names) for key, entry in value.items()}
    if isinstance(value, list):
        return [_renamed(entry, names) for entry in value]
    return names.get(value, value) if isinstance(value, str) else value


def _part(result: Nodes, names: Names) -> Part:
    part = Part(contexts=list(names.unknown))
    result.parts.append(part)
    return part


def _collect(document: Any, names: Names, result: Nodes, part: Part | None) -> None:
    """Add what a JSON value holds to its document; ``None``: it begins one."""
    if isinstance(document, list):
        part = part or _part(result, names)
        for entry in document:
            _collect(entry, names, result, part)
    elif not isinstance(document, dict):
        if document is not None:
            (part or _part(result, names)).nodes.append({"@value": document})
    elif isinstance(document.get("decoded_resource"), dict | list):
        _envelope(document, ["decoded_resource"], names, result)
    elif found := results_in(document):
        _envelope(document, found, names, result)
    else:
        if "@context" in document:
            names = names.within(document["@context"])
        if "@graph" in document:
            _graph(document, names, result)
        else:
            plain = {key: value for key, value in document.items() if key != "@context"}
            part = part or _part(result, names)
            part.contexts += [address for address in names.unknown if address not in part.contexts]
            part.nodes += _flat(plain, names)


def _graph(document: dict[str, Any], names: Names, result: Nodes) -> None:
    part = _part(result, names)
    address = document.get("@id")
    if isinstance(address, str):
        part.address = names.reference(address)
    for entry in as_list(document["@graph"]):
        _collect(entry, names, result, part)
    rest = {key: value for key, value in document.items() if key not in ("@context", "@graph", "@id")}
    if address is not None and not isinstance(address, str):
        rest["@id"] = address
    if rest:
        about = {"@id": address} if isinstance(address, str) else {}
        part.nodes += _flat({**about, **rest}, names)


def results_in(document: dict[str, Any]) -> list[str]:
    """The names under which the answer to a search holds records."""
    if any(name[:1] == "@" or ":" in name for name in document):
        return []
    return [name for name, value in document.items() if isinstance(value, list) and value and all(map(_is_node, value))]


def _is_node(entry: Any) -> bool:
    return isinstance(entry, dict) and any(name in entry for name in ("@id", "@type", "@graph", "decoded_resource"))


def _envelope(envelope: dict[str, Any], inside: list[str], names: Names, result: Nodes) -> None:
    """What the registry hands out: records, and around them who published them when, or how many were found.
    ``inside``: the names that hold the records."""
    first = len(result.parts)
    for name in inside:
        _collect(envelope[name], names, result, None)
    holder = next((part for part in result.parts[first:] if part.nodes), None) or _part(result, names)
    around = {key: value for key, value in envelope.items() if key not in inside}
    own = holder.envelope  # in the answer to a search each record may have an envelope of its own
    holder.envelope = own | {f"around: {key}" if key in own else key: value for key, value in around.items()}


def _flat(document: dict[str, Any], names: Names) -> list[Node]:
    """A node, and the parts of a tree that are written inside it, each as a node of its own."""
    if "@context" in document:
        names = names.within(document["@context"])
    inner: list[Node] = []
    made: Node = {}
    for key, value in document.items():
        name = names.property(key)
        if name == "@context":
            continue
        if name == "@id":
            made[name] = names.reference(value) if isinstance(value, str) else value
        elif name == "@type":
            types = [names.type(each) if isinstance(each, str) else each for each in as_list(value)]
            made[name] = types[0] if len(types) == 1 else types
        else:
            plain = _value(name, names.how(key, name), value, names, inner)
            made[name] = [*as_list(made[name]), *as_list(plain)] if name in made else plain
    return [made, *inner]


def _value(name: str, how: str | None, value: Any, names: Names, inner: list[Node]) -> Any:
    """A value as the published context reads it; ``how``: as the document's own context does."""
    if isinstance(value, list):
        entries = [_value(name, how, entry, names, inner) for entry in value]
        if how == "@language" and entries and all(_is_map(entry) for entry in entries):
            if len(value) > 1 and _is_map(value[0]):
                names.repaired(name, name, "Texts by language stood in a list; they are one value now")
            return joined_texts(entries)
        return entries
    if isinstance(value, dict):
        return _object(name, how, value, names, inner)
    usual = ctdl.coercion(name)
    if isinstance(value, str):
        return _text(how, usual, value, names)
    return {"@value": value, "@type": how} if how not in (usual, "@id", "@language", None) else value


def _text(how: str | None, usual: str | None, value: str, names: Names) -> Any:
    if how == "@id":
        reference = names.reference(value)
        return reference if usual == "@id" else {"@id": reference}
    if names.language and how in (None, "@language"):
        return {names.language: value} if usual == "@language" else {"@value": value, "@language": names.language}
    if how in (usual, "@language", None):
        return value
    return {"@value": value, "@type": how}


def _is_map(entry: Any) -> bool:
    return isinstance(entry, dict) and not any(name[:1] == "@" for name in entry)


def _object(name: str, how: str | None, value: dict[str, Any], names: Names, inner: list[Node]) -> Any:
    keys, usual = set(value), ctdl.coercion(name)
    if "@value" in value and keys <= {"@value", "@type", "@language"}:
        if keys == {"@value", "@language"} and usual == "@language" and isinstance(value["@language"], str):
            return {value["@language"]: value["@value"]}
        if keys == {"@value"} or (keys == {"@value", "@type"} and names.type(str(value["@type"])) == usual):
            return value["@value"]
        return {**value, "@type": names.type(value["@type"])} if isinstance(value.get("@type"), str) else value
    if keys == {"@id"} and isinstance(value["@id"], str):
        reference = names.reference(value["@id"])
        return reference if usual == "@id" else {"@id": reference}
    if keys == {"@set"} or (keys == {"@list"} and name in ctdl.STRUCTURE):
        return _value(name, how, next(iter(value.values())), names, inner)
    if keys == {"@list"}:
        return {"@list": _value(name, how, as_list(value["@list"]), names, inner)}
    if how == "@language" and "@id" not in keys and "@type" not in keys:
        if usual == "@language":
            return _without_none(value) if "@none" in keys else value
        return [{"@value": text, "@language": tag} for tag, texts in value.items() for text in as_list(texts)]
    flat = _flat(value, names)
    head = flat[0]
    if name in ctdl.STRUCTURE and isinstance(head.get("@id"), str) and _is_part(head):
        inner += flat
        return head["@id"]
    inner += flat[1:]
    return head


def _without_none(texts: dict[str, Any]) -> Any:
    """``{"en": "a", "@none": "b"}`` (JSON-LD 1.1, 4.6.2) as ``[{"en": "a"}, "b"]``."""
    tagged = {language: text for language, text in texts.items() if language != "@none"}
    entries = [*([tagged] if tagged else []), *as_list(texts["@none"])]
    return entries[0] if len(entries) == 1 else entries


def _is_part(node: Node) -> bool:
    return any(isinstance(each, str) and each in _PARTS for each in as_list(node.get("@type")))


_PARTS = frozenset({*ctdl.CLASSES.values(), *ctdl.ORGANIZATION_CLASSES})


def joined_texts(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """``[{"en": "a"}, {"en": "b"}]`` as ``{"en": ["a", "b"]}``."""
    joined: dict[str, Any] = {}
    for entry in entries:
        for language, text in entry.items():
            joined.setdefault(language, []).extend(as_list(text))
    return {language: texts[0] if len(texts) == 1 else texts for language, texts in joined.items()}
