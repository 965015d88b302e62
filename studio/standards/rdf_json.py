# SPDX-License-Identifier: Apache-2.0
"""RDF/JSON (W3C Note of 7 November 2013), in which ASN hands out its documents: subject, property, values."""

from __future__ import annotations

from typing import Any

_TYPES = frozenset({"uri", "bnode", "literal"})


def as_jsonld(document: Any) -> list[dict[str, Any]] | None:
    """The same statements as expanded JSON-LD; ``None`` when the JSON is no RDF/JSON."""
    if not isinstance(document, dict) or not document or not all(map(_is_subject, document.items())):
        return None
    return [
        {"@id": subject, **{name: [_value(entry) for entry in entries] for name, entries in properties.items()}}
        for subject, properties in document.items()
    ]


def _is_subject(pair: tuple[str, Any]) -> bool:
    subject, properties = pair
    return (
        ":" in subject
        and isinstance(properties, dict)
        and all(":" in name and isinstance(entries, list) for name, entries in properties.items())
        and all(map(_is_value, (entry for entries in properties.values() for entry in entries)))
    )


def _is_value(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("type") in _TYPES and isinstance(entry.get("value"), str)


def _value(entry: dict[str, str]) -> dict[str, str]:
    if entry["type"] != "literal":
        return {"@id": entry["value"]}
    made = {"@value": entry["value"]}
    if entry.get("lang"):
        made["@language"] = entry["lang"]
    elif entry.get("datatype"):
        made["@type"] = entry["datatype"]
    return made
