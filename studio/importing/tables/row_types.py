# SPDX-License-Identifier: Apache-2.0
"""Sheets whose rows say what they are (``@type``, as in Credential Engine's bulk upload)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from studio.importing.records import Record
from studio.importing.report import FileReport
from studio.importing.tables.columns import Column

OWNERS = ("framework", "concept_scheme", "progression_model")
"""Kinds of rows that own the rows of items."""

_KINDS = {
    "competencyframework": "framework",
    "framework": "framework",
    "cfdocument": "framework",
    "conceptscheme": "concept_scheme",
    "progressionmodel": "progression_model",
    "concept": "concept",
    "progressionlevel": "progression_level",
}

OWNER_COLUMN = {"competency": "framework_id", "concept": "scheme_id", "progression_level": "model_id"}
"""The column that points at the owner, by kind of item."""

OWNER_KIND = {"competency": "framework", "concept": "concept_scheme", "progression_level": "progression_model"}

_CONCEPT_COLUMNS = {
    "code": "notation",
    "statement": "label",
    "label": "label",
    "definition": "definition",
    "comment": "note",
}
_SHARED_COLUMNS = ("id", "ctid", "uri")


def kind_of_row(row: Sequence[str], column: Column) -> str:
    """The kind of item that a row is; a competency when the row does not say anything known."""
    text = row[column.index] if column.index < len(row) else ""
    return _KINDS.get(re.split(r"[:/#]", text.strip())[-1].casefold(), "competency")


Sources = Mapping[tuple[str, str | None], tuple[str, str]]
"""Columns of the file and what their values were kept as, by column of the project and language."""


def settle_kind(record: Record, report: FileReport, sources: Sources) -> None:
    """Rows were read as competencies; give a concept or a level its own columns, the rest becomes extra.

    A competency has no definition of its own, so that text becomes extra too.
    """
    columns = record.columns
    if record.kind == "competency":
        _to_extra(record, ["definition"], report, sources)
        return
    renamed = {name: columns.pop(name) for name in list(columns) if name in _SHARED_COLUMNS}
    for name in ("label", "code", "definition", "comment", "statement"):
        target = _CONCEPT_COLUMNS[name]
        if name in columns and target not in renamed:
            renamed[target] = columns.pop(name)
    _to_extra(record, list(columns), report, sources)
    record.columns = renamed


def _to_extra(record: Record, names: list[str], report: FileReport, sources: Sources) -> None:
    for name in names:
        if name in record.columns:
            value = record.columns.pop(name)
            record.extra[name] = value
            for tag in value if isinstance(value, dict) else (None,):
                source = sources.get((name, tag)) or sources.get((name, None))
                if source is not None:  # else no cell said it
                    report.set_aside(*source)
