# SPDX-License-Identifier: Apache-2.0
"""Credentials as signed text, made here by a library and checked by us."""

from __future__ import annotations

import json
import warnings

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwk, jws
from joserfc.errors import SecurityWarning

from studio.credentials import did, issuing, jwt
from studio.credentials.errors import CredentialError, SignatureRefused
from studio.credentials.recipients import Recipient

P256 = ec.generate_private_key(ec.SECP256R1())
ED25519 = Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(65537, 2048)


def imported(private):
    """A private key for joserfc."""
    kind = "OKP" if private is ED25519 else "RSA" if private is RSA else "EC"
    return jwk.import_key(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), kind)


def method_of(private):
    """The verification method of a did:key."""
    text = did.multikey(private.public_key())
    return f"did:key:{text}#{text}"


def token(payload, private=P256, algorithm="ES256", **header):
    """A compact JWS over a payload."""
    header = {"alg": algorithm, "typ": "JWT", "kid": method_of(private) if private is not RSA else None, **header}
    header = {key: value for key, value in header.items() if value is not None}
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = 4096
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        return jws.serialize_compact(header, json.dumps(payload), imported(private), registry=registry)


@pytest.fixture
def payload(badge, issuer):
    """A credential with its registered claims."""
    profile = {**issuer, "id": method_of(P256).partition("#")[0]}
    document = issuing.credential(
        badge, profile, Recipient(2, id="did:example:ana"), "2026-01-02T00:00:00Z", "urn:uuid:1", "pinch", 12
    )
    claims = {"iss": profile["id"], "jti": "urn:uuid:1", "sub": "did:example:ana", "nbf": 1767312000, "exp": 1798848000}
    return {**document, **claims}


def test_es256_with_the_key_of_a_did(payload):
    opened = jwt.verify(token(payload))
    assert opened.method == method_of(P256)
    assert opened.algorithm == "ES256"
    assert "iss" not in opened.credential
    assert opened.credential["id"] == "urn:uuid:1"


def test_eddsa_with_the_key_of_a_did(payload):
    payload["issuer"]["id"] = payload["iss"] = method_of(ED25519).partition("#")[0]
    assert jwt.verify(token(payload, ED25519, "EdDSA")).method == method_of(ED25519)


def test_rs256_with_a_key_in_the_header_is_tied_to_nobody(payload):
    public = imported(RSA).as_dict(private=False)
    assert jwt.verify(token(payload, RSA, "RS256", jwk=public)).method is None


def test_the_older_vc_claim_is_read(payload):
    claims = {name: payload.pop(name) for name in ("iss", "jti", "sub", "nbf", "exp")}
    assert jwt.verify(token({**claims, "vc": payload})).credential == payload


@pytest.mark.parametrize("claim", ["iss", "jti", "sub", "nbf", "exp"])
def test_claims_that_disagree_are_refused(payload, claim):
    payload[claim] = "other"
    with pytest.raises(SignatureRefused, match=f'"{claim}" says "other"'):
        jwt.verify(token(payload))
    del payload[claim]
    assert jwt.verify(token(payload))


def test_a_changed_character_is_refused(payload):
    head, body, signature = token(payload).split(".")
    for changed in (f"{head}.{body[:-8]}AAAAAAAA.{signature}", f"{head}.{body}.{'A' * len(signature)}"):
        with pytest.raises(CredentialError):
            jwt.verify(changed)


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ({"kid": None}, "which key made it"),
        ({"kid": "https://schools.example/jwks.json#1"}, "not available offline"),
        ({"kid": method_of(ED25519)}, "damaged or of the wrong kind|changed after"),
        ({"x5u": "https://schools.example/cert"}, "does not know"),
        ({"kid": None, "jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA"}}, "gives away its secret"),
        ({"kid": None, "jwk": {"kty": "EC", "crv": "P-256"}}, "damaged or of the wrong kind"),
    ],
)
def test_headers_that_lead_nowhere_are_refused(payload, header, word):
    with pytest.raises(SignatureRefused, match=word):
        jwt.verify(token(payload, **header))


@pytest.mark.parametrize("algorithm", ["none", "HS256", None])
def test_weak_algorithms_are_refused(payload, algorithm):
    import base64

    head = base64.urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).decode().rstrip("=")
    _, body, _ = token(payload).split(".")
    with pytest.raises(SignatureRefused, match="does not check"):
        jwt.verify(f"{head}.{body}.")


@pytest.mark.parametrize("text", ["a.b.c", "AAAA.AAAA.AAAA", "é.b.c"])
def test_damaged_text_is_one_sentence(text):
    with pytest.raises(CredentialError):
        jwt.verify(text)
