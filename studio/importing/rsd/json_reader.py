# SPDX-License-Identifier: Apache-2.0
"""Read Rich Skill Descriptors as JSON: a skill, a list of skills, a collection, answers of a search."""

from __future__ import annotations

import re
from typing import Any

from studio.importing.json_files import as_utf8, read_json
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Records
from studio.importing.report import FileReport
from studio.importing.rsd.records import SkillRecords, count_leaves
from studio.standards import rsd
from studio.standards.ctdl_values import leaves

_SKILL = re.compile(rb'"skill(?:Name|Statement)"\s*:')
_COLLECTION = re.compile(rb'"(?:RichSkillCollection|RichSkillDescriptor)"')
_CTDL = re.compile(rb'"(?:ceasn|ceterms):\w+"\s*:')
_LOG = (b'"operationType"', b'"changedFields"')
_OLD_TERMS = {"author": "authors", "category": "categories"}


class RsdJsonReader:
    """Skills and collections as OSMT's API answers them, in version 2 or 3."""

    formats: tuple[str, ...] = ("rsd-json",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the interface of readers)
        """By the names of a skill's terms inside a JSON text."""
        data = as_utf8(data)
        if not data.startswith((b"{", b"[")) or _CTDL.search(data):
            return 0.0
        if _SKILL.search(data) or _COLLECTION.search(data):
            return 0.95 if b'"skillStatement"' in data or _COLLECTION.search(data) else 0.5
        return 0.9 if all(mark in data for mark in _LOG) else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """Every skill. Raises ImportRefused for what is no JSON, a change log, or anything without skills."""
        report = FileReport(name, "rsd-json")
        parsed = read_json(data, name, report)
        if len(parsed.documents) != 1:
            raise ImportRefused(
                f'"{name}" holds {len(parsed.documents)} JSON documents. Import each in a file of its own.'
            )
        return _Reading(parsed.documents[0], report, options).records


class _Reading:
    def __init__(self, document: Any, report: FileReport, options: Options) -> None:
        self.report = report
        self.made = SkillRecords(report, options)
        report.values = leaves(document)
        if _is_log(document):
            raise ImportRefused(
                f'"{report.file}" is the change log of a skill, not the skill. Export the skill itself and import that.'
            )
        if isinstance(document, list) and document and all(_is_collection(entry) for entry in document):
            for number, entry in enumerate(document, start=1):
                self._collection(entry, f"collection {number}")
        elif isinstance(document, list):
            self._list(document)
        elif _is_collection(document):
            self._collection(document, "the collection")
        elif _is_skill(document):
            self.made.made_up("skill")
            self._skill(document, "the skill")
        else:
            self._refuse()
        self.records = self.made.finish()

    def _refuse(self) -> None:
        raise ImportRefused(
            f'"{self.report.file}" holds no skills: they have a "skillName" and a "skillStatement". '
            "Export the skills or the collection and import that."
        )

    def _list(self, entries: list[Any]) -> None:
        """Skills; or, as the answer of the check for duplicates, a list of skills for each one that was asked for."""
        flat = [skill for entry in entries for skill in (entry if isinstance(entry, list) else [entry])]
        if not flat or not all(_is_skill(skill) for skill in flat):
            self._refuse()
        nested = [isinstance(entry, list) for entry in entries]
        framework = self.made.made_up("list")
        if any(nested):
            framework.extra["@@lists"] = len(entries)
        for number, entry in enumerate(entries):
            for place, skill in enumerate(entry if isinstance(entry, list) else [entry]):
                where = f"skill {number + 1}" + (f".{place + 1}" if nested[number] else "")
                taken = self._skill(skill, where)
                if any(nested):
                    taken.extra["@@list"] = number

    def _collection(self, document: dict[str, Any], where: str) -> None:
        """A collection, or the page of an answer: an object with a list of skills, whatever the list is called."""
        name = _list_of_skills(document)
        collection = {term: value for term, value in document.items() if term != name}
        record, columns = self.made.collection(collection, where)
        if name not in (None, "skills"):
            record.extra["@@skills"] = name
        if "name" not in record.columns:
            record.columns["name"] = {self.made.language: self.report.title()}
        for term, value in collection.items():
            if term in columns:
                self.report.keep(term, columns[term], leaves(value))
            else:
                self.report.keep_extra(term, leaves(value))
        for number, skill in enumerate(document[name] if name is not None else (), start=1):
            self._skill(skill, f"skill {number}" if where == "the collection" else f"{where}, skill {number}")

    def _skill(self, skill: dict[str, Any], where: str) -> Any:
        skill = dict(skill)
        old: list[tuple[str, str]] = []
        for term, now in _OLD_TERMS.items():
            text = skill.get(term)
            if isinstance(text, str) and text.strip(" ;") and now not in skill:
                entries = [part.strip() for part in text.split(";") if part.strip()]
                skill = {now if key == term else key: entries if key == term else value for key, value in skill.items()}
                old.append((term, now))
                if len(entries) > 1:
                    self.report.repair(where, text, "; ".join(entries), "Version 3 has a list here")
        taken = self.made.skill(skill, where)
        lists = {now for _, now in old}
        count_leaves(self.report, {term: value for term, value in skill.items() if term not in lists}, taken)
        for term, now in old:
            if now in taken.columns:
                self.report.keep(term, taken.columns[now])
            else:
                self.report.keep_extra(term)
        return taken.record


def _is_skill(value: Any) -> bool:
    return isinstance(value, dict) and (
        "skillName" in value or "skillStatement" in value or value.get("type") == rsd.SKILL
    )


def _list_of_skills(document: dict[str, Any]) -> str | None:
    """The property of a collection that holds its skills."""
    return next(
        (
            term
            for term, value in document.items()
            if isinstance(value, list) and (value or term == "skills") and all(_is_skill(entry) for entry in value)
        ),
        None,
    )


def _is_collection(value: Any) -> bool:
    if not isinstance(value, dict) or "skillName" in value or value.get("type") == rsd.SKILL:
        return False
    return value.get("type") == rsd.COLLECTION or _list_of_skills(value) is not None


def _is_log(document: Any) -> bool:
    entries = document if isinstance(document, list) else [document]
    return bool(entries) and all(
        isinstance(entry, dict) and {"operationType", "changedFields"} <= set(entry) for entry in entries
    )


READER = RsdJsonReader()
