# SPDX-License-Identifier: Apache-2.0
"""What the wizard imports (files, or copied cells), and the work on it: looking, then importing. Knows no widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.importing import service
from studio.importing.preview import Preview
from studio.importing.readers import ImportRefused, readers
from studio.importing.report import ImportReport
from studio.importing.tables.grid import column_letter
from studio.model.errors import StudioError
from studio.standards.formats import FORMATS, format_named
from studio.ui.tasks import Progress

if TYPE_CHECKING:
    from studio.model.project import Project

Mapped = Mapping[str, str]
SAMPLED_ROWS = 200
TABLES = frozenset({"csv", "tsv", "xlsx"})
"""Formats with columns to choose fields for."""


def readable() -> list[tuple[str, str]]:
    """Every format that a file can be read as, with its name, in the order of the names."""
    names = {name for reader in readers() for name in reader.formats}
    return sorted(((name, format_named(name).name) for name in names), key=lambda entry: entry[1].lower())


def endings() -> list[str]:
    """The endings of files that can be read."""
    return sorted({ending for name, _words in readable() for ending in format_named(name).extensions})


@dataclass(frozen=True)
class Found:
    """A file that was looked at: what it is in words, or why it cannot be imported. ``format``: what the person wants
    it read as; empty, what its content says."""

    path: Path
    kind: str = ""
    table: bool = False
    refused: str = ""
    format: str = ""

    def read_as(self, format: str) -> Found:
        """The same file, to be read as a format, or (``""``) as what its content says."""
        if not format:
            return detect(self.path)
        return replace(self, kind=format_named(format).name, table=format in TABLES, format=format)


@dataclass(frozen=True)
class Source:
    """Files, or the cells of the clipboard as text and HTML. ``into``: what takes all items, a framework or an item;
    ``formats``: what each file is read as, ``None`` by its content."""

    paths: tuple[Path, ...] = ()
    text: str = ""
    html: str | None = None
    into: str | None = None
    formats: tuple[str | None, ...] = ()

    def format_of(self, number: int) -> str | None:
        """What a file is read as."""
        return self.formats[number] if number < len(self.formats) else None

    @property
    def copied(self) -> bool:
        """Whether these are copied cells."""
        return not self.paths

    @property
    def name(self) -> str:
        """What the person calls it."""
        if self.copied:
            return "copied cells"
        return self.paths[0].name if len(self.paths) == 1 else f"{len(self.paths)} files"


@dataclass(frozen=True)
class Look:
    """What an import would do: a preview of each file, and the account of all of them together."""

    previews: list[Preview]
    report: ImportReport
    guessed: bool = False
    """No column was named like a statement: the longest texts were taken."""


def detect(path: Path) -> Found:
    """Say what a file is, by its content."""
    try:
        detected = service.detect(path)
    except StudioError as error:
        return Found(path, refused=str(error))
    name = next((name for name in detected.formats if name in FORMATS), detected.formats[0])
    if detected.spreadsheet:
        workbook = path.suffix.lower() in FORMATS["xlsx"].extensions
        name = "xlsx" if workbook else "csv"
    return Found(path, format_named(name).name, detected.spreadsheet)


def look(project: Project, source: Source, mapping: Mapped, progress: Progress) -> Look:
    """Read everything as an import would, and write nothing. Raises ImportRefused, NotFound."""
    chosen = dict(mapping) or None
    if source.copied or len(source.paths) == 1:
        return _look_at_one(project, source, chosen)
    previews: list[Preview] = []
    for number, path in enumerate(source.paths):
        progress.update(number, len(source.paths), f"Reading {path.name}")
        previews.append(service.preview(project, path, chosen, source.into, source.format_of(number)))
    report = service.import_files(
        project,
        source.paths,
        source.formats or None,
        mapping=chosen,
        into=source.into,
        dry_run=True,
        progress=_steps(progress),
    )
    return Look(previews, report)


def _look_at_one(project: Project, source: Source, chosen: dict[str, str] | None) -> Look:
    """One table whose columns have strange names is shown too, so that the person can say what they are."""
    try:
        found, guessed = _preview(project, source, chosen), False
    except ImportRefused as refused:
        letter = "" if chosen or source.format_of(0) not in (None, *TABLES) else _longest_column(source)
        if not letter:
            raise
        try:
            found, guessed = _preview(project, source, {letter: "statement"}), True
        except ImportRefused:
            raise refused from None
    return Look([found], found.report, guessed)


def _preview(project: Project, source: Source, chosen: dict[str, str] | None) -> Preview:
    if source.copied:
        return service.preview_clipboard(project, source.text, source.html, chosen, source.into)
    return service.preview(project, source.paths[0], chosen, source.into, source.format_of(0))


def _longest_column(source: Source) -> str:
    """The letter of the column with the longest texts, ``""`` when this is no table."""
    from studio.importing.guards import read_file
    from studio.importing.tables.clipboard import grid_from_clipboard
    from studio.importing.tables.spreadsheet import grid_of

    try:
        if source.copied:
            grid = grid_from_clipboard(source.text, source.html)
        else:
            grid = grid_of(read_file(source.paths[0]), source.paths[0].name)
    except ImportRefused:
        return ""
    lengths: Counter[int] = Counter()
    for row in next((sheet.rows for sheet in grid.sheets if sheet.filled()), [])[:SAMPLED_ROWS]:
        lengths.update({at: len(cell.strip()) for at, cell in enumerate(row)})
    return column_letter(lengths.most_common(1)[0][0]) if lengths else ""


def bring_in(
    project: Project, source: Source, mapping: Mapped, remove_missing: bool, progress: Progress
) -> ImportReport:
    """Import as one undoable change. Cancelling leaves the project as it was. Raises ImportRefused, NotFound."""
    chosen = dict(mapping) or None
    steps = _steps(progress)
    if source.copied:
        return service.import_clipboard(
            project, source.text, source.html, chosen, source.into, remove_missing=remove_missing, progress=steps
        )
    return service.import_files(
        project,
        source.paths,
        source.formats or None,
        mapping=chosen,
        into=source.into,
        remove_missing=remove_missing,
        progress=steps,
    )


def _steps(progress: Progress) -> Callable[[int, int, str], None]:
    def step(done: int, total: int, words: str) -> None:
        progress.update(done, total, words)

    return step
