# SPDX-License-Identifier: Apache-2.0
"""``studio screens``: one picture a screen, of the size asked for, and the project is left as it was."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from studio.ui.screens import draw
from studio.ui.theme import theme


def test_pictures_of_every_screen(qapp, sample_path, tmp_path):
    before = sample_path.read_bytes()
    written = draw(str(sample_path), tmp_path / "out", ["dark"], (1200, 760))
    names = {file.name for file in written}
    assert {"welcome-dark.png", "settings-dark.png", "help-keys-dark.png", "command-palette-dark.png"} <= names
    assert len(names) == len(written)
    theme().apply(qapp, "dark")
    image = QImage(str(tmp_path / "out" / "settings-dark.png"))
    colours = {image.pixelColor(x, y).name() for x in range(0, 1200, 7) for y in range(0, 760, 7)}
    assert {theme().hex("window"), theme().hex("base"), theme().hex("rail")} <= colours
    theme().apply(qapp, "light")
    for file in written:
        assert QImage(str(file)).size().toTuple() == (1200, 760)
    assert sample_path.read_bytes() == before


def test_an_unknown_theme_is_named(sample_path, tmp_path):
    with pytest.raises(ValueError, match="sepia"):
        draw(str(sample_path), tmp_path, ["sepia"])
