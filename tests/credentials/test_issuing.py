# SPDX-License-Identifier: Apache-2.0
"""What credentials say, and what they keep to themselves."""

from __future__ import annotations

import json

import pytest

from studio.credentials import issuing
from studio.credentials.recipients import Recipient, identity_hash
from studio.standards.openbadges import NotOpenBadges, RelatedResource, read_credential

CREATED = "2026-01-31T08:00:00Z"


def made(badge, issuer, recipient, months=None):
    """One unsigned credential."""
    return issuing.credential(badge, issuer, recipient, CREATED, "urn:uuid:1", "pinch", months)


def test_an_email_address_is_hashed_and_the_name_left_out(badge, issuer):
    document = made(badge, issuer, Recipient(2, email="ana@example.com", name="Ana Díaz"))
    text = json.dumps(document, ensure_ascii=False)
    assert "ana@" not in text
    assert "Díaz" not in text
    (identity,) = document["credentialSubject"]["identifier"]
    assert identity["identityHash"] == identity_hash("ana@example.com", "pinch")
    assert identity["hashed"] is True
    assert "id" not in document["credentialSubject"]
    read_credential(document)


def test_an_identifier_is_the_subject(badge, issuer):
    document = made(badge, issuer, Recipient(2, id="did:example:ana"))
    assert document["credentialSubject"]["id"] == "did:example:ana"
    assert "identifier" not in document["credentialSubject"]


def test_dates(badge, issuer):
    document = made(badge, issuer, Recipient(2, email="a@example.com"), months=1)
    assert (document["validFrom"], document["validUntil"]) == (CREATED, "2026-02-28T08:00:00Z")
    assert "awardedDate" not in document
    document = made(badge, issuer, Recipient(2, email="a@example.com", date="2025-12-01T00:00:00Z"))
    assert document["validFrom"] == document["awardedDate"] == "2025-12-01T00:00:00Z"
    assert "validUntil" not in document


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, "2028-02-29"), (13, "2029-02-28"), (12, "2029-01-31"), (24, "2030-01-31"), (11, "2028-12-31")],
)
def test_months_later(months, expected):
    assert issuing.months_later("2028-01-31T08:00:00Z", months) == f"{expected}T08:00:00Z"


def test_the_endorsement_names_the_badge_and_the_digests(badge, issuer):
    resource = RelatedResource(id=badge["id"], digest_sri=issuing.digest_sri(b"x"), media_type="application/ld+json")
    document = issuing.endorsement(badge, issuer, [resource], CREATED, "urn:uuid:2")
    assert document["credentialSubject"]["id"] == badge["id"]
    assert document["relatedResource"] == [
        {
            "id": badge["id"],
            "digestSRI": "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=",
            "mediaType": "application/ld+json",
        }
    ]
    assert "version 1.0" in document["description"]
    read_credential(document)


def test_a_badge_without_a_version_or_files(badge, issuer):
    del badge["version"]
    document = issuing.endorsement(badge, issuer, [], CREATED, "urn:uuid:2")
    assert "version" not in document["description"]
    assert "relatedResource" not in document


def test_a_badge_that_lacks_something_is_refused_by_name(badge, issuer):
    del badge["criteria"]
    with pytest.raises(NotOpenBadges, match=r"^The badge does not follow Open Badges 3\.0: criteria is missing\.$"):
        made(badge, issuer, Recipient(2, id="did:example:ana"))
