# SPDX-License-Identifier: Apache-2.0
"""``history``, ``undo``, ``redo`` and ``diff``: what was done to a project."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.common import JsonOption, ProjectArgument, answer_no, note, open_project, print_json
from studio.model import differences
from studio.model.address import is_address

if TYPE_CHECKING:
    from studio.model.project import Project

Steps = Annotated[int, typer.Option(min=1, help="How many steps.")]
Side = Annotated[str, typer.Argument(help="A project, or PROJECT@VERSION for a named version.", show_default=False)]


def history(
    project: ProjectArgument,
    as_json: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, help="How many entries, newest first.")] = 200,
) -> None:
    """List the changes of a project, newest first."""
    with open_project(project, read_only=True) as opened:
        entries = opened.history(limit=limit)
        versions = {row.journal_seq: row.name for row in opened.versions()}
    if as_json:
        shown = []
        for entry in entries:
            fields = asdict(entry)
            shown.append({**fields, "version": versions.get(entry.seq)})
        print_json(shown)
        return
    for entry in entries:
        mark = {"undone": " (undone)", "dropped": " (undone for good)"}.get(entry.state or "", "")
        version = f'  <- version "{versions[entry.seq]}"' if entry.seq in versions else ""
        print(f"{entry.seq:>6}  {entry.at}  {entry.author}  {entry.label}{mark}{version}")


def undo(project: ProjectArgument, steps: Steps = 1) -> None:
    """Take back the newest changes of a project."""
    _step(project, steps, "undo")


def redo(project: ProjectArgument, steps: Steps = 1) -> None:
    """Do again what was taken back."""
    _step(project, steps, "redo")


def _step(project: str, steps: int, kind: str) -> None:
    done = 0
    with open_project(project) as opened:
        for _ in range(steps):
            changes = opened.undo() if kind == "undo" else opened.redo()
            if changes is None:
                break
            done += 1
            print(f"{changes.label}.")
    if done < steps:
        note(f"There is nothing {'more ' if done else ''}to {kind}.")
        answer_no()


def diff(old: Side, new: Side, as_json: JsonOption = False) -> None:
    """Show what was added, removed, moved and reworded between two projects or two named versions."""
    before, _language = _snapshot(old)
    after, language = _snapshot(new)
    found = differences.differences(before, after, language)
    if as_json:
        print_json(differences.to_json(found))
        return
    for item in found:
        print(f"{item.change:<9} {item.kind:<14} {item.code:<14} {item.name}")
        for field, (was, now) in item.fields.items():
            if item.change != "moved":
                print(f"{'':>10}{field}: {was!r} -> {now!r}")
    if not found:
        print("No differences.")


def _snapshot(side: str) -> tuple[differences.Rows, str]:
    """The rows of ``PROJECT`` or ``PROJECT@VERSION``. A file whose own name holds an @ is taken as it stands."""
    place, version = side, None
    if not Path(side).exists() and "@" in side:
        head, _, tail = side.rpartition("@")
        if Path(head).exists() or (is_address(head) and "/" in head.split("://", 1)[1] and "/" not in tail):
            place, version = head, tail
    with open_project(place, read_only=True) as opened:
        return differences.snapshot(opened, version), _language(opened)


def _language(project: Project) -> str:
    from sqlalchemy import select

    from studio.model import schema

    return project.scalar(select(schema.project.c.language)) or "en"
