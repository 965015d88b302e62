# SPDX-License-Identifier: Apache-2.0
"""Programs that we did not write, made ready once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock


@pytest.fixture(scope="session")
def verifier_folder(root, shared) -> Path:
    """A folder with the independent verifier and what it needs from npm: ``STUDIO_VERIFIER``, else made in ``build``.

    Skips, saying so, where Node is missing or npm cannot fetch the packages.
    """
    named = os.environ.get("STUDIO_VERIFIER")
    if named:
        return Path(named)
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("the independent verifier needs node and npm; install Node.js 20 or newer")
    folder = root / "build" / "verifier"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "install.lock"):  # the tests run in several processes
        shutil.copyfile(shared / "tools" / "verify_ob3.mjs", folder / "verify_ob3.mjs")
        wanted = (root / "tests" / "interop" / "package.json").read_text()
        ready = folder / "installed.json"
        if not ready.exists() or ready.read_text() != wanted:
            (folder / "package.json").write_text(wanted)
            command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
            if done.returncode:
                pytest.skip(f"npm could not fetch the independent verifier: {done.stderr.strip()[-300:]}")
            ready.write_text(wanted)
    return folder


@pytest.fixture(scope="session")
def independent(verifier_folder, shared, root):
    """Ask the independent verifier about files; returns (verified, errors) for each, in order."""

    def ask(paths, *options: str) -> list[tuple[bool, list[str]]]:
        runner, script = root / "tests" / "interop" / "verify_many.mjs", verifier_folder / "verify_ob3.mjs"
        words = ["--contexts", shared / "standards", *options]
        command = ["node", *map(str, (runner, script, len(words), *words, *paths))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == len(paths)
        for answer in answers:
            assert (answer["exit"] == 0) is answer["verified"]
        return [(answer["verified"], answer["errors"]) for answer in answers]

    return ask
