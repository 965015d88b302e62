# SPDX-License-Identifier: Apache-2.0
"""What goes to and comes from Excel: rows as tab-separated text and as an HTML table, lines and tables as records."""

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
"""The columns of copied text, and the fields a pasted column can become."""

_NAMES = {
    "code": ("code", "notation", "coded notation", "number", "no", "nr", "id"),
    "statement": ("statement", "full statement", "competency", "outcome", "text", "description", "objective", "skill"),
    "label": ("label", "title", "name", "short name", "abbreviated statement"),
    "item_type": ("type", "item type", "level"),
    "stages": ("stage", "stages"),
    "complexity": ("bloom level", "bloom", "complexity"),
    "comment": ("comment", "comments", "note", "notes"),
}
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


def table_in(data: QMimeData) -> list[list[str]]:
    """The cells of copied text or of an HTML table; rows without anything are left out. Raises ImportRefused."""
    from studio.importing.clipboard import grid_from_clipboard

    grid = grid_from_clipboard(data.text(), data.html() if data.hasHtml() else None)
    rows = [[cell or "" for cell in cells] for cells in grid.sheets[0].rows]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in rows), default=0)
    used = [at for at in range(width) if any(at < len(row) and row[at].strip() for row in rows)]
    return [[row[at] if at < len(row) else "" for at in used] for row in rows]


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


def guess_fields(rows: Sequence[Sequence[str]]) -> tuple[list[str], bool]:
    """What each column is (``""`` for nothing known), and whether the first row holds the names of the columns."""
    width = len(rows[0])
    names = [_field_named(cell) for cell in rows[0]]
    if any(names):
        return [name if name not in names[:at] else "" for at, name in enumerate(names)], True
    lengths = [sum(len(row[at]) for row in rows) for at in range(width)]
    longest = lengths.index(max(lengths))
    fields = [""] * width
    fields[longest] = "statement"
    for at in range(width):
        filled = [row[at].strip() for row in rows if row[at].strip()]
        if at != longest and filled and sum(1 for cell in filled if _CODE.fullmatch(cell)) * 2 > len(filled):
            fields[at] = "code"
            break
    return fields, False


def table_as_records(rows: Sequence[Sequence[str]], fields: Sequence[str], language: str) -> list[Record]:
    """One record a row; a code that goes on from the code of an earlier row puts the row below that one."""
    records: list[Record] = []
    by_code: dict[str, str] = {}
    for row in rows:
        record: Record = {"id": new_id(), "parent_id": None}
        for field, cell in zip(fields, row, strict=False):
            text = cell.strip()
            if not field or not text:
                continue
            if field == "stages":
                record[field] = [part.strip() for part in re.split(r"[,;|/]", text) if part.strip()]
            elif field in ("statement", "label", "comment"):
                record[field] = {language: text}
            else:
                record[field] = text
        code = str(record.get("code", ""))
        if not code and not record.get("statement") and not record.get("label"):
            continue
        record["parent_id"] = next((by_code[start] for start in _starts(code) if start in by_code), None)
        if code:
            by_code.setdefault(code, record["id"])
        records.append(record)
    return records


def _starts(code: str) -> list[str]:
    """Everything before a separator, the longest first: ``MT.1.2`` gives ``MT.1``, ``MT``."""
    return [code[: match.start()] for match in reversed(list(re.finditer(r"[.\-]", code)))]


def _field_named(cell: str) -> str:
    name = cell.strip().lower().replace("_", " ")
    return next((field for field, names in _NAMES.items() if name in names), "")


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
