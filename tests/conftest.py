# SPDX-License-Identifier: Apache-2.0
"""What every test shares: a home of its own, the folder of evidence, and Hypothesis' settings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# Before anything of the program is imported: no test may read or write the user's own folders, keys or settings.
_home = Path(tempfile.mkdtemp(prefix="studio-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
REAL_HOME = os.environ.get("HOME")
for _variable, _folder in {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}.items():
    (_home / _folder).mkdir(mode=0o700, exist_ok=True)
    os.environ[_variable] = str(_home / _folder)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ.pop("STUDIO_KEYS", None)

# A loaded machine is slow; a slow example is not a wrong one.
settings.register_profile("quick", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("STUDIO_HYPOTHESIS", "quick"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of evidence (standards, corpora, sample): ``STUDIO_SHARED``, or ``shared`` beside the project."""
    folder = Path(os.environ.get("STUDIO_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"the folder of evidence is not here ({folder}); name it in STUDIO_SHARED")
    return folder
