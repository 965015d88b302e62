# SPDX-License-Identifier: Apache-2.0
"""Items of one file that say the same under different identifiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from studio.importing.service import import_files
from studio.model.project import Project

HEADER = ["@id", "@type", "ceterms:ctid", "ceasn:codedNotation", "ceasn:competencyText", "ceasn:name", "ceasn:isPartOf"]
FRAMEWORK = "ce-00000000-0000-4000-8000-000000000000"


def row(number: int, code: str, text: str) -> list[str]:
    ctid = f"ce-00000000-0000-4000-8000-{number:012}"
    return [ctid, "ceasn:Competency", ctid, code, text, "", FRAMEWORK]


def test_a_row_that_repeats_another_is_kept_and_named(project: Project, write_csv: Callable[..., Path]) -> None:
    rows = [
        HEADER,
        [FRAMEWORK, "ceasn:CompetencyFramework", FRAMEWORK, "", "", "Welding", ""],
        row(1, "W.1", "Weld a joint"),
        row(2, "W.2", "Cut a plate"),
        row(3, "W.1", "Weld a joint"),
        row(4, "W.4", "Weld a joint"),
        row(5, "W.1", "Weld a joint"),
    ]
    report = import_files(project, [write_csv(rows)])
    named = [entry for entry in report.files[0].repaired if "says the same" in entry.reason]
    assert len(named) == 2
    assert all(entry.before == entry.after == "Weld a joint" for entry in named)
    assert all(entry.key in report.files[0].items for entry in named)
    assert report.created == 6
