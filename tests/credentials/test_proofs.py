# SPDX-License-Identifier: Apache-2.0
"""Signatures: the W3C and 1EdTech vectors bit for bit, and every way in which one can be wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studio.credentials import did, issuing, proofs
from studio.credentials.canonical import canonical
from studio.credentials.errors import SignatureRefused, UnsafeDocument
from studio.credentials.keys import Key, SigningKey
from studio.credentials.recipients import Recipient


def vector(folder, name):
    """A file of a vector as text."""
    return (folder / name).read_text(encoding="utf-8")


def opened(secret: bytes, controller: str, tmp_path) -> SigningKey:
    """A signing key from known secret bytes."""
    private = Ed25519PrivateKey.from_private_bytes(secret)
    return SigningKey(Key("vector", "ed25519", "", did.multikey(private.public_key()), tmp_path), controller, private)


def test_w3c_eddsa_rdfc_2022_bit_for_bit(shared, every_context, tmp_path):
    folder = shared / "standards" / "vc" / "vc-di-eddsa"
    steps = folder / "eddsa-rdfc-2022"
    document = json.loads(vector(folder, "unsigned.json"))
    configuration = json.loads(vector(steps, "proofConfigDataInt.json"))
    assert canonical(document, every_context) == vector(steps, "canonDocDataInt.txt")
    assert canonical(configuration, every_context) == vector(steps, "proofCanonDataInt.txt")
    hashes = proofs.hash_data(document, configuration, every_context)
    assert hashes.hex() == vector(steps, "combinedHashDataInt.txt").strip()
    pair = json.loads(vector(folder, "keyPair.json"))
    secret = did.from_multibase(pair["privateKeyMultibase"])[2:34]
    private = Ed25519PrivateKey.from_private_bytes(secret)
    signed = json.loads(vector(steps, "signedDataInt.json"))
    assert did.multibase(private.sign(hashes)) == signed["proof"]["proofValue"]
    method = proofs.verify_proof(signed, signed["proof"], every_context)
    assert method.startswith(f"did:key:{pair['publicKeyMultibase']}#")


def test_1edtech_open_badges_vector_bit_for_bit(shared, tmp_path):
    folder = shared / "standards" / "openbadges" / "impl-test-vectors" / "obv3p0"
    signed, unsigned = json.loads(vector(folder, "signed.json")), json.loads(vector(folder, "unsigned.json"))
    values, controller = json.loads(vector(folder, "values.json")), json.loads(vector(folder, "controller.json"))
    (proof,) = proofs.proofs(signed)
    hashes = proofs.hash_data(unsigned, proof)
    assert hashes.hex() == values["dataToSignHex"]
    key = opened(bytes.fromhex(values["privateKeyHex"])[:32], unsigned["issuer"]["id"], tmp_path)
    assert did.multibase(key.secret.sign(hashes)) == values["proofValue"] == proof["proofValue"]
    remade = proofs.sign(unsigned, key, proof["created"])
    assert remade["proof"][0]["proofValue"] == proof["proofValue"]
    assert proofs.verify_proof(signed, proof, documents={controller["id"]: controller}) == proof["verificationMethod"]


@pytest.mark.parametrize("curve", ["p256", "p384"])
def test_w3c_ecdsa_rdfc_2019_verifies(shared, every_context, curve):
    folder = shared / "standards" / "vc" / "vc-di-ecdsa" / f"ecdsa-rdfc-2019-{curve}"
    signed = json.loads(vector(folder, f"signedECDSA{curve.upper()}.json"))
    assert proofs.verify_proof(signed, signed["proof"], every_context).startswith("did:key:z")
    signed["name"] += "!"
    with pytest.raises(SignatureRefused, match="changed after"):
        proofs.verify_proof(signed, signed["proof"], every_context)
    signed["proof"]["proofValue"] = did.multibase(b"short")
    with pytest.raises(SignatureRefused, match="changed after"):
        proofs.verify_proof(signed, signed["proof"], every_context)


@pytest.fixture
def unsigned(badge, issuer, signer, making):
    """A credential that is ready to be signed."""
    recipient = Recipient(2, email="a@example.com")
    return issuing.credential(
        badge, {**issuer, "id": signer.controller}, recipient, making.created, making.new_id(), making.new_salt()
    )


@pytest.fixture
def signed(unsigned, signer, making):
    """A signed credential."""
    return proofs.sign(unsigned, signer, making.created)


def refused(document, **changes) -> str:
    """The reason why a proof is refused after some of its values were replaced."""
    (proof,) = document["proof"]
    with pytest.raises(SignatureRefused) as caught:
        proofs.verify_proof(document, {**proof, **changes}, now=datetime(2026, 6, 1, tzinfo=UTC))
    return str(caught.value)


def test_a_proof_is_a_list_and_verifies(signed, signer, unsigned):
    assert "proof" not in unsigned
    (proof,) = signed["proof"]
    assert list(proof) == ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]
    assert proofs.verify_proof(signed, proof) == signer.verification_method


def test_signing_the_same_again_gives_the_same_bytes(unsigned, signer, making):
    assert proofs.sign(unsigned, signer, making.created) == proofs.sign(unsigned, signer, making.created)


def test_two_proofs_are_a_set_of_which_each_verifies(signed, signer):
    twice = proofs.sign(signed, signer, "2026-02-02T00:00:00Z")
    assert len(twice["proof"]) == 2
    for proof in twice["proof"]:
        assert proofs.verify_proof(twice, proof)


def test_only_the_issuer_may_sign(unsigned, signer, making):
    unsigned["issuer"]["id"] = "did:web:other.example"
    with pytest.raises(SignatureRefused, match=r'The issuer is "did:web:other\.example" but the key belongs'):
        proofs.sign(unsigned, signer, making.created)


def test_what_would_not_be_signed_is_refused(unsigned, signer, making):
    unsigned["credentialSubject"]["grade"] = "A"
    with pytest.raises(UnsafeDocument, match=r"credentialSubject\.grade"):
        proofs.sign(unsigned, signer, making.created)


def test_what_was_added_outside_the_signature_is_refused(signed):
    signed["credentialSubject"]["grade"] = "A"
    assert "outside the signature. credentialSubject.grade" in refused(signed)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"cryptosuite": "eddsa-rdf-2022"}, 'of the kind "eddsa-rdf-2022"'),
        ({"cryptosuite": "ecdsa-rdfc-2019"}, "not of the kind that ecdsa-rdfc-2019 uses"),
        ({"type": "Ed25519Signature2020"}, 'of the kind "Ed25519Signature2020"'),
        ({"previousProof": "urn:uuid:1"}, "proof chain"),
        ({"proofPurpose": "authentication"}, 'made for "authentication"'),
        ({"created": "2026-01-02"}, '"created" is not a date'),
        ({"created": "yesterdayT"}, '"created" is not a date'),
        ({"created": 7}, '"created" is not a date'),
        ({"created": "2026-01-02T03:04:06Z"}, "changed after it was signed"),
        ({"expires": "2026-05-01T00:00:00Z"}, "expired on"),
        ({"expires": "2026-07-01T00:00:00Z"}, "changed after it was signed"),
        ({"verificationMethod": 3}, "which key made it"),
        ({"proofValue": None}, "has no value"),
        ({"proofValue": "u1234"}, "base58"),
        ({"proofValue": "z1234"}, "changed after it was signed"),
        ({"comment": "x"}, "outside the signature. comment"),
    ],
)
def test_a_proof_with_another_value_is_refused(signed, changes, word):
    assert word in refused(signed, **changes)


def test_the_proof_of_another_key_does_not_fit(signed):
    other = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
    assert "changed after" in refused(signed, verificationMethod=f"did:key:{other}#{other}")


def test_a_proof_without_a_date_is_allowed_by_the_standard(signed):
    (proof,) = signed["proof"]
    del proof["created"]
    assert "changed after" in refused(signed)


def test_times_need_a_zone():
    assert proofs.parse_time("2026-01-02T03:04:05") is None
    assert proofs.parse_time("2026-01-02T03:04:05+01:00") == datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC)
