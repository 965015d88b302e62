# SPDX-License-Identifier: Apache-2.0
"""How a standard says its trees in RDF: classes, links down and up, links to the owner, fields, links across."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.standards.fields import Field


@dataclass(frozen=True, slots=True)
class Shape:
    """A tree of parts with their owner: their tables, the column that names the owner, their classes, and the
    properties that say where a part stands."""

    owner: str
    part: str
    column: str
    owner_class: str
    part_class: str
    up: str
    down: str
    top_up: str
    top_down: str
    belongs: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A standard in RDF. ``name``: under which an item keeps what has no column; ``fields``: columns and properties by
    table; ``also``: other properties that say the same as a field's, by its usual one, the better known first;
    ``links``: the kind of association for each property that links items; ``labels``: by a field's property, the one
    that says its text through a node of its own, and the one of that node."""

    name: str
    title: str
    shape: Shape
    fields: Mapping[str, tuple[Field, ...]]
    also: Mapping[str, tuple[str, ...]]
    links: Mapping[str, str]
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def usual_link(self, kind: str) -> str | None:
        """The property that says a kind of link."""
        return next((name for name, known in self.links.items() if known == kind), None)


# What an item keeps about how its document said things, beside the statements that have no column.
SAID = "@said"
"""By column: ``by`` (another property than the usual one), ``plain`` (the language of a text that had none), ..."""
PLACE = "@place"
"""The properties that said where the item stands; without it all are written."""
INFERRED_LANGUAGE = "@language"
"""The main language that the texts were found to have; written only when the person chose another."""
MADE_UP = "@named-after"
"""The file whose name an owner got because the document does not describe it; that name is not written."""
LABELS = "@labels"
"""By column: the texts that nodes of their own say; written there, and here only what the person wrote instead."""
GRAPHS = "@graphs"
"""The names of the document's graphs."""
