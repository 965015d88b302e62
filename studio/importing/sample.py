# SPDX-License-Identifier: Apache-2.0
"""The sample project that comes with the program: a county, its college and three employers on one framework.

Its identifiers never change: UUIDs are made from the codes, CTIDs were made once and are kept beside the data.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import select

from studio.model import schema
from studio.model.address import is_address
from studio.model.assets import add_image
from studio.model.change import Change
from studio.model.positions import between
from studio.model.project import Project
from studio.paths import resource

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://wenlow-pathways.example")

Document = dict[str, Any]


def create_sample(place: str | Path | None, author: str | None = None) -> Project:
    """A new project that holds the sample, saved at ``place`` (``None``: not saved yet)."""
    facts = _read("project")
    shared = place is not None and is_address(place)
    if place is not None and not shared and Path(place).exists():
        # The refusal of an existing file is worded in one place.
        return Project.create(place, facts["title"], author=author)
    project = Project.create(place if shared else None, facts["title"], author=author)
    try:
        load_sample(project)
        project.begin_here()
        if place is not None and not shared:
            project.save_as(place)
    except BaseException:
        project.close()
        raise
    return project


def load_sample(project: Project) -> None:
    """Put the sample into a project, as one step of its history."""
    facts, ctids = _read("project"), _read("ctids")
    with project.change("Add the sample project") as change:
        row_id = project.scalar(select(schema.project.c.id))
        change.update(
            schema.project,
            {row_id: {key: facts[key] for key in ("description", "languages", "base_url")}},
        )
        organizations = _organizations(change, ctids)
        stages = _scales(change, ctids, organizations["org-wcs"])
        framework = _read("framework")
        _framework(change, framework, ctids, organizations, stages)
        codes = {item["coded_notation"]: item["id"] for item in framework["items"]}
        _badges(project, change, ctids, organizations, codes)


def _read(name: str) -> Any:
    return json.loads(resource("sample", f"{name}.json").read_text(encoding="utf-8"))


def _id(*names: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "/".join(names)))


def _texts(english: str | None, spanish: str | None = None) -> dict[str, str] | None:
    texts = {"en": english, "es": spanish}
    return {language: text for language, text in texts.items() if text} or None


def _organizations(change: Change, ctids: Document) -> dict[str, str]:
    rows = _read("organizations")
    ids = {row["id"]: _id("organization", row["id"]) for row in rows}
    change.insert(
        schema.organization,
        [
            {
                "id": ids[row["id"]],
                "ctid": ctids["organization"][row["id"]],
                "code": row["id"],
                "name": {"en": row["name"]},
                "kind": row["type"],
                "role": {"en": row["role"]},
                "url": row["url"],
                "position": position,
            }
            for row, position in zip(rows, between(None, None, len(rows)), strict=True)
        ],
    )
    return ids


def _scales(change: Change, ctids: Document, publisher_id: str) -> dict[str, str]:
    """The kinds of statement and the stages; returns the level of each stage code."""
    scales = _read("scales")
    levels: dict[str, str] = {}
    for owner, part, column, parts in (
        (schema.concept_scheme, schema.concept, "scheme_id", "concepts"),
        (schema.progression_model, schema.progression_level, "model_id", "levels"),
    ):
        head = scales[owner.name]
        owner_id = _id(owner.name, head["code"])
        row = {key: head[key] for key in ("code", "name", "description")}
        row |= {"ctid": ctids[owner.name][head["code"]], "language": "en", "status": "Published", "position": "a0"}
        change.insert(owner, [{"id": owner_id, "publisher_id": publisher_id, **row}])
        positions = between(None, None, len(head[parts]))
        rows = [
            {
                **entry,
                "id": _id(part.name, head["code"], entry["notation"]),
                "ctid": ctids[part.name][entry["notation"]],
                column: owner_id,
                "position": position,
            }
            for entry, position in zip(head[parts], positions, strict=True)
        ]
        change.insert(part, rows)
        levels = {entry["notation"]: entry["id"] for entry in rows}
    return levels


def _framework(
    change: Change, document: Document, ctids: Document, organizations: dict[str, str], stages: dict[str, str]
) -> None:
    head, items = document["framework"], document["items"]
    row = {key: head[key] for key in ("id", "code", "version", "language", "status", "next_review", "levels")}
    row |= {key: head[key] for key in ("education_levels", "occupations", "license")}
    row |= {
        "ctid": ctids["framework"][head["code"]],
        "name": {"en": head["title"]},
        "description": {"en": head["description"]},
        "languages": ["en", "es"],
        "publisher_id": organizations["org-wcs"],  # the lead partner; the partnership itself is not an organization
        "publisher_name": head["publisher"],
        "date_issued": head["date"],
        "subjects": [{"en": subject} for subject in head["subject"]],
        "stages": [{**stage, "level_id": stages[stage["code"]]} for stage in head["stages"]],
        "position": "a0",
    }
    change.insert(schema.framework, [row])
    children: dict[str, list[Document]] = {}
    for item in sorted(items, key=lambda item: item["sort_order"]):
        children.setdefault(item["parent_id"], []).append(item)
    positions = {
        item["id"]: position
        for siblings in children.values()
        for item, position in zip(siblings, between(None, None, len(siblings)), strict=True)
    }
    change.insert(schema.competency, [_competency(item, head["id"], ctids, positions[item["id"]]) for item in items])
    links = document["associations"]
    change.insert(
        schema.association,
        [
            {
                "id": link["id"],
                "framework_id": head["id"],
                "origin_id": link["origin_id"],
                "kind": link["association_type"],
                "destination_id": link["destination_id"],
                "position": position,
            }
            for link, position in zip(links, between(None, None, len(links)), strict=True)
        ],
    )


def _competency(item: Document, framework_id: str, ctids: Document, position: str) -> Document:
    return {
        "id": item["id"],
        "ctid": ctids["competency"][item["coded_notation"]],
        "framework_id": framework_id,
        "parent_id": item["parent_id"] or None,
        "position": position,
        "code": item["coded_notation"],
        "statement": _texts(item["statement"]),
        "label": _texts(item["abbreviated_statement"], item.get("abbreviated_statement_es")),
        "item_type": item["item_type"],
        "category": item.get("competency_category"),
        "complexity": item.get("bloom"),
        "stages": item["stage"].split("|"),
        "keywords": {"en": item["keywords"]} if item.get("keywords") else None,
        "language": item["language"],
        "status": item["status"],
    }


def _badges(
    project: Project, change: Change, ctids: Document, organizations: dict[str, str], codes: dict[str, str]
) -> None:
    badges = _read("badges")["badges"]
    for badge, position in zip(badges, between(None, None, len(badges)), strict=True):
        code = badge["code"]
        picture = resource("sample", *badge["image"].split("/"))
        _rubric(change, badge, ctids, codes)
        row = {
            key: badge[key]
            for key in ("code", "achievement_type", "trusted_type", "workload_hours", "credits_available")
        }
        row |= {
            key: _texts(badge[key])
            for key in ("criteria", "assessment_method", "assessor", "supervision", "level", "credit", "image_alt")
        }
        row |= {
            key: _texts(badge[key])
            for key in ("description", "renewal", "quality_assurance", "participation", "appeal")
        }
        row |= {key: badge[key] for key in ("language", "version", "validity_months")}
        row |= {
            "id": badge["uuid"],
            "ctid": ctids["badge"][code],
            "uri": badge["id"],
            "name": _texts(badge["name"], badge["name_es"]),
            "issuer_id": organizations[badge["issuer"]],
            "status": "Published",
            "image_id": add_image(project, picture.name, picture.read_bytes(), _id("asset", picture.name)),
            "rubric_id": _id("rubric", code),
            "evidence": [{"en": text} for text in badge["evidence"]],
            "tags": {"en": badge["tags"]},
            "stack": [{"en": text} for text in badge["stack"]],
            "endorser_ids": [organizations[name] for name in badge["endorsements"]],
            "cost": badge["cost_usd"],
            "currency": "USD",
            "position": position,
        }
        change.insert(schema.badge, [row])
        places = between(None, None, len(badge["alignments"]))
        change.insert(
            schema.alignment,
            [
                {
                    "id": _id("alignment", code, target),
                    "badge_id": badge["uuid"],
                    "position": place,
                    "competency_id": codes[target],
                    "target_code": target,
                    "target_type": "ceasn:Competency",
                }
                for target, place in zip(badge["alignments"], places, strict=True)
            ],
        )


def _rubric(change: Change, badge: Document, ctids: Document, codes: dict[str, str]) -> None:
    rubric, code = badge["rubric"], badge["code"]
    rubric_id = _id("rubric", code)
    levels = [(_id("rubric level", code, str(entry["level"])), entry) for entry in rubric["scale"]]
    change.insert(
        schema.rubric,
        [
            {
                "id": rubric_id,
                "ctid": ctids["rubric"][code],
                "name": {"en": f"Rubric for {badge['name']}"},
                "description": {"en": f"How assessors judge the tasks for the badge {badge['name']}."},
                "language": badge["language"],
                "passing_level_id": next(i for i, entry in levels if entry["level"] == rubric["passing_level"]),
                "passing_rule": {"en": rubric["passing_rule"]},
            }
        ],
    )
    change.insert(
        schema.rubric_level,
        [
            {"id": i, "rubric_id": rubric_id, "position": at, "name": {"en": entry["label"]}, "value": entry["level"]}
            for (i, entry), at in zip(levels, between(None, None, len(levels)), strict=True)
        ],
    )
    criteria = rubric["criteria"]
    for criterion, at in zip(criteria, between(None, None, len(criteria)), strict=True):
        criterion_id = _id("rubric criterion", code, criterion["name"])
        target = criterion["framework_code"]
        change.insert(
            schema.rubric_criterion,
            [
                {
                    "id": criterion_id,
                    "rubric_id": rubric_id,
                    "position": at,
                    "name": {"en": criterion["name"]},
                    "competency_id": codes[target],
                    "competency_code": target,
                }
            ],
        )
        change.insert(
            schema.criterion_level,
            [
                {
                    "id": _id("rubric text", criterion_id, level_id),
                    "criterion_id": criterion_id,
                    "level_id": level_id,
                    "description": {"en": text},
                }
                for (level_id, _), text in zip(levels, criterion["levels"], strict=True)
            ],
        )
