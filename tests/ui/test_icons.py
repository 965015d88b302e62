# SPDX-License-Identifier: Apache-2.0
"""The icons exist in the pinned package and take the colour that the theme has when they are painted."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QIcon

from studio.ui.icons import NAMES, icon, svg
from studio.ui.theme import theme


def ink(picture):
    """The most opaque colour of an icon."""
    image = picture.toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=lambda colour: colour.alpha())


@pytest.mark.parametrize("name", NAMES)
def test_icon_is_in_the_package(name):
    assert svg(name, "black").startswith(b"<svg")


def test_no_name_stands_twice():
    assert len(NAMES) == len(set(NAMES))


def test_unknown_name_is_an_error():
    with pytest.raises(KeyError):
        icon("no-such-icon")


def test_colour_follows_the_theme(studio, qapp):
    made = icon("square", "accent")
    assert ink(made.pixmap(48, 48)).name() == theme().hex("accent")
    theme().apply(qapp, "dark")
    assert ink(made.pixmap(48, 48)).name() == theme().hex("accent")


def test_disabled_icon(studio):
    picture = icon("square", "accent").pixmap(48, 48, QIcon.Mode.Disabled)
    assert ink(picture).name() == theme().hex("disabled")


def test_sharp_on_a_fine_screen(studio):
    from PySide6.QtCore import QSize

    picture = icon("house").pixmap(QSize(20, 20), 2.0)
    assert picture.width() == 40
    assert picture.devicePixelRatio() == 2.0
