# SPDX-License-Identifier: Apache-2.0
"""Identifiers of issuers and the keys behind them."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from studio.credentials import did
from studio.credentials.errors import CredentialError, SignatureRefused

ED25519 = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
P256 = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
P384 = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"


def test_the_1edtech_key_in_hex_and_multibase():
    key = Ed25519PublicKey.from_public_bytes(
        bytes.fromhex("4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5")
    )
    assert did.multikey(key) == ED25519
    assert did.did_key(key) == f"did:key:{ED25519}"


@pytest.mark.parametrize("text", [ED25519, P256, P384])
def test_keys_survive_the_way_there_and_back(text):
    assert did.multikey(did.from_multikey(text)) == text
    method = f"did:key:{text}#{text}"
    assert did.multikey(did.resolve(method)) == text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("u123", "does not start with z"),
        ("z0OIl", "not base58"),
        ("z" + "6" * 20, "does not know"),
        (did.multibase(b"\xed\x01short"), "damaged"),
        (did.multibase(b"\x80\x24" + bytes(33)), "damaged"),
    ],
)
def test_bad_keys_are_refused(text, word):
    with pytest.raises(SignatureRefused, match=word):
        did.from_multikey(text)


@pytest.mark.parametrize(
    ("address", "identifier", "place"),
    [
        ("schools.example", "did:web:schools.example", "https://schools.example/.well-known/did.json"),
        ("https://Schools.example/", "did:web:schools.example", "https://schools.example/.well-known/did.json"),
        (
            "schools.example:8443/a b",
            "did:web:schools.example%3A8443:a%20b",
            "https://schools.example:8443/a%20b/did.json",
        ),
    ],
)
def test_did_web(address, identifier, place):
    assert did.did_web(address) == identifier
    assert did.document_address(identifier) == place


@pytest.mark.parametrize("address", ["", "two words", "-x", "schools.example//x", "http://schools.example"])
def test_what_is_no_web_address_is_refused(address):
    with pytest.raises(CredentialError, match="not a web address"):
        did.did_web(address)


def test_a_did_key_has_no_address():
    assert did.document_address("did:key:z6Mk") is None


def test_the_document_allows_the_key_to_make_credentials():
    document = did.document("did:web:schools.example", ED25519)
    method = document["verificationMethod"][0]
    assert method["publicKeyMultibase"] == ED25519
    assert document["assertionMethod"] == [method["id"]]
    assert isinstance(did.resolve(method["id"], {document["id"]: document}), Ed25519PublicKey)


def test_shorter_ways_to_write_a_did_document_are_read():
    name = "did:web:schools.example"
    key = {"id": "#one", "type": "Multikey", "controller": name, "publicKeyMultibase": P256}
    for document in (
        {"id": name, "verificationMethod": key, "assertionMethod": "#one"},
        {"id": name, "assertionMethod": [key]},
    ):
        assert isinstance(did.resolve(f"{name}#one", {name: document}), ec.EllipticCurvePublicKey)


def test_a_key_for_something_else_may_not_make_credentials():
    document = did.document("did:web:schools.example", ED25519)
    del document["assertionMethod"]
    with pytest.raises(SignatureRefused, match="lists no key"):
        did.resolve(document["verificationMethod"][0]["id"], {document["id"]: document})


@pytest.mark.parametrize(
    ("method", "word"),
    [
        (f"did:key:{ED25519}", "not which of its keys"),
        (f"did:key:{ED25519}#", "not which of its keys"),
        (f"did:key:{ED25519}#{P256}", "does not have"),
        ("did:web:schools.example#key-1", "not available offline"),
    ],
)
def test_methods_that_lead_nowhere_are_refused(method, word):
    with pytest.raises(SignatureRefused, match=word):
        did.resolve(method)
