# SPDX-License-Identifier: Apache-2.0
"""What the import wizard shows before anything is written: the file's own rows with marks, and what they become."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.importing.report import ImportReport


@dataclass(slots=True)
class PreviewCell:
    """One cell. ``text`` is what will be kept; ``original`` what the file says. Marks: ``""``, ``inherited`` (filled
    down from a row above), ``repaired`` (``note`` has the reason), ``extra`` (kept with the item, no field of its
    own), ``rejected``."""

    text: str
    original: str = ""
    mark: str = ""
    note: str = ""


@dataclass(slots=True)
class PreviewRow:
    """One line of the file. Marks: ``item``, ``framework``, ``title``, ``header``, ``skipped`` (blank, repeated header,
    total; ``note`` says which)."""

    number: int
    cells: list[PreviewCell]
    mark: str = "item"
    note: str = ""


@dataclass(slots=True)
class PreviewColumn:
    """One column: its header, the proposed field with how sure that is (0 to 1), and what else it could be.

    ``field`` is one of ``studio.importing.tables.columns.FIELDS`` or ``extra``; ``source`` says why: ``header``,
    ``content``, ``remembered``, ``chosen``.
    """

    index: int
    header: str
    field: str
    label: str
    language: str | None
    confidence: float
    source: str


@dataclass(slots=True)
class PreviewSheet:
    """One sheet of a workbook, or the one table of a text file."""

    name: str
    columns: list[PreviewColumn]
    rows: list[PreviewRow]
    layout: str
    """In the person's words how the hierarchy is told: "by code", "by indentation", "one course per column" ..."""
    skipped: str = ""
    """Why nothing of this sheet is imported, or empty."""


@dataclass(slots=True)
class TreeNode:
    """An item as it will stand in the project."""

    code: str
    text: str
    kind: str
    children: list[TreeNode] = field(default_factory=list)
    type: str = ""
    """The class of a record, as its standard names it: ``ceterms:Course``."""


@dataclass(slots=True)
class Preview:
    """Everything the wizard needs to show one file. ``report`` is that of a dry run: the counts that will come true."""

    file: str
    format: str
    encoding: str | None
    delimiter: str | None
    sheets: list[PreviewSheet]
    tree: list[TreeNode]
    report: ImportReport
    fingerprint: str
    """Of the header row: what the mapping is remembered under."""
    remembered: bool
    """Whether the mapping was taken from an earlier import of the same header."""
