# SPDX-License-Identifier: Apache-2.0
"""Headings and lists as a tree of competencies: each line an item, below the heading or the item that it belongs to.

Every line is kept. The first line ahead of all items names the framework, further ones describe it; a line that is
no item is a heading when items follow, and otherwise goes on with the item above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from studio.importing.lists.lines import HEADING, ITEM, TEXT, Line, only_top_heading
from studio.importing.readers import Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport

_LONGEST_HEADING = 120
_ENDS = ".:;!?"
"""Signs behind which a text does not go on in the next line."""
_SOURCE = {HEADING: "headings", ITEM: "list items", TEXT: "lines"}


@dataclass(slots=True)
class _Open:
    """An item that others may stand below. Headings are above all lists."""

    record: Record
    heading: bool
    depth: int
    style: str


@dataclass(slots=True)
class Outline:
    """Builds the records of one text."""

    report: FileReport
    options: Options
    unit: str = "line"
    """How places are called: ``line 7`` or ``paragraph 7``."""
    records: Records = field(init=False)
    framework: Record = field(init=False)
    _stack: list[_Open] = field(init=False, default_factory=list)
    _last: Record | None = field(init=False, default=None)
    _number: int = field(init=False, default=0)
    """Of the last line that an item's statement takes in."""

    def __post_init__(self) -> None:
        self.records = Records(self.report, extra_name="sheet")
        columns = {"name": {self.options.language: self.report.title()}}
        self.framework = Record("framework", "framework", columns, inferred=True)
        self.records.items.append(self.framework)

    def read(self, lines: Sequence[Line]) -> Records:
        """All lines. The caller has counted nothing; each line is one value."""
        plain = all(line.kind == TEXT for line in lines)
        titled = only_top_heading(lines) is not None and any(line.kind != TEXT for line in lines[1:])
        dotted = any(line.style.startswith("1/") and "." in line.mark for line in lines)
        heads = {at for at, (line, below) in enumerate(pairwise(lines)) if _heads(line, below)}
        if self.unit == "line":
            heads -= {at for at in heads if at and _goes_on(lines[at - 1], lines[at])}
        if len(heads) == 1 or (lines[1:] and lines[1].number > lines[0].number + 1):
            heads.discard(0)  # a line of its own above one list is its title
        for at, line in enumerate(lines):
            self.report.values += 1
            if at == 0 and titled:
                self._ahead(line)
            elif line.kind != TEXT or plain:
                self._add(line, dotted)
            elif self._last is None and at not in heads:
                self._ahead(line)
            elif at in heads:
                self._add(Line(line.number, HEADING, 7, "", "", line.text), dotted, "lines")
            else:
                self._go_on(line)
        self.report.records = sum(not record.inferred for record in self.records.items)
        return self.records

    def _ahead(self, line: Line) -> None:
        """A line above the first item."""
        language = self.options.language
        if self.framework.inferred:
            self.framework.inferred = False
            self.framework.columns["name"] = {language: line.text}
            self.report.keep("lines above the list", "name")
            return
        known = self.framework.columns.get("description", {}).get(language)
        self.framework.columns["description"] = {language: f"{known}\n{line.text}" if known else line.text}
        self.report.keep("lines above the list", "description")

    def _go_on(self, line: Line) -> None:
        """A line that belongs to the item above it: the rest of a sentence, else its comment."""
        if self._last is None:
            return
        language = self.options.language
        statement = self._last.columns["statement"][language]
        if line.number == self._number + 1 and self.unit == "line" and statement[-1] not in _ENDS:
            self._last.columns["statement"] = {language: f"{statement} {line.text}"}
            self._number = line.number
            self.report.keep("lines below an item", "statement")
            return
        known = self._last.columns.get("comment", {}).get(language)
        self._last.columns["comment"] = {language: f"{known}\n{line.text}" if known else line.text}
        self.report.keep("lines below an item", "comment")

    def _add(self, line: Line, dotted: bool, source: str = "") -> None:
        language = self.options.language
        heading = line.kind == HEADING
        parent = self._parent(line, heading)
        record = Record("competency", f"{self.unit} {line.number}", {"statement": {language: line.text}})
        record.where = record.key
        record.references["framework_id"] = self.framework.key
        if parent is not None:
            record.references["parent_id"] = parent.key
        if line.mark:
            column = "code" if dotted and line.style.startswith("1/") else "list_id"
            record.columns[column] = line.mark
        self.records.items.append(record)
        self._stack.append(_Open(record, heading, line.depth, line.style))
        self._last = record
        self._number = line.number
        self.report.keep(source or _SOURCE[line.kind], "statement")

    def _parent(self, line: Line, heading: bool) -> Record | None:
        """Close what the line does not stand below."""
        stack = self._stack
        if heading:
            while stack and (not stack[-1].heading or stack[-1].depth >= line.depth):
                stack.pop()
        else:
            while stack and not stack[-1].heading and stack[-1].depth > line.depth:
                stack.pop()
            # "1." after "a)" in one column: back to the list that has this kind of mark.
            level = [entry for entry in stack if not entry.heading and entry.depth == line.depth]
            if any(entry.style == line.style for entry in level):
                while stack[-1].style != line.style or stack[-1].depth != line.depth:
                    stack.pop()
                stack.pop()
        return stack[-1].record if stack else None


def _goes_on(above: Line, line: Line) -> bool:
    """Whether a line stands below the text of the item above it, which has not come to an end."""
    directly = above.kind == ITEM and line.number == above.number + 1 and line.depth > above.depth
    return directly and above.text[-1] not in _ENDS


def _heads(line: Line, below: Line) -> bool:
    """Whether a line is the heading of the list below it: short, and no sentence."""
    above_list = line.kind == TEXT and below.kind == ITEM
    return above_list and len(line.text) <= _LONGEST_HEADING and line.text[-1] not in ".;,!?"
