# SPDX-License-Identifier: Apache-2.0
"""Rubrics and definitions of CASE as records. CASE gives every criterion levels of its own; here those with the same
quality and score are one level of the rubric."""

from __future__ import annotations

from typing import Any

from studio.importing.case.links import Links
from studio.importing.case.nodes import Node, Nodes, own_columns
from studio.importing.case.package import tidy
from studio.importing.records import Record
from studio.standards.case import OWN, PASSING_LEVEL, made_uuid, plain_uuid
from studio.standards.case_values import number_of, plain_link
from studio.standards.ctdl_values import as_list, leaves


def rubric(nodes: Nodes, links: Links, node: Node, document: str, main: str) -> list[Record]:
    """A rubric, its levels, its criteria and their cells, owners first."""
    rest = dict(node)
    kept = nodes.own(rest, "rubric", "CFRubric")
    key, row_id, extra = nodes.identify(rest, document, "CFRubric")
    record = Record("rubric", key, extra=extra, where=f"CFRubric {key}")
    record.columns = own_columns(row_id, extra) or {"id": made_uuid(document, "CFRubric", key)}
    nodes.address(rest, "CFRubric", key, record.columns)
    criteria = _parts(nodes, rest, "CFRubricCriteria", "CFRubricCriterion")
    passing = kept.pop(PASSING_LEVEL, None)
    nodes.columns(record, "rubric", rest, main, kept)
    nodes.rest(record, rest, "CFRubric")
    extra["document"] = document
    grid = _Grid(nodes, links, record, main)
    parts = grid.read(criteria)
    levels = list(grid.levels.values())
    if passing is not None and 1 <= passing <= len(levels):
        record.references["passing_level_id"] = levels[int(passing) - 1].key
    return [record, *parts]


def _parts(nodes: Nodes, rest: Node, name: str, class_name: str) -> list[Node]:
    """The objects in a list, by position, then in the order of the file; anything else in it is kept."""
    entries = as_list(rest.get(name))
    found = [tidy(class_name, entry, nodes.report) for entry in entries if isinstance(entry, dict)]
    others = [entry for entry in entries if not isinstance(entry, dict)]
    rest.pop(name, None)
    if others:
        rest[f"other {name}"] = others
    return sorted(found, key=_position)


def _position(node: Node) -> tuple[bool, float]:
    number = number_of(node.get("position"))
    return number is None, number or 0.0


