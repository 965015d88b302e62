# SPDX-License-Identifier: Apache-2.0
"""The proof page: what signing does, and the ways to sign and to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.badges.form import Page
from studio.ui.badges.reading import BadgeData
from studio.ui.sizing import space
from studio.ui.widgets.basics import IconLabel, button, clear, label, row

if TYPE_CHECKING:
    from studio.ui.badges.designer import Designer


class ProofPage(Page):
    """Sign and verify."""

    TITLE = "Proof"
    HINT = "A signature lets strangers check that the badge is yours and was not changed."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self._ready = QVBoxLayout()
        space(self._ready, 0, 2)
        self.sign = button(self.tr("Sign…"), "secondary", "signature", lambda: self._run("badge.sign"))
        self.verify = button(self.tr("Check signed files…"), "quiet", "shield-check", lambda: self._run("badge.verify"))
        self.add_card(self._ready, row(self.sign, self.verify, None, gap=2))
        self.on_show(self._show)

    def _run(self, command: str) -> None:
        self.designer.window_.actions.trigger(command)

    def _show(self, data: BadgeData) -> None:
        clear(self._ready)
        for there, words in (
            (bool(data.row.name and data.row.description), self.tr("Name and description are written")),
            (bool(data.row.criteria or data.row.criteria_url), self.tr("The criteria are written")),
            (bool(data.row.issuer_id), self.tr("The issuer is named")),
            (data.picture is not None, self.tr("There is a picture")),
        ):
            made = QWidget()
            icon = IconLabel("circle-check", "success") if there else IconLabel("circle-dashed", "text3")
            words_label = label(words if there else self.tr("Open: {what}").format(what=words), "body", "text")
            made.setLayout(row(icon, words_label, None, gap=2.5))
            self._ready.addWidget(made)
        text = self.tr("The key stays in your key store on this computer. It is never part of the project.")
        self._ready.addWidget(label(text, "small", "text2", wrap=True))
