# SPDX-License-Identifier: Apache-2.0
"""ASN manifests: JSON with statements inside statements, as plain nodes (``rdf_nodes``) and back.

``asn_statementLabel`` is the property ``asn:statementLabel``; an address carries its label. How a manifest says what
RDF has no word for (the labels of addresses, lists of one) is kept beside the node under :data:`MANIFEST`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from studio.model.schema import to_json
from studio.standards.asn import SHAPE
from studio.standards.rdf_names import PREFIXES, UNMAPPED, compact, expand
from studio.standards.rdf_nodes import Node, as_list
from studio.standards.rdf_writing import address, is_language_tag

MANIFEST = "@manifest"
"""``labels``: of addresses by property, where they are not the :func:`usual_label`; ``lists``: properties whose single
value stood in a list; ``without``: which of the :func:`usual` entries it does not have; ``root``: of the document,
whether the manifest is a list."""

_STRUCTURE = frozenset({"id", "children"})
_OF_DOCUMENTS = ("dc_title", "asn_jurisdiction", "asn_repositoryDate")


@dataclass(slots=True)
class Manifest:
    """The nodes of a manifest in its order, and how many values it holds: a text or an address is one, each label of
    an address, each identifier, each statement inside another is one."""

    nodes: dict[str, Node] = field(default_factory=dict)
    values: int = 0
    labels: int = 0
    identifiers: int = 0
    usual: int = 0


def read(document: Any) -> Manifest | None:
    """The nodes of a manifest; ``None`` when the JSON is none."""
    entries = document if isinstance(document, list) else [document]
    if not entries or not all(isinstance(entry, dict) and _looks_like_it(entry) for entry in entries):
        return None
    reading = _Reading(Manifest())
    in_list = isinstance(document, list)
    root = [reading.node(entry, not in_list or any(name in entry for name in _OF_DOCUMENTS)) for entry in entries]
    if in_list:
        for key in root:
            if key in reading.made.nodes and SHAPE.owner_class in reading.made.nodes[key]["@type"]:
                reading.made.nodes[key].setdefault(MANIFEST, {})["root"] = "list"
    return reading.made


def _looks_like_it(entry: dict[str, Any]) -> bool:
    return "@id" not in entry and any(name.startswith(("asn_", "dcterms_", "dc_")) for name in entry)


class _Reading:
    def __init__(self, made: Manifest) -> None:
        self.made = made

    def node(self, entry: dict[str, Any], is_document: bool) -> str:
        """Take an entry with all below it; returns its key. ``is_document``: it is no statement."""
        top = ""
        stack: list[tuple[dict[str, Any], Node | None]] = [(entry, None)]
        while stack:
            each, parent = stack.pop()
            key, node = self._start(each, is_document and parent is None)
            top = top or key
            if parent is not None:
                self.made.values += 1
                parent.setdefault(SHAPE.down, []).append({"@id": key})
            known = self._usual(node, each)
            for name, value in each.items():
                if name not in _STRUCTURE and name not in known:
                    self._property(node, name, value)
            children = each.get("children")
            inside = [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []
            if children is not None and (not isinstance(children, list) or len(inside) < len(children) or not inside):
                self._keep(node, "children", [c for c in children if not isinstance(c, dict)] if inside else children)
            stack += [(child, node) for child in reversed(inside)]
        return top

    def _start(self, entry: dict[str, Any], is_document: bool) -> tuple[str, Node]:
        identifier = entry.get("id")
        key = address(identifier) if isinstance(identifier, str) else None
        odd = identifier is not None and key != identifier
        if key is None or key != identifier or key in self.made.nodes:
            odd = identifier is not None
            key = f"_:n{len(self.made.nodes) + 1}"
        node: Node = {"@id": key, "@type": [SHAPE.owner_class if is_document else SHAPE.part_class]}
        self.made.nodes[key] = node
        if odd:
            self._keep(node, "id", identifier)
        elif identifier is not None:
            self.made.values += 1
            self.made.identifiers += 1
        return key, node

    def _usual(self, node: Node, entry: dict[str, Any]) -> set[str]:
        """The entries that only repeat others: they are made again when the manifest is written."""
        expected = usual(entry) if node["@type"] == [SHAPE.part_class] else {}
        known = {name for name, value in expected.items() if entry.get(name) == value}
        if len(known) < len(expected):
            node[MANIFEST] = {"without": [name for name in expected if name not in known]}
        self.made.values += len(known)
        self.made.usual += len(known)
        return known

    def _keep(self, node: Node, name: str, value: Any) -> None:
        """What is no property of ASN: kept word for word."""
        node.setdefault(f"{UNMAPPED}{name}", []).append({"@value": value, "@type": "@json"})
        self.made.values += 1

    def _property(self, node: Node, name: str, value: Any) -> None:
        prefix, _, local = name.partition("_")
        entries = value if isinstance(value, list) else [value]
        found = [self._value(entry) for entry in entries] if prefix in PREFIXES and local else []
        if not found or None in found or _repeats(found):
            self._keep(node, name, value)
            return
        full = compact(expand(f"{prefix}:{local}"))
        said: dict[str, Any] = node.get(MANIFEST, {})
        if isinstance(value, list) and len(value) == 1:
            said.setdefault("lists", []).append(full)
        for entry in entries:
            if isinstance(entry, dict) and "uri" in entry:
                self.made.values += "prefLabel" in entry
                self.made.labels += "prefLabel" in entry
                if entry.get("prefLabel") != usual_label(entry["uri"], full):
                    said.setdefault("labels", {}).setdefault(full, {})[entry["uri"]] = entry.get("prefLabel")
        if said:
            node[MANIFEST] = said
        node[full] = found
        self.made.values += len(found)

    def _value(self, entry: Any) -> Any:
        """A value as RDF says it; ``None`` for one that it would not say again."""
        if isinstance(entry, str):
            return entry
        if not isinstance(entry, dict):
            return None
        if set(entry) <= {"uri", "prefLabel"} and isinstance(entry.get("uri"), str):
            same = address(entry["uri"]) == entry["uri"] and isinstance(entry.get("prefLabel", ""), str)
            return {"@id": entry["uri"]} if same else None
        if set(entry) == {"literal", "language"} and all(isinstance(each, str) for each in entry.values()):
            known = is_language_tag(entry["language"])
            return {"@value": entry["literal"], "@language": entry["language"]} if known else None
        if set(entry) == {"literal", "datatype"} and all(isinstance(each, str) for each in entry.values()):
            return {"@value": entry["literal"], "@type": compact(entry["datatype"])}
        return None


def _repeats(values: list[Any]) -> bool:
    """Whether a value is there twice: RDF would have it once."""
    return len({to_json(value) for value in values}) < len(values)


def usual(entry: dict[str, Any]) -> dict[str, str]:
    """What a manifest repeats for programs that only draw its tree: the text, where there is one, and whether there is
    anything below. Of several texts any may be repeated, and their order means nothing."""
    found = entry.get("dcterms_description")
    said = (each.get("literal") if isinstance(each, dict) else each for each in as_list(found))
    texts = [text for text in said if isinstance(text, str)]
    made = {"text": texts[0]} if len(texts) == 1 else {}
    return made | ({"cls": "folder"} if entry.get("children") else {"leaf": "true"})


def usual_label(uri: str, name: str) -> str:
    """What manifests mostly call an address: the address itself where it identifies, else its last part."""
    if name in ("asn:identifier", "skos:exactMatch"):
        return uri
    return uri.rstrip("/").rpartition("/")[2]


# -- writing


def entry_of(node: Node, said: dict[str, Any], lose: Callable[[str], None]) -> dict[str, Any]:
    """A node as an entry of a manifest, without those below it. ``lose`` is told what a manifest cannot say."""
    made: dict[str, Any] = {}
    if not node["@id"].startswith("_:"):
        made["id"] = node["@id"]
    labels, lists = said.get("labels", {}), said.get("lists", ())
    for name, values in node.items():
        if name.startswith(UNMAPPED):
            raw = [
                value["@value"] if type(value) is dict and value.get("@type") == "@json" else value for value in values
            ]
            made[name.removeprefix(UNMAPPED)] = raw[0] if len(raw) == 1 else raw
            continue
        prefix, colon, local = name.partition(":")
        if name[0] == "@" or not values:
            continue
        if not colon or prefix not in PREFIXES or "_" in prefix:
            lose(f'the property "{expand(name)}"')
            continue
        known = labels.get(name, {})
        entries = [each for value in values if (each := _entry(value, name, known)) is not None]
        if len(entries) < len(values):
            lose("records inside records")
        if entries:
            made[f"{prefix}_{local}"] = entries[0] if len(entries) == 1 and name not in lists else entries
    return made


def _entry(value: Any, name: str, labels: dict[str, Any]) -> Any:
    if type(value) is str:
        return value
    if "@value" in value:
        if "@language" in value:
            return {"literal": value["@value"], "language": value["@language"]}
        return {"literal": value["@value"], "datatype": expand(value["@type"])}
    if len(value) == 1 and "@id" in value and not value["@id"].startswith("_:"):
        label = labels.get(value["@id"], usual_label(value["@id"], name))
        return {"uri": value["@id"]} if label is None else {"uri": value["@id"], "prefLabel": label}
    return None
