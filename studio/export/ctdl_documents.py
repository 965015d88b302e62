# SPDX-License-Identifier: Apache-2.0
"""Which documents an export of CTDL has: one a framework, concept scheme, progression model and rubric, and one a
resource or organization that headed a document where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select

from studio.model import schema
from studio.model.change import chunks
from studio.model.errors import StudioError
from studio.model.lookup import called
from studio.model.values import in_language

if TYPE_CHECKING:
    from studio.model.project import Project

TABLES: dict[str, tuple[Table, str]] = {
    "framework": (schema.framework, "framework"),
    "concept_scheme": (schema.concept_scheme, "concepts"),
    "progression_model": (schema.progression_model, "levels"),
    "rubric": (schema.rubric, "rubric"),
    "organization": (schema.organization, "organization"),
    "resource": (schema.resource, "resource"),
}
"""The tables whose rows head documents, and the word their files are named with."""


@dataclass(slots=True)
class Document:
    """One document of the export: what it is about, and the name of its file without ending."""

    kind: str
    id: str
    name: str


def documents(project: Project, ids: Sequence[str]) -> list[Document]:
    """The documents for the named items, or for everything. Raises StudioError for an item that has none."""
    found: list[Document] = []
    names: set[str] = set()
    wanted = set(ids)
    for kind, (table, word) in TABLES.items():
        for row in _rows(project, kind, table):
            if wanted and row["id"] not in wanted:
                continue
            if not wanted and kind == "organization" and not _heads_document(row):
                continue
            label = file_name(row.get("code") or in_language(row["name"]) or row["id"])
            what = str(row.get("type") or "").rpartition(":")[2].lower() if kind == "resource" else word
            name = label if label.lower().startswith(what or word) else f"{file_name(what or word)}-{label}"
            found.append(Document(kind, row["id"], unique(name, names)))
    missing = wanted - {document.id for document in found}
    if missing:
        raise StudioError(
            "CTDL graphs are made of frameworks, concept schemes, progression models, rubrics, organizations and CTDL "
            f'resources; "{called(project, min(missing))}" is none of them. Name the framework it belongs to.'
        )
    if not found:
        raise StudioError("This project has no framework to export yet. Make or import one first.")
    return found


def _rows(project: Project, kind: str, table: Table) -> Iterator[dict[str, Any]]:
    """What names the documents of one table, in the order of the project."""
    wanted = ("id", "name", "code", "type", "extra")
    columns = [table.c[name] for name in wanted if name in table.c and (name != "extra" or kind == "organization")]
    order = table.c.position if "position" in table.c else _badge_position(table)
    statement = select(*columns).order_by(order, table.c.id)
    if kind == "resource":
        statement = statement.where(table.c.standard == "ctdl", table.c.document_id.is_(None))
    return (row._asdict() for row in project.rows(statement))


def _heads_document(row: dict[str, Any]) -> bool:
    """Whether an organization came with a node of its own."""
    return bool(((row["extra"] or {}).get("ctdl") or {}).get("@document"))


def members(project: Project, document_id: str) -> Iterator[dict[str, Any]]:
    """The resources that came in the document of an item, in their order."""
    r = schema.resource.c
    statement = select(r.id).where(r.document_id == document_id, r.standard == "ctdl").order_by(r.position, r.id)
    ids = [row.id for row in project.rows(statement)]
    for batch in chunks(ids):
        found = {row.id: row._asdict() for row in project.rows(select(schema.resource).where(r.id.in_(batch)))}
        yield from (found[each] for each in batch if each in found)


def member_classes(project: Project, document_id: str) -> list[str]:
    """The classes of those resources."""
    r = schema.resource.c
    statement = select(r.type).where(r.document_id == document_id, r.standard == "ctdl").distinct()
    return sorted({str(row.type or "") for row in project.rows(statement)})


def _badge_position(table: Table) -> Any:
    """Rubrics have no order of their own: they follow the badges that use them."""
    b = schema.badge.c
    return select(func.min(b.position)).where(b.rubric_id == table.c.id).scalar_subquery()


def file_name(text: str) -> str:
    """A text as part of a file name."""
    words = "".join(letter if letter.isalnum() or letter in ".-_" else " " for letter in text).split()
    return "-".join(words)[:60].strip(".-") or "unnamed"


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number when it is taken; remembers it."""
    candidate, number = name, 2
    while candidate.lower() in taken:
        candidate, number = f"{name}-{number}", number + 1
    taken.add(candidate.lower())
    return candidate
