# SPDX-License-Identifier: Apache-2.0
"""The verdict on a file or a package, in words."""

from __future__ import annotations

import copy
import json
import random
import shutil
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.credentials import did, issuing, proofs, verify
from studio.credentials.documents import parse_object
from studio.credentials.errors import SignatureRefused
from studio.credentials.package import write_package
from studio.credentials.recipients import Recipient
from studio.credentials.safe_mode import walk
from studio.credentials.verify import Circumstances, Report, read_did_documents, verify_document, verify_path

from .conftest import BADGE, ISSUER, PASSPHRASE
from .test_documents import baked, png

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AT = Circumstances(now=NOW)


def failed(report) -> dict[str, str]:
    """The failed checks and what they say."""
    return {check.check: check.detail for check in report.checks if not check.ok}


def make(signer, making_id="urn:uuid:1", recipient=None, achievement=None, **changes):
    """A signed credential, some of its values replaced before signing."""
    document = issuing.credential(
        achievement or copy.deepcopy(BADGE),
        {**ISSUER, "id": signer.controller},
        recipient or Recipient(2, email="ana@example.com"),
        "2026-01-02T03:04:05Z",
        making_id,
        "pinch",
        12,
    )
    return proofs.sign({**document, **changes}, signer, "2026-01-02T03:04:05Z")


def checked(document, circumstances=AT) -> Report:
    """The report on a document."""
    report = Report("memory")
    verify_document(document, report, circumstances)
    return report


def test_a_good_credential(signer, tmp_path):
    path = tmp_path / "ana.json"
    path.write_text(json.dumps(make(signer)))
    report = verify_path(path, AT)
    assert report.verified, failed(report)
    assert report.to_json() == {
        "file": str(path),
        "verified": True,
        "checks": [
            {"check": "Form", "ok": True, "detail": "It is a badge as Open Badges 3.0 describes it."},
            {"check": "Signature", "ok": True, "detail": "The signature fits; nothing was changed since."},
            {
                "check": "Issuer",
                "ok": True,
                "detail": f"Signed with the issuer's own key: Example Schools ({signer.controller}). "
                "Anybody can choose that name; compare the identifier with one from the issuer.",
            },
            {"check": "Dates", "ok": True, "detail": "Valid since 2 January 2026 until 2 January 2027."},
        ],
    }


def test_a_picture_with_the_badge_inside(signer, tmp_path):
    path = tmp_path / "ana.png"
    path.write_bytes(png(baked(json.dumps(make(signer)).encode())))
    assert verify_path(path, AT).verified


@pytest.mark.parametrize(
    ("changes", "now", "word"),
    [
        ({}, datetime(2025, 1, 1, tzinfo=UTC), "Not valid yet: it starts on 2 January 2026."),
        ({}, datetime(2028, 1, 1, tzinfo=UTC), "Expired on 2 January 2027."),
        ({"validFrom": "2026-02-30T00:00:00Z"}, NOW, "not days of the calendar"),
        ({"validUntil": "2026-02-30T00:00:00Z"}, NOW, "not days of the calendar"),
    ],
)
def test_dates(signer, changes, now, word):
    assert word in failed(checked(make(signer, **changes), Circumstances(now=now)))["Dates"]


def test_an_unsigned_file(signer):
    document = make(signer)
    del document["proof"]
    assert failed(checked(document)) == {"Signature": "The file is not signed."}


def test_the_issuer_has_to_be_the_signer(signer, store):
    # Signed rightly, but in the name of somebody else.
    document = make(signer)
    document["issuer"]["id"] = "did:web:harvard.example"
    del document["proof"]
    (proof,) = proofs.proofs(make(signer))
    proof["proofValue"] = did.multibase(signer.secret.sign(proofs.hash_data(document, proof)))
    found = failed(checked({**document, "proof": [proof]}))
    assert list(found) == ["Issuer"]
    assert "Example Schools (did:web:harvard.example), but the key belongs to did:key:" in found["Issuer"]


def test_an_issuer_that_is_only_an_identifier(signer):
    report = checked(make(signer, issuer=signer.controller))
    assert report.verified
    assert f"own key: {signer.controller}." in report.checks[2].detail


def test_whose_badge_it_is(signer):
    document = make(signer)
    for recipient, verified in (("ana@example.com", True), ("ben@example.com", False)):
        report = checked(document, Circumstances(now=NOW, recipient=recipient))
        assert report.verified is verified
        assert recipient in report.checks[-1].detail
    by_id = make(signer, recipient=Recipient(2, id="did:example:ana"))
    assert checked(by_id, Circumstances(now=NOW, recipient="did:example:ana")).verified
    plain = copy.deepcopy(document["credentialSubject"])
    plain["identifier"][0] |= {"hashed": False, "identityHash": "ana@example.com"}
    assert checked(make(signer, credentialSubject=plain), Circumstances(now=NOW, recipient="ana@example.com")).verified


