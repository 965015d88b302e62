# SPDX-License-Identifier: Apache-2.0
"""One opened key for the whole session, one small badge, and what differs from run to run held still."""

from __future__ import annotations

import copy
import itertools
import json

import pytest

from studio.credentials.contexts import PINNED, Contexts
from studio.credentials.keys import KeyStore
from studio.credentials.package import Making

PASSPHRASE = "correct horse battery"

BADGE = {
    "id": "https://schools.example/badges/1",
    "type": ["Achievement"],
    "name": "Lathe Safety",
    "description": "Sets up a lathe without danger.",
    "criteria": {"narrative": "Show it *twice*.\n\n# Rules\n\n- no prompts"},
    "image": {"id": "data:image/svg+xml;base64,PHN2Zy8+", "type": "Image", "caption": "A lathe"},
    "inLanguage": "en",
    "version": "1.0",
    "alignment": [
        {
            "type": ["Alignment"],
            "targetName": "Set up a lathe",
            "targetUrl": "https://credentialengineregistry.org/resources/ce-a0065722-8a13-4bd4-9693-34235381bb60",
            "targetCode": "MT.1",
            "targetType": "ceasn:Competency",
        }
    ],
    "resultDescription": [
        {
            "id": "urn:uuid:bfb5cac5-da52-5014-88b8-a00563600e9a",
            "type": ["ResultDescription"],
            "name": "Setting up",
            "resultType": "RubricCriterionLevel",
            "requiredLevel": "urn:uuid:2fe4f16e-b093-5583-bd41-bec547a2011f",
            "rubricCriterionLevel": [
                {
                    "id": f"urn:uuid:2fe4f16e-b093-5583-bd41-bec547a2011{letter}",
                    "type": ["RubricCriterionLevel"],
                    "name": name,
                    "description": f"What {name} looks like.",
                }
                for letter, name in (("e", "Not yet"), ("f", "Meets"))
            ],
        }
    ],
}
ISSUER = {
    "id": "https://schools.example",
    "type": ["Profile"],
    "name": "Example Schools",
    "url": "https://schools.example",
}


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """A key store with one key, ``District 2026``."""
    made = KeyStore(tmp_path_factory.mktemp("keys"))
    made.create("District 2026", PASSPHRASE)
    return made


@pytest.fixture(scope="session")
def signer(store):
    """The key ``District 2026``, opened."""
    return store.open("District 2026", PASSPHRASE)


@pytest.fixture
def badge():
    """A small Achievement with alignment and rubric, free to be changed."""
    return copy.deepcopy(BADGE)


@pytest.fixture
def issuer():
    """The Profile of an issuer."""
    return dict(ISSUER)


@pytest.fixture
def making():
    """Fixed time, counted identifiers and salts: the same bytes every time."""
    numbers = itertools.count(1)
    return Making(
        created="2026-01-02T03:04:05Z",
        new_id=lambda: f"urn:uuid:00000000-0000-4000-8000-{next(numbers):012d}",
        new_salt=lambda: "pinch",
    )


@pytest.fixture(scope="session")
def every_context(shared):
    """The pinned contexts and those of the folder of evidence: the W3C vectors use vocabularies that we refuse."""
    folder = shared / "standards" / "vc" / "contexts"
    index = json.loads((folder / "index.json").read_text())
    extra = {url: json.loads((folder / entry["file"]).read_text()) for url, entry in index.items() if url not in PINNED}
    return Contexts(extra)
