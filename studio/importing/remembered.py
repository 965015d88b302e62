# SPDX-License-Identifier: Apache-2.0
"""Column mappings a person chose, by header fingerprint, in the user's settings folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

_MOST = 200


def _path() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("competency-studio", appauthor=False)) / "column-mappings.json"


def load() -> dict[str, dict[str, str]]:
    """All mappings by fingerprint; empty when there are none or the file cannot be read."""
    try:
        document = json.loads(_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(document, dict):
        return {}
    return {key: dict(value) for key, value in document.items() if isinstance(value, dict)}


def save(fingerprint: str, mapping: Mapping[str, str]) -> None:
    """Keep a mapping as the newest; the oldest go when there are too many. A full disk loses only this comfort."""
    known = load()
    known.pop(fingerprint, None)
    known[fingerprint] = dict(mapping)
    newest = dict(list(known.items())[-_MOST:])
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(newest, ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(path)
    except OSError:
        return
