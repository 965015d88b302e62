# SPDX-License-Identifier: Apache-2.0
"""The badges workspace with real widgets on the sample project."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea

from studio.model import badges, items, rubrics, schema
from studio.model.items import get
from studio.paths import resource
from studio.ui.badges import clipboard
from studio.ui.badges.competency_picker import CompetencyPicker
from studio.ui.badges.finding_card import FindingCard
from studio.ui.badges.markdown import to_html
from studio.ui.badges.rubric_view import CellEditor
from studio.ui.badges.section_list import SectionButton
from studio.ui.badges.state import SECTIONS, completeness
from studio.ui.badges.web_page import write_web_page
from studio.ui.models.badge_list import ROW_ROLE, BadgeListModel
from studio.ui.models.competency_choices import find_competencies
from studio.ui.models.rubric_grid import CELL_ROLE, RubricGridModel
from studio.ui.widgets.breaking import breaking_label

Key = Qt.Key


@pytest.fixture
def workspace(window, qtbot):
    """The badges workspace, after the first run of the checks."""
    shown = window.show_workspace("badges")
    qtbot.waitUntil(lambda: shown.designer.live.fresh)
    return shown


@pytest.fixture
def designer(workspace):
    """The first badge, open."""
    workspace.open_badge(workspace.list_page.model.id_at(0))
    return workspace.designer


def badge(project, code):
    return next(row for row in badges.badges(project) if row.code == code)


def cards(designer) -> list[FindingCard]:
    box = designer.findings_box
    return [box.itemAt(number).widget() for number in range(box.count())]


# the list


def test_the_list_follows_each_change_row_by_row(project):
    model = BadgeListModel(project)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    events = []
    model.rowsInserted.connect(lambda _p, first, _l: events.append(("in", first)))
    model.rowsRemoved.connect(lambda _p, first, _l: events.append(("out", first)))
    model.dataChanged.connect(lambda top, _b: events.append(("changed", top.row())))
    project.subscribe(model.project_changed)

    made = badges.create_badge(project, {"en": "New"})
    items.set_text(project, schema.badge, badge(project, "B2").id, "name", "en", "Other name")
    badges.delete_badges(project, [made])
    project.undo()

    assert events == [("in", 6), ("changed", 1), ("out", 6), ("in", 6)]
    assert model.index(1).data(ROW_ROLE).name == "Other name"
    assert model.index(6).data(ROW_ROLE).id == made
    assert "Draft" in model.index(6).data(Qt.ItemDataRole.AccessibleTextRole)


def test_rows_say_what_is_left_to_do(workspace):
    rows = {row.code: row for row in (workspace.list_page.model.index(n).data(ROW_ROLE) for n in range(6))}
    assert {code for code, row in rows.items() if row.problems} == {"B1", "B3", "B4"}
    assert rows["B1"].worst == "warning"
    assert workspace.list_page.summary.text() == "6 badges · 3 to finish"


def test_keys_of_the_list(workspace, project, qtbot):
    view, model = workspace.list_page.view, workspace.list_page.model
    first = model.id_at(0)
    qtbot.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert model.id_at(1) == first
    qtbot.keyClick(view, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert model.rowCount() == 7
    copy = view.selected_ids()[0]
    assert copy not in (first,)
    assert get(project, schema.badge, copy, "status").status == "Draft"
    qtbot.keyClick(view, Key.Key_Delete)
    assert model.rowCount() == 6
    assert workspace.window_.notice.text() == "Removed 1 badge."
    workspace.window_.notice.act_button().click()
    assert model.rowCount() == 7
    qtbot.keyClick(view, Key.Key_Return)
    assert workspace.in_designer()


def test_badges_go_over_the_clipboard(workspace, project, qtbot):
    view = workspace.list_page.view
    qtbot.keyClick(view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.split("\t")[:2] == ["B1", "Energy Isolation Ready"]
    qtbot.keyClick(view, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    made = view.selected_ids()[0]
    assert len(badges.alignments(project, made)) == 5

    QGuiApplication.clipboard().setText("Welding basics\nB9\tForklift\tMoves a load.\n\n")
    assert len(clipboard.paste(project)) == 2
    assert badge(project, "B9").description == {"en": "Moves a load."}
    assert project.can_undo() == "Paste badges"


def test_an_empty_project_says_what_to_do_next(studio, qtbot):
    from studio.model.project import Project

    window = studio.show(Project.create(None, name="Empty"))
    shown = window.show_workspace("badges")
    assert shown.list_page.pages.currentWidget() is shown.list_page.empty
    shown.list_page.empty.primary.click()
    assert shown.in_designer()
    assert shown.breadcrumb()[-1].text == "New badge"
    assert "–" in {bar._share.text() for _profile, bar in shown.designer.sections._bars}


# the designer


def test_sections_show_their_state(designer):
    states = {section.id: designer.sections.button(section.id).state for section in SECTIONS}
    assert states["rubric"] == "warning"
    assert states["languages"] == states["proof"] == "open"
    assert {states[name] for name in ("basics", "criteria", "evidence", "image", "assessment")} == {"done"}
    assert completeness("eu", designer.findings()) == 100
    assert completeness("district", designer.findings()) < 100


def test_every_section_opens_and_can_be_reached_by_key(designer, qtbot):
    designer.show_section("basics")
    seen = []
    for _section in SECTIONS:
        seen.append(designer.section())
        assert not designer.page(designer.section()).isHidden()
        qtbot.keyClick(designer.sections.button(designer.section()), Key.Key_Down)
    assert seen == [section.id for section in SECTIONS]


def test_the_keyboard_stays_in_the_designer_from_section_to_section(designer, qtbot):
    designer.show_section("basics")
    seen = []
    for section in SECTIONS:
        seen.append(designer.section())
        for field in designer.page(section.id).findChildren(QLineEdit)[-1:]:
            field.setFocus()
        designer.step_section(1)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert designer.isAncestorOf(focused)
        assert not isinstance(focused, SectionButton) or focused.section.id == designer.section()
    assert seen == [section.id for section in SECTIONS]


def test_the_list_of_sections_scrolls_to_the_one_on_screen(designer, window, qtbot):
    window.resize(1280, 720)
    window.set_zoom(200)
    last = designer.sections.button(SECTIONS[-1].id)
    designer.show_section(SECTIONS[-1].id)
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect().height() == last.height())


@pytest.mark.parametrize("section", ["rubric", "competencies", "image"])
def test_at_200_percent_a_page_is_no_wider_than_its_pane(designer, window, qtbot, section):
    window.resize(1280, 720)
    window.set_zoom(200)
    designer.show_section(section)
    page = designer.page(section)
    pane = page
    while not isinstance(pane, QScrollArea):
        pane = pane.parentWidget()
    qtbot.waitUntil(lambda: page.isVisible() and pane.widget().minimumSizeHint().width() <= pane.viewport().width())


def test_a_text_is_written_in_the_language_on_show_and_can_be_undone(designer, project):
    page = designer.page("basics")
    designer.show_section("basics", "es")
    page.description.editor.setPlainText("Reconoce peligros.")
    page.description.commit()
    written = get(project, schema.badge, designer.badge_id, "description").description
    assert written["es"] == "Reconoce peligros."
    assert written["en"].startswith("The earner identifies")
    designer.window_.undo()
    assert "es" not in get(project, schema.badge, designer.badge_id, "description").description
    assert page.description.editor.text() == ""


def test_a_finding_is_put_right_with_one_click(designer, project, qtbot):
    designer.show_section("rubric")
    (card,) = cards(designer)
    assert "MT.SAF.3.1" in card.accessibleName()
    before = len(designer.data.grid.criteria)
    card.fix_buttons[0].click()
    assert len(designer.data.grid.criteria) == before + 1
    assert designer.data.grid.criteria[-1].competency_id
    # The new criterion has no words yet, so the next finding is about those.
    qtbot.waitUntil(lambda: [finding.rule for finding in designer.findings()] == ["BG10"])
    assert [card.finding.rule for card in cards(designer)] == ["BG10"]


def test_a_finding_is_accepted_with_a_reason(designer, project, qtbot):
    designer.show_section("rubric")
    (card,) = cards(designer)
    card.accept_button.click()
    qtbot.keyClicks(card.reason, "Assessed in class")
    qtbot.keyClick(card.reason, Key.Key_Return)
    (row,) = project.rows(schema.accepted_finding.select())
    assert (row.rule, row.reason) == ("BG06", "Assessed in class")
    qtbot.waitUntil(lambda: designer.sections.button("rubric").state == "done")


def test_the_preview_speaks_to_each_reader(workspace, designer):
    from PySide6.QtWidgets import QLabel

    preview = workspace.inspector()

    def words():
        QCoreApplication.processEvents()  # new parts appear with the next event
        return [part.text() for part in preview.findChildren(QLabel) if part.isVisibleTo(preview)]

    assert "Two trained assessors; one from outside the earner's class" in words()
    preview.readers.button("learner").click()
    assert "Ask for a second assessor within 10 school days" in words()
    preview.languages.button("es").click()
    assert "Listo para el aislamiento de energía" in words()


def test_very_long_words_do_not_widen_their_column(qtbot):
    word = "Rechtsschutzversicherungsgesellschaften"
    made = breaking_label(f"Die {word}")
    qtbot.addWidget(made)
    made.setFixedWidth(120)
    assert made.minimumSizeHint().width() < made.fontMetrics().horizontalAdvance(word)
    assert made.text().replace("\u200b", "") == made.accessibleName() == f"Die {word}"


def test_evidence_is_edited_line_by_line(designer, project, qtbot):
    designer.show_section("evidence")
    lines = designer.page("evidence").list
    lines.new.setText("Logbook page")
    lines.new.commit()
    lines.editors()[0].setText("Signed checklist")
    lines.editors()[0].commit()
    qtbot.keyClick(lines.editors()[0], Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    evidence = get(project, schema.badge, designer.badge_id, "evidence").evidence
    assert [entry["en"] for entry in evidence][1] == "Signed checklist"
    assert evidence[-1] == {"en": "Logbook page"}


def test_numbers_dates_and_choices(designer, project):
    designer.show_section("workload")
    page = designer.page("workload")
    page.never.click()
    row = get(project, schema.badge, designer.badge_id)
    assert row.never_expires is True
    assert row.validity_months is None
    assert not page.why.isHidden()
    designer.show_section("endorsements")
    boxes = designer.page("endorsements").boxes
    next(box for box in boxes.values() if box.text() == "Kestrel Bay Distribution").click()
    assert len(get(project, schema.badge, designer.badge_id, "endorser_ids").endorser_ids) == 3


def test_competencies_are_found_by_code_and_by_words(designer, project, qtbot):
    assert find_competencies(project, "mt.saf.1")[0].code == "MT.SAF.1"
    assert "MT.SAF.2.1" in {choice.code for choice in find_competencies(project, "lockout")}
    designer.show_section("competencies")
    page = designer.page("competencies")
    page.add_button.click()
    (picker,) = designer.window_.findChildren(CompetencyPicker)
    picker.search.field.setText("MT.SAF.2.2")
    picker.search.field.returnPressed.emit()
    picker.take_button.click()
    assert "MT.SAF.2.2" in {row.code for row in designer.data.alignments}


def test_a_picture_is_checked_before_it_is_used(designer, project, tmp_path):
    page = designer.page("image")
    good = tmp_path / "b2.svg"
    good.write_bytes(resource("sample", "images", "b2.svg").read_bytes())
    page.use_file(str(good))
    assert get(project, schema.badge, designer.badge_id, "image_id").image_id == badge(project, "B2").image_id
    before = project.can_undo()
    shown = []
    designer.window_.show_error = shown.append
    for name, data in (("bad.svg", b"<svg><script/></svg>"), ("note.txt", b"hello"), ("photo.jpg", b"\xff\xd8\xff0")):
        (tmp_path / name).write_bytes(data)
        page.use_file(str(tmp_path / name))
    assert len(shown) == 3
    assert "script" in shown[0]
    assert "neither PNG nor SVG" in shown[1]
    assert project.can_undo() == before


def test_markdown_is_shown_without_its_dangers():
    html = to_html(
        "# Task\n\n**Do** it ![x](http://e/p.png) <script>x</script> [a](javascript:1) [b](https://b.example)"
    )
    assert "<h3>Task</h3>" in html
    assert "<strong>Do</strong>" in html
    assert "<img" not in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert 'href="https://b.example"' in html


def test_bold_goes_round_the_selection(designer, qtbot):
    designer.show_section("criteria")
    editor = designer.page("criteria").criteria.editor
    editor.setPlainText("Complete it")
    editor.selectAll()
    editor.setFocus()
    qtbot.keyClick(editor, Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() == "**Complete it**"
    assert "<strong>Complete it</strong>" in designer.page("criteria").shown.text()
    designer.page("criteria").criteria.commit()
    assert designer.data.row.criteria["en"] == "**Complete it**"


def test_the_page_for_the_web_is_written(designer, project, tmp_path):
    page = write_web_page(project, designer.badge_id, tmp_path).read_text(encoding="utf-8")
    assert "Energy Isolation Ready" in page


# the rubric


def test_the_rubric_model_follows_the_rules_of_qt(project):
    rubric_id = badge(project, "B1").rubric_id
    model = RubricGridModel(project, rubric_id, "en")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    project.subscribe(lambda _changes: model.refresh())
    assert (model.rowCount(), model.columnCount(), model.passing_column()) == (4, 5, 3)
    assert model.index(0, 0).data(CELL_ROLE).code == "MT.SAF.1.1"
    assert model.setData(model.index(2, 2), "Needs prompts.")
    assert model.index(2, 2).data() == "Needs prompts."
    rubrics.add_criteria(project, rubric_id, [{"name": {"en": "Fifth"}}])
    assert model.rowCount() == 5
    project.undo()
    project.undo()
    assert model.index(2, 2).data().startswith("Completes the steps")


def test_a_cell_is_edited_in_place_as_in_excel(designer, project, qtbot):
    designer.show_section("rubric")
    grid = designer.page("rubric").grid
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(2, 2))
    qtbot.keyClick(grid, Key.Key_F2)
    (editor,) = grid.findChildren(CellEditor)
    editor.setPlainText("Completes the steps with one prompt.")
    qtbot.keyClick(editor, Key.Key_Return)
    assert grid.model().index(2, 2).data() == "Completes the steps with one prompt."
    assert grid.currentIndex().row() == 3
    qtbot.keyClick(grid, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert grid.model().criterion_name(2) == "Communication and response"
    qtbot.keyClick(grid, Key.Key_Delete)
    assert grid.model().index(2, 2).data() == ""


def test_the_wheel_scrolls_the_page_and_not_the_grid_sideways(designer, window, qtbot):
    window.resize(1280, 720)
    window.set_zoom(200)
    designer.show_section("rubric")
    grid = designer.page("rubric").grid
    bar = grid.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.isVisible())
    down, none = QPoint(0, -120), Qt.MouseButton.NoButton
    middle = QPointF(bar.rect().center())
    place = QPointF(bar.mapToGlobal(middle.toPoint()))
    key, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    QCoreApplication.sendEvent(bar, QWheelEvent(middle, place, QPoint(), down, none, key, phase, False))
    assert bar.value() == 0


def test_criteria_and_levels_come_and_go(designer, project, qtbot):
    designer.show_section("rubric")
    page = designer.page("rubric")
    page.add.click()
    assert page.model.rowCount() == 5
    page._remove(4)
    assert page.model.rowCount() == 4
    page._add_level()
    assert page.model.columnCount() == 6
    page.columns.button("learner").click()
    hidden = [column for column in range(1, 6) if page.grid.isColumnHidden(column)]
    assert hidden == [1, 2, 4, 5]


def test_a_badge_without_rubric_gets_one_with_its_competencies(designer, project):
    designer.show_section("rubric")
    rubrics.delete_rubric(project, designer.data.row.rubric_id)
    page = designer.page("rubric")
    assert not page.empty.isHidden()
    page.make_rubric()
    assert [row.competency_id for row in designer.data.grid.criteria] == [
        row.competency_id for row in designer.data.alignments
    ]
    assert page.model.passing_column() == 3
    assert project.can_undo() == "New rubric"


def test_a_badge_that_goes_away_closes_the_designer(workspace, designer, project):
    badges.delete_badges(project, [designer.badge_id])
    assert not workspace.in_designer()
    assert workspace.list_page.model.rowCount() == 5


def test_the_place_is_remembered(workspace, designer):
    designer.show_section("image")
    state = workspace.state()
    workspace.show_list()
    workspace.restore(state)
    assert workspace.in_designer()
    assert designer.section() == "image"
    workspace.restore({"badge": "nobody"})


def test_changes_made_elsewhere_show_when_the_workspace_comes_back(workspace, designer, project, window):
    window.show_workspace("home")
    items.set_text(project, schema.badge, designer.badge_id, "name", "en", "Renamed elsewhere")
    assert designer.data.text("name") == "Energy Isolation Ready"
    window.show_workspace("badges")
    assert designer.data.text("name") == "Renamed elsewhere"
    window.show_workspace("home")
    badges.delete_badges(project, [designer.badge_id])
    window.show_workspace("badges")
    assert not workspace.in_designer()


@pytest.mark.parametrize(
    ("section", "label"),
    [("competencies", "Add competencies…"), ("image", "Choose a picture…")],
)
def test_a_new_badge_is_offered_the_next_step(workspace, qtbot, section, label):
    workspace.new_badge()
    designer = workspace.designer
    designer.show_section(section)
    qtbot.waitUntil(lambda: bool(cards(designer)))
    assert label in [made.text() for card in cards(designer) for made in card.fix_buttons]


def test_the_list_says_nothing_before_the_checks_have_looked(project):
    model = BadgeListModel(project)
    first = model.index(0)
    assert first.data(ROW_ROLE).problems is None
    assert "problems" not in first.data(Qt.ItemDataRole.AccessibleTextRole)
    model.set_findings({})
    assert first.data(ROW_ROLE).problems == 0
    assert first.data(Qt.ItemDataRole.AccessibleTextRole).endswith("no problems")
    model.set_findings(None)
    assert first.data(ROW_ROLE).problems is None
