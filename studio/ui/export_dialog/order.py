# SPDX-License-Identifier: Apache-2.0
"""What the person wants exported, what stands in the way, and the writing. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.export import service
from studio.export.service import ExportResult
from studio.model.items import project_language
from studio.standards.formats import Format, format_named
from studio.ui.models.exportable import frameworks_of_items, names_of_items
from studio.ui.tasks import Progress

if TYPE_CHECKING:
    from studio.checks.rules import Finding
    from studio.model.project import Project

REGISTRY = frozenset({"ctdl"})
"""Formats that a registry takes: errors stand in the way."""
PROFILES = {"ctdl": ("registry",), "turtle": ("registry",), "openbadges": ("registry",)}
"""The rules of whom count before the export."""
_GRAPH = ("framework", "concept_scheme", "progression_model", "rubric")
KINDS = {
    "ctdl": _GRAPH,
    "turtle": _GRAPH,
    "ctdl-csv": ("framework", "concept_scheme"),
    "case": ("framework",),
    "case-1.0": ("framework",),
    "skos": ("framework", "concept_scheme", "progression_model"),
    "asn": ("framework",),
    "opensalt": ("framework",),
    "rsd": ("framework",),
    "rsd-json": ("framework",),
    "csv": ("framework",),
    "openbadges": ("badge",),
}
"""What a format is made of; the others hold the whole project."""
RECORDS = {"ctdl": "ctdl", "turtle": "ctdl", "ctdl-csv": "ctdl", "skos": "skos"}
"""Formats that also hold records of a standard."""
NOTATIONS = {
    "skos": ((".ttl", "Turtle"), (".rdf", "RDF/XML"), (".jsonld", "JSON-LD")),
    "asn": ((".rdf", "RDF/XML"), (".json", "JSON")),
}
"""Formats that can be written in several notations, with the endings that say which."""


@dataclass(frozen=True)
class Words:
    """A format in plain words, the name of its standard second. ``people``: a file for people, not for programs."""

    title: str
    standard: str
    icon: str
    people: bool = False


WORDS = {
    "ctdl": Words("For the Credential Registry", "CTDL-ASN graph (JSON-LD)", "send"),
    "turtle": Words("The same as linked data", "CTDL-ASN as Turtle", "waypoints"),
    "ctdl-csv": Words("To upload to the registry by hand", "Credential Publisher bulk upload (CSV)", "send"),
    "case": Words("For learning systems and state standards", "CASE 1.1 package (JSON)", "school"),
    "case-1.0": Words("For systems with the older CASE", "CASE 1.0 package (JSON)", "school"),
    "skos": Words("Vocabularies for other programs", "SKOS", "book-open"),
    "asn": Words("For the standards network", "Achievement Standards Network", "waypoints"),
    "rsd": Words("Skills for OSMT", "Rich Skill Descriptors (CSV)", "target"),
    "rsd-json": Words("Skills for programs that ask OSMT", "Rich Skill Descriptors (JSON)", "target"),
    "openbadges": Words("Badges for other platforms", "Open Badges 3.0 achievements (JSON)", "award"),
    "opensalt": Words("A workbook for OpenSALT", "OpenSALT workbook (Excel)", "table-2"),
    "json": Words("The whole project as text", "JSON, sorted, for version control", "file-text"),
    "workbook": Words("The whole project as an Excel workbook", "Competency Studio workbook, comes back whole",
                      "grid-3x3", people=True),
    "csv": Words("A table for Excel or Google Sheets", "CSV, one row a competency", "table-2", people=True),
    "docx": Words("A document to read and print", "Word", "file-text", people=True),
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """One export: format, what (nothing named = everything the format holds), where to, for which registry, and the
    ending that says in which notation."""

    format: str
    ids: tuple[str, ...]
    place: Path
    environment: str = "production"
    notation: str = ""


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


def by_readers() -> list[tuple[bool, list[tuple[Format, Words]]]]:
    """The formats in two groups: those for programs, then (``True``) the files for people."""
    found = formats()
    return [(people, [entry for entry in found if entry[1].people == people]) for people in (False, True)]


def several_files(format: str, ids: Sequence[str]) -> bool:
    """Whether a folder is needed."""
    return format in KINDS and len(ids) != 1


def suggested_place(
    folder: Path, title: str, order_format: str, ids: Sequence[str], name: str, notation: str = ""
) -> Path:
    """A file named after the one thing that is exported, or a folder named after the project."""
    if several_files(order_format, ids):
        return folder / f"{file_name(title)} {order_format}"
    ending = notation or (format_named(order_format).extensions or (".json",))[0]
    return folder / f"{file_name(name or title)}{ending}"


def file_name(name: str) -> str:
    """A name that every system takes."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in name)
    return " ".join(kept.split())[:60] or "Export"


def preflight(project: Project, order: Order, progress: Progress) -> Preflight:
    """The findings of the rules and of the format about what is exported, errors first."""
    steps = _steps(progress)
    said = service.preflight(project, order.format, order.ids, order.environment, steps, order.notation)
    quality = _quality(project, order, steps)
    return Preflight(
        _worst_first([*_as_findings(project, said), *quality]), any(each.severity == "error" for each in said)
    )


def write(project: Project, order: Order, progress: Progress) -> ExportResult:
    """Write the files, each whole or not at all. Raises StudioError."""
    return service.export(
        project, order.format, order.place, order.ids, _steps(progress), order.environment, order.notation
    )


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
    holds = (*KINDS[order.format], *(("resource",) if order.format in RECORDS else ()))
    return [
        each
        for each in found
        if (homes.get(each.item_id, each.item_id) in wanted if wanted else True)
        and ("framework" if each.kind == "competency" else each.kind) in holds
    ]


def _as_findings(project: Project, said: Sequence[service.Finding]) -> list[Finding]:
    from studio.checks.rules import Finding

    known = names_of_items(project, {each.id for each in said if each.id}, project_language(project))
    found = []
    for each in said:
        named = known.get(each.id or "")
        severity = "info" if each.severity == "note" else each.severity
        kind, code = (named.kind, named.code) if named is not None else ("export", "")
        text = named.text if named is not None else ""
        found.append(Finding("", severity, kind, each.id or "", code, each.message, text=text))
    return found


def _worst_first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: ("error", "warning", "info").index(each.severity))


def _steps(progress: Progress) -> Callable[[int, int, str], None]:
    def step(done: int, total: int, words: str) -> None:
        progress.update(done, total, words)

    return step
