# SPDX-License-Identifier: Apache-2.0
"""Open Badges 3.0 records: what they read, what they refuse, and that they write what the standard's schema accepts."""

from __future__ import annotations

import copy
import json
import re

import pytest

from studio.standards import openbadges as ob

ACHIEVEMENT = {
    "id": "https://schools.example/badges/1",
    "type": ["Achievement"],
    "name": "Lathe Safety",
    "description": "Sets up a lathe.",
    "criteria": {"narrative": "Show it."},
    "resultDescription": [
        {
            "id": "urn:uuid:1",
            "type": ["ResultDescription"],
            "name": "Setting up",
            "resultType": "Status",
            "rubricCriterionLevel": [{"id": "urn:uuid:2", "type": ["RubricCriterionLevel"], "name": "Meets"}],
        }
    ],
}
CREDENTIAL = {
    "@context": ob.CONTEXTS,
    "id": "urn:uuid:3",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "issuer": {"id": "did:example:issuer", "type": ["Profile"], "name": "Example Schools"},
    "validFrom": "2026-01-02T03:04:05Z",
    "credentialSubject": {"id": "did:example:ana", "type": ["AchievementSubject"], "achievement": ACHIEVEMENT},
}
ENDORSEMENT = {
    **CREDENTIAL,
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "name": "Endorsement",
    "credentialSubject": {"id": "urn:uuid:4", "type": ["EndorsementSubject"], "endorsementComment": "Good."},
}


def without(document, *path):
    """A copy without the value at the path."""
    changed = copy.deepcopy(document)
    target = changed
    for step in path[:-1]:
        target = target[step]
    del target[path[-1]]
    return changed


def having(document, value, *path):
    """A copy with another value at the path."""
    changed = copy.deepcopy(document)
    target = changed
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return changed


@pytest.mark.parametrize("document", [CREDENTIAL, ENDORSEMENT])
def test_what_is_read_is_written_again(document):
    assert ob.read_credential(document).to_json() == json.loads(json.dumps(document))


def test_unknown_properties_are_kept_everywhere():
    document = having(CREDENTIAL, {"a": [1]}, "credentialSubject", "achievement", "x-colour")
    document = having(document, "b", "issuer", "motto")
    assert ob.read_credential(document).to_json() == document


def test_single_values_become_lists_and_nothing_disappears():
    document = having(CREDENTIAL, "safety", "credentialSubject", "achievement", "tag")
    document = having(document, None, "credentialSubject", "achievement", "version")
    written = ob.read_credential(document).to_json()
    achievement = written["credentialSubject"]["achievement"]
    assert achievement["tag"] == ["safety"]
    assert "version" not in achievement


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "is not a JSON object"),
        ({}, "does not include VerifiableCredential"),
        (having(CREDENTIAL, "VerifiableCredential", "type"), "neither an AchievementCredential nor"),
        (without(CREDENTIAL, "validFrom"), "validFrom is missing"),
        (without(CREDENTIAL, "id"), "id is missing"),
        (without(CREDENTIAL, "issuer"), "issuer is missing"),
        (without(ENDORSEMENT, "name"), "name is missing"),
        (without(CREDENTIAL, "credentialSubject", "id"), "who earned it"),
        (without(CREDENTIAL, "credentialSubject", "achievement", "criteria"), "achievement.criteria is missing"),
        (having(CREDENTIAL, "", "credentialSubject", "achievement", "name"), "achievement.name is empty"),
        (having(CREDENTIAL, "1", "id"), "id is not written as the standard asks"),
        (having(CREDENTIAL, "2026-01-02", "validFrom"), "validFrom is not written"),
        (having(CREDENTIAL, [], "credentialSubject", "achievement", "tag"), "achievement.tag is an empty list"),
        (having(CREDENTIAL, "Medal", "credentialSubject", "achievement", "achievementType"), '"Medal" is not one of'),
        (having(CREDENTIAL, 7, "credentialSubject", "achievement"), "achievement has to be an object"),
        (having(CREDENTIAL, ["Other"], "credentialSubject", "achievement", "type"), 'has to include "Achievement"'),
        (
            having(CREDENTIAL, {"id": "https://a.example/1", "type": "Image", "alt": "x"}, "image"),
            "image.alt is not a property that the standard allows",
        ),
        (having(CREDENTIAL, ["https://a.example"], "@context"), "first vocabulary"),
        (having(CREDENTIAL, ob.CONTEXTS[:1], "@context"), "second vocabulary"),
        (having(ENDORSEMENT, [*ob.CONTEXTS[:1], "https://a.example"], "@context"), "second vocabulary"),
        (having(CREDENTIAL, 7, "@context"), "@context has to be a list"),
    ],
)
def test_what_does_not_follow_the_standard_is_refused_with_its_place(document, words):
    with pytest.raises(ob.NotOpenBadges) as caught:
        ob.read_credential(document, "ana.json")
    assert words in str(caught.value)
    assert str(caught.value).startswith("ana.json")
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"resultDescription": "urn:uuid:9"}, "does not describe"),
        ({"resultDescription": "urn:uuid:1"}, "has to have a status"),
        ({"resultDescription": "urn:uuid:1", "status": "Completed", "achievedLevel": "urn:uuid:9"}, "names a level"),
        ({"resultDescription": "urn:uuid:1", "status": "Completed", "achievedLevel": "urn:uuid:2"}, None),
        ({"value": "7"}, None),
    ],
)
def test_results_point_into_the_badge(result, words):
    document = having(CREDENTIAL, [{"type": ["Result"], **result}], "credentialSubject", "result")
    if words is None:
        ob.read_credential(document)
        return
    with pytest.raises(ob.NotOpenBadges, match=r"credentialSubject\.result\[0\]") as caught:
        ob.read_credential(document)
    assert words in str(caught.value)


