# SPDX-License-Identifier: Apache-2.0
"""What an import will do, worked out before anything is written: the same for a dry run and for the real one."""

from __future__ import annotations

from collections.abc import Sequence

from studio.importing.adopting import adopt
from studio.importing.incoming import MEMBERS, OWNERS, Incoming
from studio.importing.items import ItemPlanner
from studio.importing.linking import plan_links
from studio.importing.matching import Matching, target_of
from studio.importing.outcomes import outcomes
from studio.importing.records import Records
from studio.importing.report import ImportReport
from studio.importing.writes import Writes
from studio.model.items import project_language
from studio.model.project import Project

_SELECTED = 50


class Plan:
    """What will be written (``writes``), the items that no file mentions (``missing``), and the report.

    Reads the project, writes nothing. The records are used up: their columns become rows. Raises NotFound for
    ``into``.
    """

    def __init__(self, project: Project, files: Sequence[Records], into: str | None) -> None:
        self.writes = Writes()
        self._files = [Incoming(records) for records in files]
        target = target_of(project, into)
        matches = Matching(project, self._files, target)
        items = ItemPlanner(self._files, matches, target, project_language(project), self.writes)
        for kind in (*OWNERS, *MEMBERS):
            items.plan(kind)
        competencies = matches.existing["competency"]
        plan_links(project, self._files, matches.identifiers, self.writes, competencies.rows, target.framework)
        adopt(project, self.writes, matches.existing)
        # In the order of the files; one that several files have counts once.
        self.frameworks = list(
            dict.fromkeys(file.ids[record.key] for file in self._files for record in file.of("framework"))
        )
        touched = matches.rows.keys() & set(self.frameworks)
        missing = competencies.not_taken(touched) if touched else []
        self.missing = {row_id: competencies.rows[row_id] for row_id in missing}
        self._quiet = matches.quiet

    def report(self) -> ImportReport:
        """The counts, and the accounts of the files."""
        report = ImportReport([file.report for file in self._files])
        report.created = sum(len(rows) - len(rows.keys() & self._quiet) for rows in self.writes.inserts.values())
        report.updated = sum(len(rows) - len(rows.keys() & self._quiet) for rows in self.writes.updates.values())
        report.unchanged = self.writes.unchanged
        report.not_mentioned = len(self.missing)
        report.frameworks = list(self.frameworks)
        report.outcomes = list(outcomes(self.writes, self.missing.values(), self._quiet))
        for file in self._files:
            account = file.report
            named = {entry.key for entry in account.rejected} | {entry.key for entry in account.repaired}
            account.items = {key: file.ids[key] for key in named if key in file.ids}
        return report

    def has_work(self, remove_missing: bool) -> bool:
        """Whether anything will change."""
        return self.writes.count() > 0 or (remove_missing and bool(self.missing))

    def selection(self) -> list[str]:
        """What is selected after the import: its frameworks."""
        return self.frameworks[:_SELECTED]
