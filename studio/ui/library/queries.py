# SPDX-License-Identifier: Apache-2.0
"""What the library asks of a project: its vocabularies and groups of records, and pages of what is in them.

Only columns, and only as many rows as come on screen: a vocabulary may have a hundred thousand terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, and_, func, null, or_, select

from studio.model import schema
from studio.model.change import chunks
from studio.model.values import in_language
from studio.standards.formats import FORMATS
from studio.standards.wording import class_words, kind_words
from studio.ui.models.competency_rows import PAGE, Page, RowData
from studio.ui.words import translate

if TYPE_CHECKING:
    from studio.model.project import Project

PARTS = {
    "concept_scheme": (schema.concept, "scheme_id"),
    "progression_model": (schema.progression_level, "model_id"),
}
"""What the two kinds of vocabularies own, and by which column."""
MOST_ORPHANS = 2_000
MOST_MATCHES = 5_000
STANDARDS = {"ctdl": "CTDL", "case": "CASE", "skos": "SKOS", "asn": "ASN", "rsd": "RSD", "opensalt": "OpenSALT"}


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the list at the left: a vocabulary, or the records of one class. ``id`` of records is made up."""

    id: str
    kind: str
    title: str
    count: int
    code: str = ""
    standard: str = ""
    types: tuple[str, ...] = ()

    @property
    def is_tree(self) -> bool:
        """Whether it is a vocabulary, with terms below terms."""
        return self.kind in PARTS

    @property
    def table(self) -> Table:
        """The table of what is in it."""
        return PARTS[self.kind][0] if self.is_tree else schema.ITEMS[self.kind]


def groups(project: Project, language: str) -> list[Group]:
    """Everything in the library: vocabularies, progression models, rubrics, records by class."""
    found: list[Group] = []
    for kind, (part, column) in PARTS.items():
        owner = schema.ITEMS[kind].c
        counts = dict(_pairs(project, select(part.c[column], func.count()).group_by(part.c[column])))
        rows = project.rows(select(owner.id, owner.code, owner.name).order_by(owner.position, owner.id))
        found += [
            Group(row.id, kind, in_language(row.name, language), counts.get(row.id, 0), row.code or "") for row in rows
        ]
    rubrics = int(project.scalar(select(func.count()).select_from(schema.rubric)) or 0)
    if rubrics:
        found.append(Group("rubrics", "rubric", translate("All rubrics"), rubrics))
    return found + _records(project)


def _records(project: Project) -> list[Group]:
    r = schema.resource.c
    found: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = {}
    for row in project.rows(select(r.standard, r.type, func.count()).group_by(r.standard, r.type).order_by(r.type)):
        # Classes that are called the same in words are one group.
        count, types = found.get((_class_name(row[1]), row[0]), (0, ()))
        found[_class_name(row[1]), row[0]] = (count + int(row[2]), (*types, row[1] or ""))
    twice = [words for words, _standard in found]
    return [
        Group(
            _records_id(standard, words),
            "resource",
            f"{words} ({STANDARDS.get(standard, standard)})" if twice.count(words) > 1 else words,
            count,
            standard=standard,
            types=types,
        )
        for (words, standard), (count, types) in sorted(found.items())
    ]


def _class_name(name: str | None) -> str:
    return translate(class_words(name or ""))


def _records_id(standard: str, words: str) -> str:
    return f"{standard} {words}"


def _pairs(project: Project, statement: Any) -> Iterable[tuple[str, int]]:
    return ((row[0], int(row[1])) for row in project.rows(statement))


def group_of(project: Project, item_id: str) -> tuple[str, str] | None:
    """In which group an item stands, and its id there (``""`` for a vocabulary itself); ``None`` when in none."""
    for kind, (part, column) in PARTS.items():
        if project.scalar(select(schema.ITEMS[kind].c.id).where(schema.ITEMS[kind].c.id == item_id)) is not None:
            return item_id, ""
        owner = project.scalar(select(part.c[column]).where(part.c.id == item_id))
        if owner is not None:
            return str(owner), item_id
    r = schema.resource.c
    row = project.row(select(r.standard, r.type).where(r.id == item_id))
    if row is not None:
        return _records_id(row.standard, _class_name(row.type)), item_id
    if project.scalar(select(schema.rubric.c.id).where(schema.rubric.c.id == item_id)) is not None:
        return "rubrics", item_id
    return None


