# SPDX-License-Identifier: Apache-2.0
"""What the person wants exported, what stands in the way, and the writing. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.export import service
from studio.export.service import ExportResult
from studio.standards.formats import Format, format_named
from studio.ui.models.exportable import codes_of_items, frameworks_of_items
from studio.ui.tasks import Progress

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.model.project import Project

REGISTRY = frozenset({"ctdl"})
"""Formats that a registry takes: errors stand in the way."""
PROFILES = {"ctdl": ("registry",), "turtle": ("registry",), "openbadges": ("registry",)}
"""The rules of whom count before the export."""
KINDS = {
    "ctdl": ("framework", "concept_scheme", "progression_model", "rubric"),
    "turtle": ("framework", "concept_scheme", "progression_model", "rubric"),
    "csv": ("framework",),
    "openbadges": ("badge",),
}
"""What a format is made of; the others hold the whole project."""


@dataclass(frozen=True)
class Words:
    """A format in plain words, the name of its standard second."""

    title: str
    standard: str
    icon: str


WORDS = {
    "ctdl": Words("For the Credential Registry", "CTDL-ASN graph (JSON-LD)", "send"),
    "turtle": Words("Linked data for other programs", "CTDL-ASN as Turtle", "waypoints"),
    "csv": Words("A table for Excel or Google Sheets", "CSV, one row a competency", "table-2"),
    "workbook": Words("The whole project as an Excel workbook", "Competency Studio workbook, comes back whole",
                      "grid-3x3"),
    "json": Words("The whole project as text", "JSON, sorted, for version control", "file-text"),
    "openbadges": Words("Badges for other platforms", "Open Badges 3.0 achievements (JSON)", "award"),
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """One export: format, what (nothing named = the whole project), where to, for which registry."""

    format: str
    ids: tuple[str, ...]
    place: Path
    environment: str = "production"


@dataclass(frozen=True)
class Preflight:
    """What there is to say before writing. ``refused``: others would refuse the file as it is."""

    findings: list[Finding]
    refused: bool

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(1 for finding in self.findings if finding.severity == "error")


def formats() -> list[tuple[Format, Words]]:
    """Every format that can be written, with its words."""
    found = service.formats()
    return [(each, WORDS.get(each.format, Words(each.name, each.format, "file-output"))) for each in found]


def several_files(format: str, ids: Sequence[str]) -> bool:
    """Whether a folder is needed."""
    return format in KINDS and len(ids) != 1


def suggested_place(folder: Path, title: str, order_format: str, ids: Sequence[str], name: str) -> Path:
    """A file named after the one thing that is exported, or a folder named after the project."""
    if several_files(order_format, ids):
        return folder / f"{file_name(title)} {order_format}"
    ending = (format_named(order_format).extensions or (".json",))[0]
    return folder / f"{file_name(name or title)}{ending}"


def file_name(name: str) -> str:
    """A name that every system takes."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in name)
    return " ".join(kept.split())[:60] or "Export"


def preflight(project: Project, order: Order, progress: Progress) -> Preflight:
    """The findings of the rules and of the format about what is exported, errors first."""
    steps = _steps(progress)
    said = service.preflight(project, order.format, order.ids, order.environment, steps)
    quality = _quality(project, order, steps)
    return Preflight(
        _worst_first([*_as_findings(project, said), *quality]), any(each.severity == "error" for each in said)
    )


def write(project: Project, order: Order, progress: Progress) -> ExportResult:
    """Write the files, each whole or not at all. Raises StudioError."""
    return service.export(project, order.format, order.place, order.ids, _steps(progress), order.environment)


def is_blocked(order: Order, found: Preflight) -> bool:
    """Whether the errors stand in the way of a registry's file."""
    return order.format in REGISTRY and found.errors > 0


def may_export_anyway(order: Order, found: Preflight) -> bool:
    """A trial registry takes anything; else only what the rules of good writing say may be left for later."""
    return order.environment == "sandbox" or not found.refused


def _quality(project: Project, order: Order, steps: Callable[[int, int, str], None]) -> list[Finding]:
    if order.format not in PROFILES:
        return []
    from studio.checks import engine

    found = engine.run(project, PROFILES[order.format], progress=steps)
    wanted = set(order.ids)
    homes = frameworks_of_items(project, {each.item_id for each in found if each.kind == "competency"})
    holds = KINDS[order.format]
    return [
        each
        for each in found
        if (homes.get(each.item_id, each.item_id) in wanted if wanted else True)
        and ("framework" if each.kind == "competency" else each.kind) in holds
    ]


def _as_findings(project: Project, said: Sequence[service.Finding]) -> list[Finding]:
    from studio.checks.rules import Finding

    known = codes_of_items(project, {each.id for each in said if each.id})
    found = []
    for each in said:
        kind, code = known.get(each.id or "", ("export", ""))
        severity = "info" if each.severity == "note" else each.severity
        found.append(Finding("", severity, kind, each.id or "", code, each.message))
    return found


def _worst_first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: ("error", "warning", "info").index(each.severity))


def _steps(progress: Progress) -> Callable[[int, int, str], None]:
    def step(done: int, total: int, words: str) -> None:
        progress.update(done, total, words)

    return step
