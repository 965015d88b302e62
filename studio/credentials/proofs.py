# SPDX-License-Identifier: Apache-2.0
"""Data Integrity proofs: ``eddsa-rdfc-2022`` made and checked, ``ecdsa-rdfc-2019`` checked (W3C VC-DI 1.0)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from studio.credentials import did, safe_mode
from studio.credentials.canonical import canonical
from studio.credentials.contexts import Contexts
from studio.credentials.errors import SignatureRefused, UnsafeDocument

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

EDDSA = "eddsa-rdfc-2022"
ECDSA = "ecdsa-rdfc-2019"
SUITES = (EDDSA,)
"""What can be made here. More is checked (``verify_proof``)."""


class Signer(Protocol):
    """A key that is open for signing: who controls it, how verifiers name it, and its secret half."""

    @property
    def controller(self) -> str:
        """The DID in whose name it signs."""

    @property
    def verification_method(self) -> str:
        """The DID with the fragment of the key."""

    @property
    def secret(self) -> Ed25519PrivateKey:
        """The secret half."""


def issuer_id(document: Mapping[str, Any]) -> str | None:
    """The issuer's identifier: the issuer itself when it is text, else its ``id``."""
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else None


def configuration(document: Mapping[str, Any], proof: Mapping[str, Any]) -> dict[str, Any]:
    """What is signed of the proof itself: all but its value, with the document's own vocabularies (§3.2.5)."""
    kept = {key: value for key, value in proof.items() if key not in ("proofValue", "@context")}
    return {"@context": document.get("@context"), **kept}


def hash_data(
    document: Mapping[str, Any], proof: Mapping[str, Any], contexts: Contexts | None = None, hash_name: str = "sha256"
) -> bytes:
    """The hash of the proof configuration, then the hash of the document without proofs (§3.2.4)."""
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    return b"".join(
        hashlib.new(hash_name, canonical(part, contexts, hash_name).encode("utf-8"), usedforsecurity=True).digest()
        for part in (configuration(document, proof), unsecured)
    )


def sign(document: Mapping[str, Any], key: Signer, created: str, contexts: Contexts | None = None) -> dict[str, Any]:
    """A copy of the document with an ``eddsa-rdfc-2022`` proof, as a list (the strict schemas ask for one).

    ``created`` is a UTC time such as ``2026-11-02T13:41:07Z``. Proofs that are already there stay: they form a set.
    Raises ``UnsafeDocument`` when something would not be signed, ``SignatureRefused`` when the issuer is not the
    key's controller.
    """
    safe_mode.check_values(document)
    safe_mode.check_names(document)
    issuer = issuer_id(document)
    if issuer != key.controller:
        raise SignatureRefused(f'The issuer is "{issuer}" but the key belongs to "{key.controller}".')
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": EDDSA,
        "created": created,
        "verificationMethod": key.verification_method,
        "proofPurpose": "assertionMethod",
    }
    proof["proofValue"] = did.multibase(key.secret.sign(hash_data(document, proof, contexts)))
    return {**document, "proof": [*proofs(document), proof]}


def proofs(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The proofs of a document, whether it holds none, one or a list."""
    found = document.get("proof")
    return [proof for proof in (found if isinstance(found, list) else [found]) if isinstance(proof, dict)]


def verify_proof(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    contexts: Contexts | None = None,
    documents: Mapping[str, Mapping[str, Any]] | None = None,
    now: datetime | None = None,
) -> str:
    """Check one proof of a document; returns the verification method that signed it.

    ``documents`` are DID documents by id, for issuers that are not ``did:key``. Whether the signer is also the issuer
    is the caller's question (``verification_method`` without its fragment against ``issuer_id``).
    Raises ``SignatureRefused`` with the reason, or what ``canonical`` raises.
    """
    suite = proof.get("cryptosuite") if proof.get("type") == "DataIntegrityProof" else proof.get("type")
    if suite not in (EDDSA, ECDSA):
        raise SignatureRefused(f'The signature is of the kind "{suite}", which this program does not check.')
    if "previousProof" in proof:
        raise SignatureRefused(
            "The signature depends on another one (a proof chain), which this program does not check."
        )
    if proof.get("proofPurpose") != "assertionMethod":
        raise SignatureRefused(
            f'The signature was made for "{proof.get("proofPurpose")}", not for making a credential.'
        )
    _check_times(proof, now)
    method = proof.get("verificationMethod")
    value = proof.get("proofValue")
    if not isinstance(method, str) or not isinstance(value, str):
        raise SignatureRefused("The signature does not say which key made it, or has no value.")
    try:
        safe_mode.check_names(document)
    except UnsafeDocument as error:
        raise SignatureRefused(str(error)) from error
    key = did.resolve(method, documents)
    signature = did.from_multibase(value)
    _check_signature(document, proof, suite, key, signature, contexts)
    return method


def _check_times(proof: Mapping[str, Any], now: datetime | None) -> None:
    for name in ("created", "expires"):
        if name not in proof:
            continue
        moment = parse_time(proof[name])
        if moment is None:
            raise SignatureRefused(f'The signature\'s "{name}" is not a date and time with a time zone.')
        if name == "expires" and now is not None and moment < now:
            raise SignatureRefused(f"The signature expired on {proof[name]}.")


def parse_time(text: Any) -> datetime | None:
    """A point in time with its zone (XSD dateTimeStamp), else None."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _check_signature(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    suite: str,
    key: did.PublicKey,
    signature: bytes,
    contexts: Contexts | None,
) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    changed = SignatureRefused("The file was changed after it was signed. Ask the issuer for the original.")
    try:
        if suite == EDDSA and isinstance(key, Ed25519PublicKey):
            key.verify(signature, hash_data(document, proof, contexts))
            return
        if suite == ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
            size = key.curve.key_size // 8
            name, algorithm = ("sha384", hashes.SHA384()) if size == 48 else ("sha256", hashes.SHA256())
            if len(signature) != 2 * size:
                raise changed
            encoded = encode_dss_signature(
                int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
            )
            key.verify(encoded, hash_data(document, proof, contexts, name), ec.ECDSA(algorithm))
            return
    except InvalidSignature as error:
        raise changed from error
    except UnsafeDocument as error:
        raise SignatureRefused(f"Part of the file is outside the signature. {error}") from error
    raise SignatureRefused(f"The key is not of the kind that {suite} uses.")
