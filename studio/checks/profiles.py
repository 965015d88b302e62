# SPDX-License-Identifier: Apache-2.0
"""Profiles: which rules count for whom, and how much. A table in ``resources/checks/profiles.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from studio.checks.records import POLICY
from studio.checks.rules import RULES, SEVERITIES
from studio.model.errors import StudioError
from studio.paths import resource


@dataclass(frozen=True, slots=True)
class Profile:
    """One audience: ``rules`` are the rules it asks for, each with the severity it has there."""

    id: str
    name: str
    about: str
    rules: dict[str, str]


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by id."""
    table = json.loads(resource("checks", "profiles.json").read_text(encoding="utf-8"))
    return {key: Profile(key, **values) for key, values in table.items()}


def severities(chosen: Iterable[str]) -> dict[str, str]:
    """The rules to run and the severity of each. Without a profile: every rule as the table has it, but for those of
    an audience's own policy, which matter to nobody else.

    Where several profiles ask for a rule, the heaviest severity counts. Raises StudioError for an unknown profile.
    """
    chosen = list(chosen)
    if not chosen:
        return {rule.id: rule.severity for rule in RULES.values() if rule.id not in POLICY}
    found: dict[str, str] = {}
    for name in chosen:
        profile = profiles().get(name)
        if profile is None:
            raise StudioError(f'There is no profile "{name}". The profiles are: {", ".join(profiles())}.')
        for rule_id, severity in profile.rules.items():
            found[rule_id] = min(severity, found.get(rule_id, severity), key=SEVERITIES.index)
    return found
