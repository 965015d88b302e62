# SPDX-License-Identifier: Apache-2.0
"""``key``: make, list and show signing keys."""

from __future__ import annotations

import json

import pytest

from studio.cli import keys
from studio.credentials.errors import CredentialError


@pytest.fixture(autouse=True)
def own_keys(monkeypatch, tmp_path):
    """A key store of its own for each test."""
    monkeypatch.setenv("STUDIO_KEYS", str(tmp_path / "keys"))


@pytest.fixture
def secret(tmp_path):
    """A file with a passphrase."""
    path = tmp_path / "secret.txt"
    path.write_text("correct horse battery\n")
    return path


def test_a_key_from_making_to_its_document(run, secret):
    assert "No keys yet" in run("key", "list").stdout
    made = run("key", "new", "District 2026", "--passphrase-file", secret, "--json")
    assert made.exit_code == 0
    key = json.loads(made.stdout)
    assert key["name"] == "District 2026"
    assert key["did"].startswith("did:key:z6Mk")
    assert json.loads(run("key", "list", "--json").stdout) == [key]
    listed = run("key", "list").stdout
    assert "District 2026" in listed
    assert key["did"] in listed
    assert json.loads(run("key", "did-document", "District 2026").stdout)["id"] == key["did"]
    web = json.loads(run("key", "did-document", "District 2026", "--web", "schools.example").stdout)
    assert web["id"] == "did:web:schools.example"


def test_what_is_printed_for_people(run, secret):
    made = run("key", "new", "District 2026", "--type", "ed25519", "--passphrase-file", secret, "--remember")
    assert made.stdout.startswith('Made the key "District 2026".\ndid:key:z6Mk')
    assert made.stderr == "This computer has no keyring; the passphrase was not kept.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("key", "did-document", "Nobody"), 'There is no key "Nobody".'),
        (("key", "new", "X"), "--passphrase-file"),
        (("key", "new", "X", "--passphrase-file", "missing.txt"), '"missing.txt" cannot be read'),
        (("key", "new", "X", "--type", "rsa"), "rsa"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, words, sentence):
    result = run(*words)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_taken_name_is_refused(run, secret):
    run("key", "new", "X", "--passphrase-file", secret)
    assert "already a key" in run("key", "new", "X", "--passphrase-file", secret).stderr


def test_two_different_passphrases_make_nothing(monkeypatch):
    answers = iter(["correct horse battery", "correct horse battety"])
    monkeypatch.setattr(keys, "ask", lambda _question: next(answers))
    with pytest.raises(CredentialError, match="differ"):
        keys.new("District")
    monkeypatch.setattr(keys, "ask", lambda _question: "correct horse battery")
    keys.new("District")
    assert keys.KeyStore().find("District")
