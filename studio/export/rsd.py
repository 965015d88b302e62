# SPDX-License-Identifier: Apache-2.0
"""Frameworks as Rich Skill Descriptors in CSV, in the layout of OSMT's library export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from studio.export.ctdl_graph import file_name, unique
from studio.export.losses import Losses
from studio.export.rsd_skills import Skills, frameworks, own
from studio.export.service import Exported, Finding, Options
from studio.model.values import in_language
from studio.standards import rsd
from studio.standards.cells import neutralise

if TYPE_CHECKING:
    from studio.model.project import Project

UNWRITTEN = {
    "framework": {**rsd.UNWRITTEN["framework"], "status": "status"},
    "competency": {**rsd.UNWRITTEN["competency"], "status": "status"},
}
_WRITTEN = frozenset({column.term for column in rsd.COLUMNS} | {"@context", "type", "uuid", "alignments", "status"})
_LISTS = {column.name: column for column in rsd.COLUMNS if column.kind not in ("text", "occupations")}


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One file for each framework. Raises StudioError for an item that is no framework."""
    findings: list[Finding | str] = []
    losses = Losses(findings, "RSD CSV", "rsd", UNWRITTEN)
    names: set[str] = set()
    files: dict[str, bytes | Iterable[bytes]] = {}
    for row in frameworks(project, ids):
        name = unique(f"skills-{file_name(row.code or in_language(row.name) or row.id)}", names)
        files[f"{name}.csv"] = _Table(Skills(project, row, options, losses), losses).encode()
    return Exported(files, findings, main=next(iter(files)))


class _Table:
    def __init__(self, skills: Skills, losses: Losses) -> None:
        self.losses = losses
        self.rows: list[dict[str, str]] = []
        skills.framework_losses(written=False)
        for term in ("@@above", "@@other sheets"):
            if term in own(skills.framework):
                losses.lose(skills.framework["id"], "what stood beside the table of skills")
        for row, skill in skills:
            self.rows.append(self._row(row, skill))

    def encode(self) -> bytes:
        """Every cell in quotation marks, as OSMT writes them."""
        header = [column.name for column in rsd.COLUMNS if column.name != "Collections"]
        header += [f"Alignment {part}" for part in rsd.ALIGNMENT_PARTS]
        seen = dict.fromkeys(name for row in self.rows for name in row)
        aligned = sorted({part[0] for name in seen if (part := rsd.alignment_part(name)) is not None and part[0] > 1})
        header += [f"Alignment {number} {part}" for number in aligned for part in rsd.ALIGNMENT_PARTS]
        header += [name for name in seen if name not in header]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        for row in self.rows:
            writer.writerow([neutralise(row.get(name, "")) for name in header])
        return text.getvalue().encode("utf-8")

    def _row(self, row: dict[str, Any], skill: dict[str, Any]) -> dict[str, str]:
        made: dict[str, str] = {}
        for column in rsd.COLUMNS:
            if column.kind == "text":
                made[column.name] = str(skill.get(column.term) or "")
        for name, column in _LISTS.items():
            entries = self._texts(row, skill.get(column.term), column)
            if entries or name != "Collections":
                made[name] = "; ".join(entries)
        self._occupations(row, made)
        self._aligned(row, skill, made)
        for term in skill:
            if term not in _WRITTEN:
                self.losses.lose(row["id"], f'"{term}" of the skill')
        made.update(own(row).get("@@columns") or {})
        return made

    def _texts(self, row: dict[str, Any], value: Any, column: rsd.Column) -> list[str]:
        """A list as texts; what an entry says beside its name is lost, and so is a semicolon inside it."""
        made: list[str] = []
        for entry in value if isinstance(value, list) else [value] if value else []:
            text = entry
            if isinstance(entry, dict):
                text = entry.get(column.kind) or entry.get("skillName") or entry.get("name")
                if len(entry) > 1 or not isinstance(text, str):
                    self.losses.lose(row["id"], f"what an entry of {column.term} says beside its name")
            if isinstance(text, str) and text:
                if ";" in text:
                    self.losses.lose(row["id"], f"a semicolon inside an entry of {column.term}; it becomes a comma")
                made.append(text.replace(";", ","))
        return made

    def _occupations(self, row: dict[str, Any], made: dict[str, str]) -> None:
        elsewhere = own(row).get("@@occupationColumns") or {}
        cells: dict[str, list[str]] = {}
        for entry in row["occupations"] or []:
            code = entry.get("code") or ""
            name = elsewhere.get(code) or rsd.occupation_column(entry.get("scheme"), code)
            if name is None:
                self.losses.lose(row["id"], "an occupation that is neither of SOC nor of O*NET")
                continue
            if entry.get("title"):
                self.losses.lose(row["id"], "the names of occupations")
            cells.setdefault(name, []).append(code)
        for name, codes in cells.items():
            made[name] = "; ".join(codes)

    def _aligned(self, row: dict[str, Any], skill: dict[str, Any], made: dict[str, str]) -> None:
        entries = skill.get("alignments")
        for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
            if not isinstance(entry, dict):
                self.losses.lose(row["id"], "an alignment that is no name and address")
                continue
            start = "Alignment" if number == 1 else f"Alignment {number}"
            part_of = entry.get("isPartOf")
            framework = part_of.get("name") if isinstance(part_of, dict) else part_of
            if set(entry) - set(rsd.ALIGNMENT_PARTS.values()) or (
                isinstance(part_of, dict) and set(part_of) > {"name"}
            ):
                self.losses.lose(row["id"], "what an alignment says beside name, address and framework")
            for part, text in (("Name", entry.get("skillName")), ("URL", entry.get("id")), ("Framework", framework)):
                if isinstance(text, str) and text:
                    made[f"{start} {part}"] = text
