# SPDX-License-Identifier: Apache-2.0
"""The one style sheet, filled in from the theme.

Only for buttons, fields, combos, tabs, menus, tooltips, scroll bars and the ground of named panels. Not for ``::item``
of views (it fights their delegates) and not for fonts (a matching rule would override ``setFont``).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from studio.paths import resource

if TYPE_CHECKING:
    from studio.ui.theme import Theme

PICTURES = {
    "arrow": ("chevron-down", "text2"),
    "arrow_disabled": ("chevron-down", "disabled"),
    "arrow_up": ("chevron-up", "text2"),
    "tick": ("check", "on_accent"),
    "tick_disabled": ("check", "disabled"),
    "dash": ("minus", "on_accent"),
    "submenu": ("chevron-right", "text2"),
    "menu_tick": ("check", "accent_text"),
}
"""Pictures that a style sheet needs as files: icon and colour token by name."""


def build(theme: Theme) -> str:
    """The style sheet of the theme in use. Unknown ``{token}`` names raise ``KeyError``."""
    template = resource("style.qss").read_text(encoding="utf-8")
    values = {**_sizes(theme), **_pictures(theme)}

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        return values[name] if name in values else theme.hex(name)

    return re.sub(r"\{([a-z_0-9]+)\}", fill, template)


def _sizes(theme: Theme) -> dict[str, str]:
    lh, u = theme.lh, theme.u
    control = round(1.9 * lh)
    ring = 3 if theme.is_high_contrast else 2
    pixels = {
        "control": control - 2,
        "control_ring": control - 2 * ring,
        "ring": ring,
        "chip": round(1.6 * lh) - 2,
        "chip_ring": round(1.6 * lh) - 2 * ring,
        "segment": round(1.5 * lh) - 2,
        "segment_field": round(1.5 * lh),
        "u1": u,
        "u2": 2 * u,
        "u3": 3 * u,
        "u3_ring": 3 * u - ring + 1,
        "u2_ring": 2 * u - ring + 1,
        "u1_ring": u - ring + 1,
        # A text area and a list box begin their words where a line does, though Qt adds different margins of its own.
        "text_edge": u + 2,
        "text_edge_ring": u + 3 - ring,
        "combo_edge": 2 * u + 2,
        "combo_edge_ring": 2 * u + 3 - ring,
        "u4": 4 * u,
        "u5": 5 * u,
        "half": max(2, u // 2),
        "tick_box": max(16, lh),
        "bar": max(8, 2 * u),
        "thumb": 6 * u,
        "arrow_box": lh,
        "menu_item": round(0.35 * lh),
        "pill_radius": int(0.78 * lh),  # more than half the height draws square corners
    }
    return {name: f"{value}px" for name, value in pixels.items()} | {
        "tint_edge": theme.hex("border" if theme.is_high_contrast else "base"),
    }


def _pictures(theme: Theme) -> dict[str, str]:
    """Write the tinted pictures of this theme to the cache folder; their addresses by name."""
    from studio.ui.icons import svg  # icons ask the theme for colours, and the theme builds this sheet

    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)) / "theme" / theme.name
    folder.mkdir(parents=True, exist_ok=True)
    addresses: dict[str, str] = {}
    for name, (icon, token) in PICTURES.items():
        file = folder / f"{name}.svg"
        data = svg(icon, theme.hex(token), 2.5 if icon in ("check", "minus") else 2.0)
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)
        addresses[name] = file.as_posix()
    return addresses
