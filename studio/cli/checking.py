# SPDX-License-Identifier: Apache-2.0
"""``check``: what the quality rules found."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from studio.cli.common import JsonOption, ProjectArgument, answer_no, note, open_project, print_json, progress


class FailOn(StrEnum):
    """From which severity on the answer is "no"."""

    error = "error"
    warning = "warning"
    info = "info"


def check(
    project: ProjectArgument,
    profile: Annotated[
        list[str] | None,
        typer.Option(help="Rules of these profiles only: registry, structure, trusted, eu, district; use commas."),
    ] = None,
    as_json: JsonOption = False,
    fail_on: Annotated[FailOn, typer.Option(help="Exit code 1 from this severity on.")] = FailOn.info,
    accepted: Annotated[bool, typer.Option("--accepted", help="Also list accepted findings.")] = False,
) -> None:
    """List what the quality rules found, in reading order. Exit code 1 when there is something."""
    from studio.checks import engine
    from studio.checks.rules import SEVERITIES

    profiles = [name.strip() for given in profile or [] for name in given.split(",") if name.strip()]
    with open_project(project, read_only=True) as opened, progress("Checking") as show:
        findings = engine.run(opened, profiles, progress=show, accepted=accepted)
    if as_json:
        print_json(
            [
                {
                    "rule": finding.rule,
                    "severity": finding.severity,
                    "kind": finding.kind,
                    "id": finding.item_id,
                    "code": finding.code,
                    "message": finding.message,
                    "fix": engine.RULES[finding.rule].fix,
                    "fix_id": finding.fix_id,
                    "field": finding.field,
                    "language": finding.language,
                }
                for finding in findings
            ]
        )
    else:
        for finding in findings:
            print(f"{finding.severity:<8} {finding.rule}  {finding.code or finding.kind}: {finding.message}")
        counts = [sum(f.severity == severity for f in findings) for severity in SEVERITIES]
        note(
            ", ".join(
                f"{count} {name}{'' if count == 1 else 's'}" for count, name in zip(counts, SEVERITIES, strict=True)
            )
        )
    if any(SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on) for finding in findings):
        answer_no()
