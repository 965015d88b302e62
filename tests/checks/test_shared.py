# SPDX-License-Identifier: Apache-2.0
"""The rules find the same in a shared workspace as in a file."""

from __future__ import annotations

from studio.checks.engine import run, run_for
from studio.importing.sample import create_sample
from studio.model import items, lookup, schema
from studio.model.journal import Changes
from studio.model.project import Project
from tests.model.conftest import postgresql, workspace

__all__ = ["postgresql", "workspace"]  # pytest finds fixtures by name in this module


def test_a_workspace_is_checked_like_a_file(sample: Project, workspace: str) -> None:
    shared = create_sample(workspace)
    found = [(finding.rule, finding.code, finding.severity, finding.message) for finding in run(shared)]
    assert found == [(finding.rule, finding.code, finding.severity, finding.message) for finding in run(sample)]
    heard: list[Changes] = []
    shared.subscribe(heard.append)
    item = lookup.find(shared, "MT.MCH.1.3").id
    items.set_text(shared, schema.competency, item, "statement", "en", "Release a brake.")
    again = run_for(shared, heard[0]).update(run(shared))
    assert not [finding for finding in again if finding.item_id == item and finding.rule == "FW10"]
    shared.close()
