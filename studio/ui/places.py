# SPDX-License-Identifier: Apache-2.0
"""Where the program finds its own files."""

from __future__ import annotations

from pathlib import Path

import studio


def resource(name: str) -> Path:
    """A file or folder of ``resources/``: beside the package in a checkout, inside it when installed."""
    package = Path(studio.__file__).parent
    inside = package / "resources" / name
    return inside if inside.exists() else package.parent / "resources" / name
