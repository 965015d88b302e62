# SPDX-License-Identifier: Apache-2.0
"""What a rule and a finding are, and the register of all rules.

The words of a rule (title, what it checks, what to do, where it comes from, why it matters) stand in
``resources/checks/rules.csv``; the function that looks stands in the module of its subject and is put into the
register with :func:`rule`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from studio.paths import resource


class Severity(StrEnum):
    """How much a finding matters. Errors block an export, never an edit."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES: tuple[str, ...] = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""From heavy to light."""


class Scope(StrEnum):
    """What a rule has to see, and so what has to be looked at again after an edit."""

    ITEM = "item"
    """One competency or one badge, alone."""
    FAMILY = "family"
    """A competency with its parent."""
    FRAMEWORK = "framework"
    """A whole framework."""
    PROJECT = "project"
    """Everything."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    ``kind`` and ``item_id`` say at what (``framework``, ``competency``, ``badge``), ``code`` is what people call it.
    ``field``, ``language`` and ``span`` (start and end in that text) say where, when it is in one text. ``fix_id``
    names a fix of ``studio.checks.fixes`` when a safe one exists. ``related`` are other items it speaks of, and
    ``text`` is what was looked at: an accepted finding comes back when it changes.
    """

    rule: str
    severity: str
    kind: str
    item_id: str
    code: str
    message: str
    fix_id: str | None = None
    field: str | None = None
    language: str | None = None
    span: tuple[int, int] | None = None
    related: tuple[str, ...] = ()
    text: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same finding on the same text, in any session and on any computer."""
        # A finding that sums up a framework stays the same one while the items it sums up come and go.
        related = () if self.kind == "framework" else self.related
        parts = (self.rule, self.item_id, self.field or "", self.language or "", *related, self.text)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


Look = Callable[..., Iterator[Finding]]
"""``look(snapshot, subject)`` with an item, a framework or a badge; ``look(snapshot)`` for a rule of the project."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``looks`` are its functions by what they are called with: competency, framework, badge or project."""

    id: str
    area: str
    severity: str
    title: str
    check: str
    fix: str
    source: str
    why: str
    scope: Scope
    looks: dict[str, Look]

    @property
    def help(self) -> str:
        """The answer to "Why?": the reason in our words, what to do, and where the rule comes from."""
        return f"{self.why}\n\nWhat to do: {self.fix}.\n\nSource: {self.source}."


RULES: dict[str, Rule] = {}
"""Every rule by its id. Filled when ``studio.checks.engine`` is imported."""


@cache
def table() -> dict[str, dict[str, str]]:
    """The rows of ``rules.csv`` by rule id."""
    with resource("checks", "rules.csv").open(encoding="utf-8", newline="") as file:
        return {row["rule_id"]: row for row in csv.DictReader(file)}


def rule(rule_id: str, subject: str, scope: Scope = Scope.ITEM) -> Callable[[Look], Look]:
    """Put a function into the register under the id that its words have in the table."""

    def register(look: Look) -> Look:
        words = {key: value for key, value in table()[rule_id].items() if key != "rule_id"}
        entry = RULES.setdefault(rule_id, Rule(id=rule_id, scope=scope, looks={}, **words))
        entry.looks[subject] = look
        return look

    return register


def found(rule_id: str, kind: str, subject: Any, message: str, **details: Any) -> Finding:
    """A finding of a rule at an item, a framework or a badge, with the severity of the table."""
    severity = table()[rule_id]["severity"]
    return Finding(rule_id, severity, kind, subject.id, subject.code or "", message, **details)
