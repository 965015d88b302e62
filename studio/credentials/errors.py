# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with keys, signatures and credentials, each as one sentence for people."""

from __future__ import annotations

from studio.model.errors import StudioError


class CredentialError(StudioError):
    """A credential, key or package cannot be read, made or checked."""


class ContextUnavailable(CredentialError):
    """A vocabulary (JSON-LD context) is not one of those that travel with the program."""


class UnsafeDocument(CredentialError):
    """Part of the document would be left out of the signature. ``place`` is its JSON path."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place


class TooTangled(CredentialError):
    """The graph of the document would take too long to put in order; only hostile documents do that."""


class SignatureRefused(CredentialError):
    """The signature does not fit the document, or its key is not the issuer's."""


class KeyNotFound(CredentialError):
    """The key store has no key of that name."""


class WrongPassphrase(CredentialError):
    """The passphrase does not open the key, or it may not be tried yet."""
