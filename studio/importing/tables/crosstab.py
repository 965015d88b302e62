# SPDX-License-Identifier: Apache-2.0
"""One course per column, its outcomes below it: the table turned on its side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from studio.importing.tables.codes import looks_like_code, order_number
from studio.importing.tables.columns import Column, recognize
from studio.importing.tables.context import Context, SheetReading
from studio.importing.tables.grid import Sheet
from studio.importing.tables.hierarchy import COURSE, OUTCOME
from studio.importing.tables.repairs import Habits, habits, repair_statement

_COURSE = re.compile(
    r"^(?P<code>[A-Z]{1,6}[- ]?\d{1,4}[A-Z]?(?:\.\d+)*)\s*(?:[(:–—\-]\s*)?(?P<title>.*?)\)?$", re.DOTALL
)
_LOOK_AT = 80
_BULLET = re.compile(r"^\s*[•·▪●◦‣*\-–]\s")


def find_crosstab(sheet: Sheet) -> int | None:
    """The row with the courses, when the sheet is laid out this way: two or more headings that begin with a course
    number and have mostly sentences below them, or any headings that have bullets below them."""
    for index, row in enumerate(sheet.rows[:20]):
        if len(_courses(sheet, index)) > 1 and len([cell for cell in row if cell.strip()]) > 1:
            return index
    return None


def _courses(sheet: Sheet, header: int) -> dict[int, tuple[str, str]]:
    """Code and title of the course of each column, empty when the row does not head courses."""
    filled = {column: cell.strip() for column, cell in enumerate(sheet.rows[header]) if cell.strip()}
    numbered = {column: parts for column, cell in filled.items() if (parts := _course(cell)) is not None}
    if len(numbered) > 1:
        found, fits = numbered, _is_sentence
    else:
        found = {column: ("", cell) for column, cell in filled.items() if _most(sheet, header, column, _is_bullet)}
        fits = _is_bullet
    if len(filled) - len(found) > 1 or any(recognize(filled[column]) for column in found):
        return {}
    return found if all(_most(sheet, header, column, fits) for column in found) else {}


def _most(sheet: Sheet, header: int, column: int, fits: Callable[[str], bool]) -> bool:
    """Whether seven of ten cells below the header are of a kind."""
    below = [
        cell
        for row in sheet.rows[header + 1 : header + _LOOK_AT]
        if column < len(row) and (cell := row[column].strip())
    ]
    return bool(below) and sum(map(fits, below)) * 10 >= len(below) * 7


def _is_bullet(cell: str) -> bool:
    return _BULLET.match(cell) is not None


def _is_sentence(cell: str) -> bool:
    return len(cell.split()) >= 3 or _is_bullet(cell)


def _course(cell: str) -> tuple[str, str] | None:
    match = _COURSE.match(cell)
    if match is None or not looks_like_code(match["code"].strip()):
        return None
    return match["code"].strip(), match["title"].strip(" ()")


def read_crosstab(context: Context, reading: SheetReading, header: int, body: Sequence[int]) -> None:
    """Read each column as a course. The label at the left of a row ("Unit 3") is kept with each of its outcomes, and
    its number becomes the outcome's: ``MT-101.3``."""
    sheet, report = reading.sheet, context.report
    reading.layout = "one course per column"
    framework = context.framework_of_sheet(reading)
    head = sheet.rows[header]
    courses = _courses(sheet, header)
    labels = [index for index in range(len(head)) if index not in courses and index < min(courses)]
    label_name = next((head[index].strip() for index in labels if head[index].strip()), "") or "Row"
    by_course: dict[int, str] = {}
    for index, (code, title) in courses.items():
        columns: dict[str, object] = {"item_type": COURSE}
        if code:
            columns["code"] = code
        if title:
            columns["statement"] = {context.options.language: title}
        key = f"{sheet.name}#column{index}"
        where = context.where(sheet, header, Column(index, head[index], ""))
        record = context.records.add(
            "competency", key, columns, references={"framework_id": framework.key}, where=where
        )
        if code:
            context.call(code, record)
        by_course[index] = key
        report.keep("course", "statement")
    usual = habits(sheet.rows[row][index] for row in body for index in courses if index < len(sheet.rows[row]))
    for index in courses:
        _read_course(context, reading, index, courses[index][0], body, by_course[index], usual, labels, label_name)
    _labels_and_rest(context, reading, header, body, courses.keys(), labels)
    if head and any(head[index].strip() for index in labels):
        report.keep_extra(label_name, sum(1 for index in labels if head[index].strip()))
        framework.extra["row labels"] = label_name


def _read_course(
    context: Context,
    reading: SheetReading,
    index: int,
    code: str,
    body: Sequence[int],
    parent: str,
    usual: Habits,
    labels: Sequence[int],
    label_name: str,
) -> None:
    sheet, report = reading.sheet, context.report
    framework = context.framework_of_sheet(reading).key
    column = Column(index, sheet.rows[reading.header or 0][index], "statement")
    count = 0
    for row_index in body:
        row = sheet.rows[row_index]
        cell = row[index] if index < len(row) else ""
        if not cell.strip():
            continue
        count += 1
        label = next((row[at].strip() for at in labels if at < len(row) and row[at].strip()), "")
        number = order_number(label) or str(count)
        text, reason = repair_statement(cell, usual) if context.options.repair else (cell.strip(), "")
        if reason:
            report.repair(context.where(sheet, row_index, column), cell, text, reason)
            reading.changed[(row_index, index)] = (text, reason)
        record = context.records.add(
            "competency",
            f"{sheet.name}#{row_index + 1}/{index}",
            {"statement": {context.options.language: text}, "item_type": OUTCOME},
            references={"framework_id": framework, "parent_id": parent},
            where=context.where(sheet, row_index, column),
        )
        if code:
            record.columns["code"] = f"{code}.{number}"
        if label:
            record.extra[label_name] = label
        report.keep("outcome", "statement")


def _labels_and_rest(
    context: Context,
    reading: SheetReading,
    header: int,
    body: Sequence[int],
    courses: Iterable[int],
    labels: Sequence[int],
) -> None:
    """Count the labels once a row, and keep what stands outside every course with the framework."""
    known = set(labels) | set(courses)
    for row_index in (header, *body):
        row = reading.sheet.rows[row_index]
        if row_index != header:
            context.report.keep_extra("row label", sum(1 for at in labels if at < len(row) and row[at].strip()))
        rest = [cell.strip() for at, cell in enumerate(row) if at not in known and cell.strip()]
        if rest:
            place = context.where(reading.sheet, row_index)
            context.framework_of_sheet(reading).extra.setdefault("other cells", {})[place] = rest
            context.report.keep_extra("other cells", len(rest))
