# SPDX-License-Identifier: Apache-2.0
"""What goes to and comes from Excel: rows as tab-separated text and as an HTML table, lines as records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData

from studio.model.copying import branches
from studio.model.project import Project
from studio.model.values import in_language, new_id
from studio.ui.models import dragged

Record = dict[str, Any]
COLUMNS = ("Code", "Statement", "Label", "Type", "Stage", "Bloom level", "Comment")
FIELDS = ("code", "statement", "label", "item_type", "stages", "complexity", "comment")
"""The columns of copied text, and the fields that they hold."""

_CODE = re.compile(r"(?:[A-Za-z]{1,8}(?:[.\-][A-Za-z0-9]{1,8})+|\d+(?:[.\-][A-Za-z0-9]+)+)\.?")
_BULLET = re.compile(r"(?:[-•*–▪◦·]|\d+[.)]|[a-z][.)])\s+")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def mime_data(project: Project, framework_id: str, ids: Sequence[str], language: str, cut: bool = False) -> QMimeData:
    """The chosen items with what is below them: our own records, tab-separated text, an HTML table."""
    records = branches(project, ids)
    rows = [COLUMNS, *(_cells(record, language) for record in records)]
    data = QMimeData()
    data.setText("\n".join("\t".join(_plain(cell) for cell in cells) for cells in rows))
    body = "".join("<tr>" + "".join(f"<td>{escape(_safe(cell))}</td>" for cell in cells) + "</tr>" for cells in rows)
    data.setHtml(f'<meta charset="utf-8"><table>{body}</table>')
    tops = {record["id"] for record in records}
    ordered = [record["id"] for record in records if record["parent_id"] not in tops]
    dragged.put(data, dragged.Items(ordered, framework_id, cut, records))
    return data


def drag_data(framework_id: str, ids: Sequence[str]) -> QMimeData:
    """Only the ids, for a drag inside the window."""
    data = QMimeData()
    dragged.put(data, dragged.Items(list(ids), framework_id))
    return data


def has_columns(data: QMimeData) -> bool:
    """Whether copied text or an HTML table fills more than one column. Raises ImportRefused when there is nothing."""
    from studio.importing.tables.clipboard import grid_from_clipboard

    rows = grid_from_clipboard(data.text(), data.html() if data.hasHtml() else None).sheets[0].rows
    return len({at for row in rows for at, cell in enumerate(row) if cell and cell.strip()}) > 1


def lines_as_records(lines: Sequence[str], language: str) -> list[Record]:
    """One record a line: bullets and numbers go, a code at the start becomes the code, deeper lines go below."""
    records: list[Record] = []
    open_lines: list[tuple[int, str]] = []
    for line in lines:
        text = line.strip()
        if not text:
            continue
        depth = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while open_lines and open_lines[-1][0] >= depth:
            open_lines.pop()
        text = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
        code, _, rest = text.partition(" ")
        record: Record = {"id": new_id(), "parent_id": open_lines[-1][1] if open_lines else None}
        if rest.strip() and _CODE.fullmatch(code):
            record["code"], text = code.rstrip("."), rest.strip()
        records.append({**record, "statement": {language: text}})
        open_lines.append((depth, record["id"]))
    return records


def _cells(record: Mapping[str, Any], language: str) -> tuple[str, ...]:
    cells = []
    for field in FIELDS:
        value = record.get(field)
        if isinstance(value, Mapping):
            value = in_language(value, language)
        elif isinstance(value, list):
            value = ", ".join(str(part) for part in value)
        cells.append(str(value or ""))
    return tuple(cells)


def _safe(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _plain(text: str) -> str:
    """A cell of tab-separated text, quoted as Excel does it."""
    text = _safe(text)
    if any(sign in text for sign in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text
