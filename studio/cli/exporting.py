# SPDX-License-Identifier: Apache-2.0
"""``export`` and ``formats``."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.common import JsonOption, ProjectArgument, note, open_project, print_json, progress


def export(
    project: ProjectArgument,
    file_format: Annotated[str, typer.Option("--format", help="One of those of: studio formats", show_default=False)],
    out: Annotated[Path, typer.Option(help="The file to write, or a folder.", show_default=False)],
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="UUID, CTID, code or exact name; all when not given.")
    ] = None,
    environment: Annotated[
        str, typer.Option(help="Whose addresses CTDL files carry: production or sandbox.")
    ] = "production",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what the format cannot hold.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a project, or some of its items, in a format that others read.

    What the format cannot hold is said on stderr, once for all items it is true of; --json names each item. Where a
    format has several notations, the ending of PATH chooses.
    """
    from studio.export import service
    from studio.model.lookup import find

    with open_project(project, read_only=True) as opened:
        chosen = [find(opened, given).id for given in ids or []]
        with progress("Exporting") as show:
            if dry_run:
                found = service.preflight(opened, file_format, chosen, environment, show, out.suffix.lower())
                made = service.ExportResult([], found)
            else:
                made = service.export(opened, file_format, out, chosen, show, environment)
    if as_json:
        print_json({"files": [str(path) for path in made.files], "findings": [asdict(one) for one in made.findings]})
        return
    for message, count in Counter(finding.message for finding in made.findings).items():
        note(f"{count:,} items: {message}" if count > 1 else message)
    for path in made.files:
        print(path)


def formats(as_json: JsonOption = False) -> None:
    """List the formats that can be read and written."""
    from studio.export import service
    from studio.importing.readers import readers
    from studio.standards.formats import format_named

    reads = [name for reader in readers() for name in reader.formats]
    writes = [entry.format for entry in service.formats()]
    document = []
    for name in sorted({*reads, *writes}):
        known = format_named(name)
        document.append(
            {
                "format": name,
                "name": known.name,
                "reads": name in reads,
                "writes": name in writes,
                "extensions": list(known.extensions),
            }
        )
    if as_json:
        print_json(document)
        return
    for entry in document:
        ways = " and ".join(way for way in ("reads", "writes") if entry[way])
        print(f"{entry['format']:<14} {ways:<16} {entry['name']}")
