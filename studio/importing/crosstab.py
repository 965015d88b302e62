# SPDX-License-Identifier: Apache-2.0
"""One course per column, its outcomes below it: the table turned on its side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from studio.importing.codes import looks_like_code, order_number
from studio.importing.columns import Column, recognize
from studio.importing.context import Context, SheetReading
from studio.importing.grid import Sheet
from studio.importing.groups import COURSE, OUTCOME
from studio.importing.repairs import Habits, habits, repair_statement

_COURSE = re.compile(
    r"^(?P<code>[A-Z]{1,6}[- ]?\d{1,4}[A-Z]?(?:\.\d+)*)\s*(?:[(:–—\-]\s*)?(?P<title>.*?)\)?$", re.DOTALL
)
_BULLET = re.compile(r"^\s*[•·▪●◦‣*\-–]\s")


def find_crosstab(sheet: Sheet) -> int | None:
    """The row with the courses, when the sheet is laid out this way: two or more headings that begin with a course
    number, and mostly sentences below them."""
    for index, row in enumerate(sheet.rows[:20]):
        filled = [(column, cell.strip()) for column, cell in enumerate(row) if cell.strip()]
        courses = [column for column, cell in filled if _course(cell) is not None]
        if (
            len(courses) < 2
            or len(filled) - len(courses) > 1
            or any(recognize(cell) for column, cell in filled if column in courses)
        ):
            continue
        below = [
            row[column].strip()
            for row in sheet.rows[index + 1 :]
            for column in courses
            if column < len(row) and row[column].strip()
        ]
        prose = sum(1 for cell in below if len(cell.split()) >= 3 or _BULLET.match(cell))
        if below and prose * 10 >= len(below) * 7:
            return index
    return None


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
    courses = {index: parts for index, cell in enumerate(head) if (parts := _course(cell.strip())) is not None}
    labels = [index for index in range(len(head)) if index not in courses and index < min(courses)]
    label_name = next((head[index].strip() for index in labels if head[index].strip()), "") or "Row"
    by_course: dict[int, str] = {}
    for index, (code, title) in courses.items():
        columns: dict[str, object] = {"code": code, "item_type": COURSE}
        if title:
            columns["statement"] = {context.options.language: title}
        key = f"{sheet.name}#column{index}"
        where = context.where(sheet, header, Column(index, head[index], ""))
        record = context.records.add(
            "competency", key, columns, references={"framework_id": framework.key}, where=where
        )
        context.call(code, record)
        by_course[index] = key
        report.kept += 1
    usual = habits(sheet.rows[row][index] for row in body for index in courses if index < len(sheet.rows[row]))
    for index in courses:
        _read_course(context, reading, index, body, by_course[index], usual, labels, label_name)
    _labels_and_rest(context, reading, body, courses.keys(), labels)
    if head and any(head[index].strip() for index in labels):
        report.kept_as_extra += sum(1 for index in labels if head[index].strip())
        framework.extra["row labels"] = label_name


def _read_course(
    context: Context,
    reading: SheetReading,
    index: int,
    body: Sequence[int],
    parent: str,
    usual: Habits,
    labels: Sequence[int],
    label_name: str,
) -> None:
    sheet, report = reading.sheet, context.report
    code = sheet.rows[reading.header or 0][index].strip()
    code = (_course(code) or (code, ""))[0]
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
            {"code": f"{code}.{number}", "statement": {context.options.language: text}, "item_type": OUTCOME},
            references={"framework_id": framework, "parent_id": parent},
            where=context.where(sheet, row_index, column),
        )
        if label:
            record.extra[label_name] = label
        report.kept += 1


def _labels_and_rest(
    context: Context, reading: SheetReading, body: Sequence[int], courses: Iterable[int], labels: Sequence[int]
) -> None:
    """Count the labels once a row, and keep what stands outside every course with the framework."""
    known = set(labels) | set(courses)
    for row_index in body:
        row = reading.sheet.rows[row_index]
        context.report.kept_as_extra += sum(1 for at in labels if at < len(row) and row[at].strip())
        rest = [cell.strip() for at, cell in enumerate(row) if at not in known and cell.strip()]
        if rest:
            place = context.where(reading.sheet, row_index)
            context.framework_of_sheet(reading).extra.setdefault("other cells", {})[place] = rest
            context.report.kept_as_extra += len(rest)
