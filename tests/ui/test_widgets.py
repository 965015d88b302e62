# SPDX-License-Identifier: Apache-2.0
"""The shared parts: what they show, which keys they take, what they send."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from studio.ui.theme import theme
from studio.ui.widgets.basics import ElidedLabel, EmptyState, icon_button, label
from studio.ui.widgets.chip_list import ChipListEditor, ChoiceChips
from studio.ui.widgets.dialog import Choice, Dialog, ask
from studio.ui.widgets.editors import CommitLine, CommitText
from studio.ui.widgets.language_field import LanguageField
from studio.ui.widgets.pills import STATES, Chip, StatusPill, stage_tokens
from studio.ui.widgets.search_box import SearchBox
from studio.ui.widgets.sections import Collapsible, ProgressPanel, QuickFixBubble, form_row
from studio.ui.widgets.segmented import Segmented

pytestmark = pytest.mark.usefixtures("studio")
Key = Qt.Key


@pytest.fixture
def show(qtbot):
    """Show a widget in a window of its own, with another field to go to."""

    pages = []

    def put(widget, width=400):
        page = QWidget()
        pages.append(page)
        qtbot.addWidget(page)
        box = QVBoxLayout(page)
        box.addWidget(widget)
        page.other = QLineEdit()
        box.addWidget(page.other)
        page.resize(width, 300)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    yield put
    pages.clear()


def collect(signal):
    seen = []
    signal.connect(lambda *values: seen.append(values[0] if len(values) == 1 else values))
    return seen


@pytest.mark.parametrize("make", [CommitLine, CommitText])
class TestEditors:
    def test_enter_keeps_once(self, make, show, qtbot):
        field = make("Code")
        show(field)
        field.set_text("MT.1")
        seen = collect(field.committed)
        field.setFocus()
        qtbot.keyClicks(field, "x")
        qtbot.keyClick(field, Key.Key_Return)
        qtbot.keyClick(field, Key.Key_Return)
        assert len(seen) == 1
        assert "x" in seen[0]

    def test_leaving_keeps(self, make, show, qtbot):
        field = make("Code")
        page = show(field)
        seen = collect(field.committed)
        field.setFocus()
        qtbot.keyClicks(field, "new")
        page.other.setFocus()
        assert seen == ["new"]

    def test_escape_restores(self, make, show, qtbot):
        field = make("Code")
        page = show(field)
        field.set_text("old")
        seen = collect(field.committed)
        field.setFocus()
        qtbot.keyClicks(field, "x")
        qtbot.keyClick(field, Key.Key_Escape)
        page.other.setFocus()
        assert field.text() == "old"
        assert seen == []

    def test_a_refresh_does_not_take_away_what_is_being_typed(self, make, show, qtbot):
        field = make("Code")
        show(field)
        field.set_text("old")
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, "typing")
        field.set_text("old")
        assert field.text() == "typing"

    def test_several_values(self, make, show):
        field = make("Code")
        show(field)
        field.set_text("", several=True)
        assert field.placeholderText() == "Several values"


def test_shift_enter_breaks_the_line(show, qtbot):
    field = CommitText("Comment")
    show(field)
    seen = collect(field.committed)
    field.setFocus()
    qtbot.keyClicks(field, "one")
    qtbot.keyClick(field, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field, "two")
    qtbot.keyClick(field, Key.Key_Return)
    assert seen[0].replace("\u2028", "\n") == "one\ntwo"


def test_a_text_field_grows_with_its_text(show):
    field = CommitText("Comment", lines=(2, 6))
    show(field)
    low = field.sizeHint().height()
    field.set_text("word " * 60)
    high = field.sizeHint().height()
    field.set_text("word " * 600)
    assert low < high <= field.sizeHint().height() <= 7 * field.fontMetrics().lineSpacing() + 40


class TestLanguageField:
    def test_rings_and_tabs(self, show):
        field = LanguageField("Statement", ["en", "es"])
        show(field)
        field.set_value({"en": "Safety"})
        assert [(tab.text(), tab.state) for tab in field._tabs.values()] == [("EN", "fine"), ("ES", "missing")]
        field.set_value({"en": "Safety", "es": "Seguridad"}, outdated={"es"})
        assert field._tabs["es"].state == "outdated"
        assert field._tabs["es"].accessibleName() == "Spanish, out of date"

    def test_a_language_the_project_does_not_write_in_is_shown_too(self, show):
        field = LanguageField("Statement", ["en"])
        show(field)
        field.set_value({"en": "Safety", "fr": "Sécurité"})
        assert list(field._tabs) == ["en", "fr"]

    def test_typing_goes_to_the_language_on_show(self, show, qtbot):
        field = LanguageField("Statement", ["en", "es"], multiline=True)
        show(field)
        field.set_value({"en": "Safety"})
        seen = collect(field.committed)
        field.editor.setFocus()
        qtbot.keyClick(field.editor, Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        assert field.language() == "es"
        qtbot.keyClicks(field.editor, "Seguridad")
        field.set_language("en")
        assert seen == [("es", "Seguridad")]
        assert field.editor.text() == "Safety"
        assert field.value() == {"en": "Safety", "es": "Seguridad"}

    def test_the_label_names_the_field(self, show):
        field = LanguageField("Statement", ["en"])
        show(field)
        assert field.editor.accessibleName() == "Statement"
        assert field.name.buddy() is field.editor


class TestChips:
    def test_words_come_and_go_by_keys(self, show, qtbot):
        editor = ChipListEditor("Keywords")
        page = show(editor)
        editor.set_words(["CAD"])
        seen = collect(editor.committed)
        editor.field.setFocus()
        qtbot.keyClicks(editor.field, "tolerance")
        qtbot.keyClick(editor.field, Key.Key_Return)
        qtbot.keyClicks(editor.field, "CAD,")
        qtbot.keyClick(editor.field, Key.Key_Backspace)
        qtbot.keyClicks(editor.field, "left over")
        page.other.setFocus()
        assert seen == [["CAD", "tolerance"], ["CAD"], ["CAD", "left over"]]

    def test_a_pasted_list_becomes_several_words(self, show, qtbot):
        editor = ChipListEditor("Keywords")
        show(editor)
        seen = collect(editor.committed)
        editor.field.setText("a; b, a")
        qtbot.keyClick(editor.field, Key.Key_Return)
        assert seen == [["a", "b"]]

    def test_many_words_take_more_lines(self, show, qtbot):
        editor = ChipListEditor("Keywords")
        page = show(editor)
        low = editor.heightForWidth(300)
        editor.set_words([f"keyword {number}" for number in range(12)])
        qtbot.waitUntil(lambda: editor.heightForWidth(300) > 2 * low)
        qtbot.waitUntil(lambda: editor.height() > 2 * low)
        assert page.isVisible()

    def test_choices(self, show, qtbot):
        chips = ChoiceChips("Stage", [("HS", "High school"), ("CC", "College")])
        show(chips)
        seen = collect(chips.chosen)
        for made in chips.findChildren(QPushButton):
            qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert seen == [["HS"], ["HS", "CC"]]

    def test_one_choice(self, show, qtbot):
        chips = ChoiceChips("Stage", [("HS", "High school"), ("CC", "College")], several=False)
        show(chips)
        for made in chips.findChildren(QPushButton):
            qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert chips.chosen_ids() == ["CC"]


def test_segmented_moves_by_arrows_and_has_one_tab_stop(show, qtbot):
    switch = Segmented("View", [("tree", "Tree", "list-tree"), ("table", "Table", None), ("compare", "Compare", None)])
    show(switch)
    seen = collect(switch.chosen)
    qtbot.keyClick(switch.button("tree"), Key.Key_Left)
    qtbot.keyClick(switch.button("compare"), Key.Key_Right)
    assert seen == ["compare", "tree"]
    stops = [made for made in switch.findChildren(QPushButton) if made.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [switch.button("tree")]


def test_search_waits_for_the_last_key_and_escape_clears(show, qtbot):
    box = SearchBox("Filter this framework")
    show(box)
    seen = collect(box.searched)
    qtbot.keyClicks(box.field, "lock")
    qtbot.waitUntil(lambda: seen == ["lock"])
    qtbot.keyClick(box.field, Key.Key_Escape)
    qtbot.waitUntil(lambda: seen == ["lock", ""])


def test_elided_text_keeps_the_whole_as_tooltip(show):
    text = ElidedLabel("Measure parts with calipers, micrometers and dial indicators to the stated tolerance.")
    show(text, 160)
    assert text.text().endswith("…")
    assert text.toolTip() == text.full_text() == text.accessibleName()


def test_collapsible(show, qtbot):
    section = Collapsible("Identifiers", QLabel("ce-1"), "CTID, URI")
    show(section)
    assert not section.content.isVisible()
    qtbot.mouseClick(section._head, Qt.MouseButton.LeftButton)
    assert section.content.isVisible()


def test_bubble_says_the_problem_and_offers_the_fix(show, qtbot):
    bubble, done = QuickFixBubble(), []
    show(bubble)
    bubble.show_problem("warning", "Two outcomes in one statement.", [("Split in two", lambda: done.append(1))])
    bubble.focus()
    assert bubble.first_button().hasFocus()
    qtbot.keyClick(bubble.first_button(), Key.Key_Space)
    assert done == [1]
    assert bubble.accessibleName() == "Warning: Two outcomes in one statement."


def test_form_row_names_its_editor(show):
    field = QLineEdit()
    page = QWidget()
    page.setLayout(form_row("Bloom level", field))
    show(page)
    assert field.accessibleName() == "Bloom level"


def test_pills_and_chips_have_words(show):
    for state in STATES:
        assert StatusPill("6 warnings", state).accessibleName() == "6 warnings"
    assert Chip("HS", "HS", "High school").accessibleName() == "High school"
    assert stage_tokens("ra") == ("lane_ra", "lane_ra_bg")
    assert stage_tokens("?") == ("lane_x", "lane_x_bg")


def test_icon_button_has_name_and_tooltip(qtbot):
    made = icon_button("copy", "Copy the code", key="Ctrl+C")
    qtbot.addWidget(made)
    assert (made.accessibleName(), made.toolTip()) == ("Copy the code", "Copy the code (Ctrl+C)")


def test_empty_state_leads_on(show):
    empty = EmptyState("target", "No competencies yet", "Paste a list.", ("Paste a list", lambda: None))
    show(empty)
    empty.setFocus()
    assert empty.primary.hasFocus()


def test_labels_never_read_markup():
    assert label("<b>x</b>").textFormat() == Qt.TextFormat.PlainText


def test_progress_panel_follows_a_job(show, qtbot):
    import threading

    from studio.ui.tasks import TaskRunner

    tasks, go_on = TaskRunner(), threading.Event()

    def work(progress):
        progress.update(6, 10, "Signing B6")
        go_on.wait(5)

    panel = ProgressPanel(tasks)
    show(panel)
    panel.follow(tasks.run("Sign", work))
    qtbot.waitUntil(lambda: panel._count.text() == "6 of 10")
    go_on.set()
    qtbot.waitUntil(lambda: not panel.isVisible())
    tasks.close()


class TestDialogs:
    def test_enter_takes_the_primary_and_escape_cancels(self, window, qtbot):
        answers = []
        for key in (Key.Key_Return, Key.Key_Escape):
            made = ask(window, "Save?", "Or not.", [Choice("no", "No", "danger"), Choice("yes", "Save", "primary")],
                       answers.append)  # fmt: skip
            qtbot.keyClick(made, key)
        assert answers == ["yes", ""]

    def test_a_destructive_choice_does_not_answer_to_enter(self, window, qtbot):
        answers = []
        made = ask(window, "Remove?", "14 competencies.", [Choice("go", "Remove 14", "danger")], answers.append)
        assert not any(button.isDefault() for button in made.findChildren(QPushButton))
        made.reject()

    def test_wizard_steps(self, window, qtbot):
        wizard = Dialog(window, "Import outcomes", steps=["File", "Columns", "Preview", "Report"])
        wanted = collect(wizard.step_wanted)
        wizard.open()
        qtbot.waitUntil(wizard.isActiveWindow)
        wizard.set_step(2)
        names = [made.accessibleName() for made in wizard.steps._buttons]
        assert names[1:3] == ["Step 2, Columns, finished", "Step 3, Preview, this step"]
        qtbot.mouseClick(wizard.steps._buttons[0], Qt.MouseButton.LeftButton)
        qtbot.keyClick(wizard, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert wanted == [0, 3]
        wizard.reject()

    def test_a_dialog_fits_into_a_small_window(self, window, qapp):
        window.resize(1024, 640)
        theme().apply(qapp, zoom=200)
        made = Dialog(window, "Import outcomes", lines=(70, 60))
        made.open()
        assert made.width() <= window.width()
        assert made.height() <= window.height()
        made.reject()


class TestPalette:
    def rows(self, window):
        model = window._palette.model
        return [model.row_at(number) for number in range(model.rowCount())]

    def test_items_come_before_commands(self, window):
        window.show_palette("lockout")
        rows = self.rows(window)
        assert rows[0].text == "Competencies"
        assert {row.code for row in rows} >= {"MT.SAF.2.1", "MT.SAF.2.2"}
        window.close_palette()

    def test_prefixes(self, window):
        window.show_palette("#MT.SAF.2")
        assert all(row.code.startswith("MT.SAF.2") for row in self.rows(window) if row.code)
        window._palette.field.setText("> settings")
        window._palette.refresh()
        assert [row.text for row in self.rows(window)] == ["Commands", "Settings"]
        window.close_palette()

    def test_enter_runs_and_focus_returns(self, window, qtbot):
        window.show_workspace("settings")
        window.show_palette(">keyboard sheet")
        assert window._palette.list.currentIndex().row() == 1
        qtbot.keyClick(window._palette.field, Key.Key_Return)
        assert window.current_id() == "help"
        assert not window._palette.isVisible()

    def test_nothing_found_says_so(self, window):
        window.show_palette("zzzz qqqq")
        assert window._palette._nothing.text() == "Nothing matches “zzzz qqqq”."
        window.close_palette()

    def test_arrows_skip_headings_and_tab_stays(self, window, qtbot):
        window.show_palette("lockout")
        seen = set()
        for _ in range(8):
            qtbot.keyClick(window._palette.field, Key.Key_Down)
            seen.add(window._palette.list.currentIndex().row())
        headings = {number for number, row in enumerate(self.rows(window)) if row.run is None}
        assert not seen & headings
        qtbot.keyClick(window._palette.field, Key.Key_Tab)
        assert window._palette.isVisible()
        qtbot.keyClick(window._palette.field, Key.Key_Escape)
        assert not window._palette.isVisible()
