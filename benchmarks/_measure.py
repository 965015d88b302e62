# SPDX-License-Identifier: Apache-2.0
"""Measure and judge. Processor time, the best of several tries on both sides: what else the machine does stays out."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

from studio.importing import service as importing
from studio.model import schema
from studio.model.positions import between
from studio.model.project import Project

_over: list[str] = []


def seconds(work: Callable[[], object], tries: int = 3, prepare: Callable[[], object] | None = None) -> float:
    """The least processor time of several tries; ``prepare`` runs before each and is not counted."""
    best = float("inf")
    for _ in range(tries):
        if prepare is not None:
            prepare()
        gc.collect()
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def import_time(place: Path, tries: int) -> tuple[float, Project]:
    """The time of one import into an empty project, and the last project made."""
    projects: list[Project] = []

    def prepare() -> None:
        while projects:
            projects.pop().close()
        projects.append(Project.create(None, name="Import"))

    taken = seconds(lambda: importing.import_files(projects[0], [place]), tries, prepare)
    return taken, projects[0]


def judge(what: str, ours: float, peer: float, limit: float, peer_is: str) -> None:
    """Print one comparison and remember whether it kept its limit."""
    ratio = ours / peer
    kept = ratio <= limit
    if not kept:
        _over.append(what)
    print(
        f"{what}: {ours * 1000:.1f} ms; {peer_is}: {peer * 1000:.1f} ms; "
        f"ratio {ratio:.2f}, limit {limit:g}: {'kept' if kept else 'NOT KEPT'}",
        flush=True,
    )


def finish() -> None:
    """Leave with 1 when a limit was not kept."""
    sys.exit(1 if _over else 0)


def make_project(path: Path | None, items: int, domains: int = 10, area: int = 10) -> Project:
    """A project with one framework of ``items`` competencies: domains, areas of ``area`` items, and the items."""
    project = Project.create(path, name=f"{items} items", author="benchmark")
    per_domain = max(1, items // domains)
    positions = between(None, None, items)
    rows = []
    for number in range(items):
        domain = number - number % per_domain
        own_area = domain + (number - domain) // area * area
        parent = None if number == domain else domain if number == own_area else own_area
        rows.append(
            {
                "id": f"item-{number}",
                "ctid": f"ce-{number}",
                "framework_id": "framework",
                "parent_id": None if parent is None else f"item-{parent}",
                "position": positions[number],
                "code": f"F.{number}",
                "statement": {"en": f"Measure part {number} with a caliper and record the result in the log"},
                "keywords": {"en": ["measure", "caliper"]},
            }
        )
    with project.change(f"Add {items} competencies") as change:
        change.insert(schema.framework, [{"id": "framework", "name": {"en": "Framework"}, "code": "F"}])
        change.insert(schema.competency, rows)
    if path is not None:
        project.save()
    return project
