# SPDX-License-Identifier: Apache-2.0
"""The same graphs as Turtle: the triples that the JSON-LD documents say by the published contexts, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from studio.export.ctdl_findings import of_other_standards
from studio.export.ctdl_graph import Graph, documents
from studio.export.service import Exported, Finding, Options
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list, is_language_map

if TYPE_CHECKING:
    from studio.model.project import Project

_PREFIXES = ("asn", "ceasn", "ceterms", "qdata", "rdf", "rdfs", "schema", "skos", "xsd")
_NOT_IN_ADDRESSES = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NOT_IN_LABELS = re.compile(r"[^A-Za-z0-9_-]|^-")
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
Pairs = list[tuple[str, list[str]]]


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One document for each item that heads one (see ``ctdl_documents``); frameworks first."""
    findings: list[Finding | str] = []
    of_other_standards(project, ids, findings)
    files: dict[str, bytes | Iterable[bytes]] = {
        f"{document.name}.ttl": _encode(Graph(project, document, options, findings), findings)
        for document in documents(project, ids)
    }
    return Exported(files, findings, main=next(iter(files)))


def _encode(graph: Graph, findings: list[Finding | str]) -> Iterator[bytes]:
    made = _Turtle()
    yield made.head().encode()
    for node in graph.nodes():
        yield made.block(node).encode("utf-8", "replace")
    findings.extend(
        Finding(f"Turtle has no place for: {words}. It stays in the project.", "note", graph.document.id)
        for words in made.left_out
    )


class _Turtle:
    """Writes nodes one after the other; nodes without an address inside the node that names them."""

    def __init__(self) -> None:
        self._namespaces = {prefix: ctdl.terms()["prefixes"][prefix] for prefix in _PREFIXES}
        self._labels: dict[str, str] = {}
        self._used: set[str] = set()
        self._later: list[dict[str, Any]] = []
        self._names: dict[str, str | None] = {}
        self.left_out: dict[str, None] = {}
        """What is no statement, in words: names and values that stand for no address, keywords of JSON-LD."""

    def head(self) -> str:
        """The prefixes."""
        return "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in self._namespaces.items())

    def block(self, node: dict[str, Any]) -> str:
        """All statements of a node, then those of nodes with an address that stood in it."""
        self._later = [node]
        text = ""
        while self._later:
            about = self._later.pop(0)
            if "@value" in about:
                self.left_out["a value without a subject"] = None
                continue
            subject = self._reference(about["@id"]) if "@id" in about else self._label("")
            pairs = self._pairs(about)
            if subject and pairs:
                text += f"\n{subject} {_joined(pairs, 1)} .\n"
        return text

    def _pairs(self, node: dict[str, Any], depth: int = 1) -> Pairs:
        pairs: Pairs = []
        for name, value in node.items():
            if name == "@type":
                kinds = [self._reference(kind) for kind in as_list(value) if isinstance(kind, str)]
                predicate: str | None = "a"
                terms = [kind for kind in kinds if kind]
            elif name == "@id":
                continue
            else:
                predicate = self._name(name)
                terms = list(self._terms(value, ctdl.coercion(name), depth)) if predicate else []
            if predicate is None:
                self.left_out[f'the property "{name}", which is no address'] = None
            elif terms:
                pairs.append((predicate, list(dict.fromkeys(terms))))
        return pairs

    def _name(self, name: str) -> str | None:
        if name not in self._names:
            full = ctdl.expand(name)
            self._names[name] = self._address(full) if _SCHEME.match(full) and name[:1] != "@" else None
        return self._names[name]

    def _terms(self, value: Any, how: str | None, depth: int) -> Iterator[str]:
        for entry in as_list(value):
            if how == "@language" and is_language_map(entry):
                for language, texts in entry.items():
                    yield from (self._text(text, language) for text in as_list(texts) if isinstance(text, str))
                continue
            term: str | None = None
            if isinstance(entry, dict):
                term = self._object(entry, how, depth)
            elif how == "@id" and isinstance(entry, str):
                term = self._reference(entry)
                if term is None:
                    self.left_out[f'the reference "{entry[:60]}", which is no address'] = None
            elif entry is not None:
                term = self._literal(entry, how)
            if term is not None:
                yield term

    def _object(self, entry: dict[str, Any], how: str | None, depth: int) -> str | None:
        if "@value" in entry:
            if "@language" in entry:
                return self._text(str(entry["@value"]), str(entry["@language"]))
            return self._literal(entry["@value"], entry.get("@type"))
        if set(entry) == {"@list"}:
            return f"({' '.join(self._terms(as_list(entry['@list']), how, depth))})"
        if isinstance(entry.get("@id"), str):
            if len(entry) > 1:
                self._later.append(entry)
            return self._reference(entry["@id"])
        pairs = self._pairs(entry, depth + 1)
        return f"[\n{'    ' * (depth + 1)}{_joined(pairs, depth + 1)}\n{'    ' * depth}]" if pairs else "[]"

    def _reference(self, text: Any) -> str | None:
        """What an address stands for; ``None`` for a text that is no absolute address, as in JSON-LD."""
        if not isinstance(text, str):
            return None
        if text.startswith("_:"):
            return self._label(text[2:])
        full = ctdl.expand(text)
        return self._address(full) if _SCHEME.match(full) else None

    def _address(self, full: str) -> str:
        """An address, short where a prefix is known, with the characters that Turtle cannot hold written as %XX."""
        short = ctdl.compact(full)
        prefix, _, local = short.partition(":")
        if self._namespaces.get(prefix, full) + local == full and _LOCAL.fullmatch(local):
            return short
        return f"<{_NOT_IN_ADDRESSES.sub(lambda m: ''.join(f'%{byte:02X}' for byte in m[0].encode()), full)}>"

    def _label(self, name: str) -> str:
        known = self._labels.get(name) if name else None
        if known is None:
            known = start = _NOT_IN_LABELS.sub("_", name) or "n"
            number = 1
            while known in self._used:
                number += 1
                known = f"{start}_{number}"
            self._used.add(known)
            self._labels[name] = known
        return f"_:{known}"

    def _text(self, text: str, language: str) -> str:
        if _LANGUAGE.fullmatch(language):
            return f"{_quoted(text)}@{language}"
        self.left_out[f'the language "{language[:40]}", which is no language tag'] = None
        return _quoted(text)

    def _literal(self, value: Any, how: str | None) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        text = str(value)
        if how in (None, "@id", "@language", "xsd:string"):
            if isinstance(value, int | float):
                return f'"{text}"^^xsd:{"integer" if isinstance(value, int) else "double"}'
            return _quoted(text)
        kind = self._reference(how)
        return f"{_quoted(text)}^^{kind}" if kind else _quoted(text)


def _joined(pairs: Pairs, depth: int) -> str:
    space = "    " * depth
    return f" ;\n{space}".join(f"{name} {', '.join(terms)}" for name, terms in pairs)


def _quoted(text: str) -> str:
    inside = _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or "\\u" + f"{ord(match[0]):04X}", text)
    return f'"{inside}"'
