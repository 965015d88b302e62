# SPDX-License-Identifier: Apache-2.0
"""The program without its window: everything but ``studio/ui`` runs where Qt is not installed."""

import subprocess
import sys
from pathlib import Path

ROOMS = ["model", "standards", "importing", "export", "credentials", "checks", "cli"]

PROGRAM = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(name + " is not installed")

sys.meta_path.insert(0, NoQt())
for room in {rooms!r}:
    package = importlib.import_module("studio." + room)
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(found.name)

from studio.model import schema
from studio.model.project import Project
project = Project.create(None, name="No window")
with project.change("Add a framework") as change:
    change.insert(schema.framework, [{{"name": {{"en": "Safety"}}}}])
project.undo()
assert project.can_redo() == "Add a framework"
project.close()
print("ran without Qt")
"""


def test_everything_but_the_window_runs_without_qt(root: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(rooms=ROOMS)], cwd=root, capture_output=True, text=True, timeout=120
    )
    assert ran.stdout.strip() == "ran without Qt", ran.stderr
