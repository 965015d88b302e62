# SPDX-License-Identifier: Apache-2.0
"""Import of a CSV file and export of its CTDL graph, against a bare loop over the same data; up to 100,000 rows."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

from benchmarks._measure import finish, import_time, judge, seconds
from studio.export import service as exporting

LINEAR = 1.5
"""Ten times the rows may take this many times ten times the time; a quadratic step would show as 10."""

HEADER = ("code", "level", "statement", "keywords", "comment")


def write_csv(place: Path, rows: int) -> None:
    """A framework as people keep it: codes that carry three levels, a statement, keywords, a note."""
    with place.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        for number in range(rows):
            domain, area, item = number // 110 + 1, number % 110 // 11, number % 11
            code = ".".join(str(part) for part in (domain, area, item) if part)
            level = code.count(".") + 1
            text = f"Measure part {number} with a caliper and record the result in the log"
            table.writerow([f"F.{code}", level, text, "measure|caliper", f"Note {number}"])


def read_bare(place: Path) -> list[str]:
    """The bare loop for an import: every row read, every row written as JSON."""
    with place.open(encoding="utf-8", newline="") as file:
        return [json.dumps(row, ensure_ascii=False) for row in csv.DictReader(file)]


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.csv"), Path(folder, "large.csv")
        write_csv(small, 10_000)
        write_csv(large, 100_000)

        read_small, project = import_time(small, tries=3)
        judge("Import of 10,000 rows", read_small, seconds(lambda: read_bare(small)), 15, "bare csv + json loop")
        exporting.export(project, "ctdl", Path(folder, "small.jsonld"))
        graph = json.loads(Path(folder, "small.jsonld").read_text(encoding="utf-8"))
        bare = seconds(lambda: Path(folder, "bare.json").write_text(json.dumps(graph, indent=2, ensure_ascii=False)))
        bare += seconds(lambda: read_bare(small))
        write_small = seconds(lambda: exporting.export(project, "ctdl", Path(folder, "small.jsonld")))
        judge("Export of 10,000 rows as CTDL", write_small, bare, 10, "bare csv + json loop")
        project.close()

        read_large, project = import_time(large, tries=2)
        judge("Import of 100,000 rows", read_large, 10 * read_small, LINEAR, "ten times that of 10,000")
        write_large = seconds(lambda: exporting.export(project, "ctdl", Path(folder, "large.jsonld")), tries=2)
        judge("Export of 100,000 rows", write_large, 10 * write_small, LINEAR, "ten times that of 10,000")
        project.close()


if __name__ == "__main__":
    main()
    finish()
