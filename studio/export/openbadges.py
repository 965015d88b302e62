# SPDX-License-Identifier: Apache-2.0
"""Badges of a project as Open Badges 3.0 Achievements.

What the standard has no property for (evidence, assessment, renewal, appeal) goes into the criteria narrative, where
earners and assessors look for it; what does not fit there either is named in the findings.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export.service import Exported, Finding, Options
from studio.model import assets, badges, items, lookup, rubrics, schema
from studio.model.errors import StudioError
from studio.model.values import in_language
from studio.standards import openbadges as ob

if TYPE_CHECKING:
    from studio.model.project import DataRow, Project

REGISTRY = "https://credentialengineregistry.org/resources/"
_IMAGES = ("image/png", "image/svg+xml")

_WORDS = {
    "en": {
        "evidence": "What you hand in",
        "assessment": "How it is assessed",
        "assessment_method": "Method",
        "assessor": "Assessed by",
        "supervision": "Supervision",
        "passing_rule": "To pass",
        "workload_hours": "Hours of work",
        "renewal": "Renewal",
        "level": "Level",
        "credit": "Credit",
        "stack": "Where it leads",
        "participation": "How to take part",
        "quality_assurance": "How the assessment is kept fair",
        "appeal": "If you disagree",
    },
    "es": {
        "evidence": "Lo que entregas",
        "assessment": "Cómo se evalúa",
        "assessment_method": "Método",
        "assessor": "Evalúa",
        "supervision": "Supervisión",
        "passing_rule": "Para aprobar",
        "workload_hours": "Horas de trabajo",
        "renewal": "Renovación",
        "level": "Nivel",
        "credit": "Crédito",
        "stack": "Adónde lleva",
        "participation": "Cómo participar",
        "quality_assurance": "Cómo se asegura una evaluación justa",
        "appeal": "Si no estás de acuerdo",
    },
}
_FACTS = (
    "assessment_method", "assessor", "supervision", "passing_rule", "workload_hours", "level", "credit", "stack",
    "participation", "quality_assurance", "renewal", "appeal",
)  # fmt: skip
"""What goes into the criteria narrative as "word: text", in this order."""
_TEXTS = (
    "name", "description", "criteria", "image_alt", "tags", *(fact for fact in _FACTS if fact in schema.badge.c),
)  # fmt: skip
_NOT_CARRIED = {
    "trusted_type": "TrustEd type",
    "cost": "cost",
    "contact": "contact",
    "endorser_ids": "endorsers (they sign for themselves)",
}


def write(project: Project, ids: Sequence[str], _options: Options | None = None) -> Exported:
    """Every badge (or the named ones) as ``CODE.json``: an Achievement that is a JSON-LD document of its own.

    Raises StudioError for an id that is not a badge, or a badge that lacks what the standard requires.
    """
    wanted = [lookup.find(project, each, ("badge",)).id for each in ids] or [row.id for row in badges.badges(project)]
    files: dict[str, bytes] = {}
    findings: list[Finding | str] = []
    for badge_id in wanted:
        document = {"@context": list(ob.CONTEXTS), **achievement(project, badge_id)}
        name = _file_name(document, files)
        files[name] = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        findings += [*not_carried(project, badge_id), *_beside_the_file(project, badge_id)]
    return Exported(files, findings)


def achievement(
    project: Project, badge_id: str, base_url: str | None = None, language: str | None = None
) -> dict[str, Any]:
    """One badge as an Achievement (Open Badges 3.0), without ``@context``.

    Texts are in ``language`` (the badge's own, else the project's). The identifier is the badge's own address; without
    one it is made from ``base_url`` or the project's, and without that it is ``urn:uuid:`` and the badge's id: it never
    changes. Raises ``NotOpenBadges`` naming the badge when the standard requires what is not there.
    """
    badge = items.get(project, schema.badge, badge_id)
    tongue = language or badge.language or items.project_language(project)
    identifier = achievement_id(project, badge, base_url)
    rubric = rubrics.grid(project, badge.rubric_id) if badge.rubric_id else None
    extra = (badge.extra or {}).get("openbadges", {})
    document = {
        **extra,
        "id": identifier,
        "type": ["Achievement"],
        "name": in_language(badge.name, tongue),
        "description": in_language(badge.description, tongue),
        "criteria": _criteria(badge, rubric, tongue),
        "achievementType": badge.achievement_type,
        "alignment": _alignments(project, badges.alignments(project, badge_id), tongue),
        "creator": issuer_profile(project, badge_id, tongue),
        "creditsAvailable": badge.credits_available,
        "humanCode": badge.code,
        "image": _image(project, badge.image_id, in_language(badge.image_alt, tongue)),
        "inLanguage": tongue,
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": badge.ctid, "identifierType": "identifier"}]
        if badge.ctid
        else None,
        "resultDescription": _results(project, rubric, identifier, tongue),
        "tag": _tags(badge.tags, tongue),
        "version": badge.version,
    }
    given = {key: value for key, value in document.items() if value not in (None, [], "")}
    label = badge.code or in_language(badge.name, tongue) or badge.id
    record: ob.Achievement = ob.Achievement.read(given, f'The badge "{label}"')
    return record.to_json()


@dataclass(frozen=True)
class Definition:
    """All that signing needs to know about a badge, as plain records."""

    achievement: dict[str, Any]
    issuer: dict[str, Any]
    validity_months: int | None
    findings: list[str]


def definition(project: Project, badge_id: str) -> Definition:
    """The badge as it is signed. Raises StudioError when it names no issuer, or lacks what the standard requires."""
    made = achievement(project, badge_id)
    issuer = issuer_profile(project, badge_id)
    if issuer is None:
        raise StudioError(f'The badge "{made["name"]}" names no issuer. Choose one in the badge and sign again.')
    months = items.get(project, schema.badge, badge_id, "validity_months").validity_months
    return Definition(made, issuer, months, not_carried(project, badge_id))


def achievement_id(project: Project, badge: DataRow, base_url: str | None = None) -> str:
    """The one identifier of a badge: its own address, or one made from the address of the project, or its UUID."""
    if badge.uri:
        return str(badge.uri)
    base = base_url or project.scalar(select(schema.project.c.base_url))
    return f"{base.rstrip('/')}/badges/{badge.id}" if base else f"urn:uuid:{badge.id}"


def issuer_profile(project: Project, badge_id: str, language: str | None = None) -> dict[str, Any] | None:
    """The organization that issues the badge as a Profile; None when the badge names none."""
    badge = items.get(project, schema.badge, badge_id, "issuer_id", "language")
    row = project.row(select(schema.organization).where(schema.organization.c.id == badge.issuer_id))
    if row is None:
        return None
    tongue = language or badge.language or items.project_language(project)
    given = {
        "id": _address(row.uri) or row.url or (REGISTRY + row.ctid if row.ctid else f"urn:uuid:{row.id}"),
        "type": ["Profile"],
        "name": in_language(row.name, tongue),
        "url": row.url,
        "description": in_language(row.description, tongue),
        "email": row.email,
        "image": _image(project, row.image_id, ""),
    }
    record: ob.Profile = ob.Profile.read({key: value for key, value in given.items() if value}, "The issuer")
    return record.to_json()


def not_carried(project: Project, badge_id: str) -> list[str]:
    """What the badge says that Open Badges 3.0 has no place for, in one sentence; empty when all of it is carried."""
    badge = items.get(project, schema.badge, badge_id)
    lost = [words for column, words in _NOT_CARRIED.items() if getattr(badge, column, None)]
    label = badge.code or in_language(badge.name)
    found = [f"{label}: Open Badges have no place for {', '.join(lost)}."] if lost else []
    others = _other_languages(badge, badge.language or items.project_language(project))
    if others:
        found.append(f"{label}: texts in other languages ({', '.join(others)}) are left out; a badge is in one.")
    if badge.image_id and assets.image(project, badge.image_id)[0] not in _IMAGES:
        found.append(f"{label}: the picture is left out; Open Badges take PNG or SVG.")
    for row in badges.alignments(project, badge_id):
        if not _target(project, row, ""):
            named = row.target_code or row.target_name or row.code or "one alignment"
            found.append(f"{label}: {named} is left out; an alignment needs a name and a web address.")
    if badge.rubric_id:
        described = [row for row in rubrics.grid(project, badge.rubric_id).criteria if row.description or row.weight]
        if described:
            found.append(f"{label}: Open Badges have no place for the description and weight of rubric criteria.")
    return found


def _beside_the_file(project: Project, badge_id: str) -> list[str]:
    """What a file with the badge does not say and need not when the badge is signed."""
    badge = items.get(project, schema.badge, badge_id)
    label = badge.code or in_language(badge.name)
    found = [f"{label}: Open Badges have no place for status."] if badge.status else []
    if badge.validity_months or badge.never_expires or badge.validity_note:
        found.append(f"{label}: how long it is valid is left out; signed credentials say until when.")
    return found


def _other_languages(badge: DataRow, tongue: str) -> list[str]:
    """The languages of texts that are there in the badge's own language too; what is in another one only is written."""
    texts = [value for name in _TEXTS if isinstance(value := getattr(badge, name), dict)]
    texts += [entry for name in ("evidence", "stack") for entry in getattr(badge, name) or []]
    return sorted({tag for each in texts if len(each) > 1 for tag in each if tag != tongue})


