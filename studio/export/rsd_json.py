# SPDX-License-Identifier: Apache-2.0
"""Frameworks as Rich Skill Descriptors in JSON (OSMT's API, version 3): a collection with its skills, or the list or
the single skill that the framework came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from studio.export.ctdl_graph import file_name, unique
from studio.export.losses import Losses
from studio.export.rsd_skills import Skills, frameworks, identity, own
from studio.export.service import Exported, Finding, Options
from studio.model.values import in_language
from studio.standards import rsd

if TYPE_CHECKING:
    from studio.model.project import Project

_TABLE_ONLY = {"@@columns": "columns that only the CSV has", "@@occupationColumns": "the column of an occupation"}
_NOT_JSON = {"@@above": "lines above the header of the CSV", "@@other sheets": "other sheets of the workbook"}


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One file for each framework. Raises StudioError for an item that is no framework."""
    findings: list[Finding | str] = []
    losses = Losses(findings, "RSD JSON", "rsd", rsd.UNWRITTEN)
    names: set[str] = set()
    files: dict[str, bytes | Iterable[bytes]] = {}
    for row in frameworks(project, ids):
        name = unique(f"skills-{file_name(row.code or in_language(row.name) or row.id)}", names)
        files[f"{name}.json"] = _document(Skills(project, row, options, losses), losses)
    return Exported(files, findings, main=next(iter(files)))


def _document(skills: Skills, losses: Losses) -> bytes:
    framework = skills.framework
    kept = own(framework)
    shape = kept.get("@@made up")
    skills.framework_losses(written=shape is None)
    for term, words in _NOT_JSON.items():
        if term in kept:
            losses.lose(framework["id"], words)
    made: list[tuple[Any, dict[str, Any]]] = []
    for row, skill in skills:
        for term, words in _TABLE_ONLY.items():
            if own(row).get(term):
                losses.lose(row["id"], words)
        made.append((own(row).get("@@list"), skill))
    document: Any
    if shape == "skill" and len(made) == 1:
        document = made[0][1]
    elif shape:
        document = _lists(made, kept.get("@@lists"))
    else:
        document = _collection(skills, [skill for _, skill in made])
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _lists(made: list[tuple[Any, dict[str, Any]]], lists: Any) -> list[Any]:
    """The skills one after the other; or in the lists of the answer that they came in."""
    count = lists if isinstance(lists, int) else 0
    if not 0 < count <= 100_000 or not all(isinstance(at, int) and 0 <= at < count for at, _ in made):
        return [skill for _, skill in made]
    grouped: list[Any] = [[] for _ in range(count)]
    for at, skill in made:
        grouped[at].append(skill)
    return grouped


def _collection(skills: Skills, entries: list[dict[str, Any]]) -> dict[str, Any]:
    row = skills.framework
    kept = {term: value for term, value in own(row).items() if not term.startswith("@@")}
    address, uuid = identity(row)
    status = {status: word for word, status in rsd.STATUSES.items()}.get(row["status"] or "")
    made = {
        "@context": rsd.CONTEXT,
        "type": rsd.COLLECTION,
        "id": address,
        "uuid": uuid,
        "name": skills.name,
        "description": in_language(row["description"], skills.main),
        "status": status,
    }
    made = {term: value for term, value in made.items() if value}
    name = own(row).get("@@skills") or "skills"
    return {**made, **kept, name: entries or kept.get(name, [])}
