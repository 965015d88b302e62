# SPDX-License-Identifier: Apache-2.0
"""Changes, undo, history, versions and sharing, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import threading
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from studio.model import frameworks, items, lookup, schema
from studio.model.errors import (
    EditConflict,
    NotAllowed,
    NotFound,
    NotInChange,
    ProjectBusy,
    StudioError,
    WorkspaceLost,
)
from studio.model.journal import Changes
from studio.model.project import Project
from studio.model.search import search
from studio.model.values import is_ctid
from tests.model.conftest import end_connections, refused

c = schema.competency.c


@pytest.fixture
def framework(project: Project) -> str:
    """A framework with two areas of two items each."""
    framework_id = frameworks.create_framework(project, {"en": "Mechatronics", "es": "Mecatrónica"}, code="MT")
    for area in "AB":
        parent = frameworks.add_competency(project, framework_id, code=f"MT.{area}")
        for number in (1, 2):
            frameworks.add_competency(
                project, framework_id, parent, code=f"MT.{area}.{number}", statement={"en": f"Do {area}{number} well."}
            )
    return framework_id


def by_code(project: Project, code: str) -> str:
    return lookup.find(project, code).id


def codes(project: Project, framework: str, parent: str | None = None) -> list[str | None]:
    return [row.code for row in frameworks.children(project, framework, parent)]


def test_an_exception_rolls_everything_back(project: Project, framework: str) -> None:
    before = len(project.history())

    def break_off() -> None:
        with project.change("Broken") as change:
            change.delete(schema.competency, [by_code(project, "MT.A.1")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert by_code(project, "MT.A.1")
    assert len(project.history()) == before


def test_a_write_after_the_change_is_refused(project: Project, framework: str) -> None:
    with project.change("One") as change:
        pass
    with pytest.raises(NotInChange):
        change.insert(schema.competency, [])


def test_bookkeeping_tables_are_not_written_through_changes(project: Project) -> None:
    with pytest.raises(NotInChange), project.change("One") as change:
        change.insert(schema.journal, [])


def test_a_change_without_effect_leaves_no_entry(project: Project, framework: str) -> None:
    before = len(project.history())
    with project.change("Nothing") as change:
        change.update(schema.competency, {by_code(project, "MT.A.1"): {"code": "MT.A.1"}})
    assert len(project.history()) == before


def test_listeners_hear_what_changed_and_by_whom(project: Project, framework: str) -> None:
    heard: list[Changes] = []
    project.subscribe(heard.append)
    me = object()
    with project.change("Recode", initiator=me) as change:
        change.update(schema.competency, {by_code(project, "MT.A.1"): {"code": "X"}})
    (changes,) = heard
    assert changes.initiator is me
    assert changes.updated == {"competency": {by_code(project, "X"): frozenset({"code"})}}
    assert changes.touches("competency")
    assert not changes.touches("badge")


def test_a_listener_can_leave(project: Project, framework: str) -> None:
    heard: list[Changes] = []
    leave = project.subscribe(heard.append)
    leave()
    leave()
    frameworks.delete(project, [by_code(project, "MT.A")])
    assert heard == []


def test_undo_takes_back_a_branch_with_its_links(project: Project, framework: str) -> None:
    a1, b1 = by_code(project, "MT.A.1"), by_code(project, "MT.B.1")
    with project.change("Link") as change:
        change.insert(
            schema.association,
            [{"framework_id": framework, "origin_id": a1, "kind": "precedes", "destination_id": b1}],
        )
        badge = change.insert(schema.badge, [{"name": {"en": "B"}}])[0]
        change.insert(schema.alignment, [{"badge_id": badge, "competency_id": a1, "position": "a0"}])
    frameworks.delete(project, [by_code(project, "MT.A")])
    assert codes(project, framework) == ["MT.B"]
    assert project.rows(select(schema.association.c.id)) == []
    alignment = project.row(select(schema.alignment.c.competency_id, schema.alignment.c.target_code))
    assert tuple(alignment or ()) == (None, "MT.A.1")
    undone = project.undo()
    assert undone is not None
    assert undone.label == 'Undid "Remove 3 items"'
    assert codes(project, framework) == ["MT.A", "MT.B"]
    assert project.scalar(select(schema.alignment.c.competency_id)) == a1
    assert frameworks.link_counts(project, [a1, b1]) == {a1: 2, b1: 1}


def test_a_new_edit_drops_what_was_undone(project: Project, framework: str) -> None:
    frameworks.delete(project, [by_code(project, "MT.A")])
    project.undo()
    assert project.can_redo() == "Remove 3 items"
    frameworks.delete(project, [by_code(project, "MT.B")])
    assert project.can_redo() is None
    assert project.redo() is None
    assert [entry.state for entry in project.history(3)] == ["done", None, "dropped"]


def test_a_project_can_begin_with_what_was_done(project: Project, framework: str) -> None:
    project.begin_here()
    assert project.can_undo() is None
    frameworks.delete(project, [by_code(project, "MT.A")])
    project.undo()
    assert project.undo() is None
    assert codes(project, framework) == ["MT.A", "MT.B"]
    assert project.history()[-1].label.startswith("New framework")


def test_nothing_left_to_undo(project: Project) -> None:
    assert project.can_undo() is None
    assert project.undo() is None


def test_typing_in_one_field_is_one_step(project: Project, framework: str) -> None:
    a1 = by_code(project, "MT.A.1")
    before = len(project.history())
    for text in ("W", "We", "Weld"):
        items.set_text(project, schema.competency, a1, "statement", "en", text, merge="statement")
    steps = 3 if project.shared else 1  # what others have seen is not changed behind their backs
    assert len(project.history()) == before + steps
    for _ in range(steps):
        project.undo()
    assert items.get(project, schema.competency, a1, "statement")[0] == {"en": "Do A1 well."}


def test_texts_keep_the_time_of_each_language(project: Project, framework: str) -> None:
    a1 = by_code(project, "MT.A.1")
    items.set_text(project, schema.competency, a1, "statement", "es", "Hacer A1.")
    row = items.get(project, schema.competency, a1, "statement", "text_times")
    assert row.statement == {"en": "Do A1 well.", "es": "Hacer A1."}
    assert set(row.text_times["statement"]) == {"es"}
    items.set_text(project, schema.competency, a1, "statement", "es", "")
    assert items.get(project, schema.competency, a1, "statement")[0] == {"en": "Do A1 well."}


def test_two_people_on_one_field(project: Project, framework: str) -> None:
    a1 = by_code(project, "MT.A.1")
    items.set_field(project, schema.competency, [a1], {"code": "THEIRS"})
    with pytest.raises(EditConflict, match="Somebody else changed"):
        items.set_field(project, schema.competency, [a1], {"code": "MINE"}, expected={"code": "MT.A.1"})
    assert by_code(project, "THEIRS") == a1


def test_editing_what_somebody_deleted(project: Project, framework: str) -> None:
    with pytest.raises(NotFound, match="deleted"):
        items.set_field(project, schema.competency, ["gone"], {"code": "X"})
    with pytest.raises(NotFound, match="deleted"):
        items.get(project, schema.competency, "gone")


def test_one_writer_at_a_time(project: Project, framework: str) -> None:
    refused: list[Exception] = []

    def other() -> None:
        assert project.busy
        try:
            with project.change("Second writer"):
                pass
        except ProjectBusy as error:
            refused.append(error)

    with project.change("First writer"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        with pytest.raises(NotInChange):
            project.undo()
    assert len(refused) == 1
    assert not project.busy


def test_versions_tell_what_changed_since(project: Project, framework: str) -> None:
    project.add_version("1.0", "as published")
    (version,) = project.versions()
    a1 = by_code(project, "MT.A.1")
    items.set_field(project, schema.competency, [a1], {"code": "MT.A.9"})
    frameworks.delete(project, [by_code(project, "MT.B.2")])
    project.undo()
    since = project.images_since(version.journal_seq)
    assert since.tables["competency"] == {a1: [{"code": "MT.A.1"}, {"code": "MT.A.9"}]}


def test_new_rows_are_kept_once_until_an_undo_takes_them_away(tmp_path: Path) -> None:
    place = tmp_path / "p.studio"
    with closing(Project.create(place, "P")) as project:
        framework = frameworks.create_framework(project, {"en": "Welding, plainly written"})
        before = items.get(project, schema.framework, framework)
        assert journal_text(project).count("plainly") == 0
        project.undo()
        assert journal_text(project).count("plainly") == 1
        project.save()
    with closing(Project.open(place)) as project:
        project.redo()
        assert items.get(project, schema.framework, framework) == before
        project.undo()
        project.redo()
        assert items.get(project, schema.framework, framework) == before


def journal_text(project: Project) -> str:
    entries = project.rows(select(schema.journal.c.images).where(schema.journal.c.images.is_not(None)))
    return "".join(zlib.decompress(entry.images).decode() for entry in entries)


def test_what_was_deleted_and_came_back_is_compared_with_what_it_was(project: Project, framework: str) -> None:
    project.add_version("1.0")
    (version,) = project.versions()
    a1 = by_code(project, "MT.A.1")
    row = dict(items.get(project, schema.competency, a1)._mapping)
    frameworks.delete(project, [a1])
    with project.change("Bring it back") as change:
        change.insert(schema.competency, [row])
    assert "competency" not in project.images_since(version.journal_seq).tables
    items.set_field(project, schema.competency, [a1], {"code": "MT.A.9"})
    since = project.images_since(version.journal_seq).tables["competency"]
    ((_, (before, after)),) = since.items()
    assert before is not None
    assert after is not None
    assert (before["code"], after["code"]) == ("MT.A.1", "MT.A.9")
    assert before["ctid"] == after["ctid"]


def test_moving_keeps_order_and_refuses_loops(project: Project, framework: str) -> None:
    a, b = by_code(project, "MT.A"), by_code(project, "MT.B")
    frameworks.move(project, [by_code(project, "MT.B.2"), by_code(project, "MT.B.1")], a, by_code(project, "MT.A.1"))
    assert codes(project, framework, a) == ["MT.A.1", "MT.B.1", "MT.B.2", "MT.A.2"]
    with pytest.raises(NotAllowed, match="own branch"):
        frameworks.move(project, [a], by_code(project, "MT.A.2"))
    with pytest.raises(NotAllowed):
        frameworks.move(project, [a], a)
    other = frameworks.create_framework(project, {"en": "Other"})
    far = frameworks.add_competency(project, other)
    with pytest.raises(NotAllowed, match="another framework"):
        frameworks.move(project, [b], far)
    frameworks.move(project, [], a)
    assert codes(project, framework) == ["MT.A", "MT.B"]


def test_stepping(project: Project, framework: str) -> None:
    a, b = by_code(project, "MT.A"), by_code(project, "MT.B")
    assert frameworks.step(project, [b], "up")
    assert codes(project, framework) == ["MT.B", "MT.A"]
    assert not frameworks.step(project, [b], "up")
    assert frameworks.step(project, [b], "down")
    assert not frameworks.step(project, [b], "down")
    assert frameworks.step(project, [b], "in")
    assert codes(project, framework, a) == ["MT.A.1", "MT.A.2", "MT.B"]
    assert frameworks.step(project, [b], "out")
    assert codes(project, framework) == ["MT.A", "MT.B"]
    assert not frameworks.step(project, [b], "out")
    assert not frameworks.step(project, [by_code(project, "MT.A.1"), by_code(project, "MT.B.1")], "up")
    assert not frameworks.step(project, [], "up")


def test_a_duplicate_has_identifiers_of_its_own(project: Project, framework: str) -> None:
    a = by_code(project, "MT.A")
    (copy,) = frameworks.duplicate(project, [a])
    assert codes(project, framework) == ["MT.A", "MT.A", "MT.B"]
    assert codes(project, framework, copy) == ["MT.A.1", "MT.A.2"]
    ctids = [row[0] for row in project.rows(select(c.ctid))]
    assert len(set(ctids)) == len(ctids)
    assert all(is_ctid(ctid) for ctid in ctids)


def test_splitting_gives_the_next_free_code(project: Project, framework: str) -> None:
    a1 = by_code(project, "MT.A.1")
    new = frameworks.split(project, a1, "Model a part.", "Release a drawing.", "en")
    rows = frameworks.children(project, framework, by_code(project, "MT.A"))
    assert [(row.code, (row.statement or {}).get("en")) for row in rows] == [
        ("MT.A.1", "Model a part."),
        ("MT.A.3", "Release a drawing."),
        ("MT.A.2", "Do A2 well."),
    ]
    assert rows[1].id == new
    project.undo()
    assert codes(project, framework, by_code(project, "MT.A")) == ["MT.A.1", "MT.A.2"]


def test_renumbering_follows_the_tree(project: Project, framework: str) -> None:
    a1 = by_code(project, "MT.A.1")
    for letter in "xy":
        frameworks.add_competency(project, framework, a1, code=f"MT.A.1.{letter}")
    frameworks.step(project, [a1], "down")
    assert frameworks.renumber(project, framework, by_code(project, "MT.A")) == 4
    assert codes(project, framework, by_code(project, "MT.A")) == ["MT.A.1", "MT.A.2"]
    assert codes(project, framework, a1) == ["MT.A.2.a", "MT.A.2.b"]
    assert frameworks.renumber(project, framework, None) == 0
    assert codes(project, framework) == ["MT.A", "MT.B"]


def test_renumbering_keeps_the_separator_and_survives_loops(project: Project) -> None:
    framework = frameworks.create_framework(project, {"en": "Dashes"})
    top = frameworks.add_competency(project, framework, code="W-1")
    for number in (4, 7):
        frameworks.add_competency(project, framework, top, code=f"W-1-{number}")
    frameworks.renumber(project, framework, None)
    assert codes(project, framework, top) == ["W-1-1", "W-1-2"]
    child = by_code(project, "W-1-1")
    items.set_field(project, schema.competency, [top], {"parent_id": child})
    assert frameworks.renumber(project, framework, top) == 1  # the loop's own top gets a code once


def test_next_codes(project: Project, framework: str) -> None:
    assert frameworks.next_code(project, framework, None, {"MT.09"}) == "MT.10"
    assert frameworks.next_code(project, framework, None, {"MT.1.y"}) == "MT.1.z"
    assert frameworks.next_code(project, framework, None, {"MT.1.z"}) == "MT.1.z.1"
    assert frameworks.next_code(project, framework, by_code(project, "MT.A"), set()) == "MT.A.3"
    assert frameworks.next_code(project, framework, None, set()) is None
    assert frameworks.next_code(project, framework, None, {"MT.SAF", "MT.ELE"}) is None


def test_pasting_many_lines(project: Project, framework: str) -> None:
    a = by_code(project, "MT.A")
    ids = frameworks.add_many(project, framework, a, [{"statement": {"en": f"Line {i}"}} for i in range(5)], "Paste")
    assert [row.id for row in frameworks.children(project, framework, a)][2:] == ids
    assert frameworks.add_many(project, framework, a, [], "Paste") == []
    assert frameworks.child_counts(project, [a, ids[0]]) == {a: 7}


def test_removing_a_framework(project: Project, framework: str) -> None:
    frameworks.delete_framework(project, framework)
    assert project.rows(select(c.id)) == []
    project.undo()
    assert codes(project, framework) == ["MT.A", "MT.B"]


def test_loops_in_foreign_data_do_not_hang(project: Project, framework: str) -> None:
    a, a1 = by_code(project, "MT.A"), by_code(project, "MT.A.1")
    with project.change("Import something broken") as change:
        change.update(schema.competency, {a: {"parent_id": a1}})
    assert set(frameworks.descendants(project, [a], include_self=True)) >= {a, a1}
    assert frameworks.ancestors(project, a1) == [a]


def test_finding_by_whatever_a_person_has(project: Project, framework: str) -> None:
    row = items.get(project, schema.framework, framework, "id", "ctid")
    for wanted in (row.id, row.ctid, "MT", "Mecatrónica", "Mechatronics"):
        assert lookup.find(project, wanted).id == framework
    with pytest.raises(NotFound, match='"Mechatronic"'):
        lookup.find(project, "Mechatronic")
    frameworks.create_framework(project, {"en": "Mechatronics"})
    with pytest.raises(NotFound, match="Several"):
        lookup.find(project, "Mechatronics")


def test_what_people_call_an_item(project: Project, framework: str) -> None:
    assert lookup.called(project, framework) == "MT"
    nameless = frameworks.create_framework(project, {"en": "Welding"})
    assert lookup.called(project, nameless) == "Welding"
    assert lookup.called(project, "gone") == "gone"


def test_searching_words_in_any_language(project: Project, framework: str) -> None:
    items.set_text(project, schema.competency, by_code(project, "MT.A.1"), "statement", "es", "Bloquear energía")
    assert [hit.id for hit in search(project, "energ bloq")] == [by_code(project, "MT.A.1")]
    assert search(project, "*** ' \" OR") == []
    assert search(project, "-") == []
    assert {hit.kind for hit in search(project, "mecha", kinds=("framework",))} == {"framework"}
    assert search(project, "mecha", kinds=("badge",)) == []


def test_project_facts(project: Project) -> None:
    assert project.title == "Test project"
    assert not project.read_only
    assert items.project_language(project) == "en"


def test_reading_inside_a_change_sees_it(project: Project, framework: str) -> None:
    with project.change("Recode") as change:
        change.update(schema.competency, {by_code(project, "MT.A.1"): {"code": "NEW"}})
        assert by_code(project, "NEW")


def test_pictures_come_back_byte_for_byte(project: Project) -> None:
    picture = bytes(range(256))
    with project.change("Add picture") as change:
        change.insert(schema.asset, [{"media_type": "image/png", "sha256": "x", "data": picture}])
    project.undo()
    assert project.rows(select(schema.asset.c.id)) == []
    project.redo()
    assert bytes(project.scalar(select(schema.asset.c.data))) == picture


def lose_connection_in_a_change(project: Project, workspace: str) -> None:
    with project.change("Remove") as change:
        end_connections(workspace)
        change.delete(schema.framework, ["x"])


class TestSharedWorkspace:
    """Two people in one PostgreSQL workspace."""

    def test_each_sees_what_the_other_did(self, workspace: str) -> None:
        anna = Project.create(workspace, "Shared", author="anna")
        ben = Project.open(workspace, author="ben")
        framework = frameworks.create_framework(anna, {"en": "F"})
        item = frameworks.add_competency(anna, framework, code="A")
        heard: list[Changes] = []
        ben.subscribe(heard.append)
        assert [changes.label for changes in ben.poll()] == ['New framework "F"', "Add competency"]
        assert heard[1].inserted == {"competency": (item,)}
        assert ben.poll() == []
        items.set_field(ben, schema.competency, [item], {"code": "B"})
        with pytest.raises(EditConflict):  # undo of adding the item would lose what ben wrote
            anna.undo()
        assert by_code(anna, "B") == item
        ben.undo()
        anna.undo()
        assert anna.rows(select(c.id)) == []
        anna.close()
        ben.close()

    def test_a_second_project_is_refused(self, workspace: str) -> None:
        Project.create(workspace, "Shared").close()
        with pytest.raises(StudioError, match="holds a project already"):
            Project.create(workspace, "Another")

    def test_an_unreachable_server_is_one_sentence(self) -> None:
        with pytest.raises(StudioError, match="cannot be reached") as caught:
            Project.open("postgresql://someone:secret@localhost:1/nothing")
        assert "secret" not in str(caught.value)

    def test_it_is_not_saved_as_a_file(self, workspace: str) -> None:
        project = Project.create(workspace, "Shared")
        project.save()
        with pytest.raises(StudioError, match="not saved as a file"):
            project.save_as("x.studio")
        assert not project.dirty
        assert project.path is None
        project.close()

    def test_one_s_own_edit_does_not_hide_what_came_before_it(self, workspace: str) -> None:
        anna = Project.create(workspace, "Shared", author="anna")
        ben = Project.open(workspace, author="ben")
        framework = frameworks.create_framework(anna, {"en": "F"})
        heard: list[Changes] = []
        ben.subscribe(heard.append)
        frameworks.add_competency(ben, framework, code="B")
        assert [(changes.label, changes.author) for changes in heard] == [
            ('New framework "F"', "anna"),
            ("Add competency", ""),
        ]
        assert ben.poll() == []
        anna.close()
        ben.close()

    def test_typing_in_one_field_reaches_the_others_step_by_step(self, workspace: str) -> None:
        anna = Project.create(workspace, "Shared", author="anna")
        ben = Project.open(workspace, author="ben")
        framework = frameworks.create_framework(anna, {"en": "F"})
        ben.poll()
        for text in ("G", "Go"):
            items.set_text(anna, schema.framework, framework, "name", "en", text, merge="name")
            assert len(ben.poll()) == 1
        anna.close()
        ben.close()

    def test_a_writer_waits_for_another_one_only_so_long(self, workspace: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("studio.model.project._LOCK_SECONDS", 0.1)
        anna = Project.create(workspace, "Shared", author="anna")
        ben = Project.open(workspace, author="ben")
        with anna.change("Import"), pytest.raises(ProjectBusy, match="Somebody else is writing"):
            frameworks.create_framework(ben, {"en": "F"})
        frameworks.create_framework(ben, {"en": "F"})
        anna.close()
        ben.close()

    def test_a_lost_connection_is_one_sentence_and_comes_back(self, workspace: str) -> None:
        project = Project.create(workspace, "Shared", author="anna")
        with project.read() as connection:
            own = connection.scalar(sql("SELECT pg_backend_pid()"))
        assert end_connections(workspace) >= 1
        assert project.scalar(sql("SELECT pg_backend_pid()")) != own  # a fresh one, without a word
        with pytest.raises(WorkspaceLost, match=r"shared workspace studio_\d+"):
            lose_connection_in_a_change(project, workspace)
        with refused(workspace):
            for ask in (lambda: project.title, project.poll, project.undo):
                with pytest.raises(WorkspaceLost) as caught:
                    ask()
                assert "password" not in str(caught.value)
        assert project.title == "Shared"
        project.close()

    def test_writing_and_looking_in_several_threads_tells_each_change_once_and_in_order(self, workspace: str) -> None:
        anna = Project.create(workspace, "Shared", author="anna")
        framework = frameworks.create_framework(anna, {"en": "F"})
        people = [anna, Project.open(workspace, author="ben")]
        heard: list[list[int]] = [[], []]
        for person, told in zip(people, heard, strict=True):
            person.subscribe(lambda changes, told=told: told.append(changes.seq))
        finished = threading.Event()

        def look(person: Project) -> None:
            while not finished.is_set():
                person.poll()

        def write(person: Project) -> None:
            for number in range(10):
                frameworks.add_competency(person, framework, code=f"{person.author} {number}")

        lookers = [threading.Thread(target=look, args=(person,)) for person in people]
        writers = [threading.Thread(target=write, args=(person,)) for person in people]
        for thread in (*lookers, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        finished.set()
        for thread in lookers:
            thread.join()
        for person, told in zip(people, heard, strict=True):
            person.poll()
            assert len(told) == 20
            assert told == sorted(set(told))
            person.close()
