# SPDX-License-Identifier: Apache-2.0
"""The rows of the three sheets of an OpenSALT workbook, by the names of their columns."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from studio.export.losses import Losses
from studio.export.one_language import lose_other_languages
from studio.export.order import competencies_in_order
from studio.export.service import Options
from studio.model import schema
from studio.model.change import chunks
from studio.model.errors import StudioError
from studio.model.lookup import called
from studio.model.values import in_language, is_uuid
from studio.standards import opensalt

if TYPE_CHECKING:
    from studio.model.project import DataRow, Project

Row = dict[str, Any]
_NAMESPACE = uuid.UUID("7a1f0f0e-4c3f-5d0b-9f39-0d6f4a1c2b77")
_ENDS = (("originNode", "origin_id"), ("destinationNode", "destination_id"))


def frameworks(project: Project, ids: Sequence[str]) -> list[DataRow]:
    """The named frameworks, or all. Raises StudioError for an item that is none, or when there is nothing."""
    f = schema.framework
    chosen = [row for row in project.rows(select(f).order_by(f.c.position, f.c.id)) if not ids or row.id in ids]
    missing = set(ids) - {row.id for row in chosen}
    if missing:
        raise StudioError(
            f'OpenSALT workbooks hold a framework each; "{called(project, min(missing))}" is none. Name its framework.'
        )
    if not chosen:
        raise StudioError("This project has no framework to export yet. Make or import one first.")
    return chosen


class Framework:
    """One framework as rows."""

    def __init__(self, project: Project, row: DataRow, options: Options, losses: Losses) -> None:
        self.project = project
        self.row: Row = row._asdict()
        self.id: str = row.id
        self.options = options
        self.losses = losses
        self.main = str(row.language or "en")
        self.order, _ = competencies_in_order(project, row.id)
        c = schema.competency.c
        self.known: dict[str, DataRow] = {}
        for batch in chunks(self.order):
            columns = (c.id, c.ctid, c.code, c.parent_id, c.extra)
            self.known.update((found.id, found) for found in project.rows(select(*columns).where(c.id.in_(batch))))
        self.order = [item for item in self.order if item in self.known]

    def document(self) -> list[Row]:
        """The row of CF Doc, and further ones that it came with."""
        row = dict(self.row)
        if row["publisher_id"] and not row["publisher_name"]:
            o = schema.organization.c
            row["publisher_name"] = in_language(
                self.project.scalar(select(o.name).where(o.id == row["publisher_id"])), self.main
            )
        if len(row["source"] or []) > 1:
            self.losses.lose(self.id, "further sources")
        if "above" in self._own(row):
            self.losses.lose(self.id, "lines above the columns of a sheet")
        return [self._row("framework", row), *self._own(row).get("other rows", {}).values()]

    def items(self) -> list[Row]:
        """The rows of CF Item in reading order."""
        made: list[Row] = []
        levels = self._levels()
        c = schema.competency
        for batch in chunks(self.order):
            self.options.step(len(made), len(self.order), in_language(self.row["name"], self.main))
            found = {row.id: row._asdict() for row in self.project.rows(select(c).where(c.c.id.in_(batch)))}
            made += (
                self._row("competency", found[item]) | {"smartLevel": levels[item]} for item in batch if item in found
            )
        return made

    def _levels(self) -> dict[str, str]:
        """The smart levels, those of the file where the item's place is still the one that they say."""
        parents = {item: row.parent_id for item, row in self.known.items()}
        computed = opensalt.smart_levels(self.order, parents)
        chosen: dict[str, str] = {}
        taken = set(computed.values())
        for item in self.order:
            level = computed[item]
            wanted = self._own(self.known[item]._asdict()).get("smartLevel")
            above = chosen.get(parents[item] or "", "")
            if isinstance(wanted, str) and opensalt.level_above(wanted) == above and wanted not in taken:
                level = wanted
                taken.add(wanted)
            elif above and opensalt.level_above(level) != above:
                level = f"{above}.{level.rpartition('.')[2]}"
            chosen[item] = level
        return chosen

    def _row(self, table: str, row: Row) -> Row:
        self.losses.row(table, row)
        own = self._own(row)
        main = row["language"] or self.main
        words = {field.column: field.property for field in opensalt.FIELDS[table] if field.kind in _TEXTS}
        lose_other_languages(self.losses, row, main, words)
        made: Row = {"identifier": identifier(row)}
        for field in opensalt.FIELDS[table]:
            text = _WRITE[field.kind](row[field.column], main)
            remembered = own.get(field.property)
            if isinstance(remembered, dict):
                text = remembered.get(row[field.column], text)
            made[field.property] = text
            if field.kind in _SEVERAL and any("|" in entry for entry in _entries(row[field.column], main)):
                self.losses.lose(row["id"], f'a "|" inside an entry of {field.property}; it separates entries')
        made |= {name: text for name, text in own.items() if name not in opensalt.MARKS and not isinstance(text, dict)}
        return made

    @staticmethod
    def _own(row: Mapping[str, Any]) -> Row:
        found: Row = (row["extra"] or {}).get("opensalt") or {}
        return found

    def other_sheets(self) -> dict[str, list[list[str]]]:
        """The sheets that came with the workbook and are none of the three."""
        found: dict[str, list[list[str]]] = self._own(self.row).get("other sheets") or {}
        return found

    # -- associations

    def associations(self) -> list[Row]:
        """Each item's place, then the links."""
        names = {item: identifier(row._asdict()) for item, row in self.known.items()} | {self.id: identifier(self.row)}
        made = [self._place(item, names) for item in self.order]
        made += [cells for row in self.known.values() for cells in self._own(row._asdict()).get("other places", ())]
        a = schema.association
        here = select(schema.competency.c.id).where(schema.competency.c.framework_id == self.id)
        rows = self.project.rows(
            select(a)
            .where(or_(a.c.framework_id == self.id, a.c.origin_id.in_(here), a.c.origin_id == self.id))
            .order_by(a.c.position, a.c.id)
        )
        elsewhere = self._elsewhere({end for row in rows for end in (row.origin_id, row.destination_id) if end})
        for row in rows:
            word = opensalt.association_type(row.kind)
            own = self._own(row._asdict())
            if row.kind == opensalt.OTHER:
                word = own.get("associationType") or word
            if word is None:
                self.losses.lose(row.origin_id, f'a link of the kind "{row.kind}"')
                continue
            if row.note:
                self.losses.lose(row.origin_id, "the note of a link")
            if row.destination_name and row.destination_id is None:
                self.losses.lose(row.origin_id, "the name of what a link points at")
            link: Row = {"identifier": row.id, "associationType": word}
            for start, column in _ENDS:
                end = getattr(row, column)
                if end is None:
                    end = row.destination_uri or ""
                link |= self._end(start, end, names, elsewhere)
            made.append(self._with_ends(link, own))
            made += own.get("again", ())
        made += self._own(self.row).get("unfinished links", {}).values()
        return made

    def _place(self, item: str, names: Mapping[str, str]) -> Row:
        row = self.known[item]
        parent = row.parent_id or self.id
        # The same row every time, for there is nothing to remember one by.
        made_up = str(uuid.uuid5(_NAMESPACE, f"{names[item]} {names.get(parent, parent)}"))
        link: Row = {"identifier": made_up, "associationType": "Is Child Of"}
        link |= self._end("originNode", item, names, {}) | self._end("destinationNode", parent, names, {})
        kept = self._own(row._asdict()).get("isChildOf")
        return self._with_ends(link, kept) if isinstance(kept, dict) else link

    def _with_ends(self, link: Row, own: Mapping[str, Any]) -> Row:
        """What the file said besides: of the link, and of ends that are still the same."""
        ends: Mapping[str, Mapping[str, str]] = own.get("ends") or {}
        for start, _ in _ENDS:
            columns = [f"{start}{part}" for part in ("Identifier", "URI", "HumanCodingScheme")]
            said = ends.get(start) or {}
            names = {str(link.get(column)).lower() for column in columns}
            if said and str(said.get("for")).lower() in names:
                link |= dict.fromkeys(columns) | {f"{start}{part}": said[part] for part in said if part != "for"}
        return link | {name: text for name, text in own.items() if name not in opensalt.MARKS and isinstance(text, str)}

    def _end(
        self, start: str, end: str, names: Mapping[str, str], elsewhere: Mapping[str, tuple[str, str | None]]
    ) -> Row:
        if end in names:
            code = self.known[end].code if end in self.known else None
            return {f"{start}Identifier": names[end], f"{start}HumanCodingScheme": code}
        if end in elsewhere:
            name, code = elsewhere[end]
            return {f"{start}Identifier": name, f"{start}HumanCodingScheme": code}
        if is_uuid(end.lower()):
            return {f"{start}Identifier": end}
        return {f"{start}{'URI' if ':' in end else 'HumanCodingScheme'}": end}

    def _elsewhere(self, ids: set[str]) -> dict[str, tuple[str, str | None]]:
        """Identifier and code of items of other frameworks."""
        c = schema.competency.c
        found: dict[str, tuple[str, str | None]] = {}
        for batch in chunks(sorted(ids - set(self.known))):
            for row in self.project.rows(select(c.id, c.ctid, c.code, c.extra).where(c.id.in_(batch))):
                found[row.id] = (identifier(row._asdict()), row.code)
        return found


