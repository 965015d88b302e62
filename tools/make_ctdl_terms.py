# SPDX-License-Identifier: Apache-2.0
"""Make ``resources/ctdl/terms.json`` out of the published schema of CTDL and CTDL-ASN: names and shapes, no prose.

    python tools/make_ctdl_terms.py ../shared/standards/ctdl

Reads the JSON-LD contexts, the schema encodings, and the table of output shapes compiled from the Registry Assistant's
classes (``derived/class_property_matrix.csv``). The vocabulary is Credential Engine's, CC BY 4.0.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
SHAPES = {"LanguageMap": "L", "LanguageMapList": "LL", "CredentialAlignmentObject": "C"}
LISTS = ("ceasn:exactAlignment", "ceasn:derivedFrom")
"""Typed as ``object`` in the assistant's classes; its samples and the sister properties hold lists."""
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
            elif kind == "rdf:Property" and node.get("schema:rangeIncludes"):
                entry = properties.setdefault(name, {})
                entry["ranges"] = sorted({*entry.get("ranges", []), *node["schema:rangeIncludes"]})
    with (source / "derived" / "class_property_matrix.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["class"] in WRITTEN:
                shapes = properties.setdefault(row["property"], {}).setdefault("shapes", {})
                listed = row["property"] in LISTS
                shapes[row["class"]] = "U*" if listed else shape(row["context_coercion"], row["ra_output_type"])
    table = {
        "source": "CTDL and CTDL-ASN schema of 2026-08-06, Credential Engine, CC BY 4.0 (https://credreg.net)",
        "prefixes": prefixes,
        "classes": classes,
        "properties": properties,
    }
    target = HERE / "resources" / "ctdl" / "terms.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = json.dumps(table, ensure_ascii=False, sort_keys=True, indent=1)
    target.write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
