# SPDX-License-Identifier: Apache-2.0
"""Sizes in lines and units instead of pixels, kept with the widget so that a change of text size reaches it.

``lh`` is the height of a body line; ``u`` is a quarter of it. Nothing here knows colours.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLayout, QWidget

_SPACE = "spaceUnits"
_LINES = "sizeLines"
_ICON = "iconLines"
_ICON_GAP = "iconGap"


def space(layout: QLayout, margins: float | tuple[float, float, float, float] = 0, gap: float = 0) -> None:
    """Margins (all, or left, top, right, bottom) and gap of a layout, in units ``u``."""
    sides = margins if isinstance(margins, tuple) else (margins,) * 4
    layout.setProperty(_SPACE, [*sides, gap])
    _apply_space(layout, _unit())


def fix(
    widget: QWidget,
    *,
    width: float | None = None,
    height: float | None = None,
    min_width: float | None = None,
    max_width: float | None = None,
    min_height: float | None = None,
    max_height: float | None = None,
) -> None:
    """Sizes of a widget in lines ``lh``; what is not given stays free."""
    sizes = {
        "min_width": width if width is not None else min_width,
        "max_width": width if width is not None else max_width,
        "min_height": height if height is not None else min_height,
        "max_height": height if height is not None else max_height,
    }
    widget.setProperty(_LINES, {key: value for key, value in sizes.items() if value is not None})
    _apply_lines(widget, _line())


def size_icon(widget: QWidget, lines: float, *, words: bool = False) -> None:
    """The size of a button's icon in lines. With ``words`` beside it, the icon keeps a little distance from them."""
    widget.setProperty(_ICON, lines)
    widget.setProperty(_ICON_GAP, words)
    _apply_icon(widget, _line())


def rescale(app: QApplication, line: int, unit: int) -> None:
    """Apply the kept sizes again, after the text size changed."""
    for widget in app.allWidgets():
        _apply_lines(widget, line)
        if widget.isWindow():
            for layout in widget.findChildren(QLayout):
                _apply_space(layout, unit)
        _apply_icon(widget, line)


def _apply_space(layout: QLayout, unit: int) -> None:
    kept = layout.property(_SPACE)
    if kept:
        left, top, right, bottom, gap = (round(value * unit) for value in kept)
        layout.setContentsMargins(left, top, right, bottom)
        layout.setSpacing(gap)


def _apply_icon(widget: QWidget, line: int) -> None:
    lines = widget.property(_ICON)
    if lines:
        side = round(lines * line)
        gap = round(0.4 * line) if widget.property(_ICON_GAP) else 0
        widget.setProperty("iconSize", QSize(side + gap, side))


def _apply_lines(widget: QWidget, line: int) -> None:
    kept = widget.property(_LINES)
    if not kept:
        return
    setters = {
        "min_width": widget.setMinimumWidth,
        "max_width": widget.setMaximumWidth,
        "min_height": widget.setMinimumHeight,
        "max_height": widget.setMaximumHeight,
    }
    for key, value in kept.items():
        setters[key](round(value * line))


def _line() -> int:
    from studio.ui.theme import theme  # the theme imports this module

    return theme().lh


def _unit() -> int:
    from studio.ui.theme import theme

    return theme().u