def test_extension_terms_are_allowed():
    document = having(CREDENTIAL, "ext:ShopCard", "credentialSubject", "achievement", "achievementType")
    ob.read_credential(document)


def test_the_word_for_a_digest_is_spelt_as_in_the_data_model():
    resource = ob.RelatedResource(id="urn:uuid:1", digest_sri="sha256-x", media_type="text/html")
    assert resource.to_json() == {"id": "urn:uuid:1", "digestSRI": "sha256-x", "mediaType": "text/html"}
    assert ob.RelatedResource.read(resource.to_json()).digest_sri == "sha256-x"


def test_terms_are_those_of_the_standard(shared):
    model = "".join(path.read_text() for path in (shared / "standards" / "openbadges" / "model").glob("*.lines.txt"))
    for terms in (ob.ACHIEVEMENT_TYPES, ob.ALIGNMENT_TARGET_TYPES, ob.RESULT_TYPES, ob.RESULT_STATUS_TYPES):
        for term in terms:
            assert re.search(rf"(Property|Term|Value) {re.escape(term)}\b", model), term


def schemas(shared):
    """The two published variants of the standard's JSON Schema for an AchievementCredential."""
    folder = shared / "standards" / "openbadges" / "schemas" / "ob-v3p0"
    return [*folder.glob("*achievementcredential*.json"), *folder.glob("strict-variant/*achievementcredential*.json")]


def test_what_is_written_passes_both_schemas(shared):
    from jsonschema import Draft201909Validator

    document = ob.read_credential(CREDENTIAL).to_json() | {"proof": [{"type": "DataIntegrityProof"}]}
    found = schemas(shared)
    assert len(found) == 2
    for path in found:
        errors = list(Draft201909Validator(json.loads(path.read_text())).iter_errors(document))
        assert not errors, (path.name, errors[0].json_path, errors[0].message)


def test_real_samples_lose_nothing(shared):
    folder = shared / "standards" / "openbadges" / "examples"
    read = 0
    for path in [*folder.glob("1edtech-validator/ob30/*.json"), *folder.glob("edubadges/*.json")]:
        document = json.loads(path.read_text()) if path.stat().st_size else {}
        try:
            record = ob.read_credential(document)
        except ob.NotOpenBadges:
            continue
        assert flat(record.to_json()) == flat(document), path.name
        read += 1
    assert read >= 8


def flat(value):
    """The document with lists of one as that one, and without nothing: what JSON-LD takes for the same."""
    if isinstance(value, dict):
        return {key: flat(inner) for key, inner in value.items() if inner is not None and inner != []}
    if isinstance(value, list):
        return flat(value[0]) if len(value) == 1 else [flat(inner) for inner in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
