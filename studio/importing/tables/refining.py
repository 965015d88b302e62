# SPDX-License-Identifier: Apache-2.0
"""A second look at the proposed columns, with the cells below the headers: what headers alone cannot tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.importing.tables.codes import looks_like_code
from studio.importing.tables.columns import EXTRA, NUMBERED, Column, names_statements
from studio.importing.tables.grid import Sheet

_SAMPLE = 400


def refine(columns: list[Column], sheet: Sheet, body: Sequence[int]) -> list[Column]:
    """Correct the columns by their content. What a person chose, or chose before, stays."""
    cells = {column.index: _cells(sheet, body, column.index) for column in columns}
    columns = _doubtful_code(columns, cells)
    columns = _statement_is_prose(columns, cells)
    columns = _some_statement(columns, cells)
    columns = _level_above(columns, cells)
    columns = _code_by_content(columns, cells)
    columns = _code_of_the_group(columns, cells)
    return _title_of_the_group(columns, cells)


def _cells(sheet: Sheet, body: Sequence[int], index: int) -> list[str]:
    return [row[index].strip() if index < len(row := sheet.rows[at]) else "" for at in body[:_SAMPLE]]


def _find(columns: Sequence[Column], field: str) -> Column | None:
    return next((column for column in columns if column.field == field and column.language is None), None)


def _change(columns: list[Column], changes: dict[int, str]) -> list[Column]:
    return [
        Column(column.index, column.header, changes[column.index], column.language, 0.6, "content")
        if column.index in changes and column.source not in ("chosen", "remembered")
        else column
        for column in columns
    ]


def _words(texts: Sequence[str]) -> float:
    filled = [text for text in texts if text]
    return sum(len(text.split()) for text in filled) / len(filled) if filled else 0.0


def _repeats(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    return len(filled) > 3 and len(set(filled)) * 2 < len(filled)


def _doubtful_code(columns: list[Column], cells: dict[int, list[str]]) -> list[Column]:
    """ "School code" may end like a code and be the same in many rows: then it is not the item's."""
    return _change(
        columns,
        {
            column.index: EXTRA
            for column in columns
            if column.field == "code" and column.confidence < 0.6 and _repeats(cells[column.index])
        },
    )


def _statement_is_prose(columns: list[Column], cells: dict[int, list[str]]) -> list[Column]:
    """ "Competency" or "SLO" may head the numbers, and "Description" the sentences."""
    statement = _find(columns, "statement")
    if statement is None or names_statements(statement.header) or _words(cells[statement.index]) >= 3:
        return columns
    rivals = [
        column
        for column in columns
        if column.field in ("comment", EXTRA, "label")
        and _words(cells[column.index]) >= max(4, 2 * _words(cells[statement.index]))
    ]
    if not rivals:
        return columns
    best = max(rivals, key=lambda column: (column.field != EXTRA, _words(cells[column.index])))
    if _repeats(cells[statement.index]):
        other = "level_name"
    elif all(looks_like_code(text) for text in cells[statement.index] if text):
        other = EXTRA if _find(columns, "code") else "code"
    else:
        other = EXTRA if _find(columns, "label") not in (None, best) else "label"
    return _change(columns, {statement.index: other, best.index: "statement"})


def _some_statement(columns: list[Column], cells: dict[int, list[str]]) -> list[Column]:
    """Without a statement by name, the column with the longest texts is it."""
    if any(column.field in ("statement", "row_type", NUMBERED) for column in columns):
        return columns  # a sheet whose rows say what they are names its columns, too
    places = ("identifier", "parent", "row_type", "framework_name", "framework_description", "origin", "destination")
    rivals = [
        column
        for column in columns
        if column.field not in places and _words(cells[column.index]) >= 3 and not _repeats(cells[column.index])
    ]
    if not rivals:
        label = _find(columns, "label")
        return _change(columns, {label.index: "statement"}) if label is not None else columns
    best = max(rivals, key=lambda column: _words(cells[column.index]))
    return _change(columns, {best.index: "statement"})


