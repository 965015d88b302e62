# SPDX-License-Identifier: Apache-2.0
"""``dev.py`` runs before anything is installed: standard library only, and it says what it can do."""

import ast
import subprocess
import sys
from pathlib import Path


def test_standard_library_only(root: Path) -> None:
    tree = ast.parse((root / "dev.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_without_a_verb_it_explains_itself(root: Path) -> None:
    ran = subprocess.run([sys.executable, "-S", root / "dev.py"], capture_output=True, text=True)
    assert ran.returncode == 2
    for verb in ("run", "test", "check", "demo", "bench", "pictures"):
        assert f"python3 dev.py {verb}" in ran.stdout
