# SPDX-License-Identifier: Apache-2.0
"""A finding said where it is put right: one sentence, fixes, accept with a reason, why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from studio.ui.sizing import space
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, button, column, label, row
from studio.ui.widgets.breaking import breaking_label
from studio.ui.widgets.flow import FlowLayout
from studio.ui.widgets.plain_line import plain_line

ICONS = {"error": "circle-x", "warning": "triangle-alert", "info": "info"}
Action = tuple[str, Callable[[], object]]


class FindingCard(QFrame):
    """``fixes`` are the buttons before "Accept with a reason…"; ``accept`` gets the reason, ``why`` is the help."""

    def __init__(
        self, finding: Any, detail: str, fixes: Sequence[Action], accept: Callable[[str], object], why: str
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.finding = finding
        self._accept = accept
        self.setAccessibleName(f"{finding.severity.capitalize()}: {finding.message}")
        self.fix_buttons = [
            button(text, "secondary" if number == 0 else "quiet", clicked=handler)
            for number, (text, handler) in enumerate(fixes)
        ]
        self.accept_button = button(self.tr("Accept with a reason…"), "quiet", clicked=self._ask_reason)
        self.why_button = button(self.tr("Why?"), "quiet", clicked=self._toggle_why)
        acts = QWidget()
        flow = FlowLayout(acts)
        space(flow, 0, 1.5)
        for made in (*self.fix_buttons, self.accept_button, self.why_button):
            flow.addWidget(made)
        self.reason = plain_line(self.tr("Reason"), self.tr("Why is this fine as it is?"))
        self.reason.returnPressed.connect(self._keep)
        self.reason_row = QWidget()
        reason_box = row(
            self.reason,
            button(self.tr("Accept"), "secondary", clicked=self._keep),
            button(self.tr("Cancel"), "quiet", clicked=self.reason_row.hide),
            gap=1.5,
        )
        reason_box.setStretch(0, 1)
        self.reason_row.setLayout(reason_box)
        self.reason_row.hide()
        self.why = label(why, "small", "text2", wrap=True)
        self.why.hide()
        words = column(breaking_label(finding.message, "strong"), gap=1.5)
        if detail:
            words.addWidget(breaking_label(detail, "small", "text2"))
        for part in (acts, self.reason_row, self.why):
            words.addWidget(part)
        token = finding.severity if finding.severity in ICONS else "info"
        self._token = f"{token}_solid"
        picture = IconLabel(ICONS[token], token, 1.2)
        box = row(picture, words, gap=3, margins=(5, 3.5, 4, 3))
        box.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        box.setStretch(1, 1)
        self.setLayout(box)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A bar at the left in the colour of the severity."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, 4, self.height()), theme().colour(self._token))
        painter.end()

    def _ask_reason(self) -> None:
        self.reason_row.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.reason.clear()
            self._accept(reason)

    def _toggle_why(self) -> None:
        self.why.setVisible(self.why.isHidden())
