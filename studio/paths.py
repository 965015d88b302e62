# SPDX-License-Identifier: Apache-2.0
"""Where the program finds the files that come with it."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a file that comes with the program, for example ``resource("sample", "framework.json")``.

    An installed program keeps them inside the package; a source tree keeps them beside it.
    """
    installed = _HERE / "resources"
    folder = installed if installed.is_dir() else _HERE.parent / "resources"
    return folder.joinpath(*parts)
