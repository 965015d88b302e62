# SPDX-License-Identifier: Apache-2.0
"""Rich Skill Descriptors as records: a skill in the terms of OSMT's API becomes a competency, and its alignments links.

What a column or a link can hold goes there; the rest of the skill stays with it under ``extra["rsd"]`` in the same
terms, and is written back from there. Names that begin with ``@@`` are no terms: what the readers remember beside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.importing.readers import Options
from studio.importing.records import Record, Records
from studio.importing.report import FileReport
from studio.model.values import is_uuid
from studio.standards import rsd
from studio.standards.ctdl_values import leaves

_UUID_AT_END = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
Skill = Mapping[str, Any]


@dataclass(slots=True)
class Taken:
    """A skill as records. ``columns``: the column that took a term, wholly or in part; what is left is ``extra`` of the
    record, or of the link of an alignment (by its number)."""

    record: Record
    columns: dict[str, str] = field(default_factory=dict)
    linked: dict[int, Record] = field(default_factory=dict)


class SkillRecords:
    """The records of one file."""

    def __init__(self, report: FileReport, options: Options) -> None:
        self.records = Records(report, extra_name="rsd")
        self.language = options.language
        self._framework = "framework"
        self._links: list[Record] = []
        self._count = 0

    def made_up(self, shape: str) -> Record:
        """The framework of a file that names no collection: called like the file. ``shape``: what the file was, so
        that the same comes out again."""
        columns = {"name": {self.language: self.records.report.title()}}
        record = Record("framework", self._framework, columns, inferred=True, extra={"@@made up": shape})
        self.records.items.append(record)
        return record

    def collection(self, collection: Skill, where: str) -> tuple[Record, dict[str, str]]:
        """A collection without its skills, and the column that took each term."""
        rest = dict(collection)
        self._framework = where
        record = Record("framework", where, where=where)
        taken: dict[str, str] = {}
        self._address(record, rest, taken)
        for term in ("name", "description"):
            if isinstance(rest.get(term), str) and rest[term]:
                record.columns[term] = {self.language: rest.pop(term)}
                taken[term] = term
        self._constants(rest, taken, rsd.COLLECTION)
        self._status(record, rest, taken)
        record.extra = rest
        self.records.items.append(record)
        return record, taken

    def skill(self, skill: Skill, where: str) -> Taken:
        """One skill, in the framework made last. The caller counts."""
        self._count += 1
        rest = dict(skill)
        taken = Taken(Record("competency", f"skill {self._count}", where=where))
        record = taken.record
        record.references["framework_id"] = self._framework
        self._address(record, rest, taken.columns)
        self._constants(rest, taken.columns, rsd.SKILL)
        for column, term in (("label", "skillName"), ("statement", "skillStatement")):
            if isinstance(rest.get(term), str) and rest[term]:
                record.columns[column] = {self.language: rest.pop(term)}
                taken.columns[term] = column
        self._lists(record, rest, taken.columns)
        self._status(record, rest, taken.columns)
        _occupations(record, rest, taken.columns)
        self._alignments(taken, rest)
        record.extra = rest
        self.records.items.append(record)
        return taken

    def finish(self) -> Records:
        """All records, links last."""
        self.records.items += self._links
        self._links = []
        self.records.report.records = sum(
            not record.inferred and record.kind != "association" for record in self.records.items
        )
        return self.records

    # -- terms

    def _address(self, record: Record, rest: dict[str, Any], taken: dict[str, str]) -> None:
        """The canonical address, and the CTID of its UUID: the same skill has one identity in every standard."""
        address = rest.get("id")
        if not isinstance(address, str) or not address:
            address = ""
        found = _UUID_AT_END.search(address)
        own = found[0] if found else None
        uuid = rest.get("uuid")
        if isinstance(uuid, str) and uuid and (own is None or own == uuid) and is_uuid(uuid):
            own = uuid
            taken["uuid"] = "ctid"
            del rest["uuid"]
        if own and is_uuid(own):
            record.columns["ctid"] = f"ce-{own}"
        if address == f"urn:uuid:{own}" and "ctid" in record.columns:
            taken["id"] = "ctid"
            del rest["id"]
        elif ":" in address:
            record.columns["uri"] = rest.pop("id")
            taken["id"] = "uri"

    def _constants(self, rest: dict[str, Any], taken: dict[str, str], kind: str) -> None:
        """What every skill says the same is written again without being kept."""
        for term, value in (("type", kind), ("@context", rsd.CONTEXT)):
            if rest.get(term) == value:
                del rest[term]
                taken[term] = "kind of item"

    def _status(self, record: Record, rest: dict[str, Any], taken: dict[str, str]) -> None:
        status = rest.get("status")
        if isinstance(status, str) and status in rsd.STATUSES:
            record.columns["status"] = rsd.STATUSES[status]
            taken["status"] = "status"
            del rest["status"]

    def _lists(self, record: Record, rest: dict[str, Any], taken: dict[str, str]) -> None:
        """Keywords; the first category is the item's, the others stay beside it."""
        words = rest.get("keywords")
        if isinstance(words, list) and words and all(isinstance(word, str) and word for word in words):
            record.columns["keywords"] = {self.language: rest.pop("keywords")}
            taken["keywords"] = "keywords"
        found = rest.get("categories")
        if isinstance(found, list) and found and isinstance(found[0], str) and found[0]:
            record.columns["category"] = found[0]
            taken["categories"] = "category"
            rest["categories"] = found[1:]
            if not found[1:]:
                del rest["categories"]

    def _alignments(self, taken: Taken, rest: dict[str, Any]) -> None:
        """Alignments with an address become links; those with a name only, or with something else where the address
        belongs, stay with the skill."""
        entries = rest.get("alignments")
        if not isinstance(entries, list):
            return
        left: list[Any] = []
        seen: set[str] = {taken.record.columns.get("uri", "")}
        for number, entry in enumerate(entries):
            address = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(address, str) or "://" not in address or address in seen:
                left.append(entry)
                continue
            seen.add(address)
            more = {term: value for term, value in entry.items() if term != "id"}
            link = Record("association", f"{taken.record.key} alignment {number}", {"kind": rsd.ALIGNMENT}, extra=more)
            if isinstance(more.get("skillName"), str) and more["skillName"]:
                link.columns["destination_name"] = more.pop("skillName")
            link.references = {
                "origin_id": taken.record.key,
                "framework_id": self._framework,
                "destination_id": address,
            }
            taken.linked[number] = link
            self._links.append(link)
        if taken.linked:
            taken.columns["alignments"] = "link"
            rest["alignments"] = left
            if not left:
                del rest["alignments"]


