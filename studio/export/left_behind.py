# SPDX-License-Identifier: Apache-2.0
"""What an export of everything does not write at all: whole records that the format is not about, and items and links
that belong to nothing that is there. What a writer leaves out of the records that it does write, it says itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, or_, select

from studio.export.losses import Losses
from studio.export.service import Finding
from studio.model import schema

if TYPE_CHECKING:
    from studio.model.project import Project


@dataclass(frozen=True, slots=True)
class _Form:
    """What a writer writes, or speaks of row by row: ``tables``; resources of the standard ``heads`` that head a
    document, and resources of the standards ``parts`` that came in the document of one of the tables (``None``:
    of every standard)."""

    name: str
    tables: frozenset[str]
    heads: str = ""
    parts: tuple[str, ...] | None = ()
    links_of_terms: bool = False
    """Whether links that begin at terms and levels are written too."""
    links_by_author: bool = False
    """Whether links that a framework states are written, whatever they begin at."""


_FRAMEWORKS = frozenset({"framework"})
_TREES = frozenset({"framework", "concept_scheme", "progression_model"})
_CTDL = _Form("CTDL-ASN", _TREES | {"rubric", "organization", "resource"})
_FORMS: dict[str, _Form] = {
    "ctdl": _CTDL,
    "turtle": _CTDL,
    "ctdl-csv": _Form("The bulk upload", _TREES | {"rubric"}, heads="ctdl", parts=("ctdl",)),
    "case": _Form("CASE 1.1", _FRAMEWORKS | {"rubric"}, parts=("case",), links_by_author=True),
    "case-1.0": _Form("CASE 1.0", _FRAMEWORKS | {"rubric"}, parts=("case",), links_by_author=True),
    "skos": _Form("SKOS", _TREES, heads="skos", parts=("ctdl",), links_of_terms=True),
    "asn": _Form("ASN", _FRAMEWORKS, parts=None),
    "opensalt": _Form("The OpenSALT workbook", _FRAMEWORKS, links_by_author=True),
    "rsd": _Form("RSD CSV", _FRAMEWORKS),
    "rsd-json": _Form("RSD JSON", _FRAMEWORKS),
    "csv": _Form("CSV", _FRAMEWORKS, links_by_author=True),
    "openbadges": _Form("Open Badges 3.0", frozenset({"badge", "organization"})),
}
"""The formats that do not hold a whole project."""

_WORDS = {
    "framework": "a framework",
    "concept_scheme": "a concept scheme",
    "progression_model": "a progression model",
    "rubric": "a rubric",
    "badge": "a badge",
    "organization": "an organization beside its name",
}
_PARTS = {
    "framework": (schema.competency, "framework_id"),
    "concept_scheme": (schema.concept, "scheme_id"),
    "progression_model": (schema.progression_level, "model_id"),
}
_scheme = schema.concept_scheme.c


def left_behind(project: Project, format: str) -> list[Finding | str]:
    """One note for each record of the project that an export of everything in this format leaves out."""
    findings: list[Finding | str] = []
    form = _FORMS.get(format)
    if form is None:
        return findings
    losses = Losses(findings, form.name, "", {})
    for table, words in _WORDS.items():
        if table not in form.tables:
            for row in _rows(project, table):
                losses.lose(row.id, words)
    if form is _CTDL:
        _organizations(project, findings)
    if "resource" not in form.tables:
        _resources(project, form, losses)
    for owner in sorted(form.tables & _TREES):
        part, column = _PARTS[owner]
        for row in _rows(project, part.name, part.c[column].not_in(select(schema.ITEMS[owner].c.id))):
            losses.lose(row.id, f"an item whose {owner.replace('_', ' ')} is not there")
    if "framework" in form.tables:
        _links(project, form, losses)
    return findings


def _rows(project: Project, table: str, *where: ColumnElement[bool]) -> Iterator[Any]:
    found = schema.ITEMS[table].c
    yield from project.rows(select(found.id).where(*where).order_by(found.id))


def _organizations(project: Project, findings: list[Finding | str]) -> None:
    """Organizations that came in no document of their own: one with a CTID is named by it only, others not at all."""
    o = schema.organization.c
    tables = (schema.framework, schema.concept_scheme, schema.progression_model)
    publishers = {row.publisher_id for table in tables for row in project.rows(select(table.c.publisher_id).distinct())}
    for row in project.rows(select(o.id, o.ctid, o.extra).order_by(o.id)):
        described = ((row.extra or {}).get("ctdl") or {}).get("@document") or (row.id in publishers and not row.ctid)
        if not described:
            words = "An organization is not described with what it publishes. To export it, name it."
            findings.append(Finding(words, "note", row.id))


def _resources(project: Project, form: _Form, losses: Losses) -> None:
    """Records of other standards, and those that came in a document that is not written."""
    r = schema.resource.c
    owners = {row.id for table in form.tables & _TREES for row in _rows(project, table)}
    # A scheme that came as SKOS is written with all that came in its document.
    own = {row.id for row in project.rows(select(_scheme.id, _scheme.extra)) if (row.extra or {}).get("skos")}
    heads = {row.id for row in _rows(project, "resource", r.standard == form.heads, r.document_id.is_(None))}
    for row in project.rows(select(r.id, r.type, r.standard, r.document_id).order_by(r.id)):
        inside = row.document_id in owners and (form.parts is None or row.standard in form.parts)
        if not (inside or {row.id, row.document_id} & heads or (form.heads == "skos" and row.document_id in own)):
            losses.lose(row.id, f"a record of the kind {row.type or 'that nobody named'}")


def _links(project: Project, form: _Form, losses: Losses) -> None:
    """Links of terms and levels, where only the terms themselves are written; links that begin at nothing."""
    a = schema.association.c
    if not form.links_of_terms:
        for owner in sorted(form.tables & _TREES - _FRAMEWORKS):
            part = _PARTS[owner][0]
            for row in _rows(project, part.name, part.c.id.in_(select(a.origin_id))):
                losses.lose(row.id, "links of terms and levels")
    tables = (table for owner, (part, _) in _PARTS.items() for table in (schema.ITEMS[owner], part))
    nowhere: list[ColumnElement[bool]] = [a.origin_id.not_in(select(table.c.id)) for table in tables]
    if form.links_by_author:
        nowhere.append(or_(a.framework_id.is_(None), a.framework_id.not_in(select(schema.framework.c.id))))
    for row in _rows(project, "association", *nowhere):
        losses.lose(row.id, "a link that begins at nothing that is there")