def test_revocation_is_said_to_be_unchecked(signer):
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://schools.example/status/1",
    }
    report = checked(make(signer, credentialStatus=entry))
    assert report.verified
    (check,) = [check for check in report.checks if check.warning]
    assert check.detail.startswith("Not checked")
    assert {"warning": True}.items() <= report.to_json()["checks"][4].items()


def endorsed(signer, badge, **changes):
    """An endorsement of a badge, signed."""
    document = issuing.endorsement(badge, {**ISSUER, "id": signer.controller}, [], "2026-01-02T03:04:05Z", "urn:uuid:9")
    return proofs.sign({**document, **changes}, signer, "2026-01-02T03:04:05Z")


def test_endorsements_inside_are_checked_one_by_one(signer, badge):
    good = endorsed(signer, badge)
    bad = copy.deepcopy(good)
    bad["credentialSubject"]["endorsementComment"] += "!"
    badge["endorsement"] = [good, good]
    assert checked(make(signer, achievement=badge)).verified
    badge["endorsement"] = [good, bad]
    found = failed(checked(make(signer, achievement=badge)))
    assert found == {
        "Endorsement 2 (badge): Signature": "The file was changed after it was signed. Ask the issuer for the original."
    }


def test_an_endorsement_of_something_else_says_nothing(signer, badge):
    other = endorsed(signer, {**badge, "id": "https://schools.example/badges/2"})
    badge["endorsement"] = [other]
    found = failed(checked(make(signer, achievement=badge)))
    assert found == {"Endorsement 1 (badge): Subject": "It endorses something else: https://schools.example/badges/2."}


def test_endless_endorsements_stop(signer, badge, monkeypatch):
    monkeypatch.setattr(verify, "MOST_ENDORSEMENTS", 2)
    badge["endorsement"] = [endorsed(signer, badge)] * 3
    assert "more endorsements than" in str(failed(checked(make(signer, achievement=badge))))


def test_an_endorsement_as_signed_text(signer, badge):
    badge["endorsementJwt"] = ["a.b.c"]
    found = failed(checked(make(signer, achievement=badge)))
    assert list(found) == ["Endorsement 1 (badge): File"]


def test_a_signed_text_as_a_file(tmp_path, badge):
    from .test_jwt import P256, method_of, token

    profile = {**ISSUER, "id": method_of(P256).partition("#")[0]}
    document = issuing.credential(
        badge, profile, Recipient(2, id="urn:x-a:b"), "2026-01-02T00:00:00Z", "urn:uuid:1", ""
    )
    path = tmp_path / "badge.jwt"
    text = token(document)
    path.write_text(text)
    assert verify_path(path, AT).verified
    path.write_text(text[:-9] + "AAAAAAAAA")
    assert list(failed(verify_path(path, AT))) == ["Signature"]


def test_a_signed_text_with_its_own_key_proves_nothing_about_the_issuer(tmp_path, badge):
    from .test_jwt import P256, imported, token

    document = issuing.credential(badge, ISSUER, Recipient(2, id="urn:x-a:b"), "2026-01-02T00:00:00Z", "urn:uuid:1", "")
    path = tmp_path / "badge.jwt"
    path.write_text(token(document, kid=None, jwk=imported(P256).as_dict(private=False)))
    assert "nothing shows that it is the key of Example Schools" in failed(verify_path(path, AT))["Issuer"]


@pytest.mark.parametrize("content", [b"", b"hello", b"{}", b"[1]", b'{"type": ["Achievement"]}', b"\x89PNG\r\n\x1a\n"])
def test_anything_else_is_not_verified_and_says_why(tmp_path, content):
    path = tmp_path / "any.json"
    path.write_bytes(content)
    report = verify_path(path)
    assert not report.verified
    assert len(report.checks) == 1
    assert report.checks[0].detail.endswith(".")


def strings(document):
    """The paths of every text value of a credential, contexts and proof included."""
    found = [path for path, value in walk(document) if isinstance(value, str) and value]
    return found + [("@context", index) for index in range(len(document["@context"]))]


def with_changed_character(document, path, position, replacement):
    """A copy in which one character of one value is another."""
    changed = copy.deepcopy(document)
    target = changed
    for step in path[:-1]:
        target = target[step]
    text = target[path[-1]]
    at = position % len(text)
    if text[at] == replacement:
        replacement = "y" if replacement == "x" else "x"
    target[path[-1]] = text[:at] + replacement + text[at + 1 :]
    return changed


