# SPDX-License-Identifier: Apache-2.0
"""``studio screens``: every screen and dialog as a picture, drawn offscreen.

A part of the window adds its own pictures by a module named in ``entries.SCENES`` with ``scenes(window)``: a generator
that brings something on screen, yields the name of the picture, and tidies up when it goes on.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog

from studio.model.project import Project
from studio.ui.app import Studio, make_application
from studio.ui.main_window import MainWindow
from studio.ui.settings import Settings
from studio.ui.shell import entries
from studio.ui.theme import THEMES
from studio.ui.widgets.scrim import paint_shadow

SETTLE_SECONDS = 30.0


def draw(
    project_path: str, out: str | Path, themes: Sequence[str] = ("light", "dark"), size: tuple[int, int] = (1440, 900)
) -> list[Path]:
    """Draw every screen of a project in each theme into ``out``; the files written, in the order of drawing.

    The project itself is not touched: a copy is opened. Raises StudioError when it cannot be opened, ``ValueError`` for
    an unknown theme.
    """
    unknown = set(themes) - set(THEMES)
    if unknown:
        raise ValueError(f"There is no theme named {', '.join(sorted(unknown))}. Choose from {', '.join(THEMES)}.")
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    written: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch, _copy(project_path, Path(scratch)) as place:
        for theme in themes:
            settings = Settings(Path(scratch) / f"{theme}.ini")
            settings.set("theme", theme)
            studio = Studio(app, settings)
            try:
                welcome = studio.show(None)
                welcome.resize(*size)
                written.append(_draw(welcome, folder / f"welcome-{theme}.png"))
                welcome.close_now()
                window = studio.show(Project.open(place))
                window.resize(*size)
                written += [_draw(window, folder / f"{name}-{theme}.png") for name in _scenes(window)]
            finally:
                studio.close()
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return written


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


def _draw(window: MainWindow, file: Path) -> Path:
    """The window as it is, with an open dialog over it."""
    settle(window)
    picture = window.grab().toImage()
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    for dialog in dialogs:
        _lay_over(picture, dialog)
    if not picture.save(str(file)):
        raise OSError(f'"{file}" could not be written.')
    return file


def _lay_over(picture: QImage, dialog: QDialog) -> None:
    top = dialog.grab().toImage()
    ratio = picture.devicePixelRatio()
    width, height = top.width() / ratio, top.height() / ratio
    left = (picture.width() / ratio - width) / 2
    above = (picture.height() / ratio - height) / 2
    painter = QPainter(picture)
    paint_shadow(painter, QRectF(left, above, width, height), 4, 12)
    painter.drawImage(QRectF(left, above, width, height), top)
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
