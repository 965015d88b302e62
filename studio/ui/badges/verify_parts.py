# SPDX-License-Identifier: Apache-2.0
"""The parts of the verify dialog: the verdict, and a line for each check."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QWidget

from studio.ui.sizing import fix
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, column, label, row
from studio.ui.widgets.breaking import breaking_label, show_breaking


class Verdict(QFrame):
    """The answer in words, on the colour of the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bubble")
        self._picture = IconLabel("shield-check", "success", 2.4)
        self.title = label("", "display", "success")
        self.sentence = breaking_label()
        box = row(self._picture, column(self.title, self.sentence, gap=1), gap=5, margins=(6, 4, 5, 4))
        box.setStretch(1, 1)
        self.setLayout(box)
        self._token = "success"

    def show_answer(self, state: str, title: str, sentence: str) -> None:
        """``success``, ``warning`` or ``error`` with its words."""
        self._token = state
        picture = {"success": "shield-check", "warning": "shield-check", "error": "shield-x"}[state]
        self._picture.set_icon(picture, state)
        self.title.setText(title)
        self.title.setProperty("tone", state)
        self.title.style().unpolish(self.title)
        self.title.style().polish(self.title)
        show_breaking(self.sentence, sentence)
        self.setAccessibleName(f"{title}. {sentence}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and bar of the answer."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("border"), 1) if look.is_high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{self._token}_bg"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.fillRect(QRectF(0, 0, 4, self.height()), look.colour(f"{self._token}_solid"))
        painter.end()


class CheckRow(QWidget):
    """One thing that was looked at: icon, what, and what came out. Not looked at is a dashed circle."""

    def __init__(self, check: Any) -> None:
        super().__init__()
        if not check.ok:
            icon, token, word = "circle-x", "error", "failed"
        elif check.warning:
            icon, token, word = "circle-dashed", "text3", "not checked"
        else:
            icon, token, word = "circle-check", "success", "fine"
        self._failed = not check.ok
        name = label(check.check, "strong", wrap=True)
        fix(name, width=12)
        box = row(
            IconLabel(icon, token, 1.2), name, breaking_label(check.detail, "small", "text2"), gap=3.5,
            margins=(0, 2.5, 0, 2.5),
        )  # fmt: skip
        box.setStretch(2, 1)
        self.setLayout(box)
        self.setAccessibleName(f"{check.check}: {word}. {check.detail}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tint behind what failed."""
        if self._failed:
            painter = QPainter(self)
            painter.fillRect(self.rect(), theme().colour("error_bg"))
            painter.end()
