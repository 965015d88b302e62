# SPDX-License-Identifier: Apache-2.0
"""Where in a sheet the table is: title lines, the header row, blank lines, repeated headers, totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.importing.tables.columns import plain, recognize
from studio.importing.tables.grid import Sheet

_LOOK_AT = 60
_TOTAL = re.compile(
    r"^\W*(?:(?:grand|sub|course|program)[\s-]*)?(?:totals?|subtotals?|sum|count|average|suma|promedio|gesamt)\b",
    re.IGNORECASE,
)
_TOTAL_WITH_NUMBER = re.compile(_TOTAL.pattern + r"[^:]{0,40}[:=]?\s*[\d.,]+\s*\w{0,12}$", re.IGNORECASE)
_CODE_WITH_NUMBER = re.compile(r"^[A-Za-z]{0,6}[.\- ]?\d+(?:[.\-]\w+)*[.)]?$")
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
    """The row whose cells are most clearly column names, or ``None``.

    Without a known name, the first row counts when all its cells are short and different and one column below holds
    much longer texts.
    """
    best: tuple[float, int] | None = None
    looked = 0
    first_wide: int | None = None
    for index, row in enumerate(rows):
        filled = [cell.strip() for cell in row if cell and not cell.isspace()]
        if not filled:
            continue
        looked += 1
        if looked > _LOOK_AT:
            break
        if first_wide is None and len(filled) > 1:
            first_wide = index
        hits = _header_hits(filled, looked)
        if hits and (best is None or hits > best[0] + 0.5):
            best = (hits, index)
    if best is not None:
        return best[1]
    return first_wide if first_wide is not None and _heads_longer_texts(rows, first_wide) else None


def _header_hits(filled: Sequence[str], looked: int) -> float:
    """How many cells of a row are names of columns; 0 when the row is none of names."""
    found = [known for cell in filled if len(cell) <= 80 and (known := recognize(cell)) is not None]
    different = {
        (name, language, plain(cell) if name == "level_name" else "")
        for cell in filled
        if len(cell) <= 80 and (known := recognize(cell)) is not None
        for name, language, _ in (known,)
    }
    hits = sum(confidence for _, _, confidence in found)
    if not found or len(different) * 2 < len(found):
        return 0
    if len(filled) == 1:
        return hits if found[0][2] == 1 and looked <= 10 else 0
    if len(found) * 3 < len(filled) and not (looked <= 6 and hits >= 0.9 and _all_names(filled)):
        return 0
    return hits


def join_upper_header(sheet: Sheet, header: int) -> None:
    """Two lines of column names become one: "Hours" above "Class" and "Lab" gives "Hours: Class" and "Hours: Lab".

    The upper line is one when it stands right above and has several cells, all of them right of the statements; a
    title line begins further left or stands alone.
    """
    if header == 0:
        return
    upper, names = sheet.rows[header - 1], sheet.rows[header]
    statement = next(
        (at for at, cell in enumerate(names) if (known := recognize(cell)) is not None and known[0] == "statement"),
        None,
    )
    filled = [at for at, cell in enumerate(upper) if cell.strip()]
    if statement is None or len(filled) < 2 or filled[0] <= statement or filled[-1] >= len(names):
        return
    above = ""
    for at in range(filled[0], len(names)):
        own = upper[at].strip() if at < len(upper) else ""
        name = names[at].strip()
        above = own or above
        if own or recognize(name) is None or name in names[:at]:
            names[at] = ": ".join(dict.fromkeys(filter(None, (above, name))))
    sheet.rows[header - 1] = []


def _all_names(filled: Sequence[str]) -> bool:
    """Whether cells can all be names of columns: short, different, no numbers and no codes."""
    return len(set(filled)) == len(filled) and all(
        len(cell) <= 60 and not _NUMBER.match(cell) and not _CODE_WITH_NUMBER.match(cell) for cell in filled
    )


def _heads_longer_texts(rows: Sequence[Sequence[str]], index: int) -> bool:
    head = rows[index]
    if not _all_names([cell.strip() for cell in head if cell.strip()]):
        return False
    for column, name in enumerate(head):
        below = [
            len(text) for row in rows[index + 1 : index + 40] if column < len(row) and (text := row[column].strip())
        ]
        if name.strip() and len(below) > 1 and sum(below) / len(below) > 3 * len(name.strip()):
            return True
    return False


def read_lines(sheet: Sheet, header: int | None) -> Lines:
    """Sort the lines of a sheet into titles, items and what is skipped."""
    lines = Lines(header)
    header_plain: list[str] = []
    first_header = ""
    if header is not None:
        header_plain = [plain(cell) for cell in sheet.rows[header]]
        first_header = next((cell.strip() for cell in sheet.rows[header] if cell.strip()), "")
        for index in range(header):
            if any(cell.strip() for cell in sheet.rows[index]):
                lines.titles.append(index)
            else:
                lines.skipped[index] = "Blank line"
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


_NOTE = re.compile(
    r"^\W*(?:(?:notes?|sources?|key|legend|revised|updated|adopted|approved|prepared|compiled|notas?|fuentes?|clave"
    r"|revisado|actualizado|aprobado)\b[^:]{0,24}:|(?:page|página) \d+|last (?:revised|updated)|©|copyright\b)",
    re.IGNORECASE,
)


def set_notes_aside(sheet: Sheet, lines: Lines, statement: int) -> None:
    """Lines below the last item that hold a single text are notes: those that say so ("Source: ..."), and sentences
    that stand apart from the table and outside its column of statements."""
    notes: list[int] = []
    waiting: list[int] = []
    for index in reversed(lines.body):
        filled = [at for at, cell in enumerate(sheet.rows[index]) if cell and not cell.isspace()]
        if len(filled) != 1:
            break
        text = sheet.rows[index][filled[0]].strip()
        says_so = _NOTE.match(text) is not None or (filled[0] != statement and text[0] in "*†‡")
        if not says_so and (filled[0] == statement or " " not in text):
            break
        waiting.append(index)
        if says_so or index - 1 in lines.skipped:
            notes += waiting
            waiting = []
    if len(notes) == len(lines.body):
        return
    aside = dict.fromkeys(notes, "A note, not an item")
    lines.body = [index for index in lines.body if index not in aside]
    lines.skipped.update(aside)


def is_total(row: Sequence[str]) -> bool:
    """Whether a row that begins like a total is one: nothing but numbers and formulas beside it, or the number in the
    same cell."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) > 1 and all(cell.startswith("=") or _NUMBER.match(cell) for cell in filled[1:]):
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
