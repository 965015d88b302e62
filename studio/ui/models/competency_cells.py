# SPDX-License-Identifier: Apache-2.0
"""The columns of the competency tree, and each cell as plain text: for screen readers, tooltips and the editor."""

from __future__ import annotations

from studio.ui.actions import translate
from studio.ui.models.competency_rows import RowData

CODE, STATEMENT, STAGE, LINKS, CHECKS, TYPE, BLOOM, STATUS = range(8)
HEADERS = ("Code", "Statement", "Stage", "Links", "Checks", "Type", "Bloom level", "Status")
FIRST_SHOWN = (CODE, STATEMENT, STAGE, LINKS, CHECKS)


def cell_text(data: RowData, column: int) -> str:
    """The plain text of a cell, for tooltips, screen readers and the editor."""
    if column == CODE:
        return data.code
    if column == STATEMENT:
        return data.text
    if column == STAGE:
        return ", ".join(data.stages)
    if column == LINKS:
        links = data.branch.links if data.level == 1 and data.branch else data.links
        return str(links) if links else ""
    if column == CHECKS:
        return str(data.mark.count) if data.mark else ""
    return (data.item_type, data.complexity, data.status)[column - TYPE]


def accessible_text(data: RowData, column: int) -> str:
    """What a screen reader says for a cell; never empty for a picture."""
    if column == STATEMENT and data.heading and data.branch:
        return f"{data.text}, {data.branch.competencies}"
    if column == LINKS:
        number = cell_text(data, LINKS) or "0"
        return translate("1 link") if number == "1" else translate("{0} links").format(number)
    if column == CHECKS:
        if data.mark:
            return translate("{0} {1}: {2}").format(data.mark.count, data.mark.severity, data.mark.message)
        if data.branch_problems:
            return translate("{0} problems below").format(data.branch_problems)
        return translate("no problems")
    return cell_text(data, column)


def tooltip(data: RowData, column: int) -> str | None:
    """The whole text of a cell that may be cut off, and the problems in words."""
    if column == CHECKS:
        return accessible_text(data, CHECKS) if data.mark or data.branch_problems else None
    return cell_text(data, column) or None
