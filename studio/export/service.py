# SPDX-License-Identifier: Apache-2.0
"""Export a project: what the export dialog and the command line both call.

A writer is a function ``write(project, ids, options) -> Exported``: it reads the project, keeps its order fixed, looks
at no clock and makes no new identifiers, so that the same project gives the same bytes every time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from studio.model.errors import ProjectUnreadable, StudioError
from studio.model.working_copy import check_header
from studio.standards.formats import Format, format_named

if TYPE_CHECKING:
    from studio.model.project import Project

Progress = Callable[[int, int, str], None]
"""``progress(done, total, label)``; it may raise to cancel, and then no file is left behind."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the format could not carry (``note``), what looks wrong (``warning``), or what others would refuse
    (``error``). ``id`` is the item it is about, if it is about one."""

    message: str
    severity: str = "note"
    id: str | None = None

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Options:
    """What the person chose. ``environment``: which registry the addresses are of, ``production`` or ``sandbox``."""

    environment: str = "production"
    progress: Progress | None = None
    ending: str = ""
    """The ending of the file's name (``.ttl``, ``.rdf``), where a format has several notations."""

    def step(self, done: int, total: int, label: str) -> None:
        """Tell how far the work is; raises when the person cancelled."""
        if self.progress is not None:
            self.progress(done, total, label)


@dataclass(frozen=True, slots=True)
class Exported:
    """What a writer made. ``files``: content by file name, whole or in pieces that are made while they are written;
    ``findings`` may grow until the last piece. ``main``: the file that goes to the very place the person named when
    there are several; the others go beside it."""

    files: Mapping[str, bytes | Iterable[bytes]]
    findings: list[Finding | str] = field(default_factory=list)
    main: str | None = None


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The files written, and what there is to say about them."""

    files: list[Path]
    findings: list[Finding]


Writer = Callable[["Project", Sequence[str], Options], Exported]

_WRITERS: dict[str, str] = {
    "ctdl": "studio.export.ctdl:write",
    "turtle": "studio.export.turtle:write",
    "case": "studio.export.case:write",
    "case-1.0": "studio.export.case:write_1_0",
    "skos": "studio.export.skos:write",
    "asn": "studio.export.asn:write",
    "csv": "studio.export.table:write",
    "workbook": "studio.export.project_workbook:write",
    "json": "studio.export.project_json:write",
    "openbadges": "studio.export.openbadges:write",
    "opensalt": "studio.export.opensalt:write",
    "ctdl-csv": "studio.export.ctdl_csv:write",
    "rsd": "studio.export.rsd:write",
    "rsd-json": "studio.export.rsd_json:write",
}
"""``module:function`` of each format's writer, imported when it is first asked for."""


def formats() -> list[Format]:
    """The formats that can be written, the most used first."""
    return [format_named(name) for name in _WRITERS]


def make(project: Project, format: str, ids: Sequence[str] = (), options: Options | None = None) -> Exported:
    """The content of the export, not yet written anywhere.

    Raises StudioError for a format that cannot be written, or an item that the format cannot hold.
    """
    address = _WRITERS.get(format)
    if address is None:
        raise StudioError(f'There is no writer for the format "{format}". Choose one of: {", ".join(_WRITERS)}.')
    module, _, function = address.partition(":")
    writer: Writer = getattr(import_module(module), function)
    made = writer(project, ids, options or Options())
    if not ids:
        from studio.export.left_behind import left_behind

        made.findings.extend(left_behind(project, format))
    return made


def export(
    project: Project,
    format: str,
    out: str | Path,
    ids: Sequence[str] | None = None,
    progress: Progress | None = None,
    environment: str = "production",
    ending: str = "",
) -> ExportResult:
    """Write the named items (everything the format can hold when none is named).

    ``out`` is a file; or a folder, when it is one, or when several files come out and ``out`` has no ending of the
    format. ``ending``: the notation of files in a folder (``.rdf``); a file's own name says it. Each file appears whole
    or not at all. Raises StudioError when it cannot be written, or when a project is in that place.
    """
    place = Path(out)
    made = make(project, format, ids or (), Options(environment, progress, ending or place.suffix.lower()))
    targets = {name: _target(place, name, made, format_named(format)) for name in made.files}
    for target in targets.values():
        refuse_project(target)
    written = []
    for name, content in made.files.items():
        target = targets[name]
        _write_whole(target, [content] if isinstance(content, bytes) else content)
        written.append(target)
    return ExportResult(written, _as_findings(made))


def preflight(
    project: Project,
    format: str,
    ids: Sequence[str] | None = None,
    environment: str = "production",
    progress: Progress | None = None,
    ending: str = "",
) -> list[Finding]:
    """What the export would say, without writing anything."""
    made = make(project, format, ids or (), Options(environment, progress, ending))
    for content in made.files.values():
        if not isinstance(content, bytes):
            for _ in content:
                pass
    return _as_findings(made)


def refuse_project(target: Path) -> None:
    """Raise StudioError where something else would be written over a project, the open one or any other."""
    try:
        check_header(target)
    except ProjectUnreadable:
        return
    raise StudioError(f'"{target}" is a project, and writing there would replace it. Choose another name.')


def _as_findings(made: Exported) -> list[Finding]:
    return [entry if isinstance(entry, Finding) else Finding(entry) for entry in made.findings]


def _target(place: Path, name: str, made: Exported, format: Format) -> Path:
    if place.is_dir():
        return place / name
    if len(made.files) == 1:
        return place
    if made.main is None or place.suffix.lower() not in format.extensions:
        return place / name
    if name == made.main:
        return place
    return place.with_name(f"{place.stem}-{Path(name).stem}{place.suffix}")


def _write_whole(target: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the target and put it in place in one step."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as error:
        raise StudioError(f'"{target}" could not be written ({error.strerror}). Choose another place.') from error
    finally:
        with suppress(OSError):  # where there is no such folder there is nothing to remove either
            temporary.unlink(missing_ok=True)
