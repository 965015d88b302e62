# SPDX-License-Identifier: Apache-2.0
"""Badges of the sample as Open Badges 3.0: complete, the same every time, accepted by the standard's schema."""

from __future__ import annotations

import base64
import json

import pytest

from studio.export import openbadges
from studio.importing.sample import create_sample
from studio.model import badges, items, lookup, organizations, rubrics, schema
from studio.model.assets import add_image
from studio.model.errors import NotFound
from studio.model.project import Project
from studio.standards import openbadges as ob


@pytest.fixture(scope="module")
def sample():
    """The sample project, only read."""
    project = create_sample(None)
    yield project
    project.close()


@pytest.fixture
def project():
    """An empty project."""
    made = Project.create(None, name="Test")
    yield made
    made.close()


def badge_id(project, code):
    """The id of a badge of the sample."""
    return lookup.find(project, code, ("badge",)).id


def test_the_first_badge_of_the_sample(sample):
    made = openbadges.achievement(sample, badge_id(sample, "B1"))
    assert made["id"] == "https://wenlow-pathways.example/badges/b1"
    assert made["name"] == "Energy Isolation Ready"
    assert made["inLanguage"] == "en"
    assert made["tag"] == ["safety", "lockout", "manufacturing"]
    assert made["creator"]["name"] == "Wenlow County Schools"
    assert made["image"]["caption"] == "Round dark red badge with a closed padlock"
    assert base64.b64decode(made["image"]["id"].partition(",")[2]).startswith(b"<svg")
    for word in ("hazard walk", "Hazard walk sheet", "Observed performance task", "Meets or higher", "second assessor"):
        assert word in made["criteria"]["narrative"]


def test_alignments_point_to_the_competencies(sample):
    made = openbadges.achievement(sample, badge_id(sample, "B1"))
    assert [target["targetCode"] for target in made["alignment"]] == [
        "MT.SAF.1.1", "MT.SAF.1.2", "MT.SAF.2.1", "MT.SAF.3.1", "MT.SAF.3.2",
    ]  # fmt: skip
    for target in made["alignment"]:
        assert target["targetType"] == "ceasn:Competency"
        assert target["targetUrl"].startswith("https://credentialengineregistry.org/resources/ce-")
        assert target["targetFramework"] == "Wenlow Mechatronics Competency Framework"


def test_every_rubric_criterion_is_a_result_with_levels_from_low_to_high(sample):
    made = openbadges.achievement(sample, badge_id(sample, "B1"))
    results = made["resultDescription"]
    assert [result["name"] for result in results] == [
        "Hazard recognition", "Protective equipment", "Lockout sequence", "Communication and response",
    ]  # fmt: skip
    for result in results:
        levels = result["rubricCriterionLevel"]
        assert [level["name"] for level in levels] == ["Not yet", "Approaching", "Meets", "Extends"]
        assert [level["points"] for level in levels] == ["1", "2", "3", "4"]
        assert result["requiredLevel"] == levels[2]["id"]
        assert result["resultType"] == "RubricCriterionLevel"
        assert result["alignment"][0]["targetCode"].startswith("MT.SAF")
    identifiers = [level["id"] for result in results for level in result["rubricCriterionLevel"]]
    assert len(set(identifiers)) == 16


def test_the_spanish_badge_keeps_what_is_only_in_english(sample):
    made = openbadges.achievement(sample, badge_id(sample, "B1"), language="es")
    assert made["name"] == "Listo para el aislamiento de energía"
    assert made["inLanguage"] == "es"
    assert "Cómo se evalúa" in made["criteria"]["narrative"]


def test_the_export_is_the_same_every_time_and_passes_the_schema(sample, shared):
    from jsonschema import Draft201909Validator

    one, two = openbadges.write(sample, []), openbadges.write(sample, [])
    assert one == two
    assert sorted(one.files) == [f"B{number}.json" for number in range(1, 7)]
    folder = shared / "standards" / "openbadges" / "schemas" / "ob-v3p0"
    paths = [*folder.glob("*achievementcredential*.json"), *folder.glob("strict-variant/*achievementcredential*.json")]
    for data in one.files.values():
        document = json.loads(data)
        assert document.pop("@context") == ob.CONTEXTS
        credential = {
            "@context": ob.CONTEXTS,
            "id": "urn:uuid:1",
            "type": ["VerifiableCredential", "AchievementCredential"],
            "issuer": document["creator"],
            "validFrom": "2026-01-02T03:04:05Z",
            "credentialSubject": {"id": "urn:x:1", "type": ["AchievementSubject"], "achievement": document},
            "proof": [{"type": "DataIntegrityProof"}],
        }
        for path in paths:
            errors = list(Draft201909Validator(json.loads(path.read_text())).iter_errors(credential))
            assert not errors, (path.name, errors[0].json_path, errors[0].message)


def test_one_badge_by_code_and_what_cannot_be_carried(sample):
    made = openbadges.write(sample, ["B2"])
    assert list(made.files) == ["B2.json"]
    assert made.findings == [
        "B2: Open Badges have no place for TrustEd type, endorsers (they sign for themselves).",
        "B2: texts in other languages (es) are left out; a badge is in one.",
        "B2: Open Badges have no place for status.",
        "B2: how long it is valid is left out; signed credentials say until when.",
    ]
    with pytest.raises(NotFound):
        openbadges.write(sample, ["MT.SAF.1.1"])


