# SPDX-License-Identifier: Apache-2.0
"""Credentials as signed text (VC-JWT): checked here, not made (Open Badges 3.0 integrity, VC-JOSE-COSE)."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.credentials import did
from studio.credentials.documents import MOST_BYTES, parse_object
from studio.credentials.errors import SignatureRefused
from studio.credentials.proofs import issuer_id, parse_time

if TYPE_CHECKING:
    from joserfc.jws import JWSRegistry

ALGORITHMS = ("ES256", "RS256", "EdDSA", "Ed25519")
_CLAIMS = ("iss", "sub", "nbf", "exp", "iat", "jti", "aud")


@dataclass(frozen=True)
class Opened:
    """A JWT whose signature fits: the credential, and the identifier of the key when the header names it."""

    credential: dict[str, Any]
    method: str | None
    algorithm: str


def decode(token: str, name: str = "The signed text") -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload without any check. Raises ``CredentialError``."""
    import base64

    parts = []
    for part in token.split(".")[:2]:
        try:
            parts.append(parse_object(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), name))
        except ValueError as error:
            raise SignatureRefused(f"{name} is damaged.") from error
    return parts[0], parts[1]


def credential_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The credential in a payload: the payload without the registered claims, or the older ``vc`` claim."""
    inner = payload.get("vc")
    if isinstance(inner, dict):
        return inner
    return {key: value for key, value in payload.items() if key not in _CLAIMS}


def verify(token: str, documents: Mapping[str, Mapping[str, Any]] | None = None) -> Opened:
    """Check signature, key and claims. Raises ``SignatureRefused`` with the reason."""
    from joserfc import jws
    from joserfc.errors import JoseError, SecurityWarning

    header, payload = decode(token)
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise SignatureRefused(f'The signature is of the kind "{algorithm}", which this program does not check.')
    unknown = set(header) - {"alg", "typ", "cty", "kid", "jwk"}
    if unknown:
        raise SignatureRefused(
            f'The signed text has the header "{sorted(unknown)[0]}", which this program does not know.'
        )
    key, method = _key(header, documents)
    try:
        with warnings.catch_warnings():
            # The name "EdDSA" is being replaced by "Ed25519" (RFC 9864); badges are still signed under both.
            warnings.simplefilter("ignore", SecurityWarning)
            jws.deserialize_compact(token, key, registry=_registry(algorithm))
    except (JoseError, ValueError, TypeError) as error:
        raise SignatureRefused("The file was changed after it was signed. Ask the issuer for the original.") from error
    credential = credential_of(payload)
    _check_claims(payload, credential)
    return Opened(credential, method, str(algorithm))


def _registry(algorithm: str) -> JWSRegistry:
    """The one algorithm that the header names, and room for a key in the header and a picture in the badge."""
    from joserfc.jws import JWSRegistry

    registry = JWSRegistry(algorithms=[algorithm])
    registry.max_header_length = 8192
    registry.max_payload_length = 2 * MOST_BYTES
    return registry


def _key(header: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]] | None) -> tuple[Any, str | None]:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from joserfc import jwk
    from joserfc.errors import JoseError

    kid, embedded = header.get("kid"), header.get("jwk")
    try:
        if isinstance(kid, str) and kid.startswith("did:"):
            pem = did.resolve(kid, documents).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            return jwk.import_key(pem, "OKP" if header["alg"].startswith("Ed") else "EC"), kid
        if isinstance(embedded, dict):
            if "d" in embedded:
                raise SignatureRefused("The signed text gives away its secret key, so anybody could have signed it.")
            return jwk.import_key(embedded), None
    except (JoseError, ValueError, TypeError) as error:
        raise SignatureRefused("The key of the signed text is damaged or of the wrong kind.") from error
    if isinstance(kid, str):
        raise SignatureRefused(f'The key "{kid}" is not available offline.')
    raise SignatureRefused("The signed text does not say which key made it.")


def _check_claims(payload: Mapping[str, Any], credential: Mapping[str, Any]) -> None:
    """The claims repeat parts of the credential; where both are there they have to agree."""
    subject = credential.get("credentialSubject")
    wanted = {
        "iss": issuer_id(credential),
        "jti": credential.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "nbf": _seconds(credential.get("validFrom")),
        "exp": _seconds(credential.get("validUntil")),
    }
    for claim, value in wanted.items():
        if claim in payload and value is not None and payload[claim] != value:
            raise SignatureRefused(
                f'The claim "{claim}" says {json.dumps(payload[claim])}, but the credential says {json.dumps(value)}.'
            )


def _seconds(text: Any) -> int | None:
    moment = parse_time(text)
    return int(moment.timestamp()) if moment else None
