# SPDX-License-Identifier: Apache-2.0
"""Codes that a spreadsheet program took for numbers: ``1.10`` became ``1.1``, and ``1.20`` became ``1.2``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.importing.tables.grid import Sheet

_NUMBER = re.compile(r"(\d+)\.(\d+)")
REASON = "The zero at the end, which the spreadsheet dropped from the number, is back: it follows {0}"


def restore_zeros(sheet: Sheet, column: int, body: Sequence[int]) -> None:
    """Give back the zero to a code that is there already and stands right after ``.9``, ``.19``, ``.29`` ... of the
    same group, where only the tenth, twentieth, thirtieth can follow. The change is noted in ``sheet.notes``."""
    seen: set[str] = set()
    last: dict[str, int] = {}
    for row_index in body:
        row = sheet.rows[row_index]
        text = row[column].strip() if column < len(row) else ""
        match = _NUMBER.fullmatch(text)
        if match is None:
            continue
        group, number = match[1], match[2]
        following = str(last.get(group, 0) + 1)
        if text in seen and following.endswith("0") and following.rstrip("0") == number:
            restored = f"{group}.{following}"
            sheet.notes[(row_index, column)] = (row[column], REASON.format(f"{group}.{last[group]}"))
            row[column] = text = restored
            number = following
        seen.add(text)
        last[group] = int(number)
