# SPDX-License-Identifier: Apache-2.0
"""The record of a standard as lines to read: property in words, value, language, and what a reference may name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from studio.model import schema
from studio.model.change import chunks
from studio.standards.wording import class_words, term_words

if TYPE_CHECKING:
    from studio.model.project import Project

MOST_LINES = 300
MOST_DEPTH = 8
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*|@none|und")
_CTID = re.compile(r"ce-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ADDRESS = re.compile(r"(https?://|_:|urn:)\S+")
_TYPES = ("@type", "type", "rdf:type")
_SHOWN_ELSEWHERE = frozenset({"@context", "@id", "@type"})
_LOOKED_IN = (
    "framework", "competency", "concept_scheme", "concept", "progression_model", "progression_level", "resource",
    "organization", "badge", "rubric",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``depth`` below other properties, label (empty for a further value of the line above), text, language.
    ``reference``: the address or identifier that the text is; ``web``: it can be opened in a browser."""

    depth: int
    label: str
    text: str
    language: str = ""
    reference: str = ""

    @property
    def web(self) -> bool:
        """Whether the text is a web address."""
        return self.reference.startswith(("http://", "https://"))


def lines_of(content: Any, most: int = MOST_LINES) -> tuple[list[Line], int]:
    """The lines of a record, and how many more there are than are given."""
    found: list[Line] = []
    more = 0
    for line in _lines(content, 0):
        if len(found) < most:
            found.append(line)
        else:
            more += 1
    return found, more


def targets(project: Project, lines: Iterable[Line], document_id: str | None) -> dict[str, str]:
    """The items of the project that references name: ids by reference. A blank node means one of its own document."""
    wanted = list(dict.fromkeys(line.reference for line in lines if line.reference))
    by_ctid = {match.group(): each for each in wanted if (match := _CTID.search(each)) is not None}
    found: dict[str, str] = {}
    for name in _LOOKED_IN:
        table = schema.ITEMS[name]
        blank = [each for each in wanted if each.startswith("_:")]
        whole = [each for each in wanted if not each.startswith("_:") and each not in found]
        for batch in chunks(whole):
            rows = project.rows(select(table.c.id, table.c.uri).where(table.c.uri.in_(batch)))
            found |= {row.uri: row.id for row in rows}
        if "ctid" in table.c:
            for batch in chunks(by_ctid):
                rows = project.rows(select(table.c.id, table.c.ctid).where(table.c.ctid.in_(batch)))
                found |= {by_ctid[row.ctid]: row.id for row in rows}
        if name == "resource" and document_id is not None:
            here = or_(table.c.document_id == document_id, table.c.id == document_id)
            for batch in chunks(blank):
                rows = project.rows(select(table.c.id, table.c.uri).where(table.c.uri.in_(batch), here))
                found |= {row.uri: row.id for row in rows}
    return found


def _lines(content: Any, depth: int) -> Iterator[Line]:
    if not isinstance(content, Mapping):
        yield from _values("", content, depth)
        return
    for name, value in content.items():
        if depth == 0 and name in _SHOWN_ELSEWHERE:
            continue
        if name in _TYPES and depth > 0:
            label = "Kind" if name != "type" else term_words(name)
            yield Line(depth, label, ", ".join(class_words(str(each)) for each in _listed(value)))
            continue
        label = "Address" if name == "@id" else term_words(str(name))
        yield from _values(label, value, depth)


def _values(label: str, value: Any, depth: int) -> Iterator[Line]:
    for each in _listed(value):
        for line in _value(label, each, depth):
            yield line
            label = "" if line.depth == depth else label


def _value(label: str, value: Any, depth: int) -> Iterator[Line]:
    if not isinstance(value, (Mapping, list)):
        yield _plain(label, value, depth)
    elif depth >= MOST_DEPTH:
        yield Line(depth, label, str(value)[:500])
    elif isinstance(value, list):
        yield from _values(label, value, depth)
    elif "@value" in value:
        line = _plain(label, value["@value"], depth)
        yield Line(depth, label, line.text, str(value.get("@language") or ""), line.reference)
    elif set(value) == {"@id"}:
        yield Line(depth, label, str(value["@id"]), reference=str(value["@id"]))
    elif value and all(_TAG.fullmatch(str(key)) for key in value):
        for tag, text in value.items():
            language = "" if tag == "@none" else str(tag)
            for each in _listed(text):
                yield Line(depth, label, _text(each), language)
                label = language = ""  # said once
    else:
        yield Line(depth, label, "")
        yield from _lines(value, depth + 1)


def _plain(label: str, value: Any, depth: int) -> Line:
    text = _text(value)
    is_reference = isinstance(value, str) and bool(_ADDRESS.fullmatch(text) or _CTID.fullmatch(text))
    return Line(depth, label, text, reference=text if is_reference else "")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "–" if value is None or value == "" else str(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
