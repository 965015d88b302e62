#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sets up Competency Studio and runs it or its tests. Standard library only.

python3 dev.py run [PROJECT]    open the window (on the sample project); without a display: the demo
python3 dev.py demo             the sample from import to signed badge and screens, into build/demo/
python3 dev.py test [PATHS...]  formatting, types and all tests; with paths: only those tests
python3 dev.py check            formatting and types
python3 dev.py bench [NAMES...] the speed comparisons in benchmarks/
python3 dev.py pictures         draw the pictures of the readme again
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DEMO = ROOT / "build" / "demo"

# The pictures of the readme, and the screens they are.
PICTURES = {
    "framework.png": "frameworks-item-light.png",
    "badge.png": "badge-rubric-light.png",
    "framework-dark.png": "frameworks-item-dark.png",
}

# What Qt loads from the system, and the Debian package that holds it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",  # Debian 13 provides this name from libglib2.0-0t64
}
DISPLAY_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def main(arguments: list[str]) -> int:
    """Carry out one verb and return the exit code."""
    verb, rest = (arguments[0] if arguments else ""), arguments[1:]
    if verb not in ("run", "demo", "test", "check", "bench", "pictures"):
        print(__doc__)
        return 0 if verb in ("-h", "--help") else 2
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is what a person with an older Python meets first)
        raise SystemExit(f"Competency Studio needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.chdir(ROOT)
    window = verb == "run" and has_display()
    install("" if verb in ("run", "demo") else "dev")
    install_system_libraries(display=window)
    if verb == "test":
        return test(rest)
    if verb == "check":
        return check()
    if verb == "bench":
        return bench(rest)
    if verb == "pictures":
        return pictures()
    return run(rest) if window else demo()


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# Setting up


def install(extra: str) -> None:
    """Make ``.venv`` with the pinned versions; nothing to do when neither the pins nor the project changed."""
    pins = (ROOT / "constraints.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    stamp = hashlib.sha256(pins + sys.version.encode()).hexdigest()
    stamps = ENVIRONMENT / "installed"
    done = stamps.read_text().split() if stamps.exists() else []
    if PYTHON.exists() and stamp in done and extra in [*done, ""]:
        return
    make_environment()
    say(f"Installing the pinned versions into {ENVIRONMENT.name} ...")
    # The second variable is for what builds the package; older versions of pip read the first one there, too.
    pinned = {**os.environ, "PIP_CONSTRAINT": "constraints.txt", "PIP_BUILD_CONSTRAINT": "constraints.txt"}
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    must([*command, "--editable", f".[{extra}]" if extra else "."], env=pinned)
    stamps.write_text(" ".join([stamp, extra]))


def make_environment() -> None:
    """Make ``.venv``; on Debian, where Python may come without ``ensurepip``, install that first."""
    if PYTHON.exists() and quietly([PYTHON, "-m", "pip", "--version"]):
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        install_packages([f"python{sys.version_info.major}.{sys.version_info.minor}-venv"], "to make .venv")
    say(f"Making {ENVIRONMENT.name} ...")
    must([sys.executable, "-m", "venv", "--clear", ENVIRONMENT])


def install_system_libraries(display: bool) -> None:
    """Install the system libraries that Qt needs and this machine lacks (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    needed = {**QT_LIBRARIES, **(DISPLAY_LIBRARIES if display else {})}
    missing = [package for library, package in needed.items() if not loads(library)]
    if missing:
        install_packages(missing, "for the window")


def loads(library: str) -> bool:
    """Whether the system has this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str], reason: str) -> None:
    """Install Debian packages as root or with a passwordless sudo; otherwise say the command to type."""
    by_hand = f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise SystemExit(f"These system packages (Debian names) are needed {reason}: {' '.join(packages)}")
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and quietly(["sudo", "-n", "true"]):
        prefix = ["sudo", "-n"]
    else:
        raise SystemExit(f"System packages are needed {reason}. Type this, then start again:\n  {by_hand}")
    say(f"Installing {' '.join(packages)} {reason} ...")
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    must([*prefix, "apt-get", "update", "-q"], **quiet)
    must([*prefix, "apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], **quiet)


# The verbs


def run(arguments: list[str]) -> int:
    """Open the window, on the sample project when no other is named."""
    project = arguments[0] if arguments else str(sample())
    return subprocess.call([PYTHON, "-m", "studio", project])


def sample() -> Path:
    """The sample project to try things out on; what was changed in it stays."""
    project = DEMO / "wenlow.studio"
    if not project.exists():
        DEMO.mkdir(parents=True, exist_ok=True)
        studio("new", project, "--sample")
    return project


def demo() -> int:
    """The whole path without a display: sample, checks, exports, a signed badge, screens."""
    shutil.rmtree(DEMO, ignore_errors=True)
    project = sample()
    passphrase = DEMO / "passphrase.txt"
    passphrase.write_text("for the demo only\n")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["STUDIO_KEYS"] = str(DEMO / "keys")
    secret = ("--passphrase-file", passphrase)
    studio("info", project)
    studio("check", project, "--json", into="findings.json", fine=(0, 1))
    for file_format, name in {
        "ctdl": "framework.jsonld",
        "turtle": "framework.ttl",
        "workbook": "framework.xlsx",
        "openbadges": "badges",
    }.items():
        studio("export", project, "--format", file_format, "--out", DEMO / name)
    studio("key", "new", "Demo", *secret)
    studio("sign", project, "--badge", "B1", "--key", "Demo", *secret, "--out", DEMO / "signed")
    studio("verify", DEMO / "signed")
    studio("screens", project, "--out", DEMO / "screens", "--theme", "light,dark")
    say(f"\nWritten to {DEMO.relative_to(ROOT)}:")
    for path in sorted(path for path in DEMO.rglob("*") if path.is_file()):
        say(f"  {path.relative_to(DEMO)}  {path.stat().st_size:,} bytes")
    return 0


def studio(*arguments: object, into: str = "", fine: tuple[int, ...] = (0,)) -> None:
    """Run one command of the program, showing it; its answer can go into a file of the demo."""
    words = [str(argument) for argument in arguments]
    say("$ studio " + " ".join(word.replace(f"{ROOT}{os.sep}", "") for word in words))
    output = (DEMO / into).open("wb") if into else None
    try:
        code = subprocess.call([PYTHON, "-m", "studio", *words], stdout=output)
    finally:
        if output:
            output.close()
    if code not in fine:
        raise SystemExit(code)


def check() -> int:
    """Formatting and types."""
    steps = [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]]
    return max([timed([PYTHON, "-m", *step]) for step in steps])


def test(paths: list[str]) -> int:
    """Formatting, types, every test on two cores with coverage; model and export keep 95 % of their branches."""
    if paths:
        return timed([PYTHON, "-m", "pytest", *paths])
    checked = check()
    shown = ["--cov", "--cov-report=term"]
    tested = timed([PYTHON, "-m", "pytest", "-n", "2", "--dist", "worksteal", *shown])
    for room in ("model", "export"):
        say(f"Coverage of studio/{room}:")
        share = [PYTHON, "-m", "coverage", "report", f"--include=studio/{room}/*", "--fail-under=95"]
        tested = max(tested, timed([*share, "--format=total"]))
    return max(checked, tested)


def bench(names: list[str]) -> int:
    """Each benchmark prints what it measured and the limit it must keep."""
    chosen = sorted(path for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    chosen = [path for path in chosen if not names or path.stem in names]
    return max([timed([PYTHON, "-m", f"benchmarks.{path.stem}"]) for path in chosen], default=2)


def pictures() -> int:
    """Draw the screens of a fresh sample project and copy those that the readme shows."""
    shutil.rmtree(DEMO, ignore_errors=True)
    studio("screens", sample(), "--out", DEMO / "screens")
    for name, screen in PICTURES.items():
        shutil.copyfile(DEMO / "screens" / screen, ROOT / "docs" / "images" / name)
    return 0


# Small things


def timed(command: list[object]) -> int:
    """Run a step, show it with the seconds it took, and return its exit code."""
    words = [str(word) for word in command]
    say("$ " + " ".join(["python", *words[1:]]))
    began = time.monotonic()
    code = subprocess.call(words)
    say(f"  {'done' if code == 0 else f'failed ({code})'} in {time.monotonic() - began:.0f} s")
    return code


def must(command: list[object], **options: object) -> None:
    """Run a step that everything after it needs."""
    words = [str(word) for word in command]
    code = subprocess.call(words, **options)
    if code:
        raise SystemExit(f"This did not work (exit code {code}): {' '.join(words)}")


def quietly(command: list[object]) -> bool:
    """Whether a step works, without showing what it says."""
    words = [str(word) for word in command]
    return subprocess.call(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def say(text: str) -> None:
    """Print at once, also into a pipe, so that the order of the lines is true."""
    print(text, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
