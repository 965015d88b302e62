# SPDX-License-Identifier: Apache-2.0
"""Every badge we sign is verified by a program that we did not write, and refused after one changed character."""

from __future__ import annotations

import copy
import itertools
import json
import random

import pytest

from studio.credentials import did, proofs
from studio.credentials.issuing import endorsement
from studio.credentials.keys import KeyStore
from studio.credentials.package import Making, write_package
from studio.credentials.recipients import Recipient
from studio.credentials.safe_mode import walk
from studio.credentials.verify import Circumstances, read_did_documents, verify_path
from studio.export import openbadges
from studio.importing.sample import create_sample
from studio.model import badges, items, schema

PASSPHRASE = "correct horse battery"
CREATED = "2026-01-02T03:04:05Z"
# Text that has broken wallets and signers before.
AWKWARD = 'Straße «é» 学校 🔧 "quotes" \\ back\tslash\nline\r\n <b>&amp;</b> \u2028 \u00a0 \u200b 𝄞'


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    """An opened key."""
    store = KeyStore(tmp_path_factory.mktemp("keys"))
    store.create("District 2026", PASSPHRASE)
    return store.open("District 2026", PASSPHRASE)


def making() -> Making:
    """Fixed time, counted identifiers and salts."""
    numbers = itertools.count(1)
    return Making(CREATED, lambda: f"urn:uuid:00000000-0000-4000-8000-{next(numbers):012d}", lambda: "pinch")


@pytest.fixture(scope="module")
def signed(tmp_path_factory, key):
    """Every badge of the sample signed, with an earner by address and one by identifier."""
    folder = tmp_path_factory.mktemp("signed")
    project = create_sample(None)
    by_address = Recipient(2, email="ana@schools.example")
    by_identifier = Recipient(3, id=f"did:key:{key.key.public_key}", date="2025-12-01T00:00:00Z")
    for row in badges.badges(project):
        achievement = openbadges.achievement(project, row.id)
        profile = openbadges.issuer_profile(project, row.id)
        months = items.get(project, schema.badge, row.id, "validity_months").validity_months
        earners = [by_address, by_identifier] if row.code == "B1" else [by_address]
        write_package(folder / row.code, achievement, profile, key, making(), earners, months)
    project.close()
    return folder


def signed_files(folder):
    """The files that carry a signature."""
    return sorted([*folder.glob("*/endorsement.json"), *folder.glob("*/credentials/*.json")])


def test_every_file_we_sign_is_verified(signed, independent):
    files = signed_files(signed)
    assert len(files) == 13
    for path, (verified, errors) in zip(files, independent(files), strict=True):
        assert verified, (path, errors)
    for folder in sorted(signed.iterdir()):
        report = verify_path(folder)
        assert report.verified, [check for check in report.checks if not check.ok]


def changed(path, target, random_source):
    """Copy a signed file with one character of one of its values changed."""
    document = json.loads(path.read_text(encoding="utf-8"))
    places = [way for way, value in walk(document) if isinstance(value, str) and value]
    way = random_source.choice(places)
    holder = document
    for step in way[:-1]:
        holder = holder[step]
    text = holder[way[-1]]
    at = random_source.randrange(len(text))
    other = random_source.choice([letter for letter in "xyz019" if letter != text[at]])
    holder[way[-1]] = text[:at] + other + text[at + 1 :]
    target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return target


def test_every_file_is_refused_after_one_changed_character(signed, independent, tmp_path):
    source = random.Random(2026)
    files = [changed(path, tmp_path / f"{number}.json", source) for number, path in enumerate(signed_files(signed))]
    for path, (verified, _) in zip(files, independent(files), strict=True):
        assert not verified, path
        assert not verify_path(path).verified


@pytest.fixture
def badge():
    """A small badge with awkward text everywhere."""
    return {
        "id": "https://schools.example/badges/ñ?a=1&b=%20#x",
        "type": ["Achievement"],
        "name": AWKWARD,
        "description": AWKWARD,
        "criteria": {"narrative": AWKWARD},
        "tag": [AWKWARD, "b", "a", "b "],
        "creditsAvailable": 3.5,
        "version": "1.0",
    }


def own(issuer_key, name=AWKWARD):
    """The Profile of a key."""
    return {"id": issuer_key.controller, "type": ["Profile"], "name": name}


def test_awkward_text_travels(badge, key, independent, tmp_path):
    write_package(tmp_path / "b", badge, own(key), key, making(), [Recipient(2, email="ana@schools.example")])
    files = [tmp_path / "b" / "endorsement.json", tmp_path / "b" / "credentials" / "0001.json"]
    assert independent(files) == [(True, []), (True, [])]
    assert verify_path(tmp_path / "b").verified


def test_two_identical_endorsements_inside(badge, key, independent, tmp_path):
    # Their proof graphs are the same: the case that pyoxigraph labels wrongly.
    badge["id"] = "https://schools.example/badges/1"
    one = proofs.sign(endorsement(badge, own(key), [], CREATED, "urn:uuid:9"), key, CREATED)
    badge["endorsement"] = [one, copy.deepcopy(one)]
    write_package(tmp_path / "b", badge, own(key), key, making(), [Recipient(2, id="urn:x-earner:1")])
    path = tmp_path / "b" / "credentials" / "0001.json"
    assert independent([path]) == [(True, [])]
    assert verify_path(path).verified


def test_an_issuer_with_a_website(badge, key, independent, tmp_path):
    from dataclasses import replace

    web = replace(key, controller=did.did_web("schools.example"))
    write_package(tmp_path / "b", badge, own(web), web, making(), [Recipient(2, id="urn:x-earner:1")])
    files = [tmp_path / "b" / "endorsement.json", tmp_path / "b" / "credentials" / "0001.json"]
    document = tmp_path / "b" / "did.json"
    assert independent(files, "--did", str(document)) == [(True, []), (True, [])]
    known = Circumstances(did_documents=read_did_documents([document]))
    assert all(verify_path(path, known).verified for path in files)


def test_we_agree_about_files_that_others_signed(shared, independent):
    """Where the independent verifier says no, so do we; where it says yes, we say yes or why we cannot check."""
    folder = shared / "standards" / "vc" / "dcc-fixtures" / "verifiableCredentials" / "v2" / "dataIntegrityProof"
    files = sorted(folder.rglob("*.json"))
    assert len(files) >= 8
    agreed_yes = 0
    for path, (verified, _) in zip(files, independent(files), strict=True):
        report = verify_path(path)
        if report.verified:
            assert verified, path
            agreed_yes += 1
        elif verified:
            (check,) = [check for check in report.checks if not check.ok]
            assert check.check == "Form", (path, check)
    assert agreed_yes