class Source:
    """The items of one group, in pages: below each other for a vocabulary, in a row for records and for a filter."""

    def __init__(self, project: Project, group: Group, language: str, words: str = "") -> None:
        """``words``: only items whose texts contain them."""
        self.project, self.group, self.language = project, group, language
        self._table = group.table
        self._ids: list[str] | None = None
        self._orphans: list[str] = []
        self.words = words
        if words:
            self._ids = self._matches(words)
        elif not group.is_tree:
            self._ids = self._all()
        else:
            self._orphans = self._without_parent()

    @property
    def matches(self) -> int:
        """How many a filter lets through."""
        return len(self._ids or ())

    def all_ids(self) -> list[str]:
        """Every item of the group that the filter lets through."""
        return self._all() if self._ids is None else list(self._ids)

    def page(self, parent_id: str | None, after: RowData | None, start: int, limit: int = PAGE) -> Page:
        """The next rows below a parent, ``None`` for the top."""
        if self._ids is not None:
            wanted = self._ids[start : start + limit] if parent_id is None else []
            rows = self.rows(wanted)
            return Page([rows[each] for each in wanted if each in rows], start + len(wanted) >= len(self._ids))
        t = self._table.c
        statement = select(*self._columns()).where(self._below(parent_id)).order_by(t.position, t.id).limit(limit + 1)
        if after is not None:
            at = after.position
            statement = statement.where(or_(t.position > at, and_(t.position == at, t.id > after.id)))
        found = self.project.rows(statement)
        return Page(self._dress(found[:limit]), len(found) <= limit)

    def rows(self, ids: Sequence[str]) -> dict[str, RowData]:
        """Rows by id; ids that are gone are left out."""
        found: list[Any] = []
        for batch in chunks(ids):
            found += self.project.rows(select(*self._columns()).where(self._table.c.id.in_(batch)))
        return {row.id: row for row in self._dress(found)}

    def way_to(self, item_id: str) -> list[tuple[str, int]] | None:
        """The items above and the item itself, each with how many siblings stand before it; ``None`` when it is not
        here."""
        if self._ids is not None:
            return [(item_id, self._ids.index(item_id))] if item_id in self._ids else None
        t = self._table.c
        way: list[str] = []
        step: str | None = item_id
        while step is not None and step not in way:
            way.append(step)
            row = self.project.row(select(t.parent_id).where(t.id == step, self._owned()))
            if row is None:
                return None
            step = None if step in self._orphans else row.parent_id
        return [(each, self._place(each)) for each in reversed(way)]

    # inside

    def _place(self, item_id: str) -> int:
        t = self._table.c
        row = self.project.row(select(t.parent_id, t.position).where(t.id == item_id))
        if row is None:
            return 0
        parent_id = None if item_id in self._orphans else row.parent_id
        before = or_(t.position < row.position, and_(t.position == row.position, t.id < item_id))
        return int(self.project.scalar(select(func.count()).where(self._below(parent_id), before)) or 0)

    def _owned(self) -> ColumnElement[bool]:
        return self._table.c[PARTS[self.group.kind][1]] == self.group.id

    def _below(self, parent_id: str | None) -> ColumnElement[bool]:
        t = self._table.c
        if parent_id is not None:
            return and_(self._owned(), t.parent_id == parent_id)
        top = t.parent_id.is_(None)
        return and_(self._owned(), or_(top, t.id.in_(self._orphans)) if self._orphans else top)

    def _without_parent(self) -> list[str]:
        """Terms whose broader term is not in this vocabulary: they stand at the top."""
        t, above = self._table.c, self._table.alias()
        home = PARTS[self.group.kind][1]
        statement = (
            select(t.id)
            .outerjoin(above, and_(above.c.id == t.parent_id, above.c[home] == t[home]))
            .where(self._owned(), t.parent_id.is_not(None), above.c.id.is_(None))
            .limit(MOST_ORPHANS)
        )
        return [row.id for row in self.project.rows(statement)]

    def _all(self) -> list[str]:
        t = self._table.c
        statement = select(t.id).where(self._mine())
        return [row.id for row in self.project.rows(statement.order_by(*self._order()))]

    def _order(self) -> list[ColumnElement[Any]]:
        t = self._table.c
        return [t[name] for name in ("position", "code", "id") if name in t]

    def _mine(self) -> ColumnElement[bool]:
        if self.group.is_tree:
            return self._owned()
        if self.group.kind != "resource":
            return self._table.c.id.is_not(None)
        r = schema.resource.c
        same = r.type.in_(self.group.types)
        return and_(r.standard == self.group.standard, or_(same, r.type.is_(None)) if "" in self.group.types else same)

    def _matches(self, words: str) -> list[str]:
        t, s = self._table.c, schema.search_text.c
        statement = select(t.id).join(schema.search_text, s.item_id == t.id).where(self._mine())
        for word in words.split():
            statement = statement.where(s.body.icontains(word, autoescape=True))
        return [row.id for row in self.project.rows(statement.order_by(*self._order()).limit(MOST_MATCHES))]

    def _columns(self) -> list[ColumnElement[Any]]:
        t = self._table.c
        nothing = null()
        code = next((t[name] for name in ("notation", "code") if name in t), nothing)
        text = next(t[name] for name in ("label", "name") if name in t)
        more = next((t[name] for name in ("definition", "description") if name in t), nothing)
        parent = t.parent_id if "parent_id" in t else nothing
        position = t.position if "position" in t else t.id
        kind = t.type if "type" in t else nothing
        names = ("id", "parent_id", "position", "code", "text", "more", "type")
        columns = (t.id, parent, position, code, text, more, kind)
        return [column.label(name) for column, name in zip(columns, names, strict=True)]

    def _dress(self, found: Sequence[Any]) -> list[RowData]:
        counts: dict[str, int] = {}
        if self.group.is_tree and self._ids is None:
            t = self._table.c
            for batch in chunks(row.id for row in found):
                statement = select(t.parent_id, func.count()).where(self._owned(), t.parent_id.in_(batch))
                counts |= dict(_pairs(self.project, statement.group_by(t.parent_id)))
        above = self._names_above(found) if self.words and self.group.is_tree else {}
        return [self._row(row, counts.get(row.id, 0), above) for row in found]

    def _row(self, row: Any, children: int, above: dict[str, str]) -> RowData:
        text = in_language(row.text, self.language) if isinstance(row.text, dict) else str(row.text or "")
        if not text:
            text = in_language(row.more, self.language) if isinstance(row.more, dict) else ""
        if not text and not row.code:
            text = _class_name(row.type) if row.type else translate(kind_words(self.group.table.name))
        note = above.get(row.parent_id or "", "")
        made = RowData(row.id, row.parent_id, row.position or "", row.code or "", text, text, note, "", "", "", ())
        made.children = children
        return made

    def _names_above(self, found: Sequence[Any]) -> dict[str, str]:
        """What stands above the matches of a filter."""
        t = self._table.c
        names: dict[str, str] = {}
        for batch in chunks({row.parent_id for row in found if row.parent_id}):
            for row in self.project.rows(select(t.id, t.label).where(t.id.in_(batch))):
                names[row.id] = in_language(row.label, self.language)
        return names


def format_for(group: Group) -> str:
    """The format that says most about a group."""
    if group.kind == "resource":
        return group.standard if group.standard in FORMATS else "json"
    return "ctdl" if group.kind == "rubric" else "skos"
