# SPDX-License-Identifier: Apache-2.0
"""Texts that were once read with the wrong encoding and saved again: ``SeÃ±ala`` for ``Señala``, ``donâ€™t`` for
``don’t``."""

from __future__ import annotations

import re

from studio.importing.tables.grid import Sheet

_TRACE = re.compile("[ÂÃâ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")
REASON = "The text had been saved in one encoding and read in another; its letters are right again"


def mend_letters(sheet: Sheet) -> None:
    """Put right every cell that is plainly twice encoded, and note it in ``sheet.notes``. A cell that does not become
    well-formed text as a whole stays as it is: "SÃO" is a word."""
    for row_index, row in enumerate(sheet.rows):
        line = "".join(row)
        if line.isascii() or not ("Ã" in line or "â" in line or "Â" in line):
            continue
        for index, cell in enumerate(row):
            if ("Ã" in cell or "â" in cell or "Â" in cell) and _TRACE.search(cell) is not None:
                mended = _decoded_again(cell)
                if mended is not None:
                    before, _ = sheet.notes.get((row_index, index), (cell, ""))
                    sheet.notes[(row_index, index)] = (before, REASON)
                    row[index] = mended


def _decoded_again(text: str) -> str | None:
    try:
        return b"".join(_byte(sign) for sign in text).decode("utf-8")
    except UnicodeError:
        return None


def _byte(sign: str) -> bytes:
    """The byte that Windows-1252 has for a sign; its five empty places stand for themselves."""
    return bytes([ord(sign)]) if "\u0080" <= sign <= "\u009f" else sign.encode("cp1252")
