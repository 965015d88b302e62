# SPDX-License-Identifier: Apache-2.0
"""Frameworks as CSV, one row a competency in reading order, with the columns that our own import knows.

Cells that a spreadsheet program would run as a formula get an apostrophe in front, which the import takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from studio.export.ctdl_graph import file_name, unique
from studio.export.losses import Losses
from studio.export.order import competencies_in_order
from studio.export.service import Exported, Finding, Options
from studio.model import schema
from studio.model.change import chunks
from studio.model.errors import StudioError
from studio.model.lookup import called
from studio.model.values import in_language
from studio.standards.cells import neutralise

if TYPE_CHECKING:
    from studio.model.project import DataRow, Project

c = schema.competency.c
_TEXTS = {"statement": "statement", "label": "abbreviated_statement", "comment": "comment", "keywords": "keywords"}
_USUAL = "en"
"""The language of a column that names none, unless the row says another."""
_NO_PLACE = {"competency": {"education_levels": "education levels", "occupations": "occupations"}}
_OPTIONAL = {"list_id": "list_id", "weight": "weight", "uri": "uri"}


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One file for each framework. Raises StudioError for an item that is no framework."""
    f = schema.framework.c
    frameworks = project.rows(select(f.id, f.code, f.name, f.language).order_by(f.position, f.id))
    chosen = [row for row in frameworks if not ids or row.id in ids]
    missing = set(ids) - {row.id for row in chosen}
    if missing:
        raise StudioError(
            f'CSV files are made of frameworks; "{called(project, min(missing))}" is none. Name its framework.'
        )
    if not chosen:
        raise StudioError("This project has no framework to export yet. Make or import one first.")
    names: set[str] = set()
    findings: list[Finding | str] = []
    files: dict[str, bytes | Iterable[bytes]] = {}
    for row in chosen:
        label = row.code or in_language(row.name) or row.id
        name = unique(f"framework-{file_name(label)}", names)
        files[f"{name}.csv"] = _Table(project, row, options, findings).encode()
    return Exported(files, findings, main=next(iter(files)))


class _Table:
    def __init__(self, project: Project, framework: DataRow, options: Options, findings: list[Finding | str]) -> None:
        self.project = project
        self.framework = framework
        self.options = options
        self.findings = findings
        self.losses = Losses(findings, "CSV", "sheet", _NO_PLACE)
        self.main = str(framework.language or "en")
        self.columns: list[str] = []

    def encode(self) -> Iterator[bytes]:
        """The header and the rows, some hundred at a time. The byte-order mark is for Excel."""
        order, depths = competencies_in_order(self.project, self.framework.id)
        self.columns = self._header()
        self.losses.lose(self.framework.id, "the framework itself, its name and description")
        a = schema.association.c
        here = select(c.id).where(c.framework_id == self.framework.id)
        ours = or_(a.framework_id == self.framework.id, a.origin_id.in_(here), a.origin_id == self.framework.id)
        for link in self.project.rows(select(a.origin_id).where(ours).distinct().order_by(a.origin_id)):
            self.losses.lose(link.origin_id, "its links to other items")
        yield "\ufeff".encode() + self._lines([self.columns])
        codes: dict[str, str | None] = {}
        done = 0
        for batch in chunks(order):
            self.options.step(done, len(order), in_language(self.framework.name, self.main))
            rows = {row.id: row for row in self.project.rows(select(schema.competency).where(c.id.in_(batch)))}
            codes.update((row.id, row.code) for row in rows.values())
            lines = []
            for number, item_id in enumerate(batch, start=done + 1):
                row = rows.get(item_id)
                if row is not None:
                    self.losses.row("competency", row._asdict())
                    values = self._values(row, depths[item_id] + 1, number, codes)
                    lines.append([_cell(values.get(name)) for name in self.columns])
            yield self._lines(lines)
            done += len(batch)

    def _lines(self, rows: Iterable[Sequence[str]]) -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        return text.getvalue().encode("utf-8")

    def _header(self) -> list[str]:
        """The usual columns, each language that occurs, and the columns that came with spreadsheets."""
        found: dict[str, dict[str, None]] = {name: {} for name in _TEXTS.values()}
        optional: dict[str, None] = {}
        brought: dict[str, None] = {}
        columns = (c.language, c.extra, *(c[name] for name in (*_TEXTS, *_OPTIONAL)))
        for row in self.project.rows(select(*columns).where(c.framework_id == self.framework.id)):
            for column, name in _TEXTS.items():
                found[name].update((self._column(name, tag, row.language), None) for tag in getattr(row, column) or {})
            optional.update((name, None) for name in _OPTIONAL if getattr(row, name) is not None)
            brought.update(dict.fromkeys((row.extra or {}).get("sheet") or {}))
        texts = {name: sorted(found[name]) or [name] for name in _TEXTS.values()}
        header = ["id", "coded_notation", "level", "item_type", "parent_code", "parent_id"]
        header += [
            *texts["statement"],
            *texts["abbreviated_statement"],
            *(texts["comment"] if found["comment"] else ()),
        ]
        header += ["stage", "bloom", "competency_category", *texts["keywords"]]
        header += ["language", "status", "sort_order", "ctid", *sorted(optional)]
        return [*header, *(name for name in sorted(brought) if name not in header)]

    def _column(self, name: str, tag: str, row_language: str | None) -> str:
        """The column of a text: the plain one where a reader that knows no better takes it for this language."""
        return name if tag == self.main == (row_language or _USUAL) == _USUAL else f"{name}_{tag}"

    def _values(self, row: DataRow, level: int, number: int, codes: dict[str, str | None]) -> dict[str, Any]:
        made: dict[str, Any] = dict((row.extra or {}).get("sheet") or {})
        made |= {
            "id": row.id,
            "coded_notation": row.code,
            "level": level,
            "item_type": row.item_type,
            "parent_code": codes.get(row.parent_id or ""),
            "parent_id": row.parent_id,
            "stage": row.stages,
            "bloom": row.complexity,
            "competency_category": row.category,
            "language": row.language,
            "status": row.status,
            "sort_order": number,
            "ctid": row.ctid,
        }
        made |= {title: getattr(row, column) for column, title in _OPTIONAL.items()}
        for column, name in _TEXTS.items():
            for language, text in (getattr(row, column) or {}).items():
                made[self._column(name, language, row.language)] = text
        for name, value in made.items():
            if isinstance(value, list) and any("|" in str(entry) for entry in value):
                self.losses.lose(row.id, f'a "|" inside an entry of {name}; it separates entries')
        return made


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        # With a "|" behind it, a single entry is not cut at its semicolons and commas when it is read again.
        return neutralise("|".join(str(entry) for entry in value) + ("|" if _would_be_cut(value) else ""))
    return neutralise(value) if isinstance(value, str) else str(value)


def _would_be_cut(entries: list[Any]) -> bool:
    return len(entries) == 1 and any(sign in str(entries[0]) for sign in ";,\n")
