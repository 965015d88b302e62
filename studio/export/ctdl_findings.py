# SPDX-License-Identifier: Apache-2.0
"""What CTDL cannot carry, and what the Registry Assistant would refuse, said before anything is sent.

The conditions are those of the registry's assistant for frameworks, concept schemes, progression models and rubrics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export.losses import Losses
from studio.export.service import Finding
from studio.model import schema
from studio.model.associations import KINDS
from studio.model.values import is_ctid
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list

if TYPE_CHECKING:
    from studio.model.project import Project

SHORTEST_DESCRIPTION = 15
Node = dict[str, Any]
Findings = list[Finding | str]


def losses(findings: Findings) -> Losses:
    """What CTDL-ASN has no place for, item by item."""
    return Losses(findings, "CTDL-ASN", "ctdl", ctdl.UNWRITTEN, ctdl.BESIDE)


def lost(notes: Losses, table: str, row: dict[str, Any]) -> None:
    """What of an item is not written: columns without a property, words where the standard takes addresses only."""
    notes.row(table, row)
    for column, words in _ADDRESSES[table]:
        if any(not (isinstance(entry, str) and ctdl.is_address(entry)) for entry in as_list(row.get(column))):
            notes.lose(row["id"], words)
    status = row.get("status")
    if status and status not in ctdl.STATUSES:
        notes.lose(row["id"], "status of its own")


_ADDRESSES = {
    table: [(field.column, ctdl.ADDRESSES[field.column]) for field in fields if field.column in ctdl.ADDRESSES]
    for table, fields in ctdl.FIELDS.items()
}


def of_other_standards(project: Project, ids: Sequence[str], findings: Findings) -> None:
    """Resources of other standards, which stay in the project: those of the named items, or all."""
    r = schema.resource.c
    named = set(ids)
    notes = losses(findings)
    rows = project.rows(select(r.id, r.standard, r.type, r.document_id).where(r.standard != "ctdl").order_by(r.id))
    for row in rows:
        if not named or row.document_id in named:
            notes.lose(row.id, f"{row.type or 'a record'} of another standard")


def unmapped(kind: str, item_id: str | None) -> Finding:
    """A link that CTDL-ASN has no property for, or whose other end it may not speak about."""
    label = KINDS[kind].label if kind in KINDS else kind
    return Finding(f'A link of the kind "{label}" cannot be said in CTDL-ASN and is left out.', "warning", item_id)


def from_the_other_end(kind: str, item_id: str) -> Finding:
    """A link that the item at its other end says, in the document of that item's framework."""
    text = f'A link of the kind "{KINDS[kind].label}" is written in the document of the framework that it leads to.'
    return Finding(text, "note", item_id)


def scale(row: dict[str, Any], main: Node, kind: str, findings: Findings) -> None:
    """A concept scheme or progression model."""
    word = "concept scheme" if kind == "concept_scheme" else "progression model"
    _head(row, main, word, findings)
    if not main.get("skos:hasTopConcept"):
        part = "term" if kind == "concept_scheme" else "level"
        findings.append(Finding(f"The {word} has no {part}. Add one before publishing.", "error", row["id"]))
    if kind == "progression_model" and not main.get("ceasn:publisher"):
        _missing("publisher", word, row, findings)


def rubric(row: dict[str, Any], main: Node, findings: Findings) -> None:
    """A rubric."""
    _head(row, main, "rubric", findings)
    for name, words in (("ceasn:publisher", "publisher"), ("ceterms:subjectWebpage", "web page")):
        if not main.get(name):
            _missing(words, "rubric", row, findings)


def _head(row: dict[str, Any], main: Node, word: str, findings: Findings) -> None:
    name, description = main.get("ceasn:name"), main.get("ceasn:description")
    if not name:
        _missing("name", word, row, findings)
    if not description:
        _missing("description", word, row, findings)
    elif description == name:
        findings.append(Finding(f"The {word}'s description repeats its name. Say what it is for.", "error", row["id"]))
    elif isinstance(description, dict) and any(_short(text) for text in description.values()):
        findings.append(
            Finding(
                f"The {word}'s description is shorter than {SHORTEST_DESCRIPTION} characters. Say more.",
                "error",
                row["id"],
            )
        )
    _ctid(row, word, findings)


