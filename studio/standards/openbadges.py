# SPDX-License-Identifier: Apache-2.0
"""Open Badges 3.0 as typed records, used to read AND to write (1EdTech, document 1.4; JSON serialization).

Every property that may occur more than once is always a list; nothing is ever null or an empty list. Properties that
the standard does not know are kept and written back. Field names are the standard's own, in Python's spelling.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from studio.model.errors import StudioError

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
_OB_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json")

ACHIEVEMENT_TYPES = (
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
    "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
    "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
    "JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
    "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
    "SecondarySchoolDiploma",
)  # fmt: skip
ALIGNMENT_TARGET_TYPES = (
    "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion",
    "CFRubricCriterionLevel", "CTDL",
)  # fmt: skip
RESULT_TYPES = (
    "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
    "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
)  # fmt: skip
RESULT_STATUS_TYPES = ("Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew")
IDENTIFIER_TYPES = (
    "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
    "isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId",
    "ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
)  # fmt: skip
_EXTENSION = re.compile(r"ext:[A-Za-z0-9.|_-]+")

T = TypeVar("T")


class NotOpenBadges(StudioError):
    """The document does not follow Open Badges 3.0. The sentence names the first place."""


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


def _term(*known: str) -> BeforeValidator:
    """One of the standard's terms, or an extension term ``ext:…``."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and (value in known or _EXTENSION.fullmatch(value)):
            return value
        raise ValueError(f'"{value}" is not one of the terms of the standard and does not start with ext:')

    return BeforeValidator(check)