def _criteria(badge: DataRow, rubric: rubrics.Grid | None, language: str) -> dict[str, Any]:
    words = _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _WORDS["en"])
    parts = [in_language(badge.criteria, language)]
    evidence = [in_language(entry, language) for entry in badge.evidence or []]
    if evidence:
        parts.append(f"## {words['evidence']}\n\n" + _bullets(evidence))
    values = {**badge._asdict(), "passing_rule": rubric.rubric.passing_rule if rubric else None}
    facts = [f"{words[column]}: {_fact(values[column], language)}" for column in _FACTS if values[column]]
    if facts:
        parts.append(f"## {words['assessment']}\n\n" + _bullets(facts))
    narrative = "\n\n".join(part for part in parts if part)
    return {key: value for key, value in (("id", badge.criteria_url), ("narrative", narrative)) if value}


def _fact(value: Any, language: str) -> str:
    if isinstance(value, list):
        return "; ".join(in_language(entry, language) for entry in value)
    return f"{value:g}" if isinstance(value, int | float) else in_language(value, language)


def _bullets(entries: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(entry.split())}" for entry in entries)


def _image(project: Project, image_id: str | None, caption: str) -> dict[str, Any] | None:
    """The picture itself as a data address: it needs no website and is covered by the signature."""
    if not image_id:
        return None
    media_type, data = assets.image(project, image_id)
    if media_type not in _IMAGES:
        return None
    address = f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
    return {"id": address, "type": "Image"} | ({"caption": caption} if caption else {})


