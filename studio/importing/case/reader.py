# SPDX-License-Identifier: Apache-2.0
"""Read CASE: packages of version 1.0 and 1.1, and what a CASE service answers piece by piece; also untidy ones."""

from __future__ import annotations

import re

from studio.importing.case.package import NotCase, packages_of
from studio.importing.case.records import records_of
from studio.importing.json_files import as_utf8, read_json
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.standards.ctdl_values import leaves

_PACKAGE = re.compile(rb'"CF(?:Package|Document|Item|Association|Rubric|Definition)s?"\s*:')
_BEGINS = re.compile(rb'[\[{\s]*"CF(?:Package|Document|Item|Association|Rubric|Definition)s?"\s*:', re.IGNORECASE)
_PIECE = re.compile(rb'"(?:originNodeURI|fullStatement|CF[A-Z][A-Za-z]+|lastChangeDateTime|imsx_codeMajor)"\s*:')
_DESCRIPTION = re.compile(rb"^(?:openapi|swagger)\s*:", re.MULTILINE)
_HEAD = 20_000


class CaseReader:
    """Packages flat or wrapped, documents, items, associations, rubrics and definitions, alone or in lists."""

    formats: tuple[str, ...] = ("case", "case-1.0")

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the content says it all)
        """By the names of CASE's classes in a JSON text."""
        data = as_utf8(data)
        head = data[:_HEAD]
        if _DESCRIPTION.search(head) and b"CFPackage" in data:
            return 0.9  # to be refused with a sentence that says what it is
        if not head.startswith((b"{", b"[", b"//", b"/*")):
            return 0.0
        if _BEGINS.match(head):
            return 0.99  # whatever other standards its texts and links name
        if _PACKAGE.search(data):
            return 0.9
        return 0.7 if _PIECE.search(data) else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every object of the file. Raises ImportRefused when the text cannot be read, or holds nothing of CASE."""
        if _DESCRIPTION.search(data[:_HEAD]):
            raise ImportRefused(f'"{name}" describes a CASE service (OpenAPI). Choose a file with a package.')
        report = FileReport(name, "case")
        parsed = read_json(data, name, report)
        report.values = sum(leaves(document) for document in parsed.documents)
        try:
            packages = packages_of(parsed.documents, report)
        except NotCase as error:
            raise ImportRefused(f'"{name}" {error}') from None
        return records_of(packages, report, options)


READER = CaseReader()
