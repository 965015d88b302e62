# SPDX-License-Identifier: Apache-2.0
"""What the rules look at: the project's rows as plain records, linked into trees, read once and never written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from studio.checks.records import Records
from studio.checks.words import content_of, shorten, words
from studio.model.values import LanguageMap, in_language

NOTHING: dict[str, Any] = {}


class Role(Enum):
    """What an item is for in its framework."""

    GROUP = "group"
    """A domain or area: levels 1 and 2 of a framework of four."""
    OUTCOME = "outcome"
    """What a learner is held to: level 3."""
    INDICATOR = "indicator"
    """How an outcome shows: level 4."""


_ROLES = {
    Role.GROUP: {"domain", "area", "strand", "cluster", "category", "topic", "unit", "theme", "group", "subdomain"},
    Role.OUTCOME: {"competency", "skill", "outcome", "learning outcome", "knowledge", "ability", "task", "objective"},
    Role.INDICATOR: {"performance indicator", "indicator", "performance criterion", "benchmark", "sub-competency"},
}
ROLE_OF_TYPE = {name: role for role, names in _ROLES.items() for name in names}
BLOOM = ("remember", "understand", "apply", "analyze", "evaluate", "create")


class Item:
    """A competency with its place in the tree. ``depth`` is 1 at the top of the framework."""

    __slots__ = (
        "_content",
        "_words",
        "category",
        "children",
        "code",
        "comment",
        "complexity",
        "ctid",
        "depth",
        "framework",
        "framework_id",
        "id",
        "item_type",
        "label",
        "language",
        "order",
        "parent",
        "parent_id",
        "position",
        "stages",
        "statement",
        "text",
        "text_times",
        "uri",
    )

    def __init__(
        self,
        id: str,
        ctid: str | None,
        uri: str | None,
        framework_id: str,
        parent_id: str | None,
        position: str,
        code: str | None,
        item_type: str | None,
        category: str | None,
        complexity: str | None,
        language: str | None,
        statement: LanguageMap | None,
        label: LanguageMap | None,
        comment: LanguageMap | None,
        stages: list[str] | None,
        text_times: dict[str, dict[str, str]] | None,
    ) -> None:
        self.id = id
        self.ctid = ctid
        self.uri = uri
        self.framework_id = framework_id
        self.parent_id = parent_id
        self.position = position
        self.code = code
        self.item_type = item_type
        self.category = category
        self.complexity = complexity
        self.language = language
        self.statement: LanguageMap = statement or NOTHING
        self.label: LanguageMap = label or NOTHING
        self.comment: LanguageMap = comment or NOTHING
        self.stages: list[str] = stages or []
        self.text_times: dict[str, dict[str, str]] = text_times or NOTHING
        self.framework: Framework | None = None
        self.parent: Item | None = None
        self.children: list[Item] = []
        self.depth = 0
        self.order = 0
        self.text = ""
        self._words: list[str] | None = None
        self._content: frozenset[str] | None = None

    @property
    def main_language(self) -> str:
        """The language in which this item is written first."""
        return self.language or (self.framework.language if self.framework else None) or "en"

    @property
    def words(self) -> list[str]:
        """The words of the statement in the main language, lower case."""
        if self._words is None:
            self._words = words(self.text)
        return self._words

    @property
    def content(self) -> frozenset[str]:
        """The content words of the statement in the main language."""
        if self._content is None:
            self._content = content_of(self.words, self.main_language)
        return self._content

    @property
    def name(self) -> str:
        """What a message calls this item: its code, else its statement, shortened."""
        if self.code:
            return self.code
        text = self.text or in_language(self.label, self.main_language) or "an item without a statement"
        return f'"{shorten(text)}"'

    @property
    def role(self) -> Role:
        """By its type; else by the name of its level; else leaves are outcomes and the rest groups them."""
        known = ROLE_OF_TYPE.get((self.item_type or "").lower())
        if known is None and self.framework is not None:
            known = ROLE_OF_TYPE.get(self.framework.level_name(self.depth).lower())
        if known is None:
            return Role.GROUP if self.children else Role.OUTCOME
        return known


@dataclass
class Framework:
    """A framework's header and its items in tree order; ``lost`` are those that are not reached from the top."""

    id: str
    ctid: str | None
    uri: str | None
    code: str | None
    name: LanguageMap
    description: LanguageMap
    language: str | None
    languages: list[str]
    version: str | None
    publisher_id: str | None
    publisher_name: str | None
    license: str | None
    source: list[str]
    levels: list[dict[str, Any]]
    stages: list[dict[str, str]]
    items: list[Item] = field(default_factory=list)
    lost: list[Item] = field(default_factory=list)
    complete: bool = True
    """Whether all its items are here: a check after one edit reads only those around it."""

    def level_name(self, depth: int) -> str:
        """What the items at a depth are called, ``""`` when the framework does not say."""
        return self._level_names.get(depth, "")

    @cached_property
    def _level_names(self) -> dict[int, str]:
        return {
            int(level["level"]): name_of(level.get("name"))
            for level in self.levels
            if str(level.get("level")).isdigit()
        }

    @cached_property
    def stage_order(self) -> dict[str, int]:
        """The place of each stage, by code."""
        return {str(stage.get("code")): place for place, stage in enumerate(self.stages)}

    def stage_name(self, code: str) -> str:
        """What a stage is called."""
        return next((name_of(stage.get("name")) for stage in self.stages if stage.get("code") == code), "") or code

    @cached_property
    def outcomes(self) -> list[Item]:
        """Its items that learners are held to (level 3)."""
        return [item for item in self.items if item.role is Role.OUTCOME]


