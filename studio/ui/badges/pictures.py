# SPDX-License-Identifier: Apache-2.0
"""Badge pictures as pixmaps: drawn once a size, also for screens with more pixels a point."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from studio.model.assets import image
from studio.model.errors import NotFound
from studio.model.project import Project
from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix
from studio.ui.theme import theme

QImageReader.setAllocationLimit(128)


@lru_cache(maxsize=256)
def _drawn(media_type: str, data: bytes, side: int) -> QImage:
    """The picture in a square of ``side`` pixels, its proportions kept."""
    square = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    if media_type == "image/svg+xml":
        renderer = QSvgRenderer(QByteArray(data))
        renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        renderer.render(painter, QRectF(0, 0, side, side))
    else:
        whole = QImage.fromData(data)
        if not whole.isNull():
            part = whole.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            painter.drawImage((side - part.width()) // 2, (side - part.height()) // 2, part)
    painter.end()
    return square


def picture_data(project: Project, image_id: str | None) -> tuple[str, bytes] | None:
    """Media type and bytes of a badge's picture; ``None`` when it has none."""
    if not image_id:
        return None
    try:
        return image(project, image_id)
    except NotFound:
        return None


def pixmap_of(picture: tuple[str, bytes] | None, side: int, ratio: float = 1.0) -> QPixmap | None:
    """A pixmap ``side`` points wide."""
    if picture is None:
        return None
    made = QPixmap.fromImage(_drawn(*picture, round(side * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


def main_colour(picture: tuple[str, bytes] | None) -> QColor | None:
    """The colour that fills most of a picture, for the ground behind it."""
    if picture is None:
        return None
    small = _drawn(*picture, 24)
    counts: dict[int, int] = {}
    for across in range(24):
        for down in range(24):
            pixel = small.pixelColor(across, down)
            if pixel.alpha() > 200:
                counts[pixel.rgb() & 0xF8F8F8] = counts.get(pixel.rgb() & 0xF8F8F8, 0) + 1
    return QColor.fromRgb(max(counts, key=lambda colour: counts[colour])) if counts else None


def describe(picture: tuple[str, bytes]) -> str:
    """Kind and size in words: "SVG, 4 KB, 400 × 400"."""
    media_type, data = picture
    if media_type == "image/svg+xml":
        size = QSvgRenderer(QByteArray(data)).defaultSize()
    else:
        size = QImage.fromData(data).size()
    kind = {"image/svg+xml": "SVG", "image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WebP"}[media_type]
    return f"{kind}, {max(1, round(len(data) / 1000)):,} KB, {size.width()} × {size.height()}"


def is_square(picture: tuple[str, bytes]) -> bool:
    """Whether width and height are the same, as badge displays expect."""
    media_type, data = picture
    if media_type == "image/svg+xml":
        size = QSvgRenderer(QByteArray(data)).defaultSize()
    else:
        size = QImage.fromData(data).size()
    return size.width() == size.height()


def paint_picture(painter: QPainter, room: QRectF, picture: tuple[str, bytes] | None, ratio: float) -> None:
    """Draw a badge picture, or a dashed circle where there is none yet."""
    drawn = pixmap_of(picture, round(room.width()), ratio)
    if drawn is not None:
        painter.drawPixmap(room.topLeft(), drawn)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("border_control"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(room.adjusted(1, 1, -1, -1))
    painter.restore()
    inset = room.width() * 0.28
    make_icon("award", "text3").paint(painter, room.adjusted(inset, inset, -inset, -inset).toRect())


class PictureLabel(QWidget):
    """A badge picture of a fixed size in lines; its accessible name is the alternative text."""

    def __init__(self, lines: float) -> None:
        super().__init__()
        self._picture: tuple[str, bytes] | None = None
        self._grey = False
        fix(self, width=lines, height=lines)

    def show_picture(self, picture: tuple[str, bytes] | None, alt: str = "", grey: bool = False) -> None:
        """Show another picture; ``grey`` as a black-and-white printer would."""
        self._picture, self._grey = picture, grey
        self.setAccessibleName(alt or self.tr("Badge picture"))
        self.update()

    def paintEvent(self, event: object) -> None:
        """Draw it."""
        painter = QPainter(self)
        room = QRectF(self.rect())
        if self._grey and self._picture is not None:
            ratio = self.devicePixelRatioF()
            drawn = _drawn(*self._picture, round(room.width() * ratio))
            grey = drawn.convertToFormat(QImage.Format.Format_Grayscale8)
            grey.setAlphaChannel(drawn.convertToFormat(QImage.Format.Format_Alpha8))
            grey.setDevicePixelRatio(ratio)
            painter.drawImage(0, 0, grey)
        else:
            paint_picture(painter, room, self._picture, self.devicePixelRatioF())
        painter.end()
