# SPDX-License-Identifier: Apache-2.0
"""The key store: sealed, private, patient with typing mistakes, hard to trick."""

from __future__ import annotations

import json
import os
import stat

import pytest

from studio.credentials.errors import CredentialError, KeyNotFound, WrongPassphrase
from studio.credentials.keys import KeyStore, clean_name, folder

from .conftest import PASSPHRASE


@pytest.fixture
def one_key(store, tmp_path):
    """A copy of the session's key in a store of its own."""
    source = store.find("District 2026").path
    (tmp_path / source.name).write_bytes(source.read_bytes())
    return KeyStore(tmp_path)


def test_a_key_opens_with_its_passphrase_and_says_who_it_is(store, signer):
    key = store.find("District 2026")
    assert signer.controller == key.did == f"did:key:{key.public_key}"
    assert signer.verification_method == f"{key.did}#{key.public_key}"
    assert key.document()["id"] == key.did
    assert key.document("schools.example")["id"] == "did:web:schools.example"
    assert [each.name for each in store.list()] == ["District 2026"]


def test_a_key_can_sign_for_a_website(one_key):
    signing = one_key.open("District 2026", PASSPHRASE, web="schools.example")
    assert signing.controller == "did:web:schools.example"
    assert signing.verification_method.startswith("did:web:schools.example#z6Mk")


def test_nothing_secret_is_readable_in_the_file(store, signer):
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    path = store.find("District 2026").path
    raw = signer.secret.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    text = path.read_bytes()
    assert raw not in text
    assert raw.hex().encode() not in text
    assert PASSPHRASE.encode() not in text
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not list(path.parent.glob("*.part"))


def test_three_wrong_passphrases_start_a_wait_that_a_new_process_keeps(one_key, tmp_path):
    clock = [1000.0]
    for words in ("Two tries left", "One try left", "Try again in 30 seconds"):
        # A new store each time: the count is on disk.
        with pytest.raises(WrongPassphrase, match=f'Wrong passphrase for key "District 2026". {words}'):
            KeyStore(tmp_path, lambda: clock[0]).open("District 2026", "wrong")
    with pytest.raises(WrongPassphrase, match="Try again in"):
        KeyStore(tmp_path, lambda: clock[0]).open("District 2026", PASSPHRASE)
    clock[0] = 900.0  # the clock was set back: nobody waits for ever
    assert KeyStore(tmp_path, lambda: clock[0]).open("District 2026", PASSPHRASE)
    clock[0] = 2000.0
    with pytest.raises(WrongPassphrase, match="Two tries left"):
        KeyStore(tmp_path, lambda: clock[0]).open("District 2026", "wrong")


def test_a_store_that_cannot_be_written_still_says_what_is_wrong(one_key):
    one_key.find("District 2026").path.with_suffix(".tries").mkdir()
    with pytest.raises(WrongPassphrase, match="Two tries left"):
        one_key.open("District 2026", "wrong")
    assert one_key.open("District 2026", PASSPHRASE)


def test_a_damaged_count_of_tries_is_started_afresh(one_key):
    one_key.find("District 2026").path.with_suffix(".tries").write_text("many")
    assert one_key.open("District 2026", PASSPHRASE)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c:d*?", "..", "Öğretmen 学校", "CON", "x" * 200, "'; --"])
def test_odd_names_stay_inside_the_folder(tmp_path, name):
    store = KeyStore(tmp_path / "keys")
    path = store._path(clean_name(name))
    assert path.parent == tmp_path / "keys"
    assert path.name.isascii()
    assert len(path.name) < 80
    with pytest.raises(KeyNotFound, match="Make one with"):
        store.find(name)


def test_names_that_look_alike_in_a_file_name_stay_apart(tmp_path):
    store = KeyStore(tmp_path)
    store.create("a/b", PASSPHRASE)
    store.create("a b", PASSPHRASE)
    assert [key.name for key in store.list()] == ["a b", "a/b"]
    assert store.find(" a b ").did != store.find("a/b").did


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "two\nlines", "nul\0"])
def test_names_that_nobody_can_type_are_refused(name):
    with pytest.raises(CredentialError, match="needs a name"):
        clean_name(name)


def test_creating_is_refused_with_a_reason(one_key):
    with pytest.raises(CredentialError, match="already a key"):
        one_key.create("District 2026", PASSPHRASE)
    with pytest.raises(CredentialError, match="at least 8"):
        one_key.create("Short", "1234567")
    with pytest.raises(CredentialError, match="Use ed25519"):
        one_key.create("Old", PASSPHRASE, "rsa")


def test_a_key_that_is_not_there_is_named_with_those_that_are(one_key):
    with pytest.raises(KeyNotFound, match=r'There is no key "Distrct"\. There are: "District 2026"\.'):
        one_key.find("Distrct")


def change(store, **fields):
    """Write other values into the key file."""
    path = store.find("District 2026").path
    record = json.loads(path.read_text())
    record.update(fields)
    path.write_text(json.dumps(record))
    return path


def test_a_file_with_somebody_elses_public_half_does_not_open(one_key):
    change(one_key, publicKeyMultibase="z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")
    with pytest.raises(WrongPassphrase):
        one_key.open("District 2026", PASSPHRASE)


@pytest.mark.parametrize(
    "sealed",
    [
        {"n": 2**16, "r": 8, "p": 1, "salt": "!", "nonce": "", "data": ""},
        {"n": 2**30, "r": 8, "p": 1, "salt": "AAAA", "nonce": "AAAAAAAAAAAAAAAA", "data": "AAAA"},
        {"n": "many", "r": 8, "p": 1},
        {},
    ],
)
def test_a_damaged_seal_is_one_sentence_and_uses_little_memory(one_key, sealed):
    change(one_key, sealed=sealed)
    with pytest.raises(CredentialError, match="damaged"):
        one_key.open("District 2026", PASSPHRASE)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', '{"format": "competency-studio-key"}'])
def test_a_damaged_key_file_is_one_sentence_and_leaves_the_list_alone(one_key, text):
    path = one_key.find("District 2026").path
    path.write_text(text)
    with pytest.raises(CredentialError, match="Restore it from a backup"):
        one_key.find("District 2026")
    assert one_key.list() == []


def test_a_seal_that_holds_another_secret_is_refused(one_key):
    from studio.credentials import keys

    path = one_key.find("District 2026").path
    record = json.loads(path.read_text())
    record["sealed"] = keys._seal(bytes(32), PASSPHRASE, keys._bound_to(record))
    path.write_text(json.dumps(record))
    with pytest.raises(CredentialError, match="do not belong together"):
        one_key.open("District 2026", PASSPHRASE)


def test_where_keys_live(monkeypatch, tmp_path):
    assert folder().name == "keys"
    monkeypatch.setenv("STUDIO_KEYS", str(tmp_path / "mine"))
    assert folder() == tmp_path / "mine"
    assert KeyStore().folder == tmp_path / "mine"
    assert KeyStore().list() == []


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CredentialError, match="cannot be kept in"):
        KeyStore(tmp_path / "file").create("District", PASSPHRASE)