def name_of(value: Any) -> str:
    """A name that may be a text or a language map."""
    return in_language(value) if isinstance(value, dict) else str(value or "")


@dataclass(frozen=True)
class Link:
    """One association."""

    id: str
    framework_id: str | None
    origin_id: str
    kind: str
    destination_id: str | None
    destination_uri: str | None
    destination_name: str | None


@dataclass(frozen=True)
class Alignment:
    """One competency that a badge claims."""

    id: str
    badge_id: str
    competency_id: str | None
    target_code: str | None
    target_url: str | None
    target_name: str | None


@dataclass
class Criterion:
    """One row of a rubric; ``levels`` are its descriptions, lowest level first, ``{}`` for an empty cell."""

    id: str
    name: LanguageMap
    description: LanguageMap
    competency_id: str | None
    competency_code: str | None
    levels: list[LanguageMap]


@dataclass
class Rubric:
    """A badge's rubric."""

    id: str
    passing_level_id: str | None
    level_ids: list[str]
    criteria: list[Criterion]


@dataclass
class Badge:
    """A badge; texts in ``row`` by column name."""

    id: str
    code: str | None
    language: str
    row: dict[str, Any]
    image_type: str | None = None
    alignments: list[Alignment] = field(default_factory=list)
    rubric: Rubric | None = None

    def text(self, column: str) -> str:
        """A text of the badge in its main language, stripped."""
        value = self.row[column]
        return in_language(value, self.language).strip() if isinstance(value, dict) else str(value or "").strip()

    def list_of_texts(self, column: str) -> list[str]:
        """The texts of a list column in the main language, without empty ones."""
        found = (
            in_language(entry, self.language) if isinstance(entry, dict) else str(entry or "")
            for entry in self.row[column] or []
        )
        return [text for text in (entry.strip() for entry in found) if text]


@dataclass
class Snapshot:
    """All that the rules see. ``connected`` are the competencies that a badge or a rubric takes up."""

    language: str
    base_url: str | None
    glossary: frozenset[str]
    frameworks: dict[str, Framework]
    items: dict[str, Item]
    links: list[Link]
    badges: dict[str, Badge]
    connected: set[str]
    renamed: dict[str, tuple[str, str]]
    """Identifiers that changed since the last named version: item id to (version, identifier then)."""
    edge: set[str]
    """Items that are here for their parents' sake only: their own children were not read, so no rule looks at them."""
    records: Records = field(default_factory=Records)
    """Courses, credentials and other things of CTDL, and what files brought for the rest. Read for whole runs only."""

    @cached_property
    def by_target(self) -> dict[str, list[Item]]:
        """Items by what a badge may name them by: code or address, in lower case."""
        found: dict[str, list[Item]] = {}
        for item in self.items.values():
            for name in {(item.code or "").strip().casefold(), (item.uri or "").strip().casefold()} - {""}:
                found.setdefault(name, []).append(item)
        return found


def link_up(framework: Framework, items: Iterable[Item]) -> None:
    """Join a framework's items into its tree, in reading order; what the top does not reach is ``lost``."""
    every = {item.id: item for item in items}
    roots: list[Item] = []
    for item in sorted(every.values(), key=lambda each: (each.position, each.id)):
        item.framework = framework
        item.text = in_language(item.statement, item.main_language)
        parent = every.get(item.parent_id) if item.parent_id else None
        item.parent = parent
        if parent is not None:
            parent.children.append(item)
        elif item.parent_id is None or not framework.complete:
            roots.append(item)
    todo = [(root, 1) for root in reversed(roots)]
    while todo:
        item, depth = todo.pop()
        item.depth = depth
        item.order = len(framework.items)
        framework.items.append(item)
        todo.extend((child, depth + 1) for child in reversed(item.children))
    framework.lost = [item for item in every.values() if item.depth == 0]
