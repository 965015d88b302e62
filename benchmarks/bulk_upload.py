# SPDX-License-Identifier: Apache-2.0
"""Import of a CTDL-ASN bulk-upload CSV with its duplicates named, against CaSS merely analysing the same file.

The peer is ``CTDLASNCSVImport.analyzeFile`` of the npm package ``cassproject``: it counts the rows by type and looks
for rows that differ in their identifiers only. It is installed into ``build/`` when Node is there.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path
from random import Random

from benchmarks._measure import finish, import_time, judge
from studio.importing import service as importing

PACKAGE = "cassproject@5.0.19"
ROWS = 8_000
FASTER = 5
LINEAR = 1.5
"""Ten times the rows may take this many times ten times the time."""

HEADER = (
    "@id", "@type", "ceterms:ctid", "ceasn:description", "ceasn:inLanguage", "ceasn:name",
    "ceasn:publicationStatusType", "ceasn:source", "ceasn:codedNotation", "ceasn:competencyCategory",
    "ceasn:competencyText", "ceasn:isPartOf", "ceasn:isChildOf", "ceasn:listID", "ceasn:publisher",
)  # fmt: skip

PEER = """
const fs = require("fs");
const { performance } = require("perf_hooks");
const log = console.log;
console.log = console.warn = () => {};
require("cassproject");
function analyse() {
  return new Promise((done, failed) => {
    const file = fs.createReadStream(process.argv[2]);
    file.name = "rows.csv";
    const began = process.cpuUsage();
    CTDLASNCSVImport.analyzeFile(file, (frameworks, competencies, collections, duplicates) => {
      const used = process.cpuUsage(began);
      done({ seconds: (used.user + used.system) / 1e6, competencies, duplicates: duplicates.length });
    }, failed);
  });
}
(async () => {
  let best = await analyse();
  for (let again = 0; again < 2; again++) {
    const next = await analyse();
    if (next.seconds < best.seconds) best = next;
  }
  log(best.seconds, best.competencies, best.duplicates);
  process.exit(0);
})();
"""


def write_csv(place: Path, rows: int) -> int:
    """A framework of so many rows; one in a hundred says what another says under other identifiers. How many do."""
    random = Random(11)
    base = "https://credentialengineregistry.org/resources/"

    def new() -> str:
        return f"ce-{uuid.UUID(int=random.getrandbits(128), version=4)}"

    framework = new()
    duplicates = 0
    with place.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        head = [
            base + framework,
            "ceasn:CompetencyFramework",
            framework,
            "Work on automated cells",
            "en",
            "Mechatronics",
        ]
        status = "http://credreg.net/ctdlasn/vocabs/publicationStatus/Published"
        table.writerow([*head, status, "https://example.org/framework", "", "", "", "", "", "", base + framework])
        parent = ""
        last: list[str] = []
        for number in range(1, rows):
            ctid = new()
            row = [base + ctid, "ceasn:Competency", ctid, "", "en", "", "", "", f"MT.{number}", "Skill"]
            row += [f"Measure part {number} with a caliper and record the result in the log of the cell"]
            row += [base + framework, parent, str(number), ""]
            if number % 10 == 1:
                parent = base + ctid
            if number % 100 == 50:
                row = [base + ctid, "ceasn:Competency", ctid, *last[3:]]
                duplicates += 1
            table.writerow(row)
            last = row
    return duplicates


def peer_seconds(place: Path) -> tuple[float, int] | None:
    """The peer's processor time and the rows it calls duplicates; ``None`` without Node or the package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print("Node is not here: the import is not compared with CaSS.")
        return None
    folder = Path(__file__).parents[1] / "build" / "cassproject"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules" / "cassproject").exists():
        install = [npm, "install", "--prefix", str(folder), PACKAGE]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            print(f"{PACKAGE} cannot be installed: the import is not compared with CaSS.")
            return None
    (folder / "analyse.js").write_text(PEER, "utf-8")
    command = [node, "--max-old-space-size=4096", str(folder / "analyse.js"), str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    used, _, duplicates = done.stdout.split()[-3:]
    return float(used), int(duplicates)


def checked_import_time(place: Path, duplicates: int, tries: int) -> float:
    """The time of one import into an empty project. Stops when it does not name every duplicate."""
    taken, project = import_time(place, tries)
    report = importing.import_files(project, [place], dry_run=True)
    project.close()
    found = sum(1 for entry in report.files[0].repaired if "says the same as" in entry.reason)
    if found != duplicates:
        raise SystemExit(f"{duplicates} rows say the same as another one; the import names {found}.")
    return taken


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "rows.csv")
        ours = checked_import_time(place, write_csv(place, ROWS), tries=3)
        peer = peer_seconds(place)
        if peer is not None:
            judge(f"Bulk upload of {ROWS:,} rows", ours, peer[0], 1 / FASTER, "CaSS, analysing only")
        before = checked_import_time(place, write_csv(place, 1_000), tries=5)
        for rows in (10_000, 100_000):
            time = checked_import_time(place, write_csv(place, rows), tries=3)
            judge(f"Bulk upload of {rows:,} rows", time, 10 * before, LINEAR, f"ten times that of {rows // 10:,}")
            before = time


if __name__ == "__main__":
    main()
    finish()