@settings(max_examples=60)
@given(number=st.integers(0, 10**6), position=st.integers(0, 10**6), replacement=st.sampled_from("x0 é/:"))
def test_one_changed_character_anywhere_is_refused(signer, number, position, replacement):
    document = make(signer)
    paths = strings(document)
    changed = with_changed_character(document, paths[number % len(paths)], position, replacement)
    assert checked(document).verified
    assert not checked(changed).verified


def test_an_expired_badge_stays_expired_however_it_is_written(signer):
    """The statements stay the same and so does the signature; the words that programs look for are gone."""
    document = make(signer)
    address = "https://www.w3.org/2018/credentials#validUntil"
    until = document.pop("validUntil")
    typed = {"@value": until, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    tricks = [
        {**document, address: typed},
        {**document, "@included": [{"id": document["id"], address: typed}]},
        {
            **document,
            "@context": [*document["@context"], {"end": {"@id": address, "@type": typed["@type"]}}],
            "end": until,
        },
        {**{key: value for key, value in document.items() if key != "name"}, "https://schema.org/name": "Lathe Safety"}
        | {"validUntil": until},
    ]
    for trick in tricks:
        # The trick works on a program that only looks at the statements ...
        (proof,) = trick["proof"]
        assert proofs.hash_data(trick, proof) == proofs.hash_data({**document, "validUntil": until}, proof)
        # ... and not here.
        found = failed(checked(trick, Circumstances(now=datetime(2030, 1, 1, tzinfo=UTC))))
        assert "of its own" in found["Signature"] or "not a plain word" in found["Signature"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("a@:/#é", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "type", "@id", "@type", "@context", "@value", "a", "proof"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(number=st.integers(0, 10**6), value=json_values)
def test_any_value_anywhere_is_a_verdict_and_never_a_crash(signer, number, value):
    document = make(signer)
    paths = [path for path, _ in walk(document) if path] + [("@context",), ("@context", 0), ("proof",), ("type",)]
    path = paths[number % len(paths)]
    target = document
    for step in path[:-1]:
        target = target[step]
    before, target[path[-1]] = target[path[-1]], value
    report = checked(document)
    assert report.checks
    # A list of one is the same statement as its value; all else is a change.
    assert not report.verified or before in (value, [value])


@pytest.fixture
def packed(tmp_path, badge, issuer, signer, making):
    """A signed package with one credential."""
    write_package(tmp_path / "b1", badge, issuer, signer, making, [Recipient(2, email="ana@example.com")])
    return tmp_path / "b1"


def test_a_good_package(packed):
    report = verify_path(packed, AT)
    assert report.verified, failed(report)
    names = " ".join(check.check for check in report.checks)
    for name in ("achievement.json", "criteria.html", "image.svg", "did.json", "issuer.json", "credentials/0001.json"):
        assert name in names


@pytest.mark.parametrize("name", ["achievement.json", "criteria.html", "image.svg", "issuer.json", "did.json"])
def test_a_changed_file_of_a_package(packed, name):
    path = packed / name
    text = path.read_text()
    spots = [index for index, character in enumerate(text) if character.isalpha()]
    at = random.Random(name).choice(spots)
    path.write_text(text[:at] + ("q" if text[at] != "q" else "w") + text[at + 1 :])
    assert any(name in check for check in failed(verify_path(packed, AT)))


@pytest.mark.parametrize("name", ["endorsement.json", "achievement.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_a_package_that_is_not_whole(packed, name, content):
    if content is None:
        (packed / name).unlink()
    else:
        (packed / name).write_bytes(content)
    assert not verify_path(packed, AT).verified


@pytest.mark.parametrize("name", ["criteria.html", "image.svg", "issuer.json", "did.json"])
def test_a_missing_file_of_a_package(packed, name):
    (packed / name).unlink()
    report = verify_path(packed, AT)
    assert any(name.split(".")[0] in check and "is missing" in detail for check, detail in failed(report).items())


def test_a_link_to_elsewhere_is_not_part_of_a_package(packed, tmp_path):
    outside = tmp_path / "outside.html"
    shutil.copy(packed / "criteria.html", outside)
    (packed / "criteria.html").unlink()
    (packed / "criteria.html").symlink_to(outside)
    assert "criteria.html: digest" in failed(verify_path(packed, AT))


def test_a_picture_that_nobody_signed(packed):
    (packed / "image.svg").rename(packed / "image.png")
    (packed / "image.png").write_bytes(b"other")
    assert failed(verify_path(packed, AT)) == {"image.png: digest": "It was changed after it was signed."}


def test_a_file_that_nobody_signed_is_named(packed):
    (packed / "extra.exe").write_bytes(b"")
    report = verify_path(packed, AT)
    assert report.verified
    assert [check.check for check in report.checks if check.warning] == ["extra.exe"]


def resign(packed, signer, change):
    """Change the endorsement and sign it again with the same key."""
    path = packed / "endorsement.json"
    document = json.loads(path.read_text())
    del document["proof"]
    change(document)
    path.write_text(json.dumps(proofs.sign(document, signer, "2026-01-02T03:04:05Z")))


def test_files_that_the_issuer_did_not_list(packed, signer):
    resign(packed, signer, lambda document: document.pop("relatedResource"))
    found = failed(verify_path(packed, AT))
    assert set(found) == {"achievement.json: digest", "criteria.html: digest", "image.svg: digest"}
    assert set(found.values()) == {"The issuer did not sign this file."}


def test_an_endorsement_of_another_badge(packed, signer):
    resign(packed, signer, lambda document: document["credentialSubject"].update(id="https://schools.example/2"))
    assert failed(verify_path(packed, AT))["achievement.json"] == "Another badge was endorsed."


def test_credentials_of_another_issuer_or_badge(packed, store, tmp_path, badge):
    other_store = type(store)(tmp_path / "other-keys")
    other_store.create("Other", PASSPHRASE)
    other = other_store.open("Other", PASSPHRASE)
    (packed / "credentials" / "0002.json").write_text(json.dumps(make(other)))
    (packed / "credentials" / "0003.json").write_text("{}")
    found = failed(verify_path(packed, AT))
    assert found["credentials/0002.json"] == "It is signed by another issuer."
    assert "credentials/0003.json: Form" in found


def test_credentials_of_another_version(packed, signer, badge):
    badge["version"] = "2.0"
    (packed / "credentials" / "0002.json").write_text(json.dumps(make(signer, achievement=badge)))
    assert "another version" in failed(verify_path(packed, AT))["credentials/0002.json"]


def test_an_achievement_that_is_none(packed):
    (packed / "achievement.json").write_text('{"id": "urn:uuid:1"}')
    assert "is missing" in failed(verify_path(packed, AT))["achievement.json"]


def test_a_definition_alone_points_to_its_signature(packed):
    assert "endorsement.json beside it" in failed(verify_path(packed / "achievement.json", AT))["Form"]


def test_a_package_of_a_website_needs_the_websites_own_word(tmp_path, badge, issuer, store, making):
    web = store.open("District 2026", PASSPHRASE, web="schools.example")
    write_package(tmp_path / "b1", badge, issuer, web, making)
    found = failed(verify_path(tmp_path / "b1", AT))
    assert "Get https://schools.example/.well-known/did.json" in found["did.json"]
    given_documents = read_did_documents([tmp_path / "b1" / "did.json"])
    assert verify_path(tmp_path / "b1", Circumstances(now=NOW, did_documents=given_documents)).verified
    other = did.document("did:web:schools.example", "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")
    found = failed(verify_path(tmp_path / "b1", Circumstances(now=NOW, did_documents={other["id"]: other})))
    assert found["did.json"] == "It is not the one you gave."
    (tmp_path / "b1" / "did.json").write_text(json.dumps({**other, "id": "did:web:other.example"}))
    assert "belongs to did:web:other.example" in failed(verify_path(tmp_path / "b1", AT))["did.json"]


def test_what_is_no_did_document(tmp_path):
    path = tmp_path / "did.json"
    path.write_text("{}")
    with pytest.raises(SignatureRefused, match="not a DID document"):
        read_did_documents([path])


def test_the_1edtech_vector_with_its_controller(shared):
    folder = shared / "standards" / "openbadges" / "impl-test-vectors" / "obv3p0"
    known = read_did_documents([folder / "controller.json"])
    report = verify_path(folder / "signed.json", Circumstances(did_documents=known))
    assert report.verified, failed(report)
    signed = parse_object((folder / "signed.json").read_bytes(), "signed.json")
    signed["credentialSubject"]["achievement"]["name"] += "!"
    assert not checked(signed, Circumstances(did_documents=known)).verified


def test_the_broken_samples_of_1edtech_are_refused(shared):
    folder = shared / "standards" / "openbadges" / "examples" / "1edtech-validator" / "ob30"
    names = [path for path in folder.glob("*.json") if "-err-" in path.name or "noproof" in path.name]
    assert len(names) >= 10
    for path in names:
        assert not verify_path(path).verified, path.name