def _short(text: Any) -> bool:
    return isinstance(text, str) and len(text) < SHORTEST_DESCRIPTION


def _missing(what: str, word: str, row: dict[str, Any], findings: Findings) -> None:
    findings.append(Finding(f"The {word} has no {what}. The registry asks for one.", "error", row["id"]))


def _ctid(row: dict[str, Any], word: str, findings: Findings) -> None:
    if not row["ctid"]:
        findings.append(Finding(f"The {word} has no CTID yet. Make one before publishing.", "error", row["id"]))
    elif not is_ctid(row["ctid"]):
        findings.append(
            Finding(
                f'The {word}\'s CTID "{row["ctid"]}" is not "ce-" and a lower-case UUID. Correct it.',
                "error",
                row["id"],
            )
        )
    elif row["uri"] and not ctdl.ctid_of(row["uri"]):
        findings.append(
            Finding(
                f'The {word} keeps the address it came with, "{row["uri"]}", which is not one of the registry\'s.',
                "warning",
                row["id"],
            )
        )


class Tally:
    """Collects what is said about the items of a framework."""

    EACH = 20
    """How many items that the registry would refuse are named before the rest is counted."""

    def __init__(self, findings: Findings, notes: Losses) -> None:
        self.findings = findings
        self.losses = notes
        self._ctids: set[str] = set()
        self._named: dict[str, int] = {}

    def framework(self, row: dict[str, Any], main: Node, items: int) -> None:
        """The framework's own node."""
        _head(row, main, "framework", self.findings)
        if not main.get("ceasn:publisher"):
            _missing("publisher", "framework", row, self.findings)
        if not items:
            text = "The framework has no competency. The registry asks for at least one."
            self.findings.append(Finding(text, "error", row["id"]))
        elif not main.get("ceasn:hasTopChild"):
            text = "No competency stands at the top of the framework. Move one there."
            self.findings.append(Finding(text, "error", row["id"]))
        self._ctids.add(row["ctid"])

    def made_up(self, row: dict[str, Any]) -> None:
        """A framework that no file described: the items came without one."""
        text = (
            "The items came without a framework. They are written without it until the framework has a description; "
            "write one before publishing."
        )
        self.findings.append(Finding(text, "warning", row["id"]))

    def competency(self, row: dict[str, Any], made: Node) -> None:
        """One item's node."""
        code = row["code"] or "An item without code"
        if not made.get("ceasn:competencyText"):
            self._name("statement", f"{code} has no statement. The registry asks for one.", row["id"])
        ctid = row["ctid"]
        if not ctid:
            self._name("ctid", f"{code} has no CTID yet. Make one before publishing.", row["id"])
        elif not is_ctid(ctid):
            self._name("ctid", f'{code}: the CTID "{ctid}" is not "ce-" and a lower-case UUID. Correct it.', row["id"])
        elif ctid in self._ctids:
            self._name("ctid", f"{code} shares the CTID {ctid} with another item. Give it one of its own.", row["id"])
        else:
            self._ctids.add(ctid)
        lost(self.losses, "competency", row)

    def orphan(self, item_id: str) -> None:
        """An item whose parent is not there."""
        text = "An item stands under a parent that is not there. Move it to its place in the tree."
        self._name("parent", text, item_id)

    def finish(self) -> None:
        """Say what was only counted."""
        for what, count in self._named.items():
            if count > self.EACH:
                self.findings.append(Finding(f"{count - self.EACH} more items like that ({what}).", "error"))

    def _name(self, what: str, text: str, item_id: str) -> None:
        self._named[what] = self._named.get(what, 0) + 1
        if self._named[what] <= self.EACH:
            self.findings.append(Finding(text, "error", item_id))
