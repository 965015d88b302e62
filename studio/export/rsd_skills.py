# SPDX-License-Identifier: Apache-2.0
"""The competencies of a framework as Rich Skill Descriptors in the terms of OSMT's API, for both writers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export.ctdl_addresses import Addresses
from studio.export.losses import Losses
from studio.export.one_language import lose_other_languages
from studio.export.order import competencies_in_order
from studio.export.service import Options
from studio.model import schema
from studio.model.change import chunks
from studio.model.errors import StudioError
from studio.model.lookup import called
from studio.model.values import in_language, is_uuid
from studio.standards import ctdl, rsd

if TYPE_CHECKING:
    from studio.model.project import DataRow, Project

Skill = dict[str, Any]
_IDENTITY = ("@context", "type", "id", "uuid")
_STATUS = {status: word for word, status in rsd.STATUSES.items()}
_FRAMEWORK_NAME = {scheme: name for name, scheme in rsd.FRAMEWORKS.items()}


def frameworks(project: Project, ids: Sequence[str]) -> list[DataRow]:
    """The named frameworks, or all. Raises StudioError for an item that is none, or when there is nothing."""
    f = schema.framework
    rows = project.rows(select(f).order_by(f.c.position, f.c.id))
    chosen = [row for row in rows if not ids or row.id in ids]
    missing = set(ids) - {row.id for row in chosen}
    if missing:
        raise StudioError(
            f'Skills are written from frameworks; "{called(project, min(missing))}" is none. Name its framework.'
        )
    if not chosen:
        raise StudioError("This project has no framework to export yet. Make or import one first.")
    return chosen


def own(row: Mapping[str, Any]) -> dict[str, Any]:
    """What came with an item as a skill."""
    found: dict[str, Any] = (row["extra"] or {}).get("rsd") or {}
    return found


def identity(row: Mapping[str, Any]) -> tuple[str, str]:
    """Address and UUID: those it came with, else those of its CTID."""
    uri = row["uri"] or ""
    at_end = uri[-36:].lower()
    uuid = at_end if is_uuid(at_end) else (row["ctid"] or "")[3:]
    if not is_uuid(uuid):
        uuid = row["id"]
    return uri or f"urn:uuid:{uuid}", uuid


class Skills:
    """The skills of one framework, some hundred at a time."""

    def __init__(self, project: Project, framework: DataRow, options: Options, losses: Losses) -> None:
        self.project = project
        self.framework: dict[str, Any] = framework._asdict()
        self.options = options
        self.losses = losses
        self.main = str(framework.language or "en")
        self.name = in_language(framework.name, self.main)
        self._links = self._alignments()

    def framework_losses(self, written: bool) -> None:
        """What of the framework's own row is not written. ``written``: whether the format has a place for it at all."""
        made_up = own(self.framework).get("@@made up")
        not_from_the_file = dict.fromkeys(("status", "language")) if made_up else {}
        self.losses.row("framework", self.framework | not_from_the_file)
        if written:
            lose_other_languages(self.losses, self.framework, self.main, {"name": "name", "description": "description"})
        elif not made_up:
            self.losses.lose(self.framework["id"], "the framework itself, its name and description")

    def __iter__(self) -> Iterator[tuple[dict[str, Any], Skill]]:
        """Each competency and its skill, in reading order."""
        order, _ = competencies_in_order(self.project, self.framework["id"])
        c = schema.competency
        done = 0
        for batch in chunks(order):
            self.options.step(done, len(order), self.name)
            found = {row.id: row._asdict() for row in self.project.rows(select(c).where(c.c.id.in_(batch)))}
            for item_id in batch:
                if item_id in found:
                    yield found[item_id], self._skill(found[item_id])
            done += len(batch)

    def _skill(self, row: dict[str, Any]) -> Skill:
        self.losses.row("competency", row)
        extra = {term: value for term, value in own(row).items() if not term.startswith("@@")}
        address, uuid = identity(row)
        texts = {"label": "skillName", "statement": "skillStatement"}
        words = {"label": "short title", "statement": "statement", "keywords": "keywords"}
        lose_other_languages(self.losses, row, row["language"] or self.main, words)
        made: Skill = {
            "@context": rsd.CONTEXT,
            "type": rsd.SKILL,
            "id": address,
            "uuid": uuid,
            "status": _STATUS.get(row["status"] or ""),
        }
        main = row["language"] or self.main
        for column, term in texts.items():
            made[term] = in_language(row[column], main)
        if not made["skillName"] and not extra.get("skillName") and made["skillStatement"]:
            made["skillName"] = made["skillStatement"]
        made["categories"] = [row["category"]] if row["category"] else []
        made["keywords"] = list((row["keywords"] or {}).get(main) or next(iter((row["keywords"] or {}).values()), []))
        made["occupations"] = _occupations(row["occupations"] or [], own(row).get("@@occupations"))
        made["alignments"] = list(self._links.get(row["id"], []))
        for term, value in extra.items():
            if made.get(term) and term not in _IDENTITY:
                # The column is what the person edits; a list that came with it goes on behind.
                made[term] = (
                    [*made[term], *value] if isinstance(value, list) and isinstance(made[term], list) else made[term]
                )
            else:
                made[term] = value
        return {term: value for term, value in made.items() if value not in ("", []) or term in extra}

    # -- alignments

    def _alignments(self) -> dict[str, list[dict[str, Any]]]:
        """The links of the framework's items as alignments. Other kinds than "is related to" are written too, and the
        losses say that their kind is not."""
        a, c = schema.association, schema.competency.c
        here = select(c.id).where(c.framework_id == self.framework["id"])
        rows = self.project.rows(
            select(a)
            .where((a.c.origin_id.in_(here)) | (a.c.origin_id == self.framework["id"]))
            .order_by(a.c.position, a.c.id)
        )
        names = self._targets({row.destination_id for row in rows if row.destination_id})
        made: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            if row.origin_id == self.framework["id"]:
                self.losses.lose(row.origin_id, "a link of the framework itself")
                continue
            address, name = names.get(row.destination_id or "", (row.destination_uri or row.destination_id, None))
            name = row.destination_name or name
            if row.kind != rsd.ALIGNMENT:
                self.losses.lose(row.origin_id, f'the kind of a link ("{row.kind}"); it is written as an alignment')
            entry: dict[str, Any] = {"id": address, "skillName": name, **own(row._asdict())}
            made.setdefault(row.origin_id, []).append({key: value for key, value in entry.items() if value is not None})
        return made

    def _targets(self, ids: set[str]) -> dict[str, tuple[str, str]]:
        c = schema.competency
        found: dict[str, tuple[str, str]] = {}
        addresses = Addresses(self.project, ctdl.registry(self.options.environment))
        for batch in chunks(sorted(ids)):
            columns = (c.c.id, c.c.uri, c.c.ctid, c.c.label, c.c.statement)
            for row in self.project.rows(select(*columns).where(c.c.id.in_(batch))):
                name = in_language(row.label, self.main) or in_language(row.statement, self.main)
                found[row.id] = (addresses.own(row.id, row.ctid, row.uri), name)
        return found


def _occupations(entries: Sequence[Mapping[str, str]], more: Any) -> list[dict[str, Any]]:
    """The occupations of an item with ``more``: what came with each code."""
    more = more if isinstance(more, dict) else {}
    made: list[dict[str, Any]] = []
    for entry in entries:
        left = more.get(entry.get("code") or "") or {}
        title = "name" if "framework" in left else "targetNodeName"
        scheme = entry.get("scheme")
        found: dict[str, Any] = {"code": entry.get("code"), title: entry.get("title")}
        if "framework" not in left:
            found["frameworkName"] = _FRAMEWORK_NAME.get(scheme or "", scheme)
        made.append({term: value for term, value in {**found, **left}.items() if value is not None or term in left})
        if made[-1].get("frameworkName", "") is None:
            del made[-1]["frameworkName"]
    return made
