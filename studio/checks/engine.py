# SPDX-License-Identifier: Apache-2.0
"""Runs the rules: all of them over a project, or those that an edit concerns.

``RULES`` is complete once this module is imported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from studio.checks import (  # noqa: F401 (importing a module of rules puts them into the register)
    badge_assessment,
    badge_design,
    headers,
    languages,
    likeness,
    privacy,
    resources,
    shape,
    statements,
)
from studio.checks.accepting import still_open
from studio.checks.loading import framework_sizes, load
from studio.checks.profiles import severities
from studio.checks.records import POLICY, STRUCTURE
from studio.checks.rules import RULES, Finding, Look, Scope, Severity
from studio.checks.snapshot import Snapshot
from studio.model import schema
from studio.model.journal import Changes
from studio.model.project import Project

__all__ = ["RULES", "Finding", "Recheck", "check", "run", "run_for"]

Progress = Callable[[int, int, str], None]
"""Called with what is done, what there is in all, and what is being done. It may raise to stop the run."""

LIVE_LIMIT = 2_000
"""Items up to which every edit is followed by a whole run (a fraction of a second); above, by the near rules only."""

_STEP = 2_000
_FEW, _MANY = 20, 0.25
_ONE_BY_ONE = frozenset({"FW21"})
"""Rules that are never summed up: they are there to name the one item that everybody forgot."""

_BADGE_TABLES = ("badge", "alignment", "rubric", "rubric_level", "rubric_criterion", "criterion_level", "asset")
_CONCERNED = (
    *(*_BADGE_TABLES, "framework", "competency", "association", "project", "organization", "named_version"),
    "resource",
)
_RECORD_RULES = frozenset((*STRUCTURE, *POLICY))


@dataclass(frozen=True)
class Recheck:
    """What :func:`run_for` looked at again. ``update`` joins it with the findings from before.

    ``waiting`` are rules that need a whole run: ask for one (:func:`run`) when there is time.
    """

    findings: list[Finding] = field(default_factory=list)
    complete: bool = False
    rules: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()

    def update(self, before: Iterable[Finding]) -> list[Finding]:
        """The findings as they are now: new ones in the place of those that were looked at again."""
        if self.complete:
            return list(self.findings)
        kept = [
            finding
            for finding in before
            if finding.item_id not in self.gone and not (finding.item_id in self.ids and finding.rule in self.rules)
        ]
        return [*kept, *self.findings]


def run(
    project: Project,
    profiles: Iterable[str] = (),
    only: Iterable[str] | None = None,
    progress: Progress | None = None,
    accepted: bool = False,
) -> list[Finding]:
    """Every finding of the project, in reading order: frameworks, their items, badges; then by rule.

    ``profiles`` choose rules and severities, ``only`` narrows them down to these rule ids. Accepted findings are left
    out, and those that many items of a framework share are summed up; ``accepted`` lists every single one.
    Raises StudioError for an unknown profile.
    """
    wanted = severities(profiles)
    if only is not None:
        chosen = set(only)
        wanted = {rule_id: severity for rule_id, severity in wanted.items() if rule_id in chosen}
    if progress is not None:
        progress(0, 0, "Reading the project")
    snapshot = load(project)
    if not wanted.keys().isdisjoint(_RECORD_RULES):
        snapshot.records = resources.load_records(project)
    findings = check(snapshot, wanted, progress)
    return findings if accepted else _calm(project, snapshot, findings)


def check(snapshot: Snapshot, wanted: dict[str, str], progress: Progress | None = None) -> list[Finding]:
    """The findings of these rules (with their severities) on a snapshot, in reading order."""
    counter = _Counter(len(snapshot.items) + len(snapshot.badges), progress)
    found: list[Finding] = []
    item_looks = _looks(wanted, "competency")
    for framework in snapshot.frameworks.values():
        for look in _looks(wanted, "framework"):
            found.extend(look(snapshot, framework))
        for item in (*framework.items, *framework.lost):
            if item.id not in snapshot.edge:
                for look in item_looks:
                    found.extend(look(snapshot, item))
            counter.count()
    for badge in snapshot.badges.values():
        for look in _looks(wanted, "badge"):
            found.extend(look(snapshot, badge))
        counter.count()
    for look in _looks(wanted, "project"):
        found.extend(look(snapshot))
    return _in_reading_order(snapshot, _weighed(found, wanted))


def run_for(project: Project, changes: Changes, profiles: Iterable[str] = ()) -> Recheck:
    """Check again what an edit touched, for the window. Small projects are checked as a whole."""
    if not changes.touches(*_CONCERNED, "accepted_finding"):
        return Recheck()
    wanted = severities(profiles)
    total = sum(framework_sizes(project).values()) + resources.count(project)
    if total <= LIVE_LIMIT or changes.touches("accepted_finding"):
        snapshot = load(project)
        snapshot.records = resources.load_records(project)
        return Recheck(_calm(project, snapshot, check(snapshot, wanted)), complete=True)
    gone = frozenset(item_id for ids in changes.deleted.values() for item_id in ids)
    touched = changes.ids("competency") - gone
    waiting = frozenset(rule_id for rule_id in wanted if RULES[rule_id].scope in (Scope.FRAMEWORK, Scope.PROJECT))
    if len(touched) > LIVE_LIMIT:
        return Recheck(gone=gone, waiting=frozenset(wanted))
    badges = changes.touches(*_BADGE_TABLES)
    near = {rule_id: severity for rule_id, severity in wanted.items() if rule_id not in waiting}
    around = set(touched)
    if badges:
        near.update({rule_id: level for rule_id, level in wanted.items() if "badge" in RULES[rule_id].looks})
        a = schema.alignment.c
        around.update(row[0] for row in project.rows(select(a.competency_id).where(a.competency_id.is_not(None))))
    snapshot = load(project, around, badges=badges)
    findings = still_open(project, check(snapshot, near))
    ids = frozenset((*snapshot.items, *snapshot.frameworks, *snapshot.badges)) - snapshot.edge
    return Recheck(findings, rules=frozenset(near), ids=ids, gone=gone, waiting=waiting - frozenset(near))


def _calm(project: Project, snapshot: Snapshot, findings: list[Finding]) -> list[Finding]:
    """The open findings, with those that most items of a framework share summed up."""
    return still_open(project, sum_up(snapshot, still_open(project, findings)))


def sum_up(snapshot: Snapshot, findings: list[Finding]) -> list[Finding]:
    """One finding in the place of many: when a rule (not an error) finds something at more than 20 items and a quarter
    of a framework, that is one fact about the framework. ``related`` are the items."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        item = snapshot.items.get(finding.item_id)
        if item is not None and finding.severity != Severity.ERROR and finding.rule not in _ONE_BY_ONE:
            groups[item.framework_id, finding.rule].append(finding)
    sums: dict[int, Finding] = {}
    summed: set[int] = set()
    for (framework_id, rule_id), group in groups.items():
        framework = snapshot.frameworks.get(framework_id)
        ids = tuple(dict.fromkeys(finding.item_id for finding in group))
        total = len(framework.items) + len(framework.lost) if framework else 0
        if framework is None or len(ids) <= _FEW or len(ids) < _MANY * total:
            continue
        first, fix = group[0], RULES[rule_id].fix
        example = f"{snapshot.items[first.item_id].name}: {first.message}"
        message = f"{len(ids)} of {total} items: {fix[0].lower()}{fix[1:]}. For example {example}"
        summed.update(map(id, group))
        code = framework.code or ""
        sums[id(first)] = Finding(rule_id, first.severity, "framework", framework_id, code, message, related=ids)
    return [sums.get(id(each), each) for each in findings if id(each) not in summed or id(each) in sums]


