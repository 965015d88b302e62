# SPDX-License-Identifier: Apache-2.0
"""The library: vocabularies, records by class, details in words, deleting with undo, and a vocabulary of 100,000."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton

from studio.model import schema
from studio.model.associations import add as link
from studio.model.frameworks import add_competency, create_framework
from studio.model.project import Project
from studio.model.resources import delete_resources
from studio.model.scales import add_concepts, create_progression_model, create_scheme, delete_scheme
from studio.ui.export_dialog.dialog import ExportDialog
from studio.ui.library.facts import facts_of
from studio.ui.library.properties import lines_of
from studio.ui.library.queries import Source, groups
from studio.ui.library.tree import LibraryTree
from studio.ui.library.workspace import LibraryWorkspace
from studio.ui.shell.finder import Finder
from tests.model.conftest import postgresql, workspace

__all__ = ["postgresql", "workspace"]  # pytest finds fixtures by name in this module

Key = Qt.Key
JOB = {
    "@type": "ceterms:Job",
    "ceterms:name": {"en": "Welder"},
    "ceterms:subjectWebpage": "https://example.org/welder",
    "ceterms:requires": ["https://example.org/courses/1", "https://example.org/elsewhere"],
    "ceterms:estimatedWage": [{"@type": "schema:MonetaryAmount", "schema:value": 21}],
    "ceterms:keyword": {"en": ["seam", "torch"], "es": ["antorcha"]},
}


@pytest.fixture
def filled(studio, tmp_path):
    """A window on a vocabulary of six terms, two courses and a job."""
    project = Project.create(tmp_path / "library.studio", name="Library")
    scheme = create_scheme(project, {"en": "Trades", "de": "Gewerke"}, code="TR")
    (metal,) = add_concepts(project, scheme, [{"notation": "1", "label": {"en": "Metal"}}])
    add_concepts(project, scheme, [{"label": {"en": name}} for name in ("Turning", "Milling", "Welding")], metal)
    add_concepts(project, scheme, [{"notation": "2", "label": {"en": "Wood"}}, {"label": {"en": "100 % cotton"}}])
    with project.change("Records") as change:
        change.insert(schema.resource, [
            {"standard": "ctdl", "type": "ceterms:Course", "code": "C1", "name": {"en": "Welding one"},
             "uri": "https://example.org/courses/1", "content": {"@type": "ceterms:Course"}},
            {"standard": "ctdl", "type": "ceterms:Course", "code": "C2", "name": {"en": "Welding two"}, "content": {}},
            {"standard": "ctdl", "type": "ceterms:Job", "name": {"en": "Welder"}, "content": JOB},
        ])  # fmt: skip
    window = studio.show(project)
    window.resize(1440, 900)
    return window


@pytest.fixture
def library(filled) -> LibraryWorkspace:
    shown = filled.show_workspace("library")
    assert isinstance(shown, LibraryWorkspace)
    return shown


def titles(library) -> list[str]:
    model = library.groups.groups
    return [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def rows(library) -> list[str]:
    return [library.items.index(row, 0).data() for row in range(library.items.rowCount())]


def search(library, words):
    library.filter.set_text(words)
    library.filter.field.returnPressed.emit()


def id_of(project, table, **values) -> str:
    for row in project.rows(table.select()):
        if all(getattr(row, name) == value for name, value in values.items()):
            return row.id
    raise AssertionError(values)


def test_groups_in_plain_words_with_counts(library):
    assert titles(library) == ["Vocabularies", "Trades, 6", "Other records", "Course, 2", "Job, 1"]
    assert library.groups.current().title == "Trades"
    assert rows(library) == ["1 Metal", "2 Wood", "100 % cotton"]
    assert library.status_text() == "Trades  ·  6 terms"


def test_terms_open_below_each_other(library):
    metal = library.items.index(0, 0)
    library.listing.expand(metal)
    assert [library.items.index(row, 0, metal).data() for row in range(3)] == ["Turning", "Milling", "Welding"]
    assert metal.data(Qt.ItemDataRole.AccessibleTextRole) == "1 Metal, 3 below it"
    library.listing.setCurrentIndex(library.items.index(1, 0, metal))
    assert library.details.facts.title == "Milling"
    assert library.details.facts.belongs_to[0] == "Trades"
    library.listing.grab()
    library.details.grab()


def test_a_filter_finds_words_and_not_the_names_of_languages(library):
    search(library, "weld")
    assert rows(library) == ["Welding"]
    assert library._count.text() == "1 of 6 shown"
    search(library, "en")
    assert rows(library) == []
    assert library._none.text() == 'Nothing matches "en".'
    search(library, "100 %")
    assert rows(library) == ["100 % cotton"]
    search(library, "")
    assert len(rows(library)) == 3


def test_typing_in_the_filter_and_going_down(library, filled, qtbot):
    library.filter.set_text("mill")
    qtbot.waitUntil(lambda: rows(library) == ["Milling"])
    library.filter.field.setFocus()
    qtbot.keyClick(library.filter.field, Key.Key_Down)
    assert library.selected_ids() == [id_of(filled.project, schema.concept, label={"en": "Milling"})]
    assert filled.actions.action("library.delete").text() == "Delete item"


def test_the_key_for_finding_leads_to_the_filter(library, filled):
    library.listing.setFocus()
    filled.actions.action("library.filter").trigger()
    assert filled.focusWidget() is library.filter.field
    assert "Ctrl+F" in filled.actions.action("library.filter").shortcut().toString()


def test_deleting_names_a_progression_model(library, filled):
    model = create_progression_model(filled.project, {"en": "Stages"})
    assert library.go_to(model)
    assert filled.actions.action("library.delete").text() == "Delete progression model"


def test_records_say_what_they_hold(library, filled):
    project = filled.project
    assert library.go_to(id_of(project, schema.resource, type="ceterms:Job"))
    facts = library.details.facts
    assert (facts.kind, facts.title) == ("Job  ·  CTDL", "Welder")
    told = [(line.depth, line.label, line.text) for line in facts.lines]
    assert (0, "Subject webpage", "https://example.org/welder") in told
    assert (0, "Estimated wage", "") in told
    assert (1, "Value", "21") in told
    assert [line for line in told if line[2] in ("seam", "torch", "antorcha")] == [
        (0, "Keyword", "seam"), (0, "", "torch"), (0, "", "antorcha")]  # fmt: skip
    assert not any(text == "Welder" for _depth, _label, text in told)
    assert ("Class", "ceterms:Job") in facts.identifiers
    assert "ceterms:Job" not in " ".join(text for text in library.details.texts() if text != "ceterms:Job")


def test_a_reference_leads_to_the_item(library, filled, qtbot):
    project = filled.project
    library.go_to(id_of(project, schema.resource, type="ceterms:Job"))
    (way,) = [each for each in library.details.findChildren(QPushButton) if each.text() == "C1 Welding one"]
    assert way.accessibleName() == "Go to C1 Welding one"
    copies = [each for each in library.details.findChildren(object) if hasattr(each, "accessibleName")
              and each.accessibleName() == "Copy https://example.org/elsewhere"]  # fmt: skip
    copies[0].click()
    assert QApplication.clipboard().text() == "https://example.org/elsewhere"
    way.click()
    assert filled.current_id() == "library"
    assert library.details.facts.code == "C1"


def test_links_lead_to_competencies_and_back(library, filled):
    project = filled.project
    home = create_framework(project, {"en": "Shop"})
    item = add_competency(project, home, statement={"en": "Welds a seam"}, code="S.1")
    term = id_of(project, schema.concept, label={"en": "Welding"})
    link(project, item, "conceptTerm", term)
    library.go_to(term)
    (line,) = library.details.facts.links
    assert line.other_id == item
    library.details.go_wanted.emit(line.other_id)
    assert filled.current_id() == "frameworks"
    assert filled.selected_ids() == [item]
    assert filled.go_to(term)
    assert filled.current_id() == "library"
    assert library.selected_ids() == [term]


def test_delete_and_undo(library, filled, qtbot):
    project = filled.project
    library.go_to(id_of(project, schema.concept, label={"en": "Milling"}))
    assert filled.actions.action("library.delete").text() == "Delete item"
    assert filled.actions.trigger("library.delete")
    assert library.details.facts.title == "Welding"
    assert filled.notice.text() == "Deleted 1 item."
    assert titles(library)[1] == "Trades, 5"
    filled.undo()
    assert titles(library)[1] == "Trades, 6"
    library.groups.choose("ctdl Course")
    library._last_list = library.groups
    assert filled.actions.trigger("library.delete")
    assert titles(library) == ["Vocabularies", "Trades, 6", "Other records", "Job, 1"]
    assert library.groups.current().title == "Job"
    library.groups.choose(library.groups.groups.groups()[0].id)
    assert filled.actions.trigger("library.delete")
    assert titles(library) == ["Other records", "Job, 1"]
    assert not project.rows(schema.concept.select())
    filled.undo()
    filled.undo()
    assert len(titles(library)) == 5


def test_the_last_one_leaves_an_empty_page(studio, tmp_path):
    project = Project.create(tmp_path / "one.studio", name="One")
    create_scheme(project, {"en": "Trades"})
    window = studio.show(project)
    library = window.show_workspace("library")
    assert library._none.text() == "There is nothing in it yet."
    assert window.actions.trigger("library.delete")
    assert library._pages.currentWidget() is library.empty
    assert library.empty.primary.text() == "Import…"
    assert library.inspector() is None
    window.undo()
    assert library.groups.current().title == "Trades"


def test_members_of_a_document_go_with_it(filled):
    project = filled.project
    scheme = id_of(project, schema.concept_scheme, code="TR")
    course = id_of(project, schema.resource, code="C1")
    with project.change("More") as change:
        change.insert(schema.resource, [
            {"standard": "case", "type": "CFSubjects", "document_id": scheme, "content": {}},
            {"standard": "ctdl", "type": "ceterms:Task", "document_id": course, "content": {}},
        ])  # fmt: skip
    delete_scheme(project, scheme)
    delete_resources(project, [course])
    left = {row.type for row in project.rows(schema.resource.select())}
    assert left == {"ceterms:Course", "ceterms:Job"}


def test_search_finds_and_opens_them(filled):
    find = Finder(filled)
    found = {row.text: row for row in find("weld", "") if row.run is not None}
    assert {"Welding", "Welding one", "Welder"} <= set(found)
    found["Welding one"].run()
    assert filled.current_id() == "library"
    assert filled.workspace("library").details.facts.code == "C1"
    (scheme,) = [row for row in find("trades", "") if row.text == "Trades"]
    scheme.run()
    assert filled.workspace("library").details.facts.kind == "Vocabulary"


def test_export_ticks_what_is_open(library, filled):
    library.groups.choose("ctdl Job")
    assert filled.actions.trigger("file.export")
    (dialog,) = [each for each in filled.findChildren(ExportDialog) if each.isVisible()]
    assert dialog.what.format.current() == "ctdl"
    assert [part.name for part, box in dialog.what._parts if box.isChecked()] == ["Job (1)"]
    dialog.reject()
    library.groups.choose(library.groups.groups.groups()[0].id)
    filled.actions.trigger("file.export")
    (dialog,) = [each for each in filled.findChildren(ExportDialog) if each.isVisible()]
    assert dialog.what.format.current() == "skos"
    assert [part.code for part, box in dialog.what._parts if box.isChecked()] == ["TR"]
    dialog.reject()


def test_a_change_elsewhere_keeps_the_place(library, filled):
    project = filled.project
    library.listing.expand(library.items.index(0, 0))
    library.go_to(id_of(project, schema.concept, label={"en": "Milling"}))
    create_scheme(project, {"en": "Tools"})
    assert "Tools, 0" in titles(library)
    assert library.details.facts.title == "Milling"
    assert library.listing.isExpanded(library.items.index(0, 0))
    filled.show_workspace("home")
    delete_scheme(project, id_of(project, schema.concept_scheme, name={"en": "Tools"}))
    filled.show_workspace("library")
    assert "Tools, 0" not in titles(library)


def test_terms_without_their_broader_term_stand_at_the_top(filled, library):
    project = filled.project
    scheme = id_of(project, schema.concept_scheme, code="TR")
    (lost,) = add_concepts(project, scheme, [{"label": {"en": "Lost"}}], parent_id="nobody")
    assert "Lost" in rows(library)
    assert library.go_to(lost)


def test_models_keep_the_rules(library):
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    assert QAbstractItemModelTester(library.items, fatal)
    assert QAbstractItemModelTester(library.groups.groups, fatal)
    library.listing.expandAll()
    search(library, "weld")
    library.groups.choose("ctdl Course")


def test_a_hundred_thousand_terms_open_at_once(studio, tmp_path):
    project = Project.create(tmp_path / "large.studio", name="Large")
    scheme = create_scheme(project, {"en": "Large"})
    with project.change("Many") as change:
        change.insert(schema.concept, [
            {"scheme_id": scheme, "position": f"a{number:06}", "label": {"en": f"Term {number}"}}
            for number in range(100_000)
        ])  # fmt: skip
    began = time.monotonic()
    (group,) = groups(project, "en")
    tree = LibraryTree()
    tree.show_source(Source(project, group, "en"))
    tree.fetchMore(tree.index(-1, 0))
    opened = time.monotonic() - began
    assert tree.rowCount() < 1_000
    began = time.monotonic()
    known = Source(project, group, "en", "99999")
    assert known.matches == 1
    filtered = time.monotonic() - began
    last = tree.reveal(known.all_ids()[0])
    assert last is not None
    assert last.data() == "Term 99999"
    # Loose, for slow machines: reading all of it would take many times as long.
    assert opened < 2
    assert filtered < 2
    project.close()
    QCoreApplication.processEvents()


def test_hostile_records_are_cut_off():
    deep: object = "end"
    for _ in range(200):
        deep = {"ceterms:x": [deep]}
    lines, more = lines_of({"ceterms:y": deep, "ceterms:z": ["value"] * 5_000})
    assert len(lines) == 300
    assert more > 4_000
    assert max(line.depth for line in lines) <= 9


def test_classes_with_the_same_words_are_one_group(filled, library):
    project = filled.project
    with project.change("More") as change:
        change.insert(schema.resource, [
            {"standard": "ctdl", "type": "Course", "name": {"en": "Three"}, "content": {}},
            {"standard": "case", "type": "CFCourses", "name": {"en": "Four"}, "content": {}},
            {"standard": "asn", "name": {"en": "Five"}, "content": {}},
        ])  # fmt: skip
    assert titles(library)[-4:] == ["Course (CASE), 1", "Course (CTDL), 3", "Job, 1", "Record, 1"]
    library.go_to(id_of(project, schema.resource, name={"en": "Five"}))
    assert rows(library) == ["Five"]
    library.groups.choose("ctdl Course")
    assert len(rows(library)) == 3


def test_notes_of_a_reader_are_not_shown(filled):
    project = filled.project
    scheme = create_scheme(project, {"en": "Kept"}, extra={"skos": {"@place": ["x"], "dcterms:created": "2020"}})
    told = [(line.label, line.text) for line in facts_of(project, scheme, "en").lines]
    assert ("Created", "2020") in told
    assert not any(text == "x" for _label, text in told)


def test_a_button_that_is_gone_does_not_follow_its_command(filled, library, capsys):
    for _ in range(3):
        filled.show_workspace("home")
        filled.show_workspace("library")
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    library.go_to(id_of(filled.project, schema.concept, label={"en": "Milling"}))
    filled.actions.refresh()
    assert "already deleted" not in capsys.readouterr().err


def test_facts_of_something_else(filled):
    assert facts_of(filled.project, "nobody", "en") is None


def test_a_shared_workspace_shows_the_same_and_follows_others(studio, workspace, qtbot):
    ben = Project.create(workspace, "Partnership", author="ben")
    scheme = create_scheme(ben, {"en": "Trades"})
    (metal,) = add_concepts(ben, scheme, [{"notation": "1", "label": {"en": "Metal"}}])
    add_concepts(ben, scheme, [{"label": {"en": "Turning"}}], metal)
    add_concepts(ben, scheme, [{"label": {"en": "Lost"}}], "nobody")
    with ben.change("Records") as change:
        change.insert(schema.resource, [{"standard": "ctdl", "type": "ceterms:Job", "name": {"en": "Welder"},
                                         "content": JOB}])  # fmt: skip
    window = studio.show(Project.open(workspace, author="anna"))
    library = window.show_workspace("library")
    assert titles(library) == ["Vocabularies", "Trades, 3", "Other records", "Job, 1"]
    assert sorted(rows(library)) == ["1 Metal", "Lost"]
    search(library, "TURN")
    assert rows(library) == ["Turning"]
    assert window.go_to(id_of(ben, schema.resource, type="ceterms:Job"))
    assert library.details.facts.title == "Welder"
    delete_scheme(ben, scheme)
    qtbot.waitUntil(lambda: titles(library) == ["Other records", "Job, 1"], timeout=15_000)
    ben.close()
