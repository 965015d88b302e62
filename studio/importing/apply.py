# SPDX-License-Identifier: Apache-2.0
"""Records into the project: find what is there already, then make, change and (when asked) remove in one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studio.importing.plan import Plan
from studio.importing.readers import Progress
from studio.importing.records import KINDS, Records
from studio.importing.report import ImportReport
from studio.importing.writes import Writes
from studio.model import frameworks
from studio.model.change import Change
from studio.model.project import Project
from studio.model.schema import ITEMS

_BATCH = 1000


def apply(
    project: Project,
    records: Records | Sequence[Records],
    into: str | None = None,
    remove_missing: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    label: str | None = None,
) -> ImportReport:
    """Bring the records of one or more files into the project as one undoable change.

    Items are found again by id, CTID, address, code within their framework, or text; only what the file mentions
    is changed, texts in other languages stay. ``into``: the framework (UUID, CTID, code, name) that takes all items, or
    the item below which the new ones without a parent go.
    ``remove_missing`` also removes the items of these frameworks that no file mentions. ``dry_run`` writes nothing and
    reports the same counts. ``progress`` may raise to cancel; then nothing is written. The records are used up: their
    columns become rows. Raises NotFound for ``into``.
    """
    files = [records] if isinstance(records, Records) else list(records)
    plan = Plan(project, files, into)
    report = plan.report()
    for file in report.files:
        file.check()
    if remove_missing:
        report.removed = len(plan.missing)
    if dry_run or not plan.has_work(remove_missing):
        return report
    with project.change(label or _label(files), selection=plan.selection()) as change:
        _write(change, plan.writes, progress)
        if remove_missing and plan.missing:
            frameworks.delete(project, list(plan.missing))
    return report


def _label(files: Sequence[Records]) -> str:
    first = files[0].report.file
    return f"Import {first}" if len(files) == 1 else f"Import {first} and {len(files) - 1} more"


def _write(change: Change, writes: Writes, progress: Progress | None) -> None:
    total = writes.count()
    done = 0
    for kind in KINDS:
        inserts = list(writes.inserts.pop(kind).values())  # let go of, kind by kind: a large import fills the memory
        with change.in_bulk(ITEMS[kind], len(inserts)):
            for start in range(0, len(inserts), _BATCH):
                if progress is not None:
                    progress(done, total, "Writing to the project")
                batch = inserts[start : start + _BATCH]
                change.insert(ITEMS[kind], batch)
                done += len(batch)
        updates: list[tuple[str, Mapping[str, Any]]] = list(writes.updates[kind].items())
        for start in range(0, len(updates), _BATCH):
            if progress is not None:
                progress(done, total, "Writing to the project")
            part = dict(updates[start : start + _BATCH])
            change.update(ITEMS[kind], part)
            done += len(part)
    if progress is not None:
        progress(total, total, "Writing to the project")