def make_badge(project, **fields):
    """A badge with what the standard requires."""
    given = {"description": {"en": "Sets up."}, "criteria": {"en": "Show it."}, **fields}
    return badges.create_badge(project, {"en": "Lathe"}, **given)


def test_identifiers_never_change(project):
    made = make_badge(project)
    first = openbadges.achievement(project, made)
    assert first["id"] == f"urn:uuid:{made}"
    assert openbadges.achievement(project, made, base_url="https://schools.example/")["id"].endswith(f"/badges/{made}")
    items.set_field(project, schema.badge, [made], {"uri": "https://schools.example/lathe"}, "Set address")
    assert openbadges.achievement(project, made)["id"] == "https://schools.example/lathe"


def test_a_small_badge_says_only_what_it_knows(project):
    made = openbadges.achievement(project, make_badge(project))
    assert sorted(made) == [
        "criteria", "description", "id", "inLanguage", "name", "otherIdentifier", "type", "version",
    ]  # fmt: skip
    assert openbadges.issuer_profile(project, make_badge(project)) is None


def test_a_badge_without_criteria_text_needs_nothing_but_the_rest(project):
    made = make_badge(project, criteria=None, criteria_url="https://schools.example/lathe")
    assert openbadges.achievement(project, made)["criteria"] == {"id": "https://schools.example/lathe"}


def test_what_is_missing_is_named_with_the_badge(project):
    made = make_badge(project, description=None, code="L1")
    with pytest.raises(ob.NotOpenBadges, match=r'The badge "L1" does not follow .* description is missing'):
        openbadges.achievement(project, made)


def test_alignments_elsewhere_and_half_known_ones(project):
    made = make_badge(project, code="L1")
    badges.add_alignments(
        project,
        made,
        [
            {"target_name": "Weld", "target_url": "https://a.example/weld", "target_type": "CFItem"},
            {"target_code": "MT.9"},
            {},
        ],
    )
    assert openbadges.achievement(project, made)["alignment"] == [
        {
            "type": ["Alignment"],
            "targetName": "Weld",
            "targetUrl": "https://a.example/weld",
            "targetType": "CFItem",
        }
    ]
    assert openbadges.not_carried(project, made) == [
        "L1: MT.9 is left out; an alignment needs a name and a web address.",
        "L1: one alignment is left out; an alignment needs a name and a web address.",
    ]


def test_pictures_that_open_badges_do_not_take(project):
    photo = add_image(project, "photo.jpg", b"\xff\xd8\xff\xe0")
    made = make_badge(project, code="L1", image_id=photo)
    assert "image" not in openbadges.achievement(project, made)
    assert openbadges.not_carried(project, made) == ["L1: the picture is left out; Open Badges take PNG or SVG."]


def test_an_issuer_with_a_logo(project):
    logo = add_image(project, "logo.png", b"\x89PNG\r\n\x1a\n")
    schools = organizations.create_organization(
        project, {"en": "Example Schools"}, url="https://schools.example", email="a@schools.example", image_id=logo
    )
    made = openbadges.issuer_profile(project, make_badge(project, issuer_id=schools))
    assert made["id"] == made["url"] == "https://schools.example"
    assert made["image"] == {"id": "data:image/png;base64,iVBORw0KGgo=", "type": "Image"}
    nameless = organizations.create_organization(project, {"en": "Others"}, ctid=None)
    assert openbadges.issuer_profile(project, make_badge(project, issuer_id=nameless))["id"] == f"urn:uuid:{nameless}"


def test_rubrics_with_gaps(project):
    rubric = rubrics.create_rubric(project, levels=[{"name": {"en": "Low"}}, {"value": 2.5}])
    rubrics.add_criteria(project, rubric, [{"name": {"en": "Speed"}, "weight": 2.0}])
    made = make_badge(project, code="L1", rubric_id=rubric)
    (result,) = openbadges.achievement(project, made)["resultDescription"]
    assert "requiredLevel" not in result
    assert "alignment" not in result
    assert [sorted(level) for level in result["rubricCriterionLevel"]] == [
        ["id", "level", "name", "type"],
        ["id", "name", "points", "type"],
    ]
    assert [level["name"] for level in result["rubricCriterionLevel"]] == ["Low", "2.5"]
    assert openbadges.not_carried(project, made) == [
        "L1: Open Badges have no place for the description and weight of rubric criteria."
    ]
    empty = rubrics.create_rubric(project)
    assert "resultDescription" not in openbadges.achievement(project, make_badge(project, rubric_id=empty))


def test_two_badges_of_one_name_get_two_files(project):
    make_badge(project)
    make_badge(project)
    make_badge(project, code="../x/y")
    assert sorted(openbadges.write(project, []).files) == ["Lathe-2.json", "Lathe.json", "x-y.json"]


def test_tags_of_another_language_are_better_than_none(project):
    made = make_badge(project, tags={"es": ["torno"], "fr": []})
    assert openbadges.achievement(project, made)["tag"] == ["torno"]
    assert "tag" not in openbadges.achievement(project, make_badge(project, tags={"es": []}))


def test_what_a_file_brought_goes_back(project):
    extra = {"openbadges": {"fieldOfStudy": "Metal", "x-colour": "red"}}
    made = openbadges.achievement(project, make_badge(project, extra=extra))
    assert (made["fieldOfStudy"], made["x-colour"]) == ("Metal", "red")
