# SPDX-License-Identifier: Apache-2.0
"""RDF Dataset Canonicalization, RDFC-1.0 (W3C, 2024): one text for all ways to write the same statements.

Ours, because the two Python libraries each fail where a signature depends on it (pyld escapes control characters
wrongly, pyoxigraph labels two identical proofs wrongly, neither stops on hostile graphs). It is held to the W3C test
suite, and to pyoxigraph and Node on everything the product makes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import permutations
from typing import NamedTuple

from studio.credentials.errors import TooTangled

MOST_QUADS = 100_000
MOST_WORK = 100_000
"""How many orderings of look-alike blank nodes are tried. Real badges need none or a few; the W3C suite under 3,000."""


class Quad(NamedTuple):
    """One statement. Each part is written as in N-Quads (``<iri>``, ``"text"@en``, ``_:b0``); no graph is ``""``."""

    subject: str
    predicate: str
    object: str
    graph: str = ""

    def line(self) -> str:
        """The statement as a line of N-Quads with its line feed."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"


_ESCAPES = (
    {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F) if chr(code) not in "\b\t\n\f\r"}
    | {ord("\b"): "\\b", ord("\t"): "\\t", ord("\n"): "\\n", ord("\f"): "\\f", ord("\r"): "\\r"}
    | {
        ord('"'): '\\"',
        ord("\\"): "\\\\",
    }
)
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')


def literal(value: str, datatype: str | None = None, language: str | None = None) -> str:
    """A literal in canonical N-Quads form (RDFC-1.0 appendix A): ``xsd:string`` is left out, escapes are minimal."""
    text = value.translate(_ESCAPES) if _ESCAPED.search(value) else value
    if language:
        return f'"{text}"@{language}'
    if datatype is None or datatype == "http://www.w3.org/2001/XMLSchema#string":
        return f'"{text}"'
    return f'"{text}"^^<{datatype}>'


class _Issuer:
    """Gives blank nodes names in the order in which they ask."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = issued if issued is not None else {}

    def issue(self, node: str) -> str:
        name = self.issued.get(node)
        if name is None:
            name = self.issued[node] = f"{self.prefix}{len(self.issued)}"
        return name

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Canonicalizer:
    def __init__(self, quads: Iterable[Quad], hash_name: str, most_work: int) -> None:
        self.quads = list(dict.fromkeys(quads))
        if len(self.quads) > MOST_QUADS:
            raise TooTangled(
                f"The document makes {len(self.quads)} statements; more than {MOST_QUADS} are not checked."
            )
        self.hash_name = hash_name
        self.work_left = most_work
        self.canonical = _Issuer("_:c14n")
        self.mentions: dict[str, list[Quad]] = {}
        self.first: dict[str, str] = {}
        for quad in self.quads:
            for node in {quad.subject, quad.object, quad.graph}:
                if node.startswith("_:"):
                    self.mentions.setdefault(node, []).append(quad)

    def digest(self, text: str) -> str:
        return hashlib.new(self.hash_name, text.encode("utf-8"), usedforsecurity=True).hexdigest()

    def spend(self) -> None:
        self.work_left -= 1
        if self.work_left < 0:
            raise TooTangled(
                "The document holds a knot of statements without identifiers that cannot be put in order in a "
                "reasonable time, so its signature cannot be checked."
            )

    def run(self) -> dict[str, str]:
        """Blank node -> canonical name (§4.4.3)."""
        by_hash: dict[str, list[str]] = {}
        for node in self.mentions:
            self.first[node] = self.hash_first_degree(node)
            by_hash.setdefault(self.first[node], []).append(node)
        shared: list[list[str]] = []
        for key in sorted(by_hash):
            nodes = by_hash[key]
            if len(nodes) == 1:
                self.canonical.issue(nodes[0])
            else:
                shared.append(nodes)
        for nodes in shared:
            results: list[tuple[str, _Issuer]] = []
            for node in nodes:
                if node in self.canonical.issued:
                    continue
                issuer = _Issuer("_:b")
                issuer.issue(node)
                results.append(self.hash_n_degree(node, issuer))
            for _, issuer in sorted(results, key=lambda result: result[0]):
                for node in issuer.issued:
                    self.canonical.issue(node)
        return self.canonical.issued

    def hash_first_degree(self, node: str) -> str:
        """What is said about the node, other blank nodes left nameless (§4.6)."""

        def name(part: str) -> str:
            return ("_:a" if part == node else "_:z") if part.startswith("_:") else part

        lines = sorted(
            Quad(name(q.subject), q.predicate, name(q.object), name(q.graph)).line() for q in self.mentions[node]
        )
        return self.digest("".join(lines))

    def hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """How the node is tied to a related one (§4.7)."""
        text = position if position == "g" else position + quad.predicate
        known = self.canonical.issued.get(related) or issuer.issued.get(related)
        return self.digest(text + (known or self.first[related]))

    def hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """What is said about the node and all it is tied to, in the smallest of all orders (§4.8)."""
        related_by_hash: dict[str, list[str]] = {}
        for quad in self.mentions[node]:
            for position, related in (("s", quad.subject), ("o", quad.object), ("g", quad.graph)):
                if related.startswith("_:") and related != node:
                    key = self.hash_related(related, quad, issuer, position)
                    related_by_hash.setdefault(key, []).append(related)
        data = ""
        for key in sorted(related_by_hash):
            data += key
            chosen_path, chosen_issuer = "", issuer
            for order in permutations(related_by_hash[key]):
                path, attempt = self.walk(order, issuer.copy(), chosen_path)
                if not chosen_path or path < chosen_path:
                    chosen_path, chosen_issuer = path, attempt
            data += chosen_path
            issuer = chosen_issuer
        return self.digest(data), issuer

    def walk(self, order: tuple[str, ...], issuer: _Issuer, best: str) -> tuple[str, _Issuer]:
        """The path through related nodes in this order; stops early where it is already worse than the best one."""
        self.spend()

        def worse(path: str) -> bool:
            return bool(best) and len(path) >= len(best) and path > best

        path = ""
        recursion: list[str] = []
        for related in order:
            known = self.canonical.issued.get(related)
            if known is None:
                if related not in issuer.issued:
                    recursion.append(related)
                known = issuer.issue(related)
            path += known
            if worse(path):
                return path, issuer
        for related in recursion:
            digest, result_issuer = self.hash_n_degree(related, issuer)
            path += issuer.issue(related) + f"<{digest}>"
            issuer = result_issuer
            if worse(path):
                return path, issuer
        return path, issuer


def canonical_names(quads: Iterable[Quad], hash_name: str = "sha256", most_work: int = MOST_WORK) -> dict[str, str]:
    """Blank node -> its canonical name (``_:c14n0`` ...). Raises ``TooTangled`` instead of running for hours."""
    try:
        return _Canonicalizer(quads, hash_name, most_work).run()
    except RecursionError as error:
        raise TooTangled("The document nests statements without identifiers too deeply to be checked.") from error


def canonical_nquads(quads: Iterable[Quad], hash_name: str = "sha256", most_work: int = MOST_WORK) -> str:
    """The dataset as canonical N-Quads: sorted lines, blank nodes named by what is said about them."""
    quads = list(quads)
    names = canonical_names(quads, hash_name, most_work)
    return "".join(
        sorted(
            {
                Quad(
                    names.get(quad.subject, quad.subject),
                    quad.predicate,
                    names.get(quad.object, quad.object),
                    names.get(quad.graph, quad.graph),
                ).line()
                for quad in quads
            }
        )
    )
