# SPDX-License-Identifier: Apache-2.0
"""Rules about records of CTDL: RS01 to RS21. Courses, credentials, pathways and the like are looked at whole; of
frameworks, competencies, organizations and scales what a file brought that has no column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import String, Table, exists, func, or_, select, type_coerce
from sqlalchemy.sql import ColumnElement

from studio.checks.records import POLICY, STRUCTURE, Records
from studio.checks.resource_nodes import Record, World
from studio.checks.rules import Finding, Scope, found, rule
from studio.checks.snapshot import Snapshot
from studio.checks.words import shorten
from studio.model import schema
from studio.model.project import Project
from studio.model.values import in_language
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list

_MADE_UP = "@made-up"

_TABLES: tuple[tuple[Table, str | None], ...] = (
    (schema.organization, None),
    (schema.framework, None),
    (schema.competency, "framework_id"),
    (schema.concept_scheme, None),
    (schema.concept, "scheme_id"),
    (schema.progression_model, None),
    (schema.progression_level, "model_id"),
    (schema.rubric, None),
)
"""The tables that hold things of CTDL besides resources, and the column that names the document."""


def load_records(project: Project) -> Records:
    """Every record of CTDL and what everything is called, with a few column queries a table."""
    if not _any(project):
        return Records()
    made = Records(list(_resources(project)))
    for table, owner in _TABLES:
        made.records += _rows(project, made.world, table, owner)
    for record in made.records:
        made.world.records[record.id] = record
        if record.kind == "resource":
            made.world.add(record.class_name, record.id, record.ctid, record.uri, record.document)
    return made


def count(project: Project) -> int:
    """How many resources there are."""
    return int(project.scalar(select(func.count()).select_from(schema.resource)) or 0)


def _any(project: Project) -> bool:
    """Whether CTDL brought anything here, in one query."""
    resources = exists(select(schema.resource.c.id).where(schema.resource.c.standard == "ctdl"))
    extras = (exists(select(table.c.id).where(_from_ctdl(table))) for table, _ in _TABLES)
    return bool(project.scalar(select(or_(resources, *extras))))


def _from_ctdl(table: Table) -> ColumnElement[bool]:
    return _raw_extra(table).like('%"ctdl"%')


def _raw_extra(table: Table) -> ColumnElement[str]:
    """The column as the text it is stored as: most rows need not be taken apart."""
    return type_coerce(table.c.extra, String)


def _resources(project: Project) -> Iterator[Record]:
    r = schema.resource.c
    columns = (r.id, r.ctid, r.uri, r.type, r.code, r.name, r.document_id, r.content)
    for row in project.rows(select(*columns).where(r.standard == "ctdl").order_by(r.position, r.id)):
        node = row.content if isinstance(row.content, dict) else {}
        name = row.code or shorten(in_language(row.name or {}), 40) or row.ctid or str(row.type or "")
        yield Record(
            "resource", row.id, name, _class(node, row.type), row.ctid, row.uri, row.document_id or row.id, node
        )


def _rows(project: Project, world: World, table: Table, owner: str | None) -> Iterator[Record]:
    """The rows of a table as records, those that CTDL brought; and what all of them are called."""
    c = table.c
    usual = ctdl.CLASSES[table.name]
    columns = [c.id, c.ctid, c.uri, c[owner] if owner else c.id]
    extras: dict[str, dict[str, Any]] = {}
    for row_id, text in project.rows(select(c.id, _raw_extra(table)).where(_from_ctdl(table))):
        extras[row_id] = json.loads(text).get("ctdl") or {}
    names = _names(project, table) if extras else {}
    said = _columns(project, table) if extras and table is schema.organization else None
    for row_id, ctid, uri, document in project.rows(select(*columns)):
        extra = extras.get(row_id, {})
        if not extra.get(_MADE_UP):
            world.add(_class(extra, usual), row_id, ctid, uri, document)
        if row_id in extras:
            node = {name: value for name, value in extra.items() if name[:1] != "@" or name == "@type"}
            class_name = _class(extra, usual)
            if said is not None:
                node = {**said.get(row_id, {}), **node}
            made = Record(table.name, row_id, names[row_id], class_name, ctid, uri, document, node)
            made.partial, made.made_up = said is None, bool(extra.get(_MADE_UP))
            yield made


def _columns(project: Project, table: Table) -> dict[str, dict[str, Any]]:
    """The properties that rows hold in columns, as the model writes them."""
    fields = [field for field in ctdl.FIELDS[table.name] if field.column in table.c]
    columns = [table.c.id, *(table.c[field.column] for field in fields)]
    return {
        row[0]: {field.property: value for field, value in zip(fields, row[1:], strict=True) if value}
        for row in project.rows(select(*columns).where(_from_ctdl(table)))
    }


def _names(project: Project, table: Table) -> dict[str, str]:
    """What people call the rows that CTDL brought: the code, else the name, shortened."""
    text = next(name for name in ("name", "label") if name in table.c)
    code = table.c.code if "code" in table.c else table.c.id
    found = {}
    for row_id, label, said in project.rows(select(table.c.id, table.c[text], code).where(_from_ctdl(table))):
        found[row_id] = said if said and said != row_id else shorten(in_language(label or {}), 40)
    return found


def _class(node: dict[str, Any], otherwise: str | None) -> str:
    said = next((each for each in as_list(node.get("@type")) if isinstance(each, str)), None)
    return said or otherwise or ""


# -- rules


def _look(rule_id: str, snapshot: Snapshot) -> Iterator[Finding]:
    for record, problem in snapshot.records.problems(rule_id):
        yield found(
            rule_id,
            record.kind,
            record,
            problem.message,
            field=problem.field or None,
            text=problem.text,
            related=problem.related,
            fix_id=problem.fix_id,
        )


for _rule_id in (*STRUCTURE, *POLICY):
    rule(_rule_id, "project", Scope.PROJECT)(partial(_look, _rule_id))
