# SPDX-License-Identifier: Apache-2.0
"""Wrapped text that never makes its column wider: words longer than a line may break inside."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLabel

from studio.ui.widgets.basics import label

_LONG = re.compile(r"\S{19,}")
_BREAK = "\u200b"
_PIECE = 14


def breakable(text: str) -> str:
    """The text with places inside very long words where a line may end."""

    def pieces(found: re.Match[str]) -> str:
        word = found.group()
        return _BREAK.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))

    return _LONG.sub(pieces, text)


def breaking_label(text: str = "", role: str = "body", tone: str = "text") -> QLabel:
    """A wrapped label for words of people, as narrow as its column; screen readers get the text as it is."""
    made = label("", role, tone, wrap=True)
    made.setMinimumWidth(1)
    show_breaking(made, text)
    return made


def show_breaking(made: QLabel, text: str) -> None:
    """Show another text in such a label."""
    made.setText(breakable(text))
    made.setAccessibleName(text)
