# SPDX-License-Identifier: Apache-2.0
"""Decentralized identifiers: ``did:key`` (the key is the name) and ``did:web`` (the name is a web address)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from studio.credentials.contexts import DID_V1, MULTIKEY_V1
from studio.credentials.errors import CredentialError, SignatureRefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    PublicKey = Ed25519PublicKey | EllipticCurvePublicKey

_ED25519 = b"\xed\x01"
_P256 = b"\x80\x24"
_P384 = b"\x81\x24"
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)


def multibase(data: bytes) -> str:
    """``z`` and base58-btc, the one multibase form that Data Integrity uses."""
    import base58

    return "z" + base58.b58encode(data).decode("ascii")


def from_multibase(text: str) -> bytes:
    """The bytes of a ``z…`` text. Raises ``SignatureRefused``."""
    import base58

    if not text.startswith("z"):
        raise SignatureRefused(f'"{text[:20]}" is not written in base58 (it does not start with z).')
    try:
        return base58.b58decode(text[1:])
    except ValueError as error:
        raise SignatureRefused(f'"{text[:20]}…" is not base58.') from error


def multikey(public_key: PublicKey) -> str:
    """The public key as Multikey text: ``z6Mk…`` (Ed25519), ``zDn…`` (P-256), ``z82L…`` (P-384)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if isinstance(public_key, Ed25519PublicKey):
        return multibase(_ED25519 + public_key.public_bytes(Encoding.Raw, PublicFormat.Raw))
    prefix = {256: _P256, 384: _P384}[public_key.curve.key_size]
    return multibase(prefix + public_key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


def from_multikey(text: str) -> PublicKey:
    """The public key of a Multikey text. Raises ``SignatureRefused`` for kinds that no suite here uses."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    data = from_multibase(text)
    kind, key = data[:2], data[2:]
    try:
        if kind == _ED25519:
            return Ed25519PublicKey.from_public_bytes(key)
        if kind == _P256:
            return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        if kind == _P384:
            return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), key)
    except ValueError as error:
        raise SignatureRefused(f'The public key "{text[:20]}…" is damaged.') from error
    raise SignatureRefused(f'The public key "{text[:20]}…" is of a kind this program does not know.')


def did_key(public_key: PublicKey) -> str:
    """``did:key:z6Mk…``: the identifier that needs no website."""
    return f"did:key:{multikey(public_key)}"


def did_web(address: str) -> str:
    """``schools.example/badges`` -> ``did:web:schools.example:badges``; a port becomes ``%3A8443``."""
    text = re.sub(r"^https://", "", address.strip(), flags=re.IGNORECASE).rstrip("/")
    host, *path = text.split("/")
    if not _HOST.fullmatch(host) or not all(path):
        raise CredentialError(f'"{address}" is not a web address such as schools.example or schools.example/badges.')
    return ":".join(["did:web", host.lower().replace(":", "%3A"), *(quote(part, safe="") for part in path)])


def document_address(did: str) -> str | None:
    """Where the DID document of a ``did:web`` belongs; None for other methods."""
    if not did.startswith("did:web:"):
        return None
    host, *path = did.removeprefix("did:web:").split(":")
    return f"https://{host.replace('%3A', ':')}/{'/'.join(path) or '.well-known'}/did.json"


def verification_method(did: str, key_text: str) -> str:
    """The name of the key inside the DID: the address with the fragment that verifiers insist on."""
    return f"{did}#{key_text}"


def document(did: str, key_text: str) -> dict[str, Any]:
    """The DID document: who controls the identifier and which key may sign for it (DID 1.0, Multikey)."""
    method = verification_method(did, key_text)
    return {
        "@context": [DID_V1, MULTIKEY_V1],
        "id": did,
        "verificationMethod": [
            {"id": method, "type": "Multikey", "controller": did, "publicKeyMultibase": key_text},
        ],
        "authentication": [method],
        "assertionMethod": [method],
    }


def resolve(method: str, documents: Mapping[str, Mapping[str, Any]] | None = None) -> PublicKey:
    """The public key that a verification method names, without network.

    ``did:key`` carries its key; for anything else the DID document must be among ``documents`` (by id), and the key
    must be listed there for assertions. Raises ``SignatureRefused``.
    """
    did, separator, fragment = method.partition("#")
    if not separator or not fragment:
        raise SignatureRefused(f'The signature names "{method}" but not which of its keys.')
    if did.startswith("did:key:"):
        text = did.removeprefix("did:key:")
        if fragment != text:
            raise SignatureRefused(f'The signature names a key that "{did}" does not have.')
        return from_multikey(text)
    found = (documents or {}).get(did)
    if found is None:
        raise SignatureRefused(
            f'The key "{method}" is not available offline. Give the DID document of {did} along with the credential.'
        )
    return from_multikey(_listed_key(found, did, fragment))


def _listed_key(document: Mapping[str, Any], did: str, fragment: str) -> str:
    """The Multikey text of a method that the DID document allows for assertions."""
    names = {f"{did}#{fragment}", f"#{fragment}"}
    listed = document.get("assertionMethod", [])
    allowed = False
    candidates: list[Any] = []
    for entry in listed if isinstance(listed, list) else [listed]:
        if isinstance(entry, dict):
            candidates.append(entry)
            allowed = allowed or entry.get("id") in names
        else:
            allowed = allowed or entry in names
    methods = document.get("verificationMethod", [])
    candidates += methods if isinstance(methods, list) else [methods]
    if allowed:
        for entry in candidates:
            if (
                isinstance(entry, dict)
                and entry.get("id") in names
                and isinstance(entry.get("publicKeyMultibase"), str)
            ):
                return str(entry["publicKeyMultibase"])
    raise SignatureRefused(f'The DID document of {did} lists no key "#{fragment}" for making credentials.')
