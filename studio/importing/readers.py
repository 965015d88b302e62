# SPDX-License-Identifier: Apache-2.0
"""Which program part reads which file: the registry of readers, and finding the right one by content.

A reader is a module-level object with the attributes of :class:`Reader`. It is named here by module and attribute and
imported when it is first asked, so that start-up does not wait for spreadsheets or JSON-LD.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

from studio.importing.records import Records
from studio.model.errors import StudioError

Progress = Callable[[int, int, str], None]
"""``progress(done, total, label)``. It may raise to cancel; the project is then as it was before."""


class ImportRefused(StudioError):
    """A file could not be imported. One sentence: the file, what is the matter, what to do."""


@dataclass(slots=True)
class Options:
    """What the person chose.

    ``mapping`` is the document of ``--mapping`` (see ``studio.importing.tables.columns.Mapping``); ``language`` is the
    language of texts that do not say theirs; ``repair`` false keeps every text as it stands in the file.
    """

    mapping: dict[str, Any] | None = None
    language: str = "en"
    repair: bool = True
    progress: Progress | None = None
    into_framework: bool = False
    """Whether the items go into a framework that the person named: what can be read as competencies, is."""
    known_headers: dict[str, dict[str, str]] = field(default_factory=dict)
    """Column mappings that the person chose before, by fingerprint of the header."""


class Reader(Protocol):
    """Reads one format, or a family of formats that share a container."""

    formats: tuple[str, ...]
    """Names of CLI.md that ``--format`` accepts for this reader, for example ``("ctdl",)``."""

    def sniff(self, data: bytes, name: str) -> float:
        """How sure the reader is, 0 to 1, that it can read this. Looks at the content first, at the name second;
        0 when it cannot. ``data`` is the whole file. Never raises."""
        ...

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Read all of it, every value accounted for in ``Records.report``. Raises :class:`ImportRefused`."""
        ...


_READERS: list[str] = [
    "studio.importing.case.reader:READER",
    "studio.importing.ctdl.registry_request:READER",
    "studio.importing.ctdl.reader:READER",
    "studio.importing.rdf.skos:READER",
    "studio.importing.rdf.asn:READER",
    "studio.importing.whole.workbook_reader:READER",
    "studio.importing.whole.json_reader:READER",
    "studio.importing.rsd.json_reader:READER",
    "studio.importing.rsd.csv_reader:READER",
    "studio.importing.opensalt.reader:READER",
    "studio.importing.bulk.reader:READER",
    "studio.importing.lists.word:READER",
    "studio.importing.lists.plain_list:READER",
    "studio.importing.tables.json_table:READER",
    "studio.importing.tables.spreadsheet:READER",
]
"""``module:attribute`` of every reader; on a tie the earlier one is taken."""


CERTAIN = 0.99
"""From here on no other reader is asked: looking through a large file a dozen times takes as long as reading it."""


def readers() -> list[Reader]:
    """Every reader of this program."""
    found: list[Reader] = []
    for address in _READERS:
        module, _, attribute = address.partition(":")
        found.append(getattr(import_module(module), attribute))
    return found


def reader_for(data: bytes, name: str, format: str | None = None) -> Reader:
    """The reader for a format, or the one that is surest of the content. Raises :class:`ImportRefused`."""
    candidates = readers()
    if format is not None:
        fitting = [reader for reader in candidates if format in reader.formats]
        if fitting:
            return max(fitting, key=lambda reader: reader.sniff(data, name))
        known = ", ".join(sorted(name for reader in candidates for name in reader.formats))
        raise ImportRefused(f'There is no reader for the format "{format}". Choose one of: {known}.')
    best: tuple[float, Reader] = (0.0, candidates[-1])
    for reader in candidates:
        sureness = reader.sniff(data, name)
        if sureness > best[0]:
            best = (sureness, reader)
        if sureness >= CERTAIN:
            break
    if best[0] <= 0:
        from studio.importing.guards import refuse_unknown

        refuse_unknown(data, name)
    return best[1]
