# SPDX-License-Identifier: Apache-2.0
"""Make ``resources/ctdl/terms.json`` out of the published schema of CTDL and CTDL-ASN: names and shapes, no prose.

    python tools/make_ctdl_terms.py ../shared/standards/ctdl

Reads the JSON-LD contexts, the schema encodings, and the table of output shapes compiled from the Registry Assistant's
classes (``derived/class_property_matrix.csv``). The vocabulary is Credential Engine's, CC BY 4.0.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
SHAPES = {"LanguageMap": "L", "LanguageMapList": "LL", "CredentialAlignmentObject": "C"}
LISTS = ("ceasn:exactAlignment", "ceasn:derivedFrom")
"""Typed as ``object`` in the assistant's classes; its samples and the sister properties hold lists."""
STANDS = dict.fromkeys(("R if standalone", "R if in a framework"), "R one of whole or creator")
"""A competency is part of a framework or names its creator."""
WRITTEN = (
    "ceasn:CompetencyFramework",
    "ceasn:Competency",
    "skos:ConceptScheme",
    "skos:Concept",
    "asn:ProgressionModel",
    "asn:ProgressionLevel",
    "ceasn:Rubric",
    "ceasn:RubricCriterion",
    "ceasn:RubricLevel",
    "ceasn:CriterionLevel",
)
"""The classes this program writes; for these the shape of every property is kept."""


def shape(coercion: str, output: str) -> str:
    """L, LL: language maps; U, U*: addresses; C, C*: alignment objects; O, O*: other objects; S, S*, D, N, B."""
    many = "*" if output.startswith("List<") else ""
    inner = output[5:-1] if many else output
    if inner in SHAPES:
        return SHAPES[inner] + many
    if coercion == "language map":
        return "L"
    if coercion == "@id":
        return ("U" if inner in ("string", "", "object") else "O") + many
    kinds = {"xsd:date": "D", "xsd:dateTime": "D", "xsd:boolean": "B", "xsd:float": "N", "xsd:integer": "N"}
    return kinds.get(coercion, "S") + many


def take_property(entry: dict[str, Any], node: dict[str, Any]) -> None:
    """What a property links, and the property that says the same from the other end."""
    for key, found in (("ranges", "schema:rangeIncludes"), ("domains", "schema:domainIncludes")):
        if node.get(found):
            entry[key] = sorted({*entry.get(key, []), *node[found]})
    if node.get("owl:inverseOf"):
        entry["inverse"] = as_text(node["owl:inverseOf"])


def as_text(value: Any) -> str:
    """The one address of a link that the schema writes in several ways."""
    while isinstance(value, list | dict):
        value = value[0] if isinstance(value, list) else value["@id"]
    return str(value)


def descendants(classes: dict[str, list[str]]) -> dict[str, set[str]]:
    """The classes below each class."""
    below: dict[str, set[str]] = {}
    for name, parents in classes.items():
        todo, seen = list(parents), set()
        while todo:
            parent = todo.pop()
            if parent not in seen:
                seen.add(parent)
                below.setdefault(parent, set()).add(name)
                todo += classes.get(parent, [])
    return below


def folded(names: Iterable[str], below: dict[str, set[str]]) -> list[str]:
    """Class names with ``ceterms:Degree+`` in the place of everything below a class."""
    left = set(names)
    made = []
    for name, under in sorted(below.items(), key=lambda pair: -len(pair[1])):
        if len(under) > 1 and under <= left:
            left -= under
            made.append(f"{name}+")
    return sorted([*made, *left])


def required(source: Path, below: dict[str, set[str]]) -> list[dict[str, Any]]:
    """What the registry's policy of 2026 asks for, by class: properties, and choices of which one is enough."""
    found: dict[str, dict[str, str]] = {}
    with (source / "derived" / "class_property_matrix.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["ra_required_2026"]:
                found.setdefault(row["class"], {})[row["property"]] = row["ra_required_2026"]
    groups: dict[str, tuple[list[str], dict[str, Any]]] = {}
    for name, rows in found.items():
        rows = {prop: STANDS.get(text, text) for prop, text in rows.items()}
        choices = sorted({text for text in rows.values() if " one of " in text})
        rule = {
            "all": sorted(prop for prop, text in rows.items() if not re.search(r"\b(if|one of|filled)\b", text)),
            "one of": [sorted(prop for prop, text in rows.items() if text == choice) for choice in choices],
            "long": sorted(prop for prop, text in rows.items() if "min 15" in text),
        }
        groups.setdefault(json.dumps(rule), ([], rule))[0].append(name)
    return [{"classes": folded(names, below), **rule} for names, rule in groups.values()]


def main(source: Path) -> None:
    """Read the schema files below ``source`` and write the table."""
    prefixes: dict[str, str] = {}
    properties: dict[str, dict[str, Any]] = {}
    classes: dict[str, list[str]] = {}
    for vocabulary in ("ctdl", "ctdlasn"):
        folder = source / "schema" / vocabulary
        context = json.loads((folder / "context.json").read_text(encoding="utf-8"))["@context"]
        for term, value in context.items():
            if isinstance(value, str):
                prefixes.setdefault(term, value)
            else:
                coercion = value.get("@container") or value["@type"]
                properties.setdefault(term, {})["coercion"] = coercion
        for node in json.loads((folder / "schema.json").read_text(encoding="utf-8"))["@graph"]:
            name, kind = node["@id"], node.get("@type")
            if kind == "rdfs:Class":
                classes.setdefault(name, sorted(node.get("rdfs:subClassOf", [])))
            elif kind == "rdf:Property":
                take_property(properties.setdefault(name, {}), node)
    with (source / "derived" / "class_property_matrix.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["class"] in WRITTEN:
                shapes = properties.setdefault(row["property"], {}).setdefault("shapes", {})
                listed = row["property"] in LISTS
                shapes[row["class"]] = "U*" if listed else shape(row["context_coercion"], row["ra_output_type"])
    below = descendants(classes)
    for entry in properties.values():
        if "domains" in entry:
            entry["domains"] = folded(entry["domains"], below)
    table = {
        "source": "CTDL and CTDL-ASN schema of 2026-08-06, Credential Engine, CC BY 4.0 (https://credreg.net)",
        "prefixes": prefixes,
        "classes": classes,
        "properties": properties,
        "required": required(source, below),
    }
    target = HERE / "resources" / "ctdl" / "terms.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = json.dumps(table, ensure_ascii=False, sort_keys=True, indent=1)
    target.write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
