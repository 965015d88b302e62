# SPDX-License-Identifier: Apache-2.0
"""How a project file stands before anybody opens it: for lists of recent projects. Looks only, takes nothing."""

from __future__ import annotations

import contextlib
import json
import socket
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from studio.model.working_copy import WorkingCopy, lock_path, working_folder


class FileState(StrEnum):
    """What opening the file would meet."""

    READY = "ready"
    MISSING = "missing"
    OPEN_HERE = "open here"
    OPEN_ELSEWHERE = "open elsewhere"
    UNSAVED = "unsaved"
    """A crash left changes that the file does not hold."""


def file_state(place: str | Path) -> FileState:
    """The state of a project file; a file that cannot be looked at counts as missing."""
    try:
        target = Path(place).resolve()
        if not target.is_file():
            return FileState.MISSING
    except OSError:
        return FileState.MISSING
    folder = working_folder(target)
    if (folder / "owner.lock").exists():
        lock = FileLock(folder / "owner.lock", blocking=False)
        try:
            with lock:
                if WorkingCopy(folder, None, target, read_only=True).left_behind():
                    return FileState.UNSAVED
        except Timeout:
            return FileState.OPEN_HERE
    with contextlib.suppress(OSError, ValueError):
        owner = json.loads(lock_path(target).read_text(encoding="utf-8"))
        if isinstance(owner, dict) and owner.get("host") != socket.gethostname():
            return FileState.OPEN_ELSEWHERE
    return FileState.READY
