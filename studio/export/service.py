# SPDX-License-Identifier: Apache-2.0
"""Export a project: what the export dialog and the command line both call.

A writer is a function ``write(project, ids) -> Exported``: it reads the project, keeps its order fixed, looks at no
clock and makes no new identifiers, so that the same project gives the same bytes every time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from studio.model.errors import StudioError

if TYPE_CHECKING:
    from studio.model.project import Project


@dataclass(frozen=True, slots=True)
class Exported:
    """What a writer made. ``files``: content by file name; ``findings``: what the format could not carry, in words."""

    files: Mapping[str, bytes]
    findings: list[str] = field(default_factory=list)


Writer = Callable[["Project", Sequence[str]], Exported]

_WRITERS: dict[str, str] = {
    "ctdl": "studio.export.ctdl:write",
    "turtle": "studio.export.turtle:write",
    "workbook": "studio.export.workbook:write",
    "openbadges": "studio.export.openbadges:write",
}
"""``module:function`` of each format's writer, imported when it is first asked for."""


def formats() -> list[str]:
    """The names of the formats that can be written."""
    return list(_WRITERS)


def export(project: Project, format: str, ids: Sequence[str] = ()) -> Exported:
    """Write the named items (everything the format can hold when none is named) to bytes.

    Raises StudioError for a format that cannot be written, or an item that the format cannot hold.
    """
    address = _WRITERS.get(format)
    if address is None:
        raise StudioError(f'There is no writer for the format "{format}". Choose one of: {", ".join(_WRITERS)}.')
    module, _, function = address.partition(":")
    writer: Writer = getattr(import_module(module), function)
    return writer(project, ids)


def export_to(project: Project, format: str, place: Path, ids: Sequence[str] = ()) -> tuple[list[Path], list[str]]:
    """Export into a file, or into a folder when the format makes several files or ``place`` is a folder.

    Returns the files written and the findings. Each file appears whole or not at all.
    """
    made = export(project, format, ids)
    written = []
    for name, content in made.files.items():
        single = len(made.files) == 1 and not place.is_dir()
        target = place if single else place / name
        _write_whole(target, content)
        written.append(target)
    return written, made.findings


def _write_whole(target: Path, content: bytes) -> None:
    """Write beside the target and put it in place in one step."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        os.replace(temporary, target)
    except OSError as error:
        raise StudioError(f'"{target}" could not be written ({error.strerror}). Choose another place.') from error
    finally:
        temporary.unlink(missing_ok=True)
