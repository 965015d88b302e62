# SPDX-License-Identifier: Apache-2.0
"""``studio screens``: every screen and dialog as a picture, drawn offscreen.

A part of the window adds its own pictures by a module named in ``entries.SCENES`` with ``scenes(window)``: a generator
that brings something on screen, yields the name of the picture, and tidies up when it goes on.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QPoint,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from studio.model.project import Project
from studio.ui.app import Studio, make_application
from studio.ui.main_window import MainWindow
from studio.ui.settings import Settings
from studio.ui.shell import entries
from studio.ui.theme import THEMES, ZOOMS

SETTLE_SECONDS = 30.0
LANGUAGES = ("en", "pseudo")
"""English, and English made 40 % longer with accents, to see that every word has room and can be translated."""


def draw(
    project_path: str,
    out: str | Path,
    themes: Sequence[str] = ("light", "dark"),
    size: tuple[int, int] = (1440, 900),
    *,
    ratios: Sequence[float] = (1.0,),
    languages: Sequence[str] = ("en",),
    zoom: int = 100,
) -> list[Path]:
    """Draw every screen of a project in each theme and language into ``out``; the files written, in order of drawing.

    ``ratios`` are device pixels a point (a picture at 2 is named ``...@2x.png``), ``zoom`` is the text size in percent.
    The project itself is not touched: a copy is opened. Raises StudioError when it cannot be opened, ``ValueError`` for
    an unknown theme, language, ratio or zoom.
    """
    _check("theme", themes, THEMES)
    _check("language", languages, LANGUAGES)
    _check("zoom", [zoom], ZOOMS)
    if any(not 0.5 <= ratio <= 4 for ratio in ratios):
        raise ValueError("A device pixel ratio is a number from 0.5 to 4, such as 2.")
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    written: list[Path] = []
    with _quiet(), tempfile.TemporaryDirectory() as scratch, _copy(project_path, Path(scratch)) as place:
        for language in languages:
            with _speaking(app, language):
                for theme in themes:
                    settings = Settings(Path(scratch) / f"{theme}-{language}.ini")
                    settings.set("theme", theme)
                    settings.set("zoom", zoom)
                    ending = theme if language == "en" else f"{theme}-{language}"
                    studio = Studio(app, settings)
                    try:
                        for window, name in _windows(studio, place, size):
                            written += [
                                _draw(window, folder / f"{name}-{ending}{_ratio_name(ratio)}.png", ratio)
                                for ratio in ratios
                            ]
                    finally:
                        studio.close()
                        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return written


@contextmanager
def _quiet() -> Iterator[None]:
    """Drawing offscreen, Qt says of each window that it cannot hint its size; everything else it says is passed on."""

    def told(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if "propagateSizeHints" in message:
            return
        if before is not None:
            before(kind, context, message)
        else:
            print(message, file=sys.stderr)  # noqa: T201 (where Qt itself would have put it)

    before = qInstallMessageHandler(told)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _check(what: str, wanted: Sequence[object], known: Sequence[object]) -> None:
    unknown = [str(one) for one in wanted if one not in known]
    if unknown:
        choices = ", ".join(str(one) for one in known)
        raise ValueError(f"There is no {what} named {', '.join(unknown)}. Choose from {choices}.")


def _windows(studio: Studio, place: str, size: tuple[int, int]) -> Iterator[tuple[MainWindow, str]]:
    """The welcome page, then the window of the project in every scene."""
    welcome = studio.show(None)
    welcome.resize(*size)
    yield welcome, "welcome"
    welcome.close_now()
    window = studio.show(Project.open(place))
    window.resize(*size)
    window.activateWindow()  # what has the focus is drawn as having it
    for name in _scenes(window):
        yield window, name


class LongWords(QTranslator):
    """English with accents and 40 % more letters, in brackets: shows what is cut and what cannot be translated."""

    ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")

    def isEmpty(self) -> bool:
        """Qt asks only translators that have something to say."""
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The longer text; what stands in braces is a value to be filled in and stays."""
        parts = re.split(r"(\{[^{}]*\})", text)
        longer = "".join(part if part.startswith("{") else part.translate(self.ACCENTS) for part in parts)
        letters = sum(len(part) for part in parts if not part.startswith("{"))
        return (
            f"[{longer}{' ' if letters > 12 else ''}{_MORE[: max(round(0.4 * letters) - 2, 0)]}]"
            if letters > 2
            else longer
        )


_MORE = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta " * 4


@contextmanager
def _speaking(app: QApplication, language: str) -> Iterator[None]:
    if language == "en":
        yield
        return
    words = LongWords()
    app.installTranslator(words)
    try:
        yield
    finally:
        app.removeTranslator(words)


def _ratio_name(ratio: float) -> str:
    return "" if ratio == 1 else f"@{ratio:g}x"


def _scenes(window: MainWindow) -> Iterator[str]:
    """Every workspace with every view, then what the parts add."""
    for entry in window.entries:
        shown = window.show_workspace(entry.id)
        if shown is None:
            continue
        settle(window)
        views = shown.views()
        yield entry.id
        first = shown.view()
        for view in views:
            if view.id != first:
                shown.set_view(view.id)
                window.refresh()
                settle(window)
                yield f"{entry.id}-{view.id}"
        if views:
            shown.set_view(first)
    for part in entries.scene_modules():
        for name in part.scenes(window):
            settle(window)
            yield name


def settle(window: MainWindow) -> None:
    """Let the window finish what it began: layouts, checks, running work."""
    app = QApplication.instance()
    until = time.monotonic() + SETTLE_SECONDS
    for _ in range(3):
        QCoreApplication.processEvents()
    while window.tasks.running and time.monotonic() < until and app is not None:
        QCoreApplication.processEvents()
        time.sleep(0.005)
    for _ in range(3):
        QCoreApplication.processEvents()


def _draw(window: MainWindow, file: Path, ratio: float) -> Path:
    """The window as it is, with an open dialog over it."""
    settle(window)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    if not dialogs and not window.isActiveWindow():  # without a window manager nobody gives it the focus back
        window.activateWindow()
        settle(window)
    picture = _picture(window, ratio)
    for dialog in dialogs:
        _lay_over(picture, dialog, ratio)
    if not picture.save(str(file)):
        raise OSError(f'"{file}" could not be written.')
    return file


def _picture(widget: QWidget, ratio: float) -> QImage:
    """What a screen with ``ratio`` device pixels a point shows of a widget."""
    picture = QImage(widget.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(0)
    painter = QPainter(picture)
    widget.render(painter, QPoint())
    painter.end()
    return picture


def _lay_over(picture: QImage, dialog: QDialog, ratio: float) -> None:
    parent = dialog.parentWidget()
    place = (parent.window() if parent else dialog).mapFromGlobal(dialog.mapToGlobal(QPoint()))
    painter = QPainter(picture)
    painter.drawImage(place, _picture(dialog, ratio))
    painter.end()


@contextmanager
def _copy(project_path: str, scratch: Path) -> Iterator[str]:
    """A copy of a project file, so that drawing changes nothing; a shared workspace is opened as it is."""
    source = Path(project_path)
    if "://" in project_path or not source.is_file():
        yield project_path
        return
    target = scratch / "Projects" / source.name
    target.parent.mkdir()
    shutil.copyfile(source, target)
    yield str(target)
