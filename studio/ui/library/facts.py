# SPDX-License-Identifier: Apache-2.0
"""What the details at the right say about one item of the library, read at once; no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.model import rubrics, schema
from studio.model.values import in_language
from studio.standards.wording import class_words, column_words, kind_words
from studio.ui.badges.list_pages import language_name
from studio.ui.library.properties import Line, lines_of, targets
from studio.ui.library.queries import PARTS, STANDARDS
from studio.ui.models.link_facts import LinkLine, names_of
from studio.ui.models.link_facts import lines_of as link_lines
from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.model.project import Project

KINDS = ("concept", "progression_level", "concept_scheme", "progression_model", "rubric", "resource")
_TITLES = ("label", "name")
_TEXTS = ("description", "definition", "note", "passing_rule")


@dataclass(slots=True)
class Facts:
    """One item: kind in words, title, names in other languages, texts, properties, links, identifiers."""

    id: str
    kind: str
    title: str
    code: str
    belongs_to: tuple[str, str] = ("", "")
    """Name and id of what it is in."""
    names: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    more: int = 0
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Id and name of the items that references mean."""
    links: list[LinkLine] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)


def facts_of(project: Project, item_id: str, language: str) -> Facts | None:
    """What is to be said about an item; ``None`` when the library has no such item."""
    for kind in KINDS:
        table = schema.ITEMS[kind]
        row = project.row(select(table).where(table.c.id == item_id))
        if row is not None:
            return _facts(project, kind, row._asdict(), language)
    return None


def _facts(project: Project, kind: str, row: dict[str, Any], language: str) -> Facts:
    title = next((row[name] for name in _TITLES if row.get(name)), None) or {}
    words = translate(class_words(row.get("type") or "")) if kind == "resource" else translate(kind_words(kind))
    if kind == "resource":
        words += f"  ·  {STANDARDS.get(row['standard'], row['standard'])}"
    found = Facts(row["id"], words, in_language(title, language), row.get("code") or row.get("notation") or "")
    if len(title) > 1:
        found.names = [Line(0, "", text, tag) for tag, text in title.items()]
    found.lines = [line for name in _TEXTS if row.get(name) for line in _texts(name, row[name])]
    if row.get("language"):
        found.lines.append(Line(0, translate(column_words("language")), language_name(row["language"])))
    if row.get("status"):
        found.lines.append(Line(0, translate(column_words("status")), str(row["status"])))
    if kind == "resource":
        _read_record(found, row)
    elif kind == "rubric":
        found.lines += _criteria(project, row["id"], language)
    else:
        found.lines += _kept_extra(row)
    found.belongs_to = _belongs_to(project, kind, row, language)
    document = (row.get("document_id") or row["id"]) if kind == "resource" else None
    meant = {each: item for each, item in targets(project, found.lines, document).items() if item != row["id"]}
    named = names_of(project, set(meant.values()), language)
    for each, item in meant.items():
        name = named.get(item)
        found.targets[each] = (item, f"{name.code} {name.text}".strip() if name is not None else "")
    found.links = link_lines(project, row["id"], language)
    found.identifiers = _identifiers(kind, row)
    return found


def _texts(name: str, texts: Any) -> list[Line]:
    if not isinstance(texts, dict):
        return [Line(0, translate(column_words(name)), str(texts))]
    several = len(texts) > 1
    return [
        Line(0, "" if number else translate(column_words(name)), str(text), tag if several else "")
        for number, (tag, text) in enumerate(texts.items())
    ]


def _read_record(found: Facts, row: dict[str, Any]) -> None:
    """The properties of the record, without those that stand above them already."""
    said = {line.text for line in (*found.names, *found.lines)} | {found.title, found.code, row.get("ctid") or ""}
    lines, found.more = lines_of(row.get("content") or {})
    known: list[Line] = []
    label = ""
    for line in lines:
        label = line.label or label
        if line.depth == 0 and line.text and line.text in said:
            continue
        first = not known or line.depth or line.label or label != _last_label(known)
        known.append(Line(line.depth, label if first else "", line.text, line.language, line.reference))
    found.lines += known


def _last_label(lines: list[Line]) -> str:
    return next((line.label for line in reversed(lines) if line.depth == 0 and line.label), "")


def _kept_extra(row: dict[str, Any]) -> list[Line]:
    found: list[Line] = []
    for name, kept in (row.get("extra") or {}).items():
        if isinstance(kept, dict):  # names with one "@" are notes of a reader for the writer
            kept = {key: value for key, value in kept.items() if key[:1] != "@" or key[:2] == "@@"}
        if kept:
            found.append(Line(0, translate("From {0}").format(STANDARDS.get(name, name)), ""))
            lines, _more = lines_of(kept, 60)
            found += [Line(line.depth + 1, line.label, line.text, line.language, line.reference) for line in lines]
    return found


def _criteria(project: Project, rubric_id: str, language: str) -> list[Line]:
    """Each criterion with what it says at each level."""
    grid = rubrics.grid(project, rubric_id)
    found: list[Line] = []
    for criterion in grid.criteria:
        name = in_language(criterion.name, language) or translate(kind_words("rubric_criterion"))
        found.append(Line(0, name, in_language(criterion.description, language)))
        cells = grid.cells.get(criterion.id, {})
        found += [
            Line(1, in_language(level.name, language), in_language(cells[level.id].description, language))
            for level in grid.levels
            if level.id in cells
        ]
    return found


def _belongs_to(project: Project, kind: str, row: dict[str, Any], language: str) -> tuple[str, str]:
    for owner, (part, column) in PARTS.items():
        if part.name == kind:
            table = schema.ITEMS[owner]
            name = project.scalar(select(table.c.name).where(table.c.id == row[column]))
            return in_language(name, language) or translate(kind_words(owner)), row[column]
    owner_id = row.get("document_id") if kind == "resource" else None
    if not owner_id:
        return "", ""
    name_of = names_of(project, [owner_id], language).get(owner_id)
    return (name_of.text or name_of.code, owner_id) if name_of is not None else ("", "")


def _identifiers(kind: str, row: dict[str, Any]) -> list[tuple[str, str]]:
    values = [("CTID", row.get("ctid")), (translate("Address"), row.get("uri"))]
    if kind == "resource":
        values += [(translate("Class"), row.get("type")), (translate("Standard"), row.get("standard"))]
    return [(name, str(value)) for name, value in (*values, (translate("Identifier"), row["id"])) if value]
