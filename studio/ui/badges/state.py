# SPDX-License-Identifier: Apache-2.0
"""How far a badge is: the sections of the designer, the state of each, and how complete it is for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from studio.ui.badges.reading import BadgeData


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the designer and the rules that look at it."""

    id: str
    title: str
    icon: str
    rules: tuple[str, ...] = ()


SECTIONS = (
    Section("basics", "Basics", "file-text", ("BG01", "BG03", "BG24")),
    Section("criteria", "Criteria", "list-checks", ("BG02",)),
    Section("rubric", "Rubric", "grid-3x3", ("BG06", "BG09", "BG10", "BG11")),
    Section("evidence", "Evidence", "paperclip", ("BG07",)),
    Section("competencies", "Competencies", "target", ("BG04", "BG05")),
    Section("assessment", "Assessment", "clipboard-check", ("BG08", "BG14", "BG15", "BG16", "BG21", "BG23")),
    Section("workload", "Workload and level", "clock", ("BG12", "BG13", "BG17", "BG18", "BG22")),
    Section("image", "Image", "image", ("BG20",)),
    Section("endorsements", "Endorsements", "badge-check", ("BG19",)),
    Section("languages", "Languages", "languages"),
    Section("proof", "Proof", "key-round"),
)

PROFILES = (("Open Badges 3.0", "registry"), ("EU elements", "eu"), ("District", "district"))
"""For whom a badge is complete: the words, and the profile of the checks."""

_WEIGHT = {"error": 3, "warning": 2, "info": 1}


def section_of(rule: str, field: str | None = None) -> str:
    """The section in which a finding is put right."""
    if rule == "BG24" and field == "criteria":
        return "criteria"
    return next((section.id for section in SECTIONS if rule in section.rules), "basics")


def section_state(section: Section, data: BadgeData, findings: Iterable[Any]) -> str:
    """``done``, ``open`` (nothing there yet), ``error``, ``warning`` or ``info``."""
    if section.id == "proof":
        return "open"
    if section.id == "languages":
        others = [tag for tag in data.languages if tag != data.language]
        return "open" if any(data.missing(tag) or data.missing_rubric(tag) for tag in others) else "done"
    here = [finding for finding in findings if section_of(finding.rule, finding.field) == section.id]
    if here:
        return str(max(here, key=lambda finding: _WEIGHT.get(finding.severity, 0)).severity)
    return "open" if _empty(section.id, data) else "done"


def _empty(section: str, data: BadgeData) -> bool:
    row = data.row
    parts: dict[str, Sequence[Any]] = {
        "basics": (row.name, row.description),
        "criteria": (row.criteria, row.criteria_url),
        "rubric": (data.grid is not None and data.grid.criteria,),
        "evidence": (row.evidence,),
        "competencies": (data.alignments,),
        "assessment": (row.assessment_method, row.assessor),
        "workload": (row.workload_hours, row.level),
        "image": (row.image_id,),
        "endorsements": (row.endorser_ids,),
    }
    return not any(parts[section])


def completeness(profile: str, findings: Iterable[Any]) -> int:
    """Per cent of a profile's badge rules that find nothing, rounded down, so that 100 means all."""
    from studio.checks.profiles import profiles

    rules = [rule for rule in profiles()[profile].rules if rule.startswith("BG")]
    failing = {finding.rule for finding in findings}
    return 100 * sum(1 for rule in rules if rule not in failing) // len(rules)
