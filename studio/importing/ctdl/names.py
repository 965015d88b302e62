# SPDX-License-Identifier: Apache-2.0
"""What the names of a JSON-LD document mean, by its own context and the published ones, without a network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from studio.standards import ctdl
from studio.standards.ctdl_values import as_list

_CREDENTIALS = ("w3.org/2018/credentials", "w3.org/ns/credentials")
"""Contexts that call ``@id`` and ``@type`` plainly ``id`` and ``type``."""


class Names:
    """Prefixes, terms and coercions of a context (JSON-LD 1.1, 4.1). Contexts elsewhere are not fetched: the published
    ones are known, of others the addresses are kept in ``unknown``."""

    def __init__(self, context: Any, repaired: Callable[[str, str, str], None]) -> None:
        self.repaired = repaired
        self.prefixes: dict[str, str] = {}
        self.terms: dict[str, str] = {}
        self.hows: dict[str, str] = {}
        self.unknown: tuple[str, ...] = ()
        self.vocabulary: str | None = None
        self.base: str | None = None
        self.language: str | None = None
        self._known: dict[str, str] = {}
        self._take_all(context)

    def within(self, context: Any) -> Names:
        """The names of what stands inside, where a further context is given."""
        made = Names(None, self.repaired)
        made.prefixes, made.terms, made.hows = dict(self.prefixes), dict(self.terms), dict(self.hows)
        made.unknown, made.vocabulary, made.base = self.unknown, self.vocabulary, self.base
        made.language = self.language
        made._take_all(context)
        return made

    def _take_all(self, context: Any) -> None:
        for part in as_list(context):
            if isinstance(part, dict):
                self._take(part)
            elif isinstance(part, str):
                if any(mark in part for mark in _CREDENTIALS):
                    self.terms |= {"id": "@id", "type": "@type"}
                if "credreg.net/" not in part and part not in self.unknown:
                    self.unknown += (part,)

    def _take(self, part: dict[str, Any]) -> None:
        texts = {name: part[name] for name in ("@vocab", "@base", "@language") if isinstance(part.get(name), str)}
        self.vocabulary = texts.get("@vocab", self.vocabulary)
        self.base = texts.get("@base", self.base)
        self.language = texts.get("@language", self.language)
        for name, meaning in part.items():
            if not name.startswith("@"):
                self._term(name, meaning)

    def _term(self, name: str, meaning: Any) -> None:
        address = meaning.get("@id", name) if isinstance(meaning, dict) else meaning
        if not isinstance(address, str):
            return
        if address.startswith("@"):
            self.terms[name] = address
        elif isinstance(meaning, str) and address[-1:] in ("/", "#", ":", "=", "?"):
            self.prefixes[name] = self.expand(address)
        elif address != name or ":" in name:
            self.terms[name] = self.expand(address)
        if isinstance(meaning, dict):
            how = "@language" if meaning.get("@container") == "@language" else meaning.get("@type")
            if isinstance(how, str):
                self.hows[name] = "@id" if how == "@vocab" else ctdl.compact(self.expand(how))

    def expand(self, name: str) -> str:
        """A name that the document's own prefixes shorten, in full."""
        prefix, colon, rest = name.partition(":")
        if colon and not rest.startswith("//") and prefix in self.prefixes:
            return f"{self.prefixes[prefix]}{rest}"
        return name

    def property(self, name: str) -> str:
        """The usual short name of a property; what no vocabulary knows stays as it is written."""
        known = self._known.get(name)
        if known is None:
            full = self._full(name)
            known = self._known[name] = full if full.startswith("@") else ctdl.compact(full)
        if known != name and not name.startswith("@") and ctdl.expand(known) != self._full(name):
            self.repaired(name, known, "The property is spelled with an older or other address")
        return known

    def type(self, name: str) -> str:
        """The usual short name of a class."""
        return ctdl.compact(self._full(name))

    def _full(self, name: str) -> str:
        full = self.terms.get(name) or self.expand(name)
        if self.vocabulary and ":" not in full and full[:1] != "@":
            return f"{self.vocabulary}{full}"
        return full

    def how(self, name: str, known: str) -> str | None:
        """How values of a property are read: as the document's own context says, else the published one."""
        return self.hows.get(name) or ctdl.coercion(known)

    def reference(self, text: str) -> str:
        """An address in full where the document's own prefixes or its base shorten it; known prefixes stay."""
        full = self.expand(text) if self.prefixes else text
        return urljoin(self.base, full) if self.base and ":" not in full else full
