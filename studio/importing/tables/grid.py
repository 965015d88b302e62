# SPDX-License-Identifier: Apache-2.0
"""Rows and columns of text, wherever they came from: the one shape that everything after it works on."""

from __future__ import annotations

from dataclasses import dataclass, field


def column_letter(index: int) -> str:
    """``A`` for 0, ``AA`` for 26: how people name a column without a header."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(slots=True)
class Sheet:
    """One table. ``rows[i][j]`` is text, ``""`` for an empty cell; rows may have different lengths.

    Row ``i`` is line ``i + 1`` of the sheet (``numbers`` overrides that for text files whose cells hold line breaks).
    ``indents`` and ``outline`` are what Excel shows as indentation and as groups of rows, for the rows that have them.
    ``problems`` names cells whose content is not usable, by place, with the reason.
    """

    name: str
    rows: list[list[str]]
    indents: dict[tuple[int, int], int] = field(default_factory=dict)
    outline: dict[int, int] = field(default_factory=dict)
    problems: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """Cells whose text differs from what the file holds: ``(what the file holds, reason)``."""

    attached: dict[tuple[int, int], dict[str, str]] = field(default_factory=dict)
    """What hangs on cells beside their text: ``{"comment": ..., "link": ...}``."""

    def filled(self) -> int:
        """How many cells hold something."""
        return sum(len(row) - row.count("") - sum(map(str.isspace, row)) for row in self.rows)

    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell and not cell.isspace() for row in self.rows for cell in row)


@dataclass(slots=True)
class Grid:
    """All tables of one file. ``format`` is ``csv``, ``tsv``, ``xlsx`` or ``clipboard``."""

    format: str
    sheets: list[Sheet]
    encoding: str | None = None
    delimiter: str | None = None
