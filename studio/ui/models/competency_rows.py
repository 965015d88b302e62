# SPDX-License-Identifier: Apache-2.0
"""What the competency tree asks of a project: pages of siblings and rows by id, only the columns it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, String, and_, func, or_, select, type_coerce

from studio.model import frameworks, schema
from studio.model.change import chunks
from studio.model.project import Project
from studio.model.search import search
from studio.model.values import in_language

c = schema.competency.c
PAGE = 256
"""Siblings read at once: more than a tall window shows."""
SEARCH_LIMIT = 5_000

_COLUMNS = (
    c.id,
    c.code,
    c.statement,
    c.label,
    c.item_type,
    c.category,
    c.complexity,
    c.stages,
    c.status,
    c.parent_id,
    c.position,
)


@dataclass(slots=True)
class RowData:
    """One row as the delegate draws it. A class, not a tuple: Qt would turn a tuple into a list at every call."""

    id: str
    parent_id: str | None
    position: str
    code: str
    label: str
    statement: str
    item_type: str
    category: str
    complexity: str
    status: str
    stages: tuple[str, ...]
    children: int = 0
    links: int = 0
    level: int = 1
    branch: Branch | None = None
    mark: Mark | None = None
    branch_problems: int = 0
    dimmed: bool = False

    @property
    def heading(self) -> bool:
        """Whether the row is a heading of the tree: one of the upper two levels, with something below it."""
        return self.level <= 2 and self.children > 0

    @property
    def text(self) -> str:
        """What the statement column shows: the label of a heading, the statement of everything else."""
        if self.heading:
            return self.label or self.statement
        return self.statement or self.label


@dataclass(frozen=True, slots=True)
class Branch:
    """Totals of everything below an item."""

    competencies: int
    links: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The problems of one item: the worst severity, how many, and the sentence of the first."""

    severity: str
    count: int
    message: str


@dataclass(slots=True)
class Page:
    """Some siblings in order, and whether they are the last ones."""

    rows: list[RowData]
    complete: bool


def page(
    project: Project,
    framework_id: str,
    parent_id: str | None,
    language: str,
    after: tuple[str, str] | None = None,
    limit: int = PAGE,
) -> Page:
    """The siblings that follow ``after`` (position and id of the last one known)."""
    statement = select(*_COLUMNS).where(*_under(framework_id, parent_id)).order_by(c.position, c.id).limit(limit + 1)
    if after is not None:
        statement = statement.where(or_(c.position > after[0], and_(c.position == after[0], c.id > after[1])))
    found = project.rows(statement)
    return Page(_dress(project, found[:limit], language), len(found) <= limit)


def rows(project: Project, ids: Iterable[str], language: str) -> dict[str, RowData]:
    """Rows by id; ids that are gone are left out."""
    found: list[Any] = []
    for batch in chunks(ids):
        found += project.rows(select(*_COLUMNS).where(c.id.in_(batch)))
    return {row.id: row for row in _dress(project, found, language)}


def sibling_ids(
    project: Project, framework_id: str, parent_id: str | None, until: tuple[str, str] | None = None
) -> list[str]:
    """The ids under a parent in order, as far as ``until`` (position and id)."""
    statement = select(c.id).where(*_under(framework_id, parent_id)).order_by(c.position, c.id)
    if until is not None:
        statement = statement.where(or_(c.position < until[0], and_(c.position == until[0], c.id <= until[1])))
    return [row.id for row in project.rows(statement)]


def place_of(project: Project, item_id: str) -> int:
    """How many siblings stand above an item; 0 when it is gone."""
    row = project.row(select(c.framework_id, c.parent_id, c.position).where(c.id == item_id))
    if row is None:
        return 0
    above = or_(c.position < row.position, and_(c.position == row.position, c.id < item_id))
    return int(project.scalar(select(func.count(c.id)).where(*_under(row.framework_id, row.parent_id), above)))


