# SPDX-License-Identifier: Apache-2.0
"""From a JSON-LD document to the exact bytes that are hashed and signed."""

from __future__ import annotations

from typing import Any

from studio.credentials import rdfc, safe_mode
from studio.credentials.contexts import Contexts, standard
from studio.credentials.rdfc import Quad


def quads(document: dict[str, Any], contexts: Contexts | None = None) -> list[Quad]:
    """The statements of the document (JSON-LD 1.1 toRdf), after safe mode has shown that none is missing."""
    from pyld.jsonld import JsonLdProcessor

    class SafeProcessor(JsonLdProcessor):  # type: ignore[misc]  # pyld has no types
        """Expands in safe mode, once, where pyld would expand and drop."""

        def expand(self, input_: Any, options: dict[str, Any]) -> list[Any]:
            return safe_mode.expand(input_, options)

    options = (contexts or standard()).options()
    with safe_mode.pyld_errors():
        dataset = SafeProcessor().to_rdf(document, {**options, "base": safe_mode.BASE})
    found: list[Quad] = []
    for name, triples in dataset.items():
        graph = "" if name == "@default" else name if name.startswith("_:") else f"<{name}>"
        found += [
            Quad(_term(triple["subject"]), _term(triple["predicate"]), _term(triple["object"]), graph)
            for triple in triples
        ]
    return found


def _term(term: dict[str, Any]) -> str:
    if term["type"] == "IRI":
        return f"<{term['value']}>"
    if term["type"] == "blank node":
        return str(term["value"])
    return rdfc.literal(str(term["value"]), term.get("datatype"), term.get("language"))


def canonical(document: dict[str, Any], contexts: Contexts | None = None, hash_name: str = "sha256") -> str:
    """The document as canonical N-Quads (RDFC-1.0).

    Raises ``UnsafeDocument`` when something would be left out, ``ContextUnavailable`` for an unknown vocabulary,
    ``TooTangled`` for a document made to keep a computer busy.
    """
    return rdfc.canonical_nquads(quads(document, contexts), hash_name)
