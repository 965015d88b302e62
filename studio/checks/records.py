# SPDX-License-Identifier: Apache-2.0
"""The records of CTDL in a project, and what is wrong with them, found once and handed out rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.checks.resource_nodes import Problem, Record, World, examine
from studio.checks.resource_policy import examine_policy

STRUCTURE = tuple(f"RS{number:02}" for number in range(1, 20))
"""Rules about records that CTDL itself sets."""

POLICY = ("RS20", "RS21")
"""Rules about records that the Credential Registry sets."""


@dataclass(slots=True)
class Records:
    """Every record in the order of the project, and everything that a reference can name."""

    records: list[Record] = field(default_factory=list)
    world: World = field(default_factory=World)
    _found: dict[str, list[tuple[Record, Problem]]] | None = None
    _policy: list[tuple[Record, Problem]] | None = None

    def problems(self, rule_id: str) -> Sequence[tuple[Record, Problem]]:
        """What a rule finds: records with their problems."""
        if rule_id in POLICY:
            if self._policy is None:
                self._policy = [
                    (record, each) for record in self.records for each in examine_policy(record, self.world)
                ]
            return [pair for pair in self._policy if pair[1].rule == rule_id]
        if self._found is None:
            self._found = {}
            for record in self.records:
                for each in examine(record, self.world):
                    self._found.setdefault(each.rule, []).append((record, each))
        return self._found.get(rule_id, [])
