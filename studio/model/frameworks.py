# SPDX-License-Identifier: Apache-2.0
"""Frameworks and their trees of competencies: what a person can do to them, and what views ask of them.

Every operation opens ``project.change`` itself; inside another change it joins that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from studio.model import items, schema
from studio.model.change import chunks
from studio.model.errors import NotAllowed
from studio.model.items import append_positions, get, ids_where
from studio.model.positions import between
from studio.model.project import DataRow, Project
from studio.model.values import LanguageMap, in_language, new_ctid, new_id

c = schema.competency.c


def create_framework(project: Project, name: LanguageMap, **fields: Any) -> str:
    """A new, empty framework at the end of the list; further columns by name. Returns its id."""
    with project.change(f'New framework "{in_language(name)}"') as change:
        (position,) = append_positions(change.connection, schema.framework, 1)
        row = {"ctid": new_ctid(), "name": name, "status": "Draft", "position": position, **fields}
        row.setdefault("language", items.project_language(project))
        return change.insert(schema.framework, [row])[0]


def add_competency(
    project: Project,
    framework_id: str,
    parent_id: str | None = None,
    after_id: str | None = None,
    label: str = "Add competency",
    **fields: Any,
) -> str:
    """A new item under a parent (``None``: the top), after a sibling or at the end. Returns its id."""
    with project.change(label) as change:
        if after_id is None:
            (position,) = append_positions(change.connection, schema.competency, 1, *_siblings(framework_id, parent_id))
        else:
            start = get(project, schema.competency, after_id, "position")[0]
            (position,) = between(start, _next_position(project, framework_id, parent_id, start))
        row = {"framework_id": framework_id, "parent_id": parent_id, "position": position, "ctid": new_ctid()}
        return change.insert(schema.competency, [{**row, **fields}])[0]


def add_many(
    project: Project, framework_id: str, parent_id: str | None, rows: Sequence[Mapping[str, Any]], label: str
) -> list[str]:
    """New siblings at the end of a parent, for a paste of many lines. Returns their ids in order."""
    if not rows:
        return []
    with project.change(label) as change:
        where = _siblings(framework_id, parent_id)
        positions = append_positions(change.connection, schema.competency, len(rows), *where)
        base = {"framework_id": framework_id, "parent_id": parent_id}
        return change.insert(
            schema.competency,
            [{"ctid": new_ctid(), **base, "position": at, **row} for at, row in zip(positions, rows, strict=True)],
        )


def move(project: Project, ids: Sequence[str], parent_id: str | None, after_id: str | None = None) -> None:
    """Move items with their branches under a parent, after a sibling (``None``: first), keeping their order.

    Items whose ancestor moves too stay inside it. Raises NotAllowed for a move into an item's own branch.
    """
    moved = top_most(project, ids)
    if not moved:
        return
    framework_id = get(project, schema.competency, moved[0], "framework_id")[0]
    if parent_id is not None:
        target = get(project, schema.competency, parent_id, "framework_id")[0]
        if parent_id in moved or not set(ancestors(project, parent_id)).isdisjoint(moved):
            raise NotAllowed("An item cannot be moved into its own branch.")
        if target != framework_id:
            raise NotAllowed("Moving to another framework is a copy: use Copy and Paste.")
    label = "Move item" if len(moved) == 1 else f"Move {len(moved)} items"
    with project.change(label, selection=list(ids)) as change:
        keys = {row.id: row.position for row in _ordered(project, framework_id, parent_id)}
        siblings = [item_id for item_id in keys if item_id not in set(moved)]
        place = siblings.index(after_id) + 1 if after_id in siblings else 0
        before = keys[siblings[place - 1]] if place else None
        behind = keys[siblings[place]] if place < len(siblings) else None
        positions = between(before, behind, len(moved))
        change.update(
            schema.competency,
            {i: {"parent_id": parent_id, "position": at} for i, at in zip(moved, positions, strict=True)},
        )


def step(project: Project, ids: Sequence[str], direction: str) -> bool:
    """Move items one place: ``up``, ``down``, ``in`` (child of the sibling above) or ``out``.

    False when they cannot go there.
    """
    moved = top_most(project, ids)
    if not moved:
        return False
    first = get(project, schema.competency, moved[0], "framework_id", "parent_id")
    siblings = [row.id for row in _ordered(project, first.framework_id, first.parent_id)]
    if not set(moved) <= set(siblings):
        return False
    at, end = siblings.index(moved[0]), siblings.index(moved[-1])
    if direction == "up" and at > 0:
        move(project, moved, first.parent_id, siblings[at - 2] if at > 1 else None)
    elif direction == "down" and end + 1 < len(siblings):
        move(project, moved, first.parent_id, siblings[end + 1])
    elif direction == "in" and at > 0:
        new_parent = siblings[at - 1]
        children = _ordered(project, first.framework_id, new_parent)
        move(project, moved, new_parent, children[-1].id if children else None)
    elif direction == "out" and first.parent_id is not None:
        move(project, moved, get(project, schema.competency, first.parent_id, "parent_id")[0], first.parent_id)
    else:
        return False
    return True


def delete(project: Project, ids: Iterable[str]) -> None:
    """Remove items, their branches and their links. Badges and rubrics keep the code of what they pointed at."""
    ids = list(ids)
    gone = descendants(project, ids, include_self=True)
    label = "Remove item" if len(gone) == 1 else f"Remove {len(gone)} items"
    with project.change(label, selection=ids) as change:
        detach(project, gone)
        change.delete(schema.competency, gone)


def delete_framework(project: Project, framework_id: str) -> None:
    """Remove a framework with all its items and links, and the records that came in its document."""
    name = in_language(get(project, schema.framework, framework_id, "name")[0])
    with project.change(f'Remove framework "{name}"') as change:
        gone = [row.id for row in project.rows(select(c.id).where(c.framework_id == framework_id))]
        detach(project, gone)
        change.delete(schema.competency, gone)
        change.delete(
            schema.association, ids_where(change.connection, schema.association, "framework_id", [framework_id])
        )
        change.delete(schema.resource, ids_where(change.connection, schema.resource, "document_id", [framework_id]))
        change.delete(schema.framework, [framework_id])


def detach(project: Project, gone: Sequence[str]) -> None:
    """Before competencies go: remove their links, and let badges and rubric criteria keep the code alone."""
    with project.change("Remove links") as change:
        connection = change.connection
        for column in ("origin_id", "destination_id"):
            change.delete(schema.association, ids_where(connection, schema.association, column, gone))
        for table, code_column in ((schema.alignment, "target_code"), (schema.rubric_criterion, "competency_code")):
            for batch in chunks(gone):
                rows = connection.execute(
                    select(table.c.id, table.c[code_column].label("kept"), c.code)
                    .join(schema.competency, c.id == table.c.competency_id)
                    .where(table.c.competency_id.in_(batch))
                ).all()
                change.update(
                    table, {row.id: {"competency_id": None, code_column: row.kept or row.code} for row in rows}
                )


def duplicate(project: Project, ids: Sequence[str]) -> list[str]:
    """Copy items with their branches, each copy after its original, with identifiers of its own."""
    tops = top_most(project, ids)
    label = "Duplicate item" if len(tops) == 1 else f"Duplicate {len(tops)} items"
    with project.change(label, selection=tops) as change:
        copies = []
        for top in tops:
            branch = descendants(project, [top], include_self=True)
            fresh = {old: new_id() for old in branch}
            rows = []
            for batch in chunks(branch):
                for row in change.connection.execute(select(schema.competency).where(c.id.in_(batch))).mappings():
                    parent = fresh.get(row["parent_id"], row["parent_id"])
                    rows.append({**row, "id": fresh[row["id"]], "parent_id": parent, "ctid": new_ctid(), "uri": None})
            copied_top = next(row for row in rows if row["id"] == fresh[top])
            following = _next_position(
                project, copied_top["framework_id"], copied_top["parent_id"], copied_top["position"]
            )
            (copied_top["position"],) = between(copied_top["position"], following)
            change.insert(schema.competency, rows)
            copies.append(fresh[top])
        return copies


def split(project: Project, item_id: str, first: str, second: str, language: str) -> str:
    """Make two statements of one. The new item follows the old one and shares its stage and type. Returns its id."""
    row = get(project, schema.competency, item_id)
    with project.change("Split in two", selection=[item_id]):
        items.set_text(project, schema.competency, item_id, "statement", language, first)
        shared = ("item_type", "category", "complexity", "stages", "education_levels", "language", "status")
        new = add_competency(
            project,
            row.framework_id,
            row.parent_id,
            after_id=item_id,
            statement={language: second},
            **{name: getattr(row, name) for name in shared},
        )
        used = {sibling.code for sibling in children(project, row.framework_id, row.parent_id)}
        code = next_code(project, row.framework_id, row.parent_id, used)
        items.set_field(project, schema.competency, [new], {"code": code})
        return new


# -- what views ask


def children(project: Project, framework_id: str, parent_id: str | None) -> Sequence[DataRow]:
    """The items under a parent in order: id, code, statement, label, item_type, stages, status."""
    statement = select(c.id, c.code, c.statement, c.label, c.item_type, c.stages, c.status)
    return project.rows(statement.where(*_siblings(framework_id, parent_id)).order_by(c.position, c.id))


def child_counts(project: Project, ids: Sequence[str]) -> dict[str, int]:
    """How many direct children each item has; items without children are left out."""
    counts: dict[str, int] = {}
    for batch in chunks(ids):
        statement = select(c.parent_id, func.count()).where(c.parent_id.in_(batch)).group_by(c.parent_id)
        counts.update((row[0], row[1]) for row in project.rows(statement))
    return counts


def link_counts(project: Project, ids: Sequence[str]) -> dict[str, int]:
    """How many links touch each item: associations in both directions, badge alignments, rubric criteria."""
    counts: dict[str, int] = {}
    touching = (
        schema.association.c.origin_id,
        schema.association.c.destination_id,
        schema.alignment.c.competency_id,
        schema.rubric_criterion.c.competency_id,
    )
    for batch in chunks(ids):
        for column in touching:
            for item_id, count in project.rows(select(column, func.count()).where(column.in_(batch)).group_by(column)):
                counts[item_id] = counts.get(item_id, 0) + count
    return counts


def ancestors(project: Project, item_id: str) -> list[str]:
    """The ids above an item, nearest first. Stops at a loop, which FW07 reports."""
    found: list[str] = []
    parent = project.scalar(select(c.parent_id).where(c.id == item_id))
    while parent is not None and parent not in found and parent != item_id:
        found.append(parent)
        parent = project.scalar(select(c.parent_id).where(c.id == parent))
    return found


def descendants(project: Project, ids: Sequence[str], include_self: bool = False) -> list[str]:
    """Every id below the given items, level by level. Safe against loops."""
    seen = dict.fromkeys(ids)
    level: list[str] = list(seen)
    while level:
        found: list[str] = []
        for batch in chunks(level):
            found += [row.id for row in project.rows(select(c.id).where(c.parent_id.in_(batch)))]
        level = [item_id for item_id in found if item_id not in seen]
        seen.update(dict.fromkeys(level))
    if include_self:
        return list(seen)
    given = set(ids)
    return [item_id for item_id in seen if item_id not in given]


def top_most(project: Project, ids: Sequence[str]) -> list[str]:
    """The given items without those that lie inside another given one, in document order."""
    wanted = set(ids)
    kept = [item_id for item_id in dict.fromkeys(ids) if wanted.isdisjoint(ancestors(project, item_id))]
    return sorted(kept, key=lambda item_id: _document_key(project, item_id))


def next_code(project: Project, framework_id: str, parent_id: str | None, used: set[str | None]) -> str | None:
    """The next free code among siblings, in their own manner: ``MT.1.3`` after ``MT.1.2``, ``MT.1.b`` after ``MT.1.a``.

    Without siblings the parent's code and ``.1``; ``None`` when neither has a code, or when the siblings' codes are
    words (``MT.SAF``, ``MT.ELE``): only a person knows the next one.
    """
    last = next((code for code in sorted(filter(None, used), key=_by_end, reverse=True) if code[-1:].isalnum()), None)
    if last is None:
        parent = get(project, schema.competency, parent_id, "code")[0] if parent_id else None
        candidate = f"{parent}.1" if parent else None
    elif last[-2:].isalpha() and len(last) > 1:
        candidate = None
    else:
        candidate = _increment(last)
    while candidate is not None and _taken(project, framework_id, candidate):
        candidate = _increment(candidate)
    return candidate


def renumber(project: Project, framework_id: str, parent_id: str | None) -> int:
    """Give the branch below a parent codes that follow its order: the parent's code, a separator, a number or letter.

    Siblings whose codes end in a single letter keep letters, the others count. Tops of a framework keep their codes.
    Returns how many codes changed; one undo step.
    """
    wanted = codes_in_order(project, framework_id, parent_id)
    with project.change(f"Renumber {len(wanted)} codes") as change:
        change.update(schema.competency, {item_id: {"code": code} for item_id, code in wanted.items()})
    return len(wanted)


def codes_in_order(project: Project, framework_id: str, parent_id: str | None) -> dict[str, str]:
    """The codes that :func:`renumber` would give, by id; items whose code is right already are left out."""
    statement = select(c.id, c.parent_id, c.code).where(c.framework_id == framework_id).order_by(c.position, c.id)
    below: dict[str | None, list[DataRow]] = {}
    for row in project.rows(statement):
        below.setdefault(row.parent_id, []).append(row)
    start = get(project, schema.competency, parent_id, "code")[0] if parent_id else None
    wanted: dict[str, str] = {}
    todo = [(parent_id, start, start)]
    while todo:
        parent, prefix, old_prefix = todo.pop()
        rows = below.pop(parent, [])  # taken out, so that a loop in foreign data ends
        letters = bool(rows) and all(_ends_in_letter(row.code) for row in rows) and len(rows) <= 26
        separator = _separator(old_prefix, rows)
        for number, row in enumerate(rows):
            code = row.code
            if prefix:
                code = f"{prefix}{separator}{chr(ord('a') + number) if letters else number + 1}"
            if code != row.code:
                wanted[row.id] = code
            todo.append((row.id, code, row.code))
    return wanted


def _separator(prefix: str | None, rows: Sequence[DataRow]) -> str:
    """What stands between a parent's code and the rest in most of its children's codes; a dot when nothing does."""
    marks = [
        row.code[len(prefix)]
        for row in rows
        if prefix
        and row.code
        and row.code.startswith(prefix)
        and len(row.code) > len(prefix)
        and not row.code[len(prefix)].isalnum()
    ]
    return max(set(marks), key=marks.count) if marks else "."


def _siblings(framework_id: str, parent_id: str | None) -> tuple[Any, Any]:
    return c.framework_id == framework_id, c.parent_id.is_(None) if parent_id is None else c.parent_id == parent_id


def _ordered(project: Project, framework_id: str, parent_id: str | None) -> Sequence[DataRow]:
    return project.rows(select(c.id, c.position).where(*_siblings(framework_id, parent_id)).order_by(c.position, c.id))


def _next_position(project: Project, framework_id: str, parent_id: str | None, position: str) -> str | None:
    statement = select(func.min(c.position)).where(*_siblings(framework_id, parent_id), c.position > position)
    following: str | None = project.scalar(statement)
    return following


def _document_key(project: Project, item_id: str) -> list[tuple[str, str]]:
    chain = [item_id, *ancestors(project, item_id)]
    rows = {row.id: row.position for row in project.rows(select(c.id, c.position).where(c.id.in_(chain)))}
    return [(rows.get(part, ""), part) for part in reversed(chain)]


def _taken(project: Project, framework_id: str, code: str) -> bool:
    return project.scalar(select(c.id).where(c.framework_id == framework_id, c.code == code).limit(1)) is not None


def _ends_in_letter(code: str | None) -> bool:
    return code is not None and len(code) > 1 and code[-1].isalpha() and not code[-2].isalnum()


def _by_end(code: str) -> tuple[int, str]:
    digits = code[len(code.rstrip("0123456789")) :]
    return (int(digits) if digits else -1, code)


def _increment(code: str) -> str | None:
    stem = code.rstrip("0123456789")
    digits = code[len(stem) :]
    if digits:
        return f"{stem}{str(int(digits) + 1).zfill(len(digits))}"
    if _ends_in_letter(code) and code[-1] not in "zZ":
        return f"{code[:-1]}{chr(ord(code[-1]) + 1)}"
    return f"{code}.1"
