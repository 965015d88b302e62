# SPDX-License-Identifier: Apache-2.0
"""Where in a sheet the table is: title lines, the header row, blank lines, repeated headers, totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.importing.columns import plain, recognize
from studio.importing.grid import Sheet

_LOOK_AT = 60
_TOTAL = re.compile(
    r"^\W*(?:(?:grand|sub|course|program)[\s-]*)?(?:totals?|subtotals?|sum|count|average|suma|promedio|gesamt)\b",
    re.IGNORECASE,
)
_TOTAL_WITH_NUMBER = re.compile(_TOTAL.pattern + r"[^:]{0,40}[:=]?\s*[\d.,]+\s*\w{0,12}$", re.IGNORECASE)
_NUMBER = re.compile(r"^[\s$€£]*-?[\d.,]+\s*%?$")


@dataclass(slots=True)
class Lines:
    """What each line of a sheet is. Row indices count from 0."""

    header: int | None
    titles: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    """Lines that are no items, with the reason: blank, repeated header, total."""


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The row whose cells are most clearly column names, or ``None``."""
    best: tuple[float, int] | None = None
    looked = 0
    for index, row in enumerate(rows):
        filled = [cell for cell in row if cell and not cell.isspace()]
        if not filled:
            continue
        looked += 1
        if looked > _LOOK_AT:
            break
        found = [known for cell in filled if len(cell) <= 80 and (known := recognize(cell)) is not None]
        different = {(name, language) for name, language, _ in found}
        hits = sum(confidence for _, _, confidence in found)
        if not found or len(found) * 3 < len(filled) or len(different) * 2 < len(found):
            continue
        if len(filled) == 1 and (found[0][2] < 1 or looked > 10):
            continue
        if best is None or hits > best[0] + 0.5:
            best = (hits, index)
    return None if best is None else best[1]


def read_lines(sheet: Sheet, header: int | None) -> Lines:
    """Sort the lines of a sheet into titles, items and what is skipped."""
    lines = Lines(header)
    header_plain: list[str] = []
    first_header = ""
    if header is not None:
        header_plain = [plain(cell) for cell in sheet.rows[header]]
        first_header = next((cell.strip() for cell in sheet.rows[header] if cell.strip()), "")
        lines.titles = [index for index in range(header) if any(cell.strip() for cell in sheet.rows[index])]
    for index in range(0 if header is None else header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        first = next((cell for cell in row if cell), "")
        if not first or (first.isspace() and not any(cell.strip() for cell in row)):
            lines.skipped[index] = "Blank line"
        elif first_header and first.strip() == first_header and _same_header(row, header_plain):
            lines.skipped[index] = "The header again"
        elif _TOTAL.match(first) and is_total(row):
            lines.skipped[index] = "A total, not an item"
        else:
            lines.body.append(index)
    while lines.skipped and len(sheet.rows) - 1 in lines.skipped and not any(sheet.rows[-1]):
        del lines.skipped[len(sheet.rows) - 1]
        sheet.rows.pop()
    return lines


def is_total(row: Sequence[str]) -> bool:
    """Whether a row that begins like a total is one: nothing but numbers beside it, or the number in the same cell."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if all(_NUMBER.match(cell) for cell in filled[1:]) and len(filled) > 1:
        return True
    return len(filled) == 1 and (_TOTAL_WITH_NUMBER.match(filled[0]) is not None or len(filled[0].split()) <= 2)


def _same_header(row: Sequence[str], header_plain: Sequence[str]) -> bool:
    mine = [plain(cell) for cell in row]
    while mine and not mine[-1]:
        mine.pop()
    theirs = list(header_plain)
    while theirs and not theirs[-1]:
        theirs.pop()
    return mine == theirs
