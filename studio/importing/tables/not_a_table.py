# SPDX-License-Identifier: Apache-2.0
"""Texts that are no data: settings in YAML, descriptions of columns, documentation. Read as a table they would become a
framework of nonsense; they are refused with a sentence that says what they are."""

from __future__ import annotations

import re
from pathlib import Path

from studio.importing.lists.lines import is_list, lines_of
from studio.importing.readers import ImportRefused

_LOOK_AT = 100_000
_KEY = re.compile(r"""\s*(?:-\s+)*["']?[\w$@./{}\- ]{1,80}["']?:(?:\s|$)|\s*-\s+\S|\s*-\s*$|\s*[\]}{\[],?\s*$""")
_YAML = re.compile(
    r"^(?:---\s*$|%YAML\b|(?:openapi|swagger|version|\$schema|kind|name|on|jobs|services)\s*:\s*\S)", re.M
)
_CSV_SCHEMA = re.compile(r"\s*version 1\.\d\s*\n", re.IGNORECASE)


def refuse_no_table(data: bytes, name: str) -> None:
    """Raise :class:`ImportRefused` for a text that is none of rows and columns."""
    text = data[:_LOOK_AT].decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    ending = Path(name).suffix.lower()
    if _CSV_SCHEMA.match(text) and ("@totalColumns" in text or "notEmpty" in text):
        raise ImportRefused(f'"{name}" describes the columns of a CSV file (CSV Schema). Choose the CSV file itself.')
    if _is_yaml(text, ending):
        raise ImportRefused(
            f'"{name}" holds YAML, settings or a description, not a table. Choose the file with the data.'
        )
    if ending in (".md", ".markdown") and not is_list(lines_of(text)):
        raise ImportRefused(
            f'"{name}" is a text (Markdown), not a list or a table. Copy its table into a spreadsheet and import that.'
        )


def _is_yaml(text: str, ending: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if not lines or (ending not in (".yaml", ".yml") and _YAML.search(text[:2_000]) is None):
        return False
    keys = sum(1 for line in lines if _KEY.match(line) is not None)
    return ending in (".yaml", ".yml") or keys * 10 >= len(lines) * 8
