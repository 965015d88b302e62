# SPDX-License-Identifier: Apache-2.0
"""Formats that hold each text in one language only: that of the item, else of its framework."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.export.losses import Losses


def lose_other_languages(losses: Losses, row: Mapping[str, Any], main: str, columns: Mapping[str, str]) -> None:
    """Say which texts of an item are in a language beside the one that is written. ``columns``: in words."""
    for column, words in columns.items():
        texts = row[column]
        if isinstance(texts, list):
            maps = [entry for entry in texts if isinstance(entry, Mapping)]
        else:
            maps = [texts or {}]
        others = {tag for entry in maps if len(entry) > 1 for tag in entry} - {main}
        if others:
            losses.lose(row["id"], f"{words} in other languages ({', '.join(sorted(others))})")
        unnamed = {tag for entry in maps if len(entry) == 1 for tag in entry} - {main}
        if unnamed:
            losses.lose(row["id"], f"the language of {words} ({', '.join(sorted(unnamed))})")
