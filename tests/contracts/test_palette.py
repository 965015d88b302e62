# SPDX-License-Identifier: Apache-2.0
"""Colours: one table for every theme, readable pairs, no colour written anywhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from studio.paths import resource

SPEC = json.loads(resource("palette.json").read_text(encoding="utf-8"))
PAIRS = [(theme, pair) for theme, spec in SPEC["themes"].items() for pair in spec["contrast"]]
GRAPHICS = ("_solid/", "border_control/", "focus/")
"""Outlines and pictures need 3:1, text needs 4.5:1 (WCAG 2.2, 1.4.3 and 1.4.11)."""


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_theme_has_the_same_tokens():
    tokens = {name: set(spec["tokens"]) for name, spec in SPEC["themes"].items()}
    assert len(tokens) == 4
    assert all(names == tokens["light"] for names in tokens.values())


@pytest.mark.parametrize(("theme", "pair"), PAIRS)
def test_pair_can_be_read(theme, pair):
    tokens = SPEC["themes"][theme]["tokens"]
    front, back = pair.split("/")
    measured = contrast(tokens[front], tokens[back])
    assert measured == pytest.approx(SPEC["themes"][theme]["contrast"][pair], abs=0.05)
    assert measured >= (3.0 if any(part in pair for part in GRAPHICS) else 4.5)


@pytest.mark.parametrize("theme", SPEC["themes"])
@pytest.mark.parametrize("ramp", ["sequential", "diverging"])
def test_ink_on_a_ramp_can_be_read(theme, ramp):
    for stop in SPEC["themes"][theme]["ramps"][ramp]:
        assert contrast(stop["ink"], stop["fill"]) >= 4.5


def test_the_style_sheet_uses_tokens_only(root):
    sheet = resource("style.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(", sheet)


def test_no_colour_is_written_in_the_window(root: Path):
    written = [
        f"{file.relative_to(root)}:{number}"
        for file in sorted((root / "studio" / "ui").rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#[0-9A-Fa-f]{6}\b|QColor\((?!0, 0, 0, 0\))\s*(\d|[\"'])|Qt\.GlobalColor\.(?!transparent)", line)
    ]
    assert written == []


def test_palette_roles_name_tokens():
    tokens = SPEC["themes"]["light"]["tokens"]
    named = [*SPEC["qpalette_roles"].values(), *SPEC["qpalette_disabled"].values()]
    assert [token for token in named if token not in tokens] == []
