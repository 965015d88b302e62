# SPDX-License-Identifier: Apache-2.0
"""The links of a competency in its inspector: each a line that leads to the other end; adding and removing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from studio.ui.models.link_facts import LinkLine
from studio.ui.sizing import fix, space
from studio.ui.theme import set_font
from studio.ui.widgets.basics import ElidedLabel, IconLabel, button, clear, column, icon_button, label, row


def fixed_label(text: str, lines: float, role: str, tone: str = "text") -> ElidedLabel:
    """A text of a fixed width, cut off where it is longer."""
    made = ElidedLabel(text, role, tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    fix(made, width=lines)
    return made


class LinkRow(QPushButton):
    """Kind, code and name of the other end; a click goes there."""

    def __init__(self, line: LinkLine) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setAccessibleName(f"{line.kind}: {line.code} {line.text}")
        self.setToolTip(f"{line.code} {line.text}".strip())
        self.setEnabled(bool(line.other_id))
        fix(self, height=1.75)
        kind = fixed_label(line.kind, 6.0, "small", "text2")
        box = QHBoxLayout(self)
        space(box, (0, 0, 1, 0), 2)
        box.addWidget(IconLabel(line.icon, "text2", 1.0))
        box.addWidget(kind)
        if line.code:
            box.addWidget(fixed_label(line.code, 5.8, "small_strong"))
        box.addWidget(ElidedLabel(line.text, "small", "text2"), 1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class LinkList(QWidget):
    """``opened`` is sent with the id of the other end, ``removed`` with the id of a link."""

    opened = Signal(str)
    removed = Signal(str)
    add_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, limit: int = 0) -> None:
        """``limit``: show no more than so many, and a way to the rest."""
        super().__init__()
        self._limit = limit
        title = label(self.tr("Connected to"), "strong")
        self._add = button(self.tr("Add link"), "link", clicked=self.add_wanted.emit)
        self._add.setProperty("flush", True)
        set_font(self._add, "small_strong")
        self._lines = column(gap=0)
        self.setLayout(column(row(title, None, self._add), self._lines, gap=1))
        self.shown: list[LinkLine] = []

    def show_links(self, lines: Sequence[LinkLine], can_edit: bool) -> None:
        """Show the links of an item."""
        self.shown = list(lines)
        self._add.setVisible(can_edit)
        clear(self._lines)
        shown = lines[: self._limit] if self._limit else lines
        for line in shown:
            self._lines.addWidget(self._row(line, can_edit and not self._limit))
        if not lines:
            self._lines.addWidget(label(self.tr("Not connected to anything yet."), "small", "text2", wrap=True))
        if len(shown) < len(lines):
            words = self.tr("Show all {0}").format(len(lines))
            more = button(words, "link", clicked=self.all_wanted.emit)
            self._lines.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, line: LinkLine, removable: bool) -> QWidget:
        made = LinkRow(line)
        made.clicked.connect(lambda _checked=False: self.opened.emit(line.other_id))
        whole = QWidget()
        parts = row(made, gap=1)
        parts.setStretch(0, 1)
        if removable and line.link_id:
            name = self.tr("Remove the link to {0}").format(line.code or line.text)
            parts.addWidget(icon_button("x", name, partial(self.removed.emit, line.link_id)))
        whole.setLayout(parts)
        return whole
