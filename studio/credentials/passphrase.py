# SPDX-License-Identifier: Apache-2.0
"""Where a passphrase comes from: a file, the system's keyring, or the person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from studio.credentials.errors import CredentialError

SERVICE = "Competency Studio signing keys"


def from_file(path: Path) -> str:
    """The first line of the file, without its line end. Raises ``CredentialError``."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CredentialError(f'The passphrase file "{path}" cannot be read as text.') from error
    if not lines or not lines[0]:
        raise CredentialError(f'The passphrase file "{path}" has no passphrase in its first line.')
    return lines[0]


def remembered(name: str) -> str | None:
    """The passphrase that the system's keyring keeps for this key; None also where there is no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError):
        return None


def remember(name: str, passphrase: str) -> bool:
    """Keep the passphrase in the system's keyring. False where there is none (a server, a container)."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, passphrase)
    except (KeyringError, RuntimeError):
        return False
    return keyring.get_password(SERVICE, name) == passphrase


def resolve(name: str, file: Path | None = None, ask: Callable[[str], str] | None = None) -> str:
    """The passphrase for the key: from the file when one is given, else the keyring, else by asking.

    ``ask`` gets the question and returns the answer; None where nobody can be asked. Raises ``CredentialError``.
    """
    if file is not None:
        return from_file(file)
    kept = remembered(name)
    if kept is not None:
        return kept
    if ask is None:
        raise CredentialError(f'The key "{name}" needs its passphrase. Give it with --passphrase-file.')
    return ask(f'Passphrase for key "{name}"')
