# SPDX-License-Identifier: Apache-2.0
"""All frameworks of the project as a list: open one, or make another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from studio.ui.models.framework_facts import FrameworkLine
from studio.ui.sizing import fix
from studio.ui.widgets.basics import ElidedLabel, button, clear, column, label, panel, row, scrolled
from studio.ui.widgets.pills import StatusPill

STATUS_STATES = {"Published": "success", "Draft": "open", "Deprecated": "warning"}


class FrameworkList(QWidget):
    """``opened`` is sent with the id."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = column(gap=3, margins=6)
        page = QWidget()
        page.setProperty("kind", "page")
        page.setLayout(column(self._column, None, gap=0))
        box = column(scrolled(page, self.tr("Frameworks")), gap=0)
        self.setLayout(box)

    def show_frameworks(self, lines: Sequence[FrameworkLine]) -> None:
        """One card a framework."""
        clear(self._column)
        for line in lines:
            self._column.addWidget(self._card(line))

    def _card(self, line: FrameworkLine) -> QFrame:
        facts = [self.tr("1 item") if line.items == 1 else self.tr("{0} items").format(f"{line.items:,}")]
        if line.version:
            facts.append(self.tr("version {0}").format(line.version))
        texts = column(ElidedLabel(line.name, "subtitle"), label("  ·  ".join(facts), "small", "text2"), gap=1)
        parts = row(texts, gap=4, margins=(5, 3, 4, 3))
        parts.setStretch(0, 1)
        if line.status:
            parts.addWidget(StatusPill(line.status, STATUS_STATES.get(line.status, "plain")))
        go = button(self.tr("Open"), "secondary", clicked=lambda: self.opened.emit(line.id),
                    name=self.tr("Open {0}").format(line.name))  # fmt: skip
        parts.addWidget(go)
        made = panel("card", parts)
        fix(made, max_width=60)
        return made
