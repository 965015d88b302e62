# SPDX-License-Identifier: Apache-2.0
"""The live checks of a large project: an edit costs what it touches, and ends as a look at everything would."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from studio.checks import engine
from studio.importing.sample import create_sample
from studio.model import frameworks, items, lookup, schema
from studio.model.journal import Changes
from studio.ui.docks import live_checks
from studio.ui.docks.live_checks import Result, look_around, look_at_all
from studio.ui.tasks import Progress


@pytest.fixture
def large(monkeypatch):
    """The sample, treated as a project too large to be looked at after every edit."""
    monkeypatch.setattr(engine, "LIVE_LIMIT", 50)
    project = create_sample(None)
    yield project
    project.close()


def placed(result: Result):
    branches = {item_id: count for item_id, count in result.branches.items() if count}
    return result.marks, branches, {key: len(found) for key, found in result.by_item.items()}, result.items


def test_the_rules_around_an_edit_end_as_a_look_at_everything(large):
    progress = Progress(lambda _step: None)
    heard: list[Changes] = []
    large.subscribe(heard.append)
    result = look_at_all(large, progress)
    framework = large.scalar(select(schema.framework.c.id))
    fine, faulty = lookup.find(large, "MT.MCH.1.1").id, lookup.find(large, "MT.MCH.1.3").id
    new: list[str] = []
    edits = [
        lambda: items.set_text(large, schema.competency, fine, "statement", "en", "Model and release a brake."),
        lambda: items.set_text(large, schema.competency, faulty, "statement", "en", "Release a brake."),
        lambda: new.append(frameworks.add_competency(large, framework, fine, statement={"en": "Model and release."})),
        lambda: frameworks.move(large, [fine], None, None),
        lambda: frameworks.delete(large, new),
        large.undo,
    ]
    for edit in edits:
        heard.clear()
        edit()
        result = look_around(large, result, heard, progress)
        assert result.waiting
        assert placed(result) == placed(live_checks._grouped(large, result.findings))
    near = {finding.rule for finding in result.findings if finding.item_id in (fine, faulty)}
    assert {f.rule for f in look_at_all(large, progress).findings if f.item_id == fine} >= {"FW10"} <= near


def test_a_look_at_everything_follows_when_the_person_pauses(large, studio, qtbot, monkeypatch):
    monkeypatch.setattr(live_checks, "WAIT_FOR_WHOLE_MILLISECONDS", 1)
    monkeypatch.setattr(live_checks, "WAIT_MILLISECONDS", 1)
    window = studio.show(large)
    checks = live_checks.checks_of(window)
    qtbot.waitUntil(lambda: checks.fresh, timeout=20_000)
    known = {(finding.rule, finding.item_id) for finding in checks.findings}
    items.set_field(large, schema.competency, [lookup.find(large, "MT.SAF.1.1").id], {"code": "MT.SAF.1.2"})

    def doubled() -> bool:
        return bool({(finding.rule, finding.item_id) for finding in checks.findings} - known)

    qtbot.waitUntil(doubled, timeout=20_000)  # a code that stands twice is seen by a rule of the whole framework
    qtbot.waitUntil(lambda: checks.fresh and not checks._pause.isActive(), timeout=20_000)