def _type(name: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        names = _listed(value)
        if not isinstance(names, list) or name not in names:
            raise ValueError(f'the type has to include "{name}"')
        return names

    return BeforeValidator(check)


Many = Annotated[list[T], BeforeValidator(_listed), Field(min_length=1)]
"""A list that is never empty. A single value is read as a list of one, as JSON-LD allows."""
Text = Annotated[str, StringConstraints(min_length=1)]
Iri = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$")]
DateTimeZ = Annotated[
    str,
    StringConstraints(
        pattern=r"^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
    ),
]
AchievementType = Annotated[str, _term(*ACHIEVEMENT_TYPES)]
TargetType = Annotated[str, _term(*ALIGNMENT_TARGET_TYPES)]
ResultType = Annotated[str, _term(*RESULT_TYPES)]
IdentifierType = Annotated[str, _term(*IDENTIFIER_TYPES)]


class Record(BaseModel):
    """What all classes share: the standard's names outside, Python's inside, unknown properties kept."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="allow", strict=False
    )

    @classmethod
    def read(cls, document: Any, what: str = "The document") -> Any:
        """The record in a parsed JSON document. Raises ``NotOpenBadges`` naming the first place that is not right."""
        try:
            return cls.model_validate(document)
        except ValidationError as error:
            raise NotOpenBadges(_sentence(error, what)) from error

    def to_json(self) -> dict[str, Any]:
        """The record as the standard's JSON: no nulls, no empty lists, known properties first."""
        written = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        cleaned: dict[str, Any] = _without_nothing(written)
        return cleaned


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        cleaned = {key: _without_nothing(inner) for key, inner in value.items()}
        return {key: inner for key, inner in cleaned.items() if inner is not None and inner != []}
    if isinstance(value, list):
        return [_without_nothing(inner) for inner in value]
    return value


def _sentence(error: ValidationError, what: str) -> str:
    first = error.errors()[0]
    place = ""
    for step in first["loc"]:
        if isinstance(step, int):
            place += f"[{step}]"
        elif (
            step not in ("str", "constrained-str")
            and not step.startswith(("function-", "list["))
            and step[:1].islower() | (step[:1] == "@")
        ):
            place += f".{step}" if place else step
    reasons = {
        "missing": "is missing",
        "string_type": "has to be text",
        "string_too_short": "is empty",
        "too_short": "is an empty list",
        "string_pattern_mismatch": "is not written as the standard asks",
        "list_type": "has to be a list",
        "model_type": "has to be an object",
        "extra_forbidden": "is not a property that the standard allows here",
    }
    reason = reasons.get(first["type"])
    if reason is None and first["type"] == "value_error":
        reason = "is not right: " + str(first["ctx"]["error"])
    return f"{what} does not follow Open Badges 3.0: {place or 'it'} {reason or 'has a value of the wrong kind'}."


class Image(Record):
    """A picture: its address (or the picture itself as a data address) and words for those who cannot see it."""

    model_config = ConfigDict(extra="forbid")
    id: Iri
    type: Literal["Image"] = "Image"
    caption: Text | None = None


class IdentifierEntry(Record):
    """Another identifier of the same thing, and its kind."""

    model_config = ConfigDict(extra="forbid")
    type: Literal["IdentifierEntry"] = "IdentifierEntry"
    identifier: Text
    identifier_type: IdentifierType


class IdentityObject(Record):
    """Who earned it, hashed unless the issuer chose otherwise."""

    model_config = ConfigDict(extra="forbid")
    type: Literal["IdentityObject"] = "IdentityObject"
    hashed: bool
    identity_hash: Text
    identity_type: IdentifierType
    salt: str | None = None


class Address(Record):
    """A postal address."""

    type: Annotated[Many[str], _type("Address")] = ["Address"]
    address_country: str | None = None
    address_country_code: str | None = None
    address_region: str | None = None
    address_locality: str | None = None
    street_address: str | None = None
    post_office_box_number: str | None = None
    postal_code: str | None = None


class Alignment(Record):
    """The achievement (or a level) is about this competency, standard or credential elsewhere."""

    type: Annotated[Many[str], _type("Alignment")] = ["Alignment"]
    target_name: Text
    target_url: Iri
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None
    target_type: TargetType | None = None


class RubricCriterionLevel(Record):
    """One level of one rubric criterion."""

    id: Iri
    type: Annotated[Many[str], _type("RubricCriterionLevel")] = ["RubricCriterionLevel"]
    name: Text
    alignment: Many[Alignment] | None = None
    description: str | None = None
    level: str | None = None
    points: str | None = None


class ResultDescription(Record):
    """A kind of result that an earner can have; a rubric criterion with its levels, low to high."""

    id: Iri
    type: Annotated[Many[str], _type("ResultDescription")] = ["ResultDescription"]
    name: Text
    result_type: ResultType
    alignment: Many[Alignment] | None = None
    allowed_value: Many[str] | None = None
    required_level: Iri | None = None
    required_value: str | None = None
    rubric_criterion_level: Many[RubricCriterionLevel] | None = None
    value_max: str | None = None
    value_min: str | None = None


class Result(Record):
    """What the earner reached."""

    type: Annotated[Many[str], _type("Result")] = ["Result"]
    achieved_level: Iri | None = None
    alignment: Many[Alignment] | None = None
    result_description: Iri | None = None
    status: Literal["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"] | None = None
    value: str | None = None


class Criteria(Record):
    """What has to be done: a page, or words in Markdown, or both."""

    id: Iri | None = None
    narrative: str | None = None


class Evidence(Record):
    """What shows it."""

    id: Iri | None = None
    type: Annotated[Many[str], _type("Evidence")] = ["Evidence"]
    narrative: str | None = None
    name: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None


class Related(Record):
    """The same achievement in another language or an earlier version."""

    id: Iri
    type: Annotated[Many[str], _type("Related")] = ["Related"]
    in_language: str | None = None
    version: str | None = None


class Profile(Record):
    """An organization or person: issuer, creator, endorser."""

    id: Iri
    type: Annotated[Many[str], _type("Profile")] = ["Profile"]
    name: str | None = None
    url: Iri | None = None
    phone: str | None = None
    description: str | None = None
    endorsement: Many[dict[str, Any]] | None = None
    endorsement_jwt: Many[str] | None = None
    image: Image | None = None
    email: str | None = None
    address: Address | None = None
    other_identifier: Many[IdentifierEntry] | None = None
    official: str | None = None
    parent_org: Profile | None = None


class Achievement(Record):
    """What can be earned."""

    id: Iri
    type: Annotated[Many[str], _type("Achievement")] = ["Achievement"]
    name: Text
    description: Text
    criteria: Criteria
    achievement_type: AchievementType | None = None
    alignment: Many[Alignment] | None = None
    creator: Profile | None = None
    credits_available: float | None = None
    endorsement: Many[dict[str, Any]] | None = None
    endorsement_jwt: Many[str] | None = None
    field_of_study: str | None = None
    human_code: str | None = None
    image: Image | None = None
    in_language: str | None = None
    other_identifier: Many[IdentifierEntry] | None = None
    related: Many[Related] | None = None
    result_description: Many[ResultDescription] | None = None
    specialization: str | None = None
    tag: Many[str] | None = None
    version: str | None = None


class AchievementSubject(Record):
    """Who earned it, what, and with which results."""

    id: Iri | None = None
    type: Annotated[Many[str], _type("AchievementSubject")] = ["AchievementSubject"]
    identifier: Many[IdentityObject] | None = None
    achievement: Achievement
    activity_start_date: str | None = None
    activity_end_date: str | None = None
    credits_earned: float | None = None
    image: Image | None = None
    license_number: str | None = None
    narrative: str | None = None
    result: Many[Result] | None = None
    role: str | None = None
    source: Profile | None = None
    term: str | None = None


class EndorsementSubject(Record):
    """What is endorsed, and why."""

    id: Iri
    type: Annotated[Many[str], _type("EndorsementSubject")] = ["EndorsementSubject"]
    endorsement_comment: str | None = None


class RelatedResource(Record):
    """A file that belongs to the credential, tied to it by its hash (VCDM 2.0 §5.3)."""

    id: Iri
    digest_sri: Annotated[str | None, Field(alias="digestSRI")] = None
    media_type: str | None = None


class _Credential(Record):
    context: Annotated[list[Any], Field(alias="@context")]
    id: Iri
    type: Many[str]
    name: str | None = None
    description: str | None = None
    image: Image | None = None
    issuer: Profile | Iri
    valid_from: DateTimeZ
    valid_until: DateTimeZ | None = None
    awarded_date: DateTimeZ | None = None
    related_resource: Many[RelatedResource] | None = None
    credential_schema: Many[dict[str, Any]] | None = None
    credential_status: dict[str, Any] | None = None
    refresh_service: dict[str, Any] | None = None
    terms_of_use: Many[dict[str, Any]] | None = None
    proof: Many[dict[str, Any]] | None = None


class AchievementCredential(_Credential):
    """One person earned one achievement (also called OpenBadgeCredential)."""

    credential_subject: AchievementSubject
    endorsement: Many[dict[str, Any]] | None = None
    endorsement_jwt: Many[str] | None = None
    evidence: Many[Evidence] | None = None


class EndorsementCredential(_Credential):
    """Somebody vouches for an achievement, a person, an organization or a credential."""

    name: Text
    credential_subject: EndorsementSubject


def read_credential(document: Any, what: str = "The document") -> AchievementCredential | EndorsementCredential:
    """The credential in a parsed JSON document, with the rules that types alone cannot say.

    Raises ``NotOpenBadges`` with one sentence; ``what`` is how the sentence names the document.
    """
    if not isinstance(document, Mapping):
        raise NotOpenBadges(f"{what} is not a credential: it is not a JSON object.")
    types = [name for name in _listed(document.get("type")) or [] if isinstance(name, str)]
    if "VerifiableCredential" not in types:
        raise NotOpenBadges(f"{what} is not a credential: its type does not include VerifiableCredential.")
    if "EndorsementCredential" in types:
        endorsement: EndorsementCredential = EndorsementCredential.read(document, what)
        check_contexts(endorsement.context, what)
        return endorsement
    if not {"AchievementCredential", "OpenBadgeCredential"} & set(types):
        raise NotOpenBadges(
            f"{what} is neither an AchievementCredential nor an EndorsementCredential of Open Badges 3.0."
        )
    credential: AchievementCredential = AchievementCredential.read(document, what)
    check_contexts(credential.context, what)
    _check_subject(credential.credential_subject, what)
    return credential


def check_contexts(contexts: list[Any], what: str) -> None:
    """The first two vocabularies are fixed: Verifiable Credentials 2.0, then Open Badges 3.0."""
    if not contexts or contexts[0] != CONTEXTS[0]:
        raise NotOpenBadges(f"{what} does not follow Open Badges 3.0: its first vocabulary has to be {CONTEXTS[0]}.")
    if len(contexts) < 2 or not isinstance(contexts[1], str) or not _OB_CONTEXT.fullmatch(contexts[1]):
        raise NotOpenBadges(
            f"{what} does not follow Open Badges 3.0: its second vocabulary has to be that of Open Badges 3.0."
        )


def _check_subject(subject: AchievementSubject, what: str) -> None:
    """Rules of the specification's text: somebody earned it; results point into this achievement."""
    if not subject.id and not subject.identifier:
        raise NotOpenBadges(f"{what} does not say who earned it: credentialSubject has neither id nor identifier.")
    described = {entry.id: entry for entry in subject.achievement.result_description or []}
    for number, result in enumerate(subject.result or []):
        place = f"credentialSubject.result[{number}]"
        if result.result_description is None:
            continue
        entry = described.get(result.result_description)
        if entry is None:
            raise NotOpenBadges(f"{what}: {place} names a result that the achievement does not describe.")
        if entry.result_type == "Status" and result.status is None:
            raise NotOpenBadges(f"{what}: {place} has to have a status.")
        levels = {level.id for level in entry.rubric_criterion_level or []}
        if result.achieved_level and levels and result.achieved_level not in levels:
            raise NotOpenBadges(f"{what}: {place} names a level that its rubric criterion does not have.")
