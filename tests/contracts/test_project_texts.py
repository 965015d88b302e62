# SPDX-License-Identifier: Apache-2.0
"""What may stand in the files of the project, and how long they may be."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 600

# Put together here, so that this file does not find itself.
FORBIDDEN = [
    "/" + "work/",
    "/" + "root/",
    "/tmp/" + "team",
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js.org",
    "npm" + "js.com",
    "crates" + ".io",
    "maven" + ".org",
]
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "X" * 3, "coming" + " soon"]


@cache
def project_files() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if shutil.which("git"):
        listed = subprocess.run(command, cwd=ROOT, capture_output=True)
        if listed.returncode == 0:
            return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    skipped = {".venv", ".git", "build", "node_modules", ".mypy_cache", ".ruff_cache", ".hypothesis", ".pytest_cache"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)]


@cache
def texts() -> dict[str, str]:
    found = {}
    for path in project_files():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a spreadsheet, a database
    return found


def containing(words: list[str], names: list[str]) -> list[str]:
    return [f"{name}: {word}" for name in names for word in words if word in texts()[name]]


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    assert not containing(FORBIDDEN, list(texts()))


def test_no_promises_in_the_code() -> None:
    assert not containing(UNFINISHED, [name for name in texts() if name.startswith("studio/") and name.endswith(".py")])


def test_python_files_name_their_licence_first() -> None:
    line = "# SPDX-License-Identifier: Apache-2.0"
    without = []
    for name, text in texts().items():
        if name.endswith(".py"):
            if not text.strip():
                continue  # an empty package file
            head = [part for part in text.splitlines()[:2] if not part.startswith("#!")]
            if not head or head[0] != line:
                without.append(name)
    assert not without


def test_python_files_stay_small() -> None:
    long = {name: text.count("\n") for name, text in texts().items() if name.endswith(".py")}
    assert not {name: lines for name, lines in long.items() if lines > LONGEST}


def test_no_lock_file_records_where_packages_came_from() -> None:
    assert not [name for name in texts() if Path(name).name in ("package-lock.json", "poetry.lock", "uv.lock")]