def identifier(row: Mapping[str, Any]) -> str:
    """The identifier that came with an item, else the UUID of its CTID."""
    kept = ((row["extra"] or {}).get("opensalt") or {}).get("identifier")
    if isinstance(kept, str) and kept:
        return kept
    named = (row["ctid"] or "")[3:]
    return named if is_uuid(named) else str(row["id"])


_TEXTS = ("text", "texts", "words")
_SEVERAL = ("texts", "words")


def _text(value: Any, main: str) -> str:
    return in_language(value, main)


def _plain(value: Any, _main: str) -> str:
    return str(value) if value is not None else ""


def _first(value: Any, _main: str) -> str:
    return str(value[0]) if value else ""


def _entries(value: Any, main: str) -> list[str]:
    """The texts of a list, or of the list of a language, that a cell holds together."""
    if isinstance(value, Mapping):
        return list(value.get(main) or next(iter(value.values()), []))
    return [in_language(entry, main) for entry in value or []]


def _joined(value: Any, main: str) -> str:
    return "|".join(_entries(value, main))


def _words(value: Any, main: str) -> str:
    return opensalt.join_keywords(_entries(value, main))


def _levels(value: Any, _main: str) -> str:
    return ",".join(str(entry) for entry in value or [])


def _status(value: Any, _main: str) -> str:
    return opensalt.adoption_status(value) or ""


_WRITE = {
    "text": _text,
    "plain": _plain,
    "address": _first,
    "texts": _joined,
    "words": _words,
    "levels": _levels,
    "language": _plain,
    "status": _status,
}
