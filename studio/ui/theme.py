# SPDX-License-Identifier: Apache-2.0
"""The look of the program: colours, fonts and sizes, all from ``resources/palette.json`` and the body font.

``theme()`` is the one theme. A colour is asked for by token, a font by role, a size as a multiple of ``lh`` (the height
of a body line) or ``u`` (a quarter of it), so that a new theme or a larger text size reaches every screen.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from studio.paths import resource
from studio.ui import sizing, stylesheet

THEMES = ("light", "dark", "high_contrast", "high_contrast_light")
SMALLEST_BODY = 9.0
DRAWN_BODY = 10.0
"""Body size where no desktop says one (offscreen drawing), the size the design was made at."""
ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)

ROLES: dict[str, tuple[float, int]] = {
    "caption": (0.85, 500),
    "caption_strong": (0.85, 600),
    "small": (0.92, 420),
    "small_strong": (0.92, 600),
    "body": (1.0, 400),
    "medium": (1.0, 500),
    "strong": (1.0, 600),
    "subtitle": (1.08, 620),
    "title": (1.38, 650),
    "display": (1.85, 690),
    "meeting_title": (2.5, 680),
    "meeting_body": (1.45, 500),
}
"""Size as a multiple of the body, and weight, by role."""


class Theme(QObject):
    """Colours, fonts and sizes in use. ``changed`` is sent after another theme, zoom or font was applied."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._spec: dict[str, Any] = json.loads(resource("palette.json").read_text(encoding="utf-8"))
        self.choice = "system"
        self.name = "light"
        self.zoom = 100
        self.system_font = False
        self._system_family = ""
        self._flash_time = 0
        self._points = DRAWN_BODY
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._following = False
        self.lh = 16
        self.u = 4
        self._use("light")

    # colours

    def colour(self, token: str) -> QColor:
        """The colour of a token of ``palette.json``, for example ``accent_text``; ``KeyError`` when there is none."""
        return self._colours[token]

    def hex(self, token: str) -> str:
        """The colour of a token as ``#rrggbb``, for pictures and rich text."""
        return self._colours[token].name()

    def alpha(self, token: str, share: float) -> QColor:
        """The colour of a token, see-through: ``share`` 1 is solid, 0 is nothing."""
        colour = QColor(self._colours[token])
        colour.setAlphaF(share)
        return colour

    def ramp(self, name: str) -> list[tuple[QColor, QColor]]:
        """Fill and ink of the seven stops of ``sequential`` or ``diverging``."""
        stops = self._spec["themes"][self.name]["ramps"][name]
        return [(QColor(stop["fill"]), QColor(stop["ink"])) for stop in stops]

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on dark ground."""
        return self.name in ("dark", "high_contrast")

    @property
    def is_high_contrast(self) -> bool:
        """Whether one of the two high-contrast palettes is in use: tints vanish, borders carry the meaning."""
        return self.name.startswith("high_contrast")

    # type

    def font(self, role: str, numbers: bool = False) -> QFont:
        """The font of a role (see ``ROLES``); ``numbers`` gives figures of equal width, for columns of numbers."""
        key = (role, numbers)
        if key not in self._fonts:
            self._fonts[key] = self._make_font(role, numbers)
        return QFont(self._fonts[key])

    def metrics(self, role: str = "body") -> QFontMetrics:
        """The measures of a role's font."""
        return QFontMetrics(self.font(role))

    def _make_font(self, role: str, numbers: bool) -> QFont:
        scale, weight = ROLES[role]
        font = QFont(self._system_family if self.system_font else _inter_family())
        font.setPointSizeF(self._points * self.zoom / 100 * scale)
        font.setWeight(QFont.Weight(weight))
        # A variable font draws every weight as regular until its axis is set too.
        font.setVariableAxis(QFont.Tag("wght"), weight)
        if numbers:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    # applying

    def apply(
        self,
        app: QApplication,
        name: str | None = None,
        *,
        zoom: int | None = None,
        system_font: bool | None = None,
    ) -> None:
        """Dress the whole program. ``name`` is one of ``THEMES`` or ``system``; what is not given stays as it is."""
        if not self._system_family:
            self._system_family = app.font().family()
            self._points = (
                DRAWN_BODY if app.platformName() == "offscreen" else max(SMALLEST_BODY, app.font().pointSizeF())
            )
            app.setStyle("Fusion")
        self.choice = name or self.choice
        self.zoom = min(max(zoom or self.zoom, ZOOMS[0]), ZOOMS[-1])
        self.system_font = self.system_font if system_font is None else system_font
        if not self._following:
            self._following = True
            app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._use(_system_theme(app) if self.choice == "system" else self.choice)
        self._fonts.clear()
        self.lh = QFontMetrics(self.font("body")).height()
        self.u = max(4, round(self.lh / 4))
        app.setFont(self.font("body"))
        app.setPalette(self.palette())
        app.setStyleSheet(stylesheet.build(self))
        for widget in app.allWidgets():
            role = widget.property("fontRole")
            if role:
                widget.setFont(self.font(role))
        sizing.rescale(app, self.lh, self.u)
        self.changed.emit()

    def set_reduced_motion(self, app: QApplication, reduced: bool) -> None:
        """Whether menus and lists appear at once and the caret stands still."""
        if not self._flash_time:
            self._flash_time = app.cursorFlashTime()
        app.setCursorFlashTime(0 if reduced else self._flash_time)
        for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo):
            app.setEffectEnabled(effect, not reduced)

    def palette(self) -> QPalette:
        """The palette of the theme in use, for the program or for a view that needs its own copy."""
        palette = QPalette()
        for role, token in self._spec["qpalette_roles"].items():
            palette.setColor(QPalette.ColorRole[role], self._colours[token])
        for role, token in self._spec["qpalette_disabled"].items():
            palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], self._colours[token])
        return palette

    def _use(self, name: str) -> None:
        self.name = name
        tokens = self._spec["themes"][name]["tokens"]
        self._colours = {token: QColor(value) for token, value in tokens.items()}

    def _system_changed(self) -> None:
        app = QApplication.instance()
        if self.choice == "system" and isinstance(app, QApplication):
            self.apply(app)


@lru_cache(maxsize=1)
def theme() -> Theme:
    """The one theme of the program."""
    return Theme()


def set_font(widget: QWidget, role: str) -> None:
    """Give a widget the font of a role, now and after every change of text size."""
    widget.setProperty("fontRole", role)
    widget.setFont(theme().font(role))


def refresh_fonts(widget: QWidget) -> None:
    """Give a widget and what stands in it the fonts of their roles again: after moving it to another parent, Qt's

    style sheets bring back the fonts that it had first.
    """
    for part in (widget, *widget.findChildren(QWidget)):
        role = part.property("fontRole")
        if role:
            part.setFont(theme().font(role))


@lru_cache(maxsize=1)
def _inter_family() -> str:
    """Load Inter from its package, once; the name of its family."""
    import fontpkg_inter  # type: ignore[import-untyped]

    family = ""
    for file in sorted((Path(fontpkg_inter.__file__).parent / "files").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        family = next(iter(QFontDatabase.applicationFontFamilies(number)), family)
    return family


def _system_theme(app: QApplication) -> str:
    """The palette that the desktop asks for: dark or light, with high contrast where it says so."""
    hints = app.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high_contrast" if dark else "high_contrast_light"
    return "dark" if dark else "light"
