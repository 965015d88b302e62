# SPDX-License-Identifier: Apache-2.0
"""Sheets without a header whose columns are the levels: each line has one text, and its column says how deep it is."""

from __future__ import annotations

from collections.abc import Sequence

from studio.importing.tables.codes import looks_like_code
from studio.importing.tables.columns import EXTRA, Column
from studio.importing.tables.grid import Sheet

_FEWEST = 4


def unfold_outline(sheet: Sheet, header: int | None) -> tuple[Sheet, list[Column]] | None:
    """The same lines as code and text, with the column they stood in as indentation; ``None`` for other sheets.

    A code may stand in the cell ahead of its text. Nine lines of ten must be made like this; what else a line has
    follows behind and is kept as extra.
    """
    if header is not None and sum(1 for cell in sheet.rows[header] if cell.strip()) > 1:
        return None
    start = 0 if header is None else header + 1
    starts: list[int] = []
    odd = 0
    rows: list[list[str]] = [list(row) for row in sheet.rows[:start]]
    indents: dict[tuple[int, int], int] = {}
    width = 2
    for index in range(start, len(sheet.rows)):
        filled = [(at, cell) for at, cell in enumerate(sheet.rows[index]) if cell.strip()]
        if not filled:
            rows.append([])
            continue
        first, code, rest = _parts(filled)
        odd += len(rest) > 1
        starts.append(first)
        rows.append([code, *rest])
        width = max(width, len(rest) + 1)
        indents[(index, 0 if code else 1)] = first
    if len(starts) < _FEWEST or len(set(starts)) < 2 or odd * 10 > len(starts) or starts[0] != min(starts):
        return None
    columns = [Column(0, "", "code", None, 0.6, "content"), Column(1, "", "statement", None, 0.6, "content")]
    columns += [Column(index, "", EXTRA, None, 0.0, "content") for index in range(2, width)]
    return Sheet(sheet.name, rows, indents, sheet.outline, sheet.problems, sheet.notes), columns


def _parts(filled: Sequence[tuple[int, str]]) -> tuple[int, str, list[str]]:
    """Where the line begins, its code (or ``""``), and its texts."""
    first, text = filled[0]
    if len(filled) > 1 and filled[1][0] == first + 1 and looks_like_code(text.strip()):
        return first, text, [cell for _, cell in filled[1:]]
    return first, "", [cell for _, cell in filled]
