# SPDX-License-Identifier: Apache-2.0
"""Where a passphrase comes from, also where there is no keyring."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from studio.credentials import passphrase
from studio.credentials.errors import CredentialError


class Drawer(KeyringBackend):
    """A keyring in memory, so that no test touches the person's own."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


@pytest.fixture
def use():
    """Use another keyring for one test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_file_comes_first(tmp_path, use):
    use(Drawer())
    passphrase.remember("District", "from keyring")
    file = tmp_path / "secret.txt"
    file.write_text("from file \nsecond line\n", encoding="utf-8-sig")
    assert passphrase.resolve("District", file) == "from file "
    assert passphrase.resolve("District") == "from keyring"


@pytest.mark.parametrize("keeper", [fail.Keyring, null.Keyring])
def test_without_a_keyring_the_person_is_asked(use, keeper):
    use(keeper())
    assert passphrase.remember("District", "x") is False
    assert passphrase.remembered("District") is None
    assert passphrase.resolve("District", ask=lambda question: question) == 'Passphrase for key "District"'
    with pytest.raises(CredentialError, match="--passphrase-file"):
        passphrase.resolve("District")


def test_a_keyring_remembers(use):
    use(Drawer())
    assert passphrase.remember("District", "x") is True
    assert passphrase.resolve("District") == "x"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\xfa"])
def test_a_bad_file_is_one_sentence(tmp_path, content):
    file = tmp_path / "secret.txt"
    file.write_bytes(content)
    with pytest.raises(CredentialError, match="passphrase file"):
        passphrase.from_file(file)
    with pytest.raises(CredentialError, match="cannot be read"):
        passphrase.from_file(tmp_path / "missing.txt")
