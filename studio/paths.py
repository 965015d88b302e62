# SPDX-License-Identifier: Apache-2.0
"""Where the program finds its own files, and where it may leave some."""

from __future__ import annotations

from pathlib import Path

APPLICATION = "Competency Studio"

_HERE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a file that comes with the program, for example ``resource("sample", "framework.json")``.

    An installed program keeps them inside the package; a source tree keeps them beside it.
    """
    installed = _HERE / "resources"
    folder = installed if installed.is_dir() else _HERE.parent / "resources"
    return folder.joinpath(*parts)


def state_folder(name: str = "") -> Path:
    """A folder for what the program remembers on this computer (logs, working copies); made when it is missing."""
    from platformdirs import user_state_path

    folder = user_state_path(APPLICATION, appauthor=False) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
