# SPDX-License-Identifier: Apache-2.0
"""The folder that a badge is signed into."""

from __future__ import annotations

import csv
import itertools
import json
import os
import stat

import pytest

from studio.credentials import package
from studio.credentials.errors import CredentialError, UnsafeDocument
from studio.credentials.issuing import digest_sri
from studio.credentials.package import Making, write_package
from studio.credentials.recipients import Recipient

EARNERS = [Recipient(2, email="ana@example.com", name="=cmd|' /C calc'!A0"), Recipient(5, id="did:example:ben")]


def repeatable():
    """Fixed time, counted identifiers."""
    numbers = itertools.count(1)
    return Making("2026-01-02T03:04:05Z", lambda: f"urn:uuid:{next(numbers)}", lambda: "pinch")


def test_what_is_in_the_package(tmp_path, badge, issuer, signer, making):
    written = write_package(tmp_path / "out", badge, issuer, signer, making)
    assert written.files == [
        "README.txt", "achievement.json", "criteria.html", "did.json", "endorsement.json", "image.svg", "issuer.json",
    ]  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == written.files
    assert written.credentials == 0
    endorsement = json.loads((tmp_path / "out" / "endorsement.json").read_text())
    for resource in endorsement["relatedResource"]:
        name = {"": "achievement.json", "criteria-page": "criteria.html", "image": "image.svg"}[
            resource["id"].partition("#")[2]
        ]
        assert resource["digestSRI"] == digest_sri((tmp_path / "out" / name).read_bytes())
    assert (tmp_path / "out" / "image.svg").read_bytes() == b"<svg/>"
    readme = (tmp_path / "out" / "README.txt").read_text()
    assert all(name in readme for name in written.files if name != "README.txt")
    assert signer.verification_method in readme


def test_the_same_input_gives_the_same_bytes(tmp_path, badge, issuer, signer):
    for name in ("one", "two"):
        write_package(tmp_path / name, badge, issuer, signer, repeatable(), EARNERS)
    for path in (tmp_path / "one").rglob("*.*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_credentials_are_private_and_their_list_is_plain_text(tmp_path, badge, issuer, signer, making):
    seen = []
    written = write_package(
        tmp_path, badge, issuer, signer, making, EARNERS, 12, lambda done, total: seen.append((done, total))
    )
    assert written.credentials == 2
    assert seen == [(1, 2), (2, 2)]
    folder = tmp_path / "credentials"
    assert sorted(path.name for path in folder.iterdir()) == ["0001.json", "0002.json", "index.csv"]
    rows = list(csv.DictReader((folder / "index.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == {
        "file": "0001.json",
        "row": "2",
        "name": "'" + EARNERS[0].name,
        "email": "ana@example.com",
        "id": "",
    }
    if os.name == "posix":
        assert stat.S_IMODE((folder / "0001.json").stat().st_mode) == 0o600
    for path in tmp_path.glob("*.*"):
        assert b"ana@example.com" not in path.read_bytes()


def test_signing_again_replaces_the_template_but_never_a_credential(tmp_path, badge, issuer, signer, making):
    write_package(tmp_path, badge, issuer, signer, making, EARNERS)
    before = (tmp_path / "endorsement.json").read_bytes()
    badge["description"] = "Changed."
    write_package(tmp_path, badge, issuer, signer, making)
    assert (tmp_path / "endorsement.json").read_bytes() != before
    with pytest.raises(CredentialError, match="already holds credentials"):
        write_package(tmp_path, badge, issuer, signer, making, EARNERS)


def test_two_badges_do_not_share_a_folder(tmp_path, badge, issuer, signer, making):
    write_package(tmp_path, badge, issuer, signer, making)
    badge["id"] += "2"
    with pytest.raises(CredentialError, match="another badge"):
        write_package(tmp_path, badge, issuer, signer, making)
    (tmp_path / "achievement.json").write_text("[")
    with pytest.raises(CredentialError, match="another badge"):
        write_package(tmp_path, badge, issuer, signer, making)


def test_nothing_is_written_when_something_would_not_be_signed(tmp_path, badge, issuer, signer, making):
    badge["colour"] = "red"
    with pytest.raises(UnsafeDocument, match="colour"):
        write_package(tmp_path / "out", badge, issuer, signer, making, EARNERS)
    assert not (tmp_path / "out").exists()


def test_places_that_cannot_hold_a_package(tmp_path, badge, issuer, signer, making):
    (tmp_path / "file").write_text("")
    with pytest.raises(CredentialError, match="is a file"):
        write_package(tmp_path / "file", badge, issuer, signer, making)
    with pytest.raises(CredentialError, match="cannot be written"):
        write_package(tmp_path / "file" / "out", badge, issuer, signer, making)
    (tmp_path / "out" / "issuer.json" / "in-the-way").mkdir(parents=True)
    with pytest.raises(CredentialError, match="cannot be written"):
        write_package(tmp_path / "out", badge, issuer, signer, making)
    assert not list((tmp_path / "out").glob("*.part"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("data:image/png;base64,iVBORw==", ("image.png", "image/png", b"\x89PNG")),
        ("data:image/svg+xml,%3Csvg/%3E", ("image.svg", "image/svg+xml", b"<svg/>")),
        ("https://schools.example/1.png", None),
    ],
)
def test_pictures(badge, address, expected):
    badge["image"]["id"] = address
    assert package.image_file(badge) == expected


@pytest.mark.parametrize(
    ("address", "word"), [("data:image/png;base64,!!!", "damaged"), ("data:text/html,<b>", "PNG or SVG")]
)
def test_bad_pictures_are_refused(badge, address, word):
    badge["image"]["id"] = address
    with pytest.raises(CredentialError, match=word):
        package.image_file(badge)


def test_a_badge_without_a_picture(tmp_path, badge, issuer, signer, making):
    del badge["image"]
    assert "image.svg" not in write_package(tmp_path, badge, issuer, signer, making).files


def test_a_package_in_the_name_of_a_website_says_where_the_key_goes(tmp_path, badge, issuer, store, making):
    from .conftest import PASSPHRASE

    web = store.open("District 2026", PASSPHRASE, web="schools.example")
    write_package(tmp_path, badge, issuer, web, making)
    assert "https://schools.example/.well-known/did.json" in (tmp_path / "README.txt").read_text()
    assert json.loads((tmp_path / "did.json").read_text())["id"] == "did:web:schools.example"
