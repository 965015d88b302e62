# SPDX-License-Identifier: Apache-2.0
"""One edit with its journal entry: 100,000 items against 1,000."""

from __future__ import annotations

from benchmarks._measure import finish, judge, make_project, seconds
from studio.model import schema
from studio.model.items import set_text
from studio.model.project import Project

EDITS = 50


def edits(project: Project) -> float:
    """The time of one edit, from the mean of many."""
    done = 0

    def type_texts() -> None:
        nonlocal done
        for _ in range(EDITS):
            done += 1
            set_text(project, schema.competency, f"item-{done}", "statement", "en", f"Reworded {done}")

    type_texts()
    return seconds(type_texts, tries=5) / EDITS


def main() -> None:
    """Print the ratio."""
    small, large = make_project(None, 1_000), make_project(None, 100_000)
    judge("One edit at 100,000 items", edits(large), edits(small), 2, "at 1,000 items")
    small.close()
    large.close()


if __name__ == "__main__":
    main()
    finish()
