# SPDX-License-Identifier: Apache-2.0
"""Open a JSON file for a reader: what had to be overlooked is said in the report, what cannot be read is refused."""

from __future__ import annotations

from studio.importing.readers import ImportRefused
from studio.importing.report import FileReport
from studio.standards.loose_json import NotJson, Parsed, parse


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
        report.encoding = parsed.encoding
        for note in parsed.notes:
            report.repair("", "", "", note)
    return parsed