def _looks(wanted: dict[str, str], subject: str) -> list[Look]:
    return [RULES[rule_id].looks[subject] for rule_id in sorted(wanted) if subject in RULES[rule_id].looks]


def _weighed(findings: Iterable[Finding], wanted: dict[str, str]) -> Iterator[Finding]:
    """Findings with the severity that the profile gives their rule."""
    for finding in findings:
        severity = wanted[finding.rule]
        yield finding if finding.severity == severity else replace(finding, severity=severity)


def _in_reading_order(snapshot: Snapshot, findings: Iterable[Finding]) -> list[Finding]:
    place = {framework_id: (number, -1) for number, framework_id in enumerate(snapshot.frameworks)}
    order = {**place, **{badge_id: (len(place), number) for number, badge_id in enumerate(snapshot.badges)}}
    after = len(place) + 1
    for number, record in enumerate(snapshot.records.records):
        order.setdefault(record.id, (after, number))

    def key(finding: Finding) -> tuple[int, int, str]:
        item = snapshot.items.get(finding.item_id) if finding.kind == "competency" else None
        if item is None:
            return (*order.get(finding.item_id, (after + 1, 0)), finding.rule)
        # Items that the top does not reach come after the others.
        at = item.order if item.depth else len(snapshot.items)
        return place.get(item.framework_id, (len(place) + 1, 0))[0], at, finding.rule

    return sorted(findings, key=key)


class _Counter:
    """Tells how far a run is, now and then."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.done, self.total, self.progress = 0, total, progress

    def count(self) -> None:
        self.done += 1
        if self.progress is not None and (self.done % _STEP == 0 or self.done == self.total):
            self.progress(self.done, self.total, "Checking")
