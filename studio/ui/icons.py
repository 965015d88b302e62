# SPDX-License-Identifier: Apache-2.0
"""Icons: the Lucide set, read at run time from its package, drawn in the colour of a theme token.

The engine asks the theme when it paints, so a change of theme needs no new icons. Sizes choose the stroke.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from studio.ui.theme import theme

NAMES = (  # noqa: SIM905 (words in groups read better)
    # workspaces
    "house list-tree building-2 award route gauge send settings circle-question-mark "
    # editing
    "undo-2 redo-2 plus trash-2 copy clipboard-paste scissors pencil-line replace search funnel split merge "
    "list-indent-increase list-indent-decrease grip-vertical columns-3 wand-sparkles history "
    # kinds of items
    "target book-open clipboard-check hard-hat briefcase graduation-cap school bus square handshake waypoints link-2 "
    "key-round signature paperclip languages scale "
    # states
    "check circle-check triangle-alert circle-x info circle-dashed circle-dot circle-slash lock shield-check shield-x "
    "loader-circle "
    # views and files
    "table-2 workflow grid-3x3 git-compare-arrows file-input file-output file-text folder-open log-in log-out "
    "presentation "
    # small parts of controls
    "chevron-right chevron-down chevron-up chevron-left x ellipsis arrow-right minus save file file-check file-x "
    "flask-conical keyboard palette badge-check list-checks image clock calendar eye users equal circle-plus "
    "refresh-cw eraser fold-vertical"
).split()
"""Every icon the program uses; a test checks that the pinned package has each."""

_MIRRORED = {"undo-2", "redo-2", "log-in", "log-out", "chevron-left", "chevron-right"}
_MIRRORED |= {"list-indent-increase", "list-indent-decrease"}


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    import lucide

    return ZipFile(Path(lucide.__file__).parent / "lucide.zip")


@lru_cache(maxsize=256)
def svg(name: str, colour: str, stroke: float = 2.0) -> bytes:
    """The SVG of an icon in one colour (``#rrggbb``) and stroke width; ``KeyError`` when the set has no such icon."""
    source = _archive().read(f"{name}.svg").decode("utf-8")
    source = source.replace("currentColor", colour)
    return source.replace('stroke-width="2"', f'stroke-width="{stroke:g}"').encode("utf-8")


def stroke_for(size: float) -> float:
    """Stroke on the 24-unit grid for a drawn size in pixels: thinner where the icon is larger."""
    if size < 18:
        return 2.0
    return 1.75 if size < 27 else 1.5


class LucideEngine(QIconEngine):
    """Paints one Lucide icon in the colour that its token has at that moment."""

    def __init__(self, name: str, token: str, size: int, token_on: str | None = None) -> None:
        super().__init__()
        self._name = name
        self._size = size
        self._token = token
        self._token_on = token_on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon into ``rect``; disabled icons use the ``disabled`` token."""
        token = self._token_on if state == QIcon.State.On and self._token_on else self._token
        if mode == QIcon.Mode.Disabled:
            token = "disabled"
        data = svg(self._name, theme().hex(token), stroke_for(self._size))
        painter.save()
        backwards = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        # A rectangle wider than high leaves room between the icon and the words after it.
        side = min(rect.width(), rect.height())
        left = rect.right() + 1 - side if backwards else rect.left()
        square = QRectF(left, rect.top() + (rect.height() - side) / 2, side, side)
        if self._name in _MIRRORED and backwards:
            painter.setTransform(QTransform(-1, 0, 0, 1, 2 * square.center().x(), 0), combine=True)
        QSvgRenderer(QByteArray(data)).render(painter, square)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon as a pixmap with a clear background."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """The icon for a screen with ``scale`` device pixels a point; ``size`` is in points."""
        return self.pixmap(size * scale, mode, state)

    def clone(self) -> QIconEngine:
        """A copy, as QIcon wants it."""
        return LucideEngine(self._name, self._token, self._size, self._token_on)


def icon(name: str, token: str = "text2", size: int = 20, token_on: str | None = None) -> QIcon:
    """The icon ``name`` in the colour of ``token`` (``token_on`` where the control is checked).

    ``size`` in points chooses the stroke; the engine draws at any size, also for screens with more pixels a point.
    """
    if name not in NAMES:
        raise KeyError(f"No icon named {name!r} in studio.ui.icons.NAMES")
    return QIcon(LucideEngine(name, token, size, token_on))


def pixmap(name: str, token: str = "text2", size: int = 20, ratio: float = 1.0) -> QPixmap:
    """A pixmap of an icon, for delegates; keep it until the theme changes."""
    return icon(name, token, size).pixmap(QSize(size, size), ratio)