def _tags(tags: dict[str, list[str]] | None, language: str) -> list[str]:
    if not tags:
        return []
    base = language.split("-", maxsplit=1)[0]
    found = tags.get(language) or tags.get(base) or next((each for each in tags.values() if each), [])
    return [tag for tag in found if tag]


def competency_address(row: DataRow) -> str | None:
    """Where a competency is found: the address it came with, else its place in the Credential Registry."""
    return _address(row.uri) or (REGISTRY + row.ctid if row.ctid else None)


def _address(uri: str | None) -> str | None:
    """The address an item came with; a blank node's name means something within its document only."""
    return uri if uri and not uri.startswith("_:") else None


def _alignments(project: Project, rows: Iterable[DataRow], language: str) -> list[dict[str, Any]]:
    targets = (_target(project, row, language) for row in rows)
    return [{"type": ["Alignment"], **target} for target in targets if target]


def _target(project: Project, row: DataRow, language: str) -> dict[str, Any]:
    """What the badge is aligned to: what the alignment says itself, else what its competency says."""
    own = {
        "targetName": row.target_name,
        "targetUrl": row.target_url,
        "targetCode": row.target_code,
        "targetDescription": row.target_description,
        "targetFramework": row.target_framework,
        "targetType": row.target_type,
    }
    known = _competency_target(project, row.competency_id, language)
    merged = {**known, **{key: value for key, value in own.items() if value}}
    return merged if "targetName" in merged and "targetUrl" in merged else {}


def _competency_target(project: Project, competency_id: str | None, language: str) -> dict[str, Any]:
    """What an alignment says about a competency of the project; nothing for one that is not there."""
    c, f = schema.competency.c, schema.framework.c
    row = project.row(
        select(c.uri, c.ctid, c.code, c.statement, c.label, f.name.label("framework"))
        .outerjoin(schema.framework, f.id == c.framework_id)
        .where(c.id == competency_id)
    )
    address = competency_address(row) if row else None
    if row is None or address is None:
        return {}
    label, statement = in_language(row.label, language), in_language(row.statement, language)
    target = {
        "targetName": label or statement or row.code,
        "targetUrl": address,
        "targetCode": row.code,
        "targetDescription": statement if label else None,
        "targetFramework": in_language(row.framework, language),
        "targetType": "ceasn:Competency",
    }
    return {key: value for key, value in target.items() if value}


def _results(
    project: Project, rubric: rubrics.Grid | None, identifier: str, language: str
) -> list[dict[str, Any]] | None:
    """One result for each rubric criterion, its levels from low to high, the passing level required."""
    if rubric is None or not rubric.levels:
        return None
    passing = rubric.rubric.passing_level_id
    found = []
    for criterion in rubric.criteria:
        levels: list[dict[str, Any]] = []
        for level in rubric.levels:
            cell = rubric.cells[criterion.id].get(level.id)
            text = in_language(cell.description, language) if cell else ""
            entry: dict[str, Any] = {
                "id": _part_id(identifier, criterion.id, level.id),
                "type": ["RubricCriterionLevel"],
                "name": in_language(level.name, language) or f"{level.value or len(levels) + 1:g}",
                "level": in_language(level.name, language),
                "description": text,
                "points": f"{level.value:g}" if level.value is not None else "",
            }
            levels.append({key: value for key, value in entry.items() if value})
        target = _competency_target(project, criterion.competency_id, language)
        result: dict[str, Any] = {
            "id": _part_id(identifier, criterion.id),
            "type": ["ResultDescription"],
            "name": in_language(criterion.name, language),
            "resultType": "RubricCriterionLevel",
            "rubricCriterionLevel": levels,
        }
        if target:
            result["alignment"] = [{"type": ["Alignment"], **target}]
        if passing in {level.id for level in rubric.levels}:
            result["requiredLevel"] = _part_id(identifier, criterion.id, passing)
        found.append(result)
    return found or None


def _part_id(identifier: str, *parts: str) -> str:
    """A stable identifier for a part of a badge: the same badge, criterion and level, the same UUID (version 5)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '#'.join((identifier, *parts)))}"


def _file_name(document: dict[str, Any], taken: dict[str, bytes]) -> str:
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", document.get("humanCode") or document["name"]).strip("-.") or "badge"
    name, number = f"{plain}.json", 2
    while name.lower() in {each.lower() for each in taken}:
        name, number = f"{plain}-{number}.json", number + 1
    return name
