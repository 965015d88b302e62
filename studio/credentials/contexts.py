# SPDX-License-Identifier: Apache-2.0
"""The vocabularies (JSON-LD contexts) that a credential may name, from disk only, each pinned by its SHA-256.

The files come with the package ``openbadgeslib``. A context decides what a signature means, and one address was
already served with two different bodies (Open Badges 3.0.3), so a file with another hash is refused, not used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, MutableMapping
from functools import cache
from importlib import resources
from typing import Any

from studio.credentials.errors import ContextUnavailable

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID_V1 = "https://www.w3.org/ns/did/v1"
MULTIKEY_V1 = "https://w3id.org/security/multikey/v1"

PINNED: dict[str, tuple[str, str]] = {
    CREDENTIALS_V2: (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
        "ob-v3p0-context-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        "ob-v3p0-context-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
    ),
    OPEN_BADGES: (
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "ob-v3p0-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
    ),
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": (
        "clr_context_2.0.1.json",
        "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
    ),
    "https://w3id.org/security/data-integrity/v2": (
        "security-data-integrity-v2.json",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    ),
    MULTIKEY_V1: (
        "security-multikey-v1.json",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    ),
}
"""Address -> (file in the package ``openbadgeslib``, SHA-256 of its bytes)."""


def checked(url: str, data: bytes, sha256: str) -> dict[str, Any]:
    """The parsed context, when its bytes have the pinned SHA-256; else ``ContextUnavailable``."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ContextUnavailable(
            f"The stored copy of the vocabulary {url} is not the one this program was made with. Reinstall the program."
        )
    document: dict[str, Any] = json.loads(data)
    return document


@cache
def _pinned(url: str) -> dict[str, Any]:
    name, sha256 = PINNED[url]
    try:
        data = resources.files("openbadgeslib").joinpath("ob3", "contexts", name).read_bytes()
    except OSError as error:
        raise ContextUnavailable(f"The vocabulary {url} is missing from disk. Reinstall the program.") from error
    return checked(url, data, sha256)


class Contexts:
    """The contexts one caller may use: the pinned ones, and ``extra`` ones (address -> document) it vouches for."""

    def __init__(self, extra: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._extra = dict(extra or {})
        # Own memory of resolved contexts: pyld's is shared by everybody and would let one caller's
        # extra contexts into another caller's documents.
        self._resolved: MutableMapping[str, Any] | None = None

    def document(self, url: str) -> Mapping[str, Any]:
        """The context at this address. Raises ``ContextUnavailable`` for any other address: no network, ever."""
        if url in self._extra:
            return self._extra[url]
        if url in PINNED:
            return _pinned(url)
        raise ContextUnavailable(f"The vocabulary {url} is not available offline, so the signature cannot be checked.")

    def options(self) -> dict[str, Any]:
        """The options with which pyld uses these contexts and nothing else."""
        from cachetools import LRUCache
        from pyld.context_resolver import ContextResolver

        if self._resolved is None:
            self._resolved = LRUCache(maxsize=64)

        def load(url: str, options: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001 (pyld's signature)
            document = self.document(url)
            return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}

        return {"documentLoader": load, "contextResolver": ContextResolver(self._resolved, load)}


@cache
def standard() -> Contexts:
    """The pinned contexts alone: what every command and screen uses."""
    return Contexts()
