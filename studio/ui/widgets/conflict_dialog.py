# SPDX-License-Identifier: Apache-2.0
"""Two people changed the same field: both texts, and the choice between them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.basics import card, label
from studio.ui.widgets.dialog import Dialog
from studio.ui.words import translate


class ConflictDialog(Dialog):
    """``decided`` is sent once: true for the person's own text. Esc takes the other one, which is in the project."""

    decided = Signal(bool)

    def __init__(self, parent: QWidget, author: str, field: str, mine: str, theirs: str) -> None:
        """``author``: who wrote the other text, empty when it is not known. ``field``: what both texts are."""
        if author:
            title = translate("{} changed this while you were editing").format(author)
        else:
            title = translate("This was changed while you were editing")
        super().__init__(parent, title, field, lines=(36, 0))
        self._mine = False
        self.mine = self._add(translate("Yours"), mine)
        other = translate("From {}").format(author) if author else translate("In the project now")
        self.theirs = self._add(other, theirs)
        self.content.addStretch(1)
        self.cancel_button.hide()
        self.take_button = self.add_button(translate("Take theirs"), self.reject)
        self.keep_button = self.add_button(translate("Keep mine"), self._keep, "primary")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.finished.connect(lambda _result: self.decided.emit(self._mine))

    def _add(self, name: str, text: str) -> str:
        words = label(text or translate("Empty"), "body", "text" if text else "text3", wrap=True, select=True)
        words.setAccessibleName(f"{name}: {text or translate('Empty')}")
        self.content.addWidget(card(label(name, "small", "text2"), words, gap=1))
        return text

    def _keep(self) -> None:
        self._mine = True
        self.accept()