def _level_above(columns: list[Column], cells: dict[int, list[str]]) -> list[Column]:
    """A title that several rows share, between a column of levels and the statements, is a level, too: "Strand",
    "Standard" and longer texts."""
    label, statement = _find(columns, "label"), _find(columns, "statement")
    before = [column for column in columns if column.field == "level_name"]
    if label is None or statement is None or not before or label.source != "content":
        return columns
    filled = [text for text in cells[label.index] if text]
    apart = not any(own and text for own, text in zip(cells[label.index], cells[statement.index], strict=True))
    if before[-1].index < label.index < statement.index and (apart or len(set(filled)) * 5 < len(filled) * 4):
        return _change(columns, {label.index: "level_name"})
    return columns


def _numbers_the_rows(unit: Column, columns: list[Column], cells: dict[int, list[str]]) -> bool:
    """Whether a "Unit number" is another one in every row: then it is the number of the row's own statement."""
    filled = [text for text in cells[unit.index] if text]
    of_course = re.search(r"course|class|curso|asignatura", unit.header, re.IGNORECASE) is not None
    titled = any(column.field in ("group_label", "level_name", "label") for column in columns)
    whole = len(filled) > 1 and len(set(filled)) == len(cells[unit.index])
    return whole and not of_course and not titled


_NAMES_A_CODE = re.compile(r"\b(?:id|no|nr|num|number|code|item|std|standard|ref|clave|código)\b|#", re.IGNORECASE)


def _code_by_content(columns: list[Column], cells: dict[int, list[str]]) -> list[Column]:
    """A column in which nearly every row has a code of its own is the code, whatever it is called, where no column is
    by its name. An identifier that is one stays one: it does not look like a code."""
    code, statement = _find(columns, "code"), _find(columns, "statement")
    if statement is None or (code is not None and code.confidence >= 0.6):
        return columns
    unit = _find(columns, "group_code")
    if unit is not None and _numbers_the_rows(unit, columns, cells):
        return _change(columns, {unit.index: "code"})
    if unit is not None or any(column.field in ("row_type", NUMBERED) for column in columns):
        return columns
    rows = sum(1 for text in cells[statement.index] if text)
    for column in columns:
        filled = [text for text in cells[column.index] if text]
        named = _NAMES_A_CODE.search(column.header) is not None
        if column.field not in ("identifier", EXTRA) or not (named or column.index < statement.index):
            continue
        if len(filled) < 2 or len(filled) * 10 < rows * 6 or len(set(filled)) * 10 < len(filled) * 9:
            continue
        if sum(map(looks_like_code, filled)) * 10 < len(filled) * 9 or (not named and all(map(str.isdigit, filled))):
            continue
        changes = {column.index: "code"}
        if code is not None:
            changes[code.index] = EXTRA
        return _change(columns, changes)
    return columns


def _code_of_the_group(columns: list[Column], cells: dict[int, list[str]]) -> list[Column]:
    """A code and a title that are filled together, in few rows only, while every row has a statement: a course."""
    code, label, statement = (_find(columns, field) for field in ("code", "label", "statement"))
    if code is None or label is None or statement is None or _find(columns, "group_code") is not None:
        return columns
    with_code = [bool(text) for text in cells[code.index]]
    with_label = [bool(text) for text in cells[label.index]]
    with_statement = sum(1 for text in cells[statement.index] if text)
    if with_code == with_label and 0 < sum(with_code) * 2 < with_statement:
        return _change(columns, {code.index: "group_code", label.index: "group_label"})
    return columns


def _title_of_the_group(columns: list[Column], cells: dict[int, list[str]]) -> list[Column]:
    """ "Title" beside a course number is the course's title when it is filled only there, or always repeats with it."""
    code, label = _find(columns, "group_code"), _find(columns, "label")
    if code is None or label is None or _find(columns, "group_label") is not None:
        return columns
    codes, labels = cells[code.index], cells[label.index]
    blanks = any(not text for text in codes)
    only_there = all(own for own, text in zip(codes, labels, strict=True) if text)
    titles = {text for text in labels if text}
    pairs = {(own, text) for own, text in zip(codes, labels, strict=True) if own and text}
    repeats = len(pairs) == len({own for own, _ in pairs}) and len(titles) * 2 <= sum(1 for text in labels if text)
    rows_are_courses = any(column.field == NUMBERED for column in columns)
    if (blanks and only_there) or repeats or rows_are_courses:
        return _change(columns, {label.index: "group_label"})
    return columns
