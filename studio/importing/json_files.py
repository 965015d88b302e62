# SPDX-License-Identifier: Apache-2.0
"""Open a JSON file for a reader: what had to be overlooked is said in the report, what cannot be read is refused."""

from __future__ import annotations

from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport
from studio.standards.loose_json import NotJson, Parsed, parse


def as_utf8(data: bytes) -> bytes:
    """A text of JSON or RDF for a first look: UTF-16 with its mark as UTF-8, without the mark and blank lines ahead."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()


def read_json(data: bytes, name: str, report: FileReport | None = None) -> Parsed:
    """The documents of a file. With a ``report``, its encoding and notes are entered there.

    Raises ImportRefused with the line and column of what is no JSON.
    """
    try:
        parsed = parse(data)
    except NotJson as error:
        raise ImportRefused(
            f'"{name}" is not JSON that can be read: {error}. Correct it, or export it again.'
        ) from None
    if report is not None:
        tell(parsed, report)
    return parsed


def tell(parsed: Parsed, report: FileReport) -> None:
    """Enter the encoding of a file, and what had to be overlooked, into its report."""
    report.encoding = parsed.encoding
    for note in parsed.notes:
        report.repair("", "", "", note)
