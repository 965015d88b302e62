# SPDX-License-Identifier: Apache-2.0
"""Links "is child of" that only repeat the place of an item in its tree."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from studio.importing.existing import Row
from studio.importing.incoming import Incoming
from studio.importing.merging import differences
from studio.importing.writes import Writes


class Places:
    """Where competencies stand: new ones of this import, and ``rows`` of the project. ``known`` are the ids of all
    items that links can name."""

    def __init__(self, writes: Writes, rows: Mapping[str, Row], known: Set[str]) -> None:
        self._writes = writes
        self._new = writes.inserts["competency"]
        self._rows = rows
        self._known = known

    def framework_of(self, item_id: str) -> str | None:
        """The framework of a competency; ``None`` for anything else."""
        framework: str | None = self._item(item_id).get("framework_id")
        return framework

    def hold(self, file: Incoming, link: Mapping[str, Any]) -> bool:
        """Whether the tree says already what an "is child of" says, or does so now."""
        return self._repeats(link) or self._names_document(file, link)

    def _item(self, item_id: str) -> Mapping[str, Any]:
        return self._new.get(item_id) or self._rows.get(item_id) or {}

    def _repeats(self, link: Mapping[str, Any]) -> bool:
        """An item of this import without a parent gets the one that the link names."""
        origin, destination = link["origin_id"], link.get("destination_id")
        framework = self.framework_of(origin)
        if framework is None or destination is None:
            return False
        parent = self._item(origin).get("parent_id")
        if destination == framework:
            return parent is None
        if self.framework_of(destination) != framework:
            return False
        if parent is None and origin in self._new and destination != origin:
            self._new[origin]["parent_id"] = parent = destination
        return bool(parent == destination)

    def _names_document(self, file: Incoming, link: Mapping[str, Any]) -> bool:
        """Whether an item at the top is called a child of something unknown: in CASE that is the document. Its name is
        kept with the item as extra."""
        origin = link["origin_id"]
        item = self._item(origin)
        name = link.get("destination_id") or link.get("destination_uri")
        if not item or name is None or name in self._known or item.get("parent_id"):
            return False
        extra = {file.extra_name: {"isChildOf": name}}
        new = self._new.get(origin)
        if new is not None:
            new.update(differences(new, {}, extra))
        else:
            self._writes.merge("competency", self._rows[origin], {}, extra)
        told = (source for source, target in file.report.went if target == "link" and "destination" in source.lower())
        if (source := next(told, None)) is not None:
            file.report.set_aside(source, "link")
        return True
