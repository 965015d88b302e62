# SPDX-License-Identifier: Apache-2.0
"""From starting the program to the first painted window: a project of 100,000 items against one of 100."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._measure import finish, judge, make_project

PROGRAM = """
import sys
from PySide6.QtCore import QEvent, QObject
from studio.model.project import Project
from studio.ui.app import Studio, make_application

class Paints(QObject):
    count = 0

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False

app, paints = make_application(), Paints()
studio, project = Studio(app), Project.open(sys.argv[1])
app.installEventFilter(paints)
studio.show(project).show_workspace("frameworks")
while not paints.count:
    app.processEvents()
print("painted", flush=True)
studio.close()
project.close()
"""


def start(project: Path, state: str) -> float:
    """Start the program in a home folder of its own and wait until it says that the window is painted."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": state, "STUDIO_STATE": state}
    environment |= {"XDG_CONFIG_HOME": state, "XDG_CACHE_HOME": state, "XDG_STATE_HOME": state}
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(project)], env=environment, stdout=subprocess.PIPE, text=True
    ) as program:
        said = program.stdout.readline() if program.stdout else ""
        took = time.perf_counter() - began
    if said.strip() != "painted" or program.returncode:
        raise SystemExit("The window did not come up; see the message above.")
    return took


def main() -> None:
    """Print the ratio; the two take turns, so that a busy moment meets both."""
    with tempfile.TemporaryDirectory() as folder:
        places = {items: Path(folder, f"{items}.studio") for items in (100, 100_000)}
        for items, place in places.items():
            make_project(place, items).close()
        times: dict[int, list[float]] = {items: [] for items in places}
        for _ in range(7):
            for items, place in places.items():
                times[items].append(start(place, str(place.with_suffix(".home"))))
        judge("First painted window, 100,000 items", min(times[100_000]), min(times[100]), 1.3, "100 items")


if __name__ == "__main__":
    main()
    finish()
