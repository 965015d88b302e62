# SPDX-License-Identifier: Apache-2.0
"""Frameworks as workbooks of OpenSALT: sheets CF Doc, CF Item and CF Association."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from studio.export.ctdl_graph import file_name, unique
from studio.export.losses import Losses
from studio.export.opensalt_rows import Framework, frameworks
from studio.export.project_workbook import same_every_time
from studio.export.service import Exported, Finding, Options
from studio.model.values import in_language
from studio.standards import opensalt

if TYPE_CHECKING:
    from openpyxl import Workbook

    from studio.model.project import Project

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_767


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One workbook for each framework. Raises StudioError for an item that is no framework."""
    findings: list[Finding | str] = []
    losses = Losses(findings, "The OpenSALT workbook", "opensalt", opensalt.UNWRITTEN)
    names: set[str] = set()
    files: dict[str, bytes | Iterable[bytes]] = {}
    for row in frameworks(project, ids):
        name = unique(f"opensalt-{file_name(row.code or in_language(row.name) or row.id)}", names)
        files[f"{name}.xlsx"] = _encode(Framework(project, row, options, losses), losses)
    return Exported(files, findings, main=next(iter(files)))


def _encode(framework: Framework, losses: Losses) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    rows = {
        opensalt.DOCUMENT: framework.document(),
        opensalt.ITEM: framework.items(),
        opensalt.ASSOCIATION: framework.associations(),
    }
    for name, found in rows.items():
        _sheet(workbook, name, found, framework.id, losses)
    for name, cells in framework.other_sheets().items():
        sheet = workbook.create_sheet(name)
        for line in cells:
            sheet.append([_cell(sheet, _safe(str(text), framework.id, losses)) for text in line])
    data = io.BytesIO()
    workbook.save(data)
    return same_every_time(data.getvalue())


def _sheet(workbook: Workbook, name: str, rows: Sequence[Mapping[str, Any]], owner: str, losses: Losses) -> None:
    sheet = workbook.create_sheet(name)
    header = list(opensalt.COLUMNS[name])
    header += [column for column in dict.fromkeys(key for row in rows for key in row) if column not in header]
    sheet.append(header)
    for row in rows:
        texts = [_safe(str(row.get(column) or ""), owner, losses) for column in header]
        sheet.append([_cell(sheet, text) for text in texts])


def _safe(text: str, owner: str, losses: Losses) -> str:
    """What a cell can hold: no control characters, and no more than Excel shows."""
    clean = _UNSAFE.sub("", text)
    if clean != text:
        losses.lose(owner, "control characters inside a text")
    if len(clean) > _LONGEST:
        losses.lose(owner, f"the end of a text of more than {_LONGEST:,} characters")
    return clean[:_LONGEST]


def _cell(sheet: Any, text: str) -> Any:
    """A cell that is text and stays text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    if not text:
        return None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in "=+-@"
    return cell
