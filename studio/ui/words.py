# SPDX-License-Identifier: Apache-2.0
"""Words of the program in the language of the program. What a person wrote is never sent through here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def translate(text: str) -> str:
    """The text in the language of the program; the English one where there is no translation."""
    return QCoreApplication.translate("studio", text)
