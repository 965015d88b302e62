# SPDX-License-Identifier: Apache-2.0
"""What an import will do, worked out before anything is written: the same for a dry run and for the real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from studio.importing.existing import Existing, Row, framework_of_items, load, load_where
from studio.importing.merging import differences
from studio.importing.parents import find_parents
from studio.importing.readers import Progress
from studio.importing.records import Record, Records
from studio.importing.report import ImportReport, Outcome
from studio.importing.siblings import place_siblings
from studio.model.change import chunks
from studio.model.errors import NotFound
from studio.model.items import project_language
from studio.model.lookup import find
from studio.model.positions import between
from studio.model.project import Project
from studio.model.schema import ITEMS, search_text
from studio.model.values import new_ctid, new_id

_OWNERS = ("organization", "framework", "concept_scheme", "progression_model", "rubric")
_MEMBERS = {
    "competency": "framework_id",
    "concept": "scheme_id",
    "progression_level": "model_id",
    "rubric_level": "rubric_id",
    "rubric_criterion": "rubric_id",
    "criterion_level": "criterion_id",
    "resource": "document_id",
}
"""The column of each kind that says what it belongs to; a resource without one heads a document of its own."""
_IDENTIFIERS = ("id", "ctid", "uri")
_NAMED_BY = (*_IDENTIFIERS, "code")
_SELECTED = 50
_SHOWN = 500
"""How many new items of a kind are listed one by one; the preview shows the others in its tree."""


class Plan:
    """Inserts and updates by kind, and counts. Reads the project, writes nothing."""

    def __init__(
        self, project: Project, files: Sequence[Records], into: str | None, progress: Progress | None = None
    ) -> None:
        self.project = project
        self.files = files
        self.progress = progress
        self.language = project_language(project)
        self.inserts: dict[str, list[dict[str, Any]]] = {}
        self.updates: dict[str, dict[str, dict[str, Any]]] = {}
        self.unchanged = 0
        self.missing: list[str] = []
        self._into: str | None = None
        self._below: str | None = None  # an item of that framework: new items without a parent go there
        if into:
            self._into, self._below = _target(project, into)
        self._ids: list[dict[str, str]] = [{} for _ in files]  # by key, one map a file
        self._kinds = self._kinds_of_ids()  # by id, of rows and of what comes in
        self._names: dict[str, str] = {}  # ids by what other files may call an item
        self._settled: dict[tuple[str, str], tuple[int, str]] = {}  # file and id, by kind and identifier
        self._new: dict[str, dict[str, Any]] = {}  # items of this import, where links need them
        self._known_rows: dict[str, Row] = {}
        self._item_rows: dict[str, Row] = {}
        self._known: set[str] = set()
        self._framework_of: dict[str, str] = {}
        self._planned: dict[str, dict[str, Any]] = {}  # what will be inserted, by id
        self._rows: dict[str, Row] = {}  # rows that are there, by id
        self._existing: dict[str, Existing] = {}
        self._quiet: set[str] = set()  # rows that count as no item: frameworks that no file describes
        self._by_kind: dict[str, list[tuple[int, Record]]] = {}
        self._in_framework: dict[tuple[int, str], list[Record]] = {}  # competencies by file and key of their framework
        self._sort_by_kind()
        self._know_publishers()
        self._know_targets()
        for kind in _OWNERS:
            self._match_owners(kind)
        for kind, owner in _MEMBERS.items():
            self._existing[kind] = Existing((), owner)
            found = self._all(kind)
            # What heads a document goes first, so that what is in it finds it.
            for part in (
                [pair for pair in found if owner not in pair[1].references],
                [pair for pair in found if owner in pair[1].references],
            ):
                self._match_members(kind, owner, part)
        for kind in (*_OWNERS, *_MEMBERS):
            self._plan_kind(kind)
        self._plan_links()
        self._find_missing()

    # -- results

    def report(self) -> ImportReport:
        """The counts, and the accounts of the files."""
        report = ImportReport([records.report for records in self.files])
        report.created = sum(1 for rows in self.inserts.values() for row in rows if row["id"] not in self._quiet)
        report.updated = sum(1 for rows in self.updates.values() for row_id in rows if row_id not in self._quiet)
        report.unchanged = self.unchanged
        report.not_mentioned = len(self.missing)
        report.frameworks = self.framework_ids()
        report.outcomes = list(self._outcomes())
        for records, ids in zip(self.files, self._ids, strict=True):
            account = records.report
            named = {entry.key for entry in account.rejected} | {entry.key for entry in account.repaired}
            account.items = {key: ids[key] for key in named if key in ids}
        return report

    def _outcomes(self) -> Iterator[Outcome]:
        """Updated items first, then those that no file mentions, then the first of the new ones."""
        for kind, changes in self.updates.items():
            for row_id, changed in changes.items():
                row = self._rows.get(row_id) or self._known_rows.get(row_id) or {}
                shown = tuple((name, row.get(name), value) for name, value in changed.items() if name != "position")
                if shown and row_id not in self._quiet:
                    yield _outcome(kind, "updated", row, shown)
        rows = self._existing["competency"].rows
        for row_id in self.missing:
            yield _outcome("competency", "not mentioned", rows[row_id])
        for kind, inserts in self.inserts.items():
            if kind != "association":
                for values in inserts[:_SHOWN]:
                    yield _outcome(kind, "created", values)

    def framework_ids(self) -> list[str]:
        """The frameworks of the files, in their order."""
        return list(dict.fromkeys(self._ids[at][record.key] for at, record in self._all("framework")))

    def writes(self) -> int:
        """How many rows will be written."""
        return sum(map(len, self.inserts.values())) + sum(map(len, self.updates.values()))

    def has_work(self, remove_missing: bool) -> bool:
        """Whether anything will change."""
        return self.writes() > 0 or (remove_missing and bool(self.missing))

    def selection(self) -> list[str]:
        """What is selected after the import: its frameworks."""
        return self.framework_ids()[:_SELECTED]

    # -- matching

    def _all(self, kind: str) -> Sequence[tuple[int, Record]]:
        return self._by_kind.get(kind, ())

    def _sort_by_kind(self) -> None:
        for at, records in enumerate(self.files):
            for record in records.items:
                self._by_kind.setdefault(record.kind, []).append((at, record))
        for at, record in self._all("competency"):
            framework = record.references.get("framework_id")
            if isinstance(framework, str):
                self._in_framework.setdefault((at, framework), []).append(record)

    def _settle(self, at: int, record: Record, row: Row | None, same: str | None = None) -> str:
        """Give a record its id (that of its row, or of the ``same`` item in a file before), and let others find it."""
        columns, ids = record.columns, self._ids[at]
        if record.key in ids and self._kinds.get(ids[record.key], record.kind) != record.kind:
            record.key = f"{record.kind} {record.key}"  # the key stays with the item that had it first
        if row is not None:
            row_id: str = row["id"]
            self._rows[row_id] = row
        else:
            row_id = columns.get("id") or same or self._of_other_file(at, record) or new_id()
            if row_id in self._kinds and self._kinds[row_id] != record.kind:
                reason = "An item of another kind has this identifier; this one gets its own"
                self.files[at].report.repair(record.where, row_id, "", reason, record.key)
                row_id = new_id()
        self._kinds[row_id] = record.kind
        ids[record.key] = row_id
        for name in [columns[column] for column in _NAMED_BY if column in columns]:
            if name and name[:2] != "_:":  # a blank node's name means something within its document only
                self._names.setdefault(name, row_id)
                if len(self.files) > 1:
                    self._settled.setdefault((record.kind, name), (at, row_id))
        return row_id

    def _kinds_of_ids(self) -> dict[str, str]:
        """What the project has already under the identifiers that the files give."""
        wanted = {name for records in self.files for record in records.items if (name := record.columns.get("id"))}
        s = search_text.c
        found: dict[str, str] = {}
        if self.project.scalar(select(s.number).limit(1)) is None:
            return found
        for batch in chunks(wanted):
            rows = self.project.rows(select(s.item_id, s.kind).where(s.item_id.in_(batch)))
            found.update((row.item_id, row.kind) for row in rows)
        return found

    def _of_other_file(self, at: int, record: Record) -> str | None:
        """The item of the same kind that another file gives this CTID or address. Within one file two items that
        share an identifier stay two: that is a mistake to show, not to repair."""
        for column in ("ctid", "uri") if self._settled else ():
            found = self._settled.get((record.kind, record.columns.get(column) or ""))
            if found is not None and found[0] != at:
                return found[1]
        return None

    def _match_owners(self, kind: str) -> None:
        found = self._all(kind)
        if not found:
            return
        existing = load(self.project, ITEMS[kind])
        self._existing[kind] = existing
        in_framework: dict[str, str] = {}  # frameworks of items that files before have, by identifier
        for at, record in found:
            members = self._in_framework.get((at, record.key), []) if kind == "framework" else []
            row: Row | None = None
            same: str | None = None
            if self._into is not None and kind == "framework":
                row = existing.rows[self._into]
            elif kind == "framework" and not any(record.columns.get(column) for column in _IDENTIFIERS):
                known = framework_of_items(self.project, members)
                row = existing.rows.get(known) if known else None
                same = next(
                    (in_framework[name] for item in members for name in _names(item) if name in in_framework), None
                )
            row = row or (existing.take(record) if same is None else self._rows.get(same))
            row_id = self._settle(at, record, row, same)
            if len(found) > 1:
                in_framework.update((name, row_id) for item in members for name in _names(item))
            if record.inferred:
                self._quiet.add(row_id)

    def _match_members(self, kind: str, owner: str, found: Sequence[tuple[int, Record]]) -> None:
        existing = self._existing[kind]
        if not found:
            return
        owners = {self._reference(at, record, owner) for at, record in found} if self._rows else set()
        load_where(self.project, ITEMS[kind], owner, owners & set(self._rows), existing)
        for column in ("id", "ctid", "uri"):
            if column in ITEMS[kind].c:
                wanted = [record.columns[column] for _, record in found if record.columns.get(column)]
                load_where(self.project, ITEMS[kind], column, wanted, existing)
        if not existing.rows:
            for at, record in found:
                self._settle(at, record, None)
            return
        for at, record in found:
            owner_id = self._reference(at, record, owner)
            row = existing.take(record, owner_id, self._into is not None and kind == "competency")
            if row is not None and not any(record.columns.get(name) == row[name] for name in _known(record, row)):
                self._keep_own(at, record)
            if row is not None and row[owner] != owner_id and owner == "framework_id":
                self._copy_out(at, record)
                row = None
            self._settle(at, record, row)

    def _know_publishers(self) -> None:
        """Let a framework's publisher be an organization that the project has already."""
        if any("publisher_id" in record.references for kind in _OWNERS for _, record in self._all(kind)):
            o = ITEMS["organization"].c
            for row in self.project.rows(select(o.id, o.ctid, o.uri)):
                self._names.update((name, row.id) for name in (row.ctid, row.uri) if name)

    def _know_targets(self) -> None:
        """Let a rubric's criteria name competencies that the project has already."""
        wanted = {
            name
            for _, record in self._all("rubric_criterion")
            if isinstance(name := record.references.get("competency_id"), str)
        }
        existing = Existing(())
        for column in _IDENTIFIERS:
            load_where(self.project, ITEMS["competency"], column, wanted, existing)
        for row in existing.rows.values():
            self._names.update((row[column], row["id"]) for column in _IDENTIFIERS if row[column] in wanted)

    def _keep_own(self, at: int, record: Record) -> None:
        """An item that was found by its code or text keeps the identifiers that it has in the project."""
        for column in ("id", "ctid"):
            before = record.columns.pop(column, None)
            if before is not None:
                reason = "The item is in the project already and keeps its own identifier"
                self.files[at].report.repair(record.where, before, "", reason, record.key)

    def _copy_out(self, at: int, record: Record) -> None:
        """An item that another framework has already comes in as a copy with identifiers of its own."""
        report = self.files[at].report
        for column in ("id", "ctid"):
            before = record.columns.pop(column, None)
            if before is not None:
                reason = "An item of another framework has this identifier; the copy gets its own"
                report.repair(record.where, before, "", reason)

    def _reference(self, at: int, record: Record, column: str) -> str:
        """The id that a reference means; an unknown one stays as it is written."""
        keys = record.references.get(column)
        if keys is None:
            return ""
        if type(keys) is str:
            found = self._ids[at].get(keys) or self._names.get(keys) or keys
            if column == "publisher_id" and self._kinds.get(found, "organization") != "organization":
                return keys  # a name that an item happens to have as its code
            return found
        for key in keys:
            known = self._ids[at].get(key) or self._names.get(key)
            if known:
                return known
        return keys[0] if keys else ""

    # -- planning

    def _plan_kind(self, kind: str) -> None:
        found = self._all(kind)
        if not found:
            return
        owner = _MEMBERS.get(kind)
        resolved = [self._resolve(at, record) for at, record in found]
        if owner is not None and "parent_id" in ITEMS[kind].c:
            self._find_parents(kind, owner, [self.files[at].places_by_code for at, _ in found], resolved)
        positions = self._positions(kind, owner, found, resolved)
        inserts = self.inserts.setdefault(kind, [])
        updates = self.updates.setdefault(kind, {})
        name_of_extra = [records.extra_name for records in self.files]
        seen: set[str] = set()
        for (at, record), values, position in zip(found, resolved, positions, strict=True):
            row_id = values["id"]
            row = self._rows.get(row_id)
            extra = {name_of_extra[at]: record.extra} if record.extra else None
            if row_id in seen:
                if not record.inferred and not (kind == "framework" and self._into):
                    self._add_to(kind, row_id, values, extra)
                continue
            seen.add(row_id)
            if row is None:
                self._prepare(kind, values, extra, position)
                inserts.append(values)
                self._planned[row_id] = values
                continue
            if record.inferred or (kind == "framework" and self._into is not None):
                values = {"id": row_id}
                extra = None if record.inferred else extra
            if owner is not None and "position" in ITEMS[kind].c:
                values["position"] = position
            changed = differences(row, values, extra)
            if changed:
                updates[row_id] = changed
            elif row_id not in self._quiet:
                self.unchanged += 1

    def _find_parents(self, kind: str, owner: str, by_code: list[bool], resolved: list[dict[str, Any]]) -> None:
        new = [values["id"] not in self._rows for values in resolved]
        find_parents(self._existing[kind].rows.values(), owner, resolved, by_code, new)
        if kind == "competency" and self._below is not None:
            for values, is_new in zip(resolved, new, strict=True):
                if is_new and values.get("parent_id") is None:
                    values["parent_id"] = self._below

    def _prepare(self, kind: str, values: dict[str, Any], extra: dict[str, Any] | None, position: str) -> None:
        """What every new item has besides what the file says."""
        columns = ITEMS[kind].c
        if "ctid" not in values and "ctid" in columns and kind != "resource":
            values["ctid"] = new_ctid()
        if kind == "framework":
            values.setdefault("status", "Draft")
        if kind in ("framework", "concept_scheme", "progression_model"):
            values.setdefault("language", self.language)
        if extra:
            values["extra"] = extra
        if "position" in columns:
            values["position"] = position

    def _add_to(self, kind: str, row_id: str, values: dict[str, Any], extra: dict[str, Any] | None) -> None:
        """An item that another record of this import has already: what the later one says is added to it."""
        row = self._rows.get(row_id)
        if row is None:
            planned = self._planned[row_id]
            planned.update(differences(planned, values, extra))
            return
        changes = self.updates[kind].get(row_id, {})
        changed = differences({**row, **changes}, values, extra)
        if changed:
            self.unchanged -= not changes
            self.updates[kind][row_id] = {**changes, **changed}

    def _resolve(self, at: int, record: Record) -> dict[str, Any]:
        ids = self._ids[at]
        values = {**record.columns, "id": ids[record.key]}
        for column, key in record.references.items():
            values[column] = (type(key) is str and ids.get(key)) or self._reference(at, record, column) or None
        return values

    def _positions(
        self, kind: str, owner: str | None, found: Sequence[tuple[int, Record]], resolved: Sequence[dict[str, Any]]
    ) -> list[str]:
        """A position for each record, in the order of the file among its siblings."""
        existing = self._existing[kind].rows
        if owner is None:
            last = max((row["position"] for row in existing.values() if row.get("position")), default=None)
            return between(last, None, len(found)) if len(found) > 1 else [between(last, None)[0]]
        groups: dict[tuple[str, str | None], list[int]] = {}
        for index, values in enumerate(resolved):
            row = self._rows.get(values["id"])
            parent = values.get("parent_id", row.get("parent_id") if row else None)
            groups.setdefault((values.get(owner) or "", parent), []).append(index)
        present: dict[tuple[str, str | None], dict[str, str]] = {}
        for row_id, row in existing.items():
            if row.get("position"):
                present.setdefault((row[owner] or "", row.get("parent_id")), {})[row_id] = row["position"]
        positions = [""] * len(found)
        for group, members in groups.items():
            siblings = present.get(group, {})
            ids = list(dict.fromkeys(resolved[index]["id"] for index in members))
            mine = set(ids)
            last = max(siblings.values(), default=None)
            others = frozenset(position for row_id, position in siblings.items() if row_id not in mine)
            placed = dict(zip(ids, place_siblings([siblings.get(row_id) for row_id in ids], last, others), strict=True))
            for index in members:
                positions[index] = placed[resolved[index]["id"]]
        return positions

    # -- links

    def _plan_links(self) -> None:
        found = self._all("association")
        if not found:
            return
        self._know_project_names(found)
        table = ITEMS["association"]
        existing = Existing(())
        ends = [(self._reference(at, record, "origin_id"), at, record) for at, record in found]
        load_where(self.project, table, "origin_id", {origin for origin, _, _ in ends}, existing)
        load_where(self.project, table, "id", [r.columns["id"] for _, r in found if r.columns.get("id")], existing)
        same: dict[tuple[Any, ...], Row] = {}
        for row in existing.rows.values():
            same.setdefault(_ends(row), row)
        inserts = self.inserts.setdefault("association", [])
        updates = self.updates.setdefault("association", {})
        last = max((row["position"] for row in existing.rows.values() if row.get("position")), default=None)
        places = iter(between(last, None, len(found)) if found else [])
        for origin, at, record in ends:
            values = self._link_values(origin, at, record)
            # A link with more than its ends (an identifier, a date) is a row of its own.
            plain = values["kind"] == "isChildOf" and not record.extra
            if plain and (self._is_place(values) or self._names_document(at, values)):
                self.unchanged += 1
                continue
            extra = {self.files[at].extra_name: record.extra} if record.extra else None
            there = existing.rows.get(values.get("id", "")) or same.get(_ends(values))
            if there is None:
                if self._kinds.get(values.get("id", ""), "new") != "new":
                    reason = "Another item has this identifier; this link gets its own"
                    self.files[at].report.repair(record.where, values.pop("id"), "", reason, record.key)
                values.setdefault("id", new_id())
                self._kinds[values["id"]] = "association"
                values["position"] = next(places)
                if extra:
                    values["extra"] = extra
                inserts.append(values)
                same[_ends(values)] = values
                continue
            changed = differences(there, values, extra)
            if changed and there["id"] in existing.rows:
                updates[there["id"]] = changed
            else:
                self.unchanged += 1

    def _link_values(self, origin: str, at: int, record: Record) -> dict[str, Any]:
        values = {**record.columns, "origin_id": origin}
        destination = self._reference(at, record, "destination_id")
        known = destination in self._known
        if not known and "destination_uri" in values:
            pass  # the reader knows that it is elsewhere
        elif destination and not known and ("://" in destination or destination.startswith(("ce-", "urn:"))):
            values["destination_uri"] = destination
        elif destination:
            values["destination_id"] = destination
        values["framework_id"] = self._reference(at, record, "framework_id") or self._framework_of.get(origin)
        return {column: value for column, value in values.items() if value is not None}

    def _parent_of(self, origin: str) -> str | None:
        parent: str | None = self._item_rows.get(origin, {}).get("parent_id")
        return parent

    def _is_place(self, values: dict[str, Any]) -> bool:
        """Whether "is child of" only repeats an item's place in its tree. An item of this import without a parent gets
        the one that the link names."""
        origin, destination = values["origin_id"], values.get("destination_id")
        framework = self._framework_of.get(origin)
        if framework is None or destination is None:
            return False
        parent = self._parent_of(origin)
        if destination == framework:
            return parent is None
        if self._framework_of.get(destination) != framework:
            return False
        if parent is None and origin in self._new and destination != origin:
            self._new[origin]["parent_id"] = parent = destination
        return bool(parent == destination)

    def _names_document(self, at: int, values: dict[str, Any]) -> bool:
        """Whether an item at the top is called a child of something unknown: in CASE that is the document. Its name is
        kept with the item as extra."""
        origin = values["origin_id"]
        name = values.get("destination_id") or values.get("destination_uri")
        if origin not in self._framework_of or name is None or name in self._known or self._parent_of(origin):
            return False
        extra = {self.files[at].extra_name: {"isChildOf": name}}
        new = self._new.get(origin)
        if new is not None:
            new.update(differences(new, {}, extra))
        else:
            changed = differences(self._known_rows[origin], {}, extra)
            if changed:
                self.updates.setdefault("competency", {}).setdefault(origin, {}).update(changed)
        self.files[at].report.set_aside("destination", "link")
        return True

    def _know_project_names(self, found: Sequence[tuple[int, Record]]) -> None:
        """Look up in the project what the links name and the files do not have."""
        wanted: set[str] = set()
        for at, record in found:
            for keys in (record.references.get("origin_id"), record.references.get("destination_id")):
                names = (keys,) if isinstance(keys, str) else keys or ()
                if not any(self._ids[at].get(name) or self._names.get(name) for name in names):
                    wanted.update(names)
        existing = Existing(())
        for column in ("id", "ctid", "uri", "code"):
            load_where(self.project, ITEMS["competency"], column, wanted, existing)
        for row in existing.rows.values():
            if self._into is not None and row["framework_id"] != self._into:
                continue
            for column in ("id", "ctid", "uri", "code"):
                if row[column] in wanted:
                    self._names.setdefault(row[column], row["id"])
        self._known = {row_id for ids in self._ids for row_id in ids.values()} | set(existing.rows)
        self._new = {row["id"]: row for row in self.inserts.get("competency", [])}
        self._known_rows = {**existing.rows, **self._existing["competency"].rows}
        self._item_rows = {**self._known_rows, **self._new}
        self._framework_of = {row_id: row["framework_id"] for row_id, row in self._item_rows.items()}

    def _find_missing(self) -> None:
        touched = {self._ids[at][record.key] for at, record in self._all("framework")} & set(self._rows)
        if touched:
            self.missing = self._existing["competency"].not_taken(touched)


def _target(project: Project, into: str) -> tuple[str, str | None]:
    """The framework that takes all items, and the item of it below which new ones go (``None``: at the top)."""
    try:
        return find(project, into, ("framework",)).id, None
    except NotFound:
        item = find(project, into, ("framework", "competency")).id
    table = ITEMS["competency"]
    return project.scalar(select(table.c.framework_id).where(table.c.id == item)), item


def _outcome(kind: str, what: str, row: Row, differences: tuple[tuple[str, Any, Any], ...] = ()) -> Outcome:
    text = row.get("statement") or row.get("name") or row.get("label") or row.get("description") or {}
    return Outcome(kind, row["id"], what, row.get("code") or row.get("notation") or "", dict(text), differences)


def _known(record: Record, row: Row) -> list[str]:
    """The identifiers that both a record and a row have."""
    return [name for name in _IDENTIFIERS if record.columns.get(name) and row.get(name)]


def _names(record: Record) -> list[str]:
    return [record.columns[column] for column in _IDENTIFIERS if record.columns.get(column)]


def _ends(row: Row) -> tuple[Any, ...]:
    return row.get("origin_id"), row.get("kind"), row.get("destination_id"), row.get("destination_uri")