def _occupations(record: Record, rest: dict[str, Any], taken: dict[str, str]) -> None:
    """Code, scheme and title of each occupation; what an entry says more stays under its code."""
    entries = rest.get("occupations")
    if not isinstance(entries, list) or not entries:
        return
    plain: list[dict[str, str]] = []
    more: dict[str, Any] = {}
    for entry in entries:
        code = entry.get("code") if isinstance(entry, dict) else None
        if not isinstance(code, str) or not code or code in more:
            return  # a list that this program cannot take apart stays whole
        found, left = _occupation(entry, code)
        plain.append(found)
        more[code] = left
    del rest["occupations"]
    record.columns["occupations"] = plain
    taken["occupations"] = "occupations"
    more = {code: left for code, left in more.items() if left}
    if more:
        rest["@@occupations"] = more


def _occupation(entry: dict[str, Any], code: str) -> tuple[dict[str, str], dict[str, Any]]:
    left = {term: value for term, value in entry.items() if term != "code"}
    found = {"code": code}
    # Results of a search say "name" and "framework"; the latter stays, to tell the two forms apart when written.
    title = "name" if "framework" in entry else "targetNodeName"
    if isinstance(left.get(title), str) and left[title]:
        found["title"] = left.pop(title)
    named = left.get("frameworkName")
    scheme = rsd.FRAMEWORKS.get(named) if isinstance(named, str) else None
    if scheme:
        del left["frameworkName"]
    else:
        scheme = rsd.FRAMEWORKS.get(str(left.get("framework"))) or rsd.scheme_of(code)
        left.setdefault("frameworkName", None)
        if "framework" in left:
            del left["frameworkName"]
    if scheme:
        found["scheme"] = scheme
    return found, left


def count_leaves(report: FileReport, source: Skill, taken: Taken) -> None:
    """Account for every leaf of a skill."""
    extra = taken.record.extra
    for term, value in source.items():
        left = leaves(extra.get(term))
        if term == "alignments":
            left += sum(leaves(link.extra) for link in taken.linked.values())
        elif term == "occupations":
            left += leaves(extra.get("@@occupations"))
        report.keep(term, taken.columns.get(term, ""), leaves(value) - left)
        report.keep_extra(term, left)
