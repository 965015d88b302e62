# SPDX-License-Identifier: Apache-2.0
"""Passwords of shared workspaces, in the system's keyring and nowhere else."""

from __future__ import annotations

from studio.model.address import has_password, with_password, without_password

SERVICE = "Competency Studio workspace"


def remember(address: str, password: str) -> bool:
    """Keep a password. False where there is no keyring (a server, a container)."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, without_password(address), password)
    except KeyringError:
        return False
    return _kept(address) == password


def complete(address: str) -> str:
    """The address with the password that the keyring keeps for it; as it is when it has one or none is kept."""
    if has_password(address):
        return address
    kept = _kept(address)
    return with_password(address, kept) if kept else address


def _kept(address: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, without_password(address))
    except KeyringError:
        return None
