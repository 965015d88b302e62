# SPDX-License-Identifier: Apache-2.0
"""Put something on the clipboard that is more than plain text."""

from __future__ import annotations

import atexit
from functools import cache

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def put_on_clipboard(data: QMimeData) -> None:
    """Copy: the clipboard owns the data from now on.

    Where the platform has no clipboard of its own (drawing offscreen), Qt deletes the data after Python has ended, and
    the program would end with a crash; so it is taken off before.
    """
    QGuiApplication.clipboard().setMimeData(data)
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        _clear_at_exit()


@cache
def _clear_at_exit() -> None:
    atexit.register(lambda: QGuiApplication.clipboard().clear() if QGuiApplication.instance() else None)
