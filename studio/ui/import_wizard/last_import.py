# SPDX-License-Identifier: Apache-2.0
"""The report of the last import of a window, to come back to after looking at an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from studio.importing.report import ImportReport

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


@dataclass(frozen=True)
class LastImport:
    """What was imported, and what became of it."""

    report: ImportReport
    name: str


_KEPT: WeakKeyDictionary[MainWindow, LastImport] = WeakKeyDictionary()


def keep_report(window: MainWindow, done: LastImport) -> None:
    """Keep the report of an import until the next one, or until the window closes."""
    _KEPT[window] = done


def last_report(window: MainWindow) -> LastImport | None:
    """The report of the last import of this window."""
    return _KEPT.get(window)
