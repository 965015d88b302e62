# SPDX-License-Identifier: Apache-2.0
"""A line of text in a dialog: nothing is kept before the dialog's button is pressed, which Enter does."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from studio.ui.theme import set_font
from studio.ui.widgets.basics import repolish


def plain_line(name: str, hint: str = "", *, secret: bool = False) -> QLineEdit:
    """The field; ``name`` is its accessible name, ``secret`` hides what is typed."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    set_font(made, "body")
    return made


def set_fault(field: QWidget, fault: bool) -> None:
    """Draw the edge of a field with a problem."""
    field.setProperty("fault", fault)
    repolish(field)
