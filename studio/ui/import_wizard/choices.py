# SPDX-License-Identifier: Apache-2.0
"""Which column is what, as the person left it: the proposals of the files and the choices over them."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication, QLocale

from studio.importing.preview import Preview, PreviewColumn, PreviewSheet
from studio.importing.tables.columns import EXTRA, FIELDS, IN_LANGUAGES, SEVERAL_COLUMNS, fingerprint, split_language
from studio.importing.tables.grid import column_letter

OFFERED_LANGUAGES = ("en", "es")
ACROSS = "one course per column"
"""A layout whose columns are courses: there is nothing to choose."""


def value_of(column: PreviewColumn) -> str:
    """A field with its language, as a mapping writes it: ``label@es``."""
    return f"{column.field}@{column.language}" if column.language else column.field


def offered(sheet: PreviewSheet, language: str) -> list[tuple[str, str]]:
    """Every field a column of the sheet can be, as value and words; texts also in other languages."""
    seen = {column.language for column in sheet.columns if column.language}
    others = sorted({*OFFERED_LANGUAGES, *seen} - {language})
    found: list[tuple[str, str]] = []
    for field, words in FIELDS.items():
        title = QCoreApplication.translate("columns", words)
        found.append((field, title))
        if field in IN_LANGUAGES:
            found += [(f"{field}@{tag}", f"{title}, {language_name(tag)}") for tag in others]
            found += [(f"{field}@{language}", title)] if language in seen else []
    return found


def language_name(tag: str) -> str:
    """``Spanish`` for ``es``."""
    language = QLocale(tag).language()
    return QLocale.languageToString(language) if language != QLocale.Language.C else tag


class Choices:
    """The mapping. Empty as long as the person changes nothing, so that what is remembered still counts."""

    def __init__(self) -> None:
        self._mapping: dict[str, str] = {}
        self._by_person: set[str] = set()

    @property
    def mapping(self) -> dict[str, str]:
        """The mapping document, empty without choices."""
        return dict(self._mapping)

    def is_chosen(self, sheet: PreviewSheet, index: int) -> bool:
        """Whether the person chose what this column is."""
        return key(sheet, index) in self._by_person

    def choose(self, previews: list[Preview], sheet: PreviewSheet, index: int, value: str) -> None:
        """Make a column something else. A field that only one column can be is taken from the column that was it."""
        if not self._mapping:
            self.start(previews)
        field, _language = split_language(value)
        if field not in SEVERAL_COLUMNS:
            for column in sheet.columns:
                other = key(sheet, column.index)
                if column.index != index and self._mapping.get(other) == value:
                    self._mapping[other] = EXTRA
        self._mapping[key(sheet, index)] = value
        self._by_person.add(key(sheet, index))

    def start(self, previews: list[Preview]) -> None:
        """Take the proposals as they are, for what the person says about single columns to stand beside them."""
        for preview in previews:
            for sheet in preview.sheets:
                if sheet.layout != ACROSS:
                    self._mapping |= {key(sheet, column.index): value_of(column) for column in sheet.columns}

    def to_remember(self, previews: list[Preview]) -> dict[str, dict[str, str]]:
        """For each header with a choice, what to propose next time: mappings by fingerprint."""
        if not self._by_person:
            return {}
        found = {}
        for preview in previews:
            for sheet in preview.sheets:
                keys = [key(sheet, column.index) for column in sheet.columns]
                if self._by_person.intersection(keys):
                    headers = [column.header for column in sheet.columns]
                    found[fingerprint(headers)] = {each: self._mapping[each] for each in keys if each in self._mapping}
        return found


def key(sheet: PreviewSheet, index: int) -> str:
    """The name of a column in a mapping: its header; its letter where it has none, or not one of its own."""
    headers = [" ".join(column.header.split()) for column in sheet.columns]
    place = next(number for number, column in enumerate(sheet.columns) if column.index == index)
    mine = headers[place]
    return mine if mine and Counter(headers)[mine] == 1 else column_letter(index)