def parents(project: Project, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """Framework and parent by id."""
    found: dict[str, tuple[str, str | None]] = {}
    for batch in chunks(ids):
        for row in project.rows(select(c.id, c.framework_id, c.parent_id).where(c.id.in_(batch))):
            found[row.id] = (row.framework_id, row.parent_id)
    return found


def chain(project: Project, ids: Iterable[str]) -> dict[str, str | None]:
    """The parent of every given id and of all their ancestors, one query a level. Safe against loops."""
    known: dict[str, str | None] = {}
    level = list(dict.fromkeys(ids))
    while level:
        found = parents(project, level)
        known.update({item_id: parent for item_id, (_, parent) in found.items()})
        level = list({parent for _, parent in found.values() if parent is not None and parent not in known})
    return known


def count(project: Project, framework_id: str) -> int:
    """How many items a framework has."""
    return int(
        project.scalar(select(func.count()).select_from(schema.competency).where(c.framework_id == framework_id))
    )


def count_competencies(project: Project, framework_id: str) -> int:
    """How many items of a framework are competencies by type; all of them where none says so."""
    of_type = project.scalar(
        select(func.count(c.id)).where(c.framework_id == framework_id, func.lower(c.item_type) == "competency")
    )
    return int(of_type) or count(project, framework_id)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a framework is."""

    items: int
    competencies: int
    branches: dict[str, Branch]


def sizes(project: Project, framework_id: str) -> Sizes:
    """Items, competencies, and totals of the upper branches: looks at the whole framework."""
    return Sizes(
        count(project, framework_id), count_competencies(project, framework_id), branch_totals(project, framework_id)
    )


def count_up_to(project: Project, framework_id: str, most: int) -> int:
    """How many items a framework has, but never looking at more than ``most``."""
    some = select(c.id).where(c.framework_id == framework_id).limit(most).subquery()
    return int(project.scalar(select(func.count()).select_from(some)))


def branch_totals(project: Project, framework_id: str) -> dict[str, Branch]:
    """Competencies and links below each item of the upper two levels: one pass over the framework, for a worker thread.

    Where no item says that it is a competency, the items at the ends of the tree count.
    """
    with project.read() as connection:
        nodes = connection.execute(select(c.id, c.parent_id, c.item_type).where(c.framework_id == framework_id)).all()
        links: dict[str, int] = {}
        inside = select(c.id).where(c.framework_id == framework_id)
        a = schema.association.c
        for column in (a.origin_id, a.destination_id, schema.alignment.c.competency_id):
            statement = select(column, func.count()).where(column.in_(inside)).group_by(column)
            for item_id, number in connection.execute(statement):
                links[item_id] = links.get(item_id, 0) + number
    parent_of = {row.id: row.parent_id for row in nodes}
    with_children = {row.parent_id for row in nodes}
    competencies = {row.id for row in nodes if (row.item_type or "").lower() == "competency"} or {
        row.id for row in nodes if row.id not in with_children
    }
    totals: dict[str, list[int]] = {}
    for item_id in parent_of:
        own = (1 if item_id in competencies else 0, links.get(item_id, 0))
        if own == (0, 0):
            continue
        seen = {item_id}
        above: str | None = item_id
        while above is not None:
            total = totals.setdefault(above, [0, 0])
            total[0] += own[0] if above != item_id else 0
            total[1] += own[1]
            above = parent_of.get(above)
            if above in seen:
                break
            if above is not None:
                seen.add(above)
    tops = {item_id for item_id, parent in parent_of.items() if parent is None or parent_of.get(parent, "") is None}
    return {item_id: Branch(*totals.get(item_id, (0, 0))) for item_id in tops}


@dataclass(slots=True)
class Filter:
    """What a filter asks for; parts combine with AND, the values of one part with OR."""

    text: str = ""
    stages: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    ids: frozenset[str] | None = None
    """Only these items (those with problems); ``None``: any."""

    @property
    def active(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.text.strip() or self.stages or self.types or self.statuses or self.ids is not None)


@dataclass(slots=True)
class Found:
    """Matching ids, and the pruned tree that shows them: children in order by parent."""

    matches: set[str] = field(default_factory=set)
    children: dict[str | None, list[str]] = field(default_factory=dict)


def find(project: Project, framework_id: str, wanted: Filter) -> Found:
    """The items that a filter lets through, with their ancestors."""
    matches = _matches(project, framework_id, wanted)
    parent_of = chain(project, matches)
    places: dict[str, str] = {}
    for batch in chunks(parent_of):
        places.update(project.rows(select(c.id, c.position).where(c.id.in_(batch))))
    children: dict[str | None, list[str]] = {}
    for item_id, parent in parent_of.items():
        children.setdefault(parent if parent in parent_of else None, []).append(item_id)
    for siblings in children.values():
        siblings.sort(key=lambda item_id: (places.get(item_id, ""), item_id))
    return Found(matches, children)


def values_of(project: Project, framework_id: str, column: str) -> list[str]:
    """The different values that a column has in a framework, for the menu of a filter."""
    statement = select(c[column]).where(c.framework_id == framework_id, c[column].is_not(None)).distinct()
    found = [row[0] for row in project.rows(statement)]
    if column == "stages":
        return sorted({stage for stages in found for stage in stages or ()})
    return sorted(found)


def type_for(project: Project, framework_id: str, parent_id: str | None) -> str | None:
    """What a new item below a parent is called: as its siblings, else as the framework names that level."""
    siblings = select(c.item_type).where(*_under(framework_id, parent_id), c.item_type.is_not(None))
    found = project.scalar(siblings.order_by(c.position.desc()).limit(1))
    if found is not None:
        return str(found)
    levels = project.scalar(select(schema.framework.c.levels).where(schema.framework.c.id == framework_id)) or []
    depth = 1 if parent_id is None else 2 + len(frameworks.ancestors(project, parent_id))
    return next((str(level["name"]) for level in levels if level.get("level") == depth and level.get("name")), None)


def first_with_code(project: Project, framework_id: str, prefix: str, after: str | None = None) -> str | None:
    """The id of the first item whose code starts with ``prefix``, in the order of codes; past the code ``after``."""
    pattern = prefix.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    statement = select(c.id).where(c.framework_id == framework_id, func.lower(c.code).like(f"{pattern}%", escape="\\"))
    if after is not None:
        found = project.scalar(statement.where(c.code > after).order_by(c.code).limit(1))
        if found is not None:
            return str(found)
    found = project.scalar(statement.order_by(c.code).limit(1))
    return None if found is None else str(found)


def _matches(project: Project, framework_id: str, wanted: Filter) -> set[str]:
    conditions: list[Any] = [c.framework_id == framework_id]
    if wanted.stages:
        stored = type_coerce(c.stages, String)
        conditions.append(or_(*(stored.contains(f'"{stage}"', autoescape=True) for stage in sorted(wanted.stages))))
    if wanted.types:
        conditions.append(c.item_type.in_(sorted(wanted.types)))
    if wanted.statuses:
        conditions.append(c.status.in_(sorted(wanted.statuses)))
    statement: Select[Any] = select(c.id).where(*conditions)
    ids: set[str] | None = None if wanted.ids is None else set(wanted.ids)
    if wanted.text.strip():
        prefix = wanted.text.strip().lower()
        by_code = select(c.id).where(*conditions, func.lower(c.code).startswith(prefix, autoescape=True))
        hits = {row.id for row in project.rows(by_code.limit(SEARCH_LIMIT))}
        if not hits or prefix.isalpha():  # what is plainly the beginning of a code means that branch only
            hits |= {hit.id for hit in search(project, wanted.text, SEARCH_LIMIT, ("competency",))}
        ids = hits if ids is None else ids & hits
    if ids is None:
        return {row.id for row in project.rows(statement.limit(SEARCH_LIMIT))}
    found: set[str] = set()
    for batch in chunks(ids):
        found |= {row.id for row in project.rows(statement.where(c.id.in_(batch)))}
    return found


def _under(framework_id: str, parent_id: str | None) -> tuple[Any, Any]:
    return c.framework_id == framework_id, c.parent_id.is_(None) if parent_id is None else c.parent_id == parent_id


def _dress(project: Project, found: Sequence[Any], language: str) -> list[RowData]:
    ids = [row.id for row in found]
    counts = frameworks.child_counts(project, ids)
    links = frameworks.link_counts(project, ids)
    return [_row(row, language, counts, links) for row in found]


def _row(row: Any, language: str, counts: Mapping[str, int], links: Mapping[str, int]) -> RowData:
    return RowData(
        id=row.id,
        parent_id=row.parent_id,
        position=row.position,
        code=row.code or "",
        label=in_language(row.label, language),
        statement=in_language(row.statement, language),
        item_type=row.item_type or "",
        category=row.category or "",
        complexity=row.complexity or "",
        status=row.status or "",
        stages=tuple(row.stages or ()),
        children=counts.get(row.id, 0),
        links=links.get(row.id, 0),
    )
