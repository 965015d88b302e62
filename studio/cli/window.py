# SPDX-License-Identifier: Apache-2.0
"""``window`` and ``screens``: the only commands that need Qt."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.common import ProjectArgument, fail


def window(
    project: Annotated[str | None, typer.Argument(metavar="[PROJECT]", help="The project to open.")] = None,
) -> None:
    """Open the window. ``studio PROJECT`` does the same."""
    try:
        from studio.ui.app import run
    except ImportError as error:
        fail(f"The window cannot be shown here ({error}). Install what it needs with: python3 dev.py run")
    # Qt's loop does not look at Python's signals. Ending at once is safe: every edit is already in the working copy.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    raise typer.Exit(run(project))


def screens(
    project: ProjectArgument,
    out: Annotated[Path, typer.Option(help="The folder for the pictures.", show_default=False)],
    theme: Annotated[str, typer.Option(help="Themes, separated by commas.")] = "light,dark",
    size: Annotated[str, typer.Option(help="Width and height of the window.")] = "1440x900",
    ratio: Annotated[str, typer.Option(help="Device pixels a point, separated by commas: 1,2.")] = "1",
    language: Annotated[str, typer.Option(help="en, or pseudo: 40 % longer words with accents.")] = "en",
    zoom: Annotated[int, typer.Option(help="Text size in percent, 80 to 200.")] = 100,
) -> None:
    """Draw every screen and dialog into PNG files, without a display."""
    measures = re.fullmatch(r"(\d{3,5})x(\d{3,5})", size)
    if measures is None:
        fail(f'"{size}" is not a size. Write width and height as in 1440x900.')
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from studio.ui.screens import draw
    except ImportError as error:
        fail(f"The screens cannot be drawn here ({error}). Install what they need with: python3 dev.py run")
    try:
        drawn = draw(
            project,
            out,
            _listed(theme),
            (int(measures[1]), int(measures[2])),
            ratios=[float(number) for number in _listed(ratio)],
            languages=_listed(language),
            zoom=zoom,
        )
    except ValueError as error:  # a theme, language, ratio or zoom that does not exist
        fail(str(error))
    for path in drawn:
        print(path)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
