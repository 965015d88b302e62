# SPDX-License-Identifier: Apache-2.0
"""Undo of deleting a branch of 11,000 items, against the bare SQL that puts the same rows back."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks._measure import finish, judge, make_project, seconds
from studio.model.frameworks import delete, descendants

BRANCH = 11_000


def bare(place: Path, ids: list[str]) -> float:
    """Take the branch out of a plain copy of the database, and time one transaction that inserts it again."""
    with closing(sqlite3.connect(place)) as database:
        tables = {"competency": "id", "search_text": "item_id"}
        rows: dict[str, list[tuple[object, ...]]] = {}
        for table, key in tables.items():
            found = (database.execute(f"SELECT * FROM {table} WHERE {key} = ?", (i,)).fetchone() for i in ids)
            rows[table] = [row for row in found if row is not None]

        def remove() -> None:
            for table, key in tables.items():
                database.executemany(f"DELETE FROM {table} WHERE {key} = ?", [(i,) for i in ids])
            database.commit()

        def insert() -> None:
            for table, content in rows.items():
                marks = ",".join("?" * len(content[0]))
                database.executemany(f"INSERT INTO {table} VALUES ({marks})", content)
            database.commit()

        return seconds(insert, prepare=remove)


def main() -> None:
    """Print the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "large.studio"
        project = make_project(place, 2 * BRANCH, domains=2)
        ids = descendants(project, ["item-0"], include_self=True)
        if len(ids) != BRANCH:
            raise SystemExit(f"The branch has {len(ids)} items instead of {BRANCH}.")
        ours = seconds(project.undo, prepare=lambda: delete(project, ["item-0"]))
        project.close()
        judge(f"Undo of deleting {BRANCH:,} items", ours, bare(place, ids), 5, "bare SQL with the search texts")


if __name__ == "__main__":
    main()
    finish()
