# SPDX-License-Identifier: Apache-2.0
"""``import``: files into a project, with an account of every value."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.common import JsonOption, ProjectArgument, answer_no, note, open_project, print_json, progress
from studio.model.errors import StudioError

if TYPE_CHECKING:
    from studio.importing.report import FileReport, ImportReport

_SHOWN = 10


def import_(
    project: ProjectArgument,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="The files to read.", show_default=False)],
    format_: Annotated[
        str | None, typer.Option("--format", metavar="F", help="What the files are; found by content when not given.")
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", metavar="MAP.json", help='Which column is what: {"Header": "field", ...}.'),
    ] = None,
    into: Annotated[
        str | None, typer.Option("--into", metavar="ID", help="The framework that takes the items.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    remove_missing: Annotated[
        bool, typer.Option("--remove-missing", help="Also remove the items that the files do not mention.")
    ] = False,
    report: Annotated[
        str | None, typer.Option("--report", metavar="OUT.json", help="Write the account to this file.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Bring files into a project as one change that can be undone.

    Files packed with gzip are read as what is in them. The account says where every value went; with --dry-run also
    what becomes of each item. Ends with 1 when a value was rejected.
    """
    from studio.importing.service import import_files, load_mapping

    files = _each_once(files)
    if report is not None:
        _refuse_report_over(report, [*files, mapping] if mapping else files)
    document = load_mapping(Path(mapping)) if mapping is not None else None
    with open_project(project, read_only=dry_run) as opened:
        with progress("Importing") as show:
            result = import_files(
                opened,
                files,
                format=format_,
                mapping=document,
                into=into,
                dry_run=dry_run,
                remove_missing=remove_missing,
                progress=show,
                report=report,
            )
        if as_json:
            print_json(result.to_json(outcomes=dry_run))
        else:
            _tell(result, dry_run)
        if any(file.rejected for file in result.files):
            answer_no()


def _each_once(files: list[str]) -> list[str]:
    """The files without those that are named again, whatever way: a file is read once."""
    places: dict[Path, str] = {}
    for file in files:
        place = Path(file).resolve()
        if place in places:
            note(f'"{file}" is named more than once. It is read once.')
        places.setdefault(place, file)
    return list(places.values())


def _refuse_report_over(report: str, files: list[str]) -> None:
    """The account is never written over a project or over what is read."""
    from studio.export.service import refuse_project

    refuse_project(Path(report))
    if Path(report).resolve() in {Path(file).resolve() for file in files}:
        raise StudioError(f'The report would replace "{report}", which is to be read. Choose another name for it.')


def _tell(report: ImportReport, dry_run: bool) -> None:
    for file in report.files:
        _tell_file(file)
    words = "would be " if dry_run else ""
    line = f"{report.created} {words}new, {report.updated} {words}changed, {report.unchanged} the same"
    if report.removed:
        line += f", {report.removed} {words}removed"
    elif report.not_mentioned:
        line += f"; {report.not_mentioned} not mentioned and left alone"
    print(f"{line}.")


def _tell_file(file: FileReport) -> None:
    encoding = f", {file.encoding}" if file.encoding else ""
    print(f"{file.file} ({file.format}{encoding}): {file.records} items")
    print(
        f"  {file.values} values read: {file.kept} kept, {file.kept_as_extra} kept as extra, "
        f"{len(file.rejected)} rejected; {len(file.repaired)} repaired."
    )
    _tell_places(file)
    for rejection in file.rejected[:_SHOWN]:
        note(f"  rejected, {_short(rejection.where)}: {rejection.value!r}: {rejection.reason}.")
    if len(file.rejected) > _SHOWN:
        note(f"  and {len(file.rejected) - _SHOWN} more; --report OUT.json lists all.")


def _tell_places(file: FileReport) -> None:
    """Where the values went, the most filled first, in two lines; the report has all of them."""
    from studio.importing.report import EXTRA

    fields = Counter[str]()
    extra = Counter[str]()
    for (source, target), count in file.went.items():
        if target == EXTRA:
            extra[source or "without a name"] += count
        else:
            fields[target] += count
    for words, counts in (("kept in", fields), ("kept as extra", extra)):
        if counts:
            shown = [f"{_short(name)} {count}" for name, count in counts.most_common(_SHOWN)]
            more = len(counts) - len(shown)
            print(f"  {words}: {', '.join(shown)}{f' and {more} more' if more else ''}.")


def _short(name: str) -> str:
    """A name from a file as a few words: no line ends, and nothing that a terminal would obey."""
    line = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
    return line if len(line) <= 40 else f"{line[:39]}…"
