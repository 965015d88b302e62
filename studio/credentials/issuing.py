# SPDX-License-Identifier: Apache-2.0
"""The credentials themselves, unsigned: who earned what, and the issuer's word for its own badge."""

from __future__ import annotations

import base64
import calendar
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from studio.credentials.recipients import Recipient, identity_hash
from studio.standards.openbadges import (
    CONTEXTS,
    Achievement,
    AchievementCredential,
    AchievementSubject,
    EndorsementCredential,
    EndorsementSubject,
    IdentityObject,
    Profile,
    RelatedResource,
)


def digest_sri(data: bytes) -> str:
    """Subresource Integrity text of these bytes: ``sha256-`` and base64 (W3C SRI; VCDM 2.0 §5.3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode("ascii")


def months_later(moment: str, months: int) -> str:
    """The same day and time so many months later; the last day of the month where there is no such day."""
    start = datetime.fromisoformat(moment)
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day).strftime("%Y-%m-%dT%H:%M:%SZ")


def endorsement(
    achievement: Mapping[str, Any],
    issuer: Mapping[str, Any],
    files: Sequence[RelatedResource],
    created: str,
    identifier: str,
) -> dict[str, Any]:
    """The issuer's EndorsementCredential over an Achievement, with the digests of the files that define it."""
    subject = Achievement.read(_without_context(achievement), "The badge")
    profile = Profile.read(issuer, "The issuer")
    version = f", version {subject.version}" if subject.version else ""
    record = EndorsementCredential(
        context=list(CONTEXTS),
        id=identifier,
        type=["VerifiableCredential", "EndorsementCredential"],
        name=f"Endorsement of {subject.name}",
        description=f"The issuer vouches for the definition of this badge: {subject.name}{version}.",
        issuer=profile,
        valid_from=created,
        credential_subject=EndorsementSubject(
            id=subject.id,
            endorsement_comment=(
                f"{profile.name or profile.id} issues the badge {subject.name}{version} and stands behind this "
                "definition. The files it consists of are listed with their SHA-256 digests as related resources; "
                "a file with another digest is not what was signed."
            ),
        ),
        related_resource=list(files) or None,
    )
    return record.to_json()


def credential(
    achievement: Mapping[str, Any],
    issuer: Mapping[str, Any],
    recipient: Recipient,
    created: str,
    identifier: str,
    salt: str,
    validity_months: int | None = None,
) -> dict[str, Any]:
    """One AchievementCredential. The email address is hashed with the salt; the name is left out."""
    subject = Achievement.read(_without_context(achievement), "The badge")
    valid_from = recipient.date or created
    identity = None
    if recipient.email is not None:
        hashed = identity_hash(recipient.email, salt)
        identity = [IdentityObject(hashed=True, identity_hash=hashed, identity_type="emailAddress", salt=salt)]
    record = AchievementCredential(
        context=list(CONTEXTS),
        id=identifier,
        type=["VerifiableCredential", "AchievementCredential"],
        name=subject.name,
        description=subject.description,
        issuer=Profile.read(issuer, "The issuer"),
        valid_from=valid_from,
        valid_until=months_later(valid_from, validity_months) if validity_months else None,
        awarded_date=recipient.date,
        credential_subject=AchievementSubject(id=recipient.id, identifier=identity, achievement=subject),
    )
    return record.to_json()


def _without_context(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "@context"}
