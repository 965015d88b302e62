# SPDX-License-Identifier: Apache-2.0
"""Signing a badge, for the sign dialog: plain values in, plain values out, in a background thread."""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.model import items, schema
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.model.values import now

if TYPE_CHECKING:
    from studio.credentials.recipients import Recipient
    from studio.ui.tasks import Progress


@dataclass(frozen=True, slots=True)
class Order:
    """What to sign, with which key, for whom, and where to. An empty passphrase asks the system's keyring."""

    badge_id: str
    key: str
    passphrase: str
    folder: Path
    recipients: Sequence[Recipient] = ()
    make_key: bool = False
    key_folder: Path | None = None
    """Where the keys are; ``None`` is the user's key store."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What was written, and what of the badge the files do not carry."""

    folder: Path
    files: Sequence[str]
    credentials: int
    issuer: str
    not_carried: Sequence[str]


def sign(project: Project, order: Order, progress: Progress) -> Signed:
    """Sign the definition of a badge, and one credential for each recipient.

    Nothing is written before everything is signed, so cancelling leaves no file. Raises StudioError (also
    CredentialError).
    """
    from studio.credentials import passphrase
    from studio.credentials.keys import KeyStore
    from studio.credentials.package import Making, write_package
    from studio.export import openbadges

    progress.update(0, 0, "Reading the badge")
    achievement = openbadges.achievement(project, order.badge_id)
    issuer = openbadges.issuer_profile(project, order.badge_id)
    if issuer is None:
        raise StudioError(f'The badge "{achievement["name"]}" names no issuer. Choose one in Basics and sign again.')
    months = items.get(project, schema.badge, order.badge_id, "validity_months").validity_months
    progress.update(0, 0, "Opening the key")
    store = KeyStore(order.key_folder)
    if order.make_key:
        store.create(order.key, order.passphrase)
    signer = store.open(order.key, order.passphrase or passphrase.remembered(order.key) or "")
    making = Making(
        created=now(),
        new_id=lambda: f"urn:uuid:{uuid.uuid4()}",
        new_salt=lambda: base64.urlsafe_b64encode(os.urandom(16)).decode("ascii").rstrip("="),
    )
    written = write_package(
        order.folder,
        achievement,
        issuer,
        signer,
        making,
        order.recipients,
        months,
        lambda done, total: progress.update(done, total, "Signing"),
    )
    left_out = openbadges.not_carried(project, order.badge_id)
    return Signed(written.folder, written.files, written.credentials, signer.controller, left_out)
