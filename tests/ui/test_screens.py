# SPDX-License-Identifier: Apache-2.0
"""``studio screens``: one picture a screen, of the size asked for, and the project is left as it was."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from studio.model.project import Project
from studio.ui.screens import LongWords, draw
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


def test_long_words_and_fine_pixels(qapp, tmp_path):
    Project.create(tmp_path / "Empty.competency", name="Empty").close()
    place = str(tmp_path / "Empty.competency")
    written = draw(place, tmp_path / "out", ["light"], (1024, 640), ratios=[1, 2], languages=["en", "pseudo"])
    sizes = {file.name: QImage(str(file)).size().toTuple() for file in written}
    assert sizes["home-light.png"] == sizes["home-light-pseudo.png"] == (1024, 640)
    assert sizes["home-light@2x.png"] == (2048, 1280)
    assert QImage(str(tmp_path / "out" / "home-light.png")) != QImage(str(tmp_path / "out" / "home-light-pseudo.png"))


def test_long_words_keep_what_is_filled_in():
    longer = LongWords().translate("", "{n} things are waiting")
    assert "{n}" in longer
    assert longer.format(n=4)
    assert 1.3 < len(longer) / len("{n} things are waiting") < 1.7


def test_an_unknown_theme_is_named(sample_path, tmp_path):
    with pytest.raises(ValueError, match="sepia"):
        draw(str(sample_path), tmp_path, ["sepia"])
