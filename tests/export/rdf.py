# SPDX-License-Identifier: Apache-2.0
"""Triples of a JSON-LD document by the published contexts, read from disk: what two documents say, however written."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from pyld import jsonld

_OLD = {"http://purl.org/ctdlasn/terms/": "https://purl.org/ctdlasn/terms/"}


@lru_cache(maxsize=4)
def context(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))["@context"]


def triples(document, shared: Path, ctdl: bool = False):
    """A set of (subject, predicate, object).

    Numbers are compared by value, languages and old namespaces by meaning. The type of a literal is left out: the
    contexts do not know the old spelling of a property, and so give it none.
    """
    known = context(shared / "standards/ctdl/schema" / ("ctdl" if ctdl else "ctdlasn") / "context.json")
    local = document.get("@context") if isinstance(document, dict) else None
    graph = document
    if isinstance(document, dict):
        graph = document.get("@graph") or {key: value for key, value in document.items() if key != "@context"}
    extra = [part for part in (local if isinstance(local, list) else [local]) if isinstance(part, dict)]
    plain = {"@context": [known, *extra], "@graph": graph}
    quads = jsonld.to_rdf(plain, {"documentLoader": refuse, "processingMode": "json-ld-1.1"})
    found = set()
    for quad in quads.get("@default", []):
        found.add((term(quad["subject"]), term(quad["predicate"]), term(quad["object"])))
    return found


def refuse(url, options):
    raise AssertionError(f"a context was asked for from the network: {url}")


def term(node):
    value = node["value"]
    for old, new in _OLD.items():
        value = value.replace(old, new)
    if node["type"] != "literal":
        return f"<{value}>"
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", value):
        value = repr(float(value))
    return f'"{value}"@{node["language"].lower()}' if node.get("language") else f'"{value}"'
