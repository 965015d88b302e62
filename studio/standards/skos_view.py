# SPDX-License-Identifier: Apache-2.0
"""What CTDL-ASN nodes say in the words of SKOS: frameworks as concept schemes, competencies as concepts.

:func:`view` makes these statements out of the others, always the same. So a document may carry both, and a reader can
take them off again and has missed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from studio.model.schema import to_json
from studio.standards import ctdl
from studio.standards.ctdl_values import is_language_map
from studio.standards.rdf_names import UNMAPPED, compact
from studio.standards.rdf_nodes import Node, as_list, count
from studio.standards.rdf_values import text_in
from studio.standards.rdf_writing import address, is_language_tag

_CLASSES = {
    "ceasn:CompetencyFramework": "skos:ConceptScheme",
    "asn:ProgressionModel": "skos:ConceptScheme",
    "ceasn:Competency": "skos:Concept",
    "asn:ProgressionLevel": "skos:Concept",
}
_SCHEME = {
    "ceasn:name": "dcterms:title",
    "ceasn:description": "dcterms:description",
    "ceasn:codedNotation": "skos:notation",
    "ceasn:inLanguage": "dcterms:language",
    "ceasn:license": "dcterms:license",
    "ceasn:rights": "dcterms:rights",
    "ceasn:publisher": "dcterms:publisher",
    "ceasn:hasTopChild": "skos:hasTopConcept",
}
_CONCEPT = {
    "ceasn:codedNotation": "skos:notation",
    "ceasn:comment": "skos:note",
    "ceasn:isPartOf": "skos:inScheme",
    "ceasn:inProgressionModel": "skos:inScheme",
    "ceasn:isTopChildOf": "skos:topConceptOf",
    "ceasn:isChildOf": "skos:broader",
    "ceasn:hasChild": "skos:narrower",
    "ceasn:exactAlignment": "skos:exactMatch",
    "ceasn:majorAlignment": "skos:closeMatch",
    "ceasn:broadAlignment": "skos:broadMatch",
    "ceasn:narrowAlignment": "skos:narrowMatch",
    "ceasn:alignTo": "skos:relatedMatch",
}
CTDL = ("ceasn:", "ceterms:", "qdata:", "asn:Progression", "asn:hasProgression")
"""How the names of CTDL's own terms begin."""


def is_ctdl(node: Node) -> bool:
    """Whether a node speaks of CTDL."""
    return any(name.startswith(CTDL) for name in (*node, *node.get("@type", ())))


def view(node: Node) -> Node:
    """The statements in SKOS that follow from a node of CTDL-ASN; without the node's address."""
    types = node.get("@type", [])
    made: Node = {}
    classes = list(dict.fromkeys(_CLASSES[each] for each in types if each in _CLASSES and _CLASSES[each] not in types))
    if classes:
        made["@type"] = classes
    if "skos:ConceptScheme" in types or "skos:ConceptScheme" in classes:
        _say(made, node, _SCHEME)
    elif "skos:Concept" in types or "skos:Concept" in classes:
        _say(made, node, _CONCEPT)
        _labels(made, node)
    return made


def _say(made: Node, node: Node, names: dict[str, str]) -> None:
    for name, said in names.items():
        values = [value for value in node.get(name, ()) if value not in node.get(said, ())]
        if values:
            made.setdefault(said, []).extend(value for value in values if value not in made.get(said, ()))


def _labels(made: Node, node: Node) -> None:
    """One preferred label a language: the label, else the statement; a statement with a label is the definition."""
    labels = {_tag(value): value for value in reversed(node.get("ceasn:competencyLabel", []))}
    for value in node.get("ceasn:competencyText", ()):
        tag = _tag(value)
        if tag in labels:
            made.setdefault("skos:definition", []).append(value)
        else:
            labels[tag] = value
    there = {_tag(value) for value in node.get("skos:prefLabel", ())}
    added = [value for tag, value in sorted(labels.items()) if tag not in there]
    if added:
        made["skos:prefLabel"] = added


def _tag(value: Any) -> str:
    return str(value.get("@language", "")) if isinstance(value, dict) else ""


def joined(node: Node) -> Node:
    """The node with its view."""
    made = dict(node)
    for name, values in view(node).items():
        made[name] = [*made.get(name, ()), *values]
    return made


def apart(node: Node) -> tuple[Node, dict[str, int]]:
    """The node without its view, and how many statements of each property that was. What the view would not say (a
    label that somebody changed in a SKOS editor) stays."""
    own = {name: values for name, values in node.items() if not _is_skos(name)}
    if "@type" in own:
        classes = set(_CLASSES.values()) if any(each in _CLASSES for each in own["@type"]) else set()
        own["@type"] = [each for each in own["@type"] if each not in classes]
    counted: dict[str, int] = {}
    rest = dict(node)
    for name, values in view(own).items():
        if name not in node:
            continue
        known = {to_json(value) for value in values}
        left = [value for value in node[name] if to_json(value) not in known]
        counted["rdf:type" if name == "@type" else name] = count(node[name]) - count(left)
        if left:
            rest[name] = left
        else:
            del rest[name]
    return rest, counted


def _is_skos(name: str) -> bool:
    return name.startswith(("skos:", "dcterms:"))


# -- nodes of CTDL (see ``ctdl_values``) as plain nodes of RDF


def plain(node: dict[str, Any]) -> Node:
    """A node as the registry writes it, as a plain node of RDF: what the published context makes of it."""
    made: Node = {}
    for name, value in node.items():
        if name == "@id":
            made[name] = _reference(str(value)) or str(value)
        elif name == "@type":
            made[name] = [_short(str(each)) for each in as_list(value)]
        elif not name.startswith("@") and value is not None:
            values = list(_values(value, ctdl.coercion(name)))
            if values:
                made[_short(name) if ":" in name else f"{UNMAPPED}{name}"] = values
    return made


def _short(name: str) -> str:
    return compact(ctdl.expand(name))


def _reference(text: str) -> str | None:
    return text if text.startswith("_:") else address(ctdl.expand(text))


def _values(value: Any, how: str | None) -> Iterable[Any]:
    for entry in as_list(value):
        if is_language_map(entry) and (how == "@language" or all(map(is_language_tag, entry))):
            for tag, texts in entry.items():
                yield from (text_in(str(text), tag) for text in as_list(texts) if text is not None)
        elif isinstance(entry, dict):
            yield _object(entry, how)
        elif entry is not None:
            yield _single(entry, how)


def _object(entry: dict[str, Any], how: str | None) -> Any:
    if "@value" in entry:
        if "@language" in entry:
            return text_in(str(entry["@value"]), str(entry["@language"]))
        return _single(entry["@value"], entry.get("@type", how))
    if set(entry) == {"@id"}:
        return _single(entry["@id"], "@id")
    return plain(entry)


def _single(value: Any, how: str | None) -> Any:
    if how == "@id" and isinstance(value, str):
        at = _reference(value)
        return {"@id": at} if at is not None else value
    if isinstance(value, bool):
        return {"@value": "true" if value else "false", "@type": "xsd:boolean"}
    if how in (None, "@id", "@language", "xsd:string"):
        if isinstance(value, int | float):
            return {"@value": str(value), "@type": "xsd:integer" if isinstance(value, int) else "xsd:double"}
        return str(value)
    return {"@value": str(value), "@type": _short(str(how))}
