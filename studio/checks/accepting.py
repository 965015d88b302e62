# SPDX-License-Identifier: Apache-2.0
"""Accepting a finding with a reason. The project keeps it, with who and when; a changed text brings it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from studio.checks.rules import Finding
from studio.model import schema
from studio.model.errors import NotAllowed, NotFound
from studio.model.project import Project
from studio.model.values import now

_t = schema.accepted_finding.c


@dataclass(frozen=True, slots=True)
class Accepted:
    """One decision to live with a finding."""

    id: str
    rule: str
    item_id: str
    reason: str
    author: str | None
    accepted_at: str | None
    fingerprint: str | None


def accept(project: Project, finding: Finding, reason: str) -> str:
    """Take a finding off the list and keep the reason. Returns the id of the decision. One undo step.

    Accepting the same finding again replaces the reason. Raises NotAllowed without a reason.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise NotAllowed("Say why this is fine as it is. The reason is kept in the project.")
    row = {
        "rule": finding.rule,
        "item_id": finding.item_id,
        "fingerprint": finding.fingerprint,
        "reason": reason,
        "author": project.author,
        "accepted_at": now(),
    }
    name = finding.code or finding.kind
    with project.change(f"Accept {finding.rule} at {name}", selection=[finding.item_id]) as change:
        known = project.scalar(
            select(_t.id).where(
                _t.rule == finding.rule, _t.item_id == finding.item_id, _t.fingerprint == finding.fingerprint
            )
        )
        if known is not None:
            change.update(schema.accepted_finding, {known: row})
            return str(known)
        return change.insert(schema.accepted_finding, [row])[0]


def withdraw(project: Project, accepted_id: str) -> None:
    """Take a decision back: the finding is on the list again. Raises NotFound."""
    rule = project.scalar(select(_t.rule).where(_t.id == accepted_id))
    if rule is None:
        raise NotFound("This decision is not there any more; somebody took it back.")
    with project.change(f"Show {rule} again") as change:
        change.delete(schema.accepted_finding, [accepted_id])


def accepted(project: Project) -> list[Accepted]:
    """Every decision, newest first."""
    columns = (_t.id, _t.rule, _t.item_id, _t.reason, _t.author, _t.accepted_at, _t.fingerprint)
    return [Accepted(*row) for row in project.rows(select(*columns).order_by(_t.accepted_at.desc(), _t.id))]


def still_open(project: Project, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that nobody has accepted for the text as it is now."""
    known = {(row[0], row[1], row[2]) for row in project.rows(select(_t.rule, _t.item_id, _t.fingerprint))}
    if not known:
        return list(findings)
    at = {(rule, item_id) for rule, item_id, _ in known}
    return [
        finding
        for finding in findings
        if (finding.rule, finding.item_id) not in at
        or (finding.rule, finding.item_id, finding.fingerprint) not in known
    ]
