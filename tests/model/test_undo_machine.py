# SPDX-License-Identifier: Apache-2.0
"""Any edits, in any order: undoing all of them gives the start, redoing all gives the end, with the same ids."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from sqlalchemy import select

from studio.model import frameworks, items, schema
from studio.model.errors import NotAllowed, NotFound
from studio.model.project import Project
from studio.model.search import search

WORDS = st.text(alphabet="abc éß\u200f", min_size=1, max_size=12).filter(lambda text: text.strip())


def snapshot(project: Project) -> dict[str, Any]:
    """Every row a person can see, by table and id."""
    return {name: {row.id: tuple(row) for row in project.rows(select(table))} for name, table in schema.ITEMS.items()}


class Edits(RuleBasedStateMachine):
    """Random edits of one framework by the operations that the window uses."""

    made = Bundle("made")

    @initialize()
    def begin(self) -> None:
        self.project = Project.create(None, "Machine")
        self.framework = frameworks.create_framework(self.project, {"en": "F"})
        self.start = self.project.history(1)[0].seq
        self.first = snapshot(self.project)

    def teardown(self) -> None:
        if hasattr(self, "project"):
            self.project.close()

    def there(self, item_id: str) -> bool:
        return self.project.scalar(select(frameworks.c.id).where(frameworks.c.id == item_id)) is not None

    @rule(target=made, text=WORDS)
    def add(self, text: str) -> str:
        return frameworks.add_competency(self.project, self.framework, statement={"en": text}, code=f"A.{len(text)}")

    @rule(target=made, parent=made, text=WORDS)
    def add_child(self, parent: str, text: str) -> Any:
        if not self.there(parent):
            return multiple()
        return frameworks.add_competency(self.project, self.framework, parent, statement={"en": text})

    @rule(item=made, text=WORDS, language=st.sampled_from(["en", "es"]))
    def write(self, item: str, text: str, language: str) -> None:
        if self.there(item):
            items.set_text(
                self.project, schema.competency, item, "statement", language, text, merge=f"{item}{language}"
            )

    @rule(moved=st.lists(made, min_size=1, max_size=3), parent=st.one_of(st.none(), made))
    def move(self, moved: list[str], parent: str | None) -> None:
        moved = [item for item in dict.fromkeys(moved) if self.there(item)]
        if moved and (parent is None or self.there(parent)):
            with contextlib.suppress(NotAllowed):
                frameworks.move(self.project, moved, parent)

    @rule(item=made, direction=st.sampled_from(["up", "down", "in", "out"]))
    def step(self, item: str, direction: str) -> None:
        if self.there(item):
            frameworks.step(self.project, [item], direction)

    @rule(item=made)
    def delete(self, item: str) -> None:
        frameworks.delete(self.project, [item] if self.there(item) else [])

    @rule(target=made, item=made)
    def duplicate(self, item: str) -> Any:
        return frameworks.duplicate(self.project, [item])[0] if self.there(item) else multiple()

    @rule(item=made)
    def split(self, item: str) -> None:
        if self.there(item):
            frameworks.split(self.project, item, "Do this.", "Do that.", "en")

    @rule()
    def renumber(self) -> None:
        frameworks.renumber(self.project, self.framework, None)

    @rule()
    def several_in_one_step(self) -> None:
        with self.project.change("Several") as change:
            new = frameworks.add_competency(self.project, self.framework, statement={"en": "Gone again"})
            change.update(schema.competency, {new: {"code": "X"}})
            frameworks.delete(self.project, [new])
            frameworks.add_competency(self.project, self.framework, statement={"en": "Stays"})

    @rule()
    def undo(self) -> None:
        if self.project.can_undo() != 'New framework "F"':
            self.project.undo()

    @rule()
    def redo(self) -> None:
        self.project.redo()

    @rule()
    def refused(self) -> None:
        before = snapshot(self.project)
        try:
            with self.project.change("Refused"):
                frameworks.add_competency(self.project, self.framework, statement={"en": "Never"})
                items.get(self.project, schema.competency, "not there")
        except NotFound:
            pass
        assert snapshot(self.project) == before

    @invariant()
    def undo_all_and_redo_all(self) -> None:
        if not hasattr(self, "project"):
            return
        end = snapshot(self.project)
        steps = 0
        while self.project.can_undo() != 'New framework "F"':
            self.project.undo()
            steps += 1
        assert snapshot(self.project) == self.first
        for _ in range(steps):
            self.project.redo()
        assert snapshot(self.project) == end

    @invariant()
    def what_changed_since_the_start(self) -> None:
        """The journal's summary names exactly the rows that differ from the start."""
        if not hasattr(self, "project"):
            return
        images = self.project.images_since(self.start)
        named = set(images.tables.get("competency", {}))
        present = {row.id for row in self.project.rows(select(frameworks.c.id))}
        assert named == present

    @invariant()
    def search_is_in_step(self) -> None:
        if not hasattr(self, "project"):
            return
        texts = schema.search_text
        indexed = set(self.project.rows(select(texts.c.item_id).where(texts.c.kind == "competency")))
        written = set(
            self.project.rows(
                select(frameworks.c.id).where(frameworks.c.statement.is_not(None) | frameworks.c.code.is_not(None))
            )
        )
        assert written <= indexed
        assert {hit.id for hit in search(self.project, "stays", limit=1000)} <= {row[0] for row in written}


Edits.TestCase.settings = settings(max_examples=12, stateful_step_count=14, deadline=None)
TestEdits = Edits.TestCase
