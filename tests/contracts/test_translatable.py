# SPDX-License-Identifier: Apache-2.0
"""Every word the window shows goes through translation; what a person wrote does not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SHOWN = {
    "label": [0],
    "button": [0],
    "icon_button": [1],
    "setToolTip": [0],
    "setPlaceholderText": [0],
    "setAccessibleName": [0],
    "setText": [0],
    "ask": [1, 2],
    "Choice": [1],
    "notify": [0],
    "notify_kept": [0],
    "SearchBox": [0],
    "View": [1],
}
"""Which arguments of which calls a person reads."""
CODES = {"CTID", "EN", "ES", "URI", "UUID"}


def words(node: ast.expr) -> Iterator[str]:
    """The fixed words of an argument that was not sent through translation."""
    if isinstance(node, ast.IfExp):
        yield from words(node.body)
        yield from words(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.Constant))


def untranslated(file: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Subscript) and name == "label":
            continue  # the name of a column in a query
        for place in SHOWN.get(name, []):
            if place < len(call.args):
                for text in words(call.args[place]):
                    if any(letter.isalpha() for letter in text) and text.strip() not in CODES:
                        yield f"{file.name}:{call.lineno} {name} {text!r}"


def test_every_word_goes_through_translation(root: Path) -> None:
    files = [file for file in sorted((root / "studio" / "ui").rglob("*.py")) if file.name != "scenes.py"]
    assert [found for file in files for found in untranslated(file)] == []


def test_the_look_finds_a_word(tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text('label("Safety")\nlabel(translate("Safety"))\nnotify(f"Moved {count} items")\n')
    assert len(list(untranslated(file))) == 3