class _Grid:
    def __init__(self, nodes: Nodes, links: Links, owner: Record, main: str) -> None:
        self.nodes = nodes
        self.links = links
        self.owner = owner
        self.main = main
        self.levels: dict[tuple[str, str, int], Record] = {}
        self.cells: list[Record] = []

    def read(self, criteria: list[Node]) -> list[Record]:
        """The records below the rubric: levels, criteria, cells."""
        made = [self._criterion(node) for node in criteria]
        return [*self.levels.values(), *made, *self.cells]

    def _criterion(self, node: Node) -> Record:
        rest = dict(node)
        nodes, where = self.nodes, "CFRubricCriterion"
        kept = nodes.own(rest, "rubric_criterion", where)
        key, row_id, extra = nodes.identify(rest, self.owner.key, where)
        row_id = row_id or made_uuid(self.owner.key, key)
        record = Record("rubric_criterion", key, {"id": row_id}, extra=extra, where=f"{where} {key}")
        record.references["rubric_id"] = self.owner.key
        levels = _parts(nodes, rest, "CFRubricCriterionLevels", "CFRubricCriterionLevel")
        nodes.columns(record, "rubric_criterion", rest, self.main, kept)
        self._item(record, rest)
        self._repeated(rest, "rubricId", record, self.owner, where)
        nodes.rest(record, rest, where)
        seen: dict[tuple[str, str], int] = {}
        for level in levels:
            self._cell(record, level, seen)
        return record

    def _item(self, record: Record, rest: Node) -> None:
        """The competency that a criterion is about."""
        given = rest.get("CFItemURI")
        key = self.links.end(given)
        if key is not None:
            record.references["competency_id"] = key
            if self.links.says(given, key):
                del rest["CFItemURI"]
                self.nodes.keep("CFRubricCriterion.CFItemURI", "rubric_criterion.competency_id", leaves(given))
            return
        identifier = given.get("identifier") if isinstance(given, dict) else None
        found = plain_uuid(identifier) if isinstance(identifier, str) else None
        if found is not None:
            record.references["competency_id"] = (found, f"ce-{found}")

    def _repeated(self, rest: Node, name: str, record: Record, owner: Record, where: str) -> None:
        """The identifier of the owner, where it only repeats what the nesting says; a part that does not repeat it is
        written without it."""
        given = rest.get(name)
        if given is not None and given == owner.columns.get("id"):
            del rest[name]
            self.nodes.keep(f"{where}.{name}", "rubric_id" if name == "rubricId" else "criterion_id")
        elif given is None:
            record.extra["unsaid"] = {name: True}

    def _cell(self, criterion: Record, node: Node, seen: dict[tuple[str, str], int]) -> None:
        rest = dict(node)
        nodes, where = self.nodes, "CFRubricCriterionLevel"
        extensions = as_list(rest.pop("extensions", None))  # a list in this class alone
        mine = next((entry for entry in extensions if isinstance(entry, dict) and OWN in entry), None)
        others = [entry for entry in extensions if entry is not mine]
        rest.update({"extensions": mine} if mine else {})
        kept = nodes.own(rest, "criterion_level", where)
        others += as_list(rest.pop("extensions", None))
        rest.update({"extensions": others} if others else {})
        key, row_id, extra = nodes.identify(rest, criterion.key, where)
        row_id = row_id or made_uuid(self.owner.key, criterion.key, key)
        record = Record("criterion_level", key, {"id": row_id}, extra=extra, where=f"{where} {key}")
        record.references["criterion_id"] = criterion.key
        of_level: Node = {column: kept.pop(column) for column in ("name", "value") if column in kept}
        record.references["level_id"] = self._level(rest, seen, of_level).key
        nodes.columns(record, "criterion_level", rest, self.main, kept)
        self._repeated(rest, "rubricCriterionId", record, criterion, where)
        nodes.rest(record, rest, where)
        self.cells.append(record)

    def _level(self, rest: Node, seen: dict[tuple[str, str], int], kept: Node) -> Record:
        """The rubric's level with the quality and score of a cell; a criterion's second one of a kind is another."""
        quality, score = rest.get("quality"), rest.get("score")
        pair = (repr(quality), repr(score))
        number = seen[pair] = seen.get(pair, 0) + 1
        found = self.levels.get((*pair, number))
        level = found or Record("rubric_level", f"{self.owner.key} level {len(self.levels) + 1}")
        given: Node = {name: rest.pop(name) for name in ("quality", "score") if name in rest}
        self.nodes.columns(level, "rubric_level", given, self.main, kept)
        if found is None:
            level.columns["id"] = made_uuid(self.owner.key, *pair, str(number))
            level.references["rubric_id"] = self.owner.key
            self.levels[(*pair, number)] = level
        return level


def definition(nodes: Nodes, name: str, node: Node, document: str, main: str) -> Record:
    """A definition (item type, subject, concept, license, grouping) as a resource of its document. The same definition
    comes with many packages, so its row's id is made of the document's and its own."""
    node = dict(node)
    nodes.own(node, None, name)
    nodes.original(node, name)
    given = node.get("identifier")
    text = given if isinstance(given, str) else f"{node.get('title')}|{node.get('uri')}"
    key = nodes.unique(f"{document} {name} {text}")
    columns: dict[str, Any] = {"id": made_uuid(key), "standard": "case", "type": name}
    if node:
        columns["content"] = plain_link(node)
    for column, source in (("name", "title"), ("description", "description")):
        if isinstance(node.get(source), str) and node[source]:
            columns[column] = {main: node[source]}
    code = node.get("typeCode") or node.get("hierarchyCode")
    if isinstance(code, str):
        columns["code"] = code
    for source, value in node.items():
        target = {"title": "name", "description": "description"}.get(source, "content")
        nodes.keep(f"{name}.{source}", f"resource.{target}", leaves(value))
    return Record("resource", key, columns, {"document_id": document}, where=f"{name} {text}")
