# SPDX-License-Identifier: Apache-2.0
"""Import files into a project: what the window and the command line both call."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.importing import remembered
from studio.importing.apply import apply
from studio.importing.archives import check_workbook
from studio.importing.guards import Source, open_source, read_file, refuse_other_content, what_it_is
from studio.importing.preview import Preview
from studio.importing.readers import ImportRefused, Options, Progress, Reader, reader_for
from studio.importing.records import Records
from studio.importing.report import ImportReport
from studio.importing.whole.whole import WholeReader, restore
from studio.model.items import project_language
from studio.model.project import Project

MappingDocument = Mapping[str, Any] | str | Path


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file is: the reader's formats, the first being the usual one, and how sure that is (0 to 1)."""

    name: str
    formats: tuple[str, ...]
    confidence: float
    spreadsheet: bool
    """Whether the wizard shows columns to map."""


def detect(path: str | Path) -> Detected:
    """Say what a file is by its content. Raises ImportRefused when nothing here reads it, or it is not what it says."""
    source = open_source(Path(path))
    data, name = source.data, source.name
    with source.refusals():
        reader = reader_for(data, name)
        if "csv" in reader.formats:
            refuse_other_content(data, name)
            if what_it_is(data) == "zip":
                check_workbook(data, name)
    return Detected(source.file, reader.formats, reader.sniff(data, name), "csv" in reader.formats)


def import_files(
    project: Project,
    paths: Sequence[str | Path],
    format: str | Sequence[str | None] | None = None,
    mapping: MappingDocument | None = None,
    into: str | None = None,
    dry_run: bool = False,
    remove_missing: bool = False,
    progress: Progress | None = None,
    report: str | Path | None = None,
) -> ImportReport:
    """Read the files and bring them into the project as one undoable change.

    ``format`` is a name of CLI.md, or one for each file; found by content when missing. ``mapping``: which column is
    what (a document, or the path of a JSON file). ``report``: also write the account to this JSON file. The other
    parameters are those of :func:`studio.importing.apply.apply`. Raises ImportRefused, NotFound; the project is then as
    it was.
    """
    options = Options(
        mapping=load_mapping(mapping),
        language=project_language(project),
        progress=progress,
        into_framework=into is not None,
        known_headers=remembered.load() if mapping is None else {},
    )
    with _no_collector():
        sources = [open_source(Path(path)) for path in paths]
        formats = [format] * len(sources) if format is None or isinstance(format, str) else format
        readers = [_reader(source, each) for source, each in zip(sources, formats, strict=True)]
        if len(readers) == 1 and isinstance(readers[0], WholeReader) and into is None:
            with sources[0].refusals():
                whole = readers[0].whole(sources[0].data, sources[0].name)
                sources[0].sign(whole.report)
            result = restore(project, whole, dry_run, progress)
        else:
            files = [_read(reader, source, options) for reader, source in zip(readers, sources, strict=True)]
            result = apply(project, files, into, remove_missing, dry_run, progress)
    result.check()
    if report is not None:
        write_report(result, report, outcomes=dry_run)
    return result


def _reader(source: Source, format: str | None) -> Reader:
    with source.refusals():
        return reader_for(source.data, source.name, format)


def _read(reader: Reader, source: Source, options: Options) -> Records:
    with source.refusals():
        records = reader.read(source.data, source.name, options)
    source.sign(records.report)
    return records


@contextmanager
def _no_collector() -> Iterator[None]:
    """Without the cyclic garbage collector: a large import makes millions of objects, none in a cycle, and looking
    through them again and again takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def load_mapping(mapping: MappingDocument | None) -> dict[str, Any] | None:
    """The mapping document itself, or from a JSON file. Raises ImportRefused."""
    if mapping is None or isinstance(mapping, Mapping):
        return dict(mapping) if mapping is not None else None
    path = Path(mapping)
    try:
        document = json.loads(read_file(path).decode("utf-8-sig"))
    except ValueError:
        raise ImportRefused(f'"{path.name}" is not a JSON file. Write the mapping as {{"Header": "field"}}.') from None
    if not isinstance(document, dict):
        raise ImportRefused(f'"{path.name}" is not a mapping. Write it as {{"Header": "field"}}.')
    return document


def write_report(report: ImportReport, path: str | Path, outcomes: bool = False) -> None:
    """Write the account as JSON; ``outcomes``: with what becomes of each item. Raises ImportRefused when it cannot be
    written."""
    try:
        Path(path).write_text(json.dumps(report.to_json(outcomes), ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise ImportRefused(f'The report "{path}" cannot be written: {error.strerror}.') from None


def remember(fingerprint: str, mapping: Mapping[str, str]) -> None:
    """Keep the columns that a person chose for this header, for the next file that has it."""
    remembered.save(fingerprint, mapping)


def preview_clipboard(
    project: Project,
    text: str,
    html: str | None = None,
    mapping: MappingDocument | None = None,
    into: str | None = None,
) -> Preview:
    """The same for cells that were copied in a spreadsheet program. Raises ImportRefused when there are none."""
    from studio.importing.previewing import preview_grid
    from studio.importing.tables.clipboard import NAME, grid_from_clipboard

    return preview_grid(project, grid_from_clipboard(text, html), NAME, load_mapping(mapping), into)


def import_clipboard(
    project: Project,
    text: str,
    html: str | None = None,
    mapping: MappingDocument | None = None,
    into: str | None = None,
    dry_run: bool = False,
    remove_missing: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring copied cells into the project as one undoable change, like a file. Raises ImportRefused, NotFound."""
    from studio.importing.tables.clipboard import records_from_clipboard

    options = Options(
        mapping=load_mapping(mapping),
        language=project_language(project),
        progress=progress,
        known_headers=remembered.load() if mapping is None else {},
    )
    records = records_from_clipboard(text, html, options)
    return apply(project, records, into, remove_missing, dry_run, progress, label="Paste a table")


def preview(
    project: Project,
    path: str | Path,
    mapping: MappingDocument | None = None,
    into: str | None = None,
    format: str | None = None,
) -> Preview:
    """What an import of this file would do. For a spreadsheet with the file's rows and columns; other formats have no
    sheets, only the tree and the counts. ``format``: as in :func:`import_files`. Nothing is written. Raises
    ImportRefused, NotFound.
    """
    from studio.importing.previewing import preview_file

    source = open_source(Path(path))
    with source.refusals():
        made = preview_file(project, source.data, source.name, load_mapping(mapping), into, format)
    return replace(made, file=source.file)
