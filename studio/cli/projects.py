# SPDX-License-Identifier: Apache-2.0
"""``new``, ``info`` and ``recover``: a project as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import func, select

from studio.cli.common import JsonOption, ProjectArgument, note, open_project, print_json
from studio.model import schema
from studio.model.address import is_address
from studio.model.errors import StudioError
from studio.model.project import Project
from studio.model.values import in_language


def new(
    project: ProjectArgument,
    sample: Annotated[bool, typer.Option("--sample", help="Fill it with the sample project.")] = False,
    name: Annotated[str, typer.Option(help="Its name; the file's name when not given.")] = "",
    language: Annotated[str, typer.Option(help="The main language, as a BCP 47 tag.")] = "en",
    author: Annotated[str | None, typer.Option(help="Who writes its history; the user's name when not given.")] = None,
) -> None:
    """Make an empty project, or one with the whole sample."""
    from studio.standards.rdf_writing import is_language_tag

    if not is_language_tag(language):
        raise StudioError(f'"{language}" is not a language. Write a tag such as en or es-MX.')
    title = name or (Path(project).stem if not is_address(project) else "New project")
    if not sample:
        Project.create(project, name=title, language=language, author=author).close()
    else:
        from studio.importing.sample import create_sample

        create_sample(project, author=author).close()
    note("Made the project." if is_address(project) else f"Made {project}")  # an address may hold a password


def info(project: ProjectArgument, as_json: JsonOption = False) -> None:
    """Show what a project holds."""
    with open_project(project, read_only=True) as opened:
        document = contents(opened)
        title = opened.title
    if as_json:
        print_json(document)
        return
    print(title)
    for framework in document["frameworks"]:
        print(f"  {framework['name']}: {framework['items']} items, {framework['associations']} associations")
    for kind in ("organizations", "badges", "changes"):
        print(f"  {kind}: {document[kind]}")


def recover(
    project: ProjectArgument,
    drop: Annotated[bool, typer.Option("--drop", help="Drop the unsaved changes instead of keeping them.")] = False,
) -> None:
    """Keep or drop the changes that were not saved when the program closed too early."""
    if is_address(project):
        raise StudioError("A shared workspace has no unsaved changes: every change is in it at once.")
    opened = Project.open(project, recover=not drop)
    try:
        kept = opened.dirty
        if kept:
            opened.save()
    finally:
        opened.close()
    note(f"{project}: {'the unsaved changes are in the file now' if kept else 'the file is as it was last saved'}.")


def contents(project: Project) -> dict[str, Any]:
    """How much there is of what: the document of ``studio info --json``."""
    framework, competency, association = schema.framework.c, schema.competency.c, schema.association.c
    with project.read() as connection:
        counted = select(competency.framework_id, func.count()).group_by(competency.framework_id)
        items: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
        counted = select(association.framework_id, func.count()).group_by(association.framework_id)
        links: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
        language = connection.scalar(select(schema.project.c.language)) or "en"
        rows = connection.execute(
            select(framework.id, framework.ctid, framework.name).order_by(framework.position, framework.id)
        )
        frameworks: list[dict[str, object]] = [
            {
                "id": row.id,
                "ctid": row.ctid,
                "name": in_language(row.name, language),
                "items": items.get(row.id, 0),
                "associations": links.get(row.id, 0),
            }
            for row in rows
        ]

        def count(table: str) -> int:
            return connection.scalar(select(func.count()).select_from(schema.metadata.tables[table])) or 0

        return {
            "frameworks": frameworks,
            "organizations": count("organization"),
            "catalogs": 0,
            "badges": count("badge"),
            "pathways": 0,
            "readiness": 0,
            "crosswalks": 0,
            "changes": count("journal"),
        }
