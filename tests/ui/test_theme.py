# SPDX-License-Identifier: Apache-2.0
"""Colours, fonts, sizes: the four palettes, the weight axis, text zoom."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.sizing import fix, size_icon, space
from studio.ui.theme import ROLES, THEMES, set_font, theme


@pytest.mark.parametrize("name", THEMES)
def test_each_theme_dresses_the_program(studio, qapp, name):
    theme().apply(qapp, name)
    assert theme().name == name
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme().colour("window")
    assert theme().hex("accent") in qapp.styleSheet()
    assert "{" not in qapp.styleSheet().replace(" {", "").replace("{ ", "")
    assert len(theme().ramp("sequential")) == len(theme().ramp("diverging")) == 7


def test_bold_is_wider_than_regular(studio):
    text = "Safety and Workplace Practice"
    widths = [QFontMetrics(theme().font(role)).horizontalAdvance(text) for role in ("body", "strong")]
    assert widths[0] < widths[1]


def test_every_role_is_inter(studio):
    assert {theme().font(role).family() for role in ROLES} == {"Inter"}


def test_numbers_of_equal_width(studio):
    metrics = QFontMetrics(theme().font("body", numbers=True))
    assert metrics.horizontalAdvance("111") == metrics.horizontalAdvance("888")


def test_zoom_reaches_fonts_margins_and_sizes(studio, qapp, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    text = QLabel("Code")
    set_font(text, "strong")
    fix(text, width=7.5)
    box = QVBoxLayout(page)
    space(box, 4, 2)
    box.addWidget(text)
    before = (text.font().pointSizeF(), box.contentsMargins().left(), text.minimumWidth())
    theme().apply(qapp, zoom=200)
    after = (text.font().pointSizeF(), box.contentsMargins().left(), text.minimumWidth())
    assert [new / old for new, old in zip(after, before, strict=True)] == pytest.approx([2, 2, 2], rel=0.07)


def test_icons_grow_with_the_text(studio, qapp, qtbot):
    from PySide6.QtWidgets import QPushButton

    made = QPushButton()
    qtbot.addWidget(made)
    size_icon(made, 1.0)
    before = made.iconSize().width()
    theme().apply(qapp, zoom=150)
    assert made.iconSize().width() > 1.4 * before


def test_zoom_stays_between_80_and_200(studio, qapp):
    theme().apply(qapp, zoom=1000)
    assert theme().zoom == 200
    theme().apply(qapp, zoom=1)
    assert theme().zoom == 80


def test_unknown_token_is_an_error(studio):
    with pytest.raises(KeyError):
        theme().colour("no such token")
