# SPDX-License-Identifier: Apache-2.0
"""``screens``, and the start of the window, in a process of their own as a person starts them."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage


def studio(root: Path, *words: object) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "studio", *map(str, words)]
    return subprocess.run(program, cwd=root, capture_output=True, text=True, timeout=120)


def test_screens_are_pictures_of_the_size_asked_for(root: Path, run, plan: Path, tmp_path: Path) -> None:
    before = plan.read_bytes()
    ran = studio(root, "screens", plan, "--out", tmp_path / "screens", "--theme", "dark", "--size", "1024x640")
    assert ran.returncode == 0, ran.stderr
    drawn = [Path(line) for line in ran.stdout.splitlines()]
    assert drawn
    assert any(QImage(str(path)).size().toTuple() == (1024, 640) for path in drawn)
    assert plan.read_bytes() == before


def test_an_unknown_theme_is_one_sentence(root: Path, plan: Path, tmp_path: Path) -> None:
    ran = studio(root, "screens", plan, "--out", tmp_path, "--theme", "plaid")
    assert ran.returncode == 2
    assert "plaid" in ran.stderr
    assert "Traceback" not in ran.stderr
