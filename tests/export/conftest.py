# SPDX-License-Identifier: Apache-2.0
"""The sample project, and what documents say as triples: by the published contexts, read from disk."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest
from pyld import jsonld

from studio.importing.sample import create_sample
from studio.model.project import Project


@pytest.fixture(scope="session")
def untouched():
    """The sample; tests that change it take ``sample`` instead."""
    project = create_sample(None)
    yield project
    project.close()


@pytest.fixture
def sample():
    project = create_sample(None)
    yield project
    project.close()


@pytest.fixture
def empty():
    project = Project.create(None, name="Empty")
    yield project
    project.close()


@pytest.fixture(scope="session")
def triples(shared):
    """``triples(document)``: what a JSON-LD document says."""
    return lambda document: triples_of(document, shared)


_OLD = {"http://purl.org/ctdlasn/terms/": "https://purl.org/ctdlasn/terms/"}


@lru_cache(maxsize=4)
def context(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))["@context"]


def triples_of(document, shared: Path, ctdl: bool = False):
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
