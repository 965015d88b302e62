# SPDX-License-Identifier: Apache-2.0
"""The findings of an export: those that say the same about many items are one line that opens to the items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.ui.docks.problem_list import PICTURES, Group, ProblemModel

if TYPE_CHECKING:
    from studio.checks.rules import Finding


class FindingsModel(ProblemModel):
    """Errors, warnings, notes; each group is one sentence with the number of its items, open or closed."""

    def show_findings(self, findings: list[Finding], grouped: bool = False) -> None:
        """Replace the rows."""
        super().show_findings(findings, grouped)
        self.beginResetModel()
        self._rows = _by_sentence(findings, self._open)
        self.endResetModel()

    def count(self) -> int:
        """How many findings there are, open or closed."""
        return len(self._findings)


def _by_sentence(findings: list[Finding], opened: set[str]) -> list[Finding | Group]:
    same: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.severity, finding.message), []).append(finding)
    places = list(PICTURES)
    rows: list[Finding | Group] = []
    for (severity, message), found in sorted(same.items(), key=lambda entry: places.index(entry[0][0])):
        items = list({finding.item_id or number: finding for number, finding in enumerate(found)}.values())
        if len(items) == 1:
            rows += items
            continue
        name = f"{severity} {message}"
        is_open = name in opened
        rows.append(Group(name, message, len(items), folds=True, is_open=is_open, severity=severity))
        if is_open:  # below the sentence each line says which item it is
            rows += [replace(finding, message=finding.text or finding.message) for finding in items]
    return rows
